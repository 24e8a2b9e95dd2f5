"""A line of gold -> what its annotator may have passed over: to read, not to obey."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TIMES = re.compile(
    r"\b(?:[12]\d{3}|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|janv|févr|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|demain|aujourd.hui|ans?|années?|mois|semaines?|jours?|"
    r"heures?|minutes?|siècle|printemps|été|automne|hiver|trimestre|semestre|matin|soir|midi|week-end|depuis|"
    r"rentrée|saison|quotidien\w*|hebdomadaire\w*|mensuel\w*|annuel\w*|\d+ ?h(?: ?\d\d)?)\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-ZÉÈ][A-Za-z\d&.]*[A-ZÉÈ\d][A-Za-z\d]*\b")
_PROPER = re.compile(r"(?<![.!?:»«•–-]\s)(?<![\n\x22“])\b[A-ZÉÈÀÎ][\w’'-]+")
_SMALL = {
    *("À", "A", "AU", "AUX", "CE", "CES", "D", "DE", "DES", "DU", "EN", "ET", "L", "LA", "LE", "LES", "PAR", "POUR"),
    *("SUR", "UN", "UNE", "PRESSE", "COMMUNIQUE", "COMMUNIQUÉ"),
}


def doubts(row: dict[str, Any]) -> Iterator[str]:
    text = row["text"]
    listed = {a["short"] for a in row["acronyms"]}
    names = [(m["start"], m["end"]) for m in row["mentions"]]
    for words in sorted({text[a:b] for a, b in names}):
        for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
            if not any(a < m.end() and m.start() < b for a, b in names):
                yield f"the name {words!r} is unmarked in: {_around(text, m)}"
    dates = [(d["start"], d["end"]) for d in row["dates"]]
    for m in _TIMES.finditer(text):
        if m[0] == "depuis" and any(m.end() < a < m.end() + 12 for a, _ in dates):
            continue
        if m[0] == "été" and re.search(r"\b(?:a|ont|avait|avaient|ayant|aura|aurait) $", text[: m.start()]):
            continue
        if not any(a < m.end() and m.start() < b for a, b in dates):
            yield f"time? {_around(text, m)}"
    for m in _PROPER.finditer(text):
        if m[0].isupper() and (m[0] in listed or len(m[0]) > 4 or m[0] in _SMALL):
            continue
        if not any(a < m.end() and m.start() < b for a, b in names + dates):
            yield f"name? {_around(text, m)}"
    if unlisted := sorted({m[0] for m in _CAPITALS.finditer(text)} - listed - _SMALL):
        yield f"acronyms? {unlisted}"
    quotes = [(q["start"], q["end"]) for q in row["quotes"]]
    for m in re.finditer(r"[«“\"]([^»”\"]*)[»”\"]", text):
        if not any(a < m.end() and m.start() < b for a, b in quotes):
            yield f"quote? {m[0][:90]}"


def _around(text: str, found: re.Match[str]) -> str:
    words = text[max(0, found.start() - 30) : found.start()] + "[[" + found[0] + "]]" + text[found.end() :][:25]
    return words.replace("\n", "/")
