"""The states of a job. pausing and paused are not in the published list of the wire format, but clients of it
meet them; everything else is."""

from __future__ import annotations

from typing import Literal

Status = Literal["queued", "running", "pausing", "paused", "succeeded", "failed", "cancelled"]

WORKING: tuple[Status, ...] = ("running", "pausing")
ENDED: tuple[Status, ...] = ("succeeded", "failed", "cancelled")
OPEN: tuple[Status, ...] = ("queued", "running", "pausing", "paused")
