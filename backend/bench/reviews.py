"""Sentences for measuring: made up from a few words, so that nothing need be fetched."""

from __future__ import annotations

import json
import random
from pathlib import Path

INSTRUCTION = (
    "Classify the sentiment of the movie review. Answer with exactly one of the labels: positive, negative.\n\nReview: "
)
_WORDS = {
    "positive": ["gripping", "warm", "funny", "clever", "moving", "bright", "honest", "graceful"],
    "negative": ["dull", "lazy", "tiresome", "clumsy", "empty", "loud", "stale", "confused"],
}
_THINGS = ["story", "cast", "camera work", "dialogue", "ending", "music", "pace", "leading role"]


def reviews(count: int, seed: int) -> list[tuple[str, str]]:
    """(prompt, label) pairs, about 50 tokens each."""
    draw = random.Random(seed)
    made = []
    for _ in range(count):
        label = draw.choice(sorted(_WORDS))
        parts = [f"a {draw.choice(_WORDS[label])} {draw.choice(_THINGS)}" for _ in range(draw.randint(1, 4))]
        made.append((INSTRUCTION + "it has " + ", ".join(parts) + ".\nLabel:", label))
    return made


def write_chats(path: Path, pairs: list[tuple[str, str]]) -> Path:
    """Chat JSONL, one pair a line."""
    lines = (
        json.dumps({"messages": [{"role": "user", "content": text}, {"role": "assistant", "content": label}]})
        for text, label in pairs
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
