"""Plain text and Markdown -> Parts. Archives mix the two, with HTML in both, so one reader takes all."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from communique.document import Kind, Part
from communique.errors import ReadError
from communique.read import bullets, frontmatter, hypertext, markup, unwrap
from communique.read.dates import iso
from communique.read.encoding import decode
from communique.read.limits import DEFAULT, Limits
from communique.read.marks import BOLD, LINK, PLAIN, UNLINK, bare, styled, uncontrolled
from communique.read.parts import Reading

# What a file's head may hold, by key. Other keys (tags, images, files, layout) are the site's own business.
_TITLES = ("title", "titre")
_SUBTITLES = ("subtitle", "sous-titre", "soustitre", "sous_titre")
_LEADS = ("chapeau-text", "chapeau", "chapo", "lead", "accroche", "introduction", "intro", "resume", "résumé")
_HINTS = {
    "author": "author", "authors": "author", "auteur": "author", "auteurs": "author",
    "publisher": "publisher", "organisation": "publisher", "organization": "publisher", "emetteur": "publisher",
    "description": "description", "excerpt": "description", "summary": "description",
    "url": "url", "permalink": "url", "canonical": "url",
    "lang": "language", "language": "language", "langue": "language",
    "modified": "modified", "updated": "modified", "last_modified_at": "modified",
}  # fmt: skip
_KIND = re.compile(r"communiqu|dossier de presse|invitation|agenda|discours|press[- ]release", re.IGNORECASE)
# Bounded, and none of them crosses an empty line.
_TEMPLATE = re.compile(r"\{%-?[^%\n]{0,300}%\}|\{\{[^}\n]{0,300}\}\}")
MAX_COMMENT = 20_000  # code points; a longer one is text, and its sign a typing error
_IAL = re.compile(r"\{:[^}\n]{0,300}\}")  # kramdown: {: .citation}
_TARGET = r"\((?:[^()\s]|\([^()\s]{0,200}\)|\s(?=[\"'(]|\)|<)|(?<=\s)[\"'][^\"\n]{0,300}[\"']){0,500}\)"
_IMAGE = re.compile(rf"!\[[^\]\n]{{0,500}}\](?:{_TARGET}|\[[^\]\n]{{0,100}}\])")
_LINK = re.compile(rf"(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\[\]\n]{{0,200}}\]){{0,800}})\]\s?(?:{_TARGET})")
_REFERENCE = re.compile(r"(?<!!)\[(?P<text>[^\[\]\n]{1,300})\]\s?\[(?P<ref>[^\[\]\n]{0,100})\]")
_DEFINITION = re.compile(r"^ {0,3}\[(?P<ref>[^\]\n^]{1,100})\]:\s*\S+.*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^([\w-]{1,20})\]:?")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500}|[\w.+-]{1,80}@[\w.-]{1,80})>")
_BREAK = re.compile(r"<br ?/? ?>|<br\s[^<>]{0,200}>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,12}\d{0,2});")
_HEADING = re.compile(r"(?P<signs>#{1,6})(?:\s+(?P<text>\S.*?)|(?<=##)(?P<tight>[^\s#].*?))(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r"(?:=|-){3,}\s*$")
_RULER = re.compile(r"--$|(?:[-*_=~–—─━#.•] ?){3,}$")
_PAGE = re.compile(r"(?:page\s)?\d{1,3}\s?(?:/|sur|de)\s?\d{1,3}$|page\s\d{1,3}$", re.IGNORECASE)
_BETWEEN = re.compile(r"[-–—]\s?\d{1,3}\s?[-–—]$")  # «- 2 -», «– 30 –»: no item
_QUOTE = re.compile(r" {0,3}> ?")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_DELIMITER = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_TAG_LINE = re.compile(rf"</?(?:{'|'.join(sorted(markup.BLOCKS))}|iframe|script|style)\b", re.IGNORECASE)
_WRAPPER = re.compile(
    r"^(?:\s*</?(?:div|section|article|main|center|span|figure|header|footer)\b[^<>]{0,500}>)+\s*$", re.I
)
MIN_COLUMN = 3  # lines that are parted at one place
_ESCAPED = 0x100000  # plane 16, private use: a character that a backslash took the meaning from
_WAS_ESCAPED = re.compile(f"[{chr(_ESCAPED)}-{chr(_ESCAPED + 0x7F)}]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or what stands between two <br> in one."""

    number: int  # from 1, in the file
    text: str  # without indent and trailing space
    indent: int = 0
    hard: bool = False  # the break after it is marked as meant


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The parts of a text or Markdown file, what its head says, and what was doubtful.

    Raises:
        ReadError: the bytes are no text, or pass a limit.
    """
    decoded = decode(data)
    if len(decoded.text) > 2 * limits.chars:  # comments and the addresses of links are not counted in the end
        raise ReadError(f"a text of {len(decoded.text):,} characters; that is no release: split the file")
    if (tags := decoded.text.count("<")) > 2 * hypertext.MAX_TAGS:
        raise ReadError(f"a text of {tags:,} tags; that is no release: split the file")
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    parts, hints = parse(uncontrolled(text))
    markdown = any(p.kind in {"title", "heading", "quote", "row"} or p.bold for p in parts)
    return Reading(parts, hints, "text/markdown" if markdown else "text/plain", (decoded.note,) if decoded.note else ())


def parse(text: str) -> tuple[list[Part], dict[str, str]]:
    """Parts and hints of a text; it has no control characters but tab and line feed."""
    raw = text.split("\n")
    top = frontmatter.head(raw)
    parts: list[Part] = []
    hints: dict[str, str] = {}
    first = 0
    if top:
        parts, hints, first = [*_head_parts(top.values)], _head_hints(top.values), top.end
    body = [*_parts(_lines(_unfolded("\n".join(raw[first:])), first + 1))]
    title = next((p.text for p in parts if p.kind == "title"), "")
    if body and body[0].kind == "heading" and body[0].level == 1:
        if title and _same(title, body[0].text):
            body = body[1:]
        elif not title:
            body[0] = replace(body[0], kind="title", level=0)
    return parts + body, hints


_DATELINE = re.compile(r"\s*([_*]{1,2})(?=\S)([^_*\n]{4,80}\d{4}[^_*\n]{0,10})\1(?=\s)")
_LEAD = re.compile(r"\s*(\*\*)(?=\S)([^*\n]{10,250})\*\*(?=\s+[A-ZÀ-Ý«\"“])")


def _unfolded(body: str) -> str:
    """A body that an export put on one line, its dateline and its bold title on lines of their own again."""
    rows = [row for row in body.split("\n") if row.strip()]
    if len(rows) != 1 or len(rows[0]) < 300:
        return body
    body = _IMAGE.sub("", body)
    head = ""
    while m := _DATELINE.match(body) or _LEAD.match(body):
        head += m[0].strip() + "<br><br>"
        body = body[m.end() :]
    return head + body.lstrip()


def _same(a: str, b: str) -> bool:
    return "".join(filter(str.isalnum, a)).lower() == "".join(filter(str.isalnum, b)).lower()


# ------------------------------------------------------------------------------------------------ the file's head


def _head_parts(values: Mapping[str, frontmatter.Value]) -> Iterator[Part]:
    """What a reader of the site sees of a head, in the order in which sites set it."""

    def said(*keys: str) -> str:
        return next((" ".join(frontmatter.flat(values[k])) for k in keys if values.get(k)), "")

    for keys, kind in ((_TITLES, "title"), (_SUBTITLES, "heading"), (_LEADS, "paragraph")):
        if words := said(*keys):
            for paragraph in words.split("\n\n") if kind == "paragraph" else [" ".join(words.split())]:
                marked = inline(_unlinked(paragraph, {}))
                s = styled(" ".join(marked.split()))
                yield Part(kind, s.text, 2 if kind == "heading" else 0, f"front matter, {keys[0]}", s.bold)  # type: ignore[arg-type]
    if date := said("date", "published", "date_publication", "pubdate"):
        yield Part("paragraph", date, 0, "front matter, date")
    if embargo := said("embargo"):
        yield Part("paragraph", f"Embargo : {embargo}", 0, "front matter, embargo")
    for key, value in values.items():
        if "contact" in key and (lines := [*frontmatter.flat(value)]):
            label = key.replace("-", " ").replace("_", " ").capitalize()
            yield Part("paragraph", "\n".join([label, *lines]), 0, f"front matter, {key}")


def _head_hints(values: Mapping[str, frontmatter.Value]) -> dict[str, str]:
    hints: dict[str, str] = {}
    for key, value in values.items():
        words = ", ".join(frontmatter.flat(value))
        name = "title" if key in _TITLES else _HINTS.get(key)
        if name and words:
            hints.setdefault(name, " ".join(words.split()))
        if key in {"date", "published", "date_publication", "pubdate"} and (day := iso(words)):
            hints.setdefault("published", day)
        if key in {"categories", "category", "type", "excerpt", "categorie", "catégorie"}:
            kinds = [entry for entry in frontmatter.flat(value) if _KIND.search(entry) and len(entry) < 40]
            if kinds:
                hints.setdefault("kind", kinds[0])
    return hints


# ---------------------------------------------------------------------------------------------------- text -> lines


def _lines(text: str, first: int) -> list[Line]:
    """The lines of a body, without comments, images, link targets and templates' commands."""
    definitions = {m["ref"].lower() for m in _DEFINITION.finditer(text)}
    if definitions:
        text = _DEFINITION.sub("", text)
    text = _unlinked(text, definitions)
    out: list[Line] = []
    fragment = 0  # depth of block tags that are open
    for number, raw in enumerate(text.split("\n"), first):
        raw = raw.expandtabs(4)
        if fragment or _TAG_LINE.match(raw.lstrip()):
            out.append(Line(number, raw.rstrip(), len(raw) - len(raw.lstrip())))
            continue
        pieces = _BREAK.split(raw)
        if len(pieces) > 1 and not pieces[-1].strip() and any(p.strip() for p in pieces):
            pieces.pop()
        for i, piece in enumerate(pieces):
            stripped = piece.strip()
            if not stripped and i == 0 and len(pieces) > 1 and any(p.strip() for p in pieces):
                if out and out[-1].text:
                    out[-1] = replace(out[-1], hard=True)
                continue
            hard = len(pieces) > 1 or (stripped.endswith("\\") and not stripped.endswith("\\\\"))
            stripped = stripped.removesuffix("\\") if hard else stripped
            out.append(Line(number, stripped.rstrip(), len(piece) - len(piece.lstrip()), hard))
    return out


