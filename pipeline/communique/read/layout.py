"""Lines of a document's pages -> Parts: paragraphs, headings, items, rows, without running heads and page numbers."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from communique.document import Kind, Part
from communique.read import bullets, edges, hyphens, unwrap
from communique.read.columns import Line, Word, lines
from communique.read.marks import BOLD, PLAIN, bare, styled

LEAD = 1.3  # times the usual distance of baselines from which a line begins a new block
EDGE = 0.12  # share of the page's height in which running heads and feet stand
HEADING = 1.1  # times the size of the body from which letters are a heading's
SHORT = 45  # code points below which two or three lines in a corner are not taken for wrapped ones
LONG = 250  # code points above which nothing is a heading
_END = re.compile(r"[.!?…:;][\"»”’)\]]{0,2}\s*$|»\s*$")
_STOP = re.compile(r"[.!?…][\"»”’)\]]{0,2}\s*$")
_CONTACT = re.compile(r"^(?:www\.|https?:)|@[\w-]{1,60}\.\w|(?:\+33|\b0)\s?\(?\d\)?(?:[\s.-]?\d{2}){4}")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its program set it."""

    width: float
    height: float
    words: Sequence[Word]


@dataclass(slots=True)
class Group:
    """Lines that are one block."""

    lines: list[Line]
    breaks: list[bool] = field(default_factory=list)  # before each line but the first: whether the break is meant
    mark: bullets.Bullet | None = None

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def size(self) -> float:
        return self.lines[0].size


def parts(pages: Sequence[Page]) -> list[Part]:
    """The parts of a document, the one with the largest letters at its head of kind "title"."""
    read = [lines(page.words, number) for number, page in enumerate(pages)]
    body, ends = _without_furniture(read, pages)
    if not body and not ends:
        return []
    sizes = Counter[float]()
    for line in body or ends:
        sizes[round(line.size * 2) / 2] += len(line.text)
    usual = max(sizes, key=lambda s: (sizes[s], s))
    body, notes = _without_notes(body, pages, usual)
    right = _margins([*body, *notes, *ends], usual)
    auto = hyphens.automatic([line.plain for line in body])
    known = hyphens.words(line.plain for line in body)
    out: list[Part] = []
    for chunk in (body, notes, ends):
        groups = _groups(chunk, _pitches(chunk), right)
        out.extend(_parts(groups, usual, hyphens.Known(known, auto), titled=chunk is body))
    return out


# ------------------------------------------------------------------------------------------------- what is not text


def _without_furniture(read: Sequence[Sequence[Line]], pages: Sequence[Page]) -> tuple[list[Line], list[Line]]:
    """The lines of the text, and what pages repeat at their edges and is worth keeping once, for the end.

    A page number goes. What two pages or more repeat stays once: at the head of the first page where it stands
    there, else at the end if it says how to reach somebody or is a sentence (contacts and «À propos» may be set
    in the foot of every page); a mere running title goes.
    """
    repeated: Counter[str] = Counter()
    for number, page_lines in enumerate(read):
        height = pages[number].height
        repeated.update({_masked(line) for line in _edge(page_lines, height)})
    seen: set[str] = set()
    body: list[Line] = []
    ends: list[Line] = []
    for number, page_lines in enumerate(read):
        edge = {id(line) for line in _edge(page_lines, pages[number].height)}
        foot: list[Line] = []
        for line in page_lines:
            key = _masked(line)
            if id(line) in edge and edges.is_number(line.plain):
                continue
            if id(line) not in edge or repeated[key] < 2:
                body.append(line)
            elif key not in seen:
                seen.add(key)
                if number == 0 and line.y > pages[number].height / 2:
                    body.append(line)
                else:
                    foot.append(line)
        ends.extend(foot if edges.is_worth(" ".join(line.plain for line in foot)) else ())
    return body, ends


def _edge(page_lines: Sequence[Line], height: float) -> list[Line]:
    """The lines in the top and the bottom of a page: those in its outer eighth, and what adjoins them closely."""
    if height <= 0:
        return []
    out = [line for line in page_lines if line.y > (1 - EDGE) * height or line.y < EDGE * height]
    # A foot of several lines reaches higher up; it is repeated as a whole, so its size tells.
    low = [line for line in page_lines if EDGE * height <= line.y < 2 * EDGE * height]
    return out + low


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.plain.split())).lower()


