"""Names that open with a head noun, which says what they are; the grammar says how far they go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from communique.values.found import ANNOUNCED, HEAD, KNOWN, MODEL, Found
from communique.values.naming.lexicon import Head, Key, Lexicon, keys_of
from communique.values.naming.page import OPENING
from communique.values.naming.spans import (
    announcer_at,
    desk_at,
    gazetted,
    grouping_at,
    head_at,
    head_label,
    heads_at,
    indefinite,
    inside_a_name,
    listed,
    members,
    quotation,
    spot,
    stands,
)
from communique.values.tokens import DEFINITE, OF_THE, THE, Token, key

_YEAR = re.compile(r"(?:19|20)\d\d(?:[-–](?:19|20)?\d\d)?")
MAX_SMALL = 4  # small words that the model may put at the end of a head noun's name
MAX_THEME = 40  # tokens of the theme of a ministry in capitals
_ROMAN = re.compile(r"[IVX]{1,5}")
_COMPASS = frozenset({"nord", "sud", "est", "ouest", "centre", "nord-est", "nord-ouest", "sud-est", "sud-ouest"})
_AIMING = frozenset({"visant", "tendant"})  # «à» and an infinitive follow
_BILLS = frozenset({"projet", "proposition"})  # of a law
_AT = frozenset({"a", "au", "aux", "dans", "devant", "pres", "vers", "derriere", "face"})
KIND = {"ORG": "organisme", "LOC": "lieu", "MISC": "divers", "PER": "personne"}


def heads(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """Names that open with a head noun: «Communauté d'agglomération du Pays de Saint-Omer»."""
    for i in hot:
        listed_end = grouping_at(ts, i, lex) if ts[i].capital or ts[i].key in lex.heads else i
        head, end = headed_name(ts, i, lex)
        if listed_end > end:
            yield spot(ts, i, listed_end, "ORG", "mentions/connu", HEAD)
        elif head and end > i:
            if ts[i].key == "tour" and any(listed(ts, k, lex) == (end, "LOC") for k in range(i + 2, end)):
                head = head._replace(label="MISC")  # Tour d'Espagne
            house = i and ts[i - 1].key in _AT and any(stands(ts, i, k) for k in lex.houses.get(ts[i].key, ()))
            house = house and not (i > 1 and ts[i - 2].key in lex.functions)  # conservateur au musée du Lin
            if house and head.label == "ORG":
                head = head._replace(label="LOC")
            if (name := listed(ts, i, lex)) and name[0] == end:  # the list knows better: Quai d'Orsay
                head = head._replace(label=name[1])
            by = f"mentions/tete-{KIND[head.label]}"
            # A model may know more: «Assemblée nationale | populaire».
            start = i
            if (
                i
                and ts[i - 1].capital
                and ts[i - 1].key in lex.grammar.before
                and (ts[i].capital or not ts[i - 1].lead)
            ):
                start = i - 1  # la Grande | Mosquée de Lourches
            if ts[i].key == "loi" and ts[i + 1].key in lex.lawful and i > 1 and ts[i - 2].key in _BILLS:
                start = i - 2
            yield spot(ts, start, end, head.label, by, KNOWN if head.reach == "whole" else HEAD)
            if ts[i].key in lex.establishments and _at_a_place(ts, end, lex):
                a = end + 1
                b = lex.grammar.place(ts, end)
                yield spot(ts, a, b, "LOC", "mentions/commune", ANNOUNCED)
            if head.reach == "place" and ts[i].key in lex.plural_heads:
                for a, b in members(ts, end, lex):
                    yield spot(ts, a, b, head.label, by, HEAD)


