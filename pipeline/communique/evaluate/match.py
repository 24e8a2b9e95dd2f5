"""Golds and Releases -> which record is of which gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

from communique.evaluate.align import ink
from communique.evaluate.gold import Gold
from communique.record import Producer, Release, SourceInfo

RUN = 12  # characters of ink in a run; runs of two texts of one release are mostly the same
ENOUGH = 0.5  # share of the gold's runs that a record must have to be taken for it when no name says so


def match(golds: Sequence[Gold], releases: Iterable[Release]) -> dict[str, Release]:
    """Gold id -> its record: by name of the file, else by text; a gold without a record is left out.

    A record is of a gold if the stem of its source's name is the gold's `id`, or its name is that of the gold's
    `input`; folders, the names of archives and the case of letters do not count. Of several such (index.html in many
    folders), and where there is none, the one whose text is most like the gold's.
    """
    named: dict[str, list[int]] = defaultdict(list)
    records = list(releases)
    for i, record in enumerate(records):
        name = _file_name(record.source.name)
        for one in {name, PurePosixPath(name).stem}:
            named[one].append(i)
    found: dict[str, int] = {}
    for gold in golds:
        if alike := next((named[name] for name in names_of(gold) if name in named), None):
            found[gold.id] = alike[0] if len(alike) == 1 else max(alike, key=_likeness(gold, records))
    for gold in golds:
        left = sorted(set(range(len(records))) - set(found.values()))
        if gold.id not in found and left:
            likeness = _likeness(gold, records)
            best = max(left, key=likeness)
            if likeness(best) >= ENOUGH:
                found[gold.id] = best
    return {gold.id: records[found[gold.id]] for gold in golds if gold.id in found}


def _likeness(gold: Gold, records: Sequence[Release]) -> Callable[[int], float]:
    """For the number of a record: the share of the gold's runs of ink that it has."""
    runs = _runs(gold.text)
    return lambda i: len(runs & _runs(records[i].text)) / max(1, len(runs))


def names_of(gold: Gold) -> tuple[str, ...]:
    """Names that its raw file, or the stem of that, may have, the surest first; in small letters."""
    return (*((_file_name(gold.input),) if gold.input else ()), gold.id.casefold())


def unread(gold: Gold) -> Release:
    """The record of a release that gave none: empty, so that all its gold is missed."""
    source = SourceInfo(name=gold.input or gold.id, media_type="", sha256="", size=0)
    return Release(id="", source=source, producer=Producer(version="", model=None, rules=""), text="")


def _file_name(path: str) -> str:
    """The last part of a path or of a member of an archive: "2020.zip!/a/CP-12.html" -> "cp-12.html"."""
    return PurePosixPath(path.replace("\\", "/").replace("!", "/")).name.casefold()


def _runs(text: str) -> set[str]:
    chars = ink(text).chars
    return {chars[i : i + RUN] for i in range(len(chars) - RUN + 1)}
