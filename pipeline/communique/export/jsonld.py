"""Releases -> schema.org NewsArticle in JSON-LD, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from communique.export.common import day, roles, themes, uri
from communique.export.target import new_file
from communique.record import Contact, Date, Entity, Quote, Release, Role

CLASSES = {"PER": "Person", "ORG": "Organization", "LOC": "Place", "MISC": "Thing"}


def write(releases: Iterable[Release], target: Path) -> int:
    """One article a line; how many."""
    number = 0
    with new_file(target) as file:
        for release in releases:
            number += 1
            file.write(json.dumps(article(release), ensure_ascii=False) + "\n")
    return number


def article(release: Release) -> dict[str, Any]:
    """The release as a NewsArticle: what it does not say is left out."""
    functions = roles(release)
    made: dict[str, Any] = _without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": uri(release),
            "identifier": release.id,
            "headline": release.title.value if release.title else None,
            "alternativeHeadline": release.subtitle.value if release.subtitle else None,
            "genre": release.kind,
            "inLanguage": release.language,
            "dateline": release.place.value if release.place else None,
            "datePublished": day(release.published),
            "publisher": _publisher(release),
            "articleBody": release.text,
            "wordCount": len(release.text.split()),
            "temporalCoverage": list(dict.fromkeys(period for d in release.dates if (period := _period(d)))),
            "keywords": themes(release),
            "mentions": [_entity(release, e, functions.get(e.id, ())) for e in release.entities],
            "hasPart": [_quotation(release, n, quote) for n, quote in enumerate(release.quotes)],
        }
    )
    return made


def _publisher(release: Release) -> dict[str, Any] | None:
    contacts = [_contact(c) for c in release.contacts]
    if not release.issuer and not contacts:
        return None
    name = release.issuer.value if release.issuer else None
    return {"@type": "Organization", "name": name, "contactPoint": contacts}


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "@type": "ContactPoint",
        "contactType": contact.role or "presse",
        "name": contact.name or contact.organization,
        "telephone": list(contact.phones),
        "email": list(contact.emails),
        "url": list(contact.urls),
    }


def _period(date: Date) -> str | None:
    """An ISO 8601 day, month, year or interval."""
    if date.type == "INTERVAL" and date.earliest and date.latest:
        return f"{date.earliest}/{date.latest}"
    return day(date) if date.type == "DATE" else None


def _entity(release: Release, entity: Entity, functions: tuple[Role, ...]) -> dict[str, Any]:
    person = {
        "jobTitle": list(dict.fromkeys(r.title for r in functions)),
        "affiliation": [
            {"@type": "Organization", "name": name}
            for name in dict.fromkeys(r.organization for r in functions if r.organization)
        ],
    }
    return {
        "@type": CLASSES[entity.label],
        "@id": f"{uri(release)}#{entity.id}",
        "name": entity.name,
        "alternateName": list(entity.aliases),
        "identifier": entity.link.id if entity.link else None,
        **(person if entity.label == "PER" else {}),
    }


def _quotation(release: Release, number: int, quote: Quote) -> dict[str, Any]:
    known = {e.id: e for e in release.entities}
    speaker: dict[str, Any] | None = None
    if quote.entity in known:
        found = known[str(quote.entity)]
        speaker = {"@type": CLASSES[found.label], "@id": f"{uri(release)}#{found.id}", "name": found.name}
        # schema.org knows two kinds of speakers; a place that speaks is its town hall
        if found.label in {"LOC", "MISC"}:
            speaker["@type"] = "Organization"
    elif quote.speaker:
        speaker = {"@type": "Organization" if _is_organization(release, quote.speaker) else "Person"}
        speaker["name"] = quote.speaker
    return {
        "@type": "Quotation",
        "@id": f"{uri(release)}#quote-{number}",
        "text": quote.value,
        "spokenByCharacter": speaker,
    }


def _is_organization(release: Release, name: str) -> bool:
    named = {e.name for e in release.entities if e.label == "ORG"}
    return name in named or bool(release.issuer and release.issuer.value == name)


def _without_nothing(value: Any) -> Any:
    """The value without keys that say nothing, at any depth."""
    if isinstance(value, dict):
        made = {key: _without_nothing(v) for key, v in value.items()}
        return {key: v for key, v in made.items() if v not in (None, "", [], {})}
    if isinstance(value, list):
        return [_without_nothing(v) for v in value]
    return value
