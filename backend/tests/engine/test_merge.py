"""A merged model answers as base and adapter do together."""

from __future__ import annotations

from pathlib import Path

import pytest

from llm2llm_backend.engine.local import LocalEngine
from llm2llm_backend.engine.merge import write_merged
from llm2llm_backend.engine.port import LoraSettings, ModelSpec, ScoreItem, TrainRequest
from llm2llm_backend.engine.templates import encode
from llm2llm_backend.mlc.export import export_model
from mlc_numpy_forward import ExportedModel, logits
from tiny_models import make_model, write_chats


def test_trained_merged_and_exported_the_student_stays_the_same(tmp_path: Path) -> None:
    spec = ModelSpec("tiny", str(make_model(tmp_path / "base", "qwen2")))
    train_file = write_chats(tmp_path / "train.jsonl", [("great film", "positive"), ("a mess", "negative")])
    request = TrainRequest(
        model=spec,
        train_file=train_file,
        validation_file=None,
        output=tmp_path / "out",
        seed=1,
        epochs=5,
        batch_size=2,
        learning_rate=5e-3,
        lora=LoraSettings(4, 8),
        max_length=100,
    )
    result = LocalEngine().train(request, lambda _: None, lambda: False, lambda *_: None)
    merged = ModelSpec("merged", str(write_merged(spec, result.folder, tmp_path / "merged")))
    tuned, base, whole = (
        LocalEngine().load(model, folder) for model, folder in ((spec, result.folder), (spec, None), (merged, None))
    )
    labels = ["positive", "negative"]
    ours, theirs, before = (
        [candidate.logprob for candidate in generator.score_many([ScoreItem("great film", labels)])[0].candidates]
        for generator in (tuned, whole, base)
    )
    assert ours == pytest.approx(theirs, abs=1e-4)
    assert abs(ours[0] - before[0]) > 0.1

    export_model(tmp_path / "merged", tmp_path / "mlc", "q0f32", model_id="student", base="tiny")
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(merged.source)
    prompt = [int(i) for i in tokenizer.encode("great film")]
    label = encode(tokenizer, "positive")
    rows = logits(ExportedModel(tmp_path / "mlc"), prompt + label)
    import numpy as np

    logprobs = (
        rows - np.log(np.exp(rows - rows.max(1, keepdims=True)).sum(1, keepdims=True)) - rows.max(1, keepdims=True)
    )
    total = sum(logprobs[len(prompt) - 1 + place, token] for place, token in enumerate(label))
    assert float(total) == pytest.approx(ours[0], abs=1e-3)
