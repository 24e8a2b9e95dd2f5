"""Web pages for the tests of reading: one invented release, set by twelve kinds of sites with their chrome around it.

The pages are templates in tests/read/pages; what is release and what is site is known, so words can be counted.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "read" / "pages"
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))
RELEASE = {
    "title": "Le Grand Port de Saint-Nazaire ouvre sa nouvelle cale aux chantiers du littoral",
    "dateline": "Saint-Nazaire, le 14 mars 2019",
    "lead": "Après trois ans de travaux, la cale de mise à l’eau du bassin de Penhoët accueille ce jeudi ses premiers "
    "navires. Les chantiers du littoral y trouveront un outil commun, ouvert toute l’année.",
    "p1": "Longue de 140 mètres, la cale peut recevoir des coques de 900 tonnes. Elle remplace l’ancien plan "
    "incliné, fermé en 2011, et se loue à la journée. Les marins pêcheurs de La Turballe en seront les "
    "premiers usagers.",
    "p2": "Le budget de l’opération s’élève à 6,4 millions d’euros, dont 2,1 millions apportés par la Région Pays de "
    "la Loire et 1,5 million par l’État. M<sup>e</sup> Kerbrat, notaire du port, a signé l’acte le 4 février.",
    "p3": "« Cette cale est née d’une demande simple : ne plus remorquer un chalutier jusqu’à Lorient pour repeindre "
    "sa coque », rappelle Solène Guivarc’h, directrice du port.",
    "intro": "Trois services y sont proposés :",
    "item1": "la mise à sec : une journée, sur rendez-vous",
    "item2": "le carénage : peinture et soudure",
    "nested1": "pour les voiliers de moins de 12 mètres",
    "nested2": "pour les chalutiers",
    "item3": "l’escale technique",
    "heading": "Un chantier ouvert aux apprentis",
    "last": "Dès la rentrée, quarante apprentis du lycée Brossaud-Blancho travailleront sur place deux jours par "
    "semaine, avec les équipes de quatre entreprises de Montoir-de-Bretagne.",
    "about": "À propos du Grand Port de Saint-Nazaire",
    "about_text": "Établissement public de l’État, le Grand Port accueille chaque année 2 500 escales. Il emploie 640 "
    "personnes sur les deux rives de l’estuaire de la Loire.",
    "contact": "Contact presse",
    "name": "Yann Le Floc’h",
    "phone": "02 40 00 11 22",
    "mail": "presse@port.example",
}


def page(name: str) -> bytes:
    """The release as that kind of site sets it; the page of 1998 is in Latin-1, and does not say so."""
    source = Template((FOLDER / f"{name}.html").read_text("utf-8")).substitute(RELEASE)
    return source.replace("’", "'").encode("latin-1", "replace") if name == "tables" else source.encode()


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.replace("<sup>e</sup>", "e")))


EXPECTED = words("\n".join(RELEASE.values()))
