"""A path -> the files below it, in the order of their names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def files(path: Path, outside: Path | None = None) -> Iterator[Path]:
    """The file itself, or every file below a folder, sorted by name, folders in their place among the files.

    Hidden files and folders (``.git``, ``.DS_Store``) are left out, as are links that lead out of the folder
    and the folder `outside` (where the output goes). A path that does not exist is given back as it is:
    opening it tells what is wrong.
    """
    if not path.is_dir():
        yield path
        return
    root = path.resolve()
    skip = outside.resolve() if outside is not None else None
    if skip == root:
        skip = None  # the user asked for this very folder
    yield from _below(path, root, skip)


def _below(folder: Path, root: Path, skip: Path | None) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError:
        yield folder  # opening it tells what is wrong
        return
    for name in names:
        path = folder / name
        if name.startswith(".") or (path.is_symlink() and not path.resolve().is_relative_to(root)):
            continue
        if path.is_dir():
            if path.is_symlink() or path.resolve() == skip:
                continue  # a linked folder is met at its own place
            yield from _below(path, root, skip)
        else:
            yield path
