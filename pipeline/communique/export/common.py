"""What several formats ask of a release: its URI, plain days, people with their roles."""

from __future__ import annotations

import base64
import re

from communique.record import Date, Release, Role

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def uri(release: Release) -> str:
    """The URI of the bytes (RFC 6920): "ni:///sha-256;…". The same bytes have the same one everywhere."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(release.id)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def day(date: Date | None) -> str | None:
    """The value if it is a plain year, month or day; None for what ISO 8601 cannot say (EDTF "2021-05~", "2021-2X")."""
    return date.value if date and date.value and _DAY.fullmatch(date.value) else None


def roles(release: Release) -> dict[str, tuple[Role, ...]]:
    """Entity -> the roles that the release gives this person."""
    found: dict[str, tuple[Role, ...]] = {}
    for person in release.persons:
        if person.entity:
            found[person.entity] = found.get(person.entity, ()) + person.roles
    return found


def themes(release: Release) -> list[str]:
    """The themes of all lists, each once, in text order."""
    return list(dict.fromkeys(t.theme for li in release.lists for item in li.items for t in item.themes))
