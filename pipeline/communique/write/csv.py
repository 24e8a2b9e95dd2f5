"""Entries -> a folder of CSV tables, whole, by the schema of tables.py."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable
from pathlib import Path

from communique.write import folder
from communique.write.entry import Entry
from communique.write.tables import TABLES

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so may be run by a spreadsheet (OWASP, CSV injection)
_NUMBERS = re.compile(r"[+-]?\d+(?:[ .,\n]\d+|\n[+-]\d+)*")  # +33199001234: nothing in it can be run


def write(target: Path, entries: Iterable[Entry], *, excel: bool = False) -> None:
    """One ``<table>.csv`` a table: UTF-8, comma, header line; the old folder stays until the new one is complete.

    Cells that a spreadsheet would take for formulas get an apostrophe before them.

    Args:
        excel: for a French Excel: a byte order mark, semicolons, CR LF; +33199001234 gets an apostrophe too, or it
            would be a number.

    Raises:
        WriteError: the folder cannot be written, or is one that this program has not made.
    """
    with folder.tables(target, ".csv") as part:
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
            for name, row in folder.distinct(entries):
                writers[name].writerow([safe(value, excel=excel) for value in row])
        finally:
            for file in files.values():
                _sync(file)


def safe(value: object, *, excel: bool = False) -> object:
    """A cell that no spreadsheet takes for a formula; numbers with a sign stay as they are, but not for Excel."""
    if not isinstance(value, str) or not value.startswith(FORMULA):
        return value
    return value if not excel and _NUMBERS.fullmatch(value) else f"'{value}"


def _sync(file: io.TextIOWrapper) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()
