"""Uploaded and produced files: a row each, and the bytes in a file named after the id."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from .database import Database
from .paging import Page, page_of


@dataclass(frozen=True, slots=True)
class StoredFile:
    """created_at, expires_at: Unix seconds. examples: lines of a data set, 0 for other files."""

    id: str
    created_at: int
    bytes: int
    filename: str
    purpose: str
    examples: int
    sha256: str
    expires_at: int | None


class FileStore:
    """Paths are made of ids that stand in the table, never of what a request says."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._remove_strangers()

    def _remove_strangers(self) -> None:
        """Removes what has no row: the server ended while it was written."""
        known = {row["id"] for row in self._database.rows("SELECT id FROM files")}
        for entry in self._folder.iterdir():
            if entry.name not in known:
                entry.unlink(missing_ok=True)

    def part(self, file_id: str) -> Path:
        """Where the bytes are written before the file exists."""
        return self._folder / f"{file_id}.part"

    def path(self, file: StoredFile) -> Path:
        """Where the bytes are."""
        return self._folder / file.id

    def add(self, file: StoredFile) -> StoredFile:
        """Makes a written part a file: first the bytes get their name, then the row is stored."""
        self.part(file.id).replace(self.path(file))
        with self._database.transaction() as db:
            db.execute(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    file.id, file.created_at, file.bytes, file.filename, file.purpose,
                    file.examples, file.sha256, file.expires_at,
                ),
            )  # fmt: skip
        return file

    def find(self, file_id: str) -> StoredFile | None:
        """The file of an id."""
        row = self._database.row("SELECT * FROM files WHERE id = ?", file_id)
        return _file(row) if row else None

    def page(self, after: str | None, limit: int, newest_first: bool, purpose: str | None) -> Page[StoredFile]:
        """Files in the order they came. An unknown `after` gives an empty page."""
        sign, order = ("<", "DESC") if newest_first else (">", "ASC")
        rows = self._database.rows(
            f"SELECT * FROM files WHERE (? IS NULL OR rowid {sign} (SELECT rowid FROM files WHERE id = ?))"
            f" AND (? IS NULL OR purpose = ?) ORDER BY rowid {order} LIMIT ?",
            after, after, purpose, purpose, limit + 1,
        )  # fmt: skip
        return page_of([_file(row) for row in rows], limit)

    def remove(self, file: StoredFile) -> None:
        """Removes the row, then the bytes."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM files WHERE id = ?", (file.id,))
        self.path(file).unlink(missing_ok=True)

    def remove_expired(self, now: int) -> None:
        """Removes what was to be kept until now only."""
        for row in self._database.rows("SELECT * FROM files WHERE expires_at IS NOT NULL AND expires_at <= ?", now):
            self.remove(_file(row))


def _file(row: sqlite3.Row) -> StoredFile:
    return StoredFile(**{name: row[name] for name in row.keys()})  # noqa: SIM118 (a Row iterates over values)
