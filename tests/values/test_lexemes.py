"""Lexemes: what stands first in the pattern to be quick finds what the rest of it would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.rulebook import load
from communique.values import dates, lexemes, timeforms
from growth import LINEAR, growth

GRAMMAR = dates.grammar(load())
SLOW = re.compile(
    re.sub(r"\(\?P<plain>.*?\| (?=\(\?P<opaque>)", "", lexemes._LEXEME.pattern, flags=re.DOTALL), re.X | re.I
)
PIECES = [
    *(
        "n",
        "no",
        "nos",
        "n°",
        "NO",
        " ",
        "\n",
        "\n\n",
        "\t",
        "\u00a0",
        "12",
        "3",
        "2020",
        "aujourd",
        "hui",
        "Aujourd’hui",
    ),
    *("'", "’", "`", "l", "L", "R", "D", "d", "T", "S", "h", "Q", "IV", "I", "V", "XXI", "er", "e", "ème", "siècle"),
    *("mars", "www", ".", "http", "://", "fr", "com", "@", "-", "–", "/", "_", "a", "à", "Y", "(", ")", "«", "…", ":"),
    *(
        ";",
        ",",
        "·",
        "vingt",
        "et",
        "un",
        "quatre",
        "week",
        "end",
        "%",
        "€",
        "+33",
        "06",
        "39",
        "14h30",
        "²",
        "mot",
        "de",
    ),
]


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_quick_alternatives_read_what_the_others_would(text: str) -> None:
    slow = [(m.start(), m[kind]) for m in SLOW.finditer(text) if (kind := m.lastgroup)]
    quick = [(m.start(), m[kind]) for m in lexemes._LEXEME.finditer(text) if (kind := m.lastgroup)]
    assert "plain" not in SLOW.groupindex
    assert quick == slow


@pytest.mark.parametrize(
    ("pattern", "chars"),
    [
        ("[ab]?(?:[c]|[d][e])", "abcd"),
        ("(?<=[x])(?P<w>[ab])[c]", "ab"),
        ("(?:(?P<x>[a])*[b]){0,2}[c]", "abc"),
        ("[a]{2}[b]", "a"),
    ],
)
def test_a_form_begins_with_its_first_kinds(pattern: str, chars: str) -> None:
    assert timeforms.first(pattern) == frozenset(chars)


def test_a_form_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="must name a lexeme"):
        timeforms.first("[a]?(?=[b])")


@pytest.mark.parametrize(
    "piece", ["le 3 mars 2020 et ", "du 1er au 3, ", "à 14 h ", "vingt-", "n° 12-", "\n ", "2020/", "XX "]
)
def test_reading_dates_is_linear_in_the_text(piece: str) -> None:
    assert growth(lambda size: dates.find("mot " * 200 + piece * (size // len(piece)), GRAMMAR, None), 4_000) < LINEAR
