"""Every block has the zone of the section in which it stands."""

from __future__ import annotations

import pytest

from communique.clean import assemble
from communique.document import Part, Source
from communique.extract import closure
from communique.proof import document_of
from communique.record import Producer
from communique.rulebook import load
from communique.run import fill
from growth import LINEAR, growth

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)
SHORT = {"h": "header", "b": "body", "a": "about", "c": "contacts", "n": "notes", "s": "social"}


def check(marked: str) -> None:
    """Blocks that begin with «h>», «b>», … have that zone."""
    blocks = [block.split(">", 1) for block in marked.strip().split("\n\n")]
    text = "\n\n".join(words for _, words in blocks)
    release = fill(document_of(text), PRODUCER, RULES, closure(["zones"]))
    got = [(b.zone, release.text[b.start : b.end]) for b in release.blocks]
    assert got == [(SHORT[sign], words) for (sign, _), (_, words) in zip(blocks, got, strict=True)]


LEAD = "b>La ville rouvre lundi prochain la piscine des Vignes, fermée depuis deux ans pour travaux."


def test_header_ends_where_the_text_proper_begins() -> None:
    check(f"h>VAUBOURG\n\nh>COMMUNIQUÉ DE PRESSE N° 12\n\nh>Vaubourg, le 3 mars 2021\n\nh>La piscine rouvre\n\n{LEAD}")


def test_a_subtitle_and_a_dateline_under_the_title_are_header() -> None:
    check(
        "h>La piscine rouvre\n\nh>Deux ans de travaux et quatre bassins neufs\n\n"
        f"h>Lille, Roubaix et Tourcoing, le 3 mars 2021 – Pour diffusion immédiate.\n\n{LEAD}"
    )


def test_a_text_of_one_block_is_body() -> None:
    check("b>La piscine rouvre")


def test_contacts_at_the_top_stand_apart_from_the_header() -> None:
    check(
        "h>COMMUNIQUÉ DE PRESSE\n\nc>Contact presse : Léa Noury, 01 99 00 12 34\n\nh>La piscine rouvre ses portes\n\n"
        f"{LEAD}"
    )


def test_a_contact_of_many_blocks_is_one_zone() -> None:
    check(
        f"h>La piscine rouvre\n\n{LEAD}\n\nc>Contact presse\n\nc>Ville de Vaubourg\n\nc>Léa Noury\n\n"
        "c>Attachée de presse\n\nc>01 99 00 12 34\n\nc>lnoury@vaubourg.example\n\nc>www.vaubourg.example"
    )


def test_text_after_a_contact_in_the_middle_is_body() -> None:
    check(
        f"h>La piscine rouvre\n\n{LEAD}\n\nc>Contact presse\nLéa Noury\n01 99 00 12 34\n\n"
        "b>Le grand bassin a été refait à neuf, et le toboggan remplacé par deux autres."
    )


@pytest.mark.parametrize(
    "words",
    [
        "Contacts médias : Léa Noury, 01 99 00 12 34",
        "CONTACTS PRESSE\nLéa Noury\n01 99 00 12 34",
        "Relations presse – Léa Noury – lnoury@vaubourg.example",
        "Service de presse de la Ville de Vaubourg\n01 99 00 12 34",
        "Votre contact presse : Léa Noury, 01 99 00 12 34",
        "Contact : Léa Noury, 01 99 00 12 34",
        "Renseignements presse : Léa Noury, 01 99 00 12 34",
        "Pour plus d'informations : Léa Noury, chargée de communication, 01 99 00 12 34",
        "Léa Noury\nChargée de communication\n01 99 00 12 34",
        "Direction de la communication – presse@vaubourg.example",
        "Press contact: Léa Noury, lnoury@vaubourg.example",
        "Contact presse de la Métropole : Léa Noury, 01 99 00 12 34",
        "Contact journalistes : Léa Noury",
    ],
)
def test_a_press_contact_is_known_by_its_words(words: str) -> None:
    check(f"h>La piscine rouvre\n\n{LEAD}\n\nc>{words}")


@pytest.mark.parametrize(
    "words",
    [
        "Réservations : 01 99 00 12 34",
        "Informations et inscriptions : 01 99 00 12 34, piscine@vaubourg.example",
        "Piscine des Vignes, 3 rue du Port, 01 99 00 12 34",
        "Le contact avec la presse a été nourri tout au long des travaux, qui ont duré deux ans.",
        "Renseignements à l'accueil de la piscine ou au 01 99 00 12 34.",
    ],
)
def test_an_address_for_the_public_is_no_press_contact(words: str) -> None:
    check(f"h>La piscine rouvre\n\n{LEAD}\n\nb>{words}\n\nb>Elle accueillera tous les publics, du mardi au dimanche.")


