"""An OpenDocument text (ODT, OTT; zip or flat XML) -> Parts. What a reviewer deleted and comments are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.document import Kind
from communique.errors import ReadError
from communique.read import edges, paragraphs, properties, xmlfile, zipped
from communique.read.limits import DEFAULT, Limits
from communique.read.marks import CONTROLS, LINK, UNLINK, bare
from communique.read.paragraphs import Para, Run
from communique.read.parts import Reading
from communique.read.xmlfile import child, children, local, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = {
    "tracked-changes", "annotation", "annotation-end", "sequence-decls", "variable-decls", "user-field-decls", "forms",
    "table-of-content", "desc", "title", "page-number", "page-count", "ruby-text", "dde-connection-decls",
}  # fmt: skip
MAX_STYLES = 20


@dataclass(frozen=True, slots=True)
class Style:
    parent: str = ""
    name: str = ""
    bold: bool | None = None
    size: float | None = None
    hidden: bool = False
    raised: bool = False


@dataclass(slots=True)
class Text:
    """What the styles say, and the notes that have been cited."""

    styles: dict[str, Style] = field(default_factory=dict)
    notes: list[Para] = field(default_factory=list)


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The parts of an OpenDocument text and what its properties say.

    Raises:
        ReadError: it is damaged, encrypted, no text, or passes a limit.
    """
    if data.startswith(b"PK"):
        with zipped.opened(data) as archive:
            if b"encryption-data" in zipped.part(archive, "META-INF/manifest.xml", limits):
                raise ReadError("an OpenDocument file behind a password; open it and save it without one")
            content, styles, meta = (
                xmlfile.parse(part, limits) if part.strip() else None
                for part in (zipped.part(archive, n, limits) for n in ("content.xml", "styles.xml", "meta.xml"))
            )
    else:
        content = styles = meta = xmlfile.parse(data, limits)
    text = Text()
    for root in (styles, content):
        if root is not None:
            _read_styles(text, root)
    body = child(content, "body", "text")
    if body is None:
        raise ReadError("an OpenDocument file that holds no text (a sheet, a drawing?); save it as ODT or PDF")
    paras = [*_blocks(body, text, "body", 0)]
    heads, feet = _edges(text, styles, {bare(p.marked).strip() for p in paras})
    parts = paragraphs.parts([*heads, *paras, *text.notes, *feet])
    says = {local(e): e.text or "" for e in children(child(meta, "meta"))}
    hints = properties.hints(
        parts,
        says.get("title", ""),
        says.get("creator", ""),
        _day(says.get("creation-date", "")),
        _day(says.get("date", "")),
    )
    return Reading(parts, hints, "application/vnd.oasis.opendocument.text")


def _day(stamp: str) -> str:
    return re.sub(r"\.\d+$", "", stamp)


def _read_styles(text: Text, root: _Element) -> None:
    for group in ("styles", "automatic-styles"):
        for element in children(child(root, group), "style"):
            words = child(element, "text-properties")
            weight, size = value(words, "font-weight"), value(words, "font-size")
            m = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)pt", size)
            position = value(words, "text-position")
            text.styles[value(element, "name")] = Style(
                parent=value(element, "parent-style-name"),
                name=value(element, "display-name") or value(element, "name"),
                bold=None if not weight else weight == "bold" or (weight.isdigit() and int(weight) >= 600),
                size=float(m[1]) if m else None,
                hidden=value(words, "display") == "none",
                raised=position.startswith("super") or bool(re.match(r"[1-9]\d*%", position)),
            )


def _chain(text: Text, name: str) -> Iterator[Style]:
    for _ in range(MAX_STYLES):
        if name not in text.styles:
            return
        yield text.styles[name]
        name = text.styles[name].parent


def _edges(text: Text, styles: _Element | None, seen: set[str]) -> tuple[list[Para], list[Para]]:
    """Heads of pages, for the top, and feet, for the end, each once."""
    heads: list[Para] = []
    feet: list[Para] = []
    masters = child(styles, "master-styles")
    for master in masters if masters is not None else ():
        for element in master:
            name = local(element)
            if not name.startswith(("header", "footer")):
                continue
            found: list[Para] = []
            for p in _blocks(element, text, name, 0):
                words = bare(p.marked).strip()
                if words and not edges.is_number(words) and words not in seen:
                    seen.add(words)
                    found.append(p)
            if name.startswith("header"):
                heads += found
            elif edges.is_worth(" ".join(bare(p.marked) for p in found)):
                feet += found
    return heads, feet


