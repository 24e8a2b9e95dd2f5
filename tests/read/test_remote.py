"""What lies in a store is read as what lies in a folder: names below, order and bytes are the same; faults are told."""

from __future__ import annotations

import io
import json
import random
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.cli import main
from communique.document import Source
from communique.errors import UsageError
from communique.read import remote
from communique.record import Failure
from communique.run import sources
from stores_samples import s3

fsspec = pytest.importorskip("fsspec", reason="needs fsspec, of the extra s3")


def packed(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.txt", data)
    return file.getvalue()


FILES = {
    "b.txt": b"Tours, le 3 mars 2021\n\nLa piscine ouvre\n\nElle ouvre le 4 mai 2021.",
    "a/2.txt": b"deux",
    "a/10.txt": b"dix",
    "a/deep/1.txt": b"un",
    "a[1]*.txt": b"crochets",
    "été 2021.txt": "été".encode(),
    "c.zip": packed(x=b"xx", y=b"yy"),
    "large.zip": packed(z=random.Random(1).randbytes(remote.SMALL), t=b"tt"),
    "vide.txt": b"",
    ".hidden/x.txt": b"no",
    "a/.DS_Store": b"no",
}


def filled(store: Any, root: str) -> None:
    for name, data in FILES.items():
        store.pipe_file(f"{root}/{name}", data)


@pytest.fixture
def memory() -> Iterator[Any]:
    """fsspec's store in memory; it holds memory://archive."""
    store = fsspec.filesystem("memory", use_listings_cache=False)
    filled(store, "/archive")
    yield store
    if store.exists("/archive"):
        store.rm("/archive", recursive=True)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An S3; it holds s3://presse/archive."""
    with s3(monkeypatch) as store:
        store.mkdir("presse")
        store.pipe_file("presse/archive/", b"")  # as consoles mark a folder
        filled(store, "presse/archive")
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        path = tmp_path / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "archive"


def read(root: Path | str) -> list[tuple[str, bytes | str]]:
    """Name below the root, and bytes or what is wrong, of each source."""
    return [
        (one.name.removeprefix(str(root)), one.data)
        if isinstance(one, Source)
        else (one.source.removeprefix(str(root)), one.message)
        for one in sources([root])
    ]


def test_a_store_gives_what_a_folder_gives(memory: Any, folder: Path) -> None:
    found = read("memory://archive")
    assert found == read(folder)
    assert [name for name, _ in found][:4] == ["/a/10.txt", "/a/2.txt", "/a/deep/1.txt", "/a[1]*.txt"]
    assert ("/c.zip!/x.txt", b"xx") in found


def test_s3_gives_what_a_folder_gives(bucket: Any, folder: Path) -> None:
    assert read("s3://presse/archive") == read(folder)
    assert read("s3://presse/archive/b.txt") == [("", FILES["b.txt"])]
    assert read("s3://presse") == [(f"/archive{name}", data) for name, data in read(folder)]


@pytest.mark.parametrize("url", ["memory://archive/a/", "memory://archive/a", "memory:///archive/a"])
def test_names_are_the_address_as_it_was_typed_and_the_path_below(memory: Any, url: str) -> None:
    found = [one.name for one in sources([url]) if isinstance(one, Source)]
    assert found == [f"{url.rstrip('/')}/{name}" for name in ("10.txt", "2.txt", "deep/1.txt")]


def test_objects_are_fetched_ahead_and_large_ones_are_not_held(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[int] = []
    whole = type(memory).cat_file

    def cat_file(self: Any, path: str, *args: Any, **more: Any) -> bytes:
        data: bytes = whole(self, path, *args, **more)
        fetched.append(len(data))
        return data

    monkeypatch.setattr(type(memory), "cat_file", cat_file)
    found = dict(read("memory://archive"))
    assert len(found["/large.zip!/z.txt"]) == remote.SMALL
    assert len(fetched) == len([name for name in FILES if "/." not in f"/{name}"]) - 1
    assert max(fetched) < remote.SMALL


def test_shards_of_a_store_are_a_partition_and_fetch_only_their_own(
    memory: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    whole = type(memory).cat_file

    def cat_file(self: Any, path: str, *args: Any, **more: Any) -> bytes:
        fetched.append(path)
        data: bytes = whole(self, path, *args, **more)
        return data

    monkeypatch.setattr(type(memory), "cat_file", cat_file)
    names = [
        one.name for n in (1, 2, 3) for one in sources(["memory://archive"], shard=(n, 3)) if isinstance(one, Source)
    ]
    assert sorted(names) == sorted(f"memory://archive{name}" for name, _ in read(folder))
    assert len(fetched) == len(set(fetched)) > 5


def test_an_object_that_is_gone_costs_itself(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "AHEAD", 1)
    found = iter(sources(["memory://archive"]))
    first = next(found)
    memory.rm_file("/archive/b.txt")
    rest = [one for one in found if isinstance(one, Failure)]
    assert isinstance(first, Source)
    assert [(one.source, "was it removed" in one.message) for one in rest] == [("memory://archive/b.txt", True)]


def run(out: Path, *words: str) -> int:
    return main(["run", "-o", str(out), "--only", "dates", "--workers", "0", *words])


def records(out: Path) -> list[str]:
    return (out / "records.jsonl").read_text("utf-8").splitlines()


def test_a_store_that_no_longer_answers_ends_the_run_and_loses_nothing(
    memory: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "-q", "memory://archive") == 1  # vide.txt
    before = records(tmp_path)

    def lost(*_: object, **__: object) -> bytes:
        raise ConnectionError("the line is cut")

    with monkeypatch.context() as patch:
        patch.setattr(type(memory), "cat_file", lost)
        capsys.readouterr()
        assert run(tmp_path, "-q", "--prune", "memory://archive") == 2
    assert "the line is cut; what is done is kept" in capsys.readouterr().err
    assert records(tmp_path) == before
    assert json.loads((tmp_path / "manifest.json").read_text())["complete"] is False
    assert run(tmp_path, "-q", "--prune", "memory://archive") == 1
    assert records(tmp_path) == before


def test_a_second_run_leaves_what_is_unchanged_and_tells_what_is_gone(
    bucket: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "-q", "s3://presse/archive") == 1
    number = len(records(tmp_path))
    assert run(tmp_path, "s3://presse/archive") == 1
    assert f"written 0, unchanged {number}" in capsys.readouterr().out
    bucket.rm_file("presse/archive/b.txt")
    assert run(tmp_path, "--prune", "s3://presse/archive") == 1
    assert "no longer there: 1 (s3://presse/archive/b.txt)" in capsys.readouterr().out
    assert len(records(tmp_path)) == number - 1


def test_a_run_on_s3_gives_the_records_of_a_run_on_the_folder(bucket: Any, folder: Path, tmp_path: Path) -> None:
    """With workers of processes, which know nothing of S3."""
    assert run(tmp_path / "s3", "-q", "--workers", "2", "s3://presse/archive") == 1
    assert run(tmp_path / "here", "-q", str(folder)) == 1
    here = [line.replace(f'"{folder}/', '"s3://presse/archive/') for line in records(tmp_path / "here")]
    assert records(tmp_path / "s3") == here


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("s3://nulle-part/archive", "does not exist; no such bucket"),
        ("s3://presse/nulle-part", "no such bucket, folder or object"),
        ("s3://", "names no bucket"),
    ],
)
def test_what_is_not_in_s3_is_told(
    bucket: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str, told: str
) -> None:
    assert run(tmp_path, url) == 2
    assert told in capsys.readouterr().err


def test_missing_credentials_are_told(
    bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    type(bucket).clear_instance_cache()
    assert run(tmp_path, "s3://presse/archive") == 2
    assert "Unable to locate credentials; set AWS_PROFILE, or AWS_ACCESS_KEY_ID" in capsys.readouterr().err


def test_a_store_that_cannot_be_reached_is_told(
    bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    type(bucket).clear_instance_cache()
    assert run(tmp_path, "s3://presse/archive") == 2
    assert "run the same again when the store answers" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://www.exemple.example/cp.html", "web pages are not fetched"),
        ("rubbish://x/y", "write it as s3://bucket/folder"),
    ],
)
def test_an_address_of_no_store_is_told(url: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        list(sources([url]))


def test_a_missing_driver_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, "s3", raising=False)
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(UsageError, match=r"pip install 'communique\[s3\]'"):
        list(sources(["s3://presse/archive"]))


def test_output_does_not_go_to_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", str(tmp_path), "-o", "s3://presse/out"])
    assert "give a file or folder of this machine" in capsys.readouterr().err
    (tmp_path / "a.txt").write_text("Tours, le 3 mars 2021")
    assert main(["run", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--to", "s3://presse/x.parquet"]) == 2
    assert "of no kind that is known" in capsys.readouterr().err
