"""Turns tokens into pieces of text that need not be taken back."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

from .port import WrittenToken


@dataclass(frozen=True, slots=True)
class Certain:
    """Text that is certain, the tokens that began in it, and whether a stop string ended the answer."""

    text: str
    tokens: tuple[WrittenToken, ...]
    stopped: bool


class AnswerStream:
    """Takes tokens' bytes and gives text back, holding back half characters and the possible beginnings
    of stop strings. What begins a stop string, and what comes after it, is never given."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._given = 0
        self._tokens: list[tuple[int, WrittenToken]] = []

    def add(self, raw: bytes, token: WrittenToken | None) -> Certain:
        """One more token. token: its record, if log-probabilities were asked for."""
        if token is not None:
            self._tokens.append((self._given + len(self._held), token))
        self._held += self._decoder.decode(raw)
        cuts = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if cuts:
            return self._give(min(cuts), stopped=True)
        return self._give(len(self._held) - self._doubtful(), stopped=False)

    def finish(self) -> Certain:
        """The rest, when no more tokens come."""
        self._held += self._decoder.decode(b"", final=True)
        return self._give(len(self._held), stopped=False, everything=True)

    def _doubtful(self) -> int:
        """Length of the longest end of the held text that begins a stop string."""
        longest = max((len(stop) for stop in self._stops), default=1) - 1
        for length in range(min(longest, len(self._held)), 0, -1):
            end = self._held[-length:]
            if any(stop.startswith(end) for stop in self._stops):
                return length
        return 0

    def _give(self, length: int, *, stopped: bool, everything: bool = False) -> Certain:
        text, self._held = self._held[:length], self._held[length:]
        self._given += length
        ready = [token for place, token in self._tokens if everything or place < self._given]
        self._tokens = [entry for entry in self._tokens if not (everything or entry[0] < self._given)]
        return Certain(text, tuple(ready), stopped)
