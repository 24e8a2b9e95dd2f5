"""Lines of a contact block -> its fields in order: heads, names, roles, organisations, desks, numbers, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from communique.values import names
from communique.values.emails import emails
from communique.values.folding import fold
from communique.values.heads import bare, named
from communique.values.lines import Line, lines
from communique.values.phones import phones
from communique.values.tokens import Token, tokens

# "maybe": an organisation, or a person of whom no list knows the name; "likely": the same, and the model says it is a
# person. "bare": a desk of the press that names no body («service de presse»). "other": what says nothing of a contact.
# "finance": an office for investors, that of a person or nobody's contact. "break": a new block begins.
Kind = Literal[
    "head",
    "name",
    "likely",
    "maybe",
    "role",
    "organization",
    "desk",
    "bare",
    "relation",
    "finance",
    "phone",
    "email",
    "url",
    "public",
    "other",
    "break",
]

MAX_PUBLIC = 25  # code points before the word that says a line is for the public: «Informations et réservations»
MAX_TITLE = 50  # code points of a heading that is a line of its own
MAX_ROLE = 12  # tokens of a role inside a sentence
MAX_NAME = 100  # code points of an organisation's line; longer ones are sentences
# What parts two fields of one line. A slash also does without spaces: «Tél/Fax», «Léa Noury/Paul Rimbert».
# A dot or brackets inside a word are no parting: «chargé·e», «attaché(e)».
_PARTING = re.compile(
    r"\s[–—-]+\s|\s?[|•●▪;/→►\t]\s?|(?<!\w)·\s?|·(?!\w)|,\s|,$|\s[lI]\s(?=[A-ZÀ-Þ+\d(])|\s?:\s|\s?:$"
    r"|(?<!\w)\(|\((?!(?:e|s|es|ne|ère|rice|trice|euse)\))|(?<!\(e)(?<!\(s)(?<!\(es)(?<!\(ne)(?<!rice)(?<!\(ère)(?<!\(euse)\)"
    r"|[<>\[\]«»]|(?<=[a-zà-ÿ]{3})\.\s(?=[A-ZÀ-Þ])"
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>«»()|,;]{1,200}[^\s<>«»()|,;.:]"
    r"|(?<![\w.@-])[a-z][\w-]{1,40}(?:\.[a-z][\w-]{1,40}){0,2}\."
    r"(?:fr|com|org|net|eu|be|ch|lu|ca|info|io|example)\b(?:/[^\s<>«»()|,;]{0,200})?(?![\w@.-])",
    re.IGNORECASE,
)
_LINK_WORDS = r"\s(?:de la|de l['’]|du|des|de|d['’]|chez|à la|à l['’]|au|aux|pour la|pour le|pour l['’]|pour|@)"
_LINKED = re.compile(rf"{_LINK_WORDS}(?:\s|(?<=['’@]))(?=[^\W_])")
_FOR = re.compile(r"(?:[Pp]our (?:le compte )?(?:de )?|[Cc]hez |@ )(?:(?:la|le|les) |l['’])?(?=[A-ZÀ-Þ])")
_HEAD_LINK = re.compile(r"\s?(?:de |du |des |d['’]|pour |à |au )")
_POSTCODE = re.compile(r"\b(?:[FBLH]-)?\d{5}\b(?!\d)|\b\d{4} [A-ZÀ-Þ]|^\d{1,4}(?: ?(?:bis|ter|[A-D]))?,? (?=[a-zà-ÿ])")
# Nouns of those who do something: médiatrice, programmateur, urbaniste, officière. On the folded word.
_AGENT = re.compile(
    r"[a-z-]{2,}(?:teur|trice|seur|seuse|neur|geur|iste|logue|nome|taire|iere|icier|iciere|cheur|cheuse)s?"
)
_LINKS = frozenset(("et", "ou", "de", "du", "des", "a", "au", "aux", "par", "pour", "en", "sur", "avec", "dont"))
_BODIES = frozenset(("ministere", "direction", "secretariat", "departement", "service", "commissariat"))
_MORE_OF = re.compile(r"(?:de la|de l['’]|du|des|de|et de la|et des|et du)\s?[A-ZÀ-Þ]")
_WHERE = frozenset(("a", "dans", "sur", "en", "depuis"))  # «A bord du Petrel»
_PREFIX = re.compile(r"^(?:ex|co|vice)-")
_OURS = frozenset(("notre", "votre", "son", "sa", "leur"))
_LABELS = frozenset(("presse", "media", "medias", "communication", "journalistes", "redactions"))
_PUBLIC = frozenset(("public", "grand public", "tout public", "visiteurs"))
_EDGES = " \t\n\u00a0\u202f,;:.–—-|/•·*&'’\""


class Field(NamedTuple):
    """One field, half-open in code points of the whole text."""

    kind: Kind
    start: int
    end: int
    value: str
    line: int  # start of its line
    colon: bool = False  # a colon follows: «Ville de Tours : Léa Noury»


@dataclass(frozen=True)
class Words:
    """What the reading knows, all folded where it is words."""

    heads: tuple[re.Pattern[str], ...]
    titles: re.Pattern[str]  # first words of a heading that no rule of the zones knows
    labels: re.Pattern[str]  # one label or more, and nothing else
    outside: re.Pattern[str]  # at the end of what precedes a number: not a press contact's
    outside_after: re.Pattern[str]  # right after it, in brackets
    desk: re.Pattern[str]
    desk_words: frozenset[str]
    office: re.Pattern[str]  # a desk that a sentence sends to, by its capital: «au Service Commerce»
    relation: re.Pattern[str]
    kind_of_press: re.Pattern[str]  # «presse régionale»
    finance: re.Pattern[str]  # investisseurs, actionnaires
    countries: frozenset[str]
    public: re.Pattern[str]
    press: re.Pattern[str]
    street: re.Pattern[str]
    clause: re.Pattern[str]  # words of a sentence
    hours: re.Pattern[str]  # first words of what says when somebody answers
    accounts: re.Pattern[str]
    networks: frozenset[str]  # what a colon and the name of an account follow
    functions: Mapping[str, Sequence[tuple[str, ...]]]  # first word -> words of the function
    ranks: frozenset[str]  # words before a function that belong to it
    given: frozenset[str]
    civilities: frozenset[str]
    particles: frozenset[str]
    org_nouns: frozenset[str]
    domains: frozenset[str]
    articles: frozenset[str]
    generic: frozenset[str]


@dataclass(frozen=True)
class Evidence:
    """What other layers know of the same text: offsets of the names of persons and of organisations."""

    persons: Mapping[int, int]  # start -> end, of those that a rule found
    likely: Mapping[int, int]  # of those that only the model found
    organizations: Mapping[int, int]  # end -> start
    places: Mapping[int, int]  # start -> end
    region: str = ""  # country in which numbers without a country code are dialled


class Reach(NamedTuple):
    kind: Literal["phone", "email", "url", "other"]
    start: int
    end: int
    value: str


def fields(text: str, start: int, end: int, words: Words, evidence: Evidence, *, prose: bool = False) -> list[Field]:
    """The fields of text[start:end], in text order.

    Args:
        prose: it is a sentence, of which only names, roles, desks, numbers and addresses count.
    """
    return list(_Reader(text, words, evidence, prose).read(start, end))


class _Reader:
    def __init__(self, text: str, words: Words, evidence: Evidence, prose: bool) -> None:
        self.text, self.words, self.evidence, self.prose = text, words, evidence, prose
        self.named_on = -1  # start of the line of the last name
        self.unreached = False  # no number and no address followed it yet

    def read(self, start: int, end: int) -> Iterator[Field]:
        reaches = self._reaches(start, end)
        at = 0
        position = start
        for line in lines(self.text, start, end):
            position = max(position, line.start)
            if position == line.start and not self.prose:
                head = None if self._under_name(line) else self._head(line)
                if head:
                    yield head
                    position = head.end
                elif desk := self._desk(line):
                    yield desk
                    position = desk.end
            while at < len(reaches) and reaches[at].start < line.end:
                reach = reaches[at]
                at += 1
                if reach.start < position:
                    continue
                yield from self._pieces(position, reach.start, line.start)
                self.unreached = False
                yield Field(self._kind(reach, line), reach.start, reach.end, reach.value, line.start)
                position = reach.end
            yield from self._pieces(position, line.end, line.start)

    # ------------------------------------------------------------------------------------ numbers and addresses

    def _reaches(self, start: int, end: int) -> list[Reach]:
        """Numbers, mail addresses and links, in text order, without overlap."""
        words = self.text[start:end]
        found = [Reach("email", start + e.start, start + e.end, e.value) for e in emails(words)]
        for m in _LINK.finditer(words):
            found.append(Reach("url", start + m.start(), start + m.end(), m[0]))
        for p in phones(words, self.evidence.region):
            # In America desks have free numbers; in France those are for customers.
            public = p.public and not p.value.startswith("+1")
            found.append(Reach("other" if public else "phone", start + p.start, start + p.end, p.value))
        order = {"email": 0, "url": 1, "phone": 2, "other": 2}
        kept: list[Reach] = []
        for reach in sorted(found, key=lambda r: (r.start, order[r.kind])):
            if not kept or kept[-1].end <= reach.start:
                kept.append(reach)
            elif order[reach.kind] < order[kept[-1].kind]:
                kept[-1] = reach
        return kept

    def _kind(self, reach: Reach, line: Line) -> Kind:
        """A fax, a switchboard, an account on a network are no contact: "other"."""
        if reach.kind == "url":
            return "other" if self.words.accounts.search(reach.value) else "url"
        if reach.kind == "phone":
            before = self.text[line.start : reach.start]
            if self.words.outside.search(before) or self.words.outside_after.match(self.text, reach.end):
                return "other"
        return reach.kind

    # ------------------------------------------------------------------------------------------- words between

    def _head(self, line: Line) -> Field | None:
        """The head that opens a line, with the organisation that it names: «Contact presse de la MEL :»."""
        parting = _PARTING.search(line.text)
        first = line.text[: parting.start()] if parting else line.text
        if self._function(tokens(line.text), 0) or self.words.desk.match(line.text) or self._related(first):
            return None
        if self.words.kind_of_press.fullmatch(first.strip(_EDGES)):
            return None  # «Presse régionale : Léa Noury» is what she does
        m = next((m for h in self.words.heads if (m := h.match(line.text))), None) or self._title(line.text)
        if not m:
            return None
        end = line.start + m.end()
        parting = _PARTING.search(self.text, end, line.end)
        stop = parting.start() if parting else line.end
        colon = self.text.find(":", stop, line.end)
        rest = self.text[end:stop]
        if not rest.strip(_EDGES) or re.search(r"[\d@+]", rest) or self._people(tokens(self.text, end, stop)):
            return Field("head", line.start, end, "", line.start)
        linked = _HEAD_LINK.match(rest) or _FOR.search(rest)
        after = rest[linked.end() :] if linked else rest
        name = named(after, self.words.articles, self.words.generic)
        if name and (linked or name[0].isupper()) and not self._of_domain(name.split()[0]):
            return Field("head", line.start, max(stop, colon), " ".join(name.split()), line.start)
        end = stop if linked or rest.strip()[:1].islower() else end  # «Contact presse nationale»
        return Field("head", line.start, end, "", line.start)

    def _under_name(self, line: Line) -> bool:
        """Whether a line such as «Presse nationale» is what the person above it does, and no heading."""
        word = re.match(r"\w+", line.text)
        return self.unreached and ":" not in line.text and word is not None and self._of_domain(word[0])

    def _title(self, line: str) -> re.Match[str] | None:
        """The first words of a heading, if a colon closes it or it is all of its line."""
        m = self.words.titles.match(line)
        colon = line.find(":")
        closed = 0 < colon < MAX_NAME or (len(line) < MAX_TITLE and not re.search(r"[\d@]", line))
        if not m or not closed or self.words.public.search(line[: colon + 1 or None]):
            return None
        return m

    def _related(self, piece: str) -> bool:
        piece = piece.strip(_EDGES)
        m = self.words.relation.match(piece)
        return m is not None and (m.end() == len(piece) or self._placed(piece[m.end() :]))

    def _placed(self, rest: str) -> bool:
        """Whether what follows «Relations presse» is but where: «Relations médias Suisse»."""
        ts = tokens(rest)
        return 0 < len(ts) < 3 and all(t.capital for t in ts) and fold(rest.strip()) in self.words.countries

    def _desk(self, line: Line) -> Field | None:
        """The desk that opens a line, with the office that it serves: «Service de presse de Léa Noury, ministre :»."""
        if not self.words.desk.match(line.text):
            return None
        end = len(line.text)
        for m in _PARTING.finditer(line.text):
            if m[0].strip() == "," and self._function(tokens(line.text, m.end()), 0):
                after = _PARTING.search(line.text, m.end())
                if not self._people(tokens(line.text, m.end(), after.start() if after else end)):
                    continue
            end = m.start()
            break
        piece = line.text[:end]
        ts = tokens(piece)
        if self._people(ts) or re.search(r"\d{2}|@", piece):
            return None
        start, stop = self._trimmed(line.start, line.start + end)
        colon = self.text[stop : stop + 3].lstrip()[:1] == ":"
        return Field(self._desk_kind(ts), start, stop, " ".join(self.text[start:stop].split()), line.start, colon)

    def _desk_kind(self, ts: Sequence[Token]) -> Kind:
        small = self.words.articles | self.words.particles | {"et", "&", "avec"}
        if all(t.key in small or t.key in self.words.desk_words or self._of_domain(t.text) for t in ts):
            return "bare" if any(self.words.press.fullmatch(t.text) for t in ts) else "desk"
        return "desk"

    def _pieces(self, start: int, end: int, line: int) -> Iterator[Field]:
        """The fields of what stands between two numbers or addresses."""
        position = start
        for m in _PARTING.finditer(self.text, start, end):
            if "," in m[0] and _MORE_OF.match(self.text, m.end()) and self._body(position, m.start()):
                continue  # «Ministère des Forêts, de la Faune et des Parcs»
            if ":" in m[0] and fold(self.text[position : m.start()].strip(_EDGES)) in self.words.networks:
                return  # «Facebook : Les Dauphins»
            yield from self._piece(position, m.start(), line, ":" in m[0])
            position = m.end()
        yield from self._piece(position, end, line, False)

    def _body(self, start: int, end: int) -> bool:
        """Whether words open with the noun of a body that has more than one matter."""
        first = re.match(r"\W*(\w+)", self.text[start:end])
        return bool(first) and fold(first[1]) in _BODIES  # type: ignore[index]

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start] in _EDGES:
            start += 1
        while end > start and self.text[end - 1] in _EDGES:
            end -= 1
        return start, end

    def _piece(self, start: int, end: int, line: int, colon: bool) -> Iterator[Field]:
        start, end = self._trimmed(start, end)
        piece = self.text[start:end]
        if piece[:1] == "@" and piece[1:2].isalnum():  # «Suivez-nous : @orvalis»
            return
        if not piece or self.words.labels.fullmatch(fold(piece)):
            return
        ts = tokens(self.text, start, end)
        public = None if self._function(ts, 0) or self.words.press.search(piece) else self.words.public.search(piece)
        if public and self.words.finance.search(piece) and not self._people(ts):
            kind: Kind = "role" if self.named_on == line else "finance"  # «Léa Noury – Relations investisseurs»
            yield Field(kind, start, end, " ".join(piece.split()), line, colon)
            return
        if not self.prose and (fold(piece) in _PUBLIC or (public and public.start() <= MAX_PUBLIC)):
            yield Field("public", start, end, piece, line, colon)
            return
        if self.words.street.search(fold(piece)) or _POSTCODE.search(piece):
            return
        people = self._people(ts)
        if not people:
            yield from self._unnamed(start, end, ts, line, colon)
            return
        position = start
        for i, j in people:
            first = i - 1 if i and ts[i - 1].key in self.words.civilities else i
            before = self._trimmed(position, ts[first].start)
            if before[1] > before[0] and fold(self.text[slice(*before)]) not in {"et", "ou", "&", "and"}:
                yield from self._unnamed(*before, tokens(self.text, *before), line, False)
            a, b = ts[i].start, ts[j - 1].end
            self.named_on, self.unreached = line, True
            yield Field("name", a, b, " ".join(self.text[a:b].split()), line, colon and j == len(ts))
            position = b
        after = self._trimmed(position, end)
        if after[1] > after[0]:
            yield from self._unnamed(*after, tokens(self.text, *after), line, colon)

    def _unnamed(self, start: int, end: int, ts: Sequence[Token], line: int, colon: bool) -> Iterator[Field]:
        """The field of words that hold no person."""
        piece = self.text[start:end]
        words = " ".join(piece.split())
        if self.words.labels.fullmatch(fold(piece)) or not ts or self.words.hours.match(piece):
            return
        if self.prose and (m := self.words.desk.search(piece)) and len(piece) - m.start() <= MAX_NAME:
            start += m.start()
            yield Field("desk", start, end, " ".join(self.text[start:end].split()), line, colon)
        elif self.prose and (m := self.words.office.search(piece)):
            start += m.start("office")
            yield Field("organization", start, end, " ".join(self.text[start:end].split()), line, colon)
        elif self.prose and (i := self._function_within(ts)):
            yield from self._role(ts[i].start, end, line, colon)
        elif self._labels_others(piece, ts, colon):
            yield Field("head", start, end, "", line)  # «Presse : Léa Noury», in a row of others
        elif colon and fold(piece) in self.words.countries:
            return  # «Suisse : Léa Noury»
        elif self._related(piece):
            told = self.words.relation.fullmatch(piece) is None  # «Relations médias Suisse» says more than a heading
            yield Field("relation", start, end, words, line, colon and told)
        elif self._function(ts, 0):
            yield from self._role(start, end, line, colon)
        elif len(ts) > 1 and ts[0].key in self.words.articles | _OURS and not ts[1].capital and self._function(ts, 1):
            yield from self._role(ts[1].start, end, line, colon)  # «la présidente, Léa Noury»
        elif self._of_domain(piece.split()[0]) and not any(t.shouted for t in ts[1:]):
            told = self.words.kind_of_press.fullmatch(piece) is not None
            yield Field("relation", start, end, words, line, colon and told)  # «Communication externe»
        elif self.words.desk.match(piece):
            yield Field(self._desk_kind(ts), start, end, words, line, colon)
        elif self._unlisted_role(start, piece, ts, line):
            yield from self._role(start, end, line, colon)
        elif self.evidence.places.get(start) == end and not any(t.key in self.words.org_nouns for t in ts):
            return  # «Léa Noury, attachée de presse (Toulouse)»
        elif (m := _FOR.match(piece)) and not self._of_domain(piece[m.end() :].split()[0]):
            start += m.end()
            yield Field("organization", start, end, " ".join(self.text[start:end].split()), line, colon)
        elif not self.prose and self._organization(piece, ts):
            name = bare(words, self.words.articles)
            start += words.find(name) if len(words) == len(piece) else 0
            unknown: Kind = "likely" if self.evidence.likely.get(start) == end else "maybe"
            yield Field(unknown if self._personal(ts) else "organization", start, end, name, line, colon)
        elif not (self.prose and self.words.clause.search(piece)):  # «…, attachée de presse, avant le 3 mai (01 …)»
            yield Field("other", start, end, words, line, colon)

    def _labels_others(self, piece: str, ts: Sequence[Token], colon: bool) -> bool:
        """Whether words only head what follows: «Presse :», «Contact scientifique», «Visite réservée à la presse :»."""
        if any(t.capital for t in ts[1:]):
            return False
        if ts[0].key in {"contact", "contacts"} and len(ts) < MAX_ROLE:
            return True
        if colon and ts[0].key in _LABELS and any(c.isdigit() for c in piece):
            return True  # «presse jusqu'au 15 mars :»
        for_press = self.words.press.search(piece) and not self.words.desk.match(piece) and not self._related(piece)
        headed = for_press and ts[0].capital and not self._function(ts, 0) and not self._of_domain(ts[0].text)
        kind = self.words.kind_of_press.fullmatch(piece)
        return colon and (fold(piece) in _LABELS or bool(headed and not kind and ts[0].key not in self.words.org_nouns))

    def _organization(self, piece: str, ts: Sequence[Token]) -> bool:
        """Whether words name an organisation: a capital, and no sentence."""
        body = bare(" ".join(piece.split()), self.words.articles)
        key = fold(body)
        if self.words.clause.search(piece) or ts[0].key in _WHERE:
            return False
        if len(piece) > MAX_NAME or (piece.endswith((".", "!", "?")) and len(ts) > 5):
            return False
        generic = any(key.startswith(f"{g} ") for g in self.words.generic)
        generic = generic or (
            ts[0].key in self.words.org_nouns and any(t.capital for t in ts[1:])
        )  # «rectorat de Nice»
        return (body[:1].isupper() or generic) and any(c.isalpha() for c in body) and len(body) > 1

    def _unlisted_role(self, start: int, piece: str, ts: Sequence[Token], line: int) -> bool:
        """Whether words are a role that no list knows: an agent noun, or small words after the name and a comma."""
        if self.prose or len(piece) > MAX_NAME or self.words.clause.search(piece) or any(c.isdigit() for c in piece):
            return False
        first = _stem(ts[0].key)
        if first in self.words.org_nouns or first in self.words.generic or first in self.words.articles:
            return False
        if _AGENT.fullmatch(first) and (len(ts) > 1 or ts[0].capital):
            return len(ts) == 1 or not ts[1].capital
        before = self.text[max(line, start - 2) : start]
        return piece[0].islower() and before.strip() == "," and first not in _LINKS and self.named_on == line

    def _personal(self, ts: Sequence[Token]) -> bool:
        """Whether words can be a person's name that no list knows: two to four, all with a capital."""
        words = [t for t in ts if t.key not in self.words.particles]
        return (
            2 <= len(words) <= 4
            and ts[0].capital
            and all(t.capital and t.text.replace("-", "").replace("'", "").isalpha() for t in words)
            and not any(t.key in self.words.org_nouns or t.key in self.words.domains for t in ts)
        )

    def _role(self, start: int, end: int, line: int, colon: bool) -> Iterator[Field]:
        """A role, and the organisation that it names: «porte-parole de Mosalec»."""
        piece = self.text[start:end]
        begin = self.evidence.organizations.get(end, end)
        known = re.search(rf"{_LINK_WORDS}\s?$", self.text[start:begin]) if start < begin < end else None
        ts = tokens(self.text, start, end)
        after = self._function(ts, 0)  # «secrétaire d'État» is one word
        begun = ts[after - 1].end - start if after else 0
        for m in [known] if known else _LINKED.finditer(piece):
            a = start + m.end()
            if m.start() < begun and not known:
                continue
            noun = re.match(r"[^\W_]+", piece[m.end() :])
            if noun and (self._of_domain(noun[0]) or m.end() == len(piece)):
                continue
            if noun and not noun[0][0].isupper():  # «du collectif Vent d'Est»
                if fold(noun[0]) not in self.words.generic:
                    continue
                rest = re.match(r"\s(?=[A-ZÀ-Þ])", piece[m.end() + noun.end() :])
                if not rest:
                    continue
                a += noun.end() + rest.end()
            yield Field("role", start, start + m.start(), " ".join(piece[: m.start()].split()), line)
            yield Field("organization", a, end, " ".join(self.text[a:end].split()), line, colon)
            return
        yield Field("role", start, end, " ".join(piece.split()), line, colon)

    def _of_domain(self, word: str) -> bool:
        return fold(word) in self.words.domains

    def _function(self, ts: Sequence[Token], i: int) -> int:
        """The token after the function word at `i`; 0 if none stands there."""
        first = i
        while i < len(ts) and i - first < 2 and ts[i].key in self.words.ranks:  # «ancien président»
            i += 1
        if i >= len(ts):
            return 0
        key = _stem(ts[i].key)
        base = _PREFIX.sub("", key)
        for word in (key, base, key if self.prose else base.removesuffix("s")):  # «Les journalistes s'inscrivent»
            for keys in self.words.functions.get(word, ()):
                if i + len(keys) <= len(ts) and all(_stem(ts[i + n].key) == keys[n] for n in range(1, len(keys))):
                    return i + len(keys)
        return 0

    def _function_within(self, ts: Sequence[Token]) -> int:
        """The function word after an article, near the end of a piece: «s'adresser à la secrétaire générale»; or 0."""
        for i in range(1, len(ts)):
            if ts[i - 1].key in self.words.articles and self._function(ts, i) and len(ts) - i <= MAX_ROLE:
                return i
        return 0

    # ------------------------------------------------------------------------------------------------- persons

    def _people(self, ts: Sequence[Token]) -> list[tuple[int, int]]:
        """Token ranges of the persons named in a piece, in order."""
        found: list[tuple[int, int]] = []
        i = 0
        while i < len(ts):
            end = self._person(ts, i)
            if end > i:
                found += self._apart(ts, i, end)
                i = end
            else:
                i = max(i + 1, self._function(ts, i))
        return found

    def _person(self, ts: Sequence[Token], i: int) -> int:
        """The token after the person's name at `i`; `i` if there is none."""
        t = ts[i]
        if not t.word or not t.capital or t.key in self.words.civilities or t.key in self.words.org_nouns:
            return i
        titled = i > 0 and ts[i - 1].key in self.words.civilities
        if i and not titled and self._within(ts, i):
            return i
        if t.shouted and self._named_next(ts, i):  # «DINUM Léa Noury»
            return i
        stops = self.words.org_nouns | self.words.civilities
        end = names.reach(ts, i, self.words.particles, stops)
        while end - 1 > i and self._function(ts, end - 1):  # «Léa Noury Attachée»
            end -= 1
        for k in range(i + 1, end):
            if self._function(ts, k) and _stem(ts[k].key) not in self.words.given:
                end = k
                break
        known = self.evidence.persons.get(t.start, 0)
        if t.end < known <= ts[-1].end:
            last = next((k for k in range(i, len(ts)) if ts[k].end >= known), i)
            if ts[last].end == known and not any(self._function(ts, k) for k in range(i + 1, last + 1)):
                return max(end, last + 1)
            if end - i > 1:
                return end
        if end - i == 1 == len(ts):
            return end if _stem(t.key) in self.words.given or titled else i
        if end - i < 2:
            return end if titled or (known and end > i) else i
        given = _stem(t.key).split("-")[0] in self.words.given and not (self._function(ts, i))
        turned = t.shouted and any(_stem(ts[k].key).split("-")[0] in self.words.given for k in range(i + 1, end))
        initial = bool(re.fullmatch(r"(?:[A-ZÀ-Þ]\.-?){1,3}", t.text))
        return end if given or turned or initial or titled else i

    def _named_next(self, ts: Sequence[Token], i: int) -> bool:
        """Whether a whole name follows: a given name, and after it a word with a capital."""
        if i + 2 >= len(ts) or ts[i + 1].shouted or ts[i + 2].lead:
            return False
        return _stem(ts[i + 1].key) in self.words.given and ts[i + 1].capital and ts[i + 2].capital

    def _within(self, ts: Sequence[Token], i: int) -> bool:
        """Whether the words before make what stands at `i` part of a longer name: «Fondation Marie Lefort»."""
        k = i - 1
        while k >= 0 and ts[k].key in {"de", "d'", "du", "la", "des", "l'"}:
            k -= 1
        if k < 0:
            return False
        return ts[k].key in self.words.org_nouns or ts[k].key in self.words.generic or (k < i - 1 and ts[k].capital)

    def _apart(self, ts: Sequence[Token], i: int, end: int) -> Iterator[tuple[int, int]]:
        """Two names that only a space parts, as a page in columns leaves them: «Léa Noury Paul Rimbert»."""
        k = i + 2
        while k < end - 1:
            if _stem(ts[k].key) in self.words.given and ts[k].capital and ts[k - 1].key not in self.words.particles:
                yield i, k
                i, k = k, k + 2
            else:
                k += 1
        yield i, end


def _stem(key: str) -> str:
    """A word without its inclusive ending: «attache(e)», «attache·e» -> «attache»."""
    return re.split(r"[·(.]", key)[0] or key
