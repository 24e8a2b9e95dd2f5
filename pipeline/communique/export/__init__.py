"""Releases -> formats of other trades: newsrooms (ninjs, JSON-LD), editions (TEI), text statistics (TXM, IRaMuTeQ)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from communique.errors import UsageError
from communique.export import iramuteq, jsonld, ninjs, tei, txm
from communique.record import Release

__all__ = ["EXPORTS", "Export", "export"]


@dataclass(frozen=True, slots=True)
class Export:
    """One format: what it makes, and the function that writes it and gives the number of releases."""

    makes: str
    write: Callable[[Iterable[Release], Path], int]


EXPORTS: dict[str, Export] = {
    "tei": Export("a folder, a TEI P5 file a release", tei.write),
    "jsonld": Export("a file, a schema.org NewsArticle a line", jsonld.write),
    "ninjs": Export("a file, an IPTC ninjs 2.1 item a line", ninjs.write),
    "txm": Export("a folder for TXM's import XML/w + CSV", txm.write),
    "iramuteq": Export("one text file for IRaMuTeQ", iramuteq.write),
}


def export(releases: Iterable[Release], to: str, target: Path) -> int:
    """Write the releases in that format; how many they were.

    Raises:
        UsageError: there is no such format; the message lists them.
        WriteError: the target cannot be written, or is a folder with something in it.
    """
    if to not in EXPORTS:
        raise UsageError(f"--to {to}: no such format; the formats are {', '.join(EXPORTS)}")
    return EXPORTS[to].write(releases, target)
