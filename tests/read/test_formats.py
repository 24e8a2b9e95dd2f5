"""Files that LibreOffice has written give the words, lists and titles of the releases that they were made from."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from pathlib import Path

import pytest

from communique.read import read, source_of
from read_samples import words

CORPUS = Path(__file__).parents[2] / "corpus"
FILES = sorted((CORPUS / "formats").glob("*.*"))
GOLD = {
    entry["id"]: entry
    for line in (CORPUS / "gold" / "open.jsonl").read_text("utf-8").splitlines()
    if (entry := json.loads(line))
} if FILES else {}  # fmt: skip


def ink(text: str) -> str:
    return "".join(filter(str.isalnum, text.replace("’", "'"))).lower()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_libreoffice_gives_its_release(path: Path) -> None:
    if path.suffix == ".pdf" and importlib.util.find_spec("pypdfium2") is None:
        pytest.skip("needs pypdfium2")
    if path.suffix == ".doc" and not shutil.which("soffice"):
        pytest.skip("needs LibreOffice")
    gold = GOLD[path.stem]
    document = read(source_of(path))
    got, want = (words(re.sub(r"\d+", "", t.replace("’", "'"))) for t in (document.text, gold["text"]))
    assert (want - got, got - want) == ({}, {})
    items = [ink(item["text"]) for found in gold["lists"] for item in found["items"]]
    assert [i for i in (ink(document.words(b)) for b in document.blocks if b.kind == "item") if i in items] == items
    titles = [ink(document.words(b)) for b in document.blocks if b.kind == "title"]
    assert titles in ([], [ink(gold["title"])])
