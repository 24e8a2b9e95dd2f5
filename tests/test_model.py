"""The shipped recogniser is as right, by itself, as its card says (docs/model-card.md, model/meta.json)."""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from communique.tag import SHIPPED

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "corpus" / "training"))

import measure  # noqa: E402

SAME = 0.3  # points of F1: sums of floats differ a little between processors
CHANGED = (
    6.0  # if frames or gold are others than those that were measured; then: python corpus/training/measure.py --write
)
META = json.loads((SHIPPED / "meta.json").read_text("utf-8"))
GOLD = {
    name: path
    for path in sorted((ROOT / "corpus" / "gold").glob("*.jsonl"))
    # Held-out releases are measured by somebody who writes no rules and no frames; until then the card has no row.
    if (name := f"corpus/gold/{path.stem}") in META["figures"] or path.stem == "open"
}


def said(name: str, *files: Path) -> object:
    """The figures of the metadata, as exactly as the files of now allow."""
    figures = {label: f for label, f in META["figures"][name].items() if label != "of"}
    same = META["figures"][name]["of"] == measure.fingerprint(*files)
    return pytest.approx(figures, abs=SAME) if same else pytest.approx({"all": figures["all"]}, abs=CHANGED)


def found(name: str, texts: list[measure.Text], *files: Path) -> dict[str, float]:
    figures = measure.figures(measure.counts(measure.loaded(SHIPPED), texts))
    same = META["figures"][name]["of"] == measure.fingerprint(*files)
    return figures if same else {"all": figures["all"]}


@pytest.mark.model
def test_the_figures_on_held_out_frames_are_those_of_the_card() -> None:
    files = measure.frame_files()
    assert found(measure.HELD_OUT, measure.held_out(), *files) == said(measure.HELD_OUT, *files)


@pytest.mark.model
@pytest.mark.parametrize("name", GOLD)
def test_the_figures_on_the_corpus_are_those_of_the_card(name: str) -> None:
    assert found(name, list(measure.gold(GOLD[name])), GOLD[name]) == said(name, GOLD[name])


@pytest.mark.model
def test_it_is_better_than_the_stock_model_on_frames_that_it_has_not_seen() -> None:
    texts = measure.held_out()
    ours, stock = (measure.figures(measure.counts(measure.loaded(f), texts)) for f in (SHIPPED, None))
    assert all(ours[label] > stock[label] + 10 for label in stock)


def test_the_weights_that_a_second_training_gave_are_those_that_are_shipped() -> None:
    weights = sha256((SHIPPED / "ner" / "model").read_bytes()).hexdigest()
    assert weights in (ROOT / "docs" / "model-card.md").read_text("utf-8")


def test_the_card_gives_the_figures_of_the_metadata() -> None:
    card = (ROOT / "docs" / "model-card.md").read_text("utf-8")
    rows = {
        cells[0]: cells[1:] for line in card.splitlines() if (cells := [c.strip(" *") for c in line.split("|")[1:-1]])
    }
    for name, figures in META["figures"].items():
        assert rows.get(name) == [f"{f:.1f}" for label, f in figures.items() if label != "of"], name
    assert META["version"] in card
