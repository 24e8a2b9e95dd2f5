"""Short form and the words around it -> the words that it stands for. Knows no document.

A short form is spelled by words: each gives its first letter (CUD: Communauté Urbaine de Dunkerque) or some letters
more (Medef: Mouvement des entreprises de France). Small words may give none, other words seldom. A translated short
form (UNICEF: Fonds des Nations Unies pour l'enfance) shares only some of its letters, in any order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from communique.values.folding import fold

MAX_WIDTH = 260  # code points of a long form; the longest that we know, of a law's title, has 161
MAX_WORDS = 24
MAX_LETTERS = 6  # that one word gives
WHOLE = 0.86  # from this score on, the words spell the short form in order, all letters found
# Scores are per letter: 1 for the first letter of a word.
_SMALL, _NEXT, _LATER = 0.85, 0.85, 0.35  # first letter of a small word; a letter right after; one further on
_IDLE, _IDLE_NUMBER, _LOST = -0.9, -0.35, -1.5  # a word that gives no letter; a number; a letter that no word gives
_NONE = -99.0
_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.!?;:()\[\]«»\"“”|=–—\n<>*•/]")
_MULTIPLE = re.compile(r"([2-4])([a-z])")  # SS2L, 3DS
_PLURAL = re.compile(r"(?<=[A-Z]{2})s$")


@dataclass(frozen=True, slots=True)
class Grammar:
    """Word lists of rules/acronyms.yaml, folded."""

    small: frozenset[str]  # words that need not give a letter: de, la, pour
    articles: frozenset[str]  # a name may begin after one, never with one
    heads: frozenset[str]  # nouns that open names: agence, communauté
    breaks: frozenset[str]  # words that stand in no name: qui, selon


class Word(NamedTuple):
    start: int
    end: int
    key: str  # folded
    small: bool
    capital: bool
    joined: bool  # by a hyphen to the word before
    comma: bool  # stands right after a comma


class Match(NamedTuple):
    """Where the long form stands, and how well it fits: `score` per letter, at most 1; `ordered` if in order."""

    start: int
    end: int
    score: float
    ordered: bool
    named: bool  # opens like a name: a capital, or a head noun


def letters(short: str) -> str:
    """What the words must spell: "R&D" -> "rd", "SS2L" -> "ssll", "É.N.A." -> "ena", "ONGs" -> "ong"."""
    folded = "".join(c for c in fold(_PLURAL.sub("", short)) if c.isalnum())
    return _MULTIPLE.sub(lambda m: m[2] * int(m[1]), folded)


def words(text: str, start: int, end: int, grammar: Grammar) -> list[Word]:
    """The words of text[start:end]; hyphens and apostrophes part words."""
    found: list[Word] = []
    for m in _WORD.finditer(text, start, end):
        w, key = m[0], fold(m[0])
        gap = text[found[-1].end : m.start()] if found else ""
        small = key in grammar.small and not (len(w) > 1 and w.isupper())
        found.append(Word(m.start(), m.end(), key, small, w[0].isupper(), gap in {"-", "‑"}, "," in gap))
    return found


def _gives(key: str, wanted: str, most: int) -> Iterator[tuple[int, float]]:
    """How many letters of `wanted` a word can give, its first letter first, each with its score."""
    if not wanted or key[0] != wanted[0]:
        return
    score, position, run = 1.0, 1, True
    yield 1, score
    for k in range(1, min(len(wanted), most)):
        at = key.find(wanted[k], position)
        if at < 0:
            return
        run = run and at == position
        score += _NEXT if run else _LATER
        position = at + 1
        yield k + 1, score


def _spelled(wanted: str, ws: Sequence[Word]) -> list[float]:
    """For each word, how well the words from it to the last spell `wanted`, it giving the first letter."""
    n = len(wanted)
    most = MAX_LETTERS if n > 2 else 1
    below = [_LOST * (n - j) for j in range(n + 1)]
    scores: list[float] = []
    for w in reversed(ws):
        idle = 0.0 if w.small else _IDLE_NUMBER if w.key[0].isdigit() else _IDLE
        here = [_NONE] * (n + 1)
        opened = _NONE
        for j in range(n, -1, -1):
            taken = _NONE
            for k, score in _gives(w.key, wanted[j:], most):
                taken = max(taken, score * (_SMALL if w.small else 1.0) + below[j + k])
            here[j] = max(taken, below[j] + idle, here[j + 1] + _LOST if j < n else _NONE)
            opened = taken
        scores.append(max(opened / n, -1.0) if n else -1.0)
        below = here
    return scores[::-1]


def _shared(wanted: str, ws: Sequence[Word]) -> list[float]:
    """For each word, which share of `wanted` the initials of the words from it to the last give, in any order."""
    need = Counter(wanted)
    hits = content = 0
    scores: list[float] = []
    for w in reversed(ws):
        if w.small:
            scores.append(-1.0)
            continue
        content += 1
        if need[w.key[0]] > 0:
            need[w.key[0]] -= 1
            hits += 1
        scores.append((hits - 0.3 * (content - hits)) / len(wanted) - 0.08)
    return scores[::-1]


def _opening(ws: Sequence[Word], i: int, grammar: Grammar) -> float:
    """How well a name can begin at word i, to be added to its score."""
    w = ws[i]
    score = 0.15 if w.key in grammar.heads else 0.0
    score += 0.1 if w.capital else 0.0
    score -= 0.25 if w.small else 0.0
    if i == 0 or w.comma:
        return score + 0.05
    before = ws[i - 1]
    if before.key in grammar.articles:
        return score + 0.08
    if not before.small:  # «Nations | Unies», «autorité | intergouvernementale», but «société | Alpha»
        score -= 0.45 if not w.capital else 0.4 if before.capital else 0.0
    return score


def before(text: str, floor: int, end: int, short: str, grammar: Grammar) -> Match | None:
    """The long form that ends at `end`, where its first word is to be found: "… la Métropole de Lille| (ML)".

    Args:
        floor: offset that it cannot pass, the start of the block.
    """
    wanted = letters(short)
    low = max(floor, end - MAX_WIDTH)
    stops = [m.end() for m in _STOP.finditer(text, low, end)]
    low = stops[-1] if stops else low
    if low > floor and low == end - MAX_WIDTH:
        low = text.find(" ", low, end) + 1 or low
    ws = words(text, low, end, grammar)[-MAX_WORDS:]
    cut = max((i + 1 for i, w in enumerate(ws) if w.key in grammar.breaks and text[w.start : w.end] != "à"), default=0)
    ws = ws[cut:]
    if not ws or not wanted:
        return None
    spelled, shared = _spelled(wanted, ws), _shared(wanted, ws)
    best: tuple[float, int] | None = None
    for i, w in enumerate(ws):
        if w.joined:
            continue
        total = max(spelled[i], shared[i]) + _opening(ws, i, grammar)
        if best is None or total > best[0] + 1e-9:
            best = total, i
    if best is None:
        return None
    i = best[1]
    ordered = spelled[i] >= shared[i]
    named = ws[i].capital or ws[i].key in grammar.heads
    return Match(ws[i].start, end, max(spelled[i], shared[i]), ordered, named)


def after(text: str, start: int, ceiling: int, short: str, grammar: Grammar) -> Match | None:
    """The long form that begins at `start` or after an article there, where its last word is to be found.

    Args:
        ceiling: offset that it cannot pass: a closing parenthesis, the end of the sentence.
    """
    wanted = letters(short)
    ws = words(text, start, min(ceiling, start + MAX_WIDTH), grammar)[:MAX_WORDS]
    while ws and ws[0].key in grammar.articles and ws[0].key[0] != wanted[:1]:
        ws = ws[1:]
    if not ws or not wanted:
        return None
    best: Match | None = None
    for n in range(len(ws), 0, -1):
        if ws[n - 1].small and n < len(ws):
            continue
        spelled, shared = _spelled(wanted, ws[:n])[0], _shared(wanted, ws[:n])[0]
        score = max(spelled, shared)
        if best is None or score > best.score + 1e-9:
            named = ws[0].capital or ws[0].key in grammar.heads
            best = Match(ws[0].start, ws[n - 1].end, score, spelled >= shared, named)
    return best


def runs(ws: Sequence[Word], text: str) -> Iterator[Sequence[Word]]:
    """The words between marks that no long form crosses."""
    first = 0
    for i in range(1, len(ws)):
        if _STOP.search(text, ws[i - 1].end, ws[i].start):
            yield ws[first:i]
            first = i
    if first < len(ws):
        yield ws[first:]


def spelt_by(ws: Sequence[Word], i: int, wanted: str) -> int:
    """The word after the run from word i whose openings spell all of `wanted`; 0 if there is none.

    Each word that is not small gives its first letter, and in a short form of four letters or more also those that
    follow: «direction interministérielle du numérique» spells DINUM, «Mouvement des entreprises» not Medef.
    """
    more = len(wanted) > 3
    dead: set[tuple[int, int]] = set()

    def go(i: int, j: int) -> int:
        if j == len(wanted):
            return i
        if i >= len(ws) or (i, j) in dead:
            return 0
        w = ws[i]
        given = 0
        while given < len(w.key) and j + given < len(wanted) and w.key[given] == wanted[j + given]:
            given += 1
            if (end := go(i + 1, j + given)) or not more:
                break
        else:
            end = 0
        if not given:
            end = 0
        if not end and w.small:
            end = go(i + 1, j)
        if not end:
            dead.add((i, j))
        return end

    return go(i, 0)
