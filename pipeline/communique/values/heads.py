"""A line -> what it opens: an «À propos», and the name that stands in it."""

from __future__ import annotations

import re
from collections.abc import Collection

from communique.values.folding import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLAUSE = re.compile(r", (?:le|la|les|il|elle|ils|elles|nous|on|cet?|cette)\b", re.IGNORECASE)
_TRAILING = re.compile(r"[\s:;,.\-–—|*(]+$")


def run_in(line: str, bold: int) -> str:
    """The head of a line: the bold words that open it, where the text runs on behind them; else all of it.

    "**À propos d'Orvalis** Fondée en 2004 …" -> "À propos d'Orvalis"; `bold` counts the code points in bold.
    """
    rest = line[bold:].lstrip(" :.–—-\u00a0\u202f") if 0 < bold < len(line) else ""
    return line[:bold] if rest and (rest[0].isupper() or rest[0].isdigit()) else line


def opens_as_organization(name: str, generic: Collection[str]) -> bool:
    """Whether a name begins as an organisation's: "Orvalis", "agence de l'eau", not "piscine des Vignes"."""
    key = fold(name)
    return name[:1].isupper() or name[:1].isdigit() or any(key == g or key.startswith(f"{g} ") for g in generic)


def named(head: str, articles: Collection[str], generic: Collection[str]) -> str | None:
    """The organisation of a head, without article: «la Ville de Tours :» -> «Ville de Tours».

    None if what stands there is no organisation: it has no capital («la brochure») and is not one of the common
    nouns of `generic` («l'association»), or a clause follows («la Ville, elle a tort»). `articles` and `generic`
    are folded.
    """
    name = bare(_TRAILING.sub("", head), articles)
    words = _WORD.findall(name)
    if not words or _CLAUSE.search(name):
        return None
    key = fold(name)
    if any(key == g or key.startswith(f"{g} ") for g in generic):
        return name
    return name if any(w[0].isupper() or w[0].isdigit() for w in words) else None


def bare(name: str, articles: Collection[str]) -> str:
    """Without the article that opens it: «la MEL» -> «MEL», «l'Insee» -> «Insee»."""
    name = " ".join(name.split())
    for article in sorted(articles, key=lambda a: -len(a)):
        glued = article.endswith("'")
        lead = name[: len(article) + (not glued)]
        if fold(lead) == article and (glued or lead[-1:].isspace()) and len(name) > len(lead):
            return name[len(lead) :].strip()
        if not glued and lead.endswith(" ") and fold(lead[:-1]) == article:
            return name[len(lead) :].strip()
    return name
