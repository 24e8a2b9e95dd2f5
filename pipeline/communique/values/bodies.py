"""Names of a release -> the bodies that they are, and what the release calls them: «la MEL» -> «Métropole de Lille».

The word lists are those of rules/issuer.yaml and rules/about.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from communique.values.folding import fold
from communique.values.heads import bare
from communique.values.signers import without_form

OF = ("de", "du", "des")
_ASIDE = re.compile(r"\s?\([^()\n]{2,40}\)$")  # «Conseil de l'Ordre | (CROA Occitanie)»


class Sheet(Protocol):
    """What this module wants of a rule file."""

    @property
    def words(self) -> Mapping[str, Mapping[str, str]]: ...
    def alternative(self, list_name: str, /) -> str: ...


class Book(Protocol):
    """What this module wants of the rules."""

    def __getitem__(self, name: str, /) -> Sheet: ...
    def gazetteer(self, name: str, /) -> tuple[tuple[str, ...], ...]: ...


@dataclass(frozen=True)
class Lexicon:
    """Words, folded."""

    heads: frozenset[str]
    head: re.Pattern[str]  # at the start of a line
    service: re.Pattern[str]  # the same, of what is but a part of one
    agency: re.Pattern[str]
    mailboxes: frozenset[str]
    public: frozenset[str]
    everywhere: frozenset[str]
    articles: frozenset[str]
    generic: frozenset[str]
    given: frozenset[str]
    short_verbs: frozenset[str]
    elected: tuple[str, ...]  # who speaks in their own name: «sénateur»
    no_verbs: frozenset[str]
    verbs: frozenset[str]  # those of headlines
    no_names: frozenset[str]  # words that open a sentence before its verb: «Tout», «Demain»
    tail: re.Pattern[str]  # at the end of a name: «Brest métropole»
    organs: str  # a regex of what acts for a body, not folded: «conseil d'administration»
    territories: str  # a regex of bodies by their nouns in small letters, not folded: «commune»
    short: frozenset[str]  # parts of a domain that say but what sort of body it is: «dpt»
    event: re.Pattern[str]  # «festival», on folded words
    houses: frozenset[str]  # what a town has that writes for itself: «musée»
    portals: tuple[str, ...]  # how the names of sites begin on which many bodies write
    rubrics: frozenset[str]  # what closes the title of a page after the name of the site


@lru_cache(maxsize=2)
def lexicon(rules: Book) -> Lexicon:
    """The word lists of rules/issuer.yaml, and those of other files that say what a name is."""
    ours, about = rules["issuer"], rules["about"]

    def folded(file: Sheet, name: str) -> frozenset[str]:
        return frozenset(map(fold, file.words[name]))

    def any_of(words: frozenset[str]) -> str:
        return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"

    return Lexicon(
        heads=folded(ours, "tetes"),
        head=re.compile(rf"(?:l'|la |le |les )?{any_of(folded(ours, 'tetes'))}s?\b"),
        service=re.compile(rf"(?:l'|la |le |les )?{any_of(folded(ours, 'services'))}s?\b"),
        agency=re.compile(
            rf"^{any_of(folded(ours, 'agences_debut'))}\s(?!{any_of(folded(ours, 'agences_publiques'))}(?:\b|(?<=')))"
            rf"|^(?!{any_of(folded(rules['contacts'], 'services'))}\b).*[\s-]{any_of(folded(ours, 'agences_fin'))}$"
        ),
        mailboxes=folded(ours, "boites"),
        public=folded(ours, "messageries"),
        everywhere=folded(ours, "institutions"),
        articles=folded(about, "articles"),
        generic=folded(about, "generiques"),
        given=frozenset(fold(row[0]) for row in rules.gazetteer("prenoms.txt")),
        short_verbs=folded(ours, "verbes_courts"),
        elected=tuple(sorted(folded(ours, "elus"))),
        no_verbs=folded(ours, "non_verbes"),
        verbs=folded(rules["headline"], "verbes"),
        no_names=folded(ours, "jamais_nom"),
        tail=re.compile(rf"\s{any_of(folded(ours, 'queues'))}$"),
        organs=ours.alternative("organes") + r"\b",
        territories=ours.alternative("territoires"),
        short=folded(ours, "abreges"),
        event=re.compile(rf"\b{any_of(folded(ours, 'evenements'))}\b"),
        houses=folded(ours, "maisons"),
        portals=tuple(sorted(folded(ours, "portails"))),
        rubrics=folded(ours, "rubriques"),
    )


@dataclass(frozen=True)
class Names:
    """What a release calls its bodies and its people."""

    text: str
    forms: Mapping[str, tuple[str, ...]]  # id of a body -> its forms, the fullest first
    count: Mapping[str, int]  # id -> mentions
    long: Mapping[str, str]  # acronym -> what it stands for
    people: frozenset[str]  # folded
    lex: Lexicon
    by_form: Mapping[str, str] = field(init=False)  # folded form -> id

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_form", {fold(f): body for body, forms in self.forms.items() for f in forms})

    def known(self, name: str) -> str | None:
        """The body of that name; or the only one whose name goes on from it («chambre des comptes | du Nord»)."""
        key = fold(bare(name, self.lex.articles))
        body = self.by_form.get(key)
        if body and self.count.get(body, 0) > 1:
            return body
        starts = tuple(f"{key} {w} " for w in OF)
        longer = {b for f, b in self.by_form.items() if key and f.startswith(starts)}
        return longer.pop() if len(longer) == 1 else body

    def going_on(self, name: str) -> str | None:
        """The only body whose name begins with this one: «Agence de l'eau | Rhône-Méditerranée»."""
        longer = {b for f, b in self.by_form.items() if f.startswith(f"{fold(name)} ")}
        return longer.pop() if len(longer) == 1 else None

    def fuller(self, name: str) -> str | None:
        """The only body whose name has all words of this one and more: «Coopérative | oléicole | de la Lance»."""
        words = fold(name).split()
        longer = {b for f, b in self.by_form.items() if len(words) > 1 and _inserted(words, f.split())}
        return longer.pop() if len(longer) == 1 else None

    def value(self, body: str) -> str:
        """The fullest form: the expansion where the body goes by an acronym."""
        name = self.forms[body][0]
        plain = self.by_form.get(fold(without_form(name)))
        if plain and plain != body:
            name = self.forms[plain][0]  # «Voltiva SAS», which the text calls Voltiva
        short, _, rest = name.partition(" ")
        if long := self.long.get(short) if rest else None:  # «CHU de Nantes», where the text says what CHU stands for
            forms = (
                f"{long} {link}{rest}" for link in ("", "de ", "du ", "des ", "de la ", "d'", "d’", "de l'", "de l’")
            )
            if long.endswith(f" {rest}"):
                return long
            return next((form for form in forms if form in self.text), name)
        return self.long.get(name, name)

    def full(self, written: str) -> str:
        """The fullest form of a name as it stands in the text, the name itself if it is no body's."""
        written = _ASIDE.sub("", written)
        name = bare(written, self.lex.articles)
        body = self.known(name) or self.known(without_form(name))
        return self.value(body) if body else self.long.get(name, " ".join(written.split()))

    def townlike(self, name: str) -> bool:
        """One word and no noun of bodies, as towns are called: «Maison du Vent» is a place, too, and may write."""
        return len(name.split()) < 2 and fold(name) not in self.lex.heads

    def person(self, name: str) -> bool:
        """Whether a name is that of one of the release's people, or opens with a first name."""
        return fold(name) in self.people or self.given(name)

    def given(self, name: str) -> bool:
        """Whether a name of two or three words opens with a first name."""
        words = fold(name).split()
        first = words[0].split("-")[0] if words else ""
        return 2 <= len(words) <= 3 and first in self.lex.given and words[0] not in self.lex.heads


def _inserted(few: list[str], many: list[str]) -> bool:
    """Whether `many` are the words of `few` in order, with others between the first and the last."""
    if len(many) <= len(few) or (many[0], many[-1]) != (few[0], few[-1]):
        return False
    rest = iter(many)
    return all(word in rest for word in few)
