"""Files of word processors, mails and archives for the tests of reading, each made of the words that a test gives."""

from __future__ import annotations

import io
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