def test_an_about_goes_on_to_the_next_section() -> None:
    check(
        f"h>La piscine rouvre\n\n{LEAD}\n\na>À propos d'Orvalis\n\na>Orvalis gère dix piscines.\n\na>Elle en ouvrira "
        "deux l'an prochain.\n\na>À PROPOS DE LA VILLE DE VAUBOURG\n\na>Vaubourg a deux piscines.\n\n"
        "c>Contact presse\n\nc>Léa Noury\n\nc>01 99 00 12 34"
    )


def test_a_heading_ends_an_about() -> None:
    check(
        f"h># La piscine rouvre\n\n{LEAD}\n\na>## À propos d'Orvalis\n\na>Orvalis gère dix piscines.\n\n"
        "b>## Le calendrier\n\nb>Le grand bassin ouvrira lundi, le petit mardi."
    )


def test_the_last_paragraph_that_presents_who_was_named_is_an_about_without_heading() -> None:
    end = "c>Contact presse : Léa Noury, 01 99 00 12 34"
    told = "b>Orvalis et la Ville s'en félicitent, et le public aussi."
    check(f"h>La piscine rouvre\n\n{LEAD}\n\n{told}\n\na>Orvalis est une coopérative de cent salariés.\n\n{end}")
    check(
        f"h>La piscine rouvre\n\n{LEAD}\n\n{told}\n\na>**La Fondation Orvalis**\n\na>Créée en 2011, elle aide.\n\n{end}"
    )
    check(f"h>La piscine rouvre\n\n{LEAD}\n\n{told}\n\nb>Menvel est une coopérative de cent salariés.\n\n{end}")
    check(f"h>La piscine rouvre\n\n{LEAD}\n\n{told}\n\nb>Orvalis est une entreprise qui nous a aidés.\n\n{end}")


def test_a_date_line_set_as_a_heading_is_header_and_a_day_of_a_diary_is_not() -> None:
    sections = "b>## Matin\n\nb>Les ports sont unis et le disent.\n\nb>## Soir\n\nb>Ils le sont encore."
    check(f"h># La rencontre des ports\n\nh>## Vaubourg, le 3 mars 2021\n\n{sections}")
    check(f"h># La rencontre des ports\n\nb>## Lundi 20 mars\n\nb>Les ports sont unis.\n\n{sections}")


def test_what_follows_the_number_of_a_contact_up_to_its_town_is_of_the_contact() -> None:
    check(
        f"h>La piscine rouvre\n\n{LEAD}\n\nc>Contact presse : Léa Noury, 01 99 00 12 34\n\n"
        "c>D'autres adresses sur demande\n\nc>Association Les Dauphins — Le Port, 35999 Vaubourg\n\n"
        "s>facebook.com/dauphins twitter.com/dauphins"
    )


def test_a_section_about_a_thing_is_body() -> None:
    check(f"h># La piscine rouvre\n\n{LEAD}\n\nb>## À propos de la brochure\n\nb>Elle a douze pages.")


def test_notes_credits_and_the_end_mark_are_notes() -> None:
    check(
        f"h>La piscine rouvre\n\n{LEAD}\n\nn>– 30 –\n\nn>Note aux rédactions\n\nn>Des photos sont à votre disposition."
        "\n\nn>Crédit photo : Ville de Vaubourg"
    )


def test_a_footnote_is_a_note() -> None:
    check(
        f"h>La piscine rouvre\n\n{LEAD}\n\nb>Les enfants de moins de huit ans (1) entrent sans payer.\n\n"
        "n>(1) Sur présentation d'une pièce d'identité"
    )


@pytest.mark.parametrize(
    "words",
    ["Suivez-nous sur Facebook et Instagram", "Retrouvez la Ville sur :", "#Piscine #Vaubourg", "Twitter : @vaubourg"],
)
def test_accounts_and_sharing_are_social(words: str) -> None:
    check(f"h>La piscine rouvre\n\n{LEAD}\n\ns>{words}")


def test_every_block_keeps_its_place_and_kind() -> None:
    document = assemble(Source("t", b""), [Part("title", "La piscine"), Part("item", "le bassin", 1, "line 3")], {})
    release = fill(document, PRODUCER, RULES, closure(["zones"]))
    assert [(b.kind, b.start, b.end, b.level, b.origin) for b in release.blocks] == [
        ("title", 0, 10, 0, ""),
        ("item", 12, 21, 1, "line 3"),
    ]


def test_a_document_without_blocks_has_no_zones() -> None:
    assert fill(assemble(Source("t", b""), [], {}), PRODUCER, RULES, closure(["zones"])).blocks == ()


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    def read(n: int) -> None:
        parts = [Part("paragraph", "Contact presse"), Part("paragraph", "Léa Noury"), Part("paragraph", "À propos de")]
        document = assemble(Source("t", b""), parts * n, {})
        fill(document, PRODUCER, RULES, closure(["zones"]))

    assert growth(read, 200) < LINEAR
