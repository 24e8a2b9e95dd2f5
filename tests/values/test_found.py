"""Findings that overlap or disagree are settled."""

from __future__ import annotations

from communique.values.found import ANNOUNCED, HEAD, KNOWN, MODEL, Found, Label, agree, settle


def found(text: str, words: str, label: Label, weight: int) -> Found:
    start = text.index(words)
    return Found(start, start + len(words), label, "x/y", weight)


def test_the_heavier_of_two_that_overlap_stands() -> None:
    text = "Ville de Lille Métropole"
    a, b = found(text, "Ville de Lille", "ORG", HEAD), found(text, "Lille Métropole", "LOC", MODEL)
    assert settle([b, a]) == [a]


def test_a_name_inside_a_longer_one_gives_way_even_if_heavier() -> None:
    text = "Air France"
    a, b = found(text, "Air France", "ORG", MODEL), found(text, "France", "LOC", KNOWN)
    assert settle([b, a]) == [a]


def test_a_name_with_its_head_does_not_give_way() -> None:
    text = "campus de l'École centrale"
    a, b = found(text, "campus de l'École centrale", "LOC", MODEL), found(text, "École centrale", "ORG", HEAD)
    assert settle([a, b]) == [b]


def test_findings_come_out_in_text_order() -> None:
    text = "Lille, Paris, Tours"
    spans = [found(text, w, "LOC", MODEL) for w in ("Tours", "Lille", "Paris")]
    assert settle(spans) == sorted(spans)


def test_the_heavier_label_wins_for_a_name_through_the_text() -> None:
    text = "Adikor et Adikor"
    first = Found(0, 6, "LOC", "m", MODEL)
    second = Found(10, 16, "ORG", "x/y", ANNOUNCED)
    assert agree(text, [first, second], "x/z") == [Found(0, 6, "ORG", "x/z", MODEL), second]


def test_a_name_with_its_head_speaks_for_the_name_without() -> None:
    text = "fondation Adikor, Adikor"
    head = found(text, "fondation Adikor", "ORG", HEAD)
    alone = Found(18, 24, "PER", "m", MODEL)
    assert agree(text, [head, alone], "x/z", {"fondation"})[1].label == "ORG"


def test_two_of_three_in_a_row_decide_for_the_third() -> None:
    text = "Ado, Bel et Cor"
    row = [found(text, w, label, MODEL) for w, label in (("Ado", "ORG"), ("Bel", "ORG"), ("Cor", "LOC"))]
    assert [f.label for f in agree(text, row, "x/z")] == ["ORG", "ORG", "ORG"]
