"""A URL of a store ("s3://bucket/prefix") -> the sources in the objects below it, by way of fsspec: 'communique[s3]'

Objects are listed folder by folder and read when they are wanted, some ahead; a large one is never whole in memory.
Names are the URL as the user typed it, with the path below: "s3://bucket/prefix/2020/cp-12.html".
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from communique.document import Source
from communique.errors import ReadError, UsageError
from communique.read import archive
from communique.read.archive import Fields, Found, Refused
from communique.read.limits import DEFAULT, Limits

AHEAD = 32  # objects that are fetched at once: the answer of a store takes some 30 ms, however small the object
SMALL = 1 << 20  # bytes; a larger object is read as it is wanted
WEB = {"http", "https", "ftp"}  # a page is no folder, and links are not followed

_URL = re.compile(r"([a-z][a-z0-9+.-]*)://")
_LOST = (FileNotFoundError, PermissionError, IsADirectoryError)  # faults of one object; others are of the store


@dataclass(frozen=True, slots=True)
class Object:
    """One file of a store."""

    name: str  # as the user would type it
    path: str  # as the store has it
    size: int  # bytes


def is_url(path: object) -> bool:
    """Whether it is written as an address and not as a path."""
    return isinstance(path, str) and bool(_URL.match(path))


def objects(url: str) -> Iterator[Object]:
    """The objects at or below the URL, by name, each folder in its place; hidden ones are left out, as in a folder.

    Raises:
        UsageError: there is no driver for such a URL, or it names no folder.
        ReadError: the store does not answer, has no such bucket or refuses; the message says what to do.
    """
    store, root = _store(url)
    yield from _objects(url, store, root)


def sources(
    url: str, limits: Limits = DEFAULT, fields: Fields | None = None, wanted: Callable[[str], bool] = lambda name: True
) -> Found:
    """The sources in the objects at or below the URL, in the order of `objects`.

    Args:
        limits, fields: as for `archive.sources`.
        wanted: whether a small object of that name, or a source in a large one, is to be given; others are not fetched.

    Raises:
        UsageError, ReadError: as for `objects`. An object that cannot be opened is Refused alone; where the store no
            longer answers the run must end, or all that is there would be taken for lost.
    """
    store, root = _store(url)
    flying: deque[tuple[Object, Future[bytes] | None]] = deque()

    def landed() -> Found:
        one, future = flying.popleft()
        data: bytes | None = None
        try:
            if future:
                data = future.result()
            else:
                with store.open(one.path, "rb") as file:
                    found = archive.stream(one.name, file, limits, fields)
                    yield from (source for source in found if one.size <= SMALL or wanted(source.name))
        except _LOST as error:
            yield Refused(one.name, f"{_said(error)}; was it removed, or may you not read it?")
        except Exception as error:  # drivers have errors of their own, of any kind
            raise _ended(url, error) from error
        if data is not None:
            yield from archive.within(Source(one.name, data), limits, fields)

    fetchers = ThreadPoolExecutor(AHEAD, "fetch")
    try:
        for one in _objects(url, store, root):
            if one.size <= SMALL and not wanted(one.name):
                continue
            small = one.size <= min(SMALL, limits.bytes)
            flying.append((one, fetchers.submit(store.cat_file, one.path) if small else None))
            if len(flying) >= AHEAD:
                yield from landed()
        while flying:
            yield from landed()
    finally:
        fetchers.shutdown(cancel_futures=True)


def _store(url: str) -> tuple[Any, str]:
    """The driver of the store, and the path that the URL has there."""
    found = _URL.match(url)
    kind = found[1] if found else ""
    if kind in WEB:
        raise UsageError(f"{url}: web pages are not fetched; save them (wget, curl) and give the files")
    try:
        import fsspec

        store, root = fsspec.url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        wanted = "pip install 'communique[s3]'" if kind in {"s3", "s3a"} else _said(error)
        raise UsageError(f"{url}: needs a driver that is not installed: {wanted}") from error
    except ValueError as error:  # of a protocol that nobody knows
        raise UsageError(f"{url}: {_said(error)}; write it as s3://bucket/folder") from error
    except Exception as error:
        raise _ended(url, error) from error
    root = str(root).rstrip("/")
    if kind in {"s3", "s3a", "gs", "gcs"} and not root:
        raise UsageError(f"{url}: names no bucket; write it as {kind}://bucket/folder")
    return store, root


def _objects(url: str, store: Any, root: str) -> Iterator[Object]:
    try:
        at = store.info(root)
    except Exception as error:
        raise _ended(url, error) from error
    if at["type"] == "file":
        yield Object(url, root, int(at["size"] or 0))
    else:
        yield from _below(url.rstrip("/"), store, root)


def _below(name: str, store: Any, folder: str) -> Iterator[Object]:
    try:
        entries = sorted(
            ((entry["name"].rstrip("/"), entry) for entry in store.ls(folder, detail=True)), key=lambda found: found[0]
        )
    except Exception as error:
        raise _ended(name, error) from error
    for path, entry in entries:
        inner = path[len(folder) :].lstrip("/")
        if not inner or inner.startswith("."):
            continue  # the mark of the folder itself, which some stores keep; hidden files
        if entry["type"] == "directory":
            yield from _below(f"{name}/{inner}", store, path)
        else:
            yield Object(f"{name}/{inner}", path, int(entry["size"] or 0))


def _ended(url: str, error: Exception) -> ReadError:
    """What a fault of the store means for people, and what to do."""
    kind = type(error).__name__
    if isinstance(error, FileNotFoundError):
        advice = "no such bucket, folder or object: check the address"
    elif "Credentials" in kind or "Profile" in kind:
        advice = (
            "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; FSSPEC_S3_ANON=true for a public bucket"
        )
    elif isinstance(error, PermissionError):
        advice = "the store refuses these credentials, or they may not read there"
    else:
        advice = "what is done is kept: run the same again when the store answers"
    return ReadError(f"{url}: {_said(error)}; {advice}")


def _said(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
