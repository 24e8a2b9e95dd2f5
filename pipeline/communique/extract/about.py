"""Document with zones -> the «À propos» blocks: each with its heading, its text, and the organisation it presents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from communique.document import Document
from communique.record import About, Block, Release
from communique.rulebook import Rules
from communique.values.folding import fold
from communique.values.heads import named, opens_as_organization, run_in
from communique.values.lines import lines
from communique.values.presentations import presented

_OTHERS = ("contact-presse", "notes", "fin")  # rules of zones.yaml whose heads end an about inside a block
UNTITLED = "zones/presentation-sans-titre"
CONTINUED = "zones/presentation-continue"
MAX_HEAD = 100  # code points of a line inside a block that is a head and nothing else
MAX_LINE = 160  # of a line's start in which a head is looked for
_ANY_NAME = frozenset({"a-propos", "qui-sommes-nous"})  # rules whose heads say what follows, whatever they name
_CLAUSE = re.compile(r"\s(?:il|elle|on|nous|je|ils|elles|a|ont|est)\s")
_HEAD_IN_LINE = re.compile(
    r"(?<=[.!?…»”)])\s(?=[ÀA] propos d|(?:Contacts?|Relations?|Service de) presse\b|Contacts? ?:)"
)

Head = tuple[str, str | None]  # rule and organisation
Heads = Mapping[int, Head | None]  # by the start of the block


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Abouts in text order; a new one begins with every head."""
    bold = {block.start: block.bold for block in document.blocks}
    heads = {
        block.start: _head(release.text, block, bold.get(block.start, 0), rules)
        for block in release.blocks
        if block.zone == "about"
    }
    found: list[About] = []
    run: list[Block] = []
    for block in release.blocks:
        if block.zone != "about":
            found += _about(release.text, run, heads, rules)
            found += _inside(release.text, block, rules)
            run = []
            continue
        if run and _begins(release.text, run, block, heads, rules):
            found += _about(release.text, run, heads, rules)
            run = []
        run.append(block)
    return {"about": (*found, *_about(release.text, run, heads, rules))}


def _begins(text: str, run: list[Block], block: Block, heads: Heads, rules: Rules) -> bool:
    """Whether a block of the zone opens another about: by its head, or as it presents another organisation."""
    if block.by == CONTINUED:
        return False
    if heads[block.start]:
        return True
    if block.by != UNTITLED:
        return run[0].by == UNTITLED
    if len(run) == 1 and _alone(text[run[0].start : run[0].end]):
        return False  # the name that stands over the text
    return run[-1].by != UNTITLED or _subject(text, block, rules) not in {None, _subject(text, run[0], rules)}


def _subject(text: str, block: Block, rules: Rules) -> str | None:
    """The organisation that a block without heading presents: "Orvalis est une coopérative" -> "Orvalis"."""
    found = presented(text[block.start : block.end], rules["zones"]["presentation-sans-titre"].regex)
    if found:
        return found.name
    articles, generic, _ = lexicon(rules)
    words = text[block.start : block.end]
    first, _, rest = words.partition("\n")
    return named(first, articles, generic) if rest or _alone(words) else None


def _alone(words: str) -> bool:
    """Whether a block without verb of presentation is but a name: it is short and ends in no full stop."""
    return len(words) <= MAX_HEAD and words[-1] not in ".!?"


def _inside(text: str, block: Block, rules: Rules) -> Iterator[About]:
    """Abouts that begin inside a block, as in texts without empty lines, each up to the next head."""
    if block.zone != "body":
        return
    opened: tuple[int, Head] | None = None
    for start, words, alone in _openings(text, block):
        head = _line_head(words, rules) if start > block.start else None
        if head and not alone and (head[0] != "about/a-propos" or _CLAUSE.search(words.partition(":")[0])):
            head = None  # «Qui est Orvalis ?» is one only on a line of its own, «À propos d'Orvalis il a dit :» none
        closed = head or any(rules["zones"][name].search(words) for name in ("contact-presse", "notes", "fin"))
        if opened and closed:
            yield _made(text, opened[0], start, *opened[1])
            opened = None
        if head:
            opened = start, head
    if opened:
        yield _made(text, opened[0], block.end, *opened[1])


def _openings(text: str, block: Block) -> Iterator[tuple[int, str, bool]]:
    """Where a head may begin in a block, the words from there on, and whether it has a line of its own.

    That is at every line, and at a sentence that opens as a head does: «… en mai. À propos d'Orvalis : fondée …».
    """
    for line in lines(text, block.start, block.end):
        yield line.start, line.text, len(line.text) <= MAX_HEAD
        end = line.start + len(line.text)
        for m in _HEAD_IN_LINE.finditer(text, line.start, end):
            yield m.end(), text[m.end() : min(end, m.end() + MAX_LINE)], False


def _made(text: str, start: int, end: int, by: str, name: str | None) -> About:
    end = start + len(text[start:end].rstrip())
    return About(start=start, end=end, text=text[start:end], by=by, organization=_written(name, text[start:end]))


def _head(text: str, block: Block, bold: int, rules: Rules) -> Head | None:
    """Rule and organisation of the head that opens a block, None if none does."""
    first = next(lines(text, block.start, block.end), None)
    return _line_head(run_in(first.text, bold), rules) if first else None


def _line_head(line: str, rules: Rules) -> Head | None:
    articles, generic, things = lexicon(rules)
    for rule in rules["about"]:
        if m := rule.search(line[:MAX_LINE]):
            if m["nom"] is None:
                return rule.id, None
            name = named(m["nom"], articles, generic)
            if name and (rule.name in _ANY_NAME or opens_as_organization(name, generic)):
                return rule.id, None if fold(name.split()[0]) in things else name
    return None


@lru_cache(maxsize=2)
def lexicon(rules: Rules) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The word lists of rules/about.yaml, folded: articles, common nouns of organisations, of things."""
    words = rules["about"].words
    return tuple(frozenset(map(fold, words[name])) for name in ("articles", "generiques", "choses"))  # type: ignore[return-value]


def _about(text: str, run: list[Block], heads: Heads, rules: Rules) -> Iterator[About]:
    if not run:
        return
    untitled = run[0].by == UNTITLED
    head = ("about/sans-titre", _subject(text, run[0], rules)) if untitled else heads[run[0].start]
    if not head:
        return
    yield _made(text, run[0].start, run[-1].end, *head)


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
