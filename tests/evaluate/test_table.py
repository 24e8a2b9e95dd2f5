"""Figures as text for a terminal, TSV and JSON."""

from __future__ import annotations

import json

from communique.evaluate.compare import changes, differences
from communique.evaluate.evaluation import evaluate
from communique.evaluate.figures import figures, rates
from communique.evaluate.slices import slices
from communique.evaluate.table import as_json, change_line, comparison, error_line, slice_tables, terminal, tsv
from evaluate_samples import gold, release

GOLDS = [
    gold("[Tours](LOC) le [3 mai](DATE 2021-05-03)", id="a", place="Tours"),
    gold("[Blois](LOC)", id="b", input="b.html", place=None),
]
RECORDS = [release("[Tours](LOC) le [3 mai](DATE 2020-05-03)", name="a"), release("[Blois](ORG)", name="b.html")]
CASES = evaluate(GOLDS, RECORDS).cases


def test_the_table_has_a_line_for_each_measure_and_label() -> None:
    lines = [line.split() for line in terminal(figures(CASES, rounds=20), rates(CASES)).splitlines()]
    assert ["mentions", "strict*", "2", "2", "50.0", "50.0", "50.0", "0.0-100.0", "50.0", "2"] in lines
    assert ["LOC", "strict*", "2", "1", "100.0", "50.0", "66.7", "0.0-100.0", "50.0", "2"] in lines
    assert ["interval", "1", "1", "0.0", "0.0", "0.0", "-", "0.0", "1"] in lines
    assert lines[-1] == ["place:", "right", "in", "1", "of", "2", "releases,", "95", "%", "9.5-90.5"]


def test_the_tsv_has_a_head_and_as_many_cells_in_each_line() -> None:
    head, *lines = [line.split("\t") for line in tsv(figures(CASES, rounds=20)).splitlines()]
    assert head[:4] == ["layer", "label", "measure", "gold"]
    assert {len(line) for line in lines} == {len(head)}
    assert [
        "mentions",
        "",
        "strict",
        "2",
        "2",
        "0.5000",
        "0.5000",
        "0.5000",
        "0.0000",
        "1.0000",
        "0.5000",
        "2",
    ] in lines


def test_the_json_holds_figures_rates_slices_and_every_error() -> None:
    content = json.loads(as_json(figures(CASES, rounds=20), rates(CASES), CASES, slices(GOLDS)))
    assert content["rates"][0]["right"] == 1
    assert {"slice": "format", "value": "html", "releases": 1, "layer": "mentions", "f1": 0.0} in content["slices"]
    assert [(e["release"], e["layer"], e["class"]) for e in content["errors"]] == [
        ("a", "place", "missed"),
        ("a", "dates", "wrong value"),
        ("b", "mentions", "wrong label"),
    ]


def test_an_error_says_its_class_both_sides_and_the_rule() -> None:
    (error,) = [case for case in CASES if case.layer == "dates"]
    assert error_line(error) == (
        "wrong value  gold '3 mai' DATE 2021-05-03  found '3 mai' DATE 2020-05-03  [essai/regle]"
    )


def test_a_slice_table_has_a_column_for_each_value() -> None:
    head, *lines = [line.split() for line in slice_tables(CASES, {"format": slices(GOLDS)["format"]}).splitlines()]
    assert head == ["format", "html", "(1)", "text", "(1)"]
    assert ["mentions", "0.0", "100.0"] in lines
    assert ["dates", "-", "0.0"] in lines


def test_a_comparison_shows_the_difference_and_each_change() -> None:
    better = evaluate(GOLDS, [RECORDS[0], release("[Blois](LOC)", name="b.html")]).cases
    found = changes(CASES, better)
    lines = comparison(differences(CASES, better, found, rounds=20)).splitlines()
    (line,) = [line.split() for line in lines if line.startswith("mentions")]
    assert line[:5] == ["mentions", "strict", "50.0", "100.0", "+50.0"] and line[-2:] == ["1", "0"]
    assert [change_line(change) for change in found] == [
        "+ mentions   b  gold 'Blois' LOC: wrong label 'Blois' ORG [essai/regle] -> right"
    ]
