"""Lines of JSON -> a file, whole: UTF-8, not ASCII-escaped; the old file stays until the new one is complete."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from communique.errors import WriteError


def replace(target: Path, lines: Iterable[bytes]) -> None:
    """Write the lines to ``<target>.part`` and put it in the place of `target`, on the disk before it is named so.

    Raises:
        WriteError: the folder cannot be written, or the disk is full; the old file is as it was.
    """
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            for line in lines:
                file.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WriteError(f"{target}: {error.strerror}; check the folder and the space on the disk") from error
