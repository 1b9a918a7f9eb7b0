"""The engine that trains through Ray Train and answers on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..local import PACKAGES, LocalEngine, package_version, require_packages
from ..port import Checkpoint, Generator, ModelSpec, Report, ShouldStop, TrainRequest, TrainResult


class RayEngine:
    """Fulfils `port.Engine`. Cheap to import and to create; Ray is imported when something is asked."""

    def train(
        self, request: TrainRequest, report: Report, should_stop: ShouldStop, checkpoint: Checkpoint
    ) -> TrainResult:
        """See `port.Engine.train`. Where it trains is in `request.ray`."""
        require_packages((*PACKAGES, "ray"), extra="ray")
        from .fit import fit

        return fit(request, report, should_stop, checkpoint)

    def load(self, model: ModelSpec, tuned: Path | None) -> Generator:
        """See `port.Engine.load`."""
        return LocalEngine().load(model, tuned)

    def facts(self) -> Mapping[str, str]:
        """See `port.Engine.facts`."""
        return {"ray": package_version("ray") or "missing", **LocalEngine().facts()}
