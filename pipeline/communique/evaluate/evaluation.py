"""Golds and records -> one Evaluation: which record is of which gold, and every case."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.evaluate.cases import Case
from communique.evaluate.gold import Gold, dump
from communique.evaluate.match import match, unread
from communique.evaluate.score import score
from communique.record import Release


@dataclass(frozen=True)
class Evaluation:
    """One system's records, judged."""

    golds: tuple[Gold, ...]
    releases: tuple[Release, ...]  # of each gold, in its order; an empty record where the system gave none
    cases: tuple[Case, ...]

    @property
    def unread(self) -> tuple[str, ...]:
        """Ids of the golds of which there is no record: all their facts are missed."""
        return tuple(gold.id for gold, release in zip(self.golds, self.releases, strict=True) if not release.id)


def evaluate(golds: Sequence[Gold], records: Iterable[Release]) -> Evaluation:
    """Every gold against its record; records of other releases are left out."""
    of = match(golds, records)
    releases = tuple(of.get(gold.id) or unread(gold) for gold in golds)
    cases = tuple(
        case
        for gold, release in zip(golds, releases, strict=True)
        for case in score(gold, release)
        if release.id or case.gold  # without a record no field is rightly empty
    )
    return Evaluation(tuple(golds), releases, cases)


def gold_hash(golds: Iterable[Gold]) -> str:
    """SHA-256 of the gold, whatever files and order it stands in."""
    return _hash(dump(gold) for gold in golds)


def inputs_hash(releases: Iterable[Release]) -> str:
    """SHA-256 of the bytes that the records were made of, in any order."""
    return _hash(release.source.sha256 for release in releases)


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
