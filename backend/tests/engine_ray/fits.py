"""Requests for fits of a tiny model, and what became of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

from llm2llm_backend.engine.port import (
    Engine,
    LoraSettings,
    ModelSpec,
    RaySettings,
    TrainEvent,
    TrainRequest,
    TrainResult,
)
from tiny_models import write_chats

PAIRS = [("great film, loved it", "positive"), ("a dull and tiresome mess", "negative"), ("so so", "neutral")]
TRAINING = [*PAIRS, *PAIRS, ("the last", "negative")]
"""Seven in batches of three: two workers share them as 2 + 1, and the last one as 1 + 0."""


def request_for(base: Path, folder: Path, **changes: Any) -> TrainRequest:
    folder.mkdir(parents=True, exist_ok=True)
    request = TrainRequest(
        model=ModelSpec("tiny", str(base)),
        train_file=write_chats(folder / "train.jsonl", TRAINING),
        validation_file=write_chats(folder / "validation.jsonl", PAIRS),
        output=folder / "out",
        seed=7,
        epochs=8,
        batch_size=3,
        learning_rate=5e-3,
        lora=LoraSettings(rank=4, alpha=8),
        max_length=128,
        ray=RaySettings(num_workers=2),
    )
    return dataclasses.replace(request, **changes)


class Watcher:
    """Runs an engine and keeps what it tells."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.events: list[TrainEvent] = []
        self.checkpoints: list[tuple[int, Path]] = []
        self.stop_after = stop_after
        self.after_step: Callable[[int], None] = lambda step: None

    def run(self, engine: Engine, request: TrainRequest) -> TrainResult:
        return engine.train(request, self.report, self.should_stop, self.note)

    def report(self, event: TrainEvent) -> None:
        self.events.append(event)
        self.after_step(event.step)

    def should_stop(self) -> bool:
        return self.stop_after is not None and len(self.events) >= self.stop_after

    def note(self, step: int, folder: Path) -> None:
        assert (folder / "trainer_state.pt").is_file()
        self.checkpoints.append((step, folder))

    @property
    def steps(self) -> list[int]:
        return [event.step for event in self.events]


def adapter(folder: Path) -> dict[str, Any]:
    """The weights of an adapter."""
    from safetensors.torch import load_file

    return load_file(folder / "adapter_model.safetensors")


def largest_difference(one: dict[str, Any], other: dict[str, Any]) -> float:
    assert one.keys() == other.keys() and one
    return max(float((one[name] - other[name]).abs().max()) for name in one)
