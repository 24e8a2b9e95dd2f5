"""Text -> the form under which it is compared: no case, no accents, one apostrophe, one space."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'", "œ": "oe", "æ": "ae"})
_SPACES = re.compile(r"\s+")


def unaccented(text: str) -> str:
    """Without accents, of the same length for NFC text: "Élysée" -> "Elysee"."""
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text)


def fold(text: str) -> str:
    """For comparing, never for showing: "L’Élysée  2" -> "l'elysee 2"."""
    return _SPACES.sub(" ", unaccented(text.casefold().translate(_APOSTROPHES))).strip()
