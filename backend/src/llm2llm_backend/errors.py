"""Faults that a client sees. Their JSON is the error object of OpenAI's API: message, type, param, code."""

from __future__ import annotations

from typing import Literal

ErrorType = Literal[
    "invalid_request_error", "authentication_error", "permission_error", "not_found_error", "server_error"
]


class ApiError(Exception):
    """A refused request. The message says what is wrong and, where that helps, how to mend it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        param: str | None = None,
        kind: ErrorType = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.param = param
        self.kind = kind

    def body(self) -> dict[str, dict[str, str | None]]:
        """The HTTP body."""
        return {"error": {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}}


class BackendError(Exception):
    """A fault of the installation or of its configuration: ends the command, with a remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")


def bad_request(code: str, message: str, param: str | None = None) -> ApiError:
    """400."""
    return ApiError(400, code, message, param)


def not_found(what: str, name: str, param: str, code: str) -> ApiError:
    """404 for an id that is not registered here."""
    return ApiError(404, code, f"There is no {what} {name[:200]!r} on this server.", param)
