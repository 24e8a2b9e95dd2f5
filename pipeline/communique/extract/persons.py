"""Document, mentions, entities, acronyms -> persons with their roles: title, organisation, where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from communique.document import Document
from communique.record import Mention, Person, Release, Role
from communique.rulebook import Rules
from communique.values.folding import fold
from communique.values.holders import Holders
from communique.values.referents import Known, Referents
from communique.values.roles import Lexicon, Title, Titles, build
from communique.values.tokens import Token, tokens


@lru_cache(maxsize=4)
def lexicon(rules: Rules) -> Lexicon:
    """The word lists of rules/persons.yaml, made ready once per set of rules."""
    return build(rules["persons"].words, rules["mentions"].words)


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Every person of the release once, in order of first mention, with the roles that the text gives."""
    lex = lexicon(rules)
    roles: dict[str, list[Role]] = defaultdict(list)
    context = known(release)
    boxes = {b.start for b in release.blocks if b.zone == "contacts"}
    title_person = in_headline(release)
    at = 0
    for start, end in units(document, release):
        first = at
        while at < len(release.mentions) and release.mentions[at].start < end:
            at += 1
        inside = release.mentions[first:at]
        below = title_person if release.title and start >= release.title.end else None
        title_person = None if below else title_person
        if below or any(m.label == "PER" for m in inside):
            ts = tokens(document.text, start, end)
            boxed = start in boxes or any(k == tuple(t.key for t in ts[: len(k)]) for k in lex.boxes)
            for entity, role in Reader(document.text, ts, inside, context, lex, boxed, below).roles():
                roles[entity].append(role)
    organizations = {fold(n): e.id for e in release.entities if e.label != "PER" for n in (e.name, *e.aliases)}
    organizations |= {
        fold(a.long): organizations[fold(a.short)]
        for a in release.acronyms
        if a.long and fold(a.short) in organizations
    }
    people = tuple(
        Person(name=e.name, entity=e.id, roles=tuple(distinct(roles[e.id], organizations, lex.learned)))
        for e in release.entities
        if e.label == "PER"
    )
    return {"persons": people}


def in_headline(release: Release) -> str | None:
    """The entity of the only person whom the headline names."""
    title = release.title
    named = {m.entity for m in release.mentions if title and m.label == "PER" and title.start <= m.start < title.end}
    return named.pop() if len(named) == 1 else None


def units(document: Document, release: Release) -> Iterator[tuple[int, int]]:
    """What is read at once: a block, or all blocks of a box of contacts, whose lines may stand apart."""
    boxes = {b.start for b in release.blocks if b.zone == "contacts"}
    run: tuple[int, int] | None = None
    for block in document.blocks:
        boxed = block.start in boxes
        if run and boxed:
            run = run[0], block.end
            continue
        if run:
            yield run
        run = (block.start, block.end) if boxed else None
        if not boxed:
            yield block.start, block.end
    if run:
        yield run


def known(release: Release) -> Known:
    """The organisations of a release, made ready once."""
    return Known(
        long={fold(a.short): a.long for a in release.acronyms if a.long and fold(a.short) not in fold(a.long).split()},
        names={e.id: e.name for e in release.entities},
        organizations=[
            (e.name, [fold(n) + " " for n in (e.name, *e.aliases)])
            for e in release.entities
            if e.label in {"ORG", "MISC"}
        ],
    )


class Read(NamedTuple):
    """A title, whose it is, and by which rule."""

    title: Title[Mention]
    owner: str
    rule: str


