"""The parts of the engine that need no model."""

from __future__ import annotations

import itertools

import pytest

from llm2llm_backend.engine.answer_stream import AnswerStream
from llm2llm_backend.engine.batches import chunks, epoch_order, steps_per_epoch
from llm2llm_backend.engine.port import TokenChoice, WrittenToken
from llm2llm_backend.engine.schedule import rate_factor, warm_up_steps
from llm2llm_backend.engine.token_bytes import byte_letters


def test_the_rate_rises_and_falls() -> None:
    factors = [rate_factor(step, 100) for step in range(1, 101)]
    assert warm_up_steps(100) == 5
    assert factors[:6] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0, 1.0])
    assert all(later < earlier for earlier, later in itertools.pairwise(factors[5:]))
    assert 0 < factors[-1] < 0.001
    assert rate_factor(1, 1) == 1.0
    assert [rate_factor(step, 2) for step in (1, 2)] == [1.0, 1.0]


def test_order_is_a_permutation_decided_by_seed_and_epoch() -> None:
    assert sorted(epoch_order(20, 1, 0)) == list(range(20))
    assert epoch_order(20, 1, 0) == epoch_order(20, 1, 0)
    assert epoch_order(20, 1, 0) != epoch_order(20, 1, 1)
    assert epoch_order(20, 1, 0) != epoch_order(20, 2, 0)
    assert list(chunks([1, 2, 3, 4, 5], 2)) == [[1, 2], [3, 4], [5]]
    assert steps_per_epoch(5, 2) == 3


def test_every_byte_has_a_letter_of_its_own() -> None:
    letters = byte_letters()
    assert sorted(letters) == list(range(256))
    assert len(set(letters.values())) == 256
    assert (letters[ord(" ")], letters[ord("A")], letters[10]) == ("\u0120", "A", "\u010a")


def test_half_characters_wait() -> None:
    stream = AnswerStream(())
    assert [stream.add(bytes([byte]), None).text for byte in "é€".encode()] == ["", "é", "", "", "€"]
    assert stream.add(b"\xe2", None).text == ""
    assert stream.finish().text == "\ufffd"


def test_what_may_become_a_stop_string_waits() -> None:
    stream = AnswerStream(("END", "NO"))
    assert stream.add(b"aE", None).text == "a"
    assert stream.add(b"N", None).text == ""
    assert stream.add(b"x", None).text == "ENx"
    assert stream.add(b"yEN", None).text == "y"
    last = stream.add(b"D z", None)
    assert (last.text, last.stopped) == ("", True)


def test_tokens_come_with_their_text() -> None:
    def token(text: str) -> WrittenToken:
        return WrittenToken(TokenChoice(text, text.encode(), -1.0), ())

    stream = AnswerStream(("STOP",))
    assert [t.chosen.text for t in stream.add(b"ab", token("ab")).tokens] == ["ab"]
    assert stream.add(b"ST", token("ST")).tokens == ()
    assert [t.chosen.text for t in stream.add(b"x", token("x")).tokens] == ["ST", "x"]
    assert stream.add(b"STO", token("STO")).tokens == ()
    assert stream.add(b"P", token("P")).tokens == ()
