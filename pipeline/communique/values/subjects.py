"""Text and its names -> the bodies that act in it: «La Fondation Lestrade a remis», «le bureau du Quai a choisi»."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from communique.values import capitals
from communique.values.bodies import Names
from communique.values.clauses import acts, joined, leads
from communique.values.folding import fold

MAX_CLAUSES = 200  # code points of a text's start in which a name that is no mention may lead a clause
MAX_ORGAN = 110  # code points before a name in which the organ that acts for it must begin
_OF = r"(?:de la |de l['’]|du |des |de |d['’])"
_ARTICLE = r"(?:[Ll]a |[Ll]es? |[Ll]['’]|[Uu]ne? |[Dd]es |[Nn]os |(?:[Ll]es )?\d{1,4} )?"
_SMALL = r"(?: [a-zà-ÿ-]{4,20}){0,2}"  # «le bureau national de», «une équipe pluridisciplinaire du»
_COUNTED = r"(?:[Ll]es |[Dd]es )?\d{1,3}(?: \d{3})*(?: [a-zà-ÿ]{4,20}){1,2} "  # «les 23 486 candidats »
_BEGINS = ".!?–—,:;»-\n)"  # what may stand before a clause


_TOWN = ("Saint-", "Sainte-")  # so towns are called, and nobody who writes but by another noun
_WORD = re.compile(r"[A-ZÀ-Þ][\w&-]{2,}")
_WORD_AFTER = re.compile(r"\s(?:(?:ne|en|y|se)\s|[ns]['’])?(?P<verb>[a-zà-ÿ]+)\b")


class Span(NamedTuple):
    """A name in the text, half-open in code points."""

    start: int
    end: int
    body: str  # id of the body that it names; "" if it names a person or a place
    ruled: bool = False  # a rule found it, and not the model
    person: bool = False


@dataclass(frozen=True)
class Subjects:
    """Looks for the subject of a verb among the names of a release."""

    names: Names
    spans: Sequence[Span]  # those of bodies, in text order
    others: Sequence[Span]  # those of people and places

    def acting(self, start: int, end: int) -> Iterator[Span]:
        """The bodies that are, or whose organ is, the subject of a verb of text[start:end]; none named everywhere."""
        for n in range(*self._between(start, end)):
            span = self.spans[n]
            led = leads(self.names.text, start, span.start) or self._for(start, span.start)
            if led and not self.everywhere(span.body) and (self._acts(span.end) or self._acts_with_another(span.end)):
                yield span

    def opening(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Names in capitals that are no mention, and yet the subject of the first verb, or have an organ that is."""
        text = self.names.text
        first, last = capitals.opening(text, start, end) or (start, start)
        lex = self.names.lex
        plain = first < last and fold(text[first:last]) not in lex.everywhere
        if plain and self._acts(last) and self.organized(first, last):
            yield first, last
        for run in capitals.runs(text, start, min(end, start + MAX_CLAUSES)):
            several = len(text[slice(*run)].split()) > 1  # «Fondée en 1923, la | Saboterie Perrin fête»
            if several and leads(text, start, run[0]) and self._acts(run[1]) and self.organized(*run):
                yield run
        for m in self._territory.finditer(text, start, end):
            run = next(capitals.runs(text, m.end(), end), (0, 0))
            if run[0] == m.end() and self._begins(start, m.start()) and self._acts(run[1]):
                yield m.start("noun"), run[1]  # «La | commune de Saint-Mesmin | cherche»
        for m in self._organ.finditer(text, start, end):
            run = next(capitals.runs(text, m.end(), end), (0, 0))
            if run[0] == m.end() and self._begins(start, m.start()) and self._acts(run[1]) and self._no_other(*run):
                yield run

    def alone(self, start: int, end: int) -> tuple[int, int] | None:
        """A word that opens a headline without an article, before its verb: only a name can («Orvac présente»)."""
        text, lex = self.names.text, self.names.lex
        m = _WORD.match(text, start, end)
        verb = _WORD_AFTER.match(text, m.end(), end) if m else None
        if not m or not verb or fold(verb["verb"]) not in lex.verbs or fold(m[0]) in lex.no_names | lex.everywhere:
            return None
        held = [s for s in self.others if s.start <= start < s.end and not self._unknown(s)]
        if held or m[0].startswith(_TOWN) or re.search(rf"\b{m[0].lower()}\b", text):
            return None
        return m.span()

    def _unknown(self, span: Span) -> bool:
        """Whether the model alone takes one word for a person, whom the release calls by no longer name."""
        word = fold(self.names.text[span.start : span.end])
        longer = any(word in name.split() and " " in name for name in self.names.people)
        return span.person and not span.ruled and " " not in word and not longer

    def everywhere(self, body: str) -> bool:
        """Whether a body is named in the releases of all: «État»."""
        return fold(self.names.forms[body][0]) in self.names.lex.everywhere

    def organized(self, start: int, end: int) -> bool:
        """Whether a name in capitals is a body's by its noun, or said again inside a sentence.

        What a rule found to be a person or a place is none; the model alone is not believed.
        """
        name = self.names.text[start:end]
        words = name.split()
        lex = self.names.lex
        people = len(words) == 1 and self.names.text[max(0, start - 4) : start].lower() == "les "  # «les Français»
        if people or fold(name) in lex.articles | lex.heads or name.startswith(_TOWN) or self.names.person(name):
            return False
        if any(s.start == start and s.end > end for s in self.spans):  # «Fédération | départementale des …»
            return False
        if len(words) > 1 and fold(words[0]) in lex.heads:
            return True
        others = [s for s in self.others if s.start <= start < s.end]
        if any(s.ruled or len(words) < 2 for s in others):
            return False
        several = len(words) > 1 + (fold(words[0]) in lex.articles)  # «La Commission» is one
        again = several and self.names.text.count(name) > 1  # «Autoroutes du Massif» opens sentences alone
        return again or capitals.inside_sentence(self.names.text, name) is not None

    def _no_other(self, start: int, end: int) -> bool:
        """Whether a run of capitals is neither the name of a town or a person nor a part of a body's."""
        inside = [s for s in self.others if s.start < end and start < s.end and (s.ruled or s.start == start)]
        longer = [s for s in self.spans if s.start <= start < s.end]
        return not inside and not longer and not self.names.person(self.names.text[start:end])

    @cached_property
    def _territory(self) -> re.Pattern[str]:
        """A body by its noun in small letters, up to the name of its place: «la commune de | Saint-Mesmin»."""
        return re.compile(rf"(?<!\w)(?:[Ll]a |[Ll]e |[Ll]['’])(?P<noun>{self.names.lex.territories}) {_OF}")

    @cached_property
    def _organ(self) -> re.Pattern[str]:
        """An organ of a body, up to its name: «les délégués du | Syndicat», «le conseil d'administration de la | »."""
        return re.compile(rf"(?<!\w){_ARTICLE}(?i:{self.names.lex.organs}){_SMALL} {_OF}")

    @cached_property
    def _organ_end(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._organ.pattern}|(?<!\w){_COUNTED}{_OF})$")

    def _for(self, start: int, at: int) -> bool:
        """Whether an organ of the body at `at`, or a number of its people, leads the clause."""
        first = max(start, at - MAX_ORGAN)
        m = self._organ_end.search(self.names.text[first:at])
        return m is not None and self._begins(start, first + m.start())

    def _begins(self, start: int, at: int) -> bool:
        """Whether a clause of text[start:] begins at `at`."""
        before = self.names.text[max(start, at - 3) : at].rstrip(" \xa0")
        return at == start or (bool(before) and before[-1] in _BEGINS)

    def _acts_with_another(self, end: int) -> bool:
        """Whether «et» and another body follow, and then a verb."""
        start = joined(self.names.text, end)
        if start < 0:
            return False
        n = bisect_left(self._starts, start)
        if n < len(self.spans) and self.spans[n].start == start:
            return self._acts(self.spans[n].end)
        run = next(capitals.runs(self.names.text, start, min(len(self.names.text), start + MAX_ORGAN)), None)
        return run is not None and run[0] == start and self._acts(run[1])

    def _acts(self, end: int) -> bool:
        lex = self.names.lex
        return acts(self.names.text, end, lex.short_verbs, lex.no_verbs)

    def _between(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.spans]
