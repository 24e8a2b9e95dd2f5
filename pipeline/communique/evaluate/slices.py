"""Golds -> groups of releases whose figures may differ: by format, year, length, and by what the gold says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from communique.evaluate.gold import Gold

LENGTHS = (300, 600, 1000)  # words: quarters of real releases, roughly
FEW = 12  # values that a mark may have to be worth a slice: a note of free words has more


def slices(golds: Sequence[Gold]) -> dict[str, dict[str, frozenset[str]]]:
    """Slice -> value -> ids of its releases: {"format": {"html": {"a", "b"}}}; only slices with two values or more.

    `format`, `year` and `length` are always there; any other short string, number or yes/no beside the layers of the
    gold (`issuer_kind`, `held_out`) is a slice too.
    """
    groups: dict[str, dict[str, set[str]]] = {}
    for gold in golds:
        for name, value in _values(gold).items():
            groups.setdefault(name, {}).setdefault(value, set()).add(gold.id)
    return {
        name: {value: frozenset(groups[name][value]) for value in sorted(groups[name], key=_order)}
        for name in groups
        if 2 <= len(groups[name]) <= FEW or (name == "year" and len(groups[name]) > 1)
    }


def _values(gold: Gold) -> Mapping[str, str]:
    words = len(gold.text.split())
    bound = next((n for n in LENGTHS if words <= n), None)
    return {
        **gold.marks,
        "format": PurePosixPath(gold.input or "").suffix.lstrip(".").casefold() or "text",
        "year": (gold.published or gold.reference_date or "unknown")[:4],
        "length": f"up to {bound} words" if bound else f"over {LENGTHS[-1]} words",
    }


def _order(value: str) -> tuple[bool, int, str]:
    """Numbers in a value by their size: "up to 600 words" before "up to 1000 words"."""
    figures = "".join(c for c in value if c.isdecimal())
    return value.startswith("over"), int(figures or 0), value
