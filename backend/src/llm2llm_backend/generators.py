"""Loaded models: few at a time, one question after the other, and out of memory when nobody asks."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import anyio.to_thread

from .config import Config
from .engine.port import Engine, EngineError, Generator, ModelSpec, Piece, Prompt, Sampling, ScoreItem, Scores
from .engine.registry import create_engine
from .errors import ApiError

log = logging.getLogger("llm2llm_backend.generators")

Answer = TypeVar("Answer")

STATUS = {
    "out_of_memory": 507,
    "engine_missing": 501,
    "bad_data": 400,
    "context_length_exceeded": 400,
    "unsupported_model": 400,
}
"""HTTP statuses of engine faults; 500 for the others."""


@dataclass(frozen=True, slots=True)
class Servable:
    """A model as the engine loads it. key: the id under which it was asked for."""

    key: str
    base: ModelSpec
    tuned: Path | None


class GeneratorPool:
    """Holds at most `loaded_models` models. All of it runs in the event loop; the work itself in threads."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._engine: Engine | None = None
        self._loaded: OrderedDict[str, Generator] = OrderedDict()
        self._lock = asyncio.Lock()
        self._used = time.monotonic()

    @asynccontextmanager
    async def borrow(self, model: Servable) -> AsyncIterator[Generator]:
        """The model, loaded, for one caller alone. Raises ApiError."""
        async with self._lock:
            try:
                yield await anyio.to_thread.run_sync(self._load, model)
            finally:
                self._used = time.monotonic()

    async def score(self, generator: Generator, items: Sequence[ScoreItem]) -> list[Scores]:
        """Scores in a thread."""
        return await _in_thread(lambda: generator.score_many(items))

    async def write(self, generator: Generator, prompt: Prompt, sampling: Sampling) -> AsyncIterator[Piece]:
        """Writes in a thread, piece by piece; ending the iteration ends the writing."""
        pieces = await _in_thread(lambda: generator.write(prompt, sampling))
        try:
            while (piece := await _in_thread(lambda: next(pieces, None))) is not None:
                yield piece
        finally:
            _close(pieces)

    async def forget(self, key: str) -> None:
        """Unloads one model, for its folder goes."""
        async with self._lock:
            generator = self._loaded.pop(key, None)
            if generator is not None:
                await anyio.to_thread.run_sync(generator.close)

    async def close(self) -> None:
        """Unloads all models."""
        async with self._lock:
            await anyio.to_thread.run_sync(self._unload, 0)

    async def tidy(self) -> None:
        """Runs for as long as the server does: unloads what has not been used for idle_seconds."""
        pause = max(0.05, min(5.0, self._config.idle_seconds / 4))
        while True:
            await asyncio.sleep(pause)
            if self._loaded and not self._lock.locked() and time.monotonic() - self._used > self._config.idle_seconds:
                await self.close()

    @property
    def loaded(self) -> list[str]:
        """The ids of the models in memory."""
        return list(self._loaded)

    def _load(self, model: Servable) -> Generator:
        found = self._loaded.get(model.key)
        if found is not None:
            self._loaded.move_to_end(model.key)
            return found
        self._unload(max(0, self._config.loaded_models - 1))
        try:
            if self._engine is None:
                self._engine = create_engine(self._config.engine)
            generator = self._engine.load(model.base, model.tuned)
        except Exception as fault:
            raise api_fault(fault) from fault
        self._loaded[model.key] = generator
        return generator

    def _unload(self, keep: int) -> None:
        while len(self._loaded) > keep:
            _, generator = self._loaded.popitem(last=False)
            generator.close()


async def _in_thread(work: Callable[[], Answer]) -> Answer:
    """Runs to its end even if the caller is cancelled, so that a model is never used twice at a time."""
    try:
        return await anyio.to_thread.run_sync(work)
    except Exception as fault:
        raise api_fault(fault) from fault


def _close(pieces: Iterator[Piece]) -> None:
    close = getattr(pieces, "close", None)
    if close is not None:
        close()


def api_fault(fault: Exception) -> ApiError:
    """An engine's fault as a client sees it. What nobody foresaw goes to the log, not to the client."""
    if isinstance(fault, ApiError):
        return fault
    if isinstance(fault, EngineError):
        return ApiError(STATUS.get(fault.code, 500), fault.code, str(fault), "model", "server_error")
    if isinstance(fault, MemoryError):
        return ApiError(507, "out_of_memory", "There was not enough memory for this model.", "model", "server_error")
    log.error("The engine failed.", exc_info=fault)
    words = f"The engine failed: {type(fault).__name__}. The server's log has more."
    return ApiError(500, "engine_failed", words, None, "server_error")
