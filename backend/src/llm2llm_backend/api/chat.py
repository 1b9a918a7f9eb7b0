"""/v1/chat/completions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from ..engine.port import Sampling, TokenChoice, WrittenToken
from ..errors import bad_request
from ..generators import Servable
from ..ids import new_id
from ..services import Services
from .messages import ChatMessages, to_prompt
from .sampling import SamplingRequest, unsupported, usage_object
from .sse import stream_response

DEFAULT_MAX_TOKENS = 512


class ChatRequest(SamplingRequest):
    """Fields that only describe the caller (user, metadata, store) are ignored."""

    messages: ChatMessages
    max_tokens: Annotated[int, Field(ge=1, le=32768)] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1, le=32768)] | None = None
    logprobs: bool | None = None
    top_logprobs: Annotated[int, Field(ge=0, le=20)] | None = None
    response_format: dict[str, Any] | None = None
    tools: list[Any] | None = None
    functions: list[Any] | None = None

    def checked(self) -> ChatRequest:
        """Raises ApiError for what is not carried out."""
        self.refuse_unsupported()
        for name in ("tools", "functions"):
            if getattr(self, name):
                raise unsupported(name)
        if self.response_format is not None and self.response_format.get("type") != "text":
            raise unsupported("response_format")
        if self.top_logprobs is not None and not self.logprobs:
            raise bad_request("invalid_value", "top_logprobs needs logprobs to be true.", "top_logprobs")
        return self

    def sampling(self, choice: int) -> Sampling:
        """How choice number `choice` is written."""
        return Sampling(
            max_tokens=self.max_completion_tokens or self.max_tokens or DEFAULT_MAX_TOKENS,
            temperature=1.0 if self.temperature is None else self.temperature,
            top_p=1.0 if self.top_p is None else self.top_p,
            seed=self.seed_of(choice),
            stop=self.stops(),
            logprobs=(self.top_logprobs or 0) if self.logprobs else None,
        )


def router(services: Services) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/v1/chat/completions")

    @api.post("")
    async def create(request: ChatRequest) -> Response:
        model = services.servable(request.checked().model)
        head = {"id": new_id("chatcmpl-"), "created": services.clock(), "model": request.model}
        chunks = _chunks(services, request, model, head)
        if request.stream:
            return await stream_response(chunks)
        return JSONResponse(await _whole(chunks, head, request))

    return api


async def _chunks(
    services: Services, request: ChatRequest, model: Servable, head: dict[str, Any]
) -> AsyncIterator[dict[str, Any]]:
    """object: chat.completion.chunk, one choice after the other, all of them under one loan of the model."""
    prompt = to_prompt(request.messages)
    frame = {**head, "object": "chat.completion.chunk", "system_fingerprint": None}
    with_usage = not request.stream or (request.stream_options is not None and request.stream_options.include_usage)
    prompt_tokens = completion_tokens = 0
    async with services.pool.borrow(model) as generator:
        for choice in range(request.n or 1):
            delta: dict[str, Any] = {"role": "assistant"}
            written = 0
            async for piece in services.pool.write(generator, prompt, request.sampling(choice)):
                delta["content"] = piece.text
                logprobs = _logprobs(piece.tokens) if request.logprobs else None
                entry = {"index": choice, "delta": delta, "logprobs": logprobs, "finish_reason": piece.finish}
                yield {**frame, "choices": [entry]}
                delta = {}
                prompt_tokens, written = piece.prompt_tokens, piece.completion_tokens
            completion_tokens += written
    if with_usage:
        yield {**frame, "choices": [], "usage": usage_object(prompt_tokens, completion_tokens)}


async def _whole(chunks: AsyncIterator[dict[str, Any]], head: dict[str, Any], request: ChatRequest) -> dict[str, Any]:
    """object: chat.completion, made of the same chunks."""
    texts = [""] * (request.n or 1)
    tokens: list[list[Any]] = [[] for _ in texts]
    finishes: list[str | None] = [None] * len(texts)
    usage: dict[str, Any] = {}
    async for chunk in chunks:
        usage = chunk.get("usage", usage)
        for entry in chunk["choices"]:
            texts[entry["index"]] += entry["delta"]["content"]
            finishes[entry["index"]] = entry["finish_reason"]
            tokens[entry["index"]] += (entry["logprobs"] or {}).get("content", [])
    choices = [
        {
            "index": index,
            "message": {"role": "assistant", "content": text, "refusal": None},
            "logprobs": {"content": tokens[index], "refusal": None} if request.logprobs else None,
            "finish_reason": finishes[index],
        }
        for index, text in enumerate(texts)
    ]
    return {**head, "object": "chat.completion", "choices": choices, "usage": usage, "system_fingerprint": None}


def _logprobs(tokens: tuple[WrittenToken, ...]) -> dict[str, Any]:
    content = [{**_choice(token.chosen), "top_logprobs": [_choice(other) for other in token.top]} for token in tokens]
    return {"content": content, "refusal": None}


def _choice(choice: TokenChoice) -> dict[str, Any]:
    return {"token": choice.text, "logprob": choice.logprob, "bytes": list(choice.raw)}
