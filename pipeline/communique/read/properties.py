"""What a PDF or a Word file says of itself -> hints, with care: half of it is another file's, or the machine's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from communique.document import Part
from communique.read.dates import iso

_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint)\b.*|untitled.*|sans titre.*|document ?\d*|.*\.(?:docx?|odt|indd|pdf|rtf|pub)"
    r"|présentation powerpoint|diapositive \d*|slide \d*|\W*)$",
    re.IGNORECASE,
)
_PDF_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?")


def hints(
    parts: Iterable[Part], title: str = "", author: str = "", created: str = "", modified: str = ""
) -> dict[str, str]:
    """Title and author if the text has them too; the days on which the file was made and changed.

    The day of making is not that of publication; a rule may fall back to it where the text gives none.
    """
    found: dict[str, str] = {}
    texts = [part.text for part in parts]
    title, author = " ".join(title.split()), " ".join(author.split())
    shown = len(title.split()) >= 3 and _key(title) in _key(" ".join(texts[:30]))
    if shown and not _JUNK_TITLE.match(title):
        found["title"] = title
    if len(author) > 3 and _key(author) in _key(" ".join(texts)):
        found["author"] = author  # most are whoever typed it; this one is named in the text
    for key, day in (("created", created), ("modified", modified)):
        if m := _PDF_DATE.match(day):
            day = f"{m[1]}-{m[2]}-{m[3]}" + (f"T{m[4]}:{m[5]}:{m[6]}" if m[4] else "")
        if day := iso(day):
            found[key] = day
    return found


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
