"""Releases -> TEI P5: the text as it is in <body>, all that was found in it in <standOff>.

A <span> points at its words by ``#string-range(block,offset,length)`` (TEI Guidelines, chapter 17: offsets are
code points of the block, from 0) and by `ana` at a feature structure with its value and the rule that found it.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from communique.export.common import day, roles, uri
from communique.export.target import attribute, escaped, namer, new_folder
from communique.record import Block, Date, Entity, Release, Role, Span

NAMESPACE = "http://www.tei-c.org/ns/1.0"
# label -> the list, its item and the element of a name
LISTS = {
    "PER": ("listPerson", "person", "persName"),
    "ORG": ("listOrg", "org", "orgName"),
    "LOC": ("listPlace", "place", "placeName"),
}


def write(releases: Iterable[Release], target: Path) -> int:
    """A file a release; how many."""
    number = 0
    name = namer()
    with new_folder(target) as folder:
        for release in releases:
            number += 1
            (folder / f"{name(release)}.xml").write_text(document(release), "utf-8", newline="\n")
    return number


def document(release: Release) -> str:
    """One release as a TEI document."""
    language = f' xml:lang="{attribute(release.language)}"' if release.language else ""
    parts = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<TEI xmlns="{NAMESPACE}"{language}>',
        *_header(release),
        *_stand_off(release),
        "<text>",
        *_body(release),
        "</text>",
        "</TEI>",
    )
    return "\n".join(parts) + "\n"


def _header(release: Release) -> Iterator[str]:
    title = release.title.value if release.title else release.source.name
    yield "<teiHeader>"
    yield "<fileDesc>"
    yield f"<titleStmt><title>{escaped(title)}</title>"
    if release.subtitle:
        yield f'<title type="sub">{escaped(release.subtitle.value)}</title>'
    yield "</titleStmt>"
    yield "<publicationStmt>"
    issuer = escaped(release.issuer.value) if release.issuer else "inconnu"
    yield f"<publisher>{issuer}</publisher>"
    if release.place:
        yield f"<pubPlace>{escaped(release.place.value)}</pubPlace>"
    if release.published:
        said = release.published.text or release.published.value or ""
        yield f"<date{_when(release.published)}>{escaped(said)}</date>"
    yield f'<idno type="sha256">{release.id}</idno>'
    yield f'<idno type="URI">{uri(release)}</idno>'
    yield "</publicationStmt>"
    yield f"<sourceDesc><bibl>{escaped(release.source.name)}</bibl></sourceDesc>"
    yield "</fileDesc>"
    made = release.producer
    yield "<encodingDesc><appInfo>"
    label = f"communique {made.version}, {made.model or 'no model'}, rules {made.rules}"
    yield f'<application ident="communique" version="{attribute(_version(made.version))}">'
    yield f"<label>{escaped(label)}</label></application>"
    yield "</appInfo></encodingDesc>"
    yield f'<profileDesc><textClass><keywords><term type="kind">{escaped(release.kind)}</term></keywords></textClass>'
    yield "</profileDesc>"
    yield "</teiHeader>"


def _version(version: str) -> str:
    """TEI knows numbers and points: "0.1.0.dev3" -> "0.1.0"."""
    numbers = list(itertools.takewhile(str.isdecimal, version.split(".")))
    return ".".join(numbers) or "0"


def _when(date: Date) -> str:
    """W3C attributes of a date: the day as it is, or the days between which it lies."""
    if plain := day(date):
        return f' when="{plain}"'
    found = [("notBefore", date.earliest), ("notAfter", date.latest)]
    return "".join(f' {name}="{value}"' for name, value in found if value)


def _stand_off(release: Release) -> Iterator[str]:
    ids = {e.id: f"{_key(release)}.{e.id}" for e in release.entities}
    lists = list(_lists(release, ids))
    facts = list(_facts(release))
    if not lists and not facts:
        return
    yield "<standOff>"
    yield from lists
    blocks = [b for b in release.blocks if b.end > b.start]
    spans: dict[str, list[str]] = {}
    structures: list[str] = []
    for kind, number, fact, entity, features in facts:
        if fact.end <= fact.start:
            continue  # from outside the text
        key = f"{_key(release)}.{kind}{number}"
        target = " ".join(_pointers(release, fact, blocks))
        about = f' corresp="#{ids[entity]}"' if entity in ids else ""
        span = f'<span target="{target}" ana="#{key}"{about}>{escaped(fact.text)}</span>'
        spans.setdefault(kind, []).append(span)
        structures.append(_structure(key, kind, {**features, "by": fact.by}))
    for kind, made in spans.items():
        yield f'<spanGrp type="{kind}">'
        yield from made
        yield "</spanGrp>"
    yield from structures
    yield "</standOff>"


def _key(release: Release) -> str:
    """An xml:id begins with a letter, and is one of a kind also where many files are brought together."""
    return f"r{release.id[:12]}"


def _lists(release: Release, ids: Mapping[str, str]) -> Iterator[str]:
    functions = roles(release)
    for label, (outer, inner, name) in LISTS.items():
        chosen = [e for e in release.entities if e.label == label]
        loners = [p for p in release.persons if p.entity not in ids] if label == "PER" else []
        if not chosen and not loners:
            continue
        yield f"<{outer}>"
        for e in chosen:
            said = _names(e, name) + _link(e) + _occupations(functions.get(e.id, ()))
            yield f'<{inner} xml:id="{ids[e.id]}">{said}</{inner}>'
        for person in loners:
            yield f"<person><persName>{escaped(person.name)}</persName>{_occupations(person.roles)}</person>"
        yield f"</{outer}>"
    others = [e for e in release.entities if e.label == "MISC"]
    if others:
        yield '<list type="misc">'
        for e in others:
            yield f'<item xml:id="{ids[e.id]}">{_names(e, "name")}</item>'
        yield "</list>"


def _names(entity: Entity, tag: str) -> str:
    aliases = "".join(f'<{tag} type="alias">{escaped(alias)}</{tag}>' for alias in entity.aliases)
    return f"<{tag}>{escaped(entity.name)}</{tag}>{aliases}"


def _link(entity: Entity) -> str:
    if not entity.link or not entity.link.id:
        return ""
    scheme, _, number = entity.link.id.partition(":")
    return f'<idno type="{attribute(scheme)}">{escaped(number or scheme)}</idno>'


def _occupations(functions: Sequence[Role]) -> str:
    titles = dict.fromkeys(r.title + (f", {r.organization}" if r.organization else "") for r in functions)
    return "".join(f"<occupation>{escaped(title)}</occupation>" for title in titles)


_Found = tuple[str, int, Span, str | None, dict[str, str | None]]


def _facts(release: Release) -> Iterator[_Found]:
    """Kind, number, span, entity and features of everything that has a place in the text."""
    for n, m in enumerate(release.mentions):
        yield "mention", n, m, m.entity, {"label": m.label, "value": m.value}
    for n, (person, role) in enumerate((p, r) for p in release.persons for r in p.roles):
        yield "role", n, role, person.entity, {"title": role.title, "organization": role.organization}
    for n, a in enumerate(release.acronyms):
        yield "acronym", n, a, None, {"short": a.short, "long": a.long, "expansion": a.expansion}
    for n, d in enumerate(release.dates):
        days = {"earliest": _iso(d.earliest), "latest": _iso(d.latest)}
        yield "date", n, d, None, {"type": d.type, "value": d.value, "mod": d.mod, **days}
    for n, q in enumerate(release.quotes):
        yield "quote", n, q, q.entity, {"speaker": q.speaker, "cue": q.cue, "value": q.value}
    for n, amount in enumerate(release.amounts):
        yield "amount", n, amount, None, {"value": amount.value, "unit": amount.unit}
    themes = (t for li in release.lists for item in li.items for t in item.themes)
    for n, t in enumerate(themes):
        yield "theme", n, t, None, {"theme": t.theme, "details": t.details}


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def _structure(key: str, kind: str, features: Mapping[str, str | None]) -> str:
    said = "".join(f'<f name="{n}"><string>{escaped(v)}</string></f>' for n, v in features.items() if v)
    return f'<fs xml:id="{key}" type="{kind}">{said}</fs>'


def _pointers(release: Release, span: Span, blocks: Sequence[Block]) -> Iterator[str]:
    """One pointer a block that the span touches; without blocks the text is one."""
    if not blocks:
        yield f"#string-range({_key(release)}.b0,{span.start},{span.end - span.start})"
        return
    number = max(bisect.bisect_right(blocks, span.start, key=lambda b: b.start) - 1, 0)
    for place in range(number, len(blocks)):
        block = blocks[place]
        if block.start >= span.end:
            return
        first, last = max(span.start, block.start), min(span.end, block.end)
        if first < last:
            yield f"#string-range({_key(release)}.b{place},{first - block.start},{last - first})"


def _body(release: Release) -> Iterator[str]:
    yield "<body>"
    blocks = [b for b in release.blocks if b.end > b.start]
    key = _key(release)
    if not blocks:
        yield f'<ab xml:id="{key}.b0" xml:space="preserve">{escaped(release.text)}</ab>'
    numbered = enumerate(blocks)
    for zone, run in itertools.groupby(numbered, key=lambda pair: pair[1].zone):
        yield f'<div type="{zone}">'
        for items, group in itertools.groupby(run, key=lambda pair: pair[1].kind == "item"):
            if items:
                yield "<list>"
            for number, block in group:
                yield _block(f"{key}.b{number}", block, release.text[block.start : block.end])
            if items:
                yield "</list>"
        yield "</div>"
    yield "</body>"


def _block(key: str, block: Block, words: str) -> str:
    tag = {"paragraph": "p", "item": "item", "quote": "quote"}.get(block.kind, "ab")
    kind = f' type="{block.kind}"' if tag == "ab" else ""
    level = f' n="{block.level}"' if block.level else ""
    return f'<{tag} xml:id="{key}"{kind}{level} xml:space="preserve">{escaped(words)}</{tag}>'
