"""Dates in sentences of releases: all that a sentence names, whole, and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from communique.rulebook import load
from communique.values import dates

GRAMMAR = dates.grammar(load())
ANCHOR = dt.date(2024, 3, 12)  # a Tuesday
SHEET = Path(__file__).parent.parent / "date_sentences.txt"
LINES = [line for line in SHEET.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def marked(line: str) -> tuple[str, list[str]]:
    """The sentence of a line, and its dates as «words TYPE value mod»."""
    sentence, _, said = line.partition("||")
    words = re.findall(r"\[([^]]*)\]", sentence)
    facts = [fact.strip() for fact in said.split(";") if fact.strip()]
    sentence = sentence.replace("⏎", "\n").replace("¶", "\n\n")
    return re.sub(r"[][]", "", sentence).strip(), [f"{w} {f}" for w, f in zip(words, facts, strict=True)]


@pytest.mark.parametrize("line", LINES)
def test_a_sentence_gives_its_dates_and_no_other(line: str) -> None:
    text, expected = marked(line)
    found = dates.find(text, GRAMMAR, ANCHOR)
    assert [" ".join(filter(None, (text[d.start : d.end], d.type, d.value, d.mod))) for d in found] == expected


def test_there_are_hundreds_of_sentences_each_of_its_own() -> None:
    assert len(LINES) == len(set(LINES)) >= 500
