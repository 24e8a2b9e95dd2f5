"""Document with mentions -> entities: all mentions of one name, its fullest form, and what a gazetteer knows of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
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
_IN_BRACKETS = re.compile(r"\s?\(([\w’' -]{2,40})\)")  # «Valence (Drôme)», «Valence (26)»
_AT = re.compile(r"(?:^|[\s(])[àÀ]\s$")  # a commune follows: «à Mayenne»
_IN = re.compile(
    r"(?:^|[\s(])(?:en\s|la\s|le\s|les\s|l['’])$", re.IGNORECASE
)  # a larger land: «en Mayenne», «la Bretagne»
_OF_LE = re.compile(r"(?:^|[\s(])(?:au|du)\s$", re.IGNORECASE)  # «au Havre»
PARIS = ("insee:75056", "departement:75")  # the commune that is its own département

Key = tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """Names as keys of their words -> ids; a name that several places bear has several."""

    places: Mapping[Key, tuple[tuple[str, str], ...]]  # (id, name) of communes, départements, régions
    groupings: Mapping[Key, tuple[tuple[str, str], ...]]  # (id, name) of EPCI, by their words without small ones
    departments: Mapping[Key, str]  # name or number -> code
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
    departments = {
        _words(word): code for row in rules.gazetteer("departements.tsv") for word in row[:2] for code in [row[1]]
    }
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
        departments=departments,
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
            if any(_OF_LE.search(text[max(0, m.start - 4) : m.start]) for m in group):
                found = known.places.get(("le", *_words(name)), found)
        elif label == "ORG":
            found = tuple(_bodies(name, known))
        else:
            return None
        if found:
            return _decided(found, group, text, known)
    return None


def _bodies(name: str, known: Gazetteer) -> Iterator[tuple[str, str]]:
    """The territorial body of that name: an EPCI, the commune of «Ville de Lille», the région of «Région Bretagne»."""
    yield from known.groupings.get(_significant(name, known.small, known.short), ())
    ws = _words(name)
    for n in range(min(3, len(ws) - 1), 0, -1):
        kind = known.heads.get(ws[:n])
        if kind:
            rest = ws[n:]
            if rest and rest[0] == "du" and ("le", *rest[1:]) in known.places:  # «Mairie du Mans»
                rest = ("le", *rest[1:])
            while rest and rest not in known.places and rest[0] in known.small:
                rest = rest[1:]
            yield from (found for found in known.places.get(rest, ()) if found[0].startswith(kind))
            return


def _decided(found: Sequence[tuple[str, str]], group: Sequence[Mention], text: str, known: Gazetteer) -> Link:
    """The one place, else the one for which what stands around a mention decides, else candidates.

    A postcode before («59140 Dunkerque») or a département after («Valence (Drôme)») decides between communes; «à» asks
    for a commune, «en» or an article for a larger land, unless both are said of the name.
    """
    if len(found) > 1:
        codes = {code for m in group for code in _departments(m, text, known)}
        found = _only(found, lambda id_: id_.startswith("insee:") and _department(id_) in codes)
    if len(found) > 1:
        before = [text[max(0, m.start - 5) : m.start] for m in group]
        at, in_ = (any(p.search(b) for b in before) for p in (_AT, _IN))
        if at != in_:
            found = _only(found, lambda id_: id_.startswith("insee:") == at)
    if {id_ for id_, _ in found} == set(PARIS):
        found = [f for f in found if f[0] == PARIS[0]]
    source = BANATIC if found[0][0].startswith("siren:") else INSEE
    if len(found) == 1:
        return Link(id=found[0][0], name=found[0][1], source=source)
    return Link(id="", name=found[0][1], source=source, candidates=tuple(id_ for id_, _ in found))


def _departments(m: Mention, text: str, known: Gazetteer) -> Iterator[str]:
    """Codes of the départements that the postcode before a mention, or brackets after it, name."""
    if code := _POSTCODE.search(text, max(0, m.start - 6), m.start):
        yield _department(f"insee:{code[1]}")
    if (brackets := _IN_BRACKETS.match(text, m.end)) and (named := known.departments.get(_words(brackets[1]))):
        yield named


def _department(id_: str) -> str:
    """The département of a commune's code or a postcode: «insee:97411» -> «974», «20200» -> «2A» is not known: «20»."""
    code = id_.partition(":")[2]
    return code[:3] if code.startswith("97") else code[:2]


def _only(found: Sequence[tuple[str, str]], fits: Callable[[str], bool]) -> Sequence[tuple[str, str]]:
    """Those that fit, if any does."""
    return [f for f in found if fits(f[0])] or found


@lru_cache(maxsize=4096)
def _words(name: str) -> Key:
    """The name as words to compare: «Saint-Omer», «Saint Omer» -> ("saint", "omer")."""
    return tuple(w for t in tokens(name) for w in key(t.text).replace("-", " ").split())


def _significant(name: str, small: frozenset[str], short: Mapping[str, str]) -> Key:
    """Its words without the small ones, in no order: EPCI are written with and without «de», «et», hyphens."""
    return tuple(sorted(short.get(w, w) for w in _words(name) if w not in small))
