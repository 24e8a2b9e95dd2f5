"""Document with tags, zones, headline, acronyms -> mentions of persons, organisations, places and works.

The model's spans are mended (articles, civilities, demonyms, titles …); rules add what a head noun, a civility, a
first name, a definition or a list of known names makes certain; one name gets one label through the release.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from communique.document import Document, Label, Tag
from communique.record import Mention, Release
from communique.rulebook import Rules
from communique.values import names
from communique.values.folding import fold
from communique.values.proper import Grammar
from communique.values.tokens import Token, key, tokens

Reach = Literal["place", "phrase", "whole"]
Key = tuple[str, ...]

# How much a finding counts: where two overlap the heavier stands, and it has the heavier say on a name's label.
DEFINITION, HEAD, KNOWN, CIVILITY, FIRST_NAME, ANNOUNCED, MODEL, REPEATED = (100, 90, 85, 84, 80, 70, 60, 50)
VOTES = {DEFINITION: 12.0, HEAD: 10.0, KNOWN: 8.0, CIVILITY: 6.0, FIRST_NAME: 3.0, ANNOUNCED: 3.0, MODEL: 1.0}
MISC_VOTE = 0.6  # of a model's MISC: its weakest label
MAX_QUOTED = 14  # words between guillemets that can be a name; titles of studies run longer than sentences do

_CUTS = frozenset('\n;:•|–—-/«»“”"()[]')
_ROAD = re.compile(r"(?:A|N|D|RN|RD)\d{1,4}")


class Found(NamedTuple):
    """A span that may become a mention."""

    start: int
    end: int
    label: Label
    by: str
    weight: int


class Head(NamedTuple):
    """What a head noun says: the label of its name, how the name goes on, whether it needs its capital."""

    label: Label
    reach: Reach
    capital: bool


@dataclass(frozen=True)
class Lexicon:
    """The word lists of rules/mentions.yaml, made ready; all keys are folded."""

    grammar: Grammar
    heads: Mapping[str, Sequence[tuple[Key, Head]]]  # first word -> its heads, the longest first
    levels: frozenset[str]
    national: frozenset[str]  # adjectives that say which State: «fédéral», «népalais»
    states: Mapping[str, Label]  # nouns that such an adjective makes a name: «gouvernement fédéral»
    phrases: frozenset[str]  # heads of places that are none in «en place», «au cours»
    indefinite: frozenset[str]
    plural_nouns: frozenset[str]
    endings: Mapping[str, Label]  # last word of a name -> label
    known: Mapping[str, Sequence[tuple[tuple[str, ...], Label]]]  # folded first word -> words as written, label
    announcers: Mapping[str, Sequence[tuple[Key, Label]]]
    functions: Mapping[str, Sequence[Key]]  # rules/persons.yaml, the longest first
    portfolios: Mapping[str, Sequence[Key]]
    quoted: frozenset[str]
    articles: frozenset[str]
    civilities: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    excluded: frozenset[str]
    dates: frozenset[str]
    common_endings: tuple[str, ...]
    demonyms: frozenset[str]
    demonym_endings: tuple[str, ...]
    demonym_openers: frozenset[str]
    given: frozenset[str]
    cores: frozenset[str]  # heads that leave the same name when they are dropped
    unsure: frozenset[str]  # first names that are also words, towns or family names
    communes: Mapping[str, int]  # folded name -> inhabitants of the largest of that name


@lru_cache(maxsize=4)
def lexicon(rules: Rules) -> Lexicon:
    """The word lists, folded and indexed; once per set of rules."""
    words = rules["mentions"].words

    def folded(name: str) -> frozenset[str]:
        return frozenset(fold(w) for w in words[name])

    heads: dict[str, list[tuple[Key, Head]]] = defaultdict(list)
    table: tuple[tuple[str, Label, Reach, bool], ...] = (
        ("organismes_lieu", "ORG", "place", False),
        ("organismes_theme", "ORG", "phrase", False),
        ("organismes_seuls", "ORG", "whole", False),
        ("organismes_majuscule_lieu", "ORG", "place", True),
        ("organismes_majuscule_theme", "ORG", "phrase", True),
        ("organismes_majuscule_seuls", "ORG", "whole", True),
        ("lieux", "LOC", "place", False),
        ("lieux_majuscule", "LOC", "place", True),
        ("divers_lieu", "MISC", "place", False),
        ("divers_theme", "MISC", "phrase", False),
        ("divers_seuls", "MISC", "whole", False),
        ("divers_majuscule", "MISC", "phrase", True),
    )
    for name, label, reach, capital in table:
        for word in words[name]:
            k = _keys(word)
            heads[k[0]].append((k, Head(label, reach, capital)))
    for noun in words["organismes_de_niveau"]:
        for level in words["niveaux"]:
            k = _keys(f"{noun} {level}")
            heads[k[0]].append((k, Head("ORG", "phrase", False)))
    known: dict[str, list[tuple[tuple[str, ...], Label]]] = defaultdict(list)
    for word, value in [*words["connus"].items(), *((w, "LOC") for w in words["pays"])]:
        written = tuple(t.text for t in tokens(word))
        known[key(written[0])].append((written, value))  # type: ignore[arg-type]
    for row in (*rules.gazetteer("regions.tsv"), *rules.gazetteer("departements.tsv")):
        written = tuple(t.text for t in tokens(row[0]))
        if len(written) > 1 or "-" in row[0]:  # «Nord», «Somme», «Manche» are words too
            known[key(written[0])].append((written, "LOC"))
    for row in rules.gazetteer("epci.tsv"):
        written = tuple(t.text for t in tokens(row[0]))
        known[key(written[0])].append((written, "ORG"))
    announcers: dict[str, list[tuple[Key, Label]]] = defaultdict(list)
    for word, value in words["annonces"].items():
        k = _keys(word)
        announcers[k[0]].append((k, value))  # type: ignore[arg-type]
    unsure = folded("prenoms_ambigus")
    titles, civilities, dates = (folded("titres"), folded("civilites"), folded("mois_jours"))
    return Lexicon(
        grammar=Grammar(
            links=frozenset(
                fold(w)
                for w in ["de", "du", "des", "d'", "la", "le", "les", "l'", "en", "sur", "sous", "lès", "lez", "-"]
            ),
            stops=civilities | dates | frozenset(t for t in titles if " " not in t),
            openers=folded("articles"),
            verbs=frozenset(),
        ),
        heads={w: sorted(h, key=lambda x: -len(x[0])) for w, h in heads.items()},
        levels=folded("niveaux"),
        national=folded("gentiles") | folded("adjectifs_nationaux"),
        states={fold(w): v for w, v in words["corps_nationaux"].items()},  # type: ignore[misc]
        phrases=folded("lieux_locutions"),
        indefinite=folded("indefinis"),
        plural_nouns=folded("pluriels_generiques"),
        endings=dict.fromkeys(folded("organismes_fin"), "ORG"),
        known={w: sorted(k, key=lambda x: -len(x[0])) for w, k in known.items()},
        announcers={w: sorted(a, key=lambda x: -len(x[0])) for w, a in announcers.items()},
        functions=_index(rules["persons"].words["fonctions"]),
        portfolios=_index(words["portefeuilles"]),
        quoted=folded("annonces_guillemets"),
        articles=folded("articles"),
        civilities=civilities,
        titles=titles,
        particles=folded("particules"),
        excluded=folded("mots_exclus") | dates,
        dates=dates,
        common_endings=tuple(folded("terminaisons_de_mots")),
        demonyms=folded("gentiles"),
        demonym_endings=tuple(folded("gentiles_terminaisons")),
        demonym_openers=folded("gentiles_introduits_par"),
        given=frozenset(key(row[0]) for row in rules.gazetteer("prenoms.txt")),
        cores=folded("tetes_facultatives"),
        unsure=unsure,
        communes={key(row[0]): int(row[2]) for row in rules.gazetteer("communes.tsv")},
    )


def _index(words: Iterable[str]) -> Mapping[str, Sequence[Key]]:
    """First word -> the expressions that begin with it, the longest first."""
    index: dict[str, list[Key]] = defaultdict(list)
    for word in words:
        k = _keys(word)
        index[k[0]].append(k)
    return {first: sorted(ks, key=lambda k: -len(k)) for first, ks in index.items()}


def _keys(words: str) -> Key:
    return tuple(t.key for t in tokens(words))


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Mentions in text order, none across a block, none inside another."""
    lex = lexicon(rules)
    text = document.text
    blocks = [tokens(text, b.start, b.end) for b in document.blocks]
    found: list[Found] = []
    for block, ts in zip(document.blocks, blocks, strict=True):
        tags = [t for t in document.tags if block.start <= t.start and t.end <= block.end]
        themes = list(portfolios(ts, lex))
        mends = mended(text, tags, ts, lex)
        found.extend(f for f in mends if not any(a <= f.start and f.end <= b for a, b in themes))
        found.extend(heads(ts, lex))
        found.extend(known(ts, lex))
        found.extend(persons(ts, lex))
        found.extend(announced(text, ts, lex))
        found.extend(places(ts, lex))
    kept = settle(defined(document, release, lex, found))
    kept = settle([*kept, *repeated(blocks, kept, text, lex)])
    kept = settle([*kept, *surnames(blocks, kept, text, lex)])
    kept = agree(text, kept)
    return {"mentions": tuple(clustered(text, kept, release, lex))}


