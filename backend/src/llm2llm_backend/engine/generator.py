"""A loaded model that writes and scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answer_stream import AnswerStream, Certain
from .hardware import Hardware, give_memory_back, hardware_faults
from .models import LoadedModel, load_for_answers
from .port import (
    CandidateScore,
    EngineError,
    Finish,
    ModelSpec,
    Piece,
    Prompt,
    Sampling,
    ScoreItem,
    Scores,
    TokenChoice,
    WrittenToken,
)
from .sampling import choose
from .scoring import EncodedItem, log_likelihoods
from .templates import encode, encode_prompt
from .token_bytes import TokenBytes

if TYPE_CHECKING:
    import torch


class TransformersGenerator:
    """Fulfils `port.Generator` with a model of transformers."""

    def __init__(self, spec: ModelSpec, tuned: Path | None, hardware: Hardware) -> None:
        self._hardware = hardware
        with hardware_faults():
            self._loaded: LoadedModel | None = load_for_answers(spec, tuned, hardware)
        self._bytes = TokenBytes(self._loaded.tokenizer)

    def write(self, prompt: Prompt, sampling: Sampling) -> Iterator[Piece]:
        """See `port.Generator.write`. The end of what the model can read ends an answer as max_tokens does."""
        import torch

        loaded = self._open()
        ids = self._prompt_ids(prompt)
        room = sampling.max_tokens if loaded.longest is None else min(sampling.max_tokens, loaded.longest - len(ids))
        random = torch.Generator()
        if sampling.seed is None:
            random.seed()
        else:
            random.manual_seed(sampling.seed)
        stream = AnswerStream(sampling.stop)
        count = 0
        finish: Finish = "length"
        last = Certain("", (), stopped=False)
        for token_id, logits in self._tokens(loaded, ids, room, sampling, random):
            if token_id in loaded.endings:
                finish = "stop"
                break
            raw = self._bytes.of(token_id) if count else self._bytes.of_answer_start(token_id)
            count += 1
            record = None if sampling.logprobs is None else self._record(token_id, logits, sampling.logprobs)
            certain = stream.add(raw, record)
            if certain.stopped:
                finish, last = "stop", certain
                break
            if certain.text or certain.tokens:
                yield Piece(certain.text, certain.tokens, None, len(ids), count)
        if not last.stopped:
            last = stream.finish()
        yield Piece(last.text, last.tokens, finish, len(ids), count)

    def score_many(self, items: Sequence[ScoreItem]) -> list[Scores]:
        """See `port.Generator.score_many`. Candidates are encoded apart from the prompt, as answers are in
        training."""
        loaded = self._open()
        encoded = [self._encoded(number, item) for number, item in enumerate(items, start=1)]
        with hardware_faults():
            found = log_likelihoods(loaded, self._hardware, encoded)
        return [
            Scores(tuple(map(CandidateScore, item.candidates, values, map(len, ids.candidates))), len(ids.prompt))
            for item, ids, values in zip(items, encoded, found, strict=True)
        ]

    def close(self) -> None:
        """See `port.Generator.close`."""
        self._loaded = None
        give_memory_back()

    def _open(self) -> LoadedModel:
        if self._loaded is None:
            raise EngineError("engine_failed", "This model was put away.", "Ask again; it is loaded anew.")
        return self._loaded

    def _prompt_ids(self, prompt: Prompt) -> list[int]:
        loaded = self._open()
        ids = encode_prompt(loaded.tokenizer, prompt)
        if loaded.longest is not None and len(ids) >= loaded.longest:
            raise self._too_long(len(ids), loaded.longest)
        return ids

    def _encoded(self, number: int, item: ScoreItem) -> EncodedItem:
        loaded = self._open()
        try:
            ids = self._prompt_ids(item.prompt)
            candidates = [encode(loaded.tokenizer, candidate) for candidate in item.candidates]
            if not all(candidates):
                raise EngineError("bad_data", "A candidate is empty.", "Give each candidate at least one character.")
            longest = len(ids) + max(map(len, candidates), default=0)
            if loaded.longest is not None and longest > loaded.longest:
                raise self._too_long(longest, loaded.longest)
        except EngineError as fault:
            raise EngineError(fault.code, f"Input {number}: {fault.message}", fault.remedy) from fault
        return EncodedItem(ids, candidates)

    @staticmethod
    def _too_long(tokens: int, longest: int) -> EngineError:
        return EngineError(
            "context_length_exceeded",
            f"The prompt and what follows have {tokens} tokens; this model reads {longest}.",
            "Shorten the prompt.",
        )

    def _tokens(
        self, loaded: LoadedModel, ids: list[int], room: int, sampling: Sampling, random: torch.Generator
    ) -> Iterator[tuple[int, torch.Tensor]]:
        """Chosen tokens with the logits [V] they were chosen from, at most `room` of them."""
        import torch
        from transformers import DynamicCache

        with torch.inference_mode(), hardware_faults():
            logits, cache = self._forward(loaded, ids, DynamicCache(config=loaded.model.config))
        for place in range(room):
            token_id = choose(logits, sampling.temperature, sampling.top_p, random)
            yield token_id, logits
            if place + 1 < room:
                with torch.inference_mode(), hardware_faults():
                    logits, cache = self._forward(loaded, [token_id], cache)

    def _forward(self, loaded: LoadedModel, ids: list[int], cache: Any) -> tuple[torch.Tensor, Any]:
        """Logits [V] after the last of the tokens, in float32 on the CPU, and the grown cache."""
        import torch

        with self._hardware.autocast():
            output = loaded.model(
                input_ids=torch.tensor([ids], device=self._hardware.device),
                past_key_values=cache,
                use_cache=True,
                logits_to_keep=1,
            )
        return output.logits[0, -1].float().cpu(), output.past_key_values

    def _record(self, token_id: int, logits: torch.Tensor, alternatives: int) -> WrittenToken:
        import torch

        logprobs = torch.log_softmax(logits.double(), dim=-1)
        best = logprobs.topk(min(alternatives, logprobs.numel())) if alternatives else None
        top = [] if best is None else zip(best.indices.tolist(), best.values.tolist(), strict=True)
        chosen = self._choice(token_id, float(logprobs[token_id]))
        return WrittenToken(chosen, tuple(self._choice(i, value) for i, value in top))

    def _choice(self, token_id: int, logprob: float) -> TokenChoice:
        raw = self._bytes.of(token_id)
        text = raw.decode("utf-8", "replace") if raw else str(self._open().tokenizer.decode([token_id]))
        return TokenChoice(text, raw, logprob)
