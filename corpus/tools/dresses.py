"""A parsed source -> the bytes of its raw file: the same words in the dress of its format.

`format` txt, md or html. A page's template is tools/pages/<page>.html: a first line of JSON says how it writes
paragraphs, lists and the like; @@names@@ are filled from `site` of the head, from the release, or from DEFAULTS.
"""

from __future__ import annotations

import html
import html.entities
import json
import re
import textwrap
import unicodedata
from pathlib import Path
from typing import Any

from source import Block, Line, Source

PAGES = Path(__file__).parent / "pages"
MONTHS = {
    **{1: "janvier", 2: "février", 3: "mars", 4: "avril", 5: "mai", 6: "juin", 7: "juillet", 8: "août"},
    **{9: "septembre", 10: "octobre", 11: "novembre", 12: "décembre"},
}
DEFAULTS = {
    "name": "Le site",
    "home": "https://www.site.example",
    "tagline": "Le site officiel",
    "menu": ["Accueil", "Actualités", "Agenda", "Nos actions", "Contact"],
    "others": ["Retour en images sur la fête d'été", "Inscriptions ouvertes", "Travaux : ce qui change"],
    "address": "",
    "language": "fr-FR",
}


def dressed(source: Source) -> bytes:
    """The raw file of a source."""
    head = source.head
    words = {"txt": _plain, "md": _markdown, "html": _page}[head["format"]](source)
    if head.get("newline") == "crlf":
        words = words.replace("\n", "\r\n")
    if head.get("nfd"):  # accents as Macintoshes of old and some PDF writers leave them
        words = unicodedata.normalize("NFD", words)
    encoding = head.get("encoding", "utf-8")
    return words.encode(encoding, errors="xmlcharrefreplace" if head["format"] == "html" else "strict")


