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
    DayAlone,
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
from communique.values.occasions import (
    DAWN,
    DUSK,
    PROGRAMME,
    WHILE,
    Occasion,
    dayless,
    hour,
    night,
    occasion_of,
    of_that_day,
    of_the_week,
    of_the_year,
    on,
    placed,
    year_said,
)
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
    story = _Story(items, text, neighbours, anchor, days)
    for i, moment in found:
        yield from story.tell(i, moment)


class _Story:
    """What a text has told so far: the day, the event, the evening to which what follows may belong."""

    def __init__(
        self,
        items: Sequence[Lexeme],
        text: str,
        neighbours: Neighbours,
        anchor: dt.date | None,
        days: Mapping[tuple[int, int], int],
    ):
        self._items, self._text, self._neighbours = items, text, neighbours
        self._anchor, self._days = anchor, days
        self._previous = self._before = Previous(anchor, anchor)
        self._named: dict[int, dt.date] = {}  # lexeme -> the one day that it names
        self._sets: set[int] = set()  # lexemes of what comes back
        self._occasion: Occasion | None = None
        self._evening: dt.date | None = None  # the day of which an evening was named last
        self._line = 0, 0  # the year that heads a line, and where that ends
        self._here = False  # a date was named in this block
        self._stop = 0

    def tell(self, i: int, moment: Moment) -> Iterator[Date]:
        """The dates of lexeme i; none for «le lendemain» of a day that no one named."""
        item = self._items[i]
        self._enter(item)
        moment = self._in_line(i, moment)
        tense = self._tense(i, moment)
        moment = self._hour_placed(i, moment) if dayless(moment) else self._day_placed(i, moment, tense)
        when = self._when(moment, tense)
        if isinstance(moment, DayAlone) and self._neighbours.date_before(i, self._named) < 0:
            when = None  # in another sentence «le 15» may be a house, or a number to call
        if when is None:
            return
        kind = type_of(moment)
        if kind == "DATE" and "/" in (when.value or ""):
            kind = "INTERVAL"  # no EDTF point says it: half a month
        if _of_weekdays(moment) and self._neighbours.habitual(i):
            if (hours := _hours_apart(item, moment, self._text)) is not None:  # «samedi 9h-12h»
                yield from self._weekly(i, item, *hours)
                return
            when, kind = When("R/P1W"), "SET"
        yield _date(item, kind, when, moment)
        self._remember(i, moment, when, kind)

    def _enter(self, item: Lexeme) -> None:
        if "\n\n" in self._text[self._stop : item.start]:
            # «le lendemain» points back within its block, and to no other.
            before = self._before
            published = before.last == before.first == self._anchor
            self._previous = before if not before.named or published else Previous(None, None)
            self._here = False
        self._stop = item.end

    def _in_line(self, i: int, moment: Moment) -> Moment:
        """The moment, of the year that heads its line: «2025 : début des travaux, au second semestre»."""
        item = self._items[i]
        if isinstance(moment, Point) and moment == Point(year=moment.year) and self._neighbours.heads_line(i):
            end = self._text.find("\n", item.end)
            self._line = moment.year or 0, end if end >= 0 else len(self._text)
            return moment
        if isinstance(moment, Point) and moment == Point(year=moment.year):
            if end := self._neighbours.sentence_of_year(i):  # «En 2021, la halle a fermé en mars»
                self._line = moment.year or 0, self._items[end - 1].end
            return moment
        year, end = self._line
        return of_the_year(moment, year) if item.start < end else moment

    def _tense(self, i: int, moment: Moment) -> int:
        if not self._anchor or not _leans(moment):
            return 0
        first = self._previous.first
        if self._neighbours.enclosed(i) and self._previous.named and first and first > self._anchor:
            return 1  # of a programme to come: «(14-16 novembre)»
        return self._neighbours.tense(i)

    def _hour_placed(self, i: int, moment: Moment) -> Moment:
        """An hour on the day that its sentence names, or on that of the programme; or of no day."""
        neighbours, occasion, anchor = self._neighbours, self._occasion, self._anchor
        j = neighbours.date_before(i, self._named)
        if neighbours.date_before(i, self._sets) > j:  # «ouvert dès le 3 mai, tous les jours sauf le lundi, à 8 h»
            return moment
        if j >= 0:
            day = self._named[j]
            old = anchor is not None and (anchor - day).days > YEAR and neighbours.tense(i) >= 0
            if old or "JOUR_LISTE" in self._items[j].kinds:  # «la cérémonie du 19 mars 1962 à 11 h»; each day of a list
                return moment
            return on(moment, night(moment, day, self._evening, anchor))
        if not occasion or not occasion.one_day or i - occasion.index > PROGRAMME or not neighbours.of_a_day(i):
            return moment
        if anchor and occasion.last < anchor and neighbours.at(i) and neighbours.tense(i) >= 0:
            return moment  # «consultable à partir de 6 h 30», below the day of an event that is over
        if anchor and occasion.first > anchor and neighbours.at(i) and neighbours.tense(i) < 0:
            return moment  # «le dernier train est parti à 14 h 40», below the day of tomorrow
        return on(moment, night(moment, occasion.first, self._evening, anchor))

    def _day_placed(self, i: int, moment: Moment, tense: int) -> Moment:
        occasion, anchor = self._occasion, self._anchor
        if not occasion or i - occasion.index > PROGRAMME or not of_the_week(moment):
            return moment
        if self._neighbours.date_before(i, self._sets) >= 0:
            return moment
        if tense < 0 and anchor and occasion.first > anchor and occasion.one_day:
            return moment  # «la décision, arrêtée lundi»
        weekly = self._neighbours.every_week(i)
        if weekly and anchor and occasion.last < anchor:  # a session that is over; «une permanence, le mardi»
            return moment
        return placed(moment, occasion, anchor if tense >= 0 and not weekly else None)

    def _when(self, moment: Moment, tense: int) -> When | None:
        """What a moment means; None if it counts from a day that no one named."""
        occasion, previous = self._occasion, self._previous
        if isinstance(moment, Relative) and moment.named and not self._here:
            previous = Previous(None, None)  # «ce jour-là»
        when = resolve(moment, Context(self._anchor, tense, previous, self._days))
        fresh = not (self._anchor and occasion and (self._anchor - occasion.first).days > FRESH)
        if when.first is None and occasion and occasion.one_day and fresh and of_that_day(moment):  # «le jour même»
            near = Previous(occasion.first, occasion.first)
            when = resolve(moment, Context(self._anchor, tense, near, self._days))
        lost = isinstance(moment, Relative) and moment.anaphoric and self._anchor
        return None if when.value is None and (lost or isinstance(moment, DayAlone)) else when

    def _weekly(self, i: int, item: Lexeme, end: int, start: int, hours: Hours) -> Iterator[Date]:
        """Hours of a day of every week: two facts."""
        self._sets.add(i)
        rule = str(item.values["rule"])
        yield Date(item.start, end, "SET", "R/P1W", None, None, None, rule)
        yield Date(start, item.end, "INTERVAL", f"{hours.start}/{hours.end}", None, None, None, rule)

    def _remember(self, i: int, moment: Moment, when: When, kind: Type) -> None:
        neighbours = self._neighbours
        if kind == "SET" and not neighbours.likened(i):
            self._sets.add(i)
        late = self._evening and when.first and when.first > self._evening
        if kind == "TIME" and late and hour(moment) < DAWN:
            return  # the end of that evening: what follows is not of the day after
        if when.first and when.first == when.last:
            self._named[i] = when.first
            dusk = DUSK <= hour(moment) < 24 if kind == "TIME" else neighbours.in_the_evening(i)
            self._evening = when.first if dusk else self._evening
        if when.first and when.last and kind in ("DATE", "TIME", "INTERVAL"):
            self._here = True
            self._previous = Previous(when.first, when.last, named=True, dated=year_said(moment))
            self._before = self._before if self._before.named else self._previous
            self._occasion = occasion_of(i, when, moment, self._anchor, timed=kind == "TIME") or self._occasion


FRESH = 7  # days after which «le jour même», in another block, is no more that of the event
YEAR = 366  # days: an hour is of no day further back than this, but in a tale of that day


_WEEKDAY_HOURS = re.compile(r"([^\W\d]+(?:[ \u00a0-][^\W\d]+)?)[\s,:|–—-]+(?:de\s|entre\s)?(?=\d)")


def _hours_apart(item: Lexeme, moment: Moment, text: str) -> tuple[int, int, Hours] | None:
    """Where the weekday ends and the hours begin in «samedi 9h-12h», with these; None if it is no such thing."""
    if not isinstance(moment, Stamp) or not isinstance(moment.clock, Hours):
        return None
    m = _WEEKDAY_HOURS.match(text, item.start, item.end)
    return (m.end(1), m.end(), moment.clock) if m else None


def _date(item: Lexeme, kind: Type, when: When, moment: Moment) -> Date:
    doubt = "weekday" if _wrong_weekday(moment, when) else ""
    rule = str(item.values["rule"])
    return Date(item.start, item.end, kind, when.value, mod_of(moment), when.first, when.last, rule, doubt)


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
