"""Models as WebLLM weights for a browser tab: made when they are first asked for, kept beside the data.

The work is done in a process of its own, so that the memory of the merged model is given back.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import multiprocessing
import shutil
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal, get_args

from .config import Config
from .engine.port import ModelSpec
from .errors import ApiError
from .generators import Servable

Quantization = Literal["q0f32", "q0f16", "q4f32_1", "q4f16_1"]
QUANTIZATIONS: tuple[str, ...] = get_args(Quantization)
STUDENT = "student.json"
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file of an export, with the hash of its content."""

    path: Path
    sha256: str


class Exports:
    """Files of exports, by model and quantisation."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._root = config.data / "exports"
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def file(self, model: Servable, quantization: str, name: str) -> ExportedFile:
        """A file of an export, which is made if it is not there. name is looked up in student.json and never
        made a path before it is found there. Raises ApiError."""
        folder = self.folder(model) / quantization
        with self._locks[str(folder)]:
            if not (folder / STUDENT).is_file():
                self._make(model, quantization, folder)
        student = (folder / STUDENT).read_bytes()
        if name == STUDENT:
            return ExportedFile(folder / STUDENT, hashlib.sha256(student).hexdigest())
        known = json.loads(student)["files"].get(name)
        if known is None:
            raise ApiError(404, "file_not_found", f"The export has no file {name[:200]!r}.", "file")
        return ExportedFile(folder / name, known["sha256"])

    def main(self, model: Servable) -> str:
        """The quantisation that a model's `main` stands for: that of the settings when this is first asked, and
        the same ever after, for what is loaded under an address is kept for good."""
        path = self.folder(model) / "main"
        with self._locks[str(path)]:
            if not path.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                part = path.with_suffix(".part")
                part.write_text(self._config.export_quantization, encoding="ascii")
                part.replace(path)
            return path.read_text(encoding="ascii")

    def folder(self, model: Servable) -> Path:
        """Where a model's exports are; another base under the same name is another folder."""
        key = "\n".join((model.key, model.base.id, model.base.source))
        return self._root / hashlib.sha256(key.encode()).hexdigest()[:32]

    def remove(self, model: Servable) -> None:
        """Removes a model's exports."""
        shutil.rmtree(self.folder(model), ignore_errors=True)

    def _make(self, model: Servable, quantization: str, folder: Path) -> None:
        receiver, sender = _SPAWN.Pipe(duplex=False)
        arguments = (self._config.exporter, model.key, model.base, model.tuned, quantization, folder, sender)
        process = _SPAWN.Process(target=_work, args=arguments, daemon=True)
        process.start()
        sender.close()
        try:
            fault = receiver.recv()
        except EOFError:
            fault = ("export_failed", "The export ended unexpectedly; often it is the memory.")
        process.join()
        receiver.close()
        if fault is not None:
            raise ApiError(500, fault[0], fault[1], "model", "server_error")


def _work(
    exporter: str, key: str, base: ModelSpec, tuned: Path | None, quantization: str, folder: Path, told: Connection
) -> None:
    try:
        module, _, name = exporter.partition(":")
        write: Callable[..., None] = getattr(importlib.import_module(module), name)
        folder.parent.mkdir(parents=True, exist_ok=True)
        write(key, base, tuned, quantization, folder)
        told.send(None)
    except Exception as fault:
        code = str(getattr(fault, "code", "export_failed"))
        told.send((code, str(fault) or type(fault).__name__))


def write_student(key: str, base: ModelSpec, tuned: Path | None, quantization: Quantization, folder: Path) -> None:
    """Merges and exports. folder appears when it is complete. Raises EngineError, ExportError."""
    from .engine.merge import write_merged
    from .mlc.export import export_model

    with tempfile.TemporaryDirectory(prefix="merged-", dir=folder.parent) as scratch:
        merged = write_merged(base, tuned, Path(scratch) / "model")
        export_model(merged, folder, quantization, model_id=key, base=base.id)
