"""A mail (EML, a message of an mbox) -> Parts of its body; its attachments are sources of their own (archive.py).

Of several forms of the body the best is read: HTML if there is one. Subject, date and sender become hints. What a
mail program adds is left out: the heads of forwarded mails, what an answer quotes, notices of confidentiality.
"""

from __future__ import annotations

import contextlib
import email
import re
from collections.abc import Iterator
from dataclasses import replace
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from communique.document import Part
from communique.errors import ReadError
from communique.read import html, hypertext, text
from communique.read.encoding import decode
from communique.read.limits import DEFAULT, Limits
from communique.read.marks import CONTROLS
from communique.read.parts import Reading

MAX_HEAD = 300_000  # bytes of fields before the body; 20,000 is much
_PREFIX = re.compile(r"^(?:\s*(?:re|tr|fw|fwd|rép|réf|i)\s*:|\s*\[[^\]]{1,40}\])\s*", re.IGNORECASE)
_FORWARDED = re.compile(
    r"^[-_ ]{0,20}\s?(?:message (?:transféré|original|d['’]origine)|original message|forwarded message|"
    r"début du message (?:transféré|réexpédié))\b.{0,20}$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELDS = re.compile(
    r"^[>* ]{0,4}(?:de|from|date|envoyé|sent|à|to|pour|cc|objet|sujet|subject|répondre à|reply-to)\s?\*?\s?:\*?\s.*$",
    re.IGNORECASE,
)
_WROTE = re.compile(r"^(?:le|on) .{6,120}(?:a écrit|wrote)\s?:\s*$", re.IGNORECASE | re.MULTILINE)
_NOTICE = re.compile(
    r"^(?:ce (?:message|courriel|mail|mél)\b.{0,60}(?:confidentiel|destin)|"
    r"this (?:e-?mail|message) .{0,60}confidential|"
    r"(?:merci de )?(?:pensez|penser) à (?:l['’]environnement|la planète)|avant d['’]imprimer|garanti sans virus|"
    r"envoyé (?:de|depuis) (?:mon|ma) |sent from my|l['’]intégrité de ce message|"
    r"pour (?:ne plus recevoir|vous (?:désabonner|désinscrire)))",
    re.IGNORECASE,
)


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The parts of a mail's body, and its head as hints.

    Raises:
        ReadError: it has no body to read, or passes a limit.
    """
    message = parsed(data, limits)
    hints = _hints(message)
    best: list[Part] = []
    notes: tuple[str, ...] = ()
    for part in bodies(message):
        content = _content(part)
        if part.get_content_type() == "text/html":
            decoded = decode(content, part.get_content_charset() or _declared(content), markup=True)
            found = [p for p in hypertext.fragment(decoded.text.translate(CONTROLS)) if not html.is_chrome(p.text)]
        else:
            decoded = decode(content, part.get_content_charset() or "") if content.strip() else decode(b" ")
            found, _ = text.parse(unforwarded(_unflowed(decoded.text, part)).translate(CONTROLS))
        if found:
            best, notes = found, (decoded.note,) if decoded.note else ()
            break
    return reading(best, hints, "message/rfc822", notes)


def reading(parts: list[Part], hints: dict[str, str], media: str, notes: tuple[str, ...] = ()) -> Reading:
    """A mail as it was read, the subject as its title if its text has none and does not say the same.

    Raises:
        ReadError: it has no text.
    """
    parts = _without_notices(parts)
    if not parts:
        raise ReadError("a mail without a text of its own")
    title = hints.get("title", "")
    if title and not any(p.kind == "title" for p in parts) and not _says(parts, title):
        parts = [Part("title", title, 0, "subject"), *parts]
    return Reading(parts, hints, media, notes)


def parsed(data: bytes, limits: Limits = DEFAULT) -> Message:
    """The mail, its parts told apart.

    Raises:
        ReadError: it passes a limit.
    """
    head = min((i for i in (data.find(b"\n\n"), data.find(b"\r\n\r\n")) if i >= 0), default=len(data))
    if head > MAX_HEAD:
        raise ReadError(f"a mail with a head of {head:,} bytes; the limit is {MAX_HEAD:,}")
    if len(re.findall(rb"\ncontent-type:", data, re.IGNORECASE)) > limits.parts:
        raise ReadError(f"a mail of more than {limits.parts:,} parts; that is no release")
    try:
        return email.message_from_bytes(data)  # compat32: the other policies are quadratic in long heads
    except (RecursionError, ValueError, LookupError) as error:
        raise ReadError("a mail whose parts are nested without end; it is damaged or made to do harm") from error


def bodies(message: Message) -> list[Message]:
    """The parts that may be the body, the best first: HTML, then text; not what is attached."""
    found = [p for p in _walk(message) if p.get_content_type() in {"text/html", "text/plain"} and not is_attached(p)]
    return sorted(found, key=lambda p: p.get_content_type() != "text/html")


def attachments(message: Message) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of what is attached, but for pictures, calendars and visiting cards."""
    for number, part in enumerate(_walk(message), 1):
        kind = part.get_content_type()
        if part.is_multipart() and kind != "message/rfc822":
            continue
        if kind.partition("/")[0] in {"image", "audio", "video"} or kind in {
            "text/calendar",
            "text/vcard",
            "text/x-vcard",
        }:
            continue
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                yield f"{number}.eml", inner[0].as_bytes()
        elif is_attached(part):
            yield _header(part.get_filename() or "") or f"{number}", _content(part)


