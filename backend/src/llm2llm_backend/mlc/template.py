"""The model's chat template in WebLLM's words.

Hugging Face writes a template as a program (Jinja), WebLLM as pieces: a system template, a string a role, and
separators. The pieces are taken from the family the template belongs to; then both are made to render several
chats, and unless every character agrees the export is refused: a student asked with another template than it
was trained with answers worse, and nothing would say why.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import ExportError

Chat = Sequence[Mapping[str, str]]
SYSTEM_PLACE = "{system_message}"
_PROBE = "probe \u2603 text"


@dataclass(frozen=True, slots=True)
class _Family:
    """user, assistant: what begins a turn. content: between role and text. seps: after a user's and an
    assistant's text. stops: what ends an answer."""

    name: str
    sign: str
    user: str
    assistant: str
    content: str
    seps: tuple[str, ...]
    stops: tuple[str, ...]


_FAMILIES = (
    _Family(
        "chatml", "<|im_start|>", "<|im_start|>user", "<|im_start|>assistant", "\n", ("<|im_end|>\n",), ("<|im_end|>",)
    ),
    _Family(
        "llama-3",
        "<|start_header_id|>",
        "<|start_header_id|>user",
        "<|start_header_id|>assistant",
        "<|end_header_id|>\n\n",
        ("<|eot_id|>",),
        ("<|eot_id|>",),
    ),
    _Family("tinyllama_v1_0", "<|user|>", "<|user|>", "<|assistant|>", "\n", ("</s>\n",), ("</s>",)),
)


@dataclass(frozen=True, slots=True)
class TokenizerFacts:
    """What templates and WebLLM need of a tokenizer. ids: of special tokens by their text."""

    template: str
    bos_token: str
    eos_token: str
    ids: Mapping[str, int]


def read_tokenizer_facts(folder: Path) -> TokenizerFacts:
    """Reads tokenizer_config.json, chat_template.jinja and tokenizer.json. Raises ExportError."""
    config = _json(folder / "tokenizer_config.json")
    tokenizer = _json(folder / "tokenizer.json")
    file = folder / "chat_template.jinja"
    template = file.read_text(encoding="utf-8") if file.is_file() else config.get("chat_template")
    if not isinstance(template, str) or not template:
        raise ExportError(
            "unsupported_template", "The model has no chat template.", "Export an instruct model with one template."
        )
    ids = {str(token["content"]): int(token["id"]) for token in tokenizer.get("added_tokens", [])}
    return TokenizerFacts(template, _token(config.get("bos_token")), _token(config.get("eos_token")), ids)


def conversation(facts: TokenizerFacts, ending_ids: Sequence[int]) -> dict[str, Any]:
    """WebLLM's conv_template. ending_ids: tokens that the model's configuration says end an answer. Raises
    ExportError('unsupported_template') where the two do not render the same."""
    render = _renderer(facts)
    family = next((family for family in _FAMILIES if family.sign in facts.template), None)
    if family is None:
        raise _refused("it belongs to none of the families ChatML, Llama 3 and TinyLlama")
    system, default, render_empty = _system_parts(render, family)
    prefix_ids = None
    if facts.bos_token and system.startswith(facts.bos_token) and family.name == "llama-3":
        prefix_ids = [facts.ids[facts.bos_token]]
        system = system[len(facts.bos_token) :]
    stops = [facts.ids[stop] for stop in family.stops if stop in facts.ids]
    result: dict[str, Any] = {
        "name": family.name,
        "system_template": system,
        "system_message": default,
        "system_prefix_token_ids": prefix_ids,
        "render_empty_system_message": render_empty,
        "add_role_after_system_message": True,
        "roles": {"user": family.user, "assistant": family.assistant},
        "role_templates": {"user": "{user_message}", "assistant": "{assistant_message}", "tool": "{tool_message}"},
        "messages": [],
        "seps": list(family.seps),
        "role_content_sep": family.content,
        "role_empty_sep": _answer_start(render, family),
        "stop_str": list(family.stops),
        "stop_token_ids": list(dict.fromkeys([*stops, *ending_ids])),
        "function_string": "",
        "use_function_calling": False,
    }
    _compare(result, facts, render)
    return result


