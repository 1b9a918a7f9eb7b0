"""What every request passes before it reaches a route: host, origin, token, size.

Written as plain ASGI, so that a body is counted while it comes and streams go through untouched.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..config import LOOPBACK, Config
from ..errors import ApiError

DRAIN_BYTES = 256 * 1024 * 1024
DRAIN_SECONDS = 10.0
"""How much of a refused body is read, and for how long."""

OPEN_PATHS = frozenset({"/health"})
"""Paths that need no token."""


class Guard:
    """Refuses in OpenAI's error shape.

    Host: with no token, a page of a foreign name that resolves to this machine could otherwise call (DNS
    rebinding). Origin: a form of a foreign page can post without asking first, so that CORS alone does not keep
    it out; an image of one comes with no Origin at all, but the browser says that it is from another site.
    """

    def __init__(self, app: ASGIApp, config: Config, token: str | None) -> None:
        self._app = app
        self._config = config
        self._token = token
        self._hosts = {*LOOPBACK, config.host.lower(), *(name.lower() for name in config.allowed_hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _headers(scope["headers"])
        try:
            self._check(scope["method"], scope["path"], headers)
            limit = self._limit(scope["method"], scope["path"])
            declared = headers.get("content-length", "")
            if declared.isdecimal() and int(declared) > limit:
                raise too_large(limit)
        except ApiError as fault:
            await _read_away(receive)
            await _refuse(fault, send)
            return
        await self._app(scope, _counted(receive, limit), send)

    def _check(self, method: str, path: str, headers: dict[str, str]) -> None:
        host = urlsplit("//" + headers.get("host", "")).hostname or ""
        if self._config.host not in ("0.0.0.0", "::") and host.lower() not in self._hosts:
            raise ApiError(
                403, "host_not_allowed", "This server does not answer to that name. Add it to allowed_hosts.",
                None, "permission_error",
            )  # fmt: skip
        origin = headers.get("origin")
        if origin is not None and origin not in self._config.cors_origins:
            raise ApiError(
                403, "origin_not_allowed", f"The page {origin[:200]} may not call. Add it to cors_origins.",
                None, "permission_error",
            )  # fmt: skip
        if origin is None and headers.get("sec-fetch-site") == "cross-site":
            raise ApiError(
                403, "origin_not_allowed",
                "A page of another site may not call without saying which it is. Use fetch in CORS mode.",
                None, "permission_error",
            )  # fmt: skip
        if self._token is None or method == "OPTIONS" or path in OPEN_PATHS:
            return
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not given.strip():
            raise ApiError(
                401, "missing_api_key", "A bearer token is needed; the server printed it when it started.",
                None, "authentication_error",
            )  # fmt: skip
        if not hmac.compare_digest(given.strip().encode("utf-8", "replace"), self._token.encode()):
            raise ApiError(
                401, "invalid_api_key", "The bearer token is not this server's.", None, "authentication_error"
            )

    def _limit(self, method: str, path: str) -> int:
        upload = method == "POST" and path.rstrip("/") == "/v1/files"
        # The frame of a multipart body is not part of the file.
        return self._config.upload_limit + 64 * 1024 if upload else self._config.body_limit


def too_large(limit: int) -> ApiError:
    """413."""
    return ApiError(413, "request_too_large", f"The request is larger than the limit of {limit} bytes.", None)


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in raw}


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                if message.get("more_body", False):
                    await _read_away(receive)
                raise too_large(limit)
        return message

    return counting


async def _read_away(receive: Receive) -> None:
    """Reads the rest of a refused body and keeps none of it: a client that is still sending when the connection
    is closed does not get to see why."""
    left = DRAIN_BYTES
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return


async def _refuse(fault: ApiError, send: Send) -> None:
    body = json.dumps(fault.body()).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if fault.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if fault.status == 413:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": fault.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
