"""Folders sent in pieces, so that no memory has to hold a whole model."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PIECE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FolderBegun:
    """The first message of a folder. folder: relative to the output."""

    folder: Path


@dataclass(frozen=True, slots=True)
class FilePiece:
    """The next bytes of a file. name: relative to the folder."""

    folder: Path
    name: Path
    content: bytes


@dataclass(frozen=True, slots=True)
class FolderDone:
    """The last message of a folder. step: set if it is a checkpoint."""

    folder: Path
    step: int | None


FolderMessage = FolderBegun | FilePiece | FolderDone


def send_folder(output: Path, folder: Path, step: int | None) -> Iterator[FolderMessage]:
    """The messages that make up a folder inside an output."""
    place = folder.relative_to(output)
    yield FolderBegun(place)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                name = path.relative_to(folder)
                yield FilePiece(place, name, file.read(PIECE_BYTES))
                while piece := file.read(PIECE_BYTES):
                    yield FilePiece(place, name, piece)
    yield FolderDone(place, step)


class FolderReceiver:
    """Writes folders into an output; each appears complete or not at all."""

    def __init__(self, output: Path) -> None:
        self._output = output

    def receive(self, message: FolderMessage) -> Path | None:
        """Takes the next message; the folder, when that completes it."""
        folder = self._output / message.folder
        partial = folder.with_name(folder.name + ".partial")
        match message:
            case FolderBegun():
                shutil.rmtree(partial, ignore_errors=True)
                partial.mkdir(parents=True)
            case FilePiece():
                path = partial / message.name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("ab") as file:
                    file.write(message.content)
            case FolderDone():
                shutil.rmtree(folder, ignore_errors=True)
                partial.rename(folder)
                return folder
        return None