def mended(text: str, tags: Sequence[Tag], ts: Sequence[Token], lex: Lexicon) -> Iterator[Found]:
    """The model's spans without what is no part of a name; what is no name at all is dropped."""
    at = 0
    for tag in sorted(tags, key=lambda t: t.start):
        while at < len(ts) and ts[at].end <= tag.start:
            at += 1
        end = at
        while end < len(ts) and ts[end].start < tag.end:
            end += 1
        for i, j in _pieces(ts, at, end, tag.label, lex):
            label = _head_label(ts, i, lex) or tag.label
            if j < len(ts) and ts[j].key in lex.endings and ts[j].capital and not ts[j].lead:
                j += 1
            if label != "PER" and ts[j - 1].key in lex.endings and j - i > 1 and ts[i].capital:
                label = lex.endings[ts[j - 1].key]
            by = tag.by
            if (ts[i].start, ts[j - 1].end, label) != (tag.start, tag.end, tag.label):
                by = "mentions/modele-corrige"
            yield Found(ts[i].start, ts[j - 1].end, label, by, MODEL)


def _pieces(ts: Sequence[Token], i: int, j: int, label: Label, lex: Lexicon) -> Iterator[tuple[int, int]]:
    """The names in tokens i:j of a model's span: cut at marks that no name holds, then trimmed at both ends."""
    start = i
    for k in range(i, j + 1):
        if k == j or ts[k].text in _CUTS or (ts[k].key in {",", "et"} and label == "PER"):
            if k > start and (piece := _trimmed(ts, start, k, label, lex)):
                yield piece
            start = k + 1


