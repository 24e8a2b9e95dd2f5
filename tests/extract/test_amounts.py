"""Document -> amounts."""

from __future__ import annotations

import pytest

from communique import process
from communique.record import Amount, Release
from communique.rulebook import load
from communique.values.amounts import CURRENCIES
from growth import LINEAR, growth


def amounts(text: str) -> list[str]:
    release = process(text, only={"amounts"})
    assert isinstance(release, Release)
    return [a.gist() for a in release.amounts]


def test_an_amount_points_at_its_number_and_its_unit() -> None:
    release = process("Plus de 25 millions d'euros sur dix ans.", only={"amounts"})
    assert isinstance(release, Release)
    assert release.amounts == (
        Amount(start=8, end=27, text="25 millions d'euros", by="amounts/argent", value="25000000", unit="EUR"),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("entre 3 et 5 millions d'euros", ["3000000/5000000 EUR"]),
        ("de 50 à 60 emplois", ["50/60 emploi"]),
        ("10-15 %", ["10/15 %"]),
        ("le lycée et 5 stades", ["5 stade"]),
        ("5 % à 10 %", ["5 %", "10 %"]),  # each has its unit
    ],
)
def test_a_range_is_one_amount(text: str, found: list[str]) -> None:
    assert amounts(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "le 12 mars 2020 et de 9h à 12h",
        "03 20 12 34 56",
        "12 rues de la Gare, 59000 Lille",
        "l'article 3, la page 22 et le n° 42",
        "depuis dix ans, deux fois par semaine",
        "la loi 2018-1021 articles compris",
        "une commune et un élève",
        "25 millions",  # of what, the text does not say
    ],
)
def test_dates_phones_addresses_references_and_bare_numbers_are_none(text: str) -> None:
    assert amounts(text) == []


def test_a_number_in_words_counts_like_one_in_figures() -> None:
    assert amounts("deux mille mètres carrés, trois cents familles, un million d'euros") == [
        "2000 mètre carré",
        "300 famille",
        "1000000 EUR",
    ]


def test_a_minus_stays_and_a_plus_goes() -> None:
    assert amounts("une baisse de -3 % puis +15 %") == ["-3 %", "15 %"]


@pytest.mark.parametrize("hostile", ["1 ", "deux ", "12 000 ", "1-", "entre 1 et ", "1,"])
def test_time_is_linear_in_the_text(hostile: str) -> None:
    assert growth(lambda size: amounts("mot " * (size // 4) + hostile * (size // len(hostile))), 8_000) < LINEAR


def test_every_currency_of_the_rules_is_known_as_money() -> None:
    assert set(load()["amounts"].words["devises"].values()) <= CURRENCIES
