"""What a comparison yields: Cases. Each gold fact and each found fact stands in exactly one, judged.

All figures, error lists and reports are made from Cases and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Verdict = Literal["right", "missed", "spurious", "label", "ends", "value"]
Span = tuple[int, int]  # code points, half-open

# Verdict -> what it means to a reader. All but the first are the five classes of error.
VERDICTS: dict[Verdict, str] = {
    "right": "right",
    "missed": "missed",
    "spurious": "spurious",
    "label": "wrong label",
    "ends": "wrong ends",
    "value": "wrong value",
}
ERRORS = tuple(verdict for verdict in VERDICTS if verdict != "right")
# Layer -> what is measured in it. The first is the verdict "right": all that the guide asks of the layer.
MEASURES: dict[str, tuple[str, ...]] = {
    "kind": ("value",),
    "title": ("value", "partial"),
    "subtitle": ("value", "partial"),
    "published": ("value",),
    "embargo": ("value",),
    "place": ("value", "partial"),
    "issuer": ("value", "partial"),
    "mentions": ("strict", "exact", "partial", "type"),
    "persons": ("name", "partial"),
    "roles": ("triple", "title", "partial"),
    "acronyms": ("pair", "short"),
    "dates": ("strict", "exact", "partial", "type", "value", "interval"),
    "lists": ("tree", "items", "partial"),
    "items": ("item", "text", "partial"),
    "themes": ("theme", "name", "partial"),
    "intros": ("text", "partial"),
    "quotes": ("speaker", "text", "partial"),
    "amounts": ("strict", "exact", "partial", "value"),
    "contacts": ("full", "record", "partial"),
    "about": ("text", "partial"),
    "zones": ("place",),
}
# The measure that stands for a layer in a table of one line a layer, and in the gate; the first if not named here.
HEADLINE = {"dates": "value", "amounts": "value", "contacts": "record"}
# Fields with one value: a rightly empty one is a case too.
METADATA = ("kind", "title", "subtitle", "published", "embargo", "place", "issuer")


def headline(layer: str) -> str:
    """The measure that stands for a layer."""
    return HEADLINE.get(layer, MEASURES[layer][0])


@dataclass(frozen=True, slots=True)
class Side:
    """A fact as the gold, or the system, has it."""

    label: str  # ORG, INTERVAL …; "" in a layer without labels
    words: str  # as written
    value: str = ""  # what it means, where that is more than its words
    by: str = ""  # rule or model; "" for gold
    span: Span | None = None  # in the gold's text, or in the record's; None if not known


@dataclass(frozen=True, slots=True)
class Case:
    """One gold fact, one found fact, or one of each that were paired; neither for a field that is rightly empty."""

    release: str  # id of the gold
    layer: str
    gold: Side | None
    found: Side | None
    verdict: Verdict
    credits: frozenset[str]  # the measures by which it is right

    @property
    def wrong(self) -> bool:
        return self.verdict != "right"


T = TypeVar("T")
G = TypeVar("G")
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A fact on its way to a Case."""

    fact: T
    side: Side
    at: Span | None = None  # ink in the gold, for layers with offsets; None if the other text does not have it


Merit = Callable[[Entry[G], Entry[F]], tuple[float, ...] | None]
Judgement = tuple[Verdict, set[str]]


def pair(
    golds: Sequence[Entry[G]], founds: Sequence[Entry[F]], merit: Merit[G, F]
) -> list[tuple[Entry[G] | None, Entry[F] | None]]:
    """One to one, pairs of the highest merit first (None: no pair); in the order of the gold, then of what is left.

    So a gold fact counts once for recall and a found fact once for precision, whatever overlaps what.
    """
    ranked = [
        ([-m for m in merits], i, j)
        for i, gold in enumerate(golds)
        for j, found in enumerate(founds)
        if (merits := merit(gold, found)) is not None
    ]
    found_of: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(ranked):
        if i not in found_of and j not in taken:
            found_of[i] = j
            taken.add(j)
    pairs: list[tuple[Entry[G] | None, Entry[F] | None]] = [
        (gold, founds[found_of[i]] if i in found_of else None) for i, gold in enumerate(golds)
    ]
    return pairs + [(None, found) for j, found in enumerate(founds) if j not in taken]
