"""Words of a page -> its lines, in the order in which a reader takes them: column by column, sidebars last.

Coordinates are points, y grows upwards. An em is the size of the letters at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from communique.read import bullets
from communique.read.marks import BOLD, PLAIN, bare

BREAK = 1.2  # em between two words that are in one line no more
WIDE = 2.4  # the same where a space character stands between: two of them in a justified line make 2 em
EVEN = 1.1  # times the narrowest gap of a line up to which all of its gaps are alike
SPACE = 0.16  # em between two letters that are in one word no more; the narrowest space of a font is 0.2
MAX_DEPTH, MAX_ROWS, MAX_SEGMENTS = (
    5,
    300,
    40,
)  # columns in columns, rows of columns, segments of a row that are looked at
SIDE = 0.36  # share of the page's width up to which a column of little text is a sidebar


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two spaces, or a part of it that is set in another way."""

    text: str
    x0: float
    x1: float
    y: float  # of the baseline
    size: float
    bold: bool = False
    space: bool = True  # a space character stands before it


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column."""

    text: str  # with marks of bold
    x0: float
    x1: float
    y: float
    size: float  # of most of its letters
    first: float = 0.0  # width of its first word
    page: int = 0
    region: int = 0  # lines of one region stand under one another
    cells: int = 1  # of a row of a table; 1 for any other line
    words: tuple[Word, ...] = field(default=(), repr=False)

    @property
    def plain(self) -> str:
        return bare(self.text)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return bool(self.words) and all(w.bold for w in self.words if any(c.isalnum() for c in w.text))

    @property
    def starts_bold(self) -> bool:
        return bool(self.words) and self.words[0].bold

    @property
    def ends_bold(self) -> bool:
        return bool(self.words) and self.words[-1].bold


def lines(words: Sequence[Word], page: int = 0) -> list[Line]:
    """The lines of a page in reading order; `region` counts from 0."""
    segments = [_line(run) for run in _runs(words)]
    segments = [s for s in segments if s.text.strip()]
    rows = _rows(_once(segments))
    out: list[Line] = []
    for region, members in enumerate(_regions(rows)):
        out.extend(_placed(line, page, region) for line in members)
    return out


def _placed(line: Line, page: int, region: int) -> Line:
    return Line(line.text, line.x0, line.x1, line.y, line.size, line.first, page, region, line.cells, line.words)


# ------------------------------------------------------------------------------------------------- words -> segments


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words that follow one another in one line, as the file's own order has them."""
    row: list[Word] = []  # on one baseline, however far apart
    for word in words:
        if row and not _level(row[-1], word):
            yield from _near(row)
            row = []
        row.append(word)
    if row:
        yield from _near(row)


def _level(last: Word, word: Word) -> bool:
    """Whether a word goes on with the line of the last one."""
    size = max(last.size, word.size)
    apart = abs(word.y - last.y)
    # a superscript stands up to half an em above the line that it is in
    raised = apart <= 0.55 * size and min(word.size, last.size) < 0.85 * size
    return word.x0 - last.x1 >= -0.5 * size and (apart <= 0.12 * size or raised)


def _near(row: Sequence[Word]) -> Iterator[list[Word]]:
    """The words of one baseline, parted where a gap is wider than those between words.

    In a narrow justified column the gaps between three words may be as wide as a gutter; but they are all alike.
    """
    gaps = [b.x0 - a.x1 for a, b in pairwise(row) if b.space]
    even = len(gaps) > 1 and all(w.space for w in row[1:]) and max(gaps) <= min(8 * row[0].size, EVEN * min(gaps))
    run = [row[0]]
    for last, word in pairwise(row):
        size = max(last.size, word.size)
        if not even and word.x0 - last.x1 > (WIDE if word.space else BREAK) * size:
            yield run
            run = []
        run.append(word)
    yield run


def _line(words: Sequence[Word], cells: int = 1) -> Line:
    """Words side by side as one line: spaces where gaps are, superscript numbers set apart, bold marked."""
    sizes: dict[float, int] = {}
    for word in words:
        sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
    size = max(sizes, key=lambda s: (sizes[s], s))
    base = median(w.y for w in words if w.size == size)
    spread = _letterspaced(words)
    text, bold = "", False
    first = 0.0
    for i, word in enumerate(words):
        gap = word.x0 - words[i - 1].x1 if i else 0.0
        # A space character counts unless it takes no room: Quartz writes such ones inside words.
        apart = i > 0 and (gap > spread * word.size or (word.space and gap > -0.1 * word.size and not spread > SPACE))
        raised = word.size < 0.85 * size and word.y > base + 0.1 * size
        if i and apart and not first:
            first = words[i - 1].x1 - words[0].x0
        shown = word.text
        if raised and i and shown.isdigit() and len(shown) < 3 and _noted(words[i - 1].text):
            shown, apart = f"[{shown}]", False
        elif raised and i and re.fullmatch(r"(?:er|re|ère|e|è|ème|nd|nde|os?)[.,;:)]?", shown):
            apart = apart and not words[i - 1].text[-1:].isalnum()
        if bold and not word.bold:
            text, bold = text + PLAIN, False
        text += " " if apart else ""
        if word.bold and not bold:
            text, bold = text + BOLD, True
        text += shown
    if bold:
        text += PLAIN
    right = max(w.x1 for w in words)
    return Line(text, words[0].x0, right, base, size, first or right - words[0].x0, cells=cells, words=tuple(words))


