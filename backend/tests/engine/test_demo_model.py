"""The demo model, for real: fetched, de-quantised, asked and trained a few steps. A minute on two cores.

It is made once and kept in the user's cache folder.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from llm2llm_backend.config import DEMO_MODEL_ID
from llm2llm_backend.engine.demo import materialise_demo_model
from llm2llm_backend.engine.local import LocalEngine
from llm2llm_backend.engine.port import LoraSettings, Message, ModelSpec, Sampling, ScoreItem, TrainEvent, TrainRequest
from tiny_models import write_chats

pytestmark = pytest.mark.slow

PAIRS = [
    ("a gripping and funny film", "positive"),
    ("it bored me from start to end", "negative"),
    ("warm, clever and beautifully played", "positive"),
    ("a lazy sequel nobody needed", "negative"),
] * 4


@pytest.fixture(scope="module")
def spec() -> ModelSpec:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = materialise_demo_model(cache / "llm2llm-backend" / DEMO_MODEL_ID)
    assert "4 bit" in (folder / "NOTICE.txt").read_text()
    return ModelSpec("SmolLM2-135M-Instruct", str(folder))


def test_it_answers(spec: ModelSpec) -> None:
    generator = LocalEngine().load(spec, None)
    pieces = generator.write(
        [Message("user", "What is the capital of France?")], Sampling(max_tokens=20, temperature=0)
    )
    assert "Paris" in "".join(piece.text for piece in pieces)
    generator.close()


def test_it_splits_numbers_into_digits(spec: ModelSpec) -> None:
    from transformers import AutoTokenizer

    assert AutoTokenizer.from_pretrained(spec.source).tokenize("in 1234") == ["in", "\u0120", "1", "2", "3", "4"]


def test_a_few_steps_change_what_it_says(spec: ModelSpec, tmp_path: Path) -> None:
    question = "Is this review positive or negative? Answer with one word.\n\n"
    request = TrainRequest(
        model=spec,
        train_file=write_chats(tmp_path / "train.jsonl", [(question + text, label) for text, label in PAIRS]),
        validation_file=None,
        output=tmp_path / "out",
        seed=0,
        epochs=3,
        batch_size=4,
        learning_rate=5e-4,
        lora=LoraSettings(),
        max_length=256,
    )
    events: list[TrainEvent] = []
    result = LocalEngine().train(request, events.append, lambda: False, lambda *_: None)
    assert len(events) == 12
    assert events[-1].loss < 0.5 * events[0].loss
    assert float(result.details["adapter_norm"]) > 0
    generator = LocalEngine().load(spec, result.folder)
    items = [ScoreItem([Message("user", question + text)], ["positive", "negative"]) for text, _ in PAIRS[:4]]
    best = [max(found.candidates, key=lambda score: score.logprob) for found in generator.score_many(items)]
    assert [score.candidate for score in best] == [label for _, label in PAIRS[:4]]
    generator.close()
