"""One release, many formats: a PDF, a Word file, a page and a text of it give the same facts but for their places."""

from __future__ import annotations

import importlib.util
import json
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from communique import process

CORPUS = Path(__file__).parents[1] / "corpus"
FILES = sorted((CORPUS / "formats").glob("*.*"))
ORIGINALS = {path.stem: path for path in (CORPUS / "releases").iterdir()} if FILES else {}
PLACES = {"start", "end", "by", "id", "entity"}  # where a fact stands, and which of its rules saw it first
LAYERS = (
    "title", "subtitle", "place", "issuer", "published", "embargo", "kind", "language", "persons", "acronyms", "dates",
    "lists", "quotes", "amounts", "contacts", "about",
)  # fmt: skip


@lru_cache
def facts(path: Path) -> dict[str, Any]:
    record = json.loads(process(path).model_dump_json())
    return {layer: bare(record[layer]) for layer in LAYERS}


def bare(value: Any) -> Any:
    """A value without places, its spaces and apostrophes written one way: programs set their own."""
    if isinstance(value, dict):
        return {key: bare(each) for key, each in value.items() if key not in PLACES}
    if isinstance(value, list):
        return [bare(each) for each in value]
    return " ".join(value.replace("’", "'").split()) if isinstance(value, str) else value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_twin_in_another_format_gives_the_same_facts(path: Path) -> None:
    if path.suffix == ".pdf" and importlib.util.find_spec("pypdfium2") is None:
        pytest.skip("needs pypdfium2")
    if path.suffix == ".doc" and not shutil.which("soffice"):
        pytest.skip("needs LibreOffice")
    assert facts(path) == facts(ORIGINALS[path.stem])
