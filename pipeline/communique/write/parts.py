"""Entries -> a folder of part files, each with some thousand records, as engines on many machines read and write them.

The parts in the order of their names are the lines of records.jsonl. A part is named by its number and the hash of its
lines, and ends where the hash of a source's name says so: a release that changes leaves the other parts as they are.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from communique.write import folder, parquet
from communique.write.entry import Entry

SIZE = 1000  # records in a part, about

_OURS = re.compile(r"\d{6}-([0-9a-f]{16})\.(?:jsonl|parquet)")


def write(target: Path, suffix: str, entries: Iterable[Entry]) -> None:
    """``000000-<hash><suffix>`` and so on (".jsonl", ".parquet"); the old folder stays until the new one is complete.

    Raises:
        WriteError: pyarrow is wanted and not installed, or the folder cannot be written or is none of ours.
    """
    make: Callable[[Path, Iterable[Entry]], None] = {".jsonl": _lines, ".parquet": parquet.records}[suffix]

    def ours(name: str) -> bool:
        return bool(_OURS.fullmatch(name)) and name.endswith(suffix)

    with folder.replaced(target, ours) as part:
        old = {path.name.partition("-")[2]: path for path in target.iterdir()} if target.is_dir() else {}
        for number, some in enumerate(_parts(entries)):
            digest = hashlib.sha256(b"".join(entry.line + b"\n" for entry in some)).hexdigest()[:16]
            name = f"{digest}{suffix}"
            path = part / f"{number:06}-{name}"
            if name in old:
                with suppress(OSError):  # a file system without links
                    os.link(old[name], path)
            if not path.exists():
                make(path, some)
                _synced(path)


def _parts(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    some: list[Entry] = []
    for entry in entries:
        some.append(entry)
        mark = int.from_bytes(hashlib.sha256(entry.source.encode(errors="surrogatepass")).digest()[:8])
        if mark % SIZE == 0 or len(some) >= 4 * SIZE:
            yield some
            some = []
    if some:
        yield some


def _lines(path: Path, entries: Iterable[Entry]) -> None:
    with path.open("wb") as file:
        file.writelines(entry.line + b"\n" for entry in entries)


def _synced(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
