"""Chunks end where names say so; a part depends on all that makes it, and is not made twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from communique.batch import Item, Options
from communique.document import Source
from communique.engines.chunk import Chunk, Job, chunked, do, ordered, part
from communique.errors import WorkerError
from communique.pool import Limits
from communique.record import Failure

OPTIONS = Options(only=("dates",))
GONE = Failure(source="gone.txt", error="ReadError", message="no such file")


def given(number: int) -> list[Item]:
    return [*(Source(f"{n}.txt", f"Tours, le {n % 28 + 1} mars 2021\n\nTexte".encode()) for n in range(number)), GONE]


def job(folder: Path) -> Job:
    return Job(OPTIONS, OPTIONS.fingerprint(), Limits(), str(folder), 1)


def test_chunks_are_the_items_in_order_and_none_is_too_long() -> None:
    chunks = list(chunked(given(500), 10))
    assert [item for chunk in chunks for item in chunk] == given(500)
    assert max(map(len, chunks)) <= 40
    assert 20 < len(chunks) < 130


def test_a_run_that_goes_on_comes_to_the_same_chunks() -> None:
    whole, rest = list(chunked(given(500), 10)), list(chunked(given(500)[137:], 10))
    assert len(rest) > 20
    assert rest[1:] == whole[1 - len(rest) :]


def test_a_heavy_source_ends_its_chunk() -> None:
    heavy = Source("heavy.pdf", b"x" * (9 << 20))
    assert [len(chunk) for chunk in chunked([heavy, heavy], 10)] == [1, 1]


def test_the_name_of_a_part_depends_on_sources_fingerprint_and_limits(tmp_path: Path) -> None:
    here, chunk = job(tmp_path), given(3)
    names = {
        part(here, chunk),
        part(here, chunk[:2]),
        part(here, [replace(chunk[0], data=b"other"), *chunk[1:]]),  # type: ignore[type-var]
        part(replace(here, fingerprint="x"), chunk),
        part(replace(here, limits=Limits(seconds=1)), chunk),
    }
    assert len(names) == 5
    assert part(replace(here, processes=7), chunk) == part(here, chunk)


def test_a_part_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    here, chunk = job(tmp_path), given(2)
    (tmp_path / part(here, chunk)).write_text("as it is")
    assert (tmp_path / do(here, chunk)).read_text() == "as it is"


def test_a_worker_with_other_rules_does_not_write(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="install the same"):
        do(replace(job(tmp_path), fingerprint="x"), given(1))
    assert list(tmp_path.iterdir()) == []


def at_once(here: Job) -> Callable[[Chunk], Callable[[], str]]:
    return lambda chunk: lambda: do(here, chunk)


def test_entries_come_in_order_and_parts_go(tmp_path: Path) -> None:
    here = job(tmp_path)
    found = list(ordered(given(12), at_once(here), here, 3, 2))
    assert [(e.source, e.state) for e in found] == [*((f"{n}.txt", "ok") for n in range(12)), ("gone.txt", "failed")]
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_lacks_something_is_named(tmp_path: Path) -> None:
    here, chunk = job(tmp_path), tuple(given(1))
    (tmp_path / part(here, chunk)).write_bytes(b"")
    with pytest.raises(WorkerError, match="0 results for 2 sources"):
        list(ordered(chunk, at_once(here), here, 100, 1))
