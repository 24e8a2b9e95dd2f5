"""Document, blocks, entities, about, contacts -> the issuer: who puts the release out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from communique.document import Document
from communique.record import Entity, Fact, Mention, Release
from communique.rulebook import Rules
from communique.values.folding import fold

_WORD = re.compile(r"[^\W_]+")
MIN_LABEL = 3  # letters of a domain label that can name an organisation: «mel» of mel.fr


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """The issuer by the best evidence there is, in the order of trust of rules/issuer.yaml; None without any.

    `value` is the long form where the text has one; the offsets are those of the evidence in the text.
    """
    for fact in _evidence(document, release, rules):
        return {"issuer": fact}
    return {"issuer": None}


def _evidence(document: Document, release: Release, rules: Rules) -> Iterator[Fact]:
    organizations = {e.id: e for e in release.entities if e.label == "ORG"}
    mentions = [m for m in release.mentions if m.entity in organizations]
    count = Counter(m.entity for m in mentions)
    lines = list(_lines(document.text))
    yield from _letterhead(release, rules, lines, mentions, organizations)
    yield from _signature(release, rules, lines, mentions, organizations)
    yield from _about(document, release, rules, mentions, organizations, count)
    yield from _domain(release, rules, mentions, organizations, count)
    yield from _metadata(document, rules, mentions, organizations)
    yield from _contact(release, mentions, organizations)
    yield from _most_named(release, mentions, organizations, count)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line:
            yield start, start + len(line)
        start += len(line) + 1


def _fact(m: Mention, organizations: Mapping[str, Entity], release: Release, by: str) -> Fact:
    return Fact(start=m.start, end=m.end, text=m.text, value=_long(organizations[m.entity], release), by=f"issuer/{by}")


def _long(entity: Entity, release: Release) -> str:
    """The expansion if the entity goes by an acronym, else its fullest form."""
    forms = (entity.name, *entity.aliases)
    for acronym in release.acronyms:
        if acronym.long and acronym.short in forms:
            return " ".join(acronym.long.split())
    return entity.name


def _alone(text: str, start: int, end: int, m: Mention) -> bool:
    """Whether the line holds nothing but the mention, an article and marks."""
    rest = text[start : m.start] + " " + text[m.end : end]
    return (
        m.start >= start
        and m.end <= end
        and not [w for w in _WORD.findall(fold(rest)) if w not in {"le", "la", "l", "les"}]
    )


def _letterhead(
    release: Release,
    rules: Rules,
    lines: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    organizations: Mapping[str, Entity],
) -> Iterator[Fact]:
    title = release.title.start if release.title else 0
    for start, end in lines:
        if start >= title:
            break
        for m in mentions:
            if start <= m.start and m.end <= end:
                if _alone(release.text, start, end, m):
                    yield _fact(m, organizations, release, "en-tete")
                elif rules["issuer"]["communique-de"].regex.match(release.text[start : m.start]):
                    yield _fact(m, organizations, release, "communique-de")


def _signature(
    release: Release,
    rules: Rules,
    lines: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    organizations: Mapping[str, Entity],
) -> Iterator[Fact]:
    tail = [b for b in release.blocks if b.zone == "body"]
    if not tail:
        return
    for start, end in reversed([line for line in lines if line[0] >= tail[-1].start and line[1] <= tail[-1].end]):
        for m in mentions:
            if _alone(release.text, start, end, m):
                yield _fact(m, organizations, release, "signature")


def _about(
    document: Document,
    release: Release,
    rules: Rules,
    mentions: Sequence[Mention],
    organizations: Mapping[str, Entity],
    count: Counter[str],
) -> Iterator[Fact]:
    named: list[Mention] = []
    for about in release.about:
        inside = [m for m in mentions if about.start <= m.start and m.end <= about.end]
        if inside and inside[0].entity not in {m.entity for m in named}:
            named.append(inside[0])
    if len(named) == 1:
        yield _fact(named[0], organizations, release, "a-propos")
    elif named:
        others = [
            *_domain(release, rules, mentions, organizations, count),
            *_metadata(document, rules, mentions, organizations),
            *_contact(release, mentions, organizations),
        ]
        for fact in others:
            for m in named:
                if _long(organizations[m.entity], release) == fact.value:
                    yield _fact(m, organizations, release, "a-propos")
        best = max(named, key=lambda m: count[m.entity])
        if all(count[best.entity] > count[m.entity] for m in named if m is not best):
            yield _fact(best, organizations, release, "a-propos")


def _domain(
    release: Release,
    rules: Rules,
    mentions: Sequence[Mention],
    organizations: Mapping[str, Entity],
    count: Counter[str],
) -> Iterator[Fact]:
    addresses = [e for c in release.contacts for e in c.emails] or rules["issuer"]["courriel"].regex.findall(
        release.text
    )
    public = rules["issuer"].words["messageries"]
    for address in addresses:
        labels = re.split(r"[.-]", address.rpartition("@")[2].lower())
        if labels[0] in public:
            continue
        fits = [
            e
            for e in organizations.values()
            if any(
                _spells(label, name) for label in ["".join(labels[:-1]), *labels[:-1]] for name in (e.name, *e.aliases)
            )
        ]
        if fits:
            best = max(fits, key=lambda e: count[e.id])
            m = next(m for m in mentions if m.entity == best.id)
            yield _fact(m, organizations, release, "courriel")


def _spells(label: str, name: str) -> bool:
    """Whether a domain's label is made of the words of a name: lillemetropole, «Métropole Européenne de Lille»."""
    words = _WORD.findall(fold(name))
    if len(label) < MIN_LABEL or not words:
        return False
    if label in {"".join(words), "".join(w[0] for w in words if len(w) > 3)}:
        return True
    rest = label
    used = 0
    for w in sorted((w for w in words if len(w) > 2), key=lambda w: -len(w)):
        if w in rest:
            rest = rest.replace(w, "", 1)
            used += len(w)
    return used >= 5 and not rest


def _metadata(
    document: Document, rules: Rules, mentions: Sequence[Mention], organizations: Mapping[str, Entity]
) -> Iterator[Fact]:
    for key in ("publisher", "author"):
        name = " ".join(document.hints.get(key, "").split())
        if not name:
            continue
        for e in organizations.values():
            if fold(name) in {fold(e.name), *(fold(a) for a in e.aliases)}:
                m = next(m for m in mentions if m.entity == e.id)
                yield Fact(start=m.start, end=m.end, text=m.text, value=e.name, by="issuer/metadonnees")
                break
        else:
            if key == "publisher":
                yield Fact(start=0, end=0, text="", value=name, by="issuer/metadonnees")


def _contact(release: Release, mentions: Sequence[Mention], organizations: Mapping[str, Entity]) -> Iterator[Fact]:
    for contact in release.contacts:
        if not contact.organization:
            continue
        for m in mentions:
            if fold(contact.organization) in {fold(organizations[m.entity].name), fold(m.text)}:
                yield _fact(m, organizations, release, "contact-presse")
                break


def _most_named(
    release: Release, mentions: Sequence[Mention], organizations: Mapping[str, Entity], count: Counter[str]
) -> Iterator[Fact]:
    if not release.title:
        return
    for m in mentions:
        if release.title.start <= m.start < release.title.end:
            rivals = [n for e, n in count.items() if e != m.entity]
            if count[m.entity] >= 2 and all(count[m.entity] > n for n in rivals):
                yield _fact(m, organizations, release, "titre")
