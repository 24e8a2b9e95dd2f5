"""Short form and the words around it -> the words that it stands for. Knows no document.

A short form is spelled by words: each gives its first letter (CUD: Communauté Urbaine de Dunkerque) or some letters
more (Medef: Mouvement des entreprises de France). Small words may give none, other words seldom. A translated short
form (UNICEF: Fonds des Nations Unies pour l'enfance) shares only some of its letters, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from communique.values.folding import fold

MAX_WIDTH = 260  # code points of a long form; the longest that we know, of a law's title, has 161
MAX_WORDS = 24
MAX_QUOTED = 120  # code points of a long form between guillemets
MAX_LETTERS = 6  # that one word gives
WHOLE = 0.86  # from this score on, the words spell the short form in order, all letters found
# Scores are per letter: 1 for the first letter of a word.
_SMALL, _NEXT, _LATER = 0.85, 0.85, 0.35  # first letter of a small word; a letter right after; one further on
_IDLE, _IDLE_NUMBER, _LOST = -0.9, -0.35, -1.5  # a word that gives no letter; a number; a letter that no word gives
_KNOWN_START, _FREE_START = 0.08, 0.33  # what a stranger costs where the start is known, and where it is sought
_NONE = -99.0
_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.!?;:()\[\]«»\"“”|=–—\n<>*•]|(?<!\w)/|/(?!\w)")
_WITHIN = frozenset(" '’-\u00a0")  # what mostly stands between two words, and is no stop
_MULTIPLE = re.compile(r"([2-4])([a-z])")  # SS2L, 3DS
_LAST_WORD = re.compile(r"(?<![\w-])(?:[^\W\d_]{9,})(?:[-‑]?\d{1,3})?$|(?<=[’'])[^\W\d_]{9,}(?:[-‑]?\d{1,3})?$")
_OPENERS = frozenset({"a", "en", "dans", "le", "la", "les", "l", "un", "une"})  # in capitals, of a sentence
_DETERMINED = re.compile(r"(?:^|[\s’'])(?:les?|la|l|des?|du|d|une?|en|par|et|ou)[\s’']$|[’',(–-]\s?$|^$", re.IGNORECASE)
_DEFINITE = frozenset({"le", "la", "les", "l"})
_GUILLEMETS = {"»": "«", "”": "“"}
# «… numérique et de communication| de l'État – est en charge»: the complement with which an apposition ends.
_COMPLEMENT = re.compile(
    r"(?:\s(?:de la|de l['’]|du|des|de|d['’])\s?[^\W\d_][\w'’-]{1,30}(?:\s[^\W\d_][\w-]{1,20}){0,2}){1,2}"
    r"(?=\s[–—-]\s|[,);\n]|\.?$)"
)
_SIGN = re.compile(r"[A-Z]{2,8}")
_PLURAL = re.compile(r"(?<=[A-Z]{2})s$")


@dataclass(frozen=True, slots=True)
class Grammar:
    """Word lists of rules/acronyms.yaml, folded."""

    small: frozenset[str]  # words that need not give a letter: de, la, pour
    articles: frozenset[str]  # a name may begin after one, never with one
    heads: frozenset[str]  # nouns that open names: agence, communauté
    breaks: frozenset[str]  # words that stand in no name: qui, selon
    bodies: frozenset[str]  # nouns that open the name of a body: office, ministère; some of the heads
    phrases: re.Pattern[str]  # what leads up to a name, never into it: dans le cadre de


class Word(NamedTuple):
    start: int
    end: int
    key: str  # folded
    small: bool
    capital: bool
    joined: bool  # by a hyphen to the word before
    comma: bool  # stands right after a comma or a stroke


_new = tuple.__new__  # what Word(…) comes to, without a call between


class Match(NamedTuple):
    """Where the long form stands, and how well it fits: `score` per letter, at most 1; `ordered` if in order."""

    start: int
    end: int
    score: float
    ordered: bool
    named: bool  # opens like a name: a capital, or a head noun


@lru_cache(maxsize=4096)
def letters(short: str) -> str:
    """What the words must spell: "R&D" -> "rd", "SS2L" -> "ssll", "É.N.A." -> "ena", "ONGs" -> "ong"."""
    folded = "".join(filter(str.isalnum, fold(_PLURAL.sub("", short))))
    return _MULTIPLE.sub(lambda m: m[2] * int(m[1]), folded)


def words(text: str, start: int, end: int, grammar: Grammar) -> list[Word]:
    """The words of text[start:end]; hyphens and apostrophes part words."""
    found: list[Word] = []
    heading = text[start:end].isupper()  # where «DES» is no short form
    last = -1
    for m in _WORD.finditer(text, start, end):
        (a, b), w = m.span(), m[0]
        key = fold(w)
        small = key in grammar.small and (heading or not (len(w) > 1 and w.isupper()))
        gap = text[last:a] if last >= 0 else ""
        joined, comma = (False, False) if gap == " " else (gap in {"-", "‑"}, "," in gap or "/" in gap)
        found.append(_new(Word, (a, b, key, small, w[0].isupper(), joined, comma)))
        last = b
    return found


def _gives(key: str, wanted: str, most: int) -> Iterator[tuple[int, float]]:
    """How many letters of `wanted` a word can give that begins as it does, each with its score."""
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
            if j < n and w.key[0] == wanted[j]:
                for k, score in _gives(w.key, wanted[j:], most):
                    taken = max(taken, score * (_SMALL if w.small else 1.0) + below[j + k])
            here[j] = max(taken, below[j] + idle, here[j + 1] + _LOST if j < n else _NONE)
            opened = taken
        scores.append(max(opened / n, -1.0) if n else -1.0)
        below = here
    return scores[::-1]


def _shared(wanted: str, ws: Sequence[Word], stranger: float) -> list[float]:
    """For each word, which share of `wanted` the initials of the words from it to the last give, in any order.

    Args:
        stranger: what it costs to begin with a word that gives no letter.
    """
    need = dict.fromkeys(wanted, 0)
    for c in wanted:
        need[c] += 1
    hits = content = 0
    scores: list[float] = []
    for w in reversed(ws):
        if w.small or (w.key.isdigit() and not need.get(w.key[0])):
            scores.append(-1.0)
            continue
        content += 1
        gives = need.get(w.key[0], 0) > 0
        if gives:
            need[w.key[0]] -= 1
            hits += 1
        # «Initiative en faveur des | pays pauvres très endettés»: the first word gives a letter, mostly.
        scores.append((hits - 0.3 * (content - hits)) / len(wanted) - (0.08 if gives else stranger))
    return scores[::-1]


def _opening(ws: Sequence[Word], i: int, grammar: Grammar) -> float:
    """How well a name can begin at word i, to be added to its score."""
    w = ws[i]
    score = 0.15 if w.key in grammar.heads else 0.0
    score += 0.1 if w.capital else 0.0
    score -= 0.25 if w.small else 0.0
    if not w.small and not w.capital and w.key in grammar.articles:
        score -= 0.6  # a number, «six |espaces publics»
    if (
        i > 1
        and ws[i - 1].small
        and not ws[i - 1].comma
        and ws[i - 2].key in grammar.bodies
        and w.key[0] == ws[i - 2].key[0]
    ):
        score -= 0.2  # «|Chambre de commerce …»: the noun before it gives that letter too
    if i == 0 or w.comma:
        return score + 0.05
    before = ws[i - 1]
    if before.small or before.key in grammar.articles or before.key.isdigit():
        return score + 0.08
    if not before.small:  # «Nations | Unies», «autorité | intergouvernementale», but «société | Alpha»
        score -= 0.45 if not w.capital else 0.4 if before.capital else 0.0
    return score


def _reach(text: str, floor: int, end: int) -> int:
    """Where a long form that ends at `end` can begin at the earliest: after the last mark, within its width."""
    low = max(floor, end - MAX_WIDTH)
    stops = [m.end() for m in _STOP.finditer(text, low, end)]
    low = stops[-1] if stops else low
    if low > floor and low == end - MAX_WIDTH:
        low = text.find(" ", low, end) + 1 or low
    return low


def before(text: str, floor: int, end: int, short: str, grammar: Grammar) -> Match | None:
    """The long form that ends at `end`, where its first word is to be found: "… la Métropole de Lille| (ML)".

    Args:
        floor: offset that it cannot pass, the start of the block.
    """
    wanted = letters(short)
    low = _reach(text, floor, end)
    ws = _name_words(text, low, end, grammar)
    if not ws or not wanted:
        return None
    spelled, shared = _spelled(wanted, ws), _shared(wanted, ws, _FREE_START)
    own = _own(ws, grammar)
    heading = text[ws[0].start : end].isupper()
    best: tuple[float, int] | None = None
    for i, w in enumerate(ws):
        if w.joined:
            continue
        total = max(spelled[i], shared[i]) + _opening(ws, i, grammar)
        if i < own and spelled[i] < WHOLE:
            total -= 1.0
        if not heading and _SIGN.fullmatch(text, w.start, w.end) and spelled[i] < WHOLE:
            total -= 0.3  # a short form opens few names: «le HCDH, l'UNESCO et le Fonds»
        if best is None or total > best[0] + 1e-9:
            best = total, i
    if best is None:
        return None
    i = best[1]
    ordered = spelled[i] >= shared[i]
    named = ws[i].capital or ws[i].key in grammar.heads
    return Match(ws[i].start, end, max(spelled[i], shared[i]), ordered, named)


def _name_words(text: str, low: int, end: int, grammar: Grammar) -> list[Word]:
    """The words before `end` that can stand in one name: after the last verb, set phrase or capitalised article."""
    leads = [m.end() for m in grammar.phrases.finditer(text, low, end)]
    ws = words(text, leads[-1] if leads else low, end, grammar)[-MAX_WORDS:]
    cut = 0
    for i, w in enumerate(ws):
        # «du Sud-Est» and «l'Est» have no verb; «Historique | À la session» has a heading before it.
        breaks = w.key in grammar.breaks and text[w.start : w.end] != "à" and not w.joined and not (i and w.capital)
        heading = i and w.capital and w.key in _OPENERS and not ws[i - 1].small and not w.joined
        cut = i + 1 if breaks else i if heading else cut
    return ws[cut:]


def _own(ws: Sequence[Word], grammar: Grammar) -> int:
    """The first word of the last name of an enumeration: "la Commission X, le | Fonds Y", "et la | Ligue Z"."""
    for i in range(len(ws) - 1, 0, -1):
        w = ws[i]
        if w.small or w.joined or not (w.capital or w.key in grammar.bodies):
            continue
        k = i
        while k and ws[k - 1].key in grammar.articles and not ws[k].comma:
            k -= 1
        parted = ws[k].comma or (k > 0 and ws[k - 1].key in {"et", "ou"})
        if parted and ((k < i and ws[k].key in _DEFINITE) or (w.capital and w.key in grammar.bodies)):
            return i
    return 0


def body(text: str, floor: int, end: int, short: str, grammar: Grammar) -> Match | None:
    """The name of a body that ends at `end` and shares a letter: "de l'|Office statistique des Communautés|".

    It begins at the nearest capitalised noun of a body; or at one before, of which that one is the complement.
    """
    low = _reach(text, floor, end)
    ws = _name_words(text, low, end, grammar)
    if text[low:end].isupper():
        return None
    at = -1
    for i in range(len(ws) - 1, -1, -1):
        w = ws[i]
        if w.capital and w.key in grammar.bodies and not w.joined:
            at = i
        governed = i != at or _of(ws, i)
        if w.comma or not governed or (at >= 0 and _SIGN.fullmatch(text, w.start, w.end)):
            break
    wanted = set(letters(short))
    if not any(w.key[0] in wanted for w in ws[at:] if not w.small):
        return None
    if at < 0 or len([w for w in ws[at:] if not w.small]) < 2:
        return None
    return Match(ws[at].start, end, 0.0, False, True)


def _of(ws: Sequence[Word], i: int) -> bool:
    """Whether the noun at i is a complement: "de l'|Office", "du |Conseil", not "pour la |Mission"."""
    k = i
    while k and ws[k - 1].key in {"la", "l"}:
        k -= 1
    return k > 1 and ws[k - 1].key in {"de", "du", "des", "d"}


def inside(text: str, floor: int, end: int, short: str, grammar: Grammar) -> Match | None:
    """The one long word before `end` that holds the letters in order: "l'|électrocardiogramme|" for ECG."""
    digits = re.search(r"\d+$", short)
    word = _LAST_WORD.search(text, max(floor, end - 60), end)
    if word is None:
        return None
    key, wanted = fold(word[0]), letters(short)
    tail = key[len(key.rstrip("0123456789")) :]
    if digits:
        if tail != digits[0]:
            return None
        wanted = wanted[: -len(tail)]
    key = key.rstrip("0123456789").rstrip("-‑")
    before_ = text[max(floor, word.start() - 6) : word.start()]
    if not _DETERMINED.search(before_) or not short.replace("-", "").isalnum():
        return None
    if len(wanted) < 2 or not key.isalpha() or not word[0][0].islower() or len(key) < max(9, 3 * len(wanted)):
        return None
    at = -1
    for k, letter in enumerate(wanted):
        at = key.find(letter, at + 1)
        if at < 0 or (k == 0 and at):
            return None
    return Match(word.start(), end, 1.0, True, True)


def after(text: str, start: int, ceiling: int, short: str, grammar: Grammar, *, ordered: bool = False) -> Match | None:
    """The long form that begins at `start` or after an article there, where its last word is to be found.

    Args:
        ceiling: offset that it cannot pass: a closing parenthesis, the end of the sentence.
        ordered: none but one that spells the short form in order is wanted.
    """
    wanted = letters(short)
    ceiling = min(ceiling, start + MAX_WIDTH)
    if ordered and not _opens(text, start, ceiling, wanted[:1], grammar):
        return None
    ws = words(text, start, ceiling, grammar)[:MAX_WORDS]
    while ws and ws[0].key in grammar.articles and ws[0].key[0] != wanted[:1]:
        ws = ws[1:]
    if not ws or not wanted:
        return None
    opens = ws[0].key[0] == wanted[0]
    best: Match | None = None
    for n in range(len(ws), 0, -1):
        if ws[n - 1].small and n < len(ws):
            continue
        spelled = _spelled(wanted, ws[:n])[0] if opens else -1.0
        shared = _shared(wanted, ws[:n], _KNOWN_START)[0]
        score = max(spelled, shared)
        if best is None or score > best.score + 1e-9:
            named = ws[0].capital or ws[0].key in grammar.heads
            best = Match(ws[0].start, ws[n - 1].end, score, spelled >= shared, named)
    return best


def _opens(text: str, start: int, end: int, letter: str, grammar: Grammar) -> bool:
    """Whether the first word after the articles, or one of these, begins with the letter."""
    for m in _WORD.finditer(text, start, end):
        key = fold(m[0])
        if key[0] == letter or key not in grammar.articles:
            return key[0] == letter
    return False


def quoted(text: str, floor: int, end: int, mark: int, short: str, grammar: Grammar) -> Match | None:
    """All that stands between guillemets before the short form, if its words spell it.

    Args:
        end: the end of the words inside the guillemets.
        mark: where the parenthesis with the short form opens.
    """
    closing = text[end:mark].strip()[:1]
    opening = _GUILLEMETS.get(closing)
    start = text.rfind(opening, max(floor, end - MAX_QUOTED), end) + 1 if opening else 0
    if not start:
        return None
    match = after(text, start, end, short, grammar)
    return match if match and match.end == end and match.ordered and match.score >= WHOLE else None


def completed(text: str, match: Match, ceiling: int) -> Match:
    """The match with the complement that gives no letter and ends with it: «… des routes| de l'État –»."""
    more = _COMPLEMENT.match(text, match.end, ceiling)
    return match._replace(end=more.end()) if more else match


