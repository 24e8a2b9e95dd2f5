"""Titles and names of a block -> whose each title is, and by which rule of rules/persons.yaml."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Generic, TypeVar

from communique.values.actors import PASSIVE, SHE, Actors
from communique.values.functions import Lexicon, Mentioned
from communique.values.roles import Title, Titles
from communique.values.tokens import OF, THE, Token

MAX_DATE = 6  # tokens of «depuis le 3 mars 2019»
_PLURAL_ARTICLES = frozenset({"les", "ses", "leurs", "nos", "tous", "toutes", "deux"})
# At the head of a sentence they hold a role that is not its subject's.
_FRONTED = frozenset({"au", "avec", "devant", "chez", "contre", "sans", "apres", "avant", "derriere", "face", "grace"})
_NOT_BARE = frozenset({"et", "a", "en", "de", "d'", "par"})  # «X a nommé le directeur», «remis par X à la présidente»
_BETWEEN_ROLES = frozenset({",", "\n", "–", "-", "|"})
# On folded tokens: «depuis mars 2014», «de 2010 a 2014», «depuis plus de dix ans», «( 2010-2014 )».
_TIME = re.compile(
    r"(?:(?:depuis|en|de|entre|des)(?: (?:le|debut|fin|mi))?(?: \d{1,2}(?:er)?)?(?: [a-z]+)? \d{4}"
    r"(?: (?:a|et|au)(?: [a-z]+)? \d{4})?"
    r"|(?:depuis|pendant|durant)(?: plus de| pres de)?(?: [a-z-]+){1,2} (?:ans|annees|mois)"
    r"|\( (?:depuis )?\d{4}(?:-\d{4}| [-–] \d{4})? \))(?= |$)"
)
MAX_TIME = 9  # tokens that it reads
_SEPARATORS = frozenset({",", "–", "—", "-", "(", "\n", ":", "*", "|", "·", "/"})  # between a name and its role
_FOLLOWS = re.compile(r"succed|remplac|suite$|releve$")  # whom another follows in a post is not given it
_OFTEN = frozenset({"longtemps", "successivement", "jusqu'", "notamment", "d'", "abord", "tour", "brievement"})
_HAS = frozenset({"a", "avait"})
_VERB = re.compile(r"(?:ront|(?<!m)ent)$")  # of several persons
_POSTED = frozenset({"poste", "fonction", "fonctions", "comme", "tant", "qualite"})


M = TypeVar("M", bound=Mentioned)


class Holders(Generic[M]):
    """Goes from a title to the person: before it, after it, or on the line above or below."""

    def __init__(
        self,
        ts: Sequence[Token],
        titles: Titles[M],
        people: Sequence[M],
        lex: Lexicon,
        headline: str | None,
        before: str | None,
    ) -> None:
        """Take in a block.

        Args:
            people: the mentions of persons in it.
            headline: the one person of the headline above, if this is the first block under it.
            before: the one person of the block before.
        """
        self.ts, self.titles, self.lex, self.headline = ts, titles, lex, headline
        self.at, self.starts = titles.at, titles.starts
        self.actors = Actors(ts, titles, people, lex, before)

    def all(self, title: Title[M]) -> list[str]:
        """The persons, two or more, before or after a title of several: «MM. X et Y, députés de l'Ain»."""
        ts, i = self.ts, title.start
        while i > 0 and (ts[i - 1].key in _PLURAL_ARTICLES or ts[i - 1].key in self.lex.between):
            i -= 1
        apposed = i > 1 and ts[i - 1].text in {",", "(", "–", "—", "\n"} and self.titles.person(i - 2)
        # «Avec X et Y, étudiants et enseignants défileront»
        verb = any(_VERB.search(t.key) for t in ts[title.start + 1 : title.after + 1])
        if apposed and not verb:
            found = self.listed_before(i - 2)
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

    def _named_at(self, j: int) -> M | None:
        """The person whose name begins at token `j`, after civilities."""
        j = self.past_address(j)
        m = self.starts.get(self.ts[j].start) if j < len(self.ts) else None
        return m if m and m.label == "PER" else None

    def listed_before(self, i: int) -> list[str]:
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

    def one(self, title: Title[M], chain: tuple[str, int] | None, first: int) -> tuple[str | None, str]:
        """Whose role it is, and by which rule: the person before it, else the person after it.

        Args:
            title: the role.
            chain: the person who has the role before, and the token after that.
            first: where the first of the roles begins that «et» joins to this one; else where it begins itself.
        """
        i = title.start - 1
        # «X, par ailleurs présidente de …», «X (présidente de …)», «X⏎Présidente de …», «X est présidente de …»
        while i >= 0 and i not in self.at and (self.ts[i].key in self.lex.between or self.ts[i].key in self.lex.ranks):
            i -= 1
        skipped = {self.ts[k].key for k in range(i + 1, title.start)}
        if labelled := self._labelled(title):
            return labelled.entity, "persons/avant-le-nom"
        if "et" in skipped and skipped & (
            THE | {"son", "sa", "leur", "notre"}
        ):  # «la préfète, Mme X, et le sous-préfet de Y»: someone else
            owner = self._following(title, first)
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
        # «X directeur de Y», «X nommée directrice de Y» without a mark: at its line's end, or with its organisation
        bare = mark == i and not skipped & _NOT_BARE and self._bare(title)
        if i >= 0 and (mark > i or bare) and self.titles.person(i):
            newline = any(self.ts[k].text == "\n" for k in range(i + 1, title.start))
            if newline and skipped & THE and title.after < len(self.ts) and self.ts[title.after].word:
                return None, ""  # «Disparition de X :⏎La ministre salue»
            # «Le maire⏎X⏎La préfète⏎Y»: where a role opens the signatures, each stands above its name
            if newline and not self.titles.person(0) and (below := self._below(title)):
                return below.entity, "persons/ligne-du-dessus"
            return self.at[i].entity, "persons/ligne-du-dessous" if newline else "persons/apres-le-nom"
        if chain and chain[1] <= title.start and self._goes_on(chain[1], title.start):
            return chain[0], "persons/plusieurs-fonctions"
        charged = self.ts[title.start].key.startswith("charge") and self.ts[i].key == "ete"  # «a été chargé de vendre»
        if not charged and (verb := self._copula(i)) >= 0 and (subject := self.actors.of(verb)):
            return subject, "persons/est"
        if appointed := self._appointed(title):
            return appointed, "persons/est"
        if owner := self._following(title, first):
            return owner.entity, "persons/avant-le-nom"
        if subject := self._by_pronoun(title):
            return subject, "persons/avant-le-nom"
        if owner := self._below(title):
            return owner.entity, "persons/ligne-du-dessus"
        if i >= 0 and (mark > i or "et" in skipped) and (person := self._apposition(i, kin=mark == i)):
            return person.entity, "persons/apres-le-nom"
        if speaker := self._speaker_before(title):
            return speaker, "persons/phrase-suivante"
        return None, ""

    def _labelled(self, title: Title[M]) -> M | None:
        """The person whom a role that opens a line or follows a mark announces: «Présidente : X – Trésorier : Y»."""
        ts, i, j = self.ts, title.start - 1, title.after
        if j >= len(ts) or ts[j].text != ":" or (i >= 0 and ts[i].word):
            return None
        return self._named_at(j + 1)

    def _goes_on(self, i: int, end: int) -> bool:
        """Whether ts[i:end], between two roles, leave them one person's: «, », « depuis 2014 et », «, au poste de»."""
        ts = self.ts
        posted = through = False  # whether a post is named, and whether words stand there that only lead to one
        while i < end:
            if (after := self._past_time(i)) > i:
                i = after
                continue
            if ts[i].text == "(" and i + 2 < end and ts[i + 1].shouted and ts[i + 2].text == ")":  # «(PJ)»
                i += 3
                continue
            if ts[i].text not in _BETWEEN_ROLES and ts[i].key not in self.lex.between:
                if ts[i].key not in self.lex.leads:
                    return False
                through = True
            posted = posted or ts[i].key in _POSTED
            i += 1
        return posted or not through

    def _past_time(self, i: int) -> int:
        """The token after «depuis mars 2014», «de 2010 à 2014», «(2010-2014)» at `i`; `i` if there is none."""
        m = _TIME.match(" ".join(t.key for t in self.ts[i : i + MAX_TIME]))
        return i + m[0].count(" ") + 1 if m else i

    def _speaker_before(self, title: Title[M]) -> str | None:
        """Who was just quoted, or is alone in the headline, if the next sentence begins with the role.

        «…», ironise X. Le PDG de l'Agence en veut pour preuve.
        """
        ts, k = self.ts, title.start - 1
        opens = k >= 0 and ts[k].key in THE and ts[k].capital and ts[k].lead
        goes_on = title.after < len(ts) and ts[title.after].word and ts[title.after].text[0].islower()
        whole = title.organization is not None or bool(title.generic)
        if not opens or not goes_on or not whole or ts[title.after].key in {"et", "de", "d'", "qui"}:
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

    def _bare(self, title: Title[M]) -> bool:
        """Whether a role right after a name, without a comma, ends its line or names its organisation."""
        return title.after >= len(self.ts) or self.ts[title.after].text == "\n" or title.organization is not None

    def _following(self, title: Title[M], first: int) -> M | None:
        """The person named right after the role: «le président de la MEL, Damien Castelain»."""
        ts, j = self.ts, self._past_a_date(title)
        if j + 2 < len(ts) and ts[j].text == "(":  # «le sénateur (LR) X»
            close = next((k for k in range(j + 2, min(j + 5, len(ts))) if ts[k].text == ")"), j)
            j = close + 1 if close > j else j
        mark = ts[j].text if j < len(ts) else ""
        if mark == "et" and ts[title.start].lead:
            j = self._past_another(j)
            mark = ts[j].text if j < len(ts) else ""
        if mark == "," or (mark == ":" and self._opens_line(title)):  # «Attachée de presse : X»
            j += 1
        if mark == "," and j + 1 < len(ts) and ts[j].key in THE:  # «son président, l'agriculteur X»
            j = self.titles.function(j + 1)
        j = self.past_address(j)
        m = self.starts.get(ts[j].start) if j < len(ts) else None
        if m is None or m.label != "PER":
            return None
        if j == title.after and self.titles.nested(title) > 0:  # «le conseiller du président X»: X presides
            return None
        if mark == ",":
            # «Le président de la MEL, X, a signé», but not «adressée à la directrice de la CNIL, Me X dénonce».
            end = self.titles.after(m)
            opens = first < 3 or ts[first].lead or ts[first - 2].text in {".", "\n", ",", ":"}
            held = self._held(title.start)
            if held in self.lex.kin:  # «la fille du maire, X,»
                return None
            opens = opens and held not in _FRONTED  # «Avec le directeur de l'Adage, X a visité l'usine»
            if not opens and end < len(ts) and ts[end].text not in {",", ".", ")", ":", "\n", ";", "»", "et", "–"}:
                return None
        return m

    def _held(self, i: int) -> str:
        """The word on which the role at token `i` hangs: «avec» le maire, the «fille» du maire; "" if on none."""
        ts, k = self.ts, i - 1
        while k >= 0 and ts[k].key in THE:
            k -= 1
        if k >= 0 and ts[k].key in {"au", "aux"}:
            return "au"
        if k > 0 and ts[k].key in OF:
            return ts[k - 1].key if k - 1 not in self.at else ""
        return ts[k].key if k >= 0 and k not in self.at else ""

    def _past_another(self, j: int) -> int:
        """The comma after what else somebody is, in words of no list: «Conseillère de l'Ain et usagère du train, X»."""
        k = j + 1
        while k < len(self.ts) and k - j < MAX_DATE and self.ts[k].word and self.ts[k].text[0].islower():
            k += 1
        return k if k > j + 1 and k < len(self.ts) and self.ts[k].text == "," else j

    def _past_a_date(self, title: Title[M]) -> int:
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
        dated = k < len(ts) and ts[k].text == "," and (ts[j].key == "depuis" or any(t.text.isdigit() for t in ts[j:k]))
        return k if dated else j

    def past_address(self, j: int) -> int:
        """The token after civilities and «cher» at `j`."""
        ts, lex = self.ts, self.lex
        while j < len(ts) and (
            ts[j].key in lex.civilities
            or ts[j].key in lex.dear
            or (ts[j].text == "." and ts[j - 1].key in lex.civilities)
        ):
            j += 1
        return j

    def _opens_line(self, title: Title[M]) -> bool:
        i = title.start
        while i > 0 and self.ts[i - 1].key in THE:
            i -= 1
        return i == 0 or self.ts[i - 1].text == "\n"

    def _below(self, title: Title[M]) -> M | None:
        """The person on the line under a line that is the role: a signature, «Le Secrétaire général,⏎X»."""
        ts, j = self.ts, title.after
        if not self._opens_line(title):
            return None
        if j < len(ts) and ts[j].text in {",", ":"}:
            j += 1
        if j >= len(ts) or ts[j].text != "\n":
            return None
        while j < len(ts) and ts[j].text == "\n":
            j += 1
        j = self.past_address(j)
        m = self.starts.get(ts[j].start) if j < len(ts) else None
        if m is None or m.label != "PER":
            return None
        end = self.titles.after(m)
        return m if end == len(ts) or ts[end].text == "\n" else None

    def _copula(self, i: int) -> int:
        """The token at which «est», «devient», «a été» ends at `i` begins; -1 if there is none."""
        ts = self.ts
        if i < 0 or i in self.at:
            return -1
        k = i
        while k > 0 and i - k < 4 and ts[k].key in _OFTEN:
            k -= 1
        if ts[k].key in self.lex.copulas:
            return k
        if ts[k].key != "ete":
            return -1
        k -= 1
        while k > 0 and i - k < 6 and ts[k].key not in _HAS and (ts[k].key in self.lex.between or ts[k].key in _OFTEN):
            k -= 1
        return k if k > 0 and ts[k].key in _HAS and ts[k - 1].key != "qui" else -1

    def _by_pronoun(self, title: Title[M]) -> str | None:
        """The person whom a pronoun means after a role at the head of its sentence: «Ancienne préfète, elle dirige»."""
        ts, j, i = self.ts, self._past_a_date(title), title.start
        while i > 0 and ts[i - 1].key in self.lex.between and ts[i - 1].key not in THE:
            i -= 1
        pronoun = j + 1 < len(ts) and ts[j].text == "," and ts[j + 1].key in SHE
        return self.actors.meant(i) if pronoun and ts[i].lead else None

    def _apposition(self, i: int, *, kin: bool) -> M | None:
        """The person before one apposition more: «Malika, mère de deux enfants, salariée».

        With `kin` it must say whose relative one is: «Malika, fille de mineur et salariée».
        """
        k = i
        while k >= 0 and k not in self.at and self.ts[k].word and i - k < 9:
            k -= 1
        apposed = k > 0 and self.ts[k].text == "," and self.titles.person(k - 1)
        return self.at[k - 1] if apposed and (not kin or self.ts[k + 1].key in self.lex.kin) else None

    def _appointed(self, title: Title[M]) -> str | None:
        """The person who is given or holds the role: «X a été nommée», «X au poste de», «nomme X directrice»."""
        ts, i = self.ts, title.start - 1
        first = i
        while i >= 0 and i not in self.at and ts[i].key in self.lex.leads and first - i < 6:
            i -= 1
        if i < 0:
            return None
        posted = any(ts[k].key in _POSTED for k in range(i + 1, first + 1))
        if self.titles.person(i):
            m = self.at[i]
            k = bisect_left(self.titles.begins, m.start) - 1
            while k >= 0 and ts[k].key in self.lex.civilities:
                k -= 1
            if posted:  # «X succède à Y au poste de»
                follows = next((n for n in range(max(0, k - 3), k + 1) if _FOLLOWS.match(ts[n].key)), -1)
                return m.entity if follows < 0 else self.actors.of(follows)
            return m.entity if i == first and k >= 0 and ts[k].key in self.lex.appoints else None
        if posted and (ts[i].key in self.lex.holds or self.at.get(i) is not None):
            return self.actors.of(i)
        # «occupe depuis 2018 le poste de»
        verb = next((v for v in range(i - 1, max(-1, i - MAX_TIME), -1) if ts[v].key in self.lex.holds), -1)
        if posted and verb >= 0 and self._past_time(verb + 1) == i + 1:
            return self.actors.of(verb)
        # «a été nommée», «vient d'être élu», «est promue au poste de»
        if ts[i].key in self.lex.between and ts[i].key.endswith(("e", "ee", "u", "ue")):
            k = i - 1
            while k >= 0 and i - k < 6 and ts[k].key in PASSIVE:
                k -= 1
            passive = any(ts[n].key in {"ete", "est", "etre", "fut", "sera"} for n in range(k + 1, i))  # not «a nommé»
            return self.actors.of(k + 1) if passive else None
        return None
