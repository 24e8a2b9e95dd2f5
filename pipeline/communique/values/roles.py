"""Tokens of a block, names in it -> titles of persons: «adjointe en charge de la culture», «président de | la MEL»."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeVar

from communique.values.folding import fold
from communique.values.proper import Grammar
from communique.values.tokens import OF, THE, Token, tokens

MAX_TITLE = 24  # tokens; «Ministre déléguée auprès du ministre de l'Économie, chargée des …» runs to 20
TO = frozenset({"a", "au", "aux", "chez", "pour", "en"})
ENDS = frozenset({".", "!", "?", "…", "\n", "»"})  # of a sentence
_CLOSE = frozenset('.;:()[]«»“”"!?…|\n•·/')
# Endings of those who do something, on the folded word: «affineur», «kinésithérapeute», «pongiste».
_WHO_DOES = re.compile(
    r"(?:eur|eure|euse|trice|iste|logue|iatre|graphe|therapeute|cien|cienne|ier|iere|ger|gere|naute|etaire|aire)$"
)
MIN_WHO_DOES = 6  # letters: «leur», «soeur»
# And those of them that hardly any other noun has: «le quartier», «l'affaire» may stand before a name, too.
_ONLY_TRADES = re.compile(r"(?:teur|trice|euse|iste|ologue|iatre|graphe|therapeute|cien|cienne|naute)$")
_A = frozenset({"un", "une"})
_FORMER = frozenset({"ancien", "ancienne", "futur", "future"})
MAX_ENGLISH = 4  # words of «Senior Global Brand Manager»
_BEFORE_TRADE = frozenset({",", "(", "–", "—", "-", "\n", "|", "/"})  # between a name and a trade


# What goes before a function in one word: «ex-ministre», «co-secrétaire».
_PREFIX = re.compile(r"(?:ex|co|vice|sous|neo)-")
# Words that are a function, or say something of the noun beside them.
_ALSO_ADJECTIVES = frozenset({"general", "generale", "principal", "principale"})
# Words that are a function before «de» and a verb before an object: «représentant le préfet».
_PARTICIPLES = frozenset(
    {"representant", "representante", "dirigeant", "commandant", "consultant", "pilote", "garde", "arbitre", "juge"}
)
_OBJECTS = frozenset({"le", "la", "l'", "les", "un", "une", "m.", "mme", "monsieur", "madame", "son", "sa", "ses"})
_MORE_OBJECTS = frozenset({"des", "du", "au", "aux", "leur", "leurs", "notre", "nos", "deux"})
_YEAR = re.compile(r"(?:(?:1[89]|20)\d\d|\d\d? ans)(?: |$)")  # on folded tokens
_INFINITIVE = re.compile(r"(?:er|ir|re)$")
_UNITS = frozenset({"service", "unite", "pole", "commission", "bureau"})
_MINISTRIES = frozenset({"ministere", "gouvernement", "etat"})
_THIS = frozenset({"ce", "cet", "cette", "son", "sa", "leur", "notre", "votre"})  # «président de cette maison»
_THESE = frozenset({"ces", "ses", "leurs", "nos", "vos"})
_ASIDE = 6  # tokens of «(LR)», «(sans étiquette)» within a title
_CHARGED = frozenset({"charge", "chargee", "charges", "chargees", "delegue", "deleguee", "delegues", "deleguees"})


def _spellings(key: str) -> Iterator[str]:
    """Forms under which a function may be listed: président·e, président(e), P.-D.G., ex-président."""
    yield key
    if any(mark in key for mark in ".·("):
        yield key.split("·")[0].split("(")[0].split(".")[0]
        yield key.replace(".", "").replace("-", "")
    if m := _PREFIX.match(key):
        yield key[m.end() :]


class Named(Protocol):
    """A mention."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> str: ...


class Mentioned(Named, Protocol):
    """A mention with its words, and the id of what it names."""

    @property
    def text(self) -> str: ...
    @property
    def entity(self) -> str: ...


M = TypeVar("M", bound=Named)


