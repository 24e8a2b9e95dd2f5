"""Elements of HTML -> pieces: paragraphs, headings, items with their depth, quotes, rows, as a browser sets them.

The walk goes over lxml's tree or over BeautifulSoup's (hypertext.py); both are told to it as starts, ends and texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from communique.document import Kind, Part
from communique.errors import ReadError
from communique.read import bullets, marks, unwrap
from communique.read.limits import DEFAULT
from communique.read.marks import BOLD, LINK, PLAIN, UNLINK, styled, uncontrolled

if TYPE_CHECKING:
    from bs4 import Tag
    from lxml.etree import _Element

MAX_FRAMES = 300  # elements in elements that are told apart; the deepest of 28 real pages has 60
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "split",
}  # fmt: skip
INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr", "split",
}  # fmt: skip
# What a browser does not set as text. `form` is not among them: whole pages stand in one.
SKIPPED = {
    "applet", "audio", "button", "canvas", "datalist", "dialog", "embed", "frame", "frameset", "head",
    "iframe", "input", "label", "map", "math", "meter", "noembed", "noframes", "noscript", "object",
    "optgroup", "option", "param", "progress", "script", "select", "source", "style", "svg", "template",
    "textarea", "title", "track", "video", "split",
}  # fmt: skip
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_BOLD_TAGS = {"b", "strong"}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|screen-reader-text|visually-?hidden|elementor-screen-only|d-none|hidden|visuallyhidden)(?:\s|$)"
)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_DATE_NAMES = re.compile(r"(?:^|[\s_-])(?:date|time|published|datepublished|datecreated)(?:$|[\s_-])", re.IGNORECASE)
_UNSEEN = " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff"
_SPACE = re.compile(r"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")  # all but a plain space alone
_INK = re.compile(r"[^\s\x01-\x05]")
_SUP = "\x05"  # stands on both sides of a superscript until its block is whole
_SUPERSCRIPT = re.compile(r"(?<![\d\s])(?<!\b[dckh]m)(?<!\bm)(?<!CO)\x05[\x03\x04 ]{0,3}(\d{1,2})[\x03\x04 ]{0,3}\x05")
_ANCHOR = re.compile(r"([^\W\d_]\s?|[.,;»]\s?)\x03(\d{1,2})\x04")  # a link whose text is a small number
MAX_HEADING = 250  # code points; a longer <h2> is a paragraph set large; the longest title of 71 releases has 198
MAX_CELL = 200  # code points; a table with a longer cell is there for the layout


class Frame:
    """An open element, and what it makes of the text inside it."""

    __slots__ = (
        "attrs",
        "counts",
        "depth",
        "index",
        "item",
        "kind",
        "last",
        "level",
        "lists",
        "number",
        "pre",
        "quote",
        "row",
        "table",
        "tag",
        "up",
    )

    def __init__(self, tag: str, up: Frame | None, attrs: Mapping[str, str], number: int = 0) -> None:
        self.number = self.last = number  # its own among all frames as they open, and that of the last in it
        self.tag = tag
        self.up = up
        self.attrs = attrs
        self.counts: dict[str, int] = {}  # children so far, by tag
        self.index = 1
        self.depth: int = up.depth + 1 if up else 0
        self.kind: Kind = up.kind if up else "paragraph"
        self.level: int = up.level if up else 0
        self.lists: int = up.lists if up else 0
        self.pre: bool = up.pre if up else False
        self.item: Frame | None = up.item if up else None
        self.table: Frame | None = up.table if up else None
        self.row: Frame | None = up.row if up else None
        self.quote: Frame | None = up.quote if up else None
        if up:
            self.index = up.counts[tag] = up.counts.get(tag, 0) + 1
        if tag in HEADINGS:
            self.kind, self.level = ("quote", 0) if self.quote else ("heading", int(tag[1]))
        elif tag in {"ul", "ol", "dir", "menu"}:
            self.lists += 1
        elif tag == "li":
            self.kind, self.level, self.item = "item", max(1, self.lists), self
        elif tag == "blockquote":
            self.kind, self.level, self.quote = "quote", 0, self
        elif tag in {"figcaption", "caption"}:
            self.kind, self.level = "caption", 0
        elif tag == "pre":
            self.pre = True
        elif tag == "table":
            self.table, self.row = self, None
        elif tag == "tr":
            self.row = self

    @property
    def names(self) -> str:
        """Class and id, as they are written."""
        return f"{self.attrs.get('class', '')} {self.attrs.get('id', '')}".strip()

    def ancestors(self) -> Iterator[Frame]:
        """The frame itself and all above it, innermost first."""
        frame: Frame | None = self
        while frame is not None:
            yield frame
            frame = frame.up

    def holds(self, frame: Frame) -> bool:
        """Whether a frame is this one or stands in it; of frames that are closed."""
        return self.number <= frame.number <= self.last

    @property
    def path(self) -> str:
        """Where it stands, from the body on: "body/div[2]/ul[1]/li[3]"."""
        steps = [
            f"{f.tag}[{f.index}]" if f.tag != "body" else "body" for f in self.ancestors() if f.tag not in {"", "html"}
        ]
        return "/".join(reversed(steps))


@dataclass(slots=True)
class Piece:
    """One block of a page, before it is known whether it belongs to the release."""

    kind: Kind
    marked: str  # its text, with marks of bold and links
    frame: Frame
    level: int = 0

    @property
    def part(self) -> Part:
        s = styled(self.marked)
        return Part(self.kind, s.text, self.level, self.frame.path, s.bold)


Event = tuple[Literal["start", "end", "text"], str, Mapping[str, str]]
_NOTHING: Mapping[str, str] = {}


def lxml_events(root: _Element) -> Iterator[Event]:
    """Starts, ends and texts of a tree of lxml, in document order; comments are left out."""
    stack: list[tuple[str, Any]] = [("element", root)]
    while stack:
        what, node = stack.pop()
        if what == "end":
            yield "end", node, _NOTHING
        elif what == "text":
            yield "text", node, _NOTHING
        else:
            if isinstance(node.tag, str):
                tag = node.tag.rpartition("}")[2].lower()
                attrs = node.items()  # `attrib` looks names up, and fails at one like «{}» of a page's broken template
                yield "start", tag, dict(attrs) if attrs else _NOTHING
                stack.append(("end", tag))
                inner: list[tuple[str, Any]] = [("text", node.text)] if node.text else []
                for child in node:
                    inner.append(("element", child))
                    if child.tail:
                        inner.append(("text", child.tail))
                stack.extend(reversed(inner))


def soup_events(root: Tag) -> Iterator[Event]:
    """The same for a tree of BeautifulSoup, whose depth has no limit."""
    from bs4 import NavigableString
    from bs4 import Tag as SoupTag

    stack: list[Any] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            yield "end", node[0], _NOTHING
        elif isinstance(node, SoupTag):
            tag = node.name.rpartition(":")[2].lower()
            attrs = {k: " ".join(v) if isinstance(v, list) else str(v) for k, v in node.attrs.items()}
            yield "start", tag, attrs
            stack.append((tag,))
            stack.extend(reversed(node.contents))
        elif type(node) is NavigableString:
            yield "text", str(node), _NOTHING


class Walk:
    """Events in, pieces out. The state is what is open: elements, and the text since the last block's edge."""

    def __init__(self, chars: int = DEFAULT.chars) -> None:
        self.left = chars  # how much more text may come
        self.pieces: list[Piece] = []
        self.frame = Frame("", None, _NOTHING)
        self.opened: list[tuple[str, Frame | None, str, int]] = []  # tag, frame to go back to, what closes it, pieces
        self.buffer: list[str] = []
        self.bold = self.link = 0
        self.skipping = 0
        self.frames = 0  # that have been opened
        self.depth = 0  # of the deepest element

    def feed(self, events: Iterable[Event]) -> list[Piece]:
        """The pieces of what is told.

        Raises:
            ReadError: it has more text than it may.
        """
        for what, value, attrs in events:
            if what == "text":
                if not self.skipping:
                    self.text(value)
            elif what == "start":
                self.start(value, attrs)
            else:
                self.end(value)
        self.flush()
        for frame in self.frame.ancestors():  # the root, and what has been left open
            frame.last = self.frames
        return self.pieces

    def text(self, value: str) -> None:
        value = uncontrolled(value)
        self.left -= len(value)
        if self.left < 0:
            raise ReadError("a page of more text than a release may have; split the file")
        self.buffer.append(value.replace("\r\n", "\n") if self.frame.pre else _SPACE.sub(" ", value))

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        if self.skipping:
            self.skipping += tag not in VOID
            return
        self.depth = max(self.depth, len(self.opened) + 1)
        if tag in VOID:
            if tag == "br":
                self.buffer.append("\n")
            elif tag == "hr":
                self.flush()
            return
        if tag in SKIPPED or _hidden(attrs):
            self.skipping = 1
            return
        if tag in BLOCKS:
            self.flush()
            if self.frame.depth >= MAX_FRAMES:
                self.opened.append((tag, None, "", len(self.pieces)))
                return
            self.opened.append((tag, self.frame, "", len(self.pieces)))
            self.open(tag, attrs)
            if _bold(attrs) and tag not in HEADINGS:
                self.opened[-1] = (tag, self.frame.up, PLAIN, len(self.pieces))
                self.mark(BOLD)
            return
        closer = ""
        if tag in _BOLD_TAGS or _bold(attrs):
            self.mark(BOLD)
            closer = PLAIN
        elif tag == "a" and attrs.get("href"):
            self.mark(LINK)
            closer = UNLINK
        elif tag == "q":
            self.buffer.append("«\u00a0")
            closer = "\u00a0»"
        elif tag == "sup":
            self.buffer.append(_SUP)
            closer = _SUP
        if self.frame.kind == "heading" and (tag == "time" or _DATE_NAMES.search(_names(attrs))):
            # <h1><span class="date">12 juin</span> Titre</h1>: the date is no part of the title
            self.flush()
            self.opened.append((tag, self.frame, closer, len(self.pieces)))
            self.open("div", attrs)
            self.frame.kind, self.frame.level = "paragraph", 0
            return
        self.opened.append((tag, None, closer, len(self.pieces)))

    def open(self, tag: str, attrs: Mapping[str, str]) -> None:
        self.frames += 1
        self.frame = Frame(tag, self.frame, attrs, self.frames)

    def end(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.skipping:
            self.skipping -= 1
            return
        if not self.opened:
            return
        _, back, closer, since = self.opened.pop()
        if back is None and tag in BLOCKS:
            self.flush()
        if closer in {PLAIN, UNLINK} and back is None:
            self.mark(closer)
        elif closer and back is None:
            self.buffer.append(closer)
        if back is not None:
            self.flush()
            if closer:
                self.mark(closer)
            closed, self.frame = self.frame, back
            closed.last = self.frames
            if closed.tag == "table":
                self.pieces[since:] = _rows(self.pieces[since:], closed)
            elif closed.tag == "blockquote":
                self.pieces[since:] = _unquoted(self.pieces[since:])

    def mark(self, mark: str) -> None:
        self.bold += (mark == BOLD) - (mark == PLAIN)
        self.link += (mark == LINK) - (mark == UNLINK)
        self.buffer.append(mark)

    def flush(self) -> None:
        """End the block that the buffer holds, and begin the next one with the marks that are still open."""
        marked = "".join(self.buffer)
        self.buffer = [BOLD] if self.bold > 0 else []
        if self.link > 0:
            self.buffer.append(LINK)
        if not _INK.search(marked):
            return
        marked = _reference(marked)
        marked += UNLINK * (self.link > 0) + PLAIN * (self.bold > 0)
        if self.frame.pre:
            marked = _unwrapped(marked)
        paragraphs: list[list[str]] = [[]]
        for line in marks.lines(marked):
            if marks.bare(line).strip():
                paragraphs[-1].append(line.strip(" "))
            elif paragraphs[-1]:
                paragraphs.append([])
        for paragraph in filter(None, paragraphs):
            self.emit("\n".join(_rejoined(paragraph)))

    def emit(self, marked: str) -> None:
        frame = self.frame
        kind, level = frame.kind, frame.level
        if kind == "heading" and len(marks.bare(marked)) > MAX_HEADING:
            kind, level = "paragraph", 0
        if kind == "item" and self.pieces and frame.item:
            last = self.pieces[-1]
            if last.frame.item is frame.item:
                if last.kind == "item":  # a further paragraph of the same item
                    last.marked += "\n" + marked
                    return
                kind, level = "paragraph", 0  # a card: a heading and its text
        self.pieces.append(Piece(kind, marked, frame, level))


def _reference(marked: str) -> str:
    """A footnote's sign set apart from the word before it: "Microsoft<sup>1</sup>" -> "Microsoft[1]"; «m²» stays m2."""
    if _SUP in marked:
        marked = _SUPERSCRIPT.sub(r"[\1]", marked).replace(_SUP, "")
    return _ANCHOR.sub(r"\1[\2]", marked) if LINK in marked else marked


def _names(attrs: Mapping[str, str]) -> str:
    return f"{attrs.get('class', '')} {attrs.get('itemprop', '')}"


def _hidden(attrs: Mapping[str, str]) -> bool:
    if not attrs:
        return False
    return bool(
        "hidden" in attrs
        or attrs.get("aria-hidden") == "true"
        or ("style" in attrs and _HIDDEN_STYLE.search(attrs["style"]))
        or ("class" in attrs and _HIDDEN_CLASS.search(attrs["class"]))
    )


def _bold(attrs: Mapping[str, str]) -> bool:
    return "style" in attrs and _BOLD_STYLE.search(attrs["style"]) is not None


def _rejoined(lines: Sequence[str]) -> list[str]:
    """The lines of a paragraph; joined where <br> was set at a column, as the editors of 1998 did."""
    if len(lines) <= 3:
        return [*lines]
    texts = [marks.bare(line).strip() for line in lines]
    width = unwrap.wrap_width([texts]) if not any(map(bullets.bullet, texts)) else 0
    if not width:
        return [*lines]
    return [unwrap.joined(lines[i] for i in group) for group in unwrap.together(texts, [False] * len(texts), width)]


def _unwrapped(marked: str) -> str:
    """The lines of a <pre>, those of one sentence joined."""
    rows = [*marks.lines(marked)]
    width = unwrap.wrap_width(chunk.split("\n") for chunk in re.split(r"\n\s*\n", marks.bare(marked)))
    out: list[str] = []
    for row in rows:
        bare = marks.bare(row).strip()
        above = marks.bare(out[-1]).strip() if out else ""
        if bare and above and not bullets.bullet(bare) and unwrap.goes_on(above, bare, width):
            out[-1] += " " + row.strip()
        else:
            out.append(row)
    return "\n".join(out)


def _rows(pieces: list[Piece], table: Frame) -> list[Piece]:
    """A table of data as rows, «cell | cell»; the pieces as they are where the table is there for the layout."""
    rows: dict[int, list[Piece]] = {}
    for piece in pieces:
        rows.setdefault(id(piece.frame.row), []).append(piece)
    columns = sorted(len({id(_cell(p)) for p in row}) for row in rows.values())
    laid_out = (
        table.attrs.get("role") == "presentation"
        or len(rows) < 2
        or columns[len(columns) // 2] < 2
        or any(p.frame.table is not table or p.kind not in {"paragraph", "caption"} for p in pieces)
        or any(len(marks.bare(p.marked)) > MAX_CELL for p in pieces)
    )
    if laid_out:
        return pieces
    out: list[Piece] = []
    for row in rows.values():
        if row[0].kind == "caption":
            out.extend(row)
            continue
        cells: dict[int, list[str]] = {}
        for piece in row:
            cells.setdefault(id(_cell(piece)), []).append(piece.marked.replace("\n", " "))
        out.append(Piece("row", " | ".join(" ".join(cell) for cell in cells.values()), row[0].frame))
    return out


def _cell(piece: Piece) -> Frame:
    return next((f for f in piece.frame.ancestors() if f.tag in {"td", "th"}), piece.frame)


def _unquoted(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a <blockquote>; as paragraphs where it only indents a whole text, as editors used to."""
    quoted = [p for p in pieces if p.kind == "quote"]
    if len(quoted) > 8 or any(p.kind in {"heading", "item", "row"} for p in pieces):
        for piece in quoted:
            tag = piece.frame.tag
            piece.kind, piece.level = ("heading", int(tag[1])) if tag in HEADINGS else ("paragraph", 0)
    return pieces


# ------------------------------------------------------------------------------------------------------------ lists


def listed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with items where lines or paragraphs open with a bullet sign: «– bus<br>– vélo»."""
    pieces = [p for p in pieces if marks.bare(p.marked).strip(_UNSEEN)]  # an empty line of Wix is a <p>&#8203;</p>
    for piece in pieces:  # <li>• bus</li>
        if piece.kind == "item" and (mark := _bullet(piece.marked)) and (mark.strong or mark.family == "-"):
            piece.marked = _without(piece.marked, mark.width)
    texts: list[tuple[Piece, str]] = []  # every line of a paragraph, or a whole piece of another kind
    for piece in pieces:
        texts += [(piece, s) for s in (marks.lines(piece.marked) if piece.kind == "paragraph" else [piece.marked])]
    found = [_bullet(line) if piece.kind == "paragraph" else None for piece, line in texts]
    if not any(found):
        return [*pieces]
    items: dict[int, tuple[int, bullets.Bullet]] = {}
    more: set[int] = set()  # lines that go on with the item above them
    i = 0
    while i < len(texts):
        if not found[i]:
            i += 1
            continue
        row = [i]
        j = i + 1
        while j < len(texts) and (found[j] or _goes_on(texts, j)):
            (row.append if found[j] else more.add)(j)
            j += 1
        above = marks.bare(texts[i - 1][1]).rstrip() if i else ""
        row_marks = [mark for j in row if (mark := found[j])]
        keep = bullets.listed(row_marks, above.endswith(":"), above.endswith(("»", "”", '"')))
        kept = [(j, mark) for j, mark, yes in zip(row, row_marks, keep, strict=True) if yes]
        depths = bullets.levels([(0, mark.family) for _, mark in kept])
        items |= {j: (depth, mark) for (j, mark), depth in zip(kept, depths, strict=True)}
        i = j
    out: list[Piece] = []
    opened: Piece | None = None  # the piece whose lines are being gathered
    for j, (piece, line) in enumerate(texts):
        if j in items:
            level, mark = items[j]
            out.append(Piece("item", _without(line, mark.width), piece.frame, level))
            opened = None
        elif j in more and out and (piece is opened or out[-1].kind == "item"):
            out[-1].marked += " " + line
        elif piece is opened:
            out[-1].marked += "\n" + line
        else:
            out.append(replace(piece, marked=line))
            opened = piece
    return out


def _goes_on(texts: Sequence[tuple[Piece, str]], j: int) -> bool:
    (above, line), (piece, following) = texts[j - 1], texts[j]
    return above is piece and unwrap.goes_on(marks.bare(line).strip(), marks.bare(following).strip(), 0)


def _bullet(marked: str) -> bullets.Bullet | None:
    return bullets.bullet(marks.bare(marked).lstrip())


def _without(marked: str, width: int) -> str:
    """A marked text without its first `width` characters of text; the marks among them stay."""
    head = ""
    i = 0
    bare_start = len(marks.bare(marked)) - len(marks.bare(marked).lstrip())
    left = width + bare_start
    while left and i < len(marked):
        if marked[i] < "\x05":
            head += marked[i]
        else:
            left -= 1
        i += 1
    return head + marked[i:]


# ------------------------------------------------------------------------------------------------------ inline tags


_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,14})(?:\s[^<>]{0,2000})?/?>")


def inline(text: str) -> str:
    """The text without its inline tags: <b> and <a> become marks, <q> guillemets; «<3» and «<x>» stay."""

    def mark(m: re.Match[str]) -> str:
        name, close = m["name"].lower(), bool(m["close"])
        if name in _BOLD_TAGS:
            return PLAIN if close else BOLD
        if name == "a":
            return UNLINK if close else LINK if "href" in m[0].lower() else ""
        if name == "q":
            return "\u00a0»" if close else "«\u00a0"
        if name == "br":
            return "\n"
        return "" if name in INLINE or name in BLOCKS or name in SKIPPED else m[0]

    return _TAG.sub(mark, text)
