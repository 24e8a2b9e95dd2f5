"""An AbiWord file (ABW, which is often named .odt) -> Parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.document import Kind
from communique.read import paragraphs, properties, xmlfile
from communique.read.limits import DEFAULT, Limits
from communique.read.marks import CONTROLS, bare
from communique.read.paragraphs import Para
from communique.read.parts import Reading
from communique.read.xmlfile import local, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:numbered |section |chapter )?heading (\d)", re.IGNORECASE)


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The parts of an AbiWord file and what its head says.

    Raises:
        ReadError: it is damaged or passes a limit.
    """
    # Its DOCTYPE names a DTD on the web; nothing is fetched.
    root = xmlfile.parse(data, limits)
    styles = {value(s, "name"): (value(s, "props"), value(s, "basedon")) for s in root.iter() if local(s) == "s"}
    paras = [
        p
        for section in root
        if local(section) == "section" and not value(section, "type")
        for p in _blocks(section, styles)
    ]
    parts = paragraphs.parts(paras)
    says = {value(m, "key"): m.text or "" for m in root.iter() if local(m) == "m"}
    return Reading(
        parts, properties.hints(parts, says.get("dc.title", ""), says.get("dc.creator", "")), "application/x-abiword"
    )


def _blocks(parent: _Element, styles: dict[str, tuple[str, str]]) -> Iterator[Para]:
    for number, element in enumerate(parent, 1):
        if local(element) == "p":
            yield from _paragraph(element, styles, f"p[{number}]")
        elif local(element) == "table":
            rows: dict[str, list[list[Para]]] = {}
            for cell in element:
                top = re.search(r"top-attach:(\d+)", value(cell, "props"))
                rows.setdefault(top[1] if top else "0", []).append([*_blocks(cell, styles)])
            yield from paragraphs.table([*rows.values()])
        elif local(element) in {"frame", "cell"}:
            yield from _blocks(element, styles)


def _points(props: dict[str, str]) -> float:
    m = re.match(r"(\d{1,3}(?:\.\d+)?)pt", props.get("font-size", "12pt"))
    return float(m[1]) if m else 12.0


def _paragraph(element: _Element, styles: dict[str, tuple[str, str]], origin: str) -> Iterator[Para]:
    style = value(element, "style")
    base = _props(styles, style, value(element, "props"))
    item = bool(value(element, "listid"))
    marked, size = paragraphs.joined(
        (text, props.get("font-weight") == "bold", _points(props)) for text, props in _runs(element, base)
    )
    if not bare(marked).strip():
        return
    kind: Kind = "item" if item else "paragraph"
    level = max(1, int(value(element, "level") or 1)) if item else 0
    if m := _HEADING.match(style):
        kind, level = "heading", min(6, int(m[1]))
    elif style.lower() in {"title", "titre"}:
        kind, level = "title", 0
    yield Para(marked, kind, level, size, origin)


def _runs(parent: _Element, props: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    if parent.text:
        yield parent.text.translate(CONTROLS).replace("\n", " "), props
    for element in parent:
        name = local(element)
        if name == "c":
            own = _split(value(element, "props"))
            if value(element, "revision").startswith("-"):
                pass  # what a reviewer deleted
            else:
                yield from _runs(element, {**props, **own})
        elif name in {"br", "cbr"}:
            yield "\n", props
        elif name == "a":
            yield from _runs(element, props)
        if element.tail:
            yield element.tail.translate(CONTROLS).replace("\n", " "), props


def _props(styles: dict[str, tuple[str, str]], name: str, own: str) -> dict[str, str]:
    chain: list[str] = [own]
    for _ in range(20):
        if name not in styles:
            break
        props, name = styles[name]
        chain.append(props)
    out: dict[str, str] = {}
    for props in reversed(chain):
        out |= _split(props)
    return out


def _split(props: str) -> dict[str, str]:
    pairs = (entry.split(":", 1) for entry in props.split(";") if ":" in entry)
    return {key.strip(): said.strip() for key, said in pairs}
