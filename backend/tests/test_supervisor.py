"""The supervisor alone: workers that cannot be started, and what happens to one job while it looks after another."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import pytest

from conftest import eventually, training_data
from llm2llm_backend.config import Config, Training
from llm2llm_backend.engine.port import ModelSpec
from llm2llm_backend.jobs import supervisor as supervisor_module
from llm2llm_backend.jobs.journal import JournalWriter
from llm2llm_backend.jobs.messages import Failed, Finished, Told
from llm2llm_backend.jobs.process import WorkerProcess
from llm2llm_backend.jobs.settings import resolve_settings
from llm2llm_backend.jobs.worker import Assignment
from llm2llm_backend.services import Services, create_services
from llm2llm_backend.store.jobs import JobStore, NewJob

TINY = ModelSpec("tiny", "somebody/tiny")
SETTINGS = resolve_settings({}, {}, Training(), 8)
NEW = NewJob("", "tiny", "tiny", "file-1", 8, None, None, 0, SETTINGS, None, [], None, TINY.fingerprint)


class Puppet(WorkerProcess):
    """Does nothing and ends when the test says so."""

    def __init__(self, job_id: str, _: Assignment) -> None:
        self.job_id = job_id
        self.pipe, self.bell = Pipe(duplex=False)

    def ask_to_stop(self) -> None: ...

    def kill(self) -> None:
        self.bell.close()

    def join(self, seconds: float | None = None) -> int:
        return 1

    def close(self) -> None:
        self.pipe.close()


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setattr(supervisor_module, "TICK_SECONDS", 0.05)
    config = Config(data=tmp_path, engine="fake_engine:FakeEngine", parallel_jobs=2, models={"tiny": TINY})
    made = create_services(config, None)
    yield made
    made.database.close()
    made.lock.release()


@pytest.fixture
def started(services: Services) -> Iterator[Services]:
    services.supervisor.start()
    yield services
    services.supervisor.stop()


@pytest.fixture
def puppets(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Puppet]]:
    """Workers of the jobs, the last one of each last."""
    made: dict[str, list[Puppet]] = {}

    def make(job_id: str, assignment: Assignment) -> Puppet:
        puppet = Puppet(job_id, assignment)
        made.setdefault(job_id, []).append(puppet)
        return puppet

    monkeypatch.setattr(supervisor_module, "WorkerProcess", make)
    return made


def add(services: Services, job_id: str) -> str:
    data = services.config.data / "train.jsonl"
    data.write_bytes(training_data())
    services.folders.create(job_id, data, None)
    services.jobs.add(replace(NEW, id=job_id))
    return job_id


def status(services: Services, job_id: str) -> str:
    return services.jobs.get(job_id).status


def is_now(services: Services, job_id: str, wanted: str) -> Callable[[], bool]:
    return lambda: status(services, job_id) == wanted


def fails_once(real: Callable[..., Any], fault: Exception, at: Callable[..., bool]) -> Callable[..., Any]:
    faults = [fault]

    def failing(*arguments: Any) -> Any:
        if faults and at(*arguments):
            raise faults.pop()
        return real(*arguments)

    return failing


def test_a_worker_that_cannot_be_started_is_tried_again(started: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    starting = fails_once(WorkerProcess, OSError("no process to be had"), lambda *_: True)
    monkeypatch.setattr(supervisor_module, "WorkerProcess", starting)
    job = add(started, "ftjob-1")
    eventually(is_now(started, job, "succeeded"))
    messages = [event.message for event in started.jobs.events(job, None, 100).items]
    assert any("had no worker process" in message for message in messages)
    assert started.jobs.get(job).deaths == 0


def test_a_full_disk_at_the_start_loses_no_job(started: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    full = sqlite3.OperationalError("database or disk is full")
    log = fails_once(JobStore.log, full, lambda *values: values[3].startswith("Fine-tuning begins"))
    monkeypatch.setattr(JobStore, "log", log)
    job = add(started, "ftjob-1")
    eventually(is_now(started, job, "succeeded"))


def test_a_pause_waits_for_the_own_worker(started: Services, puppets: dict[str, list[Puppet]]) -> None:
    pausing, other = add(started, "ftjob-1"), add(started, "ftjob-2")
    eventually(lambda: len(puppets) == 2)
    assert all(started.jobs.move(job, ("running",), "pausing") for job in (pausing, other))
    puppets[other][0].kill()
    eventually(is_now(started, other, "paused"))
    assert status(started, pausing) == "pausing"
    puppets[pausing][0].kill()
    eventually(is_now(started, pausing, "paused"))
    assert len(puppets[pausing]) == 1


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [(Finished("output/final", 24, False, {}), "succeeded"), (Failed("bad_data", "Use other data."), "failed")],
)
def test_an_outcome_of_a_paused_job_counts(
    started: Services, puppets: dict[str, list[Puppet]], outcome: Told, wanted: str
) -> None:
    job = add(started, "ftjob-1")
    eventually(lambda: job in puppets)
    assert started.jobs.move(job, ("running",), "paused")
    with JournalWriter(started.folders.journal(job)) as journal:
        journal.write(outcome)
    puppets[job][0].kill()
    eventually(is_now(started, job, wanted))


def test_the_end_of_a_server_is_no_death_of_a_worker(services: Services) -> None:
    job = add(services, "ftjob-1")
    for _ in range(services.config.max_deaths + 2):
        assert services.jobs.move(job, ("queued",), "running")
        services.supervisor.recover()
        assert (status(services, job), services.jobs.get(job).deaths) == ("queued", 0)


def test_a_job_does_not_go_on_with_another_base(started: Services, puppets: dict[str, list[Puppet]]) -> None:
    started.folders.folder("ftjob-1").mkdir(parents=True)
    started.jobs.add(replace(NEW, id="ftjob-1", fingerprint="of another"))
    eventually(is_now(started, "ftjob-1", "failed"))
    assert (started.jobs.get("ftjob-1").error_code, puppets) == ("model_unavailable", {})