def _unlinked(text: str, definitions: set[str] | dict[str, str]) -> str:
    """The text with the words of its links instead of the links; line breaks inside them are kept."""

    def words(m: re.Match[str]) -> str:
        inner = m["text"].strip("\n") if "\n\n" not in m["text"] else ""
        shown = LINK + inner + UNLINK if inner.strip() else ""
        return shown + "\n" * (m[0].count("\n") - shown.count("\n"))

    def referred(m: re.Match[str]) -> str:
        return LINK + m["text"] + UNLINK if (m["ref"] or m["text"]).lower() in definitions else m[0]

    text = _TEMPLATE.sub("", _uncommented(text))
    text = _IAL.sub("", text)
    if "![" in text:
        text = _IMAGE.sub("", text)
    if "](" in text or "] (" in text or "]\n(" in text:
        text = _LINK.sub(words, text)
    if definitions:
        text = _REFERENCE.sub(referred, text)
    if "[^" in text:
        text = _FOOTNOTE.sub(r"(\1)", text)
    return _AUTOLINK.sub(lambda m: LINK + m[1].removeprefix("mailto:") + UNLINK, text) if "<" in text else text


def _uncommented(text: str) -> str:
    """The text without comments (<!-- … -->), whose line breaks stay; and without «<!--more», which ends none."""
    if "<!--" not in text:
        return text
    out: list[str] = []
    at = end = 0  # where the text that is not yet looked at begins; where the next comment may end
    while (start := text.find("<!--", at)) >= 0:
        out.append(text[at:start])
        if 0 <= end < start + 4:
            end = text.find("-->", start + 4)  # asked once for all that open before it
        if start + 4 <= end <= start + 4 + MAX_COMMENT:
            at = end + 3
            out.append("\n" * text.count("\n", start, at))
        else:
            at = start + (8 if text.startswith("more", start + 4) else 4)
            out.append("" if at == start + 8 else "<!--")
    return "".join([*out, text[at:]])


