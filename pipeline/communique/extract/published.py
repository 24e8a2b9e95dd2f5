"""Document -> published and embargo: the day the release came out, and until when it was not to be used.

Tried in this order: a dateline, the kicker's day («Communiqué du 3 mars»), a line that is a day, what the file says of
itself, the line by which a site dates it, the day in its name, a signature or a day at the end, the day that the user
gives. The first wins; a later one that names another day leaves a Problem. The day on which a file was made gives a
year at most: of four real PDFs it is that of publication in one, the day before or after in three. Never today: what
no one says stays unknown. A text of one block is a sentence, not a release: only the file's and the user's day count
there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from communique.document import Document
from communique.record import Block, Date, Problem, Release
from communique.rulebook import Rule, Rules
from communique.values import datelines, dates
from communique.values.folding import fold

MARK = "¤"  # stands for the date in a rule's pattern
TOP_BLOCKS = 12  # of 35 releases with a dateline, the lowest stands in the ninth block
LONG = 200  # code points: a block as long as this is text proper, not a line of the header
SENTENCE = 60  # so is one that ends in a full stop and is as long as this
FIRST_PARAGRAPHS = 3  # a dateline may follow the summary: «Paris, le 2 décembre 2019. Dans une lettre…»
LAST_BLOCKS = 8  # a signature, a contact box and a footer may follow «Fait à Tours, le 18 avril»
FIRST_PAGE = 20  # blocks in which an embargo may be announced
WEEK = dt.timedelta(days=7)
SAVED = dt.timedelta(days=31)  # a release is written in the month before it comes out
MAX_CLOSING = 120  # code points of a block's end in which a town and a day close it
MAX_LINE = 400  # code points of a block's start in which a dateline is looked for: ten cities take 120
_EVENTS = frozenset({"invitation", "agenda"})  # kinds whose other days are those of what they announce

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?")
_CLOCK = re.compile(r"\d\s?(?:h|:|heures?)", re.IGNORECASE)
_UNDER_TITLE = frozenset(f"published/{name}" for name in ("communique-du", "publie-le", "ligne-de-page"))
_YEAR = re.compile(r"\d{4}")
_FIGURES = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}")
_STAMP = re.compile(r"\d{4},? \d\d:\d\d$")  # «Vendredi, 05 Juin 2009 00:14»: so a site writes, an event is «à 14 h»
_YEARS = re.compile(r"(?<!\d)(?:19[89]|20[0-4])\d(?!\d)")
_IN_NAME = re.compile(
    r"(?<![0-9a-z])(?P<y>(?:19|20)\d\d)(?P<s>[-_.]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?![0-9a-z])"
    r"|(?<![0-9a-z])(?P<d2>0[1-9]|[12]\d|3[01])(?P<s2>[-_.])(?P<m2>0[1-9]|1[0-2])(?P=s2)(?P<y2>(?:19|20)\d\d)(?![0-9a-z])",
    re.IGNORECASE,
)


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """`published`, `embargo`, and a Problem where two places of the release disagree on the day."""
    own = rules["published"]
    places = _places(document.text, release.blocks)
    said = _said(document, release.blocks, own["metadonnees"], rules)
    posted = _posted(document, own["ligne-du-site"], rules)
    named = _named(document, own["nom-de-fichier"])
    saved = _saved(document)
    year = next((date.earliest for date in (*said, *posted, *named)), _day(document.hints.get("anchor", "")))
    year = year or _year(document)
    if not year and saved:  # a day without year, in a file that was last changed in that week: «Lille, le 11 février»
        near = [d.earliest for d in _top(document, release, places, rules, saved) if _near(d.earliest, saved, WEEK)]
        year = next(iter(near), None)
    if not year:  # a day without year takes that of the first day that has one: «18/10/2017 … Namur, ce 18 octobre –»
        year = next((date.earliest for date in _top(document, release, places, rules, None)), None)
    candidates = [
        *_top(document, release, places, rules, year)[:1],
        *said[:1],
        *posted[:1],
        *named[:1],
        *_end(document, release, places, rules, year)[:1],
    ]
    embargo = next(iter(_seen(document, own["embargo"], places, rules, year)), None)
    found: dict[str, object] = {"embargo": embargo}
    if candidates:
        found["published"] = candidates[0]
        found["problems"] = (*_conflicts(candidates), *_early(candidates[0], saved))
    else:
        anchor = _day(document.hints.get("anchor", ""))
        found["published"] = _outside(anchor, own["ancre"]) if anchor else None
    return found


def _top(
    document: Document, release: Release, places: Mapping[str, Sequence[Block]], rules: Rules, year: dt.date | None
) -> list[Date]:
    """What the head says, by the rules in the order of their trust."""
    own = rules["published"]
    found = [*_datelines(document, places.get("début", ()), own["dateline"], rules, year)]
    for block in places.get("début", ()) if release.kind == "discours" else ():
        words = document.text[block.start : block.end][:MAX_LINE]
        for venued in datelines.finder(rules).venued(words, year):
            found.append(_day_of(document, block.start, venued.date, own["dateline"].id))
    for rule in own:
        if rule.options.get("zone") in ("titre", "haut", "début") and rule.pattern:
            found += [
                date
                for date in _seen(document, rule, places, rules, year)
                if _may(date, release, document, places, rules)
            ]
    return found


def _end(
    document: Document, release: Release, places: Mapping[str, Sequence[Block]], rules: Rules, year: dt.date | None
) -> list[Date]:
    """What the end says: a signature, «Mis en ligne le», or a day alone on its line."""
    own = rules["published"]
    found = [*_datelines(document, places.get("signature", ()), own["fait-a"], rules, year)]
    found += _datelines(document, places.get("fin", ()), own["dateline"], rules, year, alone=True)
    for block in places.get("signature", ()):
        at = max(block.start, block.end - MAX_CLOSING)
        if closing := datelines.finder(rules).closing(document.text[at : block.end], year):
            found.append(_day_of(document, at, closing.date, own["fait-a"].id))
    found += _seen(document, own["publie-le"], places, rules, year, "fin")
    if release.kind not in _EVENTS:
        found += _seen(document, own["signature-et-date"], places, rules, year)
    for date in _seen(document, own["date-de-fin"], places, rules, year):
        if not _CLOCK.search(date.text) and (release.kind not in _EVENTS or _before(date, document, places, rules)):
            found.append(date)
    return found


def _before(date: Date, document: Document, places: Mapping[str, Sequence[Block]], rules: Rules) -> bool:
    """Whether a day comes before every hour that the head names: that of the event."""
    hours: list[dt.date] = []
    for block in places.get("haut", ()):
        words = document.text[block.start : block.end][:MAX_LINE]
        hours += [
            d.first for d in dates.find(words, dates.grammar(rules), date.earliest) if d.type == "TIME" and d.first
        ]
    return bool(hours and date.earliest and date.earliest < min(hours))


def _may(date: Date, release: Release, document: Document, places: Mapping[str, Sequence[Block]], rules: Rules) -> bool:
    """Whether a day in the head can be that of publication; one under the title may be that of an event."""
    if date.by == "published/date-puis-point":
        return _YEAR.search(date.text) is not None
    if date.by in _UNDER_TITLE or not release.title or date.start < release.title.start:
        return True
    if date.by == "published/service-et-date":
        return False
    if release.kind == "agenda":  # its days have no year, the one it came out has
        return _YEAR.search(date.text) is not None
    if _CLOCK.search(date.text) and not (_FIGURES.match(date.text) or _STAMP.search(date.text)):
        return False
    return release.kind != "invitation" or _before(date, document, places, rules)


def _proper(words: str) -> bool:
    """Whether a block is text proper and not a line of the header."""
    return len(words) >= LONG or (len(words) >= SENTENCE and words.endswith("."))


def _places(text: str, blocks: Sequence[Block]) -> Mapping[str, Sequence[Block]]:
    """The blocks in which a rule may look, by its `zone`; none for a text of one block."""
    blocks = [b for b in blocks if not b.origin.startswith("front matter, date")]
    if len(blocks) < 2:
        return {}
    top = list(blocks[:TOP_BLOCKS])
    long = [i for i, b in enumerate(top) if b.zone != "header" and _proper(text[b.start : b.end])]
    head = top[: long[0]] if long else top
    start = top[: long[FIRST_PARAGRAPHS - 1] + 1] if len(long) >= FIRST_PARAGRAPHS else top
    titles = [b for b in head if b.kind in ("title", "heading") or b.end - b.start < LONG]
    return {
        "titre": titles,
        "haut": [b for b in head if b.kind != "item"],
        "début": [b for b in start if b.kind != "item"],
        "fin": [b for b in blocks[-LAST_BLOCKS:] if b not in head and b.kind != "item"],
        "signature": [b for b in blocks[-LAST_BLOCKS:] if b.kind != "item"],
        "partout": blocks[:FIRST_PAGE],
    }


def _datelines(
    document: Document,
    blocks: Sequence[Block],
    rule: Rule,
    rules: Rules,
    anchor: dt.date | None,
    *,
    alone: bool = False,
) -> Iterator[Date]:
    """The days of the datelines of these blocks, of those that are all their line if `alone`.

    For the rule «fait-a» they are those of the signatures, which are none of the others'.
    """
    for block in blocks:
        words = document.text[block.start : block.end][:MAX_LINE]
        for found in datelines.finder(rules).find(words, anchor):
            before, after = words[: found.start].rpartition("\n")[2], words[found.end :].partition("\n")[0]
            signed = fold(before).strip().startswith("fait")
            if not _DAY.fullmatch(found.date.value or "") or signed != (rule.name == "fait-a"):
                continue
            if not alone or not after.strip(" ."):
                yield _day_of(document, block.start, found.date, rule.id)


def _seen(
    document: Document,
    rule: Rule,
    places: Mapping[str, Sequence[Block]],
    rules: Rules,
    anchor: dt.date | None,
    zone: str = "",
) -> Iterator[Date]:
    """The days that a rule's pattern finds in the lines of a zone, its own unless one is named, in text order.

    An embargo may run over several lines of its block.
    """
    embargo = rule.name == "embargo"
    for block in places.get(zone or rule.options["zone"], ()):
        words = document.text[block.start : block.end][:MAX_LINE]
        for date in dates.find(words, dates.grammar(rules), anchor):
            value = (date.value or "").removeprefix("../") if embargo else date.value or ""
            if not _DAY.fullmatch(value):
                continue
            start = 0 if embargo else words.rfind("\n", 0, date.start) + 1
            end = len(words) if embargo else words.find("\n", date.end)
            line = f"{words[start : date.start]}{MARK}{words[date.end : end if end >= 0 else len(words)]}"
            if rule.search(line):
                yield _day_of(document, block.start, date, rule.id, clock=embargo)


def _day_of(document: Document, at: int, date: dates.Date, by: str, *, clock: bool = False) -> Date:
    """The record of a day that was found in the text from `at` on; with its hour if `clock`."""
    value = (date.value or "").removeprefix("../")
    return Date(
        start=at + date.start,
        end=at + date.end,
        text=document.text[at + date.start : at + date.end],
        by=by,
        type="TIME" if clock and "T" in value else "DATE",
        value=value if clock else value[:10],
        earliest=date.last,
        latest=date.last,
    )


def _outside(day: dt.date, rule: Rule) -> Date:
    """A day that the text does not say."""
    return Date(start=0, end=0, text="", by=rule.id, type="DATE", value=day.isoformat(), earliest=day, latest=day)


def _said(document: Document, blocks: Sequence[Block], rule: Rule, rules: Rules) -> list[Date]:
    """What the file says of its day: where its head stands in the text, with the words there."""
    hint = document.hints.get("published", "")
    day = _day(hint) or _written(hint, rules)
    for block in blocks:
        if block.origin.startswith("front matter, date"):
            words = document.text[block.start : block.end]
            if said := day or _day(words) or _written(words, rules):
                return [_outside(said, rule).model_copy(update={"start": block.start, "end": block.end, "text": words})]
    return [_outside(day, rule)] if day else []


def _written(words: str, rules: Rules) -> dt.date | None:
    """The only day that is written out: «date: 25 septembre 2023»."""
    days = [d.last for d in dates.find(words[:MAX_LINE], dates.grammar(rules), None) if _DAY.fullmatch(d.value or "")]
    return days[0] if len(days) == 1 else None


def _posted(document: Document, rule: Rule, rules: Rules) -> list[Date]:
    """The days of the line by which a web site dates the release, where that stands outside its text."""
    line = document.hints.get("posted", "")[:MAX_LINE]
    found = []
    for date in dates.find(line, dates.grammar(rules), None):
        marked = f"{line[: date.start]}{MARK}{line[date.end :]}"
        if date.last and _DAY.fullmatch(date.value or "") and rule.search(marked):
            found.append(_outside(date.last, rule))
    return found


def _saved(document: Document) -> dt.date | None:
    """The day on which a file was last changed, as its program wrote it down."""
    days = [_day(document.hints.get(key, "")) for key in ("created", "modified")]
    return max(filter(None, days), default=None) if document.hints.get("created") else None


def _near(day: dt.date | None, other: dt.date, width: dt.timedelta) -> bool:
    return day is not None and abs(day - other) <= width


def _early(found: Date, saved: dt.date | None) -> Iterator[Problem]:
    """A Problem where the file was closed long before the day that was found: that may be the day of an event."""
    if saved and found.earliest and found.earliest - saved > SAVED:
        message = f"{found.by} says {found.value}, and the file was last changed on {saved}; check the release"
        yield Problem(layer="published", error="dates-differ", message=message)


def _day(iso: str) -> dt.date | None:
    """The day of an ISO date or date-time; None if it is neither."""
    try:
        return dt.date.fromisoformat(iso.strip()[:10])
    except ValueError:
        return None


def _named(document: Document, rule: Rule) -> list[Date]:
    """The day in the file's own name: "archives.zip!/cp_2020-02-11.pdf"."""
    m = _IN_NAME.search(re.split(r"[/\\]", document.name)[-1])
    day = _day(f"{m['y'] or m['y2']}-{m['m'] or m['m2']}-{m['d'] or m['d2']}") if m else None
    return [_outside(day, rule)] if day else []


def _year(document: Document) -> dt.date | None:
    """Some day of the year in the file's own name, if it has but one: "handisport-rio-2016.txt"."""
    years = {int(y) for y in _YEARS.findall(re.split(r"[/\\]", document.name)[-1])}
    return dt.date(years.pop(), 7, 1) if len(years) == 1 else None


def _conflicts(candidates: Sequence[Date]) -> Iterator[Problem]:
    first = candidates[0]
    for other in candidates[1:]:
        if other.value != first.value:
            message = (
                f"{first.by} says {first.value}, {other.by} says {other.value}; the first is kept, check the release"
            )
            yield Problem(layer="published", error="dates-differ", message=message)
