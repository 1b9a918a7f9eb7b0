"""/v1/models/{id}/mlc/resolve/{revision}/{file}: a model as WebLLM loads it.

The revision is a quantisation, whose files never change under their address; main is the one of the settings.
"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse

from ..errors import bad_request
from ..exporting import QUANTIZATIONS
from ..services import Services

YEAR = 31536000


def router(services: Services) -> APIRouter:
    """The routes. The first file that is asked for waits until the export is made."""
    api = APIRouter(prefix="/v1/models/{model_id}/mlc/resolve")

    @api.get("/{revision}/{name}")
    def file(model_id: str, revision: str, name: str) -> FileResponse:
        model = services.servable(model_id)
        form = services.config.export_quantization if revision == "main" else revision
        if form not in QUANTIZATIONS:
            words = f"There is no quantisation {revision[:40]!r}; there are {', '.join(QUANTIZATIONS)}."
            raise bad_request("unknown_quantization", words, "revision")
        path = services.exports.file(model, form, name)
        kind = "application/json" if path.suffix == ".json" else "application/octet-stream"
        caching = "private, no-cache" if revision == "main" else f"private, max-age={YEAR}, immutable"
        return FileResponse(path, media_type=kind, headers={"cache-control": caching})

    return api
