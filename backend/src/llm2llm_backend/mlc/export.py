"""A merged model as WebLLM weights: the whole of the hand-over to a browser tab."""

from __future__ import annotations

import hashlib
import json
import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .architecture import read_architecture
from .chat_config import chat_config, tokenizer_info
from .errors import ExportError
from .layout import TensorPlan, plan_tensors
from .libraries import WEBLLM_VERSION, prebuilt_library
from .quantization import Quantization, QuantizationName, groups, pack, quantization, to_dtype
from .shards import ShardWriter
from .template import conversation, read_tokenizer_facts
from .weights import Floats, WeightFolder

CONFIG_NAME = "mlc-chat-config.json"
STUDENT_NAME = "student.json"
TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json")
_BLOCK_NUMBERS = 1 << 20
"""Numbers turned at once: 4 MB in float32, so that the largest tensor is never in memory as a whole."""


@dataclass(frozen=True, slots=True)
class Exported:
    """An export. model_library: URL of the prebuilt library that runs it, None where there is none."""

    folder: Path
    quantization: QuantizationName
    model_library: str | None
    sha256: dict[str, str]


def export_model(source: Path, folder: Path, name: QuantizationName, *, model_id: str, base: str) -> Exported:
    """Writes mlc-chat-config.json, tokenizer files, tensor-cache.json, params_shard_*.bin and student.json.

    source: folder of a whole model (an adapter must be merged first). folder: absent or replaced; it appears
    when it is complete. model_id, base: written to student.json. Raises ExportError.
    """
    model = read_architecture(source)
    form = quantization(name)
    weights = WeightFolder(source)
    plans = plan_tensors(model, weights)
    conv = conversation(read_tokenizer_facts(source), model.eos_token_ids)
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    _write_tensors(plans, weights, form, partial)
    for file in TOKENIZER_FILES:
        shutil.copyfile(source / file, partial / file)
    info = tokenizer_info(source / "tokenizer.json")
    _write_json(partial / CONFIG_NAME, chat_config(model, form, conv, TOKENIZER_FILES, info))
    hashes = {path.name: _sha256(path) for path in sorted(partial.iterdir())}
    library = prebuilt_library(model, name)
    student = {
        "version": 1,
        "model": model_id,
        "base": base,
        "quantization": name,
        "model_type": model.model_type,
        "model_lib": library,
        "webllm_version": WEBLLM_VERSION if library else None,
        "files": {
            file: {"sha256": digest, "bytes": (partial / file).stat().st_size} for file, digest in hashes.items()
        },
    }
    _write_json(partial / STUDENT_NAME, student)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return Exported(folder, name, library, hashes)


def verify_export(folder: Path) -> None:
    """Compares every file with student.json. Raises ExportError that names the first that differs."""
    student = json.loads((folder / STUDENT_NAME).read_text(encoding="utf-8"))
    for name, facts in student["files"].items():
        path = folder / name
        if not path.is_file() or _sha256(path) != facts["sha256"]:
            raise ExportError("bad_weights", f"{name} of the export is damaged or missing.", "Export the model again.")


def _write_tensors(plans: tuple[TensorPlan, ...], weights: WeightFolder, form: Quantization, folder: Path) -> None:
    shards = ShardWriter(folder)
    for plan in plans:
        if plan.matrix and form.bits == 4:
            _write_packed(plan, weights, form, shards)
        else:
            nbytes = math.prod(plan.shape) * form.itemsize
            pieces = (to_dtype(block, form.dtype, plan.name).tobytes() for block in _blocks(plan, weights))
            shards.add(plan.name, plan.shape, form.dtype, nbytes, pieces)
    shards.finish(sum(math.prod(plan.shape) for plan in plans))


def _write_packed(plan: TensorPlan, weights: WeightFolder, form: Quantization, shards: ShardWriter) -> None:
    """Words go to the file as they come; scales, an eighth of them at most, wait until the words are written."""
    rows, features = plan.shape
    scales = np.empty((rows, groups(features)), form.dtype)

    def words() -> Iterator[bytes]:
        row = 0
        for block in _blocks(plan, weights):
            packed, block_scales = pack(block, form.dtype, plan.name)
            scales[row : row + len(block)] = block_scales
            row += len(block)
            yield packed.tobytes()

    stem = plan.name.removesuffix(".weight")
    width = groups(features) * 4
    shards.add(f"{stem}.q_weight", (rows, width), "uint32", rows * width * 4, words())
    shards.add(f"{stem}.q_scale", scales.shape, form.dtype, scales.nbytes, [scales.tobytes()])


def _blocks(plan: TensorPlan, weights: WeightFolder) -> Iterator[Floats]:
    """The tensor's rows in order, some at a time, in float32."""
    step = max(1, _BLOCK_NUMBERS // max(1, math.prod(plan.shape[1:])))
    for source in plan.sources:
        count = weights.shape(source)[0]
        for start in range(0, count, step):
            yield weights.rows(source, start, min(start + step, count))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
