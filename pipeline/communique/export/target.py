"""Where an export goes: one file or one folder, made beside its place and put there when it is whole."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from communique.errors import WriteError
from communique.record import Release

STEM = 60  # characters of a source's name in the name of its file


@contextmanager
def new_file(target: Path) -> Iterator[TextIO]:
    """A text file (UTF-8, LF) that takes its name when all is written; an earlier one stays until then.

    Raises:
        WriteError: it cannot be written.
    """
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            yield file
        part.replace(target)
    except OSError as error:
        raise WriteError(f"{target}: {error.strerror}; check the folder and the space on the disk") from error
    finally:
        if part.is_file():
            part.unlink()


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder that takes its name when all is written. One that has something in it is never touched.

    Raises:
        WriteError: it cannot be written, or there is one with something in it.
    """
    part = target.with_name(target.name + ".part")
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise WriteError(f"{target}: is there already; give a new folder, or remove it")
        target.parent.mkdir(parents=True, exist_ok=True)
        if part.exists():
            shutil.rmtree(part)
        part.mkdir()
        yield part
        part.replace(target)
    except OSError as error:
        raise WriteError(f"{target}: {error.strerror}; check the folder and the space on the disk") from error
    finally:
        if part.is_dir():
            shutil.rmtree(part)


def namer() -> Callable[[Release], str]:
    """A function that gives each release a name of its own for a file: "cp-12-0a1b2c3d", of a-z, 0-9 and "-"."""
    taken: set[str] = set()

    def name(release: Release) -> str:
        # «2020.zip!/cp/12.html» -> «12»: a folder name says little, and the hash keeps namesakes apart.
        last = re.split(r"[/\\]", release.source.name)[-1]
        stem = plain(last.rpartition(".")[0] or last, "-")[:STEM].strip("-")
        first = name = f"{stem}-{release.id[:8]}" if stem else release.id[:8]
        number = 1
        while name in taken:
            number += 1
            name = f"{first}-{number}"
        taken.add(name)
        return name

    return name


def plain(text: str, gap: str = "") -> str:
    """Only a-z and 0-9, without accents; what was between stands as `gap`: ("Été 2020", "-") -> "ete-2020"."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.lower().replace("œ", "oe")) if not unicodedata.combining(c)
    )
    return re.sub("[^a-z0-9]+", gap, bare).strip(gap or None)


# What XML 1.0 cannot hold even as a character reference: most controls, lone surrogates, U+FFFE and U+FFFF.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text with U+FFFD for each character that XML cannot hold: as long as it was, so that offsets stay true."""
    return _FORBIDDEN.sub("\ufffd", text)


def escaped(text: str) -> str:
    """As content of an element or of an attribute in double quotes; white space comes back as it was."""
    text = xml_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("\r", "&#13;")


def attribute(text: str) -> str:
    """As value of an attribute: parsers turn raw line ends and tabs of attributes into spaces."""
    return escaped(text).replace("\n", "&#10;").replace("\t", "&#9;")
