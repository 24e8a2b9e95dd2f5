"""Dates -> their cost per 100 kB of press text, beside dateparser's search, and on text made to be slow.

    python tests/bench/bench_dates.py

The text is that of the open half of the corpus. dateparser comes with the extra `peers` (pip install -e '.[peers]');
without it its row is left out, and a line says so. Figures of one run are of one machine in one hour: compare the
ratios. The second table doubles each hostile text: the cost of a reader in linear time doubles too.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "pipeline"))  # so that it runs from a checkout that is not installed

from communique.rulebook import load
from communique.values import dates

GOLD = ROOT / "corpus" / "gold" / "open.jsonl"
SIZE = 100_000  # bytes to which the figures are brought
ANCHOR = dt.date(2020, 2, 11)
HOSTILE = {
    "du 1 au 2 ": "ranges of days without month",
    "1234567890": "100 kB of figures",
    "mars ": "months",
    "le 3, ": "an enumeration without end",
    "lundi ": "weekdays",
    "de 9h à ": "hours that go nowhere",
    "vingt-": "a numeral without end",
}

Reader = Callable[[str], int]


def ours() -> Reader:
    """The number of dates that this package finds."""
    grammar = dates.grammar(load())
    return lambda text: len(dates.find(text, grammar, ANCHOR))


def dateparser() -> Reader | None:
    """The number of dates that dateparser's search finds, told that the text is French; None if not installed."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        return None
    settings = {"RELATIVE_BASE": dt.datetime.combine(ANCHOR, dt.time())}
    return lambda text: len(search_dates(text, languages=["fr"], settings=settings) or [])


def seconds(reader: Reader, texts: list[str]) -> tuple[float, int]:
    """Seconds for all texts, the best of two runs, and what was found in them."""
    best, found = float("inf"), 0
    for _ in range(2):
        start = time.perf_counter()
        found = sum(reader(text) for text in texts)
        best = min(best, time.perf_counter() - start)
    return best, found


def main() -> None:
    texts = [json.loads(line)["text"] for line in GOLD.read_text(encoding="utf-8").splitlines()]
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} releases, {size / 1000:.0f} kB; seconds per 100 kB, the best of two runs\n")
    mine = ours()
    mine("")
    cost, found = seconds(mine, texts)
    print(f"{'reader':<12} {'s/100 kB':>9} {'found':>6} {'times ours':>11}")
    print(f"{'communique':<12} {cost * SIZE / size:>9.3f} {found:>6} {1:>11.1f}")
    if peer := dateparser():
        peer("le 3 mars 2020")
        theirs, found = seconds(peer, texts)
        print(f"{'dateparser':<12} {theirs * SIZE / size:>9.3f} {found:>6} {theirs / cost:>11.1f}")
    else:
        print("dateparser   not installed: pip install -e '.[peers]'")

    print(f"\n{'hostile text':<42} {'s/100 kB':>9} {'200 kB : 100 kB':>16}")
    for unit, name in HOSTILE.items():
        once, twice = (seconds(mine, [unit * (n * SIZE // len(unit))])[0] for n in (1, 2))
        print(f"{unit!r:<14}{name:<28} {once:>9.3f} {twice / once:>16.1f}")


if __name__ == "__main__":
    main()
