"""How readers carry bold and links through their steps: four control characters in the text itself.

A text has none of them before (readers take control characters out) and none after `styled`. So lines can be
split, joined and stripped of bullets without a second list of positions to keep in step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BOLD, PLAIN, LINK, UNLINK = "\x01", "\x02", "\x03", "\x04"
_MARKS = re.compile("[\x01-\x04]")
_PIECES = re.compile("([\x01-\x04])")
_ALL = frozenset((BOLD, PLAIN, LINK, UNLINK))
# For str.translate: no mark can come from outside.
CONTROLS: dict[int, None] = dict.fromkeys([*range(0x00, 0x09), *range(0x0E, 0x20), 0x7F])


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def uncontrolled(text: str) -> str:
    """The text without control characters; few have one, and to look for it costs less than to go over each sign."""
    return text.translate(CONTROLS) if _CONTROL.search(text) else text


@dataclass(frozen=True, slots=True)
class Styled:
    """A text without its marks, and what they said."""

    text: str
    bold: str  # the words at its start that are bold; all of it if all is
    linked: float  # share of its characters, white space aside, that are in links


def styled(marked: str) -> Styled:
    """The text and its bold opening: "\\x01Objet\\x02 : rien" -> text "Objet : rien", bold "Objet"."""
    marked = marked.strip()
    if not _MARKS.search(marked):
        return Styled(marked, "", 0.0)
    size = linked = bold = link = opening = position = 0
    opens = True  # nothing but bold has come so far
    for piece in _PIECES.split(marked):
        if piece in _ALL:
            bold += (piece == BOLD) - (piece == PLAIN)
            link += (piece == LINK) - (piece == UNLINK)
            continue
        position += len(piece)
        visible = sum(map(len, piece.split()))
        size += visible
        linked += visible if link > 0 else 0
        if opens and visible:
            if bold > 0:
                opening = position
            else:
                opens = False
    text = bare(marked)
    # A full stop or colon after the bold words of a whole block does not make them less than all of it.
    if not any(c.isalnum() for c in text[opening:]) and opening:
        opening = len(text)
    return Styled(text.strip(), text[:opening].strip(), linked / size if size else 0.0)


def lines(marked: str) -> Iterator[str]:
    """The lines of a marked text, each with the marks that are open in it."""
    bold = link = 0
    for line in marked.split("\n"):
        head = BOLD * (bold > 0) + LINK * (link > 0)
        bold += line.count(BOLD) - line.count(PLAIN)
        link += line.count(LINK) - line.count(UNLINK)
        yield head + line + UNLINK * (link > 0) + PLAIN * (bold > 0)


def bare(marked: str) -> str:
    """The text without its marks."""
    return _MARKS.sub("", marked)
