"""Document with tags, zones, headline, acronyms -> mentions of persons, organisations, places and works.

The model's spans are mended (articles, civilities, demonyms, titles …); rules add what a head noun, a civility, a
first name, a definition or a list of known names makes certain; one name gets one label through the release.
All work goes line by line, as the model's did: no name runs over a line end that the author meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from communique.document import Document, Label, Tag
from communique.record import Acronym, Mention, Release
from communique.rulebook import Rules
from communique.values import names
from communique.values.clusters import clusters
from communique.values.folding import fold
from communique.values.found import (
    ANNOUNCED,
    CIVILITY,
    DEFINITION,
    DOUBTFUL,
    FIRST_NAME,
    HEAD,
    KNOWN,
    MODEL,
    QUOTED,
    REPEATED,
    SHORT,
    VOTES,
    Found,
    agree,
    settle,
)
from communique.values.proper import Grammar
from communique.values.tokens import Token, key, tokens

Reach = Literal["place", "phrase", "prize", "whole"]
Key = tuple[str, ...]

MAX_QUOTED = 18  # words between guillemets that can be a name; titles of studies run longer than sentences do
MAX_BARE_QUOTED = 8  # the same where no noun announces a name
_CUTS = frozenset('\n;:•|–—-/«»“”"()[]')
_OPENING = {"«": "»", "“": "”", '"': '"'}
_DOMAIN = re.compile(
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:fr|com|org|net|eu|io|info|be|ch|ca|lu|bzh|paris)", re.IGNORECASE
)
_AT = frozenset({"a", "pres", "vers"})  # before a town
_DEFINITE = frozenset({"le", "la", "l'", "du", "au"})
_ROAD = re.compile(r"(?:A|N|D|RN|RD)\d{1,4}")


class Head(NamedTuple):
    """What a head noun says: the label of its name, how the name goes on, whether it needs its capital."""

    label: Label
    reach: Reach
    capital: bool


@dataclass(frozen=True)
class Lexicon:
    """The word lists of rules/mentions.yaml, made ready; all keys are folded."""

    grammar: Grammar
    hot: frozenset[str]  # words at which a head, a listed name, an announcing noun or a portfolio can begin
    heads: Mapping[str, Sequence[tuple[Key, Head]]]  # first word -> its heads, the longest first
    levels: frozenset[str]
    national: frozenset[str]  # adjectives that say which State: «fédéral», «népalais»
    states: Mapping[str, Label]  # nouns that such an adjective makes a name: «gouvernement fédéral»
    to: frozenset[str]  # heads whose theme may follow «à»: «commissariat à l'énergie atomique»
    names_too: frozenset[str]  # function words that are also names: «Prince»
    desks: Mapping[str, Sequence[Key]]  # «service presse» and the like, which are no part of a name
    sites: frozenset[str]
    speech: frozenset[str]
    naming: frozenset[str]  # before a domain name that is used as a name
    bodies: frozenset[str]  # before one that is the name of a body
    lawful: frozenset[str]  # «relative», «portant»: a law's name goes on
    strong: frozenset[str]  # heads that need no capital after them at the head of a sentence
    tags: frozenset[str]  # «étude», «source»: before a name, no part of it
    wide: frozenset[str]  # nouns whose name is a theme: «volet Transformation numérique de l'État»
    phrases: frozenset[str]  # heads of places that are none in «en place», «au cours»
    indefinite: frozenset[str]
    plural_nouns: frozenset[str]
    natures: Mapping[str, Label]  # first word of a long form that is no head elsewhere: «base», «contrat»
    endings: Mapping[str, Label]  # last word of a name -> label
    # Folded first word -> folded second word, or "" -> words as written and label, the longest first.
    known: Mapping[str, Mapping[str, Sequence[tuple[tuple[str, ...], Label]]]]
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
    sure: frozenset[str]  # the others
    never_alone: frozenset[str]  # demonyms, titles, civilities, articles
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
        ("divers_prix", "MISC", "prize", False),
        ("divers_theme", "MISC", "phrase", False),
        ("divers_seuls", "MISC", "whole", False),
        ("divers_majuscule", "MISC", "phrase", True),
    )
    for name, label, reach, capital in table:
        for word in words[name]:
            k = _keys(word)
            heads[k[0]].append((k, Head(label, reach, capital)))
    for noun in (*words["organismes_de_niveau"], *words["organismes_majuscule_de_niveau"]):
        capital = noun in words["organismes_majuscule_de_niveau"]
        for level in words["niveaux"]:
            k = _keys(f"{noun} {level}")
            heads[k[0]].append((k, Head("ORG", "phrase", capital)))
    known: dict[str, dict[str, list[tuple[tuple[str, ...], Label]]]] = defaultdict(lambda: defaultdict(list))
    listed = [*words["connus"].items(), *((w, "LOC") for w in words["pays"])]
    for file in ("regions.tsv", "departements.tsv"):
        listed.extend((row[0], "LOC") for row in rules.gazetteer(file) if row[0] != "Nord")  # a word, too
    listed.extend((row[0], "ORG") for row in rules.gazetteer("epci.tsv"))
    for word, value in listed:
        written = tuple(t.text for t in tokens(word))
        second = key(written[1]) if len(written) > 1 else ""
        known[key(written[0])][second].append((written, value))  # type: ignore[arg-type]
    announcers: dict[str, list[tuple[Key, Label]]] = defaultdict(list)
    for word, value in words["annonces"].items():
        k = _keys(word)
        announcers[k[0]].append((k, value))  # type: ignore[arg-type]
    given = frozenset(key(row[0]) for row in rules.gazetteer("prenoms.txt"))
    unsure = folded("prenoms_ambigus")
    titles, civilities, dates = (folded("titres"), folded("civilites"), folded("mois_jours"))
    portfolio_words = _index(words["portefeuilles"])
    states: dict[str, Label] = {fold(w): v for w, v in words["corps_nationaux"].items()}  # type: ignore[misc]
    return Lexicon(
        hot=frozenset([*heads, *known, *announcers, *portfolio_words, *states]),
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
        states=states,
        naming=folded("devant_un_domaine") | folded("devant_un_domaine_organisme"),
        bodies=folded("devant_un_domaine_organisme"),
        lawful=folded("suites_de_loi"),
        strong=folded("organismes_forts"),
        tags=folded("etiquettes"),
        wide=folded("annonces_de_theme"),
        phrases=folded("lieux_locutions"),
        to=frozenset(fold(w).split(" ")[-1] for w in words["tetes_a"]),
        names_too=folded("fonctions_noms"),
        desks=_index(words["services_de_presse"]),
        sites=folded("sites"),
        speech=folded("mots_de_discours"),
        indefinite=folded("indefinis"),
        natures={fold(w): v for w, v in words["natures"].items()},  # type: ignore[misc]
        plural_nouns=folded("pluriels_generiques"),
        endings=dict.fromkeys(folded("organismes_fin"), "ORG"),
        known={
            first: {second: sorted(k, key=lambda x: -len(x[0])) for second, k in by_second.items()}
            for first, by_second in known.items()
        },
        announcers={w: sorted(a, key=lambda x: -len(x[0])) for w, a in announcers.items()},
        functions=_index(rules["persons"].words["fonctions"]),
        portfolios=portfolio_words,
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
        given=given,
        cores=folded("tetes_facultatives"),
        unsure=unsure,
        sure=given - unsure,
        never_alone=folded("gentiles") | titles | civilities | folded("articles"),
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
    """Mentions in text order, none across a line, none inside another."""
    lex = lexicon(rules)
    text = document.text
    lines = list(_lines(document))
    lower = {t.key for line in lines for t in line.ts if t.text[0].islower()}
    found: list[Found] = []
    at = 0
    tags = sorted(document.tags, key=lambda t: (t.start, t.end))
    for line in lines:
        here: list[Tag] = []
        while at < len(tags) and tags[at].start < line.end:
            if tags[at].start >= line.start:
                here.append(tags[at])
            at += 1
        hot = [i for i, t in enumerate(line.ts) if t.key in lex.hot and (t.capital or t.key not in lex.articles)]
        themes = list(portfolios(line.ts, hot, lex))
        for f in mended(here, line.ts, lower, lex):
            if not any(a <= f.start and f.end <= b for a, b in themes):
                found.append(f)
        if line.shouted:
            found.extend(capitals(line.ts, hot, lex))
            found.extend(f for f in quoted(line.ts, lex) if f.weight > QUOTED)
        else:
            found.extend(heads(line.ts, hot, lex))
            found.extend(known(line.ts, hot, lex))
            found.extend(persons(line.ts, lex))
            found.extend(announced(line.ts, hot, lex))
            found.extend(quoted(line.ts, lex))
            found.extend(places(line.ts, lex))
    found.extend(domains(lines, lex))
    kept = settle(defined(text, release.acronyms, lex, found))
    kept = settle([*kept, *repeated(lines, kept, text)])
    kept = settle([*kept, *surnames(lines, kept, text, lower, lex)])
    shouted = [line for line in lines if line.shouted]
    kept = [f for f in kept if f.weight > MODEL or not _only_shouted(f, kept, text, shouted)]
    return {"mentions": tuple(clustered(text, agree(text, kept, "mentions/accord", lex.cores), release.acronyms, lex))}


class Line(NamedTuple):
    """One line of a block."""

    start: int
    end: int
    ts: Sequence[Token]
    shouted: bool  # all in capitals, so that they say nothing


def _lines(document: Document) -> Iterator[Line]:
    for block in document.blocks:
        start = block.start
        for words in document.words(block).split("\n"):
            end = start + len(words)
            ts = tokens(document.text, start, end)
            shouted = (
                len(words) > 15
                and sum(t.word for t in ts) > 3
                and sum(map(str.isupper, words)) > 3 * sum(map(str.islower, words))
            )
            if ts:
                yield Line(start, end, ts, shouted)
            start = end + 1


def _only_shouted(f: Found, kept: Sequence[Found], text: str, shouted: Sequence[Line]) -> bool:
    """Whether only the model vouches for a name that stands in a line of capitals and nowhere else."""
    if not any(line.start <= f.start < line.end for line in shouted):
        return False
    name = key(text[f.start : f.end])
    return not any(g.start != f.start and key(text[g.start : g.end]) == name for g in kept)


def mended(tags: Sequence[Tag], ts: Sequence[Token], lower: set[str], lex: Lexicon) -> Iterator[Found]:
    """The model's spans without what is no part of a name; what is no name at all is dropped.

    `lower` are the words that the release writes without a capital.
    """
    at = 0
    for tag in tags:
        while at < len(ts) and ts[at].end <= tag.start:
            at += 1
        end = at
        while end < len(ts) and ts[end].start < tag.end:
            end += 1
        for i, j in _pieces(ts, at, end, tag.label, lex):
            if j < len(ts) and ts[j].key in lex.endings and ts[j].capital and not ts[j].lead:
                j += 1
            if j == i + 1 and (_common(ts[i], lower, lex) or _verb(ts[i], tag.label, lex)):
                continue
            label, weight = _relabelled(ts, i, j, tag.label, lex)
            by = tag.by
            if (ts[i].start, ts[j - 1].end, label) != (tag.start, tag.end, tag.label):
                by = "mentions/modele-corrige"
            yield Found(ts[i].start, ts[j - 1].end, label, by, weight)


def _common(t: Token, lower: set[str], lex: Lexicon) -> bool:
    """Whether a single word is a common noun that happens to have a capital: the text has it without one too."""
    return (
        t.key in lower
        and not t.shouted
        and t.text[1:].islower()
        and t.key not in lex.known
        and lex.communes.get(t.key, 0) < 2000
        and t.key not in lex.sure
    )


def _verb(t: Token, label: Label, lex: Lexicon) -> bool:
    """Whether a word at the head of a sentence or a bullet is an infinitive that the model takes for a name."""
    infinitive = t.key.endswith(("er", "ir", "oir", "ettre", "ivre", "aire", "endre"))
    return infinitive and t.lead and label in {"MISC", "LOC"} and t.key not in lex.communes and t.key not in lex.given


def _relabelled(ts: Sequence[Token], i: int, j: int, label: Label, lex: Lexicon) -> tuple[Label, int]:
    """The label that the words allow, and how sure it is."""
    if head := _head_label(ts, i, lex):
        return head, MODEL
    last = ts[j - 1]
    if j - i > 1 and last.key in lex.endings and ts[i].capital:
        return lex.endings[last.key], MODEL
    if label == "PER" and j == i + 1 and ts[i].key not in lex.given:
        before = ts[i - 1].key if i else ""
        if before in lex.civilities or before in lex.titles or before == ".":
            return label, MODEL
        if before in {"le", "la", "les", "l'", "du", "au", "aux", "des"}:  # no one is called so: «sur le Tchap»
            return ("ORG" if ts[i].shouted else "MISC"), DOUBTFUL
        return ("ORG", DOUBTFUL) if ts[i].shouted and len(ts[i].text) < 6 else (label, DOUBTFUL)
    letters = ts[i].text.isalpha() and ts[i].shouted
    if label == "LOC" and j == i + 1 and letters and ts[i].key not in lex.communes:
        return "ORG", DOUBTFUL
    return label, MODEL


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
    while i < j and not ts[j - 1].word:
        j -= 1
    while i < j:
        if skipped := _label_of_desk(ts, i, j, lex):
            i = skipped
            continue
        if _head_at(ts, i, lex) or _with_article(ts, i, j, lex):
            break
        after = _function_at(ts, i, lex)
        if i < after <= j and ts[i].key in lex.portfolios:
            return None
        if i < after < j and (label == "PER" or ts[i].shouted or not ts[after].capital):
            i = after
        elif i < after < j and ts[after - 1].key not in lex.names_too:  # Directrice Stratégie
            return None
        elif _before_a_name(ts[i], lex) or (ts[i].key in lex.tags and i + 1 < j):
            i += 1
        else:
            break
    while i < j and (ts[j - 1].key in lex.articles or ts[j - 1].key in lex.civilities or not ts[j - 1].word):
        j -= 1
    if i >= j or not _nameable(ts, i, j, lex):
        return None
    return i, j


def _with_article(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether the article at `i` belongs to the name: Le Havre, La Poste, «dans La Voix»."""
    t = ts[i]
    if not t.capital or t.key not in {"le", "la", "les", "l'"} or i + 1 >= j:
        return False
    name = " ".join(x.key for x in ts[i:j]).replace("' ", "'")
    return not t.lead or name in lex.communes or ts[i + 1].key in lex.known.get(t.key, {})


