"""The forms of «À propos»: under a head, run in behind it, or without any, at the end of the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.extract import closure
from communique.proof import document_of
from communique.record import Producer
from communique.rulebook import load
from communique.run import fill

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)
LEAD = """# Orvalis rouvre la piscine des Vignes

Vaubourg, le 3 mars 2021 – Orvalis rouvre lundi prochain la piscine des Vignes, fermée depuis deux ans.

« Nous l'attendions tous », dit Léa Noury, présidente d'Orvalis.

Les travaux ont duré quinze mois et le bassin a été refait à neuf.

"""
CONTACT = "\n\nContact presse : Léa Noury, 01 99 00 12 34, presse@orvalis.example"
LINES = (Path(__file__).parent / "about_forms.txt").read_text("utf-8").splitlines()
FORMS = [line.split(" => ") for line in LINES if " => " in line]


def organizations(end: str) -> str:
    text = LEAD + end.replace("/", "\n")
    if "Contact presse" not in end:
        text += CONTACT
    release = fill(document_of(text), PRODUCER, RULES, closure(["about"]))
    return "; ".join(about.organization or "?" for about in release.about) or "-"


@pytest.mark.parametrize(("end", "presented"), FORMS)
def test_an_end_of_a_release_presents_these_organisations_and_no_others(end: str, presented: str) -> None:
    assert organizations(end) == presented
