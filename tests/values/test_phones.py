"""Every way of writing a number gives its E.164 form; what is no number gives none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.values.phones import Phone, phones
from growth import LINEAR, growth


def values(text: str, region: str = "") -> list[str]:
    return [p.value for p in phones(text, region)]


def test_a_number_has_its_place_in_the_text() -> None:
    assert phones("Tél. : 01 99 00 12 34.") == (Phone(7, 21, "+33199001234"),)


@pytest.mark.parametrize(
    "written",
    [
        "01 99 00 12 34",
        "01.99.00.12.34",
        "01-99-00-12-34",
        "0199001234",
        "01 9900 1234",
        "(01) 99 00 12 34",
        "01 99 00\n12 34",
        "+33 1 99 00 12 34",
        "+33 (0)1 99 00 12 34",
        "+33(0)199001234",
        "(+33) 1 99 00 12 34",
        "+ 33 1 99 00 12 34",
        "0033 1 99 00 12 34",
        "33 1 99 00 12 34",
        "+33 01 99 00 12 34",
        "01\u00a099\u202f00 12 34",
    ],
)
def test_a_french_number_is_the_same_however_it_is_written(written: str) -> None:
    assert values(f"Tél : {written}, ou par courriel") == ["+33199001234"]


@pytest.mark.parametrize(
    ("text", "region", "value"),
    [
        ("+32 (0)81 25 25 25", "", "+3281252525"),
        ("0470 12 34 56", "", "+32470123456"),
        ("081 25 25 25", "BE", "+3281252525"),
        ("+41 22 388 50 50", "", "+41223885050"),
        ("022 388 50 50", "", "+41223885050"),
        ("079 123 45 67", "CH", "+41791234567"),
        ("+352 24 78 12 34", "", "+35224781234"),
        ("24 78 12 34", "LU", "+35224781234"),
        ("418 555-0127", "", "+14185550127"),
        ("1 418 555-0127", "", "+14185550127"),
        ("(418) 555-0127", "", "+14185550127"),
        ("+49 30 18 681- 22222", "", "+49301868122222"),
        ("+221 33 869 42 82", "", "+221338694282"),
        ("+377 98 98 22 22", "", "+37798982222"),
        ("0262 20 12 34", "", "+262262201234"),
        ("0639 01 23 45", "", "+262639012345"),
        ("06 39 98 12 34", "", "+33639981234"),
    ],
)
def test_a_number_of_another_country_has_its_code(text: str, region: str, value: str) -> None:
    assert values(text, region) == [value]


def test_two_numbers_in_a_row_are_two() -> None:
    assert values("01 99 00 12 34 / 06 39 98 12 34") == ["+33199001234", "+33639981234"]
    assert values("01 99 00 12 34 06 39 98 12 34") == ["+33199001234", "+33639981234"]
    assert values("01 99 00 12 34\n06 39 98 12 34") == ["+33199001234", "+33639981234"]


def test_a_line_for_customers_says_so() -> None:
    assert [p.public for p in phones("0 800 12 34 56 ou 01 99 00 12 34")] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "SIRET 123 456 789 00012",
        "le 01.10.2018 à Lille",
        "09/09/17",
        "59000 Lille cedex 9",
        "BP 01 99 00 12 34",
        "12 500 000 euros",
        "de 2014 à 2020",
        "n° 2013-595",
        "ISBN 978-2-1234-5680-3",
        "www.ville.example/0199001234",
        "1 234 567 habitants",
        "10 h 30 - 12 h 30",
        "RIB 0199001234567890123",
        "x0199001234@ville.example",
        "",
    ],
)
def test_what_is_no_number_gives_none(text: str) -> None:
    assert values(text) == []


@given(st.text(alphabet="0123456789 +().-/\nab", max_size=60), st.sampled_from(["", "BE", "CH", "CA", "LU"]))
def test_numbers_lie_in_the_text_in_order_and_are_e164(text: str, region: str) -> None:
    found = phones(text, region)
    position = 0
    for phone in found:
        assert position <= phone.start < phone.end <= len(text)
        assert phone.value[0] == "+"
        assert phone.value[1:].isdigit()
        assert 7 <= len(phone.value) <= 16
        position = phone.end


@pytest.mark.parametrize("unit", ["01 ", "0", "+33 ", "01 99 00 12 34\n", "1-"])
def test_time_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    assert growth(lambda n: phones(unit * n), 4000) < LINEAR
