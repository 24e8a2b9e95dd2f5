"""A short form and the words of the same text that it stands for; and what only looks like one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique import process
from communique.record import Release

DOC = (Path(__file__).parents[2] / "docs" / "acronyms.md").read_text("utf-8")
SHOWN = re.findall(
    r"^```text\n((?:.*\n)+?)^```\n\n\| short \| long \| by \|\n\|---\|---\|---\|\n((?:\| .+ \|\n)+)", DOC, re.MULTILINE
)


def release(text: str) -> Release:
    return process(text, only={"acronyms"})


def pairs(text: str) -> list[tuple[str, str | None]]:
    return [(a.short, a.long) for a in release(text).acronyms]


def test_the_documentation_has_its_examples() -> None:
    assert len(SHOWN) >= 5


@pytest.mark.parametrize(("text", "table"), SHOWN)
def test_the_examples_of_the_documentation_are_true(text: str, table: str) -> None:
    said = [tuple(cell.strip() for cell in row.strip("| ").split(" | ")) for row in table.splitlines()]
    found = [(a.short, a.long or "null", a.by.removeprefix("acronyms/")) for a in release(text).acronyms]
    assert sorted(found) == sorted(said)


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("Il dépend de l'Office des phares de la mer du Nord (EBGO).", "Office des phares de la mer du Nord"),
        ("Le président de la Commission de l'Office des phares (OFLX) parle.", "Commission de l'Office des phares"),
        ("Un appui à la Mission pour l'Agence des phares (PXZ) vient.", "Agence des phares"),
    ],
)
def test_the_name_of_a_body_begins_with_the_noun_that_governs_it(text: str, long: str) -> None:
    assert [found for _, found in pairs(text)] == [long]


@pytest.mark.parametrize(
    "text",
    [
        "Le congrès de l'Union des ports (BREST) finit.",
        "Il siège au Conseil départemental (SNCF).",
        "La directrice interministérielle du numérique (DINUM) parle.",
        "Il parle dans la salle du Conseil économique (NLB).",
    ],
)
def test_a_context_in_parentheses_expands_nothing(text: str) -> None:
    assert [long for _, long in pairs(text) if long] == []


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("la Commission X, le Fonds des Nations Unies pour la mer (UNISEA)", "Fonds des Nations Unies pour la mer"),
        ("le Bureau des ports et la Ligue mondiale des phares (LMP)", "Ligue mondiale des phares"),
        ("le Ministère de la Mer, de la Pêche et du Port (MMPP)", "Ministère de la Mer, de la Pêche et du Port"),
    ],
)  # fmt: skip
def test_only_the_last_name_of_an_enumeration_is_meant(text: str, long: str) -> None:
    assert [found for _, found in pairs(f"Ont écrit {text}.")] == [long]


def test_a_name_never_begins_in_the_middle_of_another() -> None:
    text = "Le Fonds de développement des Nations Unies pour la femme (UNIFEM) aide."
    assert pairs(text) == [("UNIFEM", "Fonds de développement des Nations Unies pour la femme")]


def test_each_entry_of_a_glossary_is_found_and_ends_before_the_next() -> None:
    text = "UA = unité d'appui, PR = pays riverain SR = source-récepteur ; TV = taux de vente (en euros)."
    assert pairs(text) == [
        ("UA", "unité d'appui"),
        ("PR", "pays riverain"),
        ("SR", "source-récepteur"),
        ("TV", "taux de vente"),
    ]


def test_one_long_word_may_hold_the_letters_of_its_short_form() -> None:
    assert pairs("Un électrocardiogramme (ECG) est fait.") == [("ECG", "électrocardiogramme")]
