"""A Gold and the Release that a system made of it -> Cases, layer by layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from communique.evaluate.align import Alignment
from communique.evaluate.cases import MEASURES, Case, Entry, Judgement, Merit, Side, Span, pair
from communique.evaluate.gold import (
    Gold,
    GoldAbout,
    GoldAcronym,
    GoldAmount,
    GoldContact,
    GoldDate,
    GoldItem,
    GoldList,
    GoldMention,
    GoldQuote,
    GoldSpan,
    GoldTheme,
)
from communique.evaluate.places import Place, places
from communique.evaluate.same import (
    Aliases,
    aliases,
    folded,
    likeness,
    overlapping,
    part_of,
    same,
    same_amount,
    same_name,
    same_value,
    same_words,
)
from communique.record import (
    About,
    Acronym,
    Amount,
    Block,
    Contact,
    Date,
    Fact,
    Item,
    Mention,
    Quote,
    Release,
    Theme,
    ThemedList,
)
from communique.record import Span as Found
from communique.values.amounts import CURRENCIES

QUOTE_LIKENESS = 0.8  # ink in common over ink of either, from which two quotes (or «À propos») have the same text
TEXT_LIKENESS = 0.6  # words in common over words of either, from which two titles or items are partly the same

# Key of the gold -> the layers that are scored where it stands.
SCORED = {key: (key,) for key in MEASURES if key != "zones"} | {
    "persons": ("persons", "roles"),
    "lists": ("lists", "items", "themes", "intros"),
}

G = TypeVar("G")
F = TypeVar("F")


def score(gold: Gold, release: Release) -> tuple[Case, ...]:
    """Every case of every layer that was annotated."""
    match = _Match(gold, release, Alignment(gold.text, release.text), aliases(gold.acronyms))
    return tuple(
        case for key in MEASURES if key in gold.annotated for layer in SCORED[key] for case in _CASES[layer](match)
    ) + tuple(_zones(match))


@dataclass(frozen=True)
class _Match:
    """A gold, its record, and how their texts lie on each other."""

    gold: Gold
    release: Release
    alignment: Alignment
    known: Aliases

    def cases(
        self,
        layer: str,
        golds: Sequence[Entry[G]],
        founds: Sequence[Entry[F]],
        merit: Merit[G, F],
        judge: Callable[[Entry[G], Entry[F]], Judgement],
    ) -> Iterator[Case]:
        """Pairs judged; what has no pair is missed or spurious."""
        for gold, found in pair(golds, founds, merit):
            if gold and found:
                verdict, credits = judge(gold, found)
                yield Case(self.gold.id, layer, gold.side, found.side, verdict, frozenset(credits))
            elif gold:
                yield Case(self.gold.id, layer, gold.side, None, "missed", frozenset())
            elif found:
                yield Case(self.gold.id, layer, None, found.side, "spurious", frozenset())

    def gold_at(self, fact: G, span: GoldSpan, label: str = "", value: str = "") -> Entry[G]:
        """Entry of a gold fact that has offsets."""
        start, end = span.start, span.end
        side = Side(label, self.gold.text[start:end], value, span=(start, end))
        return Entry(fact, side, self.alignment.gold_ink(start, end))

    def found_at(self, fact: F, span: Found, label: str = "", value: str = "") -> Entry[F]:
        """Entry of a found fact."""
        side = Side(label, span.text, value, span.by, (span.start, span.end))
        return Entry(fact, side, self.alignment.found_ink(span.start, span.end))

    def gold_words(self, fact: G, words: str, label: str = "", value: str = "") -> Entry[G]:
        """Entry of a gold fact without offsets: it is shown where its words first stand."""
        return Entry(fact, Side(label, words, value, span=self.alignment.gold_place(words)))


# Fields with one value


def _field(match: _Match, layer: str, wanted: str | None, fact: Fact | Date | None) -> Iterator[Case]:
    golds = [match.gold_words(wanted, wanted)] if wanted else []
    founds = (
        [Entry(fact.value, Side("", fact.value, "", fact.by, (fact.start, fact.end)))] if fact and fact.value else []
    )
    if not golds and not founds:
        yield Case(match.gold.id, layer, None, None, "right", frozenset())

    def judge(gold: Entry[str], found: Entry[str]) -> Judgement:
        if same_name(gold.fact, found.fact, match.known):
            return "right", {"value", "partial"}
        if layer not in ("published", "embargo") and _like(gold.fact, found.fact):
            return "ends", {"partial"}
        return "value", set()

    yield from match.cases(layer, golds, founds, lambda _gold, _found: (1,), judge)


def _like(a: str, b: str) -> bool:
    return part_of(a, b) or likeness(a, b) >= TEXT_LIKENESS


def _title(match: _Match) -> Iterator[Case]:
    return _field(match, "title", match.gold.title, match.release.title)


def _subtitle(match: _Match) -> Iterator[Case]:
    return _field(match, "subtitle", match.gold.subtitle, match.release.subtitle)


def _place(match: _Match) -> Iterator[Case]:
    return _field(match, "place", match.gold.place, match.release.place)


def _issuer(match: _Match) -> Iterator[Case]:
    return _field(match, "issuer", match.gold.issuer, match.release.issuer)


def _published(match: _Match) -> Iterator[Case]:
    return _field(match, "published", match.gold.published, match.release.published)


def _embargo(match: _Match) -> Iterator[Case]:
    return _field(match, "embargo", match.gold.embargo, match.release.embargo)


def _kind(match: _Match) -> Iterator[Case]:
    """Every release has a kind, so what no rule told («autre») is a value like another."""
    golds = [Entry(match.gold.kind, Side("", match.gold.kind))] if match.gold.kind else []
    founds: list[Entry[str]] = [Entry(match.release.kind, Side("", match.release.kind))]

    def judge(gold: Entry[str], found: Entry[str]) -> Judgement:
        return ("right", {"value"}) if same_words(gold.fact, found.fact) else ("value", set())

    return match.cases("kind", golds, founds if golds else [], lambda _gold, _found: (1,), judge)


# Layers with offsets


def _overlap(gold: Entry[G], found: Entry[F]) -> tuple[float, ...] | None:
    """Merit of two spans: same ends, then same label, then how much they share."""
    share = _share(gold.at, found.at)
    return (gold.at == found.at, gold.side.label == found.side.label, share) if share else None


def _share(a: Span | None, b: Span | None) -> float:
    """Ink in common over ink of either: (0, 10) and (5, 10) -> 0.5."""
    if a is None or b is None:
        return 0.0
    common = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, common) / (max(a[1], b[1]) - min(a[0], b[0]))


def _mentions(match: _Match) -> Iterator[Case]:
    golds = [match.gold_at(m, m, m.label) for m in match.gold.mentions]
    founds = [match.found_at(m, m, m.label) for m in match.release.mentions]

    def judge(gold: Entry[GoldMention], found: Entry[Mention]) -> Judgement:
        credits = {"partial"}
        label, ends = gold.fact.label == found.fact.label, gold.at == found.at
        credits |= {name for name, holds in (("type", label), ("exact", ends), ("strict", label and ends)) if holds}
        return "right" if label and ends else "ends" if label else "label", credits

    return match.cases("mentions", golds, founds, _overlap, judge)


def _dates(match: _Match) -> Iterator[Case]:
    golds = [match.gold_at(d, d, d.type, _valued(d)) for d in match.gold.dates]
    founds = [match.found_at(d, d, d.type, _valued(d)) for d in match.release.dates]

    def judge(gold: Entry[GoldDate], found: Entry[Date]) -> Judgement:
        g, f = gold.fact, found.fact
        label, ends, value = g.type == f.type, gold.at == found.at, same_value(g.value, f.value)
        holds = {"exact": ends, "type": label, "value": value, "interval": overlapping(g.value, f.value)}
        credits = {"partial"} | {name for name in holds if holds[name]}
        if not label:
            return "label", credits
        if not value or g.mod != f.mod:
            return "value", credits
        return ("right", credits | {"strict"}) if ends else ("ends", credits)

    return match.cases("dates", golds, founds, _overlap, judge)


def _valued(date: GoldDate | Date) -> str:
    return " ".join(v for v in (date.value or "?", date.mod) if v)


def _quotes(match: _Match) -> Iterator[Case]:
    golds = [match.gold_at(q, q, value=q.speaker or "") for q in match.gold.quotes]
    founds = [match.found_at(q, q, value=q.speaker or "") for q in match.release.quotes]

    def judge(gold: Entry[GoldQuote], found: Entry[Quote]) -> Judgement:
        if _share(gold.at, found.at) < QUOTE_LIKENESS:
            return "ends", {"partial"}
        if not same_name(gold.fact.speaker, found.fact.speaker, match.known):
            return "value", {"partial", "text"}
        return "right", {"partial", "text", "speaker"}

    return match.cases("quotes", golds, founds, _overlap, judge)


def _amounts(match: _Match) -> Iterator[Case]:
    golds = [match.gold_at(a, a, value=f"{a.value} {a.unit}") for a in match.gold.amounts]
    sums = [a for a in match.release.amounts if a.unit in CURRENCIES]
    founds = [match.found_at(a, a, value=f"{a.value} {a.unit}") for a in sums]

    def judge(gold: Entry[GoldAmount], found: Entry[Amount]) -> Judgement:
        g, f = gold.fact, found.fact
        ends, value = gold.at == found.at, same_amount(g.value, f.value) and same(g.unit, f.unit)
        credits = {"partial"} | {name for name, holds in (("exact", ends), ("value", value)) if holds}
        return ("right", credits | {"strict"}) if ends and value else ("ends" if value else "value", credits)

    return match.cases("amounts", golds, founds, _overlap, judge)


def _about(match: _Match) -> Iterator[Case]:
    golds = [match.gold_at(a, a, value=a.organization or "") for a in match.gold.about]
    founds = [match.found_at(a, a, value=a.organization or "") for a in match.release.about]

    def judge(gold: Entry[GoldAbout], found: Entry[About]) -> Judgement:
        return ("right", {"text", "partial"}) if _share(gold.at, found.at) >= QUOTE_LIKENESS else ("ends", {"partial"})

    return match.cases("about", golds, founds, _overlap, judge)


def _zones(match: _Match) -> Iterator[Case]:
    """The places whose zone the other layers tell; none for a record without blocks."""
    blocks = match.release.blocks
    for place in places(match.gold, match.alignment.gold_place) if blocks else ():
        words = match.gold.text[place.start : place.end]
        gold = Entry(place, Side(place.zone, words, span=(place.start, place.end)))
        at = match.alignment.to_found(place.start, place.end)
        block = next((b for b in blocks if at and b.start <= at[0] < b.end), None)
        founds = [Entry(block, Side(block.zone, words, "", block.by, (block.start, block.end)))] if block else []

        def judge(gold: Entry[Place], found: Entry[Block]) -> Judgement:
            return ("right", {"place"}) if gold.fact.zone == found.fact.zone else ("label", set())

        yield from match.cases("zones", [gold], founds, lambda _gold, _found: (1,), judge)


# Persons, roles, acronyms, contacts: compared by what they say, wherever that stands


def _persons(match: _Match) -> Iterator[Case]:
    by = {m.entity: m.by for m in reversed(match.release.mentions)}
    golds = [match.gold_words(p.name, p.name) for p in match.gold.persons]
    founds = [Entry(p.name, Side("", p.name, "", by.get(p.entity or "", ""))) for p in match.release.persons]

    def merit(gold: Entry[str], found: Entry[str]) -> tuple[float, ...] | None:
        if not part_of(gold.fact, found.fact):
            return None
        return same(gold.fact, found.fact), likeness(gold.fact, found.fact)

    def judge(gold: Entry[str], found: Entry[str]) -> Judgement:
        return ("right", {"name", "partial"}) if same(gold.fact, found.fact) else ("ends", {"partial"})

    return match.cases("persons", golds, founds, merit, judge)


@dataclass(frozen=True, slots=True)
class _Triple:
    name: str
    title: str
    organization: str | None


def _roles(match: _Match) -> Iterator[Case]:
    def shown(triple: _Triple) -> str:
        return " | ".join(v for v in (triple.name, triple.organization) if v)

    golds = [
        match.gold_words(triple, role.title, value=shown(triple))
        for person in match.gold.persons
        for role in person.roles
        for triple in [_Triple(person.name, role.title, role.organization)]
    ]
    founds = [
        match.found_at(triple, role, value=shown(triple))
        for person in match.release.persons
        for role in person.roles
        for triple in [_Triple(person.name, role.title, role.organization)]
    ]

    def merit(gold: Entry[_Triple], found: Entry[_Triple]) -> tuple[float, ...] | None:
        g, f = gold.fact, found.fact
        if not part_of(g.name, f.name) or not likeness(g.title, f.title):
            return None
        return same(g.title, f.title), organization(g, f), likeness(g.title, f.title)

    def organization(g: _Triple, f: _Triple) -> bool:
        return same_name(g.organization, f.organization, match.known)

    def judge(gold: Entry[_Triple], found: Entry[_Triple]) -> Judgement:
        g, f = gold.fact, found.fact
        if not same(g.title, f.title):
            return "ends", {"partial"}
        if not same(g.name, f.name):
            return "value", {"partial"}
        return ("right", {"partial", "title", "triple"}) if organization(g, f) else ("value", {"partial", "title"})

    return match.cases("roles", golds, founds, merit, judge)


def _acronyms(match: _Match) -> Iterator[Case]:
    def label(acronym: GoldAcronym | Acronym) -> str:
        return "expanded" if acronym.long else "bare"

    golds = [match.gold_words(a, a.short, label(a), a.long or "") for a in match.gold.acronyms]
    founds = [match.found_at(a, a, label(a), a.long or "") for a in match.release.acronyms]

    def merit(gold: Entry[GoldAcronym], found: Entry[Acronym]) -> tuple[float, ...] | None:
        return (same(gold.fact.long, found.fact.long),) if same_words(gold.fact.short, found.fact.short) else None

    def judge(gold: Entry[GoldAcronym], found: Entry[Acronym]) -> Judgement:
        if same(gold.fact.long, found.fact.long):
            return "right", {"short", "pair"}
        return "value" if label(gold.fact) == label(found.fact) else "label", {"short"}

    return match.cases("acronyms", golds, founds, merit, judge)


def _contacts(match: _Match) -> Iterator[Case]:
    def reach(contact: GoldContact | Contact) -> frozenset[str]:
        return frozenset({*contact.phones, *(email.casefold() for email in contact.emails)})

    def shown(contact: GoldContact | Contact) -> str:
        fields = (contact.name, contact.role, contact.organization, *contact.phones, *contact.emails)
        return " | ".join(field for field in fields if field)

    golds = [
        match.gold_words(c, next(iter([*filter(None, [c.name]), *c.emails, *c.phones]), ""), value=shown(c))
        for c in match.gold.contacts
    ]
    founds = [match.found_at(c, c, value=shown(c)) for c in match.release.contacts]

    def merit(gold: Entry[GoldContact], found: Entry[Contact]) -> tuple[float, ...] | None:
        named = gold.fact.name is not None and same(gold.fact.name, found.fact.name)
        shared = len(reach(gold.fact) & reach(found.fact))
        return (named + shared, reach(gold.fact) == reach(found.fact)) if named or shared else None

    def judge(gold: Entry[GoldContact], found: Entry[Contact]) -> Judgement:
        g, f = gold.fact, found.fact
        if not same(g.name, f.name) or reach(g) != reach(f):
            return "value", {"partial"}
        if not same(g.role, f.role) or not same_name(g.organization, f.organization, match.known):
            return "value", {"partial", "record"}
        return "right", {"partial", "record", "full"}

    return match.cases("contacts", golds, founds, merit, judge)


# Lists


def _item_pairs(match: _Match) -> list[tuple[Entry[GoldItem] | None, Entry[Item] | None]]:
    """Items of all lists, paired by their text; of like ones, the one at the like place."""
    golds = [match.gold_words(i, i.text, f"level {i.level}") for one in match.gold.lists for i in one.items]
    founds = [match.found_at(i, i, f"level {i.level}") for one in match.release.lists for i in one.items]
    order = {id(e): n for n, e in enumerate([*golds])} | {id(e): n for n, e in enumerate([*founds])}

    def merit(gold: Entry[GoldItem], found: Entry[Item]) -> tuple[float, ...] | None:
        if same_words(gold.fact.text, found.fact.text):
            return 2.0, -abs(order[id(gold)] - order[id(found)])
        if not _like(gold.fact.text, found.fact.text):
            return None
        return likeness(gold.fact.text, found.fact.text), -abs(order[id(gold)] - order[id(found)])

    return pair(golds, founds, merit)


def _items(match: _Match) -> Iterator[Case]:
    def judge(gold: Entry[GoldItem], found: Entry[Item]) -> Judgement:
        if not same_words(gold.fact.text, found.fact.text):
            return "ends", {"partial"}
        if gold.fact.level != found.fact.level:
            return "label", {"partial", "text"}
        return "right", {"partial", "text", "item"}

    for gold, found in _item_pairs(match):
        yield from match.cases("items", [gold] if gold else [], [found] if found else [], lambda _g, _f: (1,), judge)


def _themes(match: _Match) -> Iterator[Case]:
    def merit(gold: Entry[GoldTheme], found: Entry[Theme]) -> tuple[float, ...] | None:
        return (likeness(gold.fact.theme, found.fact.theme),) if part_of(gold.fact.theme, found.fact.theme) else None

    def judge(gold: Entry[GoldTheme], found: Entry[Theme]) -> Judgement:
        if not same_words(gold.fact.theme, found.fact.theme):
            return "ends", {"partial"}
        if not same_words(gold.fact.details or "", found.fact.details):
            return "value", {"partial", "name"}
        return "right", {"partial", "name", "theme"}

    for item, found_item in _item_pairs(match):
        golds = [match.gold_words(t, t.theme, value=t.details or "") for t in item.fact.themes] if item else []
        founds = [match.found_at(t, t, value=t.details) for t in found_item.fact.themes] if found_item else []
        yield from match.cases("themes", golds, founds, merit, judge)


def _list_pairs(match: _Match) -> list[tuple[Entry[GoldList] | None, Entry[ThemedList] | None]]:
    """Lists paired by the number of items that they share."""
    home: dict[int, int] = {}
    for one in match.gold.lists:
        home |= {id(item): id(one) for item in one.items}
    for made in match.release.lists:
        home |= {id(item): id(made) for item in made.items}
    common = Counter((home[id(g.fact)], home[id(f.fact)]) for g, f in _item_pairs(match) if g and f)
    golds = [
        match.gold_words(one, one.items[0].text if one.items else "", value=f"{len(one.items)} items")
        for one in match.gold.lists
    ]
    founds = [match.found_at(one, one, value=f"{len(one.items)} items") for one in match.release.lists]

    def merit(gold: Entry[GoldList], found: Entry[ThemedList]) -> tuple[float, ...] | None:
        shared = common[id(gold.fact), id(found.fact)]
        return (shared,) if shared else None

    return pair(golds, founds, merit)


def _lists(match: _Match) -> Iterator[Case]:
    def items(one: GoldList | ThemedList) -> list[str]:
        return [folded(i.text) for i in one.items]

    def tree(one: GoldList | ThemedList) -> list[tuple[int, list[tuple[str, str]]]]:
        return [(i.level, [(folded(t.theme), folded(t.details or "")) for t in i.themes]) for i in one.items]

    def judge(gold: Entry[GoldList], found: Entry[ThemedList]) -> Judgement:
        g, f = gold.fact, found.fact
        if items(g) != items(f):
            return "ends", {"partial"}
        if tree(g) != tree(f) or not same(g.intro, f.intro.text if f.intro else None):
            return "value", {"partial", "items"}
        return "right", {"partial", "items", "tree"}

    for gold, found in _list_pairs(match):
        yield from match.cases("lists", [gold] if gold else [], [found] if found else [], lambda _g, _f: (1,), judge)


def _intros(match: _Match) -> Iterator[Case]:
    def judge(gold: Entry[str], found: Entry[str]) -> Judgement:
        if same_words(gold.fact, found.fact):
            return "right", {"partial", "text"}
        return ("ends", {"partial"}) if _like(gold.fact, found.fact) else ("value", set())

    for gold, found in _list_pairs(match):
        golds = [match.gold_words(gold.fact.intro, gold.fact.intro)] if gold and gold.fact.intro else []
        intro = found.fact.intro if found else None
        founds = [match.found_at(intro.text, intro)] if intro else []
        yield from match.cases("intros", golds, founds, lambda _g, _f: (1,), judge)


_CASES: dict[str, Callable[[_Match], Iterator[Case]]] = {
    "kind": _kind,
    "title": _title,
    "subtitle": _subtitle,
    "published": _published,
    "embargo": _embargo,
    "place": _place,
    "issuer": _issuer,
    "mentions": _mentions,
    "persons": _persons,
    "roles": _roles,
    "acronyms": _acronyms,
    "dates": _dates,
    "lists": _lists,
    "items": _items,
    "themes": _themes,
    "intros": _intros,
    "quotes": _quotes,
    "amounts": _amounts,
    "contacts": _contacts,
    "about": _about,
}
