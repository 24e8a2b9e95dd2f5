"""Which names of one release are one."""

from __future__ import annotations

import pytest

from communique.values.clusters import clusters

GIVEN = {"alain", "annie", "jean-luc", "elodie", "marie", "martin"}
HEADS = {"fondation", "groupe"}


def people(*names: str) -> list[int]:
    return clusters([("PER", n) for n in names], [], GIVEN, HEADS)


@pytest.mark.parametrize(
    "names",
    [
        ("Alain Bocquet", "Alain Boquet", "Bocquet", "A. Bocquet"),
        ("Jean-Luc Detavernier", "DETAVERNIER Jean-Luc", "J.-L. Detavernier", "Detavernier"),
        ("Élodie Martin-Lefort", "Martin Lefort", "Élodie Martin", "Élodie"),
        ("Alain Bocquet", "Boquet"),
    ],
)
def test_the_forms_of_one_person_s_name_are_one(names: tuple[str, ...]) -> None:
    assert people(*names) == [1] * len(names)


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (("Alain Bocquet", "Annie Bocquet", "Bocquet"), [1, 2, 3]),
        (("Marie Noury", "Marie Lefort", "Marie"), [1, 2, 3]),
        (("Alain Roux", "Doux"), [1, 2]),
    ],
)
def test_homonyms_stay_apart_and_what_may_be_either_is_neither(names: tuple[str, ...], numbers: list[int]) -> None:
    assert people(*names) == numbers


def test_an_acronym_is_one_with_its_long_form_and_an_organisation_with_itself_without_head() -> None:
    found = [("ORG", "Communauté urbaine d'Alès"), ("ORG", "CUA"), ("ORG", "fondation Ventis"), ("ORG", "Ventis")]
    assert clusters(found, [("CUA", "Communauté urbaine d'Alès")], GIVEN, HEADS) == [1, 1, 2, 2]


def test_one_name_of_two_labels_is_two() -> None:
    assert clusters([("LOC", "Vasseur"), ("PER", "Vasseur")], [], GIVEN, HEADS) == [1, 2]
