"""Entries -> a DuckDB file, whole, by way of Parquet files beside it. Needs duckdb and pyarrow: 'communique[duckdb]'"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from communique.errors import WriteError
from communique.write import parquet
from communique.write.entry import Entry
from communique.write.tables import TABLES, VIEWS


def write(target: Path, entries: Iterable[Entry]) -> None:
    """The tables and views; the old file stays until the new one is complete.

    DuckDB takes rows one by one at some 800 a second, and whole Parquet files at millions.

    Raises:
        WriteError: a library is not installed, or the file cannot be written.
    """
    try:
        import duckdb
    except ImportError as error:
        raise WriteError(f"{target}: needs duckdb: pip install 'communique[duckdb]'") from error
    tables = target.with_name(target.name + ".tables")
    part = target.with_name(target.name + ".part")
    try:
        parquet.write(tables, entries)
        part.unlink(missing_ok=True)
        db = duckdb.connect(str(part))
        try:
            for table in TABLES:
                columns = [
                    f'"{c.name}" {"BIGINT" if c.type == "INTEGER" else c.type}'
                    + (" PRIMARY KEY" if i == 0 else "")
                    + ("" if c.null else " NOT NULL")
                    for i, c in enumerate(table.columns)
                ]
                db.execute(f'CREATE TABLE "{table.name}" ({", ".join(columns)})')
                file = str(tables / f"{table.name}.parquet")
                db.execute(f'INSERT INTO "{table.name}" SELECT * FROM read_parquet(?)', [file])
            for name, query in VIEWS.items():
                db.execute(f"CREATE VIEW {name} AS {query}")
        finally:
            db.close()
        part.replace(target)
    except (OSError, duckdb.Error) as error:
        raise WriteError(f"{target}: {error}; check the folder and the space on the disk") from error
    finally:
        shutil.rmtree(tables, ignore_errors=True)