def _plain(source: Source) -> str:
    """Text; `wrap: 70` breaks long lines as old mailers did, `scan: true` adds form feeds and page numbers.

    `center: 70` centres headings and lines that a page sets apart, `underline: "="` rules off the headings.
    """
    width, center = source.head.get("wrap"), source.head.get("center", 0)
    underline = source.head.get("underline", "")
    blocks: list[str] = []
    for block in source.blocks:
        lines: list[str] = []
        for rank, line in source.numbered(block):
            sign = "  " * (line.level - 1) * (line.kind == "item") + source.sign(line, rank)
            shown = sign + line.text
            if width and len(shown) > width:
                lines += textwrap.wrap(
                    line.text,
                    width,
                    initial_indent=sign,
                    subsequent_indent=" " * len(sign) if source.head.get("style") != "flush" else "",
                    break_on_hyphens=False,
                    break_long_words=False,
                )
            else:
                lines.append(shown)
            if line.kind[0] in "hm":
                lines = [each.strip().center(center).rstrip() for each in lines]
        if underline and block.lines[0].kind[0] == "h":
            lines.append(underline * max(map(len, lines)))
        blocks.append("\n".join(lines))
    blocks = _flat(blocks, source)
    if source.head.get("scan"):
        third = max(2, len(blocks) // 2)
        blocks.insert(third, "                                   1/2\n\f")
        blocks.append("                                   2/2")
        blocks = [re.sub(r"(?m)^(?=\S)", "    ", b) for b in blocks]
    return "\n\n".join(blocks) + "\n"


def _flat(blocks: list[str], source: Source) -> list[str]:
    """`flat: 2` leaves two blocks as they are, and makes one line of all that follows, as some exports do."""
    kept = source.head.get("flat")
    return blocks if kept is None else [*blocks[:kept], re.sub(r"\s*\n\s*", " ", " ".join(blocks[kept:]))]


def _markdown(source: Source) -> str:
    """Markdown; `front` stands between --- lines; `no_h1` leaves the title, and what `front` says, to the front.

    `escape: true` writes the signs of items as converters from HTML do: "\\- ".
    """
    head = source.head
    blocks: list[str] = []
    for block in source.blocks:
        if head.get("no_h1") and block.lines[0].kind in {"h1", "meta"}:
            continue
        lines: list[str] = []
        for rank, line in source.numbered(block):
            words = _inline_markdown(line)
            if line.kind == "item":
                sign = source.sign(line, rank).strip()
                sign = sign if re.fullmatch(r"[-*+]|\d\.", sign) else "*"
                sign = "\\-" if head.get("escape") else sign
                lines.append("    " * (line.level - 1) + f"{sign} {words}")
            elif line.kind[0] == "h":
                lines.append(f"{'#' * line.level} {words}")
            elif line.kind == "quote":
                lines.append(f"> {words}")
            else:
                lines.append(words)
        items = all(line.kind == "item" for line in block.lines)
        blocks.append("\n".join(lines) if items or block.lines[0].kind == "quote" else "  \n".join(lines))
    front = f"---\n{head['front'].strip()}\n---\n\n" if "front" in head else ""
    return front + "\n\n".join(_flat(blocks, source)) + "\n"


def _inline_markdown(line: Line) -> str:
    def tag(mark: str, argument: str, words: str) -> str:
        return {"b": f"**{words}**", "i": f"*{words}*", "s": f"<sup>{words}</sup>", "a": f"[{words}]({argument})"}[mark]

    return _inline(line, tag, lambda s: s)


def _inline(line: Line, tag: Any, escape: Any) -> str:
    """The words of a line, with what `tag` makes of bold, italics and links."""
    dress = [m for m in line.marks if m.tag in "bias"]

    def inside(start: int, end: int, marks: list[Any]) -> str:
        out, at = "", start
        while marks:
            first, *marks = marks
            within = [m for m in marks if m.end <= first.end]
            marks = [m for m in marks if m.end > first.end]
            out += escape(line.text[at : first.start])
            out += tag(first.tag, first.argument, inside(first.start, first.end, within))
            at = first.end
        return out + escape(line.text[at:end])

    return inside(0, len(line.text), dress)


def _page(source: Source) -> str:
    head = source.head
    first, _, template = (PAGES / f"{head['page']}.html").read_text(encoding="utf-8").partition("\n")
    style = json.loads(first) | (head.get("style") or {})
    site = DEFAULTS | (head.get("site") or {})
    before: list[str] = []
    after: list[str] = []
    title = ""
    for block in source.blocks:
        line = block.lines[0]
        if line.kind == "h1" and not title and not style.get("title_in_body"):
            title = "<br>".join(_inline_html(each, style) for each in block.lines)
        else:
            (after if title or style.get("title_in_body") else before).append(_block_html(block, source, style))
    published = str(head.get("published") or head.get("reference_date") or "2020-01-01")
    year, month, day = published.split("-")
    plain = re.sub(r"\s+", " ", head.get("title") or next(iter(_titles(source)), site["name"]))
    fill = {
        "h1": title,
        "kicker": "\n".join(before),
        "body": "\n".join(after),
        "title": html.escape(plain),
        "description": html.escape(plain + " - " + str(site["name"])),
        "published": published,
        "year": year,
        "published_fr": f"{int(day)} {MONTHS[int(month)]} {year}",
        "published_slashes": f"{day}/{month}/{year}",
        "slug": re.sub(r"[^a-z0-9]+", "-", plain.casefold().encode("ascii", "ignore").decode())[:60].strip("-"),
        "menu": "\n".join(f'<li><a href="/{n}/">{html.escape(m)}</a></li>' for n, m in enumerate(site["menu"])),
        "menu_spans": "\n".join(
            f'<span class="nav-item"><a href="/{n}">{m}</a></span>' for n, m in enumerate(site["menu"])
        ),
        "menu_cells": "\n".join(f'<TR><TD><A HREF="p{n}.htm">{m}</A></TD></TR>' for n, m in enumerate(site["menu"])),
        "others": "\n".join(
            f'<li><a href="/actu/{n}">{html.escape(m)}</a> <span class="date">{n + 2}/{month}/{year}</span></li>'
            for n, m in enumerate(site["others"])
        ),
        "cards": "\n".join(
            f'<article class="card"><h3><a href="/a/{n}">{html.escape(m)}</a></h3>'
            "<p>Un résumé de deux lignes. Lire la suite</p></article>"
            for n, m in enumerate(site["others"])
        ),
        **{k: html.escape(str(v)) for k, v in site.items() if not isinstance(v, list)},
    }
    page = template
    for _ in range(2):  # what a style writes into the body has names too
        page = re.sub(r"@@(\w+)@@", lambda m: fill[m[1]], page)
    if style.get("entities"):
        page = re.sub(r"[\u0080-\uffff]", lambda m: _entity(m[0], style["entities"]), page)
    return page


def _entity(char: str, kind: str) -> str:
    names = {v: k for k, v in html.entities.entitydefs.items()}
    return f"&{names[char]};" if kind == "named" and char in names else f"&#{ord(char)};"


def _titles(source: Source) -> list[str]:
    return [line.text[m.start : m.end] for line, _, _ in source.placed() for m in line.marks if m.tag == "T"]


def _inline_html(line: Line, style: dict[str, Any]) -> str:
    bold, italic = style.get("bold", "strong"), style.get("italic", "em")

    def tag(mark: str, argument: str, words: str) -> str:
        if mark == "a":
            return f'<a href="{html.escape(argument)}">{words}</a>'
        name = {"b": bold, "i": italic, "s": "sup"}[mark]
        return f"<{name}>{words}</{name.split()[0]}>"

    quotes = bool(style.get("escape_quotes"))
    return _inline(line, tag, lambda s: html.escape(s, quote=quotes))


def _block_html(block: Block, source: Source, style: dict[str, Any]) -> str:
    kind = block.lines[0].kind
    if kind == "item":
        return _list_html(block, source, style)
    words = style.get("br", "<br>\n").join(_inline_html(line, style) for line in block.lines)
    if kind[0] == "h":
        opening, closing = style.get(kind, (f"<{kind}>", f"</{kind}>"))
    elif kind == "quote":
        opening, closing = style.get("quote", ("<blockquote><p>", "</p></blockquote>"))
    elif kind == "meta":
        opening, closing = style.get("meta", ('<p class="date">', "</p>"))
    elif block.about and "about" in style:
        opening, closing = style["about"]
    else:
        opening, closing = style.get("p", ("<p>", "</p>"))
    if any(line.kind == "item" for line in block.lines):
        raise ValueError(f"{source.id}: an item in a block of another kind: {words[:60]}")
    return f"{opening}{words}{closing}"


def _list_html(block: Block, source: Source, style: dict[str, Any]) -> str:
    shown = [(line, _inline_html(line, style), rank) for rank, line in source.numbered(block)]
    if style.get("list") == "br":  # one paragraph, the signs typed by hand
        lines = [source.sign(line, rank) + words for line, words, rank in shown]
        opening, closing = style.get("p", ("<p>", "</p>"))
        return opening + "<br>\n".join(lines) + closing
    if style.get("list") == "p":  # a paragraph an item, the signs typed by hand
        opening, closing = style.get("p", ("<p>", "</p>"))
        return "\n".join(opening + source.sign(line, rank) + words + closing for line, words, rank in shown)
    name = style.get("list", "ul")
    opening, closing = style.get("item", ("<li>", "</li>"))
    out, depth = f"<{name}>", 1
    for n, (line, words, _) in enumerate(shown):
        out += f"\n<{name}>" * (line.level - depth) + f"</{name}>{closing}\n" * (depth - line.level)
        depth = line.level
        deeper = n + 1 < len(shown) and shown[n + 1][0].level > line.level
        out += f"\n{opening}{words}" + ("" if deeper else closing)
    return out + f"</{name}>{closing}" * (depth - 1) + f"\n</{name}>"
