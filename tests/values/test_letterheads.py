"""A line of a head names a body, an address tells whose it is, capitals make a name."""

from __future__ import annotations

import pytest

from communique.rulebook import load
from communique.values import bodies, capitals, letterheads, owners
from communique.values.lines import lines

LEX = bodies.lexicon(load())


def named(line: str, *, top: bool = False) -> str:
    return line[: letterheads.name_length(line, LEX, top=top)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ville de Lille", "Ville de Lille"),
        ("Chambre des Notaires – Communiqué de presse", "Chambre des Notaires"),
        ("Ville de Lille, le 3 mars 2021", ""),
        ("Comité de défense de la piscine", ""),  # one capital, below the top
        ("Piscine des Vignes", ""),
    ],
)
def test_a_line_that_opens_with_a_noun_of_bodies_and_has_their_capitals_names_one(line: str, name: str) -> None:
    assert named(line) == name


def test_at_the_very_top_the_noun_is_enough() -> None:
    assert named("Comité de défense de la piscine", top=True) == "Comité de défense de la piscine"


def test_a_name_that_a_letterhead_breaks_goes_on_with_of() -> None:
    text = "Groupement de gendarmerie\nde la Lozère\nCommuniqué"
    end = letterheads.broken(list(lines(text)), len("Groupement de gendarmerie"))
    assert text[:end] == "Groupement de gendarmerie\nde la Lozère"


@pytest.mark.parametrize(
    ("address", "holder", "labels"),
    [
        ("presse@ville-lille.fr", None, ["ville-lille"]),
        ("lea@menvel-rp.example", ("Léa Noury", "Agence Menvel"), []),
        ("orvalis@menvel.example", ("Léa Noury", "Agence Menvel"), ["orvalis"]),
        ("l.noury@orvalis.example", ("Léa Noury", ""), ["orvalis"]),
        ("orvalis@orange.fr", None, ["orvalis"]),
    ],
)
def test_an_address_tells_whose_it_is_unless_an_agency_s(
    address: str, holder: tuple[str, str] | None, labels: list[str]
) -> None:
    assert list(owners.labels(address, holder, LEX)) == labels


def test_a_file_says_whose_it_is_in_the_order_of_trust() -> None:
    hints = {"author": "Orvalis", "title": "La piscine rouvre | Ville de Lille", "publisher": "Le fil"}
    said = [("publisher", "Le fil"), ("author", "Orvalis"), ("title", "Ville de Lille"), ("site", "Ville de Lille")]
    said += [("subject", "La piscine rouvre")]
    assert list(owners.of_file(hints, LEX)) == said


def test_a_name_in_capitals_opens_a_text_after_its_dateline() -> None:
    text = "Lyon, le 3 mars 2021 – La Fruitière des Aravis vend son lait."
    assert text[slice(*(capitals.opening(text, 0, len(text)) or (0, 0)))] == "Fruitière des Aravis"


def test_a_rubric_is_no_name_of_a_site() -> None:
    said = list(owners.of_file({"title": "Ville de Lille - Presse"}, LEX))
    assert said == [("subject", "Ville de Lille"), ("site", "Ville de Lille")]


def test_a_part_of_a_domain_that_says_the_sort_of_body_alone_is_left_out() -> None:
    assert owners.without_sort("maine-et-loire-dpt", LEX) == "maine-et-loire"
    assert owners.without_sort("saint-etienne", LEX) == "saint-etienne"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Observatoire du logement – Communiqué de presse – 22 août 2022", "Observatoire du logement"),
        ("La piscine rouvre – Communiqué de presse", ""),
        ("Observatoire du logement", ""),
    ],
)
def test_a_body_stands_before_the_kicker_of_its_line(line: str, name: str) -> None:
    assert line[: letterheads.before_kicker(line, LEX)] == name


def test_of_bodies_that_a_line_joins_the_first_is_taken() -> None:
    line = "Université de Perpignan et de l'Université de Gérone"
    assert line[: letterheads.first_of(line, LEX)] == "Université de Perpignan"
    assert letterheads.first_of("Ligue de l'eau et des forêts", LEX) == len("Ligue de l'eau et des forêts")
