"""Every way of writing an address gives it in lower case; what is no address gives none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.values.emails import Email, emails
from growth import LINEAR, growth


def values(text: str) -> list[str]:
    return [e.value for e in emails(text)]


def test_an_address_has_its_place_in_the_text() -> None:
    (found,) = emails("Mél : L.Noury@Ville.Example.")
    assert found == Email(6, 27, "l.noury@ville.example")
    assert (found.local, found.domain) == ("l.noury", "ville.example")


@pytest.mark.parametrize(
    "written",
    [
        "presse@ville.fr",
        "PRESSE@VILLE.FR",
        "presse [at] ville.fr",
        "presse(at)ville.fr",
        "presse[@]ville.fr",
        "presse [arobase] ville [point] fr",
        "presse (a) ville (dot) fr",
        "presse arobase ville point fr",
        "presse@ ville.fr",
        "presse@\nville.fr",
        "presse@ville.\nfr",
        "<presse@ville.fr>",
        "mailto:presse@ville.fr",
    ],
)
def test_an_address_is_the_same_however_it_is_written(written: str) -> None:
    assert values(f"Écrire à : {written}, merci") == ["presse@ville.fr"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a.b-c_d+e@sous.domaine.asso.fr", ["a.b-c_d+e@sous.domaine.asso.fr"]),
        ("presse@ville.fr.Pour la suite", ["presse@ville.fr"]),
        ("presse@ville.fr. Tél. 01", ["presse@ville.fr"]),
        ("a@ville.fr / b@ville.fr", ["a@ville.fr", "b@ville.fr"]),
        ("a@ville.fr;b@ville.fr", ["a@ville.fr", "b@ville.fr"]),
        ("presse@grande-\nville.fr", ["presse@grande-ville.fr"]),
    ],
)
def test_an_address_ends_where_it_ends(text: str, found: list[str]) -> None:
    assert values(text) == found


@pytest.mark.parametrize(
    "text",
    ["rejoignez-nous @ville. Puis venez", "@ville sur les réseaux", "4 @ 5", "à la ville (a) et b. fr", "a@b", ""],
)
def test_what_is_no_address_gives_none(text: str) -> None:
    assert values(text) == []


@given(st.text(alphabet="ab.@-_ \n[]()atpoint", max_size=60))
def test_addresses_lie_in_the_text_in_order_and_in_lower_case(text: str) -> None:
    position = 0
    for email in emails(text):
        assert position <= email.start < email.end <= len(text)
        assert email.value == email.value.lower()
        assert email.value.count("@") == 1
        position = email.end


@given(
    st.lists(st.sampled_from([*"ab.@-_ (", "arobase", " (at) ", "_at_", " [a] ", "ville.fr"]), max_size=8).map("".join)
)
def test_an_address_is_the_same_behind_a_text_without(text: str) -> None:
    before = "La ville ouvre (à Tours) une école_maternelle. " * 5 + "\n\n"
    assert [(e.start - len(before), e.value) for e in emails(before + text)] == [
        (e.start, e.value) for e in emails(text)
    ]


@pytest.mark.parametrize("unit", ["a", "a.", "a@", "a@b.", "a (at) ", "-a_"])
def test_time_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    assert growth(lambda n: emails(unit * n), 4000) < LINEAR
