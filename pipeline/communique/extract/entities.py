"""Document with mentions -> entities: all mentions of one name, its fullest form, and what a gazetteer knows of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from communique.document import Document
from communique.record import Entity, Mention, Release
from communique.rulebook import Rules


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """One entity an id of the mentions, in order of first mention."""
    groups: dict[str, list[Mention]] = {}
    for mention in release.mentions:
        groups.setdefault(mention.entity, []).append(mention)
    return {"entities": tuple(_entity(id_, group) for id_, group in groups.items())}


def _entity(id_: str, group: Sequence[Mention]) -> Entity:
    forms = Counter(m.value for m in group)
    name = max(forms, key=lambda v: (len(v.split()), not v.isupper(), len(v), forms[v]))
    aliases = tuple(v for v in forms if v != name)
    label = Counter(m.label for m in group).most_common(1)[0][0]
    return Entity(id=id_, label=label, name=name, aliases=aliases)
