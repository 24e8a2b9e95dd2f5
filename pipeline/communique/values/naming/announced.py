"""Names that a common noun announces, of which it is no part; names between quotation marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.values.found import ANNOUNCED, DOUBTFUL, HEAD, QUOTED, Found
from communique.values.naming.lexicon import Label, Lexicon
from communique.values.naming.page import OPENING
from communique.values.naming.spans import (
    finite,
    gazetted,
    head_at,
    listed,
    members,
    nameable,
    past_the_trade,
    quotation,
    spot,
    stands,
)
from communique.values.tokens import DEFINITE, OF, OF_THE, THE, Token

MAX_BARE_QUOTED = 8  # words between guillemets that can be a name where no noun announces one
MAX_BEFORE_A_COLON = 6  # words between a plural noun and the colon of its list: «Associations membres du … : A, B»
MAX_BETWEEN = 6  # words between the noun that announces a work and its title: «guide de 32 pages, «…»»
MAX_CLAUSE = 6  # words of a name like «Un fruit pour la récré» after its capital
_INFINITIVES = ("er", "ir", "ivre", "endre", "ire", "aire", "ettre", "oire")
_IMPERATIVES = ("-moi", "-toi", "-nous", "-vous", "-les")
_CARRIES = frozenset({"de", "d'", "d’", "à", "aux"})
_BEFORE_A_COMPLEMENT = OF_THE | {"a", "en", "pour", "sur"}


def announced(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """The name after a common noun that is no part of it: «l'association Adage», «le plan «Nouvel élan»»."""
    g = lex.grammar
    for i in hot:
        t = ts[i]
        announcer = next(((k, v) for k, v in lex.announcers.get(t.key, ()) if stands(ts, i, k)), None)
        if announcer is None or (i > 1 and ts[i - 1].key == "de" and ts[i - 2].key.startswith("communaute")):
            continue
        label = announcer[1]
        j = i + len(announcer[0])
        if i and t.key in lex.adjectives_too and ts[i - 1].key not in lex.articles:  # le télescope géant Belvar
            continue
        if label == "MISC" and i > 1 and ts[i - 1].text in {"de", "d'", "d’"} and ts[i - 2].key in lex.creators:
            continue  # l'auteur de bande dessinée Vasseur
        if j >= len(ts):
            continue
        if t.key.endswith("s") and (opened := _opens_a_list(ts, j, lex)):
            for a, b in _listed(ts, opened, lex):
                yield spot(ts, a, b, label, "mentions/annonce", ANNOUNCED)
            if not any(x.capital for x in ts[j : opened - 1]):
                continue
        after = j
        while after < len(ts) and not ts[after].capital and g.adjective(ts[after]):
            after += 1
        if label in {"ORG", "MISC"} and t.key not in lex.authored:
            after = past_the_trade(ts, after, lex)
        if after < len(ts) and ts[after].text in OPENING:
            if inside := quotation(ts, after):
                kind = "MISC" if label == "LOC" and t.key in lex.sites else label
                yield spot(ts, *inside, kind, "mentions/annonce", ANNOUNCED)
        elif label == "LOC":
            yield from _announced_places(ts, t, j, lex)
        elif t.key in lex.authored and after == j and ts[j].capital and not ts[j].shouted and not listed(ts, j, lex):
            end = _before_another(ts, j, g.proper(ts, j), lex)
            if nameable(ts, j, end, lex):
                yield spot(ts, i, end, label, "mentions/annonce", HEAD)  # le rapport Vasseur
        elif not t.capital or t.text in lex.shouted_announcers:
            end = g.proper(ts, after) if after < len(ts) and not ts[after].lead else after
            if end == after < len(ts) and label == "MISC" and ts[after].capital and ts[after].key in lex.titles:
                end = max(g.place(ts, after + 1), g.phrase(ts, after + 1))  # le paquebot Reine des Mers
                end = after if end == after + 1 else end
            if end > after and (first := listed(ts, after, lex)) and first[0] < end and ts[first[0]].key in OF:
                end = first[0]  # l'usine Airbus | de Lourches
            end = (end > after and _to_the_bracket(ts, i, end)) or _before_another(ts, after, end, lex)
            if end > after and (t.key in lex.wide or (label == "MISC" and _theme(ts, after, end))):
                end = g.phrase(ts, end)
            elif end == after + 1 and ts[after].key in g.before and end < len(ts) and _plain(ts[end], lex):
                end += 1  # le label Petits | paysans
            elif end > after and (clause := _clause(ts, after, end, lex)):
                end = clause
            elif end > after and t.key in lex.works:
                end = _title(ts, end, lex)
            if after < end < len(ts) and label == "MISC" and _horizon(ts, end):
                end += 1  # le plan Mobilités | 2030
            by_its_author = (
                t.key in lex.documents and ts[after].shouted if after < len(ts) else False
            )  # le rapport INSEE
            if end > after and label == "MISC" and ts[end - 1].key in lex.endings and end - after > 1:
                label = lex.endings[ts[end - 1].key]  # le fonds | Belvar Capital
            if end > after and not by_its_author and nameable(ts, after, end, lex):
                # Of an acronym the noun says less than the model does: «la garantie OSEO».
                unsure = label == "MISC" and end == after + 1 and ts[after].shouted
                yield spot(ts, after, end, label, "mentions/annonce", DOUBTFUL if unsure else ANNOUNCED)


