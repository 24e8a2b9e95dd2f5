"""Document with zones -> acronyms: each short form once, with the long form that the text gives for it.

First the places where a text defines a short form, then, for those that it does not define, words anywhere in the
text that spell them; what is left stands alone, with the expansion that the lexicon knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from communique.document import Document
from communique.record import Acronym, Block, Release
from communique.rulebook import Rule, Rules, RuleSet
from communique.values.acronyms import (
    WHOLE,
    Grammar,
    Match,
    Word,
    after,
    before,
    body,
    completed,
    inside,
    letters,
    quoted,
    runs,
    spelt_by,
    words,
)
from communique.values.folding import fold

MAX_UNDEFINED = 300  # short forms that are looked for elsewhere in one text; the richest of 49 releases has 31
FAIR = 0.35  # least score of a translated short form in capitals
SPELLED = 0.66  # least score of a long form that neither a capital nor a noun of names opens
SHARED = 0.8  # least score of the same, if the letters stand in another order
MAX_LAW = 60  # code points before the name of what a law rules: «la loi organique relative à l'»
GOOD = 0.75  # least score of a long form that is surely no single word
MIN_OPENER = 4  # letters of a word in capitals that may be no short form because it opens a line
SINGLE = 8  # letters of the longest undefined short form that no lexicon knows (MINUSTAH)

# Addresses, file names and handles are passed over whole; then words, with «&» and the dots of «S.N.C.F.». A word
# before white space is none of the former, and is read first.
_OPAQUE = (
    r"(?:https?://|www\.)\S+|\S{1,64}@\S+|[@#]\w+"
    r"|[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}\.(?:[a-z]{2,4}|GOUV)\b(?:/\S*)?"
)


def _token(unions: str) -> re.Pattern[str]:
    """Reads words; "unions" are those whose name a hyphen ties to that of a member: CFE-CGC, SGEN-CFDT."""
    return re.compile(
        rf"""(?P<word>[^\W_]++(?=[,;.:!?)»]?\s)
            | (?=[^\W_])(?!{_OPAQUE})
              (?:(?:[^\W\d_]\.){{2,8}}[^\W\d_]?(?!\w)|[A-Z]{{2,6}}-[a-z](?![\w-])
                |(?:[A-Z]{{2,6}}[a-z]{{0,3}}-{unions}|{unions}-[A-Z]{{2,6}})(?![\w-])
                |[^\W_]+(?:&[^\W_]+)*))
          | {_OPAQUE}""",
        re.VERBOSE,
    )


_SHORT = re.compile(
    r"[A-ZÀ-ÞŒ]{2,}\d{0,2}s?|[A-ZÀ-Þ]{2,}[a-z]{1,2}[A-ZÀ-Þ]{1,3}|[A-Z][a-z][A-Z]{1,2}|[A-ZÀ-Þ]{2,6}-[a-z]|[A-Z]{2,6}[a-z]{0,3}-[A-Z]{2,6}|(?:[A-ZÀ-Þ]\.){3,}[A-ZÀ-Þ]?|[A-ZÀ-Þ]{1,4}&[A-ZÀ-Þ]{1,4}|\d[A-ZÀ-Þ]{2,}|[A-ZÀ-Þ]+\d[A-ZÀ-Þ]+"
)
_CALL = re.compile(r"[(\[](?:\d\d?|\*)[)\]]")  # of a note
_FIRST_WORD = re.compile(r"[^\W_]+")
_BODY_SHORT = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ-]{2,9}")
_TIED_BEFORE, _TIED_AFTER = re.compile(r"(?:[^\W_]+-){1,3}\Z"), re.compile(r"(?:-[^\W_]+){1,3}")
_MODEL = re.compile(r"-\d{2,}")
_JOINTS = frozenset(("d", "de", "du", "l", "la", "le"))  # without their number
_ROMAN = re.compile(r"[IVXL]+")
_NEXT_SHORT = re.compile(r"(?:\S{1,18}\s?&\s?)?\S{0,18}$")
_ENTRY_END = re.compile(r"\.\s|\s?[()\[\]]|\s:|\n")
_RUNS_ON = re.compile(r",\s|\s(?=[A-ZÀ-Þ])")
_LOWER = re.compile(r"[a-zß-ÿœ]{2}")
_ADJECTIVE = re.compile(r"(?:al|ale|aux|ier|iere|ique|if|ive|el|elle|aire|ois|oise|ain|aine|eux|euse)s?$")
_LABEL = re.compile(r"\s?(?:\]|\)|:|[–—-]\s)")
_OPENING = re.compile(r"(?:\n|\A)[\s–•*.\"«\[(-]*$")  # between the start of a line and its first word
_JOINED = re.compile(r"[\s'’«»\"“”:,–-]{0,4}")  # between the words of a heading in capitals


class Seen(NamedTuple):
    """A word in capitals, where it stands, and whether its surroundings are in capitals too."""

    start: int
    end: int
    short: str
    shouted: bool
    person: bool
    opens: bool = False  # its line or point


@dataclass(frozen=True)
class Lexicon:
    grammar: Grammar
    token: re.Pattern[str]
    known: Mapping[str, tuple[str, ...]]  # letters -> expansions
    never: frozenset[str]
    kickers: frozenset[str]  # CP, DP: what a release calls itself at the head of a line
    ordinary: frozenset[str]
    civilities: frozenset[str]
    homonyms: frozenset[str]
    christened: frozenset[str]  # words that lead up to a name
    law: re.Pattern[str]  # «loi relative à la», before the end of what it names
    officers: frozenset[str]
    first_names: frozenset[str]
    places: frozenset[str]  # that are first names too
    communes: frozenset[str]


@lru_cache(maxsize=2)
def lexicon(rules: Rules) -> Lexicon:
    """The word lists of rules/acronyms.yaml and the gazetteers, folded."""
    ours = rules["acronyms"]

    def folded(name: str) -> frozenset[str]:
        return frozenset(map(fold, ours.words[name]))

    return Lexicon(
        Grammar(
            folded("petits_mots"),
            folded("articles"),
            folded("tetes") | folded("organismes"),
            folded("coupures"),
            folded("organismes"),
            re.compile(rf"\b{ours.alternative('tournures')}\b", re.IGNORECASE),
        ),
        _token(ours.alternative("confederations", tolerant=False)),
        {letters(row[0]): row[1:] for row in rules.gazetteer("acronyms.tsv")},
        folded("jamais"),
        folded("surtitres"),
        folded("mots_ordinaires"),
        folded("civilites"),
        folded("mots_homonymes"),
        folded("baptemes"),
        re.compile(
            rf"\b{ours.alternative('textes')}\s(?:(?:relati(?:f|ve)s?\s(?:à\s(?:la\s|l['’])?|aux?\s)|portant\s"
            r"|pour\s(?:la\s|le\s|les\s|l['’])?|sur\s(?:la\s|le\s|les\s|l['’])))\Z",
            re.IGNORECASE,
        ),
        folded("dirigeants"),
        frozenset(fold(row[0]) for row in rules.gazetteer("prenoms.txt")),
        folded("lieux_prenoms"),
        # Shorter names of communes (Eu, Ur, Sem) are short forms more often.
        frozenset(name for row in rules.gazetteer("communes.tsv") if len(name := fold(row[0])) > 3),
    )


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Acronyms in text order; no field else."""
    lex = lexicon(rules)
    blocks = [b for b in release.blocks if b.zone != "social"]
    found = _distinct(_defined(document.text, blocks, rules["acronyms"], lex))
    found += _twins(document.text, blocks, rules["acronyms"]["deux-sigles"], found, lex)
    defined = {letters(a.short) for a in found}
    compounds = {a.short for a in found if "-" in a.short}
    lonely = _undefined(document.text, blocks, lex, defined, compounds)
    found += _elsewhere(document.text, blocks, lex, lonely)
    return {"acronyms": tuple(sorted(found, key=lambda a: (a.start, a.end, a.long_start or 0)))}


