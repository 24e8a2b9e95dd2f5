"""A paragraph -> the organisation that it presents: «Fondée en 2004, Orvalis gère dix piscines» -> "Orvalis"."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from communique.values.folding import fold

MIN_TOKEN = 3  # letters of a word of a name that can be looked for in the text: not «de»
_TOKEN = re.compile(r"[^\W_]+")


class Presented(NamedTuple):
    """An organisation, and whether words say what it is before its verb: «Coopérative de nageurs, Orvalis gère …»."""

    name: str
    said: bool
    says: str  # the words about it: what opens the paragraph, and all from the verb on


def presented(words: str, pattern: re.Pattern[str]) -> Presented | None:
    """What `words` present, None if nothing.

    Args:
        pattern: its groups are `nom`, `ouverture` (what opens the paragraph), `qualite` and `apposition` (what the
            organisation is, before and behind its name), and `autre`, a verb that tells as well as it presents.
    """
    m = pattern.match(words)
    if not m or (m["autre"] and not (m["ouverture"] or m["apposition"])):
        return None
    says = (m["ouverture"] or "") + words[m.end("nom") :]
    return Presented(" ".join(m["nom"].split()), bool(m["qualite"] or m["apposition"]), says)


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
