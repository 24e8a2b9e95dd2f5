"""Text of a block -> its datelines: «Lyon, le 3 mars 2021 – …», with their towns and their day.

A dateline begins its line. Before its day stand one or several towns, after it the end of the line or a mark. The
words are those of rules/headline.yaml, the communes those of the gazetteer.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from communique.values import dates
from communique.values.folding import fold

LONGEST = 200  # code points before the day: ten towns take 120
MOST = 15  # towns
_DAY = re.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d(?:T\d\d:\d\d)?")
_TAIL = re.compile(r"\s?(?:[-–—.:;|(/)]|$|\n|,\s?(?:pour|embargo|sous|à|après|avant|\d)\b)", re.IGNORECASE)
_ARTICLE = re.compile(r"(?P<comma>[,.)–—/|-]?)\s*(?:\b(?P<article>le|ce|du)\b)?\s*$", re.IGNORECASE)
_UNDATED = re.compile(
    r"\((?P<aside>[A-ZÀ-Þ][^()\d]{1,40})\)\s(?=[A-ZÀ-Þ«].{40})"
    r"|(?P<town>[A-ZÀ-Þ][^()\d:,.«–—]{1,40}?)\s[–—-]{1,2}\s(?=[A-ZÀ-Þ«].{40})"
    r"|(?P<blank>[A-ZÀ-Þ][^()\d:,.«–—]{1,40}),\sle[\s.…_]*$"
)
_VENUED = re.compile(
    r"\W{0,3}(?:(?:[Pp]rononcée?|[Dd]onnée?|[Ll]ue?) )?(?:[àÀA] )?"
    r"(?P<town>[A-ZÀ-Þ][^,:\n]{1,40}),\s[^,:\n]{3,60},\s(?:le\s|ce\s)?"
)
_STREET = re.compile(r"(?:rue|quai|place|avenue|boulevard|cours|allée|esplanade|square)\b", re.IGNORECASE)
_BLANK = re.compile(r"\s")
_LINK = re.compile(r",\s(?:le\s|ce\s)?$")
_BIG = re.compile(r"(?<=\s)[A-ZÀ-Þ]")
_CLOSED = re.compile(r"[.!?»)\d]$|@|\w\.\w")  # a sentence, a number or an address ends here
_JOINT = re.compile(r"\s?[,/&|•]\s?|\s[–—-]\s|\set\s|\n")
_ASIDE = re.compile(r"\([^()\n]{1,60}\)")
_SMALL = r"(?:d[eu]s?|la|les?|en|sur|sous|lès|lez|aux?|à|d['’]|l['’])"
_TOWN = re.compile(
    rf"(?=.{{2,45}}$)(?:L[eas]{{1,2}}\s|L['’])?[A-ZÀ-Þ][\w'’.-]*(?:\s{_SMALL}){{0,2}}(?:\s?[A-ZÀ-Þ][\w'’.-]*|\s{_SMALL}){{0,6}}"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Offsets are code points into the text that was searched, half-open."""

    start: int  # of the first town
    end: int  # of the day
    towns: tuple[tuple[int, int, str], ...]  # start, end, name as a map spells it
    date: dates.Date


class Sheet(dates.Sheet, Protocol):
    """What this module wants of rules/headline.yaml."""

    def alternative(self, list_name: str, /) -> str: ...


class Book(Protocol):
    """What this module wants of the rules."""

    def __getitem__(self, name: str, /) -> Sheet: ...
    def gazetteer(self, name: str, /) -> tuple[tuple[str, ...], ...]: ...


