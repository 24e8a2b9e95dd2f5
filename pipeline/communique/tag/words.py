"""Lines -> rows of words, without a spaCy `Doc`: what stands between two spaces is tokenised once.

spaCy's tokenizer looks at what stands between two spaces by itself, but for white space next to a space, and for
special cases («:-)») that it also seeks across a space: lines where that may matter are tokenised whole. New words are
looked up in a memory zone of the vocabulary, which forgets them, so that it does not grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from communique.tag.lexemes import Hashes, Lexemes

MAX_CHUNKS = 65_536  # what stands between two spaces, remembered
LONGEST = 60  # characters of a chunk that is remembered: longer ones do not come again
_BREAK = " \n "  # between chunks that are tokenised together: no special case runs over it

Rows = tuple[int, ...]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Chunk:
    """What the tokenizer makes of a text without spaces at its ends."""

    rows: Rows
    spans: tuple[Span, ...]  # start and end of each token, from the start of the chunk


class Words:
    """Lines as rows of `lexemes`, by the tokenizer of a spaCy pipeline."""

    def __init__(self, nlp: Any, lexemes: Lexemes) -> None:
        self._nlp = nlp
        self._lexemes = lexemes
        self._rows: dict[str, Rows] = {}
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._long: list[str] = []  # to be forgotten after this batch
        self._wholes: dict[str, Chunk] = {}  # lines of this batch that are more than their chunks
        self._special = Specials(nlp.tokenizer)

    def read(self, lines: Sequence[str]) -> list[list[Rows]]:
        """For each line the rows of its tokens, in groups; valid until the next call."""
        self._forget()
        split = [line.split(" ") for line in lines]
        seen: set[str] = set().union(*split)
        if unknown := [chunk for chunk in sorted(seen.difference(self._rows)) if not odd(chunk)]:
            self._learn(unknown)
        return [self._line(line, chunks) for line, chunks in zip(lines, split, strict=True)]

    def spans(self, line: str) -> list[Span]:
        """Start and end of each token of a line that was in the last `read`."""
        if whole := self._wholes.get(line):
            return list(whole.spans)
        found: list[Span] = []
        at = 0
        for chunk in line.split(" "):
            found += [(at + start, at + end) for start, end in self._spans[chunk]]
            at += len(chunk) + 1
        return found

    def _line(self, line: str, chunks: Sequence[str]) -> list[Rows]:
        found = [self._rows.get(chunk) for chunk in chunks]
        if self._special.across(chunks) or not all(found):
            with words_only(self._nlp, self._lexemes.attributes):
                whole = self._wholes[line] = self._chunk(self._nlp.tokenizer(line))
            return [whole.rows]
        return [rows for rows in found if rows]

    def _learn(self, chunks: Sequence[str]) -> None:
        alone = [chunk for chunk in chunks if chunk[0].isspace()]
        joined = [chunk for chunk in chunks if not chunk[0].isspace()]
        with words_only(self._nlp, self._lexemes.attributes):
            for chunk in alone:
                self._keep(chunk, self._chunk(self._nlp.tokenizer(chunk)))
            if joined:
                whole = self._chunk(self._nlp.tokenizer(_BREAK.join(joined)))
                tokens = iter(zip(whole.rows, whole.spans, strict=True))
                start = 0
                for chunk in joined:
                    end = start + len(chunk)
                    inside = []
                    for row, (first, last) in tokens:
                        if first >= end:  # the break after it
                            break
                        inside.append((row, (first - start, last - start)))
                    self._keep(chunk, Chunk(tuple(r for r, _ in inside), tuple(s for _, s in inside)))
                    start = end + len(_BREAK)

    def _chunk(self, doc: Any) -> Chunk:
        features: Hashes = doc.to_array(["IDX", "LENGTH", *self._lexemes.attributes])
        starts, lengths = features[:, 0].tolist(), features[:, 1].tolist()
        spans = tuple((start, start + length) for start, length in zip(starts, lengths, strict=True))
        return Chunk(tuple(self._lexemes.add(features[:, 2:])), spans)

    def _keep(self, text: str, chunk: Chunk) -> None:
        self._rows[text] = chunk.rows
        self._spans[text] = chunk.spans
        self._special.note(text, chunk.spans)
        if len(text) > LONGEST:
            self._long.append(text)

    def _forget(self) -> None:
        drop: Iterable[str] = self._long
        if len(self._rows) > MAX_CHUNKS:
            drop = [*drop, *islice(self._rows, len(self._rows) - MAX_CHUNKS // 2)]  # the first ones
        if (new := self._lexemes.shrink()) is not None:
            drop = [*drop, *(text for text, rows in self._rows.items() if not all(row in new for row in rows))]
        for text in dict.fromkeys(drop):
            del self._rows[text], self._spans[text]
            self._special.forget(text)
        self._long = []
        self._wholes = {}
        if new is not None:
            for text, rows in self._rows.items():
                self._rows[text] = tuple(new[row] for row in rows)


def odd(chunk: str) -> bool:
    """Whether a chunk has no tokens of its own: two spaces together, or white space before a space."""
    return not chunk or chunk[-1].isspace()


@contextmanager
def words_only(nlp: Any, attributes: Sequence[str]) -> Iterator[None]:
    """Within it, new words have the given attributes only, and are forgotten at its end.

    They are most of what a new word costs: spaCy computes 23 attributes of it.
    """
    from spacy.attrs import IDS

    vocab = nlp.vocab
    getters = vocab.lex_attr_getters
    wanted = {IDS[name] for name in attributes}
    vocab.lex_attr_getters = {key: getter for key, getter in getters.items() if key in wanted}
    try:
        with vocab.memory_zone():
            yield
    finally:
        vocab.lex_attr_getters = getters


class Specials:
    """Special cases of a tokenizer that it also finds where a space stands between their tokens.

    ":-)" is sought as ":", "-", ")"; found across a space it is no special case, but it may hide one that overlaps.
    """

    def __init__(self, tokenizer: Any) -> None:
        from spacy.tokenizer import Tokenizer

        plain = Tokenizer(
            tokenizer.vocab,
            prefix_search=tokenizer.prefix_search,
            suffix_search=tokenizer.suffix_search,
            infix_finditer=tokenizer.infix_finditer,
            token_match=tokenizer.token_match,
            url_match=tokenizer.url_match,
        )
        split = {case: [token.text for token in plain(case)] for case in tokenizer.rules}
        self._pairs = {pair for tokens in split.values() for pair in pairwise(tokens)}
        self._cases = tuple(case for case, tokens in split.items() if len(tokens) > 1)
        self._firsts = {first for first, _ in self._pairs}
        self._seconds = {second for _, second in self._pairs}
        self._tails: dict[str, str] = {}  # chunk -> its last token, "" where it is part of a special case
        self._heads: dict[str, str] = {}  # chunk -> its first token, likewise

    def note(self, chunk: str, spans: Sequence[Span]) -> None:
        """Remember whether a special case may begin at the end of the chunk, or end at its start."""
        head, tail = chunk[slice(*spans[0])], chunk[slice(*spans[-1])]
        if chunk.endswith(self._cases):
            self._tails[chunk] = ""
        elif tail in self._firsts:
            self._tails[chunk] = tail
        if chunk.startswith(self._cases):
            self._heads[chunk] = ""
        elif head in self._seconds:
            self._heads[chunk] = head

    def forget(self, chunk: str) -> None:
        self._tails.pop(chunk, None)
        self._heads.pop(chunk, None)

    def across(self, chunks: Sequence[str]) -> bool:
        """Whether a special case may run from one of the chunks into the next."""
        tails, heads = self._tails, self._heads
        if tails.keys().isdisjoint(chunks) or heads.keys().isdisjoint(chunks):
            return False
        return any(
            a in tails and b in heads and (not tails[a] or not heads[b] or (tails[a], heads[b]) in self._pairs)
            for a, b in pairwise(chunks)
        )
