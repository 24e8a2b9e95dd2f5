"""Files of word processors, mails and archives for the tests of reading, each made of the words that a test gives."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_NAMES = {"office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing"}
_NAMES["fo"] = "xsl-fo-compatible"
ODF = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in _NAMES.items())


def zipped(members: Mapping[str, bytes | str], packed: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def docx(body: str, others: Mapping[str, bytes | str] | None = None) -> bytes:
    """A Word file whose body is this XML."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>",
            **(others or {}),
        }
    )


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of a Word file."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def odt(body: str, styles: str = "") -> bytes:
    """An OpenDocument text whose body and automatic styles are this XML."""
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def eml(body: str, head: str = "", kind: str = "text/plain", charset: str = "utf-8") -> bytes:
    """A mail with one part."""
    fields = f"From: Service presse <presse@veyle.example>\nTo: redaction@journal.example\nMIME-Version: 1.0\n{head}"
    return f"{fields}Content-Type: {kind}; charset={charset}\n\n".encode() + body.encode(charset)


def multipart(*parts: bytes, head: str = "Subject: Un pont neuf\n") -> bytes:
    """A mail of several parts, each with its own head."""
    fields = f"From: presse@veyle.example\nTo: redaction@journal.example\nMIME-Version: 1.0\n{head}"
    inner = b"".join(b"--B\n" + part + b"\n" for part in parts)
    return fields.encode() + b"Content-Type: multipart/mixed; boundary=B\n\n" + inner + b"--B--\n"


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file (the container of MSG and DOC) of small streams: header, FAT, directory, mini stream."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    mini, fat, places = b"", [], []
    for name in names:
        content = streams[name]
        sectors = max(1, -(-len(content) // 64))
        start = len(mini) // 64
        places.append(start)
        fat += [*range(start + 1, start + sectors), 0xFFFFFFFE]
        mini += content.ljust(64 * sectors, b"\0")
    mini_sectors = -(-len(mini) // 512)
    root = _entry("Root Entry", 5, 0xFFFFFFFF, 1 if names else 0xFFFFFFFF, 0, len(mini))
    inner = [
        _entry(
            name,
            2,
            number + 1 if number < len(names) else 0xFFFFFFFF,
            0xFFFFFFFF,
            places[number - 1],
            len(streams[name]),
        )
        for number, name in enumerate(names, 1)
    ]
    directory = (root + b"".join(inner)).ljust(-(-(128 * (len(inner) + 1)) // 512) * 512, b"\0")
    folders = len(directory) // 512
    # Sectors: the FAT, the directory, the mini FAT, the mini stream.
    first = 1 + folders + 1
    table = [
        0xFFFFFFFD,
        *range(2, 1 + folders),
        0xFFFFFFFE,
        0xFFFFFFFE,
        *range(first + 1, first + mini_sectors),
        0xFFFFFFFE,
    ]
    directory = directory[:116] + first.to_bytes(4, "little") + directory[120:]
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + bytes.fromhex("3e000300feff09000600") + b"\0" * 6
    numbers = [0, 1, 1, 0, 4096, 1 + folders, 1, 0xFFFFFFFE, 0, 0, *[0xFFFFFFFF] * 108]
    head += b"".join(n.to_bytes(4, "little") for n in numbers)
    sectors_ = (_sector(table), directory, _sector(fat), mini.ljust(512 * mini_sectors, b"\0"))
    return head[:512].ljust(512, b"\xff") + b"".join(sectors_)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    words = name.encode("utf-16-le")
    out = words.ljust(64, b"\0") + (len(words) + 2).to_bytes(2, "little") + bytes([kind, 1])
    out += b"\xff\xff\xff\xff" + right.to_bytes(4, "little") + child.to_bytes(4, "little")
    return out + b"\0" * 36 + start.to_bytes(4, "little") + size.to_bytes(8, "little")


def lzfu(source: bytes) -> bytes:
    """RTF packed as Outlook does, of bytes that stand for themselves and a mark of the end."""
    out = b""
    for i in range(0, len(source), 8):
        piece = source[i : i + 8]
        out += (b"\0" if len(piece) == 8 else bytes([1 << len(piece)])) + piece
    if len(source) % 8 == 0:
        out += b"\1"
    out += ((207 + len(source)) % 4096 << 4).to_bytes(2, "big")
    return struct.pack("<II4sI", len(out) + 12, len(source), b"LZFu", 0) + out


def _sector(numbers: list[int]) -> bytes:
    return b"".join(n.to_bytes(4, "little") for n in numbers).ljust(512, b"\xff")


def msg(subject: str, body: str, packed: bytes = b"") -> bytes:
    """An Outlook mail; `packed` is its text as compressed RTF."""
    fields = {0x0037: subject, 0x1000: body, 0x001A: "IPM.Note"}
    head = b"\0" * 32
    streams: dict[str, bytes] = {}
    if packed:
        head += (0x0102 | 0x1009 << 16).to_bytes(4, "little") + (6).to_bytes(4, "little")
        head += len(packed).to_bytes(4, "little") + b"\0" * 4
        streams["__substg1.0_10090102"] = packed
    for number, words in fields.items():
        content = words.encode("utf-16-le")
        head += (0x001F | number << 16).to_bytes(4, "little") + (6).to_bytes(4, "little")
        head += (len(content) + 2).to_bytes(4, "little") + b"\0" * 4
        streams[f"__substg1.0_{number:04X}001F"] = content
    return compound({"__properties_version1.0": head, **streams})
