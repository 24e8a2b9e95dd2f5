"""Names of persons: after a civility or a title, by a first name, by a family name known from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.values import names
from communique.values.found import CIVILITY, FIRST_NAME, Found
from communique.values.naming.lexicon import Lexicon
from communique.values.naming.spans import head_at, inside_a_name, spot
from communique.values.tokens import OF, Token

_ARTICLES = frozenset({"la", "l'", "l’"})
TOWN = 5_000  # inhabitants from which «de» after a full name leads to a commune


def persons(ts: Sequence[Token], begins: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """Names after a civility or a title, and names that open with a known first name."""
    past = 0
    for i in begins:
        if i < past:
            continue
        t = ts[i]
        if t.key in lex.civilities and (t.capital or t.key == "abbe"):
            j = i + 1
            while j < len(ts) and (ts[j].text == "." or ts[j].key in lex.civilities):
                j += 1
            end = _end(ts, j, lex) if j < len(ts) and ts[j].capital else j
            if end > j and ts[j].text not in {"M", "Me"} and ts[j].key not in lex.excluded and not ts[j].lead:
                yield Found(ts[j].start, ts[end - 1].end, "PER", "mentions/civilite", CIVILITY)
            past = end
            continue
        if t.capital and t.key in lex.given and t.key not in lex.excluded and not (t.shouted and len(t.text) < 4):
            end = _end(ts, i, lex)
            if end == i + 3 and ts[i + 1].key == "de" and _place_of(ts[i + 2], lex):  # Palma de Majorque
                continue
            alone = i == 0 and (end == len(ts) or ts[end].text in {",", "–", "—", "-", ":", "(", "|"})
            sure = alone or t.key not in lex.unsure or (end - i > 1 and ts[i + 1].key in lex.sure)
            if end - i > 1 and ts[end - 1].key in lex.endings:
                yield spot(ts, i, end, lex.endings[ts[end - 1].key], "mentions/prenom-nom", FIRST_NAME)
                past = end
                continue
            apart = not inside_a_name(ts, i, lex) or _closed(ts[i - 1], lex)
            if end - i > 1 and sure and head_at(ts, i + 1, lex) is None and apart:
                yield spot(ts, i, end, "PER", "mentions/prenom-nom", FIRST_NAME)
                past = end
                continue
            if end - i == 1 and t.key in lex.sure and t.key not in lex.communes and _lone(ts, i, lex):
                yield spot(ts, i, end, "PER", "mentions/prenom-seul", FIRST_NAME)
        if t.shouted and (end := _family_first(ts, i, lex)):
            yield spot(ts, i, end, "PER", "mentions/nom-prenom", FIRST_NAME)
            past = end
            continue
        if t.key in lex.titles and i + 1 < len(ts) and ts[i + 1].capital and not ts[i + 1].lead:
            end = _end(ts, i + 1, lex)
            first = ts[i + 1]
            place = lex.communes.get(first.key, 0) > TOWN or first.key in lex.heads or first.shouted
            place = place or first.key in lex.demonyms
            if end > i + 1 and not place and not t.capital and (end - i > 2 or first.key not in lex.levels):
                yield Found(first.start, ts[end - 1].end, "PER", "mentions/titre-nom", FIRST_NAME)
                past = end
                continue


def _place_of(t: Token, lex: Lexicon) -> bool:
    return t.key in lex.grammar.lands or lex.communes.get(t.key, 0) > TOWN


def _lone(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a first name alone is a person: «, 40 ans» or «, mère de» after it, «explique» before it."""
    if i and ts[i - 1].key in lex.speaking and not ts[i].lead:
        return True
    if i + 2 >= len(ts) or ts[i + 1].text not in {",", "("}:
        return False
    age = ts[i + 2].text.isdigit() and i + 3 < len(ts) and ts[i + 3].key == "ans"
    return age or ts[i + 2].key in lex.kin or (ts[i + 2].key in lex.functions and not ts[i + 2].capital)


def _family_first(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """End of «DUPONT Jean», at the beginning of a line or after a mark; 0 if there is no such name at `i`."""
    if i and ts[i - 1].word and ts[i - 1].key not in lex.civilities:
        return 0
    j = i
    while j < len(ts) and j - i < 3 and ts[j].shouted and len(ts[j].text) > 2 and not ts[j].text.isdigit():
        if ts[j].key in lex.heads or ts[j].key in lex.known or ts[j].key in lex.excluded or ts[j].key in lex.given:
            return 0
        j += 1
    if j == i or j >= len(ts) or ts[j].key not in lex.sure or not ts[j].capital or ts[j].shouted:
        return 0
    end = j + 1
    return end if end == len(ts) or not ts[end].word or ts[end].text[0].islower() else 0


def _end(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """End of the person's name at `i`; an organisation's head ends it: «John Bailey | de l'Académie»."""
    end = names.reach(ts, i, lex.particles, lex.grammar.stops)
    for k in range(i + 2, end - 1):  # «Derrick Watson | de Hawaï», but «Dominique de Villepin», «Giscard d'Estaing»
        place = ts[k].key == "de" and (ts[k + 1].key in lex.grammar.lands or lex.communes.get(ts[k + 1].key, 0) > TOWN)
        if place or (ts[k].key == "de" and (ts[k + 1].key in lex.sure or len(ts[k + 1].text) == 2)):
            return k
    for k in range(i + 1, end):
        if not ts[k].capital and (found := head_at(ts, k + 1, lex)) and ts[k + 1].capital and found[1].label == "ORG":
            while ts[k - 1].key in lex.particles and not ts[k - 1].capital:
                k -= 1
            return k
    return end


_DEPUTIES = frozenset({"adjoint", "adjointe", "delegue", "deleguee"})  # of whom «à» says the field, and «de» the body


def _closed(t: Token, lex: Lexicon) -> bool:
    """Whether a name or a field ends with this word: «préfet du Nord | Fabien Lefort», «la Culture | Léa Noury»."""
    return t.key in lex.fields or t.key in lex.communes or (t.key in lex.known and t.key not in lex.given)


def portfolios(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[tuple[int, int]]:
    """Where a minister's or a deputy's field stands, which is no name: «déléguée à l'Enfance et aux Familles»."""
    for i in hot:
        for k in lex.portfolios.get(ts[i].key, ()):
            j = i + len(k)
            if j < len(ts) and all(ts[i + n].key == k[n] for n in range(1, len(k))):
                if ts[j].key == "a" and not (j + 1 < len(ts) and ts[j + 1].text in _ARTICLES):
                    break  # the ministre | à Paris
                if k[0] in _DEPUTIES and ts[j].key in OF:
                    break  # «directrice adjointe | de l'Adage»
                end = lex.grammar.phrase(ts, j, to=True)
                if end > j:
                    yield ts[j].start, ts[end - 1].end
                break
