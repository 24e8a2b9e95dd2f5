"""Names that a list or their form makes certain: institutions, countries, roads, towns, domains."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from communique.values.found import ANNOUNCED, DOUBTFUL, HEAD, KNOWN, Found
from communique.values.naming.lexicon import Key, Label, Lexicon, keys_of
from communique.values.naming.page import Page
from communique.values.naming.spans import DOMAIN, head_at, listed, nameable, national, spot, stands
from communique.values.tokens import Token

_SEPARATORS = re.compile(r"\s[-–—|:·•]\s")
MAX_PUBLISHER = 8  # words of the name of one who publishes
_SITE = re.compile(r"\w\.(?:fr|com|org|net|eu|io|info|be|ch|ca|lu|bzh|paris)\b", re.IGNORECASE)
_AT = frozenset({"a", "au", "pres", "vers"})  # before a town
_ONE = frozenset({"la", "le", "l'", "du", "au", "d'", "par", "selon"})  # before one body
_AWARDED = frozenset({"un", "le", "du", "au", "deux", "trois", "son", "premier"})  # not a person
_DOTTED = re.compile(r"(?:[A-Z]\.){3,}")
_JOINTS = frozenset({"et", ",", "le", "la", "les", "l'", "de", "du", "des", "d'"})
_ROAD = re.compile(r"(?:A|N|D|E|RN|RD|RN|RCEA)\d{1,4}")
_PLANE = re.compile(r"A3\d0")
_ROADS = frozenset({"RD", "RN", "CD", "VC"})  # before a number of its own: RD 917
_BEFORE_A_ROAD = frozenset({"l'", "la", "les", "autoroute", "autoroutes", "route", "routes"})


def known(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """Names of the lists, in their own case: institutions, pays, régions, réseaux; «le Parlement népalais» whole."""
    past = 0
    for i in hot:
        if i < past:
            continue
        t = ts[i]
        state = t.key in lex.states
        body = (
            t.key != "gouvernement" or t.capital or (i + 1 < len(ts) and ts[i + 1].key in lex.national - lex.demonyms)
        )
        if state and t.key != "etat" and body and (j := national(ts, i + 1, lex)) > i + 1:
            yield spot(ts, i, j, lex.states[t.key], "mentions/tete-organisme", HEAD)
            past = j
            continue
        if t.key == "nord" and t.text == "Nord" and _among_departments(ts, i, lex):
            yield spot(ts, i, i + 1, "LOC", "mentions/connu", KNOWN)
            continue
        if t.key in lex.awards and t.capital and i and ts[i - 1].key in _AWARDED:
            yield spot(ts, i, i + 1, "MISC", "mentions/connu", KNOWN)  # un César
            continue
        name = listed(ts, i, lex)
        if name and not _generic_state(ts, i, name[0]):
            j, label = name
            if label == "MISC" and i and (head := head_at(ts, i - 1, lex)) and head[0] == i and head[1].label == "LOC":
                continue  # stade | Roland-Garros
            if state:
                j = max(j, national(ts, j, lex))
            if label == "ORG" and j < len(ts) and (branch := _place_at(ts, j, lex)):  # Unicef | France
                j = branch
            elif label == "LOC" and _goes_on(ts, j, lex):  # Vendée | Globe
                continue
            yield spot(ts, i, j, label, "mentions/connu", KNOWN)
            past = j


def acronyms(ts: Sequence[Token], capitals: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """Acronyms with stops after an article in the singular, «la F.N.T.»: bodies, which the model often misses."""
    for i in capitals:
        t = ts[i]
        dotted = "." in t.text and i and ts[i - 1].key in _ONE and _DOTTED.fullmatch(t.text)
        if dotted and t.key.replace(".", "") not in lex.excluded:
            yield spot(ts, i, i + 1, "ORG", "mentions/sigle-a-points", DOUBTFUL)


def _place_at(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """End of the country or region at `i`; 0 if there is none."""
    name = listed(ts, i, lex) if ts[i].capital and not ts[i].lead else None
    return name[0] if name and name[1] == "LOC" else 0


def _among_departments(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether «le Nord» stands beside a land of the lists: «le Gard et le Nord», «du Nord et de l'Aisne»."""
    if i == 0 or ts[i - 1].key not in {"le", "du"}:
        return False
    before = i > 2 and ts[i - 2].key in {"et", ","} and ts[i - 3].capital and ts[i - 3].key in lex.grammar.lands
    k = i + 1
    while k < len(ts) and k < i + 4 and ts[k].key in _JOINTS:
        k += 1
    joined = any(t.key in {"et", ","} for t in ts[i + 1 : k])  # not «le Nord de l'Italie»
    return before or (joined and k < len(ts) and ts[k].capital and ts[k].key in lex.grammar.lands)


