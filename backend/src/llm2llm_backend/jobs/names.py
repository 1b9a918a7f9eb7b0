"""What tuned models are called: ft:base:organization:suffix:number, and ":ckpt-step-n" after it."""

from __future__ import annotations

from ..store.jobs import Job


def model_name(job: Job, organization: str) -> str:
    """The name of a job's final model; it follows from the job alone."""
    return f"ft:{job.base}:{organization}:{job.suffix or ''}:{job.id.removeprefix('ftjob-')[:12]}"


def checkpoint_name(job: Job, organization: str, step: int) -> str:
    """The name of a checkpoint."""
    return f"{model_name(job, organization)}:ckpt-step-{step}"
