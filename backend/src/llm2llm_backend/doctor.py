"""What is there and what is missing, one line each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .config import Config
from .engine.port import EngineError
from .engine.registry import create_engine

LOW_SPACE = 2 * 1024**3
"""Bytes; a checkpoint of a small model with its optimiser takes up to so much."""


@dataclass(frozen=True, slots=True)
class Finding:
    """fine is False when something has to be mended."""

    fine: bool
    text: str

    def line(self) -> str:
        """As it is printed."""
        return f"{'ok     ' if self.fine else 'missing'}  {self.text}"


def examine(config: Config) -> list[Finding]:
    """All findings."""
    return [*_data(config), *_models(config), *_engine(config)]


def _data(config: Config) -> Iterator[Finding]:
    try:
        config.data.mkdir(parents=True, exist_ok=True)
        probe = config.data / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as fault:
        yield Finding(False, f"The data folder {config.data} can not be written: {fault}. Name another with --data.")
        return
    free = shutil.disk_usage(config.data).free
    yield Finding(free >= LOW_SPACE, f"data folder {config.data}, {free / 1024**3:.1f} GiB free")


def _models(config: Config) -> Iterator[Finding]:
    if not config.models:
        yield Finding(False, "No model is named. Add [models.NAME] to the settings.")
    for name, model in config.models.items():
        local = model.source.startswith("/")
        there = not local or (Path(model.source) / "config.json").is_file()
        words = "folder" if local else "from the hub, when it is first used"
        yield Finding(there, f"model {name}: {model.source} ({words if there else 'no config.json there'})")


def _engine(config: Config) -> Iterator[Finding]:
    try:
        facts = create_engine(config.engine).facts()
    except EngineError as fault:
        yield Finding(False, str(fault))
        return
    yield Finding(True, f"engine {config.engine}: " + ", ".join(f"{name} {value}" for name, value in facts.items()))
