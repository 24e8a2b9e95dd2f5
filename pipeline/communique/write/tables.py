"""Release -> rows: the one relational schema of every database sink.

Keys are text and stable between runs: a release is its SHA-256, everything in it hangs below as
``<first 16 hex digits>/<table>/<number in text order, from 0>``. Codes, phones and identifiers are text;
dates are text (EDTF) beside their first and last day. Offsets are code points into ``release.text``, half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from communique.record import Fact, Release, Span

Type = Literal["TEXT", "INTEGER", "DATE"]
Value = str | int | None
Row = tuple[Value, ...]

SCHEMA = 2  # version of this page; migrations.py brings older databases here


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Type = "TEXT"
    references: str = ""  # table whose `id` it holds
    null: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """The first column is the primary key."""

    name: str
    columns: tuple[Column, ...]


def _table(name: str, *columns: Column | str) -> Table:
    return Table(name, tuple(Column(c) if isinstance(c, str) else c for c in columns))


_ID = Column("id", null=False)
_RELEASE = Column("release_id", references="release", null=False)
_SPAN = (Column("start", "INTEGER"), Column("end", "INTEGER"), Column("text"), Column("by"))
_DAYS = (Column("earliest", "DATE"), Column("latest", "DATE"))
_NUMBER = Column("n", "INTEGER", null=False)  # place in text order, from 0

TABLES: tuple[Table, ...] = (
    _table(
        "release",
        _ID,
        *("source_name", "media_type"),
        Column("size", "INTEGER"),
        *("language", "kind", "title", "subtitle", "place", "issuer", "published"),
        Column("published_earliest", "DATE"),
        Column("published_latest", "DATE"),
        *("embargo", "version", "model", "rules", "text"),
    ),
    _table("source", Column("name", null=False), _RELEASE),
    _table(
        "block",
        *(_ID, _RELEASE, _NUMBER, "kind", "zone", Column("level", "INTEGER"), "origin"),
        *(Column("start", "INTEGER"), Column("end", "INTEGER"), "by"),
    ),
    _table("entity", _ID, _RELEASE, _NUMBER, "label", "name", "link", "link_name", "link_source"),
    _table("alias", _ID, Column("entity_id", references="entity", null=False), _RELEASE, "name"),
    _table("mention", _ID, _RELEASE, _NUMBER, Column("entity_id", references="entity"), "label", "value", *_SPAN),
    _table("person", _ID, _RELEASE, _NUMBER, "name", Column("entity_id", references="entity")),
    _table(
        "role", _ID, _RELEASE, Column("person_id", references="person", null=False), _NUMBER, "title", "organization",
        *_SPAN,
    ),
    _table("acronym", _ID, _RELEASE, _NUMBER, "short", "long", "expansion", *_SPAN),
    _table("date", _ID, _RELEASE, _NUMBER, "type", "value", "mod", *_DAYS, *_SPAN),
    _table("list", _ID, _RELEASE, _NUMBER, "intro", *_SPAN),
    _table(
        "list_item",
        *(_ID, _RELEASE, Column("list_id", references="list", null=False), _NUMBER, Column("level", "INTEGER")),
        *_SPAN,
    ),
    _table(
        "theme",
        *(_ID, _RELEASE, Column("item_id", references="list_item", null=False), _NUMBER, "theme", "details"),
        *_SPAN,
    ),
    _table(
        "quote", _ID, _RELEASE, _NUMBER, "speaker", Column("entity_id", references="entity"), "cue", "value",
        *_SPAN,
    ),
    _table("amount", _ID, _RELEASE, _NUMBER, "value", "unit", *_SPAN),
    _table("contact", _ID, _RELEASE, _NUMBER, "name", "role", "organization", "phones", "emails", "urls", *_SPAN),
    _table("about", _ID, _RELEASE, _NUMBER, "organization", *_SPAN),
    _table("problem", _ID, _RELEASE, _NUMBER, "layer", "error", "message"),
)  # fmt: skip
"""Parents stand before their children."""


# What a spreadsheet user wants: view -> its query, in SQL that SQLite, PostgreSQL and DuckDB know.
VIEWS: dict[str, str] = {
    "v_releases": (
        "SELECT r.published, r.issuer, r.title, r.place, r.kind, r.language, (SELECT count(*) FROM quote q WHERE "
        "q.release_id = r.id) AS quotes, (SELECT count(*) FROM mention m WHERE m.release_id = r.id) AS mentions, "
        "(SELECT count(*) FROM problem p WHERE p.release_id = r.id) AS problems, r.source_name, r.id FROM release r "
        "ORDER BY r.published DESC NULLS LAST, r.source_name"
    ),
    "v_quotes": (
        "SELECT r.published, q.speaker, q.value AS quote, q.cue, r.issuer, r.title, r.source_name, q.id FROM quote q "
        "JOIN release r ON r.id = q.release_id ORDER BY r.published DESC NULLS LAST, q.id"
    ),
    "v_people": (
        "SELECT p.name, o.title AS role, o.organization, r.published, r.issuer, r.title, r.source_name, p.id FROM "
        "person p JOIN release r ON r.id = p.release_id LEFT JOIN role o ON o.person_id = p.id ORDER BY p.name, "
        "r.published, p.id"
    ),
    "v_themes": (
        "SELECT t.theme, t.details, l.intro, r.published, r.issuer, r.title, r.source_name, t.id FROM theme t JOIN "
        "list_item i ON i.id = t.item_id JOIN list l ON l.id = i.list_id JOIN release r ON r.id = t.release_id "
        "ORDER BY r.published DESC NULLS LAST, t.id"
    ),
}

# Columns that are looked up by, beside keys.
INDEXED = frozenset({"published", "speaker", "theme", "short", "earliest"})


def ddl(table: Table) -> tuple[str, ...]:
    """The statements that make a table and its indices if they are not there, in the SQL of SQLite and PostgreSQL."""
    columns = [
        f'"{c.name}" {c.type}'
        + (" PRIMARY KEY" if i == 0 else "")
        + ("" if c.null else " NOT NULL")
        + (f' REFERENCES "{c.references}" ("id") ON DELETE CASCADE' if c.references else "")
        for i, c in enumerate(table.columns)
    ]
    indices = [
        f'CREATE INDEX IF NOT EXISTS "{table.name}_{c.name}" ON "{table.name}" ("{c.name}")'
        for c in table.columns
        if c.references or c.name in INDEXED
    ]
    return f'CREATE TABLE IF NOT EXISTS "{table.name}" ({", ".join(columns)})', *indices


def rows(release: Release) -> Iterator[tuple[str, Row]]:
    """(table, row) of everything in a release, parents before their children, values in the columns' order."""
    rid = release.id
    key = rid[:16]
    published = release.published
    yield (
        "release",
        (
            *(rid, release.source.name, release.source.media_type, release.source.size, release.language),
            *(release.kind, _value(release.title), _value(release.subtitle), _value(release.place)),
            *(_value(release.issuer), published.value if published else None),
            *((_iso(published.earliest), _iso(published.latest)) if published else (None, None)),
            release.embargo.value if release.embargo else None,
            *(release.producer.version, release.producer.model, release.producer.rules, release.text),
        ),
    )
    yield "source", (release.source.name, rid)
    for n, b in enumerate(release.blocks):
        yield "block", (f"{key}/block/{n}", rid, n, b.kind, b.zone, b.level, b.origin, b.start, b.end, b.by)
    for n, e in enumerate(release.entities):
        link = (e.link.id or None, e.link.name, e.link.source) if e.link else (None, None, None)
        yield "entity", (f"{key}/{e.id}", rid, n, e.label, e.name, *link)
        for i, alias in enumerate(e.aliases):
            yield "alias", (f"{key}/{e.id}/alias/{i}", f"{key}/{e.id}", rid, alias)
    known = {e.id for e in release.entities}

    def entity(name: str | None) -> str | None:
        return f"{key}/{name}" if name in known else None

    for n, m in enumerate(release.mentions):
        yield "mention", (f"{key}/mention/{n}", rid, n, entity(m.entity), m.label, m.value, *_span(m))
    for n, p in enumerate(release.persons):
        yield "person", (person := f"{key}/person/{n}", rid, n, p.name, entity(p.entity))
        for i, r in enumerate(p.roles):
            yield "role", (f"{person}/role/{i}", rid, person, i, r.title, r.organization, *_span(r))
    for n, a in enumerate(release.acronyms):
        yield "acronym", (f"{key}/acronym/{n}", rid, n, a.short, a.long, a.expansion, *_span(a))
    for n, d in enumerate(release.dates):
        days = (_iso(d.earliest), _iso(d.latest))
        yield "date", (f"{key}/date/{n}", rid, n, d.type, d.value, d.mod, *days, *_span(d))
    for n, li in enumerate(release.lists):
        yield "list", (listed := f"{key}/list/{n}", rid, n, _value(li.intro), *_span(li))
        for i, item in enumerate(li.items):
            yield "list_item", (bullet := f"{listed}/item/{i}", rid, listed, i, item.level, *_span(item))
            for j, t in enumerate(item.themes):
                yield "theme", (f"{bullet}/theme/{j}", rid, bullet, j, t.theme, t.details, *_span(t))
    for n, q in enumerate(release.quotes):
        yield "quote", (f"{key}/quote/{n}", rid, n, q.speaker, entity(q.entity), q.cue, q.value, *_span(q))
    for n, amount in enumerate(release.amounts):
        yield "amount", (f"{key}/amount/{n}", rid, n, amount.value, amount.unit, *_span(amount))
    for n, c in enumerate(release.contacts):
        many = (_join(c.phones), _join(c.emails), _join(c.urls))
        yield "contact", (f"{key}/contact/{n}", rid, n, c.name, c.role, c.organization, *many, *_span(c))
    for n, about in enumerate(release.about):
        yield "about", (f"{key}/about/{n}", rid, n, about.organization, *_span(about))
    for n, problem in enumerate(release.problems):
        yield "problem", (f"{key}/problem/{n}", rid, n, problem.layer, problem.error, problem.message)


def _span(span: Span) -> Row:
    return (span.start, span.end, span.text, span.by)


def _value(fact: Fact | None) -> str | None:
    return fact.value if fact else None


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def _join(values: Iterable[str]) -> str | None:
    """Several values in one cell, one a line; None if there are none."""
    return "\n".join(values) or None
