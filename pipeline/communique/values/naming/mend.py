"""Spans of a statistical model -> names: without articles, civilities, titles, demonyms; cut where no name goes on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol

from communique.values.found import ANNOUNCED, DOUBTFUL, MODEL, Found
from communique.values.naming.heads import headed_name
from communique.values.naming.lexicon import Label, Lexicon
from communique.values.naming.spans import (
    announcer_at,
    desk_at,
    function_at,
    head_at,
    head_label,
    listed,
    nameable,
    past_the_trade,
)
from communique.values.tokens import OF, OF_THE, THE, Token

MAX_ACRONYM = 5  # letters from which a lone word in capitals at the head of a line is a heading
_YEAR = re.compile(r"20[2-9]\d")
_CODE = re.compile(r"[A-Z]{2,6}-\d{2,5}[A-Z]?")
MIN_TOWN = 5_000  # inhabitants from which a lone head noun with a capital may be the commune: «Fontaine»
CITY = 20_000  # inhabitants from which a word in capitals is the commune and no acronym
_EVERY = frozenset({"toutes", "tous", "chaque"})
_SHOWN = frozenset(
    {"copie", "version", "avant-premiere", "salle", "salles", "dvd", "direct", "concert", "librairie", "ligne"}
)
_FAR = frozenset({"pour", "vers", "avec", "depuis", "puis", "via"})  # between two places
_CUTS = frozenset('\n;:•|–—-/«»“”"()[]')


class Tagged(Protocol):
    """A span that a model found."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> Label: ...
    @property
    def by(self) -> str: ...


def mended(tags: Iterable[Tagged], ts: Sequence[Token], lower: Collection[str], lex: Lexicon) -> Iterator[Found]:
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
            if tag.label == "LOC" and j - i > 1 and j < len(ts) and ts[j].key in lex.grammar.of_place:
                j += 1  # Basses Vallées | angevines
            if (
                (j == i + 1 and _heading(ts, i, tag.label, lex))
                or _shouted_heading(ts, i, j)
                or _no_body(ts, i, j, tag.label, lex)
            ):
                continue
            if j == i + 1 and ts[i].shouted and ts[i].lead and tag.label == "MISC" and len(ts[i].text) > MAX_ACRONYM:
                continue  # a heading: «GARANTIES : …»
            if tag.label == "MISC" and _opening(ts, i, j, lex):
                continue
            press = i and ts[i - 1].key in {"du", "au"} and "le" in lex.known and ts[i].key in lex.known["le"]
            if j == i + 1 and ((_common(ts[i], lower, lex) and not press) or _verb(ts[i], tag.label, lex)):
                continue
            label, weight = _relabelled(ts, i, j, tag.label, lex)
            if (
                label == "ORG"
                and i > at + 1
                and ts[i - 1].key in OF
                and " ".join(t.key for t in ts[i:j]) in lex.communes
            ):
                label = "LOC"  # maison médicale de | Langogne
            by = tag.by
            if (ts[i].start, ts[j - 1].end, label) != (tag.start, tag.end, tag.label):
                by = "mentions/modele-corrige"
            yield Found(ts[i].start, ts[j - 1].end, label, by, weight)


def _no_body(ts: Sequence[Token], i: int, j: int, label: Label, lex: Lexicon) -> bool:
    """Whether the model took for one name a couple, «Marie & Bruno Lefort», or the text of an office."""
    if label == "MISC":  # Circulaire du | Premier ministre
        return ts[i].key in lex.authored and j - i == 3 and ts[i + 1].key in OF and ts[i + 2].key in lex.excluded
    couple = label == "ORG" and j - i == 4 and ts[i + 1].key in {"&", "et"}
    return couple and ts[i].key in lex.sure and ts[i + 2].key in lex.sure


