"""/v1/models: what the settings name, and what jobs made of it."""

from __future__ import annotations

import shutil
from typing import Any

from fastapi import APIRouter

from ..config import Config
from ..errors import ApiError, not_found
from ..services import Services
from ..store.models import TunedModel
from ..store.paging import Page
from .shapes import list_object


def router(services: Services) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/v1/models")

    @api.get("")
    def find_all() -> dict[str, Any]:
        items = [base_object(services.config, name) for name in services.config.models]
        items += [tuned_object(services.config, model) for model in services.models.all()]
        return list_object(items, Page(items, False))

    @api.get("/{model_id}")
    def retrieve(model_id: str) -> dict[str, Any]:
        if model_id in services.config.models:
            return base_object(services.config, model_id)
        model = services.models.find(model_id)
        if model is None:
            raise not_found("model", model_id, "model", "model_not_found")
        return tuned_object(services.config, model)

    @api.delete("/{model_id}")
    async def delete(model_id: str) -> dict[str, Any]:
        if model_id in services.config.models:
            words = "Base models belong to the settings of the server and are not deleted."
            raise ApiError(403, "model_not_deletable", words, "model", "permission_error")
        model = services.models.find(model_id)
        if model is None:
            raise not_found("model", model_id, "model", "model_not_found")
        job = services.jobs.find(model.job)
        if job is not None and job.status not in ("succeeded", "failed", "cancelled"):
            words = "Its job is not at its end and may need this checkpoint. Cancel the job first."
            raise ApiError(409, "model_in_use", words, "model")
        await services.pool.forget(model_id)
        if model.base in services.config.models:
            services.exports.remove(services.servable(model_id))
        shared = services.models.shares_folder(model)
        services.models.remove(model_id)
        if not shared:
            shutil.rmtree(model.folder, ignore_errors=True)
        return {"id": model_id, "object": "model", "deleted": True}

    return api


def base_object(config: Config, name: str) -> dict[str, Any]:
    """object: model. created is 0: when a base model was made is not known."""
    return {"id": name, "object": "model", "created": 0, "owned_by": config.organization, "root": name, "parent": None}


def tuned_object(config: Config, model: TunedModel) -> dict[str, Any]:
    """object: model, with the base model as its root and the job that made it."""
    return {
        "id": model.id,
        "object": "model",
        "created": model.created_at,
        "owned_by": config.organization,
        "root": model.base,
        "parent": model.base,
        "fine_tuning_job_id": model.job,
    }
