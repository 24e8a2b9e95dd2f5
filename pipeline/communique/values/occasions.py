"""The days of an event, its evenings, the year that heads a line -> moments placed on them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from communique.values import calendar
from communique.values.moments import Clock, Fixed, Modified, Moment, Open, Point, Range, Relative, Stamp, mod_of
from communique.values.resolve import When


def of_the_year(moment: Moment, year: int) -> Moment:
    """The same, of that year, if it says none."""
    match moment:
        case Point(year=None, years=None, shift=None) if moment.month or moment.part or moment.feast:
            return replace(moment, year=year)
        case Modified(inner) | Open(inner):
            return replace(moment, moment=of_the_year(inner, year))
        case Range(start, end):
            return replace(moment, start=of_the_year(start, year), end=of_the_year(end, year))
        case Stamp(Point() as day, _):
            return replace(moment, day=of_the_year(day, year))
    return moment


def year_said(moment: Moment) -> bool:
    match moment:
        case Point(year=int()):
            return True
        case Range(_, inner) | Open(inner) | Modified(inner) | Stamp(inner, _) if inner is not None:
            return year_said(inner)
    return False


DUSK, DAWN = 18, 6  # o'clock: «départ à 22 h 17, retour à 1 h 40» ends on the day after


def hour(moment: Moment) -> int:
    """The hour of a clock time, 24 if it is none."""
    if isinstance(moment, Open | Modified):
        return hour(moment.moment)
    return moment.clock.hour if isinstance(moment, Stamp) and isinstance(moment.clock, Clock) else 24


def night(moment: Moment, day: dt.date, evening: dt.date | None, anchor: dt.date | None) -> dt.date:
    """The day of an hour that is said after one of the evening: the next, if it is one of the night."""
    late = evening == day and day != anchor and hour(moment) < DAWN
    return calendar.add_days(day, 1) or day if late else day


def of_that_day(moment: Moment) -> bool:
    """Whether it counts days from one that was named: «le jour même», «la veille à 18 h»."""
    if isinstance(moment, Stamp):
        return moment.day is not None and of_that_day(moment.day)
    return isinstance(moment, Relative) and moment.anaphoric and not moment.named and moment.unit == "D"


@dataclass(frozen=True, slots=True)
class Occasion:
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


def occasion_of(index: int, when: When, moment: Moment, anchor: dt.date | None, *, timed: bool) -> Occasion | None:
    """The days of a date that a programme may hang on: not the day of publication itself, unless it has its hour."""
    if not when.first or not when.last or not _DAYS.match(when.value or ""):
        return None
    if mod_of(moment) == "APPROX" or by_publication(moment):
        return None
    if (when.last - when.first).days > WHILE or (anchor and abs((when.first - anchor).days) > NEARBY):
        return None
    if when.first == when.last and (anchor is None or when.first == anchor) and not timed:
        return None
    return Occasion(index, when.first, when.last)


def by_publication(moment: Moment) -> bool:
    """Whether it counts from the day of publication: what is said of «hier» or «demain» ends with its block."""
    if isinstance(moment, Stamp):
        return moment.day is not None and by_publication(moment.day)
    return isinstance(moment, Relative) and not moment.anaphoric


_DAYS = re.compile(r"\d{4}-\d\d-\d\d")


def of_the_week(moment: Moment) -> bool:
    """Whether it names a day of the week and no more, or two."""
    return bare_weekday(moment) > 0 or (isinstance(moment, Range) and moment.of_weekdays)


def placed(moment: Moment, occasion: Occasion, anchor: dt.date | None) -> Moment:
    """The same, on the days of the occasion, if it names but days of the week and the occasion has them."""
    if isinstance(moment, Range) and isinstance(moment.start, Point) and isinstance(moment.end, Point):
        if moment.of_weekdays:
            first = occasion.day(moment.start.weekday or 0, None)
            last = occasion.day(moment.end.weekday or 0, anchor if occasion.one_day else None)
            if first and last and first < last:
                return Fixed(f"{first}/{last}", "INTERVAL")
        return moment
    day = occasion.day(bare_weekday(moment), anchor)
    return on(moment, day) if day else moment


def dayless(moment: Moment) -> bool:
    """Whether it says an hour and no day."""
    match moment:
        case Stamp(None, _):
            return True
        case Open(Stamp(None, _)) | Modified(Stamp(None, _)):
            return True
    return False


def bare_weekday(moment: Moment) -> int:
    """The day of the week that is all it says of its day; 0 if it says more, or less."""
    match moment:
        case Point(weekday=int(w), day=None, shift=None):
            return w
        case Stamp(Point(weekday=int(w), day=None, shift=None), _):
            return w
    return 0


def on(moment: Moment, day: dt.date) -> Moment:
    """The same hour, or the weekday, on that day."""
    match moment:
        case Stamp(_, clock):
            return Stamp(Fixed(day.isoformat()), clock)
        case Open(inner, side, lean):
            return Open(on(inner, day), side, lean)
        case Modified(inner, mod):
            return Modified(on(inner, day), mod)
    return Fixed(day.isoformat())
