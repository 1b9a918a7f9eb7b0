"""Fields that chat/completions and completions share, and those this server refuses rather than ignores."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from ..errors import bad_request

MAX_STOPS = 4
Chance = Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)]
StopText = Annotated[str, Field(min_length=1, max_length=500)]


class StreamOptions(BaseModel):
    """include_usage: a last chunk without choices carries the usage."""

    include_usage: bool = False


class SamplingRequest(BaseModel):
    """null means the default everywhere, as in OpenAI's API."""

    model: str = Field(max_length=300)
    temperature: Chance | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    n: Annotated[int, Field(ge=1, le=8)] | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    stop: StopText | Annotated[list[StopText], Field(max_length=MAX_STOPS)] | None = None
    seed: Annotated[int, Field(ge=-(2**63), lt=2**63)] | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    logit_bias: dict[str, float] | None = None

    def stops(self) -> tuple[str, ...]:
        """Always a tuple."""
        return (self.stop,) if isinstance(self.stop, str) else tuple(self.stop or ())

    def seed_of(self, choice: int) -> int | None:
        """Every one of n choices draws from a stream of its own."""
        return None if self.seed is None else (self.seed + choice) % 2**63

    def refuse_unsupported(self) -> None:
        """Raises ApiError(unsupported_parameter) for what would change the answer and is not carried out."""
        for name in ("presence_penalty", "frequency_penalty"):
            if getattr(self, name):
                raise unsupported(name)
        if self.logit_bias:
            raise unsupported("logit_bias")


def unsupported(param: str) -> Exception:
    """400."""
    return bad_request("unsupported_parameter", f"{param} is not supported by this server. Leave it out.", param)


def usage_object(prompt_tokens: int, completion_tokens: int) -> dict[str, Any]:
    """usage."""
    return {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
    }
