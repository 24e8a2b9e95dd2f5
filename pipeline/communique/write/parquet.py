"""Entries -> Parquet, whole: a folder with one file a table. Needs pyarrow: pip install 'communique[parquet]'"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from communique.errors import WriteError
from communique.write import folder
from communique.write.entry import Entry
from communique.write.tables import TABLES, Row, Value

GROUP = 50_000  # rows that are held before they are written


def write(target: Path, entries: Iterable[Entry]) -> None:
    """One ``<table>.parquet`` a table (zstd); the old folder stays until the new one is complete.

    Raises:
        WriteError: pyarrow is not installed, or the folder cannot be written or is none of ours.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise WriteError(f"{target}: needs pyarrow: pip install 'communique[parquet]'") from error
    kinds = {"TEXT": pa.string(), "INTEGER": pa.int64(), "DATE": pa.date32()}
    schemas = {t.name: pa.schema([pa.field(c.name, kinds[c.type], c.null) for c in t.columns]) for t in TABLES}
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
