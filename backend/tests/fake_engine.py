"""An engine that learns nothing, quickly and always the same. It keeps a diary of what it did, so that tests can
see whether anything was done twice at the same time."""

from __future__ import annotations

import hashlib
import json
import math
import os
import random
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from llm2llm_backend.engine.port import (
    CandidateScore,
    Checkpoint,
    EngineError,
    Generator,
    Message,
    ModelSpec,
    Piece,
    Prompt,
    Report,
    Sampling,
    ScoreItem,
    Scores,
    ShouldStop,
    TokenChoice,
    TrainEvent,
    TrainRequest,
    TrainResult,
    WrittenToken,
)

WORDS = ("positive", "negative", "neutral", "a", "film", "about", "trains")


class FakeEngine:
    """What a training text says decides what happens: FAIL, FAIL late and CRASH do what they are called.
    FAKE_STEP_SECONDS: how long a step takes."""

    def train(
        self, request: TrainRequest, report: Report, should_stop: ShouldStop, checkpoint: Checkpoint
    ) -> TrainResult:
        lines = request.train_file.read_text(encoding="utf-8").splitlines()
        late = "FAIL late" in lines[0]
        if "FAIL" in lines[0] and not late:
            raise EngineError("bad_data", "The data can not be learned.", "Use other data.")
        per_epoch = math.ceil(len(lines) / request.batch_size)
        total = per_epoch * request.epochs
        done = 0
        if request.resume_from is not None:
            done = json.loads((request.resume_from / "state.json").read_text())["step"]
        request.output.mkdir(parents=True, exist_ok=True)
        diary = request.output / "diary.txt"
        began = time.monotonic()

        def save(step: int) -> Path:
            folder = request.output / f"checkpoint-{step}"
            part = request.output / f"part-{step}"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            state = {"step": step, "seed": request.seed, "from": str(request.start_from)}
            (part / "state.json").write_text(json.dumps(state))
            shutil.rmtree(folder, ignore_errors=True)
            part.rename(folder)
            checkpoint(step, folder)
            return folder

        for step in range(done + 1, total + 1):
            if should_stop():
                return TrainResult(save(step - 1), step - 1, step - 1, True, {})
            time.sleep(float(os.environ.get("FAKE_STEP_SECONDS", "0.001")))
            if "CRASH" in lines[0] and step == 2:
                os._exit(9)
            if late and step == 6:
                raise EngineError("bad_data", "The data can not be learned.", "Use other data.")
            with diary.open("a") as file:
                file.write(f"{step} {os.getpid()}\n")
            loss = 1.0 / step + random.Random(f"{request.seed} {step}").random() / 100
            seconds = time.monotonic() - began
            report(TrainEvent(step, total, step / per_epoch, loss, request.learning_rate, step * 3, seconds))
            if step % per_epoch == 0:
                save(step)
        final = request.output / "final"
        final.mkdir(exist_ok=True)
        (final / "state.json").write_text(json.dumps({"step": total, "seed": request.seed}))
        (final / "optimizer.pt").write_text("no part of the model")
        return TrainResult(final, total, total * 3, False, {"adapter_norm": 1.5})

    def load(self, model: ModelSpec, tuned: Path | None) -> Generator:
        if model.source == "/nowhere":
            raise EngineError("model_unavailable", "There is no such folder.", "Mend the settings.")
        if tuned is not None and not (tuned / "state.json").is_file():
            raise EngineError("model_unavailable", "The tuned model is gone.", "Train it again.")
        return FakeGenerator(model, tuned)

    def facts(self) -> Mapping[str, str]:
        return {"fake": "1.0", "device": "none", "dtype": "float32"}


class FakeGenerator:
    """Writes words that follow from the seed; what it is asked with "repeat:" it repeats."""

    def __init__(self, model: ModelSpec, tuned: Path | None) -> None:
        self.name = model.id if tuned is None else f"{model.id}+{tuned.name}"

    def write(self, prompt: Prompt, sampling: Sampling) -> Iterator[Piece]:
        text = as_text(prompt)
        if "FAIL" in text:
            raise RuntimeError("a fault nobody foresaw")
        draw = random.Random(f"{sampling.seed} {text} {sampling.temperature}")
        words = [self.name, *(draw.choice(WORDS) for _ in range(sampling.max_tokens * 2))]
        if "repeat:" in text:
            words = text.partition("repeat:")[2].split()
        count = len(text.split())
        for index, word in enumerate(words[: sampling.max_tokens], start=1):
            if word in sampling.stop:
                yield Piece("", (), "stop", count, index)
                return
            if "SLOW" in text:
                time.sleep(0.05)
            piece = word if index == 1 else f" {word}"
            last = index == min(len(words), sampling.max_tokens)
            finish = None if not last else ("length" if len(words) > sampling.max_tokens else "stop")
            yield Piece(piece, tokens(piece, sampling.logprobs), finish, count, index)  # type: ignore[arg-type]

    def score_many(self, items: Sequence[ScoreItem]) -> list[Scores]:
        found = []
        for item in items:
            text = as_text(item.prompt)
            scored = [CandidateScore(one, -len(one) / (2 if one in text else 1), 1) for one in item.candidates]
            found.append(Scores(tuple(scored), len(text.split())))
        return found

    def close(self) -> None:
        self.name = "closed"


def as_text(prompt: Prompt) -> str:
    if isinstance(prompt, str):
        return prompt
    messages: Sequence[Message] = prompt
    return "\n".join(f"{message.role}: {message.content}" for message in messages)


def tokens(piece: str, alternatives: int | None) -> tuple[WrittenToken, ...]:
    if alternatives is None:
        return ()
    chosen = TokenChoice(piece, piece.encode(), -0.25)
    others = [TokenChoice(word, word.encode(), -1.0 - rank) for rank, word in enumerate(WORDS)]
    return (WrittenToken(chosen, tuple([chosen, *others][:alternatives])),)


def fake_export(key: str, base: ModelSpec, tuned: Path | None, quantization: str, folder: Path) -> None:
    if base.source == "/nowhere":
        raise EngineError("model_unavailable", "There is no such folder.", "Mend the settings.")
    folder.mkdir()
    (folder / "params_shard_0.bin").write_bytes(key.encode())
    (folder / "secret.txt").write_text("not a part of it")
    files = {"params_shard_0.bin": {"sha256": hashlib.sha256(key.encode()).hexdigest(), "bytes": len(key)}}
    (folder / "student.json").write_text(json.dumps({"quantization": quantization, "files": files}))
