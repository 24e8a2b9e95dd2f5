"""Entries -> one SQLite file, by the schema of tables.py, with views and full-text search.

A release is replaced whole; loading the same twice changes nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from communique.errors import WriteError
from communique.write.entry import Entry
from communique.write.migrations import due
from communique.write.store import Store
from communique.write.tables import SCHEMA, TABLES, VIEWS, Table, ddl

SEARCH = (
    (
        "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(title, text, "
        'content="release", content_rowid=\'rowid\', tokenize="unicode61 remove_diacritics 2")'
    ),
    (
        "CREATE TRIGGER IF NOT EXISTS release_added AFTER INSERT ON release BEGIN "
        "INSERT INTO search (rowid, title, text) VALUES (new.rowid, new.title, new.text); END"
    ),
    (
        "CREATE TRIGGER IF NOT EXISTS release_removed AFTER DELETE ON release BEGIN "
        "INSERT INTO search (search, rowid, title, text) VALUES ('delete', old.rowid, old.title, old.text); END"
    ),
)


@contextmanager
def store(target: Path) -> Iterator[Store]:
    """The database, made if there is none. An entry that is no release removes what an earlier one of its source left.

    Raises:
        WriteError: the file is no database of ours, is locked, or the disk is full. Releases of earlier
            commits are safe.
    """
    fresh = not target.exists()
    db: sqlite3.Connection | None = None
    try:
        db = sqlite3.connect(target, isolation_level=None)
        fresh = _prepare(db, target) or fresh
        db.execute("BEGIN IMMEDIATE")
        yield Store(partial(_write, db, target), partial(_commit, db, target), fresh)
    except sqlite3.Error as error:
        raise WriteError(f"{target}: {error}; give another file, or close the program that uses it") from error
    finally:
        if db is not None:
            db.close()


def _write(db: sqlite3.Connection, target: Path, entry: Entry) -> None:
    try:
        shared = _forget(db, entry)
        for table, row in entry.rows:
            db.execute(INSERT[table], row)
        for release_id in shared:
            db.execute(NAMED, (release_id,))
    except sqlite3.Error as error:
        raise WriteError(f"{target}: {error}; what was committed before is safe") from error


def _commit(db: sqlite3.Connection, target: Path) -> None:
    try:
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise WriteError(f"{target}: {error}; what was committed before is safe") from error


# Of several sources with the same bytes, the release has the name of the first.
NAMED = "UPDATE release SET source_name = (SELECT min(name) FROM source WHERE release_id = release.id) WHERE id = ?"


def _forget(db: sqlite3.Connection, entry: Entry) -> list[str]:
    """Remove what an earlier run made of this source, and the release itself if it was there.

    The ids of releases that other sources share are given back.
    """
    (earlier,) = db.execute("SELECT max(release_id) FROM source WHERE name = ?", (entry.source,)).fetchone()
    db.execute("DELETE FROM source WHERE name = ?", (entry.source,))
    shared: list[str] = []
    gone = {earlier} - {None}
    if gone and db.execute("SELECT 1 FROM source WHERE release_id = ?", (earlier,)).fetchone():
        gone = set()  # another source has the same bytes
        shared.append(earlier)
    others: list[tuple[str]] = []
    if entry.release:
        others = db.execute("SELECT name FROM source WHERE release_id = ?", (entry.release,)).fetchall()
        gone.add(entry.release)
    for release_id in gone:
        db.execute("DELETE FROM release WHERE id = ?", (release_id,))
    if others:
        # The cascade took the other sources of the same bytes along; the entry's rows bring the release back.
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.executemany(INSERT["source"], [(other, entry.release) for (other,) in others])
        shared.append(entry.release)
    return shared


def _prepare(db: sqlite3.Connection, target: Path) -> bool:
    """Bring the file to the schema of this program, in one transaction; whether it needs all entries again."""
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("BEGIN IMMEDIATE")
    (found,) = db.execute("PRAGMA user_version").fetchone()
    steps = due(found, SCHEMA, str(target)) if found else ()
    if steps:
        for name in VIEWS:
            db.execute(f"DROP VIEW IF EXISTS {name}")
    for statement in (
        *(one for step in steps for one in step.sql),
        *(one for table in TABLES for one in ddl(table)),
        *(f"CREATE VIEW IF NOT EXISTS {name} AS {query}" for name, query in VIEWS.items()),
        *SEARCH,
        f"PRAGMA user_version = {SCHEMA}",
    ):
        db.execute(statement)
    db.execute("COMMIT")
    return any(step.refill for step in steps)


def _insert(table: Table) -> str:
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join("?" * len(table.columns))})'


INSERT = {table.name: _insert(table) for table in TABLES}