# ------------------------------------------------------------------------------------------------------ definitions


def _defined(text: str, blocks: Sequence[Block], rules: RuleSet, lex: Lexicon) -> Iterator[Acronym]:
    """Every place where the text says what a short form means."""
    handlers: Mapping[str, Callable[[str, Block, re.Match[str], Lexicon], Match | None]] = {
        "longue-puis-sigle": _long_first,
        "sigle-puis-longue": _short_first,
        "glossaire": _glossary,
        "deux-points": _line,
        "sigle-apposition": _line,
        "longue-apposition": _apposed,
    }
    for block in blocks:
        for name, handler in handlers.items():
            rule = rules[name]
            for m in rule.finditer(text, block.start, block.end):
                short = m["short"]
                if (
                    _possible(short, lex)
                    and (match := handler(text, block, m, lex))
                    and not _itself(text, match, short)
                ):
                    yield _acronym(text, m.start("short"), m.end("short"), rule.id, match)
    yield from _notes(text, blocks, rules["renvoi"], lex)


def _itself(text: str, match: Match, short: str) -> bool:
    """Whether the long form begins with the short one: «PLOSS, PLOSS Rhône»."""
    return letters(_FIRST_WORD.match(text, match.start)[0]) == letters(short)  # type: ignore[index]  # a word is there


