"""A Release -> a Gold to be corrected: a person mends what is wrong instead of typing what is right."""

from __future__ import annotations

from pathlib import PurePosixPath

from communique.evaluate.gold import Gold, is_value
from communique.record import Release
from communique.values.amounts import CURRENCIES


def draft(release: Release) -> Gold:
    """What was found, in the format of the gold; `id` is the stem of the file's name."""
    name = PurePosixPath(release.source.name.replace("\\", "/").replace("!", "/"))
    published = release.published.value if release.published else None
    return Gold.model_validate(
        {
            "id": name.stem,
            "input": name.name,
            "text": release.text,
            "reference_date": published,
            "kind": release.kind,
            "title": release.title and release.title.value,
            "subtitle": release.subtitle and release.subtitle.value,
            "published": published,
            "embargo": release.embargo and release.embargo.value,
            "place": release.place and release.place.value,
            "issuer": release.issuer and release.issuer.value,
            "mentions": [m.model_dump(include={"start", "end", "label"}) for m in release.mentions],
            "persons": [
                {"name": p.name, "roles": [r.model_dump(include={"title", "organization"}) for r in p.roles]}
                for p in release.persons
            ],
            "acronyms": [a.model_dump(include={"short", "long"}) for a in release.acronyms],
            "dates": [
                {"start": d.start, "end": d.end, "type": d.type, "value": d.value if is_value(d.value) else None}
                | ({"mod": d.mod} if d.mod else {})
                for d in release.dates
            ],
            "lists": [
                {
                    "intro": one.intro.text if one.intro else None,
                    "items": [
                        {
                            "text": item.text,
                            "level": item.level,
                            "themes": [t.model_dump(include={"theme", "details"}) for t in item.themes],
                        }
                        for item in one.items
                    ],
                }
                for one in release.lists
            ],
            "quotes": [q.model_dump(include={"start", "end", "speaker"}) for q in release.quotes],
            "amounts": [
                a.model_dump(include={"start", "end", "value", "unit"}) for a in release.amounts if a.unit in CURRENCIES
            ],
            "contacts": [
                c.model_dump(include={"name", "role", "organization", "phones", "emails"}) for c in release.contacts
            ],
            "about": [a.model_dump(include={"start", "end", "organization"}) for a in release.about],
        }
    )