def headed_name(ts: Sequence[Token], i: int, lex: Lexicon) -> tuple[Head | None, int]:
    """The head noun at token `i` and the end of its name; `i` if there is none."""
    g = lex.grammar
    if ts[i].key not in lex.heads or inside_a_name(ts, i, lex) or desk_at(ts, i, lex):
        return None, i
    end = i
    for n, (j, head) in enumerate(heads_at(ts, i, lex)):
        # «Centre de gestion de la fonction publique» has no place, so its head is «Centre»
        if (n == 0 or (ts[i].capital and j == i + 1)) and (end := _reach(ts, i, j, head, lex)) > i:
            break
    if end == i:
        return None, i
    if ts[i].key in lex.establishments and _two_plurals(ts, j, end):
        end = g.proper(ts, end + 1)  # musée des Dentelles | et Broderies
    if head.label == "ORG" and ts[end - 1].capital and (inner := head_at(ts, end - 1, lex)):
        # Conseil régional de l'Ordre | des architectes
        end = max(end, _reach(ts, end - 1, *inner, lex)) if inner[1].label == "ORG" and end - 1 > i else end
    if ts[i].key in lex.establishments:
        end = _seat(ts, j, end, lex) or end
    elif ts[i].key != "communaute" or end == i or end + 1 >= len(ts) or not ts[j].capital:
        pass
    elif ts[end].key == "et":
        end = max(end, g.proper(ts, end + 1))
    elif ts[end].text == ",":
        # communauté de communes Orne, Vire et Odon
        second = g.proper(ts, end + 1)
        third = g.proper(ts, second + 1) if second < len(ts) and ts[second].key == "et" else second
        end = third if second > end + 1 and third > second + 1 else end
    if (
        head.label == "ORG"
        and i < end < len(ts) - 1
        and ts[end].text == "&"
        and ts[end - 1].capital
        and ts[end + 1].capital
    ):
        end = g.proper(ts, end + 1)  # Agence Adikor | & Co
    # université Rennes | 2
    if ts[i].key in lex.numbered_bodies and end > j and _numeral(ts, end) and len(ts[end].text) < 3:
        end += 1
    if head.reach == "phrase" and _led(ts, i, lex):
        end = next((n for n in range(j, end) if lex.grammar.person_at(ts, n)), end)
    return head, end


