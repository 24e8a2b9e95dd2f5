"""An address, a site, what a file says of itself -> whose it may be: "presse@ville-lille.fr" -> "ville-lille"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from communique.values.bodies import Lexicon
from communique.values.domains import label, spells
from communique.values.folding import fold
from communique.values.letterheads import name_length

MAX_SITE = 8  # words of the name of a site
MIN_PART = 8  # letters of one part of a domain that names by itself: «transition» of transition-eau.fr
_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile(r"\s[–—|·»-]\s")
_MARK_OR_COLON = re.compile(r"\s[–—|·»:-]\s")
_SITED = re.compile(r"\s[–—|·»-]\s[^?!…:,]{4,70}$")  # a page's title that closes with the name of its site


def labels(address: str, holder: tuple[str, str] | None, lex: Lexicon) -> Iterator[str]:
    """The labels of an address that may spell whose it is: that of its domain, then what stands before the @.

    Args:
        holder: name and organization, each "" if unknown, of the contact whose address it is; None if it is no one's.
    """
    local, _, host = address.partition("@")
    owner = label(host)
    if owner not in lex.public and not (holder and _of_agency(owner, *holder, lex)):
        yield owner
    if local not in lex.mailboxes and not (holder and _holds(local, holder[0])):
        yield local


def houses(address: str, lex: Lexicon) -> list[str]:
    """The nouns of a town's houses that stand before the @: "presse.musee@ville.example" -> ["musee"]."""
    return [part for part in re.split(r"[._-]", address.partition("@")[0]) if part in lex.houses]


def _of_agency(owner: str, name: str, organization: str, lex: Lexicon) -> bool:
    """Whether a contact works for an agency: its name says so, or its domain is the person's own."""
    return bool(lex.agency.search(fold(organization)) or lex.agency.search(f" {owner}")) or _holds(owner, name)


def _holds(letters: str, name: str) -> bool:
    """Whether letters hold a word of a person's name: «lnoury», «Léa Noury»."""
    return any(len(w) > 2 and w in fold(letters) for w in _WORD.findall(fold(name)))


def without_sort(owner: str, lex: Lexicon) -> str:
    """A label without the part at its ends that says but what sort of body it is: «maine-et-loire-dpt»."""
    first, _, rest = owner.partition("-")
    before, _, last = owner.rpartition("-")
    return rest if rest and first in lex.short else before if before and last in lex.short else owner


def parts(owner: str, heads: frozenset[str]) -> list[str]:
    """What a hyphen joins in a label, but for nouns of bodies: «mcc-quebec» -> ["mcc", "quebec"]."""
    return [p for p in owner.split("-") if p != owner and p not in heads]


def part_spells(part: str, name: str, heads: frozenset[str]) -> bool:
    """Whether one part of a label spells a name: it is the name, or long enough to name by itself.

    A common noun in small letters names by itself nobody: «enseignement».
    """
    if part == fold(name):
        return True
    small = any(part == fold(w) for w in _WORD.findall(name) if w[0].islower())
    return len(part) >= MIN_PART and not small and spells(part, name, heads)


def of_file(hints: Mapping[str, str], lex: Lexicon) -> Iterator[tuple[str, str]]:
    """Source and name of all whose a file may say it is, the most trusted first.

    A source is "publisher", "author", "title" (a part of the page's title), "site" (the last part of it that is no
    rubric) or "subject" (the first).
    """
    title = hints.get("title", "")
    parted = [part.strip() for part in _MARK.split(title)]
    said = [(key, hints.get(key, "")) for key in ("publisher", "author")]
    said += [("title", part) for part in _MARK_OR_COLON.split(title)[1:]]
    said += [("site", _MARK.split(title)[-1].rstrip(" !?…") if _SITED.search(title) else "")]
    said += [("subject", _MARK_OR_COLON.split(title)[0])]
    if len(parted) > 1 and fold(parted[-1]) in lex.rubrics:  # «Ville de Tours - Presse»
        said += [("site", parted[-2])]
    said = [(source, " ".join(name.split())) for source, name in said]
    return ((source, name) for source, name in said if name and fold(name) not in lex.rubrics)


def bodied(name: str, lex: Lexicon) -> bool:
    """Whether the first or the last word of a name says that it is a body's."""
    nouned = lex.head.match(fold(name)) or lex.tail.search(fold(name))
    short = 1 < len(name.split()) <= MAX_SITE and name[0].isupper()
    return short and nouned is not None and not lex.service.match(fold(name))


def ahead(name: str, headline: str, lex: Lexicon) -> bool:
    """Whether a page's title opens with a body that the headline does not name: «Tribunal de Limoges : Le juge…»."""
    whole = name_length(name, lex, top=False) == len(name)
    return whole and bool(headline) and not fold(headline).startswith(fold(name))