@dataclass(frozen=True)
class Lexicon:
    """The word lists of rules/persons.yaml, folded."""

    functions: Mapping[str, Sequence[tuple[str, ...]]]  # first word -> functions, the longest first
    plurals: Mapping[str, Sequence[tuple[str, ...]]]  # the same of several persons: «députés», «directeurs généraux»
    ranks: frozenset[str]
    between: frozenset[str]
    copulas: frozenset[str]
    presided: Mapping[str, str]
    generic: frozenset[str]
    elected: frozenset[str]  # who is elected in a place: «échevine à Namur» is of Namur
    learned: frozenset[str]  # titles that are said of a person who has a function, too: «le professeur X»
    bodies: Mapping[str, Sequence[tuple[str, ...]]]  # «conseil départemental»: alone it is that of the text
    fields: frozenset[str]
    times: frozenset[str]  # months and weekdays
    ends: frozenset[str]
    participles: frozenset[str]  # that end a role if no preposition holds them, with their accents: «romancier | né à»
    kin: frozenset[str]  # what a person is to another, and no role: «gérante et | fille du fondateur»
    posts: frozenset[str]  # that one has in an organisation: «fondateur», but not «gériatre»
    english: frozenset[str]  # last words of English titles
    undertakings: frozenset[str]  # common nouns that belong to the title if no name follows: «cheffe du projet»
    speech: frozenset[str]
    civilities: frozenset[str]
    dear: frozenset[str]  # between a title and a name, in a speech
    no_trades: frozenset[str]  # words that end as a trade does and are none: «ailleurs»
    grammar: Grammar
    boxes: frozenset[tuple[str, ...]]  # what opens a box of press contacts


Words = Mapping[str, Mapping[str, str]]


