"""What a worker process tells the server, in the order it happens. TrainEvent is sent as it is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ..engine.port import TrainResult


@dataclass(frozen=True, slots=True)
class CheckpointMade:
    """A folder that may be loaded and resumed from."""

    step: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Finished:
    """The fit came to its end, or stopped when it was asked to."""

    result: TrainResult


@dataclass(frozen=True, slots=True)
class Failed:
    """The fit could not be done."""

    code: str
    message: str


def write_result(path: Path, result: TrainResult) -> None:
    """Leaves the result on the disk, whole or not at all, for a server that died before it was told."""
    data = {**asdict(result), "folder": str(result.folder.relative_to(path.parent)), "details": dict(result.details)}
    part = path.with_suffix(".part")
    part.write_text(json.dumps(data), encoding="utf-8")
    part.replace(path)


def read_result(path: Path) -> TrainResult | None:
    """The result that was left, if there is one."""
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    return TrainResult(**{**data, "folder": path.parent / data["folder"]})
