"""Groups of releases whose figures may differ."""

from __future__ import annotations

from communique.evaluate.slices import slices
from evaluate_samples import gold


def test_by_format_year_length_and_what_the_gold_says() -> None:
    a = gold("mot " * 299, id="a", input="a.HTML", published="2019-12-30", issuer_kind="commune", held_out=True)
    b = gold("mot " * 1001, id="b", reference_date="2020-01-02", issuer_kind="État", held_out=False)
    assert slices([a, b]) == {
        "format": {"html": {"a"}, "text": {"b"}},
        "year": {"2019": {"a"}, "2020": {"b"}},
        "length": {"up to 300 words": {"a"}, "over 1000 words": {"b"}},
        "issuer_kind": {"commune": {"a"}, "État": {"b"}},
        "held_out": {"false": {"b"}, "true": {"a"}},
    }


def test_what_all_releases_share_or_nearly_none_is_no_slice() -> None:
    golds = [gold("mot", id=str(i), published="2020-01-01", note=f"remarque {i}") for i in range(20)]
    assert slices(golds) == {}


def test_lengths_stand_in_their_order() -> None:
    golds = [gold("mot " * n, id=str(n)) for n in (2000, 900, 100, 500)]
    assert list(slices(golds)["length"]) == [
        "up to 300 words",
        "up to 600 words",
        "up to 1000 words",
        "over 1000 words",
    ]
