"""What a sink acknowledged is there, once, in good types; the same load twice changes nothing."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from communique.batch import load
from communique.errors import WriteError
from communique.record import Failure, Release
from communique.write import sqlite
from communique.write.tables import TABLES, rows
from write_samples import TEXT, sample

FAILURE = Failure(source="b.pdf", error="ReadError", message="a scan")


def write(target: Path, *results: Release | Failure) -> None:
    load(results, target)


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def tables(target: Path) -> dict[str, list[tuple]]:
    with sqlite3.connect(target / "archive.sqlite") as db:
        return {t.name: db.execute(f'SELECT * FROM "{t.name}" ORDER BY 1').fetchall() for t in TABLES}


def test_a_record_comes_back_from_its_line_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, sample(), FAILURE)
    (line,) = (tmp_path / "records.jsonl").read_text("utf-8").splitlines()
    assert Release.model_validate_json(line) == sample()
    assert "À propos" in line
    assert lines(tmp_path / "failures.jsonl") == [FAILURE.model_dump()]


def test_every_layer_reaches_its_table(tmp_path: Path) -> None:
    write(tmp_path, sample())
    assert {name for name, found in tables(tmp_path).items() if not found} == set()


def test_every_row_has_a_value_a_column() -> None:
    columns = {t.name: len(t.columns) for t in TABLES}
    assert [(table, len(row)) for table, row in rows(sample())] == [(t, columns[t]) for t, _ in rows(sample())]


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, sample(), FAILURE)
    before = tables(tmp_path), (tmp_path / "records.jsonl").read_bytes(), (tmp_path / "failures.jsonl").read_bytes()
    write(tmp_path, sample(), FAILURE)
    after = tables(tmp_path), (tmp_path / "records.jsonl").read_bytes(), (tmp_path / "failures.jsonl").read_bytes()
    assert after == before


def test_a_run_keeps_the_records_of_other_sources(tmp_path: Path) -> None:
    write(tmp_path, sample("a.txt"))
    write(tmp_path, sample("c.txt", "cd" * 32))
    assert [r["source"]["name"] for r in lines(tmp_path / "records.jsonl")] == ["a.txt", "c.txt"]
    assert len(tables(tmp_path)["release"]) == 2


def test_a_changed_file_replaces_its_record(tmp_path: Path) -> None:
    write(tmp_path, sample("a.txt"))
    write(tmp_path, sample("a.txt", "cd" * 32))
    assert [r["id"] for r in lines(tmp_path / "records.jsonl")] == ["cd" * 32]
    assert [r[0] for r in tables(tmp_path)["release"]] == ["cd" * 32]


def test_a_file_that_fails_now_loses_its_record_and_the_other_way_round(tmp_path: Path) -> None:
    write(tmp_path, sample("b.pdf"))
    write(tmp_path, FAILURE)
    assert (lines(tmp_path / "records.jsonl"), tables(tmp_path)["release"]) == ([], [])
    write(tmp_path, sample("b.pdf"))
    assert lines(tmp_path / "failures.jsonl") == []
    assert len(tables(tmp_path)["release"]) == 1


def test_two_sources_of_the_same_bytes_are_one_release_with_two_names(tmp_path: Path) -> None:
    write(tmp_path, sample("a.txt"), sample("b.txt"))
    write(tmp_path, sample("a.txt"))
    found = tables(tmp_path)
    assert len(found["release"]) == 1
    assert [name for name, _ in found["source"]] == ["a.txt", "b.txt"]
    write(tmp_path, Failure(source="b.txt", error="ReadError", message="gone"))
    assert [name for name, _ in tables(tmp_path)["source"]] == ["a.txt"]


def test_foreign_keys_hold(tmp_path: Path) -> None:
    write(tmp_path, sample("a.txt"), sample("b.txt"))
    with sqlite3.connect(tmp_path / "archive.sqlite") as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("DELETE FROM release")
        assert {t.name for t in TABLES if db.execute(f'SELECT count(*) FROM "{t.name}"').fetchone() != (0,)} == set()


def test_search_finds_words_without_their_accents(tmp_path: Path) -> None:
    write(tmp_path, sample())
    write(tmp_path, sample())
    with sqlite3.connect(tmp_path / "archive.sqlite") as db:
        query = "SELECT r.source_name FROM search JOIN release r ON r.rowid = search.rowid WHERE search MATCH ?"
        assert db.execute(query, ("comite eve",)).fetchall() == [("a.txt",)]
        assert db.execute(query, ("absent",)).fetchall() == []


def test_the_views_show_what_a_reader_wants(tmp_path: Path) -> None:
    write(tmp_path, sample())
    with sqlite3.connect(tmp_path / "archive.sqlite") as db:
        assert db.execute("SELECT speaker, quote FROM v_quotes").fetchall() == [("Ève Brun", "L’eau manque")]
        assert db.execute("SELECT name, role FROM v_people").fetchall() == [("Ève Brun", "présidente")]
        assert db.execute("SELECT theme, details FROM v_themes").fetchall() == [("l’eau", "moins de fuites")]
        assert db.execute("SELECT issuer, quotes FROM v_releases").fetchall() == [("Comité national de l’eau", 1)]


def test_a_database_of_another_schema_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "archive.sqlite"
    with sqlite3.connect(target) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(WriteError, match="schema version 99"), sqlite.store(target):
        pass


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    target = tmp_path / "archive.sqlite"
    target.write_text("not a database, though long enough to be read as one" * 20)
    with pytest.raises(WriteError, match=r"archive\.sqlite"), sqlite.store(target):
        pass


def test_an_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match="file"):
        write(tmp_path / "file", sample())


def test_a_database_that_was_deleted_is_made_again_from_the_ledger(tmp_path: Path) -> None:
    write(tmp_path, sample("a.txt"), FAILURE)
    before = tables(tmp_path)
    for file in tmp_path.glob("archive.sqlite*"):
        file.unlink()
    (tmp_path / "records.jsonl").unlink()
    write(tmp_path, FAILURE)
    assert tables(tmp_path) == before
    assert [r["source"]["name"] for r in lines(tmp_path / "records.jsonl")] == ["a.txt"]


def test_offsets_in_the_tables_are_code_points_of_the_text(tmp_path: Path) -> None:
    write(tmp_path, sample())
    with sqlite3.connect(tmp_path / "archive.sqlite") as db:
        (start, end, text) = db.execute('SELECT start, "end", text FROM quote').fetchone()
    assert TEXT[start:end] == text
