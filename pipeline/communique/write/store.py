"""What a store is: a place that takes entries one by one, and can take the same one twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from communique.write.entry import Entry


@dataclass(frozen=True, slots=True)
class Store:
    """An open store.

    `write` replaces what an earlier entry of that source left; the same entry twice changes nothing. `commit` makes all
    that was written safe from a kill. Both raise WriteError.
    """

    write: Callable[[Entry], None]
    commit: Callable[[], None]
    fresh: bool  # it was made just now, so it needs all entries


Open = Callable[[Path], AbstractContextManager[Store]]
