"""The forms of «À propos»: under a head, run in behind it, or without any, at the end of the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.document import Source
from communique.extract import closure
from communique.proof import document_of
from communique.read import read
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
PARTNERS = """Le Conservatoire du littoral rachète deux étangs

Vaubourg, le 3 mars 2021

Le Conservatoire du littoral vient de racheter deux étangs à Vaubourg, pour 400 000 euros, avec l'aide de la \
Fondation Brunel et du groupe Nautéo.

« Nous l'attendions tous », dit Léa Noury, sa directrice.

Les travaux commenceront en mai et dureront deux ans.

"""
CONTACT = "\n\nContact presse : Léa Noury, 01 99 00 12 34, presse@orvalis.example"
LINES = (Path(__file__).parent / "about_forms.txt").read_text("utf-8").splitlines()
FORMS = [(LEAD, *line.split(" => ")) for line in LINES if " => " in line]
FORMS += [(PARTNERS, *line.split(" ==> ")) for line in LINES if " ==> " in line]


@pytest.mark.parametrize(("lead", "end", "presented"), FORMS)
def test_an_end_of_a_release_presents_these_organisations_and_no_others(lead: str, end: str, presented: str) -> None:
    text = lead + end.replace("/", "\n") + ("" if "Contact presse" in end else CONTACT)
    release = fill(document_of(text), PRODUCER, RULES, closure(["about"]))
    assert ("; ".join(about.organization or "?" for about in release.about) or "-") == presented


def test_a_name_on_the_line_above_what_bears_it_opens_the_block() -> None:
    page = (
        "<h1>Orvalis rouvre la piscine</h1><p>Elle accueillera tous les publics dès lundi prochain.</p>"
        "<p>Le bassin a été refait à neuf, en deux ans.</p>"
        "<p>Orvalis<br/>Association de nageurs née à Vaubourg, elle gère dix piscines.</p>"
    )
    release = fill(read(Source("x.html", page.encode())), PRODUCER, RULES, closure(["about"]))
    assert [about.organization for about in release.about] == ["Orvalis"]


def test_an_about_inside_a_paragraph_ends_with_the_next_head() -> None:
    text = (
        "# Orvalis rouvre\n\nOrvalis rouvre la piscine lundi. Elle est neuve. À propos d'Orvalis : fondée en 2004, "
        "Orvalis gère dix piscines. Elle est à Loos. À propos de Nautéo – Nautéo construit des bassins. "
        "Contact presse : Léa Noury, chargée de communication d'Orvalis, que la presse peut joindre le matin."
    )
    release = fill(document_of(text), PRODUCER, RULES, closure(["about"]))
    assert [(about.organization, about.text) for about in release.about] == [
        ("Orvalis", "À propos d'Orvalis : fondée en 2004, Orvalis gère dix piscines. Elle est à Loos."),
        ("Nautéo", "À propos de Nautéo – Nautéo construit des bassins."),
    ]
