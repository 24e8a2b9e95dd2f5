"""Numbers in figures and in French words -> decimal strings; nouns -> their singular."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from communique.values.folding import fold

# «1 200», «1.200», «470'000» (Swiss), «12 000,50», «4,1», «50000»; not a piece of a longer code, date or clock time.
_FIGURES = (
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}(?![\d])(?:,\d{1,4})?"
    r"|\d{1,3}(?:\.\d{3}){1,4}(?![\d.])(?:,\d{1,4})?"
    r"|\d{1,3}(?:['’]\d{3}){1,4}(?!\d)(?:[.,]\d{1,4})?"
    r"|\d{1,12}(?:[.,]\d{1,4})?"
)
FIGURES = re.compile(
    rf"(?<![\w.,:°#])(?<![^€]/)(?<!\d[ \u00a0\u202f])(?<![^\W\d][+−-])(?<!\)[+−-])(?<!--)"
    rf"(?:{_FIGURES})(?![\d/]|[.,:]\d)"
)
_DIGITS = re.compile(r"\d+")
_GROUPING = re.compile(r"[\s\u00a0\u202f'’]|\.(?=\d{3}(?!\d))")
# Units of sums of money: ISO 4217 codes, and words that are the currency of more than one country.
CURRENCIES = frozenset(
    [
        "EUR",
        "USD",
        "CAD",
        "CHF",
        "GBP",
        "JPY",
        "CNY",
        "XPF",
        "XOF",
        "XAF",
        "AUD",
        "NZD",
        "DKK",
        "NOK",
        "SEK",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "BGN",
        "RUB",
        "TRY",
        "INR",
        "BRL",
        "MXN",
        "ZAR",
        "MAD",
        "DZD",
        "TND",
        "FRF",
        "BEF",
        "LUF",
        "DEM",
        "ITL",
        "ESP",
    ]
) | {"franc", "dollar", "franc CFA", "dirham", "dinar"}
MAX_NUMERAL = 12  # words of a number in words


class Number(NamedTuple):
    """A number and where it stands, half-open; `words` if it is written in words."""

    start: int
    end: int
    value: Decimal
    words: bool = False


def figures(written: str, *, scaled: bool = False) -> Decimal:
    """The number that figures stand for: "1 200" -> 1200, "1.200" -> 1200, "4.1" -> 4.1, "12 000,50" -> 12000.50.

    Args:
        scaled: «million» or the like follows; then a full stop is a decimal point even before three figures.
    """
    if scaled and re.fullmatch(r"\d{1,3}\.\d{3}", written):
        return Decimal(written)
    return Decimal(_GROUPING.sub("", written).replace(",", "."))


def decimal(value: Decimal) -> str:
    """Without exponent or needless zeros: 1200000, 4.1, 12000.5."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def numbers(text: str, start: int, end: int, numerals: Mapping[str, str]) -> Iterator[Number]:
    """The numbers of text[start:end], in order, in figures and in words.

    Args:
        numerals: folded word -> value ("vingt" -> "20").
    """
    yield from sorted([*_figures(text, start, end), *_numerals(text, start, end, numerals)])


def _figures(text: str, start: int, end: int) -> Iterator[Number]:
    """`FIGURES`, tried only where digits begin: to look there for all that must not stand before costs the most."""
    for digits in _DIGITS.finditer(text, start, end):
        if digits.start() >= start and (m := FIGURES.match(text, digits.start(), end)):
            yield Number(m.start(), m.end(), figures(m[0]))
            start = m.end()


@lru_cache(maxsize=8)
def _candidates(numerals: tuple[str, ...]) -> re.Pattern[str]:
    """Words that can be a numeral: their first letter opens one, and so do the next two."""
    openings = {word[:3] for word in numerals}
    first = "".join(sorted({c for o in openings for c in (o[0], o[0].upper())}))
    next_ = "|".join("".join(f"[{c}{c.upper()}]" for c in o) for o in sorted({o[1:] for o in openings}))
    return re.compile(rf"[{first}](?={next_})(?<![^\W\d_].)(?<![^\W\d_]-.)[^\W\d_]*(?:-[^\W\d_]+)*")


def _numerals(text: str, start: int, end: int, numerals: Mapping[str, str]) -> Iterator[Number]:
    row: list[tuple[int, int, int]] = []  # start, end, value of each word of the numeral that is being read

    def flush() -> Iterator[Number]:
        if row and (value := _sum([v for _, _, v in row])) is not None:
            yield Number(row[0][0], row[-1][1], Decimal(value), True)
        row.clear()

    for m in _candidates(tuple(numerals)).finditer(text, start, end) if numerals else ():
        key = fold(m[0])
        if not row and key not in numerals and "-" not in key:
            continue
        parts = key.split("-")
        values = [int(numerals[p]) for p in parts if p in numerals]
        whole = len(values) == len([p for p in parts if p != "et"]) and values
        gap = text[row[-1][1] : m.start()] if row else ""
        if row and not (gap.strip() in {"", "et"} and len(gap) < 6 and gap[:1].isspace()):
            yield from flush()
        if whole and len(row) < MAX_NUMERAL:
            if row and "et" in gap and not (row[-1][2] % 10 == 0 and 20 <= row[-1][2] <= 60 and values[0] in {1, 11}):
                yield from flush()
            row += [(m.start(), m.end(), v) for v in values]
        elif key != "et":
            yield from flush()
    yield from flush()


def _sum(values: Collection[int]) -> int | None:
    """«quatre-vingt-dix mille deux cents» -> 90200; None for what is no numeral («deux trois»)."""
    total = current = 0
    last = 10**9
    for n in values:
        if n == 1000:
            total, current = total + (current or 1) * 1000, 0
            last = 10**9
            continue
        if n == 100:
            if current >= 10:
                return None
            current = (current or 1) * 100
        elif n == 20 and last == 4:
            current += 76
        elif n >= last or (last < 20 and not (last == 10 and n in {7, 8, 9})) or (last == 20 and n > 19):
            return None
        else:
            current += n
        last = n
    return total + current


def singular(noun: str, kept: Collection[str], odd: Mapping[str, str]) -> str:
    """ "communes" -> "commune", "travaux" -> "travail", "start-ups" -> "start-up"; `kept` are words like "pays".

    Args:
        kept: folded words that end in s or x in the singular too.
        odd: folded plural -> singular, where no rule tells.
    """
    key = fold(noun)
    if key in odd:
        return odd[key]
    if key in kept or not key.endswith(("s", "x")) or len(key) < 3 or noun.isupper():
        return noun
    if noun[0].isupper() and key.endswith(("ais", "ois")):  # Lillois
        return noun
    if key.endswith("aux") and not key.endswith("eaux"):
        return noun[:-2] + "l"
    if key.endswith("s") or key.endswith(("eaux", "eux", "oux")):
        return noun[:-1]
    return noun
