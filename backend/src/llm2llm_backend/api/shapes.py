"""Stored things as the wire format's objects."""

from __future__ import annotations

from typing import Any

from ..store.files import StoredFile
from ..store.jobs import Job, JobCheckpoint, JobEvent
from ..store.paging import Page


def file_object(file: StoredFile) -> dict[str, Any]:
    """object: file. Files are checked before they are stored, so that their status is always processed."""
    shape: dict[str, Any] = {
        "id": file.id,
        "object": "file",
        "bytes": file.bytes,
        "created_at": file.created_at,
        "filename": file.filename,
        "purpose": file.purpose,
        "status": "processed",
        "status_details": None,
    }
    return shape if file.expires_at is None else {**shape, "expires_at": file.expires_at}


def job_object(job: Job, last_step: tuple[int, dict[str, Any]] | None, organization: str) -> dict[str, Any]:
    """object: fine_tuning.job. Beyond the format: `training`, what the job really trains with, and `last_step`, the
    numbers of the last step that was done. last_step: when that was stored (Unix seconds), and those numbers."""
    settings = job.settings
    numbers = {
        "n_epochs": settings.n_epochs,
        "batch_size": settings.batch_size,
        "learning_rate_multiplier": settings.learning_rate_multiplier,
    }
    error = {"code": job.error_code, "message": job.error_message, "param": job.error_param}
    return {
        "object": "fine_tuning.job",
        "id": job.id,
        "model": job.model,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "fine_tuned_model": job.fine_tuned_model,
        "organization_id": organization,
        "result_files": [job.result_file] if job.result_file else [],
        "status": job.status,
        "training_file": job.training_file,
        "validation_file": job.validation_file,
        "hyperparameters": numbers,
        "method": {"type": "supervised", "supervised": {"hyperparameters": numbers}},
        "seed": job.seed,
        "user_provided_suffix": job.suffix,
        "trained_tokens": job.trained_tokens,
        "estimated_finish": _estimate(last_step) if job.status == "running" else None,
        "integrations": job.integrations,
        "metadata": job.metadata,
        "error": error if job.error_code else None,
        "training": {
            **settings.to_json(),
            "examples": job.examples,
            "total_steps": settings.total_steps(job.examples),
        },
        "last_step": last_step[1] if last_step else None,
    }


def _estimate(last_step: tuple[int, dict[str, Any]] | None) -> int | None:
    """Unix seconds: the steps left at the mean speed of those done since the last start."""
    if last_step is None:
        return None
    stored_at, data = last_step
    return int(stored_at + (data["total_steps"] - data["step"]) * data["seconds_per_step"])


def event_object(event: JobEvent) -> dict[str, Any]:
    """object: fine_tuning.job.event."""
    return {
        "object": "fine_tuning.job.event",
        "id": event.id,
        "created_at": event.created_at,
        "level": event.level,
        "message": event.message,
        "type": event.type,
        "data": event.data,
    }


def checkpoint_object(checkpoint: JobCheckpoint) -> dict[str, Any]:
    """object: fine_tuning.job.checkpoint."""
    return {
        "object": "fine_tuning.job.checkpoint",
        "id": checkpoint.id,
        "created_at": checkpoint.created_at,
        "fine_tuned_model_checkpoint": checkpoint.model,
        "fine_tuning_job_id": checkpoint.job,
        "step_number": checkpoint.step,
        "metrics": checkpoint.metrics,
    }


def list_object(items: list[dict[str, Any]], page: Page[Any]) -> dict[str, Any]:
    """object: list."""
    ends = {"first_id": items[0]["id"] if items else None, "last_id": items[-1]["id"] if items else None}
    return {"object": "list", "data": items, **ends, "has_more": page.has_more}
