"""Checkpoints of a fit: complete or not there, and enough to go on as if nothing had happened."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .port import EngineError

STATE_FILE = "trainer_state.pt"
STATE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a fit is. step: optimiser steps done. tokens: learnt tokens seen."""

    step: int = 0
    tokens: int = 0


def checkpoint_folder(output: Path, step: int) -> Path:
    """Where the checkpoint of a step lies."""
    return output / "checkpoints" / f"step-{step:07d}"


def save_weights(model: Any, tokenizer: Any, folder: Path) -> None:
    """Writes an adapter, or a whole model with its tokenizer, in a folder that appears complete."""
    _write(model, tokenizer, folder, state=None)


def save_checkpoint(model: Any, tokenizer: Any, optimizer: Any, progress: Progress, folder: Path) -> None:
    """Writes weights, optimiser, position and random state in a folder that appears complete."""
    import torch

    state = {
        "version": STATE_VERSION,
        "step": progress.step,
        "tokens": progress.tokens,
        "optimizer": optimizer.state_dict(),
        "random": torch.get_rng_state(),
        "random_cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
    }
    _write(model, tokenizer, folder, state)


def restore_state(folder: Path, optimizer: Any) -> Progress:
    """Reads optimiser, position and random state back. Raises EngineError('model_unavailable')."""
    import torch

    try:
        state = torch.load(folder / STATE_FILE, map_location="cpu", weights_only=True)
        if state["version"] != STATE_VERSION:
            raise ValueError(f"version {state['version']}")
        optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
        if torch.cuda.is_available() and len(state["random_cuda"]) == torch.cuda.device_count():
            torch.cuda.set_rng_state_all(state["random_cuda"])
        return Progress(int(state["step"]), int(state["tokens"]))
    except (OSError, ValueError, KeyError, RuntimeError) as fault:
        raise EngineError(
            "model_unavailable",
            "The checkpoint to go on from cannot be read.",
            "Start the job again from its training file.",
        ) from fault


def _write(model: Any, tokenizer: Any, folder: Path, state: dict[str, Any] | None) -> None:
    import torch

    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    if hasattr(model, "peft_config"):
        # Embeddings are never part of an adapter here; looking whether they are would ask the hub.
        model.save_pretrained(str(partial), save_embedding_layers=False)
    else:
        model.save_pretrained(str(partial))
        tokenizer.save_pretrained(str(partial))
    if state is not None:
        torch.save(state, partial / STATE_FILE)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
