"""brat standoff: a folder with <id>.txt and <id>.ann. Offsets count code points of the .txt.

A ``T`` line is a span, a ``#`` line the note of one (the value of a date, the speaker of a quote). A span over a line
break is written in pieces, as brat wants it; pieces are read as one span. Relations, events and attributes are let lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from communique.evaluate.formats.marked import Mark, Marked, file_stem, id_of

_SPAN = re.compile(r"T(\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_NOTE = re.compile(r"#\S*\t\S+ T(\S+)\t(.*)")
CONFIGURATION = """[entities]
PER
ORG
LOC
MISC
DATE
INTERVAL
TIME
DURATION
SET
QUOTE

[relations]
<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
"""


def write(documents: Iterable[Marked], target: Path) -> None:
    """The folder, with the annotation.conf that brat needs to show the labels."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "annotation.conf").write_text(CONFIGURATION, "utf-8", newline="\n")
    for document in documents:
        lines = []
        for n, mark in enumerate(document.marks, 1):
            pieces = [
                (mark.start + m.start(), mark.start + m.end())
                for m in re.finditer(r"[^\r\n]+", document.text[mark.start : mark.end])
            ]
            offsets = ";".join(f"{start} {end}" for start, end in pieces)
            words = " ".join(document.text[start:end] for start, end in pieces)
            lines.append(f"T{n}\t{mark.label} {offsets}\t{words}")
            if mark.note:
                lines.append(f"#{n}\tAnnotatorNotes T{n}\t{mark.note}")
        stem = file_stem(document.id)
        (target / f"{stem}.txt").write_text(document.text, "utf-8", newline="")
        (target / f"{stem}.ann").write_text("".join(line + "\n" for line in lines), "utf-8", newline="\n")


def read(source: Path) -> Iterator[Marked]:
    """Every .ann of the folder with its .txt, by name."""
    for path in sorted(source.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8-sig")
        marks: dict[str, Mark] = {}
        for line in path.read_text("utf-8-sig").split("\n"):
            if m := _SPAN.fullmatch(line):
                offsets = [int(n) for n in re.findall(r"\d+", m[3])]
                marks[m[1]] = Mark(offsets[0], offsets[-1], m[2], words=m[4])
            elif (m := _NOTE.fullmatch(line)) and m[1] in marks:
                marks[m[1]] = replace(marks[m[1]], note=m[2].strip())
        yield Marked(id_of(path.stem), text, tuple(marks.values()))
