"""Releases -> IPTC ninjs 2.1, one item a line.

ninjs dates are moments with a time zone. A release says a day: it stands in `descriptions` as it is, for a moment
would be more than what was read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from communique.export.common import roles, themes, uri
from communique.export.target import new_file
from communique.record import Contact, Quote, Release

STANDARD = {"name": "ninjs", "version": "2.1", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json"}
PLACES = {"PER": "people", "ORG": "organisations", "LOC": "places", "MISC": "subjects"}


def write(releases: Iterable[Release], target: Path) -> int:
    """One item a line; how many."""
    number = 0
    with new_file(target) as file:
        for release in releases:
            number += 1
            file.write(json.dumps(item(release), ensure_ascii=False) + "\n")
    return number


def item(release: Release) -> dict[str, Any]:
    """The release as a news item of type text: what it does not say is left out."""
    concepts: dict[str, list[dict[str, Any]]] = {name: [] for name in PLACES.values()}
    functions = roles(release)
    for entity in release.entities:
        concept: dict[str, Any] = {"name": entity.name, "rel": "mention"}
        concept["uri"] = f"{uri(release)}#{entity.id}"
        titles = ", ".join(dict.fromkeys(r.title for r in functions.get(entity.id, ())))
        if entity.label == "PER" and titles:
            concept["literal"] = f"{entity.name}, {titles}"
        elif entity.link and entity.link.id:
            concept["literal"] = entity.link.id
        concepts[PLACES[entity.label]].append(concept)
    concepts["subjects"] += [{"name": theme, "rel": "theme"} for theme in themes(release)]
    made = {
        "standard": STANDARD,
        "uri": uri(release),
        "type": "text",
        "representationtype": "full",
        "profile": "text-only",
        "language": release.language,
        "title": release.title.value if release.title else None,
        "headlines": [
            {"role": role, "contenttype": "text/plain", "value": fact.value}
            for role, fact in (("main", release.title), ("subtitle", release.subtitle))
            if fact
        ],
        "located": release.place.value if release.place else None,
        "descriptions": [
            {"role": role, "contenttype": "text/plain", "value": date.value}
            for role, date in (("published", release.published), ("embargo", release.embargo))
            if date and date.value
        ],
        "bodies": [_body(release.text)],
        **concepts,
        "infosources": _sources(release),
        "genres": [{"name": release.kind}],
        "altids": [{"role": "sha256", "value": release.id}, {"role": "source", "value": release.source.name}],
        "associations": [_quote(release, n, quote) for n, quote in enumerate(release.quotes)],
    }
    return {key: value for key, value in made.items() if value not in (None, "", [])}


def _body(text: str) -> dict[str, Any]:
    return {
        "role": "main",
        "contenttype": "text/plain",
        "charcount": len(text),
        "wordcount": len(text.split()),
        "value": text,
    }


def _sources(release: Release) -> list[dict[str, Any]]:
    ways = [way for contact in release.contacts for way in _ways(contact)]
    if not release.issuer and not ways:
        return []
    found: dict[str, Any] = {"role": "issuer"}
    if release.issuer:
        found["name"] = release.issuer.value
    return [{**found, "contactinfo": ways} if ways else found]


def _ways(contact: Contact) -> list[dict[str, str]]:
    who = {"name": contact.name or contact.organization or ""} if contact.name or contact.organization else {}
    ways = [("phone", contact.phones), ("email", contact.emails), ("web", contact.urls)]
    return [{"type": kind, "role": "press", **who, "value": value} for kind, values in ways for value in values]


def _quote(release: Release, number: int, quote: Quote) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": f"quote {number + 1}",
        "uri": f"{uri(release)}#quote-{number}",
        "type": "text",
        "profile": "quote",
        "bodies": [{"role": "quote", "contenttype": "text/plain", "value": quote.value}],
    }
    if quote.speaker:
        found["by"] = quote.speaker
    return found