def _opening(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether small words after the capital of a line's first make a heading and no name: «Pommes de table, …»."""
    if (
        not ts[i].lead
        or not any(t.text.islower() for t in ts[i + 1 : j])
        or any(c.isupper() for t in ts[i + 1 : j] for c in t.text)
    ):
        return False
    if ts[i].key in lex.articles or (i and ts[i - 1].text in {"«", "“", '"'}):
        return False
    return ts[i].text[1:].islower() and head_at(ts, i, lex) is None and listed(ts, i, lex) is None


def _common(t: Token, lower: Collection[str], lex: Lexicon) -> bool:
    """Whether a single word is a common noun that happens to have a capital: the text has it without one too."""
    return (
        t.key in lower
        and not t.shouted
        and t.text[1:].islower()
        and t.key not in lex.known
        and lex.communes.get(t.key, 0) < 2000
        and t.key not in lex.sure
        and t.key not in lex.skies
    )


def _heading(ts: Sequence[Token], i: int, label: Label, lex: Lexicon) -> bool:
    """Whether a word opens a line and a dash and small words follow, so that it is a heading: «Bilan – établir»."""
    if i or label == "PER" or len(ts) < 3 or ts[1].text not in {"–", "—", "-"} or not ts[0].text[1:].islower():
        return False
    if not ts[2].text[0].islower():
        return False
    k = ts[0].key
    return k not in lex.known and k not in lex.communes and k not in lex.given


def _shouted_heading(ts: Sequence[Token], i: int, j: int) -> bool:
    """Whether words in capitals open a line, and a stop and a sentence follow: «CLOTURES. Elles seront refaites.»."""
    if i or j + 1 >= len(ts) or ts[j].text != "." or ts[j + 1].shouted or not ts[j + 1].capital:
        return False
    return all(t.shouted for t in ts[:j]) and sum(len(t.text) for t in ts[:j]) > MAX_ACRONYM


def _verb(t: Token, label: Label, lex: Lexicon) -> bool:
    """Whether a word at the head of a sentence or a bullet is an infinitive that the model takes for a name."""
    infinitive = t.key.endswith(("er", "ir", "oir", "ettre", "ivre", "aire", "endre"))
    kinds = {"MISC", "LOC", "ORG"} if t.shouted else {"MISC", "LOC"}
    return infinitive and t.lead and label in kinds and t.key not in lex.communes and t.key not in lex.given


def _verb_before(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether an infinitive opens a sentence and a first name follows: «Garder | Jordan»."""
    t = ts[i]
    if (
        not t.lead
        or i + 1 >= j
        or not t.text[1:].islower()
        or not t.key.endswith(("er", "ir", "endre", "aire", "ettre"))
    ):
        return False
    return ts[i + 1].key in lex.sure and t.key not in lex.given and t.key not in lex.communes


def _relabelled(ts: Sequence[Token], i: int, j: int, label: Label, lex: Lexicon) -> tuple[Label, int]:
    """The label that the words allow, and how sure it is."""
    head, end = headed_name(ts, i, lex)
    if head and end > i and not (head.label == "LOC" and label == "ORG" and ts[i].key in lex.borrowed):
        return head.label, MODEL
    last = ts[j - 1]
    if j - i > 1 and last.key in lex.endings and ts[i].capital:
        return lex.endings[last.key], MODEL
    if label in {"ORG", "MISC"} and j == i + 1 and _CODE.fullmatch(ts[i].text):  # a product: «ADK-204»
        return "MISC", ANNOUNCED
    if label == "PER" and j == i + 1 and ts[i].key not in lex.given:
        before = ts[i - 1].key if i else ""
        if before in lex.civilities or before in lex.titles or before == ".":
            return label, MODEL
        if before in {"le", "la", "les", "l'", "du", "au", "aux", "des"}:  # no one is called so: «sur le Tchap»
            return ("ORG" if ts[i].shouted else "MISC"), DOUBTFUL
        return ("ORG", DOUBTFUL) if ts[i].shouted and len(ts[i].text) < 6 else (label, DOUBTFUL)
    if label == "ORG" and j == i + 1 and "-" in ts[i].text and lex.communes.get(ts[i].key, 0) > CITY:
        return "LOC", DOUBTFUL
    if label in {"LOC", "ORG"} and j - i > 1 and _YEAR.fullmatch(last.text) and not ts[i].shouted:
        return "MISC", MODEL  # Rhin-Meuse 2030
    letters = ts[i].text.replace(".", "").isalpha() and ts[i].shouted
    if label == "ORG" and j == i + 1 and letters and lex.communes.get(ts[i].key, 0) > CITY and len(ts[i].text) > 3:
        return "LOC", DOUBTFUL
    if (
        label == "LOC"
        and j == i + 1
        and letters
        and ts[i].key not in lex.land_acronyms
        and ts[i].key not in lex.communes
    ):
        return "ORG", DOUBTFUL
    return label, MODEL


def _pieces(ts: Sequence[Token], i: int, j: int, label: Label, lex: Lexicon) -> Iterator[tuple[int, int]]:
    """The names in tokens i:j of a model's span: cut at marks that no name holds, then trimmed at both ends."""
    start = i
    for k in range(i, j + 1):
        # «loi de Mme | Vasseur»: after a civility, a person
        civil = ts[k].key in lex.civilities and label != "PER" and k > i if k < j else False
        # «ARS et de | Santé publique France»
        two = label == "ORG" and k < j - 2 and k == start + 1 and ts[k].key == "et" and _of_known(ts, k + 1, lex)
        far = label == "LOC" and k < j and k > start and ts[k].key in _FAR  # Lorient | pour les Açores
        if k == j or ts[k].text in _CUTS or civil or two or far or (ts[k].key in {",", "et"} and label == "PER"):
            if k > start and (piece := _trimmed(ts, start, k, label, lex)):
                yield piece
            start = k + 1


def _of_known(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether «de» and a listed name stand at `i`, after an acronym."""
    k = i
    while k < len(ts) and ts[k].key in OF_THE:
        k += 1
    return i < k < len(ts) and ts[i - 2].shouted and listed(ts, k, lex) is not None


def _trimmed(ts: Sequence[Token], i: int, j: int, label: Label, lex: Lexicon) -> tuple[int, int] | None:
    """The name inside tokens i:j, or None if there is none."""
    while i < j and not ts[j - 1].word:
        j -= 1
    if ts[i].key in lex.phrases and i and ts[i - 1].key in {"en", "sur", "au"}:  # «mise en | place de la DAT»
        return None
    if j - i > 2 and ts[i].key == "rue" and ts[i + 1].key in {"le", "les"} and ts[i + 2].text[0].isdigit():
        return None  # «dans la | rue les 24 et 26 mars»
    while i < j:
        skipped = desk_at(ts, i, lex)
        if skipped >= j:
            return None
        if skipped:
            i = skipped
            continue
        if announcing := _announces(ts, i, j, lex):
            i += announcing
            continue
        if head_at(ts, i, lex) or _with_article(ts, i, j, label, lex):
            break
        after = function_at(ts, i, lex)
        if label == "ORG" and i < after < j - 1 and ts[i].shouted and _joined(ts, after, j) in lex.communes:
            break  # CIO de Lens
        if i < after <= j and ts[i].key in lex.portfolios:
            return None
        if i < after < j and (label == "PER" or ts[i].shouted or not ts[after].capital):
            i = after
        elif i < after < j and ts[after - 1].key not in lex.names_too:  # Directrice Stratégie
            return None
        elif _kind(ts, i, j, lex):  # école primaire Albert-Camus
            break
        elif ts[i].shouted and ts[i].key in lex.excluded and i + 2 < j and ts[i + 1].key in OF:
            i += 1  # CA du | CNRS
        elif ts[i].shouted and ts[i].key in lex.headings and i + 1 < j and not ts[i + 1].shouted:
            i += 1  # PRESSE | Lourches
        elif _before_a_name(ts[i], lex) or (ts[i].key in lex.tags and i + 1 < j) or _verb_before(ts, i, j, lex):
            i += 1
        else:
            break
    if j - i > 1 and ts[j - 1].text.isdigit() and (name := listed(ts, i, lex)) and name[0] == j - 1:
        j -= 1  # Crit'Air | 3
    while i < j and (
        (ts[j - 1].key in lex.articles and not ts[j - 1].capital)
        or ts[j - 1].key in lex.civilities
        or not ts[j - 1].word
    ):
        j -= 1
    # Mes Adresses | leurs bases
    j = next((k for k in range(i + 1, j) if ts[k].text in {"leur", "leurs"}), j)
    # DGFiP | aux hôpitaux
    j = next((k for k in range(i + 1, j - 1) if ts[k].key in {"au", "aux"} and ts[k + 1].text[0].islower()), j)
    j = next((k for k in range(i + 1, j - 1) if _abroad(ts, i, k, lex)), j)  # Coupe du monde | en Italie
    # À propos de Belvar | Fondée en 2004, …
    j = next((k for k in range(i + 1, j) if ts[k].capital and ts[k].key in lex.founded and "é" in ts[k].text[-3:]), j)
    # Lourches | toutes les nuits; Marée | en copie neuve
    j = next((k for k in range(i + 1, j) if _every(ts, k) or _as_copy(ts, k, j)), j)
    # Crédit coopératif | et de trois clients
    j = next((k for k in range(i + 1, j - 2) if _and_others(ts, i, k, j, lex)), j)
    # DRIRE | de visiter
    j = next((k for k in range(i + 1, j - 1) if _infinitive(ts, k)), j)
    # What makes a name of small words: «code.gouv.fr», «route 93».
    common = {"MISC": ".", "LOC": "0123456789"}.get(label)
    if common and i < j and not any(c.isupper() or c in common for t in ts[i:j] for c in t.text):
        return None  # «prix du lait»
    if i >= j or not nameable(ts, i, j, lex) or _bare(ts, i, j, lex):
        return None
    if ts[i].key in lex.departments and i + 1 < j and all(t.key in lex.fields for t in ts[i + 1 : j]):
        return None  # le Service Commerce
    return i, j


def _abroad(ts: Sequence[Token], i: int, k: int, lex: Lexicon) -> bool:
    """Whether «en» and a land stand at `k`, after the name that opens with the head at `i`."""
    return ts[k].key == "en" and ts[k + 1].key in lex.grammar.lands and headed_name(ts, i, lex)[1] == k


def _announces(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> int:
    """Words of the noun that announces a name and is none of its head, at `i`: «concours | I-Lab»; 0 if none."""
    t = ts[i]
    if t.capital and t.text not in lex.shouted_announcers:
        return 0
    told = announcer_at(ts, i, lex)
    compound = t.key.partition("-")
    if told is None and compound[1] and any(k == compound[:1] for k, _ in lex.announcers.get(compound[0], ())):
        # le bateau-école | Belle Aurore
        told = (i + 1, "MISC")
    if told is None or told[0] >= j or headed_name(ts, i, lex)[1] > i:
        return 0
    name = past_the_trade(ts, told[0], lex)
    return name - i if name < j and ts[name].capital else 0


def _and_others(ts: Sequence[Token], i: int, k: int, j: int, lex: Lexicon) -> bool:
    """Whether «et de» and small words alone stand at `k`, after a listed name."""
    if ts[k].key != "et" or ts[k + 1].key not in OF or any(t.capital for t in ts[k + 1 : j]):
        return False
    name = listed(ts, i, lex)
    return name is not None and name[0] == k


def _every(ts: Sequence[Token], k: int) -> bool:
    """Whether «toutes les nuits», «chaque soir» stands at `k`, after a capital; not «Eau pour tous»."""
    if ts[k].key not in _EVERY or not ts[k - 1].capital or k + 1 == len(ts):
        return False
    return ts[k].key == "chaque" or ts[k + 1].key in THE


def _as_copy(ts: Sequence[Token], k: int, j: int) -> bool:
    """Whether «en copie neuve», «en avant-première» stands at `k`: how a work is shown."""
    return ts[k].key == "en" and k + 1 < j and ts[k + 1].key in _SHOWN


def _infinitive(ts: Sequence[Token], i: int) -> bool:
    """Whether «de» and an infinitive stand at `i`, after an acronym: «à la DREAL | de visiter»."""
    k = ts[i + 1].key
    return ts[i - 1].shouted and ts[i].key in {"de", "d'"} and ts[i + 1].text.islower() and k.endswith(("er", "ir"))


def _joined(ts: Sequence[Token], i: int, j: int) -> str:
    """The words of tokens i:j after «de», folded: «de Lens» -> «lens»; nothing without «de»."""
    return " ".join(t.key for t in ts[i + 1 : j]) if ts[i].key in {"de", "d'"} else ""


def _bare(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether tokens i:j are a head noun without a name: «le Conseil départemental»; an acronym («la CCI») is one."""
    found = head_at(ts, i, lex)
    if found is None or found[0] != j or found[1].reach not in {"place", "direct"}:
        return False
    town = j == i + 1 and lex.communes.get(ts[i].key, 0) > MIN_TOWN
    hall = town or (found[1].label == "LOC" and ts[i].capital and j - i > 2)  # la Maison des sports
    return not hall and not any(t.shouted for t in ts[i:j])


def _kind(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether a common noun at `i` belongs to the name as the model has it: «brigade de Lens».

    Nouns that announce a name do not, nor does what is no noun.
    """
    t = ts[i]
    if not t.word or not t.text[0].islower() or i + 1 >= j or len(t.text) < 4:
        return False
    if t.key in lex.articles or t.key in lex.civilities or t.key in lex.functions or lex.grammar.adjective(t):
        return False
    # «agence de développement d'Alès», but «agence | Adikor»
    common = announcer_at(ts, i, lex) or t.key in lex.everywhere
    common = common and any(x.capital for x in ts[i + 1 : j])
    if common and not (ts[i + 1].key in OF and i + 2 < j and ts[i + 2].text[0].islower()):
        return False
    if not ts[i + 1].capital and ts[i + 1].key not in OF and not lex.grammar.adjective(ts[i + 1]):
        return False
    return any(x.capital for x in ts[i + 1 : j]) or head_label(ts, i, lex, any_case=True) == "ORG"


def _with_article(ts: Sequence[Token], i: int, j: int, label: Label, lex: Lexicon) -> bool:
    """Whether the article at `i` belongs to the name: Le Havre, La Poste, «dans La Voix»."""
    t = ts[i]
    if not t.capital or t.key not in lex.articles or i + 1 >= j:
        return False
    if t.key not in THE:  # «Nos Ombres», «Un Chant du départ»
        return label in {"ORG", "MISC"} and ts[i + 1].capital and t.key in lex.determiners
    name = " ".join(x.key for x in ts[i:j]).replace("' ", "'")
    if t.text.endswith("'") and ts[i + 1].shouted and i + 2 == j:  # in a line of capitals: «L'| AUDE»
        return name in lex.communes or ts[i + 1].key in lex.known.get(t.key, {})
    if not t.lead or name in lex.communes or ts[i + 1].key in lex.known.get(t.key, {}):
        return True
    # At the head of a sentence the model is trusted where no head noun follows: «La Dynamo recrute».
    work = label in {"ORG", "MISC"} and ts[i + 1].capital and ts[i + 1].key not in lex.excluded
    return work and not ts[i + 1].shouted and head_at(ts, i + 1, lex, any_case=True) is None


def _before_a_name(t: Token, lex: Lexicon) -> bool:
    """Whether a name cannot begin with this token: a mark, an article, a civility, a word without any capital."""
    if not t.word:
        return t.text != "#"
    if t.key in lex.civilities or t.key in lex.articles:
        return True
    return t.text[0].islower() and not any(c.isupper() or c == "." for c in t.text)
