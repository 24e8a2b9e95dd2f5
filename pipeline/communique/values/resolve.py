"""Moments -> EDTF values, and the days that they mean on a given day.

`resolve` takes the day of publication, the tense of the sentence, the date named before. What the words leave open
stays open: without an anchor a day without a year is "XXXX-03-07", and «mardi prochain» has no value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from communique.values import calendar
from communique.values.calendar import Bounds, Mod, bounds
from communique.values.moments import (
    DAYS,
    MONTHS,
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
    mod_of,
    whole_days,
)

# A day without a year and without a tense is of the anchor's year, unless it lies further back than this: then it is
# the next one («le 15 janvier» in a release of December).
FAR_PAST = 240  # days
# A verb near by may belong to another date: a choice by tense that lies further off than FAR gives way to one within
# NEAR on the other side.
FAR, NEAR = 300, 60  # days
SOON = 31  # days: «jeudi 10» is within a month of the release, if any such day is


@dataclass(frozen=True, slots=True)
class Previous:
    """The date last named, from which «le lendemain», «un an plus tard» count; no days if there is none."""

    first: dt.date | None
    last: dt.date | None
    named: bool = False  # in the text; else it is the day of publication that stands for it
    dated: bool = False  # with its year

    @property
    def day(self) -> dt.date | None:
        return self.first if self.first == self.last else None

    def within(self, unit: str) -> dt.date | None:
        """A day of it to count units of this kind from; None if it is too vague: no day can follow a year."""
        longest = {"D": 1, "W": 1, "E": 7, "F": 7, "M": 31, "Q": 92, "S": 184, "Y": 366}.get(unit, 36525)
        if self.first is None or self.last is None or (self.last - self.first).days >= longest:
            return None
        return self.first


NOWHEN = Previous(None, None)


@dataclass(frozen=True, slots=True)
class Context:
    """Against what a moment is resolved."""

    anchor: dt.date | None = None  # day of publication
    tense: int = 0  # of the sentence: -1 past, 1 future; -2 and 2 if its verb stands beside the date
    previous: Previous = NOWHEN
    days: Mapping[tuple[int, int], int] = field(default_factory=dict)  # (month, day) -> year said elsewhere in the text


@dataclass(frozen=True, slots=True)
class When:
    """A resolved moment. `value` None: the words need an anchor that there is not."""

    value: str | None
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def bounds(self) -> Bounds:
        return self.first, self.last


NEVER = When(None)


def resolve(moment: Moment, context: Context) -> When:
    """The EDTF value of a moment and the days it can mean; NEVER where the context does not decide."""
    match moment:
        case Fixed(value):
            return When(value, *bounds(value))
        case Every(value):
            return When(value)
        case Point():
            return _point(moment, context)
        case DayAlone(number):
            return _of_that_month(number, context)
        case Relative(unit, n, anaphoric, named):
            if named and not context.previous.named:
                return NEVER
            base = context.previous.within(unit) if anaphoric else context.anchor
            return _unit(base, unit, n) if base else NEVER
        case Length():
            return _length(moment, context)
        case Offset():
            return _offset(moment, context)
        case Within(length):
            day = _away(context.anchor, length, 1)
            return _join(_day(context.anchor), _grain(day, length))
        case Stretch():
            return _stretch(moment, context.anchor)
        case Nth():
            return _nth(moment, context)
        case WeekOf(unit, day):
            return _week_of(unit, resolve(day, context))
        case Modified(inner, mod):
            when = resolve(inner, context)
            if when.first and when.last:
                return When(when.value, *calendar.third(when.first, when.last, mod))
            return when
        case Stamp():
            return _stamp(moment, context)
        case Range(start, end):
            return _range(start, end, context)
        case Open(inner, side, lean):
            when = resolve(inner, replace(context, tense=lean or context.tense))
            if side < 0 and context.tense < 0 and _monthly(inner):  # «commencé avant le 1er juin»
                when = _nearer(resolve(inner, context), when, context)
            if when.value is None:
                return NEVER
            left, _, right = when.value.partition("/")
            if side > 0:
                return When(f"{left}/..", when.first, None)
            return When(f"../{right or left}", None, when.last)


def _monthly(moment: Moment) -> bool:
    """Whether it names a month or a day of one, and leaves the year to the sentence."""
    inner = _bare(moment)
    return isinstance(inner, Point) and inner.year is None and inner.years is None and bool(inner.month)


def _nearer(past: When, future: When, context: Context) -> When:
    """Whichever of two days is nearer to publication: «ouvert jusqu'au 5 janvier», «prolongé jusqu'au 31 mai»."""
    anchor = context.anchor
    if not anchor or not past.last or not future.first or past.last > anchor:
        return future
    return past if anchor - past.last < future.first - anchor else future


def _day(day: dt.date | None) -> When:
    return When(day.isoformat(), day, day) if day else NEVER


def _value(value: str) -> When:
    return When(value, *bounds(value))


def _join(start: When, end: When) -> When:
    if start.value is None or end.value is None:
        return NEVER
    left, right = start.value.split("/")[0], end.value.split("/")[-1]
    return When(left if left == right else f"{left}/{right}", start.first, end.last)


def _unit(base: dt.date, unit: str, n: int) -> When:
    """The unit n units from the one in which `base` lies."""
    if unit == "D":
        return _day(calendar.add_days(base, n))
    if unit in "WE":
        monday = calendar.add_days(calendar.monday(base), 7 * n)
        if not monday:
            return NEVER
        start = calendar.add_days(monday, 5) if unit == "E" else monday
        return _join(_day(start), _day(calendar.add_days(monday, 6)))
    if unit == "F":
        half, month = (base.day > 15) + n, calendar.add_months(base, ((base.day > 15) + n) // 2)
        return _fortnight(month, half % 2) if month else NEVER
    if unit in "AN":  # in July the season is over, and «la saison dernière» is that one
        first = base.year - (base.month < (7 if unit == "N" and n < 0 else 9)) + n
        return _value(f"{first:04}/{first + 1:04}")
    if unit not in MONTHS:
        return NEVER
    day = calendar.add_months(base.replace(day=1), n * MONTHS[unit])
    return _named(day, unit) if day else NEVER


def _named(day: dt.date, unit: str) -> When:
    """The month, quarter … century in which a day lies."""
    year = f"{day.year:04}"
    code = {
        "M": f"{year}-{day.month:02}",
        "Q": f"{year}-{33 + (day.month - 1) // 3}",
        "S": f"{year}-{40 + (day.month - 1) // 6}",
        "Y": year,
        "X": year[:3] + "X",
        "C": year[:2] + "XX",
    }
    return _value(code[unit])


def _fortnight(day: dt.date, half: int) -> When:
    """Days 1-15 (half 0) or 16 to the end (half 1) of the month of `day`."""
    start = day.replace(day=16 if half else 1)
    end = calendar.month_end(day.year, day.month) if half else day.replace(day=15)
    return _join(_day(start), _day(end))


def _away(base: dt.date | None, length: Length, sign: int) -> dt.date | None:
    """The day a duration after (or, for sign -1, before) `base`; None if it is counted by the clock."""
    day = base
    if day and whole_days(length.parts):
        return calendar.add_days(day, sign * round(length.parts[0][0] / 24))
    for n, unit in length.parts:
        if day is None or unit in "hms":
            return None
        if unit in MONTHS:
            day = calendar.add_months(day, sign * round(n * MONTHS[unit]))
        else:
            day = calendar.add_days(day, sign * round(n * DAYS.get(unit, 7)))
    return day


def _grain(day: dt.date | None, length: Length) -> When:
    """The day, month or year in which `day` lies, whichever the duration is counted in."""
    if day is None:
        return NEVER
    n, unit = length.parts[-1]
    if unit in "QS" or (unit == "Y" and n % 1):
        unit = "M"
    if unit in "XC":
        unit = "Y"
    return _named(day, unit) if unit in "MY" else _day(day)


def _length(moment: Length, context: Context) -> When:
    value = iso(moment)
    if not moment.since:
        return When(value)
    # It began a duration ago and goes on: the bounds say so, the value is the duration.
    return When(value, _grain(_away(context.anchor, moment, -1), moment).first, None)


def _offset(moment: Offset, context: Context) -> When:
    unit = moment.length.parts[-1][1]
    base = context.previous.within(unit) if moment.anaphoric else context.anchor
    day = _away(base, moment.length, moment.sign)
    return _day(day) if moment.exact else _grain(day, moment.length)


def _stretch(moment: Stretch, anchor: dt.date | None) -> When:
    """Years reach to the anchor's own; shorter units are whole ones beside the one that runs."""
    if not anchor:
        return NEVER
    near = 0 if moment.unit in "YXC" else moment.sign
    far = moment.n * moment.sign
    ends = [_unit(anchor, moment.unit, n) for n in sorted((near, far))]
    return _join(ends[0], ends[1])