def inline(text: str) -> str:
    """Marked text of a paragraph: emphasis, inline HTML, entities and escapes are resolved.

    "**Objet** : l'*accord*" -> "\\x01Objet\\x02 : l'accord"
    """
    escaped = "\\" in text
    if escaped:
        text = _ESCAPE.sub(lambda m: chr(_ESCAPED + ord(m[1])), text)
    if "<" in text:
        text = markup.inline(text)
    if "&" in text:
        text = _ENTITY.sub(lambda m: html.unescape(m[0]), text)
    text = emphasis(text)
    return _WAS_ESCAPED.sub(lambda m: chr(ord(m[0]) - _ESCAPED), text) if escaped else text


_STARS = re.compile(r"(?<!\S)\*{3,}(?!\S)")
_STRONG = re.compile(r"\*\*|(?<![^\W_])__(?=\S)|(?<=\S)__(?![^\W_])")
_STAR = re.compile(r"(?<![^\W_*])\*(?=[^\s*])([^*]{1,4000}?)(?<=[^\s*])\*(?![^\W_*])")
_SCORE = re.compile(r"(?<![\w/])_(?=[^\s_])([^_]{1,4000}?)(?<=[^\s_])_(?![\w/])")
_CODE = re.compile(r"(`{1,3})(?=[^\s`])([^`\n]{1,500})(?<=[^\s`])\1")


