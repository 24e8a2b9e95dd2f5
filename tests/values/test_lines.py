"""Lines keep their place in the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.values.lines import Line, lines, sentences


def test_a_line_has_no_white_space_at_its_ends_and_none_is_empty() -> None:
    assert list(lines("  un \n\n deux", 0)) == [Line(2, 4, "un"), Line(8, 12, "deux")]


@given(st.text(alphabet="ab \n", max_size=40), st.integers(0, 10), st.integers(10, 40))
def test_every_line_is_at_its_place(text: str, start: int, end: int) -> None:
    found = list(lines(text, start, end))
    assert all(text[line.start : line.end] == line.text == line.text.strip() != "" for line in found)
    assert "".join("".join(line.text.split()) for line in found) == "".join(text[start:end].split())


def test_a_sentence_ends_before_a_capital() -> None:
    assert sentences("Il pleut. Il vente ! « Oui », dit-il. 12 fois.") == 2
