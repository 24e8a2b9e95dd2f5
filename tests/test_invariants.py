"""The laws of the design, for every text that Hypothesis thinks of."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.clean import SEPARATOR, assemble, clean
from communique.document import Document, Part, Source
from communique.extract import LAYERS
from communique.record import Producer, Release, check_offsets, spans
from communique.rulebook import load
from communique.run import fill

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)
WORDS = [
    "le", "la", "de", "l’", "d'", "du", "et", "Lille", "MEL", "(MEL)", "Métropole", "Européenne", "Damien",
    "Castelain", "président", "Président,", "M.", "Mme", "«", "»", "\"", ":", ";", ".", ",", "–", "—", "-", "•", "3",
    "12", "20", "mars", "2020", "11/02/2020", "hier", "demain", "lundi", "fin", "2018", "depuis", "6", "ans", "14h30",
    "01", "99", "00", "12", "34", "presse@ville.example", "déclare", "explique-t-il", "selon", "À", "propos",
    "Contact", "presse", "Communiqué", "COMMUNIQUÉ", "DE", "PRESSE", "25", "%", "millions", "d'euros", "Fait", "à",
    "Tours,", "À", "ﬁ", "É", "È", "ç", "_", "*", "**", "www.ville.example", "+", "(", ")", "/", "’", "🙂", "\u00a0",
    "\u00ad", "\n", "\u202f",
]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=60)
parts = st.lists(
    st.builds(Part, st.sampled_from(["title", "heading", "paragraph", "item", "quote", "row", "caption"]), texts),
    max_size=8,
)


def document(given_parts: list[Part]) -> Document:
    return assemble(Source("t", b""), given_parts, {})


def release(given_parts: list[Part]) -> Release:
    return fill(document(given_parts), PRODUCER, RULES, published=dt.date(2020, 2, 11))


@given(st.text() | texts)
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(parts)
def test_blocks_tile_the_text(given_parts: list[Part]) -> None:
    d = document(given_parts)
    assert SEPARATOR.join(d.words(b) for b in d.blocks) == d.text


@settings(deadline=None, max_examples=150)
@given(parts)
def test_no_layer_fails_and_the_record_comes_back_from_json_as_it_was(given_parts: list[Part]) -> None:
    r = release(given_parts)
    assert [p for p in r.problems if p.error[:1].isupper()] == []  # the class of an exception
    assert Release.model_validate_json(r.model_dump_json()) == r
    check_offsets(r.text, r)


@settings(deadline=None, max_examples=150)
@given(parts)
def test_every_fact_is_by_a_rule_that_exists(given_parts: list[Part]) -> None:
    r = release(given_parts)
    assert {s.by for s in spans(r)} | {b.by for b in r.blocks} <= RULES.ids


@settings(deadline=None, max_examples=150)
@given(parts)
def test_no_mention_date_or_amount_crosses_a_block_and_mentions_do_not_overlap(given_parts: list[Part]) -> None:
    r = release(given_parts)
    for fact in (*r.mentions, *r.dates, *r.amounts):
        assert any(b.start <= fact.start < fact.end <= b.end for b in r.blocks), fact
    ends = [0, *(m.end for m in r.mentions)]
    assert all(m.start >= end for m, end in zip(r.mentions, ends, strict=False))


@settings(deadline=None, max_examples=100)
@given(parts)
def test_the_same_document_gives_the_same_record(given_parts: list[Part]) -> None:
    assert release(given_parts).model_dump_json() == release(given_parts).model_dump_json()


@settings(deadline=None, max_examples=100)
@given(parts)
def test_a_layer_fills_its_own_fields_and_no_others(given_parts: list[Part]) -> None:
    d = document(given_parts)
    r = release(given_parts)
    for layer in LAYERS:
        assert set(layer.find(d, r, RULES)) <= {*layer.fields, "problems"}, layer.name


@settings(deadline=None, max_examples=150)
@given(parts)
def test_a_date_with_bounds_has_them_in_order(given_parts: list[Part]) -> None:
    for d in release(given_parts).dates:
        assert d.earliest is None or d.latest is None or d.earliest <= d.latest, d
