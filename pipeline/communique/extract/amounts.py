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
from typing import NamedTuple

from communique.document import Document
from communique.record import Amount, Release
from communique.rulebook import Rule, Rules, RuleSet
from communique.values.amounts import CURRENCIES, Number, decimal, figures, numbers, singular
from communique.values.folding import fold

CENT, CENTIME = "centime d'euro", "centime"
CHANGE = 60  # characters before «de 19 à 31 euros» in which a verb may say that the sum changed
ROUND = 1000  # a number of no currency that only a comma links to a sum is one from here on
SERIES = 120  # characters between sums of one series, or from the word that makes a number a sum
LAST = 20  # amounts back in which the currency is looked for
_ENTRE = re.compile(r"\bentre\s\Z", re.IGNORECASE)
_PARTED = re.compile(r"\s(?:et|ou)\s|,\s")  # numbers that share the currency of the last: «12, 9 et 6 €»
# What links a round number to the sum before it: a comma or «et», and perhaps who pays it.
_BESIDE = re.compile(
    r"(?:[,;:(]|\s(?:et|puis|ou))\s?(?:(?:(?:l[ea]s?|une?|celui|celle)\s|l['’])[^\d,;:.!?()]{2,40}?,?\s(?:de\s)?)?"
    r"(?:(?:près|plus|moins) de |environ |quelque )?\Z",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…]\s")
_SCALE = re.compile(r"\s?(?P<scale>millions?|milliards?|Mds?|M|k)\b")
_RANGE = re.compile(r"\s?(?:à|-|–|/)\s?|\s(?P<et>et)\s")
_WORD_BEFORE = re.compile(r"([^\W\d_]+|n[°º])[\s.:]{0,2}$")
_SIGNED = frozenset({"%", "°C", "°"})
_MINUS = re.compile(r"(?:^|[\s(])[−-]$")
_NO_UNIT = re.compile(r"\s?[,.;:!?()»\d]|$")  # what no unit begins with: most numbers without one end here
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
    denials: frozenset[str]
    francs: re.Pattern[str]  # what shows that the text's currency is, or was, the French franc
    euros: re.Pattern[str]
    changes: re.Pattern[str]  # a verb of change and «de», at the end of what is searched
    spending: re.Pattern[str]  # a word that makes a number a sum, in the same sentence
    links: re.Pattern[str]  # «dont» and the like, at the end of what is searched


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
        denials=folded("negations"),
        francs=re.compile(rf"\bfrancs?\b(?! {ours.alternative('autres_francs')}\b)", re.IGNORECASE),
        euros=re.compile(r"€|\beuros?\b|\bEUR\b"),
        changes=re.compile(rf"\b{ours.alternative('changements')}\b[^.!?;:]*\bde\s\Z", re.IGNORECASE),
        links=re.compile(
            rf"\b{ours.alternative('liens_de_sommes')}\s(?:{ours.alternative('approximations')}\s)?\Z", re.IGNORECASE
        ),
        spending=re.compile(rf"\b{ours.alternative('depenses')}\b[^.!?]*\Z", re.IGNORECASE),
    )


class Measured(NamedTuple):
    """A number with what it counts, before it is known whether another layer has its words; half-open."""

    start: int
    end: int
    value: str
    unit: str
    rule: Rule
    number: Number  # the last one in it


