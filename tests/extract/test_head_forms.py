"""Heads and ends of releases, each form once -> title, subtitle, place, day and issuer; they are in head_forms.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.values.folding import fold
from head_samples import heads, samples

# A field that is said to be «?» may be either.
FIELDS = ("title", "subtitle", "place", "published", "issuer")


SAMPLES = samples(Path(__file__).parent / "head_forms.txt", FIELDS)


@pytest.mark.parametrize(("said", "text"), [pytest.param(said, text, id=name) for name, said, text in SAMPLES])
def test_the_head_and_the_end_say_what_a_reader_would_say(said: dict[str, str | None], text: str) -> None:
    found = heads(text, FIELDS, {"issuer", "published"})
    asked = [field for field in FIELDS if said[field] != "?"]
    assert [_compared(found, field) for field in asked] == [_compared(said, field) for field in asked]


def _compared(values: dict[str, str | None], field: str) -> str | None:
    """A value; an issuer folded, for letterheads are set in capitals."""
    return fold(values[field] or "") if field == "issuer" else values[field]
