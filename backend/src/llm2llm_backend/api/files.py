"""/v1/files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import FileResponse

from ..dataset import check_lines
from ..errors import bad_request, not_found
from ..ids import new_id
from ..services import Services
from ..store.files import StoredFile
from .guard import too_large
from .shapes import file_object, list_object

CHUNK = 1024 * 1024
EXPIRY_SECONDS = (3600, 2592000)
"""What OpenAI allows for expires_after: an hour to 30 days."""


def router(services: Services) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/v1/files")

    @api.post("")
    def create(
        file: Annotated[UploadFile, File()],
        purpose: Annotated[str, Form()],
        anchor: Annotated[str | None, Form(alias="expires_after[anchor]")] = None,
        seconds: Annotated[int | None, Form(alias="expires_after[seconds]")] = None,
    ) -> dict[str, Any]:
        if purpose != "fine-tune":
            raise bad_request("invalid_purpose", "The purpose must be fine-tune; no other is supported.", "purpose")
        created = services.clock()
        stored = _store(services, file.file, display_name(file.filename), created, _expiry(created, anchor, seconds))
        return file_object(stored)

    @api.get("")
    def find_all(
        after: str | None = None,
        limit: Annotated[int, Query(ge=1, le=10000)] = 10000,
        order: Literal["asc", "desc"] = "desc",
        purpose: str | None = None,
    ) -> dict[str, Any]:
        services.files.remove_expired(services.clock())
        page = services.files.page(after, limit, order == "desc", purpose)
        return list_object([file_object(file) for file in page.items], page)

    @api.get("/{file_id}")
    def retrieve(file_id: str) -> dict[str, Any]:
        return file_object(find_file(services, file_id, "file_id"))

    @api.get("/{file_id}/content")
    def content(file_id: str) -> FileResponse:
        file = find_file(services, file_id, "file_id")
        kind = "text/csv" if file.purpose == "fine-tune-results" else "application/jsonl"
        return FileResponse(services.files.path(file), media_type=kind, filename=file.filename)

    @api.delete("/{file_id}")
    def delete(file_id: str) -> dict[str, Any]:
        services.files.remove(find_file(services, file_id, "file_id"))
        return {"id": file_id, "object": "file", "deleted": True}

    return api


def find_file(services: Services, file_id: str, param: str) -> StoredFile:
    """The file of an id. Raises ApiError(file_not_found)."""
    services.files.remove_expired(services.clock())
    file = services.files.find(file_id)
    if file is None:
        raise not_found("file", file_id, param, "file_not_found")
    return file


def display_name(name: str | None) -> str:
    """What a file is called in lists: the last part of what the client says. It is no path of this server."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if letter.isprintable())[:255]
    return kept or "train.jsonl"


def _store(services: Services, source: BinaryIO, name: str, created: int, expires: int | None) -> StoredFile:
    if not name.lower().endswith(".jsonl"):
        raise bad_request("invalid_file_format", "The file must be JSON Lines and its name end in .jsonl.", "file")
    file_id = new_id("file-")
    part = services.files.part(file_id)
    try:
        size, digest = _copy(source, part, services.config.upload_limit)
        with part.open("rb") as lines:
            report = check_lines(lines)
        if report.faults:
            raise bad_request("invalid_jsonl", report.message(), "file")
        least = services.config.min_examples
        if report.examples < least:
            raise bad_request(
                "too_few_examples", f"The file has {report.examples} examples; at least {least} are needed.", "file"
            )
        return services.files.add(
            StoredFile(file_id, created, size, name, "fine-tune", report.examples, digest, expires)
        )
    finally:
        part.unlink(missing_ok=True)


def _copy(source: BinaryIO, target: Path, limit: int) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with target.open("xb") as file:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise too_large(limit)
            digest.update(chunk)
            file.write(chunk)
    return size, digest.hexdigest()


def _expiry(created: int, anchor: str | None, seconds: int | None) -> int | None:
    if anchor is None and seconds is None:
        return None
    least, most = EXPIRY_SECONDS
    if anchor != "created_at" or seconds is None or not least <= seconds <= most:
        words = f"expires_after is created_at and {least} to {most} seconds."
        raise bad_request("invalid_value", words, "expires_after")
    return created + seconds
