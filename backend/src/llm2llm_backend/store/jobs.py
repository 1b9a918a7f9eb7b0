"""Jobs, their events and their checkpoints. Every change of status is one conditional UPDATE: of two that
contradict each other, one finds that it came too late."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..clock import Clock
from ..ids import new_id
from ..jobs.settings import JobSettings
from ..jobs.status import ENDED, Status
from .database import Database
from .paging import Page, page_of

Level = Literal["info", "warn", "error"]


@dataclass(frozen=True, slots=True)
class Job:
    """A row. Times are Unix seconds. model: what was asked for; base: the base model under it. examples: of the
    training data. journal_read: bytes of the job's journal whose content is stored. fingerprint: of the base model when
    the job was created; None for jobs of earlier versions."""

    number: int
    id: str
    status: Status
    created_at: int
    started_at: int | None
    finished_at: int | None
    model: str
    base: str
    training_file: str
    validation_file: str | None
    suffix: str | None
    seed: int
    settings: JobSettings
    metadata: dict[str, str] | None
    integrations: list[dict[str, Any]]
    idempotency_key: str | None
    error_code: str | None
    error_message: str | None
    error_param: str | None
    trained_tokens: int | None
    fine_tuned_model: str | None
    result_file: str | None
    deaths: int
    examples: int
    journal_read: int
    fingerprint: str | None


@dataclass(frozen=True, slots=True)
class NewJob:
    """What the creator of a job decides."""

    id: str
    model: str
    base: str
    training_file: str
    examples: int
    validation_file: str | None
    suffix: str | None
    seed: int
    settings: JobSettings
    metadata: dict[str, str] | None
    integrations: list[dict[str, Any]]
    idempotency_key: str | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class JobEvent:
    """An entry of a job's log; data of type metrics holds numbers of one step."""

    id: str
    created_at: int
    level: Level
    type: str
    message: str
    data: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class JobCheckpoint:
    """A loadable state in the middle of a job."""

    id: str
    job: str
    created_at: int
    step: int
    folder: Path
    model: str
    metrics: dict[str, Any]


