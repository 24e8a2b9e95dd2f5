"""Lines of a text file -> which line breaks the author meant, and which only kept the line short."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

# Nothing ends on these: a line that does goes on. (The titles of a release are broken by sense, not by width.)
_OPEN = re.compile(
    r"(?:^|[\s(«'’])(?:l['’]|d['’]|le|la|les|un|une|des?|du|aux?|à|en|et|ou|par|pour|sur|sous|dans|avec|sans|entre|vers|chez|que?|qui|"
    r"dont|ce|cette|ces|son|sa|ses|leurs?|notre|nos|votre|vos|est|sont|plus|M\.|Mme|n°)$",
    re.IGNORECASE,
)
# Lines of a contact block, of an address or of a list of links: each stands for itself.
_OWN = re.compile(
    r"^(?:t[ée]l|t[ée]l[ée]phone|mob|mobile|port|portable|fax|e-?mail|mail|m[ée]l|courriel|adresse|site|web|twitter|"
    r"contacts?|attachée?|responsable|chargée?|directeur|directrice|www\.|https?:|@)(?:\b|(?<=[.:@]))"
    r"|^(?:de|à|a|cc|from|to|date|objet|sujet|subject|envoyé)\s?:\s"
    r"|^\+?[\d(][\d\s.()/-]{7,}$|^\S{1,80}@\S{1,80}\.\w{2,}$",
    re.IGNORECASE,
)
_REACH = re.compile(
    r"\d{2}(?:[\s.-]?\d{2}){3}\W{0,3}$|@\S{1,80}\.\w{2,6}\W{0,3}$"
)  # ends with a phone number or e-mail
GAP = re.compile(r"(?<=\S) {3,}(?=\S)")  # between the columns of a table
_HYPHEN = re.compile(r"[^\W\d_]-$")
MIN_WIDTH, MAX_WIDTH = 45, 100  # code points; the lines of mail and of wrapped Markdown are 60 to 80 long
MANY = 4  # full lines of a wrapped text
PROSE = 160  # code points from which a line is a paragraph by itself, whatever stands around it


def wrap_width(chunks: Iterable[Sequence[str]]) -> int:
    """The width at which a file's lines were wrapped; 0 if they were not.

    Args:
        chunks: the lines of each block, without bullets.
    """
    pairs = [(a, b) for chunk in chunks for a, b in itertools.pairwise(chunk) if not (GAP.search(a) or GAP.search(b))]
    lengths = sorted(len(a) for a, b in pairs if MIN_WIDTH <= len(a) <= MAX_WIDTH)
    if len(lengths) < 2:
        return 0
    width = lengths[int(0.9 * (len(lengths) - 1))]
    inner = [(a, b) for a, b in pairs if len(a) <= MAX_WIDTH]
    full = sum(fits(a, b, width) for a, b in inner)
    long = sum(len(a) > MAX_WIDTH or len(b) > MAX_WIDTH for a, b in pairs)
    # Where many lines are full, shorter ones are those of titles, contacts and tables, which a wrapped text has too.
    wrapped = full >= 0.6 * len(inner) or (full >= MANY and full >= 0.6 * len(lengths))
    return width if wrapped and long <= 0.2 * len(pairs) else 0


def fits(line: str, following: str, width: int) -> bool:
    """Whether the line is as full as `width` allows: the next word would not have fitted in."""
    word = following.split(maxsplit=1)[0] if following.split() else ""
    return bool(width) and width - 2 <= len(line) + 1 + len(word) and len(line) <= MAX_WIDTH + 40


def goes_on(line: str, following: str, width: int, least: int = MIN_WIDTH) -> bool:
    """Whether `following` is the same sentence, only on a new line.

    «… et confie le chantier à» + «la Société …» -> True; «Ève Brunel» + «Attachée de presse» -> False

    Args:
        width: the width at which the file's lines were wrapped, or 0.
        least: code points from which a line may go on in lower case, where no width is known.
    """
    if not line or not following:
        return False
    if _OPEN.search(line) and not _OWN.search(following):
        return True
    if line.count("(") > line.count(")") and len(line) > 20:
        return True
    if _HYPHEN.search(line) and following[0].isalpha() and len(line) >= 30:
        return True
    first = following[0]
    starts_low = first.islower() or first in ",;)]»”" or (first in ":!?" and len(following) > 1)
    own = alone(line, following)
    if fits(line, following, width):
        return not own or starts_low
    return starts_low and not own and len(line) >= least


def alone(line: str, following: str) -> bool:
    """Whether two lines are of a contact block, of an address, of a list of links, where each stands for itself."""
    return bool(_OWN.search(following) or _REACH.search(line) or GAP.search(line) or GAP.search(following))


def joined(lines: Iterable[str]) -> str:
    """The lines as one: «haut-» + «commissaire» -> «haut-commissaire», else with a space between.

    A hyphen at the end of a line is kept: all 7 in 25 real releases belonged to their word.
    """
    out: list[str] = []
    for line in lines:
        if out and not _HYPHEN.search(out[-1][-2:]):
            out.append(" ")
        out.append(line)
    return "".join(out)


def together(lines: Sequence[str], hard: Sequence[bool], width: int, least: int = MIN_WIDTH) -> list[list[int]]:
    """The lines of one block, by index: those that are one line to the reader stand together.

    Args:
        lines: without indent.
        hard: whether the break after each line is marked as meant.
    """
    out: list[list[int]] = []
    for i, line in enumerate(lines):
        if i and not hard[i - 1] and goes_on(lines[i - 1], line, width, least):
            out[-1].append(i)
        else:
            out.append([i])
    return out
