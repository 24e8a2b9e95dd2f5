"""Document -> blocks with zones."""

from __future__ import annotations

from collections.abc import Mapping

from communique.document import Document
from communique.record import Block, Release
from communique.rulebook import Rules


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    return {
        "blocks": tuple(
            Block(kind=b.kind, start=b.start, end=b.end, level=b.level, origin=b.origin, zone="body", by="zones/corps")
            for b in document.blocks
        )
    }
