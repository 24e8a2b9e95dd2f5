"""A file -> the sources in it: one if it is a document, its members if it is an archive, a mailbox, a feed, a table.

Members are named as one would look for them: "2020.zip!/cp-12.html", "lettres.mbox!/3", "cp.eml!/annexe.pdf". They are
read one by one, each within limits; nothing is written to disk, so no name can lead anywhere. What cannot be
opened is Refused, alone, and the others go on.
"""

from __future__ import annotations

import bz2
import contextlib
import csv
import gzip
import importlib
import io
import json
import lzma
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from communique.document import Source
from communique.errors import ReadError
from communique.read import encoding, feed, mail, outlook, records, sniff, zipped
from communique.read.limits import DEFAULT, Limits

_HIDDEN = re.compile(r"(?:^|/)(?:\.(?!\./)[^/]|__MACOSX/|Thumbs\.db$|desktop\.ini$)")
_PACKED_SUFFIX = re.compile(r"\.(?:gz|bz2|xz|zst)$", re.IGNORECASE)
_DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, ValueError)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or member that is not opened, and what to do."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of the fields of tables and JSON that hold text, date and id, where their names do not tell."""

    text: str = ""
    date: str = ""
    id: str = ""


@dataclass(slots=True)
class Opening:
    """What holds for all that is found in one file, and how much has been taken out of it."""

    limits: Limits
    fields: Fields
    members: int = 0
    bytes: int = 0
    full: bool = field(default=False)

    def takes(self, size: int) -> str:
        """What forbids one more member of that size; "" if nothing does."""
        self.members += 1
        self.bytes += size
        if self.members > self.limits.members:
            self.full = True
            return f"an archive of more than {self.limits.members:,} members; the rest is not read"
        if self.bytes > self.limits.expanded:
            self.full = True
            return f"an archive of more than {self.limits.expanded:,} bytes unpacked; the rest is not read"
        return ""


Found = Iterator[Source | Refused]


def sources(path: Path, limits: Limits = DEFAULT, fields: Fields | None = None) -> Found:
    """The sources in a file, in its order."""
    name = shown(path)
    opening = Opening(limits, fields or Fields())
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Refused(name, "no file: a pipe, a device or a socket is not read; give a file or «-»")
            return
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            yield from _expanded(name, cast(BinaryIO, file), opening, 0)
            if os.fstat(file.fileno()).st_size != size:
                yield Refused(name, "the file changed while it was read; read it again when it is whole")
    except OSError as error:
        yield Refused(name, f"{error.strerror or error}; check the path and its permissions")


def within(source: Source, limits: Limits = DEFAULT, fields: Fields | None = None) -> Found:
    """The sources in bytes that are at hand."""
    yield from _expanded(source.name, io.BytesIO(source.data), Opening(limits, fields or Fields()), 0)


def stream(name: str, file: BinaryIO, limits: Limits = DEFAULT, fields: Fields | None = None) -> Found:
    """The sources in an open file.

    Raises:
        OSError: it can no longer be read.
    """
    yield from _expanded(name, file, Opening(limits, fields or Fields()), 0)


