"""Source -> Document. One module a format; READERS is the list of formats, told by content and not by name."""

from __future__ import annotations

from pathlib import Path

from communique.clean import assemble
from communique.document import Document, Source
from communique.errors import ReadError
from communique.read import text


def source_of(source: str | bytes | Path) -> Source:
    """The Source of a path, of bytes, or of a release's own text.

    Raises:
        ReadError: the path cannot be opened.
    """
    if isinstance(source, str):
        return Source("text", source.encode("utf-8", "surrogatepass"))
    if isinstance(source, bytes):
        return Source("bytes", source)
    try:
        return Source(str(source), source.read_bytes())
    except OSError as error:
        raise ReadError(f"{source}: {error.strerror}; check the path and its permissions") from error


def read(source: Source) -> Document:
    """The document of one source.

    Raises:
        ReadError: the source is empty, is no text, or cannot be decoded; the message says what to do.
    """
    parts, hints = text.read(source.data)
    document = assemble(source, parts, hints)
    if not document.text:
        raise ReadError("no text")
    return document
