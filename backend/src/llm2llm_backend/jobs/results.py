"""The numbers of a job as a file of its own (CSV), and the transaction in which outcomes are stored."""

from __future__ import annotations

import csv
import hashlib
import io
from contextlib import AbstractContextManager

from ..clock import Clock
from ..ids import new_id
from ..store.database import Database
from ..store.files import FileStore, StoredFile
from ..store.jobs import Job, JobStore

COLUMNS = ("step", "epoch", "train_loss", "valid_loss", "learning_rate", "trained_tokens", "seconds")


class ResultWriter:
    """Writes result files."""

    def __init__(self, database: Database, jobs: JobStore, files: FileStore, clock: Clock) -> None:
        self._database = database
        self._jobs = jobs
        self._files = files
        self._clock = clock

    def now(self) -> int:
        """Unix seconds."""
        return self._clock()

    def together(self) -> AbstractContextManager[object]:
        """What is stored inside is stored as one."""
        return self._database.transaction()

    def write_metrics(self, job: Job) -> str:
        """Writes the steps of a job as CSV; the id of the file. Empty cells are numbers that were not worked out."""
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(self._jobs.steps(job.id))
        content = text.getvalue().encode()
        file = StoredFile(
            id=new_id("file-"), created_at=self._clock(), bytes=len(content), filename="step_metrics.csv",
            purpose="fine-tune-results", examples=0, sha256=hashlib.sha256(content).hexdigest(), expires_at=None,
        )  # fmt: skip
        self._files.part(file.id).write_bytes(content)
        return self._files.add(file).id