def emphasis(text: str) -> str:
    """The text without signs of emphasis; what was between two ** is marked as bold.

    One after the other, an odd ** opens and an even one closes: a lost one costs a mark, never a word.
    """
    if "*" in text or "__" in text:
        text = _STARS.sub("", text)
        pieces = _STRONG.split(text)
        if len(pieces) > 1:
            text = pieces[0]
            for i, piece in enumerate(pieces[1:], 1):
                text += (PLAIN if i % 2 == 0 else BOLD if i < len(pieces) - 1 else "") + piece
        text = _STAR.sub(r"\1", text)
    if "_" in text:
        text = _SCORE.sub(r"\1", text)
    text = _CODE.sub(r"\2", text) if "`" in text else text
    return text.replace("~~", "")


# ---------------------------------------------------------------------------------------------------- lines -> parts


def _parts(lines: Sequence[Line], kind: Kind = "paragraph", depth: int = 0) -> Iterator[Part]:
    """The parts of a body, or of the inside of a blockquote."""
    width = unwrap.wrap_width(_chunks(lines))
    rows = _items(lines, width, quoted=depth > 0)
    chunk: list[Line] = []

    def flush() -> Iterator[Part]:
        yield from _paragraphs(chunk, kind, width)
        chunk.clear()

    i = 0
    while i < len(lines):
        line = lines[i]
        if i in rows:
            yield from flush()
            level, mark = rows[i]
            j = _item_end(lines, i, rows, width)
            yield from _item(lines[i:j], mark, level)
            i = j
            continue
        if not line.text or _FENCE.match(line.text):
            yield from flush()
        elif _TAG_LINE.match(line.text) and not _QUOTE.match(line.text):
            yield from flush()
            j = _fragment_end(lines, i)
            if j == i + 1 and _WRAPPER.match(line.text):  # tags alone
                i = j
                continue
            if j > i:
                source = "\n".join(" " * x.indent + x.text.lstrip() for x in lines[i:j])
                yield from hypertext.fragment(source, f"line {line.number}", inside=inline)
                i = j
                continue
        elif heading := _HEADING.match(line.text):
            yield from flush()
            s = styled(inline(heading["text"] or heading["tight"]))
            yield Part("heading", s.text, len(heading["signs"]), f"line {line.number}", s.bold)
        elif _UNDERLINE.match(line.text) and len(chunk) == 1 and "|" not in line.text:
            s = styled(inline(chunk[0].text))
            yield Part("heading", s.text, 1 if line.text[0] == "=" else 2, f"line {chunk[0].number}", s.bold)
            chunk.clear()
        elif not chunk and _is_page_number(lines, i):
            pass
        elif _RULER.match(line.text) and not any(c.isalnum() for c in line.text):
            yield from flush()
        elif _QUOTE.match(line.text) and depth < 5:
            yield from flush()
            j = i
            while j < len(lines) and _QUOTE.match(lines[j].text):
                j += 1
            yield from _quote(lines[i:j], depth)
            i = j
            continue
        elif _is_table(lines, i):
            yield from flush()
            while i < len(lines) and "|" in lines[i].text:
                if not _DELIMITER.match(lines[i].text):
                    cells = [styled(inline(cell)).text for cell in lines[i].text.strip("|").split("|")]
                    yield Part("row", " | ".join(filter(None, cells)), 0, f"line {lines[i].number}")
                i += 1
            continue
        else:
            chunk.append(line)
        i += 1
    yield from flush()


