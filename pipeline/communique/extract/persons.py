"""Document, mentions, entities, acronyms -> persons with their roles: title, organisation, where it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from communique.document import Document
from communique.record import Mention, Person, Release, Role
from communique.rulebook import Rules
from communique.values.folding import fold
from communique.values.roles import Lexicon, Title, Titles, build
from communique.values.tokens import THE, Token, tokens

MAX_SUBJECT = 60  # tokens from a sentence's first word to «est»
MAX_QUOTATION = 150  # tokens of a quotation between an organisation and «son président» after it
MAX_ANTECEDENT = 60  # tokens back to the organisation that «son» means
MAX_DATE = 6  # tokens of «depuis le 3 mars 2019»
MAX_CUE = 5  # tokens of «, regrette encore» before «son président»
_ENDS = frozenset({".", "!", "?", "…", "\n", "»"})  # of a sentence
_POSSESSIVE = frozenset({"son", "sa", "leur"})
_PLURAL_ARTICLES = frozenset({"les", "ses", "leurs", "nos", "tous", "toutes", "deux"})
_SEPARATORS = frozenset({",", "–", "—", "-", "(", "\n", ":", "*", "|", "·", "/"})  # between a name and its role
# From a name or verb to the role: «X au poste de directrice», «occupe les fonctions de directeur».
_POST = frozenset(
    {
        "au",
        "poste",
        "postes",
        "fonction",
        "fonctions",
        "de",
        "d'",
        "comme",
        "en",
        "tant",
        "que",
        "qualite",
        "le",
        "la",
        "les",
        "ses",
        "role",
    }
)
_VERB = re.compile(r"(?:ront|(?<!m)ent)$")  # of several persons
_POSTED = frozenset({"poste", "fonction", "fonctions", "comme", "tant", "qualite"})
# Before a role with no post: «X a été nommée directrice», «Solvenia nomme X directrice».
_NAMED = frozenset(
    {
        "nomme",
        "nomment",
        "elit",
        "elisent",
        "designe",
        "designent",
        "choisit",
        "recrute",
        "promeut",
        "nommer",
        "elire",
        "designer",
    }
)
_PASSIVE = frozenset({"a", "ete", "est", "etre", "d'", "vient", "avait", "sera", "fut", "officiellement", "ainsi"})
_HOLDS = frozenset(
    {
        "occupe",
        "occupait",
        "occupera",
        "exerce",
        "exercait",
        "exercera",
        "prend",
        "prendra",
        "assume",
        "assure",
        "quitte",
    }
)


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


@dataclass(frozen=True)
class Known:
    """What the release says of its organisations."""

    long: Mapping[str, str]  # folded acronym -> expansion
    names: Mapping[str, str]  # entity -> its fullest name
    organizations: Sequence[tuple[str, Sequence[str]]]  # name, and all forms folded, of each


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
        self.text, self.ts, self.lex, self.known = text, ts, lex, known
        self.titles = Titles(ts, mentions, lex)
        self.at, self.starts = self.titles.at, self.titles.starts
        self.mentions = mentions
        people = [m for m in mentions if m.label == "PER"]
        self.first = people[0] if people else None
        self.other = next((m for m in people if m.entity != people[0].entity), None)  # the second person of the block
        self.boxed = boxed
        self.headline = headline  # the one person of the headline above

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
                owners = self._owners(title)
                read.extend(Read(title, owner, "persons/plusieurs-personnes") for owner in owners)
                i = max(i + 1, title.after) if owners else i + 1
                continue
            owner, rule = self._owner(title, chain)
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

    def _owners(self, title: Title[Mention]) -> list[str]:
        """The persons, two or more, before or after a title of several: «MM. X et Y, députés de l'Ain»."""
        ts, i = self.ts, title.start
        while i > 0 and (ts[i - 1].key in _PLURAL_ARTICLES or ts[i - 1].key in self.lex.between):
            i -= 1
        apposed = i > 1 and ts[i - 1].text in {",", "(", "–", "—", "\n"} and self.titles.person(i - 2)
        # «Avec X et Y, étudiants et enseignants défileront»
        verb = any(_VERB.search(t.key) for t in ts[title.start + 1 : title.end])
        if apposed and not verb:
            found = self._listed_before(i - 2)
            if len(found) > 1:
                return found
        j = title.after
        if j < len(ts) and ts[j].text in {",", ":"}:
            j += 1
        found = []
        while (m := self._named_at(j)) is not None:
            found.append(m.entity)
            j = self.titles.after(m)
            if j >= len(ts) or ts[j].text not in {",", "et"}:
                break
            j += 1
        return found if len(found) > 1 else []

    def _named_at(self, j: int) -> Mention | None:
        """The person whose name begins at token `j`, after civilities."""
        j = self._past_address(j)
        m = self.starts.get(self.ts[j].start) if j < len(self.ts) else None
        return m if m and m.label == "PER" else None

    def _listed_before(self, i: int) -> list[str]:
        """The persons whose enumeration ends at token `i`, in text order: «X, Y et Z»."""
        ts, found = self.ts, list[str]()
        joined = False  # whether «et» has been passed: «X, Y et Z», and not «X, Y»
        while i >= 0 and self.titles.person(i):
            m = self.at[i]
            found.append(m.entity)
            while i >= 0 and self.at.get(i) is m:
                i -= 1
            while i >= 0 and (ts[i].key in self.lex.civilities or (ts[i].text == "." and i not in self.at)):
                i -= 1
            if i < 0 or not (ts[i].key == "et" or (ts[i].text == "," and joined)):
                break
            joined = True
            i -= 1
        return found[::-1]

    def _owner(self, title: Title[Mention], chain: tuple[str, int] | None) -> tuple[str | None, str]:
        """Whose role it is, and by which rule: the person before it, else the person after it."""
        i = title.start - 1
        # «X, par ailleurs présidente de …», «X (présidente de …)», «X⏎Présidente de …», «X est présidente de …»
        while i >= 0 and i not in self.at and (self.ts[i].key in self.lex.between or self.ts[i].key in self.lex.ranks):
            i -= 1
        skipped = {self.ts[k].key for k in range(i + 1, title.start)}
        if "et" in skipped and skipped & THE:  # «la préfète, Mme X, et le sous-préfet de Y»: someone else
            owner = self._following(title)
            return (owner.entity, "persons/avant-le-nom") if owner else (None, "")
        mark = i
        while i >= 0 and i not in self.at and self.ts[i].text in _SEPARATORS:
            i -= 1
        if i > 1 and self.ts[i].text == ")" and i not in self.at:
            k = i
            while k > 0 and self.ts[k].text != "(" and i - k < 12:
                k -= 1
            if self.ts[k].text == "(" and self.titles.person(k - 1):
                i = k - 1
        named = self.starts.get(self.ts[title.after].start) if title.after < len(self.ts) else None
        comma = any(self.ts[k].text == "," for k in range(i + 1, mark + 1))
        if comma and skipped & THE and named and named.label == "PER":  # «X, président de Y, le sénateur Z»
            return named.entity, "persons/avant-le-nom"
        # «X directeur de Y» without a mark: on a line of its own, or with its organisation
        bare = mark == i and i == title.start - 1 and self._bare(title)
        if i >= 0 and (mark > i or bare) and self.titles.person(i):
            newline = any(self.ts[k].text == "\n" for k in range(i + 1, title.start))
            return self.at[i].entity, "persons/ligne-du-dessous" if newline else "persons/apres-le-nom"
        if (
            chain
            and chain[1] <= title.start
            and all(
                self.ts[k].text in {",", "\n", "–", "-", "|"} or self.ts[k].key in self.lex.between
                for k in range(chain[1], title.start)
            )
        ):
            return chain[0], "persons/plusieurs-fonctions"
        if i >= 0 and self.ts[i].key in self.lex.copulas and (subject := self._subject(i)):
            return subject.entity, "persons/est"
        if appointed := self._appointed(title):
            return appointed.entity, "persons/est"
        if owner := self._following(title):
            return owner.entity, "persons/avant-le-nom"
        if owner := self._below(title):
            return owner.entity, "persons/ligne-du-dessus"
        if i >= 0 and mark > i and (person := self._apposition(i)):
            return person.entity, "persons/apres-le-nom"
        if speaker := self._speaker_before(title):
            return speaker, "persons/phrase-suivante"
        return None, ""

    def _speaker_before(self, title: Title[Mention]) -> str | None:
        """Who was just quoted, or is alone in the headline, if the next sentence begins with the role.

        «…», ironise X. Le PDG de l'Agence en veut pour preuve.
        """
        ts, k = self.ts, title.start - 1
        opens = k >= 0 and ts[k].key in THE and ts[k].capital and ts[k].lead
        goes_on = title.after < len(ts) and ts[title.after].word and ts[title.after].text[0].islower()
        if not opens or not goes_on or title.organization is None or ts[title.after].key in {"et", "de", "d'", "qui"}:
            return None
        if k == 0:
            return self.headline
        if k < 3 or ts[k - 1].text != "." or not self.titles.person(k - 2):
            return None
        person = self.at[k - 2]
        first = k - 2
        while first > 0 and self.at.get(first - 1) is person:
            first -= 1
        return person.entity if first and ts[first - 1].key in self.lex.speech else None

    def _bare(self, title: Title[Mention]) -> bool:
        """Whether a role right after a name, without a comma, ends its line or names its organisation."""
        return title.after >= len(self.ts) or self.ts[title.after].text == "\n" or title.organization is not None

    def _following(self, title: Title[Mention]) -> Mention | None:
        """The person named right after the role: «le président de la MEL, Damien Castelain»."""
        ts, j = self.ts, self._past_a_date(title)
        mark = ts[j].text if j < len(ts) else ""
        if mark == "," or (mark == ":" and self._opens_line(title)):  # «Attachée de presse : X»
            j += 1
        if mark == "," and j + 1 < len(ts) and ts[j].key in THE:  # «son président, l'agriculteur X»
            j = self.titles.function(j + 1)
        j = self._past_address(j)
        m = self.starts.get(ts[j].start) if j < len(ts) else None
        if m is None or m.label != "PER":
            return None
        if mark == ",":
            # «Le président de la MEL, X, a signé», but not «adressée à la directrice de la CNIL, Me X dénonce».
            end = self.titles.after(m)
            opens = title.start < 3 or ts[title.start - 2].text in {".", "\n", ",", ":"}
            if not opens and end < len(ts) and ts[end].text not in {",", ".", ")", ":", "\n", ";", "»", "et", "–"}:
                return None
        return m

    def _past_a_date(self, title: Title[Mention]) -> int:
        """The comma after «depuis 2019», «en mars 2020» that goes on a role at the head of a sentence; its end if none.

        «Présidente de l'Adage depuis 2019, Léa Noury»
        """
        ts, j, i = self.ts, title.after, title.start
        fronted = ts[i].lead or (i > 0 and ts[i - 1].lead and ts[i - 1].key in self.lex.between)
        if not fronted or j >= len(ts) or ts[j].key not in {"depuis", "en"}:
            return j
        k = j + 1
        while k < len(ts) and k - j < MAX_DATE and ts[k].word and k not in self.at:
            k += 1
        dated = k < len(ts) and ts[k].text == "," and any(t.text.isdigit() for t in ts[j:k])
        return k if dated else j

    def _past_address(self, j: int) -> int:
        """The token after civilities and «cher» at `j`."""
        ts, lex = self.ts, self.lex
        while j < len(ts) and (
            ts[j].key in lex.civilities
            or ts[j].key in lex.dear
            or (ts[j].text == "." and ts[j - 1].key in lex.civilities)
        ):
            j += 1
        return j

    def _opens_line(self, title: Title[Mention]) -> bool:
        i = title.start
        while i > 0 and self.ts[i - 1].key in THE:
            i -= 1
        return i == 0 or self.ts[i - 1].text == "\n"

    def _below(self, title: Title[Mention]) -> Mention | None:
        """The person on the line under a line that is the role: a signature, «Le Secrétaire général,⏎X»."""
        ts, j = self.ts, title.after
        if not self._opens_line(title):
            return None
        if j < len(ts) and ts[j].text in {",", ":"}:
            j += 1
        if j >= len(ts) or ts[j].text != "\n":
            return None
        j = self._past_address(j + 1)
        m = self.starts.get(ts[j].start) if j < len(ts) else None
        if m is None or m.label != "PER":
            return None
        end = self.titles.after(m)
        return m if end == len(ts) or ts[end].text == "\n" else None

    def _subject(self, i: int) -> Mention | None:
        """The person who opens the sentence in which token `i` stands."""
        k = i
        while k > 0 and i - k < MAX_SUBJECT and self.ts[k - 1].text not in _ENDS:
            k -= 1
        near = self.at.get(i - 1) if self.titles.person(i - 1) else None
        if near:  # «Âgée de 45 ans, X était»
            before = bisect_left(self.titles.begins, near.start) - 1
            while before >= k and self.ts[before].key in self.lex.civilities:
                before -= 1
            if before < k or self.ts[before].text == ",":
                return near
        if self.ts[k].key in {"il", "elle"}:  # «X a été nommée préfète. Elle était sous-préfète de Béziers.»
            between = any(self.titles.person(n) for n in range(k, i))
            return None if between else self._only_before(self.ts[k].start)
        first = next((n for n in range(k, i) if n in self.at), None)
        if first is None or not self.titles.person(first) or first > k + 2:
            return None
        return self.at[first]

    def _only_before(self, start: int) -> Mention | None:
        """The only person whom the block names before `start`: whom «elle» means."""
        alone = self.first and self.first.end <= start and (self.other is None or self.other.start >= start)
        return self.first if alone else None

    def _apposition(self, i: int) -> Mention | None:
        """The person before one apposition more: «Malika, mère de deux enfants, salariée»."""
        k = i
        while k >= 0 and k not in self.at and self.ts[k].word and i - k < 9:
            k -= 1
        return self.at[k - 1] if k > 0 and self.ts[k].text == "," and self.titles.person(k - 1) else None

    def _appointed(self, title: Title[Mention]) -> Mention | None:
        """The person who is given or holds the role: «X a été nommée», «X au poste de», «nomme X directrice»."""
        ts, i = self.ts, title.start - 1
        first = i
        while i >= 0 and i not in self.at and ts[i].key in _POST and first - i < 6:
            i -= 1
        if i < 0:
            return None
        posted = any(ts[k].key in _POSTED for k in range(i + 1, first + 1))
        if self.titles.person(i):
            m = self.at[i]
            if posted:
                return m
            k = bisect_left(self.titles.begins, m.start) - 1
            while k >= 0 and ts[k].key in self.lex.civilities:
                k -= 1
            return m if i == first and k >= 0 and ts[k].key in _NAMED else None
        if posted and (ts[i].key in _HOLDS or self.at.get(i) is not None):
            return self._subject(i)
        # «a été nommée», «vient d'être élu», «est promue au poste de»
        if ts[i].key in self.lex.between and ts[i].key.endswith(("e", "ee", "u", "ue")):
            k = i - 1
            while k >= 0 and i - k < 6 and ts[k].key in _PASSIVE:
                k -= 1
            passive = any(ts[n].key in {"ete", "est", "etre", "fut", "sera"} for n in range(k + 1, i))  # not «a nommé»
            return self._subject(k + 1) if passive else None
        return None

    def _presided(self, i: int, title: str) -> tuple[str, Role] | None:
        """«le Syndicat mixte de la Bièvre, présidé par X»: the organisation stands before."""
        j = i + 1
        if j >= len(self.ts) or self.ts[j].key != "par":
            return None
        first = j + 1
        j = self._past_address(first)
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
        name = self._name(organization)
        role = Role(start=t.start, end=t.end, text=t.text, by="persons/preside-par", title=title, organization=name)
        return person.entity, role

    def _role(self, title: Title[Mention], rule: str) -> Role:
        a, b = self.ts[title.start].start, self.ts[title.end - 1].end
        organization = self._name(title.organization) if title.organization else None
        organization = organization or self._antecedent(title) or title.written or None
        words = self.text[a:b]
        return Role(start=a, end=b, text=words, by=rule, title=" ".join(words.split()), organization=organization)

    def _antecedent(self, title: Title[Mention]) -> str | None:
        """The organisation that «son président», «de l'association», or the box of a press contact mean."""
        if self.boxed and not title.generic:
            inside = {m.entity: m for m in reversed(self.mentions) if m.label == "ORG"}
            return self._name(next(iter(inside.values()))) if len(inside) == 1 else None
        if title.generic:
            named = [
                name
                for name, forms in self.known.organizations
                if any(form.startswith(title.generic + " ") for form in forms)
            ]
            return named[0] if len(named) == 1 else None
        i = title.start - 1
        return self._possessor(i) if i >= 0 and self.ts[i].key in _POSSESSIVE else None

    def _possessor(self, i: int) -> str | None:
        """The organisation that «son» at token `i` means: the nearest before it, or the one of the sentence before."""
        ts = self.ts
        k = i
        while k > 0 and i - k < MAX_ANTECEDENT and ts[k - 1].text not in _ENDS:
            k -= 1
        near = next((self.at[n] for n in range(i - 1, k - 1, -1) if n in self.at and self.at[n].label == "ORG"), None)
        if not near and k and ts[k - 1].text == "»" and i - k < MAX_CUE:  # «…», regrette son président
            i = k = self._quotation(k - 1)
        if near or k < i or k == 0 or ts[k - 1].text != ".":
            return self._name(near) if near else None
        first = k - 1
        while first > 0 and k - first < MAX_ANTECEDENT and ts[first - 1].text not in _ENDS:
            first -= 1
        before = [self.at[n] for n in range(first, k) if n in self.at and self.at[n].label == "ORG"]
        opens = before and next(n for n in range(first, k) if n in self.at) < first + 4
        alone = len({m.entity for m in before}) == 1
        return self._name(before[0]) if before and (alone or opens) else None

    def _quotation(self, end: int) -> int:
        """The token that opens the quotation which ends at `end`; 0 if it is too far."""
        k = end - 1
        while k > 0 and end - k < MAX_QUOTATION and self.ts[k].text != "«":
            k -= 1
        return k if self.ts[k].text == "«" else 0

    def _name(self, m: Mention) -> str:
        """The organisation as written, or the expansion of its acronym."""
        long = self.known.long.get(fold(m.text))
        whole = self.known.names.get(m.entity, "")
        if long and fold(whole).endswith(fold(long)):  # with its head: «communauté de communes Orne et Vire»
            return whole
        return long or " ".join(m.text.split())


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
