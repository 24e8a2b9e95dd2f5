"""Source -> Document. One module a format; the format is told by content and not by name."""

from __future__ import annotations

import importlib
import stat
from pathlib import Path
from typing import Any

from communique.clean import assemble
from communique.document import Document, Source
from communique.errors import ReadError
from communique.read import sections, sniff
from communique.read.limits import DEFAULT, Limits
from communique.read.parts import Reading

# Format -> module of this package that reads it, and whether it takes limits.
READERS: dict[sniff.Format, tuple[str, bool]] = {
    "text": ("text", True),
    "html": ("html", True),
    "pdf": ("pdf", True),
    "docx": ("docx", True),
    "odf": ("odf", True),
    "abiword": ("abiword", True),
    "rtf": ("rtf", True),
    "doc": ("doc", True),
    "mail": ("mail", True),
    "outlook": ("outlook", True),
    "record": ("records", False),
}


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
        if not stat.S_ISREG(source.stat().st_mode):
            raise ReadError(f"{source}: no file; a folder, a pipe or a device is not read")
        return Source(str(source), source.read_bytes())
    except OSError as error:
        raise ReadError(f"{source}: {error.strerror}; check the path and its permissions") from error


def read(source: Source, limits: Limits = DEFAULT) -> Document:
    """The document of one source.

    Raises:
        ReadError: the source is empty, is no text, cannot be decoded, or passes a limit; the message says what to do.
    """
    if not source.data.strip():
        raise ReadError("empty file; nothing to read")
    if len(source.data) > limits.bytes:
        raise ReadError(f"a file of {len(source.data):,} bytes; the limit is {limits.bytes:,}")
    reading = parts_of(source.data, limits)
    if sum(len(part.text) for part in reading.parts) > limits.chars:
        raise ReadError(f"a text of more than {limits.chars:,} characters; that is no release: split the file")
    document = assemble(source, sections.divided(reading.parts), reading.hints, reading.media_type, reading.notes)
    if not document.text:
        raise ReadError("no text in it; if it holds only images, make a text of it first (OCR)")
    return document


def parts_of(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """What the reader of the format of `data` sees in it.

    Raises:
        ReadError: it is of no format that is read here, or is broken.
    """
    told = sniff.format_of(data)
    if told == "text" and len(data) > 4 * limits.chars:
        raise ReadError(f"a text of {len(data):,} bytes; that is no release: split the file")
    if told not in READERS:
        raise ReadError(
            "it holds several releases (an archive, a mailbox, a feed, a table): give its path to `communique run`"
        )
    module, limited = READERS[told]
    reader: Any = importlib.import_module(f"communique.read.{module}")
    reading: Reading = reader.read(data, limits) if limited else reader.read(data)
    return reading
