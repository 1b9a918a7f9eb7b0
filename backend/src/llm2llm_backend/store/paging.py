"""Pages of a list: `after` an id, at most `limit` things, and whether there are more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A part of a list."""

    items: Sequence[Item]
    has_more: bool


def page_of(found: Sequence[Item], limit: int) -> Page[Item]:
    """A page of what was asked for with a limit of one more than `limit`."""
    return Page(found[:limit], len(found) > limit)
