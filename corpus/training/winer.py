"""WiNER-fr (JSON lines: text, spans, split) -> lines with spans, by this project's conventions.

WiNER (Wikinews; texts CC BY 2.5, annotations CC BY 4.0) is not held here: whoever trains gives its path. What it does
otherwise than corpus/guide.md, and what a rule can set right, is set right: social networks are ORG, a minister's
portfolio is nothing, buildings are LOC, a span has no article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from fill import Text

Split = Literal["train", "dev"]

NETWORKS = frozenset(
    ["Facebook", "Twitter", "Google", "YouTube", "Instagram", "Snapchat", "Reddit", "Digg", "Identi.ca", "Yahoo!"]
)
_BUILDINGS = re.compile(
    r"(?:gare|aéroport|église|cathédrale|basilique|mosquée|stade|abbaye|château|auditorium|prison|centre commercial"
    r"|place|palais|cimetière|théâtre|salle|tour|pont)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:[ldLD]|qu|Qu)['’]")
_PORTFOLIO = re.compile(
    r"\b(?:[Mm]inistres?|[Ss]ecrétaires? d['’]État)(?: \w+){0,3} (?:de l['’]|de la |des |du |à l['’]|à la |aux? )$"
)


def texts(path: Path, split: Split, ours: bool = True) -> Iterator[Text]:
    """Each line of a split with its spans; as WiNER has them, if not `ours`."""
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        if row["split"] != split:
            continue
        at = 0
        for line in row["text"].split("\n"):
            end = at + len(line)
            spans = [(s - at, e - at, label) for s, e, label in sorted(row["spans"]) if at <= s and e <= end]
            if line.strip():
                mapped = [m for span in spans if (m := mapped_span(line, *span))] if ours else spans
                yield Text(line, tuple(mapped), row["id"])
            at = end + 1


def mapped_span(line: str, start: int, end: int, label: str) -> tuple[int, int, str] | None:
    """The span by our guide: "l'Inde" LOC -> "Inde" LOC; the Intérieur of its minister -> None."""
    name = line[start:end]
    if m := _ARTICLE.match(name):
        start += m.end()
        name = line[start:end]
    if name in NETWORKS:
        label = "ORG"
    if label == "ORG" and _PORTFOLIO.search(line, max(0, start - 80), start):
        return None
    if label in {"ORG", "MISC"} and _BUILDINGS.match(name):
        label = "LOC"
    return (start, end, label) if start < end else None
