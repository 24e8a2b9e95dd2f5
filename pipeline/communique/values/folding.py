"""Text -> the form under which it is compared: no case, no accents, one apostrophe, one space."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'", "œ": "oe", "æ": "ae"})
_SPACES = re.compile(r"\s+")


class _Plain(dict[int, int]):
    """Code point -> that of the letter without its accent; made as they are met."""

    def __missing__(self, point: int) -> int:
        self[point] = plain = ord(unicodedata.normalize("NFD", chr(point))[0])
        return plain


_PLAIN = _Plain()


def unaccented(text: str) -> str:
    """Without accents, of the same length for NFC text: "Élysée" -> "Elysee"."""
    return text if text.isascii() else text.translate(_PLAIN)


@lru_cache(maxsize=1 << 16)  # the same words come again and again: a quarter of the rules' time was spent here
def fold(text: str) -> str:
    """For comparing, never for showing: "L’Élysée  2" -> "l'elysee 2"."""
    lower = text.casefold()
    if lower.isalnum():  # a word: no space or apostrophe in it
        return lower if lower.isascii() else unaccented(lower.translate(_APOSTROPHES))
    return _SPACES.sub(" ", unaccented(lower.translate(_APOSTROPHES))).strip()
