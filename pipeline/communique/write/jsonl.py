"""Releases (or Failures) -> one JSON object a line, UTF-8, not ASCII-escaped.

A run replaces the lines of the sources that it processed and keeps the others, so the same run twice gives the
same file. New lines go to ``<target>.part``, which takes the target's place when the run ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from communique.errors import WriteError
from communique.record import Failure, Release

Write = Callable[[Release | Failure], None]


@contextmanager
def records(target: Path) -> Iterator[Write]:
    """A `write` function that keeps the Releases.

    Raises:
        WriteError: the target cannot be written; the earlier file is untouched.
    """
    with _lines(target, Release) as write:
        yield write


@contextmanager
def failures(target: Path) -> Iterator[Write]:
    """A `write` function that keeps the Failures; a source that is read now loses its old failure."""
    with _lines(target, Failure) as write:
        yield write


@contextmanager
def _lines(target: Path, kept: type[Release] | type[Failure]) -> Iterator[Write]:
    part = target.with_name(target.name + ".part")
    seen: set[str] = set()
    try:
        with part.open("w", encoding="utf-8") as file:

            def write(result: Release | Failure) -> None:
                try:
                    seen.add(result.source.name if isinstance(result, Release) else result.source)
                    if isinstance(result, kept):
                        file.write(result.model_dump_json() + "\n")
                except (OSError, ValueError) as error:
                    raise WriteError(f"{target}: {error}") from error

            try:
                yield write
            finally:  # also on Ctrl-C: what is done is done
                file.flush()
                _merge(target, part, seen)
    except OSError as error:
        raise WriteError(f"{target}: {error.strerror}; check the folder and the space on the disk") from error


def _merge(target: Path, part: Path, seen: set[str]) -> None:
    """Put the target's lines of other sources before those of `part`, and `part` in its place."""
    merged = target.with_name(target.name + ".merged")
    with merged.open("wb") as out:
        if target.exists():
            with target.open("rb") as old:
                for line in old:
                    if line.strip() and _source(line) not in seen:
                        out.write(line if line.endswith(b"\n") else line + b"\n")
        with part.open("rb") as new:
            for line in new:
                out.write(line)
    merged.replace(target)
    part.unlink()


def _source(line: bytes) -> str | None:
    """The source's name in a line of ours; None if the line is not ours."""
    try:
        source: Any = json.loads(line)["source"]
    except (ValueError, KeyError, TypeError):
        return None
    return str(source["name"]) if isinstance(source, dict) and "name" in source else str(source)
