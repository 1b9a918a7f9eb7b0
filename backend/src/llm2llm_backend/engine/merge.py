"""A tuned model as a whole: base and adapter added up, as an ordinary Hugging Face folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from .hardware import Hardware, give_memory_back, hardware_faults
from .models import load_for_answers
from .port import ModelSpec


def write_merged(spec: ModelSpec, tuned: Path | None, folder: Path) -> Path:
    """Writes the model that `tuned` makes of the base, in float32, with tokenizer and chat template.

    tuned: folder that a fit left; None writes the base as it is. folder: absent or replaced; it appears when
    it is complete. Returns folder. Raises EngineError.
    """
    import torch

    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        with hardware_faults():
            loaded = load_for_answers(spec, tuned, Hardware(torch.device("cpu"), torch.float32))
            loaded.model.save_pretrained(str(partial))
            loaded.tokenizer.save_pretrained(str(partial))
            del loaded
    finally:
        give_memory_back()
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return folder
