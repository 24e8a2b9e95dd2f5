"""The forms of lists: their signs, their numbers, what announces them, and the themes that open their points."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.document import Source
from communique.extract import closure
from communique.read import read
from communique.record import Item, Producer, ThemedList
from communique.rulebook import load
from communique.run import fill

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)
TITLE = "La piscine rouvre"
LEAD = "Elle accueillera tous les publics dès lundi prochain, et ce sera gratuit."
END = "Elle fermera en juin, pour les vidanges annuelles."
LINES = (Path(__file__).parent / "list_forms.txt").read_text("utf-8").splitlines()
FORMS = [tuple(part.strip() for part in line.split("=>")) for line in LINES if "=>" in line and line[0] != "#"]


def page(words: str) -> Source:
    if words.startswith("<"):
        head = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{LEAD}</p>"
        return Source("x.html", f"{head}{words}<p>{END}</p></body></html>".encode())
    body = words.replace("⏎", "\n")
    return Source("x.txt", f"{TITLE}\n\n{LEAD}\n\n{body}\n\n{END}\n".encode())


def written(item: Item) -> str:
    words = "+".join(f"{t.theme}→{t.details}" for t in item.themes) or " ".join(item.text.split())
    return ">" * (item.level - 1) + words


def shown(found: ThemedList) -> str:
    intro = found.intro.value if found.intro else "-"
    return f"{intro} | {' // '.join(map(written, found.items))}"


@pytest.mark.parametrize(("words", "lists"), FORMS)
def test_a_text_holds_these_lists_and_no_others(words: str, lists: str) -> None:
    release = fill(read(page(words)), PRODUCER, RULES, closure(["lists"]))
    assert " && ".join(map(shown, release.lists)) == lists
