"""Lines of a release's head -> what they are, whether two of them are one, how much one looks like a title.

Strings in, values out; the word lists and patterns come from rules/headline.yaml by way of extract/headline.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from communique.values.folding import fold

MAX_TITLE = 300  # code points; the longest of 150 titles that were looked at has 194
MAX_LINES = 5  # of one title: narrow columns break a long one that often
WRAP = 25  # code points: a line of capitals as long as this was broken by the page, a shorter one by its author
LONG = 200  # code points: a plain line as long as this is text proper
AT_MOST = 140  # code points: a plain line that ends in a full stop may yet be a title; the longest seen has 137
SENTENCE = 60  # so is one that ends in a full stop and is as long as this
NAME = 8  # words: up to so many, a line in which nothing happens may be a name or a slogan
FEW = 4  # words: up to so many, a line may be a rubric, a slogan or a name

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BEFORE = re.compile(r"([^\W_]{1,40})[\s'’«»\"]{1,3}$")
_MARKS = " \t\u00a0\u202f*_>•▪●·|=~–—-→►▶"
_END = re.compile(r"[.…](?:\s?[»”\"])?$")
_INNER_END = re.compile(r"[a-zà-ÿ)»]\.\s+[A-ZÀ-Þ]")  # a sentence ends inside
_OPENINGS = {n: re.compile(rf"[^\W_]+(?:[\s'-]+[^\W_]+){{{n - 1}}}") for n in (1, 2, 3, 4)}  # so many words
PUNCTUATED = re.compile(r"[:!?«]")  # a headline's own punctuation
_SEGMENT = re.compile(r"\s[|·–—•»›-]\s|\s?[|•»›]\s?|\s:\s")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the head of a release, without the marks around it. Offsets are code points into the whole text."""

    start: int
    end: int
    text: str
    block: int  # index of its block
    kind: str  # of its block
    level: int  # of its block
    bold: bool  # all of it is
    origin: str = ""  # of its block
    sort: str = ""  # what it is, if not a candidate: "surtitre", "date", "contact" …
    by: str = ""  # the rule that sorted it
    lead: str = ""  # the rule that took words off it: a kicker before its title
    last: int = -1  # index of the block in which it ends, if it goes on

    @property
    def capitals(self) -> bool:
        return shouted(self.text)

    @property
    def style(self) -> tuple[str, bool, bool]:
        return (self.kind if self.kind in ("title", "heading") else "", self.bold, self.capitals)


@dataclass(frozen=True)
class Event:
    """How to tell that something happens in a line."""

    pattern: re.Pattern[str]  # what it finds in a group «verbe» may be a noun, too
    nouns: frozenset[str]  # folded: after one of these words it is, and at the head of a line
    never: frozenset[str]  # folded: words that are none in spite of their ending

    def search(self, text: str) -> bool:
        """Whether a verb, a participle or the name of an action says what happened."""
        return _happens(self, text)


@lru_cache(maxsize=1024)  # a line is asked as a name, as a title, and as what stands over one
def _happens(event: Event, text: str) -> bool:
    for m in event.pattern.finditer(text):
        if m.lastgroup != "verbe":
            return True
        before = _BEFORE.search(text, max(0, m.start() - 44), m.start())
        if before and fold(before[1]) not in event.nouns and fold(m[0]) not in event.never:
            return True
    return False


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The ends of a line without bullets, asterisks and white space around it."""
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return start, end


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Words, elided ones with what follows them: «L'école de Tours» -> ("L'école", "de", "Tours")."""
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=4096)  # the same few lines are asked again by each that looks at a line and at its neighbours
def shouted(text: str) -> bool:
    """All in capitals, but for a word of one or two letters: «LA VILLE de LILLE OUVRE»."""
    letters = [*filter(str.isalpha, text)]
    return len(letters) >= 4 and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


def unspaced(text: str) -> str:
    """Letters that stand apart, together: «C O M M U N I Q U É» -> «COMMUNIQUÉ»; "" if they do not stand apart."""
    parts = text.split()
    return "".join(parts) if len(parts) >= 6 and sum(len(p) == 1 for p in parts) >= 0.8 * len(parts) else ""


def finished(text: str) -> bool:
    """A sentence with its full stop, long enough to be text proper and no title."""
    return len(text) >= SENTENCE and _END.search(text) is not None


def several(text: str) -> bool:
    """More than one sentence."""
    return _INNER_END.search(text) is not None


