"""Entries -> somewhere. A store follows a run as it goes; a file is written whole at its end, from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from communique.errors import UsageError
from communique.write import csv, duckdb, jsonl, parquet, parts, postgres, sqlite
from communique.write.entry import Entry, State
from communique.write.store import Store

__all__ = ["ARCHIVE", "FILES", "SUFFIXES", "Following", "Store", "Whole", "sink"]


@dataclass(frozen=True)
class Following:
    """A store that takes entries as they come; `open` gives it."""

    name: str  # by which the ledger remembers how far it has come
    open: Callable[[], AbstractContextManager[Store]]


@dataclass(frozen=True)
class Whole:
    """Something that is written anew, when anything has changed, from all releases in source order."""

    name: str
    missing: Callable[[], bool]
    write: Callable[[Iterable[Entry]], None]


# Always in the output folder: name -> which sources have a line in it.
FILES: dict[str, tuple[State, ...]] = {
    "records.jsonl": ("ok",),
    "failures.jsonl": ("failed", "quarantined"),
}
ARCHIVE = "archive.sqlite"

# What --to takes: how a target ends or begins -> what it becomes.
SUFFIXES: dict[str, str] = {
    ".sqlite": "an SQLite file",
    ".duckdb": "a DuckDB file",
    ".parquet": "a folder with a Parquet file a table",
    ".csv": "a folder with a CSV file a table",
    ".jsonl": "a record a line",
    ".jsonl.zst": "a record a line, compressed",
    ".jsonl.parts": "a folder of parts, each with some thousand records a line",
    ".parquet.parts": "a folder of parts, Parquet files with one row a record",
    "postgresql://": "a PostgreSQL database",
}


def sink(target: str, *, excel: bool = False) -> Following | Whole:
    """What a target of --to names.

    Raises:
        UsageError: it ends in nothing that is known; the message lists what is.
    """
    if target.startswith(("postgresql://", "postgres://")):
        return Following(postgres.shown(target), partial(postgres.store, target))
    path = Path(target)
    if target.endswith(".sqlite"):
        return Following(str(path.resolve()), partial(sqlite.store, path))
    writers: dict[str, Callable[[Iterable[Entry]], None]] = {
        ".duckdb": partial(duckdb.write, path),
        ".parquet": partial(parquet.write, path),
        ".csv": partial(csv.write, path, excel=excel),
        ".jsonl": lambda entries: jsonl.replace(path, (entry.line for entry in entries)),
        ".jsonl.zst": lambda entries: jsonl.replace(path, (entry.line for entry in entries)),
    }
    for kind in (".jsonl", ".parquet"):
        writers[f"{kind}.parts"] = partial(parts.write, path, kind)
    for suffix, write in writers.items():
        if target.endswith(suffix) and "://" not in target:
            return Whole(target, lambda: not path.exists(), write)
    known = ", ".join(SUFFIXES)
    raise UsageError(f"--to {target}: of no kind that is known; the kinds are {known}")
