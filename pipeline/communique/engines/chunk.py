"""Chunks of sources -> part files, for any engine that runs a function somewhere, perhaps twice.

    sources ─▶ chunks ─submit─▶ a worker of the engine: `do` ─▶ parts/<hash>.jsonl ─▶ driver: entries in order

A part is named by what it depends on (the sources, the fingerprint, the limits) and published by rename. So a chunk
that is done twice gives the same file, and a part that is there is not made again. Documents run in our own supervised
pool inside the engine's worker: engines hang, abort or blame neighbours when a document kills its process.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from communique.batch import COMMIT_EVERY, Item, Options, entry_of
from communique.document import Source
from communique.errors import WorkerError, WriteError
from communique.pool import Limits, Run, Work, pool
from communique.write.entry import Entry, restored

HEAVY = 8 << 20  # bytes of sources in a chunk: more would choke a scheduler
WINDOW = 4  # chunks in flight for each worker of the engine
SIZE = 32  # sources a chunk for each process of a worker's pool
TRIES = 3  # of a chunk whose workers died under it: with Dask each is some deaths already, by its own count
PATIENCE = 120.0  # seconds without any worker before the run stops


@dataclass(frozen=True)
class Job:
    """What all chunks of a run share."""

    options: Options
    fingerprint: str  # of the driver; a worker that has another rule or version must not write
    limits: Limits
    folder: str  # of the parts; driver and workers share it
    processes: int  # of the pool in each worker of the engine; 0: one a core


Chunk = Sequence[Item]
Submit = Callable[[Chunk], Callable[[], str]]  # starts `do` somewhere; what it gives waits for the name of the part


def ordered(items: Iterable[Item], submit: Submit, job: Job, size: int, window: int) -> Iterator[Entry]:
    """The entry of each item, in their order; so many chunks are under way at once.

    Raises:
        WorkerError: a part is not what was wanted.
    """
    folder = Path(job.folder)
    flying: deque[tuple[Chunk, Callable[[], str]]] = deque()
    loaded: deque[tuple[Path, int]] = deque()  # parts that the driver may not have committed yet, and their entries
    behind = 0  # entries in them

    def land() -> Iterator[Entry]:
        nonlocal behind
        chunk, wait = flying.popleft()
        path = folder / wait()
        yield from _entries(path, chunk)
        loaded.append((path, len(chunk)))
        behind += len(chunk)
        while behind - loaded[0][1] > 2 * COMMIT_EVERY:
            done, number = loaded.popleft()
            behind -= number
            done.unlink(missing_ok=True)

    for chunk in chunked(items, size):
        flying.append((chunk, submit(chunk)))
        if len(flying) >= window:
            yield from land()
    while flying:
        yield from land()
    for path, _ in loaded:
        path.unlink(missing_ok=True)


def chunked(items: Iterable[Item], size: int) -> Iterator[Chunk]:
    """Chunks of about `size` items. They end where the hash of a name says so, so that a run that goes on where another
    was killed comes to the same chunks, and finds their parts."""
    chunk: list[Item] = []
    weight = 0
    for item in items:
        chunk.append(item)
        weight += len(item.data) if isinstance(item, Source) else 0
        mark = int.from_bytes(hashlib.sha256(_key(item)[0].encode(errors="surrogatepass")).digest()[:8])
        if mark % size == 0 or len(chunk) >= 4 * size or weight >= HEAVY:
            yield tuple(chunk)
            chunk = []
            weight = 0
    if chunk:
        yield tuple(chunk)


def _key(item: Item) -> tuple[str, str]:
    return (item.name, item.sha256) if isinstance(item, Source) else (item.source, f"{item.error}: {item.message}")


def part(job: Job, chunk: Chunk) -> str:
    """The name of the part of a chunk: it changes with all that the part depends on."""
    digest = hashlib.sha256(repr((job.fingerprint, job.limits.seconds, job.limits.memory)).encode())
    for item in chunk:
        digest.update(repr(_key(item)).encode(errors="surrogatepass"))
    return f"{digest.hexdigest()[:24]}.jsonl"


def do(job: Job, chunk: Chunk) -> str:
    """Make the part of a chunk, if it is not there; its name. It runs in a worker of the engine.

    Raises:
        WorkerError: this worker has other rules, model or version than the driver, or its pool cannot start.
        WriteError: the folder cannot be written.
    """
    name = part(job, chunk)
    target = Path(job.folder) / name
    if target.exists():
        return name
    with _LOCK:
        run = _pool(job)
        # Two workers may do the same chunk: each writes a file of its own, and the last rename wins with equal bytes.
        own = target.with_name(f".{name}.{os.uname().nodename}.{os.getpid()}")
        try:
            with own.open("wb") as file:
                for outcome in run(chunk):
                    file.write(entry_of(outcome).line + b"\n")
                file.flush()
                os.fsync(file.fileno())
            own.replace(target)
        except OSError as error:
            raise WriteError(f"{target}: {error.strerror}; driver and workers must share this folder") from error
        finally:
            own.unlink(missing_ok=True)
    return name


_LOCK = threading.Lock()  # one chunk at a time in a process: its pool has all the cores
_OPEN: dict[Job, tuple[ExitStack, Run]] = {}  # the pool lives as long as the process: models are loaded once


def _pool(job: Job) -> Run:
    if job not in _OPEN:
        if job.options.fingerprint() != job.fingerprint:
            here = os.uname().nodename
            raise WorkerError(
                f"the worker on {here} has another version, model or rules than the driver; install the same"
            )
        for stack, _ in _OPEN.values():
            stack.close()
        _OPEN.clear()
        stack = ExitStack()
        work = Work("communique.batch:warmed", {"options": job.options})
        processes = job.processes or len(os.sched_getaffinity(0))
        _OPEN[job] = (stack, stack.enter_context(pool(work, processes, job.limits)))
        atexit.register(stack.close)
    return _OPEN[job][1]


class Patience:
    """How long a cluster may be without a worker."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def tell(self, anyone: bool) -> None:
        """Whether any worker is there now.

        Raises:
            WorkerError: none has been for too long.
        """
        if anyone:
            self._since = time.monotonic()
        elif time.monotonic() - self._since > PATIENCE:
            raise WorkerError("no worker is left on the cluster; start one, and run the same again")


def _entries(path: Path, chunk: Chunk) -> Iterator[Entry]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise WorkerError(f"{path}: {error.strerror}; driver and workers must share this folder") from error
    if len(lines) != len(chunk):
        raise WorkerError(f"{path}: {len(lines)} results for {len(chunk)} sources; delete the file and run again")
    for line in lines:
        # A record begins with its schema version, a failure with its source.
        found = restored(line, "ok" if line.startswith(b'{"schema_version"') else "failed")
        yield replace(found, line=line)


@contextmanager
def deaf() -> Iterator[None]:
    """Processes that are started within do not hear Ctrl-C: it is the driver's to answer, and it ends them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