def _nth(moment: Nth, context: Context) -> When:
    of = resolve(moment.of, context)
    n, what = moment.n, moment.what
    if not of.first or not of.last or (of.last - of.first).days > 400:
        return NEVER
    if isinstance(what, int) or what in "WED":
        day_of = what if isinstance(what, int) else {"W": 1, "E": 6, "D": 0}[what]
        width = {"W": 6, "E": 1}.get(str(what), 0)
        week = 7 if day_of else 1
        if n > 0:
            ahead = (day_of - of.first.isoweekday()) % 7 if day_of else 0
            start = calendar.add_days(of.first, ahead + week * (n - 1))
        else:
            end_day = calendar.add_days(of.last, -width)
            back = (end_day.isoweekday() - day_of) % 7 if end_day and day_of else 0
            start = calendar.add_days(end_day, -back + week * (n + 1)) if end_day else None
        end = calendar.add_days(start, width) if start else None
        if not start or not end or not of.first <= start <= of.last:
            return NEVER
        return _join(_day(start), _day(end))
    if what == "F" or (what == "S" and (of.last - of.first).days < 31):  # half a month
        return _fortnight(of.first, 0 if n == 1 else 1)
    if what not in MONTHS:
        return NEVER
    width = MONTHS[what]
    total = round(((of.last - of.first).days + 1) / 30.4)
    count = total // width
    index = n - 1 if n > 0 else count + n
    if not 0 <= index < count:
        return NEVER
    day = calendar.add_months(of.first, index * width)
    return _named(day, what) if day else NEVER


