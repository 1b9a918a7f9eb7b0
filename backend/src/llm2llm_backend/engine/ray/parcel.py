"""What a fit needs, packed to be sent to other machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..port import TrainRequest

OUTPUT = Path("output")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A request whose paths are relative to the folder it is unpacked in, and the files it names. The base
    model is not among them: every machine finds it by its hub name, or in the same folder."""

    request: TrainRequest
    files: Mapping[Path, bytes]


def pack(request: TrainRequest) -> Parcel:
    """Reads all files of a request into memory."""
    validation = Path("validation.jsonl") if request.validation_file else None
    resume = OUTPUT / "checkpoints" / request.resume_from.name if request.resume_from else None
    start = Path("start") if request.start_from and not resume else None
    inside = replace(
        request,
        train_file=Path("train.jsonl"),
        validation_file=validation,
        output=OUTPUT,
        start_from=start,
        resume_from=resume,
    )
    files = {inside.train_file: request.train_file.read_bytes()}
    if validation and request.validation_file:
        files[validation] = request.validation_file.read_bytes()
    if resume and request.resume_from:
        files.update(_files(request.resume_from, resume))
    if start and request.start_from:
        files.update(_files(request.start_from, start))
    return Parcel(inside, files)


def unpack(parcel: Parcel, folder: Path) -> TrainRequest:
    """Writes the files under a folder; the request with the paths they have there."""
    for name, content in parcel.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    inside = parcel.request
    return replace(
        inside,
        train_file=folder / inside.train_file,
        validation_file=folder / inside.validation_file if inside.validation_file else None,
        output=folder / inside.output,
        start_from=folder / inside.start_from if inside.start_from else None,
        resume_from=folder / inside.resume_from if inside.resume_from else None,
    )


def _files(folder: Path, under: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield under / path.relative_to(folder), path.read_bytes()
