"""Bytes -> what format they are of. A file is known by its content; its name may say anything."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from io import BytesIO
from typing import Literal

Format = Literal[
    "pdf", "docx", "odf", "abiword", "rtf", "doc", "outlook", "html", "mail", "record", "text",
    "zip", "tar", "packed", "mbox", "warc", "feed", "rows",
]  # fmt: skip
HEAD = 8192  # bytes of a file that tell most formats

_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}>\s*)*<(?:!doctype\s+html|html|head|body|title|meta)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(
    rb"\s*(?:<\?xml[^>]{0,300}>\s*)?(?:<!--.{0,2000}?-->\s*|<\?[^>]{0,500}>\s*|<!DOCTYPE[^>\[]{0,300}(?:\[[^\]]{0,6000}\]\s*)?>\s*)*"
    rb"<(?:\w{1,20}:)?(rss|feed|RDF|abiword|document)\b",
    re.DOTALL,
)
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:")
_MAIL = {
    b"from",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"mime-version",
    b"received",
    b"return-path",
    b"delivered-to",
}
_MBOX = re.compile(rb"From \S{1,200} .{0,60}\d{4}\r?\n")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")  # gzip, bzip2, xz, zstandard


def format_of(data: bytes) -> Format:
    """The format of a whole file."""
    head = data[:HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if head[257:262] == b"ustar":
        return "tar"
    if head.startswith(PACKED):
        return "packed"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_OLE):
        return "outlook" if "__properties_version1.0".encode("utf-16-le") in data else "doc"
    if head.startswith(b"WARC/"):
        return "warc"
    if _MBOX.match(head):
        return "mbox"
    start = head.lstrip(b"\xef\xbb\xbf")
    if m := _ROOT.match(start):
        return {b"abiword": "abiword", b"document": "odf"}.get(m[1], "feed")  # type: ignore[return-value]
    if _HTML.match(start):
        return "html"
    if is_mail(start):
        return "mail"
    return _json(data) or "text"


def _zipped(data: bytes) -> Format:
    """A zip that is a document, or one that holds documents."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names and any(n.startswith("word/") for n in names):
                return "docx"
            if "content.xml" in names and "mimetype" in names:
                return "odf"
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        return "docx" if b"word/" in data[:HEAD] else "zip"
    return "zip"


def is_mail(head: bytes) -> bool:
    """Whether lines are the head of a mail: fields all along, three of those that every mail has among them."""
    known: set[bytes] = set()
    for line in head[:HEAD].split(b"\n")[:80]:
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        m = _FIELD.match(line)
        if not m:
            return False
        known.add(m[0][:-1].lower())
    return len(known & _MAIL) >= 3


def _json(data: bytes) -> Format | Literal[""]:
    """One record in JSON, several, or none."""
    start = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b'{"', b"{\n", b"{\r", b"{ ", b"[{", b"[\n", b"[ ")):
        return ""
    if start.startswith(b"["):
        return "rows" if _loads(data) is not None else ""
    first = start.partition(b"\n")[0] if b"\n" in start else data
    if isinstance(_loads(first), dict):
        rest = data.strip().partition(b"\n")[2].strip()
        return "rows" if rest.startswith(b"{") else "record"
    return "record" if isinstance(_loads(data), dict) else ""


def _loads(data: bytes) -> object:
    try:
        value: object = json.loads(data)
        return value
    except (ValueError, RecursionError):
        return None
