"""Each person once, with the roles that the text gives, however it gives them."""

from __future__ import annotations

import pytest

from communique.extract import closure
from communique.proof import document_of
from communique.record import Producer, Release
from communique.rulebook import load
from communique.run import fill

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)


def release(text: str) -> Release:
    return fill(document_of(text), PRODUCER, RULES, closure(["persons"]))


def persons(text: str) -> list[str]:
    return [p.gist() for p in release(text).persons]


@pytest.mark.parametrize(
    ("text", "gist"),
    [
        ("[Léa Noury](PER), Présidente de la [MEL](ORG), a signé.", "Léa Noury | Présidente | MEL"),
        ("Le président de la [MEL](ORG), [Paul Rimbert](PER), a signé.", "Paul Rimbert | président | MEL"),
        ("Le président de la [MEL](ORG) [Paul Rimbert](PER) a signé.", "Paul Rimbert | président | MEL"),
        (
            "Mme [Léa Noury](PER), vice-présidente en charge de la culture, parle.",
            "Léa Noury | vice-présidente en charge de la culture",
        ),
        ("La [MEL](ORG), représentée par son président [Paul Rimbert](PER).", "Paul Rimbert | président | MEL"),
        ("La [MEL](ORG), présidée par [Paul Rimbert](PER), vote.", "Paul Rimbert | président | MEL"),
        (
            "[Léa Noury](PER), maire de [Tours](LOC) et présidente de la [MEL](ORG), signe.",
            "Léa Noury | maire | Tours | présidente | MEL",
        ),
        ("Contact\n[Léa Noury](PER)\nAttachée de presse\n03 20 00 00 00", "Léa Noury | Attachée de presse"),
        (
            "Le Dr [Jean Test](PER), chef de service au CHU de Lille, opère.",
            "Jean Test | chef de service | CHU de Lille",
        ),
        ("[Jean Test](PER) (directeur de la [MEL](ORG)) opère.", "Jean Test | directeur | MEL"),
        ("[Léa Noury](PER) – Directrice générale – [MEL](ORG)", "Léa Noury | Directrice générale | MEL"),
        ("« Oui », dit [Léa Noury](PER), présidente de l'association [Adage](ORG).", "Léa Noury | présidente | Adage"),
        (
            "[Léa Noury](PER), Ministre déléguée aux PME, à l'Innovation et à l'Économie numérique.",
            "Léa Noury | Ministre déléguée aux PME, à l'Innovation et à l'Économie numérique",
        ),
        ("[Léa Noury](PER) est aujourd'hui directrice de l'[Adage](ORG).", "Léa Noury | directrice | Adage"),
        ("[Léa Noury](PER), mère de deux enfants, salariée à [Tours](LOC).", "Léa Noury | salariée"),
    ],
)
def test_every_form_gives_title_and_organisation(text: str, gist: str) -> None:
    assert persons(text) == [gist]


@pytest.mark.parametrize(
    "text",
    [
        "Il écrit à la présidente de la [MEL](ORG), [Paul Rimbert](PER) conteste.",
        "[Paul Rimbert](PER), qui a rencontré le préfet, répond.",
        "[Paul Rimbert](PER) et le président de la [MEL](ORG) ont signé.",
    ],
)
def test_someone_else_s_role_is_not_taken(text: str) -> None:
    assert persons(text) == ["Paul Rimbert"]


def test_two_persons_side_by_side_keep_their_roles() -> None:
    text = "[Léa Noury](PER), préfète du [Nord](LOC), et [Paul Rimbert](PER), maire de [Tours](LOC), ont signé."
    assert persons(text) == ["Léa Noury | préfète | Nord", "Paul Rimbert | maire | Tours"]


def test_a_role_said_twice_is_one_and_the_one_with_an_organisation_stands() -> None:
    text = "Le président [Paul Rimbert](PER) parle. [Paul Rimbert](PER), président de la [MEL](ORG), signe."
    assert persons(text) == ["Paul Rimbert | président | MEL"]


def test_spellings_of_one_name_share_their_roles() -> None:
    text = "[Alain Rambert](PER) parle.\n\nLa [MEL](ORG) est présidée par [Alain Ramber](PER), maire de [Tours](LOC)."
    found = release(text).persons
    assert [p.name for p in found] == ["Alain Rambert"]
    assert [r.gist() for r in found[0].roles] == ["maire | Tours"]


def test_homonyms_stay_apart() -> None:
    text = "[Léa Noury](PER), maire de [Tours](LOC), et [Luc Noury](PER), préfet du [Nord](LOC)."
    assert persons(text) == ["Léa Noury | maire | Tours", "Luc Noury | préfet | Nord"]


def test_the_offsets_are_those_of_the_title_as_written() -> None:
    found = release("[Léa Noury](PER), Directrice  générale de la [MEL](ORG), signe.")
    (role,) = found.persons[0].roles
    assert (found.text[role.start : role.end], role.title) == ("Directrice générale", "Directrice générale")


def test_a_person_points_to_an_entity() -> None:
    found = release("[Léa Noury](PER) et la Ville de Lille.")
    assert [(p.name, p.entity) for p in found.persons] == [("Léa Noury", "e1")]
