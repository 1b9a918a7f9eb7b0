"""Fits of tiny models: they learn, repeat, stop, resume and refuse."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import torch

from llm2llm_backend.engine import training
from llm2llm_backend.engine.hardware import Hardware, detect_hardware
from llm2llm_backend.engine.local import LocalEngine
from llm2llm_backend.engine.models import load_for_answers
from llm2llm_backend.engine.port import EngineError, LoraSettings, ModelSpec, TrainEvent, TrainRequest, TrainResult
from tiny_models import make_model, write_chats

PAIRS = [("great film, loved it", "positive"), ("a dull and tiresome mess", "negative")] * 4


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("base"), "llama")


def request_for(base: Path, folder: Path, **changes: Any) -> TrainRequest:
    folder.mkdir(parents=True, exist_ok=True)
    request = TrainRequest(
        model=ModelSpec("tiny", str(base)),
        train_file=write_chats(folder / "train.jsonl", PAIRS),
        validation_file=None,
        output=folder / "out",
        seed=7,
        epochs=3,
        batch_size=3,
        learning_rate=5e-3,
        lora=LoraSettings(rank=4, alpha=8),
        max_length=128,
    )
    return dataclasses.replace(request, **changes)


class Watcher:
    def __init__(self, stop_after: int | None = None) -> None:
        self.events: list[TrainEvent] = []
        self.checkpoints: list[tuple[int, Path]] = []
        self.stop_after = stop_after

    def run(self, request: TrainRequest) -> TrainResult:
        return LocalEngine().train(request, self.events.append, self.should_stop, self.note)

    def should_stop(self) -> bool:
        return self.stop_after is not None and len(self.events) >= self.stop_after

    def note(self, step: int, folder: Path) -> None:
        assert (folder / "trainer_state.pt").is_file()
        self.checkpoints.append((step, folder))


def weights_of(base: Path, tuned: Path) -> dict[str, Any]:
    loaded = load_for_answers(ModelSpec("tiny", str(base)), tuned, detect_hardware())
    return dict(loaded.model.named_parameters())


def assert_equal(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert one.keys() == other.keys()
    assert all(bool((one[name] == other[name]).all()) for name in one)


def test_loss_falls_and_the_adapter_changes_the_weights(base: Path, tmp_path: Path) -> None:
    watcher = Watcher()
    result = watcher.run(request_for(base, tmp_path, validation_file=write_chats(tmp_path / "v.jsonl", PAIRS[:2])))
    assert [event.step for event in watcher.events] == list(range(1, 10))
    assert {event.total_steps for event in watcher.events} == {9}
    assert watcher.events[-1].loss < 0.5 * watcher.events[0].loss
    assert watcher.events[-1].epoch == 3.0
    assert [event.step for event in watcher.events if event.valid_loss is not None] == [3, 6, 9]
    assert [step for step, _ in watcher.checkpoints] == [3, 6, 9]
    assert float(result.details["adapter_norm"]) > 0
    assert not result.stopped
    assert result.steps == 9
    assert str(base) not in (result.folder / "adapter_config.json").read_text()


def test_the_same_request_gives_the_same_weights(base: Path, tmp_path: Path) -> None:
    lora = LoraSettings(rank=4, alpha=8, dropout=0.1)
    first = Watcher().run(request_for(base, tmp_path / "a", lora=lora))
    second = Watcher().run(request_for(base, tmp_path / "b", lora=lora))
    assert_equal(weights_of(base, first.folder), weights_of(base, second.folder))


@pytest.mark.parametrize("full", [False, True])
def test_stopped_and_resumed_is_as_if_never_stopped(base: Path, tmp_path: Path, full: bool) -> None:
    lora = None if full else LoraSettings(rank=4, alpha=8, dropout=0.1)
    whole = Watcher().run(request_for(base, tmp_path / "whole", lora=lora))
    request = request_for(base, tmp_path / "cut", lora=lora)
    cut = Watcher(stop_after=4)
    stopped = cut.run(request)
    assert stopped.stopped
    assert stopped.steps == 4
    again = Watcher()
    resumed = again.run(dataclasses.replace(request, resume_from=stopped.folder))
    assert [event.step for event in again.events] == [5, 6, 7, 8, 9]
    assert resumed.trained_tokens == whole.trained_tokens
    assert_equal(weights_of(base, whole.folder), weights_of(base, resumed.folder))


def test_stopped_before_the_first_step_there_is_nothing(base: Path, tmp_path: Path) -> None:
    request = request_for(base, tmp_path)
    result = Watcher(stop_after=0).run(request)
    assert (result.stopped, result.steps, result.folder) == (True, 0, request.output)


def test_training_goes_on_from_an_earlier_adapter(base: Path, tmp_path: Path) -> None:
    first = Watcher().run(request_for(base, tmp_path / "a"))
    watcher = Watcher()
    watcher.run(request_for(base, tmp_path / "b", start_from=first.folder))
    assert watcher.events[0].step == 1
    fresh = Watcher()
    fresh.run(request_for(base, tmp_path / "c"))
    assert watcher.events[0].loss < 0.5 * fresh.events[0].loss
    with pytest.raises(EngineError, match="rank 4"):
        Watcher().run(request_for(base, tmp_path / "d", start_from=first.folder, lora=LoraSettings(rank=8)))


def test_a_full_fit_is_a_whole_model_that_no_adapter_goes_on_from(base: Path, tmp_path: Path) -> None:
    result = Watcher().run(request_for(base, tmp_path / "a", lora=None, learning_rate=1e-3))
    assert (result.folder / "model.safetensors").is_file()
    with pytest.raises(EngineError, match="whole model"):
        Watcher().run(request_for(base, tmp_path / "b", start_from=result.folder))


def test_gradients_are_clipped(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = Watcher().run(request_for(base, tmp_path / "a"))
    monkeypatch.setattr(training, "GRADIENT_LIMIT", 1e-11)  # far below AdamW's epsilon, so that steps become tiny
    clipped = Watcher().run(request_for(base, tmp_path / "b"))
    assert float(clipped.details["adapter_norm"]) < 0.01 * float(free.details["adapter_norm"])


def test_bfloat16_where_the_hardware_has_it(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = Hardware(torch.device("cpu"), torch.bfloat16)
    monkeypatch.setattr(training, "detect_hardware", lambda: narrow)
    watcher = Watcher()
    result = watcher.run(request_for(base, tmp_path))
    assert result.details["dtype"] == "bfloat16"
    assert watcher.events[-1].loss < 0.5 * watcher.events[0].loss
    from safetensors.torch import load_file

    trained = load_file(result.folder / "adapter_model.safetensors")
    assert {weight.dtype for weight in trained.values()} == {torch.float32}


@pytest.mark.parametrize(("supported", "dtype"), [(True, torch.bfloat16), (False, torch.float32)])
def test_a_gpu_is_used_with_the_numbers_it_has(
    monkeypatch: pytest.MonkeyPatch, supported: bool, dtype: torch.dtype
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda _: supported)
    assert detect_hardware() == Hardware(torch.device("cuda"), dtype)


def test_a_rate_that_breaks_the_numbers_is_named(base: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineError) as caught:
        Watcher().run(request_for(base, tmp_path, lora=None, learning_rate=1e30))
    assert caught.value.code == "not_finite"


def test_a_model_that_is_not_there_is_named_without_its_folder(tmp_path: Path) -> None:
    request = request_for(tmp_path / "absent", tmp_path / "run")
    with pytest.raises(EngineError) as caught:
        Watcher().run(request)
    assert caught.value.code == "model_unavailable"
    assert str(tmp_path) not in caught.value.message
