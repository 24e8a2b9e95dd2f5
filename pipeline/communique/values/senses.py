"""What a form of time means: the named parts of a match -> a moment, or None if they make none.

The table at the end says which function a rule's `sens` names. A part that is not there has the value "" or None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from communique.values import calendar
from communique.values.lexemes import Lexeme, full_year
from communique.values.moments import (
    Clock,
    DayAlone,
    Every,
    Fixed,
    Hours,
    Length,
    Modified,
    Moment,
    Nth,
    Offset,
    Open,
    Point,
    Range,
    Relative,
    Stamp,
    Stretch,
    WeekOf,
    Within,
    iso,
    type_of,
)
from communique.values.resolve import lend
from communique.values.timeforms import NOTHING, Made, Parts, Sense


def _day_of(p: Parts) -> Made:
    """d, m, y; w; p (dernier -1, prochain 1); c (cette année 0, l'année prochaine 1)."""
    day, month, year = p.number("d"), p.number("m"), p.number("y")
    if p.headed() or p.loose("d", "m"):
        return None
    if "a" in p:
        year = full_year(p.number("a") or 0, p.year)
    if "o" in p:  # «20 20», a space too many
        high, low = (item.values.get("AA") for item in p.items("o"))
        if high not in (19, 20) or not isinstance(low, int):
            return None
        year = high * 100 + low
    if "f" in p:
        figures = "".join(item.word for item in p.items("f"))
        day = int(figures) if len(figures) == 2 and figures.isdigit() else None
    if year and not 1000 <= year <= 2199:
        return None
    if not day or month is None:
        return None
    if not (calendar.date(year, month, day) if year else calendar.possible(day, month)):
        return NOTHING
    return Point(year, month, day, p.number("w"), shift=_shift(p), years=p.number("c"))


def _shift(p: Parts) -> int | None:
    return p.number("p") or 0 if "p" in p else None  # «ce» has no number


def _figures(p: Parts) -> Made:
    point = p.moment("n")
    return replace(point, weekday=p.number("w")) if isinstance(point, Point) else None


def _month_of(p: Parts) -> Made:
    shift = p.number("p2") if "p2" in p else _shift(p)
    if p.headed():
        return None
    return Point(p.number("y"), p.number("m"), shift=shift, years=p.number("c"))


def _old_month(p: Parts) -> Made:
    two = p.number("a") or 0
    year = full_year(two, p.year)
    if p.year and year > p.year + LENT:  # «l'appel de juin 40»
        year -= 100
    return Point(year, p.number("m")) if two > 31 else None


RECENT = 30  # years before publication that two figures can mean: «une récolte 99»
LIVED = 90  # years of a life, for «en 63»


def _short_year(p: Parts) -> int | None:
    """The year that two figures mean, if they can be no day and it is near publication: «en 98»."""
    two = p.number("a") or 0
    year = full_year(two, p.year)
    back = LIVED if "h" not in p and p.whole()[0].word in ("en", "depuis") else RECENT
    near = p.year is not None and p.year - back <= year <= p.year + LENT
    return year if near and (two > 31 or p.items("a")[0].word.startswith("0")) else None


LENT = 5  # years ahead of it


def _year_in_two(p: Parts) -> Made:
    return Point(year=year) if (year := _short_year(p)) else None


def _year_of(p: Parts) -> Made:
    return Point(year=p.number("y"))


def _two_years(p: Parts) -> Made:
    if isinstance(point := p.moment("n"), Point) and point.year:  # «saison 2011-12», read as a month
        first, last = point.year, point.year - point.year % 100 + (point.month or 0)
    else:
        first, last = p.number("y") or 0, p.number("z") or 0
        if "g" in p:  # of the wars of the 20th century
            first, last = 1900 + (p.number("g") or 0), 1900
        if "a" in p:
            first = full_year(p.number("a") or 0, p.year)
        if "c" in p:
            last = first - first % 100 + (p.number("c") or 0)
        if "b" in p:
            last = first - first % 100 + (p.number("b") or 0)
            last += 100 if last < first else 0
            if not (last == first + 1 or "t" in p or (last % 100 > 12 and last - first <= 30)):
                return None  # «2019-12» is a month, «2015-99» a number
    if not first < last <= first + 200:
        return None
    return Fixed(f"{first}/{last}", "INTERVAL")


def _rentree(p: Parts) -> Made:
    if "a" in p:
        return Point(year, 9) if (year := _short_year(p)) else None
    return Point(p.number("y"), p.number("m") or 9, shift=_shift(p))


def _part(p: Parts) -> Made:
    """A season (s), or the n-th quarter or half (u), of a year (y)."""
    point = p.moment("n")
    if isinstance(point, Point):
        return point
    if p.headed():
        return None
    if "t" in p:
        part = p.number("t")
    elif "s" in p or "e" in p:
        part = p.number("e")
        if "a" in p:
            return Point(year, part=part) if (year := _short_year(p)) else None
    else:
        n = p.number("n")
        unit = p.string("u")
        if n is None or unit not in "QS" or not unit:
            return None
        count = 4 if unit == "Q" else 2
        n = count + 1 + n if n < 0 else n
        if not 1 <= n <= count:
            return None
        part = (32 if unit == "Q" else 39) + n
    return Point(p.number("y"), part=part, shift=_shift(p), years=p.number("c"))


def _decade(p: Parts) -> Made:
    year = p.number("y")
    if year is None:
        two = p.number("a") or 0
        if two % 10 or not 10 <= two <= 90:
            return None
        if two == 20:  # of which century?
            return Point()
        year = (1900 if two >= 30 else 2000) + two
    if year % 10:
        return None
    return Fixed(f"{year // 10}X")


def _decades(p: Parts) -> Made:
    found: list[tuple[Lexeme, Moment]] = []
    for item in p.whole():
        year = item.values.get("AN")
        if isinstance(two := item.values.get("AA"), int):
            year = two + (1900 if two >= 30 else 2000)
        if isinstance(year, int):
            if year % 10 or year == 2020:
                return None
            found.append((item, Fixed(f"{year // 10}X")))
    if not found:
        return None
    found[0] = found[0][0]._replace(start=p.whole()[0].start), found[0][1]
    return Range(found[0][1], found[-1][1]) if "k" in p else tuple(found)


def _century(p: Parts) -> Made:
    n = p.number("n") or 0
    if "m" in p:
        return Fixed(f"{n - 1}XXX") if 1 <= n <= 9 and "k" not in p else None
    return Fixed(f"{'-' if 'k' in p else ''}{n - 1:02}XX") if 1 <= n <= 30 else None


def _before_our_era(p: Parts) -> Made:
    """EDTF counts a year zero: 52 before our era is -0051."""
    n = p.number("n") or 0
    return Fixed(f"-{n - 1:04}") if 1 <= n <= 9999 else None


def _relative_day(p: Parts) -> Made:
    if "p" in p and p.items("p")[0].word in ("soiree", "matinee"):
        return None  # «cette soirée» is an event
    return Relative("D", p.number("h") or 0)


def _same_unit(p: Parts) -> Made:
    return Relative(p.string("u"), 0, anaphoric=True)  # type: ignore[arg-type]


def _that_unit(p: Parts) -> Made:
    return Relative(p.string("u") or "D", 0, anaphoric=True, named=True)  # type: ignore[arg-type]


def _named_period(p: Parts) -> Made:
    return Fixed(p.string("n"), "INTERVAL")


def _anaphoric_day(p: Parts) -> Made:
    return Relative("D", p.number("h") or 0, anaphoric=True)


def _weekday(p: Parts) -> Made:
    if "k" in p:  # of this, last, next week
        return Nth(1, p.number("w") or 1, Relative("W", p.number("k") or 0))
    return Point(weekday=p.number("w"), shift=_shift(p))


def _of_relative_year(p: Parts) -> Made:
    point, year = p.moment("x"), p.moment("y")
    if not isinstance(point, Point) or point.year or not isinstance(year, Relative) or year.anaphoric:
        return None
    return replace(point, years=year.n)


def _eve(_: Parts) -> Made:
    return Relative("D", -1)


def _next_day_of_month(p: Parts) -> Made:
    day = p.items("d")[0]
    return Point(day=p.number("d"), shift=_shift(p)) if day.word[:1].isdigit() else None


def _open_day(p: Parts) -> Made:
    return Open(Point(day=p.number("d")), 1)


def _weekday_in(weeks: int) -> Sense:
    """«en huit» is one week later than the next such day, «en quinze» two."""

    def sense(p: Parts) -> Made:
        if p.number("n") != (8, 15)[weeks - 1]:
            return None
        return Point(weekday=p.number("w"), shift=1 + weeks)

    return sense


def _seven_of_seven(p: Parts) -> bool:
    """Whether every day is meant: «7 jours sur 7», «7j/7»."""
    return all(item.values.get("NB", 7) == 7 for item in p.items("j"))


def _season(p: Parts) -> Made:
    """«la saison prochaine», «cette saison»."""
    return Relative("N", p.number("p") or (1 if p.whole()[-1].word == "venir" else 0))


def _both_weekdays(p: Parts) -> Made:
    """«samedi et dimanche derniers»: two days that follow each other, or a date each."""
    said = ((i, i.values.get("JOURS")) for i in p.whole())
    days = [(i, Point(weekday=w, shift=_shift(p))) for i, w in said if isinstance(w, int)]
    if all(_next_day(Point(weekday=a.weekday), Point(weekday=b.weekday)) for (_, a), (_, b) in pairwise(days)):
        return Range(days[0][1], days[-1][1])
    last = p.whole()[-1]
    return (*days[:-1], (last._replace(start=days[-1][0].start), days[-1][1]))


def _weekday_day(p: Parts) -> Made:
    if "z" in p and not p.broken():  # «mercredi 13 candidats ont été reçus»
        return None
    return Point(day=p.number("d"), weekday=p.number("w"))


def _bare_day(p: Parts) -> Made:
    return DayAlone(p.number("d") or 0)


def _this_weekday(p: Parts) -> Made:
    return Point(weekday=p.number("w"), shift=0)


def _unit(p: Parts) -> Made:
    unit = p.string("u")
    if "f" in p:  # suivant, précédent: from the date named before
        return Relative(unit, p.number("f") or 0, anaphoric=True)  # type: ignore[arg-type]
    return Relative(unit, p.number("p") or 0)  # type: ignore[arg-type]


def _coming_year(p: Parts) -> Made:
    return Stretch(1, p.string("u"), p.number("p") or 1)  # type: ignore[arg-type]


def _stretch(p: Parts) -> Made:
    n = p.number("n") or 0
    unit = p.string("u")
    sign = p.number("p") or p.number("f") or 1
    if unit == "h" and n % 24 == 0 and n:  # «les 48 dernières heures»
        length = Length(((n, "h"),))
        return Within(length) if sign > 0 else Range(Offset(length, -1), Relative("D", 0))
    if not 1 <= n <= 2000 or not unit or unit in "hms":
        return None
    return Stretch(n, unit, sign)  # type: ignore[arg-type]


def _length(p: Parts) -> Made:
    """n u, with a half (x), then further n2 u2, n3 u3."""
    if "z" in p and p.string("u") in ("D", "h"):  # «7 jours sur 7»
        return None
    parts = []
    for n, u, half in (("n", "u", "x"), ("o", "v", "_"), ("q", "w", "_")):
        if u not in p:
            continue
        unit = p.string(u)
        amount = p.amount(n) if n in p else 1
        if half in p:
            amount += 0.5
        if "k" in p and unit == "h":
            amount += 0.25
        if not unit or amount <= 0 or amount > 99999:
            return None
        parts.append((amount, unit))
    order = "CXYSQMEWFDhms"
    if [u for _, u in parts] != sorted({u for _, u in parts}, key=order.index):
        return None
    return Length(tuple(parts)) if parts else None  # type: ignore[arg-type]


def _approximate(p: Parts) -> Made:
    return Modified(Length(((p.amount("n"), p.string("u")),)), "APPROX")  # type: ignore[arg-type]


def _lengths(p: Parts) -> Made:
    low, high, unit = p.amount("n"), p.amount("o"), p.string("u")
    if "e" in p and unit == "h" and high <= 24:  # «entre 2 et 4 heures», by the clock
        return None
    if not unit or low >= high:
        return None
    return Fixed(f"{_iso(low, unit)}/{_iso(high, unit)}", "DURATION")


def _fraction(p: Parts) -> Made:
    """«une demi-heure», «trois quarts d'heure», «un demi-siècle»."""
    unit = p.string("u")
    if "k" in p:
        return Length(((15 * p.amount("n"), "m"),))
    if "c" in p:
        return Length(((25 * p.amount("n"), "Y"),))
    if unit == "D":
        return Length(((12, "h"),))
    return Length(((p.amount("n") * 0.5, unit),)) if unit != "C" else Length(((50, "Y"),))  # type: ignore[arg-type]


def _clock_length(p: Parts) -> Made:
    clock = p.clock("h")
    if not isinstance(clock, Clock):
        return None
    parts = [(clock.hour, "h")] if clock.hour else []
    if clock.minute:
        parts.append((clock.minute, "m"))
    return Length(tuple(parts)) if parts else None  # type: ignore[arg-type]


def _every(p: Parts) -> Made:
    """Each unit (u), weekday (w), season or month (e), every n units."""
    unit = p.string("u")
    if "j" in p:
        return Every("R/P1D") if _seven_of_seven(p) else None
    if "k" in p and (p.number("k") or 0) < 2:
        return None
    if "w" in p:
        return Every(f"R/P{p.number('k') or 1}W")
    if "d" in p:
        unit = next(u for i in p.items("d") if isinstance(u := i.values.get("UNITES"), str))
        return Every("R/" + (_iso(0.5, unit) if p.items("d")[0].word == "demi" else "PT15M"))
    if not unit:
        return Every("R/P1Y")
    n = p.amount("n") if "n" in p else 1
    if "k" in p:  # «une semaine sur deux»
        n = p.number("k") or 1
    return Every("R/" + _iso(n, "W" if unit == "E" else unit))


def _times(p: Parts) -> Made:
    """n times a unit (u): every so many months or hours, if that comes out even."""
    unit, n = p.string("u"), p.number("n") or 1
    even = {"Y": (12, "M"), "S": (6, "M"), "Q": (3, "M"), "D": (24, "h")}.get(unit)
    if even and n > 1 and "d" not in p and even[0] % n == 0:
        return Every("R/" + _iso(even[0] // n, even[1]))
    return Every("R/" + _iso(1, "W" if unit == "E" else unit))


def _iso(n: float, unit: str) -> str:
    return iso(Length(((n, unit),)))  # type: ignore[arg-type]


def _monthly(_: Parts) -> Made:
    return Every("R/P1M")


def _clock(p: Parts) -> Made:
    clock = p.clock("h")
    if clock is None:
        hour = p.number("n")
        if hour is None or hour > 24 or ("v" in p and hour < EARLY):
            return None
        minute = p.number("m") or 0
        if minute > 59:
            return None
        if "z" in p and not (minute := 60 - (p.number("z") or 0)) > 0:
            return None
        if "x" in p:  # et demie, et quart, moins le quart
            minute = {"quart": 15}.get(p.items("x")[-1].word, 30)
        if "z" in p or ("x" in p and p.items("x")[0].word == "moins"):
            hour, minute = (hour - 1) % 24, 45 if "x" in p else minute
        clock = Clock(hour, minute)
    if isinstance(clock, Clock) and "k" in p and clock.hour < 12 and p.number("k"):
        clock = Clock(clock.hour + 12, clock.minute)
    return clock


def _noon(p: Parts) -> Made:
    minute = p.number("m") or 0
    if "x" in p:
        minute = 15 if p.items("x")[-1].word == "quart" else 30
    return Clock(p.number("h") or 0, minute) if minute < 60 else None


def _hours(p: Parts) -> Made:
    start, end = p.clock("h"), p.clock("i")
    if start is None and "n" in p:
        start = Clock(p.number("n") or 0, p.number("m") or 0)
    if end is None and "o" in p:
        end = Clock(p.number("o") or 0, p.number("r") or 0)
    plain = "n" in p and "o" in p and "k" not in p and p.whole()[0].word == "de"
    if plain and isinstance(end, Clock) and end.hour < EARLY:
        return None  # «un trajet de deux à trois heures»
    if isinstance(start, Clock) and isinstance(end, Clock):
        late = p.number("k") if "k" in p else 0
        if late and start.hour < end.hour:  # «de 4h à 6h du soir»
            start, end = (Clock(c.hour + 12, c.minute) if c.hour < 12 else c for c in (start, end))
        elif (late or ("n" not in p and "o" in p and start.hour == 12)) and end.hour < 12:  # «entre midi et deux»
            end = Clock(end.hour + 12, end.minute)
    if isinstance(start, Clock) and isinstance(end, Clock) and start.hour <= 24 >= end.hour:
        return Hours(start, end)
    return None


EARLY = 7  # o'clock: before, «2 heures» without preposition is how long something takes
AT = frozenset({"a", "des", "vers", "pour", "de", "entre", "VERS", "ENVIRON", "le", "du", "ce"})


def _stamp(p: Parts) -> Made:
    day, clock = p.moment("x"), p.clock("h")
    length = p.moment("l")
    if isinstance(length, Length) and len(length.parts) == 1 and length.parts[0][1] == "h":  # «samedi 3, 20 heures»
        early = 0 if "e" in p else EARLY  # «jusqu'au samedi 3, 6 heures»
        clock = Clock(int(length.parts[0][0])) if early <= length.parts[0][0] <= 24 else None
    if p.broken() and (p.heads() or not any(item.kinds & AT for item in p.whole())):
        return None  # a day that heads its hours, line by line
    if day is None or clock is None or type_of(day) != "DATE":
        return None
    return Modified(Stamp(day, clock), "APPROX") if "b" in p else Stamp(day, clock)


def _open_stamp(side: int) -> Sense:
    def sense(p: Parts) -> Made:
        made = _stamp(p)
        return Open(made, side) if isinstance(made, Stamp) else None

    return sense


def _modified(p: Parts) -> Made:
    mod = p.string("m")
    if "m" not in p:  # «courant»
        return p.moment("x")
    moment: Moment | None = Relative(p.string("u"), 0) if "u" in p else p.moment("x")  # type: ignore[arg-type]
    if moment is None or isinstance(moment, Modified):
        return None
    return Modified(moment, mod) if mod in ("START", "MID", "END") else moment  # type: ignore[arg-type]


def _as_said(p: Parts) -> Made:
    clock = p.clock("s")
    return Stamp(None, clock) if clock else p.moment("s")


def _about(p: Parts) -> Made:
    moment, clock = p.moment("s"), p.clock("s")
    if moment is None:
        return Modified(Stamp(None, clock), "APPROX") if clock else None
    return moment if isinstance(moment, Modified) else Modified(moment, "APPROX")


def _nth(p: Parts) -> Made:
    n, of = p.number("n"), _whole(p)
    day = p.moment("w")
    what: object = day.weekday if isinstance(day, Point) else p.string("u") or p.string("u2")
    if n is None or of is None or not what:
        return None
    return Nth(n, what, of)  # type: ignore[arg-type]


def _whole(p: Parts) -> Moment | None:
    """What something is a part of: a moment (x), or the unit that runs (v: «de l'année»)."""
    return Relative(p.string("v"), 0) if "v" in p else p.moment("x")  # type: ignore[arg-type]


def _first_few(p: Parts) -> Made:
    n, unit, of = p.number("n"), p.string("u"), _whole(p)
    if of is None or not n or n < 2 or not unit or unit in "hms":
        return None
    ends = (-n, -1) if "p" in p else (1, n)
    return Range(Nth(ends[0], unit, of), Nth(ends[1], unit, of))  # type: ignore[arg-type]


def _first_days(p: Parts) -> Made:
    of = _whole(p)
    return None if of is None or isinstance(of, Modified) else Modified(of, "END" if "k" in p else "START")


def _running_day(p: Parts) -> Made:
    return Nth(p.number("d") or 0, "D", Relative("M", 0))


def _two_days(p: Parts) -> Made:
    """«les 3/4 mai»: read as the third of April, until the month comes."""
    said = p.moment("f")
    if not isinstance(said, Point) or not said.day or not said.month or said.day >= said.month:
        return None
    month, year = p.number("m"), p.number("y")
    first, last = Point(year, month, said.day), Point(year, month, said.month)
    return NOTHING if _impossible(last) else Range(first, last)


def _school_year(p: Parts) -> Made:
    return Relative("A", p.number("p") or 0)


def _day_of_month(p: Parts) -> Made:
    of = p.moment("x")
    if not isinstance(of, Relative) or of.unit != "M":
        return None
    first = Nth(p.number("d") or 0, "D", of)
    return Range(first, Nth(p.number("e") or 0, "D", of)) if "e" in p else first


def _week_of(p: Parts) -> Made:
    day = p.moment("x")
    return WeekOf("E" if p.string("u") == "E" else "W", day) if day else None


def _iso_week(p: Parts) -> Made:
    said = p.moment("y")
    year, week = said.year if isinstance(said, Point) else p.year, p.number("n") or 0
    monday = calendar.iso_week(year, week) if year else None
    return Fixed(f"{monday}/{calendar.add_days(monday, 6)}", "INTERVAL") if monday else None


def _feast(p: Parts) -> Made:
    return Point(p.number("y"), feast=p.string("f"), shift=_shift(p))


def _ago(sign: int, *, anaphoric: bool = False) -> Sense:
    def sense(p: Parts) -> Made:
        length = p.moment("x")
        if isinstance(length, Modified) and isinstance(length.moment, Length):
            return Modified(Offset(length.moment, sign, anaphoric), "APPROX")
        if not isinstance(length, Length):
            return None
        offset = Offset(length, sign, anaphoric, exact="j" in p)
        return Modified(offset, "APPROX") if "b" in p or "b2" in p else offset

    return sense


def _within(p: Parts) -> Made:
    length = p.moment("x")
    if isinstance(length, Modified) and isinstance(length.moment, Length):  # «d'ici une dizaine d'années»
        return Modified(Within(length.moment), "APPROX")
    return Within(length) if isinstance(length, Length) else None


def _since_length(p: Parts) -> Made:
    length = p.moment("s")
    if isinstance(length, Modified) and isinstance(length.moment, Length):
        return Modified(replace(length.moment, since=True), "APPROX")
    return replace(length, since=True) if isinstance(length, Length) else None


def _list(p: Parts) -> Made:
    """The days of a list, each lent what the next one says; one range if they follow each other."""
    found: list[tuple[Lexeme, Point]] = []
    for item in p.whole():
        if isinstance(point := item.values.get("moment"), Point):
            found.append((item, point))
        elif isinstance(n := item.values.get("JOUR") or item.values.get("PREMIER"), int):
            found.append((item, Point(day=n)))
    for i in range(len(found) - 2, -1, -1):
        found[i] = found[i][0], lend(found[i][1], found[i + 1][1])[0]
    points = [point for _, point in found]
    if len(points) < 2 or any(item.values.get("moment") and item not in [i for i, _ in found] for item in p.whole()):
        return None  # «hier, le 2 janvier» says one day twice
    if any(_impossible(point) for point in points):
        return NOTHING
    if "k" not in p and all(_next_day(a, b) for a, b in pairwise(points)):
        return Range(points[0], points[-1])
    return tuple(found)


def _next_day(a: Point, b: Point) -> bool:
    """Whether b is the day after a."""
    if a.weekday and b.weekday and not (a.day or b.day):
        return b.weekday - a.weekday in (1, -6)
    if a.weekday and b.weekday and a.day and b.day and not (a.month or b.month):  # «samedi 16 et dimanche 17»
        return b.weekday - a.weekday in (1, -6) and b.day in (a.day + 1, 1)
    if not (a.month and b.month and a.day and b.day) or a.shift != b.shift or a.years != b.years or a.year != b.year:
        return False
    day = calendar.date(a.year or 2021, a.month, a.day)
    return bool(day) and calendar.add_days(day, 1) == calendar.date(b.year or 2021, b.month, b.day)  # type: ignore[arg-type]


def _range(p: Parts) -> Made:
    a, b = p.moment("x"), p.moment("y")
    if "d" in p:
        a = Point(day=p.number("d"))
    if "e" in p:
        b = Point(day=p.number("e"))
    if a is None or b is None or isinstance(a, Length) or isinstance(b, Length):
        return None
    if isinstance(b, Stamp) and b.day and not isinstance(a, Stamp):  # «du 3 au 7 mars à 18 h»
        b = b.day
    if isinstance(a, Point) and isinstance(b, Point):
        c, e = lend(a, b)
        if _impossible(c) or _impossible(e):
            return NOTHING
        if c.year and e.year and (c.year, c.month or 0, c.day or 0) > (e.year, e.month or 12, e.day or 31):
            return None
    return Range(a, b)


def _impossible(point: Point) -> bool:
    if not (point.day and point.month):
        return False
    if point.year:
        return calendar.date(point.year, point.month, point.day) is None
    return not calendar.possible(point.day, point.month)


def _open(side: int) -> Sense:
    def sense(p: Parts) -> Made:
        moment = p.moment("s")
        if "v" in p and isinstance(moment, Point) and moment.part and moment.year is None and moment.shift is None:
            moment = replace(moment, shift=1)  # before a summer that has not begun
        if moment is None:
            clock = p.clock("s")
            return Open(Stamp(None, clock), side) if isinstance(clock, Clock) else None
        if isinstance(moment, Length | Every | Open | Within):
            return None
        if isinstance(moment, Range | Stretch) and side > 0:
            return moment
        ahead = side < 0 or "v" in p  # «à partir de mercredi»
        return Open(moment, side, -1 if "l" in p else 1 if ahead else 0)

    return sense


def _legal_week(p: Parts) -> Made:
    """«les 35 heures», «les 39 heures»."""
    return NOTHING if p.number("n") in (35, 39) else None


def _nothing(_: Parts) -> Made:
    return NOTHING


SENSES: Mapping[str, Sense] = {
    "jour": _day_of,
    "chiffres": _figures,
    "mois": _month_of,
    "mois-court": _old_month,
    "année": _year_of,
    "année-courte": _year_in_two,
    "deux-années": _two_years,
    "rentrée": _rentree,
    "partie": _part,
    "décennie": _decade,
    "décennies": _decades,
    "siècle": _century,
    "avant-notre-ère": _before_our_era,
    "jour-relatif": _relative_day,
    "jour-anaphorique": _anaphoric_day,
    "même-unité": _same_unit,
    "ce-jour-là": _that_unit,
    "période-nommée": _named_period,
    "fois-par": _times,
    "telle-quelle": _as_said,
    "jour-de-semaine": _weekday,
    "jours-relatifs": _both_weekdays,
    "saison-relative": _season,
    "en-huit": _weekday_in(1),
    "en-quinze": _weekday_in(2),
    "numéro": _weekday_day,
    "jour-seul": _bare_day,
    "jour-prochain": _next_day_of_month,
    "ce-jour-de-semaine": _this_weekday,
    "unité": _unit,
    "à-venir": _coming_year,
    "derniers": _stretch,
    "durée": _length,
    "dizaine": _approximate,
    "durées": _lengths,
    "demi": _fraction,
    "durée-horloge": _clock_length,
    "chaque": _every,
    "chaque-mois": _monthly,
    "heure": _clock,
    "midi": _noon,
    "horaires": _hours,
    "à-telle-heure": _stamp,
    "dès-telle-heure": _open_stamp(1),
    "jusqu-à-telle-heure": _open_stamp(-1),
    "jour-courant": _running_day,
    "deux-jours": _two_days,
    "année-scolaire": _school_year,
    "début-fin": _modified,
    "environ": _about,
    "énième": _nth,
    "premiers": _first_few,
    "premiers-jours": _first_days,
    "jour-du-mois": _day_of_month,
    "semaine-du": _week_of,
    "semaine-iso": _iso_week,
    "fête": _feast,
    "de-l-année": _of_relative_year,
    "veille": _eve,
    "depuis-jour": _open_day,
    "il-y-a": _ago(-1),
    "dans": _ago(1),
    "avant-lui": _ago(-1, anaphoric=True),
    "après-lui": _ago(1, anaphoric=True),
    "d-ici": _within,
    "depuis-durée": _since_length,
    "intervalle": _range,
    "liste": _list,
    "depuis": _open(1),
    "jusque": _open(-1),
    "semaine-légale": _legal_week,
    "rien": _nothing,
}
