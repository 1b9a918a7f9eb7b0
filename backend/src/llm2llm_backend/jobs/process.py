"""The server's end of a worker process."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

from .worker import Assignment, work

_SPAWN = multiprocessing.get_context("spawn")


class WorkerProcess:
    """Started when it is created. `told` becomes True when its job's outcome is stored; `first_step` is the first
    step it told of."""

    def __init__(self, job_id: str, assignment: Assignment) -> None:
        self.job_id = job_id
        self.told = False
        self.first_step: int | None = None
        self.assignment = assignment
        self.pipe: Connection
        self.pipe, child = _SPAWN.Pipe(duplex=False)
        self._stop = _SPAWN.Event()
        self._process = _SPAWN.Process(
            target=work, args=(assignment, child, self._stop), name=f"llm2llm-{job_id}", daemon=True
        )
        self._process.start()
        child.close()  # so that the pipe ends with the worker

    @property
    def pid(self) -> int | None:
        """Its process id."""
        return self._process.pid

    def receive(self) -> list[Any]:
        """Everything that lies in the pipe; raises EOFError only when nothing is left in it."""
        messages: list[Any] = []
        try:
            while self.pipe.poll():
                messages.append(self.pipe.recv())
        except (EOFError, OSError):
            if not messages:
                raise EOFError from None
        return messages

    def ask_to_stop(self) -> None:
        """It writes a checkpoint and ends."""
        self._stop.set()

    def kill(self) -> None:
        """Ends it at once. Checkpoints are written so that this harms none."""
        self._process.kill()

    def join(self, seconds: float | None = None) -> int | None:
        """Waits for its end; the exit status, negative for a signal, None if it goes on."""
        self._process.join(seconds)
        return self._process.exitcode

    def close(self) -> None:
        """Gives back what is left of it."""
        self.pipe.close()
        self._process.close()
