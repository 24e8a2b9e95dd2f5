"""A whole archive with 1 and 2 workers: python tests/bench/bench_archive.py [-n 20000] [--workers 1 2]

The archive is made of corpus/releases: names, towns, dates and numbers changed by seed. Prints documents a second by
the clock and by CPU, efficiency, peak memory, rows a second of each store, and what it takes to start.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
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
    peak: int  # bytes of one worker
    parent: int  # bytes


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-n", type=int, default=20_000, help="files; default: %(default)s")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    args = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} before; {args.n} files", flush=True)
    print(f"communique --help: {starting():.2f} CPU-s; first record: {first():.2f} CPU-s", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        build(archive, args.n, args.seed)
        results = {}
        for workers in args.workers:
            out = Path(folder) / f"out-{workers}"
            results[workers] = found = measured(archive, out, workers)
            print(
                f"{workers} workers: {found.seconds:.1f} s, {args.n / found.seconds:.2f} documents/s; "
                f"{found.cpu:.1f} CPU-s, {args.n / found.cpu:.2f} documents/CPU-s; "
                f"peak of a worker {found.peak / 2**20:.0f} MB, of the parent {found.parent / 2**20:.0f} MB",
                flush=True,
            )
        base = min(results)
        for workers, found in results.items():
            if workers != base:
                rate = results[base].seconds * base / (found.seconds * workers)
                work = results[base].cpu / found.cpu
                print(f"efficiency of {workers} workers: {rate:.2f} by the clock, {work:.2f} by CPU")
        hashes = {(Path(folder) / f"out-{w}" / "records.jsonl").read_bytes() for w in results}
        print(f"records are {'the same' if len(hashes) == 1 else 'DIFFERENT'} for {args.workers} workers")
        stores(Path(folder), Path(folder) / f"out-{base}")
    return 0


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


def measured(archive: Path, out: Path, workers: int) -> Measured:
    command = [sys.executable, "-m", "communique", "run", str(archive), "-o", str(out), "-q", "--workers", str(workers)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    process = subprocess.Popen(command)
    peaks: dict[str, int] = {}
    watcher = threading.Thread(target=watch, args=(process, peaks))
    watcher.start()
    process.wait()
    seconds = time.monotonic() - began
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(seconds, cpu, peaks.get("worker", 0), peaks.get("parent", 0))


def watch(process: subprocess.Popen[bytes], peaks: dict[str, int]) -> None:
    """The peak of resident memory of the run and of its workers, as the kernel counts it."""
    while process.poll() is None:
        for path in Path("/proc").glob("[0-9]*/status"):
            try:
                lines = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
            except OSError:
                continue
            pid, parent = int(path.parent.name), int(lines["PPid"])
            role = "parent" if pid == process.pid else "worker" if parent == process.pid else ""
            if role and "VmHWM" in lines:
                peaks[role] = max(peaks.get(role, 0), int(lines["VmHWM"].split()[0]) << 10)
        time.sleep(1)


def stores(folder: Path, out: Path) -> None:
    """Rows a second of each store, loaded from the records, with what it takes to read these."""
    from communique.batch import load
    from communique.write import sink
    from communique.write.entry import restored
    from communique.write.jsonl import records

    lines = (out / "records.jsonl").read_bytes().splitlines()
    rows = sum(len(restored(line, "ok").rows) for line in lines)
    print(f"{len(lines)} records, {rows} rows; CPU-s to load them:")
    base = 0.0
    for number, target in enumerate(("", "x.sqlite", "x.jsonl.zst", "x.csv", "x.parquet", "x.duckdb")):
        began = time.process_time()
        more = [sink(str(folder / target))] if target else []
        load(records(out / "records.jsonl"), folder / f"load-{number}", more)
        spent = time.process_time() - began
        if not target:
            base = spent
            print(f"  read, ledger and archive.sqlite {spent:7.2f} {rows / spent:9.0f} rows/s")
        else:
            print(f"  and {target:28}{spent - base:7.2f} {rows / max(spent - base, 1e-3):9.0f} rows/s")


if __name__ == "__main__":
    raise SystemExit(main())
