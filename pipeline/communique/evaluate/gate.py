"""The regression gate: floors of F1 a layer, for one gold and one set of inputs, in a JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.errors import GoldError, UsageError
from communique.evaluate.cases import MEASURES, headline
from communique.evaluate.evaluation import Evaluation, gold_hash, inputs_hash
from communique.evaluate.figures import totals

DIGITS = 4  # of a floor, cut and not rounded up: a figure never falls below its own floor


@dataclass(frozen=True)
class Gate:
    """What the file holds."""

    gold: str  # SHA-256
    inputs: str  # SHA-256
    floors: Mapping[str, float]  # layer -> F1 of the measure that stands for it
    lowered: tuple[Mapping[str, object], ...] = ()  # every time that a floor went down: layer, from, to, reason

    @classmethod
    def read(cls, path: Path) -> Gate | None:
        """The gate of this file; None if there is no such file.

        Raises:
            GoldError: the file is no gate; the message says what to do.
        """
        try:
            content = json.loads(path.read_text("utf-8"))
            floors = {str(layer): float(floor) for layer, floor in content["floors"].items()}
            return cls(content["gold"], content["inputs"], floors, tuple(content.get("lowered", ())))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise GoldError(f"{path}: no gate file ({error!r}); delete it and run with --update") from error

    def write(self, path: Path) -> None:
        """To this file.

        Raises:
            GoldError: it cannot be written.
        """
        floors = {layer: self.floors[layer] for layer in MEASURES if layer in self.floors}
        content = {"gold": self.gold, "inputs": self.inputs, "floors": floors, "lowered": list(self.lowered)}
        try:
            path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
        except OSError as error:
            raise GoldError(f"{path}: {error.strerror}; check the folder") from error


def floors(evaluation: Evaluation) -> dict[str, float]:
    """Layer -> F1 of the measure that stands for it, cut to DIGITS."""
    f1s = {layer: counts.f1 for layer, counts in totals(evaluation.cases).items()}
    return {layer: int(f1 * 10**DIGITS) / 10**DIGITS for layer, f1 in f1s.items() if f1 is not None}


def check(gate: Gate, evaluation: Evaluation) -> list[str]:
    """What is wrong, a line each; nothing if the gate holds."""
    if gate.gold != gold_hash(evaluation.golds):
        return ["the gold is not the one of the floors; look at the change, then run with --update"]
    if gate.inputs != inputs_hash(evaluation.releases):
        return ["the inputs are not those of the floors; look at the change, then run with --update"]
    now = floors(evaluation)
    return [
        f"{layer} {headline(layer)}: F1 {now.get(layer, 0.0):.4f} is below its floor {floor:.4f}"
        for layer, floor in gate.floors.items()
        if now.get(layer, 0.0) < floor
    ]


def updated(gate: Gate | None, evaluation: Evaluation, *, reason: str = "") -> Gate:
    """The gate of today's figures. A floor that goes down needs a reason, which is written beside it.

    Raises:
        UsageError: a floor would go down and no reason is given.
    """
    old = gate.floors if gate else {}
    now = floors(evaluation)
    falls = [(layer, floor, now.get(layer, 0.0)) for layer, floor in old.items() if now.get(layer, 0.0) < floor]
    if falls and not reason.strip():
        said = ", ".join(f"{layer} {before} -> {after}" for layer, before, after in falls)
        raise UsageError(f"floors would go down: {said}; give --allow-regression REASON if that is meant")
    notes = [{"layer": la, "from": before, "to": after, "reason": reason.strip()} for la, before, after in falls]
    lowered = (*(gate.lowered if gate else ()), *notes)
    return Gate(gold_hash(evaluation.golds), inputs_hash(evaluation.releases), now, lowered)