def build(words: Words, names: Words) -> Lexicon:
    """The word lists, folded and indexed.

    Args:
        words: the lists of rules/persons.yaml.
        names: those of rules/mentions.yaml.
    """

    def folded(name: str, lists: Words = words) -> frozenset[str]:
        return frozenset(fold(w) for w in lists[name])

    def grouped(phrases: Iterable[tuple[str, ...]]) -> Mapping[str, Sequence[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for keys in phrases:
            found.setdefault(keys[0], []).append(keys)
        return {first: sorted(keys, key=lambda k: -len(k)) for first, keys in found.items()}

    def phrases(name: str) -> Sequence[tuple[str, ...]]:
        return [tuple(t.key for t in tokens(word)) for word in words[name]]

    functions = [*phrases("fonctions"), *phrases("fonctions_a_cote")]

    return Lexicon(
        functions=grouped(functions),
        plurals=grouped(plural(keys) for keys in functions if plural(keys) != keys),
        ranks=folded("rangs"),
        between=frozenset(w for phrase in folded("liaisons") for w in phrase.split()),
        copulas=folded("copules"),
        presided={fold(w): v for w, v in words["preside_par"].items()},
        generic=folded("generiques"),
        elected=folded("elus_locaux"),
        learned=folded("titres_savants"),
        bodies=grouped(phrases("organismes_generiques")),
        fields=folded("domaines", names),
        times=folded("mois_jours", names),
        ends=folded("fins"),
        participles=frozenset(w.casefold() for w in words["participes"]),
        kin=folded("parentes"),
        posts=folded("postes"),
        english=folded("fonctions_anglaises"),
        undertakings=folded("entreprises_communes"),
        speech=folded("verbes_de_parole"),
        civilities=folded("civilites", names),
        dear=folded("apostrophes"),
        no_trades=folded("non_metiers"),
        grammar=Grammar(),
        boxes=frozenset(tuple(t.key for t in tokens(w)) for w in words["debuts_de_contact"]),
    )


def plural(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The function of several persons: directeur général -> directeurs generaux, chef de projet -> chefs de projet."""
    head = next((n for n, k in enumerate(keys) if k in OF | {"en"}), len(keys))
    return tuple(_plural_word(k) if n < head and len(k) > 3 else k for n, k in enumerate(keys))


def _plural_word(key: str) -> str:
    """Folded: "general" -> "generaux", "president" -> "presidents"; what ends in s, x or z stays."""
    if key[-1] in "sxz" or key == "porte-parole":
        return key
    return key[:-2] + "aux" if key.endswith("al") else key + "s"


class Title(NamedTuple, Generic[M]):
    """A role as read: tokens of the title, of the whole phrase, and its organisation's mention if it names one."""

    start: int
    end: int
    after: int
    organization: M | None
    generic: str  # the common noun that stands for the organisation: «de l'association»
    written: str = ""  # an organisation with a capital that is no mention: «Conseil départemental»
    plural: bool = False  # of several persons: «députés de l'Ain»


class Titles(Generic[M]):
    """The titles of one block."""

    def __init__(self, ts: Sequence[Token], mentions: Sequence[M], lex: Lexicon) -> None:
        self.ts, self.lex = ts, lex
        self.starts = {m.start: m for m in mentions}
        self.at: dict[int, M] = {}  # token -> the mention that holds it
        self.begins = [t.start for t in ts]
        for m in mentions:
            for i in range(bisect_left(self.begins, m.start), bisect_left(self.begins, m.end)):
                self.at[i] = m

    def after(self, m: M) -> int:
        """The token after a mention."""
        return bisect_left(self.begins, m.end)

    def begin(self, m: M) -> int:
        """The first token of a mention."""
        return bisect_left(self.begins, m.start)

    def person(self, i: int) -> bool:
        """Whether a person's name holds token `i`."""
        return i in self.at and self.at[i].label == "PER"

    def function(self, i: int) -> int:
        """The token after the function word at `i`; `i` if there is none."""
        if i >= len(self.ts) or not self.ts[i].word:
            return i
        t = self.ts[i]
        if t.key == "charge" and t.text[-1] == "e":  # en charge de
            return i
        acts = t.key in _PARTICIPLES or t.key.endswith(("ant", "ante"))
        if acts and i + 1 < len(self.ts) and self.ts[i + 1].key in _OBJECTS:
            return i  # «représentant | le préfet», «surveillant | les abords»
        if t.key in _ALSO_ADJECTIVES and not self._as_a_noun(i):
            return i  # «le quartier | général», «le principal | moyen»
        for key in _spellings(t.key):
            if (end := self._listed(self.lex.functions, key, i)) > i:
                return end
        return i + 1 if self._compound(t) or self._trade(i) or self._former(i) else self._english(i)

    def _as_a_noun(self, i: int) -> bool:
        """Whether «général», «principal» at token `i` is a person's function: it follows no noun, and precedes none."""
        ts = self.ts
        before = ts[i - 1] if i else None
        alone = before is None or not before.word or self.person(i - 1) or before.key in THE | _A | {"du", "au"}
        alone = alone or (
            before is not None and (before.key in self.lex.between | self.lex.civilities | self.lex.ranks)
        )
        after = ts[i + 1] if i + 1 < len(ts) else None
        closed = (
            after is None or not after.word or after.key in OF | TO | {"et", "adjoint", "adjointe"} or i + 1 in self.at
        )
        return alone and (closed or ts[i].key.startswith("general"))

    def _compound(self, t: Token) -> bool:
        """Whether each part of a word with hyphens is a function: «artisan-boulangère», «patron-pêcheur»."""
        parts = t.key.split("-")
        return len(parts) > 1 and all((p,) in self.lex.functions.get(p, ()) for p in parts)

    def several(self, i: int) -> int:
        """The token after the function word of several persons at `i`, «députés»; `i` if there is none."""
        if i >= len(self.ts) or not self.ts[i].word:
            return i
        ends = (self._listed(self.lex.plurals, key, i) for key in _spellings(self.ts[i].key))
        return next((end for end in ends if end > i), i)

    def _listed(self, lists: Mapping[str, Sequence[tuple[str, ...]]], key: str, i: int) -> int:
        """The token after the phrase of a list that begins at `i` with the word `key`; `i` if there is none."""
        for keys in lists.get(key, ()):
            if i + len(keys) <= len(self.ts) and all(self.ts[i + n].key == keys[n] for n in range(1, len(keys))):
                return i + len(keys)
        return i

    def _trade(self, i: int) -> bool:
        """Whether a word in no list is a trade: it has a trade's ending, and stands where only a role can.

        «Léa Noury, rebouteuse,», «Léa Noury⏎Rebouteuse», «ancienne rebouteuse et», «la rebouteuse Léa Noury»
        """
        t, ts = self.ts[i], self.ts
        if len(t.key) < MIN_WHO_DOES or t.key in self.lex.no_trades | self.lex.times or not _WHO_DOES.search(t.key):
            return False
        if t.shouted or (t.capital and not t.lead):
            return False
        k = i - 1
        while k >= 0 and (ts[k].key in THE | _A or ts[k].key in self.lex.ranks):
            k -= 1
        if k < 1 or not self.person(k - 1):
            return self._named_trade(i)
        apposed = ts[k].text in _BEFORE_TRADE and (ts[k].text == "\n" or not t.capital)
        return apposed and self._closed(i + 1)

    def _former(self, i: int) -> bool:
        """Whether a word in no list is what a person was: «Léa Noury, ancienne cheminote,», «et ancien résistant»."""
        t, ts = self.ts[i], self.ts
        if i < 2 or ts[i - 1].key not in _FORMER or not t.text[0].islower() or len(t.key) < MIN_WHO_DOES:
            return False
        if t.key in self.lex.no_trades:
            return False
        beside = ts[i - 2].text in _BEFORE_TRADE and self.person(i - 3)
        beside = beside or ts[i - 2].key == "et" or ts[i - 2].lead
        return (beside or ts[i - 1].lead) and self._closed(i + 1)

    def _english(self, i: int) -> int:
        """The token after an English title of two to four capitalised words at `i`, next to a name; `i` if none.

        «Léa Noury, Global Brand Manager de Solvenia»
        """
        ts = self.ts
        if i < 2 or ts[i - 1].text not in _BEFORE_TRADE or not self.person(i - 2):
            return i
        j = i
        while j < len(ts) and j - i < MAX_ENGLISH and ts[j].capital and j not in self.at:
            if j > i and ts[j].key in self.lex.english:
                return j + 1
            j += 1
        return i

    def _closed(self, i: int) -> bool:
        """Whether a trade ends before token `i`, or goes on as a title does."""
        after = self.ts[i] if i < len(self.ts) else None
        if after is None or not after.word or after.key in OF | TO | {"depuis", "et"}:
            return True
        return self._participle(i) or self.lex.grammar.adjective(after)

    def _named_trade(self, i: int) -> bool:
        """Whether an article stands before a word that ends as only trades do, and a person after it."""
        named = i + 1 < len(self.ts) and self.person(i + 1) and self.ts[i + 1].start in self.starts
        article = i > 0 and self.ts[i - 1].key in THE | _A | {"du", "au"}
        return named and article and not self.ts[i].capital and _ONLY_TRADES.search(self.ts[i].key) is not None

    def at_token(self, i: int) -> Title[M] | None:
        """The title that begins at token `i`: «vice-présidente en charge de la culture», «président de la MEL»."""
        start = i
        if i > 0 and self.ts[i - 1].key in {"premier", "premiere"} and i - 1 not in self.at:
            return None  # it was read with its rank, and is no role
        while i < len(self.ts) and self.ts[i].key in self.lex.ranks and i - start < 3:
            i += 1
        if i > start and self.function(i) == i and self.several(i) == i:
            i = start  # «principal | du collège», but «principal auteur»
        if (j := self.function(i)) > i:
            found = self._read(start, i, j)
            if found and self._feat(found):
                return None
            if found and found.organization:
                found = found._replace(after=self._placed(found.after))
            k = found.after if found else len(self.ts)
            if found and k + 2 < len(self.ts) and self.ts[k].key in OF and self.ts[k + 2].key == "ans":
                found = found._replace(after=k + 3)  # «un avocat | de 64 ans, Paul Rimbert»
            return found and self._charged(found)
        if (j := self.several(i)) > i:
            found = self._read(start, i, j)
            return found and self._charged(found)._replace(plural=True)
        return None

    def _charged(self, title: Title[M]) -> Title[M]:
        """The title with what its holder is charged with after a comma: «ministre déléguée, chargée des Comptes».

        After an organisation the charge is no title of its own, and left out.
        """
        ts, k = self.ts, title.after
        opens = k + 2 < len(ts) and ts[k].text == "," and ts[k + 1].key in _CHARGED and ts[k + 2].key in OF | TO
        if not opens or ts[k + 2].text == "a" or ts[title.start].key in _CHARGED:
            return title
        if self.function(k + 1) > k + 2:  # «sociologue, chargée de recherche»
            return title
        more = self._read(k + 1, k + 1, k + 2)
        if more is None:
            return title
        if title.organization or title.generic or title.written:
            return title._replace(after=more.end)
        return more._replace(start=title.start)

    def _read(self, start: int, i: int, j: int) -> Title[M] | None:
        """The title from `start`, whose function word stands at i:j."""
        ts, lex = self.ts, self.lex
        if ts[i].key in {"elu", "elue"} and not self._elected(i, j):
            return None
        if (
            ts[i].key.startswith(("auteur", "autrice"))
            and j + 1 < len(ts)
            and ts[j].key == "d'"
            and ts[j + 1].key in _A
        ):
            return None  # «auteur | d'un but»
        end = j
        while j < len(ts) and j - start < MAX_TITLE:
            t = ts[j]
            if j in self.at:
                m = self.at[j]
                if m.label == "PER":
                    break
                after = self.after(m)
                if m.label == "LOC" and j > i and ts[j - 1].key not in OF | TO | THE and self._complement(i, j):
                    j = end = after  # «responsable de la campagne Méditerranée»
                    continue
                beyond = self._link(after)
                if beyond in self.at and self._an_area(i, m, self.at[beyond]):
                    j = end = after
                    continue
                return Title(start, end, after, m, "")
            if t.text == "(" and (beyond := self._past_aside(j)) > j:
                j = beyond
                continue
            if t.text == "(" and j + 1 in self.at and self.at[j + 1].label == "ORG":
                m = self.at[j + 1]
                after = self.after(m)
                if after < len(ts) and ts[after].text == ")":
                    return Title(start, end, after + 1, m, "")
            if (
                t.key in {"en", "le"}
                and j + 1 < len(ts)
                and (ts[j + 1].key in lex.times or ts[j + 1].text[0].isdigit())
            ):
                break  # «nommé directeur | en mars»
            if t.key in OF and (_YEAR.match(" ".join(x.key for x in ts[j + 1 : j + 3]))):
                break  # «chancelier | de 1982 à 1998», «avocat | de 64 ans»
            if t.key == "par" and j + 1 < len(ts) and ts[j + 1].key == "interim":
                j = end = j + 2
                continue
            if t.text == "," and lex.grammar.enumerates(ts, j + 1):
                j += 1
                continue
            if t.text == "&" and self.begins_role(j + 1):  # «cofondateur & CTO»
                j += 1
                continue
            if t.text in _CLOSE or self._ends(t) or t.text in {",", "–", "—", "-"}:
                break
            if self._participle(j):
                break
            if t.key == "et" and j + 1 < len(ts) and (self._joined_role(j + 1) or self._relative(j + 1)):
                break
            link = self._link(j)
            if (within := self._within(j)) > j and within in self.at and self.at[within].label != "PER":
                return Title(start, end, self.after(self.at[within]), self.at[within], "")
            if link > j and link in self.at and self._no_body(i, self.at[link]):
                j = end = self.after(self.at[link])
                continue
            if link > j:
                if found := self._organization(start, end, j, link):
                    return found
                if link in self.at or link >= len(ts) or not ts[link].word:
                    break
                if ts[link - 1].key in _THIS | _THESE and ts[i].key not in _CHARGED:
                    break  # «ancien président | de cette maison»
                j = end = link + 1
                continue
            if not t.word:
                break
            j = end = j + 1
        if tail := self._tail(start, end):
            return Title(start, tail, tail, None, "")
        if organization := self._beside(end):
            return Title(start, end, self.after(organization), organization, "")
        while end > start + 1 and ts[end - 1].key in OF | TO | THE | {"et"}:
            end -= 1
        return Title(start, end, end, None, "")

    def _feat(self, title: Title[M]) -> bool:
        """Whether a title says what one was the first to do: «première femme élue à siéger»."""
        ts = self.ts
        alone = title.start and ts[title.start - 1].key in {"seul", "seule"}
        if not alone and not ts[title.start].key.startswith("premier"):
            return False
        end = min(title.after + 1, len(ts) - 1)
        return any(ts[k].text == "à" and _INFINITIVE.search(ts[k + 1].key) for k in range(title.start + 1, end))

    def _elected(self, i: int, j: int) -> bool:
        """Whether «élu» at `i` says what a person is: «élue du SNES», but not «élu | président», «élue ce matin»."""
        after = self.ts[j] if j < len(self.ts) else None
        if j in self.at or self.begins_role(j):
            return False
        before = self.ts[i - 1] if i else None
        if before and before.word and not self.person(i - 1) and before.key not in THE | _A | {"et"} | self.lex.ranks:
            return False  # «Président | élu», «est alors | élu»
        return after is None or not after.word or after.key in OF | {"et"} or self.lex.grammar.adjective(after)

    def _organization(self, start: int, end: int, j: int, link: int) -> Title[M] | None:
        """The title start:end whose preposition stands at `j`, if an organisation follows at `link`."""
        ts, lex = self.ts, self.lex
        if link in self.at and self.at[link].label != "PER":
            m = self.at[link]
            # «agriculteur à Plouvorn», but «échevine à Namur»
            away = m.label == "LOC" and ts[j].key not in OF and ts[start].key not in lex.elected
            away = away and ts[link].key not in lex.generic  # «au Parc du Haut-Val»
            return Title(start, end, self.after(m), None if away else m, "")
        definite = link > j + 1 or ts[j].key in {"du", "des", "au", "aux"}
        if link >= len(ts) or not definite:
            return None
        for keys in lex.bodies.get(ts[link].key, ()):  # du Conseil départemental | a
            k = link + len(keys)
            if k <= len(ts) and all(ts[link + n].key == keys[n] for n in range(1, len(keys))) and k not in self.at:
                closed = k == len(ts) or not ts[k].word or ts[k].key in lex.ends or ts[k].key not in OF
                if closed and (k == len(ts) or ts[k].key not in {"charge", "chargee", "delegue", "deleguee"}):
                    words = " ".join(t.text for t in ts[link:k]).replace("' ", "'")
                    return Title(start, end, k, None, " ".join(keys), words if ts[link].capital else "")
        if ts[link].key in lex.generic:
            generic = ts[link]
            n = self._link(link + 1)
            named = n in self.at and self.at[n].label != "PER"
            if named and self.at[n].label == "LOC" and n == self.begin(self.at[n]):  # «de la section de Vitré»
                after = self.after(self.at[n])
                return Title(start, end, after, None, "", " ".join(t.text for t in ts[link:after]).replace("' ", "'"))
            if named and (n > link + 1 or self.at[n].start == ts[n].start):
                return Title(start, end, self.after(self.at[n]), self.at[n], "")
            alone = link + 1 >= len(ts) or not ts[link + 1].word or ts[link + 1].key in lex.ends
            if alone and generic.key not in lex.undertakings:
                return Title(start, end, link + 1, None, generic.key)
        return None

    def _tail(self, start: int, end: int) -> int | None:
        """End of a role that goes on after a comma to the line's end: «chargée de communication, relations presse»."""
        ts = self.ts
        if end >= len(ts) or ts[end].text != "," or not self._opens_line(start):
            return None
        j = end + 1
        while j < len(ts) and ts[j].word and ts[j].text[0].islower() and j not in self.at and j - end < 5:
            if (
                ts[j].key
                in self.lex.ends | self.lex.speech | self.lex.between | _OBJECTS | _MORE_OBJECTS | _THIS | _THESE
            ):
                return None  # «commissaire de l'exposition, animera une visite»
            j += 1
        closed = (
            j == len(ts) or ts[j].text == "\n" or (ts[j].text == "." and (j + 1 == len(ts) or ts[j + 1].text == "\n"))
        )
        return j if closed and j > end + 2 and not self.begins_role(end + 1) else None

    def _ends(self, t: Token) -> bool:
        return t.key in self.lex.speech or (t.key in self.lex.ends and t.text not in {"à", "À"})

    def _opens_line(self, i: int) -> bool:
        """Whether nothing but a person's name stands between token `i` and the beginning of its line."""
        k = i - 1
        while k >= 0 and self.ts[k].text != "\n" and i - k < 9:
            if not self.person(k) and self.ts[k].word and self.ts[k].key not in self.lex.civilities:
                return False
            k -= 1
        return k < 0 or self.ts[k].text == "\n"

    def _beside(self, end: int) -> M | None:
        """The organisation between two commas after a role: «chargée de presse, Université de Lorraine, 03 …»."""
        if end + 1 >= len(self.ts) or self.ts[end].text not in {",", "–", "—", "-", "|", "\n"}:
            return None
        m = self.starts.get(self.ts[end + 1].start)
        if m is None or m.label != "ORG":
            return None
        after = self.after(m)
        closed = after == len(self.ts) or self.ts[after].text in {",", "\n", ".", "–", "—", "-", ":", "|", ")"}
        if self.ts[end].text == "\n" and after < len(self.ts) and self.ts[after].text == ":":
            return None  # «attachée de presse⏎Adikor : …» opens another contact
        return m if closed else None

    def _no_body(self, i: int, m: M) -> bool:
        """Whether the name `m` is a part of the title at `i`: a ministry's field, or a unit without a name.

        «ministre de l'Agriculture, de la Pêche et de», «cheffe du service de pédiatrie»
        """
        first = self.ts[bisect_left(self.begins, m.start)]
        unit = first.key in _UNITS and not first.capital
        field = self.ts[i].key == "ministre" and first.key not in _MINISTRIES
        return m.label in {"ORG", "MISC"} and (unit or field)

    def _placed(self, after: int) -> int:
        """The token after the place of an organisation that ends at `after`: «lycée Jean-Moulin | de Béziers»."""
        ts, n = self.ts, after + 1
        if n < len(ts) and n in self.at and self.at[n].label == "LOC" and self.at[n].start == ts[n].start:
            end = self.after(self.at[n])
            if ts[after].key in {"de", "d'", "a"}:
                return end
            if ts[after].text == "(" and end < len(ts) and ts[end].text == ")":
                return end + 1
        return after

    def _complement(self, i: int, j: int) -> bool:
        """Whether a preposition stands in ts[i:j]: a name next to its noun belongs to it, and not to the function."""
        return any(t.key in OF for t in self.ts[i:j])

    def _an_area(self, i: int, m: M, body: M) -> bool:
        """Whether the name `m` tells titles of `body` apart: «directrice France de Solvenia», «députée PS du Nord»."""
        if m.label == "LOC":
            return body.label == "ORG" and self.ts[self.after(m)].key in OF | {"chez"}
        return body.label == "LOC" and self.ts[self.after(m)].key in OF and self.ts[i].key in self.lex.elected

    def _within(self, j: int) -> int:
        """The token after «au sein de la», «près le» at `j`; `j` if there is neither."""
        keys = [t.key for t in self.ts[j : j + 3]]
        if keys[:1] == ["pres"] and keys[1:2] and keys[1] in THE:
            return j + 2
        if keys[:2] == ["au", "sein"] and keys[2:] and keys[2] in OF:
            return self._link(j + 2)
        return j

    def _link(self, j: int) -> int:
        """The token after the preposition and article at `j`; `j` if there is none."""
        if j < len(self.ts) and self.ts[j].key in OF | TO and self.ts[j].text != "a":
            k = j + 1
            if k < len(self.ts) and self.ts[k].key in THE | _THIS | _THESE:
                k += 1
            return k
        return j

    def _participle(self, j: int) -> bool:
        """Whether the word at `j` ends a role: «romancier | né à», but not «président du parti», «président élu de»."""
        ts = self.ts
        if ts[j].text.casefold() not in self.lex.participles or ts[j - 1].key in OF | THE | TO | _THIS:
            return False
        after = ts[j + 1] if j + 1 < len(ts) else None
        return ts[j].key not in {"elu", "elue"} or (
            after is not None and after.word and after.key not in OF and j + 1 not in self.at
        )

    def _past_aside(self, j: int) -> int:
        """The token after what stands in brackets within a title: «sénatrice (LR) | du Rhône»; `j` if it is none."""
        ts = self.ts
        close = next((k for k in range(j + 1, min(j + _ASIDE, len(ts))) if ts[k].text == ")"), j)
        link = self._link(close + 1) if close > j else j
        return close + 1 if link > close + 1 and link in self.at and self.at[link].label != "PER" else j

    def _joined_role(self, i: int) -> bool:
        """Whether «et» before token `i` joins another role: «maire et | président», «de maire et | de député»."""
        return self.begins_role(i) or (self.ts[i].key in {"de", "d'"} and self.function(i + 1) > i + 1)

    def _relative(self, i: int) -> bool:
        """Whether a word for kin stands at token `i`, after an article: «gérante et | petite-fille du fondateur»."""
        while i < len(self.ts) and self.ts[i].key in THE | _A | _THIS:
            i += 1
        return i < len(self.ts) and self.ts[i].key in self.lex.kin

    def begins_role(self, i: int) -> bool:
        """Whether a role begins at token `i`, after ranks and articles."""
        while i < len(self.ts) and (self.ts[i].key in self.lex.ranks or self.ts[i].key in THE):
            i += 1
        return self.function(i) > i
