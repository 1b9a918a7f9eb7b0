"""The learning rate over a fit: linear warm-up, then half a cosine."""

from __future__ import annotations

import math

WARM_UP_SHARE = 0.05
"""Share of all steps in which the rate rises; at least one step has the full rate."""


def warm_up_steps(total_steps: int) -> int:
    """How many steps the rate rises for, none in fits of fewer than two steps."""
    return 0 if total_steps < 2 else math.ceil(total_steps * WARM_UP_SHARE)


def rate_factor(step: int, total_steps: int) -> float:
    """What the peak rate is multiplied by in `step` (from 1 to total_steps): in (0, 1]. The cosine would
    reach zero one step after the last, so that no step is without effect."""
    rising = warm_up_steps(total_steps)
    if step <= rising:
        return step / rising
    return 0.5 * (1.0 + math.cos(math.pi * (step - 1 - rising) / (total_steps - rising)))
