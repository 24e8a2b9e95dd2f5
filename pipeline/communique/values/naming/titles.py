"""Titles of works that stand without quotation marks: «Marée basse, de Léa Noury», «son roman, Marée basse, est …»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.values.found import ANNOUNCED, Found
from communique.values.naming.lexicon import Lexicon
from communique.values.naming.spans import finite, function_at, head_at, listed, nameable, spot
from communique.values.tokens import ARTICLES, Token

MAX_TITLE = 9  # words of a title that no mark but a comma closes
MAX_BETWEEN = 5  # words between the noun and its title, or between an author's trade and the title in brackets
_BY = frozenset({"de", "d'"})
_CLOSES = frozenset({",", "(", ")"})
_IN_A_TITLE = frozenset({"'", "’", "?", "!", "…", "-"})  # marks that a title may hold
_INTRODUCES = frozenset({":", "–", "—", "-", "•", "(", "*"})  # after these, a line of a programme begins with a title


def titled(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """The title in apposition to a noun of the list: «le rapport complet, Cages vides, sera remis»."""
    for i in hot:
        if ts[i].key not in lex.works or ts[i].capital or (i and ts[i - 1].key == "en"):  # champions en titre
            continue
        j = i + 1
        while j < len(ts) and j - i <= MAX_BETWEEN and ts[j].word and not ts[j].capital:
            j += 1
        if j + 2 >= len(ts) or ts[j].text != ",":
            continue
        end = _closed(ts, j + 1)
        if end and ts[end].text in _CLOSES and _shape(ts, j + 1, end, lex):
            yield spot(ts, j + 1, end, "MISC", "mentions/titre", ANNOUNCED)


def signed(ts: Sequence[Token], capitals: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """The title before its author, «Combat perdu, de Léa Noury», or in brackets after one: «l'écrivaine … (Grisou)»."""
    for i in capitals:
        if i < 3:
            continue
        before = ts[i - 1]
        if before.text == "(":
            end = _closed(ts, i)
            named = end and ts[end].text == ")" and ts[i - 2].capital
            if named and _shape(ts, i, end, lex) and _creates(ts, i - 2, lex):
                yield spot(ts, i, end, "MISC", "mentions/titre", ANNOUNCED)
        elif before.key in _BY and ts[i].key.partition("-")[0] in lex.sure and ts[i - 2].text == "," and _full(ts, i):
            start = _start(ts, i - 2, lex)
            if start < i - 2 and _name(ts, start, i - 2, lex):
                yield spot(ts, start, i - 2, "MISC", "mentions/titre", ANNOUNCED)


def of_a_kind(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """The title of which a comma says what it is: «21 h : La Digue, spectacle pour tous»."""
    for i in hot:
        if i < 3 or ts[i].key not in lex.works or ts[i].capital:
            continue
        j = i - 1 if ts[i - 1].key in {"un", "une"} else i
        if ts[j - 1].text != ",":
            continue
        start = _start(ts, j - 1, lex, from_line=True)
        if start < j - 1 and _shape(ts, start, j - 1, lex):
            yield spot(ts, start, j - 1, "MISC", "mentions/titre", ANNOUNCED)


def _closed(ts: Sequence[Token], i: int) -> int:
    """The first mark after the words that begin at `i` with a capital; 0 if they are too many."""
    if i >= len(ts) or not ts[i].capital:
        return 0
    far = min(i + MAX_TITLE + 1, len(ts))
    return next((k for k in range(i + 1, far) if not ts[k].word and ts[k].text not in _IN_A_TITLE), 0)


def _start(ts: Sequence[Token], end: int, lex: Lexicon, *, from_line: bool = False) -> int:
    """Where the title that ends before `end` begins: after a mark of a programme, or with a capital in a sentence."""
    k = end
    while k > 0 and end - k < MAX_TITLE and (ts[k - 1].word or ts[k - 1].text in _IN_A_TITLE):
        if ts[k - 1].text.islower() and finite(ts[k - 1], lex):  # Arte diffusera | Les Oubliés
            return k if ts[k].capital else end
        k -= 1
    if k < end and ts[k].capital and (ts[k - 1].text in _INTRODUCES if k else from_line):
        return k
    if from_line:
        return end
    firsts = [n for n in range(k, end) if ts[n].capital and not ts[n].lead]
    # «Rivo jouera La Digue»: an article with a capital opens the title
    return next((n for n in firsts if ts[n].key in ARTICLES), firsts[0] if firsts else end)


def _full(ts: Sequence[Token], i: int) -> bool:
    """Whether another name goes on the first name at `i`: «Léa Noury», «Anne de La Tour»."""
    return any(t.capital for t in ts[i + 1 : i + 3])


def _name(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether tokens i:j can be a title: no person, place, body or office that another rule knows."""
    first = ts[i]
    if first.key in lex.given or first.key in lex.communes or first.key in lex.grammar.stops:
        return False
    if function_at(ts, i, lex) > i:
        return False
    head = head_at(ts, i, lex)
    if (head and head[1].label == "ORG") or listed(ts, i, lex) or " ".join(t.key for t in ts[i:j]) in lex.communes:
        return False
    return nameable(ts, i, j, lex)


def _shape(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether it looks like a title, too: an article with a capital, or a small word that is more than a link."""
    article = ts[i].key in lex.articles and j - i > 1
    links = lex.grammar.links | {"et"}
    small = any(t.word and t.text[0].islower() and t.key not in links for t in ts[i + 1 : j])
    return (article or small) and _name(ts, i, j, lex)


def _creates(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether the trade of one who makes works stands shortly before the name that ends with token `i`."""
    return any(ts[k].key in lex.creators for k in range(i - 1, max(-1, i - 1 - MAX_BETWEEN), -1))
