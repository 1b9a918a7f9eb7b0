"""A job's journal: read once, line by line, whatever was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from llm2llm_backend.jobs.journal import JournalWriter, read_journal
from llm2llm_backend.jobs.messages import CheckpointMade, Failed, Finished, StepDone, Told, from_line, to_line

STEP = StepDone({"step": 1, "total_steps": 2, "train_loss": 0.1234567890123})
DONE = Finished("output/result", 12, False, {"adapter_norm": 1.5, "device": "CPU é"})
ALL: list[Told] = [STEP, CheckpointMade(1, "output/step-1"), Failed("bad_data", "Line\nbreak"), DONE]


@pytest.mark.parametrize("message", ALL)
def test_a_message_is_a_line(message: Told) -> None:
    line = to_line(message)
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert from_line(line) == message


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    assert read_journal(path, 0) == ([], 0)
    with JournalWriter(path) as journal:
        journal.write(STEP)
        first, place = read_journal(path, 0)
        journal.write(DONE)
    assert first == [STEP]
    assert read_journal(path, place) == ([DONE], path.stat().st_size)
    assert read_journal(path, path.stat().st_size) == ([], path.stat().st_size)


@pytest.mark.parametrize("kept", [1, 10, len(to_line(DONE)) - 1])
def test_half_a_line_is_left_and_mended(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(to_line(STEP) + to_line(DONE)[:kept])
    found, place = read_journal(path, 0)
    assert (found, place) == ([STEP], len(to_line(STEP)))
    with JournalWriter(path) as journal:
        assert not journal.ended, "The outcome was not told."
        journal.write(DONE)
    assert read_journal(path, place)[0] == [DONE]


@pytest.mark.parametrize(
    ("last", "ended"), [(DONE, True), (ALL[2], True), (STEP, False), (Finished("output", 3, True, {}), False)]
)
def test_a_journal_with_an_outcome_has_ended(tmp_path: Path, last: Told, ended: bool) -> None:
    path = tmp_path / "journal.jsonl"
    with JournalWriter(path) as journal:
        assert not journal.ended
        journal.write(STEP)
        journal.write(last)
    with JournalWriter(path) as again:
        assert again.ended is ended
