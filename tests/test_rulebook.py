"""A rule file is checked when it is loaded; a pattern means what the rule book says."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import RuleError
from communique.rulebook import expand, load

WORDS = {"months": {"mai": "05", "août": "08", "mai prochain": "05"}}


def rules(tmp_path: Path, text: str) -> Path:
    (tmp_path / "dates.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_space_is_any_white_space_and_an_apostrophe_either() -> None:
    assert expand("aujourd'hui à [' ]x", WORDS) == "aujourd['’]hui\\sà\\s['’ \u00a0\u202f\n]x"


def test_a_word_list_stands_with_its_longest_word_first() -> None:
    assert expand("{months}", WORDS) == "(?:mai\\sprochain|août|mai)"


def test_a_tolerant_word_list_takes_words_without_accents() -> None:
    assert expand("{months~}", WORDS) == "(?:mai\\sprochain|ao[uû]t|mai)"


def test_a_quantifier_is_no_word_list() -> None:
    assert expand(r"\d{2,4}", WORDS) == r"\d{2,4}"


def test_scalars_are_text(tmp_path: Path) -> None:
    folder = rules(tmp_path, "m: {on: 01}\nrules:\n- {id: a, pattern: x, examples: {x: 12:30}}\n")
    assert dict(load(folder)["dates"].words["m"]) == {"on": "01"}
    assert load(folder)["dates"]["a"].examples[0].gives == ("12:30",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rules: [", "not YAML"),
        ("months: {}", "list `rules:`"),
        ("rules:\n- {pattern: x}", "`id`"),
        ("rules:\n- {id: a, pattern: x}", "rule a: give at least one example"),
        ("rules:\n- {id: a, pattern: '(', examples: {x: x}}", "rule a: pattern does not compile"),
        ("rules:\n- {id: a, pattern: '{jours}', examples: {x: x}}", "no word list"),
        ("rules:\n- {id: a, examples: {x: x}}", "needs `why:`"),
        ("rules:\n- {id: a, pattern: x, exmaples: {x: x}, examples: {x: x}}", "unknown keys exmaples"),
        ("rules:\n- {id: a, pattern: x, examples: {x: x}}\n- {id: a, pattern: y, examples: {y: y}}", "two rules"),
        ("w: 3\nrules: []", "a word list is"),
    ],
)
def test_a_wrong_rule_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RuleError, match=message) as caught:
        load(rules(tmp_path, text))
    assert "dates.yaml" in str(caught.value)


def test_a_folder_without_rules_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no rule files"):
        load(tmp_path)


def test_the_fingerprint_changes_with_a_rule(tmp_path: Path) -> None:
    one = load(rules(tmp_path / ".", "rules:\n- {id: a, pattern: x, examples: {x: x}}")).fingerprint
    load.cache_clear()
    two = load(rules(tmp_path / ".", "rules:\n- {id: a, pattern: y, examples: {y: y}}")).fingerprint
    assert one != two


@pytest.mark.parametrize(
    ("pattern", "at_the_start"),
    [
        ("^a|^(?:b|c)", True),
        (r"^[|(]a\||^b", True),
        ("^a|b", False),
        ("(?:^a|b)", False),
        (r"a\|^b", False),
        ("^", True),
    ],
)
def test_a_pattern_that_begins_with_the_text_is_tried_there_only(
    tmp_path: Path, pattern: str, at_the_start: bool
) -> None:
    rule = load(rules(tmp_path, f"rules:\n- {{id: a, pattern: '{pattern}', examples: {{x: 12:30}}}}\n"))["dates"]["a"]
    assert rule.search == (rule.regex.match if at_the_start else rule.regex.search)
