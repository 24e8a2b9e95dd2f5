"""Every item has one outcome, in order, whatever happens to the workers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.errors import WorkerError
from communique.pool import WINDOW, Limits, Work, _child, pooled

QUICK = Limits(seconds=2.0)
WORKS = "pool_works"


def outcomes(items: list[str], workers: int = 2, folder: Path | None = None) -> list[tuple[str, str]]:
    work = Work(f"{WORKS}:by_name", {"folder": str(folder or "")})
    return [(o.state, o.value if o.state == "ok" else o.item) for o in pooled(items, work, workers, QUICK)]


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    given = list(range(50))
    assert [o.value for o in pooled(given, Work(f"{WORKS}:double"), workers)] == [2 * n for n in given]


def test_a_slow_item_holds_back_the_order_and_not_the_work() -> None:
    assert outcomes(["slow", *"abc"]) == [("ok", "SLOW"), ("ok", "A"), ("ok", "B"), ("ok", "C")]


def test_an_item_that_kills_its_worker_is_blamed_alone() -> None:
    assert outcomes(["a", "die", "b", "c"]) == [("ok", "A"), ("died", "die"), ("ok", "B"), ("ok", "C")]


def test_an_item_that_hangs_is_given_up_with_its_reason() -> None:
    (first, second) = pooled(["hang", "a"], Work(f"{WORKS}:by_name"), 1, QUICK)
    assert (first.state, first.value, second.value) == ("timeout", "it took more than 2 seconds", "A")


def test_an_item_that_eats_all_memory_is_given_up() -> None:
    limits = Limits(seconds=20, memory=2 << 30)
    found = [(o.state, o.item) for o in pooled(["memory", "a"], Work(f"{WORKS}:by_name"), 1, limits)]
    assert found == [("died", "memory"), ("ok", "a")]


def test_a_worker_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    assert outcomes(["a", "once", "b"], 1, tmp_path) == [("ok", "A"), ("ok", "TWICE"), ("ok", "B")]


def test_a_killed_worker_is_replaced_and_its_item_done_again() -> None:
    seen = []
    for outcome in pooled(range(6), Work(f"{WORKS}:pid"), 1):
        seen.append(outcome.value)
        if len(seen) == 3:
            os.kill(outcome.value, signal.SIGKILL)
    assert len(seen) == 6
    assert len(set(seen)) == 2


def test_workers_are_replaced_after_so_many_items() -> None:
    pids = [o.value for o in pooled(range(9), Work(f"{WORKS}:pid"), 1, Limits(recycle=3))]
    assert [len(set(pids[i : i + 3])) for i in (0, 3, 6)] == [1, 1, 1]
    assert len(set(pids)) == 3


def test_large_items_and_results_do_not_block() -> None:
    given = [bytes(3_000_000)] * 4
    assert [len(o.value) for o in pooled(given, Work(f"{WORKS}:big"), 2)] == [6_000_000] * 4


def test_items_are_taken_only_as_they_are_wanted() -> None:
    taken = 0

    def items() -> Iterator[str]:
        nonlocal taken
        for _ in range(10 * WINDOW):
            taken += 1
            yield "slow" if taken == 1 else "a"

    results = pooled(items(), Work(f"{WORKS}:by_name"), 1)
    next(results)
    assert taken < 2 * WINDOW
    results.close()


def test_workers_that_cannot_start_say_why() -> None:
    with pytest.raises(WorkerError, match="no model here"):
        list(pooled(["a"], Work(f"{WORKS}:broken"), 1))


def test_no_worker_outlives_a_parent_that_was_killed() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from communique.pool import Work, pooled\n"
        "if __name__ == '__main__':\n"
        "    for o in pooled(['a', 'hang'], Work('pool_works:pid' if 0 else 'pool_works:by_name'), 1):\n"
        "        import multiprocessing as mp; print(mp.active_children()[0].pid, flush=True)\n"
    )
    script = Path(__file__).parent
    parent = subprocess.Popen([sys.executable, "-c", code, str(script)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(60):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail(f"worker {child} is still there")


def test_a_child_that_nobody_listens_to_ends_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    ours, theirs = multiprocessing.Pipe()
    ours.close()
    child = multiprocessing.get_context("spawn").Process(
        target=_child, args=(theirs, Work(f"{WORKS}:double"), Limits(), os.getpid())
    )
    child.start()
    child.join(20)
    assert (child.exitcode, capfd.readouterr().err) == (0, "")
