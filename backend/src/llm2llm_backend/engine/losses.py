"""The loss: mean negative log-likelihood of the learnt tokens, in nats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .batches import Batch, chunks, make_batch
from .examples import TrainingExample
from .hardware import Hardware

if TYPE_CHECKING:
    import torch


def batch_loss(model: Any, batch: Batch) -> torch.Tensor:
    """Sum over the learnt tokens of the batch divided by how many they are; a scalar in float32.

    Logits are asked for only where something is learnt: the vocabulary is much wider than the model, and
    prompts are most of the tokens. The column before the first learnt one predicts it.
    """
    import torch

    keep = min(batch.tail + 1, batch.ids.shape[1])
    logits = model(
        input_ids=batch.ids,
        attention_mask=batch.mask,
        position_ids=batch.positions,
        logits_to_keep=keep,
        use_cache=False,
    ).logits[:, -keep:]
    wanted = batch.learnt[:, -keep:][:, 1:]
    targets = batch.ids[:, -keep:][:, 1:][wanted]
    return torch.nn.functional.cross_entropy(logits[:, :-1][wanted].float(), targets)


def file_loss(
    model: Any, examples: Sequence[TrainingExample], batch_size: int, pad_id: int, hardware: Hardware
) -> float:
    """Nats a learnt token over all examples, without changing anything."""
    import torch

    total, count = 0.0, 0
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad(), hardware.autocast():
            for part in chunks(range(len(examples)), batch_size):
                batch = make_batch([examples[i] for i in part], pad_id, hardware.device)
                total += float(batch_loss(model, batch)) * batch.learnt_count
                count += batch.learnt_count
    finally:
        model.train(was_training)
    return total / count
