"""Document with mentions -> entities: all mentions of one name, its fullest form, and what a gazetteer knows of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from communique.document import Document
from communique.record import Entity, Link, Mention, Release
from communique.rulebook import Rules
from communique.values.folding import fold
from communique.values.tokens import key, tokens

INSEE = "INSEE, code officiel géographique, millésime 2026"
BANATIC = "Banatic, millésime 2026"
_POSTCODE = re.compile(r"\b(\d{5})\s$")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """Names as keys of their words -> ids; a name that several places bear has several."""

    places: Mapping[Key, tuple[tuple[str, str], ...]]  # (id, name) of communes, départements, régions
    groupings: Mapping[Key, tuple[tuple[str, str], ...]]  # (id, name) of EPCI, by their words without small ones
    heads: Mapping[Key, str]  # «ville» -> insee, «conseil départemental» -> departement, «région» -> region
    small: frozenset[str]
    short: Mapping[str, str]


@lru_cache(maxsize=4)
def gazetteer(rules: Rules) -> Gazetteer:
    """The places and territorial bodies of rules/gazetteers; once per set of rules."""
    words = rules["entities"].words
    small = frozenset(fold(w) for w in words["mots_vides"])
    short = {fold(w): fold(v) for w, v in words["abreviations"].items()}
    places: dict[Key, list[tuple[str, str]]] = defaultdict(list)
    for name, codes, *_ in rules.gazetteer("communes.tsv"):
        places[_words(name)].extend((f"insee:{code}", name) for code in codes.split(","))
    for file, kind in (("departements.tsv", "departement"), ("regions.tsv", "region")):
        for name, code in rules.gazetteer(file):
            places[_words(name)].append((f"{kind}:{code}", name))
    groupings: dict[Key, list[tuple[str, str]]] = defaultdict(list)
    for name, siren, *_ in rules.gazetteer("epci.tsv"):
        groupings[_significant(name, small, short)].append((f"siren:{siren}", name))
    heads = {
        _words(word): kind
        for name, kind in (("tetes_commune", "insee"), ("tetes_departement", "departement"), ("tetes_region", "region"))
        for word in words[name]
    }
    return Gazetteer(
        places={k: tuple(v) for k, v in places.items()},
        groupings={k: tuple(v) for k, v in groupings.items()},
        heads=heads,
        small=small,
        short=short,
    )


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """One entity an id of the mentions, in order of first mention."""
    groups: dict[str, list[Mention]] = {}
    for mention in release.mentions:
        groups.setdefault(mention.entity, []).append(mention)
    known = gazetteer(rules)
    long = {fold(a.short): fold(a.long) for a in release.acronyms if a.long}
    return {"entities": tuple(_entity(id_, group, long, document.text, known) for id_, group in groups.items())}


def _entity(id_: str, group: Sequence[Mention], long: Mapping[str, str], text: str, known: Gazetteer) -> Entity:
    forms = Counter(m.value for m in group)
    label = Counter(m.label for m in group).most_common(1)[0][0]
    expansions = {long.get(fold(v)) for v in forms}

    def fullness(value: str) -> tuple[bool, bool, int, int, int]:
        return (fold(value) in expansions, not value.isupper(), len(value.split()), len(value), forms[value])

    name = max(forms, key=fullness)
    aliases = tuple(v for v in forms if v != name)
    return Entity(
        id=id_, label=label, name=name, aliases=aliases, link=_link(label, (name, *aliases), group, text, known)
    )


def _link(label: str, names: Sequence[str], group: Sequence[Mention], text: str, known: Gazetteer) -> Link | None:
    """What the gazetteers know under one of these names, the fullest first; candidates where they cannot decide."""
    for name in names:
        if label == "LOC":
            found = known.places.get(_words(name), ())
        elif label == "ORG":
            found = tuple(_bodies(name, known))
        else:
            return None
        if found:
            return _decided(found, group, text)
    return None


def _bodies(name: str, known: Gazetteer) -> Iterator[tuple[str, str]]:
    """The territorial body of that name: an EPCI, the commune of «Ville de Lille», the région of «Région Bretagne»."""
    yield from known.groupings.get(_significant(name, known.small, known.short), ())
    ws = _words(name)
    for n in range(min(3, len(ws) - 1), 0, -1):
        kind = known.heads.get(ws[:n])
        if kind:
            rest = ws[n:]
            while rest and rest not in known.places and rest[0] in known.small:
                rest = rest[1:]
            yield from (found for found in known.places.get(rest, ()) if found[0].startswith(kind))
            return


def _decided(found: Sequence[tuple[str, str]], group: Sequence[Mention], text: str) -> Link:
    """The one place, else the one that a postcode before a mention decides for («59140 Dunkerque»), else candidates.

    A commune that is its own département (Paris) is the commune.
    """
    if len(found) > 1:
        departments = {
            m[1][:2] for mention in group if (m := _POSTCODE.search(text[max(0, mention.start - 6) : mention.start]))
        }
        near = [f for f in found if f[0].partition(":")[2][:2] in departments and f[0].startswith("insee:")]
        found = near if len(near) == 1 else found
    if len(found) == 2 and found[1][0] == f"departement:{found[0][0].removeprefix('insee:')[:2]}":
        found = found[:1]
    source = BANATIC if found[0][0].startswith("siren:") else INSEE
    if len(found) == 1:
        return Link(id=found[0][0], name=found[0][1], source=source)
    return Link(id="", name=found[0][1], source=source, candidates=tuple(id_ for id_, _ in found))


def _words(name: str) -> Key:
    """The name as words to compare: «Saint-Omer», «Saint Omer» -> ("saint", "omer")."""
    return tuple(w for t in tokens(name) for w in key(t.text).replace("-", " ").split())


def _significant(name: str, small: frozenset[str], short: Mapping[str, str]) -> Key:
    """Its words without the small ones, in no order: EPCI are written with and without «de», «et», hyphens."""
    return tuple(sorted(short.get(w, w) for w in _words(name) if w not in small))