def shown(path: Path | str) -> str:
    """The name of a file as text; bytes of it that are no UTF-8 are written as "\\xe9"."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _expanded(name: str, file: BinaryIO, opening: Opening, depth: int) -> Found:
    """The sources in an open file. A fault of an archive is Refused in its place."""
    if depth > opening.limits.depth:
        yield Refused(name, f"archives in archives, more than {opening.limits.depth} deep; unpack it")
        return
    try:
        yield from _opened(name, file, opening, depth)
    except ReadError as error:
        yield Refused(name, str(error))
    except _DAMAGED as error:
        if isinstance(error, OSError) and error.errno is not None and depth == 0:
            raise
        yield Refused(name, f"a damaged archive ({error}); copy or pack it again")


def _opened(name: str, file: BinaryIO, opening: Opening, depth: int) -> Found:
    limits = opening.limits
    if file.seekable():
        head = file.read(sniff.HEAD)
        file.seek(0)
    else:
        head = cast(io.BufferedReader, file).peek(sniff.HEAD)
    told = sniff.format_of(head) if not head.startswith(b"PK") else "zip"
    if told == "zip" and file.seekable():
        with zipped.opened(file) as archive:
            if "[Content_Types].xml" not in archive.NameToInfo and "mimetype" not in archive.NameToInfo:
                yield from _zip(name, archive, opening, depth)
                return
        file.seek(0)
    elif told == "tar":
        yield from _tar(name, file, opening, depth)
        return
    elif told == "packed":
        yield from _packed(name, file, head, opening, depth)
        return
    elif told == "warc":
        yield from _warc(name, file, opening, depth)
        return
    elif told == "mbox":
        yield from _mbox(name, file, opening, depth)
        return
    elif _is_table(name, head, opening.fields):
        yield from _rows(name, _table(file, head, limits), opening)
        return
    elif (told in {"rows", "record"} or head.lstrip()[:1] == b"{") and _is_lines(head):
        yield from _rows(name, _lines(file, limits), opening)
        return
    data = file.read(limits.bytes + 1)
    if len(data) > limits.bytes:
        yield Refused(name, f"more than {limits.bytes:,} bytes; split it, or raise the limit")
        return
    yield from _document(name, data, opening, depth)


def _document(name: str, data: bytes, opening: Opening, depth: int) -> Found:
    """A document, and what it holds beside itself."""
    told = sniff.format_of(data)
    if told == "zip":
        with zipped.opened(data) as archive:
            yield from _zip(name, archive, opening, depth)
    elif told == "feed":
        yield from _rows(name, feed.items(data, opening.limits), opening)
    elif told == "rows":
        listed = json.loads(encoding.decode(data).text)
        yield from _rows(name, (row for row in listed if isinstance(row, dict)), opening)
    elif told == "mail":
        message = mail.parsed(data, opening.limits)
        attached = [*mail.attachments(message)]
        if mail.bodies(message) or not attached:
            yield Source(name, data)
        for inner, content in attached:
            yield from _member(name, inner, content, opening, depth)
    elif told == "outlook":
        yield Source(name, data)
        attached = []
        with contextlib.suppress(ReadError):  # reading its text says what is wrong with it
            attached = [*outlook.attachments(data)]
        for inner, content in attached:
            yield from _member(name, inner, content, opening, depth)
    elif told == "record" and opening.fields.text:
        yield from _rows(name, [json.loads(encoding.decode(data).text)], opening)
    else:
        yield Source(name, data)


def _member(name: str, inner: str, data: bytes, opening: Opening, depth: int) -> Found:
    """The sources in one member that has been taken out."""
    inner = shown(inner)
    if inner.startswith(("/", "\\")) or re.match(r"[A-Za-z]:[\\/]", inner) or ".." in re.split(r"[/\\]", inner):
        yield Refused(f"{name}!/{inner}", "its name leads out of the archive, as only files made to do harm have it")
    elif wrong := opening.takes(len(data)):
        yield Refused(f"{name}!/{inner}", wrong)
    else:
        yield from _expanded(f"{name}!/{inner}", io.BytesIO(data), opening, depth + 1)


# ------------------------------------------------------------------------------------------------ kinds of archives


def _zip(name: str, archive: zipfile.ZipFile, opening: Opening, depth: int) -> Found:
    for info in archive.infolist():
        if opening.full:
            return
        inner = info.filename
        if not info.flag_bits & 0x800:  # no UTF-8, says its head: often it is, or the code page of DOS
            raw = inner.encode("cp437", "replace")
            try:
                inner = raw.decode()
            except UnicodeDecodeError:
                inner = raw.decode("cp850", "replace")
        if info.is_dir() or _HIDDEN.search(inner):
            continue
        try:
            data = zipped.unpacked(archive, info, opening.limits)
        except ReadError as error:
            yield Refused(f"{name}!/{inner}", str(error))
            if wrong := opening.takes(0):
                yield Refused(name, wrong)
            continue
        yield from _member(name, inner, data, opening, depth)


def _tar(name: str, file: BinaryIO, opening: Opening, depth: int) -> Found:
    with tarfile.open(fileobj=cast(BinaryIO, _Ending(file)), mode="r|") as archive:
        for info in archive:
            if opening.full:
                return
            if not info.isreg() or _HIDDEN.search(info.name):
                continue  # folders; links and devices, which hold nothing of their own
            if info.size > opening.limits.bytes:
                size, most = f"{info.size:,}", f"{opening.limits.bytes:,}"
                yield Refused(f"{name}!/{shown(info.name)}", f"{size} bytes; the limit is {most}")
                continue
            stream = archive.extractfile(info)
            yield from _member(name, info.name, stream.read() if stream else b"", opening, depth)


def _packed(name: str, reader: BinaryIO, head: bytes, opening: Opening, depth: int) -> Found:
    """What gzip, bzip2, xz or zstandard has packed: an archive, or one file."""
    stream = _unpacking(reader, head)
    inner = _PACKED_SUFFIX.sub("", name.rpartition("!/")[2].rpartition("/")[2]) or "1"
    capped = io.BufferedReader(_Capped(stream, opening), 2 * sniff.HEAD)
    told = sniff.format_of(capped.peek(sniff.HEAD))
    place = name if told in {"tar", "warc"} or inner == name.rpartition("/")[2] else f"{name}!/{inner}"
    yield from _expanded(place, cast(BinaryIO, capped), opening, depth + (told not in {"tar", "warc"}))


def _unpacking(reader: BinaryIO, head: bytes) -> BinaryIO:
    """What comes out of a packed stream.

    Raises:
        ReadError: it is packed with zstandard, and that is not installed.
    """
    if head.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=reader))
    if head.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(reader))
    if head.startswith(b"\xfd7zXZ"):
        return cast(BinaryIO, lzma.LZMAFile(reader))
    try:
        unpacker = importlib.import_module("zstandard").ZstdDecompressor(max_window_size=2**27)
    except ImportError as error:
        raise ReadError("packed with zstandard, which is not installed: pip install 'communique[zst]'") from error
    return cast(BinaryIO, unpacker.stream_reader(reader))


class _Ending:
    """A stream that fails when it is asked on at its end: tarfile asks once for each block of a terabyte."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.empty = stream, 0

    def read(self, size: int) -> bytes:
        data = self.stream.read(size)
        self.empty = 0 if data else self.empty + 1
        if self.empty > 10:
            raise EOFError("it ends within a member")
        return data


