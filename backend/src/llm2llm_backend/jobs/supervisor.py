"""Gives queued jobs to worker processes and stores what they tell.

One thread does all of it, so that nothing happens to a job at the same time. Requests change the status in the
store and then call `wake`; the thread acts on the status it finds. A server that ends at any moment leaves a
store from which `recover` goes on.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from multiprocessing.connection import wait
from typing import Any

from ..config import Config
from ..engine.port import TrainRequest
from ..store.jobs import Job, JobStore
from ..store.models import ModelStore, TunedModel
from .folders import JobFolders
from .journal import read_journal
from .messages import CheckpointMade, Failed, Finished, StepDone, Told, is_outcome
from .names import checkpoint_name, model_name
from .process import WorkerProcess
from .results import ResultWriter
from .status import ENDED, OPEN, WORKING
from .worker import Assignment

log = logging.getLogger("llm2llm_backend.jobs")

TICK_SECONDS = 5.0
"""Nothing depends on it: a wake-up that got lost costs so much."""


class Supervisor:
    """Runs from `start` to `stop`."""

    def __init__(
        self, config: Config, jobs: JobStore, models: ModelStore, folders: JobFolders, results: ResultWriter
    ) -> None:
        self._config = config
        self._jobs = jobs
        self._models = models
        self._folders = folders
        self._results = results
        self._workers: dict[str, WorkerProcess] = {}
        self._ending = threading.Event()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)

    def start(self) -> None:
        """Recovers what an earlier server left, and begins."""
        self.recover()
        self._thread.start()

    def wake(self) -> None:
        """Something changed in the store."""
        with contextlib.suppress(BlockingIOError):  # then enough wake-ups are under way
            os.write(self._wake_write, b"!")

    def stop(self, grace_seconds: float = 10.0) -> None:
        """Lets workers write a checkpoint, ends them, and leaves their jobs queued for the next start."""
        self._ending.set()
        self.wake()
        self._thread.join()
        for worker in self._workers.values():
            worker.ask_to_stop()
        end = time.monotonic() + grace_seconds
        for worker in self._workers.values():
            worker.join(max(0.0, end - time.monotonic()))
            worker.kill()
            worker.join()
            self._catch_up(worker.job_id)
            worker.close()
        for job in self._jobs.with_status(*WORKING):
            if self._jobs.move(job.id, ("running",), "queued"):
                self._jobs.log(job.id, "info", "The server was ended. The job goes on when it is started again.")
            self._settle_pause(job.id)

    def recover(self) -> None:
        """Makes an honest state of what a killed server left: no worker of it is alive any more, or it is about
        to end, and a job's folder lock keeps the next one waiting for that."""
        self._folders.remove_strangers({job.id for job in self._jobs.page(None, 1 << 30, {}).items})
        for job in self._jobs.with_status(*WORKING):
            self._catch_up(job.id)
        self._release("The server was ended while the job was running.")

    def _release(self, reason: str) -> None:
        """No job stays at work without a worker: one that was to pause is paused, the others are queued. That is
        no death of a worker and is not counted as one."""
        for job in self._jobs.with_status(*WORKING):
            if job.id not in self._workers:
                self._requeue(job.id, reason)
                self._settle_pause(job.id)

    def _settle_pause(self, job_id: str) -> None:
        if self._jobs.move(job_id, ("pausing",), "paused"):
            self._jobs.log(job_id, "info", "The job is paused.")

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self._turn()
            except Exception:
                # A full disk, for example: the next turn finds the same store and tries again.
                log.exception("The jobs could not be looked after; trying again in %s s.", TICK_SECONDS)
                self._ending.wait(TICK_SECONDS)

    def _turn(self) -> None:
        self._release("The job had no worker process.")  # it could not be started, or its end not be stored
        self._obey()
        self._fill()
        pipes: dict[Any, WorkerProcess] = {worker.pipe: worker for worker in self._workers.values()}
        ready = wait([self._wake_read, *pipes], TICK_SECONDS)
        if self._wake_read in ready:
            os.read(self._wake_read, 4096)
        # After a tick of silence all are looked at: storing what one told may have failed the time before.
        for worker in pipes.values() if not ready else [pipes[pipe] for pipe in ready if pipe in pipes]:
            if worker.pipe in ready and not worker.hear():
                self._bury(worker)
            else:
                self._catch_up(worker.job_id)

    def _obey(self) -> None:
        """Does to the workers what requests have done to their jobs."""
        for worker in self._workers.values():
            status = self._jobs.get(worker.job_id).status
            if status == "cancelled":
                worker.kill()
            elif status == "pausing":
                worker.ask_to_stop()

    def _fill(self) -> None:
        for job in self._jobs.with_status("queued"):
            if len(self._workers) >= self._config.parallel_jobs:
                return
            if job.id not in self._workers:  # the worker of a job paused and resumed at once may still be ending
                self._begin(job)

    def _begin(self, job: Job) -> None:
        checkpoint = self._jobs.last_checkpoint(job.id)
        tuned = None if job.model == job.base else self._models.find(job.model)
        base = self._config.models.get(job.base)
        if base is None or not base.is_still(job.fingerprint) or (tuned is None and job.model != job.base):
            gone = f"The model {job.model!r} is not on this server any more."
            self._fail(job, "model_unavailable", f"{gone} Put it back into the settings, or choose another.")
            return
        settings = job.settings
        request = TrainRequest(
            model=base,
            train_file=self._folders.train_file(job.id),
            validation_file=self._folders.validation_file(job.id),
            output=self._folders.output(job.id),
            seed=job.seed,
            epochs=settings.n_epochs,
            batch_size=settings.batch_size,
            learning_rate=settings.learning_rate,
            lora=settings.lora,
            max_length=settings.max_length,
            start_from=tuned.folder if tuned else None,
            resume_from=checkpoint.folder if checkpoint else None,
            ray=self._config.ray,
        )
        if not self._jobs.move(job.id, ("queued",), "running"):
            return
        folder, journal = self._folders.folder(job.id), self._folders.journal(job.id)
        self._workers[job.id] = WorkerProcess(job.id, Assignment(self._config.engine, request, folder, journal))
        where = f" from the checkpoint of step {checkpoint.step}" if checkpoint else ""
        rate = f"learning rate {settings.learning_rate:g} at its peak"
        kind = f"LoRA of rank {settings.lora.rank}" if settings.lora else "full fine-tuning"
        self._jobs.log(job.id, "info", f"Fine-tuning begins{where}: {kind}, {rate}.", settings.to_json())

    def _catch_up(self, job_id: str) -> Job:
        """Stores what stands in the job's journal and is not stored yet; the job as it is then."""
        with self._results.together():
            job = self._jobs.get(job_id)
            messages, read = read_journal(self._folders.journal(job_id), job.journal_read)
            for message in messages:
                self._store(job, message)
            if messages:
                self._jobs.note_read(job_id, read)
        return self._jobs.get(job_id)

    def _store(self, job: Job, message: Told) -> None:
        match message:
            case StepDone(data):
                step = int(data["step"])
                text = f"Step {step}/{data['total_steps']}: training loss={data['train_loss']:.4f}"
                self._jobs.log_step(job.id, step, text, data)
            case CheckpointMade(step, relative):
                name = checkpoint_name(job, self._config.organization, step)
                folder = self._folders.folder(job.id) / relative
                self._jobs.add_checkpoint(job.id, step, folder, name, self._metrics(job, step))
                self._models.add(TunedModel(name, self._results.now(), job.base, job.id, folder, job.fingerprint))
            case Failed(code, words):
                self._fail(job, code, words)
            case Finished():
                if is_outcome(message):
                    self._succeed(job, message)

    def _metrics(self, job: Job, step: int) -> dict[str, Any]:
        """A checkpoint's: the numbers of its step, under the names of the wire format."""
        data = self._jobs.step(job.id, step)
        return {"step": step, **{name: data[name] for name in ("train_loss", "valid_loss") if name in data}}

    def _bury(self, worker: WorkerProcess) -> None:
        status = worker.join(5.0)
        if status is None:
            worker.kill()
            status = worker.join()
        job = self._catch_up(worker.job_id)
        del self._workers[worker.job_id]
        worker.close()
        if job.status == "running":
            self._again(job, f"The worker process ended unexpectedly ({exit_words(status)}).")
        self._settle_pause(job.id)

    def _again(self, job: Job, reason: str) -> None:
        """Queues a job whose worker died, unless that has happened too often without a new checkpoint."""
        deaths = self._jobs.count_death(job.id)
        if deaths > self._config.max_deaths:
            words = f"{reason} That was the time number {deaths} in a row without a new checkpoint."
            self._fail(job, "worker_died", f"{words} Often it is the memory: use a smaller batch_size or max_length.")
            return
        self._requeue(job.id, reason)

    def _requeue(self, job_id: str, reason: str) -> None:
        checkpoint = self._jobs.last_checkpoint(job_id)
        where = f"from the checkpoint of step {checkpoint.step}" if checkpoint else "from the beginning"
        if self._jobs.move(job_id, ("running",), "queued"):
            self._jobs.log(job_id, "warn", f"{reason} The job goes on {where}.")

    def _fail(self, job: Job, code: str, message: str) -> None:
        if self._jobs.move(job.id, OPEN, "failed", error_code=code, error_message=message):
            self._jobs.log(job.id, "error", message, {"code": code})

    def _succeed(self, job: Job, finished: Finished) -> None:
        if self._jobs.get(job.id).status in ENDED:  # cancelled in the last moment
            return
        name = model_name(job, self._config.organization)
        self._jobs.move(
            job.id, OPEN, "succeeded",
            trained_tokens=finished.trained_tokens, fine_tuned_model=name, result_file=self._results.write_metrics(job),
        )  # fmt: skip
        folder = self._folders.folder(job.id) / finished.folder
        self._models.add(TunedModel(name, self._results.now(), job.base, job.id, folder, job.fingerprint))
        self._jobs.log(job.id, "info", f"The job is done: {name}.", finished.details)


def exit_words(status: int | None) -> str:
    """An exit status as a person reads it."""
    return f"signal {-status}" if status is not None and status < 0 else f"status {status}"
