"""Chat templates in WebLLM's words."""

from __future__ import annotations

import pytest

from llm2llm_backend.mlc.errors import ExportError
from llm2llm_backend.mlc.template import TokenizerFacts, conversation, render_conversation

IDS = {"<|im_start|>": 1, "<|im_end|>": 2}
PLAIN = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}"
)


def facts(template: str) -> TokenizerFacts:
    return TokenizerFacts(template, "", "<|im_end|>", IDS)


def test_without_a_default_system_message_none_is_written() -> None:
    conv = conversation(facts(PLAIN + "{% endif %}"), [2, 0])
    assert (conv["system_message"], conv["render_empty_system_message"]) == ("", False)
    assert conv["system_template"] == "<|im_start|>system\n{system_message}<|im_end|>\n"
    assert conv["stop_token_ids"] == [2, 0]
    assert render_conversation(conv, [{"role": "user", "content": "a"}]) == (
        "<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n"
    )


def test_a_default_system_message_is_kept() -> None:
    start = "{% if messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nBe kind.<|im_end|>\n' }}{% endif %}"
    conv = conversation(facts(start + PLAIN + "{% endif %}"), [2])
    assert conv["system_message"] == "Be kind."


def test_closed_reasoning_is_part_of_the_answers_start() -> None:
    closed = "{% if enable_thinking is defined and not enable_thinking %}{{ '<think>\n\n</think>\n\n' }}{% endif %}"
    conv = conversation(facts(PLAIN + closed + "{% endif %}"), [2])
    assert conv["role_empty_sep"] == "\n<think>\n\n</think>\n\n"


@pytest.mark.parametrize(
    "template",
    [
        "{% for m in messages %}[INST]{{ m['content'] }}{% endfor %}",
        PLAIN.replace("m['content']", "m['content'] | upper") + "{% endif %}",
        PLAIN.replace("m['content']", "m['content'] | trim + ' '") + "{% endif %}",
    ],
)
def test_templates_that_would_differ_are_refused(template: str) -> None:
    with pytest.raises(ExportError) as caught:
        conversation(facts(template), [2])
    assert caught.value.code == "unsupported_template"