class Reader:
    """Reads the roles of one block: it goes from function word to function word and asks whose each is."""

    def __init__(
        self,
        text: str,
        ts: Sequence[Token],
        mentions: Sequence[Mention],
        known: Known,
        lex: Lexicon,
        boxed: bool,
        headline: str | None,
    ) -> None:
        self.text, self.ts, self.lex = text, ts, lex
        self.titles = Titles(ts, mentions, lex)
        self.at, self.starts = self.titles.at, self.titles.starts
        self.holders = Holders(ts, self.titles, [m for m in mentions if m.label == "PER"], lex, headline)
        self.referents = Referents(ts, self.at, mentions, known, boxed)

    def roles(self) -> Iterator[tuple[str, Role]]:
        """Entity of the person and role, in text order."""
        read: list[Read] = []
        waiting: list[Title[Mention]] = []  # «le maire et | conseiller général, X»
        chain: tuple[str, int] | None = None  # person, token after the last role: «maire de Tours, président de …»
        i = 0
        while i < len(self.ts):
            presided = self.lex.presided.get(self.ts[i].key)
            if presided and (found := self._presided(i, presided)):
                yield found
            title = self.titles.at_token(i) if i not in self.at or self._initials(i) else None
            if not title:
                i += 1
                continue
            if title.plural:
                owners = self.holders.all(title)
                read.extend(Read(title, owner, "persons/plusieurs-personnes") for owner in owners)
                i = max(i + 1, title.after) if owners else i + 1
                continue
            owner, rule = self.holders.one(title, chain)
            if owner:
                read.extend(Read(w, owner, rule) for w in waiting if rule == "persons/avant-le-nom")
                read.append(Read(title, owner, rule))
                chain = (owner, title.after)
                waiting = []
            elif title.after + 1 < len(self.ts) and self.ts[title.after].key == "et":
                waiting = [*waiting, title] if self.titles.begins_role(title.after + 1) else []
            else:
                waiting = []
            i = max(i + 1, title.after)
        for n, found_ in enumerate(read):
            after = read[n + 1] if n + 1 < len(read) else None
            yield found_.owner, self._role(self._sharing(found_.title, after), found_.rule)

    def _initials(self, i: int) -> bool:
        """Whether a name is the initials of a function between commas: «X, DST, et Y»."""
        m, ts = self.at[i], self.ts
        alone = m.start == ts[i].start and m.end == ts[i].end and m.label != "PER" and ts[i].shouted
        return alone and i > 1 and ts[i - 1].text == "," and self.titles.person(i - 2) and self.titles.function(i) > i

    def _sharing(self, title: Title[Mention], after: Read | None) -> Title[Mention]:
        """The title with the organisation of the next, if «et» alone stands between: «fondatrice et PDG d'Adikor»."""
        if after is None or title.organization or title.generic or title.after + 1 != after.title.start:
            return title
        shared = self.ts[title.after].key == "et" and after.title.organization and not title.plural
        return title._replace(organization=after.title.organization) if shared else title

    def _presided(self, i: int, title: str) -> tuple[str, Role] | None:
        """«le Syndicat mixte de la Bièvre, présidé par X»: the organisation stands before."""
        j = i + 1
        if j >= len(self.ts) or self.ts[j].key != "par":
            return None
        first = j + 1
        j = self.holders.past_address(first)
        if any(t.key in {"mme", "madame", "mme."} for t in self.ts[first:j]):
            title += "e"
        person = self.starts.get(self.ts[j].start) if j < len(self.ts) else None
        if not person or person.label != "PER":
            return None
        k = i - 1
        while k >= 0 and self.ts[k].text in {",", ")"}:
            k -= 1
        organization = self.at.get(k)
        if organization is None or organization.label == "PER":
            return None
        t = self.ts[i]
        name = self.referents.name(organization)
        role = Role(start=t.start, end=t.end, text=t.text, by="persons/preside-par", title=title, organization=name)
        return person.entity, role

    def _role(self, title: Title[Mention], rule: str) -> Role:
        a, b = self.ts[title.start].start, self.ts[title.end - 1].end
        organization = self.referents.name(title.organization) if title.organization else None
        organization = organization or self.referents.meant(title) or title.written or None
        words = self.text[a:b]
        return Role(start=a, end=b, text=words, by=rule, title=" ".join(words.split()), organization=organization)


def distinct(roles: Sequence[Role], entities: Mapping[str, str], learned: Collection[str] = ()) -> list[Role]:
    """Each role once: the same title with the same organisation, or with none where another has one, is one.

    What only «présidé par» says is left out where the text gives the title itself. `entities` gives the entity of
    an organisation's folded name. A title of `learned` alone, «professeur», is none where there is a function.
    """

    def title(role: Role) -> str:
        return fold(role.title).replace("-", " ")

    def organization(role: Role) -> str | None:
        return role.organization and entities.get(fold(role.organization), fold(role.organization))

    def vague(a: Role, b: Role) -> bool:
        """Whether `a` says no more than `b`: no organisation, and the title of `b` or its beginning."""
        return a.organization is None and (title(b) + " ").startswith(title(a) + " ")

    kept: list[Role] = []
    for role in sorted(roles, key=lambda r: (r.by == "persons/preside-par", r.start)):
        same = [k for k in kept if title(k) == title(role)]
        if role.by == "persons/preside-par" and same:
            continue
        if any(vague(role, k) or organization(k) == organization(role) for k in same):
            continue
        if any(vague(role, k) for k in kept):
            continue
        kept = [k for k in kept if not vague(k, role)] + [role]
    more = [k for k in kept if k.organization or fold(k.title) not in learned]
    return sorted(more or kept, key=lambda r: r.start)
