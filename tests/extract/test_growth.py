"""Every layer: its time grows with the text, and not with its square."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from communique.clean import assemble
from communique.document import Document, Part, Source, Tag
from communique.extract import LAYERS, Layer
from communique.record import Producer, Release
from communique.rulebook import load
from communique.run import fill
from growth import LINEAR, growth

RULES = load()
PRODUCER = Producer(version="0", model=None, rules="0" * 16)
NAMES = {"Agence régionale du climat": "ORG", "Claire Vasseur": "PER", "Tours": "LOC"}
RELEASE = (
    Part("title", "L'Agence régionale du climat (ARC) ouvre un guichet à Tours"),
    Part("paragraph", "Tours, le 3 mars 2020 – Le guichet ouvrira lundi à 14 h, au 12 rue des Halles."),
    Part("paragraph", "« Nous attendons 1 200 familles », dit Claire Vasseur, présidente de l'ARC, qui y met 3,5 M€."),
    Part("paragraph", "Le SDE et l'ANR en font autant. Trois mesures sont prévues :"),
    Part("item", "Chaleur : 40 % d'aide pour 200 logements", 1),
    Part("item", "Vélo – une prime de 150 euros avant juin 2021", 1),
    Part("paragraph", "Contact presse : Claire Vasseur, 02 61 91 12 34, presse@arc.example"),
    Part("heading", "À propos de l'Agence régionale du climat", 2),
    Part("paragraph", "Créée en 1998, elle conseille les communes de la région et emploie une centaine de personnes."),
)


@lru_cache(maxsize=16)
def before(layer: str, copies: int) -> tuple[Document, Release]:
    """So many releases in one document, and what the layers before that one find in it."""
    document = assemble(Source("t", b""), list(RELEASE) * copies, {})
    text, tags = document.text, list[Tag]()
    for name, label in NAMES.items():
        at = text.find(name)
        while at >= 0:
            tags.append(Tag(at, at + len(name), label, "model"))  # type: ignore[arg-type]
            at = text.find(name, at + 1)
    document = replace(document, tags=tuple(tags))
    layers = LAYERS[: [one.name for one in LAYERS].index(layer)]
    return document, fill(document, PRODUCER, RULES, layers)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_a_layer_grows_with_the_text(layer: Layer) -> None:
    assert growth(lambda copies: layer.find(*before(layer.name, copies), RULES), 12) < LINEAR
