"""Clusters for tests: a scheduler and two hosts that others have started, on this machine or in network namespaces."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

# Engine -> the module that it needs, and the extra that has it.
ENGINES = {"dask": ("distributed", "cluster"), "ray": ("ray", "ray")}
Within = tuple[Sequence[str], Sequence[str]]


def engine_options(engine: str) -> list[str]:
    """The options that choose it; the test is skipped where it is not installed."""
    module, extra = ENGINES[engine]
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"needs {module}, of the extra {extra}")
    return ["--engine", engine]


@contextmanager
def cluster(
    engine: str,
    folder: Path,
    within: Within = ((), ()),
    hosts: tuple[str, str] = ("", "127.0.0.2"),
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Its address, and for each of two hosts the process below which all runs that belongs to it.

    Args:
        within: what stands before the commands of each host: ("ip", "netns", "exec", name).
        hosts: their addresses; by default two of this machine.
    """
    start = {"dask": _dask, "ray": _ray}[engine]
    started: list[subprocess.Popen[bytes]] = []
    token = pytest.MonkeyPatch()
    token.setenv("RAY_AUTH_MODE", "token")  # Ray wants one, the same everywhere; this is that of a test
    token.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
    try:
        yield start(folder, within, hosts[0], hosts[1], started)
    finally:
        for process in started:
            for pid in descendants(process.pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.wait()
        token.undo()


def _dask(
    folder: Path, within: Within, host: str, other: str, started: list[subprocess.Popen[bytes]]
) -> tuple[str, tuple[int, int]]:
    where = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    scheduler = [
        "scheduler",
        "--host",
        host or "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(where),
    ]
    started.append(_start([*within[0], *dask, *scheduler]))
    worker = [*dask, "worker", "--scheduler-file", str(where), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    for number, before in enumerate(within):
        started.append(_start([*before, *worker, "--local-directory", str(folder / f"worker-{number}")]))
    for _ in range(600):
        if where.exists():
            break
        time.sleep(0.1)
    return json.loads(where.read_text())["address"], (started[1].pid, started[2].pid)


def _ray(
    folder: Path, within: Within, host: str, other: str, started: list[subprocess.Popen[bytes]]
) -> tuple[str, tuple[int, int]]:
    # Ray knows a machine by the address by which others see it, and takes 127.0.0.1 for that.
    host = host or importlib.import_module("ray").util.get_node_ip_address()
    with socket.socket() as free:
        free.bind(("", 0))
        port = free.getsockname()[1]
    ray = [str(Path(sys.executable).with_name("ray")), "start", "--block", "--num-cpus", "1", "--disable-usage-stats"]
    head = ["--head", "--node-ip-address", host, "--port", str(port), "--include-dashboard", "false"]
    started.append(_start([*within[0], *ray, *head]))
    started.append(_start([*within[1], *ray, "--address", f"{host}:{port}", "--node-ip-address", other]))
    for _ in range(600):  # until the other host has joined, and started what helps its workers
        if any("ray::" in command_of(pid) for pid in descendants(started[1].pid)):
            break
        time.sleep(0.1)
    return f"{host}:{port}", (started[0].pid, started[1].pid)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


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


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def at_work(pid: int, *, itself: bool = False) -> list[int]:
    """Workers of an engine below `pid`, or `itself` too, that are at work: they have children, those of the pool."""
    return [
        parent
        for parent, children in descendants(pid).items()
        if (itself or parent != pid) and any("spawn_main" in command_of(child) for child in children)
    ]
