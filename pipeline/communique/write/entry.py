"""One result as the sinks take it: a line of JSON and rows of tables, made where the release was, small to move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from communique.record import Failure, Release
from communique.write.tables import Row, rows

State = Literal["ok", "failed", "quarantined", "gone"]
# Why a source was given up though nothing is wrong with its form: it kills or hangs who reads it.
DEADLY = frozenset({"Died", "Timeout"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one source."""

    source: str  # its name
    state: State  # "gone": the source is no more; sinks forget it
    line: bytes = b""  # the Release or Failure as JSON in UTF-8, without a line end; empty if gone
    rows: tuple[tuple[str, Row], ...] = ()  # (table, row), parents before their children
    release: str = ""  # id of the release
    year: str = ""  # of publication
    facts: tuple[int, ...] = ()  # number of facts in each layer of COUNTED
    problems: int = 0


COUNTED = ("mentions", "entities", "persons", "acronyms", "dates", "lists", "quotes", "amounts", "contacts", "about")


def entry(result: Release | Failure) -> Entry:
    """The entry of a result."""
    line = result.model_dump_json().encode()
    if isinstance(result, Failure):
        return Entry(result.source, "quarantined" if result.error in DEADLY else "failed", line)
    return Entry(
        source=result.source.name,
        state="ok",
        line=line,
        rows=tuple(rows(result)),
        release=result.id,
        year=str(result.published.earliest.year) if result.published and result.published.earliest else "",
        facts=tuple(len(getattr(result, layer)) for layer in COUNTED),
        problems=len(result.problems),
    )


def restored(line: bytes, state: State) -> Entry:
    """The entry that a line of records.jsonl or failures.jsonl stands for.

    Raises:
        ValueError: the line is none of ours.
    """
    return entry(Release.model_validate_json(line) if state == "ok" else Failure.model_validate_json(line))
