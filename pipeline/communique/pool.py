"""Items -> results, in the order of the items, by supervised worker processes. Knows nothing of releases.

multiprocessing.Pool hangs for ever when a worker is killed; concurrent.futures aborts the run and blames nobody. Here
each worker has a pipe of its own, so a death, a crash or a hang is that of one item: the item is tried once more in a
fresh worker and then given up with its reason, and everything else goes on.
"""

from __future__ import annotations

import importlib
import multiprocessing as mp
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Literal, TypeVar

from communique.errors import WorkerError

T = TypeVar("T")

START = 180.0  # seconds that a worker may take to begin; the model loads in 2 to 8
TRIES = 2  # of an item whose worker died or hung: once may be bad luck (memory, a kill from outside)
WINDOW = 128  # results a worker that may wait for an earlier, slower one
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of one item."""

    item: T
    state: Literal["ok", "died", "timeout"]
    value: Any  # what the function gave; of an item that was given up the reason, for people


@dataclass(frozen=True)
class Work:
    """The function of the workers: ``module:factory``, called once in each with `arguments`, gives it."""

    factory: str
    arguments: dict[str, Any] = field(default_factory=dict)

    def function(self) -> Callable[[Any], Any]:
        module, _, name = self.factory.partition(":")
        function: Callable[[Any], Any] = getattr(importlib.import_module(module), name)(**self.arguments)
        return function


@dataclass(frozen=True)
class Limits:
    """What one item may cost, and how long a worker lives."""

    seconds: float = 120.0  # an item that takes longer is given up
    memory: int = 6 << 30  # bytes of address space of a worker; 0 is no limit
    recycle: int = 5000  # items after which a worker is replaced: memory stays flat whatever leaks


class _Worker:
    """One process, its pipe, and the item that it works on.

    It holds one item at a time, and is given the next only when it waits for it: a pipe takes 64 KiB, so sending to a
    worker that is busy, or hangs, could block the parent for ever.
    """

    def __init__(self, work: Work, limits: Limits) -> None:
        context = mp.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_child, args=(theirs, work, limits, os.getpid()), daemon=True)
        self.process.start()
        theirs.close()
        self.held: tuple[int, Any] | None = None
        self.ready = False
        self.since = time.monotonic()  # when it began to start, or to work on what it holds
        self.done = 0

    def give(self, index: int, item: Any) -> None:
        self.held = (index, item)
        self.since = time.monotonic()
        with suppress(OSError):  # it is dead; `_listen` sees it and gives the item to another
            self.pipe.send(item)

    def stop(self, patience: float = 3.0) -> None:
        try:
            self.pipe.send(None)
        except OSError:
            patience = 0.1
        self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.pipe.close()


def pooled(items: Iterable[T], work: Work, workers: int, limits: Limits | None = None) -> Iterator[Outcome[T]]:
    """One Outcome an item, in the order of the items, which are taken only as workers want them.

    Args:
        items: anything that can be pickled.
        work: what each worker does; it must catch its own errors, for one that it raises is a death.
        workers: how many processes.

    Raises:
        WorkerError: the workers cannot start at all; the message has the error of one of them.
    """
    with pool(work, workers, limits) as run:
        yield from run(items)


Run = Callable[[Iterable[Any]], Iterator[Outcome[Any]]]


@contextmanager
def pool(work: Work, workers: int, limits: Limits | None = None) -> Iterator[Run]:
    """`pooled` for one list of items after the other, by the same processes; each is to be read to its end."""
    made = _Pool(work, workers, limits or Limits())
    try:
        yield made.run
    finally:
        made.close()


class _Pool:
    def __init__(self, work: Work, workers: int, limits: Limits) -> None:
        self.work = work
        self.limits = limits
        with _one_thread():
            self.workers = [_Worker(work, limits) for _ in range(workers)]
        self.window = WINDOW * workers
        self.outcomes: dict[int, Outcome[Any]] = {}  # those that wait for an earlier one
        self.tries: dict[int, int] = {}  # of items whose worker died or hung
        self.again: deque[tuple[int, Any]] = deque()
        self.unstarted = 0  # workers in a row that died before they were ready
        self.fault = ""

    def run(self, items: Iterable[T]) -> Iterator[Outcome[T]]:
        numbered = enumerate(items)
        self.tries.clear()
        following = 0  # index of the item whose outcome is given next
        more = True
        while True:
            for worker in self.workers:
                if not worker.ready or worker.held:
                    continue
                if self.again:
                    worker.give(*self.again.popleft())
                elif more and len(self.outcomes) < self.window:
                    taken = next(numbered, None)
                    if taken is None:
                        more = False
                    else:
                        worker.give(*taken)
            while following in self.outcomes:
                yield self.outcomes.pop(following)
                following += 1
            if not more and not self.again and not any(worker.held for worker in self.workers):
                return
            self._listen()

    def close(self) -> None:
        for worker in self.workers:
            worker.stop(0.1 if worker.held or not worker.ready else 3.0)

    def _listen(self) -> None:
        waited: list[Any] = [worker.pipe for worker in self.workers]
        waited += [worker.process.sentinel for worker in self.workers]
        wait(waited, timeout=0.5)
        for place, worker in enumerate(self.workers):
            reason = self._receive(worker)
            if reason is not None:
                self._bury(worker, reason)
                self._replace(place)
            elif not worker.held and worker.done >= self.limits.recycle:
                worker.stop()
                self._replace(place)

    def _receive(self, worker: _Worker) -> tuple[Literal["died", "timeout"], str] | None:
        """Take what a worker has sent; why it must go, if it must."""
        closed = False
        try:
            while worker.pipe.poll():
                kind, value = worker.pipe.recv()
                if kind == "ready":
                    worker.ready = True
                    worker.since = time.monotonic()
                    self.unstarted = 0
                elif kind == "fault":
                    self.fault = value
                elif worker.held:
                    index, item = worker.held
                    worker.held = None
                    worker.done += 1
                    self.outcomes[index] = Outcome(item, "ok", value)
        except (EOFError, OSError):
            closed = True
        if closed or not worker.process.is_alive():
            worker.process.join(5)
            return "died", _exit(worker.process.exitcode)
        limit = self.limits.seconds if worker.ready else START
        if (worker.held or not worker.ready) and time.monotonic() - worker.since > limit:
            worker.process.kill()
            worker.process.join()
            return "timeout", f"it took more than {limit:.0f} seconds"
        return None

    def _bury(self, worker: _Worker, reason: tuple[Literal["died", "timeout"], str]) -> None:
        """Blame the item that it worked on, if it did."""
        worker.pipe.close()
        if not worker.ready:
            self.unstarted += 1
            if self.unstarted > 2 * len(self.workers):
                why = self.fault or reason[1]
                raise WorkerError(f"the workers cannot start: {why}; try --workers 0, or another --memory")
        if worker.held:
            index, item = worker.held
            self.tries[index] = self.tries.get(index, 0) + 1
            if self.tries[index] < TRIES:
                self.again.append((index, item))
            else:
                del self.tries[index]
                self.outcomes[index] = Outcome(item, *reason)

    def _replace(self, place: int) -> None:
        with _one_thread():
            self.workers[place] = _Worker(self.work, self.limits)


def _exit(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"its process was ended by {signal.Signals(-code).name}"
        except ValueError:
            pass
    return f"its process ended with code {code}"


class _one_thread:
    """Children that are started within get one BLAS thread each; this process keeps its own setting."""

    def __enter__(self) -> None:
        self.before = {name: os.environ.get(name) for name in THREADS}
        os.environ.update(dict.fromkeys(THREADS, "1"))

    def __exit__(self, *_: object) -> None:
        for name, value in self.before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _child(pipe: Connection, work: Work, limits: Limits, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_die_with, args=(parent,), daemon=True).start()
    if limits.memory:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    try:
        function = work.function()
    except Exception as error:
        _tell(pipe, ("fault", f"{type(error).__name__}: {error}"))
        raise SystemExit(1) from error
    there = _tell(pipe, ("ready", None))
    while there:
        try:
            item = pipe.recv()
        except (EOFError, OSError):  # the parent is gone
            return
        if item is None:
            return
        try:
            answer = ("done", function(item))
        except MemoryError:
            os._exit(137)
        there = _tell(pipe, answer)


def _tell(pipe: Connection, message: object) -> bool:
    """Whether the parent still listens."""
    try:
        pipe.send(message)
    except BrokenPipeError:
        return False
    return True


def _die_with(parent: int) -> None:
    """A child that hangs must not outlive a parent that was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
