"""spaCy: JSONL of documents as ``Doc.to_json`` writes them; mentions are `ents`, dates and quotes span groups.

``Doc(vocab).from_json(row)`` reads a line, and a DocBin of such Docs is what ``spacy train`` wants. Values and speakers
stand in `kb_id`. A whole JSON list, or one document, is read too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from communique.evaluate.formats.marked import Mark, Marked, tokens

_MENTIONS = {"PER", "ORG", "LOC", "MISC"}


def write(documents: Iterable[Marked], target: Path) -> None:
    """One line a release."""
    with target.open("w", encoding="utf-8") as file:
        for document in documents:
            groups: dict[str, list[dict[str, Any]]] = {"ents": [], "dates": [], "quotes": []}
            for mark in document.marks:
                group = "ents" if mark.label in _MENTIONS else "quotes" if mark.label == "QUOTE" else "dates"
                place = {"start": mark.start, "end": mark.end}
                groups[group].append(place | {"label": mark.label, "kb_id": mark.note})
            row = {
                "text": document.text,
                "ents": groups["ents"],
                "spans": {name: groups[name] for name in ("dates", "quotes")},
                "tokens": [{"id": n, "start": a, "end": b} for n, (a, b) in enumerate(_words(document))],
                "gold_id": document.id,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read(source: Path) -> Iterator[Marked]:
    """Every document."""
    content = source.read_text("utf-8-sig")
    try:
        whole = json.loads(content)
        rows = whole if isinstance(whole, list) else [whole]
    except json.JSONDecodeError:
        rows = [json.loads(line) for line in content.split("\n") if line.strip()]
    for n, row in enumerate(rows, 1):
        spans = [*row.get("ents", ()), *(span for group in row.get("spans", {}).values() for span in group)]
        marks = {Mark(s["start"], s["end"], s["label"], s.get("kb_id") or "") for s in spans}
        ordered = sorted(marks, key=lambda mark: (mark.start, mark.end, mark.label))
        yield Marked(str(row.get("gold_id") or row.get("id") or n), row["text"], tuple(ordered))


def _words(document: Marked) -> Iterator[tuple[int, int]]:
    """Tokens as spaCy has them: one plain space after a word belongs to the word, other white space is a token."""
    before = False  # a word ends here
    for start, end in tokens(document.text, document.marks):
        blank = document.text[start:end].isspace()
        if blank and before and document.text[start] == " ":
            start += 1
        if start < end:
            yield start, end
        before = not blank
