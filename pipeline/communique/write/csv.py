"""Entries -> a folder of CSV tables, whole, by the schema of tables.py."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from communique.errors import WriteError
from communique.write.entry import Entry
from communique.write.tables import TABLES, Row

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so may be run by a spreadsheet (OWASP, CSV injection)


def write(target: Path, entries: Iterable[Entry], *, excel: bool = False) -> None:
    """One ``<table>.csv`` a table: UTF-8, comma, header line; the old folder stays until the new one is complete.

    Args:
        excel: for a French Excel: a byte order mark, semicolons, CR LF; cells that would be taken for formulas, and
            +33199001234 is one, get an apostrophe before them.

    Raises:
        WriteError: the folder cannot be written, or is one that this program has not made.
    """
    part = target.with_name(target.name + ".part")
    try:
        if target.is_dir() and (strange := sorted({p.name for p in target.iterdir()} - _names())):
            raise WriteError(f"{target}: holds {strange[0]}, which is not ours; give a new folder")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        files = {
            table.name: (part / f"{table.name}.csv").open("w", encoding="utf-8-sig" if excel else "utf-8", newline="")
            for table in TABLES
        }
        try:
            writers = {
                name: csv.writer(file, delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n")
                for name, file in files.items()
            }
            for table in TABLES:
                writers[table.name].writerow([column.name for column in table.columns])
            for name, row in distinct(entries):
                writers[name].writerow([safe(value) for value in row] if excel else row)
        finally:
            for file in files.values():
                _sync(file)
        if target.exists():
            shutil.rmtree(target)
        part.replace(target)
    except OSError as error:
        raise WriteError(f"{target}: {error.strerror}; check the folder and the space on the disk") from error


def distinct(entries: Iterable[Entry]) -> Iterable[tuple[str, Row]]:
    """The rows of all entries; of two sources with the same bytes one release, and both names."""
    seen: set[str] = set()
    for entry in entries:
        for table, row in entry.rows:
            if entry.release not in seen or table == "source":
                yield table, row
        seen.add(entry.release)


def safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _names() -> set[str]:
    return {f"{table.name}.csv" for table in TABLES}


def _sync(file: io.TextIOWrapper) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()
