"""The body of an Outlook mail that is kept as compressed RTF -> RTF, and the HTML that Outlook put into it.

Formats: MS-OXRTFCP (compression) and MS-OXRTFEX (HTML in RTF).
"""

from __future__ import annotations

import re
import struct

from communique.errors import ReadError
from communique.read import rtf
from communique.read.limits import DEFAULT, Limits

_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)  # what every mail's window holds before its first byte
_WINDOW = 4096  # bytes that a reference can look back
_HEAD = struct.Struct("<II4sI")  # bytes packed but for these four, bytes unpacked, kind, checksum
_DAMAGED = "an Outlook mail whose text is damaged ({}); save it again, as EML if possible"


def unpacked(data: bytes, limits: Limits = DEFAULT) -> bytes:
    """The RTF in a compressed body: two bytes stand for up to 17 that came before, one for itself.

    Raises:
        ReadError: it is cut off, of no known kind, or larger than a file may be.
    """
    if len(data) < _HEAD.size:
        raise ReadError(_DAMAGED.format("it is cut off"))
    _, size, kind, _ = _HEAD.unpack_from(data)
    if size > limits.bytes:
        raise ReadError(f"an Outlook mail with a text of {size:,} bytes; the limit is {limits.bytes:,}")
    if kind == b"MELA":
        return data[_HEAD.size : _HEAD.size + size]
    if kind != b"LZFu":
        raise ReadError(_DAMAGED.format(f"packed as {kind!r}"))
    out = bytearray(_START)
    position, end = _HEAD.size, len(data)
    while position < end and len(out) < len(_START) + size:
        control = data[position]
        position += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += data[position : position + 1]
                position += 1
                continue
            reference = int.from_bytes(data[position : position + 2], "big")
            position += 2
            # A place in the window, which goes round; how far back it is, from the byte that is written next.
            back = (len(out) - (reference >> 4)) % _WINDOW
            if not back:
                return bytes(out[len(_START) :])  # it points at itself: the end
            for _ in range((reference & 15) + 2):
                out.append(out[-back] if back <= len(out) else 0)
            if position >= end:
                break
    return bytes(out[len(_START) : len(_START) + size])


_FROM_HTML = re.compile(r"\\fromhtml1\b")
# Words that stand for a sign, in the HTML as in RTF.
_SIGNS = {
    "par": "\n", "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip


def html_in(source: bytes) -> str:
    """The HTML that an RTF carries; "" if it carries none.

    What stands in groups {\\*\\htmltag} is of the HTML, and so is the text outside them that is not switched off by
    \\htmlrtf: that is there for readers of RTF only.
    """
    text = source.decode("latin-1")
    if not _FROM_HTML.search(text[:4000]):
        return ""
    out: list[str] = []
    pending = bytearray()
    stack: list[tuple[bool, bool, int]] = []
    codepage = "cp1252"
    silent = off = False  # in a group that says nothing; switched off
    fresh = starred = False  # the group has just been opened; with a star
    width, skip = 1, 0  # characters that repeat one in Unicode

    def say(words: str) -> None:
        if pending:
            out.append(pending.decode(codepage, "replace"))
            pending.clear()
        if words and not (silent or off):
            out.append(words)

    for m in rtf.TOKEN.finditer(text):
        if m["hex"]:
            if skip:
                skip -= 1
            elif not (silent or off):
                pending.append(int(m["hex"], 16))
            continue
        if m["text"] is not None:
            words = m["text"][skip:]
            skip = max(0, skip - len(m["text"]))
            say(words)
        elif m["brace"] == "{":
            say("")
            if len(stack) > rtf.MAX_GROUPS:
                raise ReadError(_DAMAGED.format("groups nested without end"))
            stack.append((silent, off, width))
            fresh, starred, skip = True, False, 0
            continue
        elif m["brace"] == "}":
            say("")
            silent, off, width = stack.pop() if stack else (False, False, 1)
        elif m["sign"]:
            if m["sign"] == "*" and fresh:
                starred = True
                continue
            say({"~": "\u00a0", "_": "\u2011"}.get(m["sign"], m["sign"] if m["sign"] in "\\{}" else ""))
        elif word := m["word"]:
            value = m["number"]
            if word == "htmlrtf":
                say("")
                off = value != "0"
            elif starred or (fresh and word in rtf.SKIPPED):
                silent = silent or word != "htmltag"
            elif word == "ansicpg" and value:
                codepage = f"cp{value}" if rtf.known(f"cp{value}") else "cp1252"
            elif word == "uc" and value:
                width = min(8, abs(int(value)))
            elif word == "u" and value:
                say(chr(int(value) % 0x10000))
                skip = width
            elif word in _SIGNS:
                say(_SIGNS[word])
        fresh = starred = False
    say("")
    return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
