"""Number formats against float64."""

from __future__ import annotations

import numpy as np
import pytest

from llm2llm_backend.mlc.errors import ExportError
from llm2llm_backend.mlc.quantization import QUANTIZATIONS, groups, pack, quantization, to_dtype, unpack


def weights(rows: int, features: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.random.default_rng(5).normal(0, 0.05, (rows, features)).astype(np.float32)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("features", [32, 64, 96, 100, 7])
def test_packed_weights_are_the_nearest_of_15(dtype: str, features: int) -> None:
    original = weights(40, features)
    words, scales = pack(original, dtype, "w")
    assert (str(words.dtype), str(scales.dtype)) == ("uint32", dtype)
    assert words.shape == (40, groups(features) * 4)
    assert scales.shape == (40, groups(features))
    exact = original.astype(np.float64)
    for group in range(groups(features)):
        part = exact[:, group * 32 : (group + 1) * 32]
        ideal = np.abs(part).max(axis=1) / 7
        assert np.allclose(scales[:, group].astype(np.float64), ideal, rtol=2**-10 if dtype == "float16" else 1e-6)
    spread = np.repeat(scales.astype(np.float64), 32, axis=1)[:, :features]
    q = np.clip(np.rint(exact / spread) + 7, 0, 14)
    reference = (q - 7) * spread
    restored = unpack(words, scales, features)
    off_by_one = np.abs(restored - reference) > spread * 1e-5
    assert off_by_one.mean() < 1e-3  # ties may round either way
    # Half a step, and what a scale rounded down takes from the largest weight.
    assert (np.abs(restored - exact) <= spread * (0.5 + 7 * 2**-10)).all()


def test_packing_what_was_packed_changes_nothing() -> None:
    words, scales = pack(weights(8, 64), "float32", "w")
    again, scales_again = pack(unpack(words, scales, 64), "float32", "w")
    assert np.array_equal(words, again)
    assert np.allclose(scales, scales_again, rtol=1e-6)


def test_the_first_weight_is_in_the_lowest_bits() -> None:
    row = np.zeros((1, 32), np.float32)
    row[0, :8] = [7, -7, 1, 2, 3, -1, -2, -3]
    words, scales = pack(row, "float32", "w")
    assert scales[0, 0] == 1.0
    assert f"{words[0, 0]:08x}" == "456a980e"
    assert f"{words[0, 1]:08x}" == "77777777"


def test_groups_of_zeros_stay_zero() -> None:
    tiny = np.full((1, 32), 1e-9, np.float32)  # its scale is 0 in float16
    for row, dtype in ((np.zeros((1, 32), np.float32), "float32"), (tiny, "float16")):
        words, scales = pack(row, dtype, "w")
        assert scales[0, 0] == 0
        assert set(words[0].tolist()) == {0x77777777}
        assert not unpack(words, scales, 32).any()


def test_plain_formats() -> None:
    values = weights(3, 50)
    assert np.array_equal(to_dtype(values, "float32", "w"), values)
    narrow = to_dtype(values, "float16", "w").astype(np.float64)
    assert (np.abs(narrow - values) <= np.abs(values) * 2**-11 + 2**-25).all()
    with pytest.raises(ExportError, match="w holds numbers that float16 cannot"):
        to_dtype(np.array([70000.0], np.float32), "float16", "w")
    assert [quantization(name).bits for name in QUANTIZATIONS] == [0, 0, 4, 4]
    assert [quantization(name).dtype for name in QUANTIZATIONS] == ["float32", "float16", "float32", "float16"]
