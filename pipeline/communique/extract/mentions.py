"""Document with tags, zones, headline, acronyms -> mentions of persons, organisations, places and works.

The model's spans are mended (articles, civilities, demonyms, titles …); rules add what a head noun, a civility, a
first name, a definition or a list of known names makes certain; one name gets one label through the release.
All work goes line by line, as the model's did: no name runs over a line end that the author meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from communique.document import Document, Tag
from communique.record import Acronym, Mention, Release
from communique.rulebook import Rules
from communique.values.clusters import clusters
from communique.values.found import QUOTED, Found, agree, settle
from communique.values.naming.again import joined, repeated, shouted_only, surnames, with_article
from communique.values.naming.announced import announced, companies, led, quoted
from communique.values.naming.definitions import Definition, defined
from communique.values.naming.evidence import evidence
from communique.values.naming.heads import capitals, heads
from communique.values.naming.lexicon import Lexicon, build
from communique.values.naming.listed import domains, known, places, published_by
from communique.values.naming.mend import mended
from communique.values.naming.people import persons, portfolios
from communique.values.naming.spans import Line
from communique.values.tokens import tokens

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
    lines = list(_lines(document))
    lower = {t.key for line in lines for t in line.ts if t.text[0].islower()}
    found: list[Found] = []
    at = 0
    tags = sorted(document.tags, key=lambda t: (t.start, t.end))
    for line in lines:
        here: list[Tag] = []
        while at < len(tags) and tags[at].start < line.end:
            if tags[at].start >= line.start:
                here.append(tags[at])
            at += 1
        hot = [i for i, t in enumerate(line.ts) if t.key in lex.hot and (t.capital or t.key not in lex.articles)]
        themes = list(portfolios(line.ts, hot, lex))
        for f in mended(here, line.ts, lower, lex):
            if not any(a <= f.start and f.end <= b for a, b in themes):
                found.append(f)
        if line.shouted:
            found.extend(capitals(line.ts, hot, lex))
            found.extend(f for f in quoted(line.ts, lex) if f.weight > QUOTED)
        else:
            found.extend(heads(line.ts, hot, lex))
            found.extend(known(line.ts, hot, lex))
            found.extend(persons(line.ts, lex))
            found.extend(announced(line.ts, hot, lex))
            found.extend(quoted(line.ts, lex))
            found.extend(led(line.ts, lex))
            found.extend(companies(line.ts, lex))
            found.extend(places(line.ts, lex))
    found.extend(domains(lines, lex))
    found.extend(published_by(document.hints.get("publisher", ""), lines, lex))
    kept = settle(defined(text, _definitions(release.acronyms), lines, found, lex))
    kept = with_article(kept, lines, lex)
    kept = settle([*kept, *repeated(lines, kept, text)])
    kept = settle([*kept, *joined(lines, kept, text, lex)])
    kept = settle([*kept, *surnames(lines, kept, text, lower, lex)])
    alone = shouted_only(kept, text, lines)
    kept = [f for f in kept if f not in alone]
    agreed = agree(text, kept, "mentions/accord", lex.cores, evidence(lines, kept, text, lex))
    return {"mentions": tuple(clustered(text, agreed, release.acronyms, lex))}


def _definitions(acronyms: Sequence[Acronym]) -> list[Definition]:
    return [Definition(a.short, a.start, a.end, a.long or "", a.long_start or 0, a.long_end or 0) for a in acronyms]


def _lines(document: Document) -> Iterator[Line]:
    for block in document.blocks:
        start = block.start
        for words in document.words(block).split("\n"):
            end = start + len(words)
            ts = tokens(document.text, start, end)
            shouted = (
                len(words) > 15
                and sum(t.word for t in ts) > 3
                and sum(map(str.isupper, words)) > 3 * sum(map(str.islower, words))
            )
            if ts:
                yield Line(start, end, ts, shouted)
            start = end + 1


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
