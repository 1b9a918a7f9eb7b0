"""Server-sent events as OpenAI's SDKs read them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi.responses import StreamingResponse

from ..errors import ApiError


async def stream_response(chunks: AsyncIterator[dict[str, Any]]) -> StreamingResponse:
    """A stream whose first chunk is worked out before the status is sent, so that a fault until then is an
    HTTP status. A later one is an event with an error object."""
    first = await anext(chunks)

    async def lines() -> AsyncIterator[str]:
        try:
            yield line(first)
            async for chunk in chunks:
                yield line(chunk)
            yield "data: [DONE]\n\n"
        except ApiError as fault:
            yield line(fault.body())
        finally:
            close = getattr(chunks, "aclose", None)
            if close is not None:
                await close()

    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    return StreamingResponse(lines(), media_type="text/event-stream", headers=headers)


def line(data: dict[str, Any]) -> str:
    """One event."""
    return f"data: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n"
