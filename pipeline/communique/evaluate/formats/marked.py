"""What all formats have in common: a text with labelled spans; and how to cut it into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

LAYERS = ("mentions", "dates", "quotes")  # those that are spans of the text
_TOKEN = re.compile(r"\w+['’]?|[^\w\s]|\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled span. Offsets count code points of the text, or what the tool counts until `settle` has looked."""

    start: int
    end: int
    label: str  # PER … MISC, DATE … SET, QUOTE
    note: str = ""  # value and mod of a date, speaker of a quote
    words: str | None = None  # what the file itself says that the span holds


@dataclass(frozen=True, slots=True)
class Marked:
    """One release in a tool's file."""

    id: str
    text: str
    marks: tuple[Mark, ...]


def tokens(text: str, marks: Sequence[Mark] = ()) -> Iterator[tuple[int, int]]:
    """Words, signs and white space, in order; cut also where a mark begins or ends.

    "l'État" gives "l'" and "État"; a run of white space is one token.
    """
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    n = 0
    for m in _TOKEN.finditer(text):
        start = m.start()
        while n < len(edges) and edges[n] <= start:
            n += 1
        while n < len(edges) and edges[n] < m.end():
            yield start, edges[n]
            start = edges[n]
            n += 1
        yield start, m.end()


def file_stem(id: str) -> str:
    """A file name for an id, whatever stands in it: "a/b" -> "a%2Fb"."""
    return quote(id, safe=" ")


def id_of(stem: str) -> str:
    """The id of a file name that `file_stem` made."""
    return unquote(stem)
