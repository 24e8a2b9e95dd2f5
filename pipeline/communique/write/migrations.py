"""Schema versions: the numbered steps from each to the next, forward only.

To change tables.py: change it, raise its SCHEMA by one, and add the Step that brings an older database there. All steps
that a database needs are one transaction, so one that is killed within them is as it was before. Files that are written
whole (CSV, Parquet, DuckDB, JSON lines) need no steps: they are made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.errors import WriteError


@dataclass(frozen=True, slots=True)
class Step:
    """From version `to` - 1 to version `to`."""

    to: int
    sql: tuple[str, ...]  # statements; views are dropped before, and views, tables and indices that lack are made after
    postgres: tuple[str, ...] | None = None  # where PostgreSQL needs others
    refill: bool = False  # the new columns have data only in the ledger: it gives all entries again


_PARENTS = ("release", "entity", "person", "list", "list_item")
_NAMED = 'UPDATE sqlite_master SET sql = replace(sql, \'REFERENCES "{0}" ON\', \'REFERENCES "{0}" ("id") ON\')'

# Of the schema in tables.py.
STEPS: tuple[Step, ...] = (
    # Foreign keys name the column that they point at, and the search its table in double quotes: Datasette asks for
    # both. Nothing that is stored changes, so the text of the schema is put right in its place
    # (https://www.sqlite.org/lang_altertable.html#otheralter).
    Step(
        2,
        (
            "PRAGMA writable_schema = ON",
            *(_NAMED.format(name) for name in _PARENTS),
            "UPDATE sqlite_master SET sql = replace(sql, 'content=''release''', 'content=\"release\"')",
            "PRAGMA writable_schema = RESET",
        ),
        postgres=(),  # it knows the column
    ),
)
LEDGER: tuple[Step, ...] = ()  # of the ledger


def due(found: int, wanted: int, target: str, steps: Sequence[Step] | None = None) -> tuple[Step, ...]:
    """The steps from one version to the other, in order; of `STEPS`, if no others are given.

    Raises:
        WriteError: the database is newer than this program, or there is no way from its version.
    """
    if found > wanted:
        what = f"made by a newer communique (schema version {found}, this one knows {wanted})"
        raise WriteError(f"{target}: {what}; update communique, or give another target")
    known = {step.to: step for step in (STEPS if steps is None else steps)}
    numbers = range(found + 1, wanted + 1)
    if not known.keys() >= set(numbers):
        what = f"schema version {found}, and there is no way from there to {wanted}"
        raise WriteError(f"{target}: {what}; give another target, and fill it with communique load")
    return tuple(known[number] for number in numbers)
