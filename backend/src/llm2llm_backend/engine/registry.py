"""Engines by name. An engine is created where it is used, from a name that can be sent to a process."""

from __future__ import annotations

import importlib
from typing import cast

from .port import Engine, EngineError

ENGINES = {
    "local": "llm2llm_backend.engine.local:LocalEngine",
    "ray": "llm2llm_backend.engine.ray.engine:RayEngine",
}


def engine_path(name: str) -> str:
    """`package.module:Class` of a name of the table; a path of that form stands for itself."""
    return name if ":" in name else ENGINES.get(name, name)


def create_engine(name: str) -> Engine:
    """Imports and creates an engine. Raises EngineError(engine_missing)."""
    module, separator, attribute = engine_path(name).partition(":")
    if not separator:
        raise EngineError(
            "engine_missing",
            f"There is no engine called {name!r}.",
            f"Known are {', '.join(sorted(ENGINES))}, or package.module:Class.",
        )
    try:
        factory = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as fault:
        raise EngineError(
            "engine_missing",
            f"The engine {name!r} could not be loaded: {fault}.",
            "Install what it needs, for example: pip install 'llm2llm-backend[train]'.",
        ) from fault
    return cast(Engine, factory())
