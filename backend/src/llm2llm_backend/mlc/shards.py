"""Writes tensors one after another into params_shard_*.bin, and the list of them, tensor-cache.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .errors import ExportError

SHARD_LIMIT = 32 * 1024 * 1024
"""Bytes of a shard; a larger tensor gets one of its own. MLC-LLM's limit, which fits browsers' caches."""

INDEX_NAME = "tensor-cache.json"


class ShardWriter:
    """Takes tensors as pieces of bytes, so that no tensor need be in memory as a whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shards: list[dict[str, Any]] = []
        self._open: list[dict[str, Any]] = []
        self._size = 0
        self._parameters = 0

    def add(self, name: str, shape: tuple[int, ...], dtype: str, nbytes: int, pieces: Iterable[bytes]) -> None:
        """Appends a tensor. nbytes: what the pieces come to; anything else is an ExportError."""
        if self._open and self._size + nbytes > SHARD_LIMIT:
            self._close()
        written = 0
        with self._path().open("ab" if self._open else "wb") as file:
            for piece in pieces:
                file.write(piece)
                written += len(piece)
        if written != nbytes:
            raise ExportError("bad_weights", f"{name} has {written} bytes instead of {nbytes}.", "Report this.")
        self._open.append(
            {
                "name": name,
                "shape": list(shape),
                "dtype": dtype,
                "format": "raw",
                "nbytes": nbytes,
                "byteOffset": self._size,
            }
        )
        self._size += nbytes

    def finish(self, parameters: int) -> None:
        """Closes the last shard and writes the list. parameters: weights of the model before packing."""
        if self._open:
            self._close()
        total = sum(int(shard["nbytes"]) for shard in self._shards)
        metadata = {
            "ParamSize": sum(len(shard["records"]) for shard in self._shards),
            "ParamBytes": float(total),
            "BitsPerParam": total * 8.0 / parameters,
        }
        text = json.dumps({"metadata": metadata, "records": self._shards}, indent=2)
        (self._folder / INDEX_NAME).write_text(text, encoding="utf-8")

    def _path(self) -> Path:
        return self._folder / f"params_shard_{len(self._shards)}.bin"

    def _close(self) -> None:
        path = self._path()
        with path.open("rb") as file:
            md5 = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
        self._shards.append(
            {
                "dataPath": path.name,
                "format": "raw-shard",
                "nbytes": self._size,
                "records": self._open,
                "md5sum": md5,
            }
        )
        self._open = []
        self._size = 0
