"""Text -> its lines, with offsets: what contact blocks, heads and signatures are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SENTENCE = re.compile(r"[.!?…][»”\")]?\s+[«“\"(]?\s?[A-ZÀ-Þ]")


class Line(NamedTuple):
    """One line, half-open, in code points of the whole text; no white space at its ends."""

    start: int
    end: int
    text: str


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """The lines of text[start:end] that hold more than white space."""
    position = start
    for raw in text[start:end].split("\n"):
        bare = raw.strip()
        if bare:
            first = position + len(raw) - len(raw.lstrip())
            yield Line(first, first + len(bare), bare)
        position += len(raw) + 1


def sentences(text: str) -> int:
    """How many sentence ends a text has inside, before a capital: «Il pleut. Il vente.» -> 1."""
    return sum(1 for _ in _SENTENCE.finditer(text))