def _without_notes(body: Sequence[Line], pages: Sequence[Page], usual: float) -> tuple[list[Line], list[Line]]:
    """The lines without footnotes, and the footnotes: small letters below all others of their page."""
    text: list[Line] = []
    notes: list[Line] = []
    for _, group in itertools.groupby(body, key=lambda line: line.page):
        page_lines = [*group]
        low = min((line.y for line in page_lines if line.size > 0.9 * usual), default=0.0)
        small = [line for line in page_lines if line.size <= 0.9 * usual and line.y < low]
        signed = bool(small) and re.match(r"\[?\d{1,2}\]?[\s.)]|\*|\[\d", small[0].plain.strip()) is not None
        numbered = bool(small) and small[0].words[0].text.isdigit() and small[0].words[0].size < 0.85 * small[0].size
        if small and (signed or numbered) and page_lines[-1].page < len(pages) - 1:
            chosen = {id(line) for line in small}
            text.extend(line for line in page_lines if id(line) not in chosen)
            notes.extend(small)
        else:
            text.extend(page_lines)
    return text, notes


# ------------------------------------------------------------------------------------------------- lines -> groups


def _margins(body: Sequence[Line], usual: float) -> dict[tuple[int, int], float]:
    """The right margin of each region: where its longest lines end; a short region takes that of its like.

    Lines wrap there; a line that ends before it, though the next word had room, was ended on purpose.
    """
    own: dict[tuple[int, int], float] = {}
    count: Counter[tuple[int, int]] = Counter()
    longest: dict[tuple[int, int], int] = {}
    for line in body:
        key = line.page, line.region
        own[key] = max(own.get(key, 0.0), line.x1)
        count[key] += 1
        longest[key] = max(longest.get(key, 0), len(line.plain))
    wide = [(own[key], count[key]) for key in own]
    out: dict[tuple[int, int], float] = {}
    for key, margin in own.items():
        near = [m for m, n in wide if n > count[key] and 0 <= m - margin <= 12 * usual]
        out[key] = max(near, default=margin) if count[key] < 6 else margin
        if count[key] < 4 and not near and longest[key] < SHORT:
            out[key] = 1e6  # too few and too short to tell: no line is full
    return out


def _pitches(body: Sequence[Line]) -> dict[float, float]:
    """The usual distance of baselines for each size of letters: the smaller half's median."""
    gaps: dict[float, list[float]] = {}
    for a, b in itertools.pairwise(body):
        if (a.page, a.region) == (b.page, b.region) and abs(a.size - b.size) < 0.6:
            gap = a.y - b.y
            if 0.5 * a.size < gap < 2.6 * a.size:
                gaps.setdefault(round(a.size), []).append(gap)
    return {size: sorted(g)[int(0.3 * (len(g) - 1))] for size, g in gaps.items()}


def _groups(
    body: Sequence[Line], pitches: Mapping[float, float], right: Mapping[tuple[int, int], float]
) -> list[Group]:
    marks = _bullets(body, right)
    out: list[Group] = []
    for i, line in enumerate(body):
        step = "new"
        if out and i not in marks and line.cells == 1 == out[-1].last.cells:
            step = _step(out[-1], line, pitches, right)
        if step == "new":
            out.append(Group([line], mark=marks.get(i)))
        else:
            out[-1].breaks.append(step == "break")
            out[-1].lines.append(line)
    return out


def _bullets(body: Sequence[Line], right: Mapping[tuple[int, int], float]) -> dict[int, bullets.Bullet]:
    """Which lines open an item."""
    row: list[tuple[int, bullets.Bullet]] = []
    out: dict[int, bullets.Bullet] = {}
    before = ""

    def flush() -> None:
        keep = bullets.listed([mark for _, mark in row], before.endswith((":", ",")), before.endswith(("»", "”", '"')))
        families = Counter(mark.family for _, mark in row)
        for (i, mark), yes in zip(row, keep, strict=True):
            # «systèmes et logiciels» / «- libre à chacun»: a lone dash that a wrapped line happens to begin with
            wrapped = i > 0 and families[mark.family] == 1 and _wrapped(body[i - 1], body[i], right)
            if yes and (mark.strong or not wrapped):
                out[i] = mark
        row.clear()

    apart = 0  # lines since the last bullet
    for i, line in enumerate(body):
        text = line.plain.strip()
        mark = bullets.bullet(text) if text else None
        if mark:
            if apart > 12:
                flush()
            if not row:
                before = body[i - 1].plain.strip() if i else ""
            row.append((i, mark))
            apart = 0
        else:
            apart += 1
    flush()
    return out