def _week_of(unit: str, when: When) -> When:
    """A week is called by its first day: one that is called by a Saturday or Sunday is the one that follows it.

    A weekend is called by its days, the Thursday or Friday before, or the Monday after.
    """
    if not when.first or not when.last:
        return NEVER
    first, one = when.first, when.first == when.last
    weekday = first.isoweekday()
    if unit == "W" and weekday > 5 and one:
        first = calendar.add_days(first, 2) or first
    if unit == "E" and one and weekday == 1:  # a long weekend ends on its Monday
        first = calendar.add_days(first, -1) or first
    if unit == "E" and one and weekday in (2, 3):
        return NEVER  # which of two weekends?
    return _unit(first, unit, 0)


def _stamp(moment: Stamp, context: Context) -> When:
    clock = moment.clock
    named = moment.day
    if isinstance(named, Point) and named.weekday and not named.day and named.shift is None and context.tense >= 0:
        named = replace(named, shift=0)  # «lundi, 21 h 15» in a release of Monday is today
    day = resolve(named, context) if named else NEVER
    start, end = (clock.start, clock.end) if isinstance(clock, Hours) else (clock, None)
    if day.value is None or day.first != day.last or "/" in day.value:
        return When(f"{start}/{end}" if end else str(start))
    if end is None:
        return When(f"{day.value}{start}", day.first, day.last)
    last = day.last
    if last and (end.hour, end.minute) < (start.hour, start.minute):
        last = calendar.add_days(last, 1)
    return When(f"{day.value}{start}/{last.isoformat() if last else day.value}{end}", day.first, last)


# --- Points: the parts that the words leave out come from the anchor.


def _point(point: Point, context: Context) -> When:
    anchor = context.anchor
    if point.years is not None and anchor:
        point = replace(point, year=anchor.year + point.years, years=None)
    if point.year is not None:
        return _of_year(point, point.year)
    if point.day is None and point.month is None and point.part is None and not point.feast:
        return _weekday(point, context)
    if point.day is not None and point.month is None:
        return _day_alone(point, context)
    if point.month and point.day and (point.month, point.day) in context.days and point.shift is None:
        return _of_year(point, context.days[point.month, point.day])
    if not anchor:
        if point.feast and not point.feast[:2].isdigit():
            return NEVER  # a movable feast
        return _of_year(point, None)
    year = year_of(lambda y: _of_year(point, y).bounds, point, context)
    return _of_year(point, year) if year else NEVER


