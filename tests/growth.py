"""How time grows with the size of the input, as a ratio: no test says seconds."""

from __future__ import annotations

import time
from collections.abc import Callable

FACTOR = 8
FLOOR = 0.02  # seconds: what takes less is noise


def growth(work: Callable[[int], object], size: int) -> float:
    """CPU time at FACTOR times the size over FACTOR times that at the size: 1 is linear, 8 is quadratic.

    The least of three runs each, since another program on the machine can only add to it.
    """
    return least(work, FACTOR * size) / (FACTOR * max(least(work, size), FLOOR))


def least(work: Callable[[int], object], size: int) -> float:
    times = []
    for _ in range(3):
        began = time.process_time()
        work(size)
        times.append(time.process_time() - began)
    return min(times)


LINEAR = 3.0  # between the two, with room for caches that overflow and for other programs
