"""mlc-chat-config.json: what WebLLM reads before anything else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .architecture import Architecture
from .quantization import Quantization

CONTEXT_LIMIT = 4096
"""Tokens; WebLLM's prebuilt libraries are used with no more, and memory for keys and values grows with it."""
PREFILL_CHUNK = 1024
"""Tokens a prefill step; fixed in the prebuilt libraries (the cs1k in their names)."""


def chat_config(
    model: Architecture,
    form: Quantization,
    conv: Mapping[str, Any],
    tokenizer_files: Sequence[str],
    tokenizer_info: Mapping[str, Any],
) -> dict[str, Any]:
    """The whole configuration as JSON. Sampling fields are numbers: WebLLM's low-level calls need them."""
    window = min(model.positions, CONTEXT_LIMIT)
    return {
        "version": "0.1.0",
        "model_type": model.model_type,
        "quantization": form.name,
        "model_config": _model_config(model, window),
        "vocab_size": model.vocab,
        "context_window_size": window,
        "sliding_window_size": -1,
        "prefill_chunk_size": min(window, PREFILL_CHUNK),
        "attention_sink_size": -1,
        "tensor_parallel_shards": 1,
        "temperature": 1.0,
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
        "repetition_penalty": 1.0,
        "top_p": 1.0,
        "tokenizer_files": list(tokenizer_files),
        "tokenizer_info": dict(tokenizer_info),
        "conv_template": dict(conv),
        "bos_token_id": model.bos_token_id,
        "eos_token_id": list(model.eos_token_ids),
    }


def tokenizer_info(tokenizer_json: Path) -> dict[str, Any]:
    """How tokens become text: bytes written as letters (GPT-2's way), or SentencePiece's."""
    tokenizer = json.loads(tokenizer_json.read_text(encoding="utf-8"))
    byte_level = '"ByteLevel"' in json.dumps(tokenizer.get("decoder") or {})
    return {
        "token_postproc_method": "byte_level" if byte_level else "byte_fallback",
        "prepend_space_in_encode": not byte_level,
        "strip_space_in_decode": not byte_level,
    }


def _model_config(model: Architecture, window: int) -> dict[str, Any]:
    config: dict[str, Any] = {
        "hidden_size": model.hidden,
        "intermediate_size": model.intermediate,
        "num_attention_heads": model.heads,
        "num_hidden_layers": model.layers,
        "num_key_value_heads": model.kv_heads,
        "head_dim": model.head_dim,
        "rms_norm_eps": model.rms_norm_eps,
        "vocab_size": model.vocab,
        "tie_word_embeddings": model.tied,
        "context_window_size": window,
        "prefill_chunk_size": min(window, PREFILL_CHUNK),
        "tensor_parallel_shards": 1,
        "max_batch_size": 1,
    }
    if model.model_type == "llama":
        return {**config, "position_embedding_base": model.rope_theta, "rope_scaling": model.rope_scaling}
    bias = {"attention_bias": False} if model.model_type == "qwen3" else {}
    return {**config, **bias, "hidden_act": "silu", "rope_theta": model.rope_theta}
