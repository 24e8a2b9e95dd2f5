"""A zip file's bytes -> its members, within limits: bombs, encrypted members and lying sizes are ReadErrors."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import BinaryIO

from communique.errors import ReadError
from communique.read.limits import Limits

SMALL = 1_000_000  # bytes up to which any ratio will do: an empty form packs better than a full one
LOCAL_HEAD = 30  # bytes before the name of a member, at least
_LOCKED = "protected by a password; open it and save it without one"


def opened(file: BinaryIO | bytes) -> zipfile.ZipFile:
    """The archive.

    Raises:
        ReadError: it is damaged, or its members share their bytes: so 36 GB go into 20 kB.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(file) if isinstance(file, bytes) else file)
        overlap = _overlap(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise ReadError(f"a damaged zip file ({error}); copy or pack it again") from error
    if overlap:
        archive.close()
        raise ReadError(f"a zip file whose members lie over one another ({overlap}), as in files made to do harm")
    return archive


def _overlap(archive: zipfile.ZipFile) -> str:
    """The name of a member that begins before the one above it ends; "" if none does."""
    end = 0
    for member in sorted(archive.infolist(), key=lambda each: each.header_offset):
        if member.header_offset < end:
            return member.filename
        end = member.header_offset + LOCAL_HEAD + member.compress_size
    return ""


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> bytes:
    """The bytes of one member.

    Raises:
        ReadError: it is encrypted, damaged, or larger than it may be.
    """
    if member.flag_bits & 1:
        raise ReadError(_LOCKED)
    if member.file_size > limits.bytes:
        raise ReadError(f"{member.file_size:,} bytes; the limit is {limits.bytes:,}")
    if member.file_size > SMALL and member.file_size > limits.ratio * max(1, member.compress_size):
        raise ReadError(f"packed more than {limits.ratio} to 1, as only files made to do harm are")
    try:
        with archive.open(member) as stream:
            data = stream.read(limits.bytes + 1)  # the size in its head may lie
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise ReadError(f"a damaged member ({error}); pack it again") from error
    if len(data) > limits.bytes:
        raise ReadError(f"more than {limits.bytes:,} bytes, whatever its head says")
    return data


def part(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """The bytes of the member of that name; b"" if there is none."""
    try:
        member = archive.getinfo(name)
    except KeyError:
        return b""
    return unpacked(archive, member, limits)
