"""Heads and ends of releases, each form once -> title, subtitle, place, day and issuer; they are in head_forms.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique import process
from communique.record import Release
from communique.values.folding import fold

FIELDS = ("title", "subtitle", "place", "published", "issuer")


def samples() -> list[tuple[str, dict[str, str | None], str]]:
    """Name, what the release says by field, and its text; a field that is not named says nothing, «?» may be either."""
    found = []
    for sample in (Path(__file__).parent / "head_forms.txt").read_text("utf-8").split("=== ")[1:]:
        head, _, text = sample.partition("\n---\n")
        name, *lines = head.split("\n")
        said = dict(line.split(": ", 1) for line in lines)
        found.append((name, {f: None if said.get(f) in (None, "null") else said[f] for f in FIELDS}, text.strip()))
    return found


def heads(text: str) -> dict[str, str | None]:
    """What was found, by field."""
    release = process(text, only={"issuer", "published"})
    assert isinstance(release, Release)
    found = {field: getattr(release, field) for field in FIELDS}
    return {f: v if v is None or isinstance(v, str) else v.value for f, v in found.items()}


@pytest.mark.parametrize(("said", "text"), [pytest.param(said, text, id=name) for name, said, text in samples()])
def test_the_head_and_the_end_say_what_a_reader_would_say(said: dict[str, str | None], text: str) -> None:
    found = heads(text)
    asked = [field for field in FIELDS if said[field] != "?"]
    assert [_compared(found, field) for field in asked] == [_compared(said, field) for field in asked]


def _compared(values: dict[str, str | None], field: str) -> str | None:
    """A value; an issuer folded, for letterheads are set in capitals."""
    return fold(values[field] or "") if field == "issuer" else values[field]
