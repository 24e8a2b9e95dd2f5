"""A Gold -> places of its text whose zone follows from what was annotated: nobody annotates zones for their own sake.

The title stands in the header, a quote and a list in the body, a number or an address of a press contact among the
contacts, an «À propos» in its own zone. Offsets are code points of the gold's text, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from communique.evaluate.gold import Gold
from communique.record import Zone

DIGITS = 8  # of the end of a number, by which it is looked for: what stands before them is written in many ways


class Place(NamedTuple):
    """Words of the gold, and the zone in which they must stand."""

    zone: Zone
    start: int
    end: int


def places(gold: Gold, find: Callable[[str], tuple[int, int] | None]) -> list[Place]:
    """The places of one gold, in text order; each stretch once.

    Args:
        find: where words first stand in the gold's text.
    """
    about = [Place("about", a.start, a.end) for a in gold.about]
    found = [*about]
    for place in _others(gold, find):
        if not any(a.start <= place.start < a.end for a in about):
            found.append(place)
    return sorted({(p.start, p.zone): p for p in found}.values(), key=lambda p: (p.start, p.end, p.zone))


def _others(gold: Gold, find: Callable[[str], tuple[int, int] | None]) -> Iterator[Place]:
    if gold.title and (at := find(gold.title)):
        yield Place("header", *at)
    for quote in gold.quotes:
        yield Place("body", quote.start, quote.end)
    for one in gold.lists if "about" in gold.annotated else ():  # else it may stand in an «À propos»
        if one.items and (at := find(one.items[0].text)):
            yield Place("body", *at)
    for contact in gold.contacts:
        for email in contact.emails:
            if m := re.search(re.escape(email), gold.text, re.IGNORECASE):
                yield Place("contacts", *m.span())
        for phone in contact.phones:
            if m := re.search(r"[\s.()/-]{0,3}".join(phone[-DIGITS:]), gold.text):
                yield Place("contacts", *m.span())
