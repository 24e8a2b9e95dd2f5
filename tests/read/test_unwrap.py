"""Which line breaks the author meant."""

from __future__ import annotations

import pytest

from communique.read.unwrap import goes_on, joined, together, wrap_width


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("Tours et Joué-lès-Tours signent avec", "la Métropole un accord"),
        ("le président de la", "République"),
        ("Le conseil municipal a voté hier soir à l’unanimité", "le budget de la ville"),
        ("Les présidents de trois communautés (Blois,", "Vendôme et Romorantin) signent"),
    ],
)
def test_a_sentence_goes_on(line: str, following: str) -> None:
    assert goes_on(line, following, 0)


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("Yann Le Floc’h", "attaché de presse"),
        ("Attaché de presse de la Ville de Saint-Nazaire et du port", "tél. 02 40 00 11 22"),
        ("Communiqué de presse", "Le 3 mai 2019"),
        ("Service de presse de la préfecture de la Loire-Atlantique", "presse@prefecture.example"),
        ("12, rue du Port", "44600 Saint-Nazaire"),
    ],
)
def test_lines_of_a_contact_stand_for_themselves(line: str, following: str) -> None:
    assert not goes_on(line, following, 0)


WRAPPED = [
    "La cale du bassin de Penhoët accueille ce jeudi ses premiers navires, et",
    "les chantiers du littoral y trouveront un outil commun ouvert toute une",
    "année. Longue de 140 mètres, la cale peut recevoir des coques de neuf",
    "cents tonnes.",
]


def test_the_width_of_a_wrapped_file_is_found() -> None:
    width = wrap_width([WRAPPED])
    assert 68 <= width <= 72
    assert together(WRAPPED, [False] * 4, width) == [[0, 1, 2, 3]]


def test_long_and_short_lines_have_no_width() -> None:
    assert wrap_width([["Contact presse", "Yann Le Floc’h", "02 40 00 11 22"]]) == 0
    assert wrap_width([["x" * 400, "y " * 150], ["z" * 90, "a " * 90]]) == 0


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    assert (
        joined(["le haut-", "commissaire de Marne-la-", "Vallée", "et moi"])
        == "le haut-commissaire de Marne-la-Vallée et moi"
    )
