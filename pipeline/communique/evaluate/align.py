"""Two texts of one release -> which character of one is which of the other.

A cleaner may change white space, drop a menu, write another apostrophe or move a block. Texts are therefore compared
on their *ink*: the characters that are not white space, without case, accents and typographic variants.
Offsets are code points, half-open; ink offsets count characters of the ink.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

_VARIANTS = {
    **dict.fromkeys("’‘´`ʼ′‹›", "'"),
    **dict.fromkeys("«»“”„″", '"'),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **{"œ": "oe", "æ": "ae", "…": "...", "\ufffc": ""},
}
RUNS = (4, 2, 1)  # words in a row that anchor a stretch if they stand once in both texts: the surest are tried first
SMALL = 160_000  # words of one stretch times words of the other up to which difflib, which is quadratic, may look
ALIKE = 0.5  # share of the shorter stretch that must match; below it the words found in both are chance
MOVED = 8  # characters of ink that a line must have to be looked for out of order


@dataclass(frozen=True, slots=True)
class Ink:
    """The characters of a text that count, and where each stands."""

    chars: str
    offsets: tuple[int, ...]  # of each character, in the text
    words: tuple[int, ...]  # ink offset of the first character of each word or sign
    lines: tuple[int, ...]  # ink offset of the first character of each line

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Ink offsets of a span of the text; equal if the span has no ink."""
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)

    def span(self, low: int, high: int) -> tuple[int, int]:
        """The span of the text that holds this ink, without white space at its ends."""
        return self.offsets[low], self.offsets[high - 1] + 1


def ink(text: str) -> Ink:
    """The ink of a text: "L’État  …" -> "l'etat..."."""
    chars: list[str] = []
    offsets: list[int] = []
    words: list[int] = []
    lines: list[int] = [0]
    in_word = False
    for offset, char in enumerate(text):
        if char == "\n" and lines[-1] < len(chars):
            lines.append(len(chars))
        folded = _folded(char)
        if folded and not (in_word and folded.isalnum()):
            words.append(len(chars))
        in_word = folded.isalnum() or (in_word and not folded and not char.isspace())
        chars.extend(folded)
        offsets.extend([offset] * len(folded))
    return Ink("".join(chars), tuple(offsets), tuple(words), tuple(lines))


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    char = _VARIANTS.get(char, char).casefold()
    char = _VARIANTS.get(char, char)  # Œ is œ only now
    # M: accents of decomposed text; C: controls, soft hyphens, zero-width characters; Z: white space.
    return "".join(c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c)[0] not in "MCZ")


