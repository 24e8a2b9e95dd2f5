"""The lexemes beside an expression of time -> the tense of its sentence, and the date that the sentence named before.

Endings tell a tense, and the lists of rules/dates.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from communique.values.lexemes import Lexeme

Words = Callable[[str], Mapping[str, str]]  # name of a list -> its words, folded

HAVE = frozenset({"a", "ont", "avons", "avez", "ai"})
BESIDE = 3  # lexemes: a verb as near as this is that of the date
COORDINATED = 16  # lexemes before «et» among which the auxiliary of a second participle stands
REACH = 40  # lexemes on either side in which the verb of a date is looked for; a long sentence has that many
_FUTURE = re.compile(r"\w{2,}(?<!r)r(?:a|ont|ai|ons|ez)$")
_CONDITIONAL = re.compile(
    r"\w+erai(?:en)?t$|\w*(?:vr|n|l|ch|g|ss|d|b|rt|nt|st|ais|ois)irai(?:en)?t$|(?:au|dev|pour|vien?d|tiend|prend)rai(?:en)?t$"
)  # «espérait» is none
_PAST = re.compile(r"\w{3,}(?:aient|erent|irent|urent)$|\w{4,}ait$")
_PARTICIPLE = re.compile(r"\w+(?:é|ée|és|ées)$", re.IGNORECASE)
_LIKE_PARTICIPLE = re.compile(r"\w{2,}(?:i|u|is|it|ert|int)$")
# Qualities: «spécialités», «majorité», «diversité» are no participles; «invité», «limité», «facilité» may be.
_QUALITY = re.compile(r"\w+(?:al|el|ar|iv|os|id|ur|or|an|in|en|u|x|rs|ns|(?<!ha)bil)ités?$", re.IGNORECASE)


class Tenses:
    """The lexemes of a text, and what their sentences tell."""

    def __init__(self, items: Sequence[Lexeme], text: str, words: Words):
        self._items = items
        self._text = text
        self._words = words

    def _word(self, i: int) -> str:
        return self._items[i].word if 0 <= i < len(self._items) else "\n\n"

    def _kinds(self, i: int) -> frozenset[str]:
        return self._items[i].kinds if 0 <= i < len(self._items) else frozenset({"PARA", "FIN"})

    def _raw(self, i: int) -> str:
        return self._text[self._items[i].start : self._items[i].end] if 0 <= i < len(self._items) else ""

    def _touches(self, i: int) -> bool:
        """Whether no white space parts lexeme i from the next."""
        return 0 <= i < len(self._items) - 1 and self._items[i].end == self._items[i + 1].start

    def _first(self, i: int) -> bool:
        """Whether lexeme i opens its sentence or line."""
        if i <= 0 or self._kinds(i - 1) & {"PARA", "DOT", "DP"} or self._word(i - 1) in '!?…«"“•':
            return True
        return "\n" in self._text[self._items[i - 1].end : self._items[i].start]

    def _in(self, i: int, name: str) -> bool:
        return self._word(i) in self._words(name)

    def _name(self, i: int) -> bool:
        """A capitalised word that does not owe its capital to its place; not an acronym."""
        raw = self._raw(i)
        return "NOM" in self._kinds(i) and not raw.isupper() and not self._first(i)

    def _given(self, i: int) -> bool:
        """Whether it may be someone's name: a capitalised word, not an acronym."""
        return "NOM" in self._kinds(i) and not self._raw(i).isupper()

    def date_before(self, i: int, named: Collection[int]) -> int:
        """The last of some lexemes before i in its sentence, or on the lines above; -1 if there is none."""
        if not named:
            return -1
        for k in range(i - 1, max(-1, i - REACH), -1):
            if k in named:
                return k
            if self._ends(k):
                return -1
        return -1

    def _ends(self, k: int) -> bool:
        """Whether lexeme k ends a sentence."""
        kinds = self._kinds(k)
        if "FIN" not in kinds and "PV" not in kinds:  # nine of ten
            return False
        if "PARA" in kinds or self._word(k) in ("!", "?", "…", ";"):
            return True
        if "DOT" not in kinds:
            return False
        before = self._word(k - 1)
        short = before.isalpha() and len(before) <= 2  # «M.», «St.»
        return not short and self._raw(k + 1)[:1].isupper()

    def tense(self, i: int) -> int:
        """-1 for a sentence of the past, 1 for one of the future, 0 if no verb tells; doubled if one beside it does.

        A sentence whose verbs say nothing is of the tense of those beside it.
        """
        for ends in (self._ends, lambda k: "PARA" in self._kinds(k)):
            best = REACH + 1, 0
            beside = False
            for step in (-1, 1):
                for n in range(1, REACH):
                    k = i + step * n
                    if not 0 <= k < len(self._items) or ends(k):
                        break
                    if (cue := self._cue(k)) is not None:
                        beside = beside or (step < 0 and n <= BESIDE and self._on_that_day(i))
                        best = min(best, (n, cue), key=lambda b: b[0])
                        break
            if best[0] <= REACH:
                return best[1] * (2 if beside and best[0] <= BESIDE else 1)
        return 0

    def _on_that_day(self, i: int) -> bool:
        """Whether «le» or «en» leads up to it, and no «pour le», «avant le»."""
        return self._word(i - 1) in ("le", "en") and self._word(i - 2) not in ("pour", "avant", "apres", "depuis")

    def sentence_of_year(self, i: int) -> int:
        """The lexeme at which the sentence ends that «En 2021,» opens at lexeme i; 0 if that opens none."""
        if self._word(i - 1) != "en" or not self._first(i - 1):
            return 0
        return next((k for k in range(i + 1, min(len(self._items), i + REACH)) if self._ends(k)), 0)

    def _cue(self, k: int) -> int | None:
        """What a word tells of its sentence: -1 past, 1 future, 0 present; None if nothing."""
        item = self._items[k]
        if not item.word or not item.word[0].isalpha():
            return None
        raw = self._raw(k)
        # «présenté» is no «présente», nor «lancé» «lance»
        accented = "é" in raw[-3:].lower() and _PARTICIPLE.match(raw) and not _QUALITY.match(raw)
        if not accented and (said := self._words("temps-des-verbes").get(item.word)) is not None:
            return -1 if int(said) > 0 and self._was(k) else int(said)
        if item.word in ("est", "sont") and self._word(k - 1) in ("s'", "se"):  # «s'est tenue»
            return -1
        if item.word == "lieu" and self._word(k - 1) in ("a", "ont"):
            return 0
        if item.word in self._words("participes-après-avoir") and self._have(k):
            return -1
        if (raw[:1].isupper() and not self._first(k)) or self._in(k - 1, "déterminants"):
            return None
        have = self._raw(k - 1).lower() in HAVE
        regular = accented and (have or item.word not in self._words("noms-en-é"))
        if regular or self._in(k, "participes-irréguliers"):
            return self._participle(k)
        if have and _LIKE_PARTICIPLE.match(item.word) and not self._in(k, "apres-avoir"):  # «a séduit», «ont perdu»
            return -1
        if "r" in item.word and _FUTURE.match(item.word) and item.word not in self._words("noms-en-ra"):
            return 1
        if "rai" in item.word and _CONDITIONAL.match(raw.lower()):
            return 1
        if item.word[-1] == "t" and _PAST.match(item.word) and item.word not in self._words("noms-en-ait"):
            return -1
        return None

    def _have(self, k: int) -> bool:
        """Whether «a» or «ont» stands before it, or «a-t-il»."""
        if self._word(k - 1) in ("il", "elle", "on", "ils", "elles") and self._word(k - 2) == "-":
            return self._word(k - 5) in HAVE or self._word(k - 3) in HAVE
        return self._raw(k - 1).lower() in HAVE

    def _was(self, k: int) -> bool:
        """Whether it was so, and is no more: «l'ouverture était prévue en janvier»."""
        return any(self._word(n) in ("etait", "etaient") for n in range(k - 2, k))

    def _participle(self, k: int) -> int:
        """«sera signé» 1, «a été signé» -1, «est signé» 0, «signé» alone -1; «prévu» is ahead, «est né» past."""
        own = self._words("participes").get(self._word(k))
        if own == "1":
            return 1
        for n in range(k - 1, max(-1, k - 4), -1):
            raw = self._raw(n).lower()
            if raw in ("a", "ont", "avait", "avaient", "ai", "avons", "avez", "eu"):
                return -1
            if raw in ("fut", "furent") or self._words("participes").get(self._word(n)) == "-1":  # «est restée fermée»
                return -1
            if raw in ("est", "sont"):
                return -1 if own == "-1" or self._word(n - 1) in ("s'", "se") else 0
            if raw in ("être", "etre") or _FUTURE.match(raw):  # «resteront fermées»
                return 1
        if not own and self._raw(k - 1).lower() in ("et", "ou", "puis"):  # «sera tiré à mille exemplaires et envoyé»
            for n in range(k - 2, max(-1, k - COORDINATED), -1):
                raw = self._raw(n).lower()
                if self._ends(n) or raw in HAVE:
                    break
                if raw in ("être", "etre") or _FUTURE.match(raw):
                    return 1
        return int(own) if own else -1
