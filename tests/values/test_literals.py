"""What a pattern needs: a text that it matches has it, and most that it does not match have not."""

from __future__ import annotations

import re

import pytest

from communique.rulebook import Rule, load
from communique.values.literals import lowered, needed, within

PATTERNS = [rule for rule in load().all() if rule.pattern]


@pytest.mark.parametrize(
    ("pattern", "flags", "strings"),
    [
        (r"\bfrancs?\b|€", re.IGNORECASE, {"franc", "€"}),
        (r"\((?P<short>\w+)\)", 0, {"("}),
        (r"(?:Un|Deux)\s(?=x)", 0, {"Un", "Deux"}),
        (r"É{2}x?", re.IGNORECASE, {"é"}),
        (r"[,;] ?(?P<a>.)(?P=a)", 0, {",", ";"}),
        (r"a?b*", 0, set()),
        (r"(?-i:A)b+", re.IGNORECASE, {"b"}),
        (r"(?=ab)a.", 0, {"a"}),
        ("|".join("abcdefgh"), 0, set()),
    ],
)
def test_each_match_holds_one_of_the_strings(pattern: str, flags: int, strings: set[str]) -> None:
    assert needed(re.compile(pattern, flags)) == strings


@pytest.mark.parametrize("rule", PATTERNS, ids=lambda r: r.id)
def test_a_rule_finds_the_same_with_and_without_them(rule: Rule) -> None:
    for other in PATTERNS:
        for text in (*(e.text for e in other.examples), *other.never):
            for written in (text, text.upper()):
                assert [m.span() for m in rule.finditer(written)] == [m.span() for m in rule.regex.finditer(written)]


def test_only_the_part_that_is_searched_counts() -> None:
    strings = frozenset({"franc"})
    assert within(strings, "Un FRANC", 0, 8, any_case=True)
    assert not within(strings, "Un FRANC", 4, 8, any_case=True)
    assert not within(strings, "Un FRANC", 0, 8, any_case=False)


@pytest.mark.parametrize("text", ["İstanbul", "ſi", "ı"])
def test_letters_whose_case_no_table_turns_back_are_not_lowered(text: str) -> None:
    assert lowered(text) == ""
    assert within(frozenset({"x"}), text, 0, 99, any_case=True)
