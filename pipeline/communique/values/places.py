"""The words before a dateline's date -> its towns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.values.folding import fold

_JOINT = re.compile(r"\s?[,/&|]\s?|\s[–—-]\s|\set\s|\n")
_ASIDE = re.compile(r"\s?\([^()]{0,60}\)")
_ARTICLE = re.compile(r"[\s,]+(?:le|ce|du)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Atlas:
    """Names, folded."""

    communes: frozenset[str]
    wider: frozenset[str]  # départements, regions, countries: after a town, they say where it is
    never: frozenset[str]  # words that open no town's name: «Communiqué», «Inauguration»


def towns(text: str, start: int, end: int, rest: str, atlas: Atlas) -> list[tuple[int, int]]:
    """The towns in text[start:end], which a date follows after `rest`: «Maxent, Ille-et-Vilaine, » -> Maxent.

    A dateline without comma («Tours le 3 mars») needs a known commune. [] if this is no dateline.
    """
    found: list[tuple[int, int]] = []
    at = start
    pieces: list[tuple[int, int]] = []
    for m in _JOINT.finditer(text, start, end):
        pieces.append((at, m.start()))
        at = m.end()
    pieces.append((at, end))
    for a, b in pieces:
        name = _ASIDE.sub("", text[a:b])
        b = a + len(name.rstrip()) if text[a:b].startswith(name.rstrip()) else b
        while a < b and text[a] in " \u00a0\n":
            a += 1
        while b > a and text[b - 1] in " \u00a0\n,.-–—":
            b -= 1
        if a < b:
            found.append((a, b))
    if not found:
        return []
    names = [fold(text[a:b]) for a, b in found]
    if re.split(r"[\s']", names[0])[0] in atlas.never or names[0] in atlas.never:
        return []
    firm = bool(re.search(r"[,)]\s*(?:(?:le|ce)\s+)?$", text[start:end] + rest, re.IGNORECASE))
    if not firm and names[0] not in atlas.communes and len(found) == 1:
        return []
    return [pair for n, (pair, name) in enumerate(zip(found, names, strict=True)) if n == 0 or name not in atlas.wider]
