"""Label scoring: all examples and labels in one request, against one request an (example, label).

    python bench/label_scoring.py MODEL_FOLDER [--examples 10] [--rounds 3]

Prints examples a second and the ratio for 2 labels (sentiment) and 6 (kinds of questions), by turns; the medians
over rounds count, by the clock and by CPU time, which other work on the machine disturbs less (with
OMP_NUM_THREADS=1 least). Also prints how far the two ways' log-likelihoods are apart.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reviews import reviews

from llm2llm_backend.engine.local import LocalEngine
from llm2llm_backend.engine.port import Generator, Message, ModelSpec, ScoreItem

LABELS = {
    2: ["positive", "negative"],
    6: ["abbreviation", "entity", "description", "human being", "location", "numeric value"],
}


@dataclass(frozen=True)
class Timed:
    """Seconds by the clock and of CPU time, and the result."""

    wall: float
    cpu: float
    result: list[float]


def timed(work: Callable[[], list[float]]) -> Timed:
    """Runs it."""
    wall, cpu = time.monotonic(), time.process_time()
    result = work()
    return Timed(time.monotonic() - wall, time.process_time() - cpu, result)


def together(generator: Generator, prompts: Sequence[str], labels: Sequence[str]) -> list[float]:
    """One request for all examples."""
    items = [ScoreItem([Message("user", prompt)], labels) for prompt in prompts]
    return [candidate.logprob for scores in generator.score_many(items) for candidate in scores.candidates]


def apart(generator: Generator, prompts: Sequence[str], labels: Sequence[str]) -> list[float]:
    """One request an (example, label)."""
    return [together(generator, [prompt], [label])[0] for prompt in prompts for label in labels]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--examples", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    generator = LocalEngine().load(ModelSpec("model", str(options.model)), None)
    prompts = [prompt for prompt, _ in reviews(options.examples, 1)]
    together(generator, prompts[:2], LABELS[6])
    for count, labels in LABELS.items():
        rounds: list[tuple[Timed, Timed]] = []
        for _ in range(options.rounds):
            one = timed(partial(together, generator, prompts, labels))
            many = timed(partial(apart, generator, prompts, labels))
            rounds.append((one, many))
            speeds = [len(prompts) / way.wall for way in (one, many)]
            print(f"{count} labels: {speeds[0]:.2f} against {speeds[1]:.2f} examples/s", flush=True)
        clock = statistics.median(many.wall / one.wall for one, many in rounds)
        cpu = statistics.median(many.cpu / one.cpu for one, many in rounds)
        difference = max(abs(a - b) for a, b in zip(one.result, many.result, strict=True))
        print(f"{count} labels: median ratio {clock:.2f} by the clock, {cpu:.2f} by CPU time;", end=" ")
        print(f"largest difference {difference:.1e} nats", flush=True)


if __name__ == "__main__":
    main()
