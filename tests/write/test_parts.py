"""Parts in the order of their names are records.jsonl; what has not changed is not written again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from communique.batch import load
from communique.errors import WriteError
from communique.record import Release
from communique.write import parts, sink
from write_samples import sample

KINDS = pytest.mark.parametrize("kind", ["jsonl", "parquet"])
NUMBER = 40


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SIZE", 5)


def releases(changed: int | None = None) -> list[Release]:
    hashes = [f"{n:02x}" * 32 for n in range(NUMBER)]
    if changed is not None:
        hashes[changed] = "ee" * 32
    return [sample(f"{n:02}.txt", digest) for n, digest in enumerate(hashes)]


def written(tmp_path: Path, kind: str, found: Sequence[Release]) -> list[Path]:
    """The parts that a load into a folder leaves, in their order."""
    target = tmp_path / f"x.{kind}.parts"
    load(found, tmp_path / "out", [sink(str(target))])
    return sorted(target.iterdir())


def lines(path: Path) -> list[bytes]:
    if path.suffix == ".jsonl":
        return path.read_bytes().splitlines()
    parquet: Any = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow, of the extra parquet")
    return [record.encode() for record in parquet.read_table(path).column("record").to_pylist()]


@KINDS
def test_parts_in_order_are_the_records(tmp_path: Path, kind: str) -> None:
    found = written(tmp_path, kind, releases())
    assert 3 < len(found) < NUMBER
    assert [line for path in found for line in lines(path)] == (
        tmp_path / "out/records.jsonl"
    ).read_bytes().splitlines()


@KINDS
def test_a_release_that_changes_leaves_the_other_parts_as_they_are(tmp_path: Path, kind: str) -> None:
    before = {path.name: path.stat().st_ino for path in written(tmp_path, kind, releases())}
    after = {path.name: path.stat().st_ino for path in written(tmp_path, kind, releases(changed=17))}
    assert len(set(before.items()) - set(after.items())) == len(set(after.items()) - set(before.items())) == 1
    assert [line for path in written(tmp_path, kind, releases(changed=17)) for line in lines(path)] == (
        (tmp_path / "out/records.jsonl").read_bytes().splitlines()
    )


def test_a_row_of_parquet_has_the_columns_of_a_release_beside_its_record(tmp_path: Path) -> None:
    parquet: Any = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow, of the extra parquet")
    (row, *_) = parquet.read_table(written(tmp_path, "parquet", releases())[0]).to_pylist()
    release = sample("00.txt", "00" * 32)
    assert (row["id"], row["source_name"], row["title"]) == ("00" * 32, "00.txt", release.title and release.title.value)
    assert row["published_earliest"] == release.published.earliest  # type: ignore[union-attr]
    assert Release.model_validate_json(row["record"]) == release


@KINDS
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, kind: str) -> None:
    (tmp_path / f"x.{kind}.parts").mkdir()
    (tmp_path / f"x.{kind}.parts" / "mine.txt").write_text("mine")
    with pytest.raises(WriteError, match="which is not ours"):
        written(tmp_path, kind, releases())
    assert (tmp_path / f"x.{kind}.parts" / "mine.txt").read_text() == "mine"


@KINDS
def test_no_records_are_no_parts(tmp_path: Path, kind: str) -> None:
    assert written(tmp_path, kind, []) == []
