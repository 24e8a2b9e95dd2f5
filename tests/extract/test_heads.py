"""Heads of releases, as different as real ones, -> what the head says; the releases are in heads.txt."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique import process
from communique.record import Release

FIELDS = ("title", "subtitle", "place", "published", "embargo", "kind")


def samples() -> list[tuple[str, dict[str, str | None], str]]:
    """Name, what the release says by field, and its text; a field that is not named says nothing."""
    found = []
    for sample in (Path(__file__).parent / "heads.txt").read_text("utf-8").split("=== ")[1:]:
        head, _, text = sample.partition("\n---\n")
        name, *lines = head.split("\n")
        said = dict(line.split(": ", 1) for line in lines)
        found.append((name, {f: None if said.get(f) in (None, "null") else said[f] for f in FIELDS}, text.strip()))
    return found


def heads(text: str) -> dict[str, str | None]:
    """What was found, by field."""
    release = process(text, only={"published"})
    assert isinstance(release, Release)
    found = {field: getattr(release, field) for field in FIELDS}
    return {f: v if v is None or isinstance(v, str) else v.value for f, v in found.items()}


@pytest.mark.parametrize(("said", "text"), [pytest.param(said, text, id=name) for name, said, text in samples()])
def test_the_head_of_a_release_says_what_a_reader_would_say(said: dict[str, str | None], text: str) -> None:
    assert heads(text) == said


DOC = (Path(__file__).parents[2] / "docs" / "headline.md").read_text("utf-8")
TABLE = r"\| field \| value \|\n\|---\|---\|\n((?:\| .+ \|\n)+)"
SHOWN = re.findall(rf"^```text\n((?:.*\n)+?)^```\n\n{TABLE}", DOC, re.MULTILINE)


def test_the_documentation_has_its_examples() -> None:
    assert len(SHOWN) >= 5


@pytest.mark.parametrize(("text", "table"), SHOWN)
def test_the_examples_of_the_documentation_are_true(text: str, table: str) -> None:
    said: dict[str, str | None] = dict.fromkeys(FIELDS)
    said |= {row.split(" | ")[0].strip("| "): row.split(" | ")[1].strip("| ") for row in table.splitlines()}
    assert heads(text) == said