def _of_year(point: Point, year: int | None) -> When:
    y = f"{year:04}" if year is not None else "XXXX"
    if point.feast:
        if year is None:
            return When(f"XXXX-{point.feast}")
        return _day(calendar.feast(point.feast, year))
    if point.day is not None and point.month is not None:
        if year is None:
            return When(f"XXXX-{point.month:02}-{point.day:02}")
        return _day(calendar.date(year, point.month, point.day))
    if point.month is not None:
        return _value(f"{y}-{point.month:02}")
    if point.part is not None:
        return _value(f"{y}-{point.part}") if year is not None else NEVER  # EDTF knows no «XXXX-21»
    return _value(y)


def year_of(of: Callable[[int], Bounds], point: Point, context: Context) -> int | None:
    """Which year a point without a year means; None if there is none.

    `of` gives the days that it would mean in a year. «dernier» and «prochain» decide, then the weekday if one is
    said, then the tense of the sentence; else the anchor's year, or the next one if that is long gone.
    """
    anchor = context.anchor
    if not anchor:
        return None
    reach = (
        range(anchor.year - 8, anchor.year + 9)
        if point.feast == "" and point.day == 29
        else range(anchor.year - 2, anchor.year + 3)
    )
    dated = [(y, first, last) for y in reach for first, last in [of(y)] if first and last]
    past = [(y, (anchor - first).days) for y, first, _ in dated if first <= anchor]
    future = [(y, (last - anchor).days) for y, _, last in dated if last >= anchor]
    if point.shift == -1:
        gone = [y for y, _, last in dated if last < anchor]
        return gone[-1] if gone else None
    if point.shift == 1:
        coming = [y for y, first, _ in dated if first > anchor]
        return coming[0] if coming else None
    if point.weekday and point.day:
        fits = [(abs((first - anchor).days), y) for y, first, _ in dated if first.isoweekday() == point.weekday]
        if fits and (min(fits)[0] <= 500 or (_ahead(context) and min(fits)[1] == context.previous.first.year)):  # type: ignore[union-attr]
            return min(fits)[1]
    same = next(((y, last) for y, _, last in dated if y == anchor.year), None)
    if context.tense < 0 and past:
        if (
            context.tense == -1
            and past[-1][1] > FAR
            and future
            and (anchor - dated[-1][1]).days < 0
            and _nearest(future) <= NEAR
        ):
            return future[0][0]
        return past[-1][0]
    if context.tense > 0 and future:
        if context.tense == 1 and future[0][1] > FAR and past and past[-1][1] <= NEAR:
            return past[-1][0]
        return _after_that(dated, context) or future[0][0]
    if point.shift == 0 or same is None:  # «ce 3 mars», «cet hiver»
        now = [y for y, first, last in dated if first <= anchor <= last]
        if now:
            return now[0]
        if same is None:
            return future[0][0] if future else None
        return same[0]
    if (anchor - same[1]).days > FAR_PAST and future:
        return future[0][0]
    return same[0]


def _after_that(dated: Sequence[tuple[int, dt.date, dt.date]], context: Context) -> int | None:
    """The year of the day or month to come that was named before, if it goes on in that year.

    «en février 2025. Viendront ensuite les essais, en juin.»
    """
    previous = context.previous
    if not _ahead(context) or not previous.first or not previous.last:
        return None
    return next((y for y, first, _ in dated if y == previous.first.year and first > previous.last), None)


def _ahead(context: Context) -> bool:
    """Whether the date named before is a day or a month to come, and told its year."""
    previous, anchor = context.previous, context.anchor
    if not (previous.dated and previous.first and previous.last and anchor and previous.first > anchor):
        return False
    return (previous.last - previous.first).days <= 31


def _nearest(future: list[tuple[int, int]]) -> int:
    return future[0][1]


def _weekday(point: Point, context: Context) -> When:
    """The nearest such weekday on the side that the words or the tense say; «ce lundi» may be the anchor itself."""
    anchor, weekday = context.anchor, point.weekday
    if not anchor or not weekday:
        return NEVER
    back = (anchor.isoweekday() - weekday) % 7
    ahead = (weekday - anchor.isoweekday()) % 7
    if point.shift == -1:
        return _day(calendar.add_days(anchor, -(back or 7)))
    if point.shift is not None and point.shift >= 1:  # 2 is «en huit», 3 «en quinze»
        return _day(calendar.add_days(anchor, (ahead or 7) + 7 * (point.shift - 1)))
    if context.tense < 0:
        return _day(calendar.add_days(anchor, -back))
    return _day(calendar.add_days(anchor, ahead if point.shift == 0 else ahead or 7))