def _blocks(parent: _Element, text: Text, origin: str, depth: int) -> Iterator[Para]:
    number = 0
    for element in parent:
        if not isinstance(element.tag, str) or local(element) in _SKIPPED:
            continue
        name = local(element)
        number += 1
        here = f"{origin}/{name}[{number}]"
        if name in {"p", "h"}:
            yield from _paragraph(element, text, here, depth)
        elif name == "list":
            yield from _blocks(element, text, here, depth + 1)
        elif name == "list-header":
            yield from _blocks(element, text, here, 0)
        elif name == "table":
            rows = [
                [[*_blocks(cell, text, here, 0)] for cell in row if local(cell) == "table-cell"]
                for row in _rows(element)
            ]
            yield from paragraphs.table(rows)
        else:  # section, list-item, index-body, frame, text-box …
            yield from _blocks(element, text, here, depth)


def _rows(table: _Element) -> Iterator[_Element]:
    for element in table:
        if local(element) == "table-row":
            yield element
        elif local(element) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(element)


def _paragraph(element: _Element, text: Text, origin: str, depth: int) -> Iterator[Para]:
    chain = [*_chain(text, value(element, "style-name"))]
    runs: list[Run] = []
    boxes: list[_Element] = []
    _runs(element, text, chain, runs, boxes)
    marked, size = paragraphs.joined(runs)
    names = {s.name.replace("_20_", " ").lower() for s in chain}
    kind: Kind = "paragraph"
    level = 0
    if names & {"title", "titre", "titre principal"}:
        kind = "title"
    elif local(element) == "h":
        outline = value(element, "outline-level")
        kind, level = "heading", min(6, int(outline)) if outline.isdigit() else 1
    elif depth:
        kind, level = "item", depth
    elif names & {"subtitle", "sous-titre"}:
        kind, level = "heading", 2
    elif names & {"quotations", "citation"}:
        kind = "quote"
    if bare(marked).strip():
        yield Para(marked, kind, level, size, origin)
    for box in boxes:
        yield from _blocks(box, text, f"{origin}/box", 0)


def _runs(parent: _Element, text: Text, chain: list[Style], runs: list[Run], boxes: list[_Element]) -> None:
    """Add what an element says, span by span, each with its weight and size."""
    bold = next((s.bold for s in chain if s.bold is not None), False)
    size = next((s.size for s in chain if s.size is not None), 12.0)
    hidden = any(s.hidden for s in chain)
    raised = bool(chain) and chain[0].raised

    def say(words: str | None) -> None:
        if words and not hidden:
            words = re.sub(r"[\t\n ]+", " ", words.translate(CONTROLS))
            before = runs[-1][0] if runs else ""
            noted = raised and words.strip().isdigit() and len(words.strip()) < 3 and before[-1:].isalpha()
            runs.append((f"[{words.strip()}]" if noted else words, bold, size))

    say(parent.text)
    for element in parent:
        name = local(element) if isinstance(element.tag, str) else ""
        if name == "span":
            _runs(element, text, [*_chain(text, value(element, "style-name")), *chain], runs, boxes)
        elif name == "a":
            runs.append((LINK, bold, size))
            _runs(element, text, chain, runs, boxes)
            runs.append((UNLINK, bold, size))
        elif name == "s":
            count = value(element, "c")
            runs.append((" " * min(80, int(count) if count.isdigit() else 1), bold, size))
        elif name == "tab":
            runs.append((" ", bold, size))
        elif name == "line-break":
            runs.append(("\n", bold, size))
        elif name == "note":
            cited = child(element, "note-citation")
            sign = "*" if cited is None else " ".join("".join(cited.itertext()).split())
            runs.append((f"[{sign}]", bold, size))
            inner = [*_blocks(body, text, "note", 0)] if (body := child(element, "note-body")) is not None else []
            text.notes += [Para(f"[{sign}] {p.marked.strip()}", "paragraph", 0, p.size, p.origin) for p in inner]
        elif name in {"frame", "text-box", "custom-shape", "g"}:
            boxes.append(element)
        elif name and name not in _SKIPPED:
            _runs(element, text, chain, runs, boxes)
        say(element.tail)
