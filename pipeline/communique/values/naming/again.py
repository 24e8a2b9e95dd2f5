"""Names found once -> the other places of the text where they stand, whole or in part."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from communique.values import names
from communique.values.found import ANNOUNCED, HEAD, KNOWN, MODEL, REPEATED, Found
from communique.values.naming.lexicon import Key, Label, Lexicon, keys_of
from communique.values.naming.spans import Line, head_label, spot, stands
from communique.values.tokens import Token, key

_ARTICLES = frozenset({"Le", "La", "Les", "L'", "L’"})
_INITIAL = re.compile(r"[A-ZÀ-Þ]\.(?:-?[A-ZÀ-Þ]\.)?")
LARGE = 20_000  # inhabitants from which a family name that is a commune's too may mean the commune


def repeated(lines: Sequence[Line], kept: Sequence[Found], text: str) -> Iterator[Found]:
    """Other places where a found name stands, in its own case or in capitals."""
    index: dict[tuple[str, str], dict[Key, tuple[str, Found]]] = defaultdict(dict)  # by first and second word
    for f in kept:
        written = text[f.start : f.end]
        k = keys_of(written)
        if len(k) == 1 and f.weight == KNOWN:  # the list has seen them all, and had its reasons: «chef de l'État»
            continue
        same = index[k[0], k[1] if len(k) > 1 else ""]
        if k not in same or same[k][1].weight < f.weight:
            same[k] = (written, f)
    firsts = {first for first, _ in index}
    for line in lines:
        ts = line.ts
        for i, t in enumerate(ts):
            if t.key not in firsts:
                continue
            second = ts[i + 1].key if i + 1 < len(ts) else ""
            for k, (written, f) in {**index.get((t.key, ""), {}), **index.get((t.key, second), {})}.items():
                if not stands(ts, i, k):
                    continue
                j = i + len(k)
                # «Intelligence artificielle : …» at the head of a sentence may be the common noun
                plain = f.weight <= ANNOUNCED and t.lead and len(k) > 1 and written[1:].islower()
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


def with_article(kept: Sequence[Found], lines: Sequence[Line], lex: Lexicon) -> list[Found]:
    """The names with the article that the text writes with a capital in a sentence: «rejoindre Les Clés du Phare»."""
    result: list[Found] = []
    at = 0
    for line in lines:
        starts: list[int] = []
        while at < len(kept) and kept[at].start < line.end:
            f = kept[at]
            at += 1
            starts = starts or [t.start for t in line.ts]
            i = bisect_left(starts, f.start)
            t = line.ts[i - 1] if i else None
            apart = not result or result[-1].end <= (t.start if t else 0)
            headed = f.weight >= HEAD or head_label(line.ts, i, lex)
            if (
                t
                and apart
                and not headed
                and t.text in _ARTICLES
                and not t.lead
                and not line.shouted
                and f.label != "PER"
            ):
                f = f._replace(start=t.start)
            result.append(f)
    return result


def joined(lines: Sequence[Line], kept: Sequence[Found], text: str, lex: Lexicon) -> Iterator[Found]:
    """Two words that «et» or «en» joins wherever they stand, more than once: «Puits et Semis», «Bulles en Ville»."""
    whole: dict[tuple[Key, Key], list[Found]] = defaultdict(list)
    firsts = {f.start: f for f in kept if f.weight <= ANNOUNCED and f.label != "PER"}
    single: Counter[Key] = Counter()
    for line in lines:
        ts = line.ts
        for i, t in enumerate(ts):
            if t.start not in firsts or line.shouted:
                continue
            f = firsts[t.start]
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


def surnames(lines: Sequence[Line], kept: Sequence[Found], text: str, lower: set[str], lex: Lexicon) -> Iterator[Found]:
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
    if not single:
        return
    for line in lines:
        for i, t in enumerate(line.ts):
            if t.key in single and t.capital and t.key not in lex.excluded and t.key not in lower:
                initial = i and _INITIAL.fullmatch(line.ts[i - 1].text)  # «A. Vasseur»
                yield Found(line.ts[i - 1].start if initial else t.start, t.end, "PER", "mentions/nom-seul", MODEL + 1)


def shouted_only(kept: Sequence[Found], text: str, lines: Sequence[Line]) -> set[Found]:
    """Names for which only the model vouches and which stand in lines of capitals and nowhere else."""
    count = Counter(key(text[f.start : f.end]) for f in kept)
    result: set[Found] = set()
    at = 0
    for line in lines:
        while at < len(kept) and kept[at].start < line.end:
            f = kept[at]
            if line.shouted and f.weight <= MODEL and count[key(text[f.start : f.end])] == 1:
                result.add(f)
            at += 1
    return result
