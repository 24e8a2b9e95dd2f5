"""Label Studio: a JSON list of tasks, spans in ``annotations[].result[]``.

The project needs a <Text name="text" value="$text"/>, <Labels name="label" toName="text"> with the labels of the guide,
and for values and speakers <TextArea name="note" toName="text" perRegion="true"/>. Offsets count code points; versions
before 1.5 counted UTF-16 units, which is found out from the words that each span repeats.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from communique.evaluate.formats.marked import Mark, Marked


def write(documents: Iterable[Marked], target: Path) -> None:
    """One task a release."""
    tasks = []
    for document in documents:
        result: list[dict[str, Any]] = []
        for n, mark in enumerate(document.marks):
            place = {"start": mark.start, "end": mark.end}
            region: dict[str, Any] = {"id": f"m{n}", "from_name": "label", "to_name": "text", "type": "labels"}
            result.append(
                region | {"value": place | {"text": document.text[mark.start : mark.end], "labels": [mark.label]}}
            )
            if mark.note:
                note = {"from_name": "note", "type": "textarea", "value": place | {"text": [mark.note]}}
                result.append(region | note)
        data = {"text": document.text, "gold_id": document.id}
        tasks.append({"data": data, "annotations": [{"result": result}]})
    target.write_text(json.dumps(tasks, ensure_ascii=False, indent=1), "utf-8")


def read(source: Path) -> Iterator[Marked]:
    """Every task of an export; of several annotations the last that was not cancelled, else the prediction."""
    for task in json.loads(source.read_text("utf-8-sig")):
        done = [a for a in task.get("annotations") or () if not a.get("was_cancelled")]
        results = (done or task.get("predictions") or [{"result": []}])[-1]["result"]
        notes = {
            r["id"]: " ".join(r["value"]["text"]).strip() for r in results if r["type"] == "textarea" and "id" in r
        }
        marks = [
            Mark(int(v["start"]), int(v["end"]), v["labels"][0], notes.get(r.get("id"), ""), v.get("text"))
            for r in results
            if r["type"] == "labels"
            for v in [r["value"]]
        ]
        data = task["data"]
        yield Marked(str(data.get("gold_id") or task.get("id")), data["text"], tuple(marks))
