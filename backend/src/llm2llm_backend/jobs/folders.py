"""Where a job's files are: a folder named after its id."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


class JobFolders:
    """A job keeps its own data, so that deleting an uploaded file does not touch it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def folder(self, job_id: str) -> Path:
        """The job's folder."""
        return self._root / job_id

    def train_file(self, job_id: str) -> Path:
        """Its training data."""
        return self.folder(job_id) / "train.jsonl"

    def validation_file(self, job_id: str) -> Path | None:
        """Its validation data, if it has any."""
        path = self.folder(job_id) / "validation.jsonl"
        return path if path.is_file() else None

    def output(self, job_id: str) -> Path:
        """What the engine fills."""
        return self.folder(job_id) / "output"

    def journal(self, job_id: str) -> Path:
        """What its workers tell, line by line."""
        return self.folder(job_id) / "journal.jsonl"

    def create(self, job_id: str, train: Path, validation: Path | None) -> None:
        """Makes the folder with links to the data, or copies where links cannot be."""
        self.folder(job_id).mkdir(parents=True)
        _link(train, self.train_file(job_id))
        if validation is not None:
            _link(validation, self.folder(job_id) / "validation.jsonl")

    def remove(self, job_id: str) -> None:
        """Removes all of it."""
        shutil.rmtree(self.folder(job_id), ignore_errors=True)

    def remove_strangers(self, known: set[str]) -> None:
        """Removes folders of jobs that were never stored: the server ended while it created them."""
        if self._root.is_dir():
            for folder in self._root.iterdir():
                if folder.is_dir() and folder.name not in known:
                    shutil.rmtree(folder, ignore_errors=True)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
