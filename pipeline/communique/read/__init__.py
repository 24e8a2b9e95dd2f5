"""Source -> Document. One module a format; the format is told by content and not by name."""

from __future__ import annotations

import re
from pathlib import Path

from communique.clean import assemble
from communique.document import Document, Source
from communique.errors import ReadError
from communique.read import text
from communique.read.parts import Reading

_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}>\s*)*<(?:!doctype\s+html|html|head|body|title|meta)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


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
    if not source.data.strip():
        raise ReadError("empty file; nothing to read")
    reading = parts_of(source.data)
    document = assemble(source, reading.parts, reading.hints, reading.media_type, reading.notes)
    if not document.text:
        raise ReadError("no text in it; if it holds only images, make a text of it first (OCR)")
    return document


def parts_of(data: bytes) -> Reading:
    """What the reader of the format of `data` sees in it.

    Raises:
        ReadError: it is of no format that is read here, or is broken.
    """
    if _HTML.match(data[:4096].lstrip(b"\xef\xbb\xbf")):
        from communique.read import html

        return html.read(data)
    if b"%PDF-" in data[:1024]:
        from communique.read import pdf

        return pdf.read(data)
    return text.read(data)