def _is_page_number(lines: Sequence[Line], i: int) -> bool:
    """Whether a line alone between empty ones is what the foot of a page held: "1/2", "Page 2 sur 3".

    At the head of a file nothing is known to be the foot of a page; «– 30 –» may be the sign of the end.
    """
    alone = i > 0 and not lines[i - 1].text and not (i + 1 < len(lines) and lines[i + 1].text)
    return alone and _PAGE.match(lines[i].text) is not None


def _chunks(lines: Sequence[Line]) -> Iterator[list[str]]:
    """The text of each block, without what opens a line, as wide as a reader of the file sees it."""
    chunk: list[str] = []
    for line in lines:
        if not line.text or bullets.bullet(line.text) or _HEADING.match(line.text):
            yield chunk
            chunk = []
        if line.text:
            chunk.append(bare(_QUOTE.sub("", line.text)))
        if line.hard:
            yield chunk
            chunk = []
    yield chunk


def _is_table(lines: Sequence[Line], i: int) -> bool:
    text = lines[i].text
    after = lines[i + 1].text if i + 1 < len(lines) else ""
    return "|" in text and "|" in after and bool(_DELIMITER.match(after))


def _quote(lines: Sequence[Line], depth: int) -> Iterator[Part]:
    """The parts of a blockquote. What is only set apart in it (a bold line, a link) is no quote."""
    inner = []
    for line in lines:
        text = _QUOTE.sub("", line.text, count=1)
        inner.append(replace(line, text=text.strip(), indent=len(text) - len(text.lstrip())))
    yield from _parts(inner, "quote", depth + 1)


def _fragment_end(lines: Sequence[Line], i: int) -> int:
    """The line after a run of HTML, or i if its first line is only a wrapper around Markdown (<div>, </div>).

    It ends where its tags are closed; an empty line ends it too where only wrappers are open.
    """
    if _WRAPPER.match(lines[i].text):
        return i + 1
    open_ = 0
    for j in range(i, len(lines)):
        text = lines[j].text
        if not text:
            if open_ <= 0:
                return j
            continue
        for m in re.finditer(r"<(/?)(p|ul|ol|li|table|blockquote|h[1-6]|dl|pre|script|style)\b", text, re.IGNORECASE):
            if m[2].lower() in {"p", "li"} and not m[1]:
                continue  # may be left open
            if m[2].lower() not in {"p", "li"}:
                open_ += -1 if m[1] else 1
        if open_ <= 0 and j > i and (_HEADING.match(text) or bullets.bullet(text)):
            return j
    return len(lines)


# ------------------------------------------------------------------------------------------------------------ lists


