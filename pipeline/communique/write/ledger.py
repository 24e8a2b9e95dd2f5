"""Entries <-> the ledger of an output folder: what became of each source, so that a run can stop at any moment.

The ledger is the truth of the folder: it holds every record (as compressed JSON) with the hash of its source and the
fingerprint of what made it. A run that was killed goes on after its last commit. The other files are made from it:
those that are written whole (records.jsonl) at the end, databases as it grows; of each it is known up to which change
it has come.
"""

from __future__ import annotations

import fcntl
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from communique.errors import WriteError
from communique.write import migrations
from communique.write.entry import Entry, State, restored

NAME = "ledger.sqlite"
SCHEMA = 1
DDL = """
CREATE TABLE IF NOT EXISTS source (
  name TEXT PRIMARY KEY, sha256 TEXT, fingerprint TEXT, state TEXT NOT NULL, year TEXT, body BLOB,
  change INTEGER NOT NULL, seen INTEGER, place INTEGER, block INTEGER, position INTEGER) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS source_change ON source (change);
CREATE INDEX IF NOT EXISTS source_order ON source (block, position);
CREATE TABLE IF NOT EXISTS sink (name TEXT PRIMARY KEY, upto INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY, finished INTEGER NOT NULL DEFAULT 0);
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of a source."""

    sha256: str
    fingerprint: str
    state: State


