"""Label scoring: all labels in one request, the prompt computed once, against one request an (example, label).

    python bench/label_scoring.py MODEL_FOLDER [--examples 10] [--rounds 3]

Prints examples a second and the ratio for 2 labels (sentiment) and 6 (kinds of questions), by turns; the
median over rounds counts. Also prints how far the two ways' log-likelihoods are apart.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from reviews import reviews

from llm2llm_backend.engine.local import LocalEngine
from llm2llm_backend.engine.port import Generator, Message, ModelSpec

LABELS = {
    2: ["positive", "negative"],
    6: ["abbreviation", "entity", "description", "human being", "location", "numeric value"],
}


def timed(work: Callable[[], list[float]]) -> tuple[float, list[float]]:
    """Seconds and the result."""
    began = time.monotonic()
    result = work()
    return time.monotonic() - began, result


def together(generator: Generator, prompts: Sequence[str], labels: Sequence[str]) -> list[float]:
    """One request an example."""
    return [
        candidate.logprob
        for prompt in prompts
        for candidate in generator.score([Message("user", prompt)], labels).candidates
    ]


def apart(generator: Generator, prompts: Sequence[str], labels: Sequence[str]) -> list[float]:
    """One request an (example, label)."""
    return [
        generator.score([Message("user", prompt)], [label]).candidates[0].logprob
        for prompt in prompts
        for label in labels
    ]


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
        ratios, difference = [], 0.0
        for _ in range(options.rounds):
            one, first = timed(lambda labels=labels: together(generator, prompts, labels))  # type: ignore[misc]
            many, second = timed(lambda labels=labels: apart(generator, prompts, labels))  # type: ignore[misc]
            ratios.append(many / one)
            difference = max(abs(a - b) for a, b in zip(first, second, strict=True))
            print(f"{count} labels: {len(prompts) / one:.2f} against {len(prompts) / many:.2f} examples/s", flush=True)
        print(f"{count} labels: median ratio {statistics.median(ratios):.2f}, largest difference {difference:.1e} nats")


if __name__ == "__main__":
    main()
