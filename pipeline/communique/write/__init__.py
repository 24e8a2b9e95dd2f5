"""Entries -> somewhere. A store follows a run as it goes; a file is written whole at its end, from the ledger."""

from __future__ import annotations

from communique.write import sqlite
from communique.write.entry import State
from communique.write.store import Open, Store

__all__ = ["FILES", "STORES", "Open", "Store"]

# Name in the output folder -> how it is opened. A store takes entries as they come, and again after a kill.
STORES: dict[str, Open] = {"archive.sqlite": sqlite.store}

# Name in the output folder -> which sources have a line in it.
FILES: dict[str, tuple[State, ...]] = {
    "records.jsonl": ("ok",),
    "failures.jsonl": ("failed", "quarantined"),
}
