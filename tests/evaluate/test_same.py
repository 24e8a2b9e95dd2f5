"""When two wordings, names or values are the same."""

from __future__ import annotations

import pytest

from communique.evaluate.gold import GoldAcronym
from communique.evaluate.same import aliases, likeness, overlapping, part_of, same, same_name, same_value

KNOWN = aliases([GoldAcronym(short="CNE", long="Comité national de l’eau"), GoldAcronym(short="PME", long=None)])


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("la Ville de Tours", "Ville de Tours", True),
        ("L'ÉCOLE du lac", "école du lac", True),
        ("Les ponts ouvrent !", "LES PONTS OUVRENT", True),
        ("Lac", "Le Lac", True),
        ("Ville de Tours", "Ville de Blois", False),
        ("Lyon", "yon", False),
        (None, None, True),
        (None, "Tours", False),
    ],
)
def test_case_accents_typography_and_a_leading_article_do_not_count(a: str | None, b: str | None, alike: bool) -> None:
    assert same(a, b) is alike


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("CNE", "Comité national de l'eau", True),
        ("Comité national de l’eau (CNE)", "CNE", True),
        ("le CNE", "CNE", True),
        ("CNE", "PME", False),
        ("CNE", None, False),
        (None, None, True),
    ],
)
def test_a_short_form_is_the_same_as_its_long_form(a: str | None, b: str | None, alike: bool) -> None:
    assert same_name(a, b, KNOWN) is alike


def test_likeness_is_the_share_of_words_in_common() -> None:
    assert likeness("le président du club", "président") == 0.25
    assert likeness("Président", "président") == 1.0


def test_a_family_name_is_part_of_the_whole_name_and_two_of_one_family_are_not() -> None:
    assert part_of("Brun", "Ève Brun")
    assert not part_of("Ève Brun", "Paul Brun")
    assert not part_of("", "Ève Brun")


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("2020-02", "2020-02", True),
        ("P18M", "P1Y6M", True),
        ("P1W", "P7D", True),
        ("PT90M", "PT1H30M", True),
        ("R/P1W", "R/P7D", True),
        ("R/P1W", "P1W", False),
        ("2020", "2020-02", False),
        ("P1M", "PT1M", False),
        ("P", "PT", False),
        (None, None, True),
        (None, "2020", False),
    ],
)
def test_values_are_compared_by_what_they_mean(a: str | None, b: str | None, alike: bool) -> None:
    assert same_value(a, b) is alike


@pytest.mark.parametrize(
    ("a", "b", "common"),
    [
        ("2020", "2020-02-11", True),
        ("2014-04-18/..", "2019", True),
        ("../2013", "2014", False),
        ("2020-02", "2020-03", False),
        ("P1Y", "P12M", True),
        ("P1Y", "2020", False),
        ("XXXX-03-07", "XXXX-03-07", True),
        (None, "2020", False),
    ],
)
def test_two_values_overlap_if_a_day_can_be_meant_by_both(a: str | None, b: str | None, common: bool) -> None:
    assert overlapping(a, b) is common
