"""Why a layer found what it found, and refused what it refused."""

from __future__ import annotations

import pytest

from communique.document import Source
from communique.explain import Explanation, explain, told
from communique.rulebook import load

TEXT = """Communiqué de presse

Tours, le 3 mars 2021

La Ville de Tours ouvre une piscine

La piscine accueillera 2000 personnes. L’Agence de l’eau (AEL) a donné 12 000 €.
"""


def of(layer: str) -> Explanation:
    return explain(Source("cp.txt", TEXT.encode()), layer, load())


def test_a_fact_is_a_candidate_that_was_found() -> None:
    found = [(c.text, c.reason) for c in of("dates").candidates if c.outcome == "found"]
    assert found == [("3 mars 2021", "2021-03-03")]


def test_what_code_refuses_is_named_with_its_rule_and_reason() -> None:
    refused = [(c.text, c.by.partition("/")[0]) for c in of("dates").candidates if c.outcome == "refused"]
    assert refused == [("2000", "dates")]
    assert "- " in told(of("dates")) and "[2000] personnes" in told(of("dates"))


def test_a_pattern_that_matched_for_nothing_is_refused() -> None:
    refused = [c for c in of("acronyms").candidates if c.outcome == "refused"]
    assert refused and all(c.by.startswith("acronyms/") and c.reason for c in refused)


def test_no_candidate_is_both_found_and_refused_by_one_rule() -> None:
    for layer in ("dates", "acronyms", "amounts", "published"):
        candidates = of(layer).candidates
        found = [(c.start, c.end, c.by) for c in candidates if c.outcome == "found"]
        for c in candidates:
            if c.outcome == "refused":
                assert not [f for f in found if f[2] == c.by and f[0] < c.end and c.start < f[1]]


def test_a_field_that_stayed_empty_says_so() -> None:
    assert of("published").empty == ("embargo",)
    assert "embargo stayed empty" in told(of("published"))


def test_rules_that_matched_nowhere_are_named() -> None:
    explanation = of("amounts")
    assert "amounts/pourcentage" in explanation.silent
    assert "amounts/argent" not in explanation.silent


def test_a_layer_without_candidates_names_those_that_it_builds_on() -> None:
    text = told(explain(Source("cp.txt", "Rien à dire de plus ici.".encode()), "lists", load()))
    assert "lists stayed empty" in text and "no candidate; it builds on zones" in text


def test_an_unknown_layer_is_named() -> None:
    with pytest.raises(ValueError, match="no layer datess"):
        of("datess")


@pytest.mark.model
def test_a_name_of_the_model_that_the_rules_changed_is_refused() -> None:
    explanation = of("mentions")
    assert {c.text for c in explanation.candidates if c.outcome == "found"} >= {"Ville de Tours"}
    assert all(c.by.startswith(("communique-ner-", "mentions/")) for c in explanation.candidates)