def _acronym(text: str, start: int, end: int, by: str, match: Match) -> Acronym:
    return Acronym(
        start=start,
        end=end,
        text=text[start:end],
        short=text[start:end],
        long=text[match.start : match.end],
        long_start=match.start,
        long_end=match.end,
        by=by,
    )


def _possible(short: str, lex: Lexicon) -> bool:
    """Whether a word can be a short form at all: "CUD", "Medef", "BAfD", "SS2L", not "35", "Nord-Ouest", "II"."""
    return _formed(short) and fold(short) not in lex.never


@lru_cache(maxsize=4096)
def _formed(short: str) -> bool:
    """Whether a word is written as short forms are."""
    if len(letters(short)) < 2 or "/" in short or (_ROMAN.fullmatch(short.rstrip("s")) and len(short) < 4):
        return False
    return _capitals(short) or (short[0].isupper() and short.isalpha() and len(short) > 3)


def _capitals(short: str) -> bool:
    return sum(map(str.isupper, short)) > 1


def _fits(short: str, match: Match | None, least: float) -> Match | None:
    """The match, if it is good enough: whole for a short form that is written like a word, else `least`."""
    if match is None:
        return None
    whole = match.ordered and match.score >= WHOLE
    return match if whole or (_capitals(short) and match.score >= least and match.named) else None


def _long_first(text: str, block: Block, m: re.Match[str], lex: Lexicon) -> Match | None:
    end = m.start()
    while end > block.start and (text[end - 1].isspace() or text[end - 1] in "»”\"'*"):
        end -= 1
    short = m["short"]
    if match := quoted(text, block.start, end, m.start(), short, lex.grammar):
        return match
    closed = text[m.end() : m.end() + 2].strip().startswith(")")
    found = before(text, block.start, end, short, lex.grammar)
    if not (found and found.score >= GOOD) and (match := inside(text, block.start, end, short, lex.grammar)):
        return match
    match = _fits(short, found, FAIR if closed else WHOLE)
    if closed and not match and found and found.ordered and found.score >= SPELLED and _capitals(short):
        match = found  # «le transport international des marchandises par route (TIR)»
    sure = found and not found.ordered and found.score >= SHARED and len(letters(short)) > 2
    if closed and not match and sure and _capitals(short):
        match = found  # «tumeurs stromales gastro-intestinales (GIST)»
    if match and _officer(text, match, short, lex):
        return None
    if match and (law := lex.law.search(text, max(block.start, match.start - MAX_LAW), match.start)):
        return match._replace(start=law.start())
    if closed and not (match and ((match.ordered and match.score >= WHOLE) or _opens_body(text, match, lex))):
        # «Fonds de développement des | Nations Unies pour la femme»: the letters of UNIFEM begin too late.
        whole = _translated(text, block, end, short, lex)
        if whole and (match is None or whole.start < match.start):
            return whole
    return match


def _opens_body(text: str, match: Match, lex: Lexicon) -> bool:
    return fold(_FIRST_WORD.match(text, match.start)[0]) in lex.grammar.bodies  # type: ignore[index]  # a word is there


