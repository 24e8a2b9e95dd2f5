"""Results -> somewhere. A sink is a context manager that gives a `write` function; it takes what is its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from communique.record import Failure, Release
from communique.write import jsonl, sqlite

Write = Callable[[Release | Failure], None]
Sink = Callable[[Path], AbstractContextManager[Write]]

# File in the output folder -> what fills it.
SINKS: dict[str, Sink] = {
    "records.jsonl": jsonl.records,
    "failures.jsonl": jsonl.failures,
    "archive.sqlite": sqlite.sink,
}


@contextmanager
def folder(target: Path) -> Iterator[Write]:
    """A `write` function that gives every result to every sink of the output folder; makes the folder.

    Raises:
        WriteError: a sink refused; what it acknowledged before is safe.
    """
    from communique.errors import WriteError

    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{target}: {error.strerror}; give a folder that can be written, with -o") from error
    with ExitStack() as stack:
        writes = [stack.enter_context(sink(target / name)) for name, sink in SINKS.items()]

        def write(result: Release | Failure) -> None:
            for one in writes:
                one(result)

        yield write
