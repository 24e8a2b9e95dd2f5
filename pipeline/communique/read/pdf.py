"""A PDF -> Parts, by the place and size of its words; a scan or an unreadable text layer is a ReadError."""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import re
import struct
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from communique.errors import ReadError
from communique.read import layout, pdfium, properties
from communique.read.columns import Word
from communique.read.limits import DEFAULT, Limits
from communique.read.parts import Reading

_OCR = "make a text layer first: ocrmypdf --language fra {flag}IN.pdf OUT.pdf"
MAX_ODD = 0.05  # share of control and unassigned characters above which a text layer is garbage; 0.001 in real ones
MIN_LETTERS = 0.55  # share of letters below which it is; .87 is the least in 22 readable releases
_FUNCTION = re.compile(
    r"\b(?:de|la|le|les|des|et|du|en|un|une|à|au|aux|dans|pour|par|sur|the|of|and|to|in|der|die|und|het|van|el|los)\b",
    re.IGNORECASE,
)


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The parts of a PDF, what its metadata says, and which pages have no text.

    Raises:
        ReadError: it is a scan, encrypted, broken, too costly, or pypdfium2 is not installed.
    """
    found = words_of(data, limits)
    pages = [layout.Page(p["width"], p["height"], [Word(*w) for w in p["words"]]) for p in found["pages"]]
    empty = [n for n, p in enumerate(found["pages"], 1) if not p["words"]]
    if not any(page.words for page in pages):
        raise ReadError(f"{len(pages)} pages without a text layer (a scan?); " + _OCR.format(flag=""))
    text = " ".join(word.text for page in pages for word in page.words)
    if fault := _garbled(text):
        raise ReadError(f"its text layer is unreadable ({fault}); " + _OCR.format(flag="--force-ocr "))
    parts = layout.parts(pages)
    says = found["metadata"]
    hints = properties.hints(
        parts, says.get("Title", ""), says.get("Author", ""), says.get("CreationDate", ""), says.get("ModDate", "")
    )
    notes = [f"page {n} has no text; if it is an image, {_OCR.format(flag='')}" for n in empty[:20]]
    return Reading(parts, hints, "application/pdf", tuple(notes))


def _garbled(text: str) -> str:
    """What tells that a text layer does not hold the words that the page shows; "" if nothing does."""
    odd = sum(
        (c < " " or "\x7f" <= c < "\xa0" or c == "\ufffd" or ("\ue000" <= c <= "\uefff") or c > "\U000e0000")
        for c in text
    )
    if odd > MAX_ODD * len(text):
        return f"{odd} of {len(text)} characters are none"
    ink = [c for c in text if not c.isspace()]
    letters = sum(c.isalpha() for c in ink)
    if len(ink) > 100 and letters < MIN_LETTERS * len(ink):
        return f"only {letters} of {len(ink)} characters are letters"
    words = text.split()
    if len(words) > 80 and len(_FUNCTION.findall(text)) < 0.03 * len(words):
        return "it holds none of the small words that every text has"
    return ""


# ------------------------------------------------------------------------------------------- the process of pdfium

_child: subprocess.Popen[bytes] | None = None
_owner = 0  # the process that started it: one that is forked off later starts its own
_child_limits: Limits | None = None
_lock = threading.Lock()


def words_of(data: bytes, limits: Limits = DEFAULT) -> dict[str, Any]:
    """What pdfium.py found, from a process that is started once and started again after a crash.

    Raises:
        ReadError: pdfium refuses the file, or passes a limit with it.
    """
    if importlib.util.find_spec("pypdfium2") is None:
        raise ReadError("a PDF, and pypdfium2 is not installed: pip install 'communique[pdf]'")
    if len(data) > limits.bytes:
        raise ReadError(f"a PDF of {len(data):,} bytes; the limit is {limits.bytes:,}")
    with _lock:  # pdfium takes one file at a time
        answer = _asked(data, limits)
    if error := answer.get("error"):
        raise ReadError(_message(error, answer.get("detail", ""), limits))
    return answer


def _message(error: str, detail: str, limits: Limits) -> str:
    return {
        "password": "a PDF behind a password; take it off: qpdf --decrypt --password=… IN.pdf OUT.pdf",
        "pages": f"a PDF of {detail} pages; the limit is {limits.pages}",
        "chars": f"a PDF of more than {detail} characters; that is no release",
        "memory": f"a PDF that needs more than {limits.memory:,} bytes of memory; it is damaged or made to do harm",
        "time": f"a PDF that takes more than {limits.seconds:g} seconds; it is damaged or made to do harm",
        "crash": "a PDF that makes the PDF library crash; print it to a new PDF and read that",
    }.get(error, f"a damaged PDF ({detail}); open it in a viewer and print it to a new PDF")


def _asked(data: bytes, limits: Limits) -> dict[str, Any]:
    child = _running(limits)
    try:
        assert child.stdin and child.stdout
        child.stdin.write(struct.pack(">Q", len(data)) + data)
        child.stdin.flush()
        head = child.stdout.read(8)
        body = child.stdout.read(struct.unpack(">Q", head)[0]) if len(head) == 8 else b""
        if not body:
            raise BrokenPipeError
    except OSError:
        late = child.wait() == pdfium.TOO_LATE
        stop()
        return {"error": "time" if late else "crash"}
    answer: dict[str, Any] = json.loads(body)
    if answer.get("error") == "memory":
        stop()  # what it holds is not given back
    return answer


def _running(limits: Limits) -> subprocess.Popen[bytes]:
    global _child, _child_limits, _owner
    if _owner != os.getpid():
        _child, _owner = None, os.getpid()
    if _child is None or _child.poll() is not None or _child_limits != limits:
        stop()
        program = Path(__file__).with_name("pdfium.py")
        # -P: this folder holds modules named as ones of the standard library
        _child = subprocess.Popen(
            [sys.executable, "-P", str(program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        _child_limits = limits
        assert _child.stdin
        _child.stdin.write(json.dumps(asdict(limits)).encode() + b"\n")
        _child.stdin.flush()
    return _child


def stop() -> None:
    """End the process, if it runs."""
    global _child
    if _child is not None and _owner == os.getpid():
        _child.kill()
        _child.wait()
        for pipe in (_child.stdin, _child.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what it had not read yet
                    continue
        _child = None


atexit.register(stop)
