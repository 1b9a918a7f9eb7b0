"""/v1/models/{id}/mlc/resolve/{revision}/{file}: a model as WebLLM loads it.

The revision is a quantisation, or main: the one of the settings when the model's main was first asked for.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from ..errors import bad_request
from ..exporting import QUANTIZATIONS
from ..services import Services

YEAR = 31536000


def router(services: Services) -> APIRouter:
    """The routes. The first file that is asked for waits until the export is made."""
    api = APIRouter(prefix="/v1/models/{model_id}/mlc/resolve")

    @api.get("/{revision}/{name}")
    def file(request: Request, model_id: str, revision: str, name: str) -> Response:
        model = services.servable(model_id)
        form = services.exports.main(model) if revision == "main" else revision
        if form not in QUANTIZATIONS:
            words = f"There is no quantisation {revision[:40]!r}; there are {', '.join(QUANTIZATIONS)}."
            raise bad_request("unknown_quantization", words, "revision")
        found = services.exports.file(model, form, name)
        # A tuned model's name is never used again; what a base model's name means, the settings say.
        caching = "private, no-cache" if model.tuned is None else f"private, max-age={YEAR}, immutable"
        headers = {"cache-control": caching, "etag": f'"{found.sha256}"'}
        if headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        kind = "application/json" if found.path.suffix == ".json" else "application/octet-stream"
        return FileResponse(found.path, media_type=kind, headers=headers)

    return api
