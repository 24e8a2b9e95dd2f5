"""Lines of a release -> the bodies that a phrase of rules/issuer.yaml names: who signs, speaks, invites, informs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from communique.values import capitals, letterheads
from communique.values.bodies import Names
from communique.values.folding import fold
from communique.values.lines import Line
from communique.values.signers import signing, whose

MAX_INVITED = 600  # code points of a block's start in which somebody invites the press
MAX_EVENT = 160  # code points before «porté par» in which the event must be named

PRESS_DESK = re.compile(r"\b(?:presse|communications?|medias|relations|cabinet)\b")
_SIGNED = ("signe-pour", "signe-au-nom", "signe-et-date", "signe-en-qualite")
_CARRIED = ("porte-par", "qui-porte")


class Phrase(Protocol):
    """What this module wants of a rule."""

    @property
    def regex(self) -> re.Pattern[str]: ...
    def finditer(self, text: str, start: int = ..., end: int = ..., /) -> Iterator[re.Match[str]]: ...


class Book(Protocol):
    """What this module wants of rules/issuer.yaml."""

    def __getitem__(self, name: str, /) -> Phrase: ...


class Named(NamedTuple):
    """Where a body is named, half-open in code points of the whole text."""

    start: int
    end: int
    rule: str
    value: str = ""  # where it is not what stands there


@dataclass(frozen=True)
class Phrases:
    """The phrases of the rules, and whom the release knows."""

    book: Book
    names: Names

    def elected(self, written: Sequence[Line], rule: str) -> Iterator[Named]:
        """The person of a line whose mandate stands beside her name, or on the next two: «Léa Noury⏎Sénatrice»."""
        mandate = self.book["en-tete-elu"].regex
        for n, line in enumerate(written):
            name, _, office = line.text.partition(",")
            below = [office.strip()] if office else [under.text for under in written[n + 1 : n + 3]]
            if self.names.person(name) and any(mandate.match(text) for text in below):
                yield Named(line.start, line.start + len(name), rule, " ".join(name.split()))

    def speaking(self, written: Sequence[Line]) -> Iterator[Named]:
        """Whose minister or officer speaks: «Discours de Léa Noury, ministre de la Mer», «président du Musée»."""
        for line in written:
            yield from self.ministry(line.start, line.end, "discours-ministre")
            if where := signing(self.book["discours-au-nom"].regex, line.text, line.start):
                yield Named(*where, "discours-au-nom")

    def ministry(self, start: int, end: int, rule: str) -> Iterator[Named]:
        """The ministry of the minister that text[start:end] names."""
        if m := self.book[rule].regex.search(self.names.text[start:end]):
            name = " ".join(f"ministère {m['charge']}".split())
            body = self.names.known(name)
            yield Named(
                start + m.start("office"), start + m.end("charge"), rule, self.names.value(body) if body else name
            )

    def by(self, line: Line) -> Iterator[Named]:
        """«Par La Dynamo, vendredi 5 juin», «Source : Ville de Lille»."""
        m = self.book["signe-par"].regex.search(line.text)
        if m and not self.names.person(m["nom"]):
            yield Named(line.start + m.start("nom"), line.start + m.end("nom"), "signe-par")

    def signed(self, written: Sequence[Line]) -> Iterator[Named]:
        """«Pour l'association Rives Libres, la présidente»; «Léa Noury, présidente de X»; «X, le 3 mars 2021»; «X»."""
        text = self.names.text
        for line in written:
            for rule in _SIGNED:
                where = signing(self.book[rule].regex, line.text, line.start)
                if where and not self.names.person(text[slice(*where)]):
                    yield Named(where[0] + whose(text[slice(*where)]), where[1], rule)
        for line in written:
            start, length = letterheads.signed(line.text, self.names.lex)
            if length:
                yield Named(line.start + start, line.start + start + length, "signature")

    def informing(self, line: Line) -> Iterator[Named]:
        """Who gives information: «Renseignements : Société historique de Montlhéry, 12, place du Marché»."""
        lex = self.names.lex
        m = self.book["renseignements"].regex.search(line.text[:MAX_INVITED])
        named = m and (lex.head.match(fold(m["nom"])) or self.names.known(m["nom"]))
        other = m and (PRESS_DESK.search(fold(m["nom"])) or lex.agency.search(fold(m["nom"])))
        if m and named and not other and not self.names.person(m["nom"]):
            yield Named(line.start + m.start("nom"), line.start + m.end("nom"), "renseignements")

    def inviting(self, start: int, end: int) -> Iterator[Named]:
        """In whose name somebody invites: «Léa Noury, présidente du Musée des Bains, a le plaisir de vous convier»."""
        if m := self.book["convie-au-nom"].regex.search(self.names.text[start : min(end, start + MAX_INVITED)]):
            group = "nom" if m["nom"] else "nom2"
            yield Named(start + m.start(group), start + m.end(group), "convie-au-nom")

    def carrying(self, start: int, end: int, title: str) -> Iterator[Named]:
        """Who carries the event of which text[start:end] tells: «le festival, porté par l'association X»."""
        for rule in _CARRIED:
            for m in self.book[rule].finditer(self.names.text, start, end):
                if rule == "qui-porte" or self._event(max(start, m.start() - MAX_EVENT), m.start(), title):
                    # «l'association | Cases et Planches», but «Compagnie du Battoir», «comité des fêtes de Mourjou»
                    rest = m["nom"][len(m["sorte"]) :].strip()
                    common = len(m["sorte"]) + 1 if m["sorte"][0].islower() and rest[:1].isupper() else 0
                    yield Named(m.start("nom") + common, m.end("nom"), rule)

    def _event(self, start: int, end: int, title: str) -> bool:
        """Whether the sentence that ends at `end` speaks of an event, by its noun or as the title names it."""
        before = self.names.text[start:end].rpartition(". ")[2]
        names = [before[a:b] for a, b in capitals.runs(before, 0, len(before))]
        return self.names.lex.event.search(fold(before)) is not None or any(" " in n and n in title for n in names)
