"""Faults of the export."""

from __future__ import annotations

from typing import Literal

ExportCode = Literal["missing_file", "unsupported_model", "bad_weights", "unsupported_template"]


class ExportError(Exception):
    """A fault with a name, a sentence and a remedy."""

    def __init__(self, code: ExportCode, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.code = code
        self.message = message
        self.remedy = remedy
