"""A run on a cluster gives the bytes of a run on one machine, also where workers, driver or hosts are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clusters import ENGINES, at_work, cluster, descendants, engine_options
from stores_samples import s3

pytestmark = pytest.mark.slow
RUN = [sys.executable, "-m", "communique", "run", "--only", "dates,amounts", "-q"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for n in range(240):
        text = f"Tours, le 3 mars 2021\n\nLa piscine ouvre\n\nElle ouvrira le {n % 27 + 1} mai 2022, à {n} euros.\n"
        (folder / f"cp-{n:03}.txt").write_text(text + "\nLe 3 mai, il y avait 12 enfants." * 40, "utf-8")
    (folder / "vide.txt").write_text("")
    return folder


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> list[str]:
    return engine_options(request.param)


def files(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in ("records.jsonl", "failures.jsonl", "manifest.json")}


def parts(out: Path) -> list[str]:
    """Options: records also in parts, of both kinds, in folders that begin as `out`."""
    return [word for kind in ("jsonl", "parquet") for word in ("--to", f"{out}.{kind}.parts")]


def in_parts(out: Path) -> dict[str, bytes]:
    """All files of these folders."""
    found = [path for kind in ("jsonl", "parquet") for path in Path(f"{out}.{kind}.parts").iterdir()]
    return {path.name: path.read_bytes() for path in found}


def local(archive: Path, tmp_path: Path, *words: str) -> dict[str, bytes]:
    command = [*RUN, str(archive), "-o", str(tmp_path / "local"), *words]
    assert subprocess.run(command, check=False).returncode == 1  # vide.txt
    return files(tmp_path / "local")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_two_workers_give_the_same_records_and_leave_no_parts(archive: Path, tmp_path: Path, engine: list[str]) -> None:
    out = tmp_path / "cluster"
    command = [*RUN, str(archive), "-o", str(out), *engine, "--workers", "2", *parts(tmp_path / "cluster")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert files(out) == local(archive, tmp_path, *parts(tmp_path / "local"))
    assert in_parts(tmp_path / "cluster") == in_parts(tmp_path / "local")
    assert len(in_parts(tmp_path / "local")) > 1
    assert not (out / "parts").exists()


def test_sources_in_s3_give_the_records_of_a_run_without_an_engine(
    archive: Path, tmp_path: Path, engine: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with s3(monkeypatch) as store:
        store.mkdir("presse")
        store.put(str(archive), "presse/archive", recursive=True)
        for name, words in {"cluster": [*engine, "--workers", "2"], "local": ["--workers", "1"]}.items():
            command = [*RUN, "s3://presse/archive", "-o", str(tmp_path / name), *words]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 1, done.stderr  # vide.txt
    assert files(tmp_path / "cluster") == files(tmp_path / "local")
    assert len((tmp_path / "cluster" / "records.jsonl").read_bytes().splitlines()) == 240


def test_a_worker_that_is_killed_costs_nothing(archive: Path, tmp_path: Path, engine: list[str]) -> None:
    out = tmp_path / "cluster"
    command = [*RUN, str(archive), "-o", str(out), *engine, "--workers", "2"]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    killed = 0
    while run.poll() is None and not killed:
        time.sleep(0.1)
        if list((out / "parts").glob("*")) and (workers := at_work(run.pid)):
            killed = workers[0]
            os.kill(killed, signal.SIGKILL)
    assert killed, "the run ended before a worker could be killed"
    assert run.wait(180) == 1
    assert files(out) == local(archive, tmp_path)


def test_a_driver_that_is_killed_goes_on_with_the_same_command(
    archive: Path, tmp_path: Path, engine: list[str]
) -> None:
    out = tmp_path / "cluster"
    command = [*RUN, str(archive), "-o", str(out), *engine, "--workers", "2"]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while run.poll() is None and not (list((out / "parts").glob("*.jsonl")) and at_work(run.pid)):
        time.sleep(0.05)
    # All that Dask has here, but of Ray its workers: its servers may take minutes to see that nobody is there.
    tops = [run.pid] if engine[1] == "dask" else at_work(run.pid)
    below = {pid for top in tops for pid in descendants(top)}
    run.kill()
    run.wait()
    assert len(below) >= 2
    for _ in range(600):  # workers end with their driver
        if not any(alive(pid) for pid in below):
            break
        time.sleep(0.1)
    assert [pid for pid in below if alive(pid)] == []
    assert subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 1
    assert files(out) == local(archive, tmp_path)


def test_ctrl_c_ends_cleanly(archive: Path, tmp_path: Path, engine: list[str]) -> None:
    out = tmp_path / "cluster"
    command = [*RUN, str(archive), "-o", str(out), *engine, "--workers", "2"]
    with (tmp_path / "told").open("w") as told:
        run = subprocess.Popen(command, stderr=told, start_new_session=True)
    while run.poll() is None and not list((out / "parts").glob("*.jsonl")):
        time.sleep(0.05)
    below = descendants(run.pid)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to all of them
    assert run.wait(60) == 130
    assert (tmp_path / "told").read_text().splitlines()[-1] == "communique: stopped; what was done is kept"
    for _ in range(300):
        if not any(alive(pid) for pid in below):
            break
        time.sleep(0.1)
    assert [pid for pid in below if alive(pid)] == []


def test_an_address_that_leads_nowhere_is_told(archive: Path, tmp_path: Path, engine: list[str]) -> None:
    for options, address, said in (
        ([], "10.0.0.1:1", "only with --engine dask or ray"),
        (engine, {"dask": "tcp://127.0.0.1:9", "ray": "127.0.0.1:9"}[engine[1]], "answers there; start one"),
    ):
        command = [*RUN, str(archive), "-o", str(tmp_path / "x"), "--address", address, *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_workers_that_others_started_give_the_same_records(archive: Path, tmp_path: Path, engine: list[str]) -> None:
    """As on several hosts: a scheduler and two hosts with workers, each with a pool of its own; one host is killed."""
    out = tmp_path / "cluster"
    with cluster(engine[1], tmp_path) as (address, hosts):
        command = [*RUN, str(archive), "-o", str(out), *engine, "--address", address, "--workers", "1"]
        run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while run.poll() is None and not (list((out / "parts").glob("*")) and at_work(hosts[1], itself=True)):
            time.sleep(0.05)
        assert run.poll() is None
        for pid in descendants(hosts[1]):  # the host with all that ran on it
            os.kill(pid, signal.SIGKILL)
        assert run.wait(240) == 1
    assert files(out) == local(archive, tmp_path)
