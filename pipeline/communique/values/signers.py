"""A line of a release -> the body it names: who signs it, whose minister speaks, for whom an agency works.

Patterns and word lists come from rules/issuer.yaml by way of extract/issuer.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_LINE = 120  # code points of a line that signs
MAX_LINES = 4  # of a block that signs: a name, an office, a body, a day
_ORGAN = re.compile(
    r"(?:(?:bureau|secrétariat|comité|conseil|commission)(?:\s(?:national|fédéral|confédéral|régional|départemental|"
    r"exécutif|exécutive|nationale|central|directeur|syndical|politique))|bureau|conseil d['’]administration)"
    r"\s(?:de la\s|de l['’]|du\s|des\s|de\s|d['’])",
    re.IGNORECASE,
)
_LEGAL = re.compile(r"\s(?:SAS|SASU|SA|SARL|EURL|SNC|SCA|SE)$")


def signing(pattern: re.Pattern[str], text: str, start: int) -> tuple[int, int] | None:
    """Where the body stands that signs text, which begins at `start` of the release; None if nobody does."""
    m = pattern.search(text[:MAX_LINE]) if len(text) <= MAX_LINE else None
    return (start + m.start("nom"), start + m.end("nom")) if m else None


def signs(written: Sequence[str]) -> bool:
    """Whether the lines of a block may be a signature: few, short, and no sentences."""
    return len(written) <= MAX_LINES and all(
        len(w) <= MAX_LINE and not w.rstrip().endswith((".", "?")) for w in written
    )


def whose(name: str) -> int:
    """How many code points of a name are those of an organ: «Bureau national de | Solidarité Lycéenne»; 0 if none."""
    m = _ORGAN.match(name)
    return m.end() if m and name[m.end() : m.end() + 1].isupper() else 0


def without_form(name: str) -> str:
    """Without the legal form that closes it: «Voltiva SAS» -> «Voltiva»."""
    return _LEGAL.sub("", name)
