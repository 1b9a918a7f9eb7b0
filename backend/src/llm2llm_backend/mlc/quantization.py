"""The number formats of WebLLM's weights.

q0f32 and q0f16 are plain. In q4f32_1 and q4f16_1 the rows of matrices are cut into groups of 32 along the
input features; a group has one scale s, and each weight is a number q from 0 to 14 that stands for (q - 7) s.
Eight of them are in a 32-bit word, the first in the lowest four bits. The layout is that of MLC-LLM's group
quantisation (python/mlc_llm/quantization/group_quantization.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from .errors import ExportError
from .weights import Floats

QuantizationName = Literal["q0f32", "q0f16", "q4f32_1", "q4f16_1"]
QUANTIZATIONS: tuple[QuantizationName, ...] = get_args(QuantizationName)

GROUP = 32
"""Weights that share a scale."""
PER_WORD = 8
"""Weights in a word of 32 bits."""
MIDDLE = 7
"""The q of weight 0, and the largest distance from it."""

Words = npt.NDArray[np.uint32]
Scales = npt.NDArray[np.float32] | npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Quantization:
    """How tensors are stored. bits: 4 for matrices in groups, 0 for none. dtype: of everything else."""

    name: QuantizationName
    bits: Literal[0, 4]
    dtype: Literal["float32", "float16"]

    @property
    def itemsize(self) -> int:
        """Bytes of a number of dtype."""
        return 4 if self.dtype == "float32" else 2


def quantization(name: QuantizationName) -> Quantization:
    """The format of that name."""
    return Quantization(name, 4 if name.startswith("q4") else 0, "float32" if "f32" in name else "float16")


def groups(features: int) -> int:
    """Groups in a row of that many input features; the last may be partly filled."""
    return -(-features // GROUP)


def to_dtype(values: Floats, dtype: str, name: str) -> Floats | npt.NDArray[np.float16]:
    """Values in the format's number type, rounded to nearest. name: of the tensor, for the fault. Raises
    ExportError where a value is larger than float16 can hold (65504)."""
    if dtype == "float32":
        return values
    with np.errstate(over="ignore"):
        narrow = values.astype(np.float16)
    if not np.isfinite(narrow).all():
        raise ExportError(
            "bad_weights",
            f"{name} holds numbers that float16 cannot.",
            "Export as q0f32 or q4f32_1.",
        )
    return narrow


def pack(values: Floats, dtype: str, name: str) -> tuple[Words, Scales]:
    """Quantises rows to 4 bits.

    values: [N, K]. Returns words [N, ceil(K / 32) * 4] and scales [N, ceil(K / 32)] in dtype. A group's scale
    is its largest magnitude / 7, rounded to dtype; weights are divided by the scale as stored. Groups whose
    scale is 0 get q = 7 throughout, and so does the filling of a last group.
    """
    rows, features = values.shape
    padded = np.zeros((rows, groups(features) * GROUP), np.float32)
    padded[:, :features] = values
    grouped = padded.reshape(rows, -1, GROUP)
    scales = to_dtype((np.abs(grouped).max(axis=2) / np.float32(MIDDLE)).astype(np.float32), dtype, name)
    divisor = scales.astype(np.float32)[:, :, None]
    ratio = np.divide(grouped, divisor, out=np.zeros_like(grouped), where=divisor > 0)
    q = np.clip(np.rint(ratio) + MIDDLE, 0, 2 * MIDDLE).astype(np.uint32)
    shifts = np.arange(PER_WORD, dtype=np.uint32) * np.uint32(4)
    words = np.bitwise_or.reduce(q.reshape(rows, -1, PER_WORD) << shifts, axis=2)
    return words.astype(np.uint32), scales


def unpack(words: Words, scales: Scales, features: int) -> Floats:
    """The weights [N, features] that words and scales stand for, in float32."""
    shifts = np.arange(PER_WORD, dtype=np.uint32) * np.uint32(4)
    q = (words[:, :, None] >> shifts) & np.uint32(15)
    centred = q.reshape(words.shape[0], -1, GROUP).astype(np.float32) - np.float32(MIDDLE)
    weights = centred * scales.astype(np.float32)[:, :, None]
    return weights.reshape(words.shape[0], -1)[:, :features]
