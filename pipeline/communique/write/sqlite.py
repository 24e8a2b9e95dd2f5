"""Releases -> one SQLite file, by the schema of tables.py, with views and full-text search.

A release is replaced whole; loading the same twice changes nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from communique.errors import WriteError
from communique.record import Failure, Release
from communique.write.tables import SCHEMA, TABLES, Table, rows

COMMIT_EVERY = 200  # releases; what is committed survives a kill

VIEWS = """
CREATE VIEW IF NOT EXISTS v_releases AS
  SELECT r.id, r.published, r.issuer, r.title, r.place, r.kind, r.language, r.source_name,
    (SELECT count(*) FROM quote q WHERE q.release_id = r.id) AS quotes,
    (SELECT count(*) FROM mention m WHERE m.release_id = r.id) AS mentions,
    (SELECT count(*) FROM problem p WHERE p.release_id = r.id) AS problems
  FROM release r ORDER BY r.published, r.source_name;
CREATE VIEW IF NOT EXISTS v_quotes AS
  SELECT q.id, r.published, q.speaker, q.value AS quote, q.cue, r.issuer, r.title, r.source_name
  FROM quote q JOIN release r ON r.id = q.release_id ORDER BY r.published, q.id;
CREATE VIEW IF NOT EXISTS v_people AS
  SELECT p.id, p.name, o.title AS role, o.organization, r.published, r.issuer, r.title, r.source_name
  FROM person p JOIN release r ON r.id = p.release_id LEFT JOIN role o ON o.person_id = p.id
  ORDER BY p.name, r.published;
CREATE VIEW IF NOT EXISTS v_themes AS
  SELECT t.id, t.theme, t.details, l.intro, r.published, r.issuer, r.title, r.source_name
  FROM theme t JOIN list_item i ON i.id = t.item_id JOIN list l ON l.id = i.list_id
    JOIN release r ON r.id = t.release_id ORDER BY r.published, t.id;
CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(
  title, text, content='release', content_rowid='rowid', tokenize="unicode61 remove_diacritics 2");
CREATE TRIGGER IF NOT EXISTS release_added AFTER INSERT ON release BEGIN
  INSERT INTO search (rowid, title, text) VALUES (new.rowid, new.title, new.text); END;
CREATE TRIGGER IF NOT EXISTS release_removed AFTER DELETE ON release BEGIN
  INSERT INTO search (search, rowid, title, text) VALUES ('delete', old.rowid, old.title, old.text); END;
"""


@contextmanager
def sink(target: Path) -> Iterator[Callable[[Release | Failure], None]]:
    """A `write` function for releases; a Failure removes what an earlier run made of that source.

    Raises:
        WriteError: the file is no database of ours, is locked, or the disk is full. Releases of earlier
            commits are safe.
    """
    db: sqlite3.Connection | None = None
    try:
        db = sqlite3.connect(target, isolation_level=None)
        _prepare(db, target)
        db.execute("BEGIN IMMEDIATE")
        pending = 0

        def write(result: Release | Failure) -> None:
            nonlocal pending
            try:
                _forget(db, result)
                if isinstance(result, Release):
                    for table, row in rows(result):
                        db.execute(INSERT[table], row)
                pending += 1
                if pending % COMMIT_EVERY == 0:
                    db.execute("COMMIT")
                    db.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                raise WriteError(f"{target}: {error}; what was committed before is safe") from error

        try:
            yield write
        finally:
            if db.in_transaction:
                db.execute("COMMIT")
    except sqlite3.Error as error:
        raise WriteError(f"{target}: {error}; give another file, or close the program that uses it") from error
    finally:
        if db is not None:
            db.close()


def _forget(db: sqlite3.Connection, result: Release | Failure) -> None:
    """Remove what an earlier run made of this source, and the release itself if it was there."""
    name = result.source.name if isinstance(result, Release) else result.source
    (earlier,) = db.execute("SELECT max(release_id) FROM source WHERE name = ?", (name,)).fetchone()
    db.execute("DELETE FROM source WHERE name = ?", (name,))
    gone = {earlier} - {None}
    if gone and db.execute("SELECT 1 FROM source WHERE release_id = ?", (earlier,)).fetchone():
        gone = set()  # another source has the same bytes
    others: list[tuple[str]] = []
    if isinstance(result, Release):
        others = db.execute("SELECT name FROM source WHERE release_id = ?", (result.id,)).fetchall()
        gone.add(result.id)
    for release_id in gone:
        db.execute("DELETE FROM release WHERE id = ?", (release_id,))
    if isinstance(result, Release) and others:
        # The cascade took the other sources of the same bytes along; `rows` brings the release back.
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.executemany(INSERT["source"], [(other, result.id) for (other,) in others])


def _prepare(db: sqlite3.Connection, target: Path) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    (found,) = db.execute("PRAGMA user_version").fetchone()
    if found not in (0, SCHEMA):
        raise WriteError(f"{target}: schema version {found}, this program writes {SCHEMA}; give another file")
    db.executescript("BEGIN;" + "".join(map(_ddl, TABLES)) + VIEWS + f"PRAGMA user_version = {SCHEMA}; COMMIT;")


def _ddl(table: Table) -> str:
    columns = [
        f'"{c.name}" {c.type}'
        + (" PRIMARY KEY" if i == 0 else "")
        + ("" if c.null else " NOT NULL")
        + (f' REFERENCES "{c.references}" ON DELETE CASCADE' if c.references else "")
        for i, c in enumerate(table.columns)
    ]
    indices = [
        f'CREATE INDEX IF NOT EXISTS "{table.name}_{c.name}" ON "{table.name}" ("{c.name}");'
        for c in table.columns
        if c.references or c.name in {"published", "speaker", "theme", "short", "earliest"}
    ]
    return f'CREATE TABLE IF NOT EXISTS "{table.name}" ({", ".join(columns)});' + "".join(indices)


def _insert(table: Table) -> str:
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join("?" * len(table.columns))})'


INSERT = {table.name: _insert(table) for table in TABLES}
