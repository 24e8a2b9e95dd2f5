"""Lists of the body: what announces them, their points, the themes that open the points."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique import process
from communique.record import ThemedList

DOC = (Path(__file__).parents[2] / "docs" / "lists.md").read_text("utf-8")
SHOWN = re.findall(
    r"^```text\n((?:.*\n)+?)^```\n\n\| intro \| level \| themes \|\n\|---\|---\|---\|\n((?:\| .+ \|\n)+)",
    DOC,
    re.MULTILINE,
)
OPENING = "# Le port vote son budget\n\nBrest, le 3 mars 2021\n\nLe conseil du port a voté son budget mardi soir.\n\n"


def lists(text: str) -> tuple[ThemedList, ...]:
    return process((OPENING + text).encode(), only={"lists"}).lists


def themes(text: str) -> list[list[tuple[str, str]]]:
    return [[(t.theme, t.details) for t in item.themes] for found in lists(text) for item in found.items]


def test_the_documentation_has_its_examples() -> None:
    assert len(SHOWN) >= 5


@pytest.mark.parametrize(("text", "table"), SHOWN)
def test_the_examples_of_the_documentation_are_true(text: str, table: str) -> None:
    found = []
    for shown in lists(text):
        for item in shown.items:
            said = "; ".join(f"{t.theme} = {t.details}" for t in item.themes)
            found.append(f"| {shown.intro and shown.intro.value} | {item.level} | {said} |")
    assert found == table.splitlines()


def test_a_point_that_heads_deeper_points_is_a_theme_without_details() -> None:
    text = "Programme :\n\n- Samedi\n  - 9h : accueil\n- Dimanche"
    assert themes(text) == [[("Samedi", "")], [("9h", "accueil")], []]


def test_bold_openings_are_themes_only_if_every_point_has_one() -> None:
    assert themes("Elle veut :\n\n- **Recruter** vite\n- **Ouvrir** tôt") == [
        [("Recruter", "vite")],
        [("Ouvrir", "tôt")],
    ]
    assert themes("Elle veut :\n\n- **Recruter** vite\n- Ouvrir tôt") == [[], []]
    assert themes("Elle veut :\n\n- **Une aide** de dix euros\n- **Une classe** de mer") == [[], []]


def test_one_point_under_a_heading_is_a_list_where_another_heading_has_one() -> None:
    alone = "## Mardi\n\n- course à pied\n"
    assert len(lists(alone)) == 0
    assert len(lists("## Lundi\n\n- 9 h : visite\n- 10 h : vote\n\n" + alone)) == 2


def test_points_in_small_letters_keep_apart_from_those_above_them() -> None:
    text = "Axes :\n\n- Bâtir\n  - Une cale\n  - toits : Brest\n  - murs : Lorient\n- Isoler\n- Nourrir"
    assert [item.text for item in lists(text)[0].items] == [
        "Bâtir", "Une cale", "toits : Brest", "murs : Lorient", "Isoler", "Nourrir",
    ]  # fmt: skip


def test_a_page_number_does_not_part_a_list_from_what_announces_it() -> None:
    (found,) = lists("Nous demandons :\n\n1/2\n\n- un train de plus\n- une gare")
    assert found.intro and found.intro.value == "Nous demandons :"