def _officer(text: str, match: Match, short: str, lex: Lexicon) -> bool:
    """Whether the words name who leads the body: «la directrice interministérielle du numérique (DINUM)»."""
    first = fold(_FIRST_WORD.match(text, match.start)[0])  # type: ignore[index]  # a word is there
    known = lex.known.get(letters(short), ())
    return first in lex.officers and bool(known) and not any(fold(k).startswith(first) for k in known)


def _translated(text: str, block: Block, end: int, short: str, lex: Lexicon) -> Match | None:
    """The name of a body whose short form is of another language; none for a town, or a form that the lexicon knows."""
    if not _BODY_SHORT.fullmatch(short) or fold(short) in lex.communes or fold(short) in lex.ordinary:
        return None
    match = body(text, block.start, end, short, lex.grammar)
    known = lex.known.get(letters(short))
    if match and known and _stem(text[match.start : match.end]) not in map(_stem, known):
        return None
    return match


def _short_first(text: str, block: Block, m: re.Match[str], lex: Lexicon) -> Match | None:
    return _fits(m["short"], after(text, m.start("long"), m.end("long"), m["short"], lex.grammar), 0.6)


def _glossary(text: str, block: Block, m: re.Match[str], lex: Lexicon) -> Match | None:
    """The words up to a mark, to a parenthesis, or to the next entry's short form."""
    start, end = m.span("long")
    if text[end : end + 1] == "=":
        while end > start and text[end - 1].isspace():
            end -= 1
        end -= len(_NEXT_SHORT.search(text[start:end])[0])  # type: ignore[index]  # it matches the empty string
    if mark := _ENTRY_END.search(text, start, end):
        end = mark.start()
    words_ = text[start:end].rstrip(" .,;\u00a0\u202f")
    if len(words_) < 3 or not any(len(w) > 2 for w in words_.split()):
        return None
    whole = after(text, start, start + len(words_), m["short"], lex.grammar, ordered=True)
    if whole and whole.ordered and whole.score >= WHOLE and _RUNS_ON.match(text, whole.end, start + len(words_)):
        return whole
    return Match(start, start + len(words_), 1.0, True, True)


def _line(text: str, block: Block, m: re.Match[str], lex: Lexicon) -> Match | None:
    match = after(text, m.start("long"), m.end("long"), m["short"], lex.grammar)
    return completed(text, match, block.end) if match and match.ordered and match.score >= WHOLE else None


def _apposed(text: str, block: Block, m: re.Match[str], lex: Lexicon) -> Match | None:
    end = m.start()
    while end > block.start and (text[end - 1].isspace() or text[end - 1] in '»”"'):
        end -= 1
    match = before(text, block.start, end, m["short"], lex.grammar)
    return match if match and match.ordered and match.score >= WHOLE else None


def _notes(text: str, blocks: Sequence[Block], rule: Rule, lex: Lexicon) -> Iterator[Acronym]:
    """Short forms with a call of note whose note spells them."""
    if not _CALL.search(text):
        return
    note = re.compile(rule.options["note"])
    notes: dict[str, list[re.Match[str]]] = {}
    for block in blocks:
        for n in note.finditer(text, block.start, block.end):
            notes.setdefault(n["call"], []).append(n)
    if not notes:
        return
    for block in blocks:
        for m in rule.finditer(text, block.start, block.end):
            if not _possible(m["short"], lex):
                continue
            for n in notes.get(m["call"], ()):
                stop = _ENTRY_END.search(text, n.start("long"), n.end("long"))
                match = after(text, n.start("long"), stop.start() if stop else n.end("long"), m["short"], lex.grammar)
                if match and match.start == n.start("long") and match.score >= 0.5:
                    match = completed(text, match, n.end())
                    yield _acronym(text, m.start("short"), m.end("short"), rule.id, match)
                    break


