"""A run can be stopped anywhere and goes on; unchanged files are left; the number of workers changes nothing."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from communique import batch as batch_module
from communique.batch import Options, Tally, batch
from communique.document import Source
from communique.errors import WorkerError, WriteError
from communique.pool import Limits
from communique.record import Failure
from communique.run import WHOLE, sources
from communique.write.ledger import ledger
from communique.write.tables import TABLES

OPTIONS = Options(only=("dates",))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for n in range(1, 7):
        text = f"Tours, le {n} mars 2021\n\nLa piscine ouvre\n\nLa piscine ouvrira le {n + 10} mai 2021.\n"
        (folder / f"cp-{n}.txt").write_text(text, "utf-8")
    return folder


def go(archive: Path, out: Path, **more: object) -> Tally:
    return batch(sources([archive]), out, OPTIONS, paths=[str(archive)], **{"workers": 0, **more})  # type: ignore[arg-type]


def state(out: Path) -> dict[str, object]:
    """All that a user sees of an output folder."""
    names = ("records.jsonl", "failures.jsonl", "manifest.json")
    with sqlite3.connect(out / "archive.sqlite") as db:
        tables = {t.name: db.execute(f'SELECT * FROM "{t.name}" ORDER BY 1').fetchall() for t in TABLES}
    return {**{name: (out / name).read_bytes() for name in names}, **tables}


def names(out: Path) -> list[str]:
    return [
        Path(json.loads(line)["source"]["name"]).name
        for line in (out / "records.jsonl").read_text("utf-8").splitlines()
    ]


def test_the_number_of_workers_changes_nothing(archive: Path, tmp_path: Path) -> None:
    (archive / "vide.txt").write_text("")
    for workers in (0, 1, 3):
        go(archive, tmp_path / str(workers), workers=workers)
    assert state(tmp_path / "0") == state(tmp_path / "1") == state(tmp_path / "3")
    assert names(tmp_path / "0") == [f"cp-{n}.txt" for n in range(1, 7)]


def test_unchanged_files_are_left_and_changed_ones_replaced_in_their_place(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(archive, out)
    tally = go(archive, out)
    assert (tally.written, tally.unchanged) == (0, 6)
    (archive / "cp-3.txt").write_text(
        "Tours, le 3 mars 2021\n\nLa piscine ferme\n\nElle ferme le 1er juin 2021.", "utf-8"
    )
    tally = go(archive, out)
    assert (tally.written, tally.unchanged) == (1, 5)
    go(archive, tmp_path / "fresh")
    assert state(out) == state(tmp_path / "fresh")


def test_another_fingerprint_does_all_again_and_so_does_force(archive: Path, tmp_path: Path) -> None:
    go(archive, tmp_path)
    other = Options(only=("dates", "amounts"))
    assert batch(sources([archive]), tmp_path, other, workers=0).written == 6
    assert batch(sources([archive]), tmp_path, other, workers=0).written == 0
    assert batch(sources([archive]), tmp_path, other, workers=0, force=True).written == 6


def test_files_that_are_no_more_are_told_and_pruned_when_asked(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(archive, out)
    (archive / "cp-2.txt").unlink()
    tally = go(archive, out)
    assert ([Path(name).name for name in tally.missing], tally.pruned) == (["cp-2.txt"], False)
    assert len(names(out)) == 6
    assert go(archive, out, prune=True).pruned
    go(archive, tmp_path / "fresh")
    assert state(out) == state(tmp_path / "fresh")
    assert go(archive, out).missing == ()


def test_only_what_is_below_the_paths_of_the_run_can_be_missing(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "archive2"
    other.mkdir()
    (other / "x.txt").write_text("Tours, le 3 mars 2021\n\nTexte", "utf-8")
    go(other, tmp_path / "out")
    assert go(archive, tmp_path / "out").missing == ()
    assert names(tmp_path / "out")[0] == "x.txt"


def test_a_failed_file_is_tried_again_and_a_quarantined_one_is_not(archive: Path, tmp_path: Path, monkeypatch) -> None:
    (archive / "vide.txt").write_text("")
    out = tmp_path / "out"
    assert go(archive, out).failed == 1
    with ledger(out) as book:
        known = book.known(str(archive / "vide.txt"))
    assert known is not None and known.state == "failed"
    entry = batch_module.entry(Failure(source=str(archive / "cp-1.txt"), error="Died", message="it died"))
    real = (archive / "cp-1.txt").read_bytes()
    with ledger(out) as book:
        book.put(entry, Source("", real).sha256, OPTIONS.fingerprint(), 0)
    tally = go(archive, out)
    assert (tally.written, tally.unchanged, tally.failed) == (0, 6, 2)
    assert go(archive, out, force=True).failed == 1


def test_a_file_that_takes_too_long_is_quarantined_and_costs_itself(archive: Path, tmp_path: Path) -> None:
    (archive / "cp-4.txt").write_text("le 3 mars 2020, depuis mardi. " * 90_000, "utf-8")
    tally = go(archive, tmp_path, workers=2, limits=Limits(seconds=3.0))
    assert (tally.written, tally.failed) == (5, 1)
    (failure,) = [json.loads(line) for line in (tmp_path / "failures.jsonl").read_text("utf-8").splitlines()]
    assert (Path(failure["source"]).name, failure["error"]) == ("cp-4.txt", "Timeout")
    assert "more than 3 seconds" in failure["message"]
    assert go(archive, tmp_path, workers=2).unchanged == 6


def test_workers_that_cannot_start_stop_the_run(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="cannot start"):
        go(archive, tmp_path, workers=1, limits=Limits(memory=1))


def test_a_run_on_a_folder_in_use_is_refused(archive: Path, tmp_path: Path) -> None:
    with ledger(tmp_path / "out"), pytest.raises(WriteError, match="another run is writing here"):
        go(archive, tmp_path / "out")


def test_ctrl_c_keeps_what_is_done_in_good_files_and_the_next_run_goes_on(archive: Path, tmp_path: Path) -> None:
    def three() -> Iterator[Source | Failure]:
        for n, source in enumerate(sources([archive])):
            if n == 3:
                raise KeyboardInterrupt
            yield source

    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        batch(three(), out, OPTIONS, paths=[str(archive)], workers=0)
    assert names(out) == ["cp-1.txt", "cp-2.txt", "cp-3.txt"]
    assert not json.loads((out / "manifest.json").read_text())["complete"]
    tally = go(archive, out)
    assert (tally.written, tally.unchanged) == (3, 3)
    go(archive, tmp_path / "fresh")
    assert state(out) == state(tmp_path / "fresh")


def test_a_run_that_is_killed_at_any_moment_goes_on(archive: Path, tmp_path: Path) -> None:
    for n in range(7, 40):
        text = (
            f"Tours, le 3 mars 2021\n\nLa piscine ouvre\n\nElle ouvrira le {n % 27 + 1} mai 2022.\n" + "le 3 mai. " * 50
        )
        (archive / f"cp-{n}.txt").write_text(text, "utf-8")
    go(archive, tmp_path / "fresh")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "communique", "run", str(archive), "-o", str(out), "--only", "dates", "-q"]
    for wait in (0.6, 0.75, 0.9, 1.05, 1.2):
        run = subprocess.Popen([*command, "--workers", "1"], start_new_session=True)
        time.sleep(wait)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    assert subprocess.run(command, check=False).returncode == 0
    assert state(out) == state(tmp_path / "fresh")


def test_the_same_path_twice_is_one_source(archive: Path, tmp_path: Path) -> None:
    tally = batch(sources([archive, archive]), tmp_path, OPTIONS, workers=1)
    assert (tally.read, tally.written) == (6, 6)


def packed(path: Path, number: int, filling: int) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("filling.txt", random.Random(1).randbytes(filling))
        for n in range(number):
            made.writestr(f"{n}.txt", f"Tours, le {n + 1} mars 2021")


def test_shards_are_a_partition_of_the_sources(archive: Path) -> None:
    """A small archive is of one shard, which alone opens it; a large one is divided."""
    packed(archive / "small.zip", 6, 10)
    packed(archive / "large.zip", 60, WHOLE)  # so many that no shard is left without one, whatever their paths
    parts = [[s.name for s in sources([archive], shard=(n, 3)) if isinstance(s, Source)] for n in (1, 2, 3)]
    assert sorted(chain.from_iterable(parts)) == sorted(s.name for s in sources([archive]) if isinstance(s, Source))
    holding = {kind: sum(any(f"{kind}.zip!" in name for name in part) for part in parts) for kind in ("small", "large")}
    assert holding == {"small": 1, "large": 3}


def test_a_file_of_another_shard_is_not_opened(archive: Path) -> None:
    for n in range(20):
        (archive / f"gone-{n}").symlink_to(archive / "nowhere")
    told = [[s.source for s in sources([archive], shard=(n, 3)) if isinstance(s, Failure)] for n in (1, 2, 3)]
    assert sorted(chain.from_iterable(told)) == sorted(str(archive / f"gone-{n}") for n in range(20))


def test_a_full_disk_stops_the_run_loudly_and_loses_nothing(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go(archive, out)
    before = state(out)
    for n in range(10, 60):
        (archive / f"cp-{n}.txt").write_text(f"Tours, le 3 mars 2021\n\nTexte {n}. " + "Le 3 mai. " * 300, "utf-8")
    command = f"{sys.executable} -m communique run {archive} -o {out} --only dates -q --workers 0"
    full = subprocess.run(["bash", "-c", f"ulimit -f 600; {command}"], capture_output=True, text=True, check=False)
    assert full.returncode == 2
    assert "space on the disk" in full.stderr or "safe" in full.stderr, full.stderr
    assert (out / "records.jsonl").read_bytes() == before["records.jsonl"]
    assert subprocess.run(command.split(), check=False).returncode == 0
    go(archive, tmp_path / "fresh")
    assert state(out) == state(tmp_path / "fresh")
