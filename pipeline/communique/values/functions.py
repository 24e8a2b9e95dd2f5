"""Tokens of a block, names in it -> the words that say what a person is: functions of the lists, trades, titles.

The word lists are those of rules/persons.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from communique.values.folding import fold
from communique.values.proper import Grammar
from communique.values.tokens import OF, THE, Token, tokens

TO = frozenset({"a", "au", "aux", "chez", "pour", "en"})
# Endings of those who do something, on the folded word: «affineur», «kinésithérapeute», «pongiste».
_WHO_DOES = re.compile(
    r"(?:eur|eure|euse|trice|iste|logue|iatre|graphe|therapeute|cien|cienne|ier|iere|ger|gere|naute|etaire|aire)$"
)
MIN_WHO_DOES = 6  # letters: «leur», «soeur»
# And those of them that hardly any other noun has: «le quartier», «l'affaire» may stand before a name, too.
_ONLY_TRADES = re.compile(r"(?:teur|trice|euse|iste|ologue|iatre|graphe|therapeute|cien|cienne|naute)$")
A = frozenset({"un", "une"})
_BEFORE_ONE = THE | A | {"du", "au"}  # before a noun that stands for one person
_NOW = frozenset({"actuel", "actuelle", "nouveau", "nouvelle", "nouvel", "egalement", "aussi", "aujourd'hui", "alors"})
_FORMER = frozenset({"ancien", "ancienne", "futur", "future"})
MAX_ENGLISH = 4  # words of «Senior Global Brand Manager»
_BEFORE_TRADE = frozenset({",", "(", "–", "—", "-", "\n", "|", "/"})  # between a name and a trade
# What goes before a function in one word: «ex-ministre», «co-secrétaire».
_PREFIX = re.compile(r"(?:ex|co|vice|sous|neo)-")
_FUTURE = re.compile(r"[a-zéè]{2}(?:[eid]ra|[eid]ront)$")
# Words that are a function, or say something of the noun beside them.
_ALSO_ADJECTIVES = frozenset(
    {"general", "generale", "principal", "principale", "conservateur", "conservatrice", "scientifique", "pilote"}
)
# Words that are a function before «de» and a verb before an object: «représentant le préfet».
_PARTICIPLES = frozenset(
    {"representant", "representante", "dirigeant", "commandant", "consultant", "pilote", "garde", "arbitre", "juge"}
)
OBJECTS = frozenset({"le", "la", "l'", "les", "un", "une", "m.", "mme", "monsieur", "madame", "son", "sa", "ses"})
THIS = frozenset({"ce", "cet", "cette", "son", "sa", "leur", "notre", "votre"})  # «président de cette maison»


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
    appoints: frozenset[str]  # verbs before a person and a role: «Adikor nomme X directrice»
    holds: frozenset[str]  # words before a post: «occupe le poste de»
    leads: frozenset[str]  # small words from there to the role
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
        appoints=folded("verbes_de_nomination"),
        holds=folded("avant_un_poste"),
        leads=folded("vers_la_fonction"),
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


class Functions(Generic[M]):
    """The words of one block that say what somebody is."""

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
        if acts and t.key.startswith("represent") and i + 1 in self.at and self.at[i + 1].label == "LOC":
            return i  # «représentant | Cuba»
        if acts and i + 1 < len(self.ts) and self.ts[i + 1].key in OBJECTS:
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
        alone = before is None or not before.word or self.person(i - 1) or before.key in _BEFORE_ONE
        alone = alone or (
            before is not None and (before.key in self.lex.between | self.lex.civilities | self.lex.ranks)
        )
        after = ts[i + 1] if i + 1 < len(ts) else None
        closed = (
            after is None or not after.word or after.key in OF | TO | {"et", "adjoint", "adjointe"} or i + 1 in self.at
        )
        return alone and (closed or not ts[i].key.startswith("principal"))

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
        while k >= 0 and (ts[k].key in THE | A or ts[k].key in self.lex.ranks):
            k -= 1
        aged = k > 3 and ts[k].text == "," and ts[k - 1].key == "ans" and ts[k - 3].text == ","
        if k < 1 or not self.person(k - 4 if aged else k - 1):  # «X, 24 ans, relieuse»
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
        return self.participle(i) or self.lex.grammar.adjective(after)

    def _named_trade(self, i: int) -> bool:
        """Whether an article stands before a word that ends as only trades do, and a person after it."""
        named = i + 1 < len(self.ts) and self.person(i + 1) and self.ts[i + 1].start in self.starts
        article = i > 0 and self.ts[i - 1].key in _BEFORE_ONE
        return named and article and not self.ts[i].capital and _ONLY_TRADES.search(self.ts[i].key) is not None

    def participle(self, j: int) -> bool:
        """Whether the word at `j` ends a role: «romancier | né à», but not «président du parti», «président élu de»."""
        ts = self.ts
        if ts[j - 1].key in OF | THE | TO | THIS:
            return False
        if ts[j].text[0].islower() and _FUTURE.search(ts[j].text):  # «directeur du projet | animera»
            return True
        if ts[j].text.casefold() not in self.lex.participles:
            return False
        after = ts[j + 1] if j + 1 < len(ts) else None
        return ts[j].key not in {"elu", "elue"} or (
            after is not None and after.word and after.key not in OF and j + 1 not in self.at
        )

    def begins_role(self, i: int) -> bool:
        """Whether a role begins at token `i`, after ranks and articles."""
        while i < len(self.ts) and (self.ts[i].key in self.lex.ranks or self.ts[i].key in THE | _NOW):
            i += 1
        return self.function(i) > i