def render_conversation(conv: Mapping[str, Any], chat: Chat) -> str:
    """The text that WebLLM makes of a chat whose last message is the user's, with its first tokens left out."""
    system = next((turn["content"] for turn in chat if turn["role"] == "system"), conv["system_message"])
    hidden = system == "" and not conv["render_empty_system_message"]
    parts = ["" if hidden else conv["system_template"].replace(SYSTEM_PLACE, system)]
    turns = [turn for turn in chat if turn["role"] != "system"]
    for place, turn in enumerate(turns):
        separator = conv["seps"][place % len(conv["seps"])]
        parts.append(conv["roles"][turn["role"]] + conv["role_content_sep"] + turn["content"] + separator)
    parts.append(conv["roles"]["assistant"] + conv["role_empty_sep"])
    return "".join(parts)


_Render = Callable[[Chat], str]


def _system_parts(render: _Render, family: _Family) -> tuple[str, str, bool]:
    """The system template, the message that stands in it when none is given, and whether an empty one is written."""
    turn = family.user + family.content
    question = {"role": "user", "content": "q"}
    given = render([{"role": "system", "content": _PROBE}, question]).split(turn)[0]
    if given.count(_PROBE) != 1:
        raise _refused("it has no place for a system message")
    before, after = given.split(_PROBE)
    alone = render([question]).split(turn)[0]
    inside = alone.startswith(before) and alone.endswith(after) and len(alone) >= len(before) + len(after)
    if inside:
        default = alone[len(before) : len(alone) - len(after)]
        return before + SYSTEM_PLACE + after, default, True
    return before + SYSTEM_PLACE + after, "", False


def _answer_start(render: _Render, family: _Family) -> str:
    """What stands between the assistant's role and an answer: more than `content` where reasoning is closed."""
    text = render([{"role": "user", "content": "q"}])
    return text[text.rindex(family.assistant) + len(family.assistant) :]


def _compare(conv: Mapping[str, Any], facts: TokenizerFacts, render: _Render) -> None:
    user = {"role": "user", "content": "Is 2 < 3?\nSay why."}
    chats: list[list[dict[str, str]]] = [
        [user],
        [{"role": "system", "content": "Classify."}, user],
        [user, {"role": "assistant", "content": "yes"}, {"role": "user", "content": "Sure?"}],
    ]
    for chat in chats:
        wanted = render(chat)
        if conv["system_prefix_token_ids"]:
            wanted = wanted.removeprefix(facts.bos_token)
        if render_conversation(conv, chat) != wanted:
            raise _refused("WebLLM would write a chat differently")


def _renderer(facts: TokenizerFacts) -> _Render:
    try:
        from jinja2 import ext
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as fault:
        raise ExportError(
            "missing_file", "Reading chat templates needs the package jinja2.", "Install it: pip install jinja2."
        ) from fault

    def refuse(message: str) -> str:
        raise _refused(message)

    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[ext.loopcontrols])
    environment.filters["tojson"] = lambda value, **_: json.dumps(value, ensure_ascii=False)
    environment.globals["raise_exception"] = refuse
    template = environment.from_string(facts.template)

    def render(chat: Chat) -> str:
        return template.render(
            messages=[dict(turn) for turn in chat],
            add_generation_prompt=True,
            enable_thinking=False,
            bos_token=facts.bos_token,
            eos_token=facts.eos_token,
        )

    return render


def _refused(why: str) -> ExportError:
    return ExportError(
        "unsupported_template",
        f"The model's chat template cannot be told to WebLLM: {why}.",
        "Use the model through the backend's API, or train one with a ChatML or Llama 3 template.",
    )


def _token(value: object) -> str:
    """A special token as configurations write it: its text, or an object with it."""
    if isinstance(value, Mapping):
        return str(value.get("content", ""))
    return "" if value is None else str(value)


def _json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ExportError(
            "missing_file", f"The folder has no {path.name}.", "Save the fast tokenizer beside the model."
        ) from None
    return content
