"""How the next token is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def choose(logits: torch.Tensor, temperature: float, top_p: float, generator: torch.Generator) -> int:
    """One token.

    logits: [V], float32, on the CPU. temperature 0 takes the likeliest, the first of equals. Otherwise one
    is drawn from the smallest set of likeliest tokens whose probability at this temperature is at least
    top_p (nucleus sampling, Holtzman et al. 2020).
    """
    import torch

    if temperature <= 0:
        return int(logits.argmax())
    probabilities = torch.softmax(logits.double() / temperature, dim=-1)
    if top_p < 1:
        ordered, places = probabilities.sort(descending=True, stable=True)
        before = ordered.cumsum(0) - ordered
        kept = before < top_p
        kept[0] = True
        drawn = torch.multinomial(ordered[kept], 1, generator=generator)
        return int(places[kept][drawn])
    return int(torch.multinomial(probabilities, 1, generator=generator))
