"""The head of a file, as people write it."""

from __future__ import annotations

import pytest

from communique.read.frontmatter import head, parse


def test_values_of_every_shape_are_read() -> None:
    lines = """\
title: Un titre
  sur deux lignes
plain: Lancement : la suite
single: 'L''eau : oui'
double: "Il dit \\"oui\\""
block: |-
  Premier
  second
folded: >
  Premier
  second
tags:
- eau
- air
inline: [eau, "air"]
empty:
contact-presse:
  name: Yann
  tel:
  - 02 40 00 11 22
  - 06 00 00 00 01
files:
- file: "/a.pdf"
  nom: Le PDF
""".splitlines()
    assert parse(lines) == {
        "title": "Un titre sur deux lignes",
        "plain": "Lancement : la suite",
        "single": "L'eau : oui",
        "double": 'Il dit "oui"',
        "block": "Premier\nsecond",
        "folded": "Premier second",
        "tags": ["eau", "air"],
        "inline": ["eau", "air"],
        "empty": "",
        "contact-presse": {"name": "Yann", "tel": ["02 40 00 11 22", "06 00 00 00 01"]},
        "files": [{"file": "/a.pdf", "nom": "Le PDF"}],
    }


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("---\ntitle: A\n---\nB", 3),
        ("\n---\ntitle: A\n...\nB", 4),
        ("+++\ntitle = \"A\"\n+++\nB", 3),
        ("title: A\ndate: 2013/10/23\n\nB", 2),
        ("---\ntitle: A\ndate: 2013/10/23\n\nB", 3),  # the closing fence was lost
    ],
)  # fmt: skip
def test_a_head_is_found_with_and_without_fences(text: str, end: int) -> None:
    found = head(text.split("\n"))
    assert found is not None
    assert (found.values["title"], found.end) == ("A", end)


@pytest.mark.parametrize(
    "text",
    [
        "Contact : Yann\nDate : 3 mai 2019\n\nB",
        "date: 3 mai\nLe maire a dit :\n\nB",
        "---\nUn texte entre deux filets\n---\nB",
        "Titre\n=====\n",
        "",
    ],
)
def test_a_text_is_no_head(text: str) -> None:
    assert head(text.split("\n")) is None
