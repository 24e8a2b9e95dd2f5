"""Names, roles and pronouns -> who speaks: «la directrice, Léa Noury», «le maire de Tours», «la Fédération», «elle»."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from communique.values.folding import fold
from communique.values.names import reach
from communique.values.tokens import OF, THE, Token, key

MAX_EPITHETS = 3  # words between an article and a name: «le relayeur français»
MAX_ROLE = 24  # tokens of a role with its complements
PAIR = "«»"  # text of the token that stands for a whole quotation
ARTICLES = frozenset({"le", "la", "les", "l'", "un", "une", "son", "sa", "leur", "notre", "cette", "ce", "cet"})
_FEMININE = frozenset({"la", "une", "sa", "cette", "mme", "mme.", "madame", "mlle", "mademoiselle"})
_MASCULINE = frozenset({"le", "un", "son", "ce", "cet", "m.", "m", "monsieur"})
_LINKS = OF | ARTICLES | {"a", "au", "aux", "et", "en", "pour"}  # within a role, never at its end
# Functions that many have at once, so that one without a complement is not meant by one with: «candidat de la Gauche».
_MANY = frozenset(
    {"candidat", "membre", "representant", "elu", "conseiller", "delegue", "salarie", "habitant", "joueur"}
)
_AND_OF = re.compile(r"\set\s(?:de\sla\s|de\sl['’]|du\s|des\s)[^\W\d_][\w-]*")
_CLOSE = frozenset('.;:()[]«»“”"!?…|\n•·/,') | {PAIR, "–", "—", "-"}


class Named(NamedTuple):
    """A mention of a name: offsets, label, and the id and fullest form of what it names."""

    start: int
    end: int
    label: str
    entity: str
    name: str


class Speaker(NamedTuple):
    """Who speaks, and the tokens that say so, half-open."""

    name: str
    entity: str | None
    gender: str  # "m", "f", or "" if not known
    start: int
    end: int
    person: bool  # by name; else a role or an organisation
    named: int = -1  # token at which the name begins, of a person


@dataclass(frozen=True)
class Row:
    """The tokens of one block outside quotations; a quotation is one token, PAIR."""

    ts: Sequence[Token]
    at: Mapping[int, Named]  # token -> the name that holds it

    def closes(self, end: int, p: int) -> bool:
        """Whether what ends at token `end` is followed by the mark right before `p`, or by one that sets off a role."""
        return end >= p - 1 or self.ts[end].text in {",", "(", "–", "—", "-", "\n"}

    def begins(self, i: int) -> Named | None:
        """The name that begins with token `i`."""
        m = self.at.get(i)
        return m if m and self.ts[i].start <= m.start < self.ts[i].end else None

    def after(self, i: int) -> int:
        """The token after the name that holds token `i`."""
        m = self.at[i]
        while i < len(self.ts) and self.at.get(i) is m:
            i += 1
        return i


class Post(NamedTuple):
    """A role that the release gives to a person."""

    entity: str
    name: str
    title: str
    organization: str


@dataclass(frozen=True)
class Words:
    """The word lists, folded."""

    functions: frozenset[str]  # first words of functions
    trades: frozenset[str]  # and those that are functions only after an article: «une aide-soignante»
    ranks: frozenset[str]
    civilities: frozenset[str]
    generic: frozenset[str]  # common nouns of organisations
    collective: frozenset[str]  # and of groups of people: «les organisateurs»
    ends: frozenset[str]  # words that end a role
    away: frozenset[str]  # and those that end it if they follow it: «la préfète dans un communiqué»
    after_en: frozenset[str]  # but «en charge», «en chef» go on
    prepositions: frozenset[str]  # what they hold is no subject
    feminine: tuple[str, ...]  # endings of titles of women
    common: tuple[str, ...]  # and of those that men and women share
    masculine: Mapping[str, str]  # ending of a woman's title -> of a man's, the longest first
    particles: frozenset[str]
    given: frozenset[str]  # first names
    genders: Mapping[str, str]  # first name -> m or f


class Cast:
    """Everybody who may speak in one release."""

    def __init__(
        self,
        text: str,
        words: Words,
        posts: Iterable[Post],
        bodies: Iterable[tuple[str, str, Sequence[str]]],
        is_verb: Callable[[Token], bool],
        ends: Mapping[int, int],
        persons: Iterable[tuple[str, str, bool]] = (),
    ) -> None:
        """Take in who may speak.

        Args:
            persons: everybody who is named: id, fullest form, whether in the title.
            bodies: the organisations: id, fullest form, all forms.
            is_verb: tells the words that end a noun phrase.
            ends: start of each name in the text -> its end.
        """
        self.text, self.words, self.is_verb, self.ends = text, words, is_verb, ends
        self.posts = tuple(posts)
        held = {post.entity for post in self.posts}
        persons = tuple(persons)
        self.initials: dict[str, list[tuple[str, str]]] = {}
        for entity, name, _ in persons:
            letters = "".join(w[0] for w in re.split(r"[\s-]+", name) if w[:1].isupper())
            self.initials.setdefault(letters, []).append((entity, name))
        free = [person for person in persons if person[0] not in held]
        self.without_post = [p[:2] for p in free if p[2]] or [p[:2] for p in free]  # whom the title names, before all
        self.first_words: dict[str, list[tuple[str, str]]] = {}
        for entity, name, forms in bodies:
            for first in {key(form.split(" ")[0]) for form in forms if form}:
                self.first_words.setdefault(first, []).append((entity, name))
        self.full: dict[str, str] = {}
        self.genders: dict[str, str] = {}
        for post in self.posts:
            gender = self.gender_of_title(post.title)
            if gender:
                self.genders.setdefault(post.entity, gender)

    # ------------------------------------------------------------------------------------------------ noun phrases

    def phrase(self, row: Row, i: int) -> Speaker | None:
        """The speaker that the noun phrase at token `i` names: by name, else by role, else an organisation."""
        ts, n = row.ts, len(row.ts)
        j, gender, article = i, "", False
        while j < n and j not in row.at and j - i < 6:
            k = ts[j].key
            if k in self.words.civilities or k in ARTICLES or k in {"tout", "toute"}:
                gender = "f" if k in _FEMININE else "m" if k in _MASCULINE else gender
                article = article or k in ARTICLES
            elif k not in self.words.ranks:
                break
            j += 1
        first = j
        while first > i and ts[first - 1].key in self.words.ranks:
            first -= 1
        if j >= n:
            return None
        if m := row.begins(j):
            return self._named(row, i, j, m, gender, article=article)
        if self.function(ts[j]) or (article and ts[j].key in self.words.trades):
            return self._role(row, i, first, j, gender)
        if article and (ts[j].key in self.words.generic or ts[j].key in self.words.collective):
            return self._body(row, i, j, gender)
        if article and (person := self._apposed(row, i, j - 1)):
            return person
        return self._unknown(row, i, j, gender)

    def person(self, row: Row, i: int, start: int | None = None, gender: str = "") -> Speaker:
        """The person whose name begins at token `i`."""
        m = row.at[i]
        return Speaker(
            m.name,
            m.entity,
            gender or self.gender(m.entity, m.name),
            i if start is None else start,
            row.after(i),
            True,
            i,
        )

    def gender(self, entity: str, name: str) -> str:
        """Of a person, by the feminine or masculine of a role, else by the first name."""
        known = self.genders.get(entity)
        return known or next((g for w in name.split()[:-1] or [name] if (g := self._given(w))), "")

    def _given(self, word: str) -> str:
        folded = key(word)
        return self.words.genders.get(folded) or self.words.genders.get(folded.split("-")[0], "")

    def function(self, t: Token) -> bool:
        return t.word and t.key.split("·")[0].split(".")[0] in self.words.functions

    def _named(self, row: Row, i: int, j: int, m: Named, gender: str, *, article: bool) -> Speaker | None:
        if m.label == "PER":
            return self.person(row, j, i, "" if article else gender)
        end = row.after(j)
        if m.label == "ORG" or (article and m.label == "MISC"):
            return Speaker(m.name, m.entity, gender, i, end, False)
        if not article and self._likely_person(row, j):
            return Speaker(m.name, m.entity, gender or self.gender(m.entity, m.name), i, end, True, j)
        return None

    def _likely_person(self, row: Row, j: int) -> bool:
        return row.ts[j].key in self.words.given

    def _role(self, row: Row, i: int, first: int, j: int, gender: str) -> Speaker:
        """«le maire de Tours», or the person named within or right after it."""
        end, person = self._extent(row, i, j)
        return person or self._by_role(i, first, end, gender or self.gender_of_title(row.ts[j].text), row.ts)

    def _extent(self, row: Row, i: int, j: int) -> tuple[int, Speaker | None]:
        """The end of the noun phrase whose noun is token `j`, and the person whom it goes on to name."""
        ts = row.ts
        k = end = j + 1
        complement = False
        while k < len(ts) and k - j < MAX_ROLE:
            t = ts[k]
            m = row.at.get(k)
            if m and m.label == "PER":
                civil = k - 1 if ts[k - 1].key in self.words.civilities else k
                if ts[civil - 1].key in OF:  # «le cabinet de M. Le Roux»
                    return row.after(k), None
                return end, None if ts[civil - 1].key == "et" else self.person(row, k, i)
            if t.text == "," and k + 1 < len(ts):
                named = k + 1
                while named < len(ts) and ts[named].key in self.words.civilities:
                    named += 1
                if (m := row.begins(named)) and m.label == "PER":
                    return end, self.person(row, named, i)
                unknown = (self._unknown(row, i, named, "") or self.stranger(row, named)) if named < len(ts) else None
                return end, unknown or self._apposed(row, i, k + 1)
            if k - 1 in row.at and not m and (unknown := self.stranger(row, k)):
                return end, unknown
            if m:
                if ts[k - 1].key in {"a", "en"} and m.label == "LOC" and not complement:
                    break  # «le maire a déclaré à Tours»
                k = end = row.after(k)
                complement = True
                continue
            if t.text == "(":
                close = next((c for c in range(k + 1, min(k + 8, len(ts))) if ts[c].text == ")"), None)
                if close is None:
                    break
                k = close + 1
                continue
            if not t.word or t.text in _CLOSE or (t.key in self.words.ends and t.text not in {"à", "À"}):
                break
            if t.key in self.words.away or (
                t.text == "en" and (k + 1 >= len(ts) or ts[k + 1].key not in self.words.after_en)
            ):
                break
            if ts[k - 1].key not in OF | ARTICLES and self.is_verb(t):
                break
            if t.capital and not t.lead and t.key in self.words.given and (unknown := self._unknown(row, i, k, "")):
                return end, unknown
            if t.key not in _LINKS:
                end = k + 1
            complement = complement or t.key in OF
            k += 1
        return end, None

    def _by_role(self, i: int, first: int, end: int, gender: str, ts: Sequence[Token]) -> Speaker:
        written = words = " ".join(self.text[ts[first].start : ts[end - 1].end].split())
        if end == first + 1:
            words = self._fullest(words)
        found = self._in_post(words, gender, i, end)
        # «la ministre» whom the text calls «la ministre des Ports» elsewhere is she, and no other woman that it names
        plain = end <= first + 2 and not any(t.key in OF for t in ts[first:end])  # «la réalisatrice belge»
        if not found and plain and words == written and ts[first - 1 if first > i else first].key in THE:
            found = self._only_one(words, gender, i, end)
        return found or Speaker(words, None, gender, i, end, False)

    def initialled(self, letters: str) -> Speaker | None:
        """The one person of these initials, in an interview: «L. N. : «…»»."""
        found = self.initials.get(letters, ())
        if len(found) != 1:
            return None
        entity, name = found[0]
        return Speaker(name, entity, self.gender(entity, name), 0, 0, True)

    def _only_one(self, role: str, gender: str, start: int, end: int) -> Speaker | None:
        """The one person of that gender to whom the release gives no role: «un film de Léa Noury … la réalisatrice»."""
        head = self.masculine(_plain(role)[0]) if _plain(role) else ""
        taken = any(self.masculine(w) == head for post in self.posts for w in _plain(post.title))
        may = [(e, n) for e, n in self.without_post if not gender or self.gender(e, n) in {gender, ""}]
        if taken or not gender or len(may) != 1 or self.gender(*may[0]) != gender:
            return None
        return Speaker(may[0][1], may[0][0], gender, start, end, True)

    def _apposed(self, row: Row, i: int, k: int) -> Speaker | None:
        """«le relayeur français Paul Rimbert», «, la jeune Léa Noury»: an article, a few words, and a name."""
        ts = row.ts
        if k >= len(ts) or ts[k].key not in ARTICLES:
            return None
        for j in range(k + 1, min(k + MAX_EPITHETS + 2, len(ts))):
            if (m := row.begins(j)) and m.label == "PER" and j > k + 1:
                return self.person(row, j, i)
            if j in row.at or not ts[j].word or not ts[j].text[0].islower():
                return None
            if ts[j].key in self.words.prepositions or ts[j].key in self.words.ends:
                return None
        return None

    def _fullest(self, role: str) -> str:
        """A role of one word with the complement that the text gives it elsewhere, if it is always the same."""
        if role not in self.full:
            forms: dict[str, str] = {}
            pattern = rf"\b{re.escape(role)}\s(?:d['’]|(?:des|du|de)\s(?:la\s|l['’])?)([^\W\d_][\w-]*)"
            pattern += r"(?:\set\s(?:d['’]|(?:des|du|de)\s(?:la\s|l['’])?)[^\W\d_][\w-]*)?"
            for m in re.finditer(pattern, self.text, re.IGNORECASE):
                end = max(m.end(), self.ends.get(m.start(1), 0))
                if also := _AND_OF.match(self.text, end):  # «de la Culture et de la Communication»
                    end = also.end()
                form = " ".join(self.text[m.start() : end].split())
                forms.setdefault(key(form), form)
            self.full[role] = next(iter(forms.values())) if len(forms) == 1 else role
        return self.full[role]

    def _in_post(self, role: str, gender: str, start: int, end: int) -> Speaker | None:
        """The one person who has that role in this release."""
        head, *rest = [w for w in _plain(role) if w not in self.words.ranks] or [""]
        holders: dict[str, Post] = {}
        exact: dict[str, Post] = {}
        for post in self.posts:
            title = [w for w in _plain(post.title) if w not in self.words.ranks]
            if not title or self.masculine(title[0]) != self.masculine(head):
                continue
            said = {*title[1:], *_plain(post.organization)}
            if rest and not said & set(rest) and (said or self.masculine(head) in _MANY):
                continue
            if gender and (g := self.gender(post.entity, post.name)) and g != gender:
                continue
            holders.setdefault(post.entity, post)
            if rest and said & set(rest):
                exact.setdefault(post.entity, post)
        found = exact or holders
        if len(found) != 1:
            return None
        post = next(iter(found.values()))
        return Speaker(post.name, post.entity, gender or self.gender(post.entity, post.name), start, end, True)

    def _body(self, row: Row, i: int, j: int, gender: str) -> Speaker | None:
        """«l'association Adage», «la Fédération», «les organisateurs»."""
        ts = row.ts
        k = j + 1
        while k < len(ts) and k - j < 4 and k not in row.at and ts[k].key in OF | ARTICLES:
            k += 1
        if (m := row.begins(k)) and m.label == "ORG":
            return Speaker(m.name, m.entity, gender, i, row.after(k), False)
        end, _ = self._extent(row, i, j)
        named = self.first_words.get(ts[j].key, [])
        if len(named) == 1 and end == j + 1:
            return Speaker(named[0][1], named[0][0], gender, i, end, False)
        return Speaker(" ".join(self.text[ts[j].start : ts[end - 1].end].split()), None, gender, i, end, False)

    def gender_of_title(self, title: str) -> str:
        """ "m" or "f" if the word tells: directrice, préfet; "" for maire, ministre."""
        words = [w for w in _plain(title) if w not in self.words.ranks]
        if not words:
            return ""
        head = words[0].split("-")[-1]
        if head.endswith(self.words.common):
            return ""
        if head.endswith(self.words.feminine):
            return "f"
        written = next((w for w in title.casefold().replace("-", " ").split() if fold(w) == head), head)
        return "" if written.endswith(("e", "s")) else "m"  # aide, juge, conseillers: of both; délégué, préfet

    def masculine(self, word: str) -> str:
        """The masculine of a folded title, for comparing: directrice -> directeur."""
        for feminine, masculine in self.words.masculine.items():
            if word.endswith(feminine) and len(word) > len(feminine) + 1:
                return word.removesuffix(feminine) + masculine
        return word

    def unknown(self, row: Row, i: int) -> Speaker | None:
        """The name at token `i` that no mention holds: «Malika», «M. Le Dantec»."""
        return self._unknown(row, i, i, "")

    def stranger(self, row: Row, i: int) -> Speaker | None:
        """Two or more capitalised words where a name must stand, though nothing else tells it for a person's."""
        ts = row.ts
        m = row.begins(i)
        if m and m.label in {"LOC", "MISC"} and row.after(i) > i + 1:
            return Speaker(m.name, m.entity, "", i, row.after(i), True, i)
        if i in row.at or not ts[i].capital or ts[i].key in self.words.functions | ARTICLES:
            return None
        end = reach(ts, i, self.words.particles, self.words.functions | self.words.civilities)
        if end < i + 2 or not ts[end - 1].capital or any(k in row.at for k in range(i, end)):
            return None
        name = " ".join(self.text[ts[i].start : ts[end - 1].end].split())
        return Speaker(name, None, "", i, end, True, i)

    def _unknown(self, row: Row, i: int, j: int, gender: str) -> Speaker | None:
        """A name that no mention holds, by its first name or the civility before it."""
        ts = row.ts
        if j in row.at or not ts[j].capital or ts[j].shouted:
            return None
        civil = j > 0 and ts[j - 1].key in self.words.civilities
        if not civil and ts[j].key not in self.words.given:
            return None
        end = reach(ts, j, self.words.particles, self.words.functions | self.words.civilities)
        if end == j:
            return None
        name = " ".join(self.text[ts[j].start : ts[end - 1].end].split())
        return Speaker(name, None, gender or self.gender("", name), i, end, True, j)


def prepositional(row: Row, i: int, words: Words) -> bool:
    """Whether what begins at token `i` hangs on a preposition: «avec la préfète», «de Mme Noury»."""
    k = i - 1
    while k >= 0 and (row.ts[k].key in words.civilities or row.ts[k].key in THE):
        k -= 1
    return k >= 0 and row.ts[k].key in words.prepositions


def _plain(words: str) -> list[str]:
    small = _LINKS | {"d", "l"}
    return [w for w in fold(words).replace("'", " ").split() if w not in small]
