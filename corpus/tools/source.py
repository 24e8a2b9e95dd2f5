"""An annotated source (corpus/annotated/<id>.txt) -> its head, its blocks, and the spans that its mark-up gives.

A source is a YAML head between two lines `---`, then the release, block by block, with mark-up in braces, so that
nobody counts characters:

    {P|Jeanne Martel} {O|Ville de Lille} {L|Lille} {M|France Relance}     entities PER, ORG, LOC, MISC
    {D 2020-02-11|mardi 11 février 2020} {D 2018 END|Fin 2018}           dates: EDTF value, mod
    {Q Jeanne Martel|…}   {T|…} {S|…}   {N|…}   {H|…} {d|…}              quote, title, subtitle, intro, theme, details
    {€ 2800000|2,8 millions d'euros} {€ 9840 franc|…}                    sums of money: a number, and a unit if not EUR
    {b|…} {i|…} {s|…} {a URL|…}                                          dress only: bold, italics, superscript, link

A line starts with its kind: `# ` headings, `- ` and `-- ` items, `@1) ` and `@@• ` items with a sign of their own,
`> ` a quoted block, `~ ` a line that a page sets apart (a date); other lines are paragraphs. A line break inside a
block is one that the author meant. `%about X` … `%end` stand around the boilerplate of X. Details of a theme that
{d|…} does not give are what follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

LABELS = {"P": "PER", "O": "ORG", "L": "LOC", "M": "MISC"}
_TAG = re.compile(r"\{([POLMDQTSNHdbias€])(?: ([^|{}]*))?\|")
_PREFIX = re.compile(r"(#{1,4}|-{1,3}|>|~) |(@{1,3})(\S+) ")
_SEPARATOR = re.compile(r"\s*(?:[.:—–-]|\n)?\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """One pair of braces: tag, argument, and the ends of its words in the line's (later: the release's) plain text."""

    tag: str
    argument: str
    start: int
    end: int

    def moved(self, by: int) -> Mark:
        return Mark(self.tag, self.argument, self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Line:
    kind: str  # "p", "item", "quote", "meta", or "h1" … "h4"
    level: int
    text: str
    marks: tuple[Mark, ...]
    sign: str = ""  # the bullet sign of this item alone


@dataclass(frozen=True, slots=True)
class Block:
    lines: tuple[Line, ...]
    about: str | None = None  # whose boilerplate it belongs to


@dataclass(slots=True)
class Source:
    id: str
    head: dict[str, Any]
    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n\n".join("\n".join(self.shown(line, n) for n, line in self.numbered(b)) for b in self.blocks)

    def numbered(self, block: Block) -> list[tuple[int, Line]]:
        """The lines, each with its rank among the items of its block: "2." is made of it."""
        ranks: list[tuple[int, Line]] = []
        rank = 0
        for line in block.lines:
            rank += line.kind == "item" and line.level == 1
            ranks.append((rank, line))
        return ranks

    def sign(self, line: Line, rank: int) -> str:
        """The bullet sign as a reader sees it, with its blank: "- ", "2/ "; "" where the page draws it."""
        if line.kind != "item":
            return ""
        if line.sign:
            return f"{line.sign} "
        signs = self.head.get("bullet", "" if self.head["format"] == "html" else "-")
        sign = signs if isinstance(signs, str) else signs[min(line.level, len(signs)) - 1]
        return re.sub(r"\d", str(rank), sign, count=1) + " " if sign else ""

    def shown(self, line: Line, rank: int) -> str:
        return self.sign(line, rank) + line.text

    def placed(self) -> list[tuple[Line, int, Block]]:
        """Every line with the place of its first word (after the bullet sign) in `text`."""
        found: list[tuple[Line, int, Block]] = []
        at = 0
        for block in self.blocks:
            for rank, line in self.numbered(block):
                sign = len(self.sign(line, rank))
                found.append((line, at + sign, block))
                at += sign + len(line.text) + 1
            at += 1
        return found


def parse(name: str, raw: str) -> Source:
    """The source of this id; raises ValueError where the mark-up is wrong."""
    _, head, body = raw.split("---\n", 2)
    source = Source(name, dress(yaml.safe_load(head), yaml.safe_load(head)))
    about: str | None = None
    lines: list[Line] = []

    def close() -> None:
        if lines:
            source.blocks.append(Block(tuple(lines), about))
            lines.clear()

    for written in [*body.split("\n"), ""]:
        if written.startswith("%"):
            close()
            about = dress(written.removeprefix("%about "), source.head) if written.startswith("%about ") else None
        elif not written.strip():
            close()
        else:
            lines.append(_line(dress(written, source.head), name))
    return source


def dress(value: Any, head: dict[str, Any]) -> Any:
    """Typography of this release, in every string: `apostrophe: ’`, `nbsp: true` (before : ; ! ? » and after «)."""
    if isinstance(value, dict):
        return {dress(k, head): dress(v, head) for k, v in value.items()}
    if isinstance(value, list):
        return [dress(v, head) for v in value]
    if not isinstance(value, str):
        return value
    if "apostrophe" in head:
        value = value.replace("'", str(head["apostrophe"]))
    if head.get("nbsp"):
        value = re.sub(r" (?=[:;!?»%€])", "\u00a0", value).replace("« ", "«\u00a0")
    return value


def _line(written: str, name: str) -> Line:
    kind, level, own = "p", 0, ""
    if prefix := _PREFIX.match(written):
        sign, own = prefix[1] or prefix[2], prefix[3] or ""
        level = len(sign)
        kind = {"#": f"h{level}", "-": "item", "@": "item", ">": "quote", "~": "meta"}[sign[0]]
        written = written[prefix.end() :]
    text: list[str] = []
    marks: list[Mark] = []
    open_: list[tuple[str, str, int]] = []
    at = length = 0
    while at < len(written):
        if tag := _TAG.match(written, at):
            open_.append((tag[1], tag[2] or "", length))
            at = tag.end()
        elif written[at] == "}":
            if not open_:
                raise ValueError(f"{name}: a brace too many: …{written[max(0, at - 40) : at + 1]}")
            letter, argument, start = open_.pop()
            marks.append(Mark(letter, argument, start, length))
            at += 1
        elif written[at] == "{":
            raise ValueError(f"{name}: unknown mark-up {written[at : at + 20]!r}")
        else:
            text.append(written[at])
            at += 1
            length += 1
    if open_:
        raise ValueError(f"{name}: {open_[-1][:2]} is not closed in: {written[:60]}")
    return Line(kind, level, "".join(text), tuple(sorted(marks, key=lambda m: (m.start, -m.end))), own)


def themes(line: Line) -> list[dict[str, str]]:
    """The themes of an item; details are what {d|…} says, or what follows the theme, up to the end of the item."""
    heads = [m for m in line.marks if m.tag == "H"]
    details = [m for m in line.marks if m.tag == "d"]
    found: list[dict[str, str]] = []
    for n, head in enumerate(heads):
        until = heads[n + 1].start if n + 1 < len(heads) else len(line.text)
        said = next((d for d in details if head.end <= d.start < until), None)
        if said:
            words = line.text[said.start : said.end]
        elif n + 1 < len(heads):
            raise ValueError(f"two themes in one item, the first without {{d|…}}: {line.text[:60]}")
        else:
            words = _SEPARATOR.sub("", line.text[head.end :], count=1)
        found.append({"theme": line.text[head.start : head.end], "details": words})
    return found
