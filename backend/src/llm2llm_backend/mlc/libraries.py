"""The prebuilt model libraries of WebLLM, by what a model looks like.

A library is compiled for one architecture, size and format; which exist is from the record list of the npm
package @mlc-ai/web-llm 0.2.86 (prebuiltAppConfig). Libraries and npm package must be of the same version.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .architecture import Architecture, ModelType
from .quantization import QuantizationName

WEBLLM_VERSION = "0.2.86"
_PREFIX = "https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/v0_2_86/base/"
_SUFFIX = "_cs1k-webgpu.wasm"

_Q4: tuple[QuantizationName, ...] = ("q4f16_1", "q4f32_1")
_ALL: tuple[QuantizationName, ...] = ("q0f16", "q0f32", "q4f16_1", "q4f32_1")


@dataclass(frozen=True, slots=True)
class _Library:
    """What a library was compiled for; sizes as in config.json. vocab: rows of the embedding."""

    name: str
    model_type: ModelType
    hidden: int
    intermediate: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    vocab: int
    tied: bool
    rope_theta: float
    formats: tuple[QuantizationName, ...]


_LIBRARIES = (
    _Library("SmolLM2-135M-Instruct", "llama", 576, 1536, 30, 9, 3, 64, 49152, True, 100_000.0, ("q0f16", "q0f32")),
    _Library("SmolLM2-360M-Instruct", "llama", 960, 2560, 32, 15, 5, 64, 49152, True, 100_000.0, _ALL),
    _Library("SmolLM2-1.7B-Instruct", "llama", 2048, 8192, 24, 32, 32, 64, 49152, True, 130_000.0, _Q4),
    _Library("TinyLlama-1.1B-Chat-v1.0", "llama", 2048, 5632, 22, 32, 4, 64, 32000, False, 10_000.0, _Q4),
    _Library("Llama-3.2-1B-Instruct", "llama", 2048, 8192, 16, 32, 8, 64, 128256, True, 500_000.0, _ALL),
    _Library("Llama-3.2-3B-Instruct", "llama", 3072, 8192, 28, 24, 8, 128, 128256, True, 500_000.0, _Q4),
    _Library("Qwen2-0.5B-Instruct", "qwen2", 896, 4864, 24, 14, 2, 64, 151936, True, 1_000_000.0, _ALL),
    _Library("Qwen2-1.5B-Instruct", "qwen2", 1536, 8960, 28, 12, 2, 128, 151936, True, 1_000_000.0, _Q4),
    _Library("Qwen2.5-3B-Instruct", "qwen2", 2048, 11008, 36, 16, 2, 128, 151936, True, 1_000_000.0, _Q4),
    _Library("Qwen3-0.6B", "qwen3", 1024, 3072, 28, 16, 8, 128, 151936, True, 1_000_000.0, _ALL),
    _Library("Qwen3-1.7B", "qwen3", 2048, 6144, 28, 16, 8, 128, 151936, True, 1_000_000.0, _Q4),
)


def prebuilt_library(model: Architecture, name: QuantizationName) -> str | None:
    """URL of the library that runs this model in this format, or None where there is none."""
    for library in _LIBRARIES:
        if name in library.formats and _fits(library, model):
            return f"{_PREFIX}{library.name}-{name}{_SUFFIX}"
    return None


def _fits(library: _Library, model: Architecture) -> bool:
    """Rotation of positions and the norms' epsilon are compiled in, so they must agree as well."""
    epsilon = 1e-5 if library.model_type == "llama" else 1e-6
    return (
        library.model_type == model.model_type
        and library.hidden == model.hidden
        and library.intermediate == model.intermediate
        and library.layers == model.layers
        and library.heads == model.heads
        and library.kv_heads == model.kv_heads
        and library.head_dim == model.head_dim
        and library.vocab == model.vocab
        and library.tied == model.tied
        and library.rope_theta == model.rope_theta
        and math.isclose(model.rms_norm_eps, epsilon, rel_tol=1e-3)
        and (model.rope_scaling is not None) == library.name.startswith("Llama-3.2")
    )
