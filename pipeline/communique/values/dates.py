"""Text and anchor -> dates: spans, EDTF values, first and last days. The grammar comes from rules/dates.yaml.

A form of the grammar is a regular expression over kinds of lexemes (see `lexemes.py`) instead of characters::

    (w:<W>)? d:<J> m:<M> y:AN          a weekday, a day, a month, a year: «mardi 3 mars 2020»

Capitals are kinds, small letters words, ``<M>`` a pattern of the list "motifs", ``m:`` names a part for the function
that makes a moment of it, ``s:`` is the part that the date's span covers, if it is not all. ``()|?*+{}`` and
look-around mean what they mean in `re`.

Forms stand in levels. Within a level the longest match at the leftmost place wins, the first rule among equals; it
becomes one lexeme of the kinds that its rule gives, for the next level to build on: dates, then times of dates,
then ranges and lists, then «depuis», «jusqu'à». What stands after the last level, and is not ruled out by its
neighbours, is a date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Protocol

from communique.values import calendar
from communique.values.calendar import Mod
from communique.values.folding import fold
from communique.values.lexemes import OPAQUE, Kinds, Lexeme, Lexicon, Lists, full_year, kind_of, lexemes, lexicon
from communique.values.moments import (
    Clock,
    Context,
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
    Previous,
    Range,
    Relative,
    Stamp,
    Stretch,
    Type,
    WeekOf,
    When,
    Within,
    iso,
    lend,
    mod_of,
    resolve,
    type_of,
)
from communique.values.neighbours import Neighbours

LEVELS = 6
TENSE_REACH = 40  # lexemes on either side of a date in which its verb is looked for; a long sentence has that many
NAME_REACH = 4  # lexemes before a number of years in which it is said whose age it is


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


@dataclass(frozen=True, slots=True)
class Form:
    """One rule of the grammar."""

    rule: str
    level: int  # 1 to LEVELS
    sense: str  # key of SENSES
    patterns: tuple[str, ...]  # one of them must match
    gives: tuple[str, ...]  # kinds of what it finds


class Parts:
    """What a match gives a sense: the values of its named parts, "" or 0 for one that is not there."""

    def __init__(
        self, m: re.Match[str], items: Sequence[Lexeme], symbols: Mapping[str, frozenset[str]], year: int | None
    ):
        self._m = m
        self._items = items
        self._symbols = symbols
        self.year = year  # of the anchor

    def __contains__(self, name: str) -> bool:
        return name in self._symbols and self._m.start(name) >= 0

    def items(self, name: str) -> Sequence[Lexeme]:
        if name not in self:
            return ()
        return self._items[self._m.start(name) : self._m.end(name)]

    def value(self, name: str) -> object:
        for item in self.items(name):
            for symbol in self._symbols[name]:
                if symbol in item.kinds and symbol in item.values:
                    return item.values[symbol]
        return None

    def number(self, name: str) -> int | None:
        value = self.value(name)
        return int(value) if isinstance(value, int | float) else None

    def amount(self, name: str) -> float:
        value = self.value(name)
        return value if isinstance(value, int | float) else 1

    def string(self, name: str) -> str:
        value = self.value(name)
        return value if isinstance(value, str) else ""

    def moment(self, name: str) -> Moment | None:
        for item in self.items(name):
            if isinstance(value := item.values.get("moment"), Moment):
                return value
            for v in item.values.values():
                if isinstance(v, Moment):
                    return v
        return None

    def clock(self, name: str) -> Clock | Hours | None:
        for item in self.items(name):
            if isinstance(hour := item.values.get("MIDIS"), int):
                return Clock(hour)
            for v in item.values.values():
                if isinstance(v, Clock | Hours):
                    return v
        return None

    def whole(self) -> Sequence[Lexeme]:
        return self._items[self._m.start() : self._m.end()]


# A sense makes a moment of the parts; None if they make none, NOTHING if moreover no other form may use the words.
NOTHING = "nothing"
Members = tuple[tuple[Lexeme, Moment], ...]  # of a list: each a date of its own
Made = Moment | Clock | Hours | Members | str | None
Sense = Callable[[Parts], Made]


@dataclass(frozen=True)
class Compiled:
    """A form, ready to match strings of kinds."""

    form: Form
    regex: re.Pattern[str]
    symbols: Mapping[str, frozenset[str]]  # part -> the kinds named in it
    sense: Sense
    kinds: Kinds


class Grammar:
    """Word lists and forms, compiled. Raises ValueError for a form that names no list or kind."""

    def __init__(self, lists: Lists, forms: Sequence[Form]):
        self.lists = lists
        motifs = lists["motifs"]
        expanded = {form.rule: tuple(_expand(p, motifs) for p in form.patterns) for form in forms}
        bare = [_PART.sub("", p) for patterns in expanded.values() for p in patterns]
        literals = sorted({w for p in bare for w in _LITERAL.findall(p)})
        used = {name for p in bare for name in _KIND.findall(p)}
        self.lexicon: Lexicon = lexicon(
            {n: w for n, w in lists.items() if kind_of(n) in used or n == "ordinaux"}, literals, lists["nombres"]
        )
        gives = {form.rule: frozenset(form.gives) for form in forms}
        sets = {*self.lexicon.kind_sets(), *gives.values()}
        self._codes = {kinds: chr(0xE000 + i) for i, kinds in enumerate(sorted(sets, key=sorted))}
        names = {name for kinds in sets for name in kinds}
        self._classes = {n: "".join(c for k, c in self._codes.items() if n in k) for n in names}
        self.levels: tuple[tuple[Compiled, ...], ...] = tuple(
            tuple(
                self._compile(form, pattern, gives[form.rule])
                for form in forms
                if form.level == level
                for pattern in expanded[form.rule]
            )
            for level in range(1, LEVELS + 1)
        )
        self._starts = [
            re.compile("|".join(f"(?:{_unnamed(c.regex.pattern)})" for c in level)) for level in self.levels if level
        ]

    def _compile(self, form: Form, pattern: str, kinds: Kinds) -> Compiled:
        symbols: dict[str, set[str]] = {}
        open_parts: list[str] = []  # part whose group each open bracket is, or ""
        out: list[str] = []
        part = ""
        for token in _TOKEN.findall(pattern):
            if token.endswith(":") and len(token) > 1:
                part = token[:-1]
                symbols[part] = set()
            elif token.startswith("("):
                out.append(f"(?P<{part}>" if part else "(?:" if token == "(" else token)
                open_parts.append(part)
                part = ""
            elif token == ")":
                out.append(")")
                open_parts.pop()
            elif token[0] in "|?*+{":
                out.append(token)
            else:
                if token not in self._classes:
                    raise ValueError(f"{form.rule}: {token} is no word list and no kind of lexeme")
                for name in (*filter(None, open_parts), *([part] if part else [])):
                    symbols[name].add(token)
                out.append(f"(?P<{part}>[{self._classes[token]}])" if part else f"[{self._classes[token]}]")
                part = ""
        if form.sense not in SENSES:
            raise ValueError(f"{form.rule}: no sense {form.sense!r}; there are {', '.join(sorted(SENSES))}")
        frozen = {name: frozenset(s) for name, s in symbols.items()}
        return Compiled(form, re.compile("".join(out)), frozen, SENSES[form.sense], kinds)

    def encode(self, items: Sequence[Lexeme]) -> str:
        return "".join(self._codes[item.kinds] for item in items)

    def words(self, name: str) -> Mapping[str, str]:
        """A word list, folded."""
        return self._folded[name]

    @cached_property
    def _folded(self) -> Mapping[str, Mapping[str, str]]:
        return {name: {fold(w): v for w, v in words.items()} for name, words in self.lists.items()}

    def starts(self) -> Iterator[tuple[re.Pattern[str], tuple[Compiled, ...]]]:
        yield from zip(self._starts, (level for level in self.levels if level), strict=True)


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
    return Grammar(sheet.words, forms)


_MOTIF = re.compile(r"<(\w+)>")
_PART = re.compile(r"\b[a-z]\w?:")
_LITERAL = re.compile(r"\b[a-z]+(?:'|\b)")
_KIND = re.compile(r"[A-Z][A-Z_]*")
_TOKEN = re.compile(r"[a-z]\w?:|\(\?(?:<?[=!])|\(|\)|[|?*+]|\{\d+(?:,\d*)?\}|[a-z]+'?|[A-Z][A-Z_]*")


def _expand(pattern: str, motifs: Mapping[str, str]) -> str:
    for _ in range(4):  # motifs may stand in motifs
        pattern = _MOTIF.sub(lambda m: f"({motifs[m[1]]})", pattern)
    return pattern


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def find(text: str, grammar: Grammar, anchor: dt.date | None) -> tuple[Date, ...]:
    """The dates of a text, in order; blank lines part its blocks.

    `anchor` is the day of publication: what is said by it («hier», «le 3 mars») has no full value without.
    """
    year = anchor.year if anchor else None
    items = parse(text, grammar, year)
    return tuple(_resolved(items, grammar, anchor, text))


# --- Words -> moments


def parse(text: str, grammar: Grammar, year: int | None) -> list[Lexeme]:
    """The lexemes of a text after all levels of the grammar."""
    items = [_PARA, *lexemes(text, grammar.lexicon, year), _PARA]
    for starts, level in grammar.starts():
        items = _reduce(items, grammar, starts, level, year)
    return items


_PARA = Lexeme(0, 0, "\n\n", frozenset({"PARA", "FIN"}), {})


def _reduce(
    items: list[Lexeme], grammar: Grammar, starts: re.Pattern[str], level: Sequence[Compiled], year: int | None
) -> list[Lexeme]:
    code = grammar.encode(items)
    out: list[Lexeme] = []
    done = position = 0
    while m := starts.search(code, position):
        best = _longest(code, m.start(), items, level, year)
        if best and best.start > m.start():  # it had words before its span: what begins there may reach further
            rival = _longest(code, best.start, items, level, year)
            if rival and rival.start == best.start and rival.end > best.end:
                best = rival
        if best is None:
            position = m.start() + 1
            continue
        out += items[done : best.start]
        out += best.lexemes
        done = best.end
        position = max(best.end, m.start() + 1)
    return out + items[done:]


@dataclass(frozen=True, slots=True)
class _Match:
    start: int  # of the span, in lexemes
    end: int
    reach: int  # end of all that matched
    lexemes: list[Lexeme]


def _longest(
    code: str, position: int, items: Sequence[Lexeme], level: Sequence[Compiled], year: int | None
) -> _Match | None:
    """The match at `position` that reaches furthest and means something."""
    best: _Match | None = None
    for compiled in level:
        m = compiled.regex.match(code, position)
        if not m or (best and m.end() <= best.reach):
            continue
        parts = Parts(m, items, compiled.symbols, year)
        made = compiled.sense(parts)
        start, end = m.span("s") if "s" in parts else m.span()
        if made is not None and start < end:
            best = _Match(start, end, m.end(), _made(items[start:end], made, compiled))
    return best


def _made(items: Sequence[Lexeme], made: Made, compiled: Compiled) -> list[Lexeme]:
    start, end, rule = items[0].start, items[-1].end, compiled.form.rule
    if made == NOTHING:
        return [Lexeme(start, end, "", OPAQUE, {})]
    if isinstance(made, tuple):
        members = {i.end: (i, m) for i, m in made}  # by their ends: the first may reach back, over «années»
        out: list[Lexeme] = []
        for item in items:
            if item.end in members:
                whole, moment = members[item.end]
                out = [kept for kept in out if kept.end <= whole.start]
                out.append(Lexeme(whole.start, item.end, "", compiled.kinds, {"moment": moment, "rule": rule}))
            else:
                out.append(item)
        return out
    return [Lexeme(start, end, "", compiled.kinds, {"moment": made, "rule": rule})]


# --- Moments -> dates


def _resolved(items: Sequence[Lexeme], grammar: Grammar, anchor: dt.date | None, text: str) -> Iterator[Date]:
    neighbours = Neighbours(items, text, grammar.words)
    found = [
        (i, moment)
        for i, item in enumerate(items)
        if (moment := neighbours.admitted(i)) is not None and item.values.get("rule")
    ]
    found = _lent(found, items)
    days = _days_said(moment for _, moment in found)
    previous = before = Previous(anchor, anchor)
    named: dict[int, dt.date] = {}  # lexeme -> the one day that it names
    occasion: _Occasion | None = None
    stop = 0
    for i, moment in found:
        item = items[i]
        if "\n\n" in text[stop : item.start]:  # «le lendemain» points back within its block, and to no other
            previous = before if before.last == before.first == anchor else Previous(None, None)
        stop = item.end
        tense = neighbours.tense(i) if anchor and _leans(moment) else 0
        if _dayless(moment):
            if (j := neighbours.date_before(i)) in named:
                moment = _on(moment, named[j])
            elif occasion and occasion.one_day and i - occasion.index <= PROGRAMME and not neighbours.weekly(i):
                moment = _on(moment, occasion.first)
        elif occasion and i - occasion.index <= PROGRAMME:
            day = occasion.day(_bare_weekday(moment), anchor if tense >= 0 else None)
            moment = _on(moment, day) if day else moment
        when = resolve(moment, Context(anchor, tense, previous, days))
        kind = type_of(moment)
        if kind == "DATE" and "/" in (when.value or ""):
            kind = "INTERVAL"  # no EDTF point says it: half a month
        if _of_weekdays(moment) and neighbours.habitual(i, tense):
            when, kind = When("R/P1W"), "SET"
        if when.first and when.first == when.last:
            named[i] = when.first
        if when.first and when.last and kind in ("DATE", "TIME", "INTERVAL"):
            previous = Previous(when.first, when.last)
            before = previous if (before.first, before.last) == (anchor, anchor) else before
            occasion = _occasion(i, when, anchor, timed=kind == "TIME") or occasion
        yield Date(
            item.start,
            item.end,
            kind,
            when.value,
            mod_of(moment),
            when.first,
            when.last,
            str(item.values["rule"]),
            "weekday" if _wrong_weekday(moment, when) else "",
        )


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


def _occasion(index: int, when: When, anchor: dt.date | None, *, timed: bool) -> _Occasion | None:
    """The days of a date that a programme may hang on: not the day of publication itself, unless it has its hour."""
    if not anchor or not when.first or not when.last or not _DAYS.match(when.value or ""):
        return None
    if (when.last - when.first).days > WHILE or abs((when.first - anchor).days) > NEARBY:
        return None
    if when.first == when.last == anchor and not timed:
        return None
    return _Occasion(index, when.first, when.last)


_DAYS = re.compile(r"\d{4}-\d\d-\d\d")


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


def _days_said(moments: Iterator[Moment]) -> Mapping[tuple[int, int], int]:
    """(month, day) -> year, for the days that the text names with one year, and one only."""
    years: dict[tuple[int, int], set[int]] = {}
    for moment in moments:
        for point in (moment.start, moment.end) if isinstance(moment, Range) else (moment,):
            if isinstance(point, Point) and point.year and point.month and point.day:
                years.setdefault((point.month, point.day), set()).add(point.year)
    return {day: min(said) for day, said in years.items() if len(said) == 1}


def _leans(moment: Moment) -> bool:
    """Whether the tense of the sentence can decide what a moment means."""
    match moment:
        case Point(year=None) | Nth() | WeekOf():
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


# --- Senses: what a form means. Each takes the parts of a match.


def _day_of(p: Parts) -> Made:
    """d, m, y; w; p (dernier -1, prochain 1); c (cette année 0, l'année prochaine 1)."""
    day, month, year = p.number("d"), p.number("m"), p.number("y")
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
    return Point(p.number("y"), p.number("m"), shift=shift, years=p.number("c"))


def _old_month(p: Parts) -> Made:
    two = p.number("a") or 0
    return Point(full_year(two, p.year), p.number("m")) if two > 31 else None


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
        if "b" in p:
            last = first - first % 100 + (p.number("b") or 0)
            last += 100 if last < first else 0
            if not (last == first + 1 or "t" in p or (last % 100 > 12 and last - first <= 30)):
                return None  # «2019-12» is a month, «2015-99» a number
    if not first < last <= first + 200:
        return None
    return Fixed(f"{first}/{last}", "INTERVAL")


def _rentree(p: Parts) -> Made:
    return Point(p.number("y"), p.number("m") or 9, shift=_shift(p))


def _part(p: Parts) -> Made:
    """A season (s), or the n-th quarter or half (u), of a year (y)."""
    point = p.moment("n")
    if isinstance(point, Point):
        return point
    if "t" in p:
        part = p.number("t")
    elif "s" in p or "e" in p:
        part = p.number("e")
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
    found[0] = replace(found[0][0], start=p.whole()[0].start), found[0][1]
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


def _open_day(p: Parts) -> Made:
    return Open(Point(day=p.number("d")), 1)


def _weekday_in(weeks: int) -> Sense:
    """«en huit» is one week later than the next such day, «en quinze» two."""

    def sense(p: Parts) -> Made:
        if p.number("n") != (8, 15)[weeks - 1]:
            return None
        return Point(weekday=p.number("w"), shift=1 + weeks)

    return sense


def _weekday_day(p: Parts) -> Made:
    return Point(day=p.number("d"), weekday=p.number("w"))


def _bare_day(p: Parts) -> Made:
    return Point(day=p.number("d"))


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
    if not 1 <= n <= 2000 or not unit or unit in "hms":
        return None
    return Stretch(n, unit, sign)  # type: ignore[arg-type]


def _length(p: Parts) -> Made:
    """n u, with a half (x), then further n2 u2, n3 u3."""
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
    if "w" in p:
        return Every("R/P2W" if "k" in p else "R/P1W")
    if not unit:
        return Every("R/P1Y")
    n = p.amount("n") if "n" in p else 1
    if "k" in p:
        n = 2
    return Every("R/" + _iso(n, "W" if unit == "E" else unit))


def _iso(n: float, unit: str) -> str:
    return iso(Length(((n, unit),)))  # type: ignore[arg-type]


def _monthly(_: Parts) -> Made:
    return Every("R/P1M")


def _clock(p: Parts) -> Made:
    clock = p.clock("h")
    if clock is None:
        hour = p.number("n")
        if hour is None or hour > 24:
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
    if isinstance(start, Clock) and isinstance(end, Clock):
        late = p.number("k") if "k" in p else 0
        if late and start.hour < end.hour:  # «de 4h à 6h du soir»
            start, end = (Clock(c.hour + 12, c.minute) if c.hour < 12 else c for c in (start, end))
        elif (late or ("n" not in p and "o" in p and start.hour == 12)) and end.hour < 12:  # «entre midi et deux»
            end = Clock(end.hour + 12, end.minute)
    if isinstance(start, Clock) and isinstance(end, Clock) and start.hour <= 24 >= end.hour:
        return Hours(start, end)
    return None


def _stamp(p: Parts) -> Made:
    day, clock = p.moment("x"), p.clock("h")
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
    moment: Moment | None = Relative(p.string("u"), 0) if "u" in p else p.moment("x")  # type: ignore[arg-type]
    if moment is None or isinstance(moment, Modified):
        return None
    return Modified(moment, mod) if mod in ("START", "MID", "END") else moment  # type: ignore[arg-type]


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
        if moment is None:
            clock = p.clock("s")
            return Open(Stamp(None, clock), side) if isinstance(clock, Clock) else None
        if isinstance(moment, Length | Every | Open | Within):
            return None
        if isinstance(moment, Range | Stretch) and side > 0:
            return moment
        return Open(moment, side, -1 if "l" in p else 1 if side < 0 else 0)

    return sense


def _nothing(_: Parts) -> Made:
    return NOTHING


SENSES: Mapping[str, Sense] = {
    "jour": _day_of,
    "chiffres": _figures,
    "mois": _month_of,
    "mois-court": _old_month,
    "année": _year_of,
    "deux-années": _two_years,
    "rentrée": _rentree,
    "partie": _part,
    "décennie": _decade,
    "décennies": _decades,
    "siècle": _century,
    "avant-notre-ère": _before_our_era,
    "jour-relatif": _relative_day,
    "jour-anaphorique": _anaphoric_day,
    "jour-de-semaine": _weekday,
    "en-huit": _weekday_in(1),
    "en-quinze": _weekday_in(2),
    "numéro": _weekday_day,
    "jour-seul": _bare_day,
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
    "rien": _nothing,
}
