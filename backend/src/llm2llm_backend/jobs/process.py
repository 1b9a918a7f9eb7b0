"""The server's end of a worker process."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.connection import Connection

from .worker import Assignment, work

_SPAWN = multiprocessing.get_context("spawn")


class WorkerProcess:
    """Started when it is created. Its pipe is a bell: something new stands in the job's journal, or, when the
    pipe ends, the worker has ended."""

    def __init__(self, job_id: str, assignment: Assignment) -> None:
        self.job_id = job_id
        self.pipe: Connection
        self.pipe, child = _SPAWN.Pipe(duplex=False)
        self._stop = _SPAWN.Event()
        self._process = _SPAWN.Process(
            target=work, args=(assignment, child, self._stop), name=f"llm2llm-{job_id}", daemon=True
        )
        self._process.start()
        child.close()  # so that the pipe ends with the worker

    def hear(self) -> bool:
        """Silences the bell; False when the worker has ended. Waits if it does not ring."""
        return bool(os.read(self.pipe.fileno(), 65536))

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
