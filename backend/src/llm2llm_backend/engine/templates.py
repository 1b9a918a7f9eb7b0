"""Chats as the text a model was made for: its own template, and the tokens that end a turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .port import EngineError, Message, Prompt

PROBE = "probe"


def render(tokenizer: Any, messages: Sequence[Message], *, for_answer: bool) -> str:
    """The chat as text. for_answer ends it where the assistant's answer begins.

    Reasoning is switched off in templates that know it (Qwen3), so that answer and prompt meet at the same
    place in training, scoring and writing. Raises EngineError('unsupported_model') without a template.
    """
    if not tokenizer.chat_template:
        raise EngineError(
            "unsupported_model",
            "This model has no chat template, so nobody knows how a chat is written for it.",
            "Choose an instruct model, or ask it with a plain prompt through /v1/completions.",
        )
    turns = [{"role": message.role, "content": message.content} for message in messages]
    try:
        text = tokenizer.apply_chat_template(
            turns, tokenize=False, add_generation_prompt=for_answer, enable_thinking=False
        )
    except Exception as fault:
        raise EngineError(
            "bad_data",
            f"The model's chat template refuses this chat: {fault}.",
            "Most templates want an optional system message, then user and assistant in turn.",
        ) from fault
    return str(text)


def encode(tokenizer: Any, text: str) -> list[int]:
    """Token ids of a text, with nothing added at either end."""
    return [int(i) for i in tokenizer.encode(text, add_special_tokens=False)]


def encode_prompt(tokenizer: Any, prompt: Prompt) -> list[int]:
    """Token ids of what is to be continued: never empty. A plain prompt gets the first token that the
    tokenizer puts before texts; a chat gets what its template writes."""
    if isinstance(prompt, str):
        ids = [int(i) for i in tokenizer.encode(prompt)]
    else:
        ids = encode(tokenizer, render(tokenizer, prompt, for_answer=True))
    if not ids:
        raise EngineError("bad_data", "The prompt is empty.", "Give at least one character.")
    return ids


def ending_ids(tokenizer: Any, generation_config: Any) -> frozenset[int]:
    """Tokens that end an answer: what the model's configuration says, and what its template writes there."""
    ids: set[int] = set()
    configured = getattr(generation_config, "eos_token_id", None)
    if configured is not None:
        ids.update([configured] if isinstance(configured, int) else configured)
    if tokenizer.eos_token_id is not None:
        ids.add(int(tokenizer.eos_token_id))
    if tokenizer.chat_template:
        ids.update(_template_ending(tokenizer))
    return frozenset(ids)


def _template_ending(tokenizer: Any) -> list[int]:
    question = Message("user", PROBE)
    start = render(tokenizer, [question], for_answer=True)
    whole = render(tokenizer, [question, Message("assistant", PROBE)], for_answer=False)
    tail = whole[whole.rfind(PROBE) + len(PROBE) :] if whole.startswith(start) else ""
    special = set(tokenizer.all_special_ids) | set(_added(tokenizer))
    return [i for i in encode(tokenizer, tail) if i in special][:1]


def _added(tokenizer: Any) -> Mapping[int, object]:
    added: Mapping[int, Any] = getattr(tokenizer, "added_tokens_decoder", {})
    return {number: token for number, token in added.items() if token.special}
