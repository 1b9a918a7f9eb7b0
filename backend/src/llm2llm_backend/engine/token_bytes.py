"""Tokens as the bytes they stand for: a token may be part of a character."""

from __future__ import annotations

import json
from typing import Any


class TokenBytes:
    """Bytes of single tokens of one tokenizer; special tokens are no text and have none."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._special = set(tokenizer.all_special_ids)
        self._special.update(i for i, token in tokenizer.added_tokens_decoder.items() if token.special)
        self._added: dict[int, str] = {i: token.content for i, token in tokenizer.added_tokens_decoder.items()}
        backend = json.loads(tokenizer.backend_tokenizer.to_str())
        decoder = json.dumps(backend.get("decoder") or {})
        self._byte_level = '"ByteLevel"' in decoder
        self._letters = {letter: value for value, letter in byte_letters().items()}

    def of(self, token_id: int) -> bytes:
        """The token's bytes. In vocabularies of SentencePiece the sign for a space is a space."""
        if token_id in self._special:
            return b""
        if token_id in self._added:
            return self._added[token_id].encode()
        piece = self._tokenizer.convert_ids_to_tokens(token_id)
        if piece is None:
            return b""
        if self._byte_level:
            return bytes(self._letters[letter] for letter in piece if letter in self._letters)
        if len(piece) == 6 and piece.startswith("<0x") and piece.endswith(">"):
            return bytes([int(piece[3:5], 16)])
        return str(piece).replace("\u2581", " ").encode()

    def of_answer_start(self, token_id: int) -> bytes:
        """The bytes of an answer's first token: SentencePiece puts a space before every text."""
        raw = self.of(token_id)
        return raw if self._byte_level else raw.removeprefix(b" ")


def byte_letters() -> dict[int, str]:
    """The letter that byte-level vocabularies (GPT-2's and those after it) write for each byte: itself
    where it is printable in Latin-1, else the next letter from U+0100 on."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {value: chr(value) for value in printable}
    others = (value for value in range(256) if value not in letters)
    letters.update({value: chr(256 + place) for place, value in enumerate(others)})
    return letters
