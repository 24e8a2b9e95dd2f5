"""Word lists and forms -> a grammar of time; a text read by it -> lexemes, some of which have a moment.

A form is a regular expression over kinds of lexemes (see `lexemes.py`) instead of characters::

    (w:<W>)? d:<J> m:<M> y:AN          a weekday, a day, a month, a year: «mardi 3 mars 2020»

Capitals are kinds, small letters words, ``<M>`` a pattern of the list "motifs", ``m:`` names a part for the function
that makes a moment of it, ``s:`` is the part that the date's span covers, if it is not all. ``()|?*+{}`` and
look-around mean what they mean in `re`.

Forms stand in levels. Within a level the longest match at the leftmost place wins, the first rule among equals; it
becomes one lexeme of the kinds that its rule gives, for the next level to build on: dates, then times of dates,
then ranges and lists, then «depuis», «jusqu'à».
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from communique.values.folding import fold
from communique.values.lexemes import OPAQUE, Kinds, Lexeme, Lexicon, Lists, kind_of, lexemes, lexicon
from communique.values.moments import Clock, Hours, Moment

LEVELS = 6


@dataclass(frozen=True, slots=True)
class Form:
    """One rule of the grammar."""

    rule: str
    level: int  # 1 to LEVELS
    sense: str  # name of a function, see senses.py
    patterns: tuple[str, ...]  # one of them must match
    gives: tuple[str, ...]  # kinds of what it finds


class Parts:
    """What a match gives a sense: the values of its named parts, "" or 0 for one that is not there."""

    def __init__(
        self,
        m: re.Match[str],
        items: Sequence[Lexeme],
        symbols: Mapping[str, frozenset[str]],
        year: int | None,
        text: str,
    ):
        self._m = m
        self._items = items
        self._symbols = symbols
        self.year = year  # of the anchor
        self._text = text

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

    def broken(self) -> bool:
        """Whether a line ends within the match."""
        items = self.whole()
        return "\n" in self._text[items[0].start : items[-1].end]

    def heads(self) -> bool:
        """Whether a line of the match, but the first, begins with a capital."""
        items = self.whole()
        lines = self._text[items[0].start : items[-1].end].split("\n")
        return any(line.lstrip()[:1].isupper() for line in lines[1:])

    def loose(self, one: str, other: str) -> bool:
        """Whether a dash with blanks parts two parts that follow each other: «étape 1 - avril», not «14-Juillet»."""
        a, b = self.items(one), self.items(other)
        gap = self._text[a[-1].end : b[0].start] if a and b else ""
        return len(gap) > 1 and gap.strip() in ("-", "–", "—") and gap != gap.strip()

    def headed(self) -> bool:
        """Whether the last lexeme heads a line of its own: «au second semestre», then «2027 : livraison»."""
        after = self._items[self._m.end()] if self._m.end() < len(self._items) else None
        items = self.whole()
        gap = self._text[items[-2].end : items[-1].start] if len(items) > 1 else ""
        return "\n" in gap and after is not None and after.word in (":", "–", "—")

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


class Step:
    """The forms of one level, each tried only where a lexeme stands that it can begin with."""

    def __init__(self, forms: Sequence[Compiled]):
        firsts = [first(c.regex.pattern) for c in forms]
        chars = sorted(frozenset[str]().union(*firsts))
        self._likely = re.compile(f"[{''.join(chars)}]")
        self._beginning = {c: [form for form, f in zip(forms, firsts, strict=True) if c in f] for c in chars}
        self._any: dict[str, re.Pattern[str]] = {}  # of the forms that begin so, compiled when it is met

    def next(self, code: str, position: int) -> int:
        """Where the next match of any form begins; -1 if there is none."""
        for m in self._likely.finditer(code, position):
            c = m[0]
            if (any_ := self._any.get(c)) is None:
                any_ = self._any[c] = re.compile("|".join(_unnamed(f.regex.pattern) for f in self._beginning[c]))
            if any_.match(code, m.start()):
                return m.start()
        return -1

    def at(self, code: str, position: int) -> Sequence[Compiled]:
        """The forms that can begin there."""
        return self._beginning.get(code[position], ())


class Grammar:
    """Word lists and forms, compiled. Raises ValueError for a form that names no list or kind."""

    def __init__(self, lists: Lists, forms: Sequence[Form], senses: Mapping[str, Sense]):
        self.lists = lists
        self._senses = senses
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
        self.steps = tuple(Step(level) for level in self.levels if level)

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
        if form.sense not in self._senses:
            raise ValueError(f"{form.rule}: no sense {form.sense!r}; there are {', '.join(sorted(self._senses))}")
        frozen = {name: frozenset(s) for name, s in symbols.items()}
        return Compiled(form, re.compile("".join(out)), frozen, self._senses[form.sense], kinds)

    def encode(self, items: Sequence[Lexeme]) -> str:
        return "".join([self._codes[item.kinds] for item in items])

    def words(self, name: str) -> Mapping[str, str]:
        """A word list, folded."""
        return self._folded[name]

    @cached_property
    def _folded(self) -> Mapping[str, Mapping[str, str]]:
        return {name: {fold(w): v for w, v in words.items()} for name, words in self.lists.items()}


_MOTIF = re.compile(r"<(\w+)>")
_PART = re.compile(r"\b[a-z]\w?:")
_LITERAL = re.compile(r"\b[a-z]+(?:'|\b)")
_KIND = re.compile(r"[A-Z][A-Z_]*")
_TOKEN = re.compile(r"[a-z]\w?:|\(\?(?:<?[=!])|\(|\)|[|?*+]|\{\d+(?:,\d*)?\}|[a-z]+'?|[A-Z][A-Z_]*")


def _expand(pattern: str, motifs: Mapping[str, str]) -> str:
    for _ in range(4):  # motifs may stand in motifs
        pattern = _MOTIF.sub(lambda m: f"({motifs[m[1]]})", pattern)
    return pattern


def first(pattern: str) -> frozenset[str]:
    """The characters that a match of a compiled form can begin with; look-around aside: "[ab]?(?:c|[d]e)" -> abcd.

    Raises:
        ValueError: the form can match nothing at all.
    """
    chars, empty = _first(_FIRST_TOKEN.findall(pattern))
    if empty:
        raise ValueError(f"a form of time must name a lexeme that stands there: {pattern}")
    return chars


_FIRST_TOKEN = re.compile(r"\[[^\]]*\]|\(\?(?:<?[=!]|:|P<\w+>)|\)|\||[?*+]|\{\d+(?:,\d*)?\}")


def _first(tokens: list[str]) -> tuple[frozenset[str], bool]:
    """First characters of an alternation, and whether it can be empty. Takes its tokens, and its closing bracket."""
    found: set[str] = set()
    empty, open_ = False, True  # open_: all of this alternative so far can be empty
    while tokens:
        token = tokens.pop(0)
        if token == ")":
            break
        if token == "|":
            empty, open_ = empty or open_, True
            continue
        if token[0] == "(":
            chars, nothing = _first(tokens)
            if token[:3] in ("(?=", "(?!", "(?<"):
                continue
        else:
            chars, nothing = frozenset(token[1:-1]), False
        if tokens and tokens[0][0] in "?*+{":
            quantifier = tokens.pop(0)
            nothing = nothing or quantifier in "?*" or quantifier.startswith("{0")
        if open_:
            found |= chars
        open_ = open_ and nothing
    return frozenset(found), empty or open_


def _unnamed(pattern: str) -> str:
    return "(?:" + re.sub(r"\(\?P<\w+>", "(?:", pattern) + ")"


def parse(text: str, grammar: Grammar, year: int | None) -> list[Lexeme]:
    """The lexemes of a text after all levels of the grammar."""
    items = [_PARA, *lexemes(text, grammar.lexicon, year), _PARA]
    code = grammar.encode(items)
    for step in grammar.steps:
        items, code = _reduce(items, code, grammar, step, year, text)
    return items


_PARA = Lexeme(0, 0, "\n\n", frozenset({"PARA", "FIN"}), {})


def _reduce(
    items: list[Lexeme], code: str, grammar: Grammar, step: Step, year: int | None, text: str
) -> tuple[list[Lexeme], str]:
    """Lexemes and their code after one level."""
    out: list[Lexeme] = []
    codes: list[str] = []
    done = position = 0
    while (at := step.next(code, position)) >= 0:
        best = _longest(code, at, items, step, year, text)
        if best and best.start > at:  # it had words before its span: what begins there may reach further
            rival = _longest(code, best.start, items, step, year, text)
            if rival and rival.start == best.start and rival.end > best.end:
                best = rival
        if best is None:
            position = at + 1
            continue
        out += items[done : best.start]
        out += best.lexemes
        codes += (code[done : best.start], grammar.encode(best.lexemes))
        done = best.end
        position = max(best.end, at + 1)
    return out + items[done:], "".join(codes) + code[done:]


@dataclass(frozen=True, slots=True)
class _Match:
    start: int  # of the span, in lexemes
    end: int
    reach: int  # end of all that matched
    lexemes: list[Lexeme]


def _longest(
    code: str, position: int, items: Sequence[Lexeme], step: Step, year: int | None, text: str
) -> _Match | None:
    """The match at `position` that reaches furthest and means something."""
    best: _Match | None = None
    for compiled in step.at(code, position):
        m = compiled.regex.match(code, position)
        if not m or (best and m.end() <= best.reach):
            continue
        parts = Parts(m, items, compiled.symbols, year, text)
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
