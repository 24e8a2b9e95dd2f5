"""Releases -> a folder for TXM's import «XML/w + CSV»: a file a release, and metadata.csv with a line each.

Blocks are <p> in <div type="zone">; names are <name type ref>, quotes <q who>, dates <date when>. CQP knows no element
in one of the same name, and XML no crossing: the earlier and longer span stands, the other is left out.
"""

from __future__ import annotations

import bisect
import csv
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.export.target import attribute, escaped, namer, new_folder, plain, xml_text
from communique.record import Block, Release

# TXM: the first column is `id`, the name of the file without .xml; names of columns are a-z.
COLUMNS = ("id", "date", "annee", "emetteur", "titre", "lieu", "genre", "langue", "source")


@dataclass(frozen=True, slots=True)
class _Element:
    start: int
    end: int
    tag: str
    attributes: tuple[tuple[str, str], ...]


def write(releases: Iterable[Release], target: Path) -> int:
    """A file a release and metadata.csv; how many releases."""
    number = 0
    name = namer()
    with new_folder(target) as folder, (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        table.writerow(COLUMNS)
        for release in releases:
            number += 1
            key = name(release)
            table.writerow(metadata(key, release))
            (folder / f"{key}.xml").write_text(document(release), "utf-8", newline="\n")
    return number


def metadata(key: str, release: Release) -> list[str]:
    """The line of metadata.csv, each cell on one line."""
    published = release.published
    first, last = (published.earliest, published.latest) if published else (None, None)
    cells = [
        *(key, published.value if published else ""),
        str(first.year) if first and last and first.year == last.year else "",
        *(fact.value if fact else "" for fact in (release.issuer, release.title, release.place)),
        *(release.kind, release.language, release.source.name),
    ]
    return [" ".join(xml_text(cell or "").split()) for cell in cells]


def document(release: Release) -> str:
    """The text of one release as XML."""
    elements = _elements(release)
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<text>\n']
    blocks = release.blocks
    if not blocks:
        parts.append(f"<p>{_marked(release.text, 0, len(release.text), elements)}</p>\n")
    within = iter(_by_block(elements, blocks))
    for zone, run in itertools.groupby(blocks, key=lambda block: block.zone):
        parts.append(f'<div type="{zone}">\n')
        for block in run:
            words = _marked(release.text, block.start, block.end, next(within))
            parts.append(f'<p type="{block.kind}">{words}</p>\n')
        parts.append("</div>\n")
    return "".join([*parts, "</text>\n"])


def _elements(release: Release) -> list[_Element]:
    names = {e.id: e.name for e in release.entities}
    found = [_Element(q.start, q.end, "q", (("who", q.speaker or ""),)) for q in release.quotes]
    for mention in release.mentions:
        attributes = (("type", mention.label.lower()), ("ref", plain(names.get(mention.entity, mention.value), "-")))
        found.append(_Element(mention.start, mention.end, "name", attributes))
    found += [
        _Element(d.start, d.end, "date", (("type", d.type.lower()), ("when", d.value or ""))) for d in release.dates
    ]
    return sorted(found, key=lambda e: (e.start, -e.end, e.tag))


def _by_block(elements: Sequence[_Element], blocks: Sequence[Block]) -> list[list[_Element]]:
    """The elements that touch each block."""
    starts = [block.start for block in blocks]
    found: list[list[_Element]] = [[] for _ in blocks]
    for element in elements:
        number = max(bisect.bisect_right(starts, element.start) - 1, 0)
        while number < len(blocks) and blocks[number].start < element.end:
            found[number].append(element)
            number += 1
    return found


def _marked(text: str, start: int, end: int, elements: Sequence[_Element]) -> str:
    """The words of a block with its elements; what runs over its edges is marked as far as it is within."""
    parts: list[str] = []
    open_: list[_Element] = []
    place = start

    def upto(stop: int) -> None:
        nonlocal place
        parts.append(escaped(text[place:stop]))
        place = stop

    for element in elements:
        first, last = max(element.start, start), min(element.end, end)
        if first >= last:
            continue
        while open_ and min(open_[-1].end, end) <= first:
            done = open_.pop()
            upto(min(done.end, end))
            parts.append(f"</{done.tag}>")
        crosses = open_ and min(open_[-1].end, end) < last
        if crosses or element.tag in {e.tag for e in open_}:
            continue
        upto(first)
        parts.append("<" + " ".join([element.tag, *(f'{k}="{attribute(v)}"' for k, v in element.attributes)]) + ">")
        open_.append(element)
    while open_:
        done = open_.pop()
        upto(min(done.end, end))
        parts.append(f"</{done.tag}>")
    upto(end)
    return "".join(parts)
