"""What every Ray worker runs: the same training as on one machine, as one process of a team."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict

from ..port import EngineError, TrainEvent
from .desk import DeskMessage
from .folders import send_folder
from .parcel import unpack


class LoopSettings(TypedDict):
    """parcel: reference to a Parcel. desk: handle of the Desk."""

    parcel: Any
    desk: Any


def train_loop(settings: LoopSettings) -> None:
    """Trains. A fault that trying again would not mend is told to the desk; others just end this worker."""
    import ray

    from ..team import ProcessGroup
    from ..training import train

    desk = settings["desk"]

    def tell(message: DeskMessage) -> None:
        ray.get(desk.tell.remote(message))

    team = ProcessGroup()
    with tempfile.TemporaryDirectory(prefix="llm2llm-ray-") as scratch:
        request = unpack(ray.get(settings["parcel"]), Path(scratch))

        def report(event: TrainEvent) -> None:
            tell(event)

        def should_stop() -> bool:
            return team.rank == 0 and bool(ray.get(desk.is_stopping.remote()))

        def checkpoint(step: int, folder: Path) -> None:
            for message in send_folder(request.output, folder, step):
                tell(message)

        try:
            result = train(request, report, should_stop, checkpoint, team)
        except EngineError as fault:
            tell(fault)
            raise
        if team.rank != 0:
            return
        if not result.stopped:
            for message in send_folder(request.output, result.folder, None):
                tell(message)
        details = {**result.details, "workers": team.size}
        tell(replace(result, folder=result.folder.relative_to(request.output), details=details))
