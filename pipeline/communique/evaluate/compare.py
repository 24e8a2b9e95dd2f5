"""Two evaluations of the same gold -> what was gained and lost between them, and whether that may be chance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from communique.evaluate.cases import MEASURES, Case, headline
from communique.evaluate.figures import ROUNDS, SEED, Counts, Interval, percentiles, resamples, tally


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that the two versions do not do alike."""

    kind: Literal["gained", "lost", "other"]  # right only in B; right only in A; wrong in both, in another way
    layer: str
    release: str
    before: Case | None  # None: A made no such fact, as is right
    after: Case | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One layer, by the measure that stands for it."""

    layer: str
    measure: str
    before: float | None  # F1 of A
    after: float | None
    interval: Interval | None  # of after - before, 95 %, paired bootstrap over releases
    chance: float | None  # two-sided p: how often the sign of the difference turns when releases are drawn anew
    gained: int
    lost: int


def changes(a: Iterable[Case], b: Iterable[Case]) -> list[Change]:
    """Each gold fact that is right in only one of the two, or wrong in both in another way; each spurious fact of
    only one. In the order of A, then of B."""
    before, after = _named(a), _named(b)
    out = []
    for name in [*before, *(name for name in after if name not in before)]:
        one, two = before.get(name), after.get(name)
        case = one or two
        was_right, is_right = one is None or not one.wrong, two is None or not two.wrong
        if case is None or (was_right and is_right):
            continue
        if was_right != is_right:
            out.append(Change("gained" if is_right else "lost", case.layer, case.release, one, two))
        elif one and two and (one.verdict, one.found and _what(one)) != (two.verdict, two.found and _what(two)):
            out.append(Change("other", case.layer, case.release, one, two))
    return out


Name = tuple[str, ...]


def _named(cases: Iterable[Case]) -> dict[Name, Case]:
    """Cases by a name that is the same in both evaluations: the gold fact, or what was found beside all gold."""
    seen: Counter[Name] = Counter()
    named: dict[Name, Case] = {}
    for case in cases:
        if case.gold:
            name: Name = (case.release, case.layer, "gold", *_words(case.gold.label, case.gold.words, case.gold.value))
            name += (str(case.gold.span),)
        elif case.found:  # offsets may differ: the versions may clean the text in other ways
            name = (case.release, case.layer, "found", *_what(case))
        else:
            name = (case.release, case.layer, "blank")
        seen[name] += 1
        named[(*name, str(seen[name]))] = case
    # A field that is rightly empty in one and wrongly full in the other has no gold: the blank case says nothing.
    return {name: case for name, case in named.items() if case.gold or case.found}


def _what(case: Case) -> Name:
    return _words(case.found.label, case.found.words, case.found.value) if case.found else ()


def _words(*parts: str) -> Name:
    return tuple(" ".join(part.split()) for part in parts)


def differences(
    a: Sequence[Case], b: Sequence[Case], found: Iterable[Change], *, rounds: int = ROUNDS, seed: int = SEED
) -> list[Difference]:
    """Every layer that either has. `found` are the changes between the two."""
    counted_a, counted_b = tally(a), tally(b)
    releases = sorted({case.release for case in (*a, *b)})
    samples = list(resamples(len(releases), rounds, seed))
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for change in found:
        kinds[change.layer][change.kind] += 1
    out = []
    for layer in MEASURES:
        key = (layer, "", headline(layer))
        if key not in counted_a and key not in counted_b:
            continue
        rows_a = [counted_a.get(key, {}).get(release, Counts()) for release in releases]
        rows_b = [counted_b.get(key, {}).get(release, Counts()) for release in releases]
        before, after = sum(rows_a, Counts()).f1, sum(rows_b, Counts()).f1
        deltas = sorted(delta for times in samples if (delta := _delta(rows_a, rows_b, times)) is not None)
        interval = chance = None
        if deltas and sum(1 for r, s in zip(rows_a, rows_b, strict=True) if r.gold + r.found + s.found) > 1:
            interval = percentiles(deltas)
            below, above = sum(d <= 0 for d in deltas), sum(d >= 0 for d in deltas)
            chance = min(1.0, 2 * min(below, above) / len(deltas))
        gained, lost = kinds[layer]["gained"], kinds[layer]["lost"]
        out.append(Difference(layer, key[2], before, after, interval, chance, gained, lost))
    return out


def _delta(rows_a: Sequence[Counts], rows_b: Sequence[Counts], times: Sequence[int]) -> float | None:
    right_a = total_a = right_b = total_b = 0
    for a, b, n in zip(rows_a, rows_b, times, strict=True):
        if n:
            right_a += n * (a.gold_right + a.found_right)
            total_a += n * (a.gold + a.found)
            right_b += n * (b.gold_right + b.found_right)
            total_b += n * (b.gold + b.found)
    return right_b / total_b - right_a / total_a if total_a and total_b else None