def _day_alone(point: Point, context: Context) -> When:
    """«le 8», «jeudi 15»: the nearest such day ahead, or back in a sentence of the past; by weekday if one is said."""
    anchor = context.anchor
    if not anchor or point.day is None:
        return NEVER
    months = [calendar.add_months(anchor.replace(day=1), n) for n in range(-12, 13)]
    days = [d for m in months if m for d in [calendar.date(m.year, m.month, point.day)] if d]
    said = [d for d in days if context.days.get((d.month, d.day)) == d.year]
    if point.weekday:
        days = [d for d in days if d.isoweekday() == point.weekday]
        if fits := [d for d in said if d.isoweekday() == point.weekday]:
            return _day(fits[0])  # «samedi 30», of the 29 September to 1 October that was named
    back, ahead = [d for d in days if d <= anchor], [d for d in days if d >= anchor]
    near = [d for d in days if abs((d - anchor).days) <= SOON]
    if point.weekday and near and (not context.tense or len(near) == 1):
        return _day(near[0])
    if (context.tense < 0 or point.shift == -1) and back:
        return _day(back[-1])
    return _day(ahead[0]) if ahead else NEVER


def _of_that_month(day: int, context: Context) -> When:
    """«le 15», of the month named before; of the next one if it lies before that date and the next is not too late."""
    first, last = context.previous.first, context.previous.last
    if not context.previous.named or not first or not last or (last - first).days > 31:
        return NEVER
    found = calendar.date(last.year, last.month, day)
    month = calendar.add_months(last.replace(day=1), 1)
    later = calendar.date(month.year, month.month, day) if month else None
    to_come = later and context.anchor and later > context.anchor
    return _day(found if found and (found >= first or (context.tense < 0 and to_come)) else later)


def _days_alone(a: Point, b: Point, context: Context) -> tuple[When, When]:
    """«du 13 au 18»: in the nearest month that has both days, ahead, or back in a sentence of the past."""
    if not context.anchor or not a.day or not b.day:
        return NEVER, NEVER
    if (near := _in_named_month(a, b, context)) is not None:
        return near
    base = context.anchor.replace(day=1)
    found: list[tuple[dt.date, dt.date]] = []
    for n in range(-12, 13):
        month, after = calendar.add_months(base, n), calendar.add_months(base, n + (b.day < a.day))
        first = calendar.date(month.year, month.month, a.day) if month else None
        last = calendar.date(after.year, after.month, b.day) if after else None
        if first and last and (not a.weekday or first.isoweekday() == a.weekday):
            found.append((first, last))
    back = [pair for pair in found if pair[0] <= context.anchor]
    ahead = [pair for pair in found if pair[1] >= context.anchor]
    chosen = back[-1:] if context.tense < 0 else ahead[:1]
    return (_day(chosen[0][0]), _day(chosen[0][1])) if chosen else (NEVER, NEVER)


def _in_named_month(a: Point, b: Point, context: Context) -> tuple[When, When] | None:
    """«Décembre a été bon, surtout du 14 au 24»: in the month named before in this block, if there is one."""
    first, last = context.previous.first, context.previous.last
    if not context.previous.named or not first or not last or first == context.anchor or not a.day or not b.day:
        return None
    if a.weekday or b.weekday or a.day >= b.day or (last - first).days > 31 or first.month != last.month:
        return None
    days = [calendar.date(first.year, first.month, day) for day in (a.day, b.day)]
    if None in days or (days[0] and days[0] < first):
        return None
    return _day(days[0]), _day(days[1])


# --- Ranges: each end lends the other what it lacks.


def _range(start: Moment, end: Moment, context: Context) -> When:
    if isinstance(start, Stamp) and isinstance(end, Stamp) and start.day and end.day:
        s, e = _ends(start.day, end.day, context)
        forward = not (s.first and e.last and s.first > e.last)
        if s.value and e.value and forward and isinstance(start.clock, Clock) and isinstance(end.clock, Clock):
            return When(f"{s.value}{start.clock}/{e.value}{end.clock}", s.first, e.last)
        return NEVER
    a, b = _ends(start, end, context)
    when = _join(a, b)
    if when.first and when.last and when.first > when.last:
        return NEVER
    return when


