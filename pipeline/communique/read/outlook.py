"""A mail that Outlook saved (MSG) -> Parts of its body, by python-oxmsg (extra `mail`)."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from communique.document import Part
from communique.errors import ReadError
from communique.read import html, mail, markup, text
from communique.read.encoding import decode
from communique.read.limits import DEFAULT, Limits
from communique.read.marks import CONTROLS
from communique.read.parts import Reading


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The parts of an Outlook mail's body, and its head as hints.

    Raises:
        ReadError: it is damaged, has no text, or python-oxmsg is not installed.
    """
    message = _message(data)
    headers = {str(k).lower(): str(v) for k, v in (message.message_headers or {}).items()}
    hints = {"title": message.subject or ""}
    if message.sent_date:
        hints["published"] = message.sent_date.isoformat()
    sender = str(message.sender or headers.get("from", "")).split("<")[0].strip("\"' ")
    if sender and "@" not in sender:
        hints["author"] = sender
    parts: list[Part] = []
    if message.html_body:
        source = (
            message.html_body if isinstance(message.html_body, str) else decode(message.html_body, markup=True).text
        )
        parts = [p for p in markup.fragment(source.translate(CONTROLS)) if not html.is_chrome(p.text)]
    if not parts and message.body:
        parts, _ = text.parse(mail.unforwarded(message.body.replace("\r\n", "\n")).translate(CONTROLS))
    return mail.reading(parts, {k: v for k, v in hints.items() if v}, "application/vnd.ms-outlook")


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of what is attached, but for pictures.

    Raises:
        ReadError: as `read`.
    """
    for number, attachment in enumerate(_message(data).attachments, 1):
        content = attachment.file_bytes
        if content and not str(attachment.mime_type or "").startswith(("image/", "audio/", "video/")):
            yield str(attachment.file_name or number), content


def _message(data: bytes) -> Any:
    if importlib.util.find_spec("oxmsg") is None:
        raise ReadError("an Outlook mail, and python-oxmsg is not installed: pip install 'communique[mail]'")
    from oxmsg import Message

    try:
        return Message.load(BytesIO(data))
    except Exception as error:  # its parser raises whatever a damaged file leads it to
        raise ReadError(f"a damaged Outlook mail ({error}); save it again, as EML if possible") from error
