"""Reads an export as WebLLM does and runs it in numpy: a second way to the same logits.

It shares no code with the exporter: nibbles, offsets and fused rows are taken apart here from the files alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class ExportedModel:
    """Tensors of an export by name, packed ones unpacked, as float64."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.config = json.loads((folder / "mlc-chat-config.json").read_text())
        index = json.loads((folder / "tensor-cache.json").read_text())
        self.records: dict[str, tuple[str, dict[str, Any]]] = {}
        for shard in index["records"]:
            assert (folder / shard["dataPath"]).stat().st_size == shard["nbytes"]
            assert sum(record["nbytes"] for record in shard["records"]) == shard["nbytes"]
            self.records.update({record["name"]: (shard["dataPath"], record) for record in shard["records"]})

    def raw(self, name: str) -> Array:
        file, record = self.records[name]
        data = (self._folder / file).read_bytes()[record["byteOffset"] : record["byteOffset"] + record["nbytes"]]
        return np.frombuffer(data, record["dtype"]).reshape(record["shape"])

    def matrix(self, stem: str, features: int) -> Array:
        if f"{stem}.weight" in self.records:
            return self.raw(f"{stem}.weight").astype(np.float64)
        words, scales = self.raw(f"{stem}.q_weight"), self.raw(f"{stem}.q_scale").astype(np.float64)
        weights = np.zeros((words.shape[0], words.shape[1] * 8))
        for place in range(8):
            weights[:, place::8] = ((words >> (4 * place)) & 0xF).astype(np.float64) - 7.0
        return (weights * np.repeat(scales, 32, axis=1))[:, :features]

    def vector(self, name: str) -> Array:
        return self.raw(name).astype(np.float64)


def norm(x: Array, weight: Array, epsilon: float) -> Array:
    return np.asarray(x / np.sqrt((x * x).mean(-1, keepdims=True) + epsilon) * weight)


def rotate(x: Array, theta: float) -> Array:
    """Rotary positions in halves. x: [T, H, d]."""
    length, _, width = x.shape
    frequencies = theta ** (-np.arange(0, width, 2) / width)
    angles = np.arange(length)[:, None] * frequencies
    cos, sin = np.cos(angles)[:, None], np.sin(angles)[:, None]
    first, second = x[..., : width // 2], x[..., width // 2 :]
    return np.concatenate([first * cos - second * sin, second * cos + first * sin], axis=-1)


def logits(model: ExportedModel, ids: Sequence[int]) -> Array:
    """Logits [T, V] for one text."""
    c = model.config["model_config"]
    kind = model.config["model_type"]
    hidden, heads, kv, width = (c[k] for k in ("hidden_size", "num_attention_heads", "num_key_value_heads", "head_dim"))
    theta = c["position_embedding_base"] if kind == "llama" else c["rope_theta"]
    epsilon = c["rms_norm_eps"]
    length = len(ids)
    embedding = model.matrix("model.embed_tokens", hidden)
    x = embedding[list(ids)]
    hide = np.triu(np.full((length, length), -np.inf), 1)
    for layer in range(c["num_hidden_layers"]):
        at = f"model.layers.{layer}"
        qkv_name = f"{at}.self_attn.{'qkv_proj' if kind == 'llama' else 'c_attn'}"
        y = norm(x, model.vector(f"{at}.input_layernorm.weight"), epsilon)
        qkv = y @ model.matrix(qkv_name, hidden).T
        if kind == "qwen2":
            qkv = qkv + model.vector(f"{qkv_name}.bias")
        q, k, v = np.split(qkv.reshape(length, heads + 2 * kv, width), [heads, heads + kv], axis=1)
        if kind == "qwen3":
            q = norm(q, model.vector(f"{at}.self_attn.q_norm.weight"), epsilon)
            k = norm(k, model.vector(f"{at}.self_attn.k_norm.weight"), epsilon)
        q, k = rotate(q, theta), rotate(k, theta)
        k, v = (np.repeat(part, heads // kv, axis=1) for part in (k, v))
        attention = np.einsum("qhd,khd->hqk", q, k) / np.sqrt(width) + hide
        attention = np.exp(attention - attention.max(-1, keepdims=True))
        attention /= attention.sum(-1, keepdims=True)
        mixed = np.einsum("hqk,khd->qhd", attention, v).reshape(length, heads * width)
        x = x + mixed @ model.matrix(f"{at}.self_attn.o_proj", heads * width).T
        y = norm(x, model.vector(f"{at}.post_attention_layernorm.weight"), epsilon)
        gate, up = np.split(y @ model.matrix(f"{at}.mlp.gate_up_proj", hidden).T, 2, axis=1)
        x = x + (gate / (1 + np.exp(-gate)) * up) @ model.matrix(f"{at}.mlp.down_proj", c["intermediate_size"]).T
    x = norm(x, model.vector("model.norm.weight"), epsilon)
    head = embedding if c["tie_word_embeddings"] else model.matrix("lm_head", hidden)
    return np.asarray(x @ head.T)
