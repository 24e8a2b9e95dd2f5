"""Document with zones -> the «À propos» blocks: each with its heading, its text, and the organisation it presents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from communique.document import Document
from communique.record import About, Block, Release
from communique.rulebook import Rules
from communique.values.folding import fold
from communique.values.heads import named
from communique.values.lines import lines


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Abouts in text order; a new one begins with every head."""
    found: list[About] = []
    run: list[Block] = []
    for block in release.blocks:
        if block.zone != "about":
            found += _about(release.text, run, rules)
            run = []
            continue
        if run and _head(release.text, block, rules):
            found += _about(release.text, run, rules)
            run = []
        run.append(block)
    return {"about": (*found, *_about(release.text, run, rules))}


def _head(text: str, block: Block, rules: Rules) -> tuple[str, str | None] | None:
    """Rule and organisation of the head that opens a block, None if none does."""
    articles, generic, things = lexicon(rules)
    first = next(lines(text, block.start, block.end), None)
    if first is None:
        return None
    for rule in rules["about"]:
        if m := rule.regex.search(first.text):
            if m["nom"] is None:
                return rule.id, None
            if name := named(m["nom"], articles, generic):
                return rule.id, None if fold(name.split()[0]) in things else name
    return None


@lru_cache(maxsize=2)
def lexicon(rules: Rules) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The word lists of rules/about.yaml, folded: articles, common nouns of organisations, of things."""
    words = rules["about"].words
    return tuple(frozenset(map(fold, words[name])) for name in ("articles", "generiques", "choses"))  # type: ignore[return-value]


def _about(text: str, run: list[Block], rules: Rules) -> Iterator[About]:
    if not run or not (head := _head(text, run[0], rules)):
        return
    start, end = run[0].start, run[-1].end
    by, name = head
    yield About(start=start, end=end, text=text[start:end], by=by, organization=_written(name, text[start:end]))


def _written(name: str | None, words: str) -> str | None:
    """The name as the text below the heading writes it, where the heading is in capitals."""
    if not name or not name.isupper() or len(name) < 3:
        return name
    key = fold(name)
    folded = "".join(fold(c) or c for c in words)
    if len(folded) != len(words):
        return name
    at = folded.find(key, len(name))
    while at >= 0:
        form = words[at : at + len(name)]
        if not form.isupper() and form[:1].isupper():
            return form
        at = folded.find(key, at + 1)
    return name
