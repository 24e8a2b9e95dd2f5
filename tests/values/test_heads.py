"""What a heading names, without its article."""

from __future__ import annotations

import pytest

from communique.values.heads import bare, named

ARTICLES = frozenset({"le", "la", "les", "l'"})
GENERIC = frozenset({"association", "fonds de dotation"})


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("la Ville de Tours :", "Ville de Tours"),
        ("l’Insee", "Insee"),
        ("L'AGENCE DU PORT", "AGENCE DU PORT"),
        ("l'association", "association"),
        ("l'association Vent d'Est", "association Vent d'Est"),
        ("le fonds de dotation", "fonds de dotation"),
        ("3F", "3F"),
        ("la brochure", None),
        ("la Ville, elle a tort", None),
        (" : ", None),
        ("", None),
    ],
)
def test_an_organisation_has_a_capital_or_is_a_common_noun_of_one(head: str, name: str | None) -> None:
    assert named(head, ARTICLES, GENERIC) == name


@pytest.mark.parametrize(
    ("name", "without"),
    [("la MEL", "MEL"), ("Les Dauphins", "Dauphins"), ("l'Insee", "Insee"), ("Lavande", "Lavande"), ("la", "la")],
)
def test_the_article_is_left_out(name: str, without: str) -> None:
    assert bare(name, ARTICLES) == without
