"""Chunks -> parts on a Dask cluster. Needs dask.distributed: pip install 'communique[cluster]'

On each host: dask worker tcp://scheduler:8786 --nthreads 1 --no-nanny, with this package and the shared folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from communique.batch import Engine
from communique.engines.chunk import SIZE, TRIES, WINDOW, Chunk, Job, Patience, deaf, do, ordered
from communique.errors import WorkerError

MANY = 8  # processes that a host is taken to have where nobody says


@contextmanager
def engine(address: str | None, workers: int | None, job: Job) -> Iterator[Engine]:
    """A Dask cluster as the engine of a run.

    Args:
        address: of a scheduler ("tcp://10.0.0.1:8786"); None starts a cluster on this machine for the run.
        workers: here, workers with a pool of one process each; elsewhere, processes in the pool of each worker.
            By default one a core.

    Raises:
        WorkerError: dask is not installed, the scheduler does not answer, or no worker is left.
    """
    try:
        import dask
        import distributed
    except ImportError as error:
        raise WorkerError("--engine dask: needs dask.distributed: pip install 'communique[cluster]'") from error
    processes = (workers or 0) if address else 1
    job = replace(job, processes=processes)
    cluster: Any = distributed.LocalCluster
    client_of: Any = distributed.Client
    with ExitStack() as stack:
        # A worker has a pool, and a daemonic process may have no children. Its memory is that of the pool: --memory.
        stack.enter_context(dask.config.set({"distributed.worker.daemon": False}))
        if address is None:
            with deaf():
                own: Any = cluster(
                    n_workers=workers or len(os.sched_getaffinity(0)),
                    threads_per_worker=1,
                    memory_limit=0,
                    dashboard_address=None,
                    silence_logs="CRITICAL",
                )
            address = stack.enter_context(own).scheduler_address
        try:
            client = stack.enter_context(client_of(address, timeout=30))
        except OSError as error:
            raise WorkerError(f"--address {address}: no scheduler answers there; start one: dask scheduler") from error
        hosts = max(len(_workers(client)), 1)
        yield lambda items: ordered(
            items, partial(submit, client, job), job, SIZE * (processes or MANY), WINDOW * hosts
        )


def submit(client: Any, job: Job, chunk: Chunk) -> Callable[[], str]:
    """Start a chunk; what is given back waits for the name of its part."""
    return partial(_wait, client, job, chunk, client.submit(do, job, chunk, pure=False))


def _wait(client: Any, job: Job, chunk: Chunk, future: Any) -> str:
    from distributed import KilledWorker

    patience = Patience()
    tries = 1
    while True:
        try:
            return str(future.result(timeout=5))
        except TimeoutError:
            patience.tell(bool(_workers(client)))
        except KilledWorker as error:
            tries += 1
            if tries > TRIES:
                raise WorkerError(f"workers die again and again: {error}; look at their logs") from error
            future = client.submit(do, job, chunk, pure=False)


def _workers(client: Any) -> dict[str, Any]:
    found: dict[str, Any] = client.scheduler_info(n_workers=-1)["workers"]
    return found
