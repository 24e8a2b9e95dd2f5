"""How far names go, by the words around them."""

from __future__ import annotations

import pytest

from communique.values.proper import Grammar
from communique.values.tokens import tokens

GRAMMAR = Grammar(
    links=frozenset({"de", "du", "des", "d'", "la", "le", "les", "l'", "en", "sur"}),
    stops=frozenset({"president"}),
    openers=frozenset({"ses", "leurs", "un", "une"}),
    verbs=frozenset(),
)


def rest(text: str, end: int) -> str:
    """What the name leaves of the text."""
    ts = tokens(text)
    return text[ts[end].start :] if end < len(ts) else ""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Pays de Saint-Omer a voté", "a voté"),
        ("Lille Président de", "Président de"),
        ("Don en Nature agit", "agit"),
        ("lille vote", "lille vote"),
    ],
)
def test_a_proper_name_goes_on_over_small_words_to_the_next_capital(text: str, left: str) -> None:
    assert rest(text, GRAMMAR.proper(tokens(text), 0)) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("de la Porte du Hainaut vote", "vote"),
        ("Hauts-de-France vote", "vote"),
        ("de ses rêves", "de ses rêves"),
    ],
)
def test_a_place_may_follow_de_or_nothing(text: str, left: str) -> None:
    assert rest(text, GRAMMAR.place(tokens(text), 0)) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("de la Culture et de la Communication a dit", "a dit"),
        ("de la santé et de ses partenaires", "et de ses partenaires"),
        ("de l'aménagement, du logement et de la nature veille", "veille"),
        ("de la Culture, de retour à Lille", ", de retour à Lille"),
        ("de la météo de prévoir", "de prévoir"),
        ("chargé de la Ville agit", "agit"),
        ("des sciences et technologies de Lille ouvre", "ouvre"),
        ("de la Culture et des droits", "et des droits"),
        ("pour décider", "pour décider"),
    ],
)
def test_a_theme_goes_on_as_long_as_its_members_are_alike(text: str, left: str) -> None:
    assert rest("x " + text, GRAMMAR.phrase(tokens("x " + text), 1)) == left
