"""Entries -> Parquet, whole: a folder with one file a table, or a file with one row a record.

Needs pyarrow: pip install 'communique[parquet]'
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from communique.errors import WriteError
from communique.write import folder
from communique.write.entry import Entry
from communique.write.tables import TABLES, Column, Row, Value

GROUP = 50_000  # rows that are held before they are written


def write(target: Path, entries: Iterable[Entry]) -> None:
    """One ``<table>.parquet`` a table (zstd); the old folder stays until the new one is complete.

    Raises:
        WriteError: pyarrow is not installed, or the folder cannot be written or is none of ours.
    """
    pq = _library(target)
    schemas = {table.name: _schema(table.columns) for table in TABLES}
    waiting: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    with folder.tables(target, ".parquet") as part:
        writers = {
            t.name: pq.ParquetWriter(part / f"{t.name}.parquet", schemas[t.name], compression="zstd") for t in TABLES
        }
        try:
            for name, row in folder.distinct(entries):
                waiting[name].append(row)
                if len(waiting[name]) >= GROUP:
                    writers[name].write_table(_arrow(schemas[name], waiting.pop(name)))
                    waiting[name] = []
            for name, rows in waiting.items():
                writers[name].write_table(_arrow(schemas[name], rows))
        finally:
            for writer in writers.values():
                writer.close()


RECORD = Column("record", null=False)  # the line of records.jsonl
COLUMNS = (*(c for c in TABLES[0].columns if c.name != "text"), RECORD)  # of `records`: those of release


def records(target: Path, entries: Iterable[Entry]) -> None:
    """One row a release: `record` is its line of records.jsonl, the others are the columns of table release.

    Raises:
        WriteError: pyarrow is not installed.
        OSError: the file cannot be written.
    """
    pq = _library(target)
    schema = _schema(COLUMNS)
    pq.write_table(_arrow(schema, [_row(entry) for entry in entries]), target, compression="zstd")


def _row(entry: Entry) -> Row:
    (release,) = (row for table, row in entry.rows if table == "release")
    named = zip(TABLES[0].columns, release, strict=True)
    return (*(value for column, value in named if column.name != "text"), entry.line.decode())


def _library(target: Path) -> Any:
    try:
        return importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise WriteError(f"{target}: needs pyarrow: pip install 'communique[parquet]'") from error


def _schema(columns: Iterable[Column]) -> Any:
    import pyarrow as pa

    kinds = {"TEXT": pa.string(), "INTEGER": pa.int64(), "DATE": pa.date32()}
    return pa.schema([pa.field(c.name, kinds[c.type], c.null) for c in columns])


def _arrow(schema: Any, rows: Sequence[Row]) -> Any:
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [
        pa.array([_day(v) for v in column] if field.type == pa.date32() else column, field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _day(value: Value) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(str(value))
