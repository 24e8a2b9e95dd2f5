"""Document -> dates: every expression that names a time, resolved against the day of publication.

The grammar is rules/dates.yaml, read by `values/dates.py`; this module only brings the two and the release together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from communique.document import Document
from communique.record import Date, Problem, Release
from communique.rulebook import Rules
from communique.values import dates
from communique.values.moments import Moment
from communique.values.neighbours import Neighbours


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Dates in text order, each by a rule of rules/dates.yaml; a Problem for a weekday that is not its date's."""
    anchor = release.published.earliest if release.published else None
    found = dates.find(document.text, dates.grammar(rules), anchor)
    return {
        "dates": tuple(fact(document.text, date) for date in found),
        "problems": tuple(doubt(document.text, date) for date in found if date.doubt),
    }


def refused(document: Document, release: Release, rules: Rules) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, rule and reason of each expression that a rule read as a time and its neighbours ruled out."""
    grammar = dates.grammar(rules)
    anchor = release.published.earliest if release.published else None
    items = dates.parse(document.text, grammar, anchor.year if anchor else None)
    neighbours = Neighbours(items, document.text, grammar.words)
    for i, item in enumerate(items):
        if isinstance(item.values.get("moment"), Moment) and neighbours.admitted(i) is None:
            by = str(item.values.get("rule") or "dates/lexemes")
            yield item.start, item.end, by, "what stands beside it makes it no date"


def fact(text: str, date: dates.Date) -> Date:
    """The record of a date found in `text`."""
    return Date(
        start=date.start,
        end=date.end,
        text=text[date.start : date.end],
        by=date.rule,
        type=date.type,
        value=date.value,
        mod=date.mod,
        earliest=date.first,
        latest=date.last,
    )


def doubt(text: str, date: dates.Date) -> Problem:
    """What to say of a date whose weekday is another day's."""
    words = text[date.start : date.end]
    message = f"{words!r} at {date.start}: {date.value} is another day of the week; check the release"
    return Problem(layer="dates", error=date.doubt, message=message)
