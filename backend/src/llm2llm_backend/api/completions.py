"""/v1/completions: continues plain text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from ..engine.port import Piece, Sampling
from ..generators import Servable
from ..ids import new_id
from ..services import Services
from .sampling import SamplingRequest, unsupported, usage_object
from .sse import stream_response

DEFAULT_MAX_TOKENS = 16
"""OpenAI's default of this endpoint."""


class CompletionRequest(SamplingRequest):
    """Prompts are texts; arrays of token numbers are refused."""

    prompt: str | Annotated[list[str], Field(min_length=1, max_length=128)]
    max_tokens: Annotated[int, Field(ge=1, le=32768)] | None = None
    logprobs: Annotated[int, Field(ge=0, le=20)] | None = None
    echo: bool | None = None
    suffix: str | None = None
    best_of: int | None = None

    def checked(self) -> CompletionRequest:
        """Raises ApiError for what is not carried out."""
        self.refuse_unsupported()
        for name in ("echo", "suffix"):
            if getattr(self, name):
                raise unsupported(name)
        if self.best_of is not None and self.best_of != (self.n or 1):
            raise unsupported("best_of")
        return self

    def prompts(self) -> list[str]:
        """Always a list."""
        return [self.prompt] if isinstance(self.prompt, str) else self.prompt

    def sampling(self, choice: int) -> Sampling:
        """How choice number `choice` of a prompt is written."""
        return Sampling(
            max_tokens=self.max_tokens or DEFAULT_MAX_TOKENS,
            temperature=1.0 if self.temperature is None else self.temperature,
            top_p=1.0 if self.top_p is None else self.top_p,
            seed=self.seed_of(choice),
            stop=self.stops(),
            logprobs=self.logprobs,
        )


def router(services: Services) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/v1/completions")

    @api.post("")
    async def create(request: CompletionRequest) -> Response:
        model = services.servable(request.checked().model)
        head = {
            "id": new_id("cmpl-"),
            "object": "text_completion",
            "created": services.clock(),
            "model": request.model,
            "system_fingerprint": None,
        }
        chunks = _chunks(services, request, model, head)
        if request.stream:
            return await stream_response(chunks)
        return JSONResponse(await _whole(chunks, head))

    return api


async def _chunks(
    services: Services, request: CompletionRequest, model: Servable, head: dict[str, Any]
) -> AsyncIterator[dict[str, Any]]:
    with_usage = not request.stream or (request.stream_options is not None and request.stream_options.include_usage)
    prompt_tokens = completion_tokens = index = 0
    async with services.pool.borrow(model) as generator:
        for prompt in request.prompts():
            asked = 0
            for choice in range(request.n or 1):
                offset = written = 0
                async for piece in services.pool.write(generator, prompt, request.sampling(choice)):
                    logprobs = None if request.logprobs is None else _logprobs(piece, offset)
                    entry = {"index": index, "text": piece.text, "logprobs": logprobs, "finish_reason": piece.finish}
                    yield {**head, "choices": [entry]}
                    offset += sum(len(token.chosen.text) for token in piece.tokens)
                    asked, written = piece.prompt_tokens, piece.completion_tokens
                completion_tokens += written
                index += 1
            prompt_tokens += asked
    if with_usage:
        yield {**head, "choices": [], "usage": usage_object(prompt_tokens, completion_tokens)}


async def _whole(chunks: AsyncIterator[dict[str, Any]], head: dict[str, Any]) -> dict[str, Any]:
    choices: dict[int, dict[str, Any]] = {}
    usage: dict[str, Any] = {}
    async for chunk in chunks:
        usage = chunk.get("usage", usage)
        for entry in chunk["choices"]:
            known = choices.get(entry["index"])
            choices[entry["index"]] = entry if known is None else _joined(known, entry)
    return {**head, "choices": list(choices.values()), "usage": usage}


def _joined(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    logprobs = first["logprobs"]
    if logprobs is not None:
        logprobs = {name: values + second["logprobs"][name] for name, values in logprobs.items()}
    return {**second, "text": first["text"] + second["text"], "logprobs": logprobs}


def _logprobs(piece: Piece, offset: int) -> dict[str, Any]:
    """text_offset: characters of the answer before the token."""
    offsets = []
    for token in piece.tokens:
        offsets.append(offset)
        offset += len(token.chosen.text)
    return {
        "tokens": [token.chosen.text for token in piece.tokens],
        "token_logprobs": [token.chosen.logprob for token in piece.tokens],
        "top_logprobs": [{other.text: other.logprob for other in token.top} for token in piece.tokens],
        "text_offset": offsets,
    }
