"""A folder of files: written beside the old one, and put in its place when it is complete."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from communique.errors import WriteError
from communique.write.entry import Entry
from communique.write.tables import TABLES, Row


def tables(target: Path, suffix: str) -> AbstractContextManager[Path]:
    """The folder to write ``<table><suffix>`` into; it takes the name of `target` at the end.

    Raises:
        WriteError: as for `replaced`.
    """
    ours = {f"{table.name}{suffix}" for table in TABLES}
    return replaced(target, ours.__contains__)


@contextmanager
def replaced(target: Path, ours: Callable[[str], bool]) -> Iterator[Path]:
    """An empty folder, which takes the name of `target` at the end; the old one stays until then.

    Raises:
        WriteError: it cannot be written, or there is one that holds something else than files of `ours`.
    """
    part = target.with_name(target.name + ".part")
    try:
        if target.is_dir() and (strange := sorted(p.name for p in target.iterdir() if not ours(p.name))):
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
