"""Document -> published and embargo: the day the release came out, and until when it was not to be used.

Tried in this order: a dateline or line of date at the top, what the file says of itself, the day in its name, a
dateline at the end, the day that the user gives. The first wins; a later one of the release that names another day
leaves a Problem. A text of one block is a sentence, not a release: only the file's and the user's day count there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from communique.document import Document
from communique.record import Block, Date, Problem, Release
from communique.rulebook import Rule, Rules
from communique.values import dates

MARK = "¤"  # stands for the date in a rule's pattern
TOP_BLOCKS = 12  # of 35 releases with a dateline, the lowest stands in the ninth block
LONG = 200  # code points: a block as long as this is text proper, not a line of the header
SENTENCE = 60  # so is one that ends in a full stop and is as long as this
FIRST_PARAGRAPHS = 3  # a dateline may follow the summary: «Paris, le 2 décembre 2019. Dans une lettre…»
LAST_BLOCKS = 8  # a signature, a contact box and a footer may follow «Fait à Tours, le 18 avril»
FIRST_PAGE = 20  # blocks in which an embargo may be announced
MAX_LINE = 400  # code points of a block's start in which a dateline is looked for: ten cities take 120

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?")
_IN_NAME = re.compile(
    r"(?<![0-9a-z])(?P<y>(?:19|20)\d\d)(?P<s>[-_.]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?![0-9a-z])"
    r"|(?<![0-9a-z])(?P<d2>0[1-9]|[12]\d|3[01])(?P<s2>[-_.])(?P<m2>0[1-9]|1[0-2])(?P=s2)(?P<y2>(?:19|20)\d\d)(?![0-9a-z])",
    re.IGNORECASE,
)


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """`published`, `embargo`, and a Problem where two places of the release disagree on the day."""
    own = rules["published"]
    said = _hinted(document, own["metadonnees"], "published")
    year = said.earliest if said else _day(document.hints.get("anchor", ""))
    places = _places(document.text, release.blocks)
    candidates = [
        c
        for rule in own
        if rule.options.get("zone") in ("titre", "haut", "début")
        for c in _seen(document, rule, places, rules, year)
    ]
    candidates = sorted(candidates, key=lambda date: date.start)[:1]
    candidates += [said] if said else []
    candidates += _named(document, own["nom-de-fichier"])
    candidates += [
        c for rule in own if rule.options.get("zone") == "fin" for c in _seen(document, rule, places, rules, year)
    ]
    embargo = next(iter(_seen(document, own["embargo"], places, rules, year)), None)
    found: dict[str, object] = {"embargo": embargo}
    if candidates:
        found["published"] = candidates[0]
        found["problems"] = tuple(_conflicts(candidates))
    else:
        found["published"] = _hinted(document, own["ancre"], "anchor")
    return found


def _proper(words: str) -> bool:
    """Whether a block is text proper and not a line of the header."""
    return len(words) >= LONG or (len(words) >= SENTENCE and words.endswith("."))


def _places(text: str, blocks: Sequence[Block]) -> Mapping[str, Sequence[Block]]:
    """The blocks in which a rule may look, by its `zone`; none for a text of one block."""
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
        "début": start,
        "fin": [b for b in blocks[-LAST_BLOCKS:] if b not in head],
        "partout": blocks[:FIRST_PAGE],
    }


def _seen(
    document: Document, rule: Rule, places: Mapping[str, Sequence[Block]], rules: Rules, anchor: dt.date | None
) -> Iterator[Date]:
    """The dates that a rule's pattern finds in the blocks of its zone, in text order."""
    for block in places.get(rule.options["zone"], ()):
        words = document.text[block.start : block.end][:MAX_LINE]
        for date in dates.find(words, dates.grammar(rules), anchor):
            value = (date.value or "").removeprefix("../")
            if not _DAY.fullmatch(value) or (rule.name != "embargo" and date.value != value[:10]):
                continue
            if rule.regex.search(f"{words[: date.start]}{MARK}{words[date.end :]}"):
                yield Date(
                    start=block.start + date.start,
                    end=block.start + date.end,
                    text=words[date.start : date.end],
                    by=rule.id,
                    type="TIME" if "T" in value else "DATE",
                    value=value,
                    earliest=date.last,
                    latest=date.last,
                )


def _outside(day: dt.date, rule: Rule) -> Date:
    """A day that the text does not say."""
    return Date(start=0, end=0, text="", by=rule.id, type="DATE", value=day.isoformat(), earliest=day, latest=day)


def _hinted(document: Document, rule: Rule, key: str) -> Date | None:
    day = _day(document.hints.get(key, ""))
    return _outside(day, rule) if day else None


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


def _conflicts(candidates: Sequence[Date]) -> Iterator[Problem]:
    first = candidates[0]
    for other in candidates[1:]:
        if other.value != first.value:
            message = (
                f"{first.by} says {first.value}, {other.by} says {other.value}; the first is kept, check the release"
            )
            yield Problem(layer="published", error="dates-differ", message=message)
