"""A path -> what reading all of it says and costs; in a process of its own, so that its peak of memory is its own.

Run as a program it takes requests, one line of JSON each, and forks a process for each from one that has loaded what
readers load: that is no cost of a file.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import subprocess
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.document import Source
from communique.errors import ReadError
from communique.read import archive, html, pdf, read
from communique.read.files import files
from communique.read.limits import DEFAULT, Limits


@dataclass(frozen=True)
class Cost:
    """What reading came to."""

    read: int  # sources that gave a document
    messages: tuple[str, ...]  # of those that did not, and of faults that are no ReadError
    seconds: float  # of CPU, with the process of pdfium
    peak: int  # MB of resident memory, of this process or that of pdfium, whichever is more
    died: str = ""  # how the process ended, if it did not end by itself


_server: subprocess.Popen[str] | None = None


def measured(path: Path, limits: Mapping[str, float], changes: bool = False) -> Cost:
    """What it says and costs to read a path in a process that may take a worker's memory and time, and no more.

    Args:
        changes: the file is written to while it is read.
    """
    global _server
    if _server is None:
        here = Path(__file__)
        paths = f"{here.parents[1] / 'pipeline'}{os.pathsep}{here.parent}"
        _server = subprocess.Popen(
            [sys.executable, str(here)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        atexit.register(_stop, _server)
    assert _server.stdin and _server.stdout
    print(json.dumps([str(path), dict(limits), changes]), file=_server.stdin, flush=True)
    said = json.loads(_server.stdout.readline())
    return Cost(said["read"], tuple(said["messages"]), said["seconds"], said["peak"], said["died"])


def _stop(server: subprocess.Popen[str]) -> None:
    server.kill()
    server.wait()
    for stream in (server.stdin, server.stdout):
        if stream:
            stream.close()


# ------------------------------------------------------------------------------------------------------- the program


def main() -> None:
    _warm()
    for line in sys.stdin:
        name, limits, changes = json.loads(line)
        theirs, ours = os.pipe()
        child = os.fork()
        if not child:
            with os.fdopen(ours, "w") as out:
                out.write(_answer(Path(name), limits, changes))
                out.flush()
            os._exit(0)
        os.close(ours)
        with os.fdopen(theirs) as answer:
            told = answer.read()
        _, status = os.waitpid(child, 0)
        died = "" if told else f"its process ended with status {status}"
        print(told or json.dumps({"read": 0, "messages": [], "seconds": 0, "peak": 0, "died": died}), flush=True)


def _answer(path: Path, given: Mapping[str, float], changes: bool) -> str:
    seconds, memory = int(DEFAULT.seconds), DEFAULT.memory
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limits = Limits(**given)  # type: ignore[arg-type]
    began = _cpu()
    count, messages = 0, []
    for file in files(path):
        for source in archive.sources(file, limits):
            if changes and not count:
                with file.open("ab") as more:
                    more.write(b"\n")
            if not isinstance(source, Source):
                messages.append(source.message)
                continue
            try:
                read(source, limits)
                count += 1
            except ReadError as error:
                messages.append(str(error))
            except Exception:  # noqa: BLE001 -- a fault is what is looked for
                messages.append(f"FAULT {traceback.format_exc()}")
    pdf.stop()
    peak = max(_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000)
    return json.dumps({"read": count, "messages": messages, "seconds": _cpu() - began, "peak": peak, "died": ""})


def _warm() -> None:
    words = "<p>Le conseil a voté la construction d'un pont neuf sur la Veyle, pour 4,2 millions d'euros.</p>"
    html.read(f"<html><body><h1>Un pont</h1>{words}{words.replace('pont', 'quai')}</body></html>".encode())
    html.read(f"<html><body>{'<div>' * 300}{words}</body></html>".encode())  # by BeautifulSoup


def _cpu() -> float:
    ours, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return ours.ru_utime + ours.ru_stime + theirs.ru_utime + theirs.ru_stime


def _peak() -> int:
    """MB that this process held at most; ru_maxrss would count the process that it was forked from."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1000


if __name__ == "__main__":
    main()