class _Capped(io.RawIOBase):
    """A stream that ends in an error when more comes out of it than an archive may hold."""

    def __init__(self, stream: BinaryIO, opening: Opening) -> None:
        self.stream, self.left = stream, opening.limits.expanded
        self.fault: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._some(len(view))
        self.left -= len(data)
        if self.left < 0:
            raise ReadError("an archive that unpacks to more bytes than the limit; the rest is not read")
        view[: len(data)] = data
        return len(data)

    def _some(self, size: int) -> bytes:
        """So many bytes, fewer where the stream ends or breaks: what stands before a fault is given out before it."""
        if self.fault:
            raise self.fault
        data = b""
        while len(data) < size:
            try:
                piece = self.stream.read1(size - len(data))  # type: ignore[attr-defined]
            except _DAMAGED as error:
                if not data:
                    raise
                self.fault = error
                break
            if not piece:
                break
            data += piece
        return data


def _mbox(name: str, file: BinaryIO, opening: Opening, depth: int) -> Found:
    """The messages of a mailbox."""
    number = size = 0
    lines: list[bytes] = []
    blank = True
    for line in iter(lambda: file.readline(1_000_000), b""):
        if line.startswith(b"From ") and blank and re.match(rb"From \S{1,200} .{0,60}\d{4}\s*$", line):
            if number:
                yield from _message(name, number, lines, size, opening, depth)
            number, size, lines = number + 1, 0, []
            if opening.full:
                return
        else:
            size += len(line)
            if size <= opening.limits.bytes:
                lines.append(line[1:] if re.match(rb">+From ", line) else line)
        blank = not line.strip()
    if number:
        yield from _message(name, number, lines, size, opening, depth)


def _message(name: str, number: int, lines: list[bytes], size: int, opening: Opening, depth: int) -> Found:
    if size > opening.limits.bytes:
        yield Refused(f"{name}!/{number}", f"a mail of {size:,} bytes; the limit is {opening.limits.bytes:,}")
    else:
        yield from _member(name, str(number), b"".join(lines), opening, depth)


def _warc(name: str, file: BinaryIO, opening: Opening, depth: int) -> Found:
    """The pages that a web archive holds: answers with status 200, and resources."""
    while line := file.readline(10_000):
        if not line.startswith(b"WARC/"):
            continue
        fields = _head(file)
        length = fields.get("content-length", "")
        size = int(length) if length.isdigit() and len(length) < 15 else 0
        address = fields.get("warc-target-uri", "").strip("<>")
        wanted = fields.get("warc-type") in {"response", "resource"}
        body = file.read(min(size, opening.limits.bytes)) if wanted else b""
        left = size - len(body)
        while left > 0 and (gone := file.read(min(left, 1_000_000))):
            left -= len(gone)
        if not wanted:
            continue
        if size > opening.limits.bytes:
            yield Refused(f"{name}!/{address}", f"{size:,} bytes; the limit is {opening.limits.bytes:,}")
            continue
        if left > 0:
            yield Refused(f"{name}!/{address}", "a damaged web archive (it ends within this answer); copy it again")
            return
        if body.startswith(b"HTTP/"):
            answer = _answer(body, opening.limits)
            if answer is None:
                continue
            body = answer
        if wrong := opening.takes(len(body)):
            yield Refused(f"{name}!/{address}", wrong)
            return
        yield from _expanded(f"{name}!/{shown(address)}", io.BytesIO(body), opening, depth + 1)


