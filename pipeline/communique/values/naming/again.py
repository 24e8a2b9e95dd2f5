"""Names found once -> the other places of the text where they stand, whole or in part."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from communique.values import names
from communique.values.found import ANNOUNCED, HEAD, KNOWN, MODEL, REPEATED, Found
from communique.values.naming.lexicon import Key, Label, Lexicon, keys_of
from communique.values.naming.page import Line, Page
from communique.values.naming.spans import head_label, spot, stands
from communique.values.tokens import Token, key

_ARTICLES = ("le", "la", "les", "l'")
_CONNECTORS = (" et ", " & ", " en ")
_AND_OF = re.compile(r" et (?:de la |de l['’]|du |des |de |d['’])")
_INITIAL = re.compile(r"[A-ZÀ-Þ]\.(?:-?[A-ZÀ-Þ]\.)?")
LARGE = 20_000  # inhabitants from which a family name that is a commune's too may mean the commune


def repeated(page: Page, kept: Sequence[Found], text: str) -> Iterator[Found]:
    """Other places where a found name stands, in its own case or in capitals."""
    index: dict[str, dict[Key, tuple[str, Found]]] = defaultdict(dict)  # by first word
    for f in kept:
        written = text[f.start : f.end]
        k = keys_of(written)
        if len(k) == 1 and f.weight == KNOWN:  # the list has seen them all, and had its reasons: «chef de l'État»
            continue
        same = index[k[0]]
        if k not in same or same[k][1].weight < f.weight:
            same[k] = (written, f)
    for first, found in index.items():
        by_second: dict[str, list[Key]] = defaultdict(list)
        for k in found:
            by_second[k[1] if len(k) > 1 else ""].append(k)
        for line, i in page.where.get(first, ()):
            ts = line.ts
            second = ts[i + 1].key if i + 1 < len(ts) else ""
            for k in (*by_second.get("", ()), *(by_second.get(second, ()) if second else ())):
                if not stands(ts, i, k):
                    continue
                written, f = found[k]
                j = i + len(k)
                # «Intelligence artificielle : …» at the head of a sentence may be the common noun
                plain = f.weight <= ANNOUNCED and ts[i].lead and len(k) > 1 and written[1:].islower()
                if not plain and _same_case(ts[i:j], written, alone=len(k) == 1):
                    weight = min(f.weight, HEAD) - 1 if len(k) > 1 else REPEATED
                    yield spot(ts, i, j, f.label, "mentions/repetition", weight)


def _same_case(ts: Sequence[Token], written: str, *, alone: bool) -> bool:
    """Whether the words at hand are the name and not the common noun: «la Mission», «la mission»."""
    if ts[0].text == written[: len(ts[0].text)] and not (alone and ts[0].lead and written[0].islower()):
        return not alone or len(written) > 1
    if all(t.text.isupper() for t in ts if t.word):
        return not alone or len(written) > 3
    if written[0].islower():
        return not alone
    return not alone and ts[0].capital


def with_article(kept: Sequence[Found], page: Page, text: str, lex: Lexicon) -> list[Found]:
    """The names with the article that the text writes with a capital in a sentence: «rejoindre Les Clés du Phare»."""
    articles: dict[int, int] = {}  # start of the word after such an article -> that of the article
    for article in _ARTICLES:
        for line, i in page.where.get(article, ()):
            t = line.ts[i]
            told = t.capital and not t.lead and not line.shouted and i + 1 < len(line.ts)
            if told and head_label(line.ts, i + 1, lex) is None:
                articles[line.ts[i + 1].start] = t.start
    result: list[Found] = []
    for f in kept:
        start = articles.get(f.start, f.start)
        apart = not result or result[-1].end <= start
        open_ = f.weight < KNOWN and f.label != "PER" and not text[f.start : f.end].isupper()
        result.append(f._replace(start=start) if apart and open_ else f)
    return result


def joined(page: Page, kept: Sequence[Found], text: str, lex: Lexicon) -> Iterator[Found]:
    """Two words that «et» or «en» joins wherever they stand, more than once: «Puits et Semis», «Bulles en Ville»."""
    whole: dict[tuple[Key, Key], list[Found]] = defaultdict(list)
    # A head noun is sure of where the name of a place or body ends, but not that of a prize or a law.
    firsts = {f.start: f for f in kept if f.label == "MISC" or (f.weight <= ANNOUNCED and f.label != "PER")}
    if not any(text.startswith(_CONNECTORS, f.end) for f in firsts.values()):
        return
    single: Counter[Key] = Counter()
    for word in dict.fromkeys(keys_of(text[f.start : f.end])[0] for f in firsts.values()):
        for line, i in page.where.get(word, ()):
            ts = line.ts
            if ts[i].start not in firsts or line.shouted:
                continue
            f = firsts[ts[i].start]
            j = i + 1
            while j < len(ts) and ts[j].start < f.end:
                j += 1
            a = tuple(x.key for x in ts[i:j])
            single[a] += 1
            if j + 1 < len(ts) and ts[j].key in {"et", "&", "en"} and ts[j + 1].capital:
                end = lex.grammar.proper(ts, j + 1)
                if end > j + 1:
                    b = tuple(x.key for x in ts[j + 1 : end])
                    label: Label = "ORG" if f.label == "LOC" else f.label  # no place has two names
                    whole[a, b].append(spot(ts, i, end, label, "mentions/joint", HEAD - 2))
    for (a, b), found in whole.items():
        places = all(" ".join(k) in lex.communes or k[0] in lex.known for k in (a, b))
        if len(found) > 1 and len(found) == single[a] and not single[b] and not places:
            yield from found


def parted(kept: Sequence[Found], text: str) -> list[Found]:
    """The names without «et de» and another that stands alone elsewhere: «Agence du Lin | et de | Rimbert Textile»."""
    alone = Counter(text[f.start : f.end] for f in kept if f.label == "ORG")
    result: list[Found] = []
    for f in kept:
        joint = next((m for m in _AND_OF.finditer(text, f.start, f.end) if alone[text[m.end() : f.end]]), None)
        if f.label != "ORG" or joint is None:
            result.append(f)
            continue
        result.append(f._replace(end=joint.start(), by="mentions/part"))
        result.append(f._replace(start=joint.end(), by="mentions/part"))
    return result


def surnames(page: Page, kept: Sequence[Found], text: str, lex: Lexicon) -> Iterator[Found]:
    """A family or first name alone, of a person whose full name the text gives: «Mme Vasseur», «Virginie»."""
    single: set[str] = set()
    for f in kept:
        if f.label != "PER":
            continue
        name = names.parts(text[f.start : f.end], lex.given)
        if name.full and len(name.family) == 1 and lex.communes.get(name.family[0], 0) < LARGE:
            single.add(name.family[0])
        if name.full and len(name.given) == 1 and name.given[0] in lex.sure:
            single.add(name.given[0])
    for word in sorted(single - lex.excluded - page.lower):
        for line, i in page.where.get(word, ()):
            ts = line.ts
            if ts[i].capital:
                # «A. Vasseur», but not «George W. Vasseur»
                initial = i and _INITIAL.fullmatch(ts[i - 1].text) and ts[i - 1].key not in lex.civilities
                first = i - 1 if initial and not (i > 1 and ts[i - 2].capital) else i
                yield spot(ts, first, i + 1, "PER", "mentions/nom-seul", MODEL + 1)


def shouted_only(kept: Sequence[Found], text: str, lines: Sequence[Line]) -> set[Found]:
    """Works and the like for which only the model vouches, in lines of capitals and nowhere else."""
    count = Counter(key(text[f.start : f.end]) for f in kept)
    result: set[Found] = set()
    at = 0
    for line in lines:
        while at < len(kept) and kept[at].start < line.end:
            f = kept[at]
            if line.shouted and f.weight <= MODEL and f.label == "MISC" and count[key(text[f.start : f.end])] == 1:
                result.add(f)
            at += 1
    return result
