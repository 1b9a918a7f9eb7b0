"""The engine of this machine: transformers and peft, in the process that asks."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from .port import (
    Checkpoint,
    EngineError,
    Generator,
    ModelSpec,
    Report,
    ShouldStop,
    TrainRequest,
    TrainResult,
)

PACKAGES = ("torch", "transformers", "peft")


class LocalEngine:
    """Fulfils `port.Engine`. Cheap to import and to create; torch is imported when something is asked."""

    def train(
        self, request: TrainRequest, report: Report, should_stop: ShouldStop, checkpoint: Checkpoint
    ) -> TrainResult:
        """See `port.Engine.train`."""
        _require_packages()
        from .training import train

        return train(request, report, should_stop, checkpoint)

    def load(self, model: ModelSpec, tuned: Path | None) -> Generator:
        """See `port.Engine.load`."""
        _require_packages()
        from .generator import TransformersGenerator
        from .hardware import detect_hardware

        return TransformersGenerator(model, tuned, detect_hardware())

    def facts(self) -> Mapping[str, str]:
        """See `port.Engine.facts`."""
        facts = {name: _version(name) or "missing" for name in PACKAGES}
        if "missing" in facts.values():
            return facts
        try:
            from .hardware import detect_hardware

            return {**facts, **detect_hardware().describe()}
        except Exception as fault:
            return {**facts, "device": f"unknown ({fault})"}


def _require_packages() -> None:
    missing = [name for name in PACKAGES if _version(name) is None]
    if missing:
        raise EngineError(
            "engine_missing",
            f"Training and answering need packages that are not installed: {', '.join(missing)}.",
            "Install the backend with its extra: pip install 'llm2llm-backend[train]'.",
        )


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
