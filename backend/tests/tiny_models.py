"""Random models of a few thousand weights, as ordinary Hugging Face folders, made in milliseconds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CHATML = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\nBe brief.<|im_end|>\n' }}{% endif %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
LLAMA3 = (
    "{{ bos_token }}{% for message in messages %}"
    "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] + '<|eot_id|>' }}"
    "{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
)
TEXTS = ["great film, loved it", "a dull and tiresome mess", "positive", "negative", "neutral", "Café au lait — 12 €"]


def make_tokenizer(template: str = CHATML) -> Any:
    """A byte-level BPE tokenizer of about 300 tokens."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    core = Tokenizer(models.BPE())
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    if "start_header_id" in template:
        special = ["<|endoftext|>", "<|start_header_id|>", "<|eot_id|>", "<|end_header_id|>", "<|begin_of_text|>"]
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    core.train_from_iterator(TEXTS * 4, trainer)
    make: Any = PreTrainedTokenizerFast
    return make(
        tokenizer_object=core,
        eos_token=special[2],
        pad_token=special[0],
        bos_token=special[4] if len(special) > 4 else None,
        chat_template=template,
    )


def make_model(folder: Path, kind: str, *, template: str = CHATML, seed: int = 0, **changes: Any) -> Path:
    """Writes a random model. kind: llama, qwen2 or qwen3. changes: fields of its configuration."""
    import torch
    import transformers

    tokenizer = make_tokenizer(template)
    fields: dict[str, Any] = {
        "vocab_size": len(tokenizer),
        "hidden_size": 64,
        "intermediate_size": 112,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 256,
        "tie_word_embeddings": kind != "llama",
        "eos_token_id": tokenizer.eos_token_id,
        "bos_token_id": tokenizer.bos_token_id,
        "initializer_range": 0.15,
        **({"head_dim": 24} if kind == "qwen3" else {}),
        **changes,
    }
    name = {"llama": "Llama", "qwen2": "Qwen2", "qwen3": "Qwen3"}[kind]
    torch.manual_seed(seed)
    config = getattr(transformers, f"{name}Config")(**fields)
    model = getattr(transformers, f"{name}ForCausalLM")(config)
    with torch.no_grad():
        for parameter_name, weight in model.named_parameters():
            if weight.dim() == 1:  # norms and biases start at 1 and 0, where mistakes would not show
                weight.add_(torch.randn_like(weight) * (0.1 if "norm" in parameter_name else 0.3))
    model.save_pretrained(str(folder))
    tokenizer.save_pretrained(str(folder))
    return folder


def write_chats(path: Path, pairs: Sequence[tuple[str, str]]) -> Path:
    """Writes (question, answer) pairs as chat JSONL."""
    lines = [
        json.dumps({"messages": [{"role": "user", "content": q}, {"role": "assistant", "content": a}]})
        for q, a in pairs
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
