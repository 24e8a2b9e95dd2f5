"""A line of a head -> the body that it names and nothing else: «Ville de Lille – Communiqué de presse»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from communique.values.bodies import OF, Lexicon
from communique.values.folding import fold
from communique.values.lines import Line

MAX_LETTERHEAD = 90  # code points of a line that names who writes; «Communauté d'agglomération de …» has 60
MAX_LOUD = 160  # of one in capitals: those of two secretaries of state with four charges have 110
MAX_NAME_LINE = 60  # of one that is nothing but a name
MAX_TAILED = 4  # words of a name that closes with its noun
MAX_BROKEN = 4  # lines of a name that a letterhead breaks

_STREETS = frozenset(("rue", "place", "quai", "avenue", "boulevard", "route", "chemin", "impasse", "allee"))
_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"\s*\((?P<short>[A-ZÀ-Þ][\w&.-]{1,14})\)\s*$")
# On folded words: «Communiqué de presse du 14 octobre 2019» after a name on its line.
_KICKER = re.compile(r"\b(?:communique|dossier|invitation) (?:de |a la )?presse(?: du \d{1,2}(?:er)? \w{3,9} \d{4})?")
_BREAK = re.compile(r"\s(?:[–—|•·/+-]|//)\s|[,;:(|]|\s\d")
_ARTICLE = re.compile(r"(?:La|Le|Les)\s|L['’]", re.IGNORECASE)
_AND = re.compile(r"\s?(?:\set|&|,|/)\s(?:(?:de\s|d['’]|du\s|des\s)?(?:la\s|le\s|les\s|l['’])?)")
_BESIDE = re.compile(
    r"\s[–—|-]\s(?:communique|dossier|invitation|information)s? ?(?:de |a la |aux )?(?:presse|medias)?(?:\s|$)"
)
_SAYS = re.compile(
    r"\s(?:communique|vous informe|informe|vous communique)\s?:?$", re.IGNORECASE
)  # «La Ville communique»
_GOES_ON = re.compile(r"(?:de|du|des|et de|et du|et des)\s|d'|et d'")  # on a folded line
_GOES_ON_LOUD = re.compile(r"(?:et\s)?(?:a la|au|aux|charge|chargee)\s|(?:et\s)?a l'|,")  # the same, in capitals
_CHARGE = re.compile(r",\s(?:(?:et\s)?(?:a la|au|aux|de|du|des|charge|chargee)\s|(?:et\s)?(?:a l'|d'))")  # folded
# A line that ends in one of these is no end of a name.
_HANGS = re.compile(r"(?:[,&-]|\b(?:de|la|le|les|du|des|et|a|au|aux|pour|en|sur|sous|d'|l'))$")  # on a folded line


def alone(before: str, after: str) -> bool:
    """Whether a line holds nothing beside a name but an article, its acronym, a kicker and marks."""
    rest = _KICKER.sub(" ", fold(before + " " + _ACRONYM.sub("", after)))
    return not [w for w in _WORD.findall(rest) if w not in {"le", "la", "l", "les"}]


def name_length(line: str, lex: Lexicon, *, top: bool) -> int:
    """Code points of the body's name that opens a line of a letterhead; 0 if none does.

    Args:
        top: whether it is the very first line of the release.
    """
    line = _SAYS.sub("", line)
    cut = _break(line)
    name = line[: cut.start()] if cut else line
    words = name.split()
    members = (
        cut is not None and cut[0] == ":" and _listed(line[cut.end() :])
    )  # «Intersyndicale du Rhône : CFDT, CGT, FO»
    whole = cut is None or members or cut[0].strip() in {"(", "-", "–", "—", "|", "•", "·", "/", "//", "+"}
    if len(line) > (MAX_LOUD if line.isupper() else MAX_LETTERHEAD) or len(words) < 2 or not whole:
        return 0
    if not lex.head.match(fold(name)):
        return len(name.rstrip()) if _tailed(words, lex) else 0
    capitals = sum(w[0].isupper() for w in words)
    # «Comité de défense de la maternité» has but one capital; at the very top, its noun is enough.
    bodied = top and words[1] in OF and not lex.service.match(fold(name))
    return len(name.rstrip()) if name[0].isupper() and (capitals > 1 or bodied) else 0


def before_kicker(line: str, lex: Lexicon) -> int:
    """Code points of the name in «Observatoire du logement – Communiqué de presse – 22 août»; 0 if it is none."""
    m = _BESIDE.search(fold(line)) if len(line) <= MAX_LOUD else None
    name = line[: first_part(line)]
    return len(name) if m and lex.head.match(fold(name)) and name[:1].isupper() and len(name.split()) > 1 else 0


def signed(line: str, lex: Lexicon) -> tuple[int, int]:
    """Where in a line that signs the body's name begins, and its code points; 0 of them if it names none."""
    m = _ARTICLE.match(line)
    start = m.end() if m else 0
    length = name_length(line[start:], lex, top=False)
    return start, length if start + length == len(line) else 0