class Alignment:
    """Gold text <-> a system's text."""

    def __init__(self, gold: str, found: str) -> None:
        self._gold_text = gold
        self.gold = ink(gold)
        self.found = ink(found)
        self._to_found = align(self.gold, self.found)
        self._to_gold = [-1] * len(self.found.chars)
        for i, j in enumerate(self._to_found):
            if j >= 0:
                self._to_gold[j] = i

    def gold_ink(self, start: int, end: int) -> tuple[int, int] | None:
        """Ink offsets, in the gold, of a span of the gold: as far as the system's text has it; None if not at all."""
        low, high = self.gold.range(start, end)
        there = [i for i in range(low, high) if self._to_found[i] >= 0]
        return (there[0], there[-1] + 1) if there else None

    def found_ink(self, start: int, end: int) -> tuple[int, int] | None:
        """Ink offsets, in the gold, of a span of the system's text; None if the gold has none of it."""
        low, high = self.found.range(start, end)
        there = [i for i in self._to_gold[low:high] if i >= 0]
        return (min(there), max(there) + 1) if there else None

    def to_gold(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of the gold text that a span of the system's text stands for."""
        at = self.found_ink(start, end)
        return self.gold.span(*at) if at else None

    def to_found(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of the system's text that a span of the gold text stands for."""
        low, high = self.gold.range(start, end)
        there = [j for j in self._to_found[low:high] if j >= 0]
        return self.found.span(min(there), max(there) + 1) if there else None

    def gold_place(self, words: str) -> tuple[int, int] | None:
        """Where these words first stand in the gold's text, as written if they do, else in other typography."""
        if m := re.search(rf"(?<!\w){re.escape(words)}(?!\w)", self._gold_text):
            return m.span()
        wanted = ink(words).chars
        starts = {*self.gold.words, len(self.gold.chars)}
        low = self.gold.chars.find(wanted) if wanted else -1
        while low >= 0 and not {low, low + len(wanted)} <= starts:
            low = self.gold.chars.find(wanted, low + 1)
        return self.gold.span(low, low + len(wanted)) if low >= 0 else None

    @property
    def coverage(self) -> float:
        """Share of the gold's ink that the system's text has: 1.0 where nothing was lost."""
        return sum(j >= 0 for j in self._to_found) / max(1, len(self._to_found))


def align(a: Ink, b: Ink) -> list[int]:
    """For each character of `a`'s ink the place of its like in `b`'s, or -1.

    Runs of words that stand once in both texts anchor the rest, stretch by stretch, so that the work grows with the
    length of the texts and not with its square. What stands in another order is found last, line by line.
    """
    to_b = [-1] * len(a.chars)
    words_a, words_b = _cut(a), _cut(b)
    for i, j in _pairs(words_a, words_b):
        for k in range(len(words_a[i])):
            to_b[a.words[i] + k] = b.words[j] + k
    _fill_gaps(a.chars, b.chars, to_b)
    _find_moved(a, b.chars, to_b)
    return to_b


def _cut(ink: Ink) -> list[str]:
    return [ink.chars[start:end] for start, end in pairwise((*ink.words, len(ink.chars)))]


def _pairs(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Indices of like words, in the same order on both sides (not sorted)."""
    stretches = [(0, len(a), 0, len(b))]
    while stretches:
        a0, a1, b0, b1 = stretches.pop()
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            yield a0, b0
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            yield a1, b1
        if a0 == a1 or b0 == b1:
            continue
        anchors: list[tuple[int, int]] = []
        for run in RUNS:
            if anchors := _anchors(a, b, (a0, a1, b0, b1), run):
                break
        if anchors:
            edges = [(a0, b0), *anchors, (a1, b1)]
            for (left_a, left_b), (right_a, right_b) in pairwise(edges):
                stretches.append((left_a, right_a, left_b, right_b))  # the anchor is the prefix of its stretch
        elif (a1 - a0) * (b1 - b0) <= SMALL:
            blocks = SequenceMatcher(None, a[a0:a1], b[b0:b1], autojunk=False).get_matching_blocks()
            if sum(block.size for block in blocks) >= ALIKE * min(a1 - a0, b1 - b0):
                for i, j, size in blocks:
                    yield from ((a0 + i + k, b0 + j + k) for k in range(size))


def _anchors(a: Sequence[str], b: Sequence[str], stretch: tuple[int, int, int, int], run: int) -> list[tuple[int, int]]:
    """Where runs of words begin that stand once in both stretches, the longest series in the same order."""
    a0, a1, b0, b1 = stretch
    in_a, in_b = _unique(a, a0, a1, run), _unique(b, b0, b1, run)
    return _rising([(i, in_b[words]) for words, i in in_a.items() if words in in_b])


def _unique(words: Sequence[str], start: int, end: int, run: int) -> dict[tuple[str, ...], int]:
    runs = [tuple(words[i : i + run]) for i in range(start, end - run + 1)]
    counts = Counter(runs)
    return {r: start + k for k, r in enumerate(runs) if counts[r] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series in which both sides rise; the first sides rise already."""
    tails: list[int] = []  # right sides, of the last pair of the best series of each length
    at: list[int] = []  # index of that pair
    before: list[int] = []
    for k, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        before.append(at[length - 1] if length else -1)
        tails[length : length + 1] = [j]
        at[length : length + 1] = [k]
    series: list[tuple[int, int]] = []
    k = at[-1] if at else -1
    while k >= 0:
        series.append(pairs[k])
        k = before[k]
    return series[::-1]


def _fill_gaps(a: str, b: str, to_b: list[int]) -> None:
    """Align by character what lies between aligned words: «pauvre té» and «pauvreté», «n°» and «no»."""
    left, after = -1, -1  # last aligned character before the gap, and its like
    for i in [*(i for i, j in enumerate(to_b) if j >= 0), len(a)]:
        j = to_b[i] if i < len(a) else len(b)
        a0, b0 = left + 1, after + 1
        a1, b1 = i, j
        left, after = i, j
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            to_b[a0] = b0
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            to_b[a1] = b1
        if a0 < a1 and b0 < b1 and (a1 - a0) * (b1 - b0) <= SMALL:
            blocks = SequenceMatcher(None, a[a0:a1], b[b0:b1], autojunk=False).get_matching_blocks()
            if sum(block.size for block in blocks) >= ALIKE * min(a1 - a0, b1 - b0):
                for x, y, size in blocks:
                    for k in range(size):
                        to_b[a0 + x + k] = b0 + y + k


def _find_moved(a: Ink, b: str, to_b: list[int]) -> None:
    """Align the lines of `a` of which nothing is aligned with the same wording anywhere in what is left of `b`."""
    free = bytearray(b"\x01" * len(b))
    for j in to_b:
        if j >= 0:
            free[j] = 0
    for start, end in pairwise((*a.lines, len(a.chars))):
        if end - start < MOVED or any(j >= 0 for j in to_b[start:end]):
            continue
        size = end - start
        j = b.find(a.chars[start:end])
        while j >= 0 and not all(free[j : j + size]):
            j = b.find(a.chars[start:end], j + 1)
        if j >= 0:
            to_b[start:end] = range(j, j + size)
            free[j : j + size] = bytes(size)
