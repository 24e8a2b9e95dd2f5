"""doccano, sequence labelling: JSONL with ``label: [[start, end, label]]``.

A project with relations exports ``entities`` instead, with start_offset and end_offset; both are read. There is no
place for values and speakers: they come back from the base gold. Turn on "Allow overlapping spans" in the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.evaluate.formats.marked import Mark, Marked


def write(documents: Iterable[Marked], target: Path) -> None:
    """One line a release; `gold_id` becomes metadata in doccano and comes back with the export."""
    with target.open("w", encoding="utf-8") as file:
        for document in documents:
            label = [[mark.start, mark.end, mark.label] for mark in document.marks]
            row = {"text": document.text, "label": label, "gold_id": document.id}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read(source: Path) -> Iterator[Marked]:
    """Every line of an export."""
    for line in source.read_text("utf-8-sig").split("\n"):
        if line.strip():
            row = json.loads(line)
            spans = [tuple(span) for span in row.get("label") or row.get("labels") or ()]
            spans += [(e["start_offset"], e["end_offset"], e["label"]) for e in row.get("entities") or ()]
            id = row.get("gold_id") or (row.get("meta") or {}).get("gold_id") or row["id"]
            yield Marked(str(id), row["text"], tuple(Mark(start, end, label) for start, end, label in spans))
