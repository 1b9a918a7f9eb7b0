"""Chat messages of a request."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from ..engine.port import Message, Role

MAX_MESSAGES = 1000


class TextPart(BaseModel):
    """A part of a message's content; text is the only kind."""

    type: Literal["text"]
    text: str


class ChatMessage(BaseModel):
    """developer is what newer clients call system."""

    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[TextPart]
    tool_calls: list[Any] | None = Field(default=None, max_length=0)


ChatMessages = Annotated[list[ChatMessage], Field(min_length=1, max_length=MAX_MESSAGES)]


def to_prompt(messages: list[ChatMessage]) -> tuple[Message, ...]:
    """As the engine takes them."""
    return tuple(Message(_role(message), _text(message.content)) for message in messages)


def _role(message: ChatMessage) -> Role:
    return "system" if message.role == "developer" else message.role


def _text(content: str | list[TextPart]) -> str:
    return content if isinstance(content, str) else "".join(part.text for part in content)
