"""Tokens of a block, names in it -> titles of persons: «adjointe en charge de la culture», «président de | la MEL»."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Generic, NamedTuple

from communique.values.functions import OBJECTS, THIS, TO, A, Functions, M
from communique.values.proper import CHARGED
from communique.values.tokens import OF, THE, Token

MAX_TITLE = 24  # tokens; «Ministre déléguée auprès du ministre de l'Économie, chargée des …» runs to 20
ENDS = frozenset({".", "!", "?", "…", "\n", "»"})  # of a sentence
_CLOSE = frozenset('.;:()[]«»“”"!?…|\n•·/')
_MORE_OBJECTS = frozenset({"des", "du", "au", "aux", "leur", "leurs", "notre", "nos", "deux"})
_BEFORE_ARTICLE = (
    OF | TO | {"tout", "toute", "sur", "dans", "sous", "pour", "contre", "entre", "par", "vers", "et", "ou", ","}
)
# After «à», «au», «en»: they say when or how something is done, and belong to no role.
_OCCASIONS = frozenset(
    {
        "cours", "terme", "lendemain", "moment", "occasion", "issue", "nom", "cote", "cotes", "partir", "compter",
        "propos", "sujet", "travers", "temps", "debut", "suite", "origine", "presence", "compagnie", "marge", "raison",
        "vue", "fonction",
    }
)  # fmt: skip
_YEAR = re.compile(r"(?:(?:1[89]|20)\d\d|\d\d? ans)(?: |$)")  # on folded tokens
_INFINITIVE = re.compile(r"(?:er|ir|re)$")
_UNITS = frozenset({"service", "unite", "pole", "commission", "bureau"})
_MINISTRIES = frozenset({"ministere", "gouvernement", "etat"})
_THESE = frozenset({"ces", "ses", "leurs", "nos", "vos"})
MAX_FIELD = 7  # tokens of «, Relations avec les médias»
_ASIDE = 6  # tokens of «(LR)», «(sans étiquette)» within a title


class Title(NamedTuple, Generic[M]):
    """A role as read: tokens of the title, of the whole phrase, and its organisation's mention if it names one."""

    start: int
    end: int
    after: int
    organization: M | None
    generic: str  # the common noun that stands for the organisation: «de l'association»
    written: str = ""  # an organisation with a capital that is no mention: «Conseil départemental»
    plural: bool = False  # of several persons: «députés de l'Ain»


