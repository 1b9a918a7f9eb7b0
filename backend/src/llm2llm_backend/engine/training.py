"""One fit, from a request to a folder."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .adapters import adapter_norm
from .batches import chunks, epoch_order, make_batch, steps_per_epoch
from .checkpoints import Progress, checkpoint_folder, restore_state, save_checkpoint, save_weights
from .examples import ExampleFile, TrainingExample, read_examples
from .hardware import Hardware, detect_hardware, give_memory_back, hardware_faults
from .losses import batch_loss, file_loss
from .models import LoadedModel, load_for_training
from .port import Checkpoint, EngineError, Report, ShouldStop, TrainEvent, TrainRequest, TrainResult
from .schedule import rate_factor
from .team import Team

if TYPE_CHECKING:
    import torch

GRADIENT_LIMIT = 1.0
"""Largest Euclidean norm of a step's gradient over all trained weights; longer ones are scaled to it."""

FULL_WEIGHT_DECAY = 0.01
"""AdamW's decay in full fine-tuning. Adapters get none: their zero is the base model."""


def train(
    request: TrainRequest,
    report: Report,
    should_stop: ShouldStop,
    checkpoint: Checkpoint,
    team: Team | None = None,
) -> TrainResult:
    """Fits the model; see `port.Engine.train`. The same request on the same machine gives the same weights.

    team: who works on it together; every process of it calls this with the same request. Only rank 0 writes
    and is heard; if any is told to stop, all do.
    """
    import torch

    with hardware_faults():
        try:
            hardware = detect_hardware()
            torch.manual_seed(request.seed)
            fit = _Fit(request, hardware, team or Team())
            return fit.run(report, should_stop, checkpoint)
        finally:
            give_memory_back()


class _Fit:
    def __init__(self, request: TrainRequest, hardware: Hardware, team: Team) -> None:
        self._request = request
        self._hardware = hardware
        self._team = team
        start = request.resume_from or request.start_from
        self._loaded: LoadedModel = load_for_training(request.model, request.lora, start, hardware)
        self._length = min(request.max_length, self._loaded.longest or request.max_length)
        self._data = self._read(request.train_file)
        self._validation = self._read(request.validation_file) if request.validation_file else None
        self._per_epoch = steps_per_epoch(len(self._data.examples), request.batch_size)
        self._total = self._per_epoch * request.epochs
        self._weights = [weight for weight in self._loaded.model.parameters() if weight.requires_grad]
        team.start_equal(self._weights)
        decay = FULL_WEIGHT_DECAY if request.lora is None else 0.0
        self._optimizer = torch_adamw(self._weights, request.learning_rate, decay)
        self._progress = restore_state(request.resume_from, self._optimizer) if request.resume_from else Progress()

    def run(self, report: Report, should_stop: ShouldStop, checkpoint: Checkpoint) -> TrainResult:
        """Steps until the end or until told to stop."""
        self._loaded.model.train()
        began = time.monotonic()
        saved = self._request.resume_from
        while self._progress.step < self._total:
            if self._team.sum(should_stop()):
                if self._progress.step > 0 and not self._is_saved(saved):
                    saved = self._save(checkpoint)
                return self._result(saved or self._request.output, stopped=True)
            loss, rate = self._step()
            step = self._progress.step
            ends_epoch = step % self._per_epoch == 0
            event = TrainEvent(
                step=step,
                total_steps=self._total,
                epoch=step / self._per_epoch,
                loss=loss,
                learning_rate=rate,
                tokens=self._progress.tokens,
                seconds=time.monotonic() - began,
                valid_loss=self._valid_loss() if ends_epoch else None,
            )
            if self._team.rank == 0:
                report(event)
            every = self._request.checkpoint_every
            if step % every == 0 if every else ends_epoch:
                saved = self._save(checkpoint)
        folder = self._request.output / "result"
        if self._team.rank == 0:
            save_weights(self._loaded.model, self._loaded.tokenizer, folder)
        return self._result(folder, stopped=False)

    def _read(self, path: Path) -> ExampleFile:
        return read_examples(path, self._loaded.tokenizer, self._loaded.endings, self._length)

    def _step(self) -> tuple[float, float]:
        """One optimiser step: its loss and its rate."""
        import torch

        step = self._progress.step + 1
        rate = self._request.learning_rate * rate_factor(step, self._total)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        epoch, place = divmod(step - 1, self._per_epoch)
        order = epoch_order(len(self._data.examples), self._request.seed, epoch)
        part = list(chunks(order, self._request.batch_size))[place]
        self._team.start_step(self._request.seed, step)
        value, learnt = self._gradients([self._data.examples[i] for i in part])
        norm = torch.nn.utils.clip_grad_norm_(self._weights, GRADIENT_LIMIT)
        if not math.isfinite(value) or not math.isfinite(float(norm)):
            raise EngineError(
                "not_finite",
                f"Loss or gradient of step {step} is not a finite number.",
                "Choose a lower learning rate, and look for odd examples in the training file.",
            )
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self._progress = Progress(step, self._progress.tokens + learnt)
        return value, rate

    def _gradients(self, examples: Sequence[TrainingExample]) -> tuple[float, int]:
        """Leaves the gradients of the examples' mean loss a learnt token, whoever works on which of them; the
        loss and how many tokens are learnt."""
        learnt = sum(example.learnt_count for example in examples)
        mine = self._team.share(examples)
        value = 0.0
        if mine:
            batch = make_batch(mine, self._pad_id, self._hardware.device)
            with self._hardware.autocast():
                loss = batch_loss(self._loaded.model, batch) * (batch.learnt_count / learnt)
            loss.backward()  # type: ignore[no-untyped-call]
            value = float(loss.detach())
        self._team.sum_gradients(self._weights)
        return self._team.sum(value), learnt

    @property
    def _pad_id(self) -> int:
        pad = self._loaded.tokenizer.pad_token_id
        return 0 if pad is None else int(pad)

    def _valid_loss(self) -> float | None:
        if self._validation is None:
            return None
        examples = self._validation.examples
        mine = self._team.share(examples)
        nats = 0.0
        if mine:
            mean = file_loss(self._loaded.model, mine, self._request.batch_size, self._pad_id, self._hardware)
            nats = mean * sum(example.learnt_count for example in mine)
        return self._team.sum(nats) / sum(example.learnt_count for example in examples)

    def _is_saved(self, folder: Path | None) -> bool:
        return folder is not None and folder.name == checkpoint_folder(folder, self._progress.step).name

    def _save(self, checkpoint: Checkpoint) -> Path:
        folder = checkpoint_folder(self._request.output, self._progress.step)
        if self._team.rank == 0:
            save_checkpoint(self._loaded.model, self._loaded.tokenizer, self._optimizer, self._progress, folder)
            checkpoint(self._progress.step, folder)
        return folder

    def _result(self, folder: Path, *, stopped: bool) -> TrainResult:
        details: dict[str, float | int | str] = {
            **self._hardware.describe(),
            "examples": len(self._data.examples),
            "shortened_examples": self._data.shortened,
            "trained_weights": sum(weight.numel() for weight in self._weights),
        }
        if self._request.lora is not None:
            details["adapter_norm"] = adapter_norm(self._loaded.model)
        frozen: Mapping[str, float | int | str] = details
        return TrainResult(folder, self._progress.step, self._progress.tokens, stopped, frozen)


def torch_adamw(weights: list[Any], rate: float, decay: float) -> torch.optim.AdamW:
    """AdamW with torch's usual moments (0.9, 0.999) and epsilon (1e-8)."""
    import torch

    return torch.optim.AdamW(weights, lr=rate, weight_decay=decay)
