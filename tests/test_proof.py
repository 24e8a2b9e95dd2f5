"""The rule test catches a rule that breaks its word."""

from __future__ import annotations

import dataclasses

from communique.proof import Verdict, document_of, prove
from communique.rulebook import Example, load

RULES = load()
RULE = RULES["dates"].rules[0]


def test_an_example_with_another_value_is_broken() -> None:
    text = RULE.examples[0].text
    wrong = dataclasses.replace(RULE, examples=(Example(text, ("1789-07-14",)),), never=())
    (verdict,) = prove(wrong, RULES)
    assert not verdict.holds
    assert verdict.want == ("1789-07-14",)


def test_a_counter_example_that_matches_is_broken() -> None:
    text = RULE.examples[0].text
    wrong = dataclasses.replace(RULE, examples=(), never=(text,))
    (verdict,) = prove(wrong, RULES)
    assert not verdict.holds


def test_a_verdict_holds_if_it_got_what_it_wants() -> None:
    assert Verdict("a/b", "x", ("1",), ("1",)).holds


def test_marked_names_become_tags_of_the_document() -> None:
    document = document_of("Hier, [Ève Brun](PER), maire de [Tours](LOC).")
    assert document.text == "Hier, Ève Brun, maire de Tours."
    assert [(document.text[t.start : t.end], t.label) for t in document.tags] == [("Ève Brun", "PER"), ("Tours", "LOC")]
