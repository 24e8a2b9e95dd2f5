"""Paragraphs of a word processor's file -> Parts: headings by style or size, items by list or sign, rows, a title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from communique.document import Kind, Part
from communique.read import edges, markup
from communique.read.marks import BOLD, PLAIN, bare, styled
from communique.read.markup import Frame, Piece

HEADING = 1.1  # times the size of the body from which letters are a heading's
LONG = 250  # code points above which nothing is a heading
MAX_CELL = 250  # code points above which a cell holds text, and its table is there for the layout


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph, with marks of bold and links."""

    marked: str
    kind: Kind = "paragraph"
    level: int = 0
    size: float = 0.0  # points, of most of its letters; 0 if the file does not say
    origin: str = ""


Run = tuple[str, bool, float]  # words, whether they are bold, and their size in points
Cell = Sequence[Para]


def joined(runs: Iterable[Run]) -> tuple[str, float]:
    """The runs of a paragraph as one text with marks of bold, and the size of most of its letters (0 for no run)."""
    marked, bold = "", False
    sizes: dict[float, int] = {}
    for words, is_bold, size in runs:
        if is_bold != bold and words.strip():
            marked += BOLD if is_bold else PLAIN
            bold = is_bold
        marked += words
        sizes[size] = sizes.get(size, 0) + len(words.strip())
    return marked + (PLAIN if bold else ""), max(sizes, key=lambda s: (sizes[s], s), default=0.0)


def table(rows: Sequence[Sequence[Cell]]) -> Iterator[Para]:
    """A table of data as rows, «cell | cell»; one that is there for the layout as the paragraphs in its cells."""
    filled = [[cell for cell in row if any(p.marked.strip() for p in cell)] for row in rows]
    filled = [row for row in filled if row]
    widths = sorted(len(row) for row in filled)
    data = len(filled) > 1 and widths[len(widths) // 2] > 1
    for row in filled:
        for cell in row:
            data = data and len(cell) < 4 and sum(len(bare(p.marked)) for p in cell) <= MAX_CELL
            data = data and all(p.kind == "paragraph" for p in cell)
    for row in filled:
        if data:
            text = " | ".join(" ".join(p.marked.replace("\n", " ") for p in cell) for cell in row)
            yield Para(text, "row", 0, row[0][0].size, row[0][0].origin)
        else:
            for cell in row:
                yield from cell


def parts(paras: Sequence[Para]) -> list[Part]:
    """The parts of a document. What its styles do not say, the size of its letters and bold type tell."""
    paras = [p for p in paras if any(c.isalnum() for c in bare(p.marked))]
    sizes = Counter[float]()
    for p in paras:
        sizes[p.size] += len(p.marked)
    usual = max(sizes, key=lambda s: (sizes[s], s), default=0.0)
    paras = _headed(paras, usual)
    frame = Frame("p", None, {})
    pieces = [Piece(p.kind, p.marked.strip(), frame, p.level) for p in paras]
    origins = {id(piece): p.origin for piece, p in zip(pieces, paras, strict=True)}
    out: list[Part] = []
    origin = ""
    for piece in markup.listed(pieces):
        origin = origins.get(id(piece), origin)
        s = styled(piece.marked)
        if s.text:
            out.append(Part(piece.kind, s.text, piece.level, origin, s.bold))
    return out


def _headed(paras: Sequence[Para], usual: float) -> list[Para]:
    """The paragraphs with their headings and the title told."""
    out: list[Para] = []
    large = sorted({round(p.size) for p in paras if usual and p.size >= HEADING * usual}, reverse=True)
    for p in paras:
        text = bare(p.marked).strip()
        if p.kind == "paragraph" and len(text) <= LONG and not edges.reaches(text):
            if usual and p.size >= HEADING * usual:
                p = replace(p, kind="heading", level=min(6, 1 + large.index(round(p.size))))
            elif len(styled(p.marked).bold) == len(text) <= 150 and "\n" not in text and not re.search(r"[.,;]$", text):
                p = replace(p, kind="heading", level=min(6, 1 + len(large)))
        out.append(p)
    if not any(p.kind == "title" for p in out) and (i := _title(out, usual)) is not None:
        out[i] = replace(out[i], kind="title", level=0)
    return out


def _title(paras: Sequence[Para], usual: float) -> int | None:
    """The first heading of the highest rank at the head of the document; not the kind of document, nor a date."""
    best: tuple[float, int] | None = None
    for i, p in enumerate(paras[:20]):
        text = bare(p.marked).strip()
        words = [w for w in re.findall(r"\w+", text) if len(w) > 1]
        if p.kind != "heading" or len(words) < 3 or len(text) < 12 or edges.is_kicker(text):
            continue
        rank = (p.size / usual if usual else 1.0) - 0.2 * p.level
        if best is None or rank > best[0] + 1e-6:
            best = rank, i
    return best[1] if best else None
