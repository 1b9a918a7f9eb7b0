"""What training data is refused for, line by line."""

from __future__ import annotations

import json

import pytest

from conftest import example
from llm2llm_backend.dataset import MAX_FAULTS, check_lines, line_fault


def chat(*messages: object, **more: object) -> bytes:
    return json.dumps({"messages": list(messages), **more}).encode()


USER = {"role": "user", "content": "hm"}
ANSWER = {"role": "assistant", "content": "positive"}

GOOD = [
    chat(USER, ANSWER),
    chat({"role": "system", "content": ""}, USER, ANSWER),
    chat(USER, {**ANSWER, "weight": 0}, USER, {**ANSWER, "weight": 1}),
    chat(ANSWER),
    chat(USER, ANSWER) + b"\r\n",
    chat(USER, {**ANSWER, "content": "\U0001f600"}),
    b'{"messages":[{"role":"assistant","content":"\\ud83d\\ude00"}]}',
]

BAD = [
    (b"", "empty"),
    (b"\n", "empty"),
    (b"\xef\xbb\xbf" + chat(ANSWER), "byte-order mark"),
    (b"\xff", "not UTF-8"),
    (b"{", "not JSON"),
    (b"[]", "not an object"),
    (b"{}", "messages"),
    (b'{"prompt": "a", "completion": "b"}', "only the chat form"),
    (chat(), "messages"),
    (chat(USER), "the last message"),
    (chat(USER, {**ANSWER, "weight": 0}), "nothing to learn"),
    (chat(USER, {**ANSWER, "weight": 2}), "weight"),
    (chat({**USER, "weight": 1}, ANSWER), "weight"),
    (chat(USER, {**ANSWER, "content": ""}), "message 2 is empty"),
    (chat(USER, {**ANSWER, "content": None}), "no text"),
    (chat(USER, {**ANSWER, "content": [{"type": "text", "text": "a"}]}), "no text"),
    (chat({**USER, "role": "tool"}, ANSWER), "'tool'"),
    (chat({**USER, "role": ["user"]}, ANSWER), "role"),
    (chat("hm", ANSWER), "message 1 is not an object"),
    (chat(USER, ANSWER, tools=[{"type": "function"}]), "tools"),
    (b'{"messages":[{"role":"assistant","content":"\\ud83d"}]}', "surrogate"),
    (b'{"messages":[{"role":"assistant","content":"a","weight":NaN}]}', "not JSON"),
    (b"[" * 200000, "not JSON"),
    (b'{"a":' + b"1" * 10000 + b"}", "not JSON"),
]


@pytest.mark.parametrize("line", GOOD)
def test_good_lines(line: bytes) -> None:
    assert line_fault(line) is None


@pytest.mark.parametrize(("line", "words"), BAD)
def test_bad_lines(line: bytes, words: str) -> None:
    fault = line_fault(line)
    assert fault is not None and words in fault


def test_lines_are_numbered_and_counted() -> None:
    report = check_lines([example("a").encode(), *[b"{"] * 9])
    assert report.examples == 1
    assert [fault.split(":")[0] for fault in report.faults] == [f"Line {n}" for n in range(2, 2 + MAX_FAULTS)]
    assert report.message().endswith("And 4 more lines are wrong.")
