"""Reads the tensors of a Hugging Face folder a few rows at a time.

A safetensors file is the length of its header (8 bytes, little-endian), the header (JSON: for each tensor
dtype, shape and where its bytes lie) and the bytes. It is mapped into memory, and only the rows asked for are
turned into numbers; bfloat16, which numpy does not know, is the upper half of a float32.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import ExportError

Floats = npt.NDArray[np.float32]

_NUMPY_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
_LARGEST_HEADER = 100_000_000
"""Bytes; the format's own limit."""


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    dtype: str
    shape: tuple[int, ...]
    offset: int
    nbytes: int


class WeightFolder:
    """All tensors of a folder by name, whether in one file or in several."""

    def __init__(self, folder: Path) -> None:
        files = sorted(folder.glob("*.safetensors"))
        if not files:
            raise ExportError(
                "missing_file",
                "The folder has no weights in safetensors files.",
                "Save the merged model with transformers' save_pretrained.",
            )
        self._places: dict[str, _Place] = {}
        for file in files:
            self._places.update(_read_header(file))

    @property
    def names(self) -> frozenset[str]:
        """Names of all tensors."""
        return frozenset(self._places)

    def shape(self, name: str) -> tuple[int, ...]:
        """Shape of a tensor. Raises ExportError if it is not there."""
        return self._place(name).shape

    def rows(self, name: str, start: int, stop: int) -> Floats:
        """Rows [start, stop) of a tensor as float32, [stop - start, ...]. Raises ExportError if a number is
        not finite."""
        place = self._place(name)
        raw = np.memmap(place.path, _NUMPY_TYPES[place.dtype], "r", place.offset, place.shape)
        part = raw[start:stop]
        if place.dtype == "BF16":
            values = (part.astype(np.uint32) << np.uint32(16)).view(np.float32)
        else:
            values = np.array(part, dtype=np.float32)
        if not np.isfinite(values).all():
            raise ExportError(
                "bad_weights",
                f"{name} holds numbers that are not finite.",
                "The fit has failed; train again with a lower learning rate.",
            )
        return values

    def _place(self, name: str) -> _Place:
        try:
            return self._places[name]
        except KeyError:
            raise ExportError(
                "bad_weights",
                f"The model has no tensor {name}.",
                "Merge the adapter into its base before exporting, and export the whole model.",
            ) from None


def _read_header(path: Path) -> dict[str, _Place]:
    size = path.stat().st_size
    damaged = ExportError("bad_weights", f"{path.name} is damaged or not complete.", "Write the model again.")
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > min(size - 8, _LARGEST_HEADER):
            raise damaged
        try:
            header: dict[str, Any] = json.loads(file.read(length))
        except ValueError as fault:
            raise damaged from fault
    places: dict[str, _Place] = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, stop = entry["data_offsets"]
        if 8 + length + stop > size:
            raise damaged
        if entry["dtype"] not in _NUMPY_TYPES:
            raise ExportError(
                "bad_weights",
                f"{name} is stored as {entry['dtype']}, which is not an ordinary number.",
                "Export a model that is not quantised.",
            )
        places[name] = _Place(path, entry["dtype"], tuple(entry["shape"]), 8 + length + start, stop - start)
    return places