def article(line: str, lex: Lexicon) -> int:
    """Code points of the article before a noun of bodies: «La | Ville de Tours»; 0 before a name, «Les Dauphins»."""
    m = _ARTICLE.match(line)
    return m.end() if m and lex.head.match(fold(line[m.end() :])) else 0


def first_of(name: str, lex: Lexicon) -> int:
    """Code points of the first of the bodies that «et» joins: «Université de Perpignan | et Université de Gérone»."""
    for m in _AND.finditer(name):
        if name[m.end() : m.end() + 1].isupper() and not name.isupper() and lex.head.match(fold(name[m.end() :])):
            return m.start()
    return len(name)


def with_acronym(line: str, long: Mapping[str, str]) -> int:
    """Code points of the name in a line that is a name and its acronym: «Énergies de l'Orb | (EDO)»; 0 if it is not.

    Args:
        long: what the acronyms of the release stand for.
    """
    m = _ACRONYM.search(line)
    name = line[: m.start()] if m else ""
    return len(name) if m and name and fold(long.get(m["short"], "")) == fold(name) else 0


def street(name: str) -> bool:
    """Whether a line is an address: «Place de la Mairie»."""
    return fold(name).split(" ")[0] in _STREETS


def first_part(line: str) -> int:
    """Code points of a line before its first mark: «Les Dauphins | – club de Tours»."""
    cut = _break(line)
    return len((line[: cut.start()] if cut else line).rstrip())


def _break(line: str) -> re.Match[str] | None:
    """The first mark that ends a name; a comma before another charge is none: «de l'Industrie, | des Postes»."""
    return next((m for m in _BREAK.finditer(line) if not _CHARGE.match(fold(line[m.start() : m.start() + 20]))), None)


def _listed(rest: str) -> bool:
    """Whether nothing but three names or more stands there: «CFDT, CGT, FO»."""
    return rest.count(",") > 1 and all(w[0].isupper() for w in _WORD.findall(rest) if w != "et")


def _tailed(words: Sequence[str], lex: Lexicon) -> bool:
    """Whether a name closes with its noun: «Lorient Agglomération», «Brest métropole»."""
    loud = all(w[0].isupper() for w in words[:-1])
    return loud and len(words) <= MAX_TAILED and lex.tail.search(fold(" ".join(words))) is not None


def broken(rest: Sequence[Line], end: int) -> int:
    """Where a name that ends at `end` goes on to: «Groupement de gendarmerie⏎de la Lozère».

    Args:
        rest: the lines of the head from that of the name on.
    """
    for line, after in pairwise(rest[:MAX_BROKEN]):
        short = len(after.text) <= (MAX_LETTERHEAD if after.text.isupper() else MAX_NAME_LINE)
        if end != line.end or after.start != line.end + 1 or not short:
            return end
        before, behind = fold(line.text), fold(after.text)
        loud = line.text.isupper() and after.text.isupper()
        if not _GOES_ON.match(behind) and not (loud and (_GOES_ON_LOUD.match(behind) or _HANGS.search(before))):
            return end
        end = after.end
    return end
