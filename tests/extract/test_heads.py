"""Heads of releases, as different as real ones, -> what the head says; the releases are in heads.txt."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from head_samples import heads, samples

FIELDS = ("title", "subtitle", "place", "published", "embargo", "kind")


SAMPLES = samples(Path(__file__).parent / "heads.txt", FIELDS)


@pytest.mark.parametrize(("said", "text"), [pytest.param(said, text, id=name) for name, said, text in SAMPLES])
def test_the_head_of_a_release_says_what_a_reader_would_say(said: dict[str, str | None], text: str) -> None:
    assert heads(text, FIELDS, {"published"}) == said


DOC = (Path(__file__).parents[2] / "docs" / "headline.md").read_text("utf-8")
TABLE = r"\| field \| value \|\n\|---\|---\|\n((?:\| .+ \|\n)+)"
SHOWN = re.findall(rf"^```text\n((?:.*\n)+?)^```\n\n{TABLE}", DOC, re.MULTILINE)


def test_the_documentation_has_its_examples() -> None:
    assert len(SHOWN) >= 5


@pytest.mark.parametrize(("text", "table"), SHOWN)
def test_the_examples_of_the_documentation_are_true(text: str, table: str) -> None:
    said: dict[str, str | None] = dict.fromkeys(FIELDS)
    said |= {row.split(" | ")[0].strip("| "): row.split(" | ")[1].strip("| ") for row in table.splitlines()}
    assert heads(text, FIELDS, {"published"}) == said
