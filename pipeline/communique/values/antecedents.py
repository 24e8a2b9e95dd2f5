"""«il», «elle», «ce dernier» -> the person meant: who opens a sentence before, who spoke last, who was named last."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from communique.values.said import PRONOUNS, Said, sentences
from communique.values.speakers import Cast, Row, Speaker, prepositional

MAX_BACK = 3  # blocks in which the person of a pronoun is looked for
MAX_FAR = 10  # and where his or her gender is known
MAX_READ = 200  # tokens of each of them
# «son» is of either gender: «Son credo : « … »»
_GENDER = {"il": "m", "ils": "", "elle": "f", "elles": "f", "dernier": "m", "derniere": "f", "meme": "", "son": ""}
MAX_PRESENTED = 14  # tokens of the role that opens a sentence before its subject: «Architecte honoraire, Léa Noury …»


class Spoken(NamedTuple):
    """The last quote: its block, the token after it there, and whose it is."""

    block: int
    after: int
    speaker: Speaker


@dataclass(frozen=True)
class Antecedents:
    """Looks back over the rows of a release."""

    row: Callable[[int], Row]  # the row of a block
    cast: Cast
    according: Collection[str]  # selon, pour: what they hold can be meant

    def meant(self, pronoun: str, block: int, p: int, last: Spoken | None) -> Speaker | None:
        """Whom the pronoun means that stands by the quotation at token `p` of a block."""
        gender = _GENDER[pronoun]
        if pronoun.startswith("dernier"):
            return self.named(gender, block, p)
        if pronoun == "meme":  # «Et d'ajouter»: who spoke last
            return last.speaker if last and block - last.block <= 1 else None
        plural = pronoun.endswith("s")
        row = self.row(block)
        since = max(0, p - MAX_READ, last.after if last and last.block == block else 0)
        body: Speaker | None = None
        for s, end in sentences(row, since, p):
            if subject := next((x for x in self.subjects(row, s, end, plural=plural) if fits(x, gender)), None):
                return subject
            opener = self.opener(row, s, end)
            body = body or (opener if opener and fits(opener, gender) else None)
        if plural:  # «ils» is nobody whom the text names, unless two were named together
            return None
        if last and block - last.block <= MAX_BACK and fits(last.speaker, gender):
            return self._since(last.block, block, gender) or last.speaker
        return body or self.named(gender, block, p)

    def _since(self, first: int, block: int, gender: str) -> Speaker | None:
        """The subject of that gender, if it is known, in the blocks between: nearer than who spoke before them."""
        for number in range(block - 1, first, -1):
            row = self.row(number)
            for s, end in sentences(row, max(0, len(row.ts) - MAX_READ), len(row.ts)):
                for subject in self.subjects(row, s, end, plural=False):
                    if subject.person and subject.gender == gender:
                        return subject
        return None

    def named(self, gender: str, block: int, p: int) -> Speaker | None:
        """The person of that gender who was named last before; farther back the gender must be known."""
        for number in range(block, max(-1, block - MAX_FAR - 1), -1):
            here = self.row(number)
            end = p if number == block else len(here.ts)
            for i in range(end - 1, max(-1, end - MAX_READ), -1):
                m = here.begins(i)
                if m and m.label == "PER":
                    speaker = self.cast.person(here, i)
                    if speaker.gender == gender or (fits(speaker, gender) and block - number <= MAX_BACK):
                        return speaker
        return None

    def subjects(self, row: Row, s: int, end: int, *, plural: bool) -> Iterator[Speaker]:
        """Persons in a sentence whom a pronoun of the next can mean: no preposition holds them, but «pour», «selon».

        With `plural` only the first of two that «et» joins. A sentence that has such a pronoun itself («Après avoir vu
        X, il …») counts only if it opens with a person.
        """
        opener = (self.cast.phrase(row, s) or self.cast.stranger(row, s)) if s < end else None
        again = any(t.key in PRONOUNS for t in row.ts[s:end])
        if opener and opener.person and opener.end <= end and not plural and (again or opener.entity is None):
            yield opener
        if again:
            return
        i = s
        while i < end:
            m = row.begins(i)
            if m and m.label == "PER":
                held = prepositional(row, i, self.cast.words)
                opens = held and i - s < 8 and row.ts[s].key in self.according
                speaker = self.cast.person(row, i)
                joined = speaker.end < end and row.ts[speaker.end].key == "et"
                if (opens or not held) and (joined or not plural):
                    yield speaker
            i = row.after(i) if i in row.at else i + 1

    def opener(self, row: Row, s: int, end: int) -> Speaker | None:
        """The role or organisation that opens a sentence, if its article says a gender: «La Fédération demande»."""
        body = self.cast.phrase(row, s) if s < end else None
        return body if body and not body.person and body.gender and body.end <= end else None

    def subject(self, row: Row, s: int, end: int) -> Said | None:
        """The subject of a sentence without a verb of speech: a person, «il», «elle»; what follows may be theirs.

        «Directrice depuis mai, Léa Noury ne cherche pas …», «Installée ici depuis dix ans, elle attend …».
        """
        while s < end and not row.ts[s].word:
            s += 1
        if s >= end:
            return None
        cue = (row.ts[s].start, row.ts[s].start)
        if row.ts[s].key in {"il", "elle"}:
            return Said(None, "pronom", cue, row.ts[s].key)
        speaker = self.cast.phrase(row, s)
        if speaker is None or not speaker.person:
            return self._presented(row, s, end)
        return Said(speaker, "phrase-avant", cue)

    def _presented(self, row: Row, s: int, end: int) -> Said | None:
        """The first person of a sentence, or «il», «elle», if a comma before parts them from what presents them."""
        for i in range(s, end):
            comma = i > s and row.ts[i - 1].text == ","
            cue = (row.ts[i].start, row.ts[i].start)
            if comma and row.ts[i].key in {"il", "elle"}:
                return Said(None, "pronom", cue, row.ts[i].key)
            m = row.begins(i)
            if m and m.label == "PER":
                return Said(self.cast.person(row, i), "phrase-avant", cue) if comma else None
        return None

    def presented_next(self, row: Row, s: int, gender: str) -> Speaker | None:
        """Whom the sentence at token `s` names behind a role without article: «Architecte honoraire, Léa Noury a …»."""
        ts = row.ts
        if s >= len(ts) or not self.cast.function(ts[s]):
            return None
        for i in range(s + 1, min(len(ts), s + MAX_PRESENTED)):
            if ts[i - 1].text == ",":
                m = row.begins(i)
                speaker = self.cast.person(row, i) if m and m.label == "PER" else None
                return speaker if speaker and fits(speaker, gender) else None
        return None


def fits(speaker: Speaker, gender: str) -> bool:
    """Whether the speaker can be of that gender."""
    return not speaker.gender or not gender or speaker.gender == gender
