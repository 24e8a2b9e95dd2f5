"""A Word file (DOCX, DOCM) -> Parts: a walk over its XML, with text boxes, content controls and footnotes.

python-docx loses text boxes and content controls, where press contacts stand; mammoth takes 400 ms a file. Left out:
what a reviewer deleted, hidden text, field codes, and the second copy of each text box (mc:Fallback).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
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

_SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "rPr", "pPr", "tblPr", "sectPr"}
_HEADING = re.compile(r"(?:heading|titre|überschrift|kop) ?(\d)", re.IGNORECASE)
_BOXES = {"txbxContent"}
MAX_STYLES = 20  # styles that one may be based on, one on the other


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says; None where it says nothing."""

    name: str = ""
    based: str = ""
    bold: bool | None = None
    size: float | None = None
    outline: int | None = None
    listed: bool | None = None
    hidden: bool | None = None


@dataclass(slots=True)
class Word:
    """What the parts of a file beside its text say."""

    styles: dict[str, Style] = field(default_factory=dict)
    default: Style = field(default_factory=Style)
    paragraph: str = ""  # id of the default paragraph style
    plain: set[tuple[str, int]] = field(default_factory=set)  # list and level that have no sign
    notes: dict[str, _Element] = field(default_factory=dict)
    cited: list[str] = field(default_factory=list)


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The parts of a Word file and what its properties say.

    Raises:
        ReadError: it is damaged, encrypted, or passes a limit.
    """
    archive = zipped.opened(data)
    with archive:

        def xml(name: str) -> _Element | None:
            content = zipped.part(archive, name, limits)
            return xmlfile.parse(content, limits) if content.strip() else None

        main = _main(xml("_rels/.rels"))
        root = xml(main)
        if root is None:
            raise ReadError("a Word file without a text; it is damaged: open it in Word and save it again")
        folder = main.rpartition("/")[0]
        word = Word()
        _read_styles(word, xml(f"{folder}/styles.xml"))
        _read_numbering(word, xml(f"{folder}/numbering.xml"))
        for note in children(xml(f"{folder}/footnotes.xml")):
            word.notes[value(note, "id")] = note
        body = child(root, "body")
        paras = [*_blocks(body, word, "body")] if body is not None else []
        for number in word.cited:
            if number in word.notes:
                inner = [
                    *_blocks(word.notes[number], Word(word.styles, word.default, word.paragraph), f"note {number}")
                ]
                paras += [replace(p, marked=f"[{number}] {p.marked.strip()}") for p in inner[:1]] + inner[1:]
        names = sorted(
            n for n in archive.namelist() if re.fullmatch(rf"{re.escape(folder)}/(?:head|foot)er\d*\.xml", n)
        )
        heads, feet = _edges(word, {n: part for n in names if (part := xml(n)) is not None}, paras)
        core = xml("docProps/core.xml")
    parts = paragraphs.parts([*heads, *paras, *feet])
    says = {local(e): e.text or "" for e in children(core)}
    hints = properties.hints(
        parts, says.get("title", ""), says.get("creator", ""), says.get("created", ""), says.get("modified", "")
    )
    return Reading(parts, hints, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")


def _main(relations: _Element | None) -> str:
    """The name of the part that holds the text."""
    for relation in children(relations):
        if value(relation, "Type").endswith("/officeDocument"):
            return value(relation, "Target").lstrip("/")
    return "word/document.xml"


def _edges(word: Word, pages: Mapping[str, _Element], paras: list[Para]) -> tuple[list[Para], list[Para]]:
    """Heads of pages, for the top, and feet, for the end, each once, without page numbers and mere titles."""
    seen = {bare(p.marked).strip() for p in paras}
    heads: list[Para] = []
    feet: list[Para] = []
    for name, root in pages.items():
        found: list[Para] = []
        for p in _blocks(root, word, name.rpartition("/")[2]):
            text = bare(p.marked).strip()
            if text and not edges.is_number(text) and text not in seen:
                seen.add(text)
                found.append(p)
        if "header" in name:
            heads += found
        elif edges.is_worth(" ".join(bare(p.marked) for p in found)):
            feet += found
    return heads, feet


# --------------------------------------------------------------------------------------------------------- styles


def _read_styles(word: Word, root: _Element | None) -> None:
    if root is None:
        return
    word.default = _style(child(root, "docDefaults", "rPrDefault", "rPr"), None)
    for element in root:
        if local(element) == "style":
            style = _style(child(element, "rPr"), child(element, "pPr"))
            name = value(child(element, "name"), "val")
            word.styles[value(element, "styleId")] = replace(
                style, name=name, based=value(child(element, "basedOn"), "val")
            )
            if value(element, "type") == "paragraph" and value(element, "default") in {"1", "true"}:
                word.paragraph = value(element, "styleId")


def _style(run: _Element | None, paragraph: _Element | None) -> Style:
    outline = value(child(paragraph, "outlineLvl"), "val")
    size = value(child(run, "sz"), "val")
    number = child(paragraph, "numPr", "numId")
    return Style(
        bold=_on(run, "b"),
        size=int(size) / 2 if size.isdigit() else None,
        outline=int(outline) if outline.isdigit() else None,
        listed=None if number is None else value(number, "val") != "0",
        hidden=_on(run, "vanish"),
    )


def _on(run: _Element | None, name: str) -> bool | None:
    element = child(run, name)
    return None if element is None else value(element, "val") not in {"0", "false", "off", "none"}


def _resolved(word: Word, style: str) -> Iterator[Style]:
    """A style and those that it is based on, then what the document says for all."""
    for _ in range(MAX_STYLES):
        if style not in word.styles:
            break
        yield word.styles[style]
        style = word.styles[style].based
    yield word.default


def _read_numbering(word: Word, root: _Element | None) -> None:
    """Which levels of which lists have no sign: Word numbers headings, addresses and plain text with them."""
    if root is None:
        return
    plain: dict[str, set[int]] = {}
    for element in root:
        if local(element) == "abstractNum":
            levels = [e for e in element if local(e) == "lvl"]
            none = {int(value(e, "ilvl") or 0) for e in levels if value(child(e, "numFmt"), "val") == "none"}
            plain[value(element, "abstractNumId")] = none
        elif local(element) == "num":
            abstract = value(child(element, "abstractNumId"), "val")
            word.plain |= {(value(element, "numId"), level) for level in plain.get(abstract, ())}


# ----------------------------------------------------------------------------------------------------- paragraphs


def _blocks(parent: _Element, word: Word, origin: str) -> Iterator[Para]:
    """The paragraphs below an element, in order; of tables, what `paragraphs.table` makes of them."""
    number = 0
    for element in parent:
        name = local(element)
        if name in _SKIPPED:
            continue
        number += 1
        if name == "p":
            yield from _paragraph(element, word, f"{origin}/p[{number}]")
        elif name == "tbl":
            rows = [
                [[*_blocks(cell, word, f"{origin}/tbl[{number}]")] for cell in _within(row, "tc")]
                for row in _within(element, "tr")
            ]
            yield from paragraphs.table(rows)
        else:  # w:sdt, w:sdtContent, w:ins, w:customXml, mc:AlternateContent …
            yield from _blocks(element, word, origin)


def _within(element: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, also those in content controls; not those of tables inside."""
    for each in element:
        if local(each) == name:
            yield each
        elif local(each) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _within(each, name)


