"""corpus/releases -> CPU seconds of the layers about names beside those of the model, and how they grow with the text.

    PYTHONPATH=pipeline python tests/bench/bench_names.py [FOLDER]

CPU time, the best of several rounds, so that another program on the machine does not count. The last column is the
time a character for a text of many releases in one over that for them one by one: 1 is linear.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from communique.clean import assemble
from communique.document import Document, Part, Source, Tag
from communique.errors import ReadError
from communique.extract import Layer, closure
from communique.read import read, source_of
from communique.record import Producer, Release
from communique.rulebook import Rules, load
from communique.run import fill
from communique.tag import DEFAULT_MODEL, tagger

LAYERS = ("mentions", "entities", "persons")
ROUNDS = 5
PRODUCER = Producer(version="0", model=None, rules="0" * 16)


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of the fastest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def before(document: Document, rules: Rules, layer: Layer) -> Release:
    """The record as the layer finds it."""
    layers = closure([layer.name])
    return fill(document, PRODUCER, rules, layers[: layers.index(layer)])


def seconds(documents: Iterable[Document], rules: Rules, layer: Layer) -> float:
    pairs = [(d, before(d, rules, layer)) for d in documents]
    return cpu(lambda: [layer.find(d, r, rules) for d, r in pairs])


def in_one(documents: Iterable[Document]) -> Document:
    """All blocks of the documents in one, with their tags."""
    parts = [(d, b) for d in documents for b in d.blocks]
    whole = assemble(Source("all", b""), [Part(b.kind, d.words(b), b.level) for d, b in parts], {})
    tags: list[Tag] = []
    if len(whole.blocks) == len(parts):
        for (d, b), block in zip(parts, whole.blocks, strict=True):
            inside = (t for t in d.tags if b.start <= t.start and t.end <= b.end)
            move = block.start - b.start
            tags.extend(replace(t, start=t.start + move, end=t.end + move) for t in inside)
    return replace(whole, tags=tuple(tags))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[2] / "corpus" / "releases")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    args = parser.parse_args()
    documents = []
    for path in sorted(args.folder.iterdir()):
        try:
            documents.append(read(source_of(path)))
        except ReadError:
            continue
    tag = tagger(args.model)
    list(tag(documents[:1]))  # loads the model
    model = cpu(lambda: list(tag(documents)))
    documents = list(tag(documents))
    whole = in_one(documents)
    letters = sum(len(d.text) for d in documents)
    rules = load()
    print(f"{len(documents)} texts, {letters:,} characters; model {model:.2f} s CPU, {letters / model:,.0f} a second")
    print(f"{'layer':10} {'seconds':>8} {'of model':>9} {'linear':>7}")
    for layer in closure(LAYERS):
        if layer.name in LAYERS:
            one = seconds(documents, rules, layer)
            many = seconds([whole], rules, layer) * letters / len(whole.text)
            print(f"{layer.name:10} {one:8.3f} {100 * one / model:8.1f}% {many / one:7.2f}")


if __name__ == "__main__":
    main()
