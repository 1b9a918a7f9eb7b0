"""/v1/models: what the settings name, and what jobs made of it."""

from __future__ import annotations

import shutil
from typing import Any

from fastapi import APIRouter

from ..config import Config
from ..errors import ApiError, not_found
from ..generators import Servable
from ..jobs.status import OPEN
from ..services import Services
from ..store.models import TunedModel
from ..store.paging import Page
from .shapes import list_object
from .weights import model_files


def router(services: Services) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/v1/models")

    @api.get("")
    def find_all() -> dict[str, Any]:
        items = [base_object(services.config, name) for name in services.config.models]
        items += [tuned_object(services, model) for model in services.models.all()]
        return list_object(items, Page(items, False))

    @api.get("/{model_id}")
    def retrieve(model_id: str) -> dict[str, Any]:
        if model_id in services.config.models:
            return base_object(services.config, model_id)
        model = services.models.find(model_id)
        if model is None:
            raise not_found("model", model_id, "model", "model_not_found")
        return tuned_object(services, model)

    @api.delete("/{model_id}")
    async def delete(model_id: str) -> dict[str, Any]:
        if model_id in services.config.models:
            words = "Base models belong to the settings of the server and are not deleted."
            raise ApiError(403, "model_not_deletable", words, "model", "permission_error")
        model = services.models.find(model_id)
        if model is None:
            raise not_found("model", model_id, "model", "model_not_found")
        if services.jobs.get(model.job).status in OPEN:
            words = "Its job is not at its end and may need this checkpoint. Cancel the job first."
            raise ApiError(409, "model_in_use", words, "model")
        if any(job.model == model_id for job in services.jobs.with_status(*OPEN)):
            words = "A job that is not at its end goes on from this model. Cancel that job first."
            raise ApiError(409, "model_in_use", words, "model")
        await services.pool.forget(model_id)
        base = services.config.models.get(model.base)
        if base is not None:
            services.exports.remove(Servable(model_id, base, model.folder))
        shared = services.models.shares_folder(model)
        services.models.remove(model_id)
        if not shared:
            shutil.rmtree(model.folder, ignore_errors=True)
        return {"id": model_id, "object": "model", "deleted": True}

    return api


def base_object(config: Config, name: str) -> dict[str, Any]:
    """object: model. created is 0: when a base model was made is not known. Beyond the format: fingerprint, another
    one when the settings name another model by this id."""
    about = {"id": name, "object": "model", "created": 0, "owned_by": config.organization}
    return {**about, "root": name, "parent": None, "kind": "base", "fingerprint": config.models[name].fingerprint}


def tuned_object(services: Services, model: TunedModel) -> dict[str, Any]:
    """object: model. Beyond the format: root, the base model; parent, what the fit started from; the job that made it
    and its metadata; kind, lora or full; bytes of what it left (an adapter, or a whole model)."""
    job = services.jobs.get(model.job)
    return {
        "id": model.id,
        "object": "model",
        "created": model.created_at,
        "owned_by": services.config.organization,
        "root": model.base,
        "parent": job.model,
        "fine_tuning_job_id": job.id,
        "metadata": job.metadata,
        "kind": "full" if job.settings.lora is None else "lora",
        "bytes": sum(path.stat().st_size for path in model_files(model).values()),
    }
