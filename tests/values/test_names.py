"""Parts of names, and when two names can be one person's."""

from __future__ import annotations

import pytest

from communique.values.names import Name, bare, distance, parts, reach, same_person
from communique.values.tokens import tokens

GIVEN = {"alain", "anne", "jean", "luc", "jean-luc", "marie", "lea", "martin"}
CIVILITIES = {"mme", "m.", "dr", "dr.", "maitre"}


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Jean-Luc Detavernier", ("jean-luc",), ("detavernier",)),
        ("DETAVERNIER Jean-Luc", ("jean-luc",), ("detavernier",)),
        ("Detavernier Jean-Luc", ("jean-luc",), ("detavernier",)),
        ("Anne Marie de La Tour", ("anne", "marie"), ("de", "la", "tour")),
        ("Léa", ("lea",), ()),
        ("Vergriete", (), ("vergriete",)),
        ("Martin", ("martin",), ()),
        ("Zaitsava Olga", ("zaitsava",), ("olga",)),
        ("", (), ()),
    ],
)
def test_a_name_has_given_and_family_parts(name: str, given: tuple[str, ...], family: tuple[str, ...]) -> None:
    assert parts(name, GIVEN) == Name(given, family)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Alain Bocquet", "Alain Boquet"),
        ("Alain Bocquet", "A. Bocquet"),
        ("Jean-Luc Petit", "J.-L. Petit"),
        ("Grégoire Étrillard", "Grégoire Etrillard"),
        ("Marie Anne Noury", "Marie Noury"),
        ("Jean-Luc Petit", "Jean Luc Petit"),
        ("Anne Martin-Lefort", "Anne Lefort"),
        ("Anne Martin Lefort", "Anne Martin-Lefort"),
    ],
)
def test_two_spellings_are_one_person(a: str, b: str) -> None:
    assert same_person(parts(a, GIVEN), parts(b, GIVEN))
    assert same_person(parts(b, GIVEN), parts(a, GIVEN))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Alain Bocquet", "Annie Bocquet"),
        ("Alain Petit", "Alain Petre"),
        ("Alain Noury", "Bocquet"),
        ("Léa Roux", "Léa Doux"),
        ("Alain Bocquet", "Anne Boquet"),
        ("Alain Martin-Lefort", "Anne Lefort"),
    ],
)
def test_two_persons_are_two(a: str, b: str) -> None:
    assert not same_person(parts(a, GIVEN), parts(b, GIVEN))


def test_civilities_fall_but_never_the_whole_name() -> None:
    assert [bare(n, CIVILITIES) for n in ("Mme Léa Noury", "Dr. Noury", "Maître")] == ["Léa Noury", "Noury", "Maître"]


@pytest.mark.parametrize(
    ("a", "b", "n"), [("bocquet", "boquet", 1), ("", "abc", 3), ("abc", "abc", 0), ("ab", "ba", 2)]
)
def test_distance_counts_letters_added_dropped_or_changed(a: str, b: str, n: int) -> None:
    assert distance(a, b) == n
    assert distance(b, a) == n


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anne de La Tour du Pin, maire", "Anne de La Tour du Pin"),
        ("Léa Noury présidente", "Léa Noury"),
        ("Léa NOURY Maire", "Léa NOURY"),
        ("J.-L. Petit arrive", "J.-L. Petit"),
        ("Léa de la mairie", "Léa"),
    ],
)
def test_a_name_reaches_as_far_as_its_capitals_and_particles(text: str, name: str) -> None:
    ts = tokens(text)
    end = reach(ts, 0, {"de", "la", "du"}, {"maire"})
    assert text[: ts[end - 1].end] == name
