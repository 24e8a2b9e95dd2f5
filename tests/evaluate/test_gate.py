"""The gate: floors hold for one gold and one set of inputs, and go down only with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import GoldError, UsageError
from communique.evaluate.evaluation import Evaluation, evaluate
from communique.evaluate.gate import Gate, check, floors, updated
from evaluate_samples import gold, release

WANTED = "[Tours](LOC), [Blois](LOC), [Bourges](LOC)"


def made(got: str, wanted: str = WANTED, name: str = "cp.txt") -> Evaluation:
    return evaluate([gold(wanted)], [release(got, name=name)])


def test_a_floor_is_the_figure_cut_and_never_above_it() -> None:
    evaluation = made("[Tours](LOC), [Blois](LOC), Bourges")
    assert floors(evaluation) == {"mentions": 0.8}
    assert floors(made("[Tours](LOC), [Blois](LOC), [Bourges](ORG)")) == {"mentions": 0.6666}


def test_the_gate_holds_at_its_floor_and_fails_below() -> None:
    gate = updated(None, made("[Tours](LOC), [Blois](LOC), Bourges"))
    assert check(gate, made("[Tours](LOC), [Blois](LOC), Bourges")) == []
    assert check(gate, made(WANTED)) == []
    assert check(gate, made("[Tours](LOC), Blois")) == ["mentions strict: F1 0.5000 is below its floor 0.8000"]


def test_a_layer_that_vanishes_is_below_its_floor() -> None:
    gate = Gate(**{**vars(updated(None, made(WANTED))), "floors": {"mentions": 1.0, "dates": 0.9}})
    assert check(gate, made(WANTED)) == ["dates value: F1 0.0000 is below its floor 0.9000"]


def test_other_gold_or_inputs_fail() -> None:
    gate = updated(None, made(WANTED))
    assert "the gold is not" in check(gate, made(WANTED, wanted=WANTED + " 2020"))[0]
    assert "the inputs are not" in check(gate, made(WANTED, name="sub/cp.txt"))[0]


def test_an_update_raises_floors_and_lowers_none_without_a_reason() -> None:
    gate = updated(None, made("[Tours](LOC), [Blois](LOC), Bourges"))
    assert updated(gate, made(WANTED)).floors == {"mentions": 1.0}
    with pytest.raises(UsageError, match=r"mentions 0\.8 -> 0\.5; give --allow-regression REASON"):
        updated(gate, made("[Tours](LOC), Blois"), reason=" ")


def test_the_reason_stays_in_the_file(tmp_path: Path) -> None:
    gate = updated(None, made(WANTED))
    lower = updated(gate, made("[Tours](LOC), Blois"), reason="le guide a changé")
    lower.write(tmp_path / "gate.json")
    again = Gate.read(tmp_path / "gate.json")
    note = {"layer": "mentions", "from": 1.0, "to": 0.5, "reason": "le guide a changé"}
    assert again == lower and lower.lowered == (note,)
    assert updated(again, made(WANTED)).lowered == (note,)


def test_no_file_is_no_gate_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    assert Gate.read(tmp_path / "gate.json") is None
    (tmp_path / "gate.json").write_text('{"floors": 3}')
    with pytest.raises(GoldError, match=r"gate\.json: no gate file"):
        Gate.read(tmp_path / "gate.json")
