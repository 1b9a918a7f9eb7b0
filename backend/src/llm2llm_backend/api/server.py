"""/v1/llm2llm, beyond OpenAI's format: what this server can do and what it does by default."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from .. import __version__
from ..exporting import QUANTIZATIONS
from ..services import Services


def router(services: Services) -> APIRouter:
    """The route."""
    api = APIRouter(prefix="/v1/llm2llm")

    @api.get("")
    def describe() -> dict[str, Any]:
        return server_object(services)

    return api


def server_object(services: Services) -> dict[str, Any]:
    """object: llm2llm.server. What only the engine knows is null until it has said it; `packages` are the
    engine's versions, with "missing" for what it lacks. Learning rates are absolute, limits in bytes."""
    config, facts = services.config, services.facts.known()
    packages = {name: value for name, value in (facts or {}).items() if name not in ("device", "dtype", "fault")}
    defaults = config.training
    return {
        "object": "llm2llm.server",
        "version": __version__,
        "engine": config.engine,
        "device": (facts or {}).get("device"),
        "dtype": (facts or {}).get("dtype"),
        "packages": None if facts is None else packages,
        "fault": (facts or {}).get("fault"),
        "score": True,
        "adapters": True,
        "mlc": list(QUANTIZATIONS),
        "training": {
            "n_epochs": defaults.epochs,
            "batch_size": defaults.batch_size,
            "learning_rate": defaults.learning_rate,
            "full_learning_rate": defaults.full_learning_rate,
            "lora_rank": defaults.lora_rank,
            "lora_alpha": defaults.alpha(defaults.lora_rank),
            "max_length": defaults.max_length,
        },
        "limits": {"upload_bytes": config.upload_limit, "min_examples": config.min_examples},
    }
