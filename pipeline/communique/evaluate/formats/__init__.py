"""Gold <-> the files of annotation tools. One module a format; FORMATS names them.

A module has ``write(documents, target)`` and ``read(source)``, both in terms of `Marked`. What a format cannot say
(lists, contacts; in some also the value of a date) comes back from the gold that was exported: give it as `base`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import GoldError
from communique.evaluate.formats import brat, conll, doccano, inception, label_studio, prodigy, spacy_json
from communique.evaluate.formats.marked import LAYERS, Mark, Marked
from communique.evaluate.formats.offsets import settle
from communique.evaluate.gold import Gold


@dataclass(frozen=True, slots=True)
class Format:
    """One tool's files."""

    write: Callable[[Iterable[Marked], Path], None]
    read: Callable[[Path], Iterator[Marked]]
    layers: tuple[str, ...]  # that it can hold
    target: str  # what `write` makes: "file" or "folder"


FORMATS: Mapping[str, Format] = {
    "brat": Format(brat.write, brat.read, LAYERS, "folder"),
    "conll": Format(conll.write, conll.read, ("mentions",), "file"),
    "doccano": Format(doccano.write, doccano.read, LAYERS, "file"),
    "inception": Format(inception.write, inception.read, LAYERS, "folder"),
    "label-studio": Format(label_studio.write, label_studio.read, LAYERS, "file"),
    "prodigy": Format(prodigy.write, prodigy.read, LAYERS, "file"),
    "spacy": Format(spacy_json.write, spacy_json.read, LAYERS, "file"),
}
_LABELS = {
    **dict.fromkeys(("PER", "ORG", "LOC", "MISC"), "mentions"),
    **dict.fromkeys(("DATE", "INTERVAL", "TIME", "DURATION", "SET"), "dates"),
    "QUOTE": "quotes",
}


def export_gold(golds: Sequence[Gold], target: Path, name: str, layers: Sequence[str] = LAYERS) -> None:
    """Write these layers of the golds as files of one tool.

    Raises:
        GoldError: the target cannot be written.
    """
    one = FORMATS[name]
    chosen = [layer for layer in layers if layer in one.layers]
    try:
        one.write([marked(gold, chosen) for gold in golds], target)
    except OSError as error:
        raise GoldError(f"{target}: {error.strerror}; give a {one.target} that can be written") from error


def import_gold(source: Path, name: str, base: Sequence[Gold] = (), layers: Sequence[str] = LAYERS) -> Iterator[Gold]:
    """The golds in files of one tool; what the files do not say is as in the `base` gold of the same id.

    Raises:
        GoldError: a file cannot be read, a label is none of the guide's, or a span is not where its words are.
    """
    one = FORMATS[name]
    known = {gold.id: gold for gold in base}
    chosen = [layer for layer in layers if layer in one.layers]
    try:
        for document in one.read(source):
            yield merged(document, known.get(document.id), chosen)
    except OSError as error:
        raise GoldError(f"{source}: {error.strerror}; give the {one.target} that the tool wrote") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{source}: not UTF-8 ({error.reason} at byte {error.start}); convert it first") from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise GoldError(f"{source}: not a file of {name}: {error!r}; see docs/evaluation.md") from error


def marked(gold: Gold, layers: Sequence[str] = LAYERS) -> Marked:
    """The spans of a gold in these layers, in text order."""
    marks: list[Mark] = []
    if "mentions" in layers:
        marks += [Mark(m.start, m.end, m.label) for m in gold.mentions]
    if "dates" in layers:
        marks += [Mark(d.start, d.end, d.type, " ".join(v for v in (d.value, d.mod) if v)) for d in gold.dates]
    if "quotes" in layers:
        marks += [Mark(q.start, q.end, "QUOTE", q.speaker or "") for q in gold.quotes]
    marks.sort(key=lambda mark: (mark.start, mark.end, mark.label))
    return Marked(gold.id, gold.text, tuple(marks))


def merged(document: Marked, base: Gold | None, layers: Sequence[str] = LAYERS) -> Gold:
    """A gold of what a tool's file says, on the text of `base` if there is one.

    A mark without a note (some tools have no place for the value of a date, the speaker of a quote) keeps that of the
    same span in `base`.

    Raises:
        GoldError: a label is none of the guide's, or a mark does not lie on its words.
    """
    if unknown := sorted({mark.label for mark in document.marks} - set(_LABELS)):
        raise GoldError(f"{document.id}: labels {', '.join(unknown)}; the guide has {', '.join(_LABELS)}")
    settled = settle(document, base.text if base else None)
    notes = {(m.start, m.end, m.label): m.note for m in marked(base).marks} if base else {}
    found: dict[str, list[dict[str, Any]]] = {layer: [] for layer in layers}
    for mark in settled.marks:
        layer = _LABELS[mark.label]
        if layer not in layers:
            continue
        note = mark.note or notes.get((mark.start, mark.end, mark.label), "")
        span: dict[str, Any] = {"start": mark.start, "end": mark.end}
        if layer == "mentions":
            span["label"] = mark.label
        elif layer == "dates":
            value, _, mod = note.partition(" ")
            span |= {"type": mark.label, "value": value or None} | ({"mod": mod} if mod else {})
        else:
            span["speaker"] = note or None
        found[layer].append(span)
    before = base.model_dump(exclude_unset=True) if base else {"id": document.id}
    return Gold.model_validate({**before, "text": settled.text, **found})
