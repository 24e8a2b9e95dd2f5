"""A domain spells the name of its owner, whole, shortened or by initials."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.values.domains import label, spells

HEADS = frozenset({"ville", "mairie", "departement", "fruitiere", "theatre"})


@pytest.mark.parametrize(
    ("domain", "owner"),
    [
        ("www.ville-lille.fr", "ville-lille"),
        ("presse.orvalis.com", "orvalis"),
        ("orvalis.asso.fr", "orvalis"),
        ("culture.gouv.fr", "culture"),
        ("orvalis.fr/presse", "orvalis"),
        ("asso.fr", ""),
        ("fr", ""),
        ("", ""),
    ],
)
def test_the_label_is_what_names_the_owner(domain: str, owner: str) -> None:
    assert label(domain) == owner


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("orvalis", "Orvalis"),
        ("ville-lille", "Ville de Lille"),
        ("lille", "Ville de Lille"),
        ("lillemetropole", "Métropole Européenne de Lille"),
        ("ladrome", "Département de la Drôme"),
        ("mel", "Métropole Européenne de Lille"),
        ("cnll", "Conseil National du Logiciel Libre"),
        ("fruitiere-aravis", "Fruitière des Aravis"),
        ("bulles-en-bastide", "Bulles en Bastide"),
        ("carreau-neuf", "Théâtre du Carreau-Neuf"),
        ("combrailles-sioule", "Combrailles, Sioule et Morge"),
        ("metrogrenoble", "Métropole Grenoble"),
    ],
)
def test_a_label_spells_a_name(owner: str, name: str) -> None:
    assert spells(owner, name, HEADS)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("tours", "Ville de Lille"),
        ("la", "La Dynamo"),
        ("presse", "Préfecture de la région"),
        ("culture", "Ville de Lille"),
        ("ville", "Ville de Lille"),
        ("gmail", "Groupe Martin"),
        ("", "Orvalis"),
        ("orvalis", ""),
    ],
)
def test_another_label_does_not(owner: str, name: str) -> None:
    assert not spells(owner, name, HEADS)


@given(st.lists(st.sampled_from(["nord", "arvel", "port", "eaux", "vent"]), min_size=1, max_size=5))
def test_all_words_of_a_name_in_a_row_spell_it(words: list[str]) -> None:
    assert spells("".join(words), " ".join(w.capitalize() for w in words))
