"""/v1/score, beyond OpenAI's format: how likely given continuations are.

The format has no request that computes a prompt once for several candidates; asking completions for each
(example, candidate) pair computes it again for every one. Here, what all inputs of a request begin with is
computed once, and the rest in batches: many inputs in one request are faster than one each.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from ..engine.port import Prompt, ScoreItem
from ..services import Services
from .messages import ChatMessages, to_prompt
from .sampling import usage_object

Candidate = Annotated[str, Field(min_length=1, max_length=10000)]
Candidates = Annotated[list[Candidate], Field(min_length=1, max_length=256)]


class ScoreInput(BaseModel):
    """A prompt: messages, which the model's chat template renders, or text as it stands."""

    messages: ChatMessages | None = None
    prompt: str | None = None
    candidates: Candidates | None = None

    @model_validator(mode="after")
    def one_of(self) -> ScoreInput:
        """Exactly one kind of prompt."""
        if (self.messages is None) == (self.prompt is None):
            raise ValueError("give either messages or prompt")
        return self

    def to_prompt(self) -> Prompt:
        """As the engine takes it."""
        return to_prompt(self.messages) if self.messages is not None else self.prompt or ""


class ScoreRequest(BaseModel):
    """candidates: for all inputs that bring none of their own."""

    model: str = Field(max_length=300)
    inputs: Annotated[list[ScoreInput], Field(min_length=1, max_length=1000)]
    candidates: Candidates | None = None

    @model_validator(mode="after")
    def every_input_has_some(self) -> ScoreRequest:
        """No input without candidates."""
        if self.candidates is None and any(entry.candidates is None for entry in self.inputs):
            raise ValueError("give candidates, for all inputs or with each")
        return self


def router(services: Services) -> APIRouter:
    """The route."""
    api = APIRouter(prefix="/v1/score")

    @api.post("")
    async def create(request: ScoreRequest) -> dict[str, Any]:
        model = services.servable(request.model)
        items = [ScoreItem(entry.to_prompt(), entry.candidates or request.candidates or []) for entry in request.inputs]
        async with services.pool.borrow(model) as generator:
            scored = await services.pool.score(generator, items)
        data = [
            {
                "object": "score",
                "index": index,
                "scores": [
                    {"candidate": one.candidate, "logprob": one.logprob, "tokens": one.tokens}
                    for one in scores.candidates
                ],
                "prompt_tokens": scores.prompt_tokens,
            }
            for index, scores in enumerate(scored)
        ]
        prompt_tokens = sum(scores.prompt_tokens for scores in scored)
        candidate_tokens = sum(one.tokens for scores in scored for one in scores.candidates)
        usage = usage_object(prompt_tokens, candidate_tokens)
        return {"object": "list", "model": request.model, "data": data, "usage": usage}

    return api
