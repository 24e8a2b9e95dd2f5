"""A line of a head -> the body that it names and nothing else: «Ville de Lille – Communiqué de presse»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from communique.values.bodies import OF, Lexicon
from communique.values.folding import fold
from communique.values.lines import Line

MAX_LETTERHEAD = 90  # code points of a line that names who writes; «Communauté d'agglomération de …» has 60
MAX_NAME_LINE = 60  # of one that is nothing but a name
MAX_BROKEN = 4  # lines of a name that a letterhead breaks

_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"\s*\([A-ZÀ-Þ][\w&.-]{1,14}\)\s*$")
# On folded words: «Communiqué de presse du 14 octobre 2019» after a name on its line.
_KICKER = re.compile(r"\b(?:communique|dossier|invitation) (?:de |a la )?presse(?: du \d{1,2}(?:er)? \w{3,9} \d{4})?")
_BREAK = re.compile(r"\s[–—|-]\s|[,;:(|]|\s\d")
_GOES_ON = re.compile(r"(?:de|du|des|et de|et du|et des)\s|d'|et d'")  # on a folded line


def alone(before: str, after: str) -> bool:
    """Whether a line holds nothing beside a name but an article, its acronym, a kicker and marks."""
    rest = _KICKER.sub(" ", fold(before + " " + _ACRONYM.sub("", after)))
    return not [w for w in _WORD.findall(rest) if w not in {"le", "la", "l", "les"}]


def name_length(line: str, lex: Lexicon, *, top: bool) -> int:
    """Code points of the body's name that opens a line of a letterhead; 0 if none does.

    Args:
        top: whether it is the very first line of the release.
    """
    cut = _BREAK.search(line)
    name = line[: cut.start()] if cut else line
    words = name.split()
    whole = cut is None or cut[0].strip() in {"(", "-", "–", "—", "|"}
    if len(line) > MAX_LETTERHEAD or len(words) < 2 or not whole or not lex.head.match(fold(name)):
        return 0
    capitals = sum(w[0].isupper() for w in words)
    # «Comité de défense de la maternité» has but one capital; at the very top, its noun is enough.
    bodied = top and words[1] in OF and not lex.service.match(fold(name))
    return len(name.rstrip()) if name[0].isupper() and (capitals > 1 or bodied) else 0


def first_part(line: str) -> int:
    """Code points of a line before its first mark: «Les Dauphins | – club de Tours»."""
    cut = _BREAK.search(line)
    return len((line[: cut.start()] if cut else line).rstrip())


def broken(rest: Sequence[Line], end: int) -> int:
    """Where a name that ends at `end` goes on to: «Groupement de gendarmerie⏎de la Lozère».

    Args:
        rest: the lines of the head from that of the name on.
    """
    for line, after in pairwise(rest[:MAX_BROKEN]):
        whole = end == line.end and after.start == line.end + 1 and len(after.text) <= MAX_NAME_LINE
        if not whole or not _GOES_ON.match(fold(after.text)):
            return end
        end = after.end
    return end
