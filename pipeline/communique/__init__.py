"""French press releases to validated, structured records.

>>> from communique import process
>>> release = process("Lille, le 11 février 2020\n\nLa MEL signe un accord.")  # doctest: +SKIP
>>> release.published.value  # doctest: +SKIP
'2020-02-11'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.document import Document
    from communique.record import Release

__all__ = ["Release", "__version__", "process", "read"]
__version__ = version("communique")


def read(source: str | bytes | Path) -> Document:
    """The cleaned text, blocks and hints of a release: the first half of `process`.

    Args:
        source: a Path is opened; bytes are a file's content, of any format that is read; a str is the text
            of a release itself (plain text or Markdown), never a file name.

    Raises:
        ReadError: the source cannot be opened, is empty, or is no text; the message says what to do.
    """
    from communique.read import read as read_source
    from communique.read import source_of

    return read_source(source_of(source))


def process(
    source: str | bytes | Path,
    *,
    published: dt.date | str | None = None,
    only: Collection[str] | None = None,
) -> Release:
    """The record of one release. The model is loaded once per process (some seconds).

    Args:
        source: as for `read`.
        published: anchor for relative dates («hier»), a date or its ISO form, where the release gives none.
        only: names of the layers to run, with those that they need; by default all. The model is not loaded
            if none of them needs it.

    Raises:
        ReadError: the source cannot be opened, is empty, or is no text.
        ModelError: the spaCy model is not installed.
        ValueError: `only` names a layer that does not exist, or `published` is no ISO date.
    """
    from communique.errors import ReadError
    from communique.read import source_of
    from communique.record import Failure
    from communique.run import run

    anchor = dt.date.fromisoformat(published) if isinstance(published, str) else published
    (result,) = run([source_of(source)], published=anchor, only=only)
    if isinstance(result, Failure):
        raise ReadError(f"{result.source}: {result.message}")
    return result


def __getattr__(name: str) -> object:
    if name == "Release":  # pydantic is imported when it is first wanted
        from communique.record import Release

        return Release
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
