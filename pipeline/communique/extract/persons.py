"""Document, mentions, entities, acronyms -> persons with their roles: title, organisation, where it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from communique.document import Document
from communique.record import Mention, Person, Release, Role
from communique.rulebook import Rules
from communique.values.folding import fold
from communique.values.proper import Grammar
from communique.values.tokens import Token, tokens

MAX_TITLE = 24  # tokens; «Ministre déléguée auprès du ministre de l'Économie, chargée des …» runs to 20
MAX_SUBJECT = 60  # tokens from a sentence's first word to «est»
_OF = frozenset({"de", "du", "des", "d'"})
_TO = frozenset({"a", "au", "aux", "chez", "pour", "en"})
_ARTICLES = frozenset({"la", "le", "les", "l'"})
_CLOSE = frozenset('.;:()[]«»“”"!?…|\n•·/')


class Title(NamedTuple):
    """A role as read: tokens of the title, of the whole phrase, and its organisation's mention if it names one."""

    start: int
    end: int
    after: int
    organization: Mention | None
    generic: str  # the common noun that stands for the organisation: «de l'association»


@dataclass(frozen=True)
class Lexicon:
    """The word lists of rules/persons.yaml, folded."""

    functions: Mapping[str, Sequence[tuple[str, ...]]]  # first word -> functions, the longest first
    ranks: frozenset[str]
    between: frozenset[str]
    copulas: frozenset[str]
    presided: Mapping[str, str]
    generic: frozenset[str]
    ends: frozenset[str]
    speech: frozenset[str]
    civilities: frozenset[str]
    grammar: Grammar
    boxes: frozenset[tuple[str, ...]]  # what opens a box of press contacts


