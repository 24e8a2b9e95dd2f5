"""What an attribution says: whose words, in which way; and the marks and sentences among which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from communique.values.speakers import PAIR, Row, Speaker
from communique.values.speech import Verb
from communique.values.tokens import Token

MAX_SENTENCE = 120  # tokens that are read before a quotation, back to the beginning of its sentence

STOPS = frozenset({".", "!", "?", "…", "\n", "•"})
DASHES = frozenset({"–", "—", "-", "―", "~"})
# Marks between a quotation and the words that attribute it.
LOOSE = DASHES | frozenset(',;:.!?…)(*"»”“\n_') | {"'"}
PRONOUNS = frozenset({"il", "elle", "ils", "elles"})

Way = Literal[
    "incise", "incise-interne", "pronom", "deux-points", "selon", "dans-la-phrase", "signature", "suite",
    "phrase-avant", "bloc", "paragraphe-signe",
]  # fmt: skip


class Said(NamedTuple):
    """Whose words a quotation is, in which way, and the words that say so (code points of the whole text)."""

    speaker: Speaker | None  # None where only a pronoun says it
    way: Way
    cue: tuple[int, int]
    pronoun: str = ""  # il, elle, ils, elles; dernier, derniere for «ce dernier»; meme for who spoke last
    away: int = -1  # words between the verb and a quotation that is part of its sentence


def where(ts: Sequence[Token], verb: Verb) -> tuple[int, int]:
    """Where the words of a verb stand, in code points."""
    return ts[verb.start].start, ts[verb.end - 1].end


def opening(row: Row, p: int) -> int:
    """The end of the words before the quotation at `p`: past the line end or dash that may follow their colon."""
    k = p
    while k > 0 and (row.ts[k - 1].text in {"\n", "*", "_", "(", '"'} or row.ts[k - 1].text in DASHES):
        k -= 1
    return k if k > 0 and row.ts[k - 1].text == ":" else p


def sentence(row: Row, p: int) -> int:
    """Where the sentence begins that runs up to token `p`."""
    ts = row.ts
    s = p
    while s > 0 and p - s < MAX_SENTENCE and ts[s - 1].text not in STOPS:
        if ts[s - 1].text == PAIR and s < p and ts[s].capital and s not in row.at and ts[s].word:
            break
        s -= 1
    return s


def sentences(row: Row, since: int, end: int) -> Iterator[tuple[int, int]]:
    """Those between two tokens of a row, the last first."""
    while end > since:
        s = max(since, sentence(row, end))
        yield s, end
        end = s if s < end else end - 1
        while end > since and not row.ts[end - 1].word:
            end -= 1


def bare(ts: Sequence[Token]) -> bool:
    """Whether there are only marks: no word and no quotation."""
    return not any(t.word or t.text == PAIR for t in ts)
