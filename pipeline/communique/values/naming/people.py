"""Names of persons: after a civility or a title, by a first name, by a family name known from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.values import names
from communique.values.found import CIVILITY, FIRST_NAME, MODEL, Found
from communique.values.naming.lexicon import Lexicon
from communique.values.naming.spans import Line, head_at, inside_a_name, spot
from communique.values.tokens import Token


def persons(ts: Sequence[Token], lex: Lexicon) -> Iterator[Found]:
    """Names after a civility or a title, and names that open with a known first name."""
    stops = lex.grammar.stops
    i = 0
    while i < len(ts):
        t = ts[i]
        if not t.word:
            i += 1
            continue
        if t.key in lex.civilities and (t.capital or t.key == "abbe"):
            j = i + 1
            while j < len(ts) and (ts[j].text == "." or ts[j].key in lex.civilities):
                j += 1
            end = names.reach(ts, j, lex.particles, stops) if j < len(ts) and ts[j].capital else j
            if end > j and ts[j].text not in {"M", "Me"}:
                yield Found(ts[j].start, ts[end - 1].end, "PER", "mentions/civilite", CIVILITY)
            i = end
            continue
        if t.capital and t.key in lex.given and t.key not in lex.excluded and not (t.shouted and len(t.text) < 4):
            end = names.reach(ts, i, lex.particles, stops)
            alone = i == 0 and (end == len(ts) or ts[end].text in {",", "–", "—", "-", ":", "(", "|"})
            sure = alone or t.key not in lex.unsure or (end - i > 1 and ts[i + 1].key in lex.sure)
            if end - i > 1 and ts[end - 1].key in lex.endings:
                yield spot(ts, i, end, lex.endings[ts[end - 1].key], "mentions/prenom-nom", FIRST_NAME)
                i = end
                continue
            apart = not inside_a_name(ts, i, lex) or _closed(ts[i - 1], lex)
            if end - i > 1 and sure and head_at(ts, i + 1, lex) is None and apart:
                yield spot(ts, i, end, "PER", "mentions/prenom-nom", FIRST_NAME)
                i = end
                continue
        if t.key in lex.titles and i + 1 < len(ts) and ts[i + 1].capital and not ts[i + 1].lead:
            end = names.reach(ts, i + 1, lex.particles, stops)
            first = ts[i + 1]
            place = lex.communes.get(first.key, 0) > 5000 or first.key in lex.heads or first.shouted
            if end > i + 1 and not place and not t.capital and (end - i > 2 or first.key not in lex.levels):
                yield Found(first.start, ts[end - 1].end, "PER", "mentions/titre-nom", FIRST_NAME)
                i = end
                continue
        i += 1


def _closed(t: Token, lex: Lexicon) -> bool:
    """Whether a name or a field ends with this word: «préfet du Nord | Fabien Lefort», «la Culture | Léa Noury»."""
    return t.key in lex.fields or t.key in lex.communes or (t.key in lex.known and t.key not in lex.given)


def surnames(lines: Sequence[Line], kept: Sequence[Found], text: str, lower: set[str], lex: Lexicon) -> Iterator[Found]:
    """A family or first name alone, of a person whose full name the text gives: «Mme Vasseur», «Virginie»."""
    single: set[str] = set()
    for f in kept:
        if f.label != "PER":
            continue
        name = names.parts(text[f.start : f.end], lex.given)
        if name.full and len(name.family) == 1 and lex.communes.get(name.family[0], 0) < 20000:
            single.add(name.family[0])
        if name.full and len(name.given) == 1 and name.given[0] in lex.sure:
            single.add(name.given[0])
    for line in lines:
        for t in line.ts:
            if t.capital and t.key in single and t.key not in lex.excluded and t.key not in lower:
                yield Found(t.start, t.end, "PER", "mentions/nom-seul", MODEL + 1)


def portfolios(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[tuple[int, int]]:
    """Where a minister's or a deputy's field stands, which is no name: «déléguée à l'Enfance et aux Familles»."""
    for i in hot:
        for k in lex.portfolios.get(ts[i].key, ()):
            j = i + len(k)
            if j < len(ts) and all(ts[i + n].key == k[n] for n in range(1, len(k))):
                end = lex.grammar.phrase(ts, j, to=True)
                if end > j:
                    yield ts[j].start, ts[end - 1].end
                break
