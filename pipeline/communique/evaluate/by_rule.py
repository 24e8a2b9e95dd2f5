"""Cases -> what each rule, and the model, did: hits, precision, recall lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from communique.evaluate.cases import VERDICTS, Case, Verdict

NOBODY = ""  # `by` of facts that nothing found


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule or model in one layer."""

    by: str
    layer: str
    hits: int  # facts that it found
    right: int
    lost: int  # gold facts that it found with the wrong label, ends or value; of NOBODY, those that were missed
    classes: dict[Verdict, int]

    @property
    def precision(self) -> float | None:
        return self.right / self.hits if self.hits else None


def by_rule(cases: Iterable[Case]) -> list[RuleLine]:
    """Each rule and layer, those with the most errors first; the line of NOBODY holds the facts that were missed."""
    counts: dict[tuple[str, str], Counter[Verdict]] = defaultdict(Counter)
    for case in cases:
        if case.gold or case.found:
            counts[case.found.by if case.found else NOBODY, case.layer][case.verdict] += 1
    lines = []
    for (by, layer), classes in counts.items():
        hits = sum(classes.values()) - classes["missed"]
        lost = sum(classes.values()) - classes["right"] - classes["spurious"]
        lines.append(RuleLine(by, layer, hits, classes["right"], lost, dict(classes)))
    return sorted(lines, key=lambda line: (line.right - sum(line.classes.values()), line.by, line.layer))


@dataclass(frozen=True, slots=True)
class FormLine:
    """One wording that is wrong in one way, and how often."""

    form: str
    layer: str
    verdict: Verdict
    by: str
    count: int
    releases: int


def by_form(cases: Iterable[Case]) -> list[FormLine]:
    """The errors by their wording (the gold's, or what was found beside it), the most frequent first."""
    groups: dict[tuple[str, str, Verdict, str], list[str]] = defaultdict(list)
    for case in cases:
        side = case.gold or case.found
        if case.wrong and side:
            form = " ".join(side.words.split())
            groups[form, case.layer, case.verdict, case.found.by if case.found else NOBODY].append(case.release)
    order = list(VERDICTS)
    lines = [FormLine(*key, len(releases), len(set(releases))) for key, releases in groups.items()]
    return sorted(lines, key=lambda line: (-line.count, line.layer, order.index(line.verdict), line.form, line.by))


def never_fired(fired: Iterable[str], ids: Iterable[str]) -> list[str]:
    """Those of the rules `ids` that are not among `fired`, in their order."""
    known = set(fired)
    return [rule for rule in ids if rule not in known]
