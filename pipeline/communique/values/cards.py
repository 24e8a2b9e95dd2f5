"""Fields of a contact block, in order -> cards: each person or desk with its own role, numbers and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from communique.values.contact_fields import Field
from communique.values.folding import fold

_REACH = ("phone", "email")
MAX_MORE = 80  # code points that a role can go on after a comma
MAX_PEOPLE = 60  # persons of one block among whom an address is looked for; a directory is no contact block


@dataclass
class Card:
    """One person or desk while its fields come in."""

    name: Field | None = None
    role: Field | None = None
    role_text: str = ""
    organization: Field | None = None
    inherited: bool = False  # the organisation is that of the head or of the group
    public: bool = False
    block: int = 0  # number of the block in which it was opened
    section: int = 0  # number of heads before it
    fields: list[Field] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    @property
    def reach(self) -> bool:
        return bool(self.phones or self.emails)

    @property
    def span(self) -> tuple[int, int]:
        """From its first field to its last."""
        return min(f.start for f in self.fields), max(f.end for f in self.fields)

    def add(self, f: Field) -> None:
        values = {"phone": self.phones, "email": self.emails, "url": self.urls}[f.kind]
        if f.value not in values:
            values.append(f.value)
        self.fields.append(f)


def cards(fields: Iterable[Field]) -> list[Card]:
    """Cards in order.

    A name opens a card; what stands before it on the card's first lines (organisation, role) is its own, and so is
    all that follows up to the next name, desk or head.
    """
    read = _decided(list(fields))
    made = _Maker(_by_column(read)).make()
    _share(made)
    _share_role(made)
    _mend(made)
    alone = not any(c.reach for c in made) and any(f.kind == "head" for f in read)
    return [c for c in made if not c.public and (c.reach or (c.name and alone))]


class _Maker:
    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = fields
        self.last_reach = max((n for n, f in enumerate(fields) if f.kind in _REACH), default=-1)
        self.own = _own_reach(fields)
        self.headed = False
        self.block = self.section = 0
        self.cards: list[Card] = []
        self.current: Card | None = None
        self.group: Field | None = None  # organisation of the persons that follow
        self.office: Field | None = None  # «Relations presse», which heads the persons that follow

    def make(self) -> list[Card]:
        for n, f in enumerate(self.fields):
            if f.kind == "head":
                self._head(n, f)
            elif f.kind == "break":
                self.block += 1
                self.office = self.office if self._next(n) in {"name", "organization"} and self._fresh() else None
            elif f.kind == "public":
                self._open(f).public = True
            elif f.kind == "finance":
                self._finance(n, f)
            elif f.kind == "name":
                self._name(n, f)
            elif f.kind == "role":
                self._role(n, f)
            elif f.kind == "relation":
                self._relation(n, f)
            elif f.kind in {"organization", "desk", "bare"}:
                self._organization(n, f)
            elif f.kind in _REACH:
                self._reach(n, f)
            elif f.kind == "other":
                self._more(f)
            elif f.kind == "url" and (card := self.current or (self.cards[-1] if self.cards else None)):
                card.add(f)
        return self.cards

    def _fresh(self) -> bool:
        """Whether nobody has been named since the office was: it stood in a block of its own."""
        last = self.cards[-1] if self.cards else None
        return self.office is not None and not (last and last.name and last.name.start > self.office.start)

    def _open(self, f: Field | None = None) -> Card:
        card = Card(organization=self.group, inherited=self.group is not None, block=self.block, section=self.section)
        if f:
            card.fields.append(f)
        self.cards.append(card)
        self.current = card
        return card

    def _head(self, n: int, f: Field) -> None:
        self.headed = True
        self.office = None
        card = self.current
        if card and card.name and not card.reach and not f.value and self._next(n) in _REACH:
            return  # «Léa Noury, contact presse, 01 99 00 12 34»
        self.current, self.group = None, f if f.value else None
        self.section += 1

    def _reach(self, n: int, f: Field) -> None:
        card = self.current
        ahead = self._next(n) == "name" and self.fields[n + 1].line == f.line  # the number comes before its person
        if card and not (ahead and card.name and card.reach and card.fields[-1].line != f.line):
            card.add(f)
        else:
            self._open().add(f)

    def _name(self, n: int, f: Field) -> None:
        card = self.current
        if card and card.public and card.fields[0].line == f.line:
            return
        led = card is not None and not card.emails and self._next(n) == "email"  # «01 99 00 12 34 – Léa – lea@»
        fresh = card is None or card.public or card.name is not None or (card.reach and self.own[n] and not led)
        card = self._open() if fresh or card is None else card
        card.name = f
        card.fields.append(f)
        if self.office and not card.role:
            card.role, card.role_text = self.office, self.office.value
            if f.line == self.office.line:
                card.fields.append(self.office)

    def _role(self, n: int, f: Field) -> None:
        card = self.current
        leads = f.colon and self._next(n) == "name"  # «Attachée de presse : Léa Noury»
        if card and card.role and card.role is self.office and not card.reach:
            card.role, card.role_text = None, ""  # her own role, under the heading of the office
            self.office = None
        if card and not card.public and not leads:
            same = bool(card.fields) and card.fields[-1].line == f.line
            if card.role and card.fields[-1] is card.role and same and not card.reach:
                card.role_text += f", {f.value}"
                card.fields.append(f)
                card.role = f
                return
            if not card.role and (
                not card.reach or (card.name and (same or n > self.last_reach) and self._next(n) != "name")
            ):
                card.role, card.role_text = f, f.value
                card.fields.append(f)
                return
            if card.role and card.name and not card.reach:
                if card.role.colon and card.role.end <= card.name.start and f.line == card.name.line:
                    card.role, card.role_text = f, f.value  # «Chercheuse : Léa Noury, coordinatrice du projet»
                    card.fields.append(f)
                return
        card = self._open(f)
        card.role, card.role_text = f, f.value

    def _more(self, f: Field) -> None:
        """Words that carry a role on: «, du mécénat et des publics», «et des relations presse» on the next line."""
        card = self.current
        if card and card.role and card.fields[-1] is card.role and f.value[:1].islower() and len(f.value) < MAX_MORE:
            card.role_text += (", " if card.role.line == f.line else " ") + f.value
            card.role = f
            card.fields.append(f)

    def _relation(self, n: int, f: Field) -> None:
        """«Relations presse»: the role of the person above, of those below, the desk of what follows, or a heading."""
        card = self.current
        if card and card.organization and not (card.name or card.reach or card.role) and self._heads(n, f):
            self.office = f  # «Agence Menvel ⏎ Relations presse ⏎ Léa Noury»
            return
        if (card is None or card.reach) and self._heads(n, f):
            self.current, self.office, self.group = None, f, None
            return
        if card and card.name and not card.role and not card.reach:
            card.role, card.role_text = f, f.value
            card.fields.append(f)
        elif card and card.role and card.fields[-1] is card.role and card.fields[-1].line == f.line:
            card.role_text += f", {f.value}"
            card.fields.append(f)
            card.role = f
        elif self.cards or self.headed:
            self._organization(n, f)

    def _finance(self, n: int, f: Field) -> None:
        """«Relations investisseurs»: the role of the person above or of those below, else for nobody of the press."""
        card = self.current
        under = card and card.name and not card.role and not card.reach and card.fields[-1].line != f.line
        if under or self._heads(n, f):
            self._relation(n, f)
        else:
            self._open(f).public = True

    def _heads(self, n: int, f: Field) -> bool:
        """Whether a person follows an office that stands alone on its line, or before a colon."""
        k = n + 1
        while k < len(self.fields) and self.fields[k].kind in {"break", "organization"}:
            k += 1
        alone = f.colon or (n + 1 < len(self.fields) and self.fields[n + 1].line != f.line)
        return alone and k < len(self.fields) and self.fields[k].kind == "name"

    def _organization(self, n: int, f: Field) -> None:
        if f.kind == "bare" and f.colon and self._next(n) == "name":
            self._head(n, f._replace(value=""))  # «Service de presse : Léa Noury»
            return
        card = self.current
        if card is None or card.public:
            if n < self.last_reach:
                self._lead(f)
        elif card.reach:
            same = card.fields[-1].line == f.line
            if n < self.last_reach and self._leads_on(f):
                self._lead(f)
            elif (same and not f.colon) or (n > self.last_reach and card.block == self.block):
                if card.organization is None or card.inherited:
                    self._give(card, f)
            elif n < self.last_reach:
                self._lead(f)
        elif card.organization is None or card.inherited:
            if card.name and f.colon and self._next(n) == "name":
                self._lead(f)
            else:
                self._give(card, f)
                if not card.name:
                    self.group = f
        elif not card.name and card.organization.kind != "organization" and f.kind == "organization":
            self._give(card, f)
            self.group = f  # «Relations médias – Agence Menvel», of all who follow

    def _leads_on(self, f: Field) -> bool:
        """Whether organisations come before their people on this line: «CGT – Léa 01 … / FO – Paul 01 … / SUD – …»."""
        return any(
            c.organization is not None
            and c.organization.line == f.line
            and c.name is not None
            and c.name.line == f.line
            and c.organization.start < c.name.start
            for c in self.cards[-8:]
        )

    def _lead(self, f: Field) -> None:
        """An organisation that comes before its people."""
        self.group = None
        card = self._open()
        self._give(card, f)
        self.group = f

    def _give(self, card: Card, f: Field) -> None:
        card.organization, card.inherited = f, False
        card.fields.append(f)

    def _next(self, n: int) -> str:
        return self.fields[n + 1].kind if n + 1 < len(self.fields) else ""


def _decided(fields: list[Field]) -> list[Field]:
    """Of each name that no list knows, whether a person has it: a role stands beside it, or an address spells it."""
    out: list[Field] = []
    for n, f in enumerate(fields):
        if f.kind not in {"maybe", "likely"}:
            out.append(f)
            continue
        before = fields[n - 1] if n else None
        after = fields[n + 1] if n + 1 < len(fields) else None
        beyond = fields[n + 2].kind if n + 2 < len(fields) else ""
        role_before = before is not None and before.kind == "role" and (before.colon or before.line < f.line)
        role_after = (
            after is not None and after.kind in {"role", "relation"} and beyond not in {"name", "maybe", "likely"}
        )
        beside = any(g and g.kind == "name" and g.line == f.line for g in (before, after))
        likely = f.kind == "likely" and not beside
        words = [w for w in fold(f.value).replace("-", " ").replace("'", " ").split() if len(w) > 2]
        spelt = any(
            g.kind == "email"
            and any(w in g.value.partition("@")[0] and w not in g.value.partition("@")[2] for w in words)
            for g in fields[max(0, n - 3) : n + 6]
        )
        out.append(f._replace(kind="name" if role_before or role_after or spelt or likely else "organization"))
    return out


def _own_reach(fields: Sequence[Field]) -> list[bool]:
    """For each field whether a number or address follows it before the next name or head."""
    own = [False] * len(fields)
    follows = False
    for n in range(len(fields) - 1, -1, -1):
        own[n] = follows
        if fields[n].kind in _REACH:
            follows = True
        elif fields[n].kind in {"name", "head", "public"}:
            follows = False
    return own


def _by_column(fields: list[Field]) -> list[Field]:
    """Fields of a table read across, read down: two names in a line, two numbers in the next."""
    rows = [list(row) for _, row in groupby(fields, key=lambda f: f.line)]
    out: list[Field] = []
    i = 0
    while i < len(rows):
        count = sum(f.kind == "name" for f in rows[i])
        j = i + 1
        if count > 1 and not any(f.kind in _REACH for f in rows[i]):
            while j < len(rows) and _fits(rows[j], count):
                j += 1
        table = rows[i:j]
        if any(f.kind in _REACH for row in table[1:] for f in row):
            out += [f for f in table[0] if f.kind == "head"]
            for column in range(count):
                out += [f for row in table for f in _nth(row, column)]
        else:
            j = i + 1
            out += rows[i]
        i = j
    return out


def _fits(row: Sequence[Field], count: int) -> bool:
    kinds = {f.kind for f in row} - {"other"}
    return bool(kinds) and "name" not in kinds and all(sum(f.kind == k for f in row) in {1, count} for k in kinds)


def _nth(row: Sequence[Field], n: int) -> Iterator[Field]:
    for kind in dict.fromkeys(f.kind for f in row):
        same = [f for f in row if f.kind == kind]
        if kind != "head" and (n < len(same) or len(same) == 1):
            yield same[n] if n < len(same) else same[0]


def _share(made: list[Card]) -> None:
    """Persons named together have together what follows: «Léa Noury et Paul Rimbert, 01 99 00 12 34»."""
    waiting: list[Card] = []
    for card in made:
        if waiting and waiting[-1].section < card.section:
            waiting = []  # «Élu référent : Paul Rimbert ⏎ Presse : Léa Noury, 01 99 00 12 34»
        if card.name and not card.reach and not card.public:
            waiting.append(card)
            continue
        if waiting and card.name and not card.public:
            people = [*waiting, card]
            phones, emails = list(card.phones), list(card.emails)
            for n, person in enumerate(people):
                person.phones = [phones[n]] if len(phones) == len(people) else list(phones)
                person.emails = [emails[n]] if len(emails) == len(people) else list(emails)
            for person in waiting:
                _join(person, card)
        waiting = []


def _join(person: Card, last: Card) -> None:
    """Persons named together on a line have one organisation, and one role if it is that of several."""
    assert person.name and last.name
    if person.role or person.organization or person.name.line != last.name.line:
        return
    if last.organization and last.organization.start > last.name.end:
        person.organization, person.inherited = last.organization, True
    if last.role and last.role.start > last.name.end and last.role_text.split()[0].endswith("s"):
        person.role, person.role_text = last.role, last.role_text


def _share_role(made: list[Card]) -> None:
    """A role before the first person of a line is that of all: «Attachées de presse : Léa Noury, Ève Brun»."""
    for first, card in pairwise(made):
        if first.name and card.name and first.role and not card.role and first.name.line == card.name.line:
            ahead = first.role.start < first.name.start
            card.role_text = first.role_text if ahead else ""
            card.role = first.role if ahead else None


def _mend(made: list[Card]) -> None:
    """An address that holds the name of one person goes to that person."""
    people = [c for c in made if c.name]
    if not 1 < len(people) <= MAX_PEOPLE:
        return
    for card in made:
        for email in list(card.emails):
            if card.name and _spells(email, card):
                continue
            owners = [p for p in people if p is not card and _spells(email, p)]
            if len(owners) == 1:
                card.emails.remove(email)
                if email not in owners[0].emails:
                    owners[0].emails.append(email)
                for f in [f for f in card.fields if f.value == email]:
                    if len(card.fields) > 1:
                        card.fields.remove(f)
                        owners[0].fields.append(f)


def _spells(email: str, card: Card) -> bool:
    """Whether the part before the @ holds a name of the person: «l.noury@», «lea@»."""
    local = fold(email.partition("@")[0])
    words = [w for w in fold(card.name.value if card.name else "").replace("-", " ").split() if len(w) > 2]
    return any(w in local for w in words[1:]) or local in words
