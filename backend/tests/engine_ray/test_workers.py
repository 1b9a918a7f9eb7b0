"""Two Ray workers come to what one process comes to, whatever happens to them on the way."""

from __future__ import annotations

import dataclasses
import os
import signal
from pathlib import Path

import pytest

from llm2llm_backend.engine.local import LocalEngine
from llm2llm_backend.engine.ray.engine import RayEngine
from tiny_models import make_model

from .conftest import training_processes
from .fits import Watcher, adapter, largest_difference, request_for


@pytest.mark.usefixtures("cluster_address")
def test_stopped_resumed_and_robbed_of_a_worker_two_come_to_what_one_comes_to(tmp_path: Path) -> None:
    base = make_model(tmp_path / "base", "llama")
    one = Watcher()
    whole = one.run(LocalEngine(), request_for(base, tmp_path / "one"))

    request = request_for(base, tmp_path / "two", checkpoint_every=4)
    first = Watcher(stop_after=2)
    stopped = first.run(RayEngine(), request)
    assert stopped.stopped and 2 <= stopped.steps < whole.steps
    assert stopped.folder == first.checkpoints[-1][1]

    second = Watcher()
    killed: list[int] = []

    def kill(step: int) -> None:
        if step == stopped.steps + 1:
            killed.append(training_processes()[-1])
            os.kill(killed[0], signal.SIGKILL)

    second.after_step = kill
    result = second.run(RayEngine(), dataclasses.replace(request, resume_from=stopped.folder))
    assert killed

    both = first.events + second.events
    assert [event.step for event in both] == [event.step for event in one.events], "Each step is told once, in order."
    assert [event.loss for event in both] == pytest.approx([event.loss for event in one.events], abs=1e-4)
    assert [event.valid_loss or 0 for event in both] == pytest.approx(
        [event.valid_loss or 0 for event in one.events], abs=1e-4
    )
    assert [event.tokens for event in both] == [event.tokens for event in one.events]
    assert both[-1].valid_loss is not None
    steps = [step for step, _ in first.checkpoints + second.checkpoints]
    assert steps == sorted({4, 8, 12, 16, 20, 24, stopped.steps})
    assert largest_difference(adapter(result.folder), adapter(whole.folder)) < 1e-4
    assert (result.steps, result.trained_tokens, result.stopped) == (24, whole.trained_tokens, False)
    assert result.details["workers"] == 2
    assert float(result.details["adapter_norm"]) > 0.1
