"""Days and ranges of days -> French, in each form in which a release writes them; for tests of dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PLAIN = str.maketrans("éû", "eu")

Form = Callable[[dt.date], str]


def month(day: dt.date) -> str:
    return MONTHS[day.month - 1]


def ordinal(day: dt.date) -> str:
    """1er, 2, 3 …"""
    return "1er" if day.day == 1 else str(day.day)


def weekday(day: dt.date) -> str:
    return WEEKDAYS[day.weekday()]


def long(day: dt.date) -> str:
    return f"{weekday(day)} {ordinal(day)} {month(day)} {day.year}"


# Each names one day of one year, whatever the day.
FORMS: dict[str, Form] = {
    "plain": lambda d: f"{ordinal(d)} {month(d)} {d.year}",
    "figure one": lambda d: f"{d.day} {month(d)} {d.year}",
    "weekday": long,
    "capitals": lambda d: long(d).upper(),
    "capitals without accents": lambda d: (
        f"{ordinal(d)} {month(d)} {d.year}".upper().translate(PLAIN).replace("É", "E")
    ),
    "without accents": lambda d: f"{ordinal(d)} {month(d)} {d.year}".translate(PLAIN),
    "short month": lambda d: f"{d.day} {SHORT[d.month - 1]} {d.year}",
    "no-break spaces": lambda d: f"{ordinal(d)}\u00a0{month(d)}\u202f{d.year}",
    "broken over lines": lambda d: f"{weekday(d)}\n{ordinal(d)} {month(d)}\n{d.year}",
    "two figures": lambda d: f"{d.day:02} {month(d)} {d.year}",
    "slashes": lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    "short slashes": lambda d: f"{d.day}/{d.month}/{d.year}",
    "points": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "hyphens": lambda d: f"{d.day:02}-{d.month:02}-{d.year}",
    "ISO": lambda d: d.isoformat(),
    "ISO with slashes": lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
    "roman month": lambda d: f"{d.day}.{ROMAN[d.month - 1]}.{d.year}",
    "comma before year": lambda d: f"{ordinal(d)} {month(d)}, {d.year}",
    "weekday and figures": lambda d: f"{weekday(d)} {d.day:02}/{d.month:02}/{d.year}",
}


def span(first: dt.date, last: dt.date) -> list[str]:
    """A range of days, `first` before `last`, with all that its ends share said once, and with all said twice."""
    out = [
        f"du {ordinal(first)} {month(first)} {first.year} au {ordinal(last)} {month(last)} {last.year}",
        f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}",
        f"entre le {ordinal(first)} {month(first)} {first.year} et le {ordinal(last)} {month(last)} {last.year}",
        f"du {long(first)} jusqu'au {long(last)}",
    ]
    if first.year == last.year:
        out.append(f"du {ordinal(first)} {month(first)} au {ordinal(last)} {month(last)} {last.year}")
    if (first.year, first.month) == (last.year, last.month):
        out.append(f"du {ordinal(first)} au {ordinal(last)} {month(last)} {last.year}")
        out.append(f"les {first.day}-{last.day} {month(last)} {last.year}")
        out.append(f"du {weekday(first)} {ordinal(first)} au {weekday(last)} {ordinal(last)} {month(last)} {last.year}")
    return out
