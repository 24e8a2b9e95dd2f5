"""Lines of several sections that no empty line divides come as one part a section."""

from __future__ import annotations

import pytest

from communique.document import Part, Source
from communique.read import read
from communique.read.sections import divided

PROSE = "La ville de Vaubourg rouvre lundi prochain la piscine des Vignes, fermée pour travaux."


def check(*sections: str) -> None:
    """The sections, typed without an empty line between them, are told apart."""
    part = Part("paragraph", "\n".join(sections), 0, "line 1")
    assert [p.text for p in divided([part])] == list(sections)


def test_kicker_dateline_title_and_text_stand_apart() -> None:
    check(
        "COMMUNIQUÉ DE PRESSE",
        "Vaubourg, le mercredi 3 mars 2021",
        "La piscine rouvre\nDeux ans de travaux",
        PROSE,
        PROSE,
    )


@pytest.mark.parametrize(
    "head",
    [
        "Contact presse\nLéa Noury\n01 99 00 12 34",
        "Contact presse : Léa Noury, lnoury@vaubourg.example",
        "Contact :\nLéa Noury",
        "Note aux rédactions",
        "– 30 –",
        "Crédit photo : Ville de Vaubourg",
        "Suivez-nous sur les réseaux sociaux",
    ],
)
def test_a_section_begins_at_its_head(head: str) -> None:
    check(PROSE, head)


def test_a_sentence_that_says_where_to_write_is_text() -> None:
    asked = (
        "Pour recevoir le plan de la piscine, le public peut écrire à la Ville à l'adresse piscine@vaubourg.example."
    )
    check(asked, "Contact presse : Léa Noury, lnoury@vaubourg.example, 01 99 00 12 34.")


def test_lines_with_a_number_at_the_end_stand_apart() -> None:
    check(
        PROSE[:-1] + ", depuis deux ans.",
        "Pour la Ville : Léa Noury, 01 99 00 12 34\nPour Orvalis : Paul Rimbert, paul@orvalis.example",
    )


def test_boilerplate_is_a_head_and_its_text() -> None:
    check(
        PROSE,
        "À propos de Vaubourg",
        "Vaubourg compte 12 000 habitants et trois piscines.",
        "Contacts presse\nLéa Noury",
    )


def test_a_title_alone_above_the_text_stands_apart_at_the_top_only() -> None:
    check("La piscine rouvre", PROSE)
    lower = Part("paragraph", f"La piscine\n{PROSE}")
    assert [*divided([Part("paragraph", PROSE * 2), lower])] == [Part("paragraph", PROSE * 2), lower]


def test_lines_of_one_section_stay_together() -> None:
    contact = "Léa Noury, chargée de communication de la Ville, relations presse.\n01 99 00 12 34"
    for text in (
        contact,
        f"{PROSE}\n{PROSE}",
        "Contact presse\nLéa Noury\n01 99 00 12 34",
        "Mairie\n3 rue du Port\nVaubourg",
    ):
        assert [p.text for p in divided([Part("paragraph", text)])] == [text]


def test_a_quotation_is_not_cut() -> None:
    check(
        PROSE,
        "« Nous avons tenu les délais de ce chantier, qui fut long.\nMerci à tous ceux qui y ont travaillé. »",
        "– 30 –",
    )


def test_a_lost_guillemet_does_not_hold_the_rest() -> None:
    check("COMMUNIQUÉ DE PRESSE", f"« {PROSE}", PROSE, PROSE, PROSE, "Contact presse\nLéa Noury")


def test_bold_type_stays_with_its_words() -> None:
    part = Part("paragraph", f"La piscine rouvre\n{PROSE}", bold="La piscine rouvre")
    assert [p.bold for p in divided([part])] == ["La piscine rouvre", ""]


def test_a_text_without_empty_lines_has_the_blocks_of_one_with_them() -> None:
    lines = [
        "COMMUNIQUÉ DE PRESSE",
        "Vaubourg, le 3 mars 2021",
        "La piscine rouvre",
        PROSE,
        "Contact presse : Léa Noury",
    ]
    assert read(Source("t", "\n".join(lines).encode())).text == read(Source("t", "\n\n".join(lines).encode())).text