@lru_cache(maxsize=4)
def lexicon(rules: Rules) -> Lexicon:
    """The word lists, folded and indexed; once per set of rules."""
    words = rules["persons"].words

    def folded(name: str) -> frozenset[str]:
        return frozenset(fold(w) for w in words[name])

    functions: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for word in words["fonctions"]:
        keys = tuple(t.key for t in tokens(word))
        functions[keys[0]].append(keys)
    return Lexicon(
        functions={w: sorted(f, key=lambda k: -len(k)) for w, f in functions.items()},
        ranks=folded("rangs"),
        between=frozenset(w for phrase in folded("liaisons") for w in phrase.split()),
        copulas=folded("copules"),
        presided={fold(w): v for w, v in words["preside_par"].items()},
        generic=folded("generiques"),
        ends=folded("fins"),
        speech=folded("verbes_de_parole"),
        civilities=frozenset(fold(w) for w in rules["mentions"].words["civilites"]),
        grammar=Grammar(frozenset(), frozenset(), frozenset(), frozenset()),
        boxes=frozenset(tuple(t.key for t in tokens(w)) for w in words["debuts_de_contact"]),
    )


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Every person of the release once, in order of first mention, with the roles that the text gives."""
    lex = lexicon(rules)
    roles: dict[str, list[Role]] = defaultdict(list)
    boxes = {b.start for b in release.blocks if b.zone == "contacts"}
    at = 0
    for block in document.blocks:
        first = at
        while at < len(release.mentions) and release.mentions[at].start < block.end:
            at += 1
        inside = release.mentions[first:at]
        if any(m.label == "PER" for m in inside):
            ts = tokens(document.text, block.start, block.end)
            boxed = block.start in boxes or any(k == tuple(t.key for t in ts[: len(k)]) for k in lex.boxes)
            for entity, role in Reader(document.text, ts, inside, release, lex, boxed).roles():
                roles[entity].append(role)
    organizations = {fold(n): e.id for e in release.entities if e.label != "PER" for n in (e.name, *e.aliases)}
    organizations |= {
        fold(a.long): organizations[fold(a.short)]
        for a in release.acronyms
        if a.long and fold(a.short) in organizations
    }
    people = tuple(
        Person(name=e.name, entity=e.id, roles=tuple(distinct(roles[e.id], organizations)))
        for e in release.entities
        if e.label == "PER"
    )
    return {"persons": people}


class Reader:
    """Reads the roles of one block: it goes from function word to function word and asks whose each is."""

    def __init__(
        self, text: str, ts: Sequence[Token], mentions: Sequence[Mention], release: Release, lex: Lexicon, boxed: bool
    ) -> None:
        self.text, self.ts, self.lex, self.release = text, ts, lex, release
        self.starts = {m.start: m for m in mentions}
        self.at: dict[int, Mention] = {}  # token -> the mention that holds it
        self.begins = [t.start for t in ts]
        for m in mentions:
            for i in range(bisect_left(self.begins, m.start), bisect_left(self.begins, m.end)):
                self.at[i] = m
        self.mentions = mentions
        self.boxed = boxed
        self.long = {fold(a.short): a.long for a in release.acronyms if a.long}

    def roles(self) -> Iterator[tuple[str, Role]]:
        i = 0
        chain: tuple[str, int] | None = None  # person, token after the last role: «maire de Tours, président de …»
        while i < len(self.ts):
            presided = self.lex.presided.get(self.ts[i].key)
            if presided and (found := self._presided(i, presided)):
                yield found
            title = self._title(i) if i not in self.at else None
            if not title:
                i += 1
                continue
            owner, rule = self._owner(title, chain)
            if owner:
                yield owner, self._role(title, rule)
                chain = (owner, title.after)
            i = max(i + 1, title.after)

    def _function(self, i: int) -> int:
        """The token after the function word at `i`; `i` if there is none."""
        t = self.ts[i]
        if not t.word:
            return i
        k0 = t.key.split("·")[0].split(".")[0]
        for keys in self.lex.functions.get(k0, ()):
            if i + len(keys) <= len(self.ts) and all(self.ts[i + n].key == keys[n] for n in range(1, len(keys))):
                return i + len(keys)
        return i

    def _title(self, i: int) -> Title | None:
        """The role that begins at token `i`: «vice-présidente en charge de la culture», «président de la MEL»."""
        start = i
        while i < len(self.ts) and self.ts[i].key in self.lex.ranks and i - start < 3:
            i += 1
        j = self._function(i) if i < len(self.ts) else i
        if j == i:
            return None
        if self.ts[i].key in {"elu", "elue"} and (j in self.at or self._role_begins(j)):  # élu président
            return None
        end = j
        while j < len(self.ts) and j - start < MAX_TITLE:
            t = self.ts[j]
            if j in self.at:
                m = self.at[j]
                if m.label == "PER":
                    break
                return Title(start, end, self._after(m), m, "")
            if t.text == "(" and j + 1 in self.at and self.at[j + 1].label == "ORG":
                m = self.at[j + 1]
                after = self._after(m)
                if after < len(self.ts) and self.ts[after].text == ")":
                    return Title(start, end, after + 1, m, "")
            if t.text == "," and self.lex.grammar.enumerates(self.ts, j + 1):
                j += 1
                continue
            if t.text in _CLOSE or self._ends(t):
                break
            if t.text in {",", "–", "—", "-"}:
                break
            if t.key == "et" and j + 1 < len(self.ts) and self._role_begins(j + 1):
                break
            link = self._link(j)
            if link > j:
                if link in self.at and self.at[link].label != "PER":
                    m = self.at[link]
                    away = m.label == "LOC" and self.ts[j].key not in _OF  # «agriculteur à Plouvorn»
                    return Title(start, end, self._after(m), None if away else m, "")
                definite = link > j + 1 or self.ts[j].key in {"du", "des", "au", "aux"}
                if link < len(self.ts) and definite and self.ts[link].key in self.lex.generic:
                    generic = self.ts[link]
                    n = self._link(link + 1)
                    if (
                        n in self.at
                        and self.at[n].label != "PER"
                        and (n > link + 1 or self.at[n].start == self.ts[n].start)
                    ):
                        return Title(start, end, self._after(self.at[n]), self.at[n], "")
                    if link + 1 >= len(self.ts) or not self.ts[link + 1].word or self.ts[link + 1].key in self.lex.ends:
                        return Title(start, end, link + 1, None, generic.key)
                if link in self.at or link >= len(self.ts) or not self.ts[link].word:
                    break
                j = end = link + 1
                continue
            if not t.word:
                break
            j = end = j + 1
        if tail := self._tail(start, end):
            return Title(start, tail, tail, None, "")
        if organization := self._beside(end):
            return Title(start, end, self._after(organization), organization, "")
        while end > start + 1 and self.ts[end - 1].key in _OF | _TO | _ARTICLES | {"et"}:
            end -= 1
        return Title(start, end, end, None, "")

    def _tail(self, start: int, end: int) -> int | None:
        """End of a role that goes on after a comma to the line's end: «chargée de communication, relations presse»."""
        if end >= len(self.ts) or self.ts[end].text != "," or not self._opens_line(start):
            return None
        j = end + 1
        while (
            j < len(self.ts) and self.ts[j].word and self.ts[j].text[0].islower() and j not in self.at and j - end < 5
        ):
            if self.ts[j].key in self.lex.ends | self.lex.speech | self.lex.between:
                return None
            j += 1
        closed = j == len(self.ts) or self.ts[j].text in {"\n", "."}
        return j if closed and j > end + 2 and self._function(end + 1) == end + 1 else None

    def _ends(self, t: Token) -> bool:
        return t.key in self.lex.speech or (t.key in self.lex.ends and t.text not in {"à", "À"})

    def _opens_line(self, i: int) -> bool:
        """Whether nothing but a person's name stands between token `i` and the beginning of its line."""
        k = i - 1
        while k >= 0 and self.ts[k].text != "\n" and i - k < 9:
            known = k in self.at and self.at[k].label == "PER"
            if not known and self.ts[k].word and self.ts[k].key not in self.lex.civilities:
                return False
            k -= 1
        return k < 0 or self.ts[k].text == "\n"

    def _beside(self, end: int) -> Mention | None:
        """The organisation between two commas after a role: «chargée de presse, Université de Lorraine, 03 …»."""
        if end + 1 >= len(self.ts) or self.ts[end].text not in {",", "–", "—", "-", "|", "\n"}:
            return None
        m = self.starts.get(self.ts[end + 1].start)
        if m is None or m.label != "ORG":
            return None
        after = self._after(m)
        closed = after == len(self.ts) or self.ts[after].text in {",", "\n", ".", "–", "—", "-", ":", "|", ")"}
        return m if closed else None

    def _link(self, j: int) -> int:
        """The token after the preposition and article at `j`; `j` if there is none."""
        if j < len(self.ts) and self.ts[j].key in _OF | _TO and self.ts[j].text != "a":
            k = j + 1
            if k < len(self.ts) and self.ts[k].key in _ARTICLES:
                k += 1
            return k
        return j

    def _role_begins(self, i: int) -> bool:
        while i < len(self.ts) and (self.ts[i].key in self.lex.ranks or self.ts[i].key in _ARTICLES):
            i += 1
        return i < len(self.ts) and self._function(i) > i

    def _after(self, m: Mention) -> int:
        return bisect_left(self.begins, m.end)

    def _owner(self, title: Title, chain: tuple[str, int] | None) -> tuple[str | None, str]:
        """Whose role it is, and by which rule: the person before it, else the person after it."""
        i = title.start - 1
        # «X, par ailleurs présidente de …», «X (présidente de …)», «X⏎Présidente de …», «X est présidente de …»
        while i >= 0 and i not in self.at and (self.ts[i].key in self.lex.between or self.ts[i].key in self.lex.ranks):
            i -= 1
        skipped = {self.ts[k].key for k in range(i + 1, title.start)}
        if "et" in skipped and skipped & _ARTICLES:  # «la préfète, Mme X, et le sous-préfet de Y»: someone else
            owner = self._following(title)
            return (owner.entity, "persons/avant-le-nom") if owner else (None, "")
        mark = i
        while i >= 0 and i not in self.at and self.ts[i].text in {",", "–", "—", "-", "(", "\n", ":", "*"}:
            i -= 1
        if i > 1 and self.ts[i].text == ")" and i not in self.at:
            k = i
            while k > 0 and self.ts[k].text != "(" and i - k < 12:
                k -= 1
            if self.ts[k].text == "(" and k - 1 in self.at and self.at[k - 1].label == "PER":
                i = k - 1
        # «X directeur de Y» without a mark: on a line of its own, or with its organisation
        bare = mark == i and i == title.start - 1 and self._bare(title)
        if i >= 0 and (mark > i or bare) and i in self.at and self.at[i].label == "PER":
            newline = any(self.ts[k].text == "\n" for k in range(i + 1, title.start))
            return self.at[i].entity, "persons/ligne-du-dessous" if newline else "persons/apres-le-nom"
        if (
            chain
            and chain[1] <= title.start
            and all(
                self.ts[k].text in {",", "\n", "–", "-"} or self.ts[k].key in self.lex.between
                for k in range(chain[1], title.start)
            )
        ):
            return chain[0], "persons/plusieurs-fonctions"
        if i >= 0 and self.ts[i].key in self.lex.copulas and (subject := self._subject(i)):
            return subject.entity, "persons/est"
        if owner := self._following(title):
            return owner.entity, "persons/avant-le-nom"
        if i >= 0 and mark > i and (person := self._apposition(i)):
            return person.entity, "persons/apres-le-nom"
        return None, ""

    def _bare(self, title: Title) -> bool:
        """Whether a role right after a name, without a comma, ends its line or names its organisation."""
        return title.after >= len(self.ts) or self.ts[title.after].text == "\n" or title.organization is not None

    def _following(self, title: Title) -> Mention | None:
        """The person named right after the role: «le président de la MEL, Damien Castelain»."""
        j = title.after
        if j < len(self.ts) and self.ts[j].text == ",":
            j += 1
        while j < len(self.ts) and (self.ts[j].key in self.lex.civilities or self.ts[j].text == "."):
            j += 1
        m = self.starts.get(self.ts[j].start) if j < len(self.ts) else None
        if m is None or m.label != "PER":
            return None
        if self.ts[title.after].text == ",":
            # «Le président de la MEL, X, a signé», but not «adressée à la présidente de la HAS, Me X dénonce».
            end = self._after(m)
            opens = title.start < 3 or self.ts[title.start - 2].text in {".", "\n", ",", ":"}
            if (
                not opens
                and end < len(self.ts)
                and self.ts[end].text not in {",", ".", ")", ":", "\n", ";", "»", "et", "–"}
            ):
                return None
        return m

    def _subject(self, i: int) -> Mention | None:
        """The person who opens the sentence in which token `i` stands."""
        k = i
        while k > 0 and i - k < MAX_SUBJECT and self.ts[k - 1].text not in {".", "!", "?", "…", "\n", "»"}:
            k -= 1
        people = [self.at[n] for n in range(k, i) if n in self.at and self.at[n].label == "PER"]
        first = next((n for n in range(k, i) if n in self.at), None)
        if not people or first is None or self.at[first].label != "PER" or first > k + 2:
            return None
        return people[0]

    def _apposition(self, i: int) -> Mention | None:
        """The person before one apposition more: «Malika, mère de deux enfants, salariée»."""
        k = i
        while k >= 0 and k not in self.at and self.ts[k].word and i - k < 9:
            k -= 1
        if k > 0 and self.ts[k].text == "," and k - 1 in self.at and self.at[k - 1].label == "PER":
            return self.at[k - 1]
        return None

    def _presided(self, i: int, title: str) -> tuple[str, Role] | None:
        """«le Pôle métropolitain de l'Artois, présidé par X»: the organisation stands before."""
        j = i + 1
        if j >= len(self.ts) or self.ts[j].key != "par":
            return None
        j += 1
        while j < len(self.ts) and (self.ts[j].key in self.lex.civilities or self.ts[j].text == "."):
            title = title + "e" if self.ts[j].key in {"mme", "madame"} else title
            j += 1
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
        return person.entity, Role(
            start=t.start,
            end=t.end,
            text=t.text,
            by="persons/preside-par",
            title=title,
            organization=self._name(organization),
        )

    def _role(self, title: Title, rule: str) -> Role:
        a, b = self.ts[title.start].start, self.ts[title.end - 1].end
        organization = self._name(title.organization) if title.organization else None
        if not organization:
            organization = self._antecedent(title)
        words = self.text[a:b]
        return Role(start=a, end=b, text=words, by=rule, title=" ".join(words.split()), organization=organization)

    def _antecedent(self, title: Title) -> str | None:
        """The organisation that «son président», «de l'association», or the box of a press contact mean."""
        if self.boxed and not title.generic:
            inside = {m.entity: m for m in reversed(self.mentions) if m.label == "ORG"}
            return self._name(next(iter(inside.values()))) if len(inside) == 1 else None
        if title.generic:
            named = [
                e.name
                for e in self.release.entities
                if e.label in {"ORG", "MISC"}
                and any(fold(n).split(" ")[0] == title.generic for n in (e.name, *e.aliases))
            ]
            return named[0] if len(named) == 1 else None
        i = title.start - 1
        if i >= 0 and self.ts[i].key in {"son", "sa", "leur"}:
            for k in range(i - 1, max(-1, i - 12), -1):
                if self.ts[k].text in {".", "!", "?", "\n"}:
                    return None
                if k in self.at and self.at[k].label == "ORG":
                    return self._name(self.at[k])
        return None

    def _name(self, m: Mention) -> str:
        """The organisation as written, or the expansion of its acronym."""
        return self.long.get(fold(m.text)) or " ".join(m.text.split())


def distinct(roles: Sequence[Role], entities: Mapping[str, str]) -> list[Role]:
    """Each role once: the same title with the same organisation, or with none where another has one, is one.

    What only «présidé par» says is left out where the text gives the title itself. `entities` gives the entity of
    an organisation's folded name.
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
    return sorted(kept, key=lambda r: r.start)
