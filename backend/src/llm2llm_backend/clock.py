"""The time of day in whole seconds since 1970, as OpenAI's objects carry it."""

from __future__ import annotations

import time
from collections.abc import Callable

Clock = Callable[[], int]


def now() -> int:
    """Unix time in seconds."""
    return int(time.time())
