"""about."""

from __future__ import annotations

from collections.abc import Mapping

from communique.document import Document
from communique.record import Release
from communique.rulebook import Rules


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    return {}