def _items(lines: Sequence[Line], width: int, quoted: bool) -> dict[int, tuple[int, bullets.Bullet]]:
    """Which lines open an item of a list, with its depth and its bullet."""
    rows: list[list[int]] = []
    marks: dict[int, bullets.Bullet] = {}
    before: list[str] = []  # the last line of text before each row
    last = ""
    families: set[str] = set()  # of the bullets in the row so far
    broken = True
    blank = False
    for i, line in enumerate(lines):
        if not line.text:
            blank = True
            continue
        no_item = (
            line.text[0] in "<>" or _HEADING.match(line.text) or _is_page_number(lines, i) or _BETWEEN.match(line.text)
        )
        mark = None if no_item else bullets.bullet(line.text)
        if mark:
            marks[i] = mark
            if blank and families and mark.family not in families and not (marks[rows[-1][0]].value and not mark.value):
                broken = True  # another sign after an empty line: another list
            if broken:
                rows.append([])
                before.append(last)
                families = set()
            families.add(mark.family)
            rows[-1].append(i)
            broken = False
        elif not broken:
            own = lines[rows[-1][-1]]
            within = line.indent > own.indent + 1 or (not blank and _continues(lines, rows[-1][-1], i, width))
            broken = not within
        last = line.text
        blank = False
    out: dict[int, tuple[int, bullets.Bullet]] = {}
    for row, opening in zip(rows, before, strict=True):
        opening = bare(opening).rstrip(" *_")
        keep = bullets.listed(
            [marks[i] for i in row], opening.endswith((":", ",")), quoted or opening.endswith(("»", "”", '"'))
        )
        kept = [i for i, yes in zip(row, keep, strict=True) if yes]
        for i, level in zip(kept, bullets.levels([(lines[i].indent, marks[i].family) for i in kept]), strict=True):
            out[i] = level, marks[i]
    return out


def _continues(lines: Sequence[Line], opens: int, i: int, width: int) -> bool:
    """Whether line i is still the item that line `opens` began: no blank line is between them."""
    above, line = lines[i - 1], lines[i]
    if above.hard:
        return False
    return bool(
        line.indent > lines[opens].indent + 1
        or above.text.endswith((":", ",", ";"))
        or unwrap.goes_on(bare(above.text), bare(line.text), width)
    )


def _item_end(lines: Sequence[Line], start: int, rows: Mapping[int, object], width: int) -> int:
    """The line after the item that begins at `start`."""
    i = start + 1
    while i < len(lines) and i not in rows:
        line = lines[i]
        if not line.text:
            after = lines[i + 1] if i + 1 < len(lines) else line
            page = i + 1 < len(lines) and _is_page_number(lines, i + 1)
            if page or not after.text or i + 1 in rows or after.indent < max(2, lines[start].indent + 2):
                return i
        elif (
            _HEADING.match(line.text)
            or _TAG_LINE.match(line.text)
            or _RULER.match(line.text)
            or line.text[0] == ">"
            or (lines[i - 1].text and not _continues(lines, start, i, width))
        ):
            return i
        i += 1
    return i


def _item(lines: Sequence[Line], mark: bullets.Bullet, level: int) -> Iterator[Part]:
    """An item without its sign. Its further paragraphs stay in it, each on a line of its own."""
    paragraphs: list[str] = [lines[0].text[mark.width :].strip()]
    for above, line in itertools.pairwise(lines):
        if not line.text:
            continue
        if above.text:
            paragraphs[-1] = unwrap.joined([paragraphs[-1], line.text])
        else:
            paragraphs.append(line.text)
    pieces = _flattened("\n".join(paragraphs))
    s = styled(inline(pieces[0]))
    yield Part("item", s.text, level, f"line {lines[0].number}", s.bold)
    for piece in pieces[1:]:
        s = styled(inline(piece))
        yield Part("item", s.text, level, f"line {lines[0].number}", s.bold)


_INLINE_DASH = re.compile(r"(?:(?<=[\s:;.,])|^)\\[-–] ?(?=\S)")
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-ZÀÂÉÈÊÎÔÛÇ«\"“])")


def _flattened(text: str) -> list[str]:
    """The items of a list that an export ran together: "a : \\\\- b ; \\\\- c" -> ["a :", "b ;", "c"].

    Only the escaped dash tells: it stood at the start of a line when the dash was escaped.
    """
    pieces = _INLINE_DASH.split(text)
    return [p.strip() for p in pieces if p.strip()] if len(pieces) > 2 else [text]


# ------------------------------------------------------------------------------------------------------- paragraphs


