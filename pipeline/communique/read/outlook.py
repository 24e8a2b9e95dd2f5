"""A mail that Outlook saved (MSG) -> Parts of its body, by python-oxmsg (extra `mail`)."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from communique.document import Part
from communique.errors import ReadError
from communique.read import html, hypertext, mail, rtf, rtfmail, text
from communique.read.encoding import decode
from communique.read.limits import DEFAULT, Limits
from communique.read.marks import CONTROLS
from communique.read.parts import Reading

_PACKED = 0x1009  # the property that holds a mail's text as compressed RTF


@dataclass(frozen=True, slots=True)
class Saved:
    """What Outlook saved of a mail."""

    subject: str
    date: str
    sender: str
    html: str | bytes
    text: str
    packed: bytes  # its text as compressed RTF
    attached: tuple[tuple[str, bytes], ...]


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The parts of an Outlook mail's body, and its head as hints.

    Raises:
        ReadError: it is damaged, has no text, or python-oxmsg is not installed.
    """
    saved = _saved(data)
    hints = {"title": saved.subject, "published": saved.date}
    if "@" not in saved.sender:
        hints["author"] = saved.sender
    parts: list[Part] = []
    rich = rtfmail.unpacked(saved.packed, limits) if saved.packed and not saved.html else b""
    if said := saved.html or rtfmail.html_in(rich):
        source = said if isinstance(said, str) else decode(said, markup=True).text
        parts = [p for p in hypertext.fragment(source.translate(CONTROLS)) if not html.is_chrome(p.text)]
    if not parts and saved.text:
        parts, _ = text.parse(mail.unforwarded(saved.text.replace("\r\n", "\n")).translate(CONTROLS))
    if not parts and rich:
        parts = [*rtf.read(rich, limits).parts]
    return mail.reading(parts, {k: v for k, v in hints.items() if v}, "application/vnd.ms-outlook")


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of what is attached, but for pictures.

    Raises:
        ReadError: as `read`.
    """
    yield from _saved(data).attached


def _saved(data: bytes) -> Saved:
    if importlib.util.find_spec("oxmsg") is None:
        raise ReadError("an Outlook mail, and python-oxmsg is not installed: pip install 'communique[mail]'")
    from oxmsg import Message

    try:
        message: Any = Message.load(BytesIO(data))
        headers = {str(k).lower(): str(v) for k, v in (message.message_headers or {}).items()}
        return Saved(
            subject=message.subject or "",
            date=message.sent_date.isoformat() if message.sent_date else "",
            sender=str(message.sender or headers.get("from", "")).split("<")[0].strip("\"' "),
            html=message.html_body or "",
            text=message.body or "",
            packed=message.properties.binary_prop_value(_PACKED) or b"",
            attached=tuple(
                (str(each.file_name or number), each.file_bytes)
                for number, each in enumerate(message.attachments, 1)
                if each.file_bytes and not str(each.mime_type or "").startswith(("image/", "audio/", "video/"))
            ),
        )
    except Exception as error:
        raise ReadError(f"a damaged Outlook mail ({error}); save it again, as EML if possible") from error
