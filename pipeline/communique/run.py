"""Sources -> Releases | Failures. Errors are caught here, in two places, and nowhere below."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from communique import tag
from communique.document import Document, Source
from communique.errors import ReadError
from communique.extract import LAYERS, Layer, closure
from communique.read import archive, read, remote
from communique.read.files import files
from communique.read.limits import DEFAULT, Limits
from communique.record import Failure, Problem, Producer, Release, SourceInfo, check_offsets
from communique.rulebook import Rules, load

Result = Release | Failure
WHOLE = remote.SMALL  # bytes; what is larger may be an archive of many releases, which several shards divide


def run(
    sources: Iterable[Source | Failure],
    *,
    published: dt.date | None = None,
    only: Collection[str] | None = None,
    model: str = tag.DEFAULT_MODEL,
    tagger: tag.By = "fast",
    rules: Rules | None = None,
    limits: Limits = DEFAULT,
) -> Iterator[Result]:
    """One Release or one Failure a source, in the order of the sources, in this process: `batch` has workers.

    Args:
        sources: files' bytes; a Failure (a file that could not be opened) is passed on in its place.
        published, only, model, tagger, rules, limits: as for `processor`.

    Raises:
        ValueError, ModelError: as `processor`.
    """
    process = processor(published=published, only=only, model=model, tagger=tagger, rules=rules, limits=limits)
    for source in sources:
        yield source if isinstance(source, Failure) else process(source)


def processor(
    *,
    published: dt.date | None = None,
    only: Collection[str] | None = None,
    model: str = tag.DEFAULT_MODEL,
    tagger: tag.By = "fast",
    rules: Rules | None = None,
    limits: Limits = DEFAULT,
) -> Callable[[Source], Result]:
    """A function from a source to its Release or Failure; it raises nothing.

    Args:
        published: anchor date for a release that gives none.
        only: names of layers to run, with those that they need; all by default.
        model: name of the spaCy model; loaded with the first source, and not at all if no layer needs it.
        tagger: who computes the model, as for `tag.tagger`.
        limits: what a file may cost.

    Raises:
        ValueError: `only` names a layer that does not exist.
        ModelError: a layer needs the model and it is not installed.
    """
    rules = rules or load()
    layers = closure(only)
    producer = producer_of(layers, model, rules)
    tag_all = tag.tagger(model, tagger) if producer.model else None

    def process(source: Source) -> Result:
        document = attempt(source, limits)
        if isinstance(document, Failure):
            return document
        if tag_all:
            (document,) = tag_all([document])
        return fill(document, producer, rules, layers, published=published)

    return process


def producer_of(layers: Sequence[Layer], model: str, rules: Rules) -> Producer:
    """What makes the records: versions of the package, of the model if a layer needs it, and of the rules.

    Raises:
        ModelError: a layer needs the model and it is not installed.
    """
    needs_model = any("tags" in layer.needs for layer in layers)
    return Producer(
        version=version("communique"),
        model=tag.model_name(model) if needs_model else None,
        rules=rules.fingerprint,
    )


def sources(
    paths: Iterable[Path | str],
    outside: Path | None = None,
    limits: Limits = DEFAULT,
    fields: archive.Fields | None = None,
    shard: tuple[int, int] = (1, 1),
) -> Iterator[Source | Failure]:
    """The files of `paths`, folders with all below them, archives with all in them, each opened when it is wanted.

    Args:
        paths: files and folders; a str is a URL ("s3://bucket/folder").
        outside: a folder to leave out, the one where the output goes.
        limits: what a file may cost.
        fields: which fields of tables and of JSON hold text, date and id.
        shard: (i, n) gives the i-th of n parts, by the hash of the name: of the file, with all that is in it, or of
            the source where the file is larger than `WHOLE`. What is of other parts is not opened.

    Raises:
        UsageError, ReadError: as for `remote.sources`.
    """

    def mine(name: str) -> bool:
        return shard_of(name, shard[1]) == shard[0]

    for path in paths:
        if isinstance(path, str):
            yield from _told(remote.sources(path, limits, fields, mine))
            continue
        for file in files(path, outside):
            large = shard != (1, 1) and _size(file) > WHOLE
            if large or mine(archive.shown(file)):
                found = _told(archive.sources(file, limits, fields))
                yield from sharded(found, *shard) if large else found


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # opening it tells what is wrong


def within(
    source: Source, limits: Limits = DEFAULT, fields: archive.Fields | None = None
) -> Iterator[Source | Failure]:
    """The source itself, or all that are in it if it is an archive, a mailbox, a feed or a table."""
    yield from _told(archive.within(source, limits, fields))


def _told(found: Iterable[Source | archive.Refused]) -> Iterator[Source | Failure]:
    for one in found:
        if isinstance(one, archive.Refused):
            yield Failure(source=one.name, error="ReadError", message=one.message)
        else:
            yield one


def sharded(sources: Iterable[Source | Failure], number: int, of: int) -> Iterator[Source | Failure]:
    """The `number`-th of `of` parts of the sources, counted from 1, by the hash of their names: (1, 1) is all."""
    for source in sources:
        if shard_of(source.name if isinstance(source, Source) else source.source, of) == number:
            yield source


def shard_of(name: str, of: int) -> int:
    """In which of so many parts a name falls, counted from 1."""
    return int.from_bytes(hashlib.sha256(name.encode(errors="surrogatepass")).digest()[:8]) % of + 1


def attempt(source: Source, limits: Limits = DEFAULT) -> Document | Failure:
    """The document, or what is wrong with the source and what to do."""
    try:
        return read(source, limits)
    except ReadError as error:
        return Failure(source=source.name, error=type(error).__name__, message=str(error))
    except Exception as error:  # noqa: BLE001 -- a fault of a reader must not cost the other files
        message = f"{error}; a fault of the reader: please report it with the file"
        return Failure(source=source.name, error=type(error).__name__, message=message)


def fill(
    document: Document,
    producer: Producer,
    rules: Rules,
    layers: Sequence[Layer] = LAYERS,
    *,
    published: dt.date | None = None,
) -> Release:
    """Run the layers in order. A layer that fails leaves its fields empty and a Problem."""
    release = Release(
        id=document.sha256,
        source=SourceInfo(
            name=document.name, media_type=document.media_type, sha256=document.sha256, size=document.size
        ),
        producer=producer,
        text=document.text,
        problems=tuple(Problem(layer="read", error="mended", message=note) for note in document.notes),
    )
    if published:
        document = replace(document, hints={**document.hints, "anchor": published.isoformat()})
    for layer in layers:
        try:
            found = dict(layer.find(document, release, rules))
            problems = found.pop("problems", ())
            check_offsets(document.text, list(found.values()))
            release = release.model_copy(update={**found, "problems": (*release.problems, *problems)})  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 -- one layer must not cost the others
            problem = Problem(layer=layer.name, error=type(error).__name__, message=str(error))
            release = release.model_copy(update={"problems": (*release.problems, problem)})
    return release
