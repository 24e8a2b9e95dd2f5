"""INCEpTION: a folder with one UIMA CAS JSON 0.4 file a release, spans of the built-in layer Named entity.

Offsets count UTF-16 units, as Java does. The label is the feature `value`; the value of a date and the speaker of a
quote stand in `identifier`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from communique.evaluate.formats.marked import Mark, Marked, file_stem, id_of
from communique.evaluate.formats.offsets import code_points, utf16

ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
STRING = {"%RANGE": "uima.cas.String"}


def write(documents: Iterable[Marked], target: Path) -> None:
    """The folder; import its files as "UIMA CAS JSON (experimental)"."""
    target.mkdir(parents=True, exist_ok=True)
    for document in documents:
        size = sum(2 if ord(char) > 0xFFFF else 1 for char in document.text)
        sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text"}
        whole = {
            "%ID": 2,
            "%TYPE": "uima.tcas.DocumentAnnotation",
            "@sofa": 1,
            "begin": 0,
            "end": size,
            "language": "fr",
        }
        structures: list[dict[str, Any]] = [sofa | {"sofaString": document.text}, whole]
        for n, mark in enumerate(utf16(document.text, document.marks), 3):
            span = {"%ID": n, "%TYPE": ENTITY, "@sofa": 1, "begin": mark.start, "end": mark.end, "value": mark.label}
            structures.append(span | ({"identifier": mark.note} if mark.note else {}))
        features = {name: {"%NAME": name, **STRING} for name in ("value", "identifier")}
        content = {
            "%TYPES": {ENTITY: {"%NAME": ENTITY, "%SUPER_TYPE": "uima.tcas.Annotation", **features}},
            "%FEATURE_STRUCTURES": structures,
            "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": list(range(2, len(structures) + 1))}},
        }
        path = target / f"{file_stem(document.id)}.json"
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def read(source: Path) -> Iterator[Marked]:
    """Every .json of the folder, by name."""
    for path in sorted(source.glob("*.json")):
        structures = json.loads(path.read_text("utf-8-sig"))["%FEATURE_STRUCTURES"]
        (text,) = [s["sofaString"] for s in structures if s["%TYPE"] == "uima.cas.Sofa" and "sofaString" in s]
        # The specification writes ^begin (an "anchor"), version 0.4 of the library begin.
        marks = tuple(
            Mark(
                s.get("begin", s.get("^begin", 0)),
                s["end"] if "end" in s else s["^end"],
                s["value"],
                s.get("identifier") or "",
            )
            for s in structures
            if s["%TYPE"] == ENTITY and s.get("value")
        )
        yield Marked(id_of(path.stem), text, tuple(code_points(text, marks)))
