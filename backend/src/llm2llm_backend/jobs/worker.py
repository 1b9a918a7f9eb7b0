"""The process that works on one job and then ends, so that the system gets all of its memory back."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Event
from pathlib import Path

from ..engine.port import EngineError, TrainEvent, TrainRequest
from ..engine.registry import create_engine
from ..lock import FolderLock
from .messages import CheckpointMade, Failed, Finished, write_result

ORPHANED = 70
"""Exit status of a worker whose server is gone."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a worker is started with. folder: the job's own; result and log are written into it."""

    engine: str
    request: TrainRequest
    folder: Path

    @property
    def result_path(self) -> Path:
        """Where the result is left when the fit has come to its end."""
        return self.folder / "result.json"


def work(assignment: Assignment, pipe: Connection, stop: Event) -> None:
    """Trains, and reports through the pipe. Runs in a spawned process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides.
    _end_with_the_server()
    _write_log(assignment.folder / "worker.log")
    # Of two workers of one job the second waits until the first is gone.
    lock = FolderLock(assignment.folder / "lock").acquire(wait=True)
    try:
        _train(assignment, pipe, stop)
    except (BrokenPipeError, ConnectionError):
        os._exit(ORPHANED)
    finally:
        lock.release()
        pipe.close()


def _train(assignment: Assignment, pipe: Connection, stop: Event) -> None:
    def report(event: TrainEvent) -> None:
        pipe.send(event)

    def checkpoint(step: int, folder: Path) -> None:
        pipe.send(CheckpointMade(step, folder))

    try:
        engine = create_engine(assignment.engine)
        result = engine.train(assignment.request, report, stop.is_set, checkpoint)
    except (BrokenPipeError, ConnectionError):
        raise
    except EngineError as fault:
        traceback.print_exc()
        pipe.send(Failed(fault.code, str(fault)))
    except MemoryError:
        traceback.print_exc()
        pipe.send(Failed("out_of_memory", "There was not enough memory. Use a smaller batch_size or max_length."))
    except Exception as fault:
        traceback.print_exc()
        words = f"Training ended with an error: {type(fault).__name__}: {fault}."
        pipe.send(Failed("engine_failed", f"{words} The log on the server has more."))
    else:
        if not result.stopped:
            write_result(assignment.result_path, result)
        pipe.send(Finished(result))


def _end_with_the_server() -> None:
    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(ORPHANED)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()


def _write_log(path: Path) -> None:
    # The descriptor is meant to stay open: it becomes this process's standard output.
    log = path.open("a", encoding="utf-8", buffering=1)
    os.dup2(log.fileno(), 1)
    os.dup2(log.fileno(), 2)
    sys.stdout = sys.stderr = log
