"""A job's journal: everything its workers tell, on the disk before the server hears of it.

The worker appends lines, and the server stores how far it has read in the same transaction as what it read. So
every step stands in the events exactly once, whichever of the two processes ends at whatever moment: a server
that comes back reads on, also what a worker wrote while there was no server.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from .messages import Told, from_line, is_outcome, to_line


class JournalWriter:
    """Appends to a journal. One at a time: the lock of the job's folder sees to that."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab")
        lines = path.read_bytes().splitlines(keepends=True)
        if lines and not lines[-1].endswith(b"\n"):  # the worker before was killed in the middle of a line
            half = lines.pop()
            self._file.truncate(self._file.tell() - len(half))
        self.ended = bool(lines) and is_outcome(from_line(lines[-1]))
        """Whether a worker before came to an outcome, so that nothing is left to do."""

    def write(self, message: Told) -> None:
        """The message is with the operating system when this returns."""
        self._file.write(to_line(message))
        self._file.flush()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None) -> None:
        """Closes the file."""
        self._file.close()


def read_journal(path: Path, start: int) -> tuple[list[Told], int]:
    """The messages from byte `start` on, and where the next ones begin. A line that is being written is left
    for the next time. What is returned is on the disk."""
    if not path.is_file():
        return [], start
    with path.open("rb") as file:
        file.seek(start)
        data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        if whole:
            os.fsync(file.fileno())
    return [from_line(line) for line in whole.splitlines()], start + len(whole)
