"""Findings that may overlap and disagree -> findings that do neither."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from communique.values.tokens import key

Label = Literal["PER", "ORG", "LOC", "MISC"]

# How much a finding counts: where two overlap the heavier stands, and it has the heavier say on a name's label.
DEFINITION, HEAD, SHORT, KNOWN, CIVILITY, FIRST_NAME, ANNOUNCED, QUOTED, MODEL, DOUBTFUL, REPEATED = range(110, 0, -10)
VOTES: Mapping[int, float] = {
    DEFINITION: 12,
    HEAD: 10,
    SHORT: 12,
    KNOWN: 8,
    CIVILITY: 6,
    FIRST_NAME: 4,
    ANNOUNCED: 5,
    QUOTED: 2,
    MODEL: 1,
    DOUBTFUL: 0.3,
}
MODEL_VOTES = 4.0  # the most that a model's findings of one name count: it repeats its mistakes
MISC_VOTE = 0.6  # of a model's MISC, its weakest label
# What stands between two members of an enumeration: «, », « et la », «, d'».
_JOINT = re.compile(r"\s?(?:,|et|ou|&|, et)\s(?:(?:le|la|les|de|du|des|à|au|en)\s|[ld]['’])?(?:la\s|l['’])?")


class Found(NamedTuple):
    """A span that may become a mention, half-open, in code points of the whole text."""

    start: int
    end: int
    label: Label
    by: str
    weight: int


def settle(found: Iterable[Found]) -> list[Found]:
    """Findings without overlap, in text order.

    The heavier of two stands, then the longer, then the earlier; but a name inside a longer one («Air France»,
    «Fondation Marie Lefort») gives way whatever its weight, unless its head noun or its definition vouches for it.
    """
    ordered = sorted(set(found), key=lambda f: (-f.weight, f.start - f.end, f.start, f.label, f.by))
    vouched = _without_overlap([f for f in ordered if f.weight >= HEAD], [])
    rest = [f for f in ordered if f.weight < HEAD]
    inner = _inner([*vouched, *rest])
    return _without_overlap([f for f in rest if f not in inner], vouched)


def _without_overlap(ordered: Iterable[Found], taken: Sequence[Found]) -> list[Found]:
    """`taken`, which is in text order, and each of the others that overlaps none before it; in text order."""
    kept = list(taken)
    for f in ordered:
        i = bisect_left(kept, f)
        if (i == 0 or kept[i - 1].end <= f.start) and (i == len(kept) or f.end <= kept[i].start):
            insort(kept, f)
    return kept


def _inner(found: Sequence[Found]) -> set[Found]:
    """Those that stand inside a longer one which is no less sure than the model is."""
    inner: set[Found] = set()
    outer: list[Found] = []  # the longer ones that reach to where we are
    for f in sorted(found, key=lambda f: (f.start, -f.end)):
        outer = [g for g in outer if g.end > f.start]
        if f.weight < HEAD and any(f.end <= g.end and f.end - f.start < g.end - g.start for g in outer):
            inner.add(f)
        if f.weight >= MODEL:
            outer.append(f)
    return inner


def agree(
    text: str,
    kept: Sequence[Found],
    by: str,
    heads: Collection[str] = (),
    evidence: Mapping[str, Mapping[Label, float]] = MappingProxyType({}),
) -> list[Found]:
    """One label a name: that for which its findings speak most; then one label an enumeration.

    Args:
        by: the rule that is named where a label changes.
        heads: folded words that a name can lose and be the same («fondation Vent d'Est» speaks for «Vent d'Est» too).
        evidence: folded name -> votes of what stands around it.
    """
    votes: dict[str, dict[Label, float]] = defaultdict(lambda: defaultdict(float))
    modelled: dict[tuple[str, Label], float] = defaultdict(float)
    names = [key(text[f.start : f.end]) for f in kept]
    for f, name in zip(kept, names, strict=True):
        vote = VOTES.get(f.weight, 0.0)
        if f.weight <= MODEL:
            modelled[name, f.label] += vote * MISC_VOTE if f.label == "MISC" else vote
        else:
            votes[name][f.label] += vote
        words = name.split(" ")
        if f.weight >= HEAD and f.label == "ORG" and (core := " ".join(w for w in words if w not in heads)) != name:
            votes[core]["ORG"] += VOTES[CIVILITY]
    for (name, label), vote in modelled.items():
        votes[name][label] += min(vote, MODEL_VOTES)
    for name, ballot in evidence.items():
        for label, vote in ballot.items():
            votes[name][label] += vote
    agreed: list[Found] = []
    for f, name in zip(kept, names, strict=True):
        ballot = votes[name]
        best = max(ballot, key=lambda label: (ballot[label], label == f.label, label))
        agreed.append(f if best == f.label else f._replace(label=best, by=by))
    return _enumerations(text, agreed, by)


def _enumerations(text: str, kept: Sequence[Found], by: str) -> list[Found]:
    """Of three or more names in a row, one that only the model labels otherwise than two thirds takes their label."""
    result: list[Found] = []
    row: list[Found] = []
    for f in kept:
        if row and not _JOINT.fullmatch(text, row[-1].end, f.start):
            result.extend(_row(text, row, by))
            row = []
        row.append(f)
    return [*result, *_row(text, row, by)]


def _row(text: str, row: Sequence[Found], by: str) -> list[Found]:
    if len(row) < 3:
        return list(row)
    labels = [f.label for f in row]
    best = max(set(labels), key=lambda label: (labels.count(label), label))
    if 3 * labels.count(best) < 2 * len(row):
        return list(row)
    return [
        f._replace(label=best, by=by)
        if f.label != best and f.weight <= MODEL and (best != "PER" or _person_like(text[f.start : f.end]))
        else f
        for f in row
    ]


def _person_like(name: str) -> bool:
    """Whether a name can be that of a person: two to four words, each with a capital."""
    words = name.split()
    return 1 < len(words) < 5 and all(w[0].isupper() for w in words)
