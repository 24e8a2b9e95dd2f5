"""The forms of sums, ranges and counts, and the sums whose currency stands but with the one before."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.extract import closure
from communique.proof import document_of
from communique.record import Producer
from communique.rulebook import load
from communique.run import fill

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)
LEAD = "La piscine rouvre\n\nElle accueillera tous les publics.\n\n"
LINES = (Path(__file__).parent / "amount_forms.txt").read_text("utf-8").splitlines()
FORMS = [tuple(part.strip() for part in line.split("=>")) for line in LINES if "=>" in line and line[0] != "#"]


@pytest.mark.parametrize(("sentence", "amounts"), FORMS)
def test_a_sentence_holds_these_amounts_and_no_others(sentence: str, amounts: str) -> None:
    release = fill(document_of(LEAD + sentence), PRODUCER, RULES, closure(["amounts"]))
    assert "; ".join(f"{a.value} {a.unit}" for a in release.amounts) == amounts