class Titles(Functions[M]):
    """The titles of one block: its functions with what belongs to them."""

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

        After an organisation the charge is no title of its own, and left out, with a comma or without.
        """
        ts, k = self.ts, title.after
        held = bool(title.organization or title.generic or title.written)
        comma = k < len(ts) and ts[k].text == ","
        first = k + 1 if comma else k
        if not (comma or held) or ts[title.start].key in CHARGED or first + 2 >= len(ts):
            return title
        link = first + 2 if (ts[first].key, ts[first + 1].key) == ("en", "charge") else first + 1
        opens = (link > first + 1 or ts[first].key in CHARGED) and ts[link].key in OF | TO and ts[link].text != "a"
        if not opens or self.function(first) > first + 1:  # «sociologue, chargée de recherche»
            return title
        more = self._read(first, first, link)
        if more is None:
            return title
        return title._replace(after=more.end) if held else more._replace(start=title.start)

    def _read(self, start: int, i: int, j: int) -> Title[M] | None:
        """The title from `start`, whose function word stands at i:j."""
        ts, lex = self.ts, self.lex
        if ts[i].key in {"elu", "elue"} and not self._elected(i, j):
            return None
        if ts[i].key.startswith(("auteur", "autrice")) and j + 1 < len(ts) and ts[j].key == "d'" and ts[j + 1].key in A:
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
                and (ts[j + 1].key in lex.times or ts[j + 1].text.isdigit() or ts[j + 1].key == "1er")
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
            if self.participle(j) or self._adverbial(j):
                break
            if t.key in THE and ts[j - 1].key not in _BEFORE_ARTICLE:
                break  # «championne olympique | l'Américaine»
            if t.key == "et" and j + 1 < len(ts) and (self._joined_role(j + 1) or self._relative(j + 1)):
                break
            link = self._link(j)
            if t.key in OF and link in self.at and self.at[link].label == "LOC" and "champion" in ts[i].key:
                j = end = self.after(self.at[link])  # «champion de France»
                continue
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
                if ts[link - 1].key in THIS | _THESE and ts[i].key not in CHARGED:
                    break  # «ancien président | de cette maison»
                j = end = link + 1
                continue
            if not t.word:
                break
            j = end = j + 1
        if tail := self._tail(start, end):
            return Title(start, tail, tail, None, "")
        end = self._field(start, end)
        if organization := self._beside(end):
            return Title(start, end, self.after(organization), organization, "")
        while end > start + 1 and ts[end - 1].key in OF | TO | THE | {"et", "contre", "sur", "dans"}:
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
        if before and before.word and not self.person(i - 1) and before.key not in THE | A | {"et"} | self.lex.ranks:
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
            alone = link + 1 >= len(ts) or not ts[link + 1].word or self._ends(ts[link + 1])
            if alone and generic.key not in lex.undertakings:
                return Title(start, end, link + 1, None, generic.key)
        return None

    def _field(self, start: int, end: int) -> int:
        """End of a role whose field follows a comma, in a line of a name: «vice-président, Affaires publiques»."""
        ts, j = self.ts, end + 1
        if end >= len(ts) or ts[end].text != "," or not self._opens_line(start):
            return end
        while j < len(ts) and ts[j].word and j not in self.at and j - end < MAX_FIELD:
            j += 1
        closed = j == len(ts) or ts[j].text == "\n" or (ts[j].text == "," and self._beside(j) is not None)
        # «Relations avec les médias», «Communications», but not the name of an organisation
        noun = any(t.text[0].islower() and len(t.key) > 3 for t in ts[end + 2 : j])
        noun = noun or (j == end + 2 and ts[end + 1].key.endswith(("ions", "tion", "ces", "ing")))
        return j if closed and noun and ts[end + 1].capital and not self.begins_role(end + 1) else end

    def _tail(self, start: int, end: int) -> int | None:
        """End of a role that goes on after a comma to the line's end: «chargée de communication, relations presse»."""
        ts = self.ts
        if end >= len(ts) or ts[end].text != "," or not self._opens_line(start):
            return None
        j = end + 1
        while j < len(ts) and ts[j].word and ts[j].text[0].islower() and j not in self.at and j - end < 5:
            if (
                ts[j].key
                in self.lex.ends | self.lex.speech | self.lex.between | OBJECTS | _MORE_OBJECTS | THIS | _THESE
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
            if k < len(self.ts) and self.ts[k].key in THE | THIS | _THESE:
                k += 1
            return k
        return j

    def _adverbial(self, j: int) -> bool:
        """Whether what begins at `j` belongs to the sentence: «champion | en battant», «directeur | au cours de»."""
        ts = self.ts
        if ts[j].key == "en" and j + 1 < len(ts) and ts[j + 1].key.endswith("ant") and j + 1 not in self.at:
            return self.function(j + 1) == j + 1
        link = self._link(j)
        return link > j and ts[j].key in {"a", "au", "aux", "en"} and link < len(ts) and ts[link].key in _OCCASIONS

    def nested(self, title: Title[M]) -> int:
        """Where a role begins that is the complement of another: «le conseiller du | président X»; -1 if none does."""
        ts = self.ts
        for k in range(title.start + 2, title.end):
            held = ts[k - 1].key in {"du", "de", "d'"} or (ts[k - 1].key in {"la", "l'"} and ts[k - 2].key in OF)
            if held and k not in self.at and self.function(k) > k:
                return k
        return -1

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
        while i < len(self.ts) and self.ts[i].key in THE | A | THIS:
            i += 1
        return i < len(self.ts) and self.ts[i].key in self.lex.kin
