"""Text is cut into words and marks, with offsets, and a capital that says nothing is known as such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.values.tokens import tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Insee d'Étretat", ["L’", "Insee", "d'", "Étretat"]),
        ("aujourd'hui M. J.-C. Durand", ["aujourd'hui", "M.", "J.-C.", "Durand"]),
        ("Val-d'Oise, beta.gouv.fr, R&D", ["Val-d'Oise", ",", "beta.gouv.fr", ",", "R&D"]),
        ("fin. Le Dr. Noury", ["fin", ".", "Le", "Dr.", "Noury"]),
        ("Canal+ et élu(e)s", ["Canal+", "et", "élu(e)s"]),
        ("presse@ville.fr ou www.ville.fr.", ["presse@ville.fr", "ou", "www.ville.fr", "."]),
        ("a\nb", ["a", "\n", "b"]),
    ],
)
def test_words_are_cut_as_french_writes_them(text: str, words: list[str]) -> None:
    assert [t.text for t in tokens(text)] == words


def test_a_capital_after_a_full_stop_a_bullet_or_a_guillemet_says_nothing() -> None:
    assert [t.text for t in tokens("Le Nord. Oui : « Non » – Lille et Paris") if t.lead and t.word] == [
        "Le",
        "Oui",
        "Non",
        "Lille",
    ]


@given(st.text())
def test_tokens_are_in_order_and_lose_nothing_but_white_space(text: str) -> None:
    found = tokens(text)
    assert all(text[t.start : t.end] == t.text for t in found)
    assert "".join(t.text for t in found if t.text != "\n") == "".join(text.split())
