"""What is known of a model from its config.json, and whether WebLLM's kinds can hold it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .errors import ExportError

ModelType = Literal["llama", "qwen2", "qwen3"]

_KINDS: Mapping[str, ModelType] = {"llama": "llama", "qwen2": "qwen2", "qwen3": "qwen3"}


@dataclass(frozen=True, slots=True)
class Architecture:
    """Sizes and constants of a decoder. qkv_bias: whether queries, keys and values have one. tied: whether
    the output uses the embedding. rope_scaling: Llama 3's stretching of positions, or None."""

    model_type: ModelType
    hidden: int
    intermediate: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    vocab: int
    tied: bool
    qkv_bias: bool
    rms_norm_eps: float
    rope_theta: float
    rope_scaling: Mapping[str, Any] | None
    positions: int
    bos_token_id: int | None
    eos_token_ids: tuple[int, ...]


def read_architecture(folder: Path) -> Architecture:
    """Reads config.json (and generation_config.json for the tokens that end answers). Raises ExportError."""
    config = _read_json(folder / "config.json")
    kind = _KINDS.get(str(config.get("model_type")))
    if kind is None:
        raise _unsupported(f"Models of type {config.get('model_type')} cannot be exported")
    if config.get("hidden_act", "silu") != "silu":
        raise _unsupported(f"The activation {config['hidden_act']} is not known to WebLLM's {kind}")
    if config.get("mlp_bias") or (kind != "qwen2" and config.get("attention_bias")):
        raise _unsupported(f"Biases in a model of type {kind} are not known to WebLLM")
    if config.get("use_sliding_window"):
        raise _unsupported("Attention in a sliding window is not exported")
    rope = dict(config.get("rope_parameters") or config.get("rope_scaling") or {})
    theta = float(rope.pop("rope_theta", None) or config.get("rope_theta") or 10_000.0)
    scaling = _rope_scaling(rope, kind)
    heads = int(config["num_attention_heads"])
    hidden = int(config["hidden_size"])
    return Architecture(
        model_type=kind,
        hidden=hidden,
        intermediate=int(config["intermediate_size"]),
        layers=int(config["num_hidden_layers"]),
        heads=heads,
        kv_heads=int(config.get("num_key_value_heads") or heads),
        head_dim=int(config.get("head_dim") or hidden // heads),
        vocab=int(config["vocab_size"]),
        tied=bool(config.get("tie_word_embeddings", False)),
        qkv_bias=kind == "qwen2",
        rms_norm_eps=float(config["rms_norm_eps"]),
        rope_theta=theta,
        rope_scaling=scaling,
        positions=int(config["max_position_embeddings"]),
        bos_token_id=config.get("bos_token_id"),
        eos_token_ids=_ending_ids(folder, config),
    )


def _rope_scaling(rope: Mapping[str, Any], kind: ModelType) -> Mapping[str, Any] | None:
    kind_of_rope = rope.get("rope_type") or rope.get("type") or "default"
    if kind_of_rope == "default":
        return None
    if kind_of_rope == "llama3" and kind == "llama":
        return {**rope, "rope_type": "llama3"}
    raise _unsupported(f"Positions scaled by {kind_of_rope} are not known to WebLLM's {kind}")


def _ending_ids(folder: Path, config: Mapping[str, Any]) -> tuple[int, ...]:
    ids: list[int] = []
    generation = folder / "generation_config.json"
    for source in ([_read_json(generation)] if generation.is_file() else []) + [dict(config)]:
        value = source.get("eos_token_id")
        ids += [value] if isinstance(value, int) else list(value or [])
    return tuple(dict.fromkeys(ids))


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ExportError(
            "missing_file", f"The folder has no {path.name}.", "Give the folder of a model in Hugging Face's form."
        ) from None
    except ValueError as fault:
        raise ExportError("missing_file", f"{path.name} is not JSON.", "Write the model again.") from fault
    return content


def _unsupported(what: str) -> ExportError:
    return ExportError(
        "unsupported_model",
        f"{what}.",
        "Use the model through the backend's API, or train a Llama-, Qwen2- or Qwen3-style one.",
    )
