"""Sources -> an output folder, by supervised workers: resumable, in source order, the same for any number of workers.

    sources ─▶ unchanged? ─no─▶ pool of workers ─Entry─▶ ledger ─▶ databases as it grows, whole files at the end
                    └────yes──▶ its record stays

The parent opens the files, so a member of an archive is a source like any other; workers read, clean, tag and extract.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from communique import rulebook, tag
from communique.document import Source
from communique.extract import closure
from communique.pool import Limits, Outcome, Work, pooled
from communique.read.limits import DEFAULT
from communique.read.limits import Limits as Reading
from communique.record import Failure, Release
from communique.run import processor, producer_of
from communique.write import ARCHIVE, FILES, Following, Store, Whole, datasette, sqlite
from communique.write.entry import COUNTED, DEADLY, Entry, entry
from communique.write.jsonl import replace
from communique.write.ledger import Ledger, ledger
from communique.write.tables import SCHEMA

COMMIT_EVERY = 100  # results; what a kill can cost
COMMIT_SECONDS = 5.0


@dataclass(frozen=True)
class Options:
    """What a record depends on, beside the bytes of its source."""

    published: dt.date | None = None
    only: tuple[str, ...] | None = None
    model: str = tag.DEFAULT_MODEL
    rules: Path | None = None
    reading: Reading = DEFAULT  # what a file may cost
    tagger: tag.By = "fast"  # changes no record

    def fingerprint(self) -> str:
        """Of everything that can change a record: versions, model, rules, schema and these options.

        Raises:
            ValueError, ModelError: as `run.processor`.
        """
        producer = producer_of(closure(self.only), self.model, rulebook.load(self.rules))
        schema = Release.model_fields["schema_version"].default
        parts = (schema, producer.version, producer.model, producer.rules, self.published, sorted(self.only or ()))
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


@dataclass
class Tally:
    """What a run has done so far."""

    read: int = 0
    written: int = 0  # records, made in this run
    failed: int = 0  # all that have no record: failed now, or given up by an earlier run
    unchanged: int = 0
    missing: tuple[str, ...] = ()  # names of sources that are no more
    pruned: bool = False  # whether their records were removed
    facts: Counter[str] = field(default_factory=Counter)
    problems: int = 0


Watch = Callable[[Tally, Entry | None], None]
Item = Source | Failure  # a Failure is a source that could not be opened
Engine = Callable[[Iterable[Item]], Iterator[Entry]]  # the entry of each item, in their order


def worker(options: Options) -> Callable[[Source], Entry]:
    """The function of a worker: a source to its Entry."""
    process = processor(
        published=options.published,
        only=options.only,
        model=options.model,
        tagger=options.tagger,
        rules=rulebook.load(options.rules),
        limits=options.reading,
    )
    return lambda source: entry(process(source))


def batch(
    sources: Iterable[Source | Failure],
    target: Path,
    options: Options,
    *,
    paths: Sequence[str] = (),
    workers: int = 1,
    limits: Limits | None = None,
    engine: Engine | None = None,
    force: bool = False,
    prune: bool = False,
    to: Sequence[Following | Whole] = (),
    watch: Watch = lambda tally, entry: None,
) -> Tally:
    """Bring the output folder up to date with the sources; what was done.

    A source whose bytes and fingerprint are those of an earlier run is left as it is. The run can be killed at any
    moment: the same call goes on after the last commit.

    Args:
        sources: opened as they are wanted; a Failure is one that could not be opened.
        paths: what the user named; sources at or below them that are no more are missing.
        workers: processes; 0 works in this one (no protection from a file that kills or hangs it).
        engine: does the work instead of workers of our own: see `engines`.
        force: do all sources again.
        prune: remove the records of missing sources.
        to: where the records go beside the folder: see `write.sink`.
        watch: called after every source with the Tally, and its Entry if it was done now.

    Raises:
        WriteError: a sink refused, or another run holds the folder; what was committed is safe.
        ValueError, ModelError: as `run.processor`.
    """
    fingerprint = options.fingerprint()
    engine = engine or local(options, workers, limits)
    tally = Tally()
    with _opened(target, to) as (book, stores):
        try:
            _process(sources, book, stores, engine, fingerprint, tally, force, watch)
        except BaseException:  # Ctrl-C, a full disk: keep what is done, in good files
            _finish(book, stores, target, to, options, tally, paths, prune=False, complete=False)
            raise
        _finish(book, stores, target, to, options, tally, paths, prune=prune, complete=True)
    return tally


def load(results: Iterable[Release | Failure], target: Path, to: Sequence[Following | Whole] = ()) -> Tally:
    """Put finished records into an output folder, as the run that made them would; twice the same changes nothing.

    Raises:
        WriteError: as for `batch`.
    """
    tally = Tally()
    with _opened(target, to) as (book, stores):
        for place, result in enumerate(results):
            found = entry(result)
            made = repr(result.producer) if isinstance(result, Release) else ""
            book.put(found, found.release, hashlib.sha256(made.encode()).hexdigest()[:16], place)
            _queue(found, stores)
            tally.read += 1
            tally.written += found.state == "ok"
            tally.failed += found.state != "ok"
            if tally.read % COMMIT_EVERY == 0:
                _commit(book, stores)
        stale = book.order()
        _commit(book, stores)
        _write_whole(book, target, to, stale)
        book.done()
    return tally


@contextmanager
def _opened(target: Path, to: Sequence[Following | Whole]) -> Iterator[tuple[Ledger, list[_Sink]]]:
    archive = Following(ARCHIVE, partial(sqlite.store, target / ARCHIVE))
    with ExitStack() as stack:
        book = stack.enter_context(ledger(target))
        stores = [archive, *(one for one in to if isinstance(one, Following))]
        yield book, [_Sink(one.name, stack.enter_context(one.open()), book) for one in stores]


class _Sink:
    """A store that follows the ledger; it has taken over all changes up to `upto`."""

    def __init__(self, name: str, store: Store, book: Ledger) -> None:
        self.name = name
        self.store = store
        self.book = book
        if store.fresh:
            book.reached(name, 0)
        self.waiting: list[Entry] = []
        for number, late in enumerate(book.changes(book.upto(name)), 1):
            store.write(late)
            if number % COMMIT_EVERY == 0:
                store.commit()
        self.follow(book.commit())

    def follow(self, change: int) -> None:
        """Take over what waits, up to `change`, which the ledger has committed."""
        for one in self.waiting:
            self.store.write(one)
        self.waiting.clear()
        self.store.commit()
        self.book.reached(self.name, change)


def _process(
    sources: Iterable[Source | Failure],
    book: Ledger,
    stores: Sequence[_Sink],
    engine: Engine,
    fingerprint: str,
    tally: Tally,
    force: bool,
    watch: Watch,
) -> None:
    due = 0
    last = time.monotonic()
    for place, source, found in _results(sources, book, engine, fingerprint, tally, force, watch):
        sha256 = source.sha256 if isinstance(source, Source) else ""
        book.put(found, sha256, fingerprint, place)
        _queue(found, stores)
        if found.state == "ok":
            tally.written += 1
            tally.problems += found.problems
            tally.facts.update(dict(zip(COUNTED, found.facts, strict=True)))
        else:
            tally.failed += 1
        due += 1
        watch(tally, found)
        if due >= COMMIT_EVERY or time.monotonic() - last > COMMIT_SECONDS:
            _commit(book, stores)
            due = 0
            last = time.monotonic()


def _results(
    sources: Iterable[Source | Failure],
    book: Ledger,
    engine: Engine,
    fingerprint: str,
    tally: Tally,
    force: bool,
    watch: Watch,
) -> Iterator[tuple[int, Source | Failure, Entry]]:
    """Place, source and entry of each source that is new, changed or stale, in source order."""
    places: deque[tuple[int, Source | Failure]] = deque()  # of what the engine has taken and not given back
    names: set[str] = set()  # of the same

    def wanted() -> Iterator[Source | Failure]:
        for place, source in enumerate(sources):
            name = _name(source)
            if name in names or book.seen(name):
                continue  # named twice
            tally.read += 1
            known = book.known(name)
            if (
                known
                and not force
                and isinstance(source, Source)
                and known.state != "failed"  # it may be a missing extra that is there now
                and (known.sha256, known.fingerprint) == (source.sha256, fingerprint)
            ):
                book.touch(name, place)
                tally.unchanged += 1
                tally.failed += known.state == "quarantined"
                watch(tally, None)
                continue
            places.append((place, source))
            names.add(name)
            yield source

    for found in engine(wanted()):
        place, source = places.popleft()
        names.discard(_name(source))
        yield place, source, found


def local(options: Options, workers: int, limits: Limits | None = None) -> Engine:
    """The engine of one machine: so many worker processes, or with 0 this one."""
    if not workers:
        return lambda items: map(_guarded(options), items)
    work = Work("communique.batch:warmed", {"options": options})
    return lambda items: (entry_of(outcome) for outcome in pooled(items, work, workers, limits))


def _guarded(options: Options) -> Callable[[Source | Failure], Entry]:
    function = worker(options)
    return lambda source: function(source) if isinstance(source, Source) else entry(source)


# A worker is ready when it has done these: model and readers load within them, not within the time that --timeout gives
# to somebody's file.
WARMING = (
    Source("a.txt", "Tours, le 3 mars 2021\n\nLa piscine ouvre\n\n« Venez ! », dit le maire.".encode()),
    Source("a.html", b"<html><body><h1>La piscine ouvre</h1><p>Tours, le 3 mars 2021</p></body></html>"),
)


def warmed(options: Options) -> Callable[[Source | Failure], Entry]:
    """The function of a worker process, with all loaded that it needs."""
    function = _guarded(options)
    for source in WARMING:
        function(source)
    return function


def _name(source: Source | Failure) -> str:
    return source.name if isinstance(source, Source) else source.source


def entry_of(outcome: Outcome[Item]) -> Entry:
    """The entry that a worker made, or that says why it was given up."""
    if outcome.state == "ok":
        value: Entry = outcome.value
        return value
    error = "Died" if outcome.state == "died" else "Timeout"
    assert error in DEADLY
    message = f"given up after two tries: {outcome.value}; look at the file, and run it again with --force when mended"
    return entry(Failure(source=_name(outcome.item), error=error, message=message))


def _queue(found: Entry, stores: Sequence[_Sink]) -> None:
    """The stores take it over when the ledger has committed it."""
    for sink in stores:
        sink.waiting.append(found)


def _commit(book: Ledger, stores: Sequence[_Sink]) -> None:
    change = book.commit()
    for sink in stores:
        sink.follow(change)


def _finish(
    book: Ledger,
    stores: Sequence[_Sink],
    target: Path,
    to: Sequence[Following | Whole],
    options: Options,
    tally: Tally,
    paths: Sequence[str],
    *,
    prune: bool,
    complete: bool,
) -> None:
    if complete:
        tally.missing = tuple(book.missing(paths))
        if prune and tally.missing:
            tally.pruned = True
            for name in tally.missing:
                _queue(book.remove(name), stores)
    stale = book.order()
    _commit(book, stores)
    _write_whole(book, target, to, stale)
    replace(target / "manifest.json", [manifest(book, target, options, complete)])
    book.done()


def _write_whole(book: Ledger, target: Path, to: Sequence[Following | Whole], stale: bool) -> None:
    for name, states in FILES.items():
        if stale or not (target / name).exists():
            replace(target / name, book.lines(*states))
    replace(target / datasette.NAME, [datasette.metadata()])
    change = book.commit()
    for one in to:
        made = f"{one.name} by schema {SCHEMA}"  # files of an older schema are made anew
        if isinstance(one, Whole) and (stale or one.missing() or book.upto(made) < change):
            one.write(book.releases())
            book.reached(made, change)


def manifest(book: Ledger, target: Path, options: Options, complete: bool) -> bytes:
    """What the folder holds and what made it, as indented JSON; no clock, so the same run gives the same bytes."""
    rules = rulebook.load(options.rules)
    producer = producer_of(closure(options.only), options.model, rules)
    counts = book.counts()
    content = {
        "complete": complete,
        "producer": producer.model_dump(),
        "options": {
            "published": options.published.isoformat() if options.published else None,
            "only": sorted(options.only) if options.only else None,
        },
        "schema_version": Release.model_fields["schema_version"].default,
        "fingerprints": book.fingerprints(),
        "sources": {"total": sum(counts.values()), **counts},
        "years": book.years(),
        "files": {name: _hash(target / name) for name in FILES},
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _hash(path: Path) -> dict[str, str | int]:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
            size += len(piece)
    return {"sha256": digest.hexdigest(), "bytes": size}
