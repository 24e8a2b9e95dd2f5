"""What Datasette is told fits the database: every table and view is described, every facet and the search exist."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from communique.batch import load
from communique.write.datasette import SEARCH
from communique.write.tables import TABLES, VIEWS
from write_samples import sample


def test_datasette_knows_every_table_and_view_with_its_facets(tmp_path: Path) -> None:
    load([sample()], tmp_path)
    told = json.loads((tmp_path / "datasette.json").read_text("utf-8"))["databases"]["archive"]
    assert set(told["tables"]) == {table.name for table in TABLES} | set(VIEWS)
    with sqlite3.connect(tmp_path / "archive.sqlite") as db:
        for name, said in told["tables"].items():
            columns = {row[1] for row in db.execute(f'PRAGMA table_info("{name}")')}
            assert set(said.get("facets", ())) <= columns, name


def test_the_search_of_datasette_finds_words_without_accents(tmp_path: Path) -> None:
    load([sample()], tmp_path)
    with sqlite3.connect(tmp_path / "archive.sqlite") as db:
        db.create_function("escape_fts", 1, lambda words: f'"{words}"')  # Datasette has it
        ((*_, words, source, key),) = db.execute(SEARCH, {"words": "eve"}).fetchall()
    assert ("[Ève]" in words, source, key) == (True, sample().source.name, sample().id)


def test_datasette_finds_the_search_and_the_keys_by_what_it_asks_for(tmp_path: Path) -> None:
    """It looks for the name of the table in double quotes, and fails where a foreign key names no column."""
    load([sample()], tmp_path)
    with sqlite3.connect(tmp_path / "archive.sqlite") as db:
        (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'search'").fetchone()
        assert 'content="release"' in sql
        for table in TABLES:
            assert [row for row in db.execute(f'PRAGMA foreign_key_list("{table.name}")') if row[4] != "id"] == []
