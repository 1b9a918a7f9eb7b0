"""llm2llm-backend serve | demo-model | export | doctor."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import __version__
from .config import DEMO_MODEL_ID, Config, load_config
from .engine.port import EngineError
from .errors import ApiError, BackendError
from .exporting import QUANTIZATIONS, Quantization, write_student
from .mlc.errors import ExportError
from .store.database import Database
from .store.models import ModelStore


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Exit status: 0 done, 1 something is missing or wrong, 2 not understood."""
    asked = _parser().parse_args(arguments)
    try:
        config = load_config(
            asked.config, data=asked.data, host=getattr(asked, "host", None), port=getattr(asked, "port", None),
            auth=getattr(asked, "auth", None), engine=getattr(asked, "engine", None),
        )  # fmt: skip
        match asked.command:
            case "doctor":
                return _doctor(config)
            case "demo-model":
                return _demo_model(config)
            case "export":
                return _export(config, asked.model, asked.quantization, asked.out)
        return _serve(config)
    except (BackendError, EngineError, ApiError, ExportError) as fault:
        print(fault, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="llm2llm-backend", description="Fine-tuning backend of LLM2LLM Lab.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="start the server")
    serve.add_argument("--host", help="address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=int, help="port to listen on (8040); 0 takes a free one")
    serve.add_argument("--auth", choices=("token", "off"), help="off: no token, on a loopback address only")
    doctor = commands.add_parser("doctor", help="say what is there and what is missing")
    demo = commands.add_parser("demo-model", help="make a small model that needs no model hub")
    export = commands.add_parser("export", help="write a model as WebLLM weights for a browser tab")
    export.add_argument("model", help="id of a base or tuned model")
    export.add_argument("--quantization", choices=QUANTIZATIONS, default="q0f16")
    export.add_argument("--out", type=Path, required=True, help="folder to write; it may not be there yet")
    for command in (serve, doctor, demo, export):
        command.add_argument("--config", type=Path, help="settings (TOML)")
        command.add_argument("--data", type=Path, help="data folder")
        command.add_argument("--engine", help="local, ray, or package.module:Class")
    return parser


def _serve(config: Config) -> int:
    from .serve import serve  # the server's libraries are not needed by the other commands

    return serve(config)


def _doctor(config: Config) -> int:
    from .doctor import examine

    findings = examine(config)
    for finding in findings:
        print(finding.line())
    return 0 if all(finding.fine for finding in findings) else 1


def _demo_model(config: Config) -> int:
    from .engine.demo import NOTICE, materialise_demo_model

    print(NOTICE, flush=True)
    folder = materialise_demo_model(config.demo_folder)
    print(f"The model {DEMO_MODEL_ID} is in {folder}.")
    return 0


def _export(config: Config, model_id: str, quantization: Quantization, out: Path) -> int:
    if out.exists():
        raise BackendError(f"{out} is there already.", "Name a folder that is not.")
    tuned = None
    if model_id not in config.models and (config.data / "store.sqlite3").is_file():
        tuned = ModelStore(Database(config.data / "store.sqlite3"), config.data).find(model_id)
    base = config.models.get(tuned.base if tuned else model_id)
    if base is None:
        raise BackendError(
            f"There is no model {model_id!r} here.", "Look at GET /v1/models, or name it in the settings."
        )
    if tuned and not base.is_still(tuned.fingerprint):
        raise BackendError(
            f"The settings name another model under {tuned.base!r} now than {model_id!r} was trained on.",
            "Put that one back, or train again.",
        )
    out.resolve().parent.mkdir(parents=True, exist_ok=True)
    write_student(model_id, base, tuned.folder if tuned else None, quantization, out.resolve())
    print(f"The model {model_id} is in {out}, as {quantization}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