class Unit(NamedTuple):
    """What a number counts; start and end are of number and unit together."""

    start: int
    end: int
    scale: Decimal | None
    name: str
    rule: Rule
    more: Decimal = Decimal(0)  # of the value: cents behind the currency, half of the scale


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Amounts in text order; no field else."""
    lex = lexicon(rules)
    text = release.text
    taken = sorted([(d.start, d.end) for d in release.dates] + [m.span() for m in _PHONE.finditer(text)])
    francs: bool | None = None  # not known: few texts have an amount that asks for it
    found: list[Amount] = []
    for block in document.blocks:
        row = list(numbers(text, block.start, block.end, lex.numerals))
        for one in _measured(text, row, lex, found):
            if francs is None and (one.unit == CENTIME or one.rule.name == "francs-abreges"):
                francs = lex.francs.search(text) is not None
            if one.unit in (CENT, CENTIME):
                cents = "/".join(decimal(Decimal(v) / 100) for v in one.value.split("/"))
                euros = one.unit == CENT or not francs or lex.euros.search(text)
                one = one._replace(value=cents, unit="EUR" if euros else "franc")
            # «deux mille» is a year only where nothing is counted.
            spans = [t for t in taken if t != one.number[:2]] if one.number.words else taken
            if (
                not (one.rule.name == "francs-abreges" and not francs)
                and not _crosses(one.start, one.end, spans)
                and not _labelled(text, one.start, lex)
                and not _severed(text, one.start)
                and not _denied(text, one, lex)
            ):
                found.append(_amount(text, one))
    return {"amounts": tuple(found)}


def _measured(text: str, row: Sequence[Number], lex: Lexicon, before: Sequence[Amount]) -> Iterator[Measured]:
    """Numbers that count something, two of a range as one; `before` are the amounts of the text so far."""
    units = [_unit(text, number, lex) for number in row]
    i = 0
    while i < len(row):
        number = row[i]
        if i + 1 < len(row) and (both := _two(text, row[i : i + 2], units[i : i + 2], lex)):
            yield from both
            i += 2
            continue
        i += 1
        if unit := units[i - 1] or _unit_before(text, number, lex) or _unsaid(text, number, lex, before):
            if unit.rule.name == "argent":
                yield from _sharing(text, row, units, i - 2, unit)
            value = decimal(_value(text, number, unit.scale) + unit.more)
            yield Measured(unit.start, unit.end, value, unit.name, unit.rule, number)
            while i < len(row) and row[i].start < unit.end:
                i += 1


def _sharing(text: str, row: Sequence[Number], units: Sequence[Unit | None], k: int, unit: Unit) -> Iterator[Measured]:
    """Numbers up to the k-th that share the currency of the sum behind them: «5 ou 8 euros», «12, 9 et 6 €»."""
    shared: list[Measured] = []
    end = unit.start
    while k >= 0 and not units[k] and not row[k].words:
        number = row[k]
        if not _PARTED.fullmatch(text, number.end, end) or (not shared and text[number.end] == ","):
            break
        value = decimal(_value(text, number, unit.scale))
        shared.append(Measured(number.start, number.end, value, unit.name, unit.rule, number))
        end, k = number.start, k - 1
    yield from reversed(shared)


def _two(text: str, pair: Sequence[Number], units: Sequence[Unit | None], lex: Lexicon) -> tuple[Measured, ...]:
    """A range as one («3 à 5 millions d'euros», «14 $ à 18,50 $»), a change as two («est passé de 19 à 31 euros»)."""
    (first, second), (own, unit) = pair, units
    if unit is None:
        return ()
    end, scale = first.end, unit.scale
    if own:
        if own.rule.name != "argent" or own.name != unit.name:
            return ()
        end, scale = own.end, own.scale
    elif unit.rule.name == "argent" and (m := lex.rules["somme-sous-entendue"].regex.match(text, first.end)):
        end, scale = m.end(), _scale(m, lex)
    link = _RANGE.fullmatch(text, end, second.start)
    if not link or (link["et"] and not _ENTRE.search(text, max(0, first.start - 7), first.start)):
        return ()
    if all(1900 <= n.value <= 2100 and n.end - n.start == 4 for n in (first, second)):
        return ()
    low, high = _value(text, first, scale), _value(text, second, unit.scale)
    if not own and unit.rule.name == "argent" and high / 10 < low * 1000 < high:
        low *= 1000  # «de 10 à 15 000 euros»
    if not link["et"] and lex.changes.search(text, max(0, first.start - CHANGE), first.start):
        return (
            Measured(first.start, end, decimal(low), unit.name, unit.rule, first),
            Measured(second.start, unit.end, decimal(high), unit.name, unit.rule, second),
        )
    if high <= low:
        return ()
    return (Measured(first.start, unit.end, f"{decimal(low)}/{decimal(high)}", unit.name, unit.rule, second),)


def _amount(text: str, one: Measured) -> Amount:
    start, value = one.start, one.value
    if one.unit in _SIGNED and _MINUS.search(text, max(0, start - 2), start):
        start, value = start - 1, f"-{value}"
    return Amount(start=start, end=one.end, text=text[start : one.end], by=one.rule.id, value=value, unit=one.unit)


def _value(text: str, n: Number, scale: Decimal | None) -> Decimal:
    value = n.value if n.words or scale is None else figures(text[n.start : n.end], scaled=True)
    return value * (scale or 1)


def _unit(text: str, n: Number, lex: Lexicon) -> Unit | None:
    """What follows a number and is its unit."""
    if _NO_UNIT.match(text, n.end):
        return None
    rules = lex.rules
    if m := rules["argent"].regex.match(text, n.end):
        scale = _scale(m, lex)
        more = (scale or 0) * Decimal("0.5") if m["demi"] else Decimal(0)
        end = m.end()
        if m["cents"] and (scale or n.value != int(n.value)):
            end = m.start("cents") - (text[m.start("cents") - 1].isspace())
        elif m["cents"]:
            more = Decimal(m["cents"]) / 100
        return Unit(n.start, end, scale, lex.currencies[fold(m["unit"])], rules["argent"], more)
    if m := rules["francs-abreges"].regex.match(text, n.end):
        return Unit(n.start, m.end(), _scale(m, lex), "franc", rules["francs-abreges"])
    if m := rules["centimes"].regex.match(text, n.end):
        return Unit(n.start, m.end(), None, CENT if m["euro"] else CENTIME, rules["centimes"])
    if m := rules["pourcentage"].regex.match(text, n.end):
        return Unit(n.start, m.end(), None, "%", rules["pourcentage"])
    if m := rules["mesure"].regex.match(text, n.end):
        unit = lex.units.get(m["unit"]) or lex.units[fold(m["unit"])]
        if not (n.words and len(unit) < 3):
            return Unit(n.start, m.end(), _scale(m, lex), unit, rules["mesure"])
    if m := rules["quantite"].regex.match(text, n.end):
        noun, key = m["unit"], fold(m["unit"])
        if noun in lex.counted:
            return Unit(n.start, m.end(), _scale(m, lex), noun, rules["quantite"])
        many = n.value >= 2 or m["scale"]
        plural = key.endswith(("s", "x")) and len(key) > 3
        if many and plural and key not in lex.no_nouns and key not in lex.streets:
            return Unit(n.start, m.end(), _scale(m, lex), singular(noun, lex.kept, lex.odd), rules["quantite"])
    return None


def _unit_before(text: str, n: Number, lex: Lexicon) -> Unit | None:
    rule = lex.rules["devise-avant"]
    m = rule.search(text, max(0, n.start - 4), n.start)
    if not m or n.words:
        return None
    scale = _SCALE.match(text, n.end)
    end = scale.end() if scale else n.end
    return Unit(m.start(), end, _scale(scale, lex) if scale else None, lex.currencies[fold(m["unit"])], rule)


def _unsaid(text: str, n: Number, lex: Lexicon, before: Sequence[Amount]) -> Unit | None:
    """The currency of the sum before, for «l'emprunt (29 millions)», «dont 400 000» and what follows in a series."""
    if not before:
        return None
    rule = lex.rules["somme-sous-entendue"]
    m = rule.regex.match(text, n.end)
    if not m:
        return _elliptic(text, n, lex, before[-1])
    sums = [a for a in before[-LAST:] if a.unit in CURRENCIES]
    if not sums:
        return None
    linked = lex.links.search(text, max(0, n.start - SERIES), n.start)
    if linked and before[-1].unit not in CURRENCIES:
        return None  # «6 millions d'habitants, dont 2 millions à Vaubourg»
    series = sums[-1].by == rule.id and n.start - sums[-1].end < SERIES
    near = linked and n.start - sums[-1].end < SERIES and not _SENTENCE_END.search(text, sums[-1].end, n.start)
    if not (series or near or lex.spending.search(text, max(0, n.start - SERIES), n.start)):
        return None
    return Unit(n.start, m.end(), _scale(m, lex), sums[-1].unit, rule)


def _elliptic(text: str, n: Number, lex: Lexicon, last: Amount) -> Unit | None:
    """The currency of the sum before in the sentence, for a number that «dont», «contre» or a comma links to it."""
    rule = lex.rules["somme-elliptique"]
    if last.unit not in CURRENCIES or not 0 <= n.start - last.end < SERIES or not rule.regex.match(text, n.end):
        return None
    if _SENTENCE_END.search(text, last.end, n.start):
        return None
    written = text[n.start : n.end]
    large = n.value >= ROUND and (n.words or not written.isdigit() or len(written) > 4)  # no year
    if lex.links.search(text, last.end, n.start):
        fits = large or (not n.words and "." not in last.value and n.value < ROUND and Decimal(last.value) < ROUND)
        return Unit(n.start, n.end, None, last.unit, rule) if fits else None
    return Unit(n.start, n.end, None, last.unit, rule) if large and _BESIDE.search(text, last.end, n.start) else None


def _scale(m: re.Match[str], lex: Lexicon) -> Decimal | None:
    return lex.scales[fold(m["scale"])] if m["scale"] else None


def _crosses(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    i = bisect_right(taken, (end, -1))
    return any(a < end and start < b for a, b in taken[max(0, i - 4) : i])


def _severed(text: str, start: int) -> bool:
    """Whether the number is the second half of a code or a range that is none: «2018-1021», «33-45»."""
    return start > 1 and text[start - 1] in "-–+" and text[start - 2].isdigit()


def _denied(text: str, one: Measured, lex: Lexicon) -> bool:
    """Whether «un» counts nothing: «sans un euro en caisse», «pas un centime»."""
    m = _WORD_BEFORE.search(text, max(0, one.start - 16), one.start)
    return one.number.words and one.number.value == 1 and m is not None and fold(m[1]) in lex.denials


def _labelled(text: str, start: int, lex: Lexicon) -> bool:
    """Whether the word before makes the number a reference: «article 3», «n° 42»."""
    m = _WORD_BEFORE.search(text, max(0, start - 16), start)
    return m is not None and fold(m[1]) in lex.marks