def _wrapped(last: Line, line: Line, right: Mapping[tuple[int, int], float]) -> bool:
    """Whether the next word did not fit in a line, which ends in the middle of a sentence."""
    margin = right.get((last.page, last.region), last.x1)
    full = last.x1 + line.first + 0.3 * max(last.size, line.size) > 0.98 * margin
    return full and (last.page, last.region) == (line.page, line.region) and not re.search(r"[.!?…:;,]\W*$", last.plain)


def _step(group: Group, line: Line, pitches: Mapping[float, float], right: Mapping[tuple[int, int], float]) -> str:
    """How a line follows a block: "join" (it was wrapped), "break" (a meant line break), or "new" (another block)."""
    last = group.last
    text, before = line.plain.strip(), last.plain.strip()
    size = max(last.size, line.size)
    low = text[:1].islower() or text[:1] in ",;)»”"
    if abs(last.size - line.size) > max(0.8, 0.07 * size):
        return "new"
    if (last.page, last.region) != (line.page, line.region):
        margin = right.get((last.page, last.region), last.x1)
        full = last.x1 + line.first + 0.3 * size > margin
        same = last.ends_bold == line.starts_bold or not last.bold
        apart = unwrap.alone(before, text)
        return "join" if same and not apart and (low or (full and not _END.search(before))) else "new"
    gap = last.y - line.y
    own = unwrap.alone(before, text)
    if gap < 0.3 * size:  # beside it: a place at the left, a date at the right
        return "break" if gap > -0.3 * size else "new"
    pitch = pitches.get(round(line.size), 1.2 * size)
    if gap > LEAD * pitch + 0.5 and gap > 1.05 * size:
        return "new"
    margin = right.get((line.page, line.region), last.x1)
    full = last.x1 + line.first + 0.3 * size > margin - 0.02 * margin
    centred = _centred(last, line)
    if group.mark:
        start = group.lines[0].x0
        hangs = line.x0 > start + 0.5 * size
        if len(group.lines) > 1:
            hangs = abs(line.x0 - group.lines[1].x0) < 0.6 * size or line.x0 > group.lines[1].x0
        wrapped = full or low or not _STOP.search(before)
        return "join" if (hangs and wrapped) or (low and (full or not _END.search(before))) else "new"
    if own and not (low and full):
        return "break"
    if last.ends_bold != line.starts_bold:
        if full and (low or not last.bold or _mixed(group)):
            return "join"
        if last.bold or line.bold:
            return "new"
        return "join" if low else "break"
    indented = line.x0 - last.x0 > 0.8 * size and not centred
    if full:
        first_line = len(group.lines) == 1 and group.lines[0].x0 - line.x0 > 0
        return "new" if indented and not first_line and not low and _STOP.search(before) else "join"
    if low and not _STOP.search(before):
        return "join"
    if centred and (line.bold or line.size > 1.05 * min(pitches, default=line.size)):
        return "join"
    prose = sum(not b for b in group.breaks) >= 1 or len(before) > 90
    if prose or (_STOP.search(before) and len(before) >= 60):
        return "new"
    return "break"


def _mixed(group: Group) -> bool:
    """Whether the block is not all bold."""
    return not all(line.bold for line in group.lines)


def _centred(a: Line, b: Line) -> bool:
    return abs((a.x0 + a.x1) - (b.x0 + b.x1)) < 0.8 * max(a.size, b.size) and abs(a.x0 - b.x0) > 0.5 * a.size


# ------------------------------------------------------------------------------------------------- groups -> parts