def _head(file: BinaryIO) -> dict[str, str]:
    fields: dict[str, str] = {}
    for _ in range(200):
        line = file.readline(100_000)
        if not line.strip():
            break
        key, _, said = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(key.strip().lower(), said.strip())
    return fields


_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,100}\r?\n")
_PICTURES = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript")


def _answer(body: bytes, limits: Limits) -> bytes | None:
    """What a server answered, its packing undone; None if it is an error, a picture or a script."""
    stream = io.BytesIO(body)
    if stream.readline(10_000).split()[1:2] != [b"200"]:
        return None
    fields = _head(cast(BinaryIO, stream))
    if fields.get("content-type", "").lower().startswith(_PICTURES):
        return None
    content = stream.read()
    if "chunked" in fields.get("transfer-encoding", "").lower():
        content = _unchunked(content)
    if fields.get("content-encoding", "").lower() in {"gzip", "x-gzip", "deflate"}:
        unpacker = zlib.decompressobj(47)
        try:
            content = unpacker.decompress(content, limits.bytes + 1)
        except zlib.error:
            return content  # some crawlers undo the packing and leave the field
    return content


def _unchunked(content: bytes) -> bytes:
    out: list[bytes] = []
    at = 0
    while m := _CHUNK.match(content, at):
        size = int(m[1], 16)
        if not size:
            return b"".join(out)
        out.append(content[m.end() : m.end() + size])
        at = m.end() + size
        at += len(content[at : at + 2]) - len(content[at : at + 2].lstrip(b"\r\n"))
    return b"".join(out) or content


# --------------------------------------------------------------------------------------------------------- tables


def _is_table(name: str, head: bytes, fields: Fields) -> bool:
    """Whether a text is a table: its first line names a field that holds texts, and its name says so or the user."""
    if not (fields.text or re.search(r"\.(?:csv|tsv)$", name, re.IGNORECASE)):
        return False
    line = encoding.decode(head).text.partition("\n")[0] if head.strip() else ""
    names = {n.strip().strip('"').lower() for n in re.split(r"[;,\t|]", line)}
    return len(names) > 1 and bool(names & ({fields.text.lower()} if fields.text else {*records.TEXTS}))


def _table(reader: BinaryIO, head: bytes, limits: Limits) -> Iterator[dict[str, str]]:
    told = encoding.decode(head).encoding
    text = io.TextIOWrapper(reader, "utf-8-sig" if told == "utf-8" else told, "replace", newline="")
    first = head.partition(b"\n")[0]
    delimiter = max(";,\t|", key=lambda c: first.count(c.encode()))
    csv.field_size_limit(min(limits.chars, 2**31 - 1))
    try:
        for row in csv.DictReader(text, delimiter=delimiter):
            yield {str(key): said for key, said in row.items() if key and isinstance(said, str)}
    except csv.Error as error:
        raise ReadError(f"a broken table ({error}); save it again as CSV") from error
    finally:
        text.detach()  # else it closes the file that it reads from


def _is_lines(head: bytes) -> bool:
    """Whether the head of a file is of JSON, one object a line."""
    line, newline, rest = head.partition(b"\n")
    if not newline:
        return False
    try:
        return isinstance(json.loads(line), dict) and rest.lstrip()[:1] in {b"{", b""}
    except ValueError:
        return False


def _lines(reader: BinaryIO, limits: Limits) -> Iterator[Mapping[str, object] | str]:
    for line in iter(lambda: reader.readline(limits.bytes + 1), b""):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield f"a broken line of JSON ({error})"
            continue
        yield row if isinstance(row, dict) else "a line of JSON that is no object"


def _rows(name: str, rows: Iterable[Mapping[str, object] | str], opening: Opening) -> Found:
    """Each row as a record in JSON, under its id or its number."""
    fields = opening.fields
    texts = False  # some row has had one
    for number, row in enumerate(rows, 1):
        if isinstance(row, str):
            yield Refused(f"{name}!/{number}", row)
            continue
        record: dict[str, object] = dict(row)
        texts = texts or fields.text in record or bool(records.first(record, records.TEXTS))
        if not texts:  # it is not of releases: say so once
            known = ", ".join(str(key) for key in list(record)[:12])
            yield Refused(name, f"a table without a text (its fields: {known}); name the field with --text-field")
            return
        for key, chosen in (("text", fields.text), ("published", fields.date)):
            if chosen and chosen in record:
                record = {key: record.pop(chosen), **{k: v for k, v in record.items() if k != key}}
        place = str(record.get(fields.id) or number) if fields.id else str(number)
        data = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
        if wrong := opening.takes(len(data)):
            yield Refused(f"{name}!/{place}", wrong)
            return
        yield Source(f"{name}!/{place}", data)
