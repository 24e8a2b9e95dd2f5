"""What each rule did, and which wordings go wrong."""

from __future__ import annotations

from communique.evaluate.by_rule import NOBODY, FormLine, RuleLine, by_form, by_rule, never_fired
from communique.evaluate.score import score
from evaluate_samples import gold, release

WANTED = "[Tours](LOC), [Blois](LOC), [Ève Brun](PER), [Tours](LOC)"
GOT = "[Tours](LOC), [Blois](ORG), [Ève](PER) Brun, Tours [et](MISC)"
CASES = score(gold(WANTED), release(GOT, by="mentions/nom"))


def test_a_rule_has_its_hits_its_precision_and_the_recall_it_lost() -> None:
    rule = RuleLine("mentions/nom", "mentions", 4, 1, 2, {"right": 1, "label": 1, "ends": 1, "spurious": 1})
    assert by_rule(CASES) == [rule, RuleLine(NOBODY, "mentions", 0, 0, 1, {"missed": 1})]
    assert rule.precision == 0.25


def test_errors_are_grouped_by_wording_class_and_rule_the_frequent_first() -> None:
    twice = [*CASES, *score(gold("[Blois](LOC)", id="b"), release("[Blois](ORG)", by="mentions/nom"))]
    assert by_form(twice)[0] == FormLine("Blois", "mentions", "label", "mentions/nom", 2, 2)
    assert {(line.form, line.verdict) for line in by_form(twice)[1:]} == {
        ("Tours", "missed"),
        ("Ève Brun", "ends"),
        ("et", "spurious"),
    }


def test_rules_that_made_nothing_are_named_in_their_order() -> None:
    assert never_fired({"a/1", "b/2"}, ["b/1", "a/1", "a/2", "b/2"]) == ["b/1", "a/2"]
