"""A folder of tables, one file a table: written beside the old one, and put in its place when it is complete."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from communique.errors import WriteError
from communique.write.entry import Entry
from communique.write.tables import TABLES, Row


@contextmanager
def tables(target: Path, suffix: str) -> Iterator[Path]:
    """The folder to write ``<table><suffix>`` into; it takes the name of `target` at the end.

    Raises:
        WriteError: it cannot be written, or there is one that holds something else.
    """
    part = target.with_name(target.name + ".part")
    ours = {f"{table.name}{suffix}" for table in TABLES}
    try:
        if target.is_dir() and (strange := sorted({p.name for p in target.iterdir()} - ours)):
            raise WriteError(f"{target}: holds {strange[0]}, which is not ours; give a new folder")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        yield part
        if target.exists():
            shutil.rmtree(target)
        part.replace(target)
    except OSError as error:
        raise WriteError(f"{target}: {error.strerror or error}; check the folder and the space on the disk") from error


def distinct(entries: Iterable[Entry]) -> Iterator[tuple[str, Row]]:
    """The rows of all entries; of two sources with the same bytes one release, and both names."""
    seen: set[str] = set()
    for entry in entries:
        for table, row in entry.rows:
            if entry.release not in seen or table == "source":
                yield table, row
        seen.add(entry.release)
