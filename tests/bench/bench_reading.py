"""How much of each release is read, how much that is not of it, and what that costs, beside two libraries.

    python tests/bench/bench_reading.py GOLD.jsonl RELEASES [RELEASES…]

RELEASES are folders; each is looked through for the file that the gold names, or for all that bear its id.
For each file with gold: words of the gold text that were read (multiset, without case), words read that are not in
it, items of the gold's lists that are items with the same words, title right; milliseconds of CPU of one reading.
For web pages the same figures of trafilatura.extract and BeautifulSoup.get_text, measured in the same run. At the
end, for each format and reader: means, and milliseconds for a page of 500 words.
"""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from communique.document import Document
from communique.read import pdf, pdfium, read, source_of

ROUNDS = 5  # each reading is timed so often; the least counts


@dataclass(frozen=True)
class Row:
    name: str
    reader: str
    kept: float
    foreign: float
    items: str
    title: str
    ms: float
    words: int  # of the gold text

    @property
    def format(self) -> str:
        return Path(self.name).suffix


def words(text: str) -> Counter[str]:
    # Without accents: a gold text may hold «pauvreté» with an accent twice, which `clean` takes away.
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", text.lower()))
    return Counter(re.findall(r"\w+", bare))


def ink(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text))).lower()


def shares(text: str, gold: str) -> tuple[float, float]:
    """Words of the gold that the text has, and words of the text that the gold has not, as shares."""
    got, want = words(text), words(gold)
    return (got & want).total() / max(1, want.total()), (got - want).total() / max(1, got.total())


def cpu(call: Callable[[], Any]) -> float:
    """Milliseconds of CPU of the fastest of some calls."""
    best = 1e9
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        best = min(best, 1000 * (time.process_time() - start))
    return best


def here(data: bytes, limits: Any = None) -> Any:
    """What the process of pdfium does, in this process, so that its time is counted."""
    return pdfium.document(data, 500, 3_000_000)


def rows(gold: dict[str, Any], path: Path) -> Iterator[Row]:
    source = source_of(path)
    document: Document = read(source)
    kept, foreign = shares(document.text, gold["text"])
    items = [ink(item["text"]) for found in gold.get("lists", ()) for item in found["items"]]
    ours = [ink(document.words(b)) for b in document.blocks if b.kind == "item"]
    title = ink(gold.get("title") or "")
    told = [ink(document.words(b)) for b in document.blocks if b.kind == "title"]
    right = "–" if not title else "yes" if title in told else "no" if told else "none"
    yield Row(
        path.name,
        "communique",
        kept,
        foreign,
        f"{sum(i in ours for i in items)}/{len(items)}",
        right,
        cpu(lambda: read(source)),
        words(gold["text"]).total(),
    )
    if document.media_type == "text/html":
        from bs4 import BeautifulSoup
        from trafilatura import extract

        peers: dict[str, Callable[[], str]] = {
            "trafilatura": lambda: extract(source.data) or "",
            "get_text": lambda: BeautifulSoup(source.data, "lxml").get_text("\n"),
        }
        for name, call in peers.items():
            kept, foreign = shares(call(), gold["text"])
            yield Row(path.name, name, kept, foreign, "", "", cpu(call), words(gold["text"]).total())


def main(gold: str, *releases: str) -> None:
    pdf.words_of = here
    print(f"{'file':36} {'reader':12} {'kept':>6} {'foreign':>8} {'items':>7} {'title':>6} {'ms':>8}")
    seen: list[Row] = []
    for line in Path(gold).read_text("utf-8").splitlines():
        entry = json.loads(line)
        for path in (p for folder in releases for p in found(entry, Path(folder))):
            for row in rows(entry, path):
                shown = f"{row.kept:6.3f} {row.foreign:8.3f} {row.items:>7} {row.title:>6} {row.ms:8.1f}"
                print(f"{row.name:36} {row.reader:12} {shown}", flush=True)
                seen.append(row)
    print(f"\n{'format':8} {'reader':12} {'files':>6} {'kept':>7} {'foreign':>8} {'ms of 500 words':>16}")
    for kind, reader in sorted({(row.format, row.reader) for row in seen}):
        group = [row for row in seen if (row.format, row.reader) == (kind, reader)]
        kept, foreign = (fmean(getattr(row, name) for row in group) for name in ("kept", "foreign"))
        cost = 500 * sum(row.ms for row in group) / sum(row.words for row in group)
        print(f"{kind:8} {reader:12} {len(group):6} {kept:7.4f} {foreign:8.4f} {cost:16.1f}")


def found(entry: dict[str, Any], folder: Path) -> list[Path]:
    """The file of a folder that a gold entry names, else those that bear its id."""
    named = folder / (entry.get("input") or f"{entry['id']}.txt")
    return [named] if named.exists() else sorted(folder.glob(f"{entry['id']}.*"))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
