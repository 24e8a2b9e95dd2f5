"""A run on a Dask cluster gives the bytes of a run on one machine, also where workers, driver or hosts are killed."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stores_samples import s3

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("distributed") is None, reason="needs dask.distributed, of the extra cluster"
    ),
]
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


def files(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in ("records.jsonl", "failures.jsonl", "manifest.json")}


def local(archive: Path, tmp_path: Path) -> dict[str, bytes]:
    assert subprocess.run([*RUN, str(archive), "-o", str(tmp_path / "local")], check=False).returncode == 1  # vide.txt
    return files(tmp_path / "local")


def descendants(pid: int) -> dict[int, list[int]]:
    """Process -> its children, for all below `pid`; those that are dead and not yet buried do not count."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            children.setdefault(int(parent), []).append(int(path.parent.name))
    found: dict[int, list[int]] = {}
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        found[one] = children.get(one, [])
        waiting += found[one]
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_two_workers_give_the_same_records_and_leave_no_parts(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "dask"
    command = [*RUN, str(archive), "-o", str(out), "--engine", "dask", "--workers", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert files(out) == local(archive, tmp_path)
    assert not (out / "parts").exists()


def test_sources_in_s3_give_the_records_of_a_run_without_an_engine(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with s3(monkeypatch) as store:
        store.mkdir("presse")
        store.put(str(archive), "presse/archive", recursive=True)
        for name, words in {"dask": ["--engine", "dask", "--workers", "2"], "local": ["--workers", "1"]}.items():
            command = [*RUN, "s3://presse/archive", "-o", str(tmp_path / name), *words]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 1, done.stderr  # vide.txt
    assert files(tmp_path / "dask") == files(tmp_path / "local")
    assert len((tmp_path / "dask" / "records.jsonl").read_bytes().splitlines()) == 240


def test_a_worker_that_is_killed_costs_nothing(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "dask"
    command = [*RUN, str(archive), "-o", str(out), "--engine", "dask", "--workers", "2"]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    killed = 0
    while run.poll() is None and not killed:
        time.sleep(0.1)
        below = descendants(run.pid)
        # a worker of Dask that is at work is a child of ours that has a child of its own: its pool
        for worker in below.get(run.pid, []):
            if below.get(worker) and list((out / "parts").glob("*")):
                os.kill(worker, signal.SIGKILL)
                killed = worker
                break
    assert killed, "the run ended before a worker could be killed"
    assert run.wait(180) == 1
    assert files(out) == local(archive, tmp_path)


def test_a_driver_that_is_killed_goes_on_with_the_same_command(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "dask"
    command = [*RUN, str(archive), "-o", str(out), "--engine", "dask", "--workers", "2"]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while run.poll() is None and not list((out / "parts").glob("*.jsonl")):
        time.sleep(0.05)
    below = descendants(run.pid)
    run.kill()
    run.wait()
    assert len(below) > 4
    for _ in range(100):  # workers end with their driver
        if not any(alive(pid) for pid in below):
            break
        time.sleep(0.1)
    assert [pid for pid in below if alive(pid)] == []
    assert subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 1
    assert files(out) == local(archive, tmp_path)


def test_ctrl_c_ends_cleanly(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "dask"
    command = [*RUN, str(archive), "-o", str(out), "--engine", "dask", "--workers", "2"]
    with (tmp_path / "told").open("w") as told:
        run = subprocess.Popen(command, stderr=told, start_new_session=True)
    while run.poll() is None and not list((out / "parts").glob("*.jsonl")):
        time.sleep(0.05)
    below = descendants(run.pid)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to all of them
    assert run.wait(60) == 130
    assert (tmp_path / "told").read_text() == "communique: stopped; what was done is kept\n"
    assert [pid for pid in below if alive(pid)] == []


@pytest.mark.parametrize(
    ("options", "told"),
    [([], "only with --engine dask"), (["--engine", "dask"], "no scheduler answers there")],
)
def test_an_address_that_leads_nowhere_is_told(archive: Path, tmp_path: Path, options: list[str], told: str) -> None:
    command = [*RUN, str(archive), "-o", str(tmp_path / "x"), "--address", "tcp://127.0.0.1:9", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr


def test_workers_that_others_started_give_the_same_records(archive: Path, tmp_path: Path) -> None:
    """As on several hosts: a scheduler and two workers without nannies, each with a pool of its own; one is killed."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    where = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    started = [
        subprocess.Popen(
            [
                *dask,
                "scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--no-dashboard",
                "--scheduler-file",
                str(where),
            ],
            **quiet,  # type: ignore[call-overload]
        )
    ]
    try:
        for n in range(2):
            options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path / f"w{n}")]
            command = [*dask, "worker", "--scheduler-file", str(where), *options]
            started.append(subprocess.Popen(command, start_new_session=True, **quiet))  # type: ignore[call-overload]
        for _ in range(300):
            if where.exists():
                break
            time.sleep(0.1)
        address = json.loads(where.read_text())["address"]
        out = tmp_path / "dask"
        command = [*RUN, str(archive), "-o", str(out), "--engine", "dask", "--address", address, "--workers", "1"]
        run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while run.poll() is None and not list((out / "parts").glob("*")):
            time.sleep(0.05)
        os.killpg(started[1].pid, signal.SIGKILL)  # the host with all that ran on it
        assert run.wait(180) == 1
        assert files(out) == local(archive, tmp_path)
    finally:
        for process in started:
            process.kill()
            process.wait()
