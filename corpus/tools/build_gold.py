"""corpus/annotated/*.txt -> corpus/releases/*, corpus/gold/{open,held-out}.jsonl, the counts in corpus/README.md.

python corpus/tools/build_gold.py            writes them
python corpus/tools/build_gold.py --check    exits 1 if they are not what the sources give
python corpus/tools/build_gold.py --review   also prints what an annotator may have passed over
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from dresses import dressed
from gold import gold
from review import doubts
from source import Source, parse

CORPUS = Path(__file__).resolve().parent.parent


def built() -> dict[Path, bytes]:
    """Every file that the sources give, by its path."""
    files: dict[Path, bytes] = {}
    rows: list[dict[str, Any]] = []
    wrong: list[str] = []
    for path in sorted((CORPUS / "annotated").glob("*.txt")):
        try:
            source = parse(path.stem, path.read_text(encoding="utf-8"))
            rows.append(gold(source))
            files[CORPUS / "releases" / rows[-1]["input"]] = dressed(source)
        except ValueError as error:  # go on: whoever has written ten wants to hear of all of them
            wrong.append(str(error))
    if wrong:
        raise ValueError("\n".join(wrong))
    for name, held_out in (("open", False), ("held-out", True)):
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows if row["held_out"] == held_out]
        files[CORPUS / "gold" / f"{name}.jsonl"] = "".join(lines).encode()
    readme = CORPUS / "README.md"
    table = "".join(f"| {what} | {count} |\n" for what, count in counts(rows).items())
    words = re.sub(r"(?<=\|---\|---\|\n)(?:\|.*\n)*", table, readme.read_text(encoding="utf-8"))
    return files | {readme: words.encode()}


def counts(rows: list[dict[str, Any]]) -> dict[str, int]:
    """What the README tells of the corpus, counted."""
    years = sorted(row["reference_date"][:4] for row in rows if row["reference_date"])
    suffixes = Counter(Path(row["input"]).suffix for row in rows)
    releases = Counter(row["kind"] for row in rows)
    kinds = Counter(row["issuer_kind"] for row in rows)
    layers = ("mentions", "persons", "acronyms", "dates", "lists", "quotes", "amounts", "contacts", "about")
    return {
        f"releases, {years[0]} to {years[-1]}": len(rows),
        "held out": sum(row["held_out"] for row in rows),
        "words": sum(len(row["text"].split()) for row in rows),
        **{f"format {suffix}": suffixes[suffix] for suffix in sorted(suffixes)},
        **{f"kind: {kind}": releases[kind] for kind in sorted(releases, key=lambda k: (-releases[k], k))},
        **{f"issuer: {kind}": kinds[kind] for kind in sorted(kinds, key=lambda k: (-kinds[k], k))},
        **{layer: sum(len(row[layer]) for row in rows) for layer in layers},
    }


def sources() -> list[Source]:
    paths = sorted((CORPUS / "annotated").glob("*.txt"))
    return [parse(path.stem, path.read_text(encoding="utf-8")) for path in paths]


def stale(files: dict[Path, bytes]) -> list[str]:
    """What in releases/ and gold/ differs from what the sources give."""
    there = {p for folder in ("releases", "gold") for p in (CORPUS / folder).iterdir()}
    wrong = [p for p, data in files.items() if not p.exists() or p.read_bytes() != data]
    return sorted(str(p.relative_to(CORPUS)) for p in {*wrong, *(there - set(files))})


def main(arguments: list[str]) -> int:
    try:
        files = built()
    except ValueError as error:
        print(f"corpus: {error}", file=sys.stderr)
        return 1
    if "--check" in arguments:
        if old := stale(files):
            print(f"run python corpus/tools/build_gold.py: {', '.join(old)} differ from annotated/", file=sys.stderr)
        return bool(old)
    for path, data in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    print(f"{len(files) - 3} releases, 2 files of gold")
    if "--review" in arguments:
        wanted = [a for a in arguments if not a.startswith("-")]
        for source in sources():
            if not wanted or source.id in wanted:
                for doubt in doubts(gold(source)):
                    print(f"{source.id}: {doubt}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
