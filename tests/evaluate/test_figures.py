"""Precision, recall, F1 and their intervals."""

from __future__ import annotations

from itertools import islice

import pytest

from communique.evaluate.cases import Case
from communique.evaluate.evaluation import evaluate
from communique.evaluate.figures import Counts, Figure, bootstrap, draws, figures, rates, resamples, wilson
from evaluate_samples import gold, release


def cases(*pairs: tuple[str, str]) -> tuple[Case, ...]:
    """The cases of releases, each given as its gold and what was found in it."""
    golds = [gold(wanted, id=f"cp-{i}", place=None) for i, (wanted, _) in enumerate(pairs)]
    return evaluate(golds, [release(got, name=f"cp-{i}.txt") for i, (_, got) in enumerate(pairs)]).cases


def figure(rows: list[Figure], layer: str, label: str, measure: str) -> Figure:
    (row,) = [row for row in rows if (row.layer, row.label, row.measure) == (layer, label, measure)]
    return row


def test_precision_is_of_what_was_found_and_recall_of_the_gold() -> None:
    rows = figures(cases(("[Tours](LOC) et [Blois](LOC), [Ève](PER)", "[Tours](LOC) et Blois, [Ève](ORG)")))
    row = figure(rows, "mentions", "", "strict")
    assert row.counts == Counts(gold=3, found=2, gold_right=1, found_right=1)
    assert (row.counts.precision, row.counts.recall, row.counts.f1) == (0.5, 1 / 3, 0.4)


def test_a_label_counts_its_own_gold_and_its_own_findings() -> None:
    rows = figures(cases(("[Tours](LOC), [Ève](PER)", "[Tours](LOC), [Ève](ORG)")))
    assert figure(rows, "mentions", "PER", "strict").counts == Counts(1, 0, 0, 0)
    assert figure(rows, "mentions", "ORG", "strict").counts == Counts(0, 1, 0, 0)
    assert figure(rows, "mentions", "PER", "exact").counts == Counts(1, 0, 1, 0)
    assert figure(rows, "mentions", "LOC", "strict").counts == Counts(1, 1, 1, 1)


def test_micro_is_of_all_facts_and_macro_the_mean_of_the_releases() -> None:
    rows = figures(cases(("[Tours](LOC) [Blois](LOC) [Bourges](LOC)",) * 2, ("[Ève](PER)", "Ève"), ("rien", "rien")))
    row = figure(rows, "mentions", "", "strict")
    assert (row.counts.f1, row.macro, row.releases) == (6 / 7, 0.5, 2)


def test_nothing_to_find_and_nothing_found_has_no_figure() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (None, None, None)
    assert [row for row in figures(cases(("rien", "rien"))) if row.layer == "mentions"] == []


def test_a_rightly_empty_field_counts_in_the_rate_and_not_in_f1() -> None:
    (rate,) = rates(cases(("a", "a"), ("b", "b")))
    assert (rate.layer, rate.right, rate.total) == ("place", 2, 2)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    # Figures of Newcombe, Statistics in Medicine 17 (1998), table I, method 3, and of the rule for n = 0.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_s_interval(right: int, total: int, low: float, high: float) -> None:
    assert wilson(right, total) == pytest.approx((low, high), abs=5e-5)


def test_the_numbers_drawn_are_splitmix64() -> None:
    # First outputs for seed 1234567, from the reference implementation in C (prng.di.unimi.it/splitmix64.c).
    assert list(islice(draws(1234567), 3)) == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_a_sample_has_as_many_as_there_are_and_depends_on_the_seed_alone() -> None:
    samples = list(resamples(7, 50, seed=3))
    assert {sum(times) for times in samples} == {7}
    assert samples == list(resamples(7, 50, seed=3)) != list(resamples(7, 50, seed=4))


def test_an_interval_holds_the_figure_and_narrows_with_more_releases() -> None:
    def width(n: int) -> tuple[float, float]:
        rows = [Counts(4, 4, 4, 4), Counts(4, 4, 2, 2)] * n
        interval = bootstrap(rows, list(resamples(len(rows), 500, seed=1)))
        assert interval is not None and interval[0] <= 0.75 <= interval[1]
        return interval

    few, many = width(3), width(60)
    assert many[1] - many[0] < few[1] - few[0]


def test_one_release_has_no_interval() -> None:
    assert bootstrap([Counts(4, 4, 2, 2), Counts()], [[1, 1]]) is None
