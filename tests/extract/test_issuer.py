"""The issuer is whom the best witness names; and what docs/contacts.md says is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique.clean import assemble
from communique.document import Part, Source
from communique.extract import closure
from communique.proof import document_of
from communique.record import Fact, Producer, Release
from communique.rulebook import load
from communique.run import fill
from growth import LINEAR, growth

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)
LAYERS = closure(["issuer", "about", "contacts"])
DOC = (Path(__file__).parents[2] / "docs" / "contacts.md").read_text("utf-8")
EXAMPLES = re.findall(r"```text\n(.+?)```\n\n\| field \| value \|\n\|---\|---\|\n((?:\|[^\n]+\|\n?)+)", DOC, re.DOTALL)
LEAD = "La piscine rouvre\n\nElle accueillera de nouveau tous les publics dès lundi prochain, après deux ans."


def release(text: str) -> Release:
    return fill(document_of(text), PRODUCER, RULES, LAYERS)


def issuer(text: str) -> tuple[str, str] | None:
    found = release(text).issuer
    return (found.value, found.by.removeprefix("issuer/")) if found else None


def test_the_issuer_points_at_the_words_that_name_it() -> None:
    text = f"{LEAD}\n\nÀ propos de la Ville de Lille\n\nElle gère dix piscines."
    start = text.index("Ville de Lille")
    assert release(text).issuer == Fact(
        start=start, end=start + 14, text="Ville de Lille", by="issuer/a-propos", value="Ville de Lille"
    )


def test_without_a_witness_there_is_no_issuer() -> None:
    assert issuer(LEAD) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Ville de Lille\n\nCommuniqué de presse\n\n{LEAD}", ("Ville de Lille", "en-tete")),
        (f"MAIRIE DE VAUBOURG\n\nCOMMUNIQUÉ\n\n{LEAD}", ("MAIRIE DE VAUBOURG", "en-tete")),
        (f"Communiqué de presse de la Ville de Lille\n\n{LEAD}", ("Ville de Lille", "communique-de")),
        (f"Par Les Dauphins, vendredi 5 juin 2009\n\n{LEAD}", ("Les Dauphins", "signe-par")),
        (f"{LEAD}\n\nLa Ville de Lille", ("Ville de Lille", "signature")),
        (f"{LEAD}\n\nÀ propos de la Ville de Lille\n\nElle gère dix piscines.", ("Ville de Lille", "a-propos")),
        (f"{LEAD}\n\nContact presse\nVille de Lille\nLéa Noury\n01 99 00 12 34", ("Ville de Lille", "contact-presse")),
        (f"---\npublisher: Orvalis\n---\n\n{LEAD}", ("Orvalis", "metadonnees")),
    ],
)
def test_each_witness_is_heard(text: str, found: tuple[str, str]) -> None:
    assert issuer(text) == found


def test_the_letterhead_is_trusted_more_than_the_about() -> None:
    text = f"Ville de Lille\n\nCommuniqué de presse\n\n{LEAD}\n\nÀ propos de la Ville de Tours\n\nElle est au sud."
    assert issuer(text) == ("Ville de Lille", "en-tete")


def test_of_two_abouts_the_address_tells_which() -> None:
    abouts = "À propos de la Ville de Lille\n\nElle est au nord.\n\nÀ propos de la Ville de Tours\n\nElle est au sud."
    assert issuer(f"{LEAD}\n\n{abouts}") is None
    assert issuer(f"{LEAD}\n\n{abouts}\n\nContact presse : presse@ville-tours.fr") == ("Ville de Tours", "a-propos")


def test_an_agency_is_not_the_issuer() -> None:
    assert issuer(f"{LEAD}\n\nContact presse\nAgence Menvel\nLéa Noury\nlea@agence-menvel.example") is None


def test_a_partner_presented_on_the_site_of_another_is_not_the_issuer() -> None:
    head = "---\npublisher: Ville de Lille\n---\n\n"
    about = "La Ville de Lille l'aide. La Ville de Lille en rit.\n\nÀ propos de la Ville de Tours\n\nElle est au sud."
    assert issuer(f"{head}{LEAD}\n\n{about}") == ("Ville de Lille", "metadonnees")


def test_the_long_form_is_the_value() -> None:
    text = f"{LEAD} La Métropole Européenne de Lille (MEL) a payé.\n\nÀ propos de la MEL\n\nLa MEL a dix piscines."
    assert issuer(text) == ("Métropole Européenne de Lille", "a-propos")


def test_signatories_in_a_list_are_no_signature() -> None:
    assert issuer(f"{LEAD}\n\nSignataires :\n\n- La Ville de Roubaix\n- La Ville de Lille") is None


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    def read(n: int) -> None:
        parts = [Part("paragraph", "La Ville de Lille et l'Adage lancent un plan. presse@orvalis.example")] * n
        fill(assemble(Source("t", b""), parts, {}), PRODUCER, RULES, LAYERS)

    assert growth(read, 40) < LINEAR


def said(text: str) -> list[tuple[str, str]]:
    """What the record says of a release, as the documentation writes it."""
    r = release(text)
    rows = [("zones", " ".join(b.zone for b in r.blocks))]
    rows += [("about", a.organization or "?") for a in r.about]
    rows += [("contact", c.gist().replace(" | ", " ; ")) for c in r.contacts]
    return rows + ([("issuer", f"{r.issuer.value} ({r.issuer.by})")] if r.issuer else [])


@pytest.mark.parametrize(("text", "table"), EXAMPLES)
def test_the_examples_of_the_documentation_are_true(text: str, table: str) -> None:
    assert said(text) == [tuple(row.strip("| ").split(" | ")) for row in table.strip().split("\n")]


def test_the_documentation_has_its_examples() -> None:
    assert len(EXAMPLES) == 5
