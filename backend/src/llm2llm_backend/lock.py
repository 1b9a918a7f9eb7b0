"""One process a folder. The lock is the operating system's: it ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from .errors import BackendError


class FolderLock:
    """An exclusive lock on a file. POSIX only (Linux, macOS, WSL)."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._path = path

    def acquire(self, wait: bool) -> Self:
        """Takes the lock, at once or when it is free. Raises BackendError if another process has it."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise BackendError(
                f"Another server works in {self._path.parent}.", "End it, or name another data folder."
            ) from fault
        return self

    def release(self) -> None:
        """Gives it back."""
        os.close(self._descriptor)
