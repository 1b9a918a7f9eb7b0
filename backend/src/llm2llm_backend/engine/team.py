"""Processes that train one model together, each on its share of every batch.

What they come to is what one process would have: the gradient of a batch is a sum over its tokens, and it does
not matter who adds them up. `Team` is the one process that needs nobody; `ProcessGroup` is several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import torch

Item = TypeVar("Item")

BUCKET_NUMBERS = 4 * 1024 * 1024
"""Gradients are sent in pieces of about so many numbers: few messages, and little memory besides."""


class Team:
    """One process on its own. rank: which of the processes this is, from 0; rank 0 writes and reports."""

    rank = 0
    size = 1

    def share(self, items: Sequence[Item]) -> Sequence[Item]:
        """Those of the items that this process works on; they may be none."""
        return items[self.rank :: self.size]

    def sum(self, number: float) -> float:
        """The sum of everybody's number."""
        return number

    def sum_gradients(self, weights: Sequence[torch.Tensor]) -> None:
        """Replaces every gradient by the sum of everybody's; no gradient counts as zero."""

    def start_equal(self, weights: Sequence[torch.Tensor]) -> None:
        """Gives everybody the weights of rank 0."""

    def start_step(self, seed: int, step: int) -> None:
        """Sets random numbers (dropout) for a step. One process simply draws on; several each begin every step
        anew, which a resumed fit can repeat."""


class ProcessGroup(Team):
    """The processes of torch's default process group, which exists already. All of them make the same calls
    in the same order. A call raises RuntimeError when a process is gone."""

    def __init__(self) -> None:
        import torch.distributed as distributed

        self.rank = distributed.get_rank()
        self.size = distributed.get_world_size()

    def sum(self, number: float) -> float:
        """See `Team.sum`."""
        import torch
        import torch.distributed as distributed

        # NCCL takes tensors of its device only.
        device = "cuda" if distributed.get_backend() == "nccl" else "cpu"
        total = torch.tensor(number, dtype=torch.float64, device=device)
        distributed.all_reduce(total)
        return float(total)

    def sum_gradients(self, weights: Sequence[torch.Tensor]) -> None:
        """See `Team.sum_gradients`."""
        import torch
        import torch.distributed as distributed

        for bucket in _buckets(weights):
            for weight in bucket:
                if weight.grad is None:
                    weight.grad = torch.zeros_like(weight)
            gradients = [weight.grad for weight in bucket if weight.grad is not None]
            flat = torch.cat([gradient.flatten() for gradient in gradients])
            distributed.all_reduce(flat)
            sums = torch.split(flat, [gradient.numel() for gradient in gradients])
            for gradient, total in zip(gradients, sums, strict=True):
                gradient.copy_(total.view_as(gradient))

    def start_equal(self, weights: Sequence[torch.Tensor]) -> None:
        """See `Team.start_equal`."""
        import torch.distributed as distributed

        for weight in weights:
            distributed.broadcast(weight.detach(), 0)

    def start_step(self, seed: int, step: int) -> None:
        """See `Team.start_step`."""
        import random

        import torch

        torch.manual_seed(random.Random(f"step/{seed}/{step}/{self.rank}").getrandbits(63))


def _buckets(weights: Sequence[torch.Tensor]) -> Iterator[list[torch.Tensor]]:
    bucket: list[torch.Tensor] = []
    numbers = 0
    for weight in weights:
        bucket.append(weight)
        numbers += weight.numel()
        if numbers >= BUCKET_NUMBERS:
            yield bucket
            bucket, numbers = [], 0
    if bucket:
        yield bucket