class Ledger:
    """Open by `ledger(folder)`. Nothing is kept before `commit`."""

    def __init__(self, db: sqlite3.Connection, target: Path) -> None:
        self._db = db
        self._target = target
        self._change = db.execute("SELECT coalesce(max(change), 0) FROM source").fetchone()[0]
        self._run = db.execute("INSERT INTO run DEFAULT VALUES RETURNING id").fetchone()[0]
        self._changed = False
        db.execute("BEGIN IMMEDIATE")

    def known(self, name: str) -> Known | None:
        """The source of that name, if an earlier run, or this one, has met it."""
        row = self._db.execute("SELECT sha256, fingerprint, state FROM source WHERE name = ?", (name,)).fetchone()
        return Known(*row) if row and row[2] != "gone" else None

    def seen(self, name: str) -> bool:
        """Whether this run has met it already."""
        row = self._db.execute("SELECT seen FROM source WHERE name = ?", (name,)).fetchone()
        return bool(row) and row[0] == self._run

    def touch(self, name: str, place: int) -> None:
        """It is there, and as it was; `place` is its number among the sources of this run."""
        self._db.execute("UPDATE source SET seen = ?, place = ? WHERE name = ?", (self._run, place, name))

    def put(self, entry: Entry, sha256: str, fingerprint: str, place: int) -> None:
        """What became of it now. The same result as before is no change."""
        before = self._db.execute("SELECT state, body FROM source WHERE name = ?", (entry.source,)).fetchone()
        body = zlib.compress(entry.line, 1)
        if before == (entry.state, body):
            self._db.execute(
                "UPDATE source SET sha256 = ?, fingerprint = ?, seen = ?, place = ? WHERE name = ?",
                (sha256, fingerprint, self._run, place, entry.source),
            )
            return
        self._change += 1
        self._changed = True
        self._db.execute(
            "INSERT OR REPLACE INTO source (name, sha256, fingerprint, state, year, body, change, seen, place) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (entry.source, sha256, fingerprint, entry.state, entry.year, body, self._change, self._run, place),
        )

    def missing(self, paths: Iterable[str]) -> list[str]:
        """Sources at or below these paths that this run has not met, by name."""
        found: set[str] = set()
        for path in paths:
            below = path.rstrip("/") + "/"
            query = (
                "SELECT name FROM source WHERE (seen IS NULL OR seen <> ?) AND state <> 'gone' AND "
                "(name = ? OR (name >= ? AND name < ?) OR (name >= ? AND name < ?))"
            )
            inside = (below, below[:-1] + "0", path + "!/", path + "!0")  # "0" follows "/"
            found.update(name for (name,) in self._db.execute(query, (self._run, path, *inside)))
        return sorted(found)

    def remove(self, name: str) -> Entry:
        """Forget the source; the entry tells the sinks."""
        self._change += 1
        self._changed = True
        self._db.execute(
            "UPDATE source SET state = 'gone', body = NULL, block = NULL, change = ? WHERE name = ?",
            (self._change, name),
        )
        return Entry(name, "gone")

    def commit(self) -> int:
        """Keep what was put; the number of the last change."""
        try:
            self._db.execute("COMMIT")
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise WriteError(f"{self._target}: {error}; what was committed before is safe") from error
        return int(self._change)

    def upto(self, sink: str) -> int:
        """The last change that this sink has taken over; 0 if it knows nothing yet."""
        row = self._db.execute("SELECT upto FROM sink WHERE name = ?", (sink,)).fetchone()
        return int(row[0]) if row else 0

    def reached(self, sink: str, change: int) -> None:
        self._db.execute("INSERT OR REPLACE INTO sink VALUES (?, ?)", (sink, change))

    def changes(self, after: int) -> Iterator[Entry]:
        """Entries that changed after that change, in the order of the changes."""
        query = "SELECT name, state, body FROM source WHERE change > ? ORDER BY change"
        for name, state, body in self._db.execute(query, (after,)):
            yield Entry(name, "gone") if state == "gone" else restored(zlib.decompress(body), state)

    def order(self) -> bool:
        """Give the sources of this run their order, if any of them changed; whether the files must be written anew.

        Sources of other runs stand before, in the order that they had.
        """
        unplaced = self._db.execute("SELECT 1 FROM source WHERE block IS NULL AND state <> 'gone'").fetchone()
        unfinished = self._db.execute(
            "SELECT 1 FROM run WHERE id = (SELECT max(id) FROM run WHERE id < ?) AND NOT finished", (self._run,)
        ).fetchone()
        if self._changed or unplaced or unfinished:
            self._db.execute(
                "UPDATE source SET block = ?, position = place WHERE seen = ? AND state <> 'gone'",
                (self._run, self._run),
            )
        return bool(self._changed or unplaced or unfinished)

    def done(self) -> None:
        """The files that are written whole are now those of this ledger: a run that is killed before writes them."""
        self._db.execute("UPDATE run SET finished = 1 WHERE id = ?", (self._run,))
        self._db.execute("DELETE FROM run WHERE id < ?", (self._run,))
        self.commit()

    def lines(self, *states: State) -> Iterator[bytes]:
        """The JSON of all sources in these states, in order."""
        marks = ", ".join("?" * len(states))
        query = f"SELECT body FROM source WHERE state IN ({marks}) ORDER BY block IS NULL, block, position, name"
        for (body,) in self._db.execute(query, states):
            yield zlib.decompress(body)

    def releases(self) -> Iterator[Entry]:
        """The entries of all releases, in order."""
        return (restored(line, "ok") for line in self.lines("ok"))

    def counts(self) -> dict[str, int]:
        """State -> number of sources."""
        query = "SELECT state, count(*) FROM source WHERE state <> 'gone' GROUP BY state ORDER BY state"
        return dict(self._db.execute(query).fetchall())

    def years(self) -> dict[str, int]:
        """Year of publication -> number of releases; "" is unknown."""
        query = "SELECT year, count(*) FROM source WHERE state = 'ok' GROUP BY year ORDER BY year"
        return dict(self._db.execute(query).fetchall())

    def fingerprints(self) -> list[str]:
        """What made the records that are there now."""
        query = "SELECT DISTINCT fingerprint FROM source WHERE state = 'ok' ORDER BY fingerprint"
        return [name for (name,) in self._db.execute(query)]


@contextmanager
def ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of an output folder, made if there is none; what was not committed is rolled back.

    Raises:
        WriteError: another run holds the folder, or the file is none of ours, or the disk is full.
    """
    target = folder / NAME
    db: sqlite3.Connection | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "ledger.lock").open("w")
    except OSError as error:
        raise WriteError(f"{folder}: {error.strerror}; give a folder that can be written, with -o") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the kernel frees it, however this process ends
    except OSError as error:
        lock.close()
        raise WriteError(f"{folder}: another run is writing here; wait for it, or give another folder") from error
    try:
        db = sqlite3.connect(target, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        (found,) = db.execute("PRAGMA user_version").fetchone()
        for step in migrations.due(found, SCHEMA, str(target), migrations.LEDGER) if found else ():
            db.executescript(f"BEGIN; {'; '.join(step.sql)}; PRAGMA user_version = {step.to}; COMMIT;")
        db.executescript("BEGIN;" + DDL + f"PRAGMA user_version = {SCHEMA}; COMMIT;")
        yield Ledger(db, target)
        db.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise WriteError(f"{target}: {error}; check the folder and the space on the disk") from error
    except sqlite3.Error as error:
        raise WriteError(f"{target}: {error}; give another folder, or delete the file and run again") from error
    finally:
        if db is not None:
            db.close()
        lock.close()
