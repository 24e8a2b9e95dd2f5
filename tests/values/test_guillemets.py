"""What stands between marks, of every kind, nested, opened again, or left open; each mark is looked at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.values.guillemets import Pair, pairs
from growth import LINEAR, growth


def paragraphs(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for part in text.split("\n\n"):
        spans.append((at, at + len(part)))
        at += len(part) + 2
    return spans


def words(text: str) -> list[str]:
    return [text[p.start : p.end] for p in pairs(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Il dit « oui » et « non ».", ["oui", "non"]),
        ("Il dit “oui” et „non“ et ”peut-être”.", ["oui", "non", "peut-être"]),
        ('Il dit "oui" et " non ".', ["oui", "non"]),
        ("Il dit ''oui'' et << non >>.", ["oui", "non"]),
        ("L'ami d'Aude dit 'oui, c'est l'heure' et ‘c’est l’été’.", ["oui, c'est l'heure", "c’est l’été"]),
        ("« A “b” « c » 'd' »", ["A “b” « c » 'd'"]),
        ("Il dit » oui » et « non «.", ["oui", "non"]),
        ('« Oui", dit-il, et “non".', ["Oui", "non"]),
        ('Un écran de 27" et un de 32" sur la table.', []),
        ("Les élèves' cahiers et l'ami d'hier.", []),
        ("« Le prix « Jeune », dit-il.", ["Le prix « Jeune"]),
        ("« Le parc « Jeune » rouvre, dit-il.", ["Le parc « Jeune » rouvre, dit-il."]),
        ("« a\n« b »", ["a\n« b"]),
        ("« a\n\n« b\n\n» c »", ["a\n\n« b\n\n» c"]),
        ("« a\n\nb »", ["a\n\nb"]),
        ("« a\n\n« b » « c »", ["a\n\n« b", "c"]),
        ("Un « a\n\n« b »", ["a", "b"]),
        ("« a, dit-il.\n\nb « c »", ["a, dit-il.", "c"]),
        ("« a\n\nb\n\nc\n\nd\n\ne »", ["a", "e"]),
        ("a »", ["a"]),
    ],
)
def test_the_outermost_words_between_marks(text: str, want: list[str]) -> None:
    assert words(text) == want


def test_a_mark_that_is_not_closed_says_so() -> None:
    assert [p.whole for p in pairs("« a, dit-il.\n\nb « c »", [(0, 12), (14, 21)])] == [False, True]


def test_marks_that_open_again_are_named() -> None:
    (pair,) = pairs("« a\n\n« b »", [(0, 3), (5, 10)])
    assert pair == Pair(2, 8, 0, 10, 0, 1, "low", whole=True, again=((5, 6),))


def test_no_quotation_enters_or_leaves_a_heading() -> None:
    text = "« a\n\n« b\n\n« c »"
    found = pairs(text, paragraphs(text), alone={1})
    assert [text[p.start : p.end] for p in found] == ["a", "b", "c"]


@given(st.text(alphabet="«»“”\"'ab \n.,", max_size=60))
def test_quotations_are_in_order_and_apart_and_hold_words_without_space_around(text: str) -> None:
    spans = paragraphs(text)
    found = pairs(text, spans)
    ends = [0, *(p.closes for p in found)]
    for pair, before in zip(found, ends, strict=False):
        assert before <= pair.opens <= pair.start < pair.end <= pair.closes
        assert text[pair.start : pair.end].strip() == text[pair.start : pair.end]
        assert spans[pair.first][0] <= pair.opens and pair.closes <= spans[pair.last][1]


@pytest.mark.parametrize("piece", ["« ", "» ", '" ', "“ « ", "' a", "a' ", "«a»", "« a\n\n", "a »\n\n", "« « »\n\n"])
def test_marks_cost_linear_time(piece: str) -> None:
    def work(size: int) -> None:
        text = piece * (size // len(piece))
        pairs(text, paragraphs(text))

    assert growth(work, 20_000) < LINEAR
