"""Regex -> strings of which one stands in all that it matches: a text without them need not be searched.

What stands between the branches of a pattern is slow to look for, a plain string is not: `in` reads a text some
hundred times as fast as an alternation that ignores case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]  # the parser of `re`, which no public module shows
from re import _parser  # type: ignore[attr-defined]
from typing import Any

MOST = 6  # strings: to look for more takes longer than to search
_ODD = re.compile("[İıſK]")  # letters that match i, s or k where case is ignored, and do not become them


def needed(pattern: re.Pattern[str]) -> frozenset[str]:
    r"""Strings of which each match holds one, in lower case if case is ignored; none if there is no short list.

    >>> needed(re.compile(r"\bfrancs?\b|€", re.I))
    frozenset({'franc', '€'})
    """
    parsed = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    return _sequence(parsed, bool(pattern.flags & re.IGNORECASE)) or frozenset()


def within(strings: frozenset[str], text: str, start: int, end: int, *, any_case: bool) -> bool:
    """Whether one of the strings, which are in lower case if any case will do, stands in text[start:end]."""
    read = lowered(text) if any_case else text
    for s in strings:
        if read.find(s, start, end) >= 0:
            return True
    return not read and bool(text)


@lru_cache(maxsize=64)
def lowered(text: str) -> str:
    """In lower case, of the same length; "" if it has a letter whose case no table turns back."""
    low = text.lower()
    return "" if len(low) != len(text) or (not text.isascii() and _ODD.search(text)) else low


def _sequence(items: Sequence[Any], any_case: bool) -> frozenset[str] | None:
    """The best list that a row of nodes gives: the one whose shortest string is longest."""
    lists = [found for found in _lists(items, any_case) if found and len(found) <= MOST]
    return max(lists, key=lambda found: (min(map(len, found)), -len(found)), default=None)


def _lists(items: Sequence[Any], any_case: bool) -> Iterator[frozenset[str] | None]:
    run = ""
    for kind, value in items:
        if kind is op.LITERAL:
            run += chr(value)
            continue
        if run:
            yield frozenset({run.lower() if any_case else run})
            run = ""
        if kind is op.IN:
            yield _characters(value, any_case)
        elif kind is op.SUBPATTERN:
            _, added, removed, inner = value
            if not (added | removed) & re.IGNORECASE:
                yield _sequence(inner, any_case)
        elif kind is op.BRANCH:
            found = [_sequence(branch, any_case) for branch in value[1]]
            yield None if None in found else frozenset().union(*found)  # type: ignore[arg-type]
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[0] > 0:
            yield _sequence(value[2], any_case)
        elif kind is op.ATOMIC_GROUP:
            yield _sequence(value, any_case)
    if run:
        yield frozenset({run.lower() if any_case else run})


def _characters(members: Sequence[Any], any_case: bool) -> frozenset[str] | None:
    if any(kind is not op.LITERAL for kind, _ in members):
        return None
    found = frozenset(chr(value) for _, value in members)
    return frozenset(c.lower() for c in found) if any_case else found
