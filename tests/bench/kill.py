"""Runs that are killed at random moments end with the same bytes: python tests/bench/kill.py [-n 20] [--seed 1]

Each time a run over an archive made for it is killed (SIGKILL to the parent, to a worker or to all, by seed) and
started again, up to three times, then let through. The hashes of what the folder holds are compared with those of a run
that was left alone. Exit code 1 if any differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench_archive import build

from communique.write.tables import TABLES


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-n", type=int, default=20, help="times; default: %(default)s")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=150)
    parser.add_argument("--only", default=None, help="layers; default: all, with the model")
    args = parser.parse_args(arguments)
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        build(archive, args.files, args.seed)
        command = [sys.executable, "-m", "communique", "run", str(archive), "-q", "--workers", "2"]
        command += ["--only", args.only] if args.only else []
        began = time.monotonic()
        whole = Path(folder) / "whole"
        run(command, whole)
        length = time.monotonic() - began
        expected = digest(whole)
        print(f"{args.files} files, {length:.1f} s when left alone, digest {expected[:16]}", flush=True)
        wrong = killed = 0
        for number in range(args.n):
            out = Path(folder) / f"out-{number}"
            told = []
            for _ in range(chance.randint(1, 3)):
                whom = chance.choice(("parent", "worker", "all"))
                wait = chance.uniform(0.1, length)
                hit = kill(command, out, whom, wait)
                killed += hit
                told.append(f"{whom} at {wait:.1f} s" + ("" if hit else " (had ended)"))
            run(command, out)
            same = digest(out) == expected
            wrong += not same
            print(f"{number + 1:3} {'same' if same else 'DIFFERENT'}: {', '.join(told)}", flush=True)
    print(f"{args.n} times, {killed} kills, {wrong} different")
    return int(wrong > 0)


def run(command: Sequence[str], out: Path) -> None:
    """To the end; a worker that was killed in an earlier run may still hold the folder for a moment."""
    for _ in range(20):
        done = subprocess.run([*command, "-o", str(out)], capture_output=True, text=True, check=False)
        if "another run" not in done.stderr:
            break
        time.sleep(0.5)
    if done.returncode not in (0, 1):
        print(done.stderr, file=sys.stderr)


def kill(command: Sequence[str], out: Path, whom: str, wait: float) -> bool:
    """Start a run and kill after so many seconds; whether it was still there. One whose worker was killed goes on."""
    process = subprocess.Popen([*command, "-o", str(out)], start_new_session=True, stderr=subprocess.DEVNULL)
    time.sleep(wait)
    if process.poll() is not None:
        return False
    if whom == "all":
        os.killpg(process.pid, signal.SIGKILL)
    elif whom == "parent":
        process.kill()
    else:
        for child in workers(process.pid)[:1]:
            os.kill(child, signal.SIGKILL)
    process.wait()
    return True


def workers(pid: int) -> list[int]:
    """The worker processes of a run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            if parent == pid and b"spawn_main" in (path.parent / "cmdline").read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return sorted(found)


def digest(out: Path) -> str:
    """Of the files and of all rows of the database."""
    made = hashlib.sha256()
    for name in ("records.jsonl", "failures.jsonl", "manifest.json"):
        made.update((out / name).read_bytes())
    with sqlite3.connect(out / "archive.sqlite") as db:
        for table in TABLES:
            for row in db.execute(f'SELECT * FROM "{table.name}" ORDER BY 1'):
                made.update(repr(row).encode())
    return made.hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