def _twins(text: str, blocks: Sequence[Block], rule: Rule, found: Sequence[Acronym], lex: Lexicon) -> list[Acronym]:
    """The other short form of one long form: «les SSLL, ou SS2L, sociétés de …»."""
    defined = {a.start: a for a in found}
    shorts = {a.short for a in found}
    twins: list[Acronym] = []
    for block in blocks:
        if not any(block.start <= start < block.end for start in defined):
            continue
        for m in rule.finditer(text, block.start, block.end):
            for one, other in (("premier", "second"), ("second", "premier")):
                known = defined.get(m.start(other))
                if known is None or known.long_start is None or known.long_end is None or m[one] in shorts:
                    continue
                match = after(text, known.long_start, known.long_end, m[one], lex.grammar)
                if _possible(m[one], lex) and match and match.ordered and match.score >= WHOLE:
                    whole = Match(known.long_start, known.long_end, match.score, True, match.named)
                    twins.append(_acronym(text, m.start(one), m.end(one), rule.id, whole))
                    shorts.add(m[one])
    return twins


def _distinct(found: Iterable[Acronym]) -> list[Acronym]:
    """Each pair once; two long forms that differ only in number or in case are one."""
    kept: dict[tuple[str, str], Acronym] = {}
    taken: dict[tuple[int, int], Acronym] = {}
    for a in found:
        if (a.start, a.end) in taken:
            continue
        taken[a.start, a.end] = a
        key = (letters(a.short), _core(a.long or ""))
        if key not in kept or a.start < kept[key].start:
            kept[key] = a
    return list(kept.values())


def _stem(long: str) -> str:
    return " ".join(w.rstrip("sx") for w in re.split(r"[\W_]+", fold(long)))


def _core(long: str) -> str:
    """The stem without articles: «base d'adresses» and «bases adresse» are one."""
    return " ".join(w for w in _stem(long).split() if w not in _JOINTS)


# -------------------------------------------------------------------------------------------- short forms by themselves


def _undefined(text: str, blocks: Sequence[Block], lex: Lexicon, defined: set[str], compounds: set[str]) -> list[Seen]:
    """The first use of each short form that no place defines, by itself or as part of a compound that one defines."""
    seen: dict[str, list[Seen]] = {}
    plain: set[str] = set()  # words in small letters, of which capitals make no short form
    mixed = any(b.kind == "item" and _LOWER.search(text, b.start, b.end) for b in blocks)
    for block in blocks:
        for s in _capital_words(text, block, lex, plain, mixed):
            if compounds and _compound(text, s) in compounds:
                continue
            seen.setdefault(letters(s.short), []).append(s)
    openers = {key for key, uses in seen.items() if len(key) >= MIN_OPENER and key not in lex.known and uses[0].opens}
    first: list[Seen] = []
    for key, uses in seen.items():
        if key in defined or len(key) < 2:
            continue
        known = key in lex.known
        sure = [s for s in uses if not s.person and ((known and key not in lex.homonyms) or not s.shouted)]
        if key in openers and len(openers) > 1 and all(s.opens for s in uses):
            continue  # points that open in capitals: «RETRAIT du plan», «EMBAUCHE de dix agents»
        if not sure or (
            not known
            and (
                key in plain or (len(key) > SINGLE and "-" not in sure[0].short) or fold(sure[0].short) in lex.communes
            )
        ):
            continue
        first.append(min(s for s in uses if not s.person))
    return first


def _compound(text: str, s: Seen) -> str:
    """The word with what hyphens tie to it: "AURA" in «l'AURA-HLM» -> "AURA-HLM"."""
    start, end = s.start, s.end
    before_ = _TIED_BEFORE.search(text, max(0, start - 16), start)
    after_ = _TIED_AFTER.match(text, end, end + 16)
    return text[before_.start() if before_ else start : after_.end() if after_ else end]