def _paragraph(element: _Element, word: Word, origin: str) -> Iterator[Para]:
    properties_ = child(element, "pPr")
    style = value(child(properties_, "pStyle"), "val") or word.paragraph
    chain = [_style(None, properties_), *_resolved(word, style)]
    boxes: list[_Element] = []
    runs: list[Run] = []
    _runs(element, word, chain, runs, boxes)
    marked, size = paragraphs.joined(runs)
    kind, level = _kind(properties_, chain, word)
    if bare(marked).strip():
        yield Para(marked, kind, level, size, origin)
    for box in boxes:
        yield from _blocks(box, word, f"{origin}/box")


def _kind(properties_: _Element | None, chain: list[Style], word: Word) -> tuple[Kind, int]:
    name = next((s.name for s in chain if s.name), "")
    outline = next((s.outline for s in chain if s.outline is not None), 9)
    if name.lower() in {"title", "titre"}:
        return "title", 0
    if m := _HEADING.match(name):
        return "heading", min(6, int(m[1]) or 1)
    if name.lower() in {"subtitle", "sous-titre"}:
        return "heading", 2
    if outline < 6:
        return "heading", outline + 1
    if next((s.listed for s in chain if s.listed is not None), False):
        list_ = value(child(properties_, "numPr", "numId"), "val")
        level = value(child(properties_, "numPr", "ilvl"), "val")
        depth = int(level) if level.isdigit() else 0
        return ("paragraph", 0) if (list_, depth) in word.plain else ("item", min(9, depth + 1))
    if name.lower() in {"quote", "citation", "intense quote", "citation intense"}:
        return "quote", 0
    return ("caption", 0) if name.lower() in {"caption", "légende"} else ("paragraph", 0)


