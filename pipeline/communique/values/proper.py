"""Tokens + word lists -> how far a name goes on: «ministère de la Transition écologique et | a décidé»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.values.tokens import OF, THE, Token

CHARGED = frozenset({"charge", "chargee", "charges", "chargees", "delegue", "deleguee", "delegues", "deleguees"})
_TO = frozenset({"a", "au", "aux"})
# Nouns after which «à» goes on a theme: «Fonds d'aide aux jeunes», «Plan de soutien à la filière».
_LEADS_TO = frozenset(
    {"aide", "aides", "soutien", "appui", "acces", "accompagnement", "adaptation", "retour", "droit", "initiation"}
    | {"sensibilisation", "preparation", "maintien", "hommage", "education", "incitation", "contribution", "prime"}
)
_INVERTED = ("-elle", "-il", "-elles", "-ils", "-on")  # «avertit-elle»
_HARD = frozenset('.;:()[]«»“”"!?…|\n•·▪●*')
_PLURAL = re.compile(r"^[a-zà-ÿ]{4,}(?:ies|tions|ages|ments|ités|eurs|aux|ances|ences|isme|ismes|ures|ques)$")
_NOUNS_IN_R = frozenset(
    {"mer", "fer", "hiver", "avenir", "loisir", "plaisir", "pouvoir", "chantier", "metier", "papier"}
)
MAX_PHRASE = 40  # tokens; the longest name of a French ministry so far has 24
# Endings of French adjectives, on the folded word. Verbs with such an ending are told apart by a list (`verbs`).
_ADJECTIVE = re.compile(
    r"(?:al|ale|ales|aux|ique|iques|ier|iere|iers|ieres|aire|aires|if|ifs|ive|ives|ien|ienne|iens|iennes|een|eenne"
    r"|eens|eennes|el|els|elle|elles|ais|aise|aises|ois|oise|oises|iste|istes|able|ables|ible|ibles|ain|aine|ains|aines|oyen|oyens|oyenne|oyennes|ere|eres|indirect|indirecte|indirectes|direct|directe|directes|indirects|directs"
    r"|urbain|mixte|mixtes|libre|libres|solidaire|public|publics|rouge|vert|verte|humain|humains|naturelles?)$"
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The words on which the reach of a name depends, folded.

    `stops` begin no name and end one though they may be written with a capital (titles, civilities);
    `openers` cannot open a complement (determiners: «de ses services»); `verbs` look like adjectives.
    """

    links: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()  # adjectives that stand before their noun: «des petites villes»
    plain_adjectives: frozenset[str] = frozenset()  # those whose ending does not show it: «agricole»
    ranks: frozenset[str] = frozenset()  # titles that belong to the name of a street: «avenue du Général Leclerc»
    given: frozenset[str] = frozenset()  # first names that are nothing else
    lands: frozenset[str] = frozenset()  # countries, regions: «en» before them goes on no name
    of_place: frozenset[str] = frozenset()  # adjectives that go on the name of a place: «Drôme provençale»

    def proper(self, ts: Sequence[Token], i: int, *, joined: bool = False, before_person: bool = False) -> int:
        """End of the run of capitalised words at `i`, with the small words between them; `i` if there is none.

        «Pays de Saint-Omer a» ends before «a». With `joined`, «et» and «&» join too: «Seine et Oise»; with
        `before_person` the run ends where a person's name begins: «du Nord | Fabien Lefort».
        """
        if not self._capital(ts, i):
            return i
        j = i + 1
        while j < len(ts) and j - i < MAX_PHRASE:
            if self._capital(ts, j):
                if before_person and self.person_at(ts, j):
                    break
                j += 1
                continue
            k = j
            while k < len(ts) and k - j < 3 and (ts[k].key in self.links or (joined and ts[k].key in {"et", "&"})):
                k += 1
            if k == j or not self._capital(ts, k) or (ts[k - 1].key == "en" and ts[k].key in self.lands):
                break  # «Turin | en Italie»
            j = k + 1
        return j

    def person_at(self, ts: Sequence[Token], i: int) -> bool:
        """Whether a first name and a family name stand at `i`, after something else: «du Nord | Fabien Lefort»."""
        if ts[i].key not in self.given or i + 1 >= len(ts) or not ts[i + 1].capital or ts[i + 1].lead:
            return False
        before = ts[i - 1].key if i else ""
        return before not in self.links and before not in self.ranks

    def _ranked(self, ts: Sequence[Token], i: int) -> int:
        """End of the ranks at `i` if a name follows: «Général | de Gaulle»; `i` if not."""
        k = i
        while k < len(ts) and ts[k].capital and ts[k].key in self.ranks:
            k += 1
        n = k
        while n < len(ts) and n - k < 3 and ts[n].key in self.links:
            n += 1
        return n if k > i and self._capital(ts, n) else i

    def _capital(self, ts: Sequence[Token], i: int) -> bool:
        if i >= len(ts) or not ts[i].word:
            return False
        t = ts[i]
        return (t.capital or (t.text[0].isdigit() and t.text[-1].isupper())) and t.key not in self.stops

    def place(self, ts: Sequence[Token], i: int, *, ranks: bool = False) -> int:
        """End of a place or proper name, with or without «de» before it: «de la Porte du Hainaut», «Bretagne».

        With `ranks`, a title may open it, as in the name of a street: «du Général de Gaulle».
        """
        j = self._of(ts, i)
        first = self._ranked(ts, j) if ranks else j
        end = self.proper(ts, first, before_person=j > i and first == j)
        if end == first:
            return i
        if end < len(ts) and ts[end].key in self.of_place and not ts[end].capital:
            end += 1
        return end

    def phrase(self, ts: Sequence[Token], i: int, *, to: bool = False) -> int:
        """End of a theme: «de l'aménagement, du logement et de la nature | a».

        With `to`, «à» and «aux» link small words too, as in the field of a deputy: «à la culture et aux sports».
        """
        j = self.adjectives(ts, i)
        begun = i
        first_capital = last_to = any_to = aimed = False
        while j < len(ts) and j - i < MAX_PHRASE:
            k = j
            joined = begun > i and (ts[k].key == "et" or (ts[k].text == "," and self.enumerates(ts, k + 1, to=to)))
            if joined:
                k += 1
            elif self._capital(ts, j) and not ts[j].lead:
                if begun > i and self.person_at(ts, j):
                    break
                j = begun = self.proper(ts, j, before_person=begun > i)
                continue
            charged = k < len(ts) and ts[k].key in CHARGED
            if charged:
                k += 1
            noun = self._of(ts, k)
            # Members of a coordination are written alike: «de la Culture et de la Jeunesse | et de ses partenaires».
            needs_capital = joined and first_capital
            if noun == k and k < len(ts):
                aim = ts[k].key in {"pour", "contre"} and k + 1 < len(ts) and ts[k + 1].key in THE
                lower = k + 2 < len(ts) and ts[k + 2].text[0].islower()
                # «Projet Vénus | pour la ville», «le Comité français | pour la Ligue»
                if aim and (k - 1 <= i or lower != ts[k - 1].capital):
                    noun = k + 2
                    aimed = True
                elif joined and aimed and ts[k].key in THE:  # pour la pêche | et la protection
                    noun = k + 1
                elif ts[k].key in _TO and ts[k].text != "a":
                    joined_article = ts[k].key != "a" or (k + 1 < len(ts) and ts[k + 1].key in THE)
                    # «aux Familles | à hauteur de», «Parti des artisans | à la Région»
                    led = ts[k - 1].key in _LEADS_TO and k > j - 1  # Fonds d'aide | aux jeunes
                    if not charged and not led and (not to or (not joined_article and begun > i)):
                        break
                    noun = k + 2 if k + 1 < len(ts) and ts[k + 1].key in THE else k + 1
                    needs_capital = needs_capital or not (charged or to or led)
            if noun == k or (joined and self._from_to(ts, noun)):  # «, d'Aurillac à Guéret»
                break
            to_this = ts[k].key in _TO
            # «commissariat à l'emploi | et du ministère», but «à la liberté de la création et au patrimoine»
            if joined and begun > i and to_this != last_to and not (to_this and any_to):
                break
            last_to = to_this
            any_to = any_to or to_this
            infinitive = noun == k + 1 and ts[k].key in {"de", "d'"}
            end = self._noun(ts, noun, needs_capital=needs_capital, infinitive=infinitive)
            if end == noun:
                break
            first_capital = first_capital or ts[noun].capital
            j = begun = end
        return begun

    def _from_to(self, ts: Sequence[Token], i: int) -> bool:
        """Whether a name and «à» with another stand at `i`: «Aurillac à Guéret»."""
        end = self.proper(ts, i)
        return end > i and end + 1 < len(ts) and ts[end].text == "à" and ts[end + 1].capital

    def adjectives(self, ts: Sequence[Token], i: int) -> int:
        """End of the adjectives at `i`: «hydrographique et océanographique | de»."""
        j = i
        while j < len(ts):
            if self.adjective(ts[j]):
                j += 1
            elif j > i and ts[j].key == "et" and j + 1 < len(ts) and self.adjective(ts[j + 1]):
                j += 2
            else:
                break
        return j

    def adjective(self, t: Token) -> bool:
        """Whether the word ends as adjectives do and is no verb."""
        long = len(t.key) > 3  # «aux» is none
        if not t.word or t.lead or t.key in self.verbs or t.key.endswith(_INVERTED):
            return False
        return t.key in self.plain_adjectives or (long and _ADJECTIVE.search(t.key) is not None)

    def _of(self, ts: Sequence[Token], i: int) -> int:
        """The token after «de», «de la», «du», «d'»; `i` if there is none of them."""
        if i < len(ts) and ts[i].key in OF:
            return i + 2 if i + 1 < len(ts) and ts[i].key == "de" and ts[i + 1].key in THE else i + 1
        return i

    def _noun(self, ts: Sequence[Token], i: int, *, needs_capital: bool, infinitive: bool) -> int:
        if i >= len(ts) or not ts[i].word or ts[i].lead:
            return i
        if self._capital(ts, i):
            return self.adjectives(ts, self.proper(ts, i, before_person=True))
        t = ts[i]
        if needs_capital or not t.text[0].islower() or t.key in self.openers or t.key in self.stops:
            return i
        if infinitive and t.key.endswith(("er", "ir", "oir")) and t.key not in _NOUNS_IN_R:  # de prévoir
            return i
        if t.key in self.before and i + 1 < len(ts) and ts[i + 1].word and ts[i + 1].text[0].islower():
            both = ts[i + 1].key == "et" and i + 3 < len(ts) and ts[i + 2].key in self.before
            if both and ts[i + 3].text[0].islower():
                i += 3  # petites et moyennes | entreprises
            elif ts[i + 1].key not in {"et", "ou", "a", "de", "des", "du", "d'"}:  # «aux jeunes et aux familles»
                i += 1
        end = self.adjectives(ts, i + 1)
        # «Faculté des sciences et technologies»: two bare plurals, and no verb can end so
        if end + 1 < len(ts) and ts[end].key == "et" and t.key.endswith("s") and _PLURAL.search(ts[end + 1].text):
            return self.adjectives(ts, end + 2)
        return end

    def enumerates(self, ts: Sequence[Token], i: int, *, to: bool = True) -> bool:
        """Whether «, de la consommation» at `i` goes on to «et de»: else the comma ends the name.

        With `to`, «, à l'innovation» does so, too.
        """
        if self._of(ts, i) == i and not (to and i < len(ts) and ts[i].key in _TO and ts[i].text != "a"):
            return False
        for k in range(i, min(i + 16, len(ts) - 1)):
            if ts[k].text in _HARD:
                return False
            if ts[k].key == "et":
                return ts[k + 1].key in OF or ts[k + 1].key in _TO
        return False
