"""The store: changes of status that contradict each other, steps told twice, what a crash leaves."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from llm2llm_backend.config import Training
from llm2llm_backend.errors import BackendError
from llm2llm_backend.jobs.settings import JobSettings, resolve_settings
from llm2llm_backend.jobs.status import OPEN, WORKING
from llm2llm_backend.lock import FolderLock
from llm2llm_backend.store import database as database_module
from llm2llm_backend.store.database import MIGRATIONS, Database
from llm2llm_backend.store.files import FileStore
from llm2llm_backend.store.jobs import JobStore, NewJob
from llm2llm_backend.store.models import ModelStore, TunedModel

SETTINGS = resolve_settings({}, {}, Training(), 10)
NEW = NewJob("ftjob-1", "tiny", "tiny", "file-1", 10, None, None, 0, SETTINGS, {"run": "a"}, [], None, "f")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "store.sqlite3")


@pytest.fixture
def jobs(database: Database, tmp_path: Path) -> JobStore:
    return JobStore(database, tmp_path, lambda: 1000)


def test_of_two_ends_one_wins(jobs: JobStore) -> None:
    for number in range(20):
        job = jobs.add(replace(NEW, id=f"ftjob-{number}"))
        assert jobs.move(job.id, ("queued",), "running")
        won: list[str] = []

        def end(origins: tuple[str, ...], target: str, job_id: str = job.id, won: list[str] = won) -> None:
            if jobs.move(job_id, origins, target):  # type: ignore[arg-type]
                won.append(target)

        threads = [
            threading.Thread(target=end, args=(OPEN, "cancelled")),
            threading.Thread(target=end, args=(WORKING, "succeeded")),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert won == [jobs.get(job.id).status]


def test_a_step_told_twice_keeps_its_place(jobs: JobStore) -> None:
    jobs.add(NEW)
    for step in (1, 2, 3):
        jobs.log_step(NEW.id, step, f"step {step}", {"step": step, "train_loss": 1.0})
    jobs.log(NEW.id, "warn", "again from step 1")
    jobs.log_step(NEW.id, 2, "step 2 again", {"step": 2, "train_loss": 0.5})
    assert [data["train_loss"] for data in jobs.steps(NEW.id)] == [1.0, 0.5, 1.0]
    assert jobs.events(NEW.id, None, 10).items[0].message == "again from step 1"


def test_deaths_count_until_a_new_checkpoint(jobs: JobStore, tmp_path: Path) -> None:
    jobs.add(NEW)
    assert [jobs.count_death(NEW.id) for _ in range(2)] == [1, 2]
    folder = tmp_path / "checkpoint-5"
    jobs.add_checkpoint(NEW.id, 5, folder, "ft:x", {})
    assert jobs.get(NEW.id).deaths == 0
    assert jobs.last_checkpoint(NEW.id) is None, "Its folder is not there."
    folder.mkdir()
    found = jobs.last_checkpoint(NEW.id)
    assert found is not None and (found.step, found.folder) == (5, folder)


def test_a_transaction_is_whole_or_nothing(jobs: JobStore, database: Database) -> None:
    jobs.add(NEW)
    with pytest.raises(RuntimeError), database.transaction():
        jobs.log(NEW.id, "info", "never seen")
        raise RuntimeError
    assert jobs.events(NEW.id, None, 10).items == []


def test_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    Database(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(BackendError, match="later version"):
        Database(path)


def test_models_of_an_earlier_version_have_no_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.sqlite3"
    with monkeypatch.context() as earlier:
        earlier.setattr(database_module, "MIGRATIONS", MIGRATIONS[:2])
        old = Database(path)
        with old.transaction() as db:
            db.execute("INSERT INTO models VALUES ('ft:old', 1, 'tiny', 'ftjob-1', 'jobs/ftjob-1/final')")
        old.close()
    models = ModelStore(Database(path), tmp_path)
    new = TunedModel("ft:new", 2, "tiny", "ftjob-2", tmp_path / "jobs", "0123456789abcdef")
    models.add(new)
    assert [model.fingerprint for model in models.all()] == [None, new.fingerprint]
    assert models.find("ft:new") == new


def test_files_without_a_row_are_removed(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("file-1.part", "file-2"):
        (folder / name).write_text("left by a crash")
    FileStore(database, folder)
    assert list(folder.iterdir()) == []


def test_the_lock_is_for_one(tmp_path: Path) -> None:
    first = FolderLock(tmp_path / "lock").acquire(wait=False)
    with pytest.raises(BackendError, match="Another server"):
        FolderLock(tmp_path / "lock").acquire(wait=False)
    first.release()
    FolderLock(tmp_path / "lock").acquire(wait=False).release()


def test_settings_are_stored_whole() -> None:
    full = resolve_settings({"learning_rate_multiplier": 2}, {"training": "full"}, Training(), 10)
    for settings in (SETTINGS, full):
        assert JobSettings.from_json(settings.to_json()) == settings
    assert full.learning_rate == pytest.approx(4e-5)
