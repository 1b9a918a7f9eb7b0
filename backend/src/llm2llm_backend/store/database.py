"""The SQLite file: one connection, one lock, numbered migrations."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import BackendError

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE files (
        id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, bytes INTEGER NOT NULL, filename TEXT NOT NULL,
        purpose TEXT NOT NULL, examples INTEGER NOT NULL, sha256 TEXT NOT NULL, expires_at INTEGER
    );
    CREATE TABLE jobs (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL,
        created_at INTEGER NOT NULL, started_at INTEGER, finished_at INTEGER, model TEXT NOT NULL, base TEXT NOT NULL,
        training_file TEXT NOT NULL, validation_file TEXT, suffix TEXT, seed INTEGER NOT NULL,
        settings TEXT NOT NULL, metadata TEXT, integrations TEXT NOT NULL, idempotency_key TEXT UNIQUE,
        error_code TEXT, error_message TEXT, error_param TEXT,
        trained_tokens INTEGER, fine_tuned_model TEXT, result_file TEXT, deaths INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX jobs_by_status ON jobs (status, number);
    CREATE TABLE events (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, job TEXT NOT NULL REFERENCES jobs (id),
        created_at INTEGER NOT NULL, level TEXT NOT NULL, type TEXT NOT NULL, message TEXT NOT NULL, data TEXT,
        step INTEGER, UNIQUE (job, step)
    );
    CREATE INDEX events_by_job ON events (job, number);
    CREATE TABLE checkpoints (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, job TEXT NOT NULL REFERENCES jobs (id),
        created_at INTEGER NOT NULL, step INTEGER NOT NULL, folder TEXT NOT NULL, model TEXT NOT NULL,
        metrics TEXT NOT NULL, UNIQUE (job, step)
    );
    CREATE TABLE models (
        id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, base TEXT NOT NULL, job TEXT NOT NULL, folder TEXT NOT NULL
    );
    """,
    """
    ALTER TABLE jobs ADD COLUMN examples INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE jobs ADD COLUMN journal_read INTEGER NOT NULL DEFAULT 0;
    """,
    """
    ALTER TABLE jobs ADD COLUMN fingerprint TEXT;
    ALTER TABLE models ADD COLUMN fingerprint TEXT;
    """,
)
"""Migration n brings a database from version n to n + 1. A number is never used twice, a text never changed."""


class Database:
    """Serialises all access. Every transaction is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._migrate()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; nested use joins the outer transaction."""
        with self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Reads rows."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """Reads the first row, if there is one."""
        found = self.rows(sql, *values)
        return found[0] if found else None

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._connection.close()

    def _migrate(self) -> None:
        version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise BackendError(
                "The data folder was written by a later version of this server.", "Update it, or name another folder."
            )
        for number in range(version, len(MIGRATIONS)):
            # A script commits by itself, so that its own BEGIN and COMMIT hold it together with its number.
            self._connection.executescript(f"BEGIN;{MIGRATIONS[number]};PRAGMA user_version = {number + 1};COMMIT;")