def _ends(start: Moment, end: Moment, context: Context) -> tuple[When, When]:
    """Both ends of a range, resolved together."""
    mods = mod_of(start), mod_of(end)
    a, b = _bare(start), _bare(end)
    if isinstance(a, Point) and isinstance(b, Point):
        when = _points(a, b, context)
    else:
        when = resolve(a, context), resolve(b, context)
    return _cut(when[0], mods[0]), _cut(when[1], mods[1])


def _bare(moment: Moment) -> Moment:
    return moment.moment if isinstance(moment, Modified) else moment


def _cut(when: When, mod: Mod | None) -> When:
    if mod and when.first and when.last:
        return When(when.value, *calendar.third(when.first, when.last, mod))
    return when


def _points(a: Point, b: Point, context: Context) -> tuple[When, When]:
    if a.weekday and b.weekday and not (a.day or b.day):
        return _weekdays(a, b, context)
    a, b = lend(a, b)
    if (a.day and not a.month) or (b.day and not b.month):
        return _days_alone(a, b, context)
    if a.year is not None or b.year is not None or a.years is not None or b.years is not None:
        return resolve(a, context), resolve(b, context)
    late = _key(b) < _key(a)  # the range runs over New Year

    def both(y: int) -> Bounds:
        return _of_year(a, y).first, _of_year(b, y + late).last

    shift = a.shift if a.shift is not None else b.shift
    probe = replace(a, shift=shift)
    said = context.days.get((a.month or 0, a.day or 0)) if a.day else None
    if said is None and b.day and (of_b := context.days.get((b.month or 0, b.day))):
        said = of_b - late
    if said is None and not context.anchor:
        return resolve(a, context), resolve(b, context)
    year = said or _running(both, context) or year_of(both, probe, context)
    if year is None:
        return NEVER, NEVER
    return _of_year(a, year), _of_year(b, year + late)


def _running(both: Callable[[int], Bounds], context: Context) -> int | None:
    """The year in which the range runs while the release comes out, if the sentence is not of the past."""
    anchor = context.anchor
    if not anchor or (context.tense > 0 and _ahead(context)):
        return None
    for y in (anchor.year - 1, anchor.year):
        first, last = both(y)
        if first and last and first <= anchor <= last:
            return y
    return None


def lend(a: Point, b: Point) -> tuple[Point, Point]:
    """What the ends of a range, or the members of a list, take from each other.

    «3 … 7 mars 2020» -> both of March 2020; «28 décembre … 3 janvier 2024» -> the first of 2023.
    """
    if a.day and not a.month and b.month and b.day:
        a = replace(a, month=b.month, year=b.year, years=b.years, shift=b.shift if a.shift is None else a.shift)
        if a.day and b.day and a.day > b.day and b.month:  # «du 28 au 3 mars»
            a = replace(a, month=b.month - 1 or 12, year=b.year - (b.month == 1) if b.year else None)
        return a, b
    if b.day and not b.month and a.month and a.day:
        b = replace(b, month=a.month, year=a.year, years=a.years)
        return a, b
    if a.shift is None and b.shift is not None:
        a = replace(a, shift=b.shift)
    if b.years is not None and a.year is None and a.years is None:
        a = replace(a, years=b.years)
    if b.year is not None and a.year is None and _key(a) != (0, 0):
        a = replace(a, year=b.year - (_key(a) > _key(b)))
    elif a.year is not None and b.year is None and _key(b) != (0, 0):
        b = replace(b, year=a.year + (_key(a) > _key(b)))
    return a, b


def _key(point: Point) -> tuple[int, int]:
    """Where in its year a point lies, for order only; (0, 0) if it names the year alone."""
    if point.feast:
        day = calendar.feast(point.feast, 2020)
        return (day.month, day.day) if day else (0, 0)
    if point.part is not None:
        first = bounds(f"2020-{point.part}")[0]
        return (first.month, 0) if first else (0, 0)
    return point.month or 0, point.day or 0


def _weekdays(a: Point, b: Point, context: Context) -> tuple[When, When]:
    start = _weekday(a, context)
    if not start.first or not a.weekday or not b.weekday:
        return NEVER, NEVER
    return start, _day(calendar.add_days(start.first, (b.weekday - a.weekday) % 7 or 7))
