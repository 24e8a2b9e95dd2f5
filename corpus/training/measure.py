"""How right the recogniser is by itself, before any rule: strict precision, recall and F1 (label and both ends).

python corpus/training/measure.py                                   the shipped weights, on what the project holds
python corpus/training/measure.py --stock --winer winer_fr_train_dev.jsonl --gold corpus/gold/open.jsonl …
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import fill
import winer
from fill import Text
from train import MODEL, base, lines

LABELS = ("PER", "LOC", "ORG", "MISC")
CORPUS = Path(__file__).parents[1]


def loaded(folder: Path | None) -> Any:
    """The base model, its `ner` as it is or that of a folder."""
    nlp = base()
    if folder:
        nlp.get_pipe("ner").from_disk(folder / "ner", exclude=["vocab"])
    return nlp


def gold(path: Path) -> Iterator[Text]:
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        spans = sorted((m["start"], m["end"], m["label"]) for m in row["mentions"])
        yield Text(row["text"], tuple(spans), row["id"])


HELD_OUT = "frames, held out"
Counts = Mapping[str, tuple[int, int, int]]  # label -> gold, found, right


def fingerprint(*paths: Path) -> str:
    """Of the files that figures were measured on: tells whether they are still those."""
    return sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def frame_files() -> list[Path]:
    return [*sorted((fill.HERE / "frames").glob("*.txt")), *sorted((fill.HERE / "slots").glob("*.txt"))]


def held_out() -> list[Text]:
    """Frames and names that were not trained on."""
    return list(fill.texts("held-out", 6, "measure"))


def counts(nlp: Any, texts: Iterable[Text]) -> Counts:
    known, found, right = Counter[str](), Counter[str](), Counter[str]()
    rows = lines(list(texts))
    for doc, text in zip(nlp.pipe(t.text for t in rows), rows, strict=True):
        here = {(e.start_char, e.end_char, e.label_) for e in doc.ents}
        known.update(label for *_, label in text.spans)
        found.update(label for *_, label in here)
        right.update(label for *_, label in here & set(text.spans))
    return {label: (known[label], found[label], right[label]) for label in LABELS}


def f1(counted: Counts, labels: Sequence[str] = LABELS) -> tuple[float, float, float]:
    """Precision, recall, F1 in per cent, of some labels together."""
    known, found, right = (sum(counted[label][i] for label in labels) for i in range(3))
    p, r = right / found if found else 0.0, right / known if known else 0.0
    return tuple(round(100 * x, 1) for x in (p, r, 2 * p * r / (p + r) if p + r else 0.0))  # type: ignore[return-value]


def figures(counted: Counts) -> dict[str, float]:
    """F1 of all labels, of each, and of PER, LOC and ORG together."""
    each = {label: f1(counted, [label])[2] for label in LABELS}
    return {"all": f1(counted)[2], **each, "PER+LOC+ORG": f1(counted, LABELS[:3])[2]}


def sets(winer_path: Path | None, golds: Sequence[Path]) -> Iterator[tuple[str, list[Text]]]:
    """Name and texts of each set."""
    yield "frames, trained on", list(fill.texts("train", 1, "measure"))
    yield HELD_OUT, held_out()
    for path in golds:
        yield f"{path.parent.parent.name}/gold/{path.stem}", list(gold(path))
    if winer_path:
        yield "WiNER dev", list(winer.texts(winer_path, "dev", ours=False))
        yield "WiNER dev, our guide", list(winer.texts(winer_path, "dev"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of meta.json and ner/")
    parser.add_argument("--stock", action="store_true", help="the base model's own ner instead")
    parser.add_argument("--winer", type=Path)
    parser.add_argument("--gold", type=Path, nargs="*", default=sorted((CORPUS / "gold").glob("*.jsonl")))
    parser.add_argument("--write", action="store_true", help="put the figures into the model's meta.json")
    arguments = parser.parse_args()
    nlp = loaded(None if arguments.stock else arguments.model)
    print(f"{'':24}{'P':>6}{'R':>6}{'F1':>6}" + "".join(f"{label:>7}" for label in (*LABELS, "P+L+O")))
    fingerprints = {f"corpus/gold/{path.stem}": fingerprint(path) for path in arguments.gold}
    fingerprints[HELD_OUT] = fingerprint(*frame_files())
    measured: dict[str, dict[str, float | str]] = {}
    for name, texts in sets(arguments.winer, arguments.gold):
        counted = counts(nlp, texts)
        measured[name] = {**figures(counted), "of": fingerprints[name]} if name in fingerprints else figures(counted)
        p, r, f = f1(counted)
        print(f"{name:24}{p:6}{r:6}{f:6}" + "".join(f"{x:7}" for x in list(figures(counted).values())[1:]))
    if arguments.write:
        path = arguments.model / "meta.json"
        meta = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps({**meta, "figures": measured}, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
