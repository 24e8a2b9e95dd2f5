"""What a file may cost: more is a Failure of that file, before it is parsed wherever its size can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one source; the defaults are some ten times what the largest of 36 real files needs."""

    bytes: int = 50_000_000  # of a file, or of one member of an archive
    pages: int = 500  # of a PDF
    chars: int = 3_000_000  # of text in a file
    seconds: float = 30.0  # in a reader that runs in a process of its own
    memory: int = 2_000_000_000  # bytes of that process, of address space; Python and pdfium take 0.2 of them
    members: int = 100_000  # of an archive
    expanded: int = 4_000_000_000  # bytes of all members of an archive together
    ratio: int = 200  # expanded bytes for one byte of a member; 30 is the most of any real DOCX seen
    depth: int = 3  # archives in archives
    parts: int = 2_000  # of a mail
    elements: int = 400_000  # of an XML file


DEFAULT = Limits()
