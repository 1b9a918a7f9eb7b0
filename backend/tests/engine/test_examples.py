"""Which tokens of a chat are learnt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from llm2llm_backend.engine.examples import read_examples
from llm2llm_backend.engine.port import EngineError
from llm2llm_backend.engine.templates import ending_ids
from tiny_models import CHATML, LLAMA3, make_tokenizer


def learnt_texts(tmp_path: Path, template: str, turns: list[dict[str, Any]], max_length: int = 500) -> tuple[str, str]:
    """The whole text and the learnt part of it."""
    tokenizer = make_tokenizer(template)
    path = tmp_path / "chats.jsonl"
    path.write_text(json.dumps({"messages": turns}))
    example = read_examples(path, tokenizer, ending_ids(tokenizer, None), max_length).examples[0]
    learnt = [i for i, flag in zip(example.ids, example.learnt, strict=True) if flag]
    return tokenizer.decode(example.ids), tokenizer.decode(learnt)


def test_the_answer_and_its_ending_are_learnt(tmp_path: Path) -> None:
    turns = [{"role": "user", "content": "great film"}, {"role": "assistant", "content": "positive"}]
    whole, learnt = learnt_texts(tmp_path, CHATML, turns)
    assert learnt == "positive<|im_end|>"
    assert whole == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\ngreat film<|im_end|>\n"
        "<|im_start|>assistant\npositive<|im_end|>"
    )
    assert learnt_texts(tmp_path, LLAMA3, turns)[1] == "positive<|eot_id|>"


def test_turns_with_weight_0_are_left_out(tmp_path: Path) -> None:
    turns: list[dict[str, Any]] = [
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": "b", "weight": 0},
        {"role": "user", "content": "c"},
        {"role": "assistant", "content": "d"},
    ]
    assert learnt_texts(tmp_path, CHATML, turns)[1] == "d<|im_end|>"
    turns[1]["weight"] = 1
    assert learnt_texts(tmp_path, CHATML, turns)[1] == "b<|im_end|>d<|im_end|>"
    turns[1]["weight"] = turns[3]["weight"] = 0
    with pytest.raises(EngineError, match=r"Line 1: Nothing"):
        learnt_texts(tmp_path, CHATML, turns)


def test_long_prompts_lose_their_beginning_and_long_answers_are_refused(tmp_path: Path) -> None:
    turns = [{"role": "user", "content": "dull " * 50}, {"role": "assistant", "content": "negative"}]
    whole, learnt = learnt_texts(tmp_path, CHATML, turns, max_length=40)
    assert learnt == "negative<|im_end|>"
    assert not whole.startswith("<|im_start|>system")
    turns[1]["content"] = "dull " * 50
    with pytest.raises(EngineError, match="does not fit into 40 tokens"):
        learnt_texts(tmp_path, CHATML, turns, max_length=40)


def test_templates_that_rewrite_earlier_turns_are_refused(tmp_path: Path) -> None:
    only_last = "{% for m in messages %}{% if loop.last or m.role == 'user' %}<{{ m.content }}>{% endif %}{% endfor %}"
    turns = [
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": "b"},
        {"role": "user", "content": "c"},
        {"role": "assistant", "content": "d"},
    ]
    with pytest.raises(EngineError, match="rewrites earlier turns"):
        learnt_texts(tmp_path, only_last, turns)
    with pytest.raises(EngineError, match="no chat template"):
        learnt_texts(tmp_path, "", turns)


def test_a_line_that_is_no_chat_is_named(tmp_path: Path) -> None:
    path = tmp_path / "chats.jsonl"
    path.write_text('\n{"messages": 3}\n')
    tokenizer = make_tokenizer()
    with pytest.raises(EngineError, match="Line 2"):
        read_examples(path, tokenizer, frozenset(), 100)
    path.write_text("\n")
    with pytest.raises(EngineError, match="no example"):
        read_examples(path, tokenizer, frozenset(), 100)
