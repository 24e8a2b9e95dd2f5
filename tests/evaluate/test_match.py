"""Which record is of which gold."""

from __future__ import annotations

from communique.evaluate.evaluation import evaluate, gold_hash, inputs_hash
from communique.evaluate.match import match
from evaluate_samples import gold, release

TEXT = "La Ville de Tours ouvrira le 12 avril une piscine de vingt-cinq mètres."
OTHER = "Le conseil départemental du Cher a voté hier le budget des collèges."


def test_by_the_name_of_the_input_or_the_stem_of_the_id() -> None:
    a, b = gold(TEXT, id="a", input="raw/CP-12.html"), gold(OTHER, id="cp-13")
    records = [release(OTHER, name="x/cp-13.pdf"), release(TEXT, name="2020.zip!/cp-12.HTML")]
    assert match([a, b], records) == {"a": records[1], "cp-13": records[0]}


def test_of_several_of_one_name_the_one_with_the_gold_s_text() -> None:
    records = [
        release(OTHER, name="a/index.html"),
        release(TEXT, name="b/index.html"),
        release("…", name="c/index.html"),
    ]
    assert match([gold(TEXT, id="a", input="index.html")], records) == {"a": records[1]}


def test_by_text_where_no_name_says_it() -> None:
    records = [release(OTHER, name="1.txt"), release("Menu\n\n" + TEXT.upper(), name="2.txt")]
    assert match([gold(TEXT, id="a")], records) == {"a": records[1]}


def test_a_record_of_another_text_is_not_taken() -> None:
    assert match([gold(TEXT, id="a")], [release(OTHER, name="1.txt")]) == {}


def test_one_record_is_not_taken_for_two_golds_by_its_text() -> None:
    records = [release(TEXT, name="1.txt")]
    assert match([gold(TEXT, id="a"), gold(TEXT, id="b")], records) == {"a": records[0]}


def test_a_gold_without_record_is_wholly_missed_and_named() -> None:
    result = evaluate([gold("[Tours](LOC)", id="a", place=None)], [])
    assert result.unread == ("a",)
    assert [case.verdict for case in result.cases] == ["missed"]


def test_the_hashes_know_no_order() -> None:
    a, b = gold(TEXT, id="a"), gold(OTHER, id="b")
    one, two = release(TEXT, name="1.txt"), release(OTHER, name="2.txt")
    assert gold_hash([a, b]) == gold_hash([b, a]) != gold_hash([a])
    assert inputs_hash([one, two]) == inputs_hash([two, one]) != inputs_hash([one])
