"""Which lines open an item, and how deep it is."""

from __future__ import annotations

import pytest

from communique.read.bullets import bullet, levels, listed


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- bus", "bus"), ("– bus", "bus"), ("• bus", "bus"), ("\uf0b7\tbus", "bus"), ("✓ bus", "bus"),
        ("* bus", "bus"),
        ("-bus", "bus"), ("\\- bus", "bus"), ("o bus", "bus"), ("1. bus", "bus"), ("2) bus", "bus"), ("a) bus", "bus"),
        ("3/ bus", "bus"), ("iv) bus", "bus"), ("➢bus", "bus"), ("·  bus", "bus"), ("-\u00a0bus", "bus"),
    ],
)  # fmt: skip
def test_the_sign_is_told_from_the_item(line: str, text: str) -> None:
    found = bullet(line)
    assert found is not None
    assert line[found.width :] == text


@pytest.mark.parametrize(
    "line",
    [
        "-5 % en un an", "**gras**", "- - -", "* * *", "----", "1.5 milliard d’euros", "2019. L’année", "on part",
        "(1) Note",
        "Module 1 : ouvrir", "1er mars", "10 associations", "A. Dupont", "+33 6 00", "12 mai", "*gras* et maigre",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_sign_is_none(line: str) -> None:
    found = bullet(line)
    assert found is None or listed([found], announced=False, after_quote=True) == [False]


def test_one_long_dash_after_a_quote_is_a_speaker() -> None:
    dash = bullet("— Solène Guivarc’h, directrice")
    hyphen = bullet("- Solène Guivarc’h, directrice")
    assert dash
    assert hyphen
    assert listed([dash], announced=False) == [False]
    assert listed([hyphen], announced=False, after_quote=True) == [False]
    assert listed([hyphen], announced=False) == [True]
    assert listed([dash], announced=True) == [True]
    assert listed([dash, dash], announced=False) == [True, True]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1. a", "2. b", "3. c"], [True, True, True]),
        (["1. a", "1. b"], [True, True]),
        (["1. a"], [False]),
        (["4. a", "9. b"], [False, False]),
        (["a) a", "b) b"], [True, True]),
    ],
)
def test_numbers_are_a_list_where_they_count(lines: list[str], expected: list[bool]) -> None:
    assert listed([b for line in lines if (b := bullet(line))], announced=False) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([(0, "-"), (2, "-"), (2, "-"), (0, "-")], [1, 2, 2, 1]),
        ([(0, "•"), (0, "o"), (0, "o"), (0, "•")], [1, 2, 2, 1]),
        ([(4, "-"), (5, "-"), (4, "-")], [1, 1, 1]),
        ([(0, "1."), (3, "-"), (6, "*"), (0, "1.")], [1, 2, 3, 1]),
    ],
)
def test_depth_is_by_indent_then_by_sign(row: list[tuple[int, str]], expected: list[int]) -> None:
    assert levels(row) == expected


def test_pictures_are_bullets_where_there_are_two_and_not_before_a_number_to_call() -> None:
    alike = [bullet("♥ le sac cabas"), bullet("♥ une paire")]
    assert [(b.family, b.width, b.strong) for b in alike if b] == [("picture", 2, False)] * 2
    assert [b.family for b in (bullet("🚲 vélo"), bullet("🚌 bus")) if b] == ["picture", "picture"]
    assert bullet("☎ 01 99 00 12 34") is None
    assert bullet("📍 12 rue Basse") is None
    first = bullet("🎉 Grande nouvelle")
    assert first
    assert listed([first], announced=False) == [False]


def test_a_full_stop_set_apart_is_a_bullet_of_a_typewriter() -> None:
    row = [b for b in (bullet(". PRAIRIES"), bullet(". MAIS")) if b]
    assert listed(row, announced=False) == [True, True]
    assert bullet("...") is None
    assert bullet(".net") is None


def test_a_number_that_begins_anew_below_a_table_of_contents_is_a_heading() -> None:
    row = [bullet(line) for line in ("1- Le port", "2- La mer", "3- Glossaire", "1- Le port")]
    assert listed([b for b in row if b], announced=False) == [True, True, True, False]
