"""The order of examples, and examples as tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .examples import TrainingExample

if TYPE_CHECKING:
    import torch


def epoch_order(count: int, seed: int, epoch: int) -> list[int]:
    """The order of `count` examples in an epoch (from 0): a permutation that these numbers alone decide,
    so that a resumed fit sees what the first one would have seen."""
    order = list(range(count))
    random.Random(f"order/{seed}/{epoch}").shuffle(order)
    return order


def steps_per_epoch(count: int, batch_size: int) -> int:
    """Steps in one pass; the last may have fewer examples."""
    return -(-count // batch_size)


def chunks(order: Sequence[int], size: int) -> Iterator[list[int]]:
    """The order in pieces of `size`; the last may be shorter."""
    for start in range(0, len(order), size):
        yield list(order[start : start + size])


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples side by side, padded in front so that all end together.

    ids, mask, positions, learnt: [B, T], integers, but learnt is boolean. tail: how many columns at the
    end hold everything that is learnt. learnt_count: tokens in the loss.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    positions: torch.Tensor
    learnt: torch.Tensor
    tail: int
    learnt_count: int


def make_batch(examples: Sequence[TrainingExample], pad_id: int, device: torch.device) -> Batch:
    """Puts examples into tensors on the device."""
    import torch

    longest = max(len(example.ids) for example in examples)
    shape = (len(examples), longest)
    ids = torch.full(shape, pad_id, dtype=torch.long)
    mask = torch.zeros(shape, dtype=torch.long)
    learnt = torch.zeros(shape, dtype=torch.bool)
    for row, example in enumerate(examples):
        start = longest - len(example.ids)
        ids[row, start:] = torch.tensor(example.ids)
        mask[row, start:] = 1
        learnt[row, start:] = torch.tensor(example.learnt)
    positions = (mask.cumsum(1) - 1).clamp(min=0)
    first = int(learnt.any(0).nonzero()[0])
    return Batch(
        ids.to(device),
        mask.to(device),
        positions.to(device),
        learnt.to(device),
        longest - first,
        sum(example.learnt_count for example in examples),
    )
