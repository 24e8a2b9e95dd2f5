"""What `communique show` prints: every layer, and no fact by colour alone."""

from __future__ import annotations

from communique.show import show
from write_samples import sample


def test_names_dates_and_quotes_are_marked_in_the_text() -> None:
    out = show(sample(), colour=False)
    assert "Tours, le [3 mai 2021]=2021-05-03" in out
    assert "Le [CNE]ORG (Comité national de l’eau)" in out
    assert "« ❝L’eau manque❞(Ève Brun) », déclare [Ève Brun]PER" in out
    assert "\x1b" not in out


def test_colour_comes_beside_the_signs() -> None:
    out = show(sample(), colour=True)
    assert "\x1b[33m[CNE]ORG\x1b[0m" in out


def test_the_other_layers_stand_beneath() -> None:
    out = show(sample(), colour=False)
    for line in [
        "Ève Brun | présidente",
        "CNE = Comité national de l’eau",
        "list 1: Deux axes :",
        "• l’eau → moins de fuites",
        "Ève Brun | +33199001234",
        "12 communes = 12 commune",
        "weekday: lundi",
    ]:
        assert line in out