def _noted(before: str) -> bool:
    """Whether a raised number after these letters is the sign of a footnote: after a word, not after «m» or «CO»."""
    return before[-1:] in "».,;)" or (before[-1:].isalpha() and len(before) > 2 and before[-2:] not in {"CO", "km"})


def _letterspaced(words: Sequence[Word]) -> float:
    """The gap in em from which letters are in two words; wider where a line is spaced out: «C O M M U N I Q U É»."""
    single = [w for w in words if len(w.text) == 1 and w.text.isalpha()]
    if len(words) < 6 or len(single) < 0.8 * len(words):
        return SPACE
    gaps = sorted((b.x0 - a.x1) / max(b.size, 1) for a, b in pairwise(words))
    return max(SPACE, 1.6 * median(gaps)) if gaps else SPACE


def _once(segments: Sequence[Line]) -> list[Line]:
    """Without what is printed a second time over itself, as some programs do to make it bold."""
    out: list[Line] = []
    seen: dict[str, list[Line]] = {}
    for segment in segments:
        twins = seen.setdefault(segment.plain, [])
        if any(abs(t.x0 - segment.x0) < 2 and abs(t.y - segment.y) < 2 for t in twins[-8:]):
            continue
        twins.append(segment)
        out.append(segment)
    return out


# ------------------------------------------------------------------------------------------------- segments -> rows

Row = list[Line]


