"""Names in a block -> the subject of a verb: a person before it, or whom «il», «elle» mean."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Generic, TypeVar

from communique.values.functions import Lexicon, Mentioned
from communique.values.roles import ENDS, Titles
from communique.values.tokens import Token

MAX_SUBJECT = 60  # tokens from a sentence's first word to «est»
MAX_BACK = 200  # tokens back from «elle» to the sentence that names her
SHE = frozenset({"il", "elle"})
PASSIVE = frozenset({"a", "ete", "est", "etre", "d'", "vient", "avait", "sera", "fut", "officiellement", "ainsi"})
M = TypeVar("M", bound=Mentioned)


class Actors(Generic[M]):
    """Goes from a verb to the person who acts."""

    def __init__(
        self, ts: Sequence[Token], titles: Titles[M], people: Sequence[M], lex: Lexicon, before: str | None
    ) -> None:
        """Take in a block.

        Args:
            people: the mentions of persons in it.
            before: the one person of the block before.
        """
        self.ts, self.titles, self.lex, self.before = ts, titles, lex, before
        self.at = titles.at
        self.first = people[0] if people else None
        self.other = next((m for m in people if m.entity != people[0].entity), None)  # the second person of the block

    def of(self, i: int) -> str | None:
        """The person who is the subject of the verb at token `i`: before it, or at the head of its sentence."""
        k = self._sentence(i)
        near = self.at.get(i - 1) if self.titles.person(i - 1) else None
        if near:  # «Âgée de 45 ans, X était»
            before = self._before(near, k)
            if before < k or self.ts[before].text == ",":
                return near.entity
        if last := self._just_before(k, i):  # «De 2015 à 2020, X a occupé»
            return last
        # «X a été nommée préfète. Elle était sous-préfète de Béziers.», «Diplômée de droit, elle est»
        if self.ts[k].key in SHE or (i > k and self.ts[i - 1].key in SHE):
            named = {self.at[n].entity: n for n in range(i - 1, k - 1, -1) if self.titles.person(n)}
            opener = next(iter(named.items()), ("", i))
            if len(named) == 1 and opener[1] < k + 4:  # «La reine X est aimée au pays dont elle est»
                return opener[0]
            return None if named else self.meant(k)
        k = next((n for n in range(i - 1, k - 1, -1) if self.ts[n].text == ":"), k - 1) + 1  # «France : X remplace»
        if self._in_a_relative(k, i):  # «X, dont le père était maire»
            return None
        first = next((n for n in range(k, i) if n in self.at), None)
        if first is None or not self.titles.person(first) or first > k + 2:
            return None
        return self.at[first].entity

    def meant(self, k: int) -> str | None:
        """The only person named before the sentence at token `k`: in its block, else in the sentence before.

        Where the block names none before, the only one of the block before.
        """
        start = self.ts[k].start
        if self.first is None or self.first.start >= start:
            return self.before
        if self.other is None or self.other.start >= start:
            return self.first.entity
        since = max(0, k - MAX_BACK)
        while k > since:
            end = k - 1
            k = self._sentence(end)
            named = {self.at[n].entity for n in range(k, end) if self.titles.person(n)}
            opens = next((self.at[n].entity for n in range(k, min(k + 3, end)) if self.titles.person(n)), None)
            if named:
                return opens if len(named) == 1 else None
        return None

    def _just_before(self, k: int, i: int) -> str | None:
        """The person right before the verb at `i`, after a comma, if the sentence names no other."""
        n = i - 1
        while n > k and n not in self.at and (self.ts[n].key in PASSIVE or self.ts[n].key in self.lex.between):
            n -= 1
        if n == i - 1 or not self.titles.person(n):
            return None
        m = self.at[n]
        before = self._before(m, k)
        alone = not any(self.titles.person(p) for p in range(k, before + 1))
        return m.entity if alone and before >= k and self.ts[before].text == "," else None

    def _before(self, m: M, k: int) -> int:
        """The token before a person's name and «Mme»; less than `k` if nothing stands there since token `k`."""
        before = bisect_left(self.titles.begins, m.start) - 1
        while before >= k and self.ts[before].key in self.lex.civilities:
            before -= 1
        return before

    def _in_a_relative(self, k: int, i: int) -> bool:
        """Whether «dont», «où» or «que» stands before the verb at `i` with no comma between, so that another acts."""
        n = i - 1
        while n >= k and self.ts[n].text != ",":
            if self.ts[n].key in {"dont", "que", "qu'"} or self.ts[n].text == "où":
                return True
            n -= 1
        return False

    def _sentence(self, i: int) -> int:
        """The first token of the sentence that holds token `i`."""
        first = i
        while i > 0 and first - i < MAX_SUBJECT and self.ts[i - 1].text not in ENDS:
            i -= 1
        return i
