"""Chunks -> parts by tasks on a Ray cluster. Needs ray: pip install 'communique[ray]'

On each host: ray start --address=head:6379, with this package and the shared folder. Tasks, and not Ray Data, which
tries a document that kills its process for ever; nor actors, which are bound to a host.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Client
from typing import Any

from communique.batch import Engine
from communique.engines.chunk import SIZE, TRIES, WINDOW, Chunk, Job, Patience, deaf, do, ordered
from communique.errors import WorkerError


@contextmanager
def engine(address: str | None, workers: int | None, job: Job) -> Iterator[Engine]:
    """A Ray cluster as the engine of a run.

    Args:
        address: of a cluster ("10.0.0.1:6379", "ray://10.0.0.1:10001"); None starts one on this machine for the run.
        workers: here, tasks at once, each with a pool of one process; elsewhere, processes in the pool of a task, which
            takes as many of Ray's CPUs. By default one a core, and one.

    Raises:
        WorkerError: ray is not installed, the cluster does not answer, or no worker is left.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    try:
        import ray
    except ImportError as error:
        raise WorkerError("--engine ray: needs ray: pip install 'communique[ray]'") from error
    job = replace(job, processes=(workers or 1) if address else 1)
    here = {} if address else {"num_cpus": workers or len(os.sched_getaffinity(0)), "include_dashboard": False}
    started: Any = ray
    try:
        host, _, port = (address or "").removeprefix("ray://").rpartition(":")
        if host and port.isdigit():
            Client((host, int(port))).close()  # Ray itself tries a closed door for minutes
        with deaf():
            started.init(address=address or "local", log_to_driver=False, logging_level=logging.CRITICAL, **here)
    except (OSError, ValueError, RuntimeError) as error:
        raise WorkerError(f"--address {address}: no cluster answers there; start one: ray start --head") from error
    try:
        task = started.remote(num_cpus=job.processes, max_retries=TRIES)(do)
        at_once = max(int(_cpus(ray)) // job.processes, 1)
        yield lambda items: ordered(items, partial(submit, ray, task, job), job, SIZE * job.processes, WINDOW * at_once)
    finally:
        started.shutdown()


def submit(ray: Any, task: Any, job: Job, chunk: Chunk) -> Callable[[], str]:
    """Start a chunk; what is given back waits for the name of its part."""
    return partial(_wait, ray, task.remote(job, chunk))


def _wait(ray: Any, part: Any) -> str:
    patience = Patience()
    while True:
        try:
            return str(ray.get(part, timeout=5))
        except ray.exceptions.GetTimeoutError:
            patience.tell(_cpus(ray) > 0)
        except ray.exceptions.RayTaskError as error:
            raise error.cause from None  # as it was raised in `do`
        except ray.exceptions.RayError as error:
            raise WorkerError(f"workers die again and again: {error}; look at their logs") from error


def _cpus(ray: Any) -> float:
    return float(ray.cluster_resources().get("CPU", 0))
