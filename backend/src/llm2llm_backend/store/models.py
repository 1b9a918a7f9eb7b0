"""Models that jobs made: final ones and checkpoints."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from .database import Database


@dataclass(frozen=True, slots=True)
class TunedModel:
    """base: id of the base model. folder: loadable by the engine that made it. created_at: Unix seconds.
    fingerprint: of the base it was trained on; None for models of earlier versions."""

    id: str
    created_at: int
    base: str
    job: str
    folder: Path
    fingerprint: str | None


class ModelStore:
    """Tuned models by id. Folders are stored relative to the data folder, which may be moved."""

    def __init__(self, database: Database, root: Path) -> None:
        self._database = database
        self._root = root

    def add(self, model: TunedModel) -> None:
        """Registers a model; the same id again changes nothing."""
        with self._database.transaction() as db:
            db.execute(
                "INSERT OR IGNORE INTO models VALUES (?, ?, ?, ?, ?, ?)",
                (model.id, model.created_at, model.base, model.job, self._relative(model), model.fingerprint),
            )

    def find(self, model_id: str) -> TunedModel | None:
        """The model of an id."""
        row = self._database.row("SELECT * FROM models WHERE id = ?", model_id)
        return self._model(row) if row else None

    def all(self) -> list[TunedModel]:
        """All of them, in the order they came."""
        return [self._model(row) for row in self._database.rows("SELECT * FROM models ORDER BY rowid")]

    def remove(self, model_id: str) -> None:
        """Forgets a model. Its folder is the caller's."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM models WHERE id = ?", (model_id,))

    def shares_folder(self, model: TunedModel) -> bool:
        """Whether another model lies in the same folder."""
        sql = "SELECT 1 FROM models WHERE folder = ? AND id <> ?"
        return self._database.row(sql, self._relative(model), model.id) is not None

    def _relative(self, model: TunedModel) -> str:
        return str(model.folder.relative_to(self._root))

    def _model(self, row: sqlite3.Row) -> TunedModel:
        folder = self._root / row["folder"]
        return TunedModel(row["id"], row["created_at"], row["base"], row["job"], folder, row["fingerprint"])
