"""One source and one layer -> every candidate: what found it or refused it, and why; also where nothing was found.

Candidates come from three places: the facts that the layer gives; the places where the pattern of one of its rules
matches, or the model has a name, and no fact came of it; and, for layers that refuse by code, the function `refused` of
the extractor, if it has one: ``refused(document, release, rules) -> (start, end, rule id, reason), …``.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from communique import tag
from communique.document import Document, Source
from communique.extract import LAYERS, Layer, closure
from communique.read import read
from communique.record import Entity, Person, Release, Span, spans
from communique.rulebook import Rules
from communique.run import fill, producer_of

Refused = tuple[int, int, str, str]  # start, end, rule id, reason
Refuser = Callable[[Document, Release, Rules], Iterable[Refused]]
AROUND = 30  # code points of text shown on either side of a candidate
# Layers that take the model's names as candidates.
NAMES = frozenset({"mentions"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place in the text that the layer looked at."""

    start: int
    end: int
    text: str
    by: str  # the rule, or the model, that found or refused it
    outcome: Literal["found", "refused"]
    reason: str  # of a fact its gist; else why it is none


@dataclass(frozen=True)
class Explanation:
    """What one layer did in one release."""

    layer: Layer
    release: Release
    candidates: tuple[Candidate, ...]  # in text order
    silent: tuple[str, ...]  # rules of the layer that matched nowhere

    @property
    def empty(self) -> tuple[str, ...]:
        """The fields of the layer that stayed empty."""
        return tuple(field for field in self.layer.fields if getattr(self.release, field) in (None, ()))


def explain(
    source: Source, name: str, rules: Rules, *, published: dt.date | None = None, model: str = tag.DEFAULT_MODEL
) -> Explanation:
    """Run the layer, and those that it needs, on one source.

    Raises:
        ValueError: there is no such layer.
        ReadError: the source cannot be read.
        ModelError: the layer needs the model and it is not installed.
    """
    layers = closure([name])
    layer = next(one for one in LAYERS if one.name == name)
    document = read(source)
    producer = producer_of(layers, model, rules)
    if producer.model:
        (document,) = tag.tagger(model)([document])
    release = fill(document, producer, rules, layers, published=published)
    facts = [fact for field in layer.fields for fact in _facts(release, field)]
    candidates = [Candidate(f.start, f.end, f.text, f.by, "found", f.gist()) for f in facts]
    refused = [*_by_code(layer, document, release, rules), *_by_pattern(name, release, rules)]
    if name in NAMES:
        refused += [(t.start, t.end, t.by, "") for t in document.tags]
    for start, end, by, reason in dict.fromkeys(refused):
        if not any(fact.by == by and fact.start < end and start < fact.end for fact in facts):
            said = reason or _reason(start, end, by, facts, rules)
            candidates.append(Candidate(start, end, release.text[start:end], by, "refused", said))
    candidates.sort(key=lambda c: (c.start, c.end, c.outcome, c.by))
    fired = {c.by for c in candidates}
    silent = tuple(rule.id for rule in rules.sets.get(name, ()) if rule.id not in fired)
    return Explanation(layer, release, tuple(candidates), silent)


def _facts(release: Release, field: str) -> Iterator[Span]:
    """The spans of a field that rules or the model found; of the blocks, each with its zone."""
    value = getattr(release, field)
    if field == "blocks":
        for block in value:
            text = release.text[block.start : block.end]
            yield _Zone(start=block.start, end=block.end, text=text, by=block.by, zone=block.zone)
    else:
        yield from spans(value)


class _Zone(Span):
    zone: str

    def gist(self) -> str:
        return self.zone


def _by_code(layer: Layer, document: Document, release: Release, rules: Rules) -> Iterable[Refused]:
    refuser: Refuser | None = getattr(sys.modules[layer.find.__module__], "refused", None)
    return refuser(document, release, rules) if refuser else ()


def _by_pattern(name: str, release: Release, rules: Rules) -> Iterator[Refused]:
    """Where the patterns of the layer's rules match, block by block."""
    text = release.text
    for rule in rules.sets.get(name, ()):
        if rule.pattern:
            for block in release.blocks:
                for m in rule.regex.finditer(text, block.start, block.end):
                    # A pattern that begins in white space or within a word goes on from what code found before it.
                    if m[0] and not m[0][0].isspace() and not _within_a_word(text, m.start()):
                        yield m.start(), m.end(), rule.id, ""


def _within_a_word(text: str, start: int) -> bool:
    return text[start].isalnum() and text[max(0, start - 1) : start].isalnum()


def _reason(start: int, end: int, by: str, facts: Iterable[Span], rules: Rules) -> str:
    """Why a pattern matched, or the model had a name, and no fact of just that came of it."""
    if over := [fact for fact in facts if fact.start < end and start < fact.end]:
        return f"{over[0].by} found here {over[0].gist()}"
    rule = next((rule for rule in rules.all() if rule.id == by), None)
    return f"not as the rule wants it: {rule.why}" if rule and rule.why else "refused by the code of the layer"


def told(explanation: Explanation) -> str:
    """The explanation as text: a line a candidate, found ones with +, refused ones with -."""
    release = explanation.release
    lines = [f"{release.source.name}: {explanation.layer.name}"]
    for field in explanation.layer.fields:
        value = getattr(release, field)
        if field in explanation.empty:
            lines.append(f"{field} stayed empty")
        elif isinstance(value, tuple):  # persons and entities stand at no one place
            lines += [f"{field}: {one.gist()}" for one in value if isinstance(one, Person)]
            lines += [f"{field}: {one.name} {one.label}" for one in value if isinstance(one, Entity)]
        elif not isinstance(value, Span):
            lines.append(f"{field}: {value}")
    lines += [f"problem: {p.error}: {p.message}" for p in release.problems if p.layer == explanation.layer.name]
    for c in explanation.candidates:
        lines.append(f"{'+' if c.outcome == 'found' else '-'} {c.start}-{c.end}  {_context(release.text, c)}")
        lines.append(f"    {c.by}: {c.reason}")
    if not explanation.candidates:
        needs = ", ".join(explanation.layer.needs)
        lines.append(f"no candidate{f'; it builds on {needs}: ask why of them' if needs else ''}")
    if explanation.silent:
        lines.append(f"rules that matched nowhere ({len(explanation.silent)}): {', '.join(explanation.silent)}")
    return "\n".join(lines)


def _context(text: str, candidate: Candidate) -> str:
    def flat(part: str) -> str:
        return part.replace("\n", "⏎")

    before = text[max(0, candidate.start - AROUND) : candidate.start]
    after = text[candidate.end : candidate.end + AROUND]
    words = candidate.text if len(candidate.text) <= 120 else f"{candidate.text[:80]} … {candidate.text[-30:]}"
    return f"{flat(before)}[{flat(words)}]{flat(after)}"
