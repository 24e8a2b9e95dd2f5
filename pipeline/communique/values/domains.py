"""Does an internet domain spell a name? lillemetropole.fr spells «Métropole Européenne de Lille»."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from communique.values.folding import fold

MIN_LABEL = 3  # letters of a label that can name an organisation: «mel» of mel.fr
MIN_WHOLE = 4  # letters of whole words that a spelling needs, if it is not all initials
MIN_PART = 10  # letters of a spelling that leaves the last words of the name out
MAX_WORDS = 14  # of a name; the longest of 4,000 French bodies has 13
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    ("de", "la", "le", "les", "du", "des", "d", "l", "et", "en", "a", "au", "aux", "pour", "sur", "of", "the")
)
# Labels before the country that name nobody.
_HOSTS = frozenset(
    ("www", "mail", "asso", "gouv", "com", "co", "org", "net", "ac", "edu", "qc", "gc", "info", "presse", "media")
)


def label(domain: str) -> str:
    """The part of a domain that names its owner: "www.ville-lille.asso.fr" -> "ville-lille"; "" if none does."""
    labels = [x for x in domain.lower().split("/")[0].split(".")[:-1] if x not in _HOSTS]
    return labels[-1] if labels else ""


@lru_cache(maxsize=4096)
def spells(owner: str, name: str, heads: Collection[str] = frozenset()) -> bool:
    """Whether a label is made of the words of a name, of their beginnings or of their initials.

    `heads` are folded nouns that a label leaves out: ladrome spells «Département de la Drôme», shv-xv «Stade
    Haut-Vivarais XV», combrailles-sioule «Combrailles, Sioule et Morge».
    """
    joined = re.sub(r"[^a-z0-9]", "", fold(owner))
    words = _WORD.findall(fold(name))
    if len(joined) < MIN_LABEL or joined in heads or not words or len(words) > MAX_WORDS:
        return False
    if len(words) == 1 and words[0] == joined:
        return True
    k = 0
    while True:
        if _in_order(joined, tuple(words[k:])) or _in_any_order(joined, words[k:]):
            return True
        if words[k] not in heads and not (k and words[k] in _SMALL):
            return False
        k += 1
        if k == len(words):
            return False


@lru_cache(maxsize=8192)
def _in_order(joined: str, words: tuple[str, ...]) -> bool:
    """One word after the other, each whole, by its beginning or by its initial."""
    # (letters of `joined` used, letters used by whole words and beginnings, initials) after each word
    states: set[tuple[int, int, int]] = {(0, 0, 0)}
    for word in words:
        after: set[tuple[int, int, int]] = set()
        small = word in _SMALL
        for used, whole, initials in states:
            if used == len(joined):
                if whole >= MIN_PART:
                    return True
                if small:
                    after.add((used, whole, initials))
                continue
            if small:
                after.add((used, whole, initials))
            common = 0
            while common < len(word) and used + common < len(joined) and word[common] == joined[used + common]:
                common += 1
            for n in {common} if common == len(word) else set(range(MIN_WHOLE, common + 1)):
                if n:
                    after.add((used + n, whole + n * (not small), initials))
            if common and not small:
                after.add((used + 1, whole, initials + 1))
        states = after
    return any(
        used == len(joined) and (whole >= MIN_WHOLE or initials >= MIN_LABEL) for used, whole, initials in states
    )


def _in_any_order(joined: str, words: list[str]) -> bool:
    """All of the label is words of the name, the longest first."""
    rest, used = joined, 0
    for word in sorted((w for w in words if len(w) > 2), key=lambda w: -len(w)):
        if word in rest:
            rest = rest.replace(word, "", 1)
            used += len(word)
    return used > MIN_WHOLE and not rest