def _parts(groups: Sequence[Group], usual: float, known: hyphens.Known, titled: bool) -> Iterator[Part]:
    texts = [_text(group, known) for group in groups]
    levels = _levels(groups)
    ranks = sorted({round(g.size) for g in groups if g.size >= HEADING * usual}, reverse=True)
    title = _title(groups, texts, usual) if titled else None
    for i, (group, marked) in enumerate(zip(groups, texts, strict=True)):
        origin = f"page {group.lines[0].page + 1}"
        kind: Kind = "paragraph"
        level = 0
        if group.mark:
            kind, level = "item", levels[i]
            marked = _without(marked, group.mark.width)
        s = styled(marked)
        if not s.text:
            continue
        if group.lines[0].cells > 1:
            kind = "row"
        elif i == title:
            kind = "title"
        elif kind == "paragraph" and (rank := _heading(group, s.text, s.bold, usual, ranks)):
            follows = i + 1 < len(groups)
            kind, level = ("heading", rank) if follows else (kind, 0)
        text = " ".join(s.text.split("\n")) if kind in {"title", "heading"} else s.text
        yield Part(kind, text, level, origin, " ".join(s.bold.split("\n")) if text != s.text else s.bold)


def _text(group: Group, known: hyphens.Known) -> str:
    out = group.lines[0].text.strip()
    for line, meant in zip(group.lines[1:], group.breaks, strict=True):
        out = out + "\n" + line.text.strip() if meant else hyphens.joined(out, line.text.strip(), known)
    return out.replace(PLAIN + " " + BOLD, " ").replace(PLAIN + BOLD, "")


def _without(marked: str, width: int) -> str:
    """A marked text without the first `width` of its characters; marks are none."""
    kept, i = "", 0
    while i < len(marked) and width > 0:
        if marked[i] in (BOLD, PLAIN):
            kept += marked[i]
        else:
            width -= 1
        i += 1
    return kept + marked[i:].lstrip()


def _levels(groups: Sequence[Group]) -> dict[int, int]:
    """The depth of each item, list by list."""
    out: dict[int, int] = {}
    row: list[int] = []

    def flush() -> None:
        # indents in thirds of an em: lines of one depth may be set some points apart
        indents = [(round(groups[i].lines[0].x0 / max(groups[i].size * 0.75, 1)), _family(groups[i])) for i in row]
        out.update(zip(row, bullets.levels(indents), strict=True))
        row.clear()

    for i, group in enumerate(groups):
        if group.mark:
            if row and groups[row[-1]].last.region != group.lines[0].region and groups[row[-1]].mark is None:
                flush()
            row.append(i)
        elif row:
            flush()
    flush()
    return out


def _family(group: Group) -> str:
    return group.mark.family if group.mark else ""


def _heading(group: Group, text: str, bold: str, usual: float, ranks: Sequence[int]) -> int:
    """The rank of a heading, 0 if the block is none."""
    if len(text) > LONG or _CONTACT.search(text) or not any(c.isalpha() for c in text):
        return 0
    if group.size >= HEADING * usual:
        return min(6, 1 + ranks.index(round(group.size)))
    alone = len(bold) == len(text) and len(text) <= 150 and len(group.lines) <= 2 and not re.search(r"[.,;]$", text)
    return min(6, 1 + len(ranks)) if alone and group.size >= 0.95 * usual else 0


def _title(groups: Sequence[Group], texts: Sequence[str], usual: float) -> int | None:
    """The block at the head of the first page that is the title: the largest letters, else bold ones in the middle."""
    best: tuple[float, int] | None = None
    for i, (group, marked) in enumerate(zip(groups, texts, strict=True)):
        line = group.lines[0]
        text = bare(marked).strip()
        if line.page > 0 or i > 25:
            break
        if group.mark or line.cells > 1 or len(text) > LONG + 50:
            continue
        words = [w for w in re.findall(r"\w+", text) if len(w) > 1]
        if len(words) < 3 or len(text) < 12 or edges.is_kicker(text) or edges.reaches(text):
            continue
        bold = all(x.bold for x in group.lines)
        score = group.size / usual + 0.15 * bold + 0.1 * text.isupper() - 0.01 * i
        if score < 1.1 or (best and score <= best[0] + 1e-6):
            continue
        best = score, i
    return best[1] if best else None
