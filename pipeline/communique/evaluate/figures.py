"""Cases -> figures: precision, recall and F1 with their 95 % intervals, per layer, label and measure.

Micro: all facts together. Macro: the mean of the F1 of each release that has, or was given, such a fact.
Intervals are from a bootstrap over releases, because the facts of one release stand or fall together; the rates of
single fields (one case a release) have Wilson's interval. Nothing here draws from a global source of chance: a
seed gives one series of numbers, the same on every machine and version (see `draws`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from communique.evaluate.cases import MEASURES, METADATA, Case, headline

ROUNDS = 1000  # samples of a bootstrap; the ends of an interval then move by less than a point from seed to seed
SEED = 1
Z95 = 1.959964  # standard normal deviate with 2.5 % above it
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Counts:
    """Facts, and how many of them are right by one measure."""

    gold: int = 0
    found: int = 0
    gold_right: int = 0
    found_right: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.gold + other.gold,
            self.found + other.found,
            self.gold_right + other.gold_right,
            self.found_right + other.found_right,
        )

    @property
    def precision(self) -> float | None:
        """None where nothing was found."""
        return self.found_right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """None where there was nothing to find."""
        return self.gold_right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """2PR / (P + R); None where there was nothing to find and nothing was found."""
        total = self.gold + self.found
        return (self.gold_right + self.found_right) / total if total else None


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    layer: str
    label: str  # "" for all labels together
    measure: str
    counts: Counts
    macro: float | None  # mean F1 of the releases
    interval: Interval | None  # of the micro F1, 95 %
    releases: int  # that have such a fact in gold or found


Key = tuple[str, str, str]  # layer, label, measure


def tally(cases: Iterable[Case]) -> dict[Key, dict[str, Counts]]:
    """Layer, label ("" is all of them) and measure -> release -> counts."""
    counts: dict[Key, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
    for case in cases:
        for measure in MEASURES[case.layer]:
            right = measure in case.credits
            for side, place in ((case.gold, 0), (case.found, 1)):
                if side:
                    for label in {"", side.label}:
                        row = counts[case.layer, label, measure][case.release]
                        row[place] += 1
                        row[place + 2] += right
    return {key: {release: Counts(*row) for release, row in rows.items()} for key, rows in counts.items()}


def totals(cases: Iterable[Case]) -> dict[str, Counts]:
    """Layer -> counts of all releases together, by the measure that stands for it; in the order of MEASURES."""
    counted = tally(cases)
    keys = {layer: (layer, "", headline(layer)) for layer in MEASURES}
    return {layer: sum(counted[key].values(), Counts()) for layer, key in keys.items() if key in counted}


def figures(cases: Sequence[Case], *, rounds: int = ROUNDS, seed: int = SEED) -> list[Figure]:
    """Every layer, label and measure, in the order of MEASURES; labels in the order of the alphabet."""
    counted = tally(cases)
    releases = sorted({case.release for case in cases})
    samples = list(resamples(len(releases), rounds, seed))
    layers = list(MEASURES)
    out = []
    for layer, label, measure in sorted(counted, key=lambda k: (layers.index(k[0]), k[1], MEASURES[k[0]].index(k[2]))):
        rows = counted[layer, label, measure]
        each = [f1 for counts in rows.values() if (f1 := counts.f1) is not None]
        out.append(
            Figure(
                layer,
                label,
                measure,
                counts=sum(rows.values(), Counts()),
                macro=sum(each) / len(each) if each else None,
                interval=bootstrap([rows.get(release, Counts()) for release in releases], samples),
                releases=len(rows),
            )
        )
    return out


@dataclass(frozen=True, slots=True)
class Rate:
    """Of so many releases so many are right."""

    layer: str
    right: int
    total: int
    interval: Interval


def rates(cases: Iterable[Case]) -> list[Rate]:
    """For the fields with one value: how many releases have it right, or rightly have none."""
    right: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        if case.layer in METADATA:
            right[case.layer].append(not case.wrong)
    return [
        Rate(la, sum(right[la]), len(right[la]), wilson(sum(right[la]), len(right[la])))
        for la in METADATA
        if la in right
    ]


def wilson(right: int, total: int) -> Interval:
    """Wilson's 95 % interval of a rate: (9, 10) -> (0.60, 0.98). (0, 1) of nothing."""
    if not total:
        return 0.0, 1.0
    p, n, z2 = right / total, total, Z95 * Z95
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(rows: Sequence[Counts], samples: Iterable[Sequence[int]]) -> Interval | None:
    """95 % interval of the micro F1 when the releases are drawn anew, with repetition; None for less than two.

    Args:
        rows: counts of each release.
        samples: how often each release was drawn, sample by sample (see `resamples`).
    """
    if sum(1 for row in rows if row.gold + row.found) < 2:
        return None
    values = sorted(v for times in samples if (v := _f1(rows, times)) is not None)
    return percentiles(values) if values else None


def percentiles(values: Sequence[float]) -> Interval:
    """The middle 95 % of sorted values."""
    last = len(values) - 1
    return values[round(0.025 * last)], values[round(0.975 * last)]


def _f1(rows: Sequence[Counts], times: Sequence[int]) -> float | None:
    right = total = 0
    for row, n in zip(rows, times, strict=True):
        if n:
            right += n * (row.gold_right + row.found_right)
            total += n * (row.gold + row.found)
    return right / total if total else None


def resamples(size: int, rounds: int, seed: int) -> Iterator[list[int]]:
    """So many samples of `size` out of `size`, with repetition: how often each was drawn."""
    numbers = draws(seed)
    for _ in range(rounds):
        times = [0] * size
        for _ in range(size):
            times[next(numbers) * size >> 64] += 1
        yield times


def draws(seed: int) -> Iterator[int]:
    """Endless numbers from 0 to 2**64 - 1 that look like chance and are the same for a seed, everywhere.

    SplitMix64 (Steele, Lea and Flood, 2014): the package has no other use of chance, and no `random`.
    """
    mask = (1 << 64) - 1
    state = seed & mask
    while True:
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        yield z ^ (z >> 31)
