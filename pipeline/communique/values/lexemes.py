"""Text -> lexemes: numbers, dates in figures, clock times and words, each with the kinds of things it can be.

A kind is a name in capitals: the word lists of rules/dates.yaml in which a word stands (MOIS for «mars»), what a
number can be (JOUR and HEURE for 12, AN for 2020), a mark (VIRGULE), or, in small letters, a word that a form
spells out («du»). The forms of `dates.py` are regular expressions over kinds.

What only looks like a time is one OPAQUE lexeme, which no form accepts: phone numbers, addresses of mail and web,
file names, references («n° 2022-114»), decimal numbers, dates that no calendar has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from communique.values import calendar
from communique.values.folding import fold, unaccented
from communique.values.moments import Clock, Point

Lists = Mapping[str, Mapping[str, str]]  # word list -> word -> value
Kinds = frozenset[str]

OPAQUE: Kinds = frozenset()
PARAGRAPH: Kinds = frozenset({"PARA", "FIN"})
WORD: Kinds = frozenset({"MOT"})  # a word of no list
CAPITAL: Kinds = frozenset({"MOT", "NOM"})  # the same, with a capital
MARKS: Mapping[str, Kinds] = {
    ",": frozenset({"VIRGULE", "FIN"}),
    ".": frozenset({"DOT", "FIN"}),
    ";": frozenset({"PV", "FIN"}),
    ":": frozenset({"DP", "FIN"}),
    "!": frozenset({"FIN"}),
    "?": frozenset({"FIN"}),
    "…": frozenset({"FIN"}),
    "(": frozenset({"PAR", "FIN"}),
    ")": frozenset({"FERME", "FIN"}),
    "»": frozenset({"FIN"}),
    "/": frozenset({"SLASH"}),
    ">": frozenset({"FLECHE"}),
    "&": frozenset({"ESPERLUETTE"}),
    **{c: frozenset({"TIRET", "FIN"}) for c in "-–—‑‒−→"},
    **{c: frozenset({"APOSTROPHE"}) for c in "'’‘"},
    **{c: frozenset({"BARRE", "FIN"}) for c in "|·•@"},  # between the day and the hour of a poster
}
LINKING = frozenset({MARKS["-"], MARKS["|"]})
NO_VALUES: Mapping[str, object] = MappingProxyType({})
# Two figures of a year: 98 is 1998 in 2020, 35 is 2035; so many years ahead of the anchor are still its century.
AHEAD = 20
LONG = 5  # hours: «1 h 30 min» is how long something takes, «14 h 30 min» when it is
PIVOT = 69  # without an anchor, as in POSIX: 69-99 are of the 1900s

# The first two alternatives say again what `word` and `mark` would find, where a look at the next character tells that
# no other can begin: nine lexemes of ten. Blanks are read with the lexeme before them.
_LEXEME = re.compile(
    r"""
    (?:
    (?P<plain>
        (?!nos?\b|aujourd)(?-i:(?![IVX])[^\W\d_]{2,}+)(?:(?=[\s,;!?…)»]|[.:]\s|\Z)|['’´`](?=\w))
      | (?-i:[cdjlmstCDJLMST]['’](?=\w)|[aàyAÀY](?=\s))
    )
    | (?P<point>[,;:!?…()«»“”"'’•|·–—]|[.-](?=\s))
    | (?P<opaque>
        (?:https?://|www\.)[^\s<>]{1,2000}
      | [\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}
      | [\w-]{1,80}(?:\.[\w-]{1,40}){0,4}\.(?:fr|org|com|net|eu|info|be|ch|ca|lu|io|bzh|example
          |pdf|docx?|odt|ods|xlsx?|pptx?|jpe?g|png|gif|html?|zip|md|txt|csv|mp[34])\b
      | (?:\+|\b00)\d{1,3}[\s.-]?(?:\(0\))?\d(?:[\s.-]?\d\d){4}(?!\d)
      | \b0\d(?P<sep>[\s.-]?)\d\d(?:(?P=sep)\d\d){3}(?!\d)
      | \b(?:n\s?[°ºo]s?|nos|n\.)\s?\d[\w./-]{0,40}
      | \b(?:24\s?h?|7\s?j?)\s?(?:/|sur)\s?(?:24|7)\s?[hj]?\b(?![/.-]\d)
      | \b[LRD]\.?\s?\d{1,4}(?:-\d{1,4}){1,3}\b
      | \b\d{4}[/-]\d{1,4}[/-](?:[A-Z]{2,3}|\d{5,})\b
      | \b\d{2,4}[-/]\d{3}(?:\d\d)?\b(?!\d)
      | \b\d{1,2}:\d\d(?::\d\d)?[.,]\d+
      | (?<![\w/])(?:/[\w.%-]{1,120}){2,9}
      | \b\w{1,60}_\w*
    )
    | (?P<timestamp>\b\d{4}-\d\d-\d\d[T\s]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\b)?)
    | (?P<iso>\b\d{4}(?P<isep>[-/.])\d\d?(?P=isep)\d\d?\b(?![/\d]|[-.]\d))
    | (?P<numeric>\b\d{1,2}(?:er)?\s?(?P<nsep>[/.-])\s?(?:\d{1,2}|[IVX]{1,4})\s?(?P=nsep)\s?(?:\d{4}|\d{2})\b
        (?![/\d]|[.,-]\d|\s?[h%€])
        |\b[0-3]?\d\s(?-i:[IVX]{1,4})\s(?:1[6-9]|20)\d\d\b(?![/\d]|[.,-]\d|\s?[h%€]))
    | (?P<monthyear>\b\d{1,2}\s?[/.-]\s?(?:19|20)\d\d\b(?![/\d]|[.,-]\d))
    | (?P<yearmonth>\b(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])\b(?![/\d]|[.,-]\d))
    | (?P<daymonth>\b\d{1,2}/\d{1,2}\b(?![/\d]|[.,-]\d|\s?%)|\b[0-3]\d\.(?:0[1-9]|1[0-2])\b(?![/.\d]|,\d|\s?%))
    | (?P<clock>\b(?:[01]?\d|2[0-4])\s?h\s?[0-5]\d(?:\s?mi?n)?\b(?!\d)
               |\b(?:[01]?\d|2[0-4])\s?h(?:rs?)?\b
               |\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?h)?\b(?![:\d]))
    | (?P<hours>\b\d{2,3}\s?h\b)
    | (?P<quarter>\b(?:[TQSH]\s?[1-4]|[1-4]\s?[TSQ])(?:[-/]?(?:20)?\d\d)?\b|\b20\d\d(?:-?[TQSH]|\s[TQS])[1-4]\b)
    | (?P<decimal>\b\d{1,3}(?:[\s.]\d{3})+(?:,\d+)?\b|\b\d+,\d+\b|\b\d+\.\d+\b(?!\.\d))
    | (?P<ordinal>\b\d{1,3}(?:\s?ers?|ère?s?|eres?|ᵉʳ|nde?s?|i?[èe]mes?|es?|ᵉ|[èe])\b|\b1\s?[°º](?=\s?[^\W\d_]{3}))
    | (?P<roman>\b(?:(?-i:[IVX]{1,5})(?:\s?(?:i?[èe]mes?|[eèᵉ])\b|°)|(?-i:I)\s?er\b)(?=\s)
        |\b(?-i:[IVX]{1,5})\b(?=\s+si[èe]cle))
    | (?P<mixed>\b(?=\d*[^\W\d_])(?=[^\W\d]*\d)\w+)
    | (?P<number>\d+)
    | (?P<today>aujourd\s?['’´]?\s?hui\b)
    | (?P<word>[^\W\d_]+['’´`](?=\w)|[^\W\d_]+)
    | (?P<paragraph>\n\s*\n)
    | (?P<mark>[^\s\w])
    | (?P<other>\w+)
    )(?:[^\S\n]|\n(?!\s*\n))*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ROMAN = {"I": 1, "V": 5, "X": 10}


class Lexeme(NamedTuple):
    """A stretch of text and what it can be."""

    start: int
    end: int
    word: str  # folded
    kinds: Kinds
    values: Mapping[str, object]  # kind -> value


_new = tuple.__new__  # what Lexeme(…) comes to, without a call between


@dataclass(frozen=True)
class Lexicon:
    """The word lists, turned round: word -> its kinds and values."""

    words: Mapping[str, tuple[Kinds, Mapping[str, object]]]  # folded word or phrase
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]  # first word -> phrases, the longest first
    numerals: Mapping[str, int]

    def kind_sets(self) -> Iterator[Kinds]:
        """Every set of kinds that a lexeme can have."""
        yield from {kinds for kinds, _ in self.words.values()}
        yield from MARKS.values()
        yield from (OPAQUE, PARAGRAPH, WORD, CAPITAL)
        yield from {number_kinds(n, width) for n in range(2300) for width in (0, 1, 2, 3, 4, 5)}
        yield from (frozenset(k) for k in FIGURES.values())


# Kinds of what is written in figures.
FIGURES: Mapping[str, Kinds] = {
    "day": frozenset({"JOUR_CHIFFRE"}),
    "month": frozenset({"MOIS_CHIFFRE"}),
    "yearmonth": frozenset({"MOIS_CHIFFRE", "DOUBLE"}),
    "daymonth": frozenset({"JM_CHIFFRE"}),
    "pointed": frozenset({"JM_POINTE"}),  # 12.05, which may be a number
    "alone": frozenset({"JM_CHIFFRE", "JM_SEUL"}),  # 17/2, 03/05: no page 2 of 3
    "clock": frozenset({"HORLOGE"}),
    "hours": frozenset({"HEURES", "LONGUE"}),
    "both": frozenset({"HORLOGE", "HEURES"}),
    "midnight": frozenset({"HORLOGE", "HEURES", "LONGUE"}),  # «24 h», how long or until when
    "quarter": frozenset({"TRIM"}),
    "quarteryear": frozenset({"TRIM_AN"}),
    "daily": frozenset({"TOUS_JOURS"}),
    "decimal": frozenset({"NB", "DECIMAL"}),
    "ordinal": frozenset({"ORDINAL"}),
    "first": frozenset({"ORDINAL", "PREMIER"}),
    "roman": frozenset({"ROMAIN"}),
    "impossible": frozenset({"TROP"}),
}


def kind_of(list_name: str) -> str:
    """The kind of the words of a list: "jours-pluriel" -> "JOURS_PLURIEL"."""
    return unaccented(list_name.replace("-", "_").upper())


def lexicon(lists: Lists, literals: Sequence[str], numerals: Mapping[str, str]) -> Lexicon:
    """The lexicon of the word lists that forms use, of the words that they spell out, and of numerals."""
    kinds: dict[str, set[str]] = {}
    values: dict[str, dict[str, object]] = {}
    for name, words in lists.items():
        kind = kind_of(name)
        for word, value in words.items():
            key = _key(word)
            kinds.setdefault(key, set()).add(kind)
            values.setdefault(key, {})[kind] = int(value) if re.fullmatch(r"-?\d+", value) else value
    for literal in literals:
        kinds.setdefault(_key(literal), set()).add(literal)
    ones = {fold(word): int(n) for word, n in numerals.items()}
    for word, n in ones.items():
        extra = number_kinds(n, 0, one=word in ("un", "une"))
        kinds.setdefault(word, set()).update(extra)
        values.setdefault(word, {}).update(dict.fromkeys(extra, n))
    for key in [k for k, v in kinds.items() if "ORDINAUX" in v]:
        rank = values[key]["ORDINAUX"]
        extra = FIGURES["first" if rank == 1 else "ordinal"]
        kinds[key].update(extra)
        values[key].update(dict.fromkeys(extra, rank))
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for key in kinds:
        words_of = tuple(key.split())
        if len(words_of) > 1:
            phrases.setdefault(words_of[0], []).append(words_of)
    return Lexicon(
        {key: (frozenset(k), values.get(key, {})) for key, k in kinds.items()},
        {first: tuple(sorted(p, key=len, reverse=True)) for first, p in phrases.items()},
        ones,
    )


def _key(word: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+'?|\d+\w*", fold(word)))


def number_kinds(n: int, width: int, *, one: bool = False) -> Kinds:
    """What a whole number can be; `width` is how many figures it has, 0 if it is in words («une» is no day)."""
    kinds = {"NB"} if width else {"NB", "LETTRES"}
    if 1 <= n <= 31 and width <= 2 and not one:
        kinds.add("JOUR")
    elif width in (1, 2, 3):
        kinds.add("TROP")
    if width == 2:
        kinds.add("AA")
    if 1000 <= n <= 2199 and width in (0, 4):
        kinds.add("AN")
    if n <= 24 and width <= 2:
        kinds.add("HH")
    if n <= 59 and width == 2:
        kinds.add("MM")
    return frozenset(kinds)


def full_year(two: int, anchor_year: int | None) -> int:
    """The year that two figures mean: (98, 2020) -> 1998, (14, 2013) -> 2014."""
    if anchor_year is None:
        return two + (1900 if two >= PIVOT else 2000)
    year = anchor_year - anchor_year % 100 + two
    return year - 100 if year > anchor_year + AHEAD else year + 100 if year <= anchor_year + AHEAD - 100 else year


def lexemes(text: str, lexicon: Lexicon, anchor_year: int | None) -> list[Lexeme]:
    """All of a text but its white space; a blank line is a PARA lexeme. In order, without overlap."""
    raw: list[Lexeme] = []
    known = lexicon.words
    for m in _LEXEME.finditer(text):
        kind = m.lastgroup or "other"
        written = m[kind]
        if kind == "plain" or kind == "word":
            word = fold(written)
            kinds, values = known.get(word) or (CAPITAL if written[0].isupper() else WORD, NO_VALUES)
            start = m.start()
            raw.append(_new(Lexeme, (start, start + len(written), word, kinds, values)))
        elif kind == "point" or kind == "mark":
            raw.append(_mark(m.start(), written, text))
        else:
            raw += _of(kind, m.start(), written, lexicon, anchor_year)
    return _numerals(_phrases(raw, lexicon), lexicon)


def _mark(start: int, mark: str, text: str) -> Lexeme:
    kinds = MARKS.get(mark, OPAQUE)
    if kinds in LINKING and _opens_line(text, start):
        kinds = MARKS["!"]  # a bullet: it ends what was said, and joins nothing
    return Lexeme(start, start + 1, mark, kinds, NO_VALUES)


def _of(kind: str, start: int, text: str, lexicon: Lexicon, anchor_year: int | None) -> Iterator[Lexeme]:
    end = start + len(text)
    if kind == "today":
        word = "aujourd' hui"
        kinds, values = lexicon.words.get(word, (CAPITAL if text[0].isupper() else WORD, NO_VALUES))
        yield Lexeme(start, end, word, kinds, values)
    elif kind == "paragraph":
        yield Lexeme(start, end, "\n\n", PARAGRAPH, NO_VALUES)
    elif kind == "number":
        yield _number(start, text)
    elif kind == "mixed":
        yield from _glued(start, text, lexicon)
    else:
        kinds, value = _figures(kind, text, anchor_year)
        if kind == "daymonth" and not kinds and "/" in text:  # «9/13 mars», «saison 19/20»
            left = text.index("/")
            yield _number(start, text[:left])
            yield Lexeme(start + left, start + left + 1, "/", MARKS["/"], NO_VALUES)
            yield _number(start + left + 1, text[left + 1 :])
            return
        yield Lexeme(start, end, text, kinds, dict.fromkeys(kinds, value))


def _opens_line(text: str, start: int) -> bool:
    """Whether only blanks stand before it on its line; looks at two characters, for a bullet is not set in further."""
    before = text[max(0, start - 2) : start].rstrip(" \t\u00a0")
    return start == 0 or before.endswith("\n")


_RUNS = re.compile(r"\d+(?:er(?=[^\W\d_]{3}))?|[^\W\d_]+")


def _glued(start: int, text: str, lexicon: Lexicon) -> Iterator[Lexeme]:
    """A day, month or year that lost its spaces, each on its own: «12mars», «mars2024», «1ermars»; else one word."""
    runs = list(_RUNS.finditer(text))
    if len(runs) in (2, 3) and any(lexicon.words.get(fold(r[0]), (OPAQUE, {}))[0] & GLUED for r in runs):
        for run in runs:
            here = start + run.start()
            if run[0].isdigit():
                yield _number(here, run[0])
            elif run[0][0].isdigit():
                kinds, value = _figures("ordinal", run[0], None)
                yield Lexeme(here, here + len(run[0]), run[0], kinds, dict.fromkeys(kinds, value))
            else:
                kinds, values = lexicon.words.get(fold(run[0]), (WORD, NO_VALUES))
                yield Lexeme(here, here + len(run[0]), fold(run[0]), kinds, values)
    else:
        yield Lexeme(start, start + len(text), text, OPAQUE, NO_VALUES)


GLUED = frozenset({"MOIS", "JOURS"})  # words that a scan or a bad paste may run into their number


def _number(start: int, figures: str) -> Lexeme:
    n = int(figures) if len(figures) <= 9 else 10**9
    kinds = number_kinds(n, len(figures))
    return Lexeme(start, start + len(figures), figures, kinds, dict.fromkeys(kinds, n))


def _figures(kind: str, text: str, anchor_year: int | None) -> tuple[Kinds, object]:
    """Kinds and value of what is written in figures."""
    n = [int(p) for p in re.findall(r"\d+", text)]
    if kind in ("timestamp", "iso"):
        return _calendar_day(n[0], n[1], n[2])
    if kind == "numeric":
        month = n[1] if len(n) == 3 else _roman(re.findall(r"[IVX]+", text.upper())[0])
        year = n[-1] if n[-1] > 99 else full_year(n[-1], anchor_year)
        return _calendar_day(year, month, n[0])
    if kind == "monthyear":
        return (FIGURES["month"], Point(year=n[1], month=n[0])) if 1 <= n[0] <= 12 else (OPAQUE, None)
    if kind == "yearmonth":
        return FIGURES["yearmonth"], Point(year=n[0], month=n[1])
    if kind == "daymonth":  # «17/02», «17.02»
        if 1 <= n[1] <= 12 and n[0] and calendar.possible(n[0], n[1]):
            written = "pointed" if "." in text else "alone" if _no_part(text, n) else "daymonth"
            return FIGURES[written], Point(month=n[1], day=n[0])
        return OPAQUE, None
    if kind == "clock":
        h, m = n[0], n[1] if len(n) > 1 else 0
        if h == 24 and m:
            return OPAQUE, None
        if re.search(r"mi?n", text, re.IGNORECASE) and h <= LONG:
            return FIGURES["hours"], Clock(h, m)
        return FIGURES["clock" if ":" in text else "midnight" if h == 24 else "both"], Clock(h, m)
    if kind == "hours":
        return FIGURES["hours"], Clock(n[0], 0)
    if kind == "opaque":
        return (FIGURES["daily"], 7) if _DAILY.fullmatch(text) else (OPAQUE, None)
    if kind == "quarter":
        return _quarter(text.upper(), anchor_year)
    if kind == "decimal":
        return FIGURES["decimal"], float(re.sub(r"[\s.](?=\d{3})", "", text).replace(",", "."))
    if kind == "ordinal":
        return FIGURES["first" if n[0] == 1 else "ordinal"], n[0]
    if kind == "roman":
        number = _roman(re.findall(r"^[IVX]+", text)[0])
        return (FIGURES["roman"], number) if number else (OPAQUE, None)
    return OPAQUE, None


_DAILY = re.compile(r"7\s?j\s?(?:/|sur)\s?7\s?j?", re.IGNORECASE)


def _no_part(text: str, n: Sequence[int]) -> bool:
    """Whether two numbers with a slash can be no part of a whole: «17/2», «03/05», not «2/3», nor page 10 of 12."""
    return n[0] > n[1] or (text.startswith("0") and "/0" in text)


def _calendar_day(year: int, month: int, day: int) -> tuple[Kinds, object]:
    if calendar.date(year, month, day) is None:
        return OPAQUE, None
    return FIGURES["day"], Point(year=year, month=month, day=day)


def _quarter(text: str, anchor_year: int | None) -> tuple[Kinds, object]:
    """ "T3" -> code 35; "3T22", "2022T3" -> the third quarter of 2022; "S2", "H2" -> code 41."""
    text = re.sub(r"^(20\d\d)[-\s]?([TQSH][1-4])$", r"\2\1", text)
    m = re.fullmatch(r"(?:([TQSH])\s?([1-4])|([1-4])\s?([TSQ]))[-/]?((?:20)?\d\d)?", text)
    if not m:
        return OPAQUE, None
    letter, n = m[1] or m[4], int(m[2] or m[3])
    if letter in "SH" and n > 2:
        return OPAQUE, None
    part = (39 if letter in "SH" else 32) + n
    if not m[5]:
        return FIGURES["quarter"], part
    year = int(m[5]) if len(m[5]) == 4 else full_year(int(m[5]), anchor_year)
    return FIGURES["quarteryear"], Point(year=year, part=part)


def _roman(text: str) -> int:
    """ "XXI" -> 21; 0 if it is no Roman number up to 39."""
    total, last = 0, 0
    for c in reversed(text):
        value = _ROMAN[c]
        total += -value if value < last else value
        last = max(last, value)
    tens, ones = divmod(total, 10)
    written = "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
    return total if written == text else 0


def _phrases(raw: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    """Lexemes with those of one phrase made one: «week» «-» «end»."""
    out: list[Lexeme] = []
    done = 0
    for i in [i for i, item in enumerate(raw) if item.word in lexicon.phrases]:
        if i < done:
            continue
        for phrase in lexicon.phrases[raw[i].word]:
            if end := _phrase_end(raw, i, phrase):
                kinds, values = lexicon.words[" ".join(phrase)]
                out += raw[done:i]
                out.append(Lexeme(raw[i].start, raw[end - 1].end, " ".join(phrase), kinds, values))
                done = end
                break
    return out + raw[done:]


def _phrase_end(raw: Sequence[Lexeme], i: int, phrase: tuple[str, ...]) -> int:
    """Where a phrase that begins at i ends, words being joined by space or hyphen; 0 if it does not stand there."""
    for n, word in enumerate(phrase):
        if n and i < len(raw) and "TIRET" in raw[i].kinds and raw[i].start == raw[i - 1].end:
            i += 1
        if i >= len(raw) or raw[i].word != word:
            return 0
        i += 1
    return i


def _numerals(items: list[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    """Lexemes with numerals of several words made one: «quatre-vingt-dix» is 90, «trente et un» 31."""
    out: list[Lexeme] = []
    done = 0
    for i in [i for i, item in enumerate(items) if item.word in lexicon.numerals]:
        if i < done:
            continue
        words, end, j = [lexicon.numerals[items[i].word]], i + 1, i + 1
        while j < len(items) and len(words) < 12:
            joined = items[j].word in lexicon.numerals and items[j].start - items[j - 1].end <= 1
            if joined and _grows(words, lexicon.numerals[items[j].word]):
                words.append(lexicon.numerals[items[j].word])
                end = j + 1
            elif end != j or not _joint(items[j - 1], items[j], words[-1]):  # two joints in a row, or none
                break
            j += 1
        if end > i + 1:
            n = _sum(words)
            kinds = number_kinds(n, 0)
            out += items[done:i]
            out.append(Lexeme(items[i].start, items[end - 1].end, "", kinds, dict.fromkeys(kinds, n)))
            done = end
    return out + items[done:]


def _joint(before: Lexeme, item: Lexeme, last: int) -> bool:
    """Whether a numeral can go on after this: the hyphen of «vingt-deux», the «et» of «trente et un»."""
    if "TIRET" in item.kinds:
        return item.start == before.end
    return item.word == "et" and last % 10 == 0 and 20 <= last <= 70


def _grows(words: Sequence[int], n: int) -> bool:
    """Whether a numeral can go on with n: after 20, 4 can come (24), after 4 only 20, 100, 1000 (80, 400, 4000)."""
    last = words[-1]
    if n in (100, 1000):
        return last < n
    if last == 4 and n == 20:
        return True
    if last in (100, 1000):
        return n < last
    if last == 20 and len(words) > 1 and words[-2] == 4:  # quatre-vingt-dix-sept
        return n < 20
    if last == 10 and n in (7, 8, 9):
        return True
    return 20 <= last <= 60 and (n < 10 or (last == 60 and n < 20))


def _sum(words: Sequence[int]) -> int:
    total = current = 0
    for n in words:
        if n == 1000:
            total, current = total + (current or 1) * 1000, 0
        elif n == 100:
            current = (current or 1) * 100
        elif n == 20 and current % 100 == 4:
            current += 76
        else:
            current += n
    return total + current
