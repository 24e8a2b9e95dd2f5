"""Offsets as a tool counted them -> code points of the gold's text.

Java and JavaScript count UTF-16 units; Windows and Git write CR LF; macOS and some browsers hand on decomposed letters.
A span that is off by one is wrong everywhere after: every reading of the text is tried, and the one is taken in which
the spans hold what the file says that they hold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import accumulate

from communique.errors import GoldError
from communique.evaluate.align import Alignment, ink
from communique.evaluate.formats.marked import Mark, Marked

_TEXTS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: text.replace("\r\n", "\n"),
    lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    lambda text: unicodedata.normalize("NFC", text),
    lambda text: unicodedata.normalize("NFD", text),
)


def settle(document: Marked, target: str | None = None) -> Marked:
    """The document on the text `target` (its own, with LF, if None), with offsets in code points.

    Raises:
        GoldError: a mark does not hold the words that the file says, or its words are not in the target.
    """
    text, marks = max(_readings(document), key=lambda reading: sum(_holds(reading[0], m) for m in reading[1]))
    for mark in marks:
        if not 0 <= mark.start < mark.end <= len(text):
            raise GoldError(f"{document.id}: {mark.label} at {mark.start}:{mark.end} is outside the text ({len(text)})")
        if mark.words is not None and not _holds(text, mark):
            held = text[mark.start : mark.end]
            raise GoldError(
                f"{document.id}: {mark.label} at {mark.start}:{mark.end} holds {held!r}, not {mark.words!r}"
            )
    wanted = text.replace("\r\n", "\n") if target is None else target
    if wanted != text:
        marks = _moved(document.id, text, wanted, marks)
    return Marked(document.id, wanted, tuple(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.label))))


def _readings(document: Marked) -> Iterator[tuple[str, list[Mark]]]:
    """The texts that the offsets may count, by code points and by UTF-16 units; the likeliest first."""
    seen: set[tuple[str, bool]] = set()
    for change in _TEXTS:
        text = change(document.text)
        for utf16 in (False, True):
            if utf16 and text.isascii():
                continue
            if (text, utf16) not in seen:
                seen.add((text, utf16))
                yield text, code_points(text, document.marks) if utf16 else list(document.marks)


def _holds(text: str, mark: Mark) -> bool:
    """The span is what the file says; or, where it says nothing, begins and ends with a word."""
    if not 0 <= mark.start < mark.end <= len(text):
        return False
    held = text[mark.start : mark.end]
    if mark.words is not None:
        return unicodedata.normalize("NFC", " ".join(held.split())) == unicodedata.normalize(
            "NFC", " ".join(mark.words.split())
        )
    before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
    cut = (before.isalnum() and held[0].isalnum()) or (after.isalnum() and held[-1].isalnum())
    return not cut and held == held.strip() and not unicodedata.combining(held[0])


def _moved(id: str, text: str, target: str, marks: list[Mark]) -> list[Mark]:
    alignment = Alignment(target, text)
    moved = []
    for mark in marks:
        place = alignment.to_gold(mark.start, mark.end)
        words = text[mark.start : mark.end]
        if place is None or ink(target[slice(*place)]).chars != ink(words).chars:
            raise GoldError(f"{id}: {mark.label} {words!r} is not in the text of the base gold; is that the right one?")
        moved.append(replace(mark, start=place[0], end=place[1]))
    return moved


def utf16(text: str, marks: tuple[Mark, ...]) -> list[Mark]:
    """The marks with offsets in UTF-16 units, as Java and JavaScript count."""
    at = list(accumulate((2 if ord(char) > 0xFFFF else 1 for char in text), initial=0))
    return [replace(mark, start=at[mark.start], end=at[mark.end]) for mark in marks]


def code_points(text: str, marks: tuple[Mark, ...]) -> list[Mark]:
    """The marks, counted in UTF-16 units, in code points; -1 for an offset within a character or past the end."""
    units = accumulate((2 if ord(char) > 0xFFFF else 1 for char in text), initial=0)
    at = {unit: i for i, unit in enumerate(units)}
    return [replace(mark, start=at.get(mark.start, -1), end=at.get(mark.end, -1)) for mark in marks]