def _capital_words(text: str, block: Block, lex: Lexicon, plain: set[str], mixed: bool) -> Iterator[Seen]:
    """Words of one block that look like short forms; `plain` gets those in small letters.

    Args:
        mixed: the text has points in small letters, so that capitals of a point are of its one word.
    """
    tokens = [m for m in lex.token.finditer(text, block.start, block.end) if m["word"]]
    written = [m["word"] for m in tokens]
    plain.update(map(fold, filter(str.islower, written)))
    point = mixed and block.kind == "item" and len(tokens) == 1
    line, last = 0, block.start
    quiet: list[bool] = []
    for i, word in enumerate(written):
        if word.islower():
            continue
        m = tokens[i]
        key = fold(word)
        if not _SHORT.fullmatch(word):
            as_name = (len(key) > 3 and word.istitle()) or sum(map(str.isupper, word)) > 1  # «Insee», «PhD»
            if as_name and key in lex.known and key not in lex.homonyms:
                yield Seen(m.start(), m.end(), word, False, False)
            continue
        if key in lex.kickers and _LABEL.match(text, m.end(), block.end) and _opens_line(text, block, m.start()):
            continue  # «[CP] La piscine rouvre»
        if _MODEL.match(text, m.end(), block.end) and letters(word) not in lex.known:
            continue  # of a product: «LTX-204»
        if i and fold(written[i - 1]) in lex.christened and key not in lex.known:
            continue
        if key in lex.never or key in lex.ordinary or _ROMAN.fullmatch(word.rstrip("s")):
            continue
        line += text.count("\n", last, m.start())
        last = m.start()
        quiet = quiet or [bool(_LOWER.search(line)) for line in text[block.start : block.end].split("\n")]
        neighbours = [tokens[j] for j in (i - 1, i + 1) if 0 <= j < len(tokens)]
        shouted = not (quiet[line] or point) or any(
            _SHORT.fullmatch(n["word"])
            and len(n["word"]) > 1
            and not (letters(n["word"]) in lex.known and letters(word) in lex.known)
            and _JOINED.fullmatch(text[min(m.end(), n.end()) : max(m.start(), n.start())])
            and "," not in text[min(m.end(), n.end()) : max(m.start(), n.start())]
            for n in neighbours
        )
        opens = _opens_line(text, block, m.start())
        yield Seen(m.start(), m.end(), word, shouted, _surname(text, block, tokens, i, lex), opens)


def _opens_line(text: str, block: Block, at: int) -> bool:
    start = max(block.start, at - 8)
    return at == block.start or bool(_OPENING.search(text[start:at]))


def _surname(text: str, block: Block, tokens: Sequence[re.Match[str]], i: int, lex: Lexicon) -> bool:
    """Whether the word in capitals at token i is a family name: «Jeanne MORVAN», «M. MORVAN», «MORVAN Jeanne»."""
    if letters(tokens[i]["word"]) in lex.known:
        return False
    if i:
        before_, gap = tokens[i - 1]["word"], text[tokens[i - 1].end() : tokens[i].start()]
        if gap.strip(" .\u00a0-") == "" and "\n" not in gap:
            if fold(before_) in lex.civilities or (fold(before_) in lex.first_names and before_[0].isupper()):
                return True
            if block.zone == "contacts" and before_.istitle():
                return True
    if i + 1 < len(tokens):
        gap, next_ = text[tokens[i].end() : tokens[i + 1].start()], tokens[i + 1]["word"]
        opens = not i or text[tokens[i - 1].end() : tokens[i].start()].strip() != ""
        if (
            gap == " "
            and opens
            and next_.istitle()
            and fold(next_) in lex.first_names
            and fold(next_) not in lex.places
        ):
            return True
    return False


def _elsewhere(text: str, blocks: Sequence[Block], lex: Lexicon, lonely: Sequence[Seen]) -> list[Acronym]:
    """The short forms that no place defines, with the words that spell them anywhere, or without."""
    if not lonely:
        return []
    initials = {letters(s.short)[:1] for s in lonely}
    starts: dict[str, list[tuple[Sequence[Word], int]]] = {}
    for block in blocks:
        for run in runs(words(text, block.start, block.end, lex.grammar), text, lex.grammar):
            for i, w in enumerate(run):
                if not w.joined and w.key[0] in initials:
                    starts.setdefault(w.key[0], []).append((run, i))
    return [_spelt(text, s, starts, lex) if n < MAX_UNDEFINED else _alone(s, lex) for n, s in enumerate(sorted(lonely))]