def _runs(parent: _Element, word: Word, chain: list[Style], runs: list[Run], boxes: list[_Element]) -> None:
    """Add the runs below an element, each with its weight and size, and the text boxes that are anchored in it."""
    for element in parent:
        name = local(element)
        if name in _SKIPPED:
            continue
        if name in _BOXES:
            boxes.append(element)
        elif name == "r":
            run = child(element, "rPr")
            own = [_style(run, None), *_resolved(word, value(child(run, "rStyle"), "val")), *chain]
            if next((s.hidden for s in own if s.hidden is not None), False):
                continue
            bold = next((s.bold for s in own if s.bold is not None), False)
            size = next((s.size for s in own if s.size is not None), 10.0)
            before = runs[-1][0] if runs else ""
            raised = value(child(run, "vertAlign"), "val") == "superscript"
            if text := _text(element, word, boxes, before, raised):
                runs.append((text, bold, size))
        elif name == "hyperlink":
            runs.append((LINK, runs[-1][1] if runs else False, runs[-1][2] if runs else 0.0))
            _runs(element, word, chain, runs, boxes)
            runs.append((UNLINK, runs[-1][1], runs[-1][2]))
        else:
            _runs(element, word, chain, runs, boxes)


def _text(run: _Element, word: Word, boxes: list[_Element], before: str, raised: bool) -> str:
    out = ""
    for element in run:
        name = local(element)
        if name == "t":
            text = (element.text or "").translate(CONTROLS)
            noted = raised and text.strip().isdigit() and len(text.strip()) < 3 and before[-1:].isalpha()
            out += f"[{text.strip()}]" if noted else text
        elif name in {"tab", "ptab"}:
            out += " "
        elif name in {"br", "cr"}:
            out += "\n" if value(element, "type") != "page" else ""
        elif name == "noBreakHyphen":
            out += "\u2011"
        elif name == "sym":
            code = value(element, "char")
            out += chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else ""
        elif name == "footnoteReference":
            word.cited.append(value(element, "id"))
            out += f"[{value(element, 'id')}]"
        elif name not in _SKIPPED:
            boxes.extend(_boxes(element))
    return out


def _boxes(element: _Element) -> Iterator[_Element]:
    """The text boxes below a drawing, once each: Word writes them twice, for old readers and for new ones."""
    waiting = [element]
    while waiting:
        each = waiting.pop()
        if local(each) in _BOXES:
            yield each
        elif local(each) != "Fallback":
            waiting.extend(reversed([e for e in each if isinstance(e.tag, str)]))