def titled(text: str) -> bool:
    """A few words, all with a capital: the name of a person, a site or a company."""
    ws = words(text)
    big = [w for w in ws if len(w) > 3]
    return 0 < len(ws) <= 6 and not shouted(text) and len(big) >= 2 and all(w[0].isupper() for w in big)


def sentence_title(line: Line) -> bool:
    """A plain sentence that may yet be the title: alone on its line, and not too long."""
    return line.kind == "paragraph" and len(line.text) <= AT_MOST and not several(line.text)


def proper(line: Line) -> bool:
    """Whether a line is text proper: what stands after it is not the head."""
    if line.sort:
        return line.sort == "texte"
    if line.kind in ("title", "heading"):
        return len(line.text) > MAX_TITLE
    if line.bold or line.capitals or line.last >= 0:
        return len(line.text) > MAX_TITLE or (finished(line.text) and several(line.text))
    return len(line.text) >= LONG or finished(line.text) or line.kind == "quote"


def named(text: str, heads: Collection[str], inside: Collection[str], event: Event) -> bool:
    """A line that is the name of an organisation: it opens with a head noun, and holds nothing but name.

    `heads` and `inside` are folded; `inside` may stand in lower case.
    """
    opening = _head(text, heads)
    if not opening:
        return False
    if shouted(text):
        return not event.search(text)
    loose = [w for w in words(text)[1:] if not w[0].isupper() and not w[0].isdigit()]
    parts = {p for w in loose for p in re.findall(r"[^\W_]+", fold(w))}
    own = set(re.findall(r"[^\W_]+", opening))
    capitals = {fold(p) for w in loose for p in re.findall(r"(?<=['’])[A-ZÀ-Þ][^\W_]*", w)}
    return not parts - set(inside) - own - capitals


def loosely_named(text: str, heads: Collection[str], event: Event) -> bool:
    """A line that may be the name of an organisation: it opens with a head noun, and nothing happens in it."""
    return bool(_head(text, heads)) and not event.search(text)


def _head(text: str, heads: Collection[str]) -> str:
    """The head noun that opens a name, folded, of up to four words: «communauté de communes»; "" if none does."""
    if re.search(r"[:!?«»…]", text):
        return ""
    key = re.sub(r"^(?:la |le |les |l')", "", fold(text))
    tokens = re.findall(r"[^\W_]+", key)
    if len(tokens) > 18:
        return ""
    return next((o for n in (4, 3, 2, 1) if (o := _opening(key, tokens, n)) in heads), "")


def _opening(key: str, tokens: Sequence[str], n: int) -> str:
    m = _OPENINGS[n].match(key) if len(tokens) >= n else None
    return m[0] if m else ""


@dataclass(frozen=True)
class Links:
    """Small words, folded."""

    last: frozenset[str]  # a title does not end in one of them
    first: frozenset[str]  # a title in capitals hardly begins with one of them
    verb: re.Pattern[str]  # of titles; a line may open with it after one that names who does it


def goes_on(a: Line, b: Line, links: Links) -> bool:
    """Whether `b` continues the title that `a` begins: they are one, broken by the page."""
    if b.sort or b.lead or a.style[0] != b.style[0] or b.kind == "quote":
        return False
    if a.kind in ("title", "heading") and a.level != b.level:
        return False
    same = a.block == b.block
    if same and a.kind in ("title", "heading"):
        return True
    if (a.bold, a.capitals) != (b.bold, b.capitals) and not (same and a.bold == b.bold and not a.capitals):
        return False
    if _leans(b.text, links, verbs=same) or (
        _hangs(a.text, links.last) and (b.bold or b.capitals or not finished(b.text))
    ):
        return True
    # One block all in bold or capitals: lines as long as a page is wide are one title.
    return (
        same and (a.bold or a.capitals) and a.capitals == b.capitals and len(a.text) >= WRAP and not _END.search(a.text)
    )


def merged(lines: Sequence[Line], links: Links) -> list[Line]:
    """The lines, each title that the page broke in one piece."""
    lines = [_freed(lines[max(0, n - 1) : n + 2], line, links) for n, line in enumerate(lines)]
    found: list[Line] = []
    last: Line | None = None
    count = 0
    for line in lines:
        if last and count < MAX_LINES and not last.sort and goes_on(last, line, links) and _fits(found[-1], line):
            head = found[-1]
            text = f"{head.text} {line.text}"
            found[-1] = replace(head, end=line.end, text=text, bold=head.bold and line.bold, last=line.block)
            count += 1
        else:
            found.append(line)
            count = 1
        last = line
    return found


