"""Ids of things, as random as a password: 24 letters and digits, 142 bits."""

from __future__ import annotations

import secrets
import string

_ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """For example file-... or ftjob-...; usable as a file's name."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))
