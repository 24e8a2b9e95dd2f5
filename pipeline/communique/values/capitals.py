"""Text -> names by their capitals alone, with the small words inside: «Fruitière des Aravis», «Bulles en Bastide»."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = (
    r"[A-ZÀ-Þ][\w&-]*(?:['’]\w+)?(?:\s(?:(?:de|du|des|la|le|les|en|et|à|au|aux|sur|pour|&)\s){0,2}"
    r"(?:[dlDL]['’])?[A-ZÀ-Þ][\w&-]*(?:['’]\w+)?){0,7}"
)
_RUN = re.compile(_NAME)
_OPENING = re.compile(rf"(?:[Ll]a |[Ll]e |[Ll]es |[Ll]['’])?(?P<name>{_NAME})")
# A dateline before the first sentence: «Lyon, le 3 mars 2021 – ».
_DATED = re.compile(r"[^\n.]{3,80}\d{1,4}\)?(?:\s?[–—:-]|\.)\s")


def runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the names in text[start:end], in text order."""
    return (m.span() for m in _RUN.finditer(text, start, end))


def opening(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of the name that opens text[start:end], after a dateline and an article at most; None if none does."""
    dated = _DATED.match(text, start, end)
    m = _OPENING.match(text, dated.end() if dated else start, end)
    return m.span("name") if m else None


def named(text: str, body: int, name: str) -> tuple[int, int] | None:
    """Where a name stands inside a sentence, or, if it has several words, from `body` on; None if nowhere.

    Args:
        body: where the text proper begins.
    """
    if not name[:1].isupper():
        return None
    m = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)").search(text, body) if " " in name else None
    return inside_sentence(text, name) or (m.span() if m else None)


def inside_sentence(text: str, name: str) -> tuple[int, int] | None:
    """Where a name first stands after a small letter or a comma: it has its capital there, too; None if nowhere."""
    m = re.search(rf"[a-zà-ÿ,'’]\s?(?P<name>{re.escape(name)})\b", text)
    return m.span("name") if m else None
