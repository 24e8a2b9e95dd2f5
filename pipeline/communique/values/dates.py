"""Text and anchor -> dates: spans, EDTF values, first and last days. The grammar comes from rules/dates.yaml.

`timeforms.py` reads the text by the grammar, `senses.py` says what its forms mean, `moments.py` what that means on a
given day. Here the moments of one text meet: what its neighbours rule out is dropped, an hour takes the day that was
named above it, a date without a year that of the date it is joined to.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from communique.values import calendar
from communique.values.calendar import Mod
from communique.values.lexemes import Lexeme, Lists
from communique.values.moments import (
    Clock,
    DayAlone,
    Fixed,
    Hours,
    Modified,
    Moment,
    Nth,
    Open,
    Point,
    Range,
    Relative,
    Stamp,
    Type,
    WeekOf,
    mod_of,
    type_of,
)
from communique.values.neighbours import Neighbours
from communique.values.resolve import Context, Previous, When, lend, resolve
from communique.values.senses import SENSES
from communique.values.timeforms import Form, Grammar, parse

__all__ = ["Date", "Grammar", "find", "grammar", "parse"]


@dataclass(frozen=True, slots=True)
class Date:
    """A date found; `start` and `end` are code points, half-open."""

    start: int
    end: int
    type: Type
    value: str | None
    mod: Mod | None
    first: dt.date | None  # first and last day that the value can mean, inclusive
    last: dt.date | None
    rule: str
    doubt: str = ""  # what contradicts it: "weekday"


class RuleLike(Protocol):
    """What a grammar reads of a rule."""

    @property
    def id(self) -> str: ...
    @property
    def options(self) -> Mapping[str, str]: ...


class Sheet(Protocol):
    """What a grammar reads of rules/dates.yaml."""

    @property
    def rules(self) -> Sequence[RuleLike]: ...
    @property
    def words(self) -> Lists: ...


class Book(Protocol):
    """The rule files, by name."""

    def __getitem__(self, name: str, /) -> Sheet: ...


@lru_cache(maxsize=4)
def grammar(book: Book) -> Grammar:
    """The grammar that rules/dates.yaml writes down."""
    sheet = book["dates"]
    forms = [
        Form(
            rule=rule.id,
            level=int(rule.options["niveau"]),
            sense=rule.options["sens"],
            patterns=tuple(rule.options["forme"].strip().splitlines()),
            gives=tuple(rule.options["donne"].split()),
        )
        for rule in sheet.rules
    ]
    return Grammar(sheet.words, forms, SENSES)


def find(text: str, grammar: Grammar, anchor: dt.date | None) -> tuple[Date, ...]:
    """The dates of a text, in order; blank lines part its blocks.

    `anchor` is the day of publication: what is said by it («hier», «le 3 mars») has no full value without.
    """
    return _found_in_line(text, grammar, anchor) if len(text) <= LINE else _found(text, grammar, anchor)


LINE = 400  # code points; the lines of a header are looked at by several rules, each asking for their dates


def _found(text: str, grammar: Grammar, anchor: dt.date | None) -> tuple[Date, ...]:
    year = anchor.year if anchor else None
    items = parse(text, grammar, year)
    return tuple(_resolved(items, grammar, anchor, text))


_found_in_line = lru_cache(maxsize=4096)(_found)


def _resolved(items: Sequence[Lexeme], grammar: Grammar, anchor: dt.date | None, text: str) -> Iterator[Date]:
    neighbours = Neighbours(items, text, grammar.words)
    found = [
        (i, moment)
        for i, item in enumerate(items)
        if item.values.get("rule") and (moment := neighbours.admitted(i)) is not None
    ]
    found = _lent(found, items)
    days = _days_said((moment for _, moment in found), anchor)
    previous = before = Previous(anchor, anchor)
    named: dict[int, dt.date] = {}  # lexeme -> the one day that it names
    sets: set[int] = set()  # lexemes of what comes back
    occasion: _Occasion | None = None
    evening: dt.date | None = None  # the day of which an evening was named last
    stop = 0
    for i, moment in found:
        item = items[i]
        if "\n\n" in text[stop : item.start]:
            # «le lendemain» points back within its block, and to no other.
            previous = before if not before.named or before.last == before.first == anchor else Previous(None, None)
        stop = item.end
        tense = neighbours.tense(i) if anchor and _leans(moment) else 0
        if _dayless(moment):
            if neighbours.date_before(i, sets) > (j := neighbours.date_before(i, named)):
                pass  # «ouvert dès le 3 mai, tous les jours sauf le lundi, de 8 h à 12 h»
            elif j >= 0:
                if "JOUR_LISTE" not in items[j].kinds:  # else it is of each day of a list
                    moment = _on(moment, _night(moment, named[j], evening, anchor))
            elif occasion and occasion.one_day and i - occasion.index <= PROGRAMME and neighbours.of_a_day(i):
                moment = _on(moment, _night(moment, occasion.first, evening, anchor))
        elif occasion and i - occasion.index <= PROGRAMME and neighbours.date_before(i, sets) < 0:
            weekly = neighbours.every_week(i)
            if not (weekly and anchor and occasion.last < anchor):  # a session that is over; «une permanence, le mardi»
                moment = _placed(moment, occasion, anchor if tense >= 0 and not weekly else None)
        when = resolve(moment, Context(anchor, tense, previous, days))
        if when.first is None and occasion and occasion.one_day and _of_that_day(moment):  # «le jour même»
            when = resolve(moment, Context(anchor, tense, Previous(occasion.first, occasion.first), days))
        lost = isinstance(moment, Relative) and moment.anaphoric and anchor
        if when.value is None and (lost or isinstance(moment, DayAlone)):
            continue  # «le lendemain», «le 15», of a day or a month that no one named
        kind = type_of(moment)
        if kind == "DATE" and "/" in (when.value or ""):
            kind = "INTERVAL"  # no EDTF point says it: half a month
        if _of_weekdays(moment) and neighbours.habitual(i):
            when, kind = When("R/P1W"), "SET"
        if kind == "SET" and not neighbours.likened(i):
            sets.add(i)
        if kind == "TIME" and when.first and evening and when.first > evening and _hour(moment) < DAWN:
            yield _date(item, kind, when, moment)  # the end of that evening: what follows is not of the day after
            continue
        if when.first and when.first == when.last:
            named[i] = when.first
            late = DUSK <= _hour(moment) < 24 if kind == "TIME" else neighbours.in_the_evening(i)
            evening = when.first if late else evening
        if when.first and when.last and kind in ("DATE", "TIME", "INTERVAL"):
            previous = Previous(when.first, when.last, named=True, dated=_year_said(moment))
            before = previous if not before.named else before
            occasion = _occasion(i, when, moment, anchor, timed=kind == "TIME") or occasion
        yield _date(item, kind, when, moment)


def _date(item: Lexeme, kind: Type, when: When, moment: Moment) -> Date:
    doubt = "weekday" if _wrong_weekday(moment, when) else ""
    rule = str(item.values["rule"])
    return Date(item.start, item.end, kind, when.value, mod_of(moment), when.first, when.last, rule, doubt)


def _year_said(moment: Moment) -> bool:
    match moment:
        case Point(year=int()):
            return True
        case Range(_, inner) | Open(inner) | Modified(inner) | Stamp(inner, _) if inner is not None:
            return _year_said(inner)
    return False


DUSK, DAWN = 18, 6  # o'clock: «départ à 22 h 17, retour à 1 h 40» ends on the day after


def _hour(moment: Moment) -> int:
    """The hour of a clock time, 24 if it is none."""
    if isinstance(moment, Open | Modified):
        return _hour(moment.moment)
    return moment.clock.hour if isinstance(moment, Stamp) and isinstance(moment.clock, Clock) else 24


def _night(moment: Moment, day: dt.date, evening: dt.date | None, anchor: dt.date | None) -> dt.date:
    """The day of an hour that is said after one of the evening: the next, if it is one of the night."""
    late = evening == day and day != anchor and _hour(moment) < DAWN
    return calendar.add_days(day, 1) or day if late else day


def _of_that_day(moment: Moment) -> bool:
    """Whether it counts days from one that was named: «le jour même», «la veille à 18 h»."""
    if isinstance(moment, Stamp):
        return moment.day is not None and _of_that_day(moment.day)
    return isinstance(moment, Relative) and moment.anaphoric and not moment.named and moment.unit == "D"


@dataclass(frozen=True, slots=True)
class _Occasion:
    """The days named last, if they are near publication: hours and weekdays said below them are theirs."""

    index: int  # of the lexeme
    first: dt.date
    last: dt.date

    @property
    def one_day(self) -> bool:
        return self.first == self.last

    def day(self, weekday: int, anchor: dt.date | None) -> dt.date | None:
        """Its only such weekday; or, if it is still to come, the one that follows it at once."""
        if not weekday:
            return None
        first = calendar.add_days(self.first, (weekday - self.first.isoweekday()) % 7)
        if first is None or (self.last - first).days >= 7:
            return None
        follows = anchor is not None and self.first > anchor and (first - self.last).days <= SEQUEL
        return first if first <= self.last or follows else None


PROGRAMME = 300  # lexemes that may lie between a day and its hours: the programme of a day is no longer
WHILE = 15  # days: an event is no longer; what is longer is a season, and names no day
NEARBY = 90  # days between publication and an event whose programme a release may give
SEQUEL = 2  # days: «samedi 4 mai …, dimanche» are of one weekend


def _occasion(index: int, when: When, moment: Moment, anchor: dt.date | None, *, timed: bool) -> _Occasion | None:
    """The days of a date that a programme may hang on: not the day of publication itself, unless it has its hour."""
    if not when.first or not when.last or not _DAYS.match(when.value or ""):
        return None
    if mod_of(moment) == "APPROX" or _by_publication(moment):
        return None
    if (when.last - when.first).days > WHILE or (anchor and abs((when.first - anchor).days) > NEARBY):
        return None
    if when.first == when.last and (anchor is None or when.first == anchor) and not timed:
        return None
    return _Occasion(index, when.first, when.last)


def _by_publication(moment: Moment) -> bool:
    """Whether it counts from the day of publication: what is said of «hier» or «demain» ends with its block."""
    if isinstance(moment, Stamp):
        return moment.day is not None and _by_publication(moment.day)
    return isinstance(moment, Relative) and not moment.anaphoric


_DAYS = re.compile(r"\d{4}-\d\d-\d\d")


def _placed(moment: Moment, occasion: _Occasion, anchor: dt.date | None) -> Moment:
    """The same, on the days of the occasion, if it names but days of the week and the occasion has them."""
    if isinstance(moment, Range) and isinstance(moment.start, Point) and isinstance(moment.end, Point):
        if moment.of_weekdays:
            first = occasion.day(moment.start.weekday or 0, None)
            last = occasion.day(moment.end.weekday or 0, anchor if occasion.one_day else None)
            if first and last and first < last:
                return Fixed(f"{first}/{last}", "INTERVAL")
        return moment
    day = occasion.day(_bare_weekday(moment), anchor)
    return _on(moment, day) if day else moment


def _dayless(moment: Moment) -> bool:
    """Whether it says an hour and no day."""
    match moment:
        case Stamp(None, _):
            return True
        case Open(Stamp(None, _)) | Modified(Stamp(None, _)):
            return True
    return False


def _bare_weekday(moment: Moment) -> int:
    """The day of the week that is all it says of its day; 0 if it says more, or less."""
    match moment:
        case Point(weekday=int(w), day=None, shift=None):
            return w
        case Stamp(Point(weekday=int(w), day=None, shift=None), _):
            return w
    return 0


def _on(moment: Moment, day: dt.date) -> Moment:
    """The same hour, or the weekday, on that day."""
    match moment:
        case Stamp(_, clock):
            return Stamp(Fixed(day.isoformat()), clock)
        case Open(inner, side, lean):
            return Open(_on(inner, day), side, lean)
        case Modified(inner, mod):
            return Modified(_on(inner, day), mod)
    return Fixed(day.isoformat())


def _lent(found: list[tuple[int, Moment]], items: Sequence[Lexeme]) -> list[tuple[int, Moment]]:
    """Dates joined by «et», «,», «puis le» take their year from the next: «les 3 et 4 mai et 1er juin 2020»."""
    for n in range(len(found) - 2, -1, -1):
        (i, a), (j, b) = found[n], found[n + 1]
        if j - i <= 4 and all(item.kinds & LINKS for item in items[i + 1 : j]) and j > i + 1:
            found[n] = i, _lend(a, b)
    return found


LINKS = frozenset({"VIRGULE", "et", "ou", "puis", "du", "le", "les", "de", "au", "a", "en"})


def _lend(a: Moment, b: Moment) -> Moment:
    if isinstance(a, Range) and isinstance(a.start, Point) and isinstance(a.end, Point):
        end = _lend(a.end, b)
        return Range(a.start, end, a.habit)
    first = b.start if isinstance(b, Range) else b
    if isinstance(a, Point) and isinstance(first, Point) and _dated(a) and _dated(first):
        if isinstance(b, Range) and isinstance(b.end, Point):
            first = lend(first, b.end)[0]
        return lend(a, first)[0]
    return a


def _dated(point: Point) -> bool:
    return bool(point.month or point.day or point.part)


def _days_said(moments: Iterator[Moment], anchor: dt.date | None) -> Mapping[tuple[int, int], int]:
    """(month, day) -> year, for the days that the text names with one year, and one only.

    The end of a stretch of years to come says nothing of other days: «jusqu'au 31 décembre 2001».
    """
    years: dict[tuple[int, int], set[int]] = {}
    for moment in moments:
        ends = (moment.start, moment.end) if isinstance(moment, Range) else (moment,)
        points = [p for p in ends if isinstance(p, Point) and p.day]
        for day in _each_day(points):
            if anchor and len(points) == 2 and day.year > anchor.year + 1:
                continue
            years.setdefault((day.month, day.day), set()).add(day.year)
    return {day: min(said) for day, said in years.items() if len(said) == 1}


def _each_day(points: Sequence[Point]) -> Iterator[dt.date]:
    """The days of a point, or of a range that is not longer than a while, if their year is said."""
    if len(points) == 2:
        points = lend(points[0], points[1])
    found = [d for p in points if p.year and p.month and (d := calendar.date(p.year, p.month or 0, p.day or 0))]
    if len(found) == 2 and 0 <= (found[1] - found[0]).days <= WHILE:
        yield from (found[0] + dt.timedelta(days=n) for n in range((found[1] - found[0]).days + 1))
    else:
        yield from found


def _leans(moment: Moment) -> bool:
    """Whether the tense of the sentence can decide what a moment means."""
    match moment:
        case Point(year=None) | Nth() | WeekOf() | DayAlone():
            return True
        case Range(a, b):
            return _leans(a) and _leans(b)
        case Open(inner, _) | Modified(inner, _) | Stamp(inner, _) if inner is not None:
            return _leans(inner)
    return False


def _of_weekdays(moment: Moment) -> bool:
    """Whether it names days of the week and no more: of this week, or of each."""
    match moment:
        case Point(weekday=int(), day=None, shift=None):
            return True
        case Range(a, b):
            return _of_weekdays(a) and _of_weekdays(b)
        case Stamp(Point() as day, Hours()):
            return _of_weekdays(day)
    return False


def _wrong_weekday(moment: Moment, when: When) -> bool:
    """Whether the weekday that is said is not that of the day, both being known."""
    match moment:
        case Point(weekday=int(w), day=int(), month=int()):
            return bool(when.first) and when.first.isoweekday() != w  # type: ignore[union-attr]
        case Stamp(inner, _) | Open(inner, _) | Modified(inner, _) if inner is not None:
            return _wrong_weekday(inner, When(None, when.first or when.last, None))
        case Range(a, b):
            return _wrong_weekday(a, When(None, when.first)) or _wrong_weekday(b, When(None, when.last))
    return False
