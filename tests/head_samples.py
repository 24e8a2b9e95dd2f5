"""Releases of which the head is said beside them, for the tests of headline, published and issuer.

In a file of samples each is "=== name", a line "field: value" for all that it says, "---", and the text.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path

from communique import process
from communique.record import Release

Said = dict[str, str | None]


def samples(path: Path, fields: Sequence[str]) -> list[tuple[str, Said, str]]:
    """Name, what the release says by field, and its text; a field that is not named says nothing."""
    found: list[tuple[str, Said, str]] = []
    for sample in path.read_text("utf-8").split("=== ")[1:]:
        head, _, text = sample.partition("\n---\n")
        name, *lines = head.split("\n")
        said = dict(line.split(": ", 1) for line in lines)
        found.append((name, {f: None if said.get(f) in (None, "null") else said[f] for f in fields}, text.strip()))
    return found


def heads(text: str, fields: Sequence[str], only: Set[str]) -> Said:
    """What was found, by field.

    Args:
        only: the layers that are run.
    """
    release = process(text, only=set(only))
    assert isinstance(release, Release)
    found = {field: getattr(release, field) for field in fields}
    return {f: v if v is None or isinstance(v, str) else v.value for f, v in found.items()}
