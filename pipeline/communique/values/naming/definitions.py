"""Definitions of short forms + findings -> findings: both forms are one name, or neither is a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from communique.values.found import DEFINITION, HEAD, SHORT, VOTES, Found
from communique.values.naming.lexicon import Key, Label, Lexicon, keys_of
from communique.values.naming.page import OPENING, Page, Place
from communique.values.naming.spans import function_at, head_at, head_label, indefinite, listed, stands
from communique.values.tokens import DEFINITE, Token, key, tokens

_SEVERAL = frozenset({"les", "aux", "des"})
COMMON = 0.15  # of its uses as a common noun, «une ENL», from which a short form is one
MAX_BEFORE = 40  # code points before a long form in which its head noun or article stands


class Definition(NamedTuple):
    """A short form and, if the text gives one, its long form; offsets in the whole text, half-open."""

    short: str
    start: int
    end: int
    long: str = ""
    long_start: int = 0
    long_end: int = 0


def defined(
    text: str, definitions: Sequence[Definition], page: Page, found: Sequence[Found], lex: Lexicon
) -> list[Found]:
    """All findings, with those that the definitions add, and without those that they forbid.

    Both forms have the label of the long form's head, else that for which what was found there speaks. A common
    noun («un appel à manifestation d'intérêt (AMI)», «les SSLL») makes both no name.
    """
    spots = _spots(definitions, page)
    headed = sorted(f for f in found if f.weight == HEAD)
    by_start = {f.start: f for f in headed}
    by_end: dict[int, list[Found]] = defaultdict(list)
    for f in headed:
        by_end[f.end].append(f)
    votes = _votes(text, found)
    names: list[Found] = []
    void: set[str] = set()
    for d in definitions:
        several = not d.long or not _plural_name(d.long, lex)
        uses = [_counted(line.ts, i, lex, several=several) for line, i in spots[keys_of(d.short)]]
        common = key(d.short) in lex.excluded or sum(uses) > COMMON * len(uses)
        if not d.long:
            if common:
                void.add(d.short)
            continue
        if key(d.short) in key(d.long).split(" "):  # «NASA» is not short for «NASA a»
            continue
        start, end = _long_form(d, text, by_start, by_end, lex)
        ts = tokens(text, start, end)
        if function_at(ts, 0, lex):  # «directrice du numérique (DINUM)» defines nothing
            continue
        # One letter more, so that «l'» is seen to be elided.
        before = [t for t in tokens(text, max(0, start - MAX_BEFORE), start + 1) if t.end <= start]
        the_one = bool(before and before[-1].key in DEFINITE)
        head = head_label(ts, 0, lex, any_case=the_one and _ranked(ts, lex))
        announcer = None if head else _announcer_of(before, lex)  # programme de «développement concerté (DC)»
        long_spots = spots[keys_of(d.long)]
        nature = lex.natures.get(ts[0].key) if any(_capitals(s, d.long) > 1 for s in long_spots) else None
        if len(ts) > 1 and ts[0].key in lex.texts and (ts[1].key in lex.lawful or ts[1].key == "sur") and the_one:
            nature = "MISC"  # la directive relative aux émissions (DRE)
        label = head or (announcer and announcer[1]) or nature
        common = common or any(_counted(line.ts, i, lex, several=several) for line, i in long_spots)
        common = common or _counted([*before, *ts], len(before), lex, several=several)
        class_noun = ts[0].key in lex.plural_nouns or not ts[0].capital or common
        # «l'école d'aviation (EALAT)» may be a name: the model is asked
        body = the_one and not common and head_label(ts, 0, lex, any_case=True) == "ORG"
        kind = not ts[0].capital and any(stands(ts, 0, k) for k in lex.classes.get(ts[0].key, ()))
        unique = _one_of_its_kind(ts, lex)
        if kind or (key(d.short) in lex.excluded and not ts[0].capital):
            void |= {d.short, d.long}
        elif class_noun and not (label and (head == "ORG" or announcer or nature or the_one)):
            if not body:
                void |= {d.short, d.long}
        elif not ts[0].capital and head in {"ORG", "LOC"} and not unique:  # the model is asked
            continue
        else:
            if label == "LOC" and votes[d.short].get("ORG", 0) + votes[d.long].get("ORG", 0) >= 1:
                label = "ORG"  # few places have an acronym; the model knows «Stade Nord Athlétisme (SNA)»
            label = _known(tokens(d.short), lex) or label or _voted(votes, d)
            names.append(Found(announcer[0] if announcer else start, end, label, "mentions/sigle", DEFINITION))
            names.append(Found(d.start, d.end, label, "mentions/sigle", SHORT))
    void -= {text[f.start : f.end] for f in names}
    return [f for f in found if text[f.start : f.end] not in void] + names


def _spots(definitions: Sequence[Definition], page: Page) -> Mapping[Key, list[Place]]:
    """Where each short and long form stands, if it begins with a capital or a word of the lists."""
    spots: dict[Key, list[Place]] = {}
    for d in definitions:
        for form in (d.short, d.long):
            if k := keys_of(form):
                spots[k] = [(line, i) for line, i in page.where.get(k[0], ()) if stands(line.ts, i, k)]
    return spots


def _plural_name(long: str, lex: Lexicon) -> bool:
    """Whether «les» may stand before the name: «les Forces armées», but not «les Entreprises du logiciel»."""
    first = keys_of(long)[0]
    return long[0].isupper() and first[-1] in "sx" and first not in lex.plural_nouns


def _counted(ts: Sequence[Token], i: int, lex: Lexicon, *, several: bool) -> bool:
    """Whether the form at token `i` is used as a common noun: «une ENL», «les SSLL», «des «CIO»».

    Without `several`, the plural article says nothing: «les Forces armées (FA)».
    """
    if i and ts[i - 1].text in OPENING:
        return i > 1 and ts[i - 2].key in {"des", "les"}
    if i == 0 or (not several and ts[i - 1].key == "des"):
        return False
    return indefinite(ts, i, lex) or (several and ts[i - 1].key in _SEVERAL)


def _capitals(place: Place, long: str) -> int:
    """How many of its words the text writes with a capital there: «Base Adresse Nationale»."""
    line, i = place
    return sum(t.capital for t in line.ts[i : i + len(keys_of(long))])


def _ranked(ts: Sequence[Token], lex: Lexicon) -> bool:
    """Whether an adjective of level or nation, or a capital, tells a body from a kind: «agence spatiale européenne»."""
    return any(t.capital or t.key in lex.levels or t.key in lex.demonyms for t in ts)


def _one_of_its_kind(ts: Sequence[Token], lex: Lexicon) -> bool:
    """Whether a long form without capital names one body: «agence nationale de …», but «centre régional de …»."""
    return any(t.capital or t.key in lex.one_level or t.key in lex.demonyms for t in ts) or ts[0].key in lex.one_body


def _long_form(
    d: Definition, text: str, by_start: Mapping[int, Found], by_end: Mapping[int, Sequence[Found]], lex: Lexicon
) -> tuple[int, int]:
    """The long form as far as its head noun reaches: to the end of its theme, from the last comma on.

    Where it lacks its head, as in «communauté de communes Orne et Vire (OV)», with its head.
    """
    start, end = d.long_start, d.long_end
    if (f := by_start.get(start)) and f.end > end:
        return f.start, f.end
    for f in by_end.get(end, ()):
        after_comma = start < f.start and "," in text[start : f.start]
        # «Chambre de | Commerce et d'Industrie (CCI)»
        lacks_head = f.start < start and text[f.start].casefold() == d.short[0].casefold()
        if after_comma or lacks_head or (f.start < start and _nothing_but_a_head(text, f.start, start, lex)):
            return f.start, f.end
    return start, end


def _nothing_but_a_head(text: str, start: int, end: int, lex: Lexicon) -> bool:
    ts = tokens(text, start, end)
    found = head_at(ts, 0, lex) if ts else None
    return found is not None and found[0] == len(ts)


Ballot = Mapping[Label, float]


def _votes(text: str, found: Sequence[Found]) -> Mapping[str, Ballot]:
    """Words as written -> votes; none for words where nothing was found."""
    votes: dict[str, dict[Label, float]] = defaultdict(lambda: defaultdict(float))
    for f in found:
        votes[text[f.start : f.end]][f.label] += VOTES.get(f.weight, 0)
    return votes


def _known(ts: Sequence[Token], lex: Lexicon) -> Label | None:
    name = listed(ts, 0, lex) if ts else None
    return name[1] if name and name[0] == len(ts) else None


def _voted(votes: Mapping[str, Ballot], d: Definition) -> Label:
    """The label for which the findings of these words speak; ORG if none does: most acronyms are bodies."""
    ballot: dict[Label, float] = {"ORG": 0.1, "LOC": 0.0, "MISC": 0.0}
    for label in ballot:
        ballot[label] += sum(votes[form].get(label, 0.0) for form in sorted({d.short, d.long}))
    return max(ballot, key=ballot.__getitem__)


def _announcer_of(before: Sequence[Token], lex: Lexicon) -> tuple[int, Label] | None:
    """Start and label of «programme de» at the end of `before`."""
    if len(before) < 2 or before[-1].key not in {"de", "d'"}:
        return None
    noun = before[-2]
    label = dict(lex.announcers.get(noun.key, ())).get((noun.key,))
    return (noun.start, label) if label else None
