"""Two network namespaces as two hosts, one of which is lost with all that runs on it: the records are the same."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("distributed") is None, reason="needs dask.distributed, of the extra cluster"
    ),
]
RUN = [sys.executable, "-m", "communique", "run", "--only", "dates,amounts", "-q"]


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


@pytest.fixture
def hosts() -> Iterator[tuple[str, str]]:
    """Names of two namespaces that see each other: 10.77.0.1 and 10.77.0.2."""
    if not shutil.which("ip") or os.geteuid():
        pytest.skip("needs ip of iproute2, and root, to make network namespaces")
    a, b = f"cq{os.getpid()}a", f"cq{os.getpid()}b"
    try:
        try:
            ip("netns", "add", a)
            ip("netns", "add", b)
            ip("link", "add", "veth0", "netns", a, "type", "veth", "peer", "name", "veth0", "netns", b)
            for name, address in ((a, "10.77.0.1/24"), (b, "10.77.0.2/24")):
                ip("-n", name, "address", "add", address, "dev", "veth0")
                ip("-n", name, "link", "set", "veth0", "up")
                ip("-n", name, "link", "set", "lo", "up")
        except subprocess.CalledProcessError as error:
            pytest.skip(f"this machine makes no network namespaces: {error.stderr.decode().strip()}")
        yield a, b
    finally:
        for name in (a, b):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)


def processes(host: str) -> list[int]:
    done = subprocess.run(["ip", "netns", "pids", host], check=True, capture_output=True, text=True)
    return [int(pid) for pid in done.stdout.split()]


def test_a_host_that_is_lost_costs_nothing(hosts: tuple[str, str], tmp_path: Path) -> None:
    archive, out, where = tmp_path / "archive", tmp_path / "dask", tmp_path / "scheduler.json"
    archive.mkdir()
    for n in range(500):
        (archive / f"{n:04}.txt").write_text(
            f"Tours, le 3 mars 2021\n\nElle ouvrira le 4 mai, à {n} euros." * 20, "utf-8"
        )
    here, there = hosts
    dask = [sys.executable, "-m", "dask"]
    worker = [*dask, "worker", "--scheduler-file", str(where), "--nthreads", "1", "--no-nanny", "--no-dashboard"]

    def start(host: str, command: list[str]) -> subprocess.Popen[bytes]:
        command = ["ip", "netns", "exec", host, *command]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    scheduler = ["scheduler", "--host", "10.77.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(where)]
    started = [start(here, [*dask, *scheduler])]
    try:
        for host in hosts:
            started.append(start(host, [*worker, "--local-directory", str(tmp_path / host)]))
        for _ in range(300):
            if where.exists():
                break
            time.sleep(0.1)
        address = json.loads(where.read_text())["address"]
        command = [*RUN, str(archive), "-o", str(out), "--engine", "dask", "--address", address, "--workers", "1"]
        run = start(here, command)
        started.append(run)
        while run.poll() is None and (
            len(processes(there)) < 3 or not list((out / "parts").glob(f".*{os.uname().nodename}*"))
        ):
            time.sleep(0.05)  # until the other host has its worker, its pool and something to do
        lost = processes(there)
        for pid in lost:
            os.kill(pid, signal.SIGKILL)
        assert run.poll() is None
        assert len(lost) >= 3
        assert run.wait(240) == 0
        assert subprocess.run([*RUN, str(archive), "-o", str(tmp_path / "local")], check=False).returncode == 0
        for name in ("records.jsonl", "manifest.json"):
            assert (out / name).read_bytes() == (tmp_path / "local" / name).read_bytes()
    finally:
        for host in hosts:
            for pid in processes(host):
                os.kill(pid, signal.SIGKILL)
        for process in started:
            process.wait()
