"""Releases -> one text file for IRaMuTeQ: a line of starred variables, then the text, for each release.

**** *id_0a1b2c3d *annee_2021 *mois_202105 *emetteur_villedetours *genre_communique
La ville ouvre une piscine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from communique.export.target import new_file, plain
from communique.record import Release

# What IRaMuTeQ keeps of a text; a star begins a variable, an underscore at both ends of a word makes one of it.
_FOREIGN = re.compile(r"[^\w .:,;!?'’\n-]|_")
LONGEST = 40  # characters of a value


def write(releases: Iterable[Release], target: Path) -> int:
    """One text a release; how many."""
    number = 0
    with new_file(target) as file:
        for release in releases:
            number += 1
            file.write(f"{variables(release)}\n{text(release)}\n\n")
    return number


def variables(release: Release) -> str:
    """The line of starred variables. Values are of a-z and 0-9: an underscore parts a variable from its value."""
    first = release.published.earliest if release.published else None
    last = release.published.latest if release.published else None
    one_year = first and last and first.year == last.year
    one_month = one_year and first and last and first.month == last.month
    found = {
        "id": release.id[:12],
        "annee": str(first.year) if first and one_year else "",
        "mois": f"{first.year}{first.month:02}" if first and one_month else "",
        "emetteur": release.issuer.value if release.issuer else "",
        "lieu": release.place.value if release.place else "",
        "genre": release.kind,
        "langue": release.language or "",
    }
    values = {name: plain(value)[:LONGEST] or "inconnu" for name, value in found.items()}
    return "**** " + " ".join(f"*{name}_{value}" for name, value in values.items())


def text(release: Release) -> str:
    """The blocks, each on a line, with only characters that IRaMuTeQ keeps; no line is empty."""
    spans = [(b.start, b.end) for b in release.blocks] or [(0, len(release.text))]
    lines = [" ".join(_FOREIGN.sub(" ", release.text[start:end]).split()) for start, end in spans]
    return "\n".join(line for line in lines if line) or "."
