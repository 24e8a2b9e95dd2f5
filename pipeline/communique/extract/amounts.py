"""Document with dates -> amounts: money, percentages, measures and counted things, each with its unit.

A number by itself is none, nor is one that belongs to a date, an address, a reference or a phone number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from communique.document import Document
from communique.record import Amount, Release
from communique.rulebook import Rule, Rules, RuleSet
from communique.values.amounts import Number, decimal, figures, numbers, singular
from communique.values.folding import fold

_RANGE = re.compile(r"\s?(?:à|-|–|/)\s?|\s(?P<et>et)\s")
_WORD_BEFORE = re.compile(r"([^\W\d_]+|n[°º])[\s.:]{0,2}$")
_SIGNED = frozenset({"%", "°C", "°"})
_MINUS = re.compile(r"(?:^|[\s(])[−-]$")
_PHONE = re.compile(r"(?:\+\d{2}|\b0\d)(?:[\s.-]?\d\d){4}")


@dataclass(frozen=True)
class Lexicon:
    """Word lists of rules/amounts.yaml; keys are folded but for scales, currencies and units."""

    rules: RuleSet
    numerals: Mapping[str, str]
    scales: Mapping[str, Decimal]
    currencies: Mapping[str, str]
    units: Mapping[str, str]
    no_nouns: frozenset[str]
    counted: frozenset[str]
    kept: frozenset[str]
    odd: Mapping[str, str]
    marks: frozenset[str]
    streets: frozenset[str]


@lru_cache(maxsize=2)
def lexicon(rules: Rules) -> Lexicon:
    ours = rules["amounts"]
    words = ours.words

    def folded(name: str) -> frozenset[str]:
        return frozenset(map(fold, words[name]))

    return Lexicon(
        rules=ours,
        numerals={fold(w): v for w, v in words["nombres"].items()},
        scales={fold(w): Decimal(v) for w, v in words["echelles"].items()},
        currencies={fold(w): v for w, v in words["devises"].items()},
        units={**{fold(w): v for w, v in words["mesures_en_mots"].items()}, **words["unites"]},
        no_nouns=folded("pas_des_noms"),
        counted=frozenset(words["sigles_comptes"]),
        kept=folded("invariables"),
        odd={fold(w): v for w, v in words["pluriels"].items()},
        marks=folded("reperes"),
        streets=folded("voies"),
    )


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Amounts in text order; no field else."""
    lex = lexicon(rules)
    taken = sorted([(d.start, d.end) for d in release.dates] + [m.span() for m in _PHONE.finditer(release.text)])
    found: list[Amount] = []
    for block in document.blocks:
        row = list(numbers(release.text, block.start, block.end, lex.numerals))
        found += _amounts(release.text, row, taken, lex)
    return {"amounts": tuple(found)}


def _amounts(text: str, row: Sequence[Number], taken: Sequence[tuple[int, int]], lex: Lexicon) -> Iterator[Amount]:
    i = 0
    while i < len(row):
        first = last = row[i]
        i += 1
        if i < len(row) and _is_range(text, first, row[i]) and _unit(text, row[i], lex):
            last = row[i]
            i += 1
        if found := _unit(text, last, lex) or _unit_before(text, last, lex):
            start, end, scale, unit, rule = found
            if first is not last and start < first.end:
                first = last
            start = min(start, first.start)
            # «deux mille» is a year only where nothing is counted.
            spans = [t for t in taken if t != (last.start, last.end)] if last.words else taken
            if not _crosses(start, end, spans) and not _labelled(text, start, lex) and not _severed(text, start):
                yield _amount(text, first, last, start, end, scale, unit, rule)


def _amount(
    text: str, first: Number, last: Number, start: int, end: int, scale: Decimal | None, unit: str, rule: Rule
) -> Amount:
    values = [_value(text, n, scale) for n in ([first, last] if first is not last else [last])]
    if unit in _SIGNED and _MINUS.search(text, max(0, start - 2), start):
        start, values[0] = start - 1, f"-{values[0]}"
    return Amount(start=start, end=end, text=text[start:end], by=rule.id, value="/".join(values), unit=unit)


def _value(text: str, n: Number, scale: Decimal | None) -> str:
    value = n.value if n.words or scale is None else figures(text[n.start : n.end], scaled=True)
    return decimal(value * (scale or 1))


def _is_range(text: str, first: Number, second: Number) -> bool:
    """«3 à 5», «3-5», «entre 3 et 5»."""
    m = _RANGE.fullmatch(text, first.end, second.start)
    years = all(1900 <= n.value <= 2100 and n.end - n.start == 4 for n in (first, second))
    if not m or second.value <= first.value or years:
        return False
    return not m["et"] or bool(re.search(r"\bentre\s$", text[max(0, first.start - 7) : first.start], re.IGNORECASE))


def _unit(text: str, n: Number, lex: Lexicon) -> tuple[int, int, Decimal | None, str, Rule] | None:
    """What follows a number and is its unit: start and end of the amount, scale, unit, rule."""
    rules = lex.rules
    if m := rules["argent"].regex.match(text, n.end):
        return n.start, m.end(), _scale(m, lex), lex.currencies[fold(m["unit"])], rules["argent"]
    if m := rules["pourcentage"].regex.match(text, n.end):
        return n.start, m.end(), None, "%", rules["pourcentage"]
    if m := rules["mesure"].regex.match(text, n.end):
        unit = lex.units.get(m["unit"]) or lex.units[fold(m["unit"])]
        if not (n.words and len(unit) < 3):
            return n.start, m.end(), _scale(m, lex), unit, rules["mesure"]
    if m := rules["quantite"].regex.match(text, n.end):
        noun, key = m["unit"], fold(m["unit"])
        if noun in lex.counted:
            return n.start, m.end(), _scale(m, lex), noun, rules["quantite"]
        many = n.value >= 2 or m["scale"]
        plural = key.endswith(("s", "x")) and len(key) > 3
        if many and plural and key not in lex.no_nouns and key not in lex.streets:
            return n.start, m.end(), _scale(m, lex), singular(noun, lex.kept, lex.odd), rules["quantite"]
    return None


def _unit_before(text: str, n: Number, lex: Lexicon) -> tuple[int, int, Decimal | None, str, Rule] | None:
    rule = lex.rules["devise-avant"]
    low = max(0, n.start - 4)
    m = rule.regex.search(text[low : n.start])
    if n.words or not m:
        return None
    return low + m.start(), n.end, None, lex.currencies[fold(m["unit"])], rule


def _scale(m: re.Match[str], lex: Lexicon) -> Decimal | None:
    return lex.scales[fold(m["scale"])] if m["scale"] else None


def _crosses(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    i = bisect_right(taken, (end, -1))
    return any(a < end and start < b for a, b in taken[max(0, i - 4) : i])


def _severed(text: str, start: int) -> bool:
    """Whether the number is the second half of a code or a range that is none: «2018-1021», «33-45»."""
    return start > 1 and text[start - 1] in "-–+" and text[start - 2].isdigit()


def _labelled(text: str, start: int, lex: Lexicon) -> bool:
    """Whether the word before makes the number a reference: «article 3», «n° 42»."""
    m = _WORD_BEFORE.search(text, max(0, start - 16), start)
    return m is not None and fold(m[1]) in lex.marks
