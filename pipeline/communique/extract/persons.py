"""Document, mentions, entities, acronyms -> persons with their roles: title, organisation, where it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from communique.document import Document
from communique.record import Mention, Person, Release, Role
from communique.rulebook import Rules
from communique.values.folding import fold
from communique.values.functions import Lexicon, build
from communique.values.holders import Holders
from communique.values.referents import Known, Referents
from communique.values.roles import Title, Titles
from communique.values.tokens import OF_THE, THE, Token, tokens

MAX_APART = 120  # code points of a block that is a name or a role


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
    before: str | None = None  # the one person of the block before
    at = 0
    for start, end in units(document, release, lex):
        first = at
        while at < len(release.mentions) and release.mentions[at].start < end:
            at += 1
        inside = release.mentions[first:at]
        below = title_person if release.title and start >= release.title.end else None
        title_person = None if below else title_person
        named = {m.entity for m in inside if m.label == "PER"}
        if below or before or named:
            ts = tokens(document.text, start, end)
            boxed = start in boxes or any(k == tuple(t.key for t in ts[: len(k)]) for k in lex.boxes)
            for entity, role in Reader(document.text, ts, inside, context, lex, boxed, below, before).roles():
                roles[entity].append(role)
        before = next(iter(named)) if len(named) == 1 else None
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


def units(document: Document, release: Release, lex: Lexicon) -> Iterator[tuple[int, int]]:
    """What is read at once: a block, or all blocks of a box of contacts, whose lines may stand apart.

    So may a name and its role: «Fait à Tours⏎⏎La présidente⏎⏎Léa Noury».
    """
    boxes = {b.start for b in release.blocks if b.zone == "contacts"}
    boxes |= apart(document, release, lex)
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


def apart(document: Document, release: Release, lex: Lexicon) -> set[int]:
    """Where the blocks begin of which one is a name and nothing else, and the next or the one before a role."""
    text, found = document.text, set[int]()
    alone, at = "", 0  # of the block before: "name", "role" or neither
    before = -1
    for block in document.blocks:
        while at < len(release.mentions) and release.mentions[at].start < block.start:
            at += 1
        kind = ""
        if block.end - block.start <= MAX_APART and block.kind != "title":
            m = release.mentions[at] if at < len(release.mentions) else None
            ts = tokens(text, block.start, block.end)
            named = m is not None and m.label == "PER" and m.end <= block.end
            if m and named and all(t.key in lex.civilities for t in ts if t.word and not m.start <= t.start < m.end):
                kind = "name"
            elif not named and ts and ts[-1].text not in {".", ":", "!", "?"}:
                k = next((k for k, t in enumerate(ts) if t.key not in THE and t.key not in lex.ranks), 0)
                kind = "role" if ts[0].capital and ts[k].key in lex.functions else ""
        if {alone, kind} == {"name", "role"}:
            found |= {before, block.start}
            kind = ""
        alone, before = kind, block.start
    return found


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
        before: str | None,
    ) -> None:
        self.text, self.ts, self.lex = text, ts, lex
        self.titles = Titles(ts, mentions, lex)
        self.at, self.starts = self.titles.at, self.titles.starts
        self.holders = Holders(ts, self.titles, [m for m in mentions if m.label == "PER"], lex, headline, before)
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
            if self.ts[i].key == "respectivement" and (told := self._respectively(i)):
                read.extend(told)
                i = told[-1].title.after
                continue
            title = self.titles.at_token(i) if i not in self.at or self._no_name(i) else None
            if not title:
                i += 1
                continue
            if title.plural:
                owners = self.holders.all(title)
                read.extend(Read(title, owner, "persons/plusieurs-personnes") for owner in owners)
                i = max(i + 1, title.after) if owners else i + 1
                continue
            owner, rule = self.holders.one(title, chain, waiting[0].start if waiting else title.start)
            if owner:
                read.extend(Read(w, owner, rule) for w in waiting if rule == "persons/avant-le-nom")
                read.append(Read(title, owner, rule))
                chain = (owner, title.after)
                waiting = []
            elif title.after + 1 < len(self.ts) and self.ts[title.after].key == "et":
                waiting = [*waiting, title] if self.titles.begins_role(title.after + 1) else []
            else:
                waiting = []
            inner = -1 if owner or title in waiting else self.titles.nested(title)
            i = inner if inner > i else max(i + 1, title.after)
        for n, found_ in enumerate(read):
            after = read[n + 1] if n + 1 < len(read) else None
            yield found_.owner, self._role(self._sharing(found_.title, after), found_.rule)

    def _respectively(self, i: int) -> list[Read]:
        """The roles of two or more persons named together, in their order: «X et Y, respectivement maire et préfet»."""
        owners = self.holders.listed_before(i - 2) if i > 1 and self.ts[i - 1].text == "," else []
        read: list[Read] = []
        j = i + 1
        for owner in owners:
            while j < len(self.ts) and (self.ts[j].text == "," or self.ts[j].key in {"et", *THE}):
                j += 1
            title = self.titles.at_token(j)
            if title is None or title.plural:
                return []
            read.append(Read(title, owner, "persons/plusieurs-personnes"))
            j = title.after
        return read

    def _no_name(self, i: int) -> bool:
        """Whether what seems a name is a function, next to a person's: «X, DST, et Y», «X, Chief Medical Officer»."""
        m, ts = self.at[i], self.ts
        if m.label == "PER" or m.start != ts[i].start or i < 2 or not self.titles.person(i - 2):
            return False
        return ts[i - 1].text in {",", "–", "—", "-", "(", "\n"} and self.titles.function(i) == self.titles.after(m)

    def _sharing(self, title: Title[Mention], after: Read | None) -> Title[Mention]:
        """The title with the organisation of the next, if «et» alone stands between: «fondatrice et PDG d'Adikor».

        It must be the bare name of a post in an organisation: not «gériatre et cheffe de service au CHU», nor
        «vice-président en charge du sport et maire de Tours».
        """
        if after is None or title.organization or title.generic or title.plural:
            return title
        joined = title.end == title.after and title.after + 1 == after.title.start and self.ts[title.after].key == "et"
        named = after.title.organization if joined else None
        k = title.start
        while k + 1 < title.end and self.ts[k].key in self.lex.ranks:
            k += 1
        post = self.ts[k].key.split("·")[0] in self.lex.posts and self.titles.function(k) >= title.end
        return title._replace(organization=named) if named and named.label != "LOC" and post else title

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
        if organization is None or organization.label == "PER" or self._of_an_organ(organization):
            return None
        t = self.ts[i]
        name = self.referents.name(organization)
        role = Role(start=t.start, end=t.end, text=t.text, by="persons/preside-par", title=title, organization=name)
        return person.entity, role

    def _of_an_organ(self, m: Mention) -> bool:
        """Whether a name is that of whose board is meant: «le conseil d'administration de l'Adage, présidé par»."""
        k = bisect_left(self.titles.begins, m.start) - 1
        while k > 0 and self.ts[k].key in OF_THE:
            k -= 1
        return k >= 0 and self.ts[k].key in {"administration", "surveillance", "jury", "bureau", "comite", "assemblee"}

    def _role(self, title: Title[Mention], rule: str) -> Role:
        a, b = self.ts[title.start].start, self.ts[title.end - 1].end
        organization = self.referents.name(title.organization) if title.organization else None
        organization = organization or (None if title.generic else title.written) or self.referents.meant(title)
        organization = organization or title.written or None
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
