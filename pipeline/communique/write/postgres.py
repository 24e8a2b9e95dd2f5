"""Entries -> a PostgreSQL database, by the schema of tables.py. Needs psycopg 3: pip install 'communique[postgres]'

A batch is one transaction: what the sources of the batch left before is deleted, their rows come in by COPY. The same
batch twice changes nothing. Search without accents needs no extension: `search.words` is made of folded words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from communique.errors import WriteError
from communique.values.folding import fold
from communique.write.entry import Entry
from communique.write.migrations import due
from communique.write.store import Store
from communique.write.tables import SCHEMA, TABLES, VIEWS, Row, ddl

LOCK = 7_237_001  # of pg_advisory_lock: one loader a database
EXTRA = """
CREATE TABLE IF NOT EXISTS meta (key text PRIMARY KEY, value text NOT NULL);
CREATE TABLE IF NOT EXISTS search (
  release_id text PRIMARY KEY REFERENCES release (id) ON DELETE CASCADE, words tsvector NOT NULL);
CREATE INDEX IF NOT EXISTS search_words ON search USING gin (words);
"""


@contextmanager
def store(target: str) -> Iterator[Store]:
    """The database that a URL names; its tables are made if there are none.

    Raises:
        WriteError: psycopg is not installed, the server refuses, another loader is at work, or the tables are of
            another schema version.
    """
    try:
        import psycopg
    except ImportError as error:
        raise WriteError(f"{shown(target)}: needs psycopg: pip install 'communique[postgres]'") from error
    try:
        with psycopg.connect(target, autocommit=False) as db:
            (free,) = db.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone() or (False,)
            if not free:
                raise WriteError(f"{shown(target)}: another run is loading it; wait for it")
            fresh = _prepare(db, target)
            db.commit()
            waiting: list[Entry] = []

            def commit() -> None:
                try:
                    if waiting:
                        _load(db, waiting)
                    db.commit()
                    waiting.clear()
                except psycopg.Error as error:
                    raise WriteError(f"{shown(target)}: {error}; what was committed before is safe") from error

            yield Store(waiting.append, commit, fresh)
    except psycopg.Error as error:
        raise WriteError(f"{shown(target)}: {error}; check the URL and the server") from error


def shown(target: str) -> str:
    """The URL without its password."""
    head, at, tail = target.rpartition("@")
    scheme, slashes, user = head.partition("://")
    return f"{scheme}{slashes}{user.partition(':')[0]}@{tail}" if at else target


def _prepare(db: Any, target: str) -> bool:
    """Bring the tables to the schema of this program; whether they need all entries (again)."""
    there = db.execute("SELECT to_regclass('meta')").fetchone()[0] is not None
    if there:
        (found,) = db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() or ("0",)
        steps = due(int(found), SCHEMA, shown(target))
        if steps:
            for name in VIEWS:
                db.execute(f"DROP VIEW IF EXISTS {name}")
        for step in steps:
            for statement in step.sql if step.postgres is None else step.postgres:
                db.execute(statement)
    else:
        steps = ()
    for table in TABLES:
        for statement in ddl(table):
            db.execute(statement)
    db.execute(EXTRA)
    for name, query in VIEWS.items():
        db.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")
    db.execute(
        "INSERT INTO meta VALUES ('schema', %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (str(SCHEMA),)
    )
    return not there or any(step.refill for step in steps)


def _load(db: Any, entries: Sequence[Entry]) -> None:
    last = {entry.source: entry for entry in entries}  # a source may come twice: the later entry holds
    names = list(last)
    coming = {entry.release: entry for entry in last.values() if entry.release}
    others = db.execute(
        "SELECT name, release_id FROM source WHERE release_id = ANY(%s) AND NOT name = ANY(%s)", (list(coming), names)
    ).fetchall()
    old = [row[0] for row in db.execute("SELECT release_id FROM source WHERE name = ANY(%s)", (names,)).fetchall()]
    db.execute("DELETE FROM source WHERE name = ANY(%s)", (names,))
    db.execute(
        "DELETE FROM release r WHERE id = ANY(%s) OR (id = ANY(%s) AND NOT EXISTS "
        "(SELECT 1 FROM source s WHERE s.release_id = r.id))",
        (list(coming), old),
    )
    rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for entry in coming.values():
        for name, row in entry.rows:
            if name != "source":
                rows[name].append(row)
    rows["source"] = [(entry.source, entry.release) for entry in last.values() if entry.release]
    rows["source"] += others
    for table in TABLES:
        if rows[table.name]:
            with db.cursor().copy(f'COPY "{table.name}" FROM STDIN') as copy:
                for row in rows[table.name]:
                    # PostgreSQL holds no U+0000; cleaned text has none, a title from a file's metadata might
                    copy.write_row([v.replace("\0", "") if isinstance(v, str) else v for v in row])
    # Of several sources with the same bytes, the release has the name of the first.
    db.execute(
        "UPDATE release r SET source_name = first.name FROM (SELECT release_id, "
        'min(name COLLATE "C") AS name FROM source WHERE release_id = ANY(%s) GROUP BY release_id) first '
        "WHERE r.id = first.release_id AND r.source_name <> first.name",
        ([*coming, *old],),
    )
    place = [column.name for column in TABLES[0].columns].index("text")
    words = [(row[0], fold(str(row[place] or ""))) for row in rows["release"]]
    if words:
        db.cursor().executemany("INSERT INTO search VALUES (%s, to_tsvector('simple', %s))", words)