def _trimmed(ts: Sequence[Token], i: int, j: int, label: Label, lex: Lexicon) -> tuple[int, int] | None:
    """The name inside tokens i:j, or None if there is none."""
    while i < j and not ts[j - 1].word and ts[j - 1].text not in {".", "+"}:
        j -= 1
    if i < j and ts[j - 1].text == ".":
        j -= 1
    while i < j:
        t = ts[i]
        if _head_at(ts, i, lex):
            break
        after = _function_at(ts, i, lex)
        if after > i and t.key in lex.portfolios and after < j:
            return None
        if i < after < j and (label == "PER" or t.shouted or not ts[after].capital):
            i = after
        elif _before_a_name(t, lex):
            i += 1
        else:
            break
    while i < j and (ts[j - 1].key in lex.articles or ts[j - 1].key in lex.civilities or not ts[j - 1].word):
        j -= 1
    if i >= j or not _nameable(ts, i, j, lex):
        return None
    return i, j


def _before_a_name(t: Token, lex: Lexicon) -> bool:
    """Whether a name cannot begin with this token: a mark, an article, a civility, a word without any capital."""
    if not t.word:
        return t.text != "#" and not t.text.endswith(("'", "’", "´"))
    if t.key in lex.civilities or (t.key in lex.articles and (not t.capital or t.lead)):
        return True
    return t.text[0].islower() and not any(c.isupper() or c == "." for c in t.text)