def runs(ws: Sequence[Word], text: str, grammar: Grammar) -> Iterator[Sequence[Word]]:
    """The words between marks and verbs that no long form crosses."""
    first, last = 0, ws[0].end if ws else 0
    for i, (start, end, key, _, capital, joined, _) in enumerate(ws):
        verb = key in grammar.breaks and not capital and not joined and text[start:end] != "à"
        verb = verb or (key == "a" and text[start:end] == "a")
        if i and (verb or ((start - last > 1 or text[last] not in _WITHIN) and _STOP.search(text, last, start))):
            yield ws[first:i]
            first = i
        last = end
    if first < len(ws):
        yield ws[first:]


def spelt_by(ws: Sequence[Word], i: int, wanted: str) -> int:
    """The word after the run from word i whose openings spell all of `wanted`; 0 if there is none.

    Each word that is not small gives its first letter, and in a short form of four letters or more also those that
    follow: «direction interministérielle du numérique» spells DINUM, «Mouvement des entreprises» not Medef.
    """
    more = len(wanted) > 3
    lent = len(wanted) // 4  # letters that small words may give
    dead: set[tuple[int, int, int]] = set()

    def go(i: int, j: int, lent: int) -> int:
        if j == len(wanted):
            return i
        if i >= len(ws) or (i, j, lent) in dead:
            return 0
        w = ws[i]
        left, given = lent - w.small, 0
        while left >= 0 and given < len(w.key) and j + given < len(wanted) and w.key[given] == wanted[j + given]:
            given += 1
            if end := go(i + 1, j + given, left):
                return end
            if not more:
                break
        if w.small and (end := go(i + 1, j, lent)):
            return end
        dead.add((i, j, lent))
        return 0

    return go(i, 0, lent)