def _spelt(text: str, s: Seen, starts: Mapping[str, Sequence[tuple[Sequence[Word], int]]], lex: Lexicon) -> Acronym:
    wanted = letters(s.short)
    expansions = [_stem(e).split() for e in lex.known.get(wanted, ())]
    best: tuple[tuple[bool, int], Match, str] | None = None
    for run, i in starts.get(wanted[:1], ()):
        first = run[i]
        if first.start == s.start or first.key in lex.grammar.articles or (first.small and not first.capital):
            continue
        hit = 0
        if expansions:
            stem = first.key.rstrip("sx")
            hit = next((len(e) for e in expansions if e[:1] == [stem] and _stems(run[i : i + len(e)]) == e), 0)
        if hit:
            end = run[i + hit - 1].end
            rank, by = (True, -first.start), "acronyms/lexique-dans-le-texte"
        elif not expansions and _noun_and_adjective(run, i, wanted, lex):  # «le CH», of «Centre hospitalier»
            end, rank, by = run[i + 1].end, (False, -first.start), "acronyms/initiales"
        elif not expansions and i + 1 < len(run) and (len(wanted) > 2 or "&" in s.short):
            if not run[i + 1].small and run[i + 1].key[0] not in wanted:
                continue
            stop = spelt_by(run[i : i + 16], 0, wanted)
            if stop < 2 or not _phrase(run, i, i + stop, s.short, lex):
                continue
            if s.short[-2:-1] == "-" and run[i + stop - 1].key[0] != wanted[-1]:
                continue  # the m of «ZFE-m» is not that of «émissions»
            stop = _named_on(text, run, i + stop) - i
            end, rank, by = run[i + stop - 1].end, (False, -first.start), "acronyms/initiales"
        else:
            continue
        match = Match(first.start, end, 1.0, True, True)
        if first.key == wanted or letters(text[match.start : match.end]) == wanted:  # itself: «CFE-CGC», «CNLL»
            continue
        if (best is None or rank > best[0]) and not _officer(text, match, s.short, lex):
            best = rank, match, by
    if best is None:
        return _alone(s, lex)
    return _acronym(text, s.start, s.end, best[2], best[1])


def _noun_and_adjective(run: Sequence[Word], i: int, wanted: str, lex: Lexicon) -> bool:
    """Whether a noun of names with a capital and an adjective spell a short form of two letters."""
    if len(wanted) != 2 or i + 1 >= len(run):
        return False
    noun, adjective = run[i], run[i + 1]
    fits = noun.key[0] == wanted[0] and adjective.key[0] == wanted[1]
    shaped = not adjective.small and not adjective.capital and bool(_ADJECTIVE.search(adjective.key))
    return fits and shaped and noun.capital and noun.key in lex.grammar.heads


def _named_on(text: str, run: Sequence[Word], stop: int) -> int:
    """The word after a name that goes on: with the letter again («Utilisateurs de Logiciels| Libres»), or a number."""
    if stop >= len(run):
        return stop
    w, previous = run[stop], run[stop - 1]
    number = _ROMAN.fullmatch(text, w.start, w.end)
    again = w.capital and w.key[0] == previous.key[0] and not _SHORT.fullmatch(text, w.start, w.end)
    plain = previous.capital and text[previous.end : w.start] == " "
    return stop + 1 if plain and (number or again) else stop


def _stems(ws: Sequence[Word]) -> list[str]:
    return [w.key.rstrip("sx") for w in ws]


def _phrase(run: Sequence[Word], i: int, j: int, short: str, lex: Lexicon) -> bool:
    """Whether the words i to j may be a name: «R&D» has an «et», and no name begins in the middle of another."""
    first = run[i]
    if "&" in short:
        return any(w.key == "et" for w in run[i:j])
    previous = run[i - 1] if i else None
    if first.capital or first.key in lex.grammar.heads:
        inside_ = (
            previous
            and not first.comma
            and previous.capital
            and not previous.small
            and first.key not in lex.grammar.heads
        )
        return not inside_  # «Nations | Unies pour la femme»
    return len(short) > 3 and previous is not None and previous.key in lex.grammar.articles


def _alone(s: Seen, lex: Lexicon) -> Acronym:
    expansions = lex.known.get(letters(s.short))
    return Acronym(
        start=s.start,
        end=s.end,
        text=s.short,
        short=s.short,
        expansion=expansions[0] if expansions and len(expansions) == 1 else None,
        by="acronyms/sans-forme-longue" if expansions is None else "acronyms/lexique",
    )
