"""Which tensors WebLLM wants, and of which of Hugging Face's each is made.

Names and fusing are those of MLC-LLM's models and loaders (python/mlc_llm/model/llama, qwen2, qwen3): queries,
keys and values below each other, gate and up below each other, nothing transposed or permuted.
"""

from __future__ import annotations

from dataclasses import dataclass

from .architecture import Architecture
from .errors import ExportError
from .weights import WeightFolder


@dataclass(frozen=True, slots=True)
class TensorPlan:
    """One tensor of the export. sources: Hugging Face names, whose rows follow each other. shape: of the
    whole. matrix: whether 4-bit formats pack it."""

    name: str
    sources: tuple[str, ...]
    shape: tuple[int, ...]
    matrix: bool


def plan_tensors(model: Architecture, weights: WeightFolder) -> tuple[TensorPlan, ...]:
    """All tensors in WebLLM's order. Raises ExportError where shapes disagree with the configuration."""
    plans = [*_embedding(model)]
    for layer in range(model.layers):
        plans += _layer(model, f"model.layers.{layer}")
    plans.append(TensorPlan("model.norm.weight", ("model.norm.weight",), (model.hidden,), matrix=False))
    if not model.tied:
        plans.append(TensorPlan("lm_head.weight", ("lm_head.weight",), (model.vocab, model.hidden), matrix=True))
    for plan in plans:
        _check(plan, weights)
    return tuple(plans)


def _embedding(model: Architecture) -> tuple[TensorPlan, ...]:
    name = "model.embed_tokens.weight"
    return (TensorPlan(name, (name,), (model.vocab, model.hidden), matrix=True),)


def _layer(model: Architecture, at: str) -> list[TensorPlan]:
    queries, keys = model.heads * model.head_dim, model.kv_heads * model.head_dim
    fused = queries + 2 * keys
    attention = f"{at}.self_attn"
    qkv = "qkv_proj" if model.model_type == "llama" else "c_attn"
    parts = tuple(f"{attention}.{part}_proj" for part in "qkv")
    plans = [
        TensorPlan(
            f"{attention}.{qkv}.weight", tuple(f"{part}.weight" for part in parts), (fused, model.hidden), matrix=True
        )
    ]
    if model.qkv_bias:
        plans.append(
            TensorPlan(f"{attention}.{qkv}.bias", tuple(f"{part}.bias" for part in parts), (fused,), matrix=False)
        )
    plans.append(_same(f"{attention}.o_proj.weight", (model.hidden, queries), matrix=True))
    if model.model_type == "qwen3":
        plans += [_same(f"{attention}.{part}_norm.weight", (model.head_dim,), matrix=False) for part in "qk"]
    return [
        *plans,
        TensorPlan(
            f"{at}.mlp.gate_up_proj.weight",
            (f"{at}.mlp.gate_proj.weight", f"{at}.mlp.up_proj.weight"),
            (2 * model.intermediate, model.hidden),
            matrix=True,
        ),
        _same(f"{at}.mlp.down_proj.weight", (model.hidden, model.intermediate), matrix=True),
        _same(f"{at}.input_layernorm.weight", (model.hidden,), matrix=False),
        _same(f"{at}.post_attention_layernorm.weight", (model.hidden,), matrix=False),
    ]


def _same(name: str, shape: tuple[int, ...], *, matrix: bool) -> TensorPlan:
    return TensorPlan(name, (name,), shape, matrix)


def _check(plan: TensorPlan, weights: WeightFolder) -> None:
    shapes = [weights.shape(source) for source in plan.sources]
    rows = sum(shape[0] for shape in shapes)
    if rows != plan.shape[0] or any(shape[1:] != plan.shape[1:] for shape in shapes):
        raise ExportError(
            "bad_weights",
            f"{plan.name} should have the shape {list(plan.shape)}; its parts have {[list(s) for s in shapes]}.",
            "config.json and weights do not belong together; write the merged model again.",
        )
