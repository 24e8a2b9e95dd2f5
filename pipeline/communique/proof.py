"""Rules -> do they keep their word? Each rule's `examples` and `never` run through the layer of its file.

An example is read as a plain-text or Markdown file would be. The statistical model does not run: in a text
that stands for tagged words, ``[Damien Castelain](PER)`` marks what it would have found.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from communique.document import Document, Label, Source, Tag
from communique.extract import closure
from communique.read import read
from communique.record import Producer, Release, spans
from communique.rulebook import Rule, Rules
from communique.run import fill

_MARKED = re.compile(r"\[([^\]\n]+)\]\((PER|ORG|LOC|MISC)\)")
_PRODUCER = Producer(version="0", model=None, rules="0" * 16)
MODEL = "example"  # what `by` says of a marked span


@dataclass(frozen=True)
class Verdict:
    """One example of one rule, run."""

    rule: str
    text: str
    want: tuple[str, ...]  # gists; empty for a `never`
    got: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.want == self.got


def prove(rule: Rule, rules: Rules) -> Iterator[Verdict]:
    """Run every example and counter-example of one rule.

    An example holds if the findings made by this rule, in text order, are exactly those it gives; what other
    rules find in it does not matter. A `never` holds if this rule finds nothing.
    """
    for example in rule.examples:
        yield Verdict(rule.id, example.text, example.gives, gists(example.text, rule, rules))
    for text in rule.never:
        yield Verdict(rule.id, text, (), gists(text, rule, rules))


def gists(text: str, rule: Rule, rules: Rules) -> tuple[str, ...]:
    """What `rule` finds in `text`, each as `gist()` writes it, in text order.

    Raises:
        ValueError: a layer failed on the text.
    """
    name = rule.id.partition("/")[0]
    anchor = dt.date.fromisoformat(rule.published) if rule.published else None
    layers = closure([name])
    release = fill(document_of(text), _PRODUCER, rules, layers, published=anchor)
    if broken := [p for p in release.problems if p.error[:1].isupper()]:  # an exception's class
        raise ValueError(f"{rule.id}: {text!r}: {broken}")
    fields = next(layer for layer in layers if layer.name == name).fields
    return tuple(f for field in fields for f in _by(rule.id, release, field))


def _by(rule_id: str, release: Release, field: str) -> Iterator[str]:
    value = getattr(release, field)
    if field == "blocks":
        yield from (block.gist() for block in value if block.by == rule_id)
    elif field == "persons":  # a person is proved by the rules of its roles
        for person in value:
            if any(role.by == rule_id for role in person.roles):
                yield person.gist()
    else:
        yield from (span.gist() for span in spans(value) if span.by == rule_id)


def document_of(text: str) -> Document:
    """The document of an example; marked spans become tags."""
    plain = _MARKED.sub(r"\1", text)
    document = read(Source("example.txt", plain.encode()))
    tags: list[Tag] = []
    position = 0
    for m in _MARKED.finditer(text):
        words = re.compile(r"\s+".join(re.escape(w) for w in m[1].split()))
        if found := words.search(document.text, position):
            label: Label = m[2]  # type: ignore[assignment]
            tags.append(Tag(found.start(), found.end(), label, MODEL))
            position = found.end()
    return replace(document, tags=tuple(tags))
