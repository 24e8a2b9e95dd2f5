"""docs/entities.md says what the layers do: its examples are run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.extract import closure
from communique.proof import document_of
from communique.record import Producer, Release
from communique.rulebook import load
from communique.run import fill

PAGE = Path(__file__).parents[1] / "docs" / "entities.md"
RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)


def rows(column: str) -> Iterator[tuple[str, str]]:
    """The examples of the table whose second column has this heading."""
    inside = False
    for line in PAGE.read_text("utf-8").splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells == ["text", column]:
            inside = True
        elif inside and set(cells[0]) != {"-"}:
            yield cells[0], cells[1]


def release(text: str) -> Release:
    return fill(document_of(text), PRODUCER, RULES, closure(["persons"]))


@pytest.mark.parametrize(("text", "found"), list(rows("mentions")))
def test_mentions(text: str, found: str) -> None:
    assert ", ".join(m.gist() for m in release(text).mentions) == found.replace("–", "")


@pytest.mark.parametrize(("text", "found"), list(rows("persons")))
def test_persons(text: str, found: str) -> None:
    assert "; ".join(p.gist().replace(" | ", " / ") for p in release(text).persons) == found


@pytest.mark.parametrize(("text", "found"), list(rows("link")))
def test_links(text: str, found: str) -> None:
    (entity,) = release(text).entities
    assert entity.link is not None
    assert entity.link.source.endswith("millésime 2026")
    assert sorted([entity.link.id] if entity.link.id else entity.link.candidates) == sorted(found.split(", "))
