"""Words from chunks are the words that spaCy's tokenizer finds in the whole line; what is remembered is bounded."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from communique import tag
from communique.tag import words as module
from communique.tag.lexemes import Lexemes
from communique.tag.network import Network
from communique.tag.words import Words
from odd_lines import odd_lines

pytestmark = pytest.mark.model

LINES = [
    "Contact presse : Ève Brunel, M. Jean Martin et Mme Le Goff.",
    "deux  espaces, une\u00a0insécable , un\u00a0 autre \u00a0et un\ttabulateur ",
    " au début et à la fin ",
    "un sourire : ) et un autre :-) : (8) ; ( 8-) ) :(((( o . O",
    "a-t-il lui - même aujourd' hui etc . etc. n ° 12",
    "l'eau d'Ambre qu’elle aujourd'hui",
    "x" * 300 + " " + "y" * 61,
    "",
    " ",
    "\u00a0",
]


def tokens(nlp: Any, line: str) -> list[tuple[int, int]]:
    return [(t.idx, t.idx + len(t)) for t in nlp.make_doc(line)]


def made(limit: int = 16_384) -> tuple[Any, Lexemes, Words]:
    nlp = tag.load()
    lexemes = Network(nlp.get_pipe("ner")).lexemes
    lexemes._limit = limit
    return nlp, lexemes, Words(nlp, lexemes)


def batches(count: int, size: int, seed: int) -> list[list[str]]:
    lines = odd_lines(count, seed)
    return [lines[n : n + size] for n in range(0, count, size)]


def identities(lexemes: Lexemes, rows: Any) -> list[int]:
    """What stands in the rows, whatever their numbers."""
    names = {row: name for name, row in lexemes.index.items()}
    return [names[row] for group in rows for row in group]


@pytest.mark.parametrize("line", LINES)
def test_a_line_has_the_tokens_of_the_tokenizer(line: str) -> None:
    nlp, _, words = made()
    (rows,) = words.read([line])
    assert words.spans(line) == tokens(nlp, line)
    assert sum(map(len, rows)) == len(tokens(nlp, line))


def test_odd_lines_have_the_tokens_of_the_tokenizer() -> None:
    nlp, _, words = made()
    lines = odd_lines(1_000, seed=5)
    words.read(lines)
    assert [line for line in lines if words.spans(line) != tokens(nlp, line)] == []


def test_words_are_the_same_after_the_table_was_full() -> None:
    _, lexemes, words = made(limit=60)
    _, roomy, fresh = made()
    for lines in batches(400, 20, seed=6):
        found = words.read(lines)
        assert [identities(lexemes, rows) for rows in found] == [identities(roomy, r) for r in fresh.read(lines)]
        ours, theirs = list(lexemes.index.values()), [roomy.index[name] for name in lexemes.index]
        np.testing.assert_allclose(lexemes.vectors[ours], roomy.vectors[theirs], atol=1e-5)
        np.testing.assert_allclose(lexemes.parts[:, ours], roomy.parts[:, theirs], atol=1e-5)
        assert (lexemes.space[ours] == roomy.space[theirs]).all()
    assert len(words._rows) < len(fresh._rows)


def test_the_table_is_bounded_by_its_limit_and_one_batch() -> None:
    _, lexemes, words = made(limit=100)
    most = 0
    for lines in batches(600, 10, seed=7):
        words.read(lines)
        most = max(most, len(lexemes))
    assert most < 100 + 400
    words.read([])
    assert len(lexemes) <= 100


def test_the_most_used_words_stay() -> None:
    _, lexemes, words = made(limit=50)
    (rows,) = words.read(["Quimper"])
    quimper = identities(lexemes, rows)[0]
    for lines in batches(300, 10, seed=8):
        for found in words.read(["Quimper", *lines]):
            lexemes.used([row for group in found for row in group])  # type: ignore[arg-type]
        assert quimper in lexemes.index
    assert quimper in lexemes.index


def test_chunks_that_are_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CHUNKS", 50)
    nlp, _, words = made()
    for lines in batches(300, 10, seed=4):
        words.read(lines)
        assert [words.spans(line) for line in lines] == [tokens(nlp, line) for line in lines]
        words.read([])
        assert len(words._rows) <= 50


def test_a_long_chunk_is_forgotten() -> None:
    _, _, words = made()
    words.read(["x" * 300])
    words.read([])
    assert words._rows == {}
