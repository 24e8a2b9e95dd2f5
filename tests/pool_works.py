"""Functions for the workers of test_pool; they are imported in processes of their own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable


def double() -> Callable[[int], int]:
    return lambda n: 2 * n


def by_name(folder: str = "") -> Callable[[str], str]:
    """An item says what it does to its worker: "die", "hang", "memory", "once" (dies once); else it is upper-cased."""

    def work(item: str) -> str:
        if item == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "hang":
            time.sleep(600)
        if item == "memory":
            return "x" * (8 << 30)
        if item == "once":
            mark = os.path.join(folder, "once")  # noqa: PTH118 -- a worker imports as little as it can
            try:
                os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                return "TWICE"
            os._exit(3)
        if item == "slow":
            time.sleep(0.5)
        return item.upper()

    return work


def pid() -> Callable[[object], int]:
    return lambda _: os.getpid()


def big() -> Callable[[bytes], bytes]:
    return lambda data: data + data


def broken() -> Callable[[object], object]:
    raise ValueError("no model here")
