"""Document with tags, zones, headline, acronyms -> mentions of persons, organisations, places and works.

The model's spans are mended (articles, civilities, demonyms, titles …); rules add what a head noun, a civility, a
first name, a definition or a list of known names makes certain; one name gets one label through the release.
All work goes line by line, as the model's did: no name runs over a line end that the author meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from communique.document import Document, Label, Tag
from communique.record import Acronym, Mention, Release
from communique.rulebook import Rules
from communique.values.clusters import clusters
from communique.values.found import (
    ANNOUNCED,
    DEFINITION,
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
from communique.values.naming.announced import announced, quoted
from communique.values.naming.heads import capitals, heads
from communique.values.naming.lexicon import Key, Lexicon, build, keys_of
from communique.values.naming.listed import domains, known, places
from communique.values.naming.mend import mended
from communique.values.naming.people import persons, portfolios, surnames
from communique.values.naming.spans import OPENING, Line, function_at, head_at, head_label, spot, stands
from communique.values.tokens import Token, key, tokens

_DEFINITE = frozenset({"le", "la", "l'", "du", "au"})
_GAZETTEERS = ("communes.tsv", "departements.tsv", "regions.tsv", "epci.tsv", "prenoms.txt")


@lru_cache(maxsize=4)
def lexicon(rules: Rules) -> Lexicon:
    """The word lists of rules/mentions.yaml, made ready once per set of rules."""
    return build(
        rules["mentions"].words,
        rules["persons"].words["fonctions"],
        {file: rules.gazetteer(file) for file in _GAZETTEERS},
    )


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
        start, end = _long_form(acronym.long_start, acronym.long_end, text, found, lex)
        ts = tokens(text, start, end)
        if function_at(ts, 0, lex):  # «directrice du numérique (DINUM)» defines nothing
            continue
        before = tokens(text, max(0, start - 40), start)
        the_one = bool(before and before[-1].key in _DEFINITE)
        head = head_label(ts, 0, lex, any_case=the_one)
        announcer = None if head else _announcer_of(before, lex)  # programme de «développement concerté (DC)»
        nature = lex.natures.get(ts[0].key) if _capitalised(text[start:end], text) else None
        label = head or (announcer and announcer[1]) or nature
        class_noun = ts[0].key in lex.plural_nouns or not ts[0].capital or _counted(text, acronym, lex)
        definite = head == "ORG" or announcer or nature or the_one
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


def _long_form(start: int, end: int, text: str, found: Sequence[Found], lex: Lexicon) -> tuple[int, int]:
    """The long form as far as its head noun reaches: to the end of its theme, from the last comma on.

    Where it lacks its head, as in «communauté de communes Orne et Vire (OV)», with its head.
    """
    for f in found:
        longer = f.start == start and f.end > end
        after_comma = start < f.start < f.end == end and "," in text[start : f.start]
        headless = f.start < start and f.end == end and _nothing_but_a_head(text, f.start, start, lex)
        if f.weight == HEAD and (longer or after_comma or headless):
            return f.start, f.end
    return start, end


def _nothing_but_a_head(text: str, start: int, end: int, lex: Lexicon) -> bool:
    ts = tokens(text, start, end)
    found = head_at(ts, 0, lex) if ts else None
    return found is not None and found[0] == len(ts)


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
            if len(before) > 1 and before[-1].text in OPENING and before[-2].key in {"des", "les"}:
                return True
            at = text.find(form, at + len(form))
    return False


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


def clustered(text: str, kept: Sequence[Found], acronyms: Sequence[Acronym], lex: Lexicon) -> Iterator[Mention]:
    """Mentions with the id of their entity: one for all forms of a name."""
    words = [text[f.start : f.end] for f in kept]
    pairs = [(a.short, a.long) for a in acronyms if a.long]
    numbers = clusters([(f.label, w) for f, w in zip(kept, words, strict=True)], pairs, lex.given, lex.cores)
    for f, w, n in zip(kept, words, numbers, strict=True):
        value = " ".join(w.replace("’", "'").split())
        yield Mention(start=f.start, end=f.end, text=w, by=f.by, value=value, label=f.label, entity=f"e{n}")
