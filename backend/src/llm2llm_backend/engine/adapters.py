"""What LoRA changed, as one number."""

from __future__ import annotations

import math
from typing import Any


def adapter_norm(model: Any) -> float:
    """Frobenius norm over all layers of the change that an adapter makes to the weights: of
    alpha / rank * B A, whose square is the sum over (B^T B) * (A A^T), elementwise. 0 for a new adapter.

    model: a peft model with one adapter called "default".
    """
    total = 0.0
    for module in model.modules():
        factors = getattr(module, "lora_A", None)
        if not factors or "default" not in factors:
            continue
        a = factors["default"].weight.detach().float()
        b = module.lora_B["default"].weight.detach().float()
        total += float(((b.T @ b) * (a @ a.T)).sum()) * float(module.scaling["default"]) ** 2
    return math.sqrt(max(total, 0.0))
