"""What the person who runs the server decides: a TOML file, then environment variables, then the command line.

Paths to models come from here and from nowhere else: a request names ids.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from .engine.port import ModelSpec, RaySettings
from .errors import BackendError

DEMO_MODEL_ID = "smollm2-135m-instruct"
ENVIRONMENT_PREFIX = "LLM2LLM_BACKEND_"
PAGES = tuple(
    f"http://{host}:{first + number}"
    for host in ("localhost", "127.0.0.1")
    for first in (4173, 5173)
    for number in range(10)
)
"""Where `npm start` and `npm run dev` serve the Lab: at the first of these ports that is free."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MODEL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Training:
    """Defaults of a job; "auto" stands for them.

    learning_rate, full_learning_rate: absolute peak rates of AdamW (LoRA, full fine-tuning) that
    learning_rate_multiplier multiplies. max_length: tokens. lora_alpha: None means twice the rank.
    """

    epochs: int = 3
    batch_size: int = 8
    learning_rate: float = 2e-4
    full_learning_rate: float = 2e-5
    lora_rank: int = 16
    lora_alpha: float | None = None
    lora_dropout: float = 0.0
    max_length: int = 1024

    def alpha(self, rank: int) -> float:
        """LoRA's alpha of a rank."""
        return self.lora_alpha or 2.0 * rank


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a server.

    engine: a name of engine.registry, or package.module:Class. exporter: package.module:function that writes a
    student for the tab. export_quantization: what a tab gets that names none.
    auth: "off" is allowed on a loopback host only. cors_origins: pages that may call, exactly as the browser
    names them. allowed_hosts: further names under which the server may be addressed. upload_limit, body_limit:
    bytes of a file and of any other request. idle_seconds: how long an unused model stays in memory.
    max_deaths: how often in a row a worker may end without a new checkpoint before its job fails.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8040
    engine: str = "local"
    exporter: str = "llm2llm_backend.exporting:write_student"
    export_quantization: Literal["q0f32", "q0f16", "q4f32_1", "q4f16_1"] = "q0f16"
    auth: Literal["token", "off"] = "token"
    token: str | None = None
    organization: str = "local"
    cors_origins: tuple[str, ...] = PAGES
    allowed_hosts: tuple[str, ...] = ()
    upload_limit: int = 100 * 1024 * 1024
    body_limit: int = 4 * 1024 * 1024
    min_examples: int = 1
    parallel_jobs: int = 1
    loaded_models: int = 1
    idle_seconds: float = 300.0
    max_deaths: int = 3
    models: Mapping[str, ModelSpec] = field(default_factory=dict)
    training: Training = field(default_factory=Training)
    ray: RaySettings = field(default_factory=RaySettings)

    @property
    def demo_folder(self) -> Path:
        """Where `demo-model` puts the demo model."""
        return self.data / "models" / DEMO_MODEL_ID


def default_data_folder(environment: Mapping[str, str]) -> Path:
    """The data folder when nothing names one (XDG base directory specification)."""
    base = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "llm2llm-backend"


def load_config(path: Path | None, environment: Mapping[str, str] | None = None, **overrides: Any) -> Config:
    """Reads the settings. overrides: fields of Config; None leaves one alone. Raises BackendError."""
    env = os.environ if environment is None else environment
    named = path or (Path(env[ENVIRONMENT_PREFIX + "CONFIG"]) if env.get(ENVIRONMENT_PREFIX + "CONFIG") else None)
    table = _read(named) if named else {}
    folder = named.parent.resolve() if named else Path.cwd()
    if "data" in table:
        table["data"] = folder / Path(str(table["data"])).expanduser()
    table["models"] = _models(table.get("models", {}), folder)
    table.setdefault("data", default_data_folder(env))
    table |= _from_environment(env)
    table |= {name: value for name, value in overrides.items() if value is not None}
    _refuse_unknown(table, Config, "")
    _refuse_unknown(table.get("training", {}), Training, "training.")
    _refuse_unknown(table.get("ray", {}), RaySettings, "ray.")
    try:
        config = TypeAdapter(Config).validate_python(table)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BackendError(f"The setting {where} is not usable: {first['msg']}.", "Mend it and start again.") from fault
    return _with_demo(_checked(replace(config, data=Path(config.data).expanduser().resolve())))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        message = f"The settings {path} could not be read: {fault}."
        raise BackendError(message, "Mend the file or name another.") from fault


def _models(table: Any, folder: Path) -> dict[str, ModelSpec]:
    remedy = 'Write [models.NAME] with source = "hub/name" or a folder; a name has no slash and no colon.'
    if not isinstance(table, dict):
        raise BackendError("models is not a table.", remedy)
    models: dict[str, ModelSpec] = {}
    for name, entry in table.items():
        source = entry.get("source") if isinstance(entry, dict) else entry
        if not _MODEL_ID.fullmatch(name) or not isinstance(source, str) or not source:
            raise BackendError(f"The model {name!r} is not described rightly.", remedy)
        local = source.startswith((".", "/", "~"))
        models[name] = ModelSpec(name, str((folder / Path(source).expanduser()).resolve()) if local else source)
    return models


def _from_environment(env: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in fields(Config):
        text = env.get(ENVIRONMENT_PREFIX + entry.name.upper())
        if text is None or entry.name in ("models", "training", "ray"):
            continue
        listed = entry.name in ("cors_origins", "allowed_hosts")
        found[entry.name] = [part.strip() for part in text.split(",") if part.strip()] if listed else text
    return found


def _refuse_unknown(table: Any, kind: type[Config] | type[Training] | type[RaySettings], where: str) -> None:
    known = {entry.name for entry in fields(kind)}
    unknown = sorted(set(table) - known) if isinstance(table, dict) else []
    if unknown:
        raise BackendError(f"There is no setting {where}{unknown[0]}.", f"Known are {', '.join(sorted(known))}.")


def _checked(config: Config) -> Config:
    if config.auth == "off" and config.host not in LOOPBACK:
        raise BackendError(
            f"The token may not be turned off on {config.host}.",
            "Serve on 127.0.0.1, or leave auth at token.",
        )
    if "*" in config.cors_origins:
        raise BackendError(
            "cors_origins may not be *.",
            "Name the pages that may call, for example http://localhost:5173.",
        )
    return config


def _with_demo(config: Config) -> Config:
    if DEMO_MODEL_ID in config.models or not (config.demo_folder / "config.json").is_file():
        return config
    demo = ModelSpec(DEMO_MODEL_ID, str(config.demo_folder))
    return replace(config, models={**config.models, DEMO_MODEL_ID: demo})