def _nameable(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether tokens i:j can be a name at all."""
    words = [t for t in ts[i:j] if t.word]
    joined = " ".join(t.key for t in words)
    if joined in lex.excluded or all(t.key in lex.excluded or t.text[0].isdigit() for t in words):
        return False
    if any("@" in t.text or "://" in t.text or t.text.startswith("www.") for t in words):
        return False
    if i > 0 and ts[i - 1].text in {"#", "@"}:
        return False
    if words[0].key in lex.plural_nouns and len(words) > 1:
        return False
    if len(words) == 1:
        t = words[0]
        if len(t.text) == 1 or t.key in lex.demonyms or t.key in lex.titles or t.key in lex.civilities:
            return False
        if t.key in lex.articles:
            return False
        before = ts[i - 1].key if i else ""
        if before in lex.demonym_openers and t.key.endswith(lex.demonym_endings) and t.key not in lex.communes:
            return False
        if (
            t.lead
            and t.key.endswith(lex.common_endings)
            and not t.shouted
            and t.key not in lex.given | set(lex.communes)
        ):
            return False
    return any(c.isupper() for t in words for c in t.text) or any("." in t.text for t in words) or len(words) > 2


def _head_at(ts: Sequence[Token], i: int, lex: Lexicon) -> tuple[int, Head] | None:
    """The head noun at token `i` and the token after it; the longest that fits."""
    for k, head in lex.heads.get(ts[i].key, ()):
        j = i + len(k)
        if j <= len(ts) and all(ts[i + n].key == k[n] for n in range(1, len(k))):
            if head.capital and not ts[i].capital:
                continue
            return j, head
    return None


def _function_at(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """The token after the function word at `i` («directeur général», «CIO»); `i` if there is none."""
    for k in lex.functions.get(ts[i].key, ()):
        if i + len(k) <= len(ts) and all(ts[i + n].key == k[n] for n in range(1, len(k))):
            return i + len(k)
    return i


def _head_label(ts: Sequence[Token], i: int, lex: Lexicon) -> Label | None:
    found = _head_at(ts, i, lex)
    return found[1].label if found else None


def heads(ts: Sequence[Token], lex: Lexicon) -> Iterator[Found]:
    """Names that open with a head noun: «Communauté d'agglomération du Pays de Saint-Omer»."""
    i = 0
    while i < len(ts):
        found = _head_at(ts, i, lex) if ts[i].word else None
        if not found:
            i += 1
            continue
        j, head = found
        end = _reach(ts, i, j, head, lex)
        if end == i:
            i += 1
            continue
        yield Found(ts[i].start, ts[end - 1].end, head.label, f"mentions/tete-{_KIND[head.label]}", HEAD)
        i = end


_KIND = {"ORG": "organisme", "LOC": "lieu", "MISC": "divers", "PER": "personne"}


def _reach(ts: Sequence[Token], i: int, j: int, head: Head, lex: Lexicon) -> int:
    """End of the name whose head is i:j; `i` if the head is a mere common noun here."""
    g = lex.grammar
    if head.reach == "whole":
        return j if ts[i].capital or len(ts[i:j]) > 1 else i
    before = ts[i - 1].key if i else ""
    if ts[i].key in lex.phrases and before in {"en", "sur", "au"}:  # mise en place de, au cours de
        return i
    if not ts[i].capital and before in lex.indefinite:  # dans un hôpital de Newton
        return i
    after = g.adjectives(ts, j)
    end = g.place(ts, j)
    if end == j and after > j:
        end = g.place(ts, after)
        if end == after:
            end = j
    if head.reach == "place":
        return end if end > j else i
    phrase = g.phrase(ts, j)
    if phrase <= after and end == j:
        return i
    end = max(end, phrase)
    if head.capital and ts[i].lead and not any(t.capital for t in ts[j:end]) and len(ts[i:end]) < 6:
        return i
    return end


def known(ts: Sequence[Token], lex: Lexicon) -> Iterator[Found]:
    """Names of the lists, in their own case: institutions, pays, régions, réseaux; «le Parlement népalais» whole."""
    i = 0
    while i < len(ts):
        for written, label in lex.known.get(ts[i].key, ()):
            j = i + len(written)
            if j > len(ts) or any(not _same(ts[i + n].text, w) for n, w in enumerate(written)):
                continue
            if label == "ORG":
                if i and ts[i - 1].key == "d'" and j == i + 1 and ts[i].key == "etat":  # chef d'État, startup d'État
                    break
                if i > 2 and ts[i].key == "etat" and ts[i - 3].key == "chef":  # le chef de l'État
                    break
                if ts[i].key in lex.states:
                    j = _national(ts, j, lex)
            yield Found(ts[i].start, ts[j - 1].end, label, "mentions/connu", KNOWN)
            i = j - 1
            break
        else:
            if ts[i].key in lex.states and (j := _national(ts, i + 1, lex)) > i + 1:
                yield Found(ts[i].start, ts[j - 1].end, lex.states[ts[i].key], "mentions/tete-organisme", HEAD)
                i = j - 1
        i += 1


def _national(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """End of the adjectives of nation at `i`, and of the country after them: «fédéral d'Allemagne»."""
    j = i
    while (
        j < len(ts)
        and ts[j].word
        and not ts[j].lead
        and (ts[j].key in lex.national or ts[j].key.endswith(lex.demonym_endings))
    ):
        j += 1
    return lex.grammar.place(ts, j) if j > i else i


def _same(text: str, word: str) -> bool:
    return text == word or (key(text) == key(word) and text[0].isupper() == word[0].isupper())


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
        elif t.capital and t.key in lex.given and t.key not in lex.excluded and not (t.shouted and len(t.text) < 4):
            end = names.reach(ts, i, lex.particles, stops)
            sure = t.key not in lex.unsure or (end - i > 1 and ts[i + 1].key in lex.given - lex.unsure)
            if end - i > 1 and sure and _head_at(ts, i + 1, lex) is None and ts[end - 1].key not in lex.endings:
                yield Found(t.start, ts[end - 1].end, "PER", "mentions/prenom-nom", FIRST_NAME)
                i = end
                continue
        elif t.key in lex.titles and i + 1 < len(ts) and ts[i + 1].capital and not ts[i + 1].lead:
            end = names.reach(ts, i + 1, lex.particles, stops)
            first = ts[i + 1]
            place = first.key in lex.communes or first.key in lex.heads or first.shouted
            if end > i + 1 and not place and not t.capital and (end - i > 2 or first.key not in lex.levels):
                yield Found(first.start, ts[end - 1].end, "PER", "mentions/titre-nom", FIRST_NAME)
                i = end
                continue
        i += 1


def portfolios(ts: Sequence[Token], lex: Lexicon) -> Iterator[tuple[int, int]]:
    """Where a minister's or a deputy's field stands, which is no name: «déléguée à l'Enfance et aux Familles»."""
    for i, t in enumerate(ts):
        for k in lex.portfolios.get(t.key, ()):
            j = i + len(k)
            if j < len(ts) and all(ts[i + n].key == k[n] for n in range(1, len(k))):
                end = lex.grammar.phrase(ts, j, to=True)
                if end > j:
                    yield ts[j].start, ts[end - 1].end
                break


def announced(text: str, ts: Sequence[Token], lex: Lexicon) -> Iterator[Found]:
    """The name after a common noun that is no part of it: «l'association Adage», «le plan «Nouvel élan»»."""
    g = lex.grammar
    for i, t in enumerate(ts):
        if not t.word:
            continue
        label: Label | None = None
        j = i + 1
        for k, value in lex.announcers.get(t.key, ()):
            if i + len(k) <= len(ts) and all(ts[i + n].key == k[n] for n in range(1, len(k))):
                label, j = value, i + len(k)
                break
        if label is None and t.key not in lex.quoted:
            continue
        if j >= len(ts):
            continue
        after = g.adjectives(ts, j)
        opening = after if after < len(ts) else j
        if ts[opening].text in {"«", "“", '"'}:
            if inside := _quoted(ts, opening):
                a, b = inside
                yield Found(ts[a].start, ts[b - 1].end, label or "MISC", "mentions/annonce", ANNOUNCED)
        elif label == "LOC":
            end = g.place(ts, j)
            if end > j and (not t.capital or t.lead):
                a = j
                while ts[a].key in lex.articles:
                    a += 1
                yield Found(ts[a].start, ts[end - 1].end, "LOC", "mentions/annonce", ANNOUNCED)
        elif label and not t.capital:
            end = g.proper(ts, j)
            if end > j and _nameable(ts, j, end, lex) and not ts[j].lead:
                yield Found(ts[j].start, ts[end - 1].end, label, "mentions/annonce", ANNOUNCED)


def _quoted(ts: Sequence[Token], i: int) -> tuple[int, int] | None:
    """Tokens between the quotation marks that open at `i`, if they are few and begin with a capital."""
    close = {"«": "»", "“": "”", '"': '"'}[ts[i].text]
    for j in range(i + 1, min(i + 2 + MAX_QUOTED, len(ts))):
        if ts[j].text == close:
            words = ts[i + 1 : j]
            return (i + 1, j) if words and words[0].word and (words[0].capital or words[0].text[0].isdigit()) else None
    return None


def places(ts: Sequence[Token], lex: Lexicon) -> Iterator[Found]:
    """Places by form: a road (A23, RD 917), a town after its postcode, a town in a dateline or after «à»."""
    for i, t in enumerate(ts):
        if not t.word:
            continue
        if _ROAD.fullmatch(t.text) and i and ts[i - 1].key in {"l'", "la", "autoroute", "les", "route", "rn", "rd"}:
            yield Found(t.start, t.end, "LOC", "mentions/route", KNOWN)
        elif len(t.text) == 5 and t.text.isdigit() and i + 1 < len(ts) and ts[i + 1].capital:
            end = lex.grammar.proper(ts, i + 1)
            while end > i + 1 and ts[end - 1].key == "cedex":
                end -= 1
            if end > i + 1:
                yield Found(ts[i + 1].start, ts[end - 1].end, "LOC", "mentions/code-postal", KNOWN)
        elif t.capital and not t.shouted:
            end = lex.grammar.proper(ts, i)
            name = " ".join(x.key for x in ts[i:end]).replace("' ", "'")
            if lex.communes.get(name, 0) >= 1000 and name not in lex.given:
                before = ts[i - 1].key if i else ""
                if before in {"a", "pres", "vers"} or (i + 1 < len(ts) and _dated(ts, end)):
                    yield Found(t.start, ts[end - 1].end, "LOC", "mentions/commune", ANNOUNCED)


def _dated(ts: Sequence[Token], i: int) -> bool:
    """«, le 3 mars» at token `i`: what stands before it is the place of a dateline."""
    return (
        i + 2 < len(ts)
        and ts[i].text == ","
        and ts[i + 1].key == "le"
        and (ts[i + 2].text[0].isdigit() or (i + 3 < len(ts) and ts[i + 3].text[0].isdigit()))
    )


def defined(document: Document, release: Release, lex: Lexicon, found: Sequence[Found]) -> list[Found]:
    """All findings, with those that the definitions of acronyms add, and without those that they forbid.

    Both forms have the label of the long form's head, else of what was found there. A long form that is a common
    noun («appel à manifestation d'intérêt (AMI)») makes both no name.
    """
    by_span = {(f.start, f.end): f for f in sorted(found, key=lambda f: f.weight)}
    added: list[Found] = []
    void: set[str] = set()
    for acronym in release.acronyms:
        if not acronym.long or acronym.long_start is None or acronym.long_end is None:
            continue
        ts = tokens(document.text, acronym.long_start, acronym.long_end)
        label = _head_label(ts, 0, lex)
        if ts[0].key in lex.plural_nouns or not (label or ts[0].capital):
            void |= {acronym.short, acronym.long}
            continue
        for span in ((acronym.long_start, acronym.long_end), (acronym.start, acronym.end)):
            if label is None and span in by_span:
                label = by_span[span].label
        label = label or "MISC"
        added.append(Found(acronym.long_start, acronym.long_end, label, "mentions/sigle", DEFINITION))
        added.append(Found(acronym.start, acronym.end, label, "mentions/sigle", DEFINITION))
    return [f for f in found if document.text[f.start : f.end] not in void] + added


def settle(found: Iterable[Found]) -> list[Found]:
    """Findings without overlap, in text order.

    The heavier of two stands, then the longer, then the earlier; but a name inside a longer one («Air France»,
    «Fondation Marie Lefort») gives way whatever its weight, unless its head noun or its definition vouches for it.
    """
    ordered = sorted(set(found), key=lambda f: (-f.weight, f.start - f.end, f.start, f.label, f.by))
    outer = sorted(ordered, key=lambda f: (f.start, -f.end))
    inner: set[Found] = set()
    for n, f in enumerate(outer):
        for g in outer[n + 1 :]:
            if g.start >= f.end:
                break
            if g.end <= f.end and g.end - g.start < f.end - f.start and g.weight < HEAD - 1 and f.weight >= MODEL - 1:
                inner.add(g)
    taken: list[Found] = []
    for f in ordered:
        if f not in inner and all(f.end <= t.start or t.end <= f.start for t in taken):
            taken.append(f)
    return sorted(taken)


def repeated(blocks: Sequence[Sequence[Token]], kept: Sequence[Found], text: str, lex: Lexicon) -> Iterator[Found]:
    """Other places where a found name stands, in its own case or in capitals."""
    names_: dict[str, dict[Key, tuple[str, Found]]] = defaultdict(dict)
    for f in kept:
        written = text[f.start : f.end]
        k = _keys(written)
        old = names_[k[0]].get(k)
        if old is None or old[1].weight < f.weight:
            names_[k[0]][k] = (written, f)
    for ts in blocks:
        for i, t in enumerate(ts):
            for k, (written, f) in names_.get(t.key, {}).items():
                j = i + len(k)
                if j > len(ts) or any(ts[i + n].key != k[n] for n in range(1, len(k))):
                    continue
                if not _same_case(ts[i:j], written, alone=len(k) == 1):
                    continue
                weight = min(f.weight, HEAD) - 1 if len(k) > 1 else REPEATED
                yield Found(t.start, ts[j - 1].end, f.label, "mentions/repetition", weight)


def _same_case(ts: Sequence[Token], written: str, *, alone: bool) -> bool:
    """Whether the words at hand are the name and not the common noun: «la Mission», «la mission»."""
    if ts[0].text == written[: len(ts[0].text)] and not (alone and ts[0].lead and written[0].islower()):
        return not alone or len(written) > 1
    if all(t.text.isupper() for t in ts if t.word):
        return not alone or len(written) > 3
    if written[0].islower():
        return not alone
    return not alone and ts[0].capital


def surnames(blocks: Sequence[Sequence[Token]], kept: Sequence[Found], text: str, lex: Lexicon) -> Iterator[Found]:
    """A family or first name alone, of a person whose full name the text gives: «Mme Vasseur», «Virginie»."""
    single: dict[str, int] = {}
    for f in kept:
        if f.label != "PER":
            continue
        name = names.parts(text[f.start : f.end], lex.given)
        if not name.full:
            continue
        if len(name.family) == 1 and lex.communes.get(name.family[0], 0) < 20000:
            single[name.family[0]] = MODEL + 1
        if len(name.given) == 1 and name.given[0] in lex.given - lex.unsure:
            single[name.given[0]] = MODEL + 1
    for ts in blocks:
        for t in ts:
            if t.capital and t.key in single and t.key not in lex.excluded:
                yield Found(t.start, t.end, "PER", "mentions/nom-seul", single[t.key])


def agree(text: str, kept: Sequence[Found]) -> list[Found]:
    """One label a name: that for which its findings speak most."""
    votes: dict[str, dict[Label, float]] = defaultdict(lambda: defaultdict(float))
    for f in kept:
        weight = VOTES.get(f.weight, 0.0)
        votes[fold(text[f.start : f.end])][f.label] += (
            weight * MISC_VOTE if f.weight == MODEL and f.label == "MISC" else weight
        )
    agreed: list[Found] = []
    for f in kept:
        ballot = votes[fold(text[f.start : f.end])]
        best = max(ballot, key=lambda label: (ballot[label], label == f.label, label))
        agreed.append(f if best == f.label else f._replace(label=best, by="mentions/accord"))
    return agreed


def clustered(text: str, kept: Sequence[Found], release: Release, lex: Lexicon) -> Iterator[Mention]:
    """Mentions with the id of their entity: one for all forms of a name."""
    parent: dict[tuple[Label, str], tuple[Label, str]] = {}

    def root(k: tuple[Label, str]) -> tuple[Label, str]:
        while parent[k] != k:
            k = parent[k]
        return k

    def join(a: tuple[Label, str], b: tuple[Label, str]) -> None:
        if a in parent and b in parent:
            parent[root(b)] = root(a)

    keys: list[tuple[Label, str]] = [(f.label, fold(text[f.start : f.end])) for f in kept]
    for k in keys:
        parent.setdefault(k, k)
    for acronym in release.acronyms:
        if acronym.long:
            for label in ("ORG", "LOC", "MISC"):
                join((label, fold(acronym.long)), (label, fold(acronym.short)))
    people = {
        k: names.parts(text[f.start : f.end], lex.given) for k, f in zip(keys, kept, strict=True) if f.label == "PER"
    }
    full = [k for k, name in people.items() if name.full]
    for n, a in enumerate(full):
        for b in full[n + 1 :]:
            if names.same_person(people[a], people[b]):
                join(a, b)
    for k, name in people.items():
        if not name.full:
            owners = {root(o): o for o in full if names.part_of(name, people[o])}
            if len(owners) == 1:
                join(next(iter(owners)), k)
    cores: dict[tuple[Label, Key], tuple[Label, str]] = {}
    for k in parent:
        if k[0] == "ORG" and (core := _core(k[1], lex)):
            join(cores.setdefault((k[0], core), k), k)
    ids: dict[tuple[Label, str], str] = {}
    for f, k in zip(kept, keys, strict=True):
        words = text[f.start : f.end]
        entity = ids.setdefault(root(k), f"e{len(ids) + 1}")
        value = " ".join(words.replace("’", "'").split())
        yield Mention(start=f.start, end=f.end, text=words, by=f.by, value=value, label=f.label, entity=entity)


def _core(name: str, lex: Lexicon) -> Key:
    """What tells an organisation from its like: «fondation Vent d'Est», «Vent d'Est» -> ("vent", "d'", "est")."""
    ks = _keys(name)
    bare = tuple(k for k in ks if k not in lex.cores)
    return bare if bare else ks
