"""The engine of this machine: transformers and peft, in the process that asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        require_packages()
        from .training import train

        return train(request, report, should_stop, checkpoint)

    def load(self, model: ModelSpec, tuned: Path | None) -> Generator:
        """See `port.Engine.load`."""
        require_packages()
        from .generator import TransformersGenerator
        from .hardware import detect_hardware

        return TransformersGenerator(model, tuned, detect_hardware())

    def facts(self) -> Mapping[str, str]:
        """See `port.Engine.facts`."""
        facts = {name: package_version(name) or "missing" for name in PACKAGES}
        if "missing" in facts.values():
            return facts
        try:
            from .hardware import detect_hardware

            return {**facts, **detect_hardware().describe()}
        except Exception as fault:
            return {**facts, "device": f"unknown ({fault})"}


def require_packages(names: Sequence[str] = PACKAGES, extra: str = "train") -> None:
    """Raises EngineError(engine_missing) if one is not installed. extra: the backend's, that brings them."""
    missing = [name for name in names if package_version(name) is None]
    if missing:
        raise EngineError(
            "engine_missing",
            f"Training and answering need packages that are not installed: {', '.join(missing)}.",
            f"Install the backend with its extra: pip install 'llm2llm-backend[{extra}]'.",
        )


def package_version(package: str) -> str | None:
    """The version of an installed package; None if it is not there."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
