"""What a worker process tells the server, in the order it happens, each as a line of JSON.

Folders are named relative to the job's, for the data folder may be moved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ..engine.port import TrainEvent


@dataclass(frozen=True, slots=True)
class StepDone:
    """One optimiser step. data: its numbers, as the event of the step shows them."""

    data: dict[str, float | int]


@dataclass(frozen=True, slots=True)
class CheckpointMade:
    """A folder that may be loaded and resumed from."""

    step: int
    folder: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The fit came to its end, or stopped when it was asked to. Fields as in `engine.port.TrainResult`."""

    folder: str
    trained_tokens: int
    stopped: bool
    details: Mapping[str, float | int | str]


@dataclass(frozen=True, slots=True)
class Failed:
    """The fit could not be done."""

    code: str
    message: str


Told = StepDone | CheckpointMade | Finished | Failed
_KINDS: dict[str, type[Told]] = {kind.__name__: kind for kind in (StepDone, CheckpointMade, Finished, Failed)}


def to_line(message: Told) -> bytes:
    """JSON in ASCII, with its line break."""
    return json.dumps({"kind": type(message).__name__, **asdict(message)}).encode("ascii") + b"\n"


def from_line(line: bytes) -> Told:
    """The other way."""
    values = json.loads(line)
    return _KINDS[values.pop("kind")](**values)


def is_outcome(message: Told) -> bool:
    """Whether nothing is left to do after it."""
    return isinstance(message, Failed) or (isinstance(message, Finished) and not message.stopped)


def step_done(event: TrainEvent, first: int) -> StepDone:
    """The numbers of a step under the names that OpenAI's checkpoints use, and further ones.
    first: the first step of this process, from which its seconds count."""
    data: dict[str, Any] = {
        "step": event.step,
        "total_steps": event.total_steps,
        "epoch": event.epoch,
        "train_loss": event.loss,
        "learning_rate": event.learning_rate,
        "trained_tokens": event.tokens,
        "seconds": event.seconds,
        "seconds_per_step": event.seconds / (event.step - first + 1),
    }
    return StepDone(data if event.valid_loss is None else {**data, "valid_loss": event.valid_loss})
