"""Golds and Releases -> which record is of which gold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from communique.evaluate.align import ink
from communique.evaluate.gold import Gold
from communique.record import Producer, Release, SourceInfo

RUN = 12  # characters of ink in a run; runs of two texts of one release are mostly the same
ENOUGH = 0.5  # share of the gold's runs that a record must have to be taken for it when no name says so


def match(golds: Sequence[Gold], releases: Iterable[Release]) -> dict[str, Release]:
    """Gold id -> its record: by name of the file, else by text; a gold without a record is left out.

    A record is of a gold if the stem of its source's name is the gold's `id`, or its name is that of the gold's
    `input`; folders, the names of archives and the case of letters do not count. Of two such, the later one.
    """
    records = list(releases)
    by_name: dict[str, Release] = {}
    for record in records:
        name = _file_name(record.source.name)
        by_name |= {name: record, PurePosixPath(name).stem: record}
    found: dict[str, Release] = {}
    for gold in golds:
        for name in names_of(gold):
            if name in by_name:
                found.setdefault(gold.id, by_name[name])
    if len(found) < len(golds):
        taken = {id(record) for record in found.values()}
        left = [(record, _runs(record.text)) for record in records if id(record) not in taken]
        for gold in golds:
            if gold.id not in found and left:
                runs = _runs(gold.text)
                best = max(left, key=lambda one: len(runs & one[1]))
                if len(runs & best[1]) >= ENOUGH * max(1, len(runs)):
                    found[gold.id] = best[0]
                    left.remove(best)
    return {gold.id: found[gold.id] for gold in golds if gold.id in found}


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
