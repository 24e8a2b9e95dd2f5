"""All mentions of one name are one entity, by its fullest form, with what the gazetteers know of it."""

from __future__ import annotations

import pytest

from communique.extract import closure
from communique.proof import document_of
from communique.record import Acronym, Entity, Producer
from communique.rulebook import load
from communique.run import fill

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)


def entities(text: str) -> tuple[Entity, ...]:
    return fill(document_of(text), PRODUCER, RULES, closure(["entities"])).entities


def link(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Id and candidates of the only entity."""
    (entity,) = entities(text)
    return entity.link and (entity.link.id, entity.link.candidates)


def test_the_name_is_the_fullest_form_and_the_others_are_aliases() -> None:
    (entity,) = entities("[Orlan](PER) arrive. Élodie Orlan parle. Mme Orlan repart.")
    assert (entity.id, entity.label, entity.name, entity.aliases) == ("e1", "PER", "Élodie Orlan", ("Orlan",))


def test_entities_stand_in_order_of_first_mention() -> None:
    assert [(e.id, e.name) for e in entities("La Ville de Lille, la France et la Ville de Lille.")] == [
        ("e1", "Ville de Lille"),
        ("e2", "France"),
    ]


def test_capitals_are_not_the_fullest_form() -> None:
    text = "VILLE DE LILLE : LA PISCINE ROUVRE SES PORTES\n\nLa Ville de Lille ouvre."
    assert [e.name for e in entities(text)] == ["Ville de Lille"]


def test_an_acronym_and_its_expansion_are_one_entity() -> None:
    text = "La Communauté urbaine de Dunkerque (CUD) vote. La CUD paie."
    document = document_of(text)
    layers = [layer for layer in closure(["entities"]) if layer.name != "acronyms"]
    start = text.index("CUD")
    acronym = Acronym(
        start=start, end=start + 3, text="CUD", by="acronyms/x", short="CUD", long="Communauté urbaine de Dunkerque",
        long_start=3, long_end=start - 2,
    )  # fmt: skip
    release = fill(document, PRODUCER, RULES, []).model_copy(update={"acronyms": (acronym,)})
    for layer in layers:
        release = release.model_copy(update=dict(layer.find(document, release, RULES)))  # type: ignore[call-overload]
    (entity,) = release.entities
    assert (entity.name, entity.aliases) == ("Communauté urbaine de Dunkerque", ("CUD",))
    assert {m.label for m in release.mentions} == {"ORG"}


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Ils vont à Tourcoing.", "insee:59599"),
        ("Ils vont à Paris.", "insee:75056"),
        ("La Ville de Tourcoing ouvre.", "insee:59599"),
        ("La Métropole européenne de Lille vote.", "siren:200093201"),
        ("La Communauté de communes Pévèle-Carembault vote.", "siren:200041960"),
        ("Le conseil départemental de l'Aisne vote.", "departement:02"),
        ("La Région Bretagne vote.", "region:53"),
        ("Ils vivent en Loire-Atlantique.", "departement:44"),
        ("Écrire au 93200 Saint-Denis.", "insee:93066"),
        ("La Mairie du Mans ouvre.", "insee:72181"),
        ("Ils vont au Havre.", "insee:76351"),
        ("Ils vivent en Bretagne.", "region:53"),
        ("À [Valence](LOC) (26), tout va bien.", "insee:26362"),
        ("Elle vit à Mayenne.", "insee:53147"),
        ("Elle vit en Mayenne.", "departement:53"),
    ],
)
def test_a_place_or_body_is_linked_where_its_name_decides(text: str, id_: str) -> None:
    assert link(text) == (id_, ())


def test_a_name_that_several_places_bear_gives_candidates_and_no_guess() -> None:
    found = link("Ils vont à [Saint-Denis](LOC).")
    assert found is not None
    assert found[0] == ""
    assert {"insee:93066", "insee:97411"} <= set(found[1])


def test_a_name_said_of_a_town_and_of_a_land_is_not_guessed() -> None:
    found = link("Elle vit à Mayenne, en Mayenne.")
    assert found == ("", ("insee:53147", "departement:53"))


def test_a_departement_in_brackets_decides() -> None:
    valence, drome = entities("À [Valence](LOC) (Drôme), tout va bien.")
    assert [e.link and e.link.id for e in (valence, drome)] == ["insee:26362", "departement:26"]


def test_a_person_or_a_work_is_not_looked_up() -> None:
    assert link("[Tourcoing](PER) a dit oui.") is None
    assert link("Le prix Tourcoing existe.") is None


def test_the_source_says_its_vintage() -> None:
    (entity,) = entities("Ils vont à Tourcoing.")
    assert entity.link is not None
    assert (entity.link.name, entity.link.source) == ("Tourcoing", "INSEE, code officiel géographique, millésime 2026")
