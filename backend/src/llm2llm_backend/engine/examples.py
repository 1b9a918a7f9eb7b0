"""Chat JSONL as token sequences with a mask that says which tokens are learnt."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .port import EngineError, Message
from .templates import encode, render


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """One chat. ids: its tokens; learnt: as long as ids, true where the token is in the loss."""

    ids: tuple[int, ...]
    learnt: tuple[bool, ...]

    @property
    def learnt_count(self) -> int:
        """How many tokens are in the loss."""
        return sum(self.learnt)


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """A read file. shortened: how many chats lost the beginning of their prompt to the length limit."""

    examples: tuple[TrainingExample, ...]
    shortened: int


def read_examples(path: Path, tokenizer: Any, endings: frozenset[int], max_length: int) -> ExampleFile:
    """Reads a chat JSONL file. Raises EngineError('bad_data') that names the line."""
    examples: list[TrainingExample] = []
    shortened = 0
    for number, text in _lines(path):
        try:
            whole = _example(_turns(text), tokenizer, endings)
            example = _limit(whole, max_length)
        except EngineError as fault:
            raise EngineError(fault.code, f"Line {number}: {fault.message}", fault.remedy) from fault
        shortened += example is not whole
        examples.append(example)
    if not examples:
        raise EngineError("bad_data", "The file has no example.", "Give at least one line.")
    return ExampleFile(tuple(examples), shortened)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, line


@dataclass(frozen=True, slots=True)
class _Turn:
    message: Message
    weight: int


def _turns(text: str) -> list[_Turn]:
    try:
        raw = json.loads(text)["messages"]
        return [_Turn(Message(turn["role"], turn["content"]), int(turn.get("weight", 1))) for turn in raw]
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise EngineError(
            "bad_data",
            "This is not a chat in JSON.",
            'Write {"messages": [{"role": "user", "content": "..."}, {"role": "assistant", "content": "..."}]}.',
        ) from fault


def _example(turns: Sequence[_Turn], tokenizer: Any, endings: frozenset[int]) -> TrainingExample:
    """Prompts and answers are encoded apart, as they are when the model is asked."""
    messages = [turn.message for turn in turns]
    ids: list[int] = []
    learnt: list[bool] = []
    text = ""
    for index, turn in enumerate(turns):
        if turn.message.role != "assistant":
            continue
        before = render(tokenizer, messages[:index], for_answer=True)
        after = render(tokenizer, messages[: index + 1], for_answer=False)
        if not before.startswith(text) or not after.startswith(before):
            raise EngineError(
                "bad_data",
                "The model's chat template rewrites earlier turns, so that answers cannot be told apart.",
                "Give one answer a line, as its last message.",
            )
        prompt = encode(tokenizer, before[len(text) :])
        answer = encode(tokenizer, after[len(before) :])
        ids += prompt + answer
        learnt += [False] * len(prompt) + _learnt(answer, endings, turn.weight)
        text = after
    last = max((i for i, flag in enumerate(learnt) if flag), default=None)
    if last is None:
        raise EngineError(
            "bad_data",
            "Nothing in this chat is to be learnt.",
            "Give an assistant message with weight 1, or leave the weight out.",
        )
    return TrainingExample(tuple(ids[: last + 1]), tuple(learnt[: last + 1]))


def _learnt(answer: Sequence[int], endings: frozenset[int], weight: int) -> list[bool]:
    """The answer up to its ending token; line breaks that a template writes after it are not learnt."""
    if weight == 0:
        return [False] * len(answer)
    end = max((i for i, token in enumerate(answer) if token in endings), default=len(answer) - 1)
    return [i <= end for i in range(len(answer))]


def _limit(example: TrainingExample, max_length: int) -> TrainingExample:
    excess = len(example.ids) - max_length
    if excess <= 0:
        return example
    if any(example.learnt[: excess + 1]):
        raise EngineError(
            "bad_data",
            f"What is to be learnt does not fit into {max_length} tokens.",
            "Shorten the answer, or raise the largest length if the model allows it.",
        )
    return TrainingExample(example.ids[excess:], example.learnt[excess:])
