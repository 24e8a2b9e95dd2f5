"""What the whole way makes of each open release of corpus/ today: a change of behaviour shows as a diff, and is read.

Golden files are present behaviour, not truth: truth is corpus/gold. `make golden` rewrites them. Held-out releases
have none, since a diff is read by those who write rules.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from communique.record import Release, Span
from communique.run import run, sources

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
OPEN = {json.loads(line)["input"] for line in (ROOT / "corpus" / "gold" / "open.jsonl").read_text("utf-8").splitlines()}
FILES = sorted(path for path in (ROOT / "corpus" / "releases").iterdir() if path.name in OPEN)


@lru_cache(maxsize=1)
def records() -> dict[str, str]:
    """Each release of the corpus as lines, by the name of its file."""
    return {
        path.name: "\n".join(lines(result)) + "\n"
        for path, result in zip(FILES, run(sources(FILES)), strict=True)
        if isinstance(result, Release)
    }


def lines(release: Release) -> Iterator[str]:
    """A fact a line: field, offsets, gist, rule or model."""
    for name in ("language", "kind", *type(release).model_fields):
        value = getattr(release, name)
        if name in ("language", "kind"):
            if value:
                yield f"{name}: {value}"
        elif isinstance(value, Span):
            yield f"{name} {span(value)}"
        elif name in ("mentions", "acronyms", "dates", "lists", "quotes", "amounts", "contacts", "about"):
            yield from (f"{name} {span(one)}" for one in value)
    for block in release.blocks:
        yield f"block {block.start}-{block.end} {block.kind} {block.level} {block.zone} ({block.by})"
    for entity in release.entities:
        link = f" {entity.link.id or '/'.join(entity.link.candidates)}" if entity.link else ""
        yield f"entity {entity.id} {entity.label} {' = '.join((entity.name, *entity.aliases))}{link}"
    for person in release.persons:
        yield f"person {person.gist()} ({', '.join(role.by for role in person.roles)})"
    for problem in release.problems:
        yield f"problem {problem.layer} {problem.error}: {problem.message}"


def span(value: Span) -> str:
    return f"{value.start}-{value.end} {' '.join(value.gist().split())} ({value.by})"


@pytest.mark.model
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_release_of_the_corpus_gives_the_record_that_it_gave(path: Path) -> None:
    got = records()[path.name]
    golden = GOLDEN / f"{path.name}.txt"
    if os.environ.get("GOLDEN") == "update":
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(got, "utf-8")
    assert golden.exists(), f"no {golden.name}: make golden, and read it"
    assert got == golden.read_text("utf-8")


@pytest.mark.model
def test_every_golden_file_has_its_release() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{path.name}.txt" for path in FILES}