def _label_of_desk(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> int:
    """The token after «Service presse», «Relations médias» at `i`; 0 if there is none."""
    for k in lex.desks.get(ts[i].key, ()):
        if i + len(k) < j and all(ts[i + n].key == k[n] for n in range(1, len(k))):
            return i + len(k)
    return 0


def _before_a_name(t: Token, lex: Lexicon) -> bool:
    """Whether a name cannot begin with this token: a mark, an article, a civility, a word without any capital."""
    if not t.word:
        return t.text != "#"
    if t.key in lex.civilities or t.key in lex.articles:
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
    if len(words) == 1 and "." in words[0].text and _DOMAIN.fullmatch(words[0].text):  # see `domains`
        return False
    if i > 0 and ts[i - 1].text in {"#", "@"}:
        return False
    if words[0].key in lex.plural_nouns and len(words) > 1:
        return False
    if words[0].key == "etat" and i and ts[i - 1].key == "d'":  # secrétaire d'État chargé de
        return False
    if len(words) == 1 and not _single(words[0], ts[i - 1].key if i else "", lex):
        return False
    return any(c.isupper() for t in words for c in t.text) or any("." in t.text for t in words) or len(words) > 2


def _single(t: Token, before: str, lex: Lexicon) -> bool:
    """Whether one word can be a name."""
    if len(t.text) == 1 or t.key in lex.never_alone:
        return False
    if before in lex.demonym_openers and t.key.endswith(lex.demonym_endings) and t.key not in lex.communes:
        return False
    common = t.lead and t.key.endswith(lex.common_endings) and not t.shouted
    return not common or t.key in lex.given or t.key in lex.communes


def _stands(ts: Sequence[Token], i: int, k: Key) -> bool:
    """Whether the words `k` stand at token `i`."""
    return i + len(k) <= len(ts) and all(ts[i + n].key == k[n] for n in range(len(k)))


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


def heads(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """Names that open with a head noun: «Communauté d'agglomération du Pays de Saint-Omer»."""
    for i in hot:
        found = _head_at(ts, i, lex)
        if found is None or _inside_a_name(ts, i, lex):
            continue
        j, head = found
        end = _reach(ts, i, j, head, lex)
        if end > i:
            by = f"mentions/tete-{_KIND[head.label]}"
            yield _found(ts, i, end, head.label, by, HEAD)
            if head.reach == "place" and ts[i].key.endswith("s"):
                for a, b in _members(ts, end, lex):
                    yield _found(ts, a, b, head.label, by, HEAD)


def _members(ts: Sequence[Token], i: int, lex: Lexicon) -> Iterator[tuple[int, int]]:
    """The names that share a plural head: «communautés de communes de X | , de Y et de Z»."""
    while i < len(ts) and ts[i].key in {",", "et"}:
        j = i + 1
        if j < len(ts) and ts[j].key == "et":
            j += 1
        end = lex.grammar.place(ts, j)
        if end == j:
            return
        while not ts[j].capital:
            j += 1
        yield j, end
        i = end


def _inside_a_name(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a capitalised word stands right before: «Sorbonne | Université de Paris»."""
    if i == 0 or not ts[i].capital:
        return False
    t = ts[i - 1]
    return (
        t.capital
        and t.word
        and not t.lead
        and not t.key.endswith("'")
        and t.key not in lex.grammar.stops | lex.articles
    )


_KIND = {"ORG": "organisme", "LOC": "lieu", "MISC": "divers", "PER": "personne"}


def _reach(ts: Sequence[Token], i: int, j: int, head: Head, lex: Lexicon) -> int:
    """End of the name whose head is i:j; `i` if the head is a mere common noun here."""
    g = lex.grammar
    if head.reach == "whole":
        return j if ts[i].capital or j - i > 1 else i
    before = ts[i - 1].key if i else ""
    if ts[i].key in lex.phrases and before in {"en", "sur", "au"}:  # mise en place de, au cours de, au plan
        return i
    if not ts[i].capital and before in lex.indefinite:  # dans un hôpital de Newton
        return i
    if ts[i].key == "loi":
        return _law(ts, i, j, lex) or i
    after = g.adjectives(ts, j)
    end = g.place(ts, j)
    if end == j and after > j and head.label != "LOC":
        end = g.place(ts, after)
        if end == after:
            end = j
    if head.reach == "place":
        return end if end > j else i
    if head.reach == "prize":
        return max(end, g.phrase(ts, end)) if end > j else i
    phrase = g.phrase(ts, j, to=ts[j - 1].key in lex.to)
    if phrase <= after and end == j:
        return i
    end = max(end, phrase)
    if ts[end - 1].key.startswith("premier") and end < len(ts) and ts[end].key == "ministre":
        return i
    capitals = [t for t in ts[j:end] if t.capital]
    if head.capital and ts[i].lead and not capitals and ts[i].key not in lex.strong:
        return i
    return i if capitals and all(t.key in lex.excluded for t in capitals) else end


def _law(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> int:
    """End of the name of the law i:j: SRU, «3DS», Rist du 26 avril 2021, n° 2015-991, relative à la …; 0 if none."""
    end = lex.grammar.proper(ts, j)
    bill = i > 1 and ts[i - 2].key in {"projet", "proposition"}
    if end == j and j < len(ts) and ts[j].text in _OPENING and not bill and (inside := _quotation(ts, j)):
        end = inside[1] + 1
    if j + 2 < len(ts) and ts[j].key == "n" and ts[j + 2].text[0].isdigit():
        end = j + 3
    if j < len(ts) and ts[j].key in lex.lawful:
        end = max(end, lex.grammar.phrase(ts, j + (ts[j].key not in {"pour", "contre"}), to=True))
    k = end
    if k + 3 < len(ts) and ts[k].key == "du" and ts[k + 1].text[0].isdigit() and ts[k + 2].key in lex.dates:
        end = k + 4 if ts[k + 3].text.isdigit() else k + 3
    return end if end > j else 0


def known(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """Names of the lists, in their own case: institutions, pays, régions, réseaux; «le Parlement népalais» whole."""
    past = 0
    for i in hot:
        if i < past:
            continue
        t = ts[i]
        state = t.key in lex.states
        if state and t.key != "etat" and (j := _national(ts, i + 1, lex)) > i + 1:
            yield _found(ts, i, j, lex.states[t.key], "mentions/tete-organisme", HEAD)
            past = j
            continue
        name = _listed(ts, i, lex)
        if name and not _generic_state(ts, i, name[0]):
            j, label = name
            if state:
                j = max(j, _national(ts, j, lex))
            yield _found(ts, i, j, label, "mentions/connu", KNOWN)
            past = j


def _listed(ts: Sequence[Token], i: int, lex: Lexicon, *, shouted: bool = False) -> tuple[int, Label] | None:
    """End and label of the longest listed name at token `i`, in its own case or, if `shouted`, in any."""
    names_ = lex.known.get(ts[i].key)
    if not names_:
        return None
    second = ts[i + 1].key if i + 1 < len(ts) else ""
    for written, label in (*names_.get(second, ()), *names_.get("", ())):
        j = i + len(written)
        if j <= len(ts) and all(
            ts[i + n].key == key(w) if shouted else _same(ts[i + n].text, w) for n, w in enumerate(written)
        ):
            return j, label
    return None


def _generic_state(ts: Sequence[Token], i: int, j: int) -> bool:
    """Whether «État» at `i` is no name: chef d'État, le chef de l'État, chaque État membre."""
    if ts[i].key != "etat" or j > i + 1:
        return False
    before = ts[i - 1].key if i else ""
    chief = i > 2 and ts[i - 3].key == "chef"
    return before == "d'" or chief or (j < len(ts) and ts[j].key in {"membre", "membres"})


def _national(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """End of the adjectives of nation at `i`, and of the country after them: «fédéral d'Allemagne»."""
    j = i
    named = False
    while j < len(ts) and ts[j].word and not ts[j].lead:
        demonym = ts[j].key in lex.demonyms or ts[j].key.endswith(lex.demonym_endings)
        if not demonym and ts[j].key not in lex.national:
            break
        named = named or demonym
        j += 1
    end = lex.grammar.place(ts, j) if j > i else i
    return end if named or end > j else i


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
        if t.capital and t.key in lex.given and t.key not in lex.excluded and not (t.shouted and len(t.text) < 4):
            end = names.reach(ts, i, lex.particles, stops)
            alone = i == 0 and (end == len(ts) or ts[end].text in {",", "–", "—", "-", ":", "(", "|"})
            sure = alone or t.key not in lex.unsure or (end - i > 1 and ts[i + 1].key in lex.sure)
            if end - i > 1 and ts[end - 1].key in lex.endings:
                yield _found(ts, i, end, lex.endings[ts[end - 1].key], "mentions/prenom-nom", FIRST_NAME)
                i = end
                continue
            if end - i > 1 and sure and _head_at(ts, i + 1, lex) is None and not _inside_a_name(ts, i, lex):
                yield _found(ts, i, end, "PER", "mentions/prenom-nom", FIRST_NAME)
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


def announced(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """The name after a common noun that is no part of it: «l'association Adage», «le plan «Nouvel élan»»."""
    g = lex.grammar
    for i in hot:
        t = ts[i]
        announcer = next(((k, v) for k, v in lex.announcers.get(t.key, ()) if _stands(ts, i, k)), None)
        if announcer is None:
            continue
        label = announcer[1]
        j = i + len(announcer[0])
        if j >= len(ts):
            continue
        after = j
        while after < len(ts) and not ts[after].capital and g.adjective(ts[after]):
            after += 1
        if after < len(ts) and ts[after].text in _OPENING:
            if inside := _quotation(ts, after):
                kind = "MISC" if label == "LOC" and t.key in lex.sites else label
                yield _found(ts, *inside, kind, "mentions/annonce", ANNOUNCED)
        elif label == "LOC":
            yield from _announced_places(ts, t, j, lex)
        elif not t.capital:
            end = g.proper(ts, after) if after < len(ts) and not ts[after].lead else after
            if end > after and t.key in lex.wide:
                end = g.phrase(ts, end)
            if end > after and _nameable(ts, after, end, lex):
                yield _found(ts, after, end, label, "mentions/annonce", ANNOUNCED)


def _before_a_person(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> int:
    """End of a place in tokens i:j that a person's name follows without a mark: «du Nord | Fabien Lefort»."""
    for n in range(i + 1, j - 1):
        if ts[n].key in lex.given and ts[n].key not in lex.unsure and ts[n - 1].capital and ts[n + 1].capital:
            return n
    return j


def _announced_places(ts: Sequence[Token], noun: Token, j: int, lex: Lexicon) -> Iterator[Found]:
    """«la ville de Béthune»; «les communes de Roye, Montdidier et Moreuil»; «le site Propluvia» is none."""
    end = lex.grammar.place(ts, j)
    a = j
    while a < end and not ts[a].capital:
        a += 1
    north = end - a == 1 and ts[a].key == "nord"  # the département, after «préfet du», «député du»
    if end == j or not (north or _nameable(ts, a, end, lex)):
        return
    if noun.key == "departement" and a > j + 1 and not _gazetted(ts, a, end, lex):  # le département de la Justice
        return
    if a > j:
        end = _before_a_person(ts, a, end, lex)
    label: Label = "MISC" if a == j and noun.key in lex.sites else "LOC"
    yield _found(ts, a, end, label, "mentions/annonce", ANNOUNCED)
    if noun.key.endswith("s"):
        for a, b in _members(ts, end, lex):
            yield _found(ts, a, b, label, "mentions/annonce", ANNOUNCED)


def quoted(ts: Sequence[Token], lex: Lexicon) -> Iterator[Found]:
    """Names between quotation marks: after a noun that announces one, or short and with a capital in a sentence."""
    g = lex.grammar
    for i, t in enumerate(ts):
        if t.text not in _OPENING or i == 0:
            continue
        inside = _quotation(ts, i)
        if not inside:
            continue
        a, b = inside
        k = i - 1
        while k > 0 and i - k < 4 and (ts[k].key in lex.national or g.adjective(ts[k])):
            k -= 1
        if ts[k].key in lex.quoted:
            yield _found(ts, a, b, "MISC", "mentions/guillemets", ANNOUNCED)
        elif (
            ts[i - 1].word
            and not ts[i - 1].lead
            and b - a <= MAX_BARE_QUOTED
            and b - a > 1
            and ts[b - 1].text not in {".", "!", "…", ","}
            and not any(x.key in lex.speech for x in ts[a:b])
        ):
            yield _found(ts, a, b, "MISC", "mentions/guillemets", QUOTED)


def _quotation(ts: Sequence[Token], i: int) -> tuple[int, int] | None:
    """Tokens between the quotation marks that open at `i`, if they are few and begin with a capital or a number."""
    close = _OPENING[ts[i].text]
    for j in range(i + 1, min(i + 2 + MAX_QUOTED, len(ts))):
        if ts[j].text == close:
            first = ts[i + 1]
            return (i + 1, j) if j > i + 1 and first.word and (first.capital or first.text[0].isdigit()) else None
    return None


def _found(ts: Sequence[Token], i: int, j: int, label: Label, by: str, weight: int) -> Found:
    return Found(ts[i].start, ts[j - 1].end, label, by, weight)


def capitals(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """In a line of capitals: an organisation's head with a place of the lists, «VILLE DE LILLE OUVRE»."""
    for i in hot:
        if found := _head_at(ts, i, lex):
            j, head = found
            if head.reach == "whole":
                yield _found(ts, i, j, head.label, f"mentions/tete-{_KIND[head.label]}", HEAD)
            elif head.label == "ORG":
                k = j
                while (
                    k < len(ts)
                    and k - j < 3
                    and (ts[k].key in {"de", "du", "des", "d'"} or ts[k].key in {"la", "l'", "le"})
                ):
                    k += 1
                for n in range(min(6, len(ts) - k), 0, -1):
                    if " ".join(t.key for t in ts[k : k + n]) in lex.communes or _gazetted(ts, k, k + n, lex):
                        yield _found(ts, i, k + n, "ORG", "mentions/tete-organisme", HEAD)
                        break
        if (name := _listed(ts, i, lex, shouted=True)) and name[0] > i + 1:
            yield _found(ts, i, *name, "mentions/connu", KNOWN)


def _gazetted(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether tokens i:j are a region, a département or a country, in any case."""
    return i < len(ts) and _listed(ts, i, lex, shouted=True) == (j, "LOC")


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
        elif t.capital and not t.shouted and ((i and ts[i - 1].key in _AT) or t.lead):
            end = lex.grammar.proper(ts, i)
            name = " ".join(x.key for x in ts[i:end]).replace("' ", "'")
            if lex.communes.get(name, 0) >= 1000 and name not in lex.given and (not t.lead or _dated(ts, end)):
                yield _found(ts, i, end, "LOC", "mentions/commune", ANNOUNCED)


def domains(lines: Sequence[Line], lex: Lexicon) -> Iterator[Found]:
    """A domain name where the text uses it as the name of a body or a site: «lancé par beta.gouv.fr».

    In an address or a reference («sur ville.fr», «Site : ville.fr», a line of its own) it is nothing.
    """
    spots: dict[str, list[tuple[Sequence[Token], int]]] = defaultdict(list)
    for line in lines:
        for i, t in enumerate(line.ts):
            if "." in t.text and _DOMAIN.fullmatch(t.text) and not t.text.startswith("www."):
                spots[t.key].append((line.ts, i))
    for places_ in spots.values():
        before = [ts[i - 1].key for ts, i in places_ if i]
        if not any(k in lex.naming for k in before):
            continue
        label: Label = "ORG" if any(k in lex.bodies for k in before) else "MISC"
        for ts, i in places_:
            after = ts[i + 1].text if i + 1 < len(ts) else ""
            alone = len(ts) == 1 or after in {"/", "@"} or (i and ts[i - 1].text in {":", "@", "/"})
            if not alone:
                yield _found(ts, i, i + 1, label, "mentions/domaine", ANNOUNCED)


def _dated(ts: Sequence[Token], i: int) -> bool:
    """«, le 3 mars» at token `i`: what stands before it is the place of a dateline."""
    return (
        i + 2 < len(ts)
        and ts[i].text == ","
        and ts[i + 1].key == "le"
        and (ts[i + 2].text[0].isdigit() or (i + 3 < len(ts) and ts[i + 3].text[0].isdigit()))
    )


def defined(text: str, acronyms: Sequence[Acronym], lex: Lexicon, found: Sequence[Found]) -> list[Found]:
    """All findings, with those that the definitions of acronyms add, and without those that they forbid.

    Both forms have the label of the long form's head, else that for which what was found there speaks. A common
    noun («appel à manifestation d'intérêt (AMI)», «les SSLL») makes both no name.
    """
    names_: list[Found] = []
    void: set[str] = set()
    for acronym in acronyms:
        if not acronym.long or acronym.long_start is None or acronym.long_end is None:
            if key(acronym.short) in lex.excluded or _counted(text, acronym, lex):
                void.add(acronym.short)
            continue
        start, end = _long_form(acronym.long_start, acronym.long_end, text, found)
        ts = tokens(text, start, end)
        if _function_at(ts, 0, lex):  # «directrice du numérique (DINUM)» defines nothing
            continue
        head = _head_label(ts, 0, lex)
        before = tokens(text, max(0, start - 40), start)
        announcer = None if head else _announcer_of(before, lex)  # programme de «développement concerté (DC)»
        nature = lex.natures.get(ts[0].key) if _capitalised(text[start:end], text) else None
        label = head or (announcer and announcer[1]) or nature
        class_noun = ts[0].key in lex.plural_nouns or not ts[0].capital or _counted(text, acronym, lex)
        definite = head == "ORG" or announcer or nature or bool(before and before[-1].key in _DEFINITE)
        if key(acronym.short) in lex.excluded or (class_noun and not (label and definite)):
            void |= {acronym.short, acronym.long}
            continue
        if announcer:
            start = announcer[0]
        label = label or _voted({acronym.short, acronym.long}, text, found)
        names_.append(Found(start, end, label, "mentions/sigle", DEFINITION))
        names_.append(Found(acronym.start, acronym.end, label, "mentions/sigle", SHORT))
    void -= {text[f.start : f.end] for f in names_}
    return [f for f in found if text[f.start : f.end] not in void] + names_


def _long_form(start: int, end: int, text: str, found: Sequence[Found]) -> tuple[int, int]:
    """The long form as far as its head noun reaches: to the end of its theme, from the last comma on."""
    for f in found:
        longer = f.start == start and f.end > end
        after_comma = start < f.start < f.end == end and "," in text[start : f.start]
        if f.weight == HEAD and (longer or after_comma):
            return f.start, f.end
    return start, end


def _capitalised(long: str, text: str) -> bool:
    """Whether the text writes the long form with two capitals somewhere: «Base Adresse Nationale»."""
    words = long.split()
    pattern = re.compile(r"\s".join(re.escape(w) for w in words), re.IGNORECASE)
    return any(sum(w[0].isupper() for w in m[0].split()) > 1 for m in pattern.finditer(text))


def _voted(forms: set[str], text: str, found: Sequence[Found]) -> Label:
    """The label for which the findings of these words speak; MISC if none does."""
    votes: dict[Label, float] = {"ORG": 0.0, "LOC": 0.0, "MISC": 0.1}
    for f in found:
        if f.label in votes and text[f.start : f.end] in forms:
            votes[f.label] += VOTES.get(f.weight, 0)
    return max(votes, key=votes.__getitem__)


def _announcer_of(before: Sequence[Token], lex: Lexicon) -> tuple[int, Label] | None:
    """Start and label of «programme de» at the end of `before`."""
    if len(before) < 2 or before[-1].key not in {"de", "d'"}:
        return None
    noun = before[-2]
    label = dict(lex.announcers.get(noun.key, ())).get((noun.key,))
    return (noun.start, label) if label else None


def _counted(text: str, acronym: Acronym, lex: Lexicon) -> bool:
    """Whether the short or the long form is used as a common noun: «une ENL», «les SSLL», «des CIO»."""
    for form in (acronym.short, acronym.long or acronym.short):
        at = text.find(form)
        while at >= 0:
            before = tokens(text, max(0, at - 12), at)
            if before and (before[-1].key in lex.indefinite or before[-1].key in {"les", "aux", "en"}):
                return True
            if len(before) > 1 and before[-1].text in _OPENING and before[-2].key in {"des", "les"}:
                return True
            at = text.find(form, at + len(form))
    return False


def repeated(lines: Sequence[Line], kept: Sequence[Found], text: str) -> Iterator[Found]:
    """Other places where a found name stands, in its own case or in capitals."""
    index: dict[tuple[str, str], dict[Key, tuple[str, Found]]] = defaultdict(dict)  # by first and second word
    for f in kept:
        written = text[f.start : f.end]
        k = _keys(written)
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
                if not _stands(ts, i, k):
                    continue
                j = i + len(k)
                # «Intelligence artificielle : …» at the head of a sentence may be the common noun
                plain = f.weight <= ANNOUNCED and t.lead and len(k) > 1 and written[1:].islower()
                if not plain and _same_case(ts[i:j], written, alone=len(k) == 1):
                    weight = min(f.weight, HEAD) - 1 if len(k) > 1 else REPEATED
                    yield _found(ts, i, j, f.label, "mentions/repetition", weight)


def _same_case(ts: Sequence[Token], written: str, *, alone: bool) -> bool:
    """Whether the words at hand are the name and not the common noun: «la Mission», «la mission»."""
    if ts[0].text == written[: len(ts[0].text)] and not (alone and ts[0].lead and written[0].islower()):
        return not alone or len(written) > 1
    if all(t.text.isupper() for t in ts if t.word):
        return not alone or len(written) > 3
    if written[0].islower():
        return not alone
    return not alone and ts[0].capital


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


def clustered(text: str, kept: Sequence[Found], acronyms: Sequence[Acronym], lex: Lexicon) -> Iterator[Mention]:
    """Mentions with the id of their entity: one for all forms of a name."""
    words = [text[f.start : f.end] for f in kept]
    pairs = [(a.short, a.long) for a in acronyms if a.long]
    numbers = clusters([(f.label, w) for f, w in zip(kept, words, strict=True)], pairs, lex.given, lex.cores)
    for f, w, n in zip(kept, words, numbers, strict=True):
        value = " ".join(w.replace("’", "'").split())
        yield Mention(start=f.start, end=f.end, text=w, by=f.by, value=value, label=f.label, entity=f"e{n}")
