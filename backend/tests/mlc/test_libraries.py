"""Which prebuilt library runs a model."""

from __future__ import annotations

import dataclasses

from llm2llm_backend.mlc.architecture import Architecture
from llm2llm_backend.mlc.libraries import prebuilt_library

SMOL = Architecture(
    "llama", 576, 1536, 30, 9, 3, 64, 49152, True, False, 9.999999747378752e-06, 100_000.0, None, 8192, 1, (2,)
)


def test_a_library_is_named_where_there_is_one() -> None:
    url = prebuilt_library(SMOL, "q0f32")
    assert url is not None
    assert url.endswith("/v0_2_86/base/SmolLM2-135M-Instruct-q0f32_cs1k-webgpu.wasm")
    assert prebuilt_library(SMOL, "q4f32_1") is None


def test_anything_that_is_compiled_in_must_agree() -> None:
    for change in ({"layers": 29}, {"rope_theta": 10_000.0}, {"rms_norm_eps": 1e-6}, {"vocab": 49153}, {"tied": False}):
        assert prebuilt_library(dataclasses.replace(SMOL, **change), "q0f32") is None