def _horizon(ts: Sequence[Token], i: int) -> bool:
    """Whether a year alone stands at `i`: «Mobilités | 2030», not «2024-2028»."""
    year = len(ts[i].text) == 4 and ts[i].text.isdigit() and ts[i].text.startswith("20")
    return year and (i + 1 == len(ts) or ts[i + 1].text not in {"-", "–", "/"})


def aboard(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """The ship or train on board of which something is: «à bord de l'Étoile du Sud»."""
    for i in hot:
        if ts[i].key != "bord" or i == 0 or ts[i - 1].key != "a" or i + 2 >= len(ts) or ts[i + 1].key not in OF:
            continue
        a = i + 3 if ts[i + 2].key in THE and not ts[i + 2].capital else i + 2
        end = lex.grammar.proper(ts, a)
        if end > a and not listed(ts, a, lex) and nameable(ts, a, end, lex):
            yield spot(ts, a, end, "MISC", "mentions/a-bord", ANNOUNCED)


def _plain(t: Token, lex: Lexicon) -> bool:
    """Whether it is a small word that no verb of the lists is."""
    return t.word and t.text.islower() and t.key not in lex.finite and t.key not in lex.grammar.openers


def _theme(ts: Sequence[Token], i: int, j: int) -> bool:
    """Whether a bare «de» goes on the name i:j, a noun in the plural: «programme Villages | d'avenir»."""
    bare = j + 1 < len(ts) and ts[j].key in {"d'", "de"} and ts[j + 1].text[0].islower()
    return bare and j == i + 1 and ts[i].key.endswith("s") and ts[j + 1].key not in {"la", "l'"}


def _to_the_bracket(ts: Sequence[Token], i: int, end: int) -> int:
    """The closing bracket of «(éditions Le Sapin | bleu)», whose noun at `i` it opens with; 0 if it is far or none."""
    if i == 0 or ts[i - 1].text != "(":
        return 0
    k = end
    while k < len(ts) and k - end < 3 and ts[k].word and ts[k].text.isalpha():
        k += 1
    return k if k < len(ts) and ts[k].text == ")" else 0


def _clause(ts: Sequence[Token], i: int, end: int, lex: Lexicon) -> int:
    """End of a name that opens as a sentence does: «Ma classe au cinéma | concerne», «Agir pour la mer | .»; or 0.

    A mark or a verb must close it within a few words.
    """
    first = ts[i]
    opens = first.key in lex.determiners or first.key in lex.openings
    opens = opens or first.key.endswith(_IMPERATIVES)
    opens = opens or (first.text.isalpha() and first.key.endswith(_INFINITIVES) and first.key not in lex.given)
    if not opens or first.shouted or " ".join(x.key for x in ts[i:end]) in lex.communes or listed(ts, i, lex):
        return 0
    for k in range(end, min(end + MAX_CLAUSE, len(ts)) + 1):
        if (
            k == len(ts)
            or not ts[k].word
            or finite(ts[k], lex)
            or (ts[k].key == "et" and k + 1 < len(ts) and ts[k + 1].key in THE)
        ):
            return k if k > i + 1 else 0
        if ts[k].capital:
            return 0
    return 0


def _title(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """End of the title of a work that a bare «de» or «à» carries on at `i`: «série Trait | de côte»; else `i`."""
    if i + 1 >= len(ts) or ts[i].text not in _CARRIES or not ts[i + 1].text[0].islower():
        return i
    k = ts[i + 1].key
    infinitive = k.endswith(("er", "ir", "re"))
    if k in lex.articles or k in lex.untitled or (ts[i].text == "à") != infinitive:
        return i
    return lex.grammar.adjectives(ts, i + 2)


def led(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """The company whose head or founder is named: «directrice générale de Nexton», «PDG d'Adikor»."""
    for i in hot:
        keys = next((k for k in lex.leaders.get(ts[i].key, ()) if stands(ts, i, k)), None)
        if keys is None or ts[i].lead:
            continue
        j = i + len(keys)
        if j + 1 >= len(ts) or ts[j].key not in {"de", "d'", "du", "chez"} or not ts[j + 1].capital:
            continue
        end = lex.grammar.proper(ts, j + 1, before_person=True)
        name = " ".join(x.key for x in ts[j + 1 : end])
        place = name in lex.communes or ts[j + 1].key in lex.known or ts[j + 1].key in lex.heads
        if end > j + 1 and not place and nameable(ts, j + 1, end, lex):
            yield spot(ts, j + 1, end, "ORG", "mentions/dirigeant", ANNOUNCED)


def companies(ts: Sequence[Token], capitals: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """Names that end with their legal form: «Ducros Industries SAS»."""
    for i in capitals:
        if i and ts[i].text in lex.forms and ts[i - 1].capital and not ts[i - 1].key.endswith("'"):
            k = i - 1
            while k > 0 and ts[k - 1].capital and not ts[k - 1].lead and i - k < 5:
                k -= 1
            if ts[k].key not in lex.articles and nameable(ts, k, i + 1, lex):
                yield spot(ts, k, i + 1, "ORG", "mentions/forme-juridique", ANNOUNCED)


def foreign(ts: Sequence[Token], capitals: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """The company that only its nation announces: «l'américain Belvar Systems», «le géant | …» has its noun."""
    for i in capitals:
        if i < 2 or ts[i - 1].key not in lex.demonyms or ts[i - 1].capital or ts[i - 2].key not in DEFINITE:
            continue
        end = lex.grammar.proper(ts, i)
        if ts[i].key not in lex.given and end > i and nameable(ts, i, end, lex):
            yield spot(ts, i, end, "ORG", "mentions/annonce", DOUBTFUL)


def _before_another(ts: Sequence[Token], i: int, end: int, lex: Lexicon) -> int:
    """`end`, or where «de» and another name with a head or of the lists begin: «fonds Adikor | de la Ville de Lens»."""
    for k in range(i + 1, end - 1):
        if not ts[k].capital and ts[k + 1].capital and (head_at(ts, k + 1, lex) or listed(ts, k + 1, lex)):
            while k > i + 1 and not ts[k - 1].capital:
                k -= 1
            return k
    return end


def _opens_a_list(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """The token after the colon of «Marques : …», «Communes concernées : …» whose noun ends at `i`; 0 if none."""
    j = lex.grammar.adjectives(ts, i)
    while j < len(ts) and j - i < MAX_BEFORE_A_COLON and ts[j].word:
        j += 1
    return j + 1 if j + 1 < len(ts) and ts[j].text == ":" else 0


def _listed(ts: Sequence[Token], i: int, lex: Lexicon) -> Iterator[tuple[int, int]]:
    """The names of an enumeration that opens at `i`: proper names, commas or «et» between, to the end of a sentence."""
    found: list[tuple[int, int]] = []
    while i < len(ts):
        end = lex.grammar.proper(ts, i)
        if end == i or not nameable(ts, i, end, lex):
            return
        found.append((i, end))
        if end == len(ts) or ts[end].text in {".", ";", "…"}:
            if len(found) > 1:
                yield from found
            return
        if ts[end].key not in {",", "et"}:
            return
        i = end + 1


def _before_a_person(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> int:
    """End of a place in tokens i:j that a person's name follows without a mark: «du Nord | Fabien Lefort»."""
    for n in range(i + 1, j - 1):
        if ts[n].key in lex.given and ts[n].key not in lex.unsure and ts[n - 1].capital and ts[n + 1].capital:
            return n
    return j


def _announced_places(ts: Sequence[Token], noun: Token, j: int, lex: Lexicon) -> Iterator[Found]:
    """«la ville de Béthune»; «les communes de Roye, Montdidier et Moreuil»; «le site Propluvia» is none."""
    if noun.key in lex.functions and j < len(ts) and ts[j].capital:  # «le maire LR de Tours»
        party = j
        while party < len(ts) and ts[party].capital and not lex.grammar.person_at(ts, party):
            party += 1
        if ts[party - 1].shouted or lex.known.get(ts[j].key):
            yield spot(ts, j, party, "ORG", "mentions/annonce", ANNOUNCED)
        j = party
    end = lex.grammar.place(ts, j)
    a = j
    while a < end and not ts[a].capital:
        a += 1
    north = end - a == 1 and ts[a].key == "nord"  # the département, after «préfet du», «député du»
    if end == j or not (north or nameable(ts, a, end, lex)):
        return
    if (bare := head_at(ts, a, lex)) and bare[0] == end:  # le site de l'Ordre
        return
    if noun.key == "departement" and a > j + 1 and not gazetted(ts, a, end, lex):  # le département de la Justice
        return
    end = _before_a_person(ts, a, end, lex)
    label: Label = "MISC" if a == j and noun.key in lex.sites else "LOC"
    yield spot(ts, a, end, label, "mentions/annonce", ANNOUNCED)
    if noun.key.endswith("s"):
        for a, b in members(ts, end, lex):
            yield spot(ts, a, b, label, "mentions/annonce", ANNOUNCED)


def quoted(ts: Sequence[Token], marks: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """Names between quotation marks: after a noun that announces one, or short and with a capital in a sentence."""
    for i in marks:
        inside = quotation(ts, i) if i else None
        if not inside:
            continue
        a, b = inside
        short = b - a <= MAX_BARE_QUOTED and not any(x.key in lex.speech for x in ts[a:b])
        apart = ts[i - 1].text in {",", "("} and b + 1 < len(ts) and ts[b + 1].text in {",", ")", "("}
        if _work_before(ts, i, lex) or (apart and short and _work_before(ts, i - 1, lex)):
            if b - a > 1 or len(ts[a].text) > 1:
                yield spot(ts, a, b, "MISC", "mentions/guillemets", ANNOUNCED)
        elif (
            ts[i - 1].word
            and not ts[i - 1].lead
            and short
            and b - a > 1
            and ts[b - 1].text not in {".", "!", "…", ","}
            and sum(x.capital for x in ts[a:b]) > 1
        ):
            yield spot(ts, a, b, "MISC", "mentions/guillemets", QUOTED)


def _work_before(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a noun of the list ends before token `i`, with what says more of it: «atelier d'écriture |»."""
    g = lex.grammar
    k = i - 2 if i and ts[i - 1].text == ")" else i - 1  # «appel à manifestation d'intérêt (AMI) «…»»
    while k >= 0 and i - k <= MAX_BETWEEN:
        t = ts[k]
        if any(k + 1 >= len(w) and stands(ts, k + 1 - len(w), w) for w in lex.quoted.get(t.key, ())):
            return True
        of = k > 0 and (ts[k - 1].key in _BEFORE_A_COMPLEMENT or ts[k - 1].text.isdigit())  # de 32 | pages
        complement = of and t.word and (t.text[0].islower() or t.text.isdigit())
        if not (complement or t.key in _BEFORE_A_COMPLEMENT or t.key in lex.national or g.adjective(t)):
            return False
        k -= 1
    return False