@dataclass(frozen=True)
class Finder:
    """The words that datelines are made of, folded, and the grammar of dates."""

    grammar: dates.Grammar
    communes: Mapping[str, str]  # folded -> as the map spells it; the towns of other countries, too
    wider: frozenset[str]  # départements, regions, countries: after a town, they say where it is
    never: frozenset[str]  # words that open no town's name: «Communiqué», «Inauguration»
    bodies: frozenset[str]  # first words of bodies' names, which may stand before a town: «Mairie – Tours, le 3 mars»
    prefix: re.Pattern[str]  # what may stand before the towns on their line

    def find(self, text: str, anchor: dt.date | None = None) -> Iterator[Dateline]:
        """The datelines of a block, in text order; `anchor` gives a day its year if it has none."""
        for date in dates.find(text, self.grammar, anchor) if any(map(str.isdigit, text)) else ():
            if not _DAY.fullmatch(date.value or "") or not _TAIL.match(text, date.end):
                continue
            if towns := self._towns(text, date.start):
                yield Dateline(towns[0][0], date.end, towns, date)

    def venued(self, text: str, anchor: dt.date | None = None) -> Iterator[Dateline]:
        """Datelines that name a hall between a commune and the day: «Auch, salle des fêtes, le 13 janvier 2017»."""
        for date in dates.find(text, self.grammar, anchor) if any(map(str.isdigit, text)) else ():
            start = text.rfind("\n", 0, date.start) + 1
            m = _VENUED.fullmatch(text, start, date.start) if _DAY.fullmatch(date.value or "") else None
            if m and fold(m["town"]) in self.communes:
                yield Dateline(m.start("town"), date.end, ((*m.span("town"), self._name(m["town"])),), date)

    def closing(self, text: str, anchor: dt.date | None = None) -> Dateline | None:
        """The commune and the day that close a text, after its last sentence on the same line; None if none do."""
        for date in dates.find(text, self.grammar, anchor) if any(map(str.isdigit, text)) else ():
            link = _LINK.search(text, max(0, date.start - 8), date.start)
            if text[date.end :].strip(" .)") or not link or not _DAY.fullmatch(date.value or ""):
                continue
            for m in _BIG.finditer(text, max(0, link.start() - 45), link.start()):
                town = text[m.start() : link.start()]
                before = text[: m.start()].split()[-1:]
                if fold(town) in self.communes and before and _CLOSED.search(before[0]):
                    return Dateline(m.start(), date.end, ((m.start(), link.start(), self._name(town)),), date)
        return None

    def undated(self, text: str) -> tuple[int, int, str] | None:
        """The town without day of a paragraph or of a blank: «(Colmar) La…», «LYON – Le groupe…», «Dakar, le»."""
        m = _UNDATED.match(text)
        if not m:
            return None
        start, end = m.span(m.lastgroup or 0)
        name = text[start:end]
        if (
            fold(name) not in self.communes
            or not _TOWN.fullmatch(name)
            or re.split(r"[\s'-]", fold(name))[0] in self.never
        ):
            return None
        return start, end, self._name(name)

    def _towns(self, text: str, at: int) -> tuple[tuple[int, int, str], ...]:
        """The towns that a day at `at` follows; none if anything else stands before it on its line."""
        m = _ARTICLE.search(text, max(0, at - 8), at)
        end = m.start("comma") if m else at
        firm = bool(m and m["comma"])
        start = self._start(text, end)
        start = self.prefix.match(text, start, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        pieces = [*_pieces(text, start, end)]
        while len(pieces) > 1 and self._opening(text, pieces[0]) in self.bodies:
            pieces = pieces[1:]  # «Comité d'entreprise de Sabotex – | Fougères, le 14 mai»
        if not pieces or len(pieces) > MOST or any(not _TOWN.fullmatch(text, a, b) for a, b in pieces):
            return ()
        if len(pieces) == 1 and (cut := self._behind_street(text, *pieces[0])):
            pieces = [cut]
        names = [fold(text[a:b]) for a, b in pieces]
        opening = self._opening(text, pieces[0])
        if names[0] in self.never or (opening in self.never and names[0] not in self.communes):  # «Le | Puy-en-Velay»
            return ()
        # «Tours le 3 mars», «Tours 3 mars»: without a mark, only a commune is a town.
        if not firm and len(pieces) == 1 and names[0] not in self.communes:
            return ()
        return tuple(
            (a, b, self._name(text[a:b]))
            for n, ((a, b), name) in enumerate(zip(pieces, names, strict=True))
            if n == 0 or name not in self.wider
        )

    def _opening(self, text: str, piece: tuple[int, int]) -> str:
        """The first word of what stands between two marks, folded."""
        return re.split(r"[\s'-]", fold(text[slice(*piece)]))[0]

    def _behind_street(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The commune that a second column sets behind a street: «Quai Alexandre-III | Cherbourg, le 2 avril»."""
        if not _STREET.match(text, start, end) or fold(text[start:end]) in self.communes:
            return None
        ends = ((m.end(), end) for m in _BLANK.finditer(text, start, end))
        return next(((a, b) for a, b in ends if fold(text[a:b]) in self.communes), None)

    def _start(self, text: str, end: int) -> int:
        """Where the dateline begins: at its line, or a line before if that ends in a comma or this one is empty."""
        least = max(0, end - LONGEST)
        start = text.rfind("\n", least, end) + 1 or least
        while start > least:
            line = text[start:end].strip()
            above = text[least : start - 1].rstrip()
            if line and not above.endswith(","):
                break
            start = text.rfind("\n", least, start - 1) + 1 or least
        return start

    def _name(self, written: str) -> str:
        """The town as a map spells it: «SOTTEVILLE-LES-ROUEN» -> «Sotteville-lès-Rouen»; else as written."""
        plain = " ".join(written.split())
        if plain.isupper():
            known = self.communes.get(fold(plain))
            return known or re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), plain)
        return plain


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans between the marks of text[start:end], without asides in brackets and white space."""
    ends = [*((m.start(), m.end()) for m in _JOINT.finditer(text, start, end)), (end, end)]
    for stop, after in ends:
        a, b = start, stop
        if aside := _ASIDE.search(text, a, b):
            b = aside.start()
        while a < b and text[a].isspace():
            a += 1
        while b > a and (text[b - 1].isspace() or text[b - 1] in ",-–—/|"):
            b -= 1
        if a < b:
            yield a, b
        start = after


@lru_cache(maxsize=4)
def finder(book: Book) -> Finder:
    """The finder that the rules give."""
    own = book["headline"]
    heads = rf"(?:{own.alternative('annonces')}s?\s{own.alternative('publics')}|{own.alternative('annonces_seules')}s?)"
    heads = rf"(?:{heads}(?:\s{own.alternative('epithetes')})?[\s,:.|–—/-]{{1,3}})?"
    prefix = rf"[^\w]{{0,3}}{heads}(?:(?:fait|prononcée?)\s)?(?:à\s)?"
    communes = [row[0] for row in book.gazetteer("communes.tsv")]
    wider = [row[0] for name in ("departements.tsv", "regions.tsv") for row in book.gazetteer(name)]
    never = ("annonces", "annonces_seules", "actions", "organismes", "rubriques", "enseignes", "jamais_ville")
    return Finder(
        grammar=dates.grammar(book),  # type: ignore[arg-type]  # a Book of rules is hashable
        communes={fold(name): name for name in (*own.words["villes"], *communes)},
        wider=frozenset(fold(w) for w in [*wider, *own.words["pays"]]) - {"paris"},  # «Dakar/Paris» are two towns
        never=frozenset(fold(w) for name in never for w in own.words[name]),
        bodies=frozenset(fold(w) for w in own.words["organismes"]),
        prefix=re.compile(prefix, re.IGNORECASE),
    )
