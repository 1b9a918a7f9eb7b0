"""/v1/fine_tuning/jobs."""

from __future__ import annotations

import re
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request

from ..errors import bad_request, not_found
from ..ids import new_id
from ..jobs.settings import resolve_settings
from ..jobs.status import OPEN, Status
from ..services import Services
from ..store.jobs import Job, NewJob
from .files import find_file
from .job_request import JobRequest
from .shapes import checkpoint_object, event_object, job_object, list_object

After = Annotated[str | None, Query(max_length=200)]
Limit = Annotated[int, Query(ge=1, le=1000)]
_METADATA = re.compile(r"metadata\[(.{1,64})\]")


def router(services: Services) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/v1/fine_tuning/jobs")

    def shape(job: Job) -> dict[str, Any]:
        return job_object(job, services.jobs.last_step(job.id), services.config.organization)

    def find(job_id: str) -> Job:
        job = services.jobs.find(job_id)
        if job is None:
            raise not_found("fine-tuning job", job_id, "fine_tuning_job_id", "fine_tune_not_found")
        return job

    def change(job_id: str, verb: str, origins: tuple[Status, ...], target: Status, words: str) -> Job:
        job = find(job_id)
        if not services.jobs.move(job.id, origins, target):
            now = find(job_id).status
            raise bad_request(f"job_not_{verb}", f"The job is {now} and can not be {verb} any more or yet.", None)
        services.jobs.log(job.id, "info", words)
        services.supervisor.wake()
        return find(job_id)

    @api.post("")
    def create(
        request: JobRequest, key: Annotated[str | None, Header(alias="Idempotency-Key", max_length=255)] = None
    ) -> dict[str, Any]:
        known = services.jobs.find_by_key(key) if key else None
        return shape(known or create_job(services, request, key))

    @api.get("")
    def find_all(request: Request, after: After = None, limit: Limit = 20) -> dict[str, Any]:
        asked = {
            match[1]: value for name, value in request.query_params.items() if (match := _METADATA.fullmatch(name))
        }
        page = services.jobs.page(after, limit, asked)
        return list_object([shape(job) for job in page.items], page)

    @api.get("/{job_id}")
    def retrieve(job_id: str) -> dict[str, Any]:
        return shape(find(job_id))

    @api.post("/{job_id}/cancel")
    def cancel(job_id: str) -> dict[str, Any]:
        return shape(change(job_id, "cancelled", OPEN, "cancelled", "The job was cancelled."))

    @api.post("/{job_id}/pause")
    def pause(job_id: str) -> dict[str, Any]:
        job = find(job_id)
        if services.jobs.move(job.id, ("queued",), "paused"):
            services.jobs.log(job.id, "info", "The job is paused.")
            return shape(find(job_id))
        return shape(change(job_id, "paused", ("running",), "pausing", "The job pauses after a checkpoint."))

    @api.post("/{job_id}/resume")
    def resume(job_id: str) -> dict[str, Any]:
        return shape(change(job_id, "resumed", ("paused",), "queued", "The job goes on."))

    @api.get("/{job_id}/events")
    def events(job_id: str, after: After = None, limit: Limit = 20) -> dict[str, Any]:
        page = services.jobs.events(find(job_id).id, after, limit)
        return list_object([event_object(event) for event in page.items], page)

    @api.get("/{job_id}/checkpoints")
    def checkpoints(job_id: str, after: After = None, limit: Limit = 10) -> dict[str, Any]:
        page = services.jobs.checkpoints(find(job_id).id, after, limit)
        return list_object([checkpoint_object(checkpoint) for checkpoint in page.items], page)

    return api


def create_job(services: Services, request: JobRequest, key: str | None) -> Job:
    """Checks ids and settings, gives the job its own copy of the data, stores it and wakes the supervisor."""
    train = find_file(services, request.training_file, "training_file")
    validation = find_file(services, request.validation_file, "validation_file") if request.validation_file else None
    for file, param in ((train, "training_file"), (validation, "validation_file")):
        if file is not None and file.purpose != "fine-tune":
            raise bad_request("invalid_file", f"The file {file.id} does not hold training data.", param)
    model = services.servable(request.model)
    tuned = services.models.find(request.model) if model.tuned else None
    settings = resolve_settings(
        request.numbers(), request.metadata or {}, services.config.training, train.examples,
        services.jobs.get(tuned.job).settings if tuned else None,
    )  # fmt: skip
    job = NewJob(
        id=new_id("ftjob-"),
        model=request.model,
        base=model.base.id,
        training_file=train.id,
        examples=train.examples,
        validation_file=validation.id if validation else None,
        suffix=request.suffix,
        seed=secrets.randbelow(2**31) if request.seed is None else request.seed,
        settings=settings,
        metadata=request.metadata,
        integrations=[integration.model_dump() for integration in request.integrations or []],
        idempotency_key=key,
        fingerprint=model.base.fingerprint,
    )
    services.folders.create(job.id, services.files.path(train), services.files.path(validation) if validation else None)
    try:
        stored = services.jobs.add(job)
    except BaseException:
        services.folders.remove(job.id)
        raise
    if stored.id != job.id:  # the same request came twice at the same time
        services.folders.remove(job.id)
        return stored
    services.jobs.log(job.id, "info", f"The job was created; it trains on {train.examples} examples.")
    if job.integrations:
        services.jobs.log(job.id, "warn", "Integrations are kept with the job; this server does not call them.")
    services.supervisor.wake()
    return stored
