"""Models in memory: the base, what a fit starts from, and what a fit left behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .hardware import Hardware
from .port import EngineError, LoraSettings, ModelSpec
from .templates import ending_ids

ADAPTER_FILE = "adapter_config.json"


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model with its tokenizer. endings: tokens that end an answer. longest: tokens it reads at most,
    None where its configuration does not say."""

    model: Any
    tokenizer: Any
    endings: frozenset[int]
    longest: int | None


def is_adapter(folder: Path) -> bool:
    """Whether a folder that a fit left holds an adapter, rather than a whole model."""
    return (folder / ADAPTER_FILE).is_file()


def load_for_answers(spec: ModelSpec, tuned: Path | None, hardware: Hardware) -> LoadedModel:
    """The model to ask. An adapter is merged into the base, so that it costs nothing at every token."""
    if tuned is not None and not is_adapter(tuned):
        loaded = _load(spec, str(tuned), hardware.dtype, hardware)
    else:
        loaded = _load(spec, spec.source, hardware.dtype, hardware)
        if tuned is not None:
            loaded = _replaced(loaded, _with_adapter(loaded.model, tuned, trainable=False).merge_and_unload())
    loaded.model.eval()
    loaded.model.requires_grad_(False)
    return loaded


def load_for_training(
    spec: ModelSpec, lora: LoraSettings | None, start: Path | None, hardware: Hardware
) -> LoadedModel:
    """The model to fit, trained weights in float32.

    start: an adapter or a whole model that a fit left, to go on from. An adapter to go on from as full
    fine-tuning is merged first; an adapter on top of a fully tuned model would not fit its base, and is
    refused, as is an adapter of another rank or alpha.
    """
    import torch

    if lora is None:
        whole = start if start is not None and not is_adapter(start) else None
        loaded = _load(spec, str(whole) if whole else spec.source, torch.float32, hardware)
        if start is not None and whole is None:
            merged = _with_adapter(loaded.model, start, trainable=False).merge_and_unload()
            loaded = _replaced(loaded, merged)
        loaded.model.requires_grad_(True)
        return loaded
    if start is not None and not is_adapter(start):
        raise EngineError(
            "unsupported_model",
            "The fit to go on from changed the whole model, and an adapter would be lost without it.",
            "Go on with full fine-tuning, or start from the base model.",
        )
    loaded = _load(spec, spec.source, hardware.dtype, hardware)
    if start is None:
        return _replaced(loaded, _new_adapter(loaded.model, lora, spec))
    model = _with_adapter(loaded.model, start, trainable=True)
    kept = model.peft_config["default"]
    if (kept.r, float(kept.lora_alpha)) != (lora.rank, float(lora.alpha)):
        raise EngineError(
            "unsupported_model",
            f"The adapter to go on from has rank {kept.r} and alpha {kept.lora_alpha}.",
            "Use the same rank and alpha, or start from the base model.",
        )
    return _replaced(loaded, model)


def _load(spec: ModelSpec, source: str, dtype: Any, hardware: Hardware) -> LoadedModel:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(spec.source)
        model: Any = AutoModelForCausalLM.from_pretrained(source, dtype=dtype)
    except (OSError, ValueError, KeyError, ImportError) as fault:
        first_line = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
        raise EngineError(
            "model_unavailable",
            f"The model {spec.id} cannot be loaded: {first_line.replace(spec.source, spec.id)}",
            "See to it that the server's configuration names a causal language model of Hugging Face "
            "by hub name or folder, and that it is complete.",
        ) from fault
    model.to(hardware.device)
    longest = getattr(model.config, "max_position_embeddings", None)
    return LoadedModel(model, tokenizer, ending_ids(tokenizer, model.generation_config), longest)


def _replaced(loaded: LoadedModel, model: Any) -> LoadedModel:
    return LoadedModel(model, loaded.tokenizer, loaded.endings, loaded.longest)


def _with_adapter(model: Any, folder: Path, *, trainable: bool) -> Any:
    from peft import PeftModel

    try:
        return PeftModel.from_pretrained(model, str(folder), is_trainable=trainable)
    except (OSError, ValueError, RuntimeError, KeyError) as fault:
        raise EngineError(
            "model_unavailable",
            "The trained adapter does not fit this base model, or its files are damaged.",
            "Train again with the base model that the server's configuration names now.",
        ) from fault


def _new_adapter(model: Any, lora: LoraSettings, spec: ModelSpec) -> Any:
    from peft import LoraConfig, get_peft_model

    make: Any = LoraConfig  # its annotations know whole alphas only
    settings = make(
        r=lora.rank,
        lora_alpha=lora.alpha,
        lora_dropout=lora.dropout,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
    adapted = get_peft_model(model, settings)
    # The folder of the base is this machine's business; an adapter that is handed on names the model.
    adapted.peft_config["default"].base_model_name_or_path = spec.id
    return adapted