def _freed(around: Sequence[Line], line: Line, links: Links) -> Line:
    """The line; the name of an organisation is none if the line before or after it runs through it."""
    if line.sort != "organisme":
        return line
    before = next((o for o in around if o.end <= line.start and o.block == line.block and not o.sort), None)
    after = next((o for o in around if o.start >= line.end and o.block == line.block and not o.sort), None)
    inside = (before and _hangs(before.text, links.last)) or (after and _leans(after.text, links))
    return replace(line, sort="", by="") if inside else line


def _fits(head: Line, line: Line) -> bool:
    """Together they are no longer than a title can be."""
    return len(head.text) + len(line.text) < MAX_TITLE


def _hangs(text: str, links: Collection[str]) -> bool:
    """The line cannot be the end of a title: it ends in «de», a comma, a colon, or inside a quotation."""
    if text.rstrip().endswith((",", ":", "&", "-", "–", "'", "’", "(", "«", "/")):
        return True
    if text.count("«") > text.count("»") or text.count("(") > text.count(")") or text.count("“") > text.count("”"):
        return True
    last = words(text)[-1:]
    return bool(last) and not _END.search(text) and fold(last[0]) in links and text.rstrip()[-1].isalpha()


def _leans(text: str, links: Links, *, verbs: bool = True) -> bool:
    """The line cannot be the beginning of one: it opens in lower case, or in capitals with «aux», «pour» or a verb.

    A verb opens a slogan too («TOUCHE PAS À MA GARE»): without `verbs`, none counts.
    """
    opening = text.lstrip('«“" ')
    if opening[:1].islower():
        return True
    first = re.split(r"[\s'’]", fold(opening), maxsplit=1)[0]
    return shouted(text) and (first in links.first or (verbs and links.verb.match(opening) is not None))


@lru_cache(maxsize=4096)
def alnum(text: str) -> str:
    """Letters and digits alone, folded, to compare titles by."""
    return "".join(filter(str.isalnum, fold(text)))


def said_by(title: str, line: str) -> bool:
    """Whether a file's own title says this line: it is the line, or the line and the name of the site."""
    a, b = alnum(title), alnum(line)
    if not b or len(b) < 8:
        return a == b and bool(b)
    if a == b or b in {alnum(s) for s in segments(title)}:
        return True
    return (len(b) >= 15 and b in a) or (len(a) >= 25 and b.startswith(a.rstrip(".")) and len(a) >= 0.6 * len(b))


def segments(title: str) -> list[str]:
    """The parts of a file's title that its marks divide: «T | Ville de Tours» -> ["T", "Ville de Tours"]."""
    return [s.strip() for s in _SEGMENT.split(title) if s.strip()]


def sites(title: str, lines: Sequence[Line], event: Event) -> set[int]:
    """Which lines name but the site, where the file's title says that and the headline below: «Le blog du BCD»."""
    parts = [alnum(s) for s in segments(title)]
    said = [(n, parts.index(key)) for n, line in enumerate(lines) if (key := alnum(line.text)) in parts]
    found: set[int] = set()
    for n, part in said:
        for m, other in said:
            happens = event.search(lines[m].text) and not event.search(lines[n].text)
            if m > n and not lines[m].sort and ((part and not other) or (other and not part and happens)):
                found.add(n)
    return found


def faults(line: Line) -> float:
    """What speaks against a line."""
    n = len(words(line.text))
    fault = 3.0 if n < 3 else 1.0 if n <= FEW and not PUNCTUATED.search(line.text) else 0.0
    if finished(line.text):
        fault += 4.0 if line.bold else 2.0  # a summary is set in bold more often than a title ends in a full stop
    if several(line.text):
        fault += 2.0
    if line.text[:1].islower() and not line.lead:
        fault += 1.0
    if line.text.rstrip().endswith(":"):
        fault += 1.0
    if len(line.text) > LONG:
        fault += 1.0
    if titled(line.text):
        fault += 2.0
    return fault


def said_again(pair: Sequence[Line]) -> bool:
    """The next line opens with this one and says more: this one was but the subject."""
    if len(pair) < 2 or pair[1].sort or pair[0].block == pair[1].block:
        return False
    a, b = (alnum(line.text) for line in pair)
    return len(a) >= 8 and b.startswith(a) and len(b) > len(a) and len(pair[1].text) <= MAX_TITLE
