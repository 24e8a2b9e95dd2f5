"""A line -> the bullet or number that opens it; bullets in a row -> which are a list, and how deep each item is."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# Signs that stand for nothing but a bullet, even alone; with the glyphs of Symbol and Wingdings (U+F000 to U+F0FF)
# and other private-use code points that Word, OpenOffice and Quartz write for them.
_STRONG = "•●▪▫■□◦○‣⁃∙◾◽⬛⬜➢➤►▶▸▹✓✔✗✘→⇒⇨➔➜➡❖◆◇♦★☆☞✅👉🔹🔸🔵\ue000-\uf8ff"
# Any other picture, alike or each its own («♥ …», «🚲 …» then «🚌 …»), where there are two or more; not one that stands
# before the number or the address of a contact.
_PICTURES = "\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff"
_REACH = "☎☏✆✉📞📟📠📧📨📩📱📲📍📌🌐🔗🏠📅"
# Signs that may be something else: «— Denis Metzger» after a quote, «* sous réserve», «+ 12 %».
_DASHES = "\\-‐‑‒–—−"
_SIGN = re.compile(
    rf"\\?(?P<sign>[{_STRONG}]|(?![{_REACH}])[{_PICTURES}]|[{_DASHES}]{{1,2}}|[*+·»¤]|[o.](?=\s))(?:\ufe0f)?(?P<space>[\s\u200b]*)(?=\S)"
)
_NO_PICTURE = frozenset("*+·»¤o.-‐‑‒–—−")
_ALWAYS = re.compile(f"[{_STRONG}]")
_NUMBER = re.compile(
    r"\\?(?:(?P<n>\d{1,2})|(?P<a>[a-z]|[A-H](?=[)/]))|(?P<i>[ivx]{1,4}))"
    r"(?P<end>\)|\\?\.(?:\))?|/|°\)?|\ufe0f?\u20e3|\s?[-–](?=\s))\s*(?=\S)"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


@dataclass(frozen=True, slots=True)
class Bullet:
    """The sign that opens a line."""

    family: str  # signs of one family are of one level: "-" for all dashes, the sign itself, "1." for numbers
    width: int  # characters before the item's own text
    strong: bool  # a bullet wherever it stands
    lone: bool = False  # may be the only item of its list: a hyphen, where a long dash may open a speaker's name
    tight: bool = False  # no space after it: «-bus»
    value: int = 0  # of a number: 3 for "3." and "c)"


def bullet(line: str) -> Bullet | None:
    """The bullet of a line without leading space: "- bus" -> width 2. None if nothing like one opens it."""
    if m := _SIGN.match(line):
        sign, space = m["sign"], m["space"]
        after = line[m.end() : m.end() + 1]
        picture = sign[0] not in _NO_PICTURE and not _ALWAYS.match(sign)
        strong = sign not in "*+·»¤o." and sign[0] not in "-‐‑‒–—−" and not picture
        if not strong:
            if line[m.end() :].strip(sign + " ") == "" or line.startswith(("---", "***")):
                return None  # a ruler: "- - -", "* * *"
            if not space and not (sign[0] in "-‐‑‒–—−•·" and after.isalpha()) and not picture:
                return None  # «-5 %», «**gras**», «+33»
            if sign == "»" and not space:
                return None
        family = "-" if sign[0] in "-‐‑‒–—−" else "picture" if picture else sign
        return Bullet(family, m.end(), strong, lone=sign == "-" and bool(space), tight=not space)
    if (m := _NUMBER.match(line)) and (number := _number(m)):
        end = m["end"].strip().replace("\\", "")
        if end in {".", "-", "–"} and line[m.end("end") : m.end("end") + 1] not in {" ", "\t", "\u00a0"}:
            return None  # «1.5 milliard», «2-3»
        style = "1" if m["n"] else ("a" if m["a"].islower() else "A") if m["a"] else "i"
        return Bullet(style + end, m.end(), strong=False, value=number)
    return None


def _number(m: re.Match[str]) -> int:
    if m["n"]:
        return int(m["n"])
    if m["a"]:
        return ord(m["a"].lower()) - ord("a") + 1
    return _ROMAN.index(m["i"]) + 1 if m["i"] in _ROMAN else 0


def listed(row: Sequence[Bullet], announced: bool, after_quote: bool = False) -> list[bool]:
    """Which bullets of a row (nothing stands between them but their own text) are items of a list.

    Args:
        row: the bullets, in order.
        announced: the line before the row ends with a colon.
        after_quote: the line before the row ends with a closing quotation mark.
    """
    count = Counter(b.family for b in row)
    numbers: dict[str, list[int]] = {}
    for b in row:
        if b.value:
            numbers.setdefault(b.family, []).append(b.value)
    counted = {family: _counts(values) for family, values in numbers.items()}
    heads = _heads_of_sections(row)
    return [
        b.strong
        or (
            counted[b.family] and i not in heads
            if b.value
            else count[b.family] > 1 or announced or (b.lone and not after_quote)
        )
        for i, b in enumerate(row)
    ]


def _heads_of_sections(row: Sequence[Bullet]) -> frozenset[int]:
    """The 1 that begins anew at the end of a row: under a table of contents, the first section's own heading."""
    last = len(row) - 1
    values = [b.value for b in row if b.family == row[last].family] if row else []
    anew = len(values) > 2 and values[-1] == 1 and values[-2] > 1
    return frozenset({last}) if anew else frozenset()


def _counts(values: list[int]) -> bool:
    """Whether numbers count up one by one, from anywhere, or are 1 all along, as Markdown allows."""
    return len(values) > 1 and (
        all(v == 1 for v in values) or all(b - a in {0, 1} or b == 1 for a, b in itertools.pairwise(values))
    )


def levels(row: Sequence[tuple[int, str]]) -> list[int]:
    """Depth of each item, from 1, by its indent and, where the indents are equal, by its sign.

    [(0, "•"), (0, "o"), (0, "o"), (0, "•")] -> [1, 2, 2, 1]
    """
    out: list[int] = []
    open_: list[tuple[int, str]] = []  # the items above, outermost first
    for indent, family in row:
        while open_ and open_[-1][0] > indent + 1:
            open_.pop()
        same = [i for i, (at, sign) in enumerate(open_) if abs(at - indent) <= 1 and sign == family]
        if same:
            del open_[same[-1] + 1 :]
        else:
            open_.append((indent, family))
        out.append(len(open_))
    return out
