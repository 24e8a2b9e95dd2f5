"""Prodigy: JSONL with text, tokens and spans, as ``ner.manual`` and ``spans.manual`` read and write it.

Values and speakers stand in a key of their own of each span (`note`), which Prodigy hands on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.evaluate.formats.marked import Mark, Marked, tokens


def write(documents: Iterable[Marked], target: Path) -> None:
    """One task a line."""
    with target.open("w", encoding="utf-8") as file:
        for document in documents:
            text = document.text
            words = [(a, b) for a, b in tokens(text, document.marks) if not text[a:b].isspace()]
            starts, ends = {a: n for n, (a, _) in enumerate(words)}, {b: n for n, (_, b) in enumerate(words)}
            row = {
                "text": text,
                "tokens": [
                    {"text": text[a:b], "start": a, "end": b, "id": n, "ws": text[b : b + 1].isspace()}
                    for n, (a, b) in enumerate(words)
                ],
                "spans": [
                    {"start": m.start, "end": m.end, "token_start": starts[m.start], "token_end": ends[m.end]}
                    | {"label": m.label}
                    | ({"note": m.note} if m.note else {})
                    for m in document.marks
                ],
                "meta": {"gold_id": document.id},
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read(source: Path) -> Iterator[Marked]:
    """Every task that was accepted (or not answered yet)."""
    for n, line in enumerate(source.read_text("utf-8-sig").split("\n"), 1):
        if line.strip():
            row = json.loads(line)
            if row.get("answer", "accept") == "accept":
                marks = tuple(Mark(s["start"], s["end"], s["label"], s.get("note", "")) for s in row.get("spans") or ())
                yield Marked(str((row.get("meta") or {}).get("gold_id") or n), row["text"], marks)
