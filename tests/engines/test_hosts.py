"""Two network namespaces as two hosts, one of which is lost with all that runs on it: the records are the same."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clusters import ENGINES, at_work, cluster, engine_options

pytestmark = pytest.mark.slow
RUN = [sys.executable, "-m", "communique", "run", "--only", "dates,amounts", "-q"]
ADDRESSES = ("10.77.0.1", "10.77.0.2")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> list[str]:
    return engine_options(request.param)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


@pytest.fixture
def hosts() -> Iterator[tuple[str, str]]:
    """Names of two namespaces that see each other under ADDRESSES."""
    if not shutil.which("ip") or os.geteuid():
        pytest.skip("needs ip of iproute2, and root, to make network namespaces")
    a, b = f"cq{os.getpid()}a", f"cq{os.getpid()}b"
    try:
        try:
            ip("netns", "add", a)
            ip("netns", "add", b)
            ip("link", "add", "veth0", "netns", a, "type", "veth", "peer", "name", "veth0", "netns", b)
            for name, address in zip((a, b), ADDRESSES, strict=True):
                ip("-n", name, "address", "add", f"{address}/24", "dev", "veth0")
                ip("-n", name, "link", "set", "veth0", "up")
                ip("-n", name, "link", "set", "lo", "up")
                ip("-n", name, "route", "add", "default", "dev", "veth0")  # Ray asks it which address is its own
        except subprocess.CalledProcessError as error:
            pytest.skip(f"this machine makes no network namespaces: {error.stderr.decode().strip()}")
        yield a, b
    finally:
        for name in (a, b):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)


def processes(host: str) -> list[int]:
    done = subprocess.run(["ip", "netns", "pids", host], check=True, capture_output=True, text=True)
    return [int(pid) for pid in done.stdout.split()]


def test_a_host_that_is_lost_costs_nothing(hosts: tuple[str, str], tmp_path: Path, engine: list[str]) -> None:
    archive, out = tmp_path / "archive", tmp_path / "cluster"
    archive.mkdir()
    for n in range(500):
        (archive / f"{n:04}.txt").write_text(
            f"Tours, le 3 mars 2021\n\nElle ouvrira le 4 mai, à {n} euros." * 100, "utf-8"
        )
    here, there = (["ip", "netns", "exec", host] for host in hosts)
    with cluster(engine[1], tmp_path, (here, there), ADDRESSES) as (address, (_, other)):
        command = [*here, *RUN, str(archive), "-o", str(out), *engine, "--address", address, "--workers", "1"]
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while run.poll() is None and not (at_work(other, itself=True) and list((out / "parts").glob("*"))):
                time.sleep(0.05)  # until the other host has its worker, its pool and something to do
            lost = processes(hosts[1])
            for pid in lost:
                os.kill(pid, signal.SIGKILL)
            assert run.poll() is None
            assert len(lost) >= 3
            assert run.wait(240) == 0
        finally:
            run.kill()
            run.wait()
    assert subprocess.run([*RUN, str(archive), "-o", str(tmp_path / "local")], check=False).returncode == 0
    for name in ("records.jsonl", "manifest.json"):
        assert (out / name).read_bytes() == (tmp_path / "local" / name).read_bytes()
