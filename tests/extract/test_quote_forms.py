"""Forms in which releases say whose words a quotation is -> speaker and words; the sentences are in quote_forms.txt."""

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
FORMS = (Path(__file__).parent / "quote_forms.txt").read_text("utf-8")


def samples() -> list[tuple[str, list[str]]]:
    """Sentence, ⏎ for a line end, and its quotes, each with the speaker before a colon."""
    lines = [line for line in FORMS.split("\n") if line and not line.startswith("# Ce que")]
    parts = [line.split(" ⇒") for line in lines]
    return [(text.replace("⏎", "\n"), [q.strip() for q in said.split(" ; ") if q.strip()]) for text, said in parts]


@pytest.mark.parametrize(("text", "said"), samples())
def test_a_quotation_is_whose_it_is_in_whatever_form_that_is_said(text: str, said: list[str]) -> None:
    release = fill(document_of(text), PRODUCER, RULES, closure(["quotes"]))
    assert [q.gist() for q in release.quotes] == said
