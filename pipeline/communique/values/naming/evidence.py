"""What stands around the mentions of a name -> votes for its label: «chez X», «X, start-up lilloise», «info@x.fr»."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from communique.values.found import DOUBTFUL, MODEL, REPEATED, Found
from communique.values.naming.lexicon import Label, Lexicon
from communique.values.naming.page import Page
from communique.values.naming.spans import function_at, stands
from communique.values.tokens import ARTICLES, OF_THE, Token, key

Votes = Mapping[str, Mapping[Label, float]]
Vote = tuple[Label, float]

_NOW = frozenset({"aujourd'hui", "ainsi", "desormais", "egalement", "aussi"})
_COPULAS = frozenset({"est", "etait", "devient", "reste", "sera", "demeure"})
_UNSURE = frozenset({DOUBTFUL, MODEL, MODEL + 1, REPEATED})
_HOST = re.compile(r"(?:@|www\.|https?://)(?:[\w-]{1,63}\.){0,3}?([\w-]{1,63})\.[a-z]{2,10}(?![\w.-]*\.[a-z])")
MIN_DOMAIN = 5  # letters of a name that a domain can begin with: «tournevis-app.fr»; a shorter one must be all of it


def evidence(page: Page, kept: Sequence[Found], text: str, lex: Lexicon) -> Votes:
    """Folded name -> votes, for the names for which no rule vouches."""
    votes: dict[str, dict[Label, float]] = defaultdict(lambda: defaultdict(float))
    at = 0
    domains = sorted(_domains(text))
    for line in page.lines:
        starts: list[int] = []
        while at < len(kept) and kept[at].start < line.end:
            f = kept[at]
            at += 1
            if f.weight not in _UNSURE:
                continue
            starts = starts or [t.start for t in line.ts]
            i, j = bisect_left(starts, f.start), bisect_left(starts, f.end)
            name = key(text[f.start : f.end])
            if i and line.ts[i - 1].key in {"a", "de", "d'"} and name in lex.communes:
                votes[name]["LOC"] += 4 if line.ts[i - 1].key == "a" else 1
            for label, vote in (*_left(line.ts, i, lex), *_right(line.ts, j, lex)):
                if label != "ORG" or name not in lex.communes:  # «les salariés de Tourcoing»
                    votes[name][label] += vote
    for f in kept:
        name = key(text[f.start : f.end])
        if domains and f.label != "LOC" and "ORG" not in votes.get(name, {}) and _is_domain(name, domains):
            votes[name]["ORG"] += 3
    return votes


def _left(ts: Sequence[Token], i: int, lex: Lexicon) -> Iterator[Vote]:
    """«chez X»; «les salariés de X», «À propos de X»: an organisation has them."""
    if i == 0:
        return
    if ts[i - 1].key == "chez":
        yield "ORG", 3
        return
    noun = ts[i - 1].key
    if "-" in noun and noun not in lex.before_names:
        noun = noun.partition("-")[0]  # le navire-école X
        told = next((label for words, label in lex.before_names.get(noun, ()) if words == (noun,)), None)
        if told and not ts[i - 1].capital:
            yield told, 4
            return
    for words, label in lex.before_names.get(ts[i - 1].key, ()):
        if (
            words[0] not in lex.wide
            and i >= len(words)
            and stands(ts, i - len(words), words)
            and not ts[i - len(words)].capital
        ):
            yield label, 4
            return
    verb = i - 2 if i > 1 and ts[i - 1].key in _NOW else i - 1
    if ts[verb].key in lex.launching:
        yield "MISC", 2
        return
    k = i - 1
    while k >= 0 and i - k < 4 and ts[k].key in OF_THE:
        k -= 1
    if 0 <= k < i - 1:
        if ts[k].key in lex.of_bodies:
            yield "ORG", 3
        elif ts[k].key in lex.showings and ts[i].key not in lex.given:
            yield "MISC", 4  # une projection de …
        elif ts[k].key == "propos" and k and ts[k - 1].key == "a":
            yield "ORG", 2


def _right(ts: Sequence[Token], j: int, lex: Lexicon) -> Iterator[Vote]:
    """«X, start-up lilloise», «X est une commune», «X recrute»; «X, présidente de»: the noun says what X is."""
    if j + 1 >= len(ts):
        return
    t = ts[j]
    if t.key in lex.body_verbs:
        yield "ORG", 2
        return
    if t.text not in {",", "(", "–", "—"} and t.key not in _COPULAS:
        return
    if j + 2 < len(ts) and t.text == "," and ts[j + 1].key == "le" and ts[j + 2].text[0].isdigit():
        yield "LOC", 4 if ts[j - 1].key in lex.communes else 0  # a dateline
        return
    k = j + 1
    while k < len(ts) and k - j < 5 and (ts[k].key in ARTICLES or _before_a_noun(ts[k], lex)):
        k += 1
    if k >= len(ts):
        return
    if any(stands(ts, k, words) for words in lex.functions.get(ts[k].key, ())):
        return
    if ts[k].capital or function_at(ts, k, lex) > k:
        return
    if ts[k].key in lex.works and ts[k - 1].key in ARTICLES:
        yield "MISC", 4  # «Résille, une installation de …»
        return
    first = ts[k].key.partition("-")[0]
    whole = lex.announcers.get(ts[k].key)
    for words, label in whole or lex.announcers.get(first, ()):
        named = _named_after(ts, k + len(words), lex)  # «X, médiathèque des Peupliers» is an enumeration
        told = stands(ts, k, words) if whole else words == (first,)  # «un train-spectacle»
        if told and not named:
            yield label, 4 if label != "MISC" else 2
            return


def _named_after(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a name follows a noun, with «de» or without."""
    while i < len(ts) and (ts[i].key in OF_THE or lex.grammar.adjective(ts[i])):
        i += 1
    return i < len(ts) and ts[i].capital


def _before_a_noun(t: Token, lex: Lexicon) -> bool:
    """«première», «jeune», «nouvelle»: between the article and the noun."""
    return t.key in lex.indefinite or t.key in lex.before_nouns


def _domains(text: str) -> frozenset[str]:
    """Second-level names of the addresses in the text, without marks: «presse@vent-debout.fr» -> «ventdebout»."""
    return frozenset(m[1].lower().replace("-", "") for m in _HOST.finditer(text))


def _is_domain(name: str, domains: Sequence[str]) -> bool:
    """Whether the name is one of the sorted domains, or the beginning of one."""
    letters = "".join(c for c in name if c.isalnum())
    near = domains[at] if (at := bisect_left(domains, letters)) < len(domains) else ""
    return near == letters or (len(letters) >= MIN_DOMAIN and near.startswith(letters))
