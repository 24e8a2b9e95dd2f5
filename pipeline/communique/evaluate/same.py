"""Are these two wordings, names or values the same? Typography, case and articles do not count; words do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from communique.evaluate.align import ink
from communique.evaluate.gold import GoldAcronym
from communique.values.calendar import bounds
from communique.values.folding import fold

_ARTICLE = re.compile(r"^(?:(?:le|la|les|un|une|the)\s+|l')")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_DURATION = re.compile(
    r"P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?"
)
Aliases = Mapping[str, str]


def folded(text: str) -> str:
    """Letters and figures only, as they are compared: "Conseil d’État !" -> "conseildetat"."""
    return "".join(c for c in ink(text).chars if c.isalnum())


def same_words(a: str, b: str) -> bool:
    """The same letters and figures in the same order."""
    return folded(a) == folded(b)


def same(a: str | None, b: str | None) -> bool:
    """Both are None, or both say the same, a leading article apart."""
    return a is b if a is None or b is None else _bare(a) == _bare(b)


def _bare(text: str) -> str:
    return folded(_ARTICLE.sub("", fold(text)))


def aliases(acronyms: Iterable[GoldAcronym]) -> Aliases:
    """Short form -> long form, both as keys, of the acronyms that a release expands."""
    return {_bare(a.short): _bare(a.long) for a in acronyms if a.long}


def same_name(a: str | None, b: str | None, known: Aliases) -> bool:
    """As `same`; a short form is the same as its long form: the guide lets an organisation stand either way."""
    if a is None or b is None:
        return a is b

    def canonical(text: str) -> str:
        bare = _bare(_IN_BRACKETS.sub("", text))
        return known.get(bare, bare)

    return canonical(a) == canonical(b)


def likeness(a: str, b: str) -> float:
    """Share of words in common, 0 to 1 (words of both over words of either): "le président", "président" -> 0.5."""
    words_a, words_b = set(_words(a)), set(_words(b))
    return len(words_a & words_b) / max(1, len(words_a | words_b))


def part_of(a: str, b: str) -> bool:
    """All words of one stand in the other: "Castelain", "Damien Castelain"."""
    words_a, words_b = set(_words(a)), set(_words(b))
    return bool(words_a and words_b) and (words_a <= words_b or words_b <= words_a)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def same_amount(a: str, b: str) -> bool:
    """Numbers, or ranges of two, of one size: "14/18.50" and "14/18.5"."""
    return [Decimal(n) for n in a.split("/")] == [Decimal(n) for n in b.split("/")]


def same_value(a: str | None, b: str | None) -> bool:
    """EDTF values and durations that mean the same: "P18M" and "P1Y6M", "P1W" and "P7D"."""
    return a == b or (a is not None and b is not None and _length(a) is not None and _length(a) == _length(b))


def _length(value: str) -> tuple[bool, float, float, float] | None:
    """(a set?, months, days, seconds) of a duration or a set of one."""
    m = _DURATION.fullmatch(value.removeprefix("R/"))
    if not m or value.endswith(("P", "T")):
        return None
    y, mo, w, d, h, mi, s = (float(g or 0) for g in m.groups())
    return value.startswith("R/"), y * 12 + mo, w * 7 + d, h * 3600 + mi * 60 + s


def overlapping(a: str | None, b: str | None) -> bool:
    """The days that two values can mean have one in common; values without days must be the same."""
    if a is None or b is None:
        return a is b
    (a0, a1), (b0, b1) = bounds(a), bounds(b)
    if (a0 is a1 is None) or (b0 is b1 is None):
        return same_value(a, b)
    low, high = dt.date.min, dt.date.max
    return (a0 or low) <= (b1 or high) and (b0 or low) <= (a1 or high)
