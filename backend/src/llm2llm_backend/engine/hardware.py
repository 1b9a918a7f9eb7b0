"""Where numbers are computed: device, number type, and what becomes of faults that the hardware causes."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .port import EngineError

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Hardware:
    """The device and the type of frozen weights and matrix products on it. Trained weights, losses and
    probabilities are float32 whatever this says."""

    device: torch.device
    dtype: torch.dtype

    def autocast(self) -> AbstractContextManager[object]:
        """Lets matrix products run in `dtype` where weights are float32."""
        import torch

        if self.dtype == torch.float32:
            return nullcontext()
        return torch.autocast(self.device.type, dtype=self.dtype)

    def describe(self) -> dict[str, str]:
        """Device and type in words, for logs and doctor."""
        import torch

        name = torch.cuda.get_device_name(self.device) if self.device.type == "cuda" else "CPU"
        return {"device": name, "dtype": str(self.dtype).removeprefix("torch.")}


def detect_hardware() -> Hardware:
    """CUDA where there is one, with bfloat16 where it computes it; otherwise the CPU, with bfloat16 only
    where it has matrix units for it (AMX): elsewhere float32 is as fast and more exact."""
    import torch

    if torch.cuda.is_available():
        dtype = torch.bfloat16 if torch.cuda.is_bf16_supported(False) else torch.float32
        return Hardware(torch.device("cuda"), dtype)
    return Hardware(torch.device("cpu"), torch.bfloat16 if _cpu_has_bf16_matrices() else torch.float32)


def _cpu_has_bf16_matrices() -> bool:
    import torch

    probe = getattr(torch.cpu, "_is_amx_tile_supported", None)
    return bool(probe()) if callable(probe) else False


@contextmanager
def hardware_faults() -> Iterator[None]:
    """Turns an exhausted memory into `EngineError('out_of_memory')`; lets everything else through."""
    import torch

    try:
        yield
    except (torch.OutOfMemoryError, MemoryError) as fault:
        raise _out_of_memory() from fault
    except RuntimeError as fault:
        if "can't allocate memory" in str(fault) or "not enough memory" in str(fault):
            raise _out_of_memory() from fault
        raise


def _out_of_memory() -> EngineError:
    return EngineError(
        "out_of_memory",
        "The memory of the device is not enough for this.",
        "Choose a smaller batch size, shorter examples, LoRA instead of full fine-tuning, or a smaller model.",
    )


def give_memory_back() -> None:
    """Returns what is no longer referenced to the device and, on Linux with glibc, to the system."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):
        return
