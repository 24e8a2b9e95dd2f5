"""WiNER-fr (Wikinews, running press text) -> mentions of the model alone and with the rules: do the rules help there?

    PYTHONPATH=pipeline python tests/bench/bench_winer.py winer_fr_train_dev.jsonl --errors 30

Each line of the file is {id, text, spans: [[start, end, label]], split}. Strict: label and both ends. Press text has
conventions of its own («hôpital de X» is ORG or nothing, titles of works are MISC), so the figure to look at is that of
PER, LOC and ORG together, and whether the rules raise it. The second table is the precision of each rule.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from communique.document import Document, Source
from communique.extract import closure
from communique.read import read
from communique.record import Producer
from communique.rulebook import load
from communique.run import fill
from communique.tag import DEFAULT_MODEL, tagger

NAMES = ("PER", "LOC", "ORG")


class Span(NamedTuple):
    """A name: where it stands in the text's ink, its label, and who found it ("" for gold)."""

    start: int
    end: int
    label: str
    by: str = ""
    words: str = ""


class Article(NamedTuple):
    """One text with its names as annotated."""

    id: str
    text: str
    gold: tuple[Span, ...]


def articles(path: Path, split: str) -> Iterator[Article]:
    """The texts of one split; the labels are ours already, others count as MISC."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("split", split) == split:
            ink = Ink(row["text"])
            spans = [ink.span(a, b, label if label in NAMES else "MISC") for a, b, label in row["spans"]]
            yield Article(row["id"], row["text"], tuple(spans))


class Ink:
    """Offsets in a text, counted in characters that are not white space: readers may change that."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.before = [0]
        for c in text:
            self.before.append(self.before[-1] + (not c.isspace()))

    def span(self, start: int, end: int, label: str, by: str = "") -> Span:
        return Span(self.before[start], self.before[end], label, by, self.text[start:end])


def score(pairs: Iterable[tuple[Article, Sequence[Span]]]) -> dict[str, tuple[int, int, int]]:
    """Label -> gold, found, right; "P+L+O" is the three of NAMES together."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for article, found in pairs:
        gold = {s[:3] for s in article.gold}
        for n, spans in enumerate((gold, {s[:3] for s in found}, gold & {s[:3] for s in found})):
            for _, _, label in spans:
                counts[label][n] += 1
                if label in NAMES:
                    counts["P+L+O"][n] += 1
    return {label: (g, f, r) for label, (g, f, r) in sorted(counts.items())}


def table(name: str, scores: dict[str, tuple[int, int, int]]) -> Iterator[str]:
    yield f"{name:14} {'gold':>5} {'found':>5} {'P':>6} {'R':>6} {'F1':>6}"
    for label, (gold, found, right) in scores.items():
        p, r = 100 * right / max(1, found), 100 * right / max(1, gold)
        yield f"{label:14} {gold:5} {found:5} {p:6.1f} {r:6.1f} {200 * right / max(1, gold + found):6.1f}"


def by_rule(pairs: Iterable[tuple[Article, Sequence[Span]]]) -> Iterator[str]:
    hits: Counter[str] = Counter()
    right: Counter[str] = Counter()
    near: Counter[str] = Counter()
    for article, found in pairs:
        gold = {s[:3] for s in article.gold}
        for s in found:
            hits[s.by] += 1
            right[s.by] += s[:3] in gold
            near[s.by] += s[:3] not in gold and any(g.start < s.end and s.start < g.end for g in article.gold)
    yield f"{'rule or model':34} {'hits':>5} {'right':>5} {'P':>6} {'overlap':>7} {'nothing':>7}"
    for by in sorted(hits, key=lambda b: right[b] - hits[b]):
        nothing = hits[by] - right[by] - near[by]
        yield f"{by:34} {hits[by]:5} {right[by]:5} {100 * right[by] / hits[by]:6.1f} {near[by]:7} {nothing:7}"


def errors(pairs: Iterable[tuple[Article, Sequence[Span]]]) -> Iterator[str]:
    for article, found in pairs:
        gold = {s[:3]: s for s in article.gold}
        for s in found:
            if s[:3] not in gold:
                beside = [f"{g.words!r} {g.label}" for g in article.gold if g.start < s.end and s.start < g.end]
                yield f"{article.id}: found {s.words!r} {s.label} [{s.by}]  gold {'; '.join(beside) or '-'}"
        for k, s in gold.items():
            if not any(f.start < s.end and s.start < f.end for f in found):
                yield f"{article.id}: missed {s.words!r} {s.label} {k[0]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()

    all_ = list(articles(args.path, args.split))
    documents: list[Document] = [read(Source(f"{i}.txt", a.text.encode())) for i, a in enumerate(all_)]
    tag = tagger(args.model)
    list(tag(documents[:1]))  # loads the model
    start = time.perf_counter()
    documents = list(tag(documents))
    model_seconds = time.perf_counter() - start
    rules = load()
    layers = closure(["mentions"])
    producer = Producer(version="0", model=args.model, rules=rules.fingerprint)
    fill(documents[0], producer, rules, layers)  # loads the word lists
    start = time.perf_counter()
    releases = [fill(d, producer, rules, layers) for d in documents]
    rules_seconds = time.perf_counter() - start

    alone, ours = [], []
    for article, document, release in zip(all_, documents, releases, strict=True):
        ink = Ink(document.text)
        alone.append((article, [ink.span(t.start, t.end, t.label, t.by) for t in document.tags]))
        ours.append((article, [ink.span(m.start, m.end, m.label, m.by) for m in release.mentions]))
    for name, pairs in (("model alone", alone), ("with rules", ours)):
        print(*table(name, score(pairs)), "", sep="\n")
    print(*by_rule(ours), sep="\n")
    share = 100 * rules_seconds / model_seconds
    print(f"\nmodel {model_seconds:.2f} s, layers up to mentions {rules_seconds:.2f} s ({share:.0f} % of it)")
    if args.errors:
        print(*list(errors(ours))[: args.errors], sep="\n")


if __name__ == "__main__":
    main()
