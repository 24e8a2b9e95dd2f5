"""Document with tags, zones, headline, acronyms -> mentions of persons, organisations, places and works.

The model's spans are mended (articles, civilities, demonyms, titles …); rules add what a head noun, a civility, a
first name, a definition or a list of known names makes certain; one name gets one label through the release.
All work goes line by line, as the model's did: no name runs over a line end that the author meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from communique.document import Document, Tag
from communique.record import Acronym, Mention, Release
from communique.rulebook import Rules
from communique.values.clusters import clusters
from communique.values.found import QUOTED, Found, agree, settle
from communique.values.naming.again import joined, parted, repeated, shouted_only, surnames, with_article
from communique.values.naming.announced import aboard, announced, companies, foreign, led, quoted
from communique.values.naming.definitions import Definition, defined
from communique.values.naming.evidence import evidence
from communique.values.naming.heads import capitals, heads, texts, told_by_model
from communique.values.naming.lexicon import Lexicon, build
from communique.values.naming.listed import acronyms, domains, known, places, published_by
from communique.values.naming.mend import mended
from communique.values.naming.page import Line, page
from communique.values.naming.people import persons, portfolios
from communique.values.naming.titles import of_a_kind, signed, titled

_GAZETTEERS = ("communes.tsv", "departements.tsv", "regions.tsv", "epci.tsv", "prenoms.txt")


@lru_cache(maxsize=4)
def lexicon(rules: Rules) -> Lexicon:
    """The word lists of rules/mentions.yaml, made ready once per set of rules."""
    return build(
        rules["mentions"].words,
        rules["persons"].words["fonctions"],
        rules["persons"].words["verbes_de_parole"],
        {file: rules.gazetteer(file) for file in _GAZETTEERS},
    )


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Mentions in text order, none across a line, none inside another."""
    lex = lexicon(rules)
    text = document.text
    whole = page(text, ((b.start, b.end) for b in document.blocks), lex)
    found: list[Found] = []
    at = 0
    tags = sorted(document.tags, key=lambda t: (t.start, t.end))
    for line in whole.lines:
        here: list[Tag] = []
        while at < len(tags) and tags[at].start < line.end:
            if tags[at].start >= line.start:
                here.append(tags[at])
            at += 1
        found.extend(in_line(line, here, whole.lower, lex))
    found = told_by_model(found, text, lex)
    found.extend(domains(whole, text, lex))
    found.extend(published_by(document.hints.get("publisher", ""), whole, lex))
    kept = settle(defined(text, _definitions(release.acronyms), whole, found, lex))
    kept = with_article(kept, whole, text, lex)
    kept = _more(kept, repeated(whole, kept, text))
    kept = _more(kept, joined(whole, kept, text, lex))
    kept = parted(kept, text)
    kept = _more(kept, surnames(whole, kept, text, lex))
    alone = shouted_only(kept, text, whole.lines)
    kept = [f for f in kept if f not in alone]
    agreed = agree(text, kept, "mentions/accord", lex.cores, evidence(whole, kept, text, lex))
    return {"mentions": tuple(clustered(text, agreed, release.acronyms, lex))}


def _more(kept: list[Found], found: Iterable[Found]) -> list[Found]:
    """What is settled, with what is found besides; mostly that is nothing."""
    more = list(found)
    return settle([*kept, *more]) if more else kept


def in_line(line: Line, tags: Sequence[Tag], lower: Collection[str], lex: Lexicon) -> Iterator[Found]:
    """What the model and each rule find in one line; a rule is asked only if one of its words stands there."""
    ts, hot = line.ts, line.hot
    if tags:
        themes = list(portfolios(ts, hot, lex))
        for f in mended(tags, ts, lower, lex):
            if not any(a <= f.start and f.end <= b for a, b in themes):
                yield f
    if line.shouted:
        yield from capitals(ts, hot, lex)
        yield from (f for f in quoted(ts, line.marks, lex) if f.weight > QUOTED)
        return
    if hot:
        yield from heads(ts, hot, lex)
        yield from texts(ts, hot, lex)
        yield from known(ts, hot, lex)
        yield from announced(ts, hot, lex)
        yield from led(ts, hot, lex)
        yield from aboard(ts, hot, lex)
        yield from titled(ts, hot, lex)
        yield from of_a_kind(ts, hot, lex)
    if line.begins:
        yield from persons(ts, line.begins, lex)
        yield from places(ts, line.begins, lex)
        yield from companies(ts, line.capitals, lex)
        yield from acronyms(ts, line.capitals, lex)
        yield from foreign(ts, line.capitals, lex)
        yield from signed(ts, line.capitals, lex)
    if line.marks:
        yield from quoted(ts, line.marks, lex)


def _definitions(acronyms: Sequence[Acronym]) -> list[Definition]:
    return [Definition(a.short, a.start, a.end, a.long or "", a.long_start or 0, a.long_end or 0) for a in acronyms]


def clustered(text: str, kept: Sequence[Found], acronyms: Sequence[Acronym], lex: Lexicon) -> Iterator[Mention]:
    """Mentions with the id of their entity: one for all forms of a name."""
    words = [text[f.start : f.end] for f in kept]
    pairs = [(a.short, a.long) for a in acronyms if a.long]
    # A long form without its head is that of the mention which holds it: «communauté de communes | Orne et Vire (OV)».
    ends = {f.end: w for f, w in zip(kept, words, strict=True)}
    pairs += [(a.short, ends[a.long_end]) for a in acronyms if a.long_end in ends]
    numbers = clusters([(f.label, w) for f, w in zip(kept, words, strict=True)], pairs, lex.given, lex.cores)
    for f, w, n in zip(kept, words, numbers, strict=True):
        value = " ".join(w.replace("’", "'").split())
        yield Mention(start=f.start, end=f.end, text=w, by=f.by, value=value, label=f.label, entity=f"e{n}")
