"""Training speed of the engine against a bare loop of transformers and peft, on the same batches, by turns.

    python bench/train_throughput.py MODEL_FOLDER [--steps 12] [--batch-size 4] [--rounds 3] [--threads 1]

The bare loop is what one writes first: labels with -100 at prompt and padding, the model's own loss, clipping,
AdamW and the same rates, so that the last losses must agree. Both are timed from the first step to the end of
the last, without loading. Prints seconds and the ratio of speeds, engine / bare; the median over rounds counts.
On a machine that does other things too, the ratio of CPU seconds with one thread is the one to trust.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviews import reviews, write_chats

from llm2llm_backend.engine.batches import chunks, epoch_order
from llm2llm_backend.engine.examples import TrainingExample, read_examples
from llm2llm_backend.engine.hardware import detect_hardware
from llm2llm_backend.engine.models import load_for_training
from llm2llm_backend.engine.port import LoraSettings, ModelSpec, TrainEvent, TrainRequest
from llm2llm_backend.engine.schedule import rate_factor
from llm2llm_backend.engine.training import train

LORA = LoraSettings()
RATE = 2e-4
SEED = 0


@dataclass(frozen=True, slots=True)
class Timing:
    """Of all steps: seconds on the clock, seconds of the CPU over all threads, and the last loss."""

    wall: float
    cpu: float
    loss: float


def now() -> tuple[float, float]:
    """Clock and CPU seconds."""
    return time.monotonic(), time.process_time()


def since(began: tuple[float, float], loss: float) -> Timing:
    """What has passed."""
    wall, cpu = now()
    return Timing(wall - began[0], cpu - began[1], loss)


def engine_timing(spec: ModelSpec, file: Path, scratch: Path, batch_size: int) -> Timing:
    """Times a fit of the engine."""
    request = TrainRequest(
        model=spec,
        train_file=file,
        validation_file=None,
        output=scratch,
        seed=SEED,
        epochs=1,
        batch_size=batch_size,
        learning_rate=RATE,
        lora=LORA,
        max_length=512,
    )
    began: list[tuple[float, float]] = []
    timings: list[Timing] = []

    def note_start() -> bool:
        began.append(now())  # asked before every step
        return False

    def note_step(event: TrainEvent) -> None:
        timings.append(since(began[0], event.loss))

    train(request, note_step, note_start, lambda *_: None)
    return timings[-1]


def bare_timing(spec: ModelSpec, file: Path, batch_size: int) -> Timing:
    """Times the bare loop."""
    import torch

    hardware = detect_hardware()
    torch.manual_seed(SEED)
    loaded = load_for_training(spec, LORA, None, hardware)
    examples = read_examples(file, loaded.tokenizer, loaded.endings, 512).examples
    model: Any = loaded.model
    model.train()
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.0)
    last = 0.0
    began = now()
    parts = list(chunks(epoch_order(len(examples), SEED, 0), batch_size))
    for step, part in enumerate(parts, start=1):
        for group in optimizer.param_groups:
            group["lr"] = RATE * rate_factor(step, len(parts))
        batch = {name: value.to(hardware.device) for name, value in padded([examples[i] for i in part]).items()}
        with hardware.autocast():
            loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        last = float(loss.detach())
    return since(began, last)


def padded(examples: list[TrainingExample]) -> dict[str, Any]:
    """Tensors padded behind, as examples of transformers do."""
    import torch

    width = max(len(example.ids) for example in examples)
    rows: dict[str, list[list[int]]] = {"input_ids": [], "attention_mask": [], "labels": []}
    for example in examples:
        empty = width - len(example.ids)
        labels = [token if flag else -100 for token, flag in zip(example.ids, example.learnt, strict=True)]
        rows["input_ids"].append([*example.ids, *[0] * empty])
        rows["attention_mask"].append([1] * len(example.ids) + [0] * empty)
        rows["labels"].append([*labels, *[-100] * empty])
    return {name: torch.tensor(values) for name, values in rows.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--batch-size", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0, help="of torch; 0 leaves them as they are")
    options = parser.parse_args()
    if options.threads:
        import torch

        torch.set_num_threads(options.threads)
    spec = ModelSpec("model", str(options.model))
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        file = write_chats(Path(folder) / "train.jsonl", reviews(options.steps * options.batch_size, SEED))
        for number in range(options.rounds + 1):  # the first round warms up
            bare = bare_timing(spec, file, options.batch_size)
            ours = engine_timing(spec, file, Path(folder) / f"out-{number}", options.batch_size)
            print(
                f"{'round' if number else 'warm-up'}: clock {bare.wall:.2f} s bare, {ours.wall:.2f} s engine;", end=" "
            )
            print(f"CPU {bare.cpu:.2f} s bare, {ours.cpu:.2f} s engine;", end=" ")
            print(f"last loss {bare.loss:.4f} bare, {ours.loss:.4f} engine", flush=True)
            if number:
                ratios.append((bare.wall / ours.wall, bare.cpu / ours.cpu))
    for name, values in zip(("clock", "CPU"), zip(*ratios, strict=True), strict=True):
        print(f"median ratio of speeds, engine / bare, by the {name}: {statistics.median(values):.3f}")


if __name__ == "__main__":
    main()