def _paragraphs(chunk: Sequence[Line], kind: Kind, width: int) -> Iterator[Part]:
    """The parts of lines that no empty line divides.

    A line that was only wrapped is joined to the one before. A line all in bold is a part of its own, and so is a
    line as long as a paragraph; short lines stay together, as in a contact block.
    """
    if not chunk:
        return
    if columns := _columns(chunk):
        for column in columns:
            yield from _paragraphs(column, kind, width)
        return
    texts = [bare(line.text) for line in chunk]
    hard = [line.hard for line in chunk]
    bold = False
    for i, line in enumerate(chunk):  # a break inside **…** is no meant one
        bold ^= line.text.count("**") % 2 == 1
        whole = line.text.startswith("**") and line.text.rstrip().endswith("**") and not bold
        hard[i] = (hard[i] or whole) and not bold
    groups: list[list[int]] = []
    open_bold = False
    for group in unwrap.together(texts, hard, width, least=1 if kind == "quote" else unwrap.MIN_WIDTH):
        if open_bold and groups:
            groups[-1].extend(group)
        else:
            groups.append(group)
        open_bold ^= sum(chunk[i].text.count("**") for i in group) % 2 == 1
    block: list[str] = []
    origin = f"line {chunk[0].number}"
    longest = [i for i, group in enumerate(groups) if sum(len(texts[j]) for j in group) >= unwrap.PROSE]
    for n, group in enumerate(groups):
        text = unwrap.joined(chunk[i].text for i in group)
        marked = inline(text)
        s = styled(marked)
        alone = len(s.text) >= unwrap.PROSE or (len(s.bold) == len(s.text) and len(groups) > 1) or r"\-" in text
        alone = alone or bool(longest and n < longest[0])  # no empty lines in this file: each line is a paragraph
        if alone:
            yield from _block(block, kind, origin)
            block = []
            yield from _prose(text, kind, f"line {chunk[group[0]].number}")
            origin = f"line {chunk[group[-1]].number + 1}"
        else:
            if not block:
                origin = f"line {chunk[group[0]].number}"
            block.append(marked)
    yield from _block(block, kind, origin)


def _columns(chunk: Sequence[Line]) -> list[list[Line]]:
    """The two columns of a block whose lines are parted at one place: the contacts of two desks side by side; or []."""
    gaps = [unwrap.GAP.search(line.text) for line in chunk]
    starts = [line.indent + m.end() for line, m in zip(chunk, gaps, strict=True) if m]
    if len(starts) < MIN_COLUMN or max(starts) - min(starts) > 1 or len(starts) * 4 < len(chunk) * 3:
        return []
    left, right = [], []
    for line, m in zip(chunk, gaps, strict=True):
        at = m.start() if m else 0 if line.indent >= min(starts) - 1 else len(line.text)
        if line.text[:at].strip():
            left.append(replace(line, text=line.text[:at].rstrip()))
        if line.text[at:].strip():
            right.append(replace(line, text=line.text[at:].lstrip()))
    return [left, right]


def _block(block: Sequence[str], kind: Kind, origin: str) -> Iterator[Part]:
    if block:
        s = styled("\n".join(block))
        yield Part(_meant(kind, s.text, s.bold, s.linked), s.text, 0, origin, s.bold)


def _prose(text: str, kind: Kind, origin: str) -> Iterator[Part]:
    pieces = _flattened(text)
    for i, piece in enumerate(pieces):
        rest = ""
        if len(pieces) > 1 and i == len(pieces) - 1 and (end := _SENTENCE.search(piece)):
            piece, rest = piece[: end.start() + 1], piece[end.end() :]  # the text goes on after the last item
        s = styled(inline(piece))
        if i and s.text:
            yield Part("item", s.text, 1, origin, s.bold)
        elif s.text:
            yield Part(_meant(kind, s.text, s.bold, s.linked), s.text, 0, origin, s.bold)
        if rest:
            s = styled(inline(rest))
            yield Part(kind, s.text, 0, origin, s.bold)


def _meant(kind: Kind, text: str, bold: str, linked: float) -> Kind:
    """A blockquote that is one bold line, or a link, is set apart but not quoted."""
    if kind == "quote" and (len(bold) == len(text) or linked > 0.9) and text[:1] not in '«“"':
        return "paragraph"
    return kind
