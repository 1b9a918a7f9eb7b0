"""Every fault that a route can end with, in OpenAI's error shape."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ..errors import ApiError, bad_request

log = logging.getLogger("llm2llm_backend.api")


def install(app: FastAPI) -> None:
    """Registers the handlers."""

    @app.exception_handler(ApiError)
    async def own(_request: Request, fault: ApiError) -> JSONResponse:
        return JSONResponse(fault.body(), fault.status)

    @app.exception_handler(RequestValidationError)
    async def shape(_request: Request, fault: RequestValidationError) -> JSONResponse:
        wrong = from_validation(fault)
        return JSONResponse(wrong.body(), wrong.status)

    @app.exception_handler(HTTPException)
    async def routing(request: Request, fault: HTTPException) -> JSONResponse:
        if isinstance(fault.__cause__, ApiError):  # raised while the body was read
            return JSONResponse(fault.__cause__.body(), fault.__cause__.status)
        code = {404: "unknown_url", 405: "method_not_allowed"}.get(fault.status_code, "invalid_request")
        where = f"{request.method} {request.url.path[:200]}"
        refused = ApiError(fault.status_code, code, f"{fault.detail}: {where}.")
        return JSONResponse(refused.body(), fault.status_code)

    @app.exception_handler(Exception)
    async def unforeseen(_request: Request, fault: Exception) -> JSONResponse:
        log.error("A request failed.", exc_info=fault)
        words = "The server failed at this request. Its log has more."
        return JSONResponse(ApiError(500, "server_error", words, None, "server_error").body(), 500)


def from_validation(fault: RequestValidationError) -> ApiError:
    """The first thing that is wrong with a request, with the field's name."""
    first = fault.errors()[0]
    path = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
    missing = first["type"] == "missing"
    if first["type"] == "json_invalid":
        return bad_request("invalid_json", "The body is not JSON.")
    words = f"{path or 'The body'} is missing." if missing else f"{path or 'The body'}: {first['msg']}."
    return bad_request("missing_required_parameter" if missing else "invalid_value", words, path or None)