def is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _walk(message: Message) -> Iterator[Message]:
    """The parts of a mail, not those of mails in it."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        yield part
        inner = part.get_payload()
        if (
            part.is_multipart()
            and isinstance(inner, list)
            and (part is message or part.get_content_type() != "message/rfc822")
        ):
            waiting.extend(p for p in reversed(inner) if isinstance(p, Message))


def _content(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _declared(content: bytes) -> str:
    m = re.search(rb"""charset\s*=\s*["']?([\w.:-]{2,40})""", content[:4096], re.IGNORECASE)
    return m[1].decode("ascii", "replace") if m else ""


def _hints(message: Message) -> dict[str, str]:
    hints: dict[str, str] = {}
    subject = _header(str(message.get("Subject") or ""))
    while (shorter := _PREFIX.sub("", subject)) != subject:
        subject = shorter
    if subject:
        hints["title"] = subject
    with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):  # it has none, or none to be read
        hints["published"] = parsedate_to_datetime(str(message.get("Date") or "")).isoformat()
    sender = re.sub(r"\s*<[^>]{0,300}>\s*$", "", _header(str(message.get("From") or ""))).strip("\"' ")
    if sender and "@" not in sender:
        hints["author"] = sender
    return hints


def _header(raw: str) -> str:
    """A field in words: "=?iso-8859-1?q?=E9t=E9?=" -> "été"; bytes without a name are told by their letters."""
    out = ""
    try:
        pieces = decode_header(raw[:2000])
    except (ValueError, LookupError):
        pieces = [(raw, None)]
    for piece, charset in pieces:
        if isinstance(piece, str):
            piece = piece.encode("utf-8", "surrogateescape")
        try:
            out += decode(piece, charset or "").text if piece.strip() else " "
        except ReadError:
            out += piece.decode("latin-1")
    return " ".join(out.split())


def _unflowed(words: str, part: Message) -> str:
    """A text in the format "flowed": a space at the end of a line says that the line goes on."""
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format") or "").lower() == "flowed":
        words = re.sub(r"(?<=[^\s-]) \n(?=[^\s>-])", " ", words)
    return words


def unforwarded(words: str) -> str:
    """The mail that was passed on, without the heads above it, and without what an answer quotes."""
    if m := [*_FORWARDED.finditer(words)]:
        rest = words[m[-1].end() :].lstrip("\n")
        lines = rest.split("\n")
        while lines and (not lines[0].strip() or _FIELDS.match(lines[0]) or lines[0][:1] in " \t"):
            lines.pop(0)
        rest = "\n".join(re.sub(r"^>+ ?", "", line) for line in lines)
        if len(rest.strip()) > 200:
            words = rest
    if (w := _WROTE.search(words)) and len(words[: w.start()].strip()) > 200:
        words = words[: w.start()]
    return words


def _without_notices(parts: list[Part]) -> list[Part]:
    """The parts up to the first that speaks of the mail and not of its matter, from the end on."""
    while parts:
        kept = "\n".join(line for line in parts[-1].text.split("\n") if not _NOTICE.match(line.strip()))
        rule = not any(c.isalnum() for c in kept)
        if kept == parts[-1].text and not rule:
            return parts
        parts = parts[:-1] if rule else [*parts[:-1], replace(parts[-1], text=kept, bold="")]
    return parts


def _says(parts: list[Part], title: str) -> bool:
    """Whether one of the first blocks is the title, or little more than it."""
    key = _key(title)
    return any(key in _key(p.text) and len(_key(p.text)) <= 1.5 * len(key) for p in parts[:6])


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
