"""The seam between the server and what trains and generates.

The server knows this file and nothing else of an engine; an engine knows this file and nothing of the
server. It imports the standard library only, so that the server starts without torch.

An engine is a class without required arguments that fulfils `Engine`. It is created where it is used: in
a worker process for training, in the server for generating. It must therefore be importable by name
(`package.module:Class`), and its module must be cheap to import: torch is imported in its methods.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

Role = Literal["system", "user", "assistant"]
Finish = Literal["stop", "length"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat."""

    role: Role
    content: str


Prompt = str | Sequence[Message]
"""What is continued: a string as it stands, or a chat that the model's own template renders (with its
generation prompt at the end)."""


SAMPLE_BYTES = 64 * 1024
"""So much of each file of a model goes into its fingerprint: it is asked for often."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A base model that the server's configuration names.

    id: what requests call it. source: hub name or absolute folder, as `from_pretrained` takes it.
    """

    id: str
    source: str

    @property
    def fingerprint(self) -> str:
        """Tells whether an id still stands for the same model, without saying which (a folder is nobody's business):
        the first 16 hexadecimal digits of a SHA-256, of a hub name or of what a folder holds, for it may be moved."""
        folder = Path(self.source)
        if not folder.is_absolute() or not folder.is_dir():
            return hashlib.sha256(self.source.encode()).hexdigest()[:16]
        found = hashlib.sha256()
        for file in sorted(entry for entry in folder.iterdir() if entry.is_file()):
            size = file.stat().st_size
            found.update(f"{file.name} {size}\n".encode())
            with file.open("rb") as content:
                # In the middle of a file of weights are weights: two models of one shape differ there.
                content.seek(max(0, size // 2 - SAMPLE_BYTES // 2))
                found.update(content.read(SAMPLE_BYTES))
        return found.hexdigest()[:16]

    def is_still(self, fingerprint: str | None) -> bool:
        """Whether this is the model of a fingerprint that was kept; None, where none was, is believed."""
        return fingerprint in (None, self.fingerprint)


@dataclass(frozen=True, slots=True)
class LoraSettings:
    """LoRA on all linear layers but the head; the update is scaled by alpha / rank. dropout in [0, 1)."""

    rank: int = 16
    alpha: float = 32.0
    dropout: float = 0.0


@dataclass(frozen=True, slots=True)
class RaySettings:
    """Where the engine `ray` trains; other engines do not look at it.

    address: "" takes a cluster that runs on this machine, or starts one for the job; "auto" takes the one that
        runs here; otherwise "host:port" or "ray://host:port".
    num_workers: processes, >= 1, that share every batch. use_gpu: one GPU each.
    resources_per_worker: by Ray's names, such as {"CPU": 4}; what is not named is 1 CPU and, with use_gpu, 1 GPU.
    wait_seconds: how long to wait for room in a busy cluster before the job fails.
    """

    address: str = ""
    num_workers: int = 1
    use_gpu: bool = False
    resources_per_worker: Mapping[str, float] = field(default_factory=dict)
    wait_seconds: float = 600.0

    def __post_init__(self) -> None:
        if self.num_workers < 1:
            raise ValueError("ray.num_workers is at least 1")


@dataclass(frozen=True, slots=True)
class TrainRequest:
    """Everything a fit depends on. Picklable, for it is sent to a worker process.

    model: the base model.
    start_from: folder of an earlier result of the same engine (`TrainResult.folder` or a checkpoint) whose
        weights training goes on from, with a new optimiser; None starts from the base model.
    resume_from: checkpoint folder of this same job; weights, optimiser, schedule and the position in the
        data go on from there. It wins over start_from.
    train_file, validation_file: chat JSONL, one `{"messages": [...]}` a line, already validated. An
        assistant message may carry `"weight": 0 | 1`; 0 leaves it out of the loss.
    output: an empty or absent folder that the engine may fill; the result is in it.
    seed: decides order, initialisation and dropout. epochs: passes over the data, >= 1.
    batch_size: examples a step, >= 1. learning_rate: absolute peak rate of AdamW.
    lora: None means full fine-tuning. max_length: tokens; longer examples are cut at the front of the
        prompt, or refused, as the engine says.
    checkpoint_every: steps between checkpoints; None means one at the end of each epoch.
    ray: where the engine of that name trains.
    """

    model: ModelSpec
    train_file: Path
    validation_file: Path | None
    output: Path
    seed: int
    epochs: int
    batch_size: int
    learning_rate: float
    lora: LoraSettings | None
    max_length: int
    start_from: Path | None = None
    resume_from: Path | None = None
    checkpoint_every: int | None = None
    ray: RaySettings = RaySettings()


@dataclass(frozen=True, slots=True)
class TrainEvent:
    """One optimiser step. Steps count from 1; after a resume they go on where the checkpoint was.

    epoch: fraction of passes done, for example 1.5. loss: mean nats a trained token of this step.
    tokens: trained tokens (those in the loss) so far, over all steps. seconds: since training began
    in this process. valid_loss: nats a token over the whole validation file, where it was worked out.
    """

    step: int
    total_steps: int
    epoch: float
    loss: float
    learning_rate: float
    tokens: int
    seconds: float
    valid_loss: float | None = None


@dataclass(frozen=True, slots=True)
class TrainResult:
    """What a fit came to.

    folder: loadable through `Engine.load` (an adapter, or a whole model after full fine-tuning).
    stopped: True if should_stop ended it early; folder then is the last checkpoint's, or output if
    there was none. details: plain numbers and words for the log, such as adapter_norm, dtype, device.
    """

    folder: Path
    steps: int
    trained_tokens: int
    stopped: bool
    details: Mapping[str, float | int | str]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to write. temperature 0 is greedy. top_p in (0, 1]. max_tokens >= 1. stop: strings that end
    the text and are not part of it. logprobs: how many alternatives a token to report; None reports no
    log-probabilities at all, 0 only the chosen token's."""

    max_tokens: int
    temperature: float = 1.0
    top_p: float = 1.0
    seed: int | None = None
    stop: tuple[str, ...] = ()
    logprobs: int | None = None


@dataclass(frozen=True, slots=True)
class TokenChoice:
    """A token as text (with U+FFFD where its bytes are no whole character), as bytes, and its natural-log
    probability under the model at temperature 1."""

    text: str
    raw: bytes
    logprob: float


@dataclass(frozen=True, slots=True)
class WrittenToken:
    """The chosen token and its likeliest alternatives, best first."""

    chosen: TokenChoice
    top: tuple[TokenChoice, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an answer, as soon as it is certain (no half characters, nothing that may turn out to be
    a stop string). The last piece, and only it, has a finish; its text may be empty. Counts are
    cumulative. tokens is empty unless Sampling.logprobs was given."""

    text: str
    tokens: tuple[WrittenToken, ...]
    finish: Finish | None
    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """A prompt and what may follow it; each candidate is at least one character long."""

    prompt: Prompt
    candidates: Sequence[str]


@dataclass(frozen=True, slots=True)
class CandidateScore:
    """log P(candidate | prompt) in nats, summed over its tokens, and how many they are."""

    candidate: str
    logprob: float
    tokens: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Candidates in the order they were asked in. prompt_tokens: computed once, however many candidates."""

    candidates: tuple[CandidateScore, ...]
    prompt_tokens: int


class Generator(Protocol):
    """One loaded model. Calls come one at a time; the server sees to that."""

    def write(self, prompt: Prompt, sampling: Sampling) -> Iterator[Piece]:
        """Continues the prompt. Closing the iterator early ends the work."""
        ...

    def score_many(self, items: Sequence[ScoreItem]) -> list[Scores]:
        """How likely each candidate is as the beginning of the answer, for every item. What all prompts begin
        with is computed once, and prompts and candidates in batches. Raises `EngineError` that names the item
        as "Input n", from 1."""
        ...

    def close(self) -> None:
        """Gives the memory back. Nothing may be asked afterwards."""
        ...


Report = Callable[[TrainEvent], None]
ShouldStop = Callable[[], bool]
Checkpoint = Callable[[int, Path], None]


class Engine(Protocol):
    """Trains and loads. See the module's docstring for how one is created."""

    def train(
        self, request: TrainRequest, report: Report, should_stop: ShouldStop, checkpoint: Checkpoint
    ) -> TrainResult:
        """Fits the model. `report` is called after every step, `should_stop` is asked between steps,
        `checkpoint(step, folder)` is called when a folder is completely written and may be loaded or
        resumed from; a checkpoint is written under another name and renamed, for the process may be killed
        at any moment. When should_stop says so, a checkpoint of where training stands is written first, so
        that a paused job loses nothing. Raises `EngineError` with words for the person who started the job."""
        ...

    def load(self, model: ModelSpec, tuned: Path | None) -> Generator:
        """Loads the base model, with what a fit left in `tuned`. Raises `EngineError`."""
        ...

    def facts(self) -> Mapping[str, str]:
        """What doctor shows: versions, device, dtype. Must not raise."""
        ...


class EngineError(Exception):
    """A fault with a name, a sentence and a remedy. `code` is one of the words clients may rely on:
    model_unavailable, unsupported_model, out_of_memory, bad_data, context_length_exceeded, not_finite, engine_missing,
    engine_failed."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.code = code
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[EngineError], tuple[str, str, str]]:
        return (type(self), (self.code, self.message, self.remedy))
