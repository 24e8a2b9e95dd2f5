"""Numbers and their nouns, as strings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from communique.values.amounts import decimal, figures, numbers, singular

NUMERALS = {"un": "1", "une": "1", "deux": "2", "quatre": "4", "sept": "7", "dix": "10", "onze": "11", "vingt": "20"}
NUMERALS |= {"trente": "30", "soixante": "60", "cent": "100", "cents": "100", "mille": "1000"}


@pytest.mark.parametrize(
    ("written", "value"),
    [("1 200", "1200"), ("1\u202f200", "1200"), ("1.200", "1200"), ("4.1", "4.1"), ("12 000,50", "12000.5")],
)
def test_a_point_before_three_figures_groups_and_a_comma_never_does(written: str, value: str) -> None:
    assert decimal(figures(written)) == value


def test_before_a_million_a_point_is_a_decimal_point() -> None:
    assert figures("1.234", scaled=True) == Decimal("1.234")


def test_round_numbers_are_written_out() -> None:
    assert decimal(Decimal("25") * Decimal(10) ** 6) == "25000000"
    assert decimal(Decimal("100")) == "100"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("quatre-vingt-dix-sept", [97]),
        ("vingt et un ou trente", [21, 30]),
        ("deux mille cent deux", [2102]),
        ("mille onze", [1011]),
        ("soixante-dix et deux", [70, 2]),
        ("deux quatre", []),  # no numeral: nobody can say which number it is
    ],
)
def test_words_make_one_number(text: str, values: list[int]) -> None:
    assert [int(n.value) for n in numbers(text, 0, len(text), NUMERALS)] == values


@pytest.mark.parametrize("text", ["n3", "3.2.1", "12/2020", "A-12", "10:30", "#12", "v2.0"])
def test_pieces_of_codes_are_no_numbers(text: str) -> None:
    assert list(numbers(text, 0, len(text), {})) == []


def test_nouns_lose_their_plural_and_no_more() -> None:
    kept, odd = {"pays"}, {"travaux": "travail"}
    plural = ["communes", "travaux", "journaux", "bureaux", "jeux", "pays", "start-ups", "PME", "Lillois", "bébé"]
    assert [singular(noun, kept, odd) for noun in plural] == [
        "commune", "travail", "journal", "bureau", "jeu", "pays", "start-up", "PME", "Lillois", "bébé",
    ]  # fmt: skip
