"""A paragraph -> the organisation that it presents: «Fondée en 2004, Orvalis gère dix piscines» -> "Orvalis"."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from communique.values.folding import fold

MIN_TOKEN = 3  # letters of a word of a name that can be looked for in the text: not «de»
_TOKEN = re.compile(r"[^\W_]+")


class Presented(NamedTuple):
    """An organisation, and whether words that say what it is open the paragraph: «Coopérative de nageurs, …»."""

    name: str
    said: bool


def presented(words: str, pattern: re.Pattern[str]) -> Presented | None:
    """What `words` present, None if nothing; `pattern` has the groups `nom` and `qualite`."""
    m = pattern.match(words)
    return Presented(" ".join(m["nom"].split()), bool(m["qualite"])) if m else None


def person(name: str, given: Collection[str]) -> bool:
    """Whether a name is a person's: "Léa Noury", not "Fondation Léa Noury". `given` are folded given names."""
    tokens = name.split()
    return 2 <= len(tokens) <= 4 and fold(tokens[0]).split("-")[0] in given and tokens[1][0].isupper()


def told_before(name: str, before: str) -> bool:
    """Whether a text (folded) has named the organisation, whole or by each of its capitalised words."""
    if fold(name) in before:
        return True
    capitals = [fold(t) for t in _TOKEN.findall(name) if t[0].isupper() and len(t) >= MIN_TOKEN]
    return bool(capitals) and all(t in before for t in capitals)
