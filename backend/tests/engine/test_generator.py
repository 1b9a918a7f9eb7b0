"""Writing and scoring with tiny models, against forward passes over the whole text."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from llm2llm_backend.engine import scoring
from llm2llm_backend.engine.local import LocalEngine
from llm2llm_backend.engine.port import EngineError, Generator, Message, ModelSpec, Piece, Sampling, ScoreItem
from llm2llm_backend.engine.templates import encode, encode_prompt
from tiny_models import make_model

CHAT = [Message("user", "great film, loved it")]


@pytest.fixture(scope="module", params=["llama", "qwen2", "qwen3"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp(request.param), request.param, seed=3)


@pytest.fixture(scope="module")
def generator(folder: Path) -> Iterator[Generator]:
    loaded = LocalEngine().load(ModelSpec("tiny", str(folder)), None)
    yield loaded
    loaded.close()
    with pytest.raises(EngineError, match="put away"):
        loaded.score_many([ScoreItem("x", ["y"])])


@pytest.fixture(scope="module")
def plain(folder: Path) -> tuple[Any, Any]:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(str(folder), dtype=torch.float32)
    model.requires_grad_(False)
    return model, AutoTokenizer.from_pretrained(str(folder))


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


LABELS = ["positive", "negative", "a dull and tiresome mess", "x", "Café"]
ITEMS = [
    ScoreItem(CHAT, LABELS),
    ScoreItem([Message("user", "a dull and tiresome mess, and what a long one, film after film")], LABELS[:2]),
    ScoreItem([Message("user", "x")], ["x", "neutral"]),
    ScoreItem([Message("system", "Answer."), *CHAT], LABELS[::-1]),
    ScoreItem("plain text", ["positive"]),
    ScoreItem(CHAT, ["negative film"]),
]


def whole_text_score(plain: tuple[Any, Any], item: ScoreItem, candidate: str) -> float:
    """Nats, from one forward pass over prompt and candidate."""
    model, tokenizer = plain
    prompt, tokens = encode_prompt(tokenizer, item.prompt), encode(tokenizer, candidate)
    with torch.no_grad():
        logprobs = model(torch.tensor([prompt + tokens])).logits[0].double().log_softmax(-1)
    return sum(float(logprobs[len(prompt) - 1 + i, token]) for i, token in enumerate(tokens))


@pytest.mark.parametrize(
    "items", [ITEMS[:1], ITEMS[:3], ITEMS, [ITEMS[0]] * 3], ids=["one", "sharing", "not-sharing", "the-same"]
)
@pytest.mark.parametrize("cached_tokens", [1, 100, 8192])
def test_scores_equal_those_of_whole_texts(
    generator: Generator,
    plain: tuple[Any, Any],
    monkeypatch: pytest.MonkeyPatch,
    items: list[ScoreItem],
    cached_tokens: int,
) -> None:
    monkeypatch.setattr(scoring, "CACHED_TOKENS", cached_tokens)
    for item, scores in zip(items, generator.score_many(items), strict=True):
        assert scores.prompt_tokens == len(encode_prompt(plain[1], item.prompt))
        assert [score.candidate for score in scores.candidates] == item.candidates
        for score in scores.candidates:
            assert score.tokens == len(encode(plain[1], score.candidate))
            assert score.logprob == pytest.approx(whole_text_score(plain, item, score.candidate), abs=1e-4)


def test_a_sliding_window_is_that_of_the_prompt(tmp_path: Path) -> None:
    window: dict[str, Any] = {"use_sliding_window": True, "sliding_window": 24, "max_window_layers": 0}
    folder = make_model(tmp_path, "qwen2", seed=5, **window)
    generator = LocalEngine().load(ModelSpec("tiny", str(folder)), None)
    together = generator.score_many(ITEMS[:3])
    for item, scores in zip(ITEMS[:3], together, strict=True):
        alone = generator.score_many([item])[0]
        for one, other in zip(scores.candidates, alone.candidates, strict=True):
            assert one.logprob == pytest.approx(other.logprob, abs=1e-4)
    generator.close()


def test_an_input_that_cannot_be_scored_is_named(generator: Generator) -> None:
    with pytest.raises(EngineError, match=r"Input 2: The prompt and what follows have .* reads 256"):
        generator.score_many([ITEMS[0], ScoreItem("film " * 400, ["positive"])])


def test_greedy_text_is_that_of_transformers(generator: Generator, plain: tuple[Any, Any]) -> None:
    model, tokenizer = plain
    prompt = torch.tensor([encode_prompt(tokenizer, CHAT)])
    written = model.generate(
        prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=20, do_sample=False, pad_token_id=0
    )[0, prompt.shape[1] :]
    pieces = list(generator.write(CHAT, Sampling(max_tokens=20, temperature=0)))
    assert text_of(pieces) == tokenizer.decode(written, skip_special_tokens=True)
    assert [piece.finish for piece in pieces[:-1]] == [None] * (len(pieces) - 1)
    assert pieces[-1].finish in ("stop", "length")


def test_a_seed_repeats_and_another_differs(generator: Generator) -> None:
    def write(seed: int) -> str:
        return text_of(list(generator.write(CHAT, Sampling(max_tokens=30, temperature=1.0, top_p=0.95, seed=seed))))

    assert write(1) == write(1)
    assert len({write(seed) for seed in range(5)}) > 1


def test_log_probabilities_are_of_the_model_at_temperature_1(generator: Generator) -> None:
    pieces = list(generator.write(CHAT, Sampling(max_tokens=6, temperature=0, logprobs=3)))
    tokens = [token for piece in pieces for token in piece.tokens]
    assert tokens
    for token in tokens:
        assert len(token.top) == 3
        assert token.chosen == token.top[0]
        assert sum(math.exp(choice.logprob) for choice in token.top) <= 1.0
    assert b"".join(token.chosen.raw for token in tokens).decode("utf-8", "replace") == text_of(pieces)
    assert all(not piece.tokens for piece in generator.write(CHAT, Sampling(max_tokens=3, temperature=0)))


def test_a_stop_string_ends_the_text_before_it(generator: Generator) -> None:
    whole = text_of(list(generator.write("great film", Sampling(max_tokens=24, temperature=0))))
    assert len(whole) > 8
    stop = whole[5:8]
    pieces = list(generator.write("great film", Sampling(max_tokens=24, temperature=0, stop=(stop,))))
    assert text_of(pieces) == whole[: whole.index(stop)]
    assert pieces[-1].finish == "stop"


def test_the_end_of_what_the_model_reads(generator: Generator) -> None:
    with pytest.raises(EngineError, match="reads 256"):
        list(generator.write("film " * 400, Sampling(max_tokens=5)))
    pieces = list(generator.write("x" * 200, Sampling(max_tokens=500, temperature=1.0, seed=1)))
    assert pieces[-1].prompt_tokens + pieces[-1].completion_tokens <= 256


def test_a_prompt_that_is_too_long_has_the_code_that_clients_know(generator: Generator) -> None:
    with pytest.raises(EngineError, match="this model reads 256") as fault:
        generator.score_many([ScoreItem("film " * 300, ["x"])])
    assert fault.value.code == "context_length_exceeded"
