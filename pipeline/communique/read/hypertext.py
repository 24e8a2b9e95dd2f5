"""HTML in a string -> its pieces, within limits: by lxml, and by BeautifulSoup where lxml would lose text.

A page goes on from here to html.py, which knows the release from its site; a fragment (HTML in Markdown, the body of
a mail or of a feed's item) is all release.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from communique.document import Part
from communique.errors import ReadError
from communique.read import markup
from communique.read.limits import DEFAULT
from communique.read.markup import Piece

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BYTES = 20_000_000  # lxml drops a text node above 10 MB without a word
MAX_TAGS = 200_000  # 500,000 <p> cost minutes; the longest page of 28 has 4,000
MAX_ATTRIBUTES = 1_000  # in one tag; the parser's time grows with their square: 44 s for 100,000
LXML_DEPTH = 250  # lxml loses the text below depth 255

_BIG_TAG = re.compile(r"<[a-zA-Z][^<>]{5000,}")  # as long as this is one with so many
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser saw; bullets are not looked for yet."""

    tree: HtmlElement
    pieces: list[Piece]
    tags: int
    deep: bool  # its tags are nested deeper than lxml can tell


def parsed(source: str, chars: int = DEFAULT.chars) -> Parsed:
    """The pieces of HTML, in document order.

    Args:
        source: without control characters.
        chars: of text that it may have.

    Raises:
        ReadError: it passes a limit, or holds nothing.
    """
    from lxml import etree
    from lxml import html as lxml_html

    tags = checked(source)
    parser = lxml_html.HTMLParser(huge_tree=True, collect_ids=False, remove_comments=True, remove_pis=True)
    # All elements of one class: lxml.html looks for that of each in Python, whenever one is touched.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement))
    try:
        tree = lxml_html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"a page without content ({error})") from error
    walk = markup.Walk(chars)
    walk.feed(markup.lxml_events(tree))
    deep = walk.depth >= LXML_DEPTH
    if deep:
        from bs4 import BeautifulSoup

        walk = markup.Walk(chars)
        walk.feed(markup.soup_events(BeautifulSoup(source, "lxml")))
    return Parsed(tree, walk.pieces, tags, deep)


def checked(source: str) -> int:
    """How many tags HTML has.

    Raises:
        ReadError: too many, or one with too many attributes, before any parser sees them.
    """
    if len(source) > MAX_BYTES:
        raise ReadError(f"a page of {len(source):,} characters; the limit is {MAX_BYTES:,}")
    tags = source.count("<")
    if tags > 2 * MAX_TAGS:
        raise ReadError(f"a page of {tags:,} tags; the limit is {2 * MAX_TAGS:,}: that is no page of text")
    most = max((len(_VALUE.sub("", m[0]).split()) for m in _BIG_TAG.finditer(source)), default=0)
    if most > MAX_ATTRIBUTES:
        raise ReadError(f"a tag of {most:,} attributes; the limit is {MAX_ATTRIBUTES:,}: that is no page of text")
    return tags


def fragment(source: str, origin: str = "", inside: Callable[[str], str] | None = None) -> Iterator[Part]:
    """The parts of HTML that is all release; none of HTML that holds nothing.

    Args:
        source: without control characters.
        origin: where it stands in its file; the element's path if not given.
        inside: what to do with a piece's text, marks and all (Markdown in HTML).

    Raises:
        ReadError: it passes a limit.
    """
    if not source.strip():
        return
    for piece in markup.listed(parsed(source).pieces):
        if inside:
            piece.marked = inside(piece.marked)
        part = piece.part
        if part.text:
            place = part.origin.removeprefix("body/")
            yield replace(part, origin=f"{origin}, {place}") if origin else part
