"""A line, or the words within a quotation -> who signs: «— Léa Noury, maire», «Oui, assure Léa Noury, et …»."""

from __future__ import annotations

from dataclasses import dataclass

from communique.values.said import DASHES, LOOSE, PRONOUNS, STOPS, Said, where
from communique.values.speakers import PAIR, Cast, Row, Speaker
from communique.values.speech import Verbs
from communique.values.tokens import Token

MAX_SIGNATURE = 60  # tokens of a line that signs a quotation: a name, and one or two roles
_NO_CLAUSE_AFTER = frozenset({"l'", "la", "le", "les", "d'", "de", "du", "en", "a", "et"})
_BREAKS = frozenset({",", "–", "—", "-", "!", "?", "…", ".", "»", "”"})


@dataclass(frozen=True)
class Signatures:
    """Reads names that stand for an attribution by their place alone."""

    verbs: Verbs
    cast: Cast

    def line(self, row: Row, k: int) -> Said | None:
        """A name, with its roles, that fills the line from token `k`: «— Léa Noury, maire de Tours»."""
        ts = row.ts
        start = k
        dash = False
        while k < len(ts) and ts[k].text in LOOSE and k - start < 5:
            dash = dash or ts[k].text in DASHES
            k += 1
        if k >= len(ts) or not ts[k].word:
            return None
        speaker = self.cast.phrase(row, k) or self._stranger(row, k)
        if speaker is None or not (ts[k].capital or dash or speaker.person):
            return None
        end = self._end(row, speaker.end)
        if end is None or not self._apart(row, speaker, end, dash=dash):
            return None
        cue = (ts[start].start, ts[k - 1].end) if dash and k > start else (ts[k].start, ts[k].start)
        return Said(speaker, "signature", cue)

    def last_line(self, row: Row, *, quoted: bool) -> tuple[Said | None, int]:
        """The signature in the last line of a block, and the token at which the words before it end.

        It needs a dash («… . — Léa Noury», «⏎— Léa Noury»), or with `quoted` a line of its own.
        """
        ts = row.ts
        k = len(ts) - 1
        while k > 0 and ts[k].text != "\n" and not (ts[k].text in {"–", "—", "―"} and ts[k - 1].text in STOPS):
            k -= 1
        if k <= 0:
            return None, len(ts)
        dashed = any(t.text in DASHES for t in ts[k : k + 2])
        said = self.line(row, k) if dashed or quoted else None
        while k > 0 and (ts[k - 1].text == "\n" or ts[k - 1].text in DASHES):
            k -= 1
        return (said, k) if said and k else (None, len(ts))

    def inside(self, row: Row) -> Said | None:
        """«Nous sommes prêts, assure X, et …»: `row` holds the words of the quotation."""
        ts = row.ts
        for i in range(1, len(ts)):
            if ts[i - 1].text not in _BREAKS or not ts[i].word or ts[i].capital:
                continue
            verb = self.verbs.at(ts, i)
            if not verb or verb.force != "says" or not verb.known:
                continue
            if verb.pronoun in PRONOUNS:
                return Said(None, "incise-interne", where(ts, verb), verb.pronoun)
            if verb.end < len(ts) and not verb.pronoun and (speaker := self._right_after(row, verb.end)):
                return Said(speaker, "incise-interne", where(ts, verb))
        return None

    def _stranger(self, row: Row, k: int) -> Speaker | None:
        """A name known by nothing but the role that follows it: «Temo Gelashvili, capitaine»."""
        stranger = self.cast.stranger(row, k)
        if (
            stranger is None
            or stranger.end + 1 >= len(row.ts)
            or row.ts[stranger.end].text not in {",", "\n", "-", "–"}
        ):
            return None
        role = self.cast.phrase(row, stranger.end + 1)
        return stranger if role and self.cast.function(row.ts[stranger.end + 1]) else None

    def _right_after(self, row: Row, k: int) -> Speaker | None:
        """A person, or the article with a role, and then a mark: no object of the verb."""
        speaker = self.cast.phrase(row, k)
        if speaker is None or not (speaker.person or row.ts[k].key in {"le", "la", "l'"}):
            return None
        return speaker if speaker.end >= len(row.ts) or not row.ts[speaker.end].word else None

    def _apart(self, row: Row, speaker: Speaker, end: int, *, dash: bool) -> bool:
        """Whether the rest of the line is roles: no sentence that the name opens."""
        ts, k = row.ts, speaker.end
        if k >= end:
            return True
        if not speaker.person and not dash and any(t.word for t in ts[k:end]):
            return False
        if (ts[k].word and not self.cast.function(ts[k])) or ts[end - 1].text in {"?", "!"}:
            return False  # «Léa Noury a ouvert la séance»
        return not any(
            verb.known
            for i in range(k, end)
            if i not in row.at and ts[i].word and ts[i - 1].key not in _NO_CLAUSE_AFTER
            if (verb := self.verbs.at(ts, i))
        )

    def _end(self, row: Row, k: int) -> int | None:
        """The end of the signature that goes on at token `k`; None if the line is a sentence or too long."""
        ts = row.ts
        start = k
        while k < len(ts):
            if k - start > MAX_SIGNATURE or ts[k].text == PAIR:
                return k if ts[k].text == PAIR and ts[k - 1].text == "\n" else None
            if ts[k].text in {".", "…"} and k + 1 < len(ts) and ts[k + 1].word:
                return None
            if ts[k].text == "\n" and k + 1 < len(ts) and not self._role(ts[k + 1]):
                return k
            k += 1
        return k

    def _role(self, t: Token) -> bool:
        return t.word and self.cast.function(t)
