"""A Word file of 1997 to 2003 (DOC) -> Parts, by a program that knows the format: LibreOffice, else antiword.

LibreOffice takes three seconds a file and keeps headings and lists; antiword takes milliseconds and loses both, but
for lists that Word itself numbered.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from communique.errors import ReadError
from communique.read import docx, text
from communique.read.limits import DEFAULT, Limits
from communique.read.parts import Reading

_ADVICE = "install LibreOffice or antiword (apt install antiword), or save it as DOCX, PDF or text"
_LOSSES = "read by antiword, which knows no headings and not all lists; with LibreOffice installed both are kept"


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The parts of a DOC file.

    Raises:
        ReadError: no program here reads it, or none can read this one.
    """
    antiword, office = shutil.which("antiword"), shutil.which("soffice") or shutil.which("libreoffice")
    if not antiword and not office:
        raise ReadError(f"a Word file of before 2007; {_ADVICE}")
    if office and (converted := _office(office, data, limits)):
        reading = docx.read(converted, limits)
        return Reading(reading.parts, reading.hints, "application/msword", reading.notes)
    if antiword and (words := _antiword(antiword, data, limits)):
        parts, hints = text.parse(words)
        return Reading(parts, hints, "application/msword", (_LOSSES,))
    raise ReadError(
        f"a Word file of before 2007 that {office or antiword} cannot read; open it in Word and save it as DOCX"
    )


def _antiword(program: str, data: bytes, limits: Limits) -> str:
    """What antiword prints, each paragraph on one line; "" if it gives up."""
    try:
        done = subprocess.run(
            [program, "-w", "0", "-m", "UTF-8.txt", "-"],
            input=data, capture_output=True, timeout=limits.seconds, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    words = done.stdout.decode("utf-8", "replace")
    return words.replace("[pic]", "") if done.returncode == 0 and any(c.isalpha() for c in words) else ""


def _office(program: str, data: bytes, limits: Limits) -> bytes:
    """The file as DOCX; b"" if LibreOffice gives up."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "in.doc").write_bytes(data)
        command = [program, "--headless", f"-env:UserInstallation=file://{place}/profile", "--convert-to", "docx"]
        try:
            subprocess.run(
                [*command, "--outdir", folder, str(place / "in.doc")],
                capture_output=True, timeout=max(60, limits.seconds), check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return b""
        made = place / "in.docx"
        return made.read_bytes() if made.exists() and made.stat().st_size <= limits.bytes else b""
