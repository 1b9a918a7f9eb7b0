"""How likely given continuations are, for many prompts at once.

The beginning that all prompts share (template, instruction, demonstrations) is computed once, the rest of the
prompts side by side on copies of its keys and values, and the candidates side by side on copies of theirs. Rows
are padded where attention is masked, so that every number is what the row would give alone, up to rounding.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from .batches import chunks
from .hardware import Hardware
from .models import LoadedModel

if TYPE_CHECKING:
    import torch

CACHED_TOKENS = 8192
"""Tokens of all rows of a batch whose keys and values are in memory at a time: 380 MB for a model of 135 million
weights, 1 GB for one of a billion, in float32."""

LOGIT_TOKENS = 512
"""Tokens whose logits are in memory at a time: 600 MB for a vocabulary of 150 thousand, in float64."""


@dataclass(frozen=True, slots=True)
class EncodedItem:
    """Tokens of a prompt and of its candidates, none of them empty."""

    prompt: list[int]
    candidates: list[list[int]]


@dataclass(frozen=True, slots=True)
class _Prefilled:
    """Prompts as far as they are computed. start: log-probabilities [B, V] of the next token. mask: [B, T], 1 for
    the columns of the cache that are no padding."""

    start: torch.Tensor
    cache: Any
    mask: torch.Tensor


def log_likelihoods(loaded: LoadedModel, hardware: Hardware, items: Sequence[EncodedItem]) -> list[list[float]]:
    """Nats of each candidate after its prompt, in the order of the items."""
    return _Scoring(loaded, hardware).run(items)


class _Scoring:
    def __init__(self, loaded: LoadedModel, hardware: Hardware) -> None:
        from transformers import DynamicCache

        self._loaded = loaded
        self._hardware = hardware
        self._empty: Any = DynamicCache(config=loaded.model.config)

    def run(self, items: Sequence[EncodedItem]) -> list[list[float]]:
        """See `log_likelihoods`."""
        import torch

        found: dict[int, list[float]] = {}
        with torch.inference_mode():
            shared = _shared_length([item.prompt for item in items])
            prefix = self._empty
            if shared:
                ids = torch.tensor([items[0].prompt[:shared]])
                _, prefix = self._forward(ids, torch.ones_like(ids), torch.arange(shared)[None], prefix, keep=1)
            # Neighbours in length need little padding.
            order = sorted(range(len(items)), key=lambda place: len(items[place].prompt))
            for part in self._parts(items, order):
                prompts = self._prefill([items[place].prompt for place in part], prefix, shared)
                for row, place in enumerate(part):
                    found[place] = [float(prompts.start[row, tokens[0]]) for tokens in items[place].candidates]
                self._continue(prompts, [items[place] for place in part], [found[place] for place in part])
        return [found[place] for place in range(len(items))]

    def _parts(self, items: Sequence[EncodedItem], order: list[int]) -> Iterator[list[int]]:
        longest = max(len(item.prompt) for item in items)
        # A sliding window counts padding too: there, prompts are computed one after the other.
        at_once = 1 if any(self._empty.is_sliding) else max(1, CACHED_TOKENS // longest)
        return chunks(order, at_once)

    def _prefill(self, prompts: Sequence[Sequence[int]], prefix: Any, shared: int) -> _Prefilled:
        """Prompts side by side, padded between what they share and the rest, so that all end together."""
        import torch

        width = max(len(prompt) for prompt in prompts) - shared
        ids = torch.zeros((len(prompts), width), dtype=torch.long)
        mask = torch.zeros((len(prompts), shared + width), dtype=torch.long)
        mask[:, :shared] = 1
        for row, prompt in enumerate(prompts):
            rest = torch.tensor(prompt[shared:])
            ids[row, width - len(rest) :] = rest
            mask[row, shared + width - len(rest) :] = 1
        positions = (mask.cumsum(1) - 1).clamp(min=0)[:, shared:]
        rows = _select(prefix, torch.zeros(len(prompts), dtype=torch.long, device=self._hardware.device))
        logits, cache = self._forward(ids, mask, positions, rows, keep=1)
        return _Prefilled(torch.log_softmax(logits[:, -1].double(), dim=-1).cpu(), cache, mask)

    def _continue(self, prompts: _Prefilled, items: Sequence[EncodedItem], sums: Sequence[list[float]]) -> None:
        """Adds to the sums what the candidates' tokens after the first come to. Candidates are padded behind,
        where padding changes nothing before it."""
        longer = [
            (row, place)
            for row, item in enumerate(items)
            for place, tokens in enumerate(item.candidates)
            if len(tokens) > 1
        ]
        longer.sort(key=lambda pair: len(items[pair[0]].candidates[pair[1]]))
        width = max((len(items[row].candidates[place]) for row, place in longer), default=1)
        at_once = max(1, min(CACHED_TOKENS // (prompts.mask.shape[1] + width), LOGIT_TOKENS // width))
        for part in chunks(range(len(longer)), at_once):
            pairs = [longer[number] for number in part]
            tokens = [items[row].candidates[place] for row, place in pairs]
            gains = self._gains(
                prompts, [row for row, _ in pairs], [len(items[row].prompt) for row, _ in pairs], tokens
            )
            for (row, place), gain in zip(pairs, gains, strict=True):
                sums[row][place] += gain

    def _gains(
        self, prompts: _Prefilled, rows: list[int], lengths: list[int], candidates: Sequence[Sequence[int]]
    ) -> list[float]:
        """Nats of each candidate without its first token, after the prompt of its row."""
        import torch

        width = max(len(tokens) for tokens in candidates) - 1
        inputs = torch.zeros((len(rows), width), dtype=torch.long)
        targets = torch.full((len(rows), width), -100, dtype=torch.long)
        for place, tokens in enumerate(candidates):
            inputs[place, : len(tokens) - 1] = torch.tensor(tokens[:-1])
            targets[place, : len(tokens) - 1] = torch.tensor(tokens[1:])
        mask = torch.cat([prompts.mask[rows], torch.ones_like(inputs)], dim=1)
        positions = torch.tensor(lengths)[:, None] + torch.arange(width)
        cache = _select(prompts.cache, torch.tensor(rows, device=self._hardware.device))
        logits, _ = self._forward(inputs, mask, positions, cache, keep=width)
        losses = torch.nn.functional.cross_entropy(
            logits.double().flatten(0, 1),
            targets.flatten().to(self._hardware.device),
            ignore_index=-100,
            reduction="none",
        )
        return [-float(loss) for loss in losses.view(len(rows), width).sum(1)]

    def _forward(
        self, ids: torch.Tensor, mask: torch.Tensor, positions: torch.Tensor, cache: Any, *, keep: int
    ) -> tuple[torch.Tensor, Any]:
        """Logits [B, keep, V] of the last tokens, and the grown cache."""
        device = self._hardware.device
        with self._hardware.autocast():
            output = self._loaded.model(
                input_ids=ids.to(device),
                attention_mask=mask.to(device),
                position_ids=positions.to(device),
                past_key_values=cache,
                use_cache=True,
                logits_to_keep=keep,
            )
        return output.logits, output.past_key_values


def _shared_length(prompts: Sequence[list[int]]) -> int:
    """Tokens that all prompts begin with, leaving each at least one of its own; 0 for a single prompt, which
    shares with nobody."""
    if len(prompts) < 2:
        return 0
    equal = takewhile(lambda column: len(set(column)) == 1, zip(*prompts, strict=False))
    return min(sum(1 for _ in equal), min(len(prompt) for prompt in prompts) - 1)


def _select(cache: Any, rows: torch.Tensor) -> Any:
    """A cache with copies of these rows of another, which stays as it is."""
    chosen = copy.copy(cache)
    chosen.layers = [copy.copy(layer) for layer in cache.layers]
    chosen.batch_select_indices(rows)
    return chosen
