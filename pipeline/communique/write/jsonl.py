"""Lines of JSON -> a file, whole, plain or .zst, and back: UTF-8, not ASCII-escaped.

The old file stays until the new one is complete.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from communique.errors import GoldError, WriteError
from communique.record import Release


def replace(target: Path, lines: Iterable[bytes]) -> None:
    """Write the lines to ``<target>.part`` and put it in the place of `target`, on the disk before it is named so.

    Raises:
        WriteError: the folder cannot be written, or the disk is full; the old file is as it was.
    """
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            with _packed(target, file) as packed:
                for line in lines:
                    packed.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WriteError(f"{target}: {error.strerror}; check the folder and the space on the disk") from error


@contextmanager
def _packed(target: Path, file: BinaryIO) -> Iterator[BinaryIO]:
    """The file itself, or a zstandard stream into it if its name ends in .zst."""
    if target.suffix != ".zst":
        yield file
        return
    try:
        import zstandard
    except ImportError as error:
        raise WriteError(f"{target}: needs zstandard: pip install 'communique[zst]'") from error
    with zstandard.ZstdCompressor(level=3).stream_writer(file, closefd=False) as packed:
        yield packed


def records(path: Path) -> Iterator[Release]:
    """The records of a .jsonl or .jsonl.zst, one after the other.

    Raises:
        GoldError: it cannot be read, or a line is no record of this version; names file and line.
    """
    try:
        with path.open("rb") as file, _unpacked(path, file) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        yield Release.model_validate_json(line)
                    except ValueError as error:
                        first = str(error).splitlines()[0]
                        raise GoldError(f"{path}, line {number}: {first}; write it with `communique run`") from error
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror}; give a records.jsonl") from error


@contextmanager
def _unpacked(path: Path, file: BinaryIO) -> Iterator[Iterable[bytes]]:
    if path.suffix != ".zst":
        yield file
        return
    try:
        import zstandard
    except ImportError as error:
        raise GoldError(f"{path}: needs zstandard: pip install 'communique[zst]'") from error
    with zstandard.ZstdDecompressor().stream_reader(file, closefd=False) as packed:
        yield io.BufferedReader(packed)