def _goes_on(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a capitalised word follows at `i` that begins no other name, so that the name is longer."""
    if i < len(ts) and len(ts[i].text) == 4 and ts[i].text.isdigit():  # Paris 2024
        return i + 1 == len(ts) or ts[i + 1].text not in {".", ","} or ts[i - 1].text[-1] != ","
    if i >= len(ts) or not ts[i].capital or ts[i].lead or not ts[i].word:
        return False
    return ts[i].key not in lex.given and ts[i].key not in lex.grammar.stops and not lex.known.get(ts[i].key)


def _generic_state(ts: Sequence[Token], i: int, j: int) -> bool:
    """Whether «État» at `i` is no name: chef d'État, le chef de l'État, chaque État membre."""
    if ts[i].key != "etat" or j > i + 1:
        return False
    before = ts[i - 1].key if i else ""
    chief = i > 2 and ts[i - 3].key == "chef"
    return before == "d'" or chief or (j < len(ts) and ts[j].key in {"membre", "membres"})


def places(ts: Sequence[Token], begins: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """Places by form: a road (A23, RD 917), a town after its postcode, a town in a dateline or after «à»."""
    for i in begins:
        t = ts[i]
        before = ts[i - 1].key if i else ""
        if t.text in _ROADS and i + 1 < len(ts) and ts[i + 1].text.isdigit() and len(ts[i + 1].text) < 5:
            yield spot(ts, i, i + 2, "LOC", "mentions/route", KNOWN)
        elif t.text[0] in "ANDER" and before in _BEFORE_A_ROAD and _ROAD.fullmatch(t.text):
            if _PLANE.fullmatch(t.text) and before != "autoroute":
                continue
            yield Found(t.start, t.end, "LOC", "mentions/route", KNOWN)
        elif len(t.text) == 5 and t.text.isdigit() and i + 1 < len(ts) and ts[i + 1].capital:
            end = lex.grammar.proper(ts, i + 1)
            while end > i + 1 and ts[end - 1].key == "cedex":
                end -= 1
            if end > i + 1:
                yield Found(ts[i + 1].start, ts[end - 1].end, "LOC", "mentions/code-postal", KNOWN)
        elif t.capital and not t.shouted and ((i and before in _AT) or t.lead):
            end = lex.grammar.proper(ts, i)
            name = _joined(ts, i, end)
            name = f"le {name}" if before == "au" else name  # «au Havre»
            if lex.communes.get(name, 0) >= 1000 and name not in lex.given and (not t.lead or _dated(ts, end)):
                yield spot(ts, i, end, "LOC", "mentions/commune", ANNOUNCED)
            elif t.lead and i == 0:
                yield from _datelines(ts, lex)


def _joined(ts: Sequence[Token], i: int, j: int) -> str:
    return " ".join(t.key for t in ts[i:j]).replace("' ", "'")


def _datelines(ts: Sequence[Token], lex: Lexicon) -> Iterator[Found]:
    """The towns of a dateline that has several: «Paris – Lyon, le 4 mai»."""
    found: list[Found] = []
    i = 0
    while i < len(ts):
        end = lex.grammar.proper(ts, i)
        if end == i or lex.communes.get(_joined(ts, i, end), 0) < 1000:
            return
        found.append(spot(ts, i, end, "LOC", "mentions/commune", ANNOUNCED))
        if _dated(ts, end):
            yield from found
            return
        if end >= len(ts) or ts[end].text not in {",", "–", "—", "-", "/", "&", "et"}:
            return
        i = end + 1


def published_by(publisher: str, page: Page, lex: Lexicon) -> Iterator[Found]:
    """Where the text names the publisher of its page («Puits et Semences»), which the file gives, in a sentence."""
    names = [keys_of(part) for part in _SEPARATORS.split(publisher) if part[:1].isupper()]
    wanted = {k[0]: k for k in names if k and len(k) <= MAX_PUBLISHER}
    if not wanted:
        return
    found: dict[Key, list[Found]] = defaultdict(list)
    told: set[Key] = set()  # those that stand in a sentence, too; a line of its own may be a heading
    for first, k in wanted.items():
        for line, i in page.where.get(first, ()):
            if line.ts[i].capital and stands(line.ts, i, k) and nameable(line.ts, i, i + len(k), lex):
                found[k].append(spot(line.ts, i, i + len(k), "ORG", "mentions/editeur", ANNOUNCED))
                if len(line.ts) > len(k) + 3 and not line.shouted:
                    told.add(k)
    for k in told:
        if " ".join(k) not in lex.communes:
            yield from found[k]


def _dated(ts: Sequence[Token], i: int) -> bool:
    """«, le 3 mars» at token `i`: what stands before it is the place of a dateline."""
    return (
        i + 2 < len(ts)
        and ts[i].text == ","
        and ts[i + 1].key == "le"
        and (ts[i + 2].text[0].isdigit() or (i + 3 < len(ts) and ts[i + 3].text[0].isdigit()))
    )


def domains(page: Page, text: str, lex: Lexicon) -> Iterator[Found]:
    """A domain name where the text uses it as the name of a body or a site: «lancé par beta.gouv.fr».

    In an address or a reference («sur ville.fr», «Site : ville.fr», a line of its own) it is nothing.
    """
    spots: dict[str, list[tuple[Sequence[Token], int]]] = defaultdict(list)
    for line in page.lines if _SITE.search(text) else ():
        for i, t in enumerate(line.ts):
            if "." in t.text and DOMAIN.fullmatch(t.text) and not t.text.startswith("www."):
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
                yield spot(ts, i, i + 1, label, "mentions/domaine", ANNOUNCED)
