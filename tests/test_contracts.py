"""The map of who may import whom, kept true; and what must never be called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.extract import LAYERS, closure
from communique.record import Release

PACKAGE = Path(__file__).parents[1] / "pipeline" / "communique"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Room -> the rooms that it may import. A room is a module or a folder of the package; a module of a folder that
# has its own line goes by that line.
MAY: dict[str, set[str]] = {
    "errors": set(),
    "document": set(),
    "record": {"document"},
    "values": {"values"},
    "rulebook": {"errors", "values"},
    "clean": {"document"},
    "read": {"clean", "document", "errors", "read", "values"},
    "tag": {"document", "errors", "factored", "tag"},
    "factored": set(),
    "extract": {"document", "record", "rulebook", "values"},
    "extract/__init__": {"document", "record", "rulebook", "extract"},
    "write": {"record", "errors"},
    "write/__init__": {"record", "errors", "write"},
    "write/entry": {"record", "write"},
    "write/store": {"write"},
    "write/migrations": {"errors"},
    "write/ledger": {"errors", "write"},
    "write/sqlite": {"errors", "write"},
    "write/postgres": {"errors", "values", "write"},
    "write/folder": {"errors", "write"},
    "write/csv": {"write"},
    "write/parts": {"write"},
    "write/datasette": set(),
    "write/parquet": {"errors", "write"},
    "write/duckdb": {"errors", "write"},
    "export": {"errors", "record", "export"},
    "evaluate": {"document", "record", "errors", "evaluate", "values"},
    "run": {"document", "errors", "extract", "read", "record", "rulebook", "tag"},
    "explain": {"document", "extract", "read", "record", "rulebook", "run", "tag"},
    "proof": {"document", "extract", "read", "record", "rulebook", "run"},
    "show": {"record"},
    "pool": {"errors"},
    "batch": {"document", "read", "extract", "pool", "record", "rulebook", "run", "tag", "write"},
    "engines": {"batch", "document", "engines", "errors", "pool", "write"},
    "cli": {"batch", "engines", "document", "errors", "extract", "record", "pool", "read", "rulebook", "run", "write"}
    | {"evaluate", "explain", "export", "proof", "show"},
    "__main__": {"cli"},
    "__init__": {"document", "errors", "read", "record", "run"},
}
ONLY_IN: dict[str, set[str]] = {
    "spacy": {"tag"},
    "bs4": {"read"},
    "lxml": {"read"},
    "trafilatura": {"read"},
    "pypdfium2": {"read/pdfium"},
    "phonenumbers": {"values"},
    "yaml": {"rulebook"},
    "psycopg": {"write/postgres"},
    "pyarrow": {"write/parquet"},
    "duckdb": {"write/duckdb"},
    "dask": {"engines/dask"},
    "distributed": {"engines/dask"},
    "ray": {"engines/ray"},
    "fsspec": {"read/remote"},
    "sqlite3": {"write/sqlite", "write/ledger"},
    "pydantic": {"record", "evaluate"},
    "rich": {"cli"},
    "argparse": {"cli", "evaluate"},
}
NEVER = {"random", "locale", "socket", "urllib.request", "requests", "http.client", "asyncio"}
CLOCK = {"today", "now", "utcnow"}  # methods of datetime; cli may time a run with time.monotonic


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{room(path)}: relative import"
            assert node.module
            yield from (f"{node.module}.{a.name}" for a in node.names)
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names)


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    here = room(path)
    top = here.split("/")[0]
    allowed = MAY[here] if here in MAY else MAY[top]
    for name in imported(path):
        head, _, rest = name.partition(".")
        if head == "communique":
            other = rest.split(".")[0]
            if other not in MAY:  # `from communique import tag` or a public name
                continue
            assert other in allowed, f"{here} must not import {name}"
        elif head in ONLY_IN:
            assert {here, top} & ONLY_IN[head], f"{head} belongs in {ONLY_IN[head]}, not in {here}"
        assert name not in NEVER, f"{here} must not import {name}"
        assert head not in NEVER, f"{here} must not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=room)
def test_nothing_reads_the_clock(path: Path) -> None:
    calls = [n.func for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
    assert not [c.attr for c in calls if isinstance(c, ast.Attribute) and c.attr in CLOCK]


def test_spacy_is_imported_only_inside_a_function() -> None:
    assert not [path for path in MODULES if "tag.component" in "".join(imported(path))]  # spaCy imports that one
    for path in {*(PACKAGE / "tag").glob("*.py")} - {PACKAGE / "tag" / "component.py"}:
        top_level = [n for n in ast.parse(path.read_text("utf-8")).body if isinstance(n, ast.Import | ast.ImportFrom)]
        heads = {n.module or "" if isinstance(n, ast.ImportFrom) else n.names[0].name for n in top_level}
        assert not [name for name in heads if name.split(".")[0] in ("spacy", "thinc")], path.name


def test_every_layer_stands_after_what_it_needs() -> None:
    seen = {"tags"}
    for layer in LAYERS:
        assert set(layer.needs) <= seen, layer.name
        assert set(layer.fields) <= set(Release.model_fields), layer.name
        seen.add(layer.name)


def test_every_field_of_the_record_has_one_layer() -> None:
    ours = {"schema_version", "id", "source", "producer", "text", "problems"}
    filled = [field for layer in LAYERS for field in layer.fields]
    assert sorted(filled) == sorted(set(Release.model_fields) - ours)


def test_an_extractor_is_named_after_its_layer() -> None:
    assert {layer.find.__module__ for layer in LAYERS} == {f"communique.extract.{layer.name}" for layer in LAYERS}


def test_chosen_layers_bring_what_they_need() -> None:
    assert [layer.name for layer in closure(["dates"])] == ["zones", "headline", "published", "dates"]


def test_an_unknown_layer_is_named() -> None:
    with pytest.raises(ValueError, match=r"no layer datess; the layers are .*dates"):
        closure(["datess"])