def _on(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """End of a text's name that «sur» goes on, before its date or acronym: «la directive-cadre sur l'eau (DCE)»."""
    if i + 3 >= len(ts) or ts[i + 1].key != "sur" or ts[i + 2].key not in THE:
        return i
    end = lex.grammar.phrase(ts, lex.grammar.adjectives(ts, i + 4))
    told = end + 1 < len(ts) and ts[end].text == "(" and ts[end + 1].shouted
    return end if told or _dated(ts, end, lex) else i


def _organ(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether «de» and the head of another body stand at `i`, of which what stands before is a part."""
    k = i
    while k < len(ts) and ts[k].key in OF_THE:
        k += 1
    return i < k < len(ts) and ts[k].capital and head_label(ts, k, lex) == "ORG"


def texts(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """Texts of law by what they are on: «la directive relative aux émissions», not «une directive relative aux …»."""
    for i in hot:
        if i == 0 or ts[i].key not in lex.texts or ts[i - 1].key not in DEFINITE or i + 1 == len(ts):
            continue
        if (dated := _dated(ts, i + 1, lex)) and ts[i].key in lex.dated_texts:
            yield spot(ts, i, dated, "MISC", "mentions/tete-divers", HEAD)
        elif (end := _on(ts, i, lex)) > i:
            yield spot(ts, i, end, "MISC", "mentions/tete-divers", HEAD)
        elif ts[i + 1].key in lex.lawful:
            end = lex.grammar.phrase(ts, i + 1 + (ts[i + 1].key not in {"pour", "contre"}), to=True)
            if end > i + 3:
                yield spot(ts, i, end, "MISC", "mentions/tete-divers", HEAD)


def _two_plurals(ts: Sequence[Token], j: int, end: int) -> bool:
    """Whether «des» and two plurals with capitals stand at `j`, the second after `end`: «des Arts et Broderies»."""
    if j + 2 != end or end + 1 >= len(ts) or ts[j].key != "des" or ts[end].key != "et" or not ts[end + 1].capital:
        return False
    return ts[j + 1].key.endswith("s") and ts[end + 1].key.endswith("s")


def _numeral(ts: Sequence[Token], i: int) -> bool:
    """Whether the number of a body stands at `i`, and counts nothing: «2», «III»; not «2 000», «2 étudiants»."""
    word = ts[i].text if i < len(ts) else ""
    after = ts[i + 1].key if i + 1 < len(ts) else ""
    if word.isdigit():
        counts = after.endswith(("s", "x")) or after[:1].isdigit() or after in {"%", "€", "h"}
        return len(word) < 4 and not counts
    return _ROMAN.fullmatch(word) is not None


def _seat(ts: Sequence[Token], i: int, end: int, lex: Lexicon) -> int:
    """The token of «de» before the commune where a school or hall stands: «lycée Jean-Moulin | de Lens»; 0 if none."""
    named = next((k for k in range(i, end) if ts[k].capital), end)
    for k in range(named + 1, end - 1):
        if ts[k].key in {"de", "d'"} and ts[k + 1].capital:
            seat = " ".join(t.key for t in ts[k + 1 : end]).replace("' ", "'")
            first = " ".join(t.key for t in ts[named:k])
            return k if seat in lex.communes and first not in lex.communes and ts[named].key not in lex.lands else 0
    return 0


def _led(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a function and «de» stand before token `i`, so that a person's name follows: «président de l'| Union»."""
    k = i - 1
    while k >= 0 and i - k < 4 and ts[k].key in OF_THE:
        k -= 1
    return 0 <= k < i - 1 and ts[k].key in lex.functions


def _reach(ts: Sequence[Token], i: int, j: int, head: Head, lex: Lexicon) -> int:
    """End of the name whose head is i:j; `i` if the head is a mere common noun here."""
    g = lex.grammar
    if head.reach == "whole":
        if j < len(ts) and ts[j].capital and ts[i].capital and ts[j].key in lex.communes:  # Sciences Po | Lille
            return j + 1
        return j if ts[i].capital or j - i > 1 else i
    if head.shouted and j < len(ts) and ts[j].text.isdigit() and len(ts[j].text) < 4 and _numeral(ts, j):  # SDIS 59
        return j + 1
    if head.label == "MISC" and head.reach in {"prize", "of"} and ts[i].capital and not ts[i].lead:
        end = g.phrase(ts, j)  # Salon international de l'agriculture
        if end > j + 1:
            return _edition(ts, max(end, g.place(ts, j)))
    if head.shouted and head.label == "MISC" and j < len(ts) and ts[j].key in OF_THE:  # le BTS | du lycée Vasseur
        return i
    if head.reach == "event":
        return _edition(ts, _event(ts, j, lex)) if ts[i].capital or j - i > 1 else i
    before = ts[i - 1].key if i else ""
    lower = not ts[i].capital
    several = lower and before in {"d'", "de"} and ts[i].key[-1] in "sx"  # la tenue d'états généraux du rail
    if several and head.label == "MISC":
        return i
    if lower and head.label == "MISC" and head.reach == "phrase" and _told_apart(ts, i, j, lex):
        return i
    if ts[i].key in lex.phrases and before in {"en", "sur", "au"}:  # mise en place de, au cours de, au plan
        return i
    if ts[i].key == "place" and lower and before == "la" and i > 1 and ts[i - 2].key == "a":  # à la place de
        return i
    prize = head.reach == "prize" and j < len(ts) and ts[j].capital  # son prix Jeunes Pousses
    if lower and indefinite(ts, i, lex) and not prize:  # dans un hôpital de Newton
        return i
    if ts[i].key == "loi":
        return _law(ts, i, j, lex) or i
    if ts[i].key in lex.participles and ts[i].lead and j < len(ts) and ts[j].key in OF_THE:  # Parti de Lourches
        return i
    if ts[i].key == "bureau" and j < len(ts) and _organ(ts, j, lex):  # Bureau de la | Conférence de …
        return i
    apart = ts[i].key in lex.named_apart or (j < len(ts) and ts[j].key in lex.articles)
    if head.label == "LOC" and lower and apart and j < len(ts) and ts[j].capital:  # salle | Le Zénith
        return i
    # fondation | Un toit pour tous
    if lower and j < len(ts) and ts[j].capital and (ts[j].key in lex.determiners or ts[j].key in lex.openings):
        return i
    if lower and i and ts[i].key in lex.adjectives_too and ts[i - 1].word and ts[i - 1].key not in lex.articles:
        return i  # l'essai clinique | Belvar-3
    if lower and ts[i].key in lex.plural_heads and g.adjectives(ts, j) > j:  # les hôpitaux publics du Nord
        return i
    if head.reach == "of" and lower and j < len(ts) and ts[j].capital:  # the festival | Loostik
        return i
    if (
        (head.label == "LOC" or ts[i].key in lex.houses) and lower and _of_a_person(ts, j, lex)
    ):  # le château de | Jeanne Noury
        return i
    seated = (head.reach == "direct" and ts[i].key not in lex.streets) or (head.reach == "of" and head.label == "ORG")
    if seated and lower and _at_a_place(ts, j, lex):  # bibliothèque de | Lourches
        return i
    if ts[i].key in lex.apart and lower and j < len(ts) and ts[j].key in OF_THE:  # tunnel du | Drac
        return i
    after = g.adjectives(ts, j)
    if lower and head.label == "ORG" and ts[i].key not in lex.bearers and _person(ts, after, lex):
        return i  # the mairie | Louise Noury
    end = _whole_names(ts, j, g.place(ts, j, ranks=True), lex)
    if end == j and after > j and (head.label != "LOC" or ts[i].capital):
        end = _whole_names(ts, after, g.place(ts, after, ranks=True), lex)
        if end == after:
            end = j
    if head.label == "LOC" and end == j and j + 1 < len(ts) and ts[j].key == "aux" and not ts[i].lead:
        if ts[j + 1].capital and lower:  # place aux Herbes, but the Moulin aux Images may be a body
            end = g.proper(ts, j + 1)
        elif ts[j + 1].text.islower() and ts[i].capital and not ts[i].lead:  # la Halle aux sucres
            end = j + 2
    if head.label == "LOC":  # le stade Vasseur | en Ligue 1
        end = next((k for k in range(j + 1, end) if ts[k].key == "en"), end)
    common = " ".join(t.key for t in ts[j:end] if t.key not in OF_THE) in lex.excluded
    if head.label == "LOC" and lower and common:  # la place du Logiciel Libre
        return i
    if head.reach in {"place", "direct", "of"}:
        if end > j and head.label == "MISC":
            return _edition(ts, end)
        return end if end > j else i
    if end == j + 1 and ts[j].key in g.before and end < len(ts) and ts[end].text.islower() and ts[end].word:
        end += ts[end].key not in lex.finite and ts[end].key not in g.openers  # prix Jeunes | talents
    if head.reach == "prize":
        return _edition(ts, max(end, g.phrase(ts, end))) if end > j else i
    phrase = g.phrase(ts, j, to=tuple(t.key for t in ts[i:j]) in lex.to)
    if phrase <= after and end == j:
        return i
    end = max(end, phrase)
    if ts[end - 1].key.startswith("premier") and end < len(ts) and ts[end].key == "ministre":
        return i
    capitals = [t for t in ts[j:end] if t.capital]
    if head.capital and ts[i].lead and not capitals and ts[i].key not in lex.strong:
        return i
    if head.local and lower and not capitals:
        return i
    if ts[i].key in lex.departments and len(capitals) == end - j and all(t.key in lex.fields for t in capitals):
        return i  # le Service Commerce
    if capitals and all(t.key in lex.excluded and t.key not in _COMPASS for t in capitals):
        return i
    end = _whole_names(ts, j, end, lex)
    return _edition(ts, end) if head.label == "MISC" and not head.capital else end


def _told_apart(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> bool:
    """Whether the noun i:j is no part of the name, or there is none: «programme européen | Life», «… d'action»."""
    if j < len(ts) and ts[j].capital and announcer_at(ts, i, lex):
        return True
    k = j
    while k < len(ts) and ts[k].key in OF_THE:
        k += 1
    return k < len(ts) and ts[k].key in lex.common_themes


def _whole_names(ts: Sequence[Token], i: int, end: int, lex: Lexicon) -> int:
    """`end`, or that of a listed name that begins before it: «Conseil de sécurité des Nations | unies»."""
    for k in range(i, end):
        if ts[k].capital and (name := listed(ts, k, lex)) and name[0] > end:
            return name[0]
        if ts[k].capital and (inner := head_at(ts, k, lex)) and inner[1].reach == "whole" and inner[0] > end:
            return inner[0]
    return end


def _person(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether a first name and another name stand at `i`."""
    return i + 1 < len(ts) and ts[i].key in lex.sure and ts[i].capital and ts[i + 1].capital


def _of_a_person(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether «de» and a person's name stand at `i`."""
    if i + 2 >= len(ts) or ts[i].key not in {"de", "d'"}:
        return False
    return _person(ts, i + 1, lex)


def _event(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """End of what goes on the name of an event: «Jeux olympiques | d'hiver de Turin»."""
    j = i
    while j + 1 < len(ts) and ts[j].key in {"d'", "de", "de la"}:
        k = j + 2 if ts[j + 1].key in {"la", "l'"} else j + 1
        if k >= len(ts) or ts[k].key not in lex.editions:
            break
        j = k + 1
    return lex.grammar.place(ts, j)


def _at_a_place(ts: Sequence[Token], i: int, lex: Lexicon) -> bool:
    """Whether «de» and a place of the lists stand at `i`, which has its name without what stands before."""
    end = lex.grammar.place(ts, i)
    k = i
    while k < end and not ts[k].capital:
        k += 1
    if k in {i, end}:
        return False
    name = " ".join(t.key for t in ts[k:end]).replace("' ", "'")
    return name in lex.communes or ts[k].key in lex.known


def _edition(ts: Sequence[Token], i: int) -> int:
    """End of the year at `i`, which belongs to the name of an event: «Festival d'Avignon | 2016»."""
    j = i + 1 if i < len(ts) and ts[i].key == "de" else i
    return j + 1 if j < len(ts) and _YEAR.fullmatch(ts[j].text) else i


def _law(ts: Sequence[Token], i: int, j: int, lex: Lexicon) -> int:
    """End of the name of the law i:j: SRU, «3DS», Rist, n° 2015-991, relative à la …; 0 if none."""
    end = lex.grammar.proper(ts, j, joined=True)
    end = next((k for k in range(j + 1, end) if _of_a_person(ts, k, lex)), end)  # loi Numérique | d'Axelle Vasseur
    bill = i > 1 and ts[i - 2].key in _BILLS
    if end == j and j < len(ts) and ts[j].text in OPENING and not bill and (inside := quotation(ts, j)):
        end = inside[1] + 1
    if j + 2 < len(ts) and ts[j].key == "n" and ts[j + 2].text[0].isdigit():
        end = j + 3
    if j + 4 < len(ts) and ts[j].key in _AIMING and ts[j + 1].text == "à" and ts[j + 3].key in THE:
        # loi visant à protéger | les haies
        end = max(end, lex.grammar.phrase(ts, lex.grammar.adjectives(ts, j + 5)))
    elif j < len(ts) and ts[j].key in lex.lawful and ts[j].key not in _AIMING:
        end = max(end, lex.grammar.phrase(ts, j + (ts[j].key not in {"pour", "contre"}), to=True))
    elif j + 2 < len(ts) and ts[j].key == "sur" and ts[i].capital and not ts[i].lead and ts[j + 1].key in OF_THE:
        end = lex.grammar.phrase(ts, lex.grammar.adjectives(ts, j + 3))  # Loi sur l'équité salariale
    if j < len(ts) and ts[j].key == "n" and (dated := _dated(ts, end, lex)):  # loi n° 2015-991 du 7 août 2015
        return dated
    if end > j:  # «la loi Rist | du 26 avril 2021», «la loi Grenelle 1»
        number = end < len(ts) and ts[end].text.isdigit() and len(ts[end].text) == 1 and ts[end - 1].capital
        return end + 1 if number else end
    return _dated(ts, j, lex)


def _dated(ts: Sequence[Token], i: int, lex: Lexicon) -> int:
    """End of the date of a text of law at `i`: «du 7 août 2015», «du 3 mai»; 0 if there is none."""
    if i + 2 >= len(ts) or ts[i].key != "du" or not ts[i + 1].text[0].isdigit() or ts[i + 2].key not in lex.dates:
        return 0
    return i + 4 if i + 3 < len(ts) and ts[i + 3].text.isdigit() else i + 3


def told_by_model(found: Sequence[Found], text: str, lex: Lexicon) -> list[Found]:
    """The findings without those of head nouns about which the model knows better.

    It knows whether «Maison Vasseur», «Cap Diplôme» is a body that borrows the head of a place, and what small words
    go on a name: «Haute Autorité du spectacle | vivant».
    """
    by_start = {f.start: f for f in found if f.weight <= MODEL}
    bodies = {f.end: f.start for f in found if f.weight <= MODEL and f.label == "ORG"}
    kept: list[Found] = []
    for f in found:
        if f.weight == HEAD:
            model = by_start.get(f.start)
            borrowed = f.label == "LOC" and bodies.get(f.end, f.end) <= f.start
            if borrowed and _borrows(keys_of(text[f.start : f.end]), lex):
                continue
            if model and model.end > f.end and model.label == f.label and _small(text[f.end : model.end], lex):
                f = f._replace(end=model.end)
        kept.append(f)
    return kept


def _borrows(k: Key, lex: Lexicon) -> bool:
    """Whether a body may have the name of a place: «Cap Diplôme», not «Canal du Midi», «Parc naturel régional …»."""
    if k[0] not in lex.borrowed or k[1] in lex.heads[k[0]]:
        return False
    return not (k[1] in OF_THE and k[0] in lex.never_borrowed)


def _small(words: str, lex: Lexicon) -> bool:
    """Whether a few small words alone go on a name: «vivant», but not «à hauteur de près de deux millions»."""
    few = words[:1] == " " and words.count(" ") <= MAX_SMALL and not words.startswith((" à ", " dans ", " avec "))
    letters = few and words.replace("'", "").replace("’", "").replace(" ", "").isalpha() and words.islower()
    return letters and not any(key(w) in lex.finite for w in words.split())


def _shouted_theme(ts: Sequence[Token], i: int, lex: Lexicon, *, to: bool) -> int:
    """End of the theme at `i` in a line of capitals, read as if it had none; 0 if there is none."""
    small = [t._replace(text=t.text.lower(), capital=False) for t in ts[: i + MAX_THEME]]
    for n, t in enumerate(small[:-1]):  # «A L'ARTISANAT»
        if t.text == "a" and small[n + 1].key in THE:
            small[n] = t._replace(text="à")
    end = lex.grammar.phrase(small, i, to=to)
    return end if end > i else 0


def capitals(ts: Sequence[Token], hot: Sequence[int], lex: Lexicon) -> Iterator[Found]:
    """In a line of capitals: an organisation's head with a place of the lists, «VILLE DE LILLE OUVRE»."""
    for i in hot:
        if found := head_at(ts, i, lex):
            j, head = found
            if head.reach == "whole":
                yield spot(ts, i, j, head.label, f"mentions/tete-{KIND[head.label]}", HEAD)
            elif (
                head.reach == "phrase"
                and (end := _shouted_theme(ts, j, lex, to=tuple(t.key for t in ts[i:j]) in lex.to))
                and (not head.capital or (i == 0 and end == len(ts)))
            ):
                yield spot(ts, i, end, head.label, f"mentions/tete-{KIND[head.label]}", HEAD)
            elif head.label == "ORG":
                k = j
                while (
                    k < len(ts)
                    and k - j < 3
                    and (ts[k].key in {"de", "du", "des", "d'"} or ts[k].key in {"la", "l'", "le"})
                ):
                    k += 1
                for n in range(min(6, len(ts) - k), 0, -1):
                    if " ".join(t.key for t in ts[k : k + n]) in lex.communes or gazetted(ts, k, k + n, lex):
                        yield spot(ts, i, k + n, "ORG", "mentions/tete-organisme", HEAD)
                        break
        if (name := listed(ts, i, lex, shouted=True)) and name[0] > i + 1:
            yield spot(ts, i, *name, "mentions/connu", KNOWN)
