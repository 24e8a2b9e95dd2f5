"""Forms in which releases say what a person is -> title and organisation; the sentences are in role_forms.txt."""

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
FORMS = (Path(__file__).parent / "role_forms.txt").read_text("utf-8")


def samples() -> list[tuple[str, list[str]]]:
    """Sentence, ⏎ for a line end, and its persons: name, then title and organisation of each role."""
    lines = [line for line in FORMS.split("\n") if line and not line.startswith("#")]
    parts = [line.split(" ⇒") for line in lines]
    return [(text.replace("⏎", "\n"), [p.strip() for p in said.split(";") if p.strip()]) for text, said in parts]


@pytest.mark.parametrize(("text", "said"), samples())
def test_a_role_is_read_in_whatever_form_it_is_said(text: str, said: list[str]) -> None:
    release = fill(document_of(text), PRODUCER, RULES, closure(["persons"]))
    assert [p.gist() for p in release.persons] == said
