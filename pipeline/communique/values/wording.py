"""The words of a quotation, and those right before it -> whether it is a sentence that somebody says, or a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.values.folding import fold
from communique.values.guillemets import Pair
from communique.values.speakers import Row
from communique.values.tokens import OF_THE

MAX_TITLE = 14  # words, of what «intitulé», «le programme» announce

_WORD = re.compile(r"[^\W_]+['’]?")
_NEXT_SENTENCE = re.compile(r"[a-zà-ÿ)][.!?…]\s+[A-ZÀ-Þ]")


@dataclass(frozen=True)
class Telling:
    """Words that tell speech from titles, folded."""

    titles: frozenset[str]
    naming: frozenset[str]  # nom, appellation, before «serait»
    being: frozenset[str]  # être, serait
    first_person: frozenset[str]
    sentence: frozenset[str]


@dataclass(frozen=True)
class Wording:
    """Reads the quotations of one text."""

    text: str
    lists: Telling

    def words(self, pair: Pair) -> list[str]:
        return in_words(self.text, pair.start, pair.end)

    def sentence_like(self, pair: Pair, words: Sequence[str]) -> bool:
        """Whether it is a sentence: it ends like one, or has a word that titles lack (je, nous, c'est)."""
        if self.text[pair.end - 1] in ".!?…" and len(words) > 3:
            return True
        return len(words) > MAX_TITLE or self.told(words)

    def told(self, words: Sequence[str]) -> bool:
        """Whether a word stands in it that titles lack: je, nous, c', est."""
        return any(fold(w) in self.lists.sentence for w in words)

    def titled(self, row: Row, s: int, p: int) -> bool:
        """Whether the words before announce a title or a name: «intitulé», «le programme», «l'exposition»."""
        k = p - 1
        while k >= s and (not row.ts[k].word or row.ts[k].key in OF_THE):
            k -= 1
        if k > s and row.ts[k - 1].key == "sans":  # «son avis est sans appel :»
            return False
        return any(
            row.ts[i].key in self.lists.titles or row.ts[i].key.rstrip("s").removesuffix("e") in self.lists.titles
            for i in range(max(s, k - 1), k + 1)
        )

    def proposed(self, row: Row, s: int, p: int, *, clause: bool) -> bool:
        """Whether the words before say that what follows is a name: «un meilleur nom serait», «le titre est»."""
        k = p - 1
        if k <= s or row.ts[k].key not in self.lists.being:
            return False
        before = row.ts[max(s, k - 6) : k]
        return any(t.key in self.lists.naming or (t.key in self.lists.titles and not clause) for t in before)

    def several(self, pair: Pair) -> bool:
        """Whether it is more than one sentence, and ended as such."""
        return self.ended(pair) and _NEXT_SENTENCE.search(self.text, pair.start, pair.end) is not None

    def ended(self, pair: Pair) -> bool:
        return self.text[pair.end - 1] in ".!?…"

    def own(self, pair: Pair) -> bool:
        """Whether it is a sentence in the first person: no title that a noun before it announces."""
        return self.ended(pair) and self.first_person(self.text[pair.start : pair.end])

    def first_person(self, words: str) -> bool:
        return any(fold(w) in self.lists.first_person for w in in_words(words))


def in_words(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The words of text[start:end]: «l'été» is two."""
    return _WORD.findall(text, start, len(text) if end is None else end)
