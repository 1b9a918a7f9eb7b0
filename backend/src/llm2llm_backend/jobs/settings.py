"""What a job trains with, worked out once when it is created, and stored with it."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from ..config import Training
from ..engine.port import LoraSettings
from ..errors import bad_request


@dataclass(frozen=True, slots=True)
class JobSettings:
    """learning_rate is absolute: multiplier times the configured rate of the kind of training."""

    n_epochs: int
    batch_size: int
    learning_rate_multiplier: float
    learning_rate: float
    lora: LoraSettings | None
    max_length: int

    def total_steps(self, examples: int) -> int:
        """Optimiser steps of the whole fit."""
        return math.ceil(examples / self.batch_size) * self.n_epochs

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, Any]) -> JobSettings:
        """The other way."""
        return JobSettings(**{**data, "lora": LoraSettings(**data["lora"]) if data["lora"] else None})


def resolve_settings(
    asked: dict[str, int | float | None],
    metadata: dict[str, str],
    defaults: Training,
    examples: int,
    parent: JobSettings | None = None,
) -> JobSettings:
    """Puts numbers where a request says "auto" (None here).

    parent: of the job whose model is to be trained on; kind of training, rank and alpha then are its own unless
    the request says otherwise.
    metadata may carry what the wire format has no field for: training = lora | full, lora_rank, lora_alpha,
    max_length (tokens). Raises ApiError that names the field.
    """
    training = metadata.get("training", "full" if parent and parent.lora is None else "lora")
    if training not in ("lora", "full"):
        raise bad_request("invalid_value", "metadata.training is lora or full.", "metadata.training")
    lora = _lora(metadata, defaults, parent) if training == "lora" else None
    multiplier = float(asked.get("learning_rate_multiplier") or 1.0)
    base_rate = defaults.learning_rate if lora else defaults.full_learning_rate
    return JobSettings(
        n_epochs=int(asked.get("n_epochs") or defaults.epochs),
        batch_size=min(int(asked.get("batch_size") or defaults.batch_size), max(examples, 1)),
        learning_rate_multiplier=multiplier,
        learning_rate=multiplier * base_rate,
        lora=lora,
        max_length=_whole(metadata, "max_length", defaults.max_length, 131072),
    )


def _lora(metadata: dict[str, str], defaults: Training, parent: JobSettings | None) -> LoraSettings:
    if parent is not None and parent.lora is None:
        raise bad_request(
            "invalid_value",
            "All weights of the model to go on from were trained, and an adapter would be lost without them."
            " Set metadata.training to full, or start from the base model.",
            "metadata.training",
        )
    before = parent.lora if parent else None
    rank = _whole(metadata, "lora_rank", before.rank if before else defaults.lora_rank, 512)
    alpha = _rate(metadata, "lora_alpha", before.alpha if before else defaults.alpha(rank))
    if before is not None and (rank, alpha) != (before.rank, before.alpha):
        raise bad_request(
            "invalid_value",
            f"The adapter to go on from has rank {before.rank} and alpha {before.alpha:g}."
            " Use the same, leave both out, or start from the base model.",
            "metadata.lora_rank",
        )
    return LoraSettings(rank, alpha, defaults.lora_dropout)


def _whole(metadata: dict[str, str], name: str, default: int, largest: int) -> int:
    text = metadata.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= largest):
        raise bad_request(
            "invalid_value", f"metadata.{name} is a whole number from 1 to {largest}.", f"metadata.{name}"
        )
    return int(text)


def _rate(metadata: dict[str, str], name: str, default: float) -> float:
    text = metadata.get(name)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.0 < value < 1e6:
        raise bad_request("invalid_value", f"metadata.{name} is a number above 0.", f"metadata.{name}")
    return value
