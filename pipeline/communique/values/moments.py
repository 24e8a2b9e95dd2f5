"""Moments: what an expression of time says, in parts. Knows no language and no day.

`senses.py` makes moments of words; `resolve.py` gives each its value against the day of publication.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from communique.values.calendar import Mod

Type = Literal["DATE", "INTERVAL", "TIME", "DURATION", "SET"]
# D day, W week, E weekend, F fortnight, M month, Q quarter, S half-year, Y year, A school year, N season of sport,
# X decade, C century, h m s clock.
Unit = Literal["D", "W", "E", "F", "M", "Q", "S", "Y", "A", "N", "X", "C", "h", "m", "s"]

MONTHS: Mapping[str, int] = {"M": 1, "Q": 3, "S": 6, "Y": 12, "X": 120, "C": 1200}
DAYS: Mapping[str, int] = {"D": 1, "W": 7, "F": 15}


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the calendar, as far as the words give it: (day=3, month=3) is «le 3 mars»."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 1 to 7
    part: int | None = None  # EDTF sub-year code: 21-24 seasons, 33-36 quarters, 40-41 halves
    feast: str = ""  # code, see calendar.feast
    shift: int | None = None  # -1 dernier, 0 ce, 1 prochain
    years: int | None = None  # so many years from the anchor's: «de l'année dernière» is -1


@dataclass(frozen=True, slots=True)
class DayAlone:
    """A day of the month that was named before: «le 12 mars à Dax et le 15 à Pau»."""

    day: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value that is whole as it stands: a decade, a season of sport, an hour of no known day."""

    value: str
    type: Type = "DATE"


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit of the calendar counted from the anchor, or from the date named before: «la semaine dernière»."""

    unit: Unit
    n: int
    anaphoric: bool = False  # «le lendemain»: counted from the date named before
    named: bool = False  # «ce jour-là»: from nothing else, not from publication either


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: ((1, "Y"), (6, "M"))."""

    parts: tuple[tuple[float, Unit], ...]
    since: bool = False  # «depuis six mois»: it ends now
    lasting: bool = True  # False for «dans/il y a»: only there to be counted with


@dataclass(frozen=True, slots=True)
class Offset:
    """A duration away: «il y a cinq ans», «dans deux mois», «trois jours plus tard»."""

    length: Length
    sign: int
    anaphoric: bool = False
    exact: bool = False  # «jour pour jour»


@dataclass(frozen=True, slots=True)
class Within:
    """From now to a duration away: «d'ici deux semaines», «dans les 15 jours»."""

    length: Length


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many units up to now, or from now: «les six derniers mois»."""

    n: int
    unit: Unit
    sign: int


@dataclass(frozen=True, slots=True)
class Nth:
    """The n-th unit, or weekday, of a longer time: «le premier mardi de mars»; -1 is the last."""

    n: int
    what: Unit | int
    of: Moment


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week or weekend in which a day lies: «la semaine du 6 octobre»."""

    unit: Unit
    day: Moment


@dataclass(frozen=True, slots=True)
class Modified:
    """«début», «mi-», «fin», «environ»."""

    moment: Moment
    mod: Mod


@dataclass(frozen=True, slots=True)
class Clock:
    hour: int
    minute: int = 0

    def __str__(self) -> str:
        return f"T{self.hour:02}:{self.minute:02}"


@dataclass(frozen=True, slots=True)
class Hours:
    """From one clock time to another."""

    start: Clock
    end: Clock


@dataclass(frozen=True, slots=True)
class Stamp:
    """A clock time, or hours, of a day; of no known day if `day` is None."""

    day: Moment | None
    clock: Clock | Hours


@dataclass(frozen=True, slots=True)
class Every:
    """A recurring time; `value` is "R/" and its period."""

    value: str


@dataclass(frozen=True, slots=True)
class Range:
    start: Moment
    end: Moment
    habit: bool = False  # days of the week, said of every week

    @property
    def of_weekdays(self) -> bool:
        """Whether it names two days of the week and no more."""
        ends = self.start, self.end
        return all(isinstance(p, Point) and p.weekday and not p.day and p.shift is None for p in ends)


@dataclass(frozen=True, slots=True)
class Open:
    """Open at one end: side 1 is «depuis», -1 «jusqu'à»."""

    moment: Moment
    side: int
    lean: int = 0  # «depuis» looks back (-1), «jusqu'à» ahead (1), «après» where the sentence does


Moment = (
    Point
    | DayAlone
    | Fixed
    | Relative
    | Length
    | Offset
    | Within
    | Stretch
    | Nth
    | WeekOf
    | Modified
    | Stamp
    | Every
    | Range
    | Open
)


def type_of(moment: Moment) -> Type:
    """DATE, INTERVAL, TIME, DURATION or SET: what kind of time the words name."""
    match moment:
        case Fixed(_, kind):
            return kind
        case Stamp(_, Hours()) | Range(habit=False) | Open() | Stretch() | Within() | WeekOf():
            return "INTERVAL"
        case Relative(unit="W" | "E" | "A" | "N") | Nth(what="W" | "E" | "F"):
            return "INTERVAL"
        case Stamp():
            return "TIME"
        case Offset(Length(parts)) if parts[-1][1] in "hms" and not whole_days(parts):
            return "TIME"
        case Length():
            return "DURATION"
        case Every() | Range():
            return "SET"
        case Modified(inner, _):
            return type_of(inner)
    return "DATE"


def whole_days(parts: tuple[tuple[float, Unit], ...]) -> bool:
    """Whether a duration in hours is one of days: 48 h."""
    return len(parts) == 1 and parts[0][1] == "h" and parts[0][0] % 24 == 0


def mod_of(moment: Moment) -> Mod | None:
    """The mod of a moment: that of its only part which has one."""
    match moment:
        case Modified(_, mod):
            return mod
        case Open(inner):
            return mod_of(inner)
    return None


def iso(length: Length) -> str:
    """ISO 8601: ((1, "Y"), (6, "M")) -> "P1Y6M". Quarters and halves are months, a decade is ten years."""
    day = clock = ""
    for n, unit in length.parts:
        if unit == "Y" and n % 1 == 0.5:
            day += (f"{int(n)}Y" if n >= 1 else "") + "6M"
        elif unit in "hms":
            hours, half = divmod(n, 1)
            if unit in "hm" and half:  # 1.5 h is PT1H30M
                clock += (
                    f"{int(hours)}{unit.upper()}" if hours else ""
                ) + f"{round(half * 60)}{'M' if unit == 'h' else 'S'}"
            else:
                clock += f"{_number(n)}{unit.upper()}"
        elif unit in "XC":
            day += f"{_number(n * (10 if unit == 'X' else 100))}Y"
        elif unit in "QS":
            day += f"{_number(n * MONTHS[unit])}M"
        elif unit in "EF":
            day += f"{_number(n * (2 if unit == 'E' else 15))}D"
        else:
            day += f"{_number(n)}{unit}"
    return "P" + day + ("T" + clock if clock else "")


def _number(n: float) -> str:
    return str(int(n)) if n == int(n) else str(n)
