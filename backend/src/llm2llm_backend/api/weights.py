"""/v1/models/{id}/files: what a fit left, to be downloaded (an adapter, or a whole model)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse

from ..errors import not_found
from ..services import Services
from ..store.models import TunedModel

KINDS = (".safetensors", ".json", ".txt", ".jinja", ".model", ".md")
"""Endings of files that belong to a model; the state of an optimiser does not."""


def router(services: Services) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/v1/models/{model_id}/files")

    def find(model_id: str) -> dict[str, Path]:
        model = services.models.find(model_id)
        if model is None:
            raise not_found("tuned model", model_id, "model", "model_not_found")
        return model_files(model)

    @api.get("")
    def find_all(model_id: str) -> dict[str, Any]:
        found = find(model_id)
        data = [{"object": "model.file", "name": name, "bytes": path.stat().st_size} for name, path in found.items()]
        return {"object": "list", "data": data, "has_more": False}

    @api.get("/{name}")
    def content(model_id: str, name: str) -> FileResponse:
        path = find(model_id).get(name)
        if path is None:
            raise not_found("model file", name, "name", "file_not_found")
        kind = "application/json" if path.suffix == ".json" else "application/octet-stream"
        return FileResponse(path, media_type=kind, filename=path.name)

    return api


def model_files(model: TunedModel) -> dict[str, Path]:
    """Files of a tuned model by name, as the folder lists them."""
    entries = sorted(model.folder.iterdir()) if model.folder.is_dir() else []
    return {entry.name: entry for entry in entries if entry.is_file() and entry.suffix in KINDS}
