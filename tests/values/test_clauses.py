"""A name is a subject if it leads its clause and a verb follows."""

from __future__ import annotations

import pytest

from communique.values.clauses import acts, joined, leads

VERBS, OTHERS = frozenset({"a", "va"}), frozenset({"de", "comme", "entre"})


def at(marked: str) -> tuple[str, int, int]:
    """Text, start and end of the name in brackets."""
    start = marked.index("[")
    end = marked.index("]") - 1
    return marked.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize(
    ("marked", "subject"),
    [
        ("[Orvalis] ouvre une usine.", True),
        ("La [Fondation Lestrade] (FL) a remis un prix.", True),
        ("À Vaubourg, la [Fondation Lestrade] remettra un prix.", True),
        ("Il pleut. La société coopérative [Orvalis] embauche.", True),
        ("[Orvalis], première coopérative du pays, annonce un plan.", True),
        ("Les trains de la [Région] roulent.", False),
        ("des fondations telles que la [Fondation Lestrade] ont permis", False),
        ("[Orvalis] fondée à Vaubourg", False),
        ("[Orvalis] entre deux eaux", False),
        ("[Orvalis].", False),
    ],
)
def test_a_subject_leads_its_clause_and_acts(marked: str, subject: bool) -> None:
    text, start, end = at(marked)
    assert (leads(text, 0, start) and acts(text, end, VERBS, OTHERS)) is subject


def test_two_names_may_be_joined() -> None:
    text, _, end = at("[Orvalis] (OV) et la Ville ouvrent une usine.")
    assert text[joined(text, end) :].startswith("Ville")
    assert joined("Orvalis ouvre", 7) == -1
