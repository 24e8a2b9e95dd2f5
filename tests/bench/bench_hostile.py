"""What each hostile file costs and what it says: python tests/bench/bench_hostile.py > docs/hostile.md

Each file of tests/hostile_samples.py is read in a process of its own. CPU seconds and peak of memory are those of this
machine; tests/read/test_hostile.py asserts the message, the bound of memory, and that a worker's limits suffice.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from hostile_reading import Cost, measured
from hostile_samples import KINDS, Case

HEAD = """\
# Bad and hostile files

Each costs itself: the others of its folder or archive are read. Caps come before parsing (bytes, ratio, members,
elements, attributes, parts), pdfium and LibreOffice run in processes of their own, and all reading of a run in workers
with limits of memory and time ([formats](formats.md#limits), [scale](scale.md)). A worker that a file kills, crashes or
hangs is started anew, and the file stands in `failures.jsonl` with what happened (tests/test_pool.py).

This page is printed by `python tests/bench/bench_hostile.py > docs/hostile.md`; tests/read/test_hostile.py runs the
same cases and asserts message and memory. «seconds» are of CPU, «MB» the peak of the process that read it, of which
{idle} are Python and the readers; both are of two cores of a shared machine. «read» counts what was read all the same.
"""
TABLE = "\n## {kind}\n\n| file | seconds | MB | read | what it says |\n|---|---|---|---|---|"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        idle = of(Case("a release", lambda _: b"Un pont neuf\n\nLe conseil vote un pont."), Path(folder))
        print(HEAD.format(idle=idle.peak))
        for kind, cases in KINDS.items():
            print(TABLE.format(kind=kind))
            for line in rows(cases, Path(folder)):
                print(line, flush=True)


def rows(cases: tuple[Case, ...], folder: Path) -> Iterator[str]:
    for case in cases:
        if case.needs and importlib.util.find_spec(case.needs) is None:
            yield f"| {case.name} | | | | not tried: {case.needs} is not installed |"
            continue
        cost = of(case, folder)
        said = next((m for m in cost.messages if re.search(case.says, m)), cost.died) if case.says else cost.died
        said = re.sub(r"/tmp/\S+/", "…/", said).replace("|", "\\|").replace("\n", " ")
        yield f"| {case.name} | {cost.seconds:.2f} | {cost.peak} | {cost.read} | {said or 'is read'} |"


def of(case: Case, folder: Path) -> Cost:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = Path(place) / "fichier"
        made = case.make(path)
        if made is not None:
            path.write_bytes(made)
        return measured(path, case.limits, case.changes)


if __name__ == "__main__":
    main()