class JobStore:
    """All of a job but its files. Folders are stored relative to the data folder, which may be moved."""

    def __init__(self, database: Database, root: Path, clock: Clock) -> None:
        self._database = database
        self._root = root
        self._clock = clock

    def add(self, job: NewJob) -> Job:
        """Stores a queued job; one with the same idempotency key is returned instead."""
        with self._database.transaction() as db:
            if job.idempotency_key is not None:
                row = self._database.row("SELECT * FROM jobs WHERE idempotency_key = ?", job.idempotency_key)
                if row is not None:
                    return _job(row)
            db.execute(
                "INSERT INTO jobs (id, status, created_at, model, base, training_file, examples, validation_file,"
                " suffix, seed, settings, metadata, integrations, idempotency_key, fingerprint)"
                " VALUES (?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    job.id, self._clock(), job.model, job.base, job.training_file, job.examples, job.validation_file,
                    job.suffix, job.seed, json.dumps(job.settings.to_json()),
                    None if job.metadata is None else json.dumps(job.metadata),
                    json.dumps(job.integrations), job.idempotency_key, job.fingerprint,
                ),
            )  # fmt: skip
        return self.get(job.id)

    def find_by_key(self, key: str) -> Job | None:
        """The job that was created with an idempotency key."""
        row = self._database.row("SELECT * FROM jobs WHERE idempotency_key = ?", key)
        return _job(row) if row else None

    def find(self, job_id: str) -> Job | None:
        """The job of an id."""
        row = self._database.row("SELECT * FROM jobs WHERE id = ?", job_id)
        return _job(row) if row else None

    def get(self, job_id: str) -> Job:
        """A job that is known to exist. Raises KeyError."""
        job = self.find(job_id)
        if job is None:
            raise KeyError(job_id)
        return job

    def page(self, after: str | None, limit: int, metadata: Mapping[str, str]) -> Page[Job]:
        """Newest first; with all pairs of metadata. An unknown `after` gives an empty page."""
        rows = self._database.rows(
            "SELECT * FROM jobs WHERE (? IS NULL OR number < (SELECT number FROM jobs WHERE id = ?))"
            " ORDER BY number DESC",
            after, after,
        )  # fmt: skip
        jobs = (_job(row) for row in rows)
        found = [job for job in jobs if metadata.items() <= (job.metadata or {}).items()]
        return page_of(found[: limit + 1], limit)

    def with_status(self, *statuses: Status) -> list[Job]:
        """Oldest first."""
        marks = ", ".join("?" * len(statuses))
        rows = self._database.rows(f"SELECT * FROM jobs WHERE status IN ({marks}) ORDER BY number", *statuses)
        return [_job(row) for row in rows]

    def move(self, job_id: str, origins: Sequence[Status], target: Status, **values: object) -> bool:
        """Changes the status if it is one of origins, and other columns with it; False if it is not."""
        now = self._clock()
        if target in ENDED:
            values["finished_at"] = now
        assignments = "".join(f", {name} = ?" for name in values)
        marks = ", ".join("?" * len(origins))
        started = ", started_at = coalesce(started_at, ?)" if target == "running" else ""
        times = (now,) if started else ()
        with self._database.transaction() as db:
            changed = db.execute(
                f"UPDATE jobs SET status = ?{assignments}{started} WHERE id = ? AND status IN ({marks})",
                (target, *values.values(), *times, job_id, *origins),
            )
            return changed.rowcount == 1

    def count_death(self, job_id: str) -> int:
        """Counts a worker that ended before its job did; the number since the last new checkpoint."""
        with self._database.transaction() as db:
            db.execute("UPDATE jobs SET deaths = deaths + 1 WHERE id = ?", (job_id,))
            return self.get(job_id).deaths

    def note_read(self, job_id: str, journal_read: int) -> None:
        """How far the job's journal is stored."""
        with self._database.transaction() as db:
            db.execute("UPDATE jobs SET journal_read = ? WHERE id = ?", (journal_read, job_id))

    def log(self, job_id: str, level: Level, message: str, data: Mapping[str, Any] | None = None) -> None:
        """Adds an entry in words."""
        self._insert_event(job_id, level, "message", message, data, None)

    def log_step(self, job_id: str, step: int, message: str, data: Mapping[str, Any]) -> None:
        """Adds the numbers of a step. A step that is computed again after a restart keeps its place in the log
        and gets the numbers of the computation that counts."""
        self._insert_event(job_id, "info", "metrics", message, data, step)

    def _insert_event(
        self, job_id: str, level: Level, kind: str, message: str, data: Mapping[str, Any] | None, step: int | None
    ) -> None:
        text = None if data is None else json.dumps(dict(data))
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO events (id, job, created_at, level, type, message, data, step)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (job, step) DO UPDATE SET message = excluded.message, data = excluded.data",
                (new_id("ftevent-"), job_id, self._clock(), level, kind, message, text, step),
            )

    def events(self, job_id: str, after: str | None, limit: int) -> Page[JobEvent]:
        """Newest first. An unknown `after` gives an empty page."""
        rows = self._database.rows(
            "SELECT * FROM events WHERE job = ? AND (? IS NULL OR number < (SELECT number FROM events WHERE id = ?))"
            " ORDER BY number DESC LIMIT ?",
            job_id, after, after, limit + 1,
        )  # fmt: skip
        return page_of([_event(row) for row in rows], limit)

    def steps(self, job_id: str) -> list[dict[str, Any]]:
        """The numbers of all steps, in order."""
        rows = self._database.rows("SELECT data FROM events WHERE job = ? AND step IS NOT NULL ORDER BY step", job_id)
        return [json.loads(row["data"]) for row in rows]

    def step(self, job_id: str, step: int) -> dict[str, Any]:
        """The numbers of a step; empty if it is not known."""
        row = self._database.row("SELECT data FROM events WHERE job = ? AND step = ?", job_id, step)
        data: dict[str, Any] = json.loads(row["data"]) if row else {}
        return data

    def last_step(self, job_id: str) -> tuple[int, dict[str, Any]] | None:
        """When the last step was stored (Unix seconds), and its numbers."""
        row = self._database.row(
            "SELECT created_at, data FROM events WHERE job = ? AND step IS NOT NULL ORDER BY step DESC LIMIT 1", job_id
        )
        return (row["created_at"], json.loads(row["data"])) if row else None

    def add_checkpoint(self, job_id: str, step: int, folder: Path, model: str, metrics: Mapping[str, Any]) -> None:
        """Registers a checkpoint; a second one of the same step takes the place of the first."""
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO checkpoints (id, job, created_at, step, folder, model, metrics)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (job, step) DO UPDATE SET folder = excluded.folder, metrics = excluded.metrics",
                (
                    new_id("ftckpt-"), job_id, self._clock(), step, str(folder.relative_to(self._root)), model,
                    json.dumps(dict(metrics)),
                ),
            )  # fmt: skip
            db.execute("UPDATE jobs SET deaths = 0 WHERE id = ?", (job_id,))

    def checkpoints(self, job_id: str, after: str | None, limit: int) -> Page[JobCheckpoint]:
        """Newest first. An unknown `after` gives an empty page."""
        rows = self._database.rows(
            "SELECT * FROM checkpoints WHERE job = ?"
            " AND (? IS NULL OR number < (SELECT number FROM checkpoints WHERE id = ?)) ORDER BY number DESC LIMIT ?",
            job_id, after, after, limit + 1,
        )  # fmt: skip
        return page_of([self._checkpoint(row) for row in rows], limit)

    def last_checkpoint(self, job_id: str) -> JobCheckpoint | None:
        """The checkpoint with the highest step whose folder is there."""
        rows = self._database.rows("SELECT * FROM checkpoints WHERE job = ? ORDER BY step DESC", job_id)
        found = (self._checkpoint(row) for row in rows)
        return next((checkpoint for checkpoint in found if checkpoint.folder.is_dir()), None)

    def _checkpoint(self, row: sqlite3.Row) -> JobCheckpoint:
        return JobCheckpoint(
            row["id"], row["job"], row["created_at"], row["step"], self._root / row["folder"], row["model"],
            json.loads(row["metrics"]),
        )  # fmt: skip


def _job(row: sqlite3.Row) -> Job:
    values: dict[str, Any] = dict(zip(row.keys(), tuple(row), strict=True))
    values["settings"] = JobSettings.from_json(json.loads(values["settings"]))
    values["metadata"] = None if values["metadata"] is None else json.loads(values["metadata"])
    values["integrations"] = json.loads(values["integrations"])
    return Job(**values)


def _event(row: sqlite3.Row) -> JobEvent:
    data = None if row["data"] is None else json.loads(row["data"])
    return JobEvent(row["id"], row["created_at"], row["level"], row["type"], row["message"], data)