def _rows(segments: Sequence[Line]) -> list[Row]:
    """Segments on one baseline, from left to right; those that touch, and a bullet and its text, are one."""
    rows: list[Row] = []
    for segment in sorted(segments, key=lambda s: (-s.y, s.x0)):
        if rows and rows[-1][0].y - segment.y <= 0.35 * min(rows[-1][0].size, segment.size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [_joined(sorted(row, key=lambda s: s.x0)) for row in rows]


def _joined(row: Row) -> Row:
    out: Row = []
    for segment in row:
        if out:
            gap, size = segment.x0 - out[-1].x1, max(segment.size, out[-1].size)
            if -0.5 * size <= gap <= 0.5 * size or (_is_bullet(out[-1]) and 0 <= gap <= 6 * size):
                out[-1] = _line([*out[-1].words, *(_apart(segment.words, gap, size))])
                continue
        out.append(segment)
    return out


def _apart(words: tuple[Word, ...], gap: float, size: float) -> tuple[Word, ...]:
    """The words, the first with a space before it if there is a gap."""
    first = words[0]
    return (Word(first.text, first.x0, first.x1, first.y, first.size, first.bold, gap > SPACE * size), *words[1:])


def _is_bullet(line: Line) -> bool:
    """A segment that holds nothing but the sign or the number of an item."""
    text = line.plain.strip()
    if len(text) > 4:
        return False
    mark = bullets.bullet(text + " x")
    return mark is not None and mark.width >= len(text)


# ------------------------------------------------------------------------------------------------- rows -> regions


def _regions(rows: Sequence[Row], depth: int = 0) -> Iterator[list[Line]]:
    """Lines that stand under one another, region by region in reading order."""
    region: list[Line] = []
    i = 0
    while i < len(rows):
        found = _columns(rows, i) if depth < MAX_DEPTH else None
        if found is None:
            region.extend(rows[i])
            i += 1
            continue
        end, gutter = found
        block = rows[i:end]
        if region:
            yield region
            region = []
        if cells := _tabular(block, gutter):
            yield cells
        else:
            yield from _side_by_side(block, gutter, depth)
        i = end
    if region:
        yield region


@dataclass(frozen=True, slots=True)
class Gap:
    """What rows leave free between two x, and whether text stands at its left and at its right."""

    x0: float
    x1: float
    left: bool
    right: bool

    @property
    def gutter(self) -> bool:
        return self.left and self.right

    def shared(self, other: Gap) -> Gap:
        return Gap(max(self.x0, other.x0), min(self.x1, other.x1), self.left or other.left, self.right or other.right)


def _gaps(row: Row) -> list[Gap]:
    """What a row leaves free, between its segments and at both of its sides."""
    edges = [-1e6, *(x for s in row[:MAX_SEGMENTS] for x in (s.x0, s.x1)), 1e6]
    return [Gap(edges[i], edges[i + 1], i > 0, i + 2 < len(edges)) for i in range(0, len(edges), 2)]


def _columns(rows: Sequence[Row], start: int) -> tuple[int, float] | None:
    """The row after the longest run of rows from `start` that leave a gutter free, and the gutter's middle."""
    size = rows[start][0].size
    free = _gaps(rows[start])
    end = start + 1
    while end < len(rows) and end - start < MAX_ROWS:
        shared = [gap.shared(other) for gap in free for other in _gaps(rows[end])]
        shared = [gap for gap in shared if gap.x1 - gap.x0 >= 0.9 * size]
        if not shared or (any(g.gutter for g in free) and not any(g.gutter for g in shared)):
            break
        if not any(g.gutter for g in free) and end - start > 12:
            return None  # text in one column, and nothing beside it
        free = shared
        end += 1
    block = rows[start:end]
    for gap in sorted((g for g in free if g.gutter), key=lambda g: g.x0 - g.x1):
        middle = (gap.x0 + gap.x1) / 2
        left = [s for row in block for s in row if s.x1 <= middle]
        right = [s for row in block for s in row if s.x0 >= middle]
        if min(len(_levels(left)), len(_levels(right))) < 2 or not _beside(left, right):
            continue
        high = min(max(s.y for s in left), max(s.y for s in right))
        if max(s.y for s in rows[start]) > high + 3 * size and len(rows[start]) == 1:
            return None  # what comes first stands above the columns
        # what follows at the left after a gap, where the right column has ended, is in no columns
        low = min(s.y for s in right)
        for i in range(start + 1, end):
            if rows[i][0].y < low and rows[i - 1][0].y - rows[i][0].y > 2.2 * size and rows[i][0].x1 <= middle:
                end = i
                break
        return end, middle
    return None


def _levels(segments: Sequence[Line]) -> set[int]:
    return {round(s.y / 3) for s in segments}


def _beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether two sets of lines stand beside one another, and not one below the other."""
    low = max(min(s.y for s in left), min(s.y for s in right))
    high = min(max(s.y for s in left), max(s.y for s in right))
    size = max(s.size for s in (*left, *right))
    return high - low > 0.7 * size


def _tabular(rows: Sequence[Row], gutter: float) -> list[Line]:
    """The rows as lines if they are read across: a programme («9 h 30  Accueil»), labels and values, a table."""
    left = [row for row in rows if row[0].x1 <= gutter]
    pairs = [row for row in left if any(s.x0 >= gutter for s in row)]
    if len(pairs) < 2 or len(pairs) < 0.7 * len(left):
        return []
    labels = [" ".join(s.plain for s in row if s.x1 <= gutter) for row in left]
    wide = sum(len(row) >= 3 for row in rows)
    short = median(len(label) for label in labels) <= 14
    named = sum(label.rstrip().endswith(":") for label in labels) >= 0.6 * len(labels)
    timed = sum(bool(re.match(r"(?:de |à )?\d{1,2}\s?[hH:]", label)) for label in labels) >= 0.6 * len(labels)
    if wide >= 0.6 * len(rows) and len(rows) >= 3:
        return [_across(row, len(row)) for row in rows]
    if named or timed or (short and len(pairs) >= 3):
        return [_across(row) for row in rows]
    return []


def _across(row: Row, cells: int = 1) -> Line:
    words: list[Word] = []
    for segment in row:
        if words and cells > 1:
            words.append(Word("|", segment.x0, segment.x0, segment.y, segment.size))
        words.extend(segment.words)
    line = _line(words, cells)
    return Line(line.text, line.x0, line.x1, line.y, line.size, row[0].x1 - row[0].x0, 0, 0, cells, line.words)


def _side_by_side(rows: Sequence[Row], gutter: float, depth: int) -> Iterator[list[Line]]:
    """The regions of the left column, then of the right one; a narrow one of little text comes after the other."""
    left = [kept for row in rows if (kept := [s for s in row if s.x1 <= gutter])]
    right = [kept for row in rows if (kept := [s for s in row if s.x0 >= gutter])]
    inner, outer = [*_regions(left, depth + 1)], [*_regions(right, depth + 1)]
    flat_left = [s for row in left for s in row]
    flat_right = [s for row in right for s in row]
    width = max(s.x1 for s in flat_right) - min(s.x0 for s in flat_left)
    narrow = max(s.x1 for s in flat_left) - min(s.x0 for s in flat_left) < SIDE * width
    little = sum(len(s.text) for s in flat_left) < 0.4 * sum(len(s.text) for s in flat_right)
    yield from (*outer, *inner) if narrow and little and len(right) >= 12 else (*inner, *outer)
