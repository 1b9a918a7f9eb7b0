"""The process that works on one job and then ends, so that the system gets all of its memory back."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Event
from pathlib import Path

from ..engine.port import EngineError, TrainEvent, TrainRequest
from ..engine.registry import create_engine
from ..lock import FolderLock
from .journal import JournalWriter
from .messages import CheckpointMade, Failed, Finished, Told, step_done

ORPHANED = 70
"""Exit status of a worker whose server is gone."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a worker is started with. folder: the job's own; the journal and the log are in it."""

    engine: str
    request: TrainRequest
    folder: Path
    journal: Path


def work(assignment: Assignment, bell: Connection, stop: Event) -> None:
    """Trains, writes what happens into the journal and rings. Runs in a spawned process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides.
    _end_with_the_server()
    _write_log(assignment.folder / "worker.log")
    os.set_blocking(bell.fileno(), False)

    def ring() -> None:
        with contextlib.suppress(BlockingIOError):  # then it rings already
            os.write(bell.fileno(), b"!")

    # Of two workers of one job the second waits until the first is gone.
    lock = FolderLock(assignment.folder / "lock").acquire(wait=True)
    try:
        with JournalWriter(assignment.journal) as journal:
            if not journal.ended:
                _train(assignment, journal, ring, stop)
    except (BrokenPipeError, ConnectionError):
        os._exit(ORPHANED)
    finally:
        lock.release()
        bell.close()


def _train(assignment: Assignment, journal: JournalWriter, ring: Callable[[], None], stop: Event) -> None:
    first_step = 0

    def tell(message: Told) -> None:
        journal.write(message)
        ring()

    def report(event: TrainEvent) -> None:
        nonlocal first_step
        first_step = first_step or event.step
        tell(step_done(event, first_step))

    def relative(folder: Path) -> str:
        return str(folder.relative_to(assignment.folder))

    def checkpoint(step: int, folder: Path) -> None:
        tell(CheckpointMade(step, relative(folder)))

    try:
        engine = create_engine(assignment.engine)
        result = engine.train(assignment.request, report, stop.is_set, checkpoint)
    except (BrokenPipeError, ConnectionError):
        raise
    except EngineError as fault:
        traceback.print_exc()
        tell(Failed(fault.code, str(fault)))
    except MemoryError:
        traceback.print_exc()
        tell(Failed("out_of_memory", "There was not enough memory. Use a smaller batch_size or max_length."))
    except Exception as fault:
        traceback.print_exc()
        words = f"Training ended with an error: {type(fault).__name__}: {fault}."
        tell(Failed("engine_failed", f"{words} The log on the server has more."))
    else:
        tell(Finished(relative(result.folder), result.trained_tokens, result.stopped, dict(result.details)))


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
