"""Parts -> Document: the only place where text changes, and where offsets are born."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from communique.document import Block, Document, Part, Source

SEPARATOR = "\n\n"
# Kept no-break: before : ; ! ? » % € and after «, and between the digits of a number.
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe\ufff9-\ufffb\x00-\x08\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """NFC, one kind of space, no invisible characters, no empty lines. clean(clean(x)) == clean(x)."""
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.splitlines())
    return _LINES.sub("\n", "\n".join(lines)).strip()


def assemble(
    source: Source,
    parts: Iterable[Part],
    hints: Mapping[str, str],
    media_type: str = "text/plain",
    notes: Iterable[str] = (),
) -> Document:
    """Clean each part, join them with a blank line, and write the offsets down; empty parts are dropped."""
    texts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for part in parts:
        text = clean(part.text)
        if not text:
            continue
        bold = clean(part.bold)
        width = len(bold) if text.startswith(bold) else 0
        blocks.append(Block(part.kind, start, start + len(text), part.level, part.origin, width))
        texts.append(text)
        start += len(text) + len(SEPARATOR)
    return Document(
        name=source.name,
        media_type=media_type,
        sha256=source.sha256,
        size=len(source.data),
        text=SEPARATOR.join(texts),
        blocks=tuple(blocks),
        hints=dict(hints),
        notes=tuple(notes),
    )
