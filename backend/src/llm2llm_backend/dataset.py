"""Checks chat training data, one JSON object a line, and names the lines that are wrong.

The form is that of OpenAI's chat fine-tuning files: {"messages": [{"role", "content"}, ...]}, the last message
an assistant's, and optionally "weight": 0 | 1 on assistant messages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

MAX_FAULTS = 5
"""So many faults are named; the rest is counted."""

ROLES = ("system", "user", "assistant")


@dataclass(slots=True)
class Report:
    """examples: lines without fault. faults: sentences that begin with "Line n"."""

    examples: int = 0
    faults: list[str] = field(default_factory=list)
    more: int = 0

    def message(self) -> str:
        """All faults in one text; empty if there are none."""
        rest = f" And {self.more} more lines are wrong." if self.more else ""
        return " ".join(self.faults) + rest


def check_lines(lines: Iterable[bytes]) -> Report:
    """Reads every line once. Memory is that of the longest line."""
    report = Report()
    for number, line in enumerate(lines, start=1):
        fault = line_fault(line)
        if fault is None:
            report.examples += 1
        elif len(report.faults) < MAX_FAULTS:
            report.faults.append(f"Line {number}: {fault}")
        else:
            report.more += 1
    return report


def line_fault(line: bytes) -> str | None:
    """What is wrong with a line, as a sentence; None if nothing is."""
    if line.startswith(b"\xef\xbb\xbf"):
        return "it begins with a byte-order mark; save the file as UTF-8 without one."
    try:
        text = line.decode("utf-8").strip()
    except UnicodeDecodeError as fault:
        return f"it is not UTF-8 (byte {fault.start + 1})."
    if not text:
        return "it is empty; remove it."
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as fault:
        return f"it is not JSON ({fault.msg}, column {fault.colno})."
    except (ValueError, RecursionError):
        return "it is not JSON that can be read (a number that is none, or nesting too deep)."
    return _example_fault(value)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _example_fault(value: object) -> str | None:
    if not isinstance(value, dict):
        return 'it is not an object; write {"messages": [...]}.'
    messages = value.get("messages")
    if not isinstance(messages, list) or not messages:
        return '"messages" is missing or empty; only the chat form is supported.'
    if value.get("tools") or value.get("functions"):
        return "tools are not supported here."
    for index, message in enumerate(messages, start=1):
        fault = _message_fault(message)
        if fault is not None:
            return f"message {index} {fault}"
    if messages[-1]["role"] != "assistant":
        return "the last message is not the assistant's."
    if all(message.get("weight", 1) == 0 for message in messages if message["role"] == "assistant"):
        return "no assistant message has a weight above 0, so there is nothing to learn."
    return None


def _message_fault(message: object) -> str | None:
    if not isinstance(message, dict):
        return "is not an object."
    role, content = message.get("role"), message.get("content")
    if role not in ROLES:
        return f"has the role {str(role)[:40]!r}; known are system, user and assistant."
    if not isinstance(content, str):
        return "has no text as its content."
    if role != "system" and not content:
        return "is empty."
    if any("\ud800" <= letter <= "\udfff" for letter in content):
        return "holds half of a surrogate pair, which is no character."
    if "weight" in message and (role != "assistant" or message["weight"] not in (0, 1)):
        return 'has a "weight" that is not 0 or 1 on an assistant message.'
    return None
