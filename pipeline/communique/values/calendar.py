"""The civil calendar: EDTF value -> its first and last day; feasts, weeks, months. Knows no language.

Days are `datetime.date`, weekdays count from 1 (Monday) to 7 (Sunday) as in ISO 8601. A day outside the years 1 to
9999 has no `date`: functions then give None.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

Mod = Literal["START", "MID", "END", "APPROX"]
Bounds = tuple[dt.date | None, dt.date | None]

UNKNOWN: Bounds = (None, None)

# EDTF sub-year codes: first month and number of months. Seasons (21-24) go by day, below.
_QUARTERS = {
    33: (1, 3),
    34: (4, 3),
    35: (7, 3),
    36: (10, 3),
    37: (1, 4),
    38: (5, 4),
    39: (9, 4),
    40: (1, 6),
    41: (7, 6),
}
# First and last day of a season; equinoxes and solstices move by a day, these are the usual ones.
_SEASONS = {21: ((3, 20), (6, 20)), 22: ((6, 21), (9, 22)), 23: ((9, 23), (12, 20)), 24: ((12, 21), (3, 19))}

_VALUE = re.compile(r"(?P<y>\d(?:\d(?:\d[\dX]|XX)|XXX))(?:-(?P<m>\d\d)(?:-(?P<d>\d\d)(?:T\d\d:\d\d)?)?)?")


def date(year: int, month: int, day: int) -> dt.date | None:
    """That day, or None if the calendar has no such day: (2014, 2, 29) -> None."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def possible(day: int, month: int) -> bool:
    """Whether some year has that day: (29, 2) -> True, (31, 4) -> False."""
    return date(2000, month, day) is not None


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month: (2024, 2) -> 2024-02-29."""
    return (dt.date(year, month, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def add_months(day: dt.date, months: int) -> dt.date | None:
    """The same day of the month, or the last one there is: (2020-01-31, 1) -> 2020-02-29."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9998:
        return None
    return dt.date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def add_days(day: dt.date, days: int) -> dt.date | None:
    """So many days later, or None outside the calendar."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def monday(day: dt.date) -> dt.date:
    """The Monday of its week."""
    return add_days(day, 1 - day.isoweekday()) or day


def iso_week(year: int, week: int) -> dt.date | None:
    """The Monday of an ISO week: (2020, 7) -> 2020-02-10; None if the year has no such week."""
    try:
        return dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def nth_weekday(year: int, month: int, weekday: int, n: int) -> dt.date | None:
    """The n-th of its weekday in a month, -1 for the last: (2013, 3, 3, 1) -> 2013-03-06."""
    if n < 0:
        last = month_end(year, month)
        day = last - dt.timedelta(days=(last.isoweekday() - weekday) % 7 + 7 * (-n - 1))
    else:
        first = dt.date(year, month, 1)
        day = first + dt.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (n - 1))
    return day if day.month == month else None


def easter(year: int) -> dt.date:
    """Easter Sunday (Gregorian, the Meeus/Jones/Butcher rule): 2024 -> 2024-03-31."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def feast(code: str, year: int) -> dt.date | None:
    """The day of a feast in a year, by its code in rules/dates.yaml.

    "12-25" is a fixed day; "paques+39" so many days after Easter; "5/7/-1" the last Sunday of May, n-th as in
    `nth_weekday`; "meres" is the French Mother's Day (last Sunday of May, or, where that is Pentecost, the next one);
    "black-friday" the Friday after Thanksgiving.
    """
    if not 1583 <= year <= 9998:  # before the Gregorian reform no rule here holds
        return None
    if code == "meres":
        last = nth_weekday(year, 5, 7, -1)
        pentecost = easter(year) + dt.timedelta(days=49)
        return last + dt.timedelta(days=7) if last and last == pentecost else last
    if code == "black-friday":  # the day after the fourth Thursday of November
        thursday = nth_weekday(year, 11, 4, 4)
        return thursday + dt.timedelta(days=1) if thursday else None
    if code.startswith("paques"):
        return easter(year) + dt.timedelta(days=int(code.removeprefix("paques") or 0))
    if "/" in code:
        month, weekday, n = (int(p) for p in code.split("/"))
        return nth_weekday(year, month, weekday, n)
    month, day = (int(p) for p in code.split("-"))
    return date(year, month, day)


def bounds(value: str) -> Bounds:
    """First and last day that an EDTF value can mean, inclusive; None where it is open or unknown.

    "2020-02" -> (2020-02-01, 2020-02-29); "2014-04-18/.." -> (2014-04-18, None); "199X" -> (1990-01-01, 1999-12-31).
    Durations, sets, years before 1 and unknown years ("XXXX-03-07") have none.
    """
    if "/" in value:
        left, right = value.split("/", 1)
        if left == "R":
            return UNKNOWN
        return bounds(left)[0], bounds(right)[1]
    m = _VALUE.fullmatch(value)
    if not m:
        return UNKNOWN
    low, high = int(m["y"].replace("X", "0")), int(m["y"].replace("X", "9"))
    if not 1 <= low <= high <= 9998:
        return UNKNOWN
    if m["d"]:
        day = date(low, int(m["m"]), int(m["d"]))
        return day, day
    if m["m"]:
        return _part(low, int(m["m"]))
    return dt.date(low, 1, 1), dt.date(high, 12, 31)


def _part(year: int, code: int) -> Bounds:
    if code in _SEASONS:
        (m1, d1), (m2, d2) = _SEASONS[code]
        return dt.date(year, m1, d1), dt.date(year + (m2 < m1), m2, d2)
    first, length = (code, 1) if code <= 12 else _QUARTERS.get(code, (0, 0))
    if not first:
        return UNKNOWN
    return dt.date(year, first, 1), month_end(year, first + length - 1)


def third(first: dt.date, last: dt.date, mod: Mod | None) -> tuple[dt.date, dt.date]:
    """Which days «début», «mi-» and «fin» can mean: the first, middle and last third of the unit.

    A month has the days 1-10, 11-20 and 21 to its end; a year, half or quarter is cut by months (a year has
    January-April, May-August, September-December), a decade or a century by years, any other unit by days; what is
    left over goes to the end.
    """
    if mod not in ("START", "MID", "END"):
        return first, last
    n = {"START": 0, "MID": 1, "END": 2}[mod]
    if first.day == 1 and last == month_end(first.year, first.month):
        cuts = [first, first.replace(day=11), first.replace(day=21)]
    elif (months := _whole_months(first, last) // 3) and first.year == last.year:
        cuts = [first.replace(month=first.month + months * i) for i in range(3)]
    elif (years := _whole_months(first, last) // 36) and first.month == 1:
        cuts = [first.replace(year=first.year + years * i) for i in range(3)]
    else:
        length = ((last - first).days + 1) // 3
        cuts = [first + dt.timedelta(days=length * i) for i in range(3)]
    return cuts[n], last if n == 2 else max(cuts[n], cuts[n + 1] - dt.timedelta(days=1))


def _whole_months(first: dt.date, last: dt.date) -> int:
    """How many months the days make, 0 if they are not whole ones."""
    if first.day != 1 or last != month_end(last.year, last.month):
        return 0
    return 12 * (last.year - first.year) + last.month - first.month + 1
