"""Each «À propos» block once, with the organisation that it presents."""

from __future__ import annotations

import pytest

from communique.extract import closure
from communique.proof import document_of
from communique.record import About, Producer, Release
from communique.rulebook import load
from communique.run import fill

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)
LEAD = "La piscine rouvre\n\nLa ville rouvre lundi prochain la piscine des Vignes, fermée depuis deux ans.\n\n"


def release(text: str) -> Release:
    return fill(document_of(LEAD + text), PRODUCER, RULES, closure(["about"]))


def organizations(text: str) -> list[str | None]:
    return [a.organization for a in release(text).about]


def test_an_about_holds_its_heading_and_its_text() -> None:
    r = release(
        "À propos d'Orvalis\n\nOrvalis gère dix piscines.\n\nElle en ouvrira deux.\n\nContact presse : Léa Noury"
    )
    text = "À propos d'Orvalis\n\nOrvalis gère dix piscines.\n\nElle en ouvrira deux."
    start = r.text.index(text)
    assert r.about == (
        About(start=start, end=start + len(text), text=text, by="about/a-propos", organization="Orvalis"),
    )


@pytest.mark.parametrize(
    ("head", "organization"),
    [
        ("À propos de la MEL", "MEL"),
        ("A PROPOS DE L'AGENCE ORVALIS", "AGENCE ORVALIS"),
        ("À propos d’Orvalis :", "Orvalis"),
        ("## A propos du CNEP (www.cnep.example)", "CNEP"),
        ("À propos des Éditions du Port", "Éditions du Port"),
        ("À propos de l'association", "association"),
        ("À propos du ministère de l'Eau", "ministère de l'Eau"),
        ("À propos :", None),
        ("Qui sommes-nous ?", None),
        ("Qui est Orvalis ?", "Orvalis"),
        ("Orvalis en quelques mots", "Orvalis"),
    ],
)
def test_the_organisation_stands_in_the_heading(head: str, organization: str | None) -> None:
    assert organizations(f"{head}\n\nFondée en 2004, elle gère dix piscines dans trois régions.") == [organization]


def test_a_heading_in_capitals_takes_the_form_of_the_text() -> None:
    assert organizations("À PROPOS DE PRÉS D'ARVEL\n\nLa coopérative Prés d'Arvel a dix sites.") == ["Prés d'Arvel"]


def test_a_bold_head_may_run_into_its_text() -> None:
    assert organizations("**À propos d'Orvalis** : fondée en 2004, elle gère dix piscines.") == ["Orvalis"]


def test_two_abouts_in_a_row_are_two() -> None:
    text = "À propos d'Orvalis\n\nElle gère dix piscines.\n\nÀ propos de la Ville de Vaubourg\n\nElle a deux piscines."
    assert organizations(text) == ["Orvalis", "Ville de Vaubourg"]


@pytest.mark.parametrize(
    "text",
    [
        "## À propos de la brochure\n\nElle a douze pages et dix photos.",
        "À propos de la Ville, le syndicat estime qu'elle a tort.\n\nIl l'a écrit au maire.",
        "En savoir plus sur orvalis.example",
        "Le projet en bref\n\nIl coûte dix millions d'euros et dure deux ans.",
    ],
)
def test_what_is_about_no_organisation_is_none(text: str) -> None:
    assert organizations(text) == []
