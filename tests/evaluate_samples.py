"""Golds and records for the tests of evaluation; offsets are written by mark-up, never counted.

``[Ville de Tours](ORG)`` is a mention, ``[3 mars 2021](DATE 2021-03-03)`` a date (a third word is its mod),
``[Nous ouvrons](QUOTE Jeanne Roux)`` a quote and its speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from communique.evaluate.gold import Gold
from communique.record import Producer, Release, SourceInfo

MARK = re.compile(r"\[([^\]]+)\]\((\w+)(?: ([^)]*))?\)")
DATES = {"DATE", "INTERVAL", "TIME", "DURATION", "SET"}
PRODUCER = Producer(version="0", model=None, rules="0" * 16)


def plain(marked: str) -> str:
    """The text without its marks."""
    return MARK.sub(r"\1", marked)


def gold(marked: str, id: str = "cp", **layers: Any) -> Gold:
    """A gold of this text; mentions, dates and quotes are annotated as marked, other layers as given."""
    content = {"id": id, "text": plain(marked), "mentions": [], "dates": [], "quotes": []} | layers
    for start, end, label, value in marks(marked):
        if label in DATES:
            edtf, _, mod = (value or "").partition(" ")
            content["dates"].append(
                {"start": start, "end": end, "type": label, "value": edtf or None, "mod": mod or None}
            )
        elif label == "QUOTE":
            content["quotes"].append({"start": start, "end": end, "speaker": value})
        else:
            content["mentions"].append({"start": start, "end": end, "label": label})
    return Gold.model_validate(content)


def release(marked: str, name: str = "cp.txt", by: str = "essai/regle", **fields: Any) -> Release:
    """A record of this text with mentions, dates and quotes as marked, other fields as given."""
    text = plain(marked)
    content: dict[str, Any] = {"mentions": [], "dates": [], "quotes": []}
    for start, end, label, value in marks(marked):
        span = {"start": start, "end": end, "text": text[start:end], "by": by}
        if label in DATES:
            edtf, _, mod = (value or "").partition(" ")
            content["dates"].append({**span, "type": label, "value": edtf or None, "mod": mod or None})
        elif label == "QUOTE":
            content["quotes"].append({**span, "value": text[start:end], "speaker": value})
        else:
            content["mentions"].append({**span, "value": text[start:end], "label": label, "entity": "e1"})
    source = SourceInfo(name=name, media_type="text/plain", sha256=name, size=len(text))
    return Release.model_validate({"id": "1", "source": source, "producer": PRODUCER, "text": text} | content | fields)


def span(text: str, words: str, **more: Any) -> dict[str, Any]:
    """A span of the first place where these words stand."""
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, "by": "essai/regle", **more}


def marks(marked: str) -> Iterator[tuple[int, int, str, str | None]]:
    """start, end, label and value of each mark, in the text without marks."""
    removed = 0
    for m in MARK.finditer(marked):
        start = m.start() - removed
        yield start, start + len(m[1]), m[2], m[3]
        removed += len(m[0]) - len(m[1])
