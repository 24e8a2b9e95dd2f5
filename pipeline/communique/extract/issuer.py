"""Document, blocks, entities, about, contacts -> the issuer: who puts the release out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from communique.document import Document
from communique.record import About, Contact, Fact, Mention, Release
from communique.rulebook import Rules
from communique.values import bodies, capitals, letterheads, owners, phrases, subjects
from communique.values.clauses import acts
from communique.values.domains import label, spells
from communique.values.folding import fold
from communique.values.heads import bare
from communique.values.lines import Line, lines
from communique.values.signers import signing, signs, whose

MAX_SIGNATURE = 4  # lines of a block that signs
UNDER = 12  # blocks in which a line under the title may say whose release it is
MAX_RUNS = 300  # names in capitals that are held against a domain; a release of 2,000 words has 90
FAR_MORE = 1.5  # times as many mentions as the next organisation, for the most named to be the issuer
MIN_MENTIONS = 3
MAX_LEAD = 300  # code points of a paragraph's start in which its first sentence names who acts
LEAD = 2  # paragraphs of the text proper in which the first to act may be the issuer
MAX_ADDRESSES = 30  # that are held against the names of a release; no real one has more than 12
LAST = 4  # blocks at the end in which somebody gives information
FIRST = 4  # blocks of the text proper in which somebody invites the press
MAX_CLIENT = 160  # code points after an agent in which its client may be named
FEW_MENTIONS = 4  # of an agent that are looked at
MAX_HEAD = 8  # lines at the top in which an elected person names herself
MAX_CHARGE = 60  # code points before a name in which «ministre de la» may stand

# On folded words: a day alone beside a name, «FC Le Mesnil • Mardi 5 juillet 2022».
_DAY = re.compile(r"(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?(?:le )?\d{1,2}(?:er)? [a-z]{3,9} \d{4}")
_SITE = re.compile(r"(?:https?://|www\.)([\w-]+(?:\.[\w-]+){1,4})", re.IGNORECASE)
# «Service communication du | Crédit des Deux Vallées»
_DESK_OF = re.compile(
    r"\b(?:presse|communications?|médias)\s(?:de la\s|de l['’]|du\s|des\s|de\s|d['’])(?P<nom>(?-i:[A-ZÀ-Þ]).+)$",
    re.IGNORECASE,
)
# «la Ville», «l'Université»: a common noun with a capital, and no complement.
_GENERIC = re.compile(
    r"(?:\b[Ll]a |\b[Ll]e |\b[Ll]['’])(?P<noun>[A-ZÀ-Þ][a-zà-ÿ]+)(?!\w|-|\s(?:d[eu]s?\b|d['’]|[A-ZÀ-Þ]))"
)
# «À propos du programme X», «En savoir plus sur le plan Y»: a head that names something, and no organisation.
_OF_SOMETHING = re.compile(r"(?:propos|présentation|profil)\sd|\bplus\ssur\s", re.IGNORECASE)
_CHARGE = re.compile(r"\b(?:ministre|secrétaire d['’]État)\s(?:[\w'’]+\s){0,4}(?:d[eu]s?\s|d['’])?(?:la\s|l['’])?$")


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """The issuer by the best evidence there is, in the order of trust of rules/issuer.yaml; None without any.

    `value` is the long form where the text has one; the offsets are those of the evidence in the text.
    """
    for fact in Finder(document, release, rules).evidence():
        return {"issuer": fact}
    return {"issuer": None}


class Finder:
    """Holds what the layers before have found, and asks one witness after the other."""

    def __init__(self, document: Document, release: Release, rules: Rules) -> None:
        self.document, self.release, self.rules = document, release, rules["issuer"]
        self.kicker = rules["zones"]["surtitre"].regex
        self.lex = bodies.lexicon(rules)
        self.text = release.text
        self.entities = {e.id: e for e in release.entities if e.label == "ORG"}
        self.mentions = [m for m in release.mentions if m.entity in self.entities]
        self.starts = [m.start for m in self.mentions]
        self.first = {m.entity: m for m in reversed(self.mentions)}
        self.count = Counter(m.entity for m in self.mentions)
        self.names = bodies.Names(
            text=release.text,
            forms={e.id: (e.name, *e.aliases) for e in self.entities.values()},
            count=self.count,
            long={a.short: " ".join(a.long.split()) for a in reversed(release.acronyms) if a.long},
            people=frozenset(fold(p.name) for p in release.persons),
            lex=self.lex,
        )
        self.phrases = phrases.Phrases(self.rules, self.names)
        # «la Base Adresse Nationale est …»: what a rule knows for a work or a plan is no body; the model may err.
        works = [m for m in release.mentions if m.label == "MISC" and m.by.startswith("mentions/")]
        others = [*(m for m in release.mentions if m.label in {"PER", "LOC"}), *works]
        self.subjects = subjects.Subjects(
            self.names,
            [subjects.Span(m.start, m.end, m.entity) for m in self.mentions],
            [subjects.Span(m.start, m.end, "", m.by.startswith("mentions/"), m.label == "PER") for m in others],
        )
        head = max((b.end for b in release.blocks if b.zone == "header"), default=0)
        self.title = release.title.start if release.title else head  # where the lines above the title end

    def evidence(self) -> Iterator[Fact]:
        """Candidates, the most trusted first."""
        yield from self.elected_head()
        yield from self.letterhead()
        yield from self._under_title()
        yield from self.byline()
        yield from self.speech()
        yield from self.signature()
        yield from self.about()
        yield from self.carrier()
        yield from self.domain()
        yield from self.metadata()
        yield from self.contact()
        yield from self.informant()
        yield from self.host()
        yield from self._above_kicker()
        yield from self.minister()
        yield from self.subject()
        yield from self.headline()
        yield from self.generic()
        yield from self.elected()
        yield from self.most_named()

    def mentioned(self, m: Mention, by: str) -> Fact:
        return Fact(start=m.start, end=m.end, text=m.text, value=self.names.value(m.entity), by=f"issuer/{by}")

    def _facts(self, named: Iterable[phrases.Named]) -> Iterator[Fact]:
        for n in named:
            fact = self.written(n.start, n.end, n.rule)
            yield fact.model_copy(update={"value": n.value}) if n.value else fact

    def written(self, start: int, end: int, by: str) -> Fact:
        """A name as it stands in the text, or the entity's fullest form if it is one."""
        text = self.text[start:end]
        return Fact(start=start, end=end, text=text, value=self.names.full(text), by=f"issuer/{by}")

    # --------------------------------------------------------------------------------------------------- the head

    def _whole(self, line: Line) -> Fact | None:
        """The organisation of a line under the title that holds nothing else."""
        for m in self._between(line.start, line.end):
            if self._alone(line, m):
                return self.mentioned(m, "en-tete")
        whole = letterheads.name_length(line.text, self.lex, top=False) == len(line.text)
        tells = self.lex.verbs.intersection(fold(line.text).split())  # «L'agence de l'eau du Rhin présente son plan»
        return self.written(line.start, line.end, "en-tete") if whole and not tells else None

    def _joint(self, start: int, end: int, by: str) -> Fact:
        """The first of the bodies that a line names together: «Université de Perpignan | et Université de Gérone»."""
        return self.written(start, start + letterheads.first_of(self.text[start:end], self.lex), by)

    def _head_lines(self) -> Iterator[Line]:
        for block in self.release.blocks:
            # Where all is body, as in an agenda, the lines above the title are its head all the same.
            if block.zone in {"header", "body"} and block.start < self.title:
                yield from (line for line in lines(self.text, block.start, block.end) if line.end <= self.title)

    def letterhead(self) -> Iterator[Fact]:
        """A line before the title that holds an organisation and nothing else, or «Communiqué de presse de la …»."""
        head = list(self._head_lines())
        for n, line in enumerate(head):
            inside = self._between(line.start, line.end)
            for m in inside:
                if self.rules["communique-de"].regex.match(self.text[line.start : m.start]):
                    yield self.mentioned(m, "communique-de")
                    return
            for m in inside:
                if self._alone(line, m):
                    end = letterheads.broken(head[n:], m.end)
                    yield self.written(m.start, end, "en-tete") if end > m.end else self.mentioned(m, "en-tete")
                    return
            top = line.start == self.release.blocks[0].start
            length = letterheads.name_length(line.text, self.lex, top=top)
            if length := length or letterheads.with_acronym(line.text, self.names.long):
                start = line.start + letterheads.article(line.text, self.lex)
                yield self._joint(start, letterheads.broken(head[n:], line.start + length), "en-tete")
                return
        if title := self.release.title:  # «Communiqué de la Coordination des universités» above a text
            for m in self._between(title.start, title.end):
                if all(self._alone(line, m) for line in lines(self.text, title.start, title.end)):
                    yield self.mentioned(m, "en-tete")  # a letterhead that was taken for the title
                    return
                if self.rules["communique-de"].regex.match(self.text[title.start : m.start]):
                    yield self.mentioned(m, "communique-de")
                    return

    def elected_head(self) -> Iterator[Fact]:
        """Who is elected and writes in their own name: «LÉA NOURY⏎Sénatrice de la Corrèze»."""
        yield from self._facts(self.phrases.elected(list(self._head_lines())[:MAX_HEAD], "en-tete-elu"))

    def _under_title(self) -> Iterator[Fact]:
        """«Communiqué de presse de la Ville de Lille», under the title."""
        pattern = self.rules["communique-de-dessous"].regex
        for block in self.release.blocks[:UNDER]:
            if block.zone == "header" and block.start >= self.title:
                for line in lines(self.text, block.start, block.end):
                    where = signing(pattern, line.text, line.start)
                    if where and not self.names.person(self.text[slice(*where)]):
                        yield self._joint(*where, "communique-de-dessous")
                    elif self.title < line.start and (named := self._whole(line)):
                        yield named
                    elif length := letterheads.before_kicker(line.text, self.lex):
                        yield self._joint(line.start, line.start + length, "communique-de-dessous")

    def _above_kicker(self) -> Iterator[Fact]:
        """The first line of all, if «Communiqué de presse» stands on a line below it."""
        header = [b for b in self.release.blocks if b.zone == "header" and b.end <= self.title]
        top = [line for b in header for line in lines(self.text, b.start, b.end)][:3]
        dated = self.rules["surtitre-date"].regex
        kicked = [bool(self.kicker.match(line.text) or dated.match(line.text)) for line in top]
        if not top or kicked[0]:
            return
        line = top[0]
        end = line.start + letterheads.first_part(line.text)
        rest = self.text[end : line.end].lstrip(" –—|•·:,-")  # «LES PLATANES – Communiqué du 16 septembre»
        marked = self.text[end : line.end].strip() != rest
        beside = bool(self.kicker.match(rest) or dated.match(rest) or (marked and _DAY.fullmatch(fold(rest))))
        if not any(kicked[1:]) and not beside:
            return
        name = self.text[line.start : end]
        places = [m for m in self.release.mentions if m.label == "LOC" and m.start <= line.start and end <= m.end]
        # «Grand Besançon» may write; «Tours», and a commune that a rule knows, is where it is written.
        placed = any(len(name.split()) < 2 or self._ruled(m) for m in places) or letterheads.street(name)
        if (
            len(line.text) <= letterheads.MAX_NAME_LINE
            and not placed
            and name[:1].isupper()
            and not self.names.person(name)
        ):
            yield self.written(
                line.start, end, "surtitre-date" if any(dated.match(t.text) for t in top[1:2]) else "en-tete"
            )

    def _ruled(self, m: Mention) -> bool:
        """Whether a rule knows a place by its name; «Bois du Quercy» is one by its noun alone, and may write."""
        return m.by.startswith("mentions/") and m.by != "mentions/tete-lieu"

    def _alone(self, line: Line, m: Mention) -> bool:
        return letterheads.alone(self.text[line.start : m.start], self.text[m.end : line.end])

    def speech(self) -> Iterator[Fact]:
        """Whose minister or officer speaks: «Discours de Léa Noury, ministre de la Mer», «président du Musée»."""
        for block in self.release.blocks:
            if block.zone == "header":
                yield from self._facts(self.phrases.speaking(list(lines(self.text, block.start, block.end))))

    def minister(self) -> Iterator[Fact]:
        """The ministry whose minister is the subject of the first sentence."""
        first = next((b for b in self.release.blocks if b.zone == "body" and b.kind == "paragraph"), None)
        if first and self.release.title:
            end = min(first.end, first.start + MAX_LEAD)
            yield from self._facts(self.phrases.ministry(first.start, end, "ministre"))

    def byline(self) -> Iterator[Fact]:
        """«Par La Dynamo, vendredi 5 juin»."""
        for block in self.release.blocks:
            if block.zone not in {"header", "notes", "contacts"}:
                continue
            for line in lines(self.text, block.start, block.end):
                if block.zone != "contacts" or fold(line.text).startswith(("source", "emetteur")):
                    yield from self._facts(self.phrases.by(line))

    def signature(self) -> Iterator[Fact]:
        """Who stands alone on one of the last lines of the text, or for whom somebody signs there."""
        blocks = self.release.blocks
        body = [n for n, b in enumerate(blocks) if b.zone == "body"]
        if not body or len(blocks) < 3:
            return
        # «Le Comité, le 30 septembre 2019» closes a text, and is sorted with the lines of a head.
        after = [b for b in blocks[body[-1] + 1 : body[-1] + 3] if b.zone == "header"]
        for block in reversed([blocks[body[-1]], *after]):
            if block.kind not in {"paragraph", "quote"}:
                continue
            last = list(lines(self.text, block.start, block.end))
            for line in reversed(last if len(last) <= MAX_SIGNATURE else last[-1:]):
                for m in self._between(line.start, line.end):
                    if self._alone(line, m):
                        cut = whose(m.text)
                        yield self.written(m.start + cut, m.end, "signature") if cut else self.mentioned(m, "signature")
            if block.start > self.title and signs([line.text for line in last]):
                yield from self._facts(self.phrases.signed(last))
                yield from self._facts(self.phrases.elected(last, "signe-elu"))

    # --------------------------------------------------------------------------------------------------- à propos

    def about(self) -> Iterator[Fact]:
        """The organisation that the «À propos» presents; of several, the one for which something else speaks."""
        presented: list[Fact] = []
        for about in self.release.about:
            fact = self._presented(about)
            if fact and fact.value not in [p.value for p in presented]:
                presented.append(fact)
        if len(presented) == 1:
            site = self._site()
            if not site or self.names.value(site) == presented[0].value:  # else it presents a partner of another
                yield presented[0]
        elif presented:
            for other in (*self.domain(), *self.metadata(), *self.contact()):
                yield from (p for p in presented if p.value == other.value)
            for other in self.subject():
                yield from (self._client(p, presented) for p in presented if p.value == other.value)
            ranked = sorted(presented, key=lambda p: -self._named(p))
            if self._named(ranked[0]) > self._named(ranked[1]):
                yield ranked[0]

    def _client(self, acting: Fact, presented: Sequence[Fact]) -> Fact:
        """For whom the one that acts does so, if that is presented, too: «Viavox a interrogé … pour la Mutuelle»."""
        for m in self._mentions_of(acting):
            rest = self.text[m.end : m.end + MAX_CLIENT].partition(". ")[0]
            for other in presented:
                if re.search(rf"\bpour (?:la |le |les |l['’])?{re.escape(other.text)}", rest):
                    return other
        return acting

    def _mentions_of(self, fact: Fact) -> Sequence[Mention]:
        body = self.names.known(fact.value)
        return [m for m in self.mentions if m.entity == body][:FEW_MENTIONS]

    def _site(self) -> str | None:
        """The organisation whose site it is, if the text names it; «Orvalis» for a site called «Orvalis Groupe»."""
        name = " ".join(self.document.hints.get("publisher", "").split())
        if body := self.names.known(name):
            return body
        return next((b for f, b in self.names.by_form.items() if " " in f and fold(name).startswith(f"{f} ")), None)

    def _presented(self, about: About) -> Fact | None:
        """The organisation of one «À propos»: that of its head, else the first that its text names."""
        name, inside = about.organization, self._between(about.start, about.end)
        if name and fold(name) not in self.lex.generic:
            body = self.names.known(name)
            for m in inside:
                if m.entity == body if body else fold(name) in fold(m.text):
                    return self.mentioned(m, "a-propos")
            at = self.text.find(name, about.start, about.end)
            return self.written(at, at + len(name), "a-propos") if at >= 0 else None
        bare_head = name or not _OF_SOMETHING.search(about.text.split("\n")[0][: letterheads.MAX_LETTERHEAD])
        return self.mentioned(inside[0], "a-propos") if inside and bare_head else None

    def _between(self, start: int, end: int) -> Sequence[Mention]:
        """The organisations mentioned in text[start:end]."""
        return [
            m for m in self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)] if m.end <= end
        ]

    def _named(self, fact: Fact) -> int:
        body = self.names.known(fact.value)
        return self.count[body] if body else 0

    # ---------------------------------------------------------------------------------------------------- domains

    def domain(self) -> Iterator[Fact]:
        """The organisation that an address spells; an agency's address may spell it before the @."""
        seen: set[str] = set()
        for contact in self.release.contacts[:MAX_ADDRESSES]:
            for address in contact.emails:
                seen.add(address)
                yield from self._address(address, contact)
        for m in islice(self.rules["courriel"].regex.finditer(self.text), MAX_ADDRESSES):
            if m[0].lower() not in seen:
                yield from self._address(m[0].lower(), None)
        for block in self.release.blocks:
            if block.zone in {"about", "contacts", "social"}:
                for m in _SITE.finditer(self.text, block.start, block.end):
                    yield from self._spelt(label(m[1]))
        if host := _SITE.search(self.document.hints.get("url", "")):
            yield from self._spelt(label(host[1]))

    def _address(self, address: str, contact: Contact | None) -> Iterator[Fact]:
        holder = (contact.name or "", contact.organization or "") if contact else None
        for house in owners.houses(address, self.lex):  # «presse.musee@vaubourg-ville.example»
            own = {m.value: m for m in reversed(self.release.mentions) if fold(m.value).startswith(f"{house} ")}
            if len(own) == 1:
                m = next(iter(own.values()))
                yield self.written(m.start, m.end, "courriel")
        for owner in owners.labels(address, holder, self.lex):
            yield from self._spelt(owner)

    def _spelt(self, owner: str) -> Iterator[Fact]:
        """Entities that a label spells, the most named first; else names in capitals, the longest first."""
        owner = owners.without_sort(owner, self.lex)
        if not owner:
            return
        fits = self._entities(lambda form: spells(owner, form, self.lex.heads))
        if not fits:  # «mcc-quebec», «inrap-ara»
            parts = owners.parts(owner, self.lex.heads)
            fits = self._entities(lambda form: any(owners.part_spells(p, form, self.lex.heads) for p in parts))
        yield from (self.mentioned(self.first[body], "courriel") for body in fits)
        others = {m.start: m for m in reversed(self.release.mentions) if m.label in {"LOC", "MISC"} and " " in m.value}
        for m in sorted(others.values(), key=lambda m: m.start):  # «office de tourisme de Vaubourg», labelled otherwise
            if spells(owner, m.value, self.lex.heads):
                yield self.written(m.start, m.end, "courriel")
        runs = [r for r in self.runs if spells(owner, self.text[slice(*r)], self.lex.heads) and not self._charge(r[0])]
        for start, end in sorted(runs, key=lambda r: (r[0] - r[1], r[0])):
            yield self.written(start, end, "courriel")

    def _charge(self, start: int) -> bool:
        """Whether a name is what a minister has charge of: «ministre de la | Mer»."""
        return _CHARGE.search(self.text, max(0, start - MAX_CHARGE), start) is not None

    def _entities(self, fits: Callable[[str], bool]) -> list[str]:
        """The organisations of which a form fits, the most named first."""
        found = [body for body, forms in self.names.forms.items() if any(fits(form) for form in forms)]
        return sorted(found, key=lambda body: -self.count[body])

    @cached_property
    def runs(self) -> Sequence[tuple[int, int]]:
        """Names in capitals that are neither a person's nor that of a town, each once."""
        taken = {(m.start, m.end) for m in self.release.mentions if m.label in {"LOC", "PER"}}
        found: dict[str, tuple[int, int]] = {}
        for block in self.release.blocks:
            if block.zone not in {"header", "body", "about"}:
                continue
            for run in capitals.runs(self.text, block.start, block.end):
                if len(found) >= MAX_RUNS:
                    return list(found.values())
                name = self.text[slice(*run)]
                if not (run in taken and self.names.townlike(name)) and not self.names.person(name):
                    found.setdefault(fold(name), run)
        return list(found.values())

    # --------------------------------------------------------------------------------------------------- the rest

    def metadata(self) -> Iterator[Fact]:
        """What the file says of its publisher, its author, its site."""
        title = self.release.title.text if self.release.title else ""
        body = next((b.start for b in self.release.blocks if b.zone == "body"), len(self.text))
        towns = {m.text for m in self.release.mentions if m.label == "LOC"}
        for source, name in owners.of_file(self.document.hints, self.lex):
            if fold(name).startswith(self.lex.portals):
                continue  # many write there
            if self.names.person(name) if source == "author" else self.names.given(name):
                continue  # whom the model takes for a person may give a site its name
            if source == "subject" and not owners.ahead(name, title, self.lex):
                continue  # the title's first words are its subject
            if known := self.names.known(name) or self.names.going_on(name) or self.names.fuller(name):
                yield self.mentioned(self.first[known], "metadonnees")
            elif source == "publisher" or (source in {"author", "site", "subject"} and owners.bodied(name, self.lex)):
                yield Fact(start=0, end=0, text="", value=name, by="issuer/metadonnees")
            elif source in {"author", "site"} and name not in towns and (said := capitals.named(self.text, body, name)):
                yield self.written(*said, "metadonnees")

    def contact(self) -> Iterator[Fact]:
        """The organisation of the press contact, if it is not an agency."""
        for c in self.release.contacts:
            if m := self.rules["agence-pour"].regex.search(self.text[c.start : c.end]):
                yield self.written(c.start + m.start("nom"), c.start + m.end("nom"), "agence-pour")
        for c in self.release.contacts:
            name = fold(c.organization or "")
            if name.startswith("cabinet d"):  # that of the minister who writes: those below are others
                return
            if c.organization and (desk := _DESK_OF.search(c.organization)):
                at = self.text.find(c.organization, c.start, c.end) + desk.start("nom")
                if self.text.startswith(desk["nom"], at):
                    yield self.written(at, at + len(desk["nom"]), "contact-presse")
            if not c.organization or self.lex.agency.search(name) or phrases.PRESS_DESK.search(name):
                continue
            at = self.text.find(c.organization, c.start, c.end)
            named = next((m for m in self.mentions if m.start == at), None)
            if named:
                yield self.mentioned(named, "contact-presse")
            elif at >= 0:
                yield self.written(at, at + len(c.organization), "contact-presse")

    def informant(self) -> Iterator[Fact]:
        """Who gives information: «Renseignements : Société historique de Montlhéry, 12, place du Marché»."""
        for block in self.release.blocks[-LAST:]:
            for line in lines(self.text, block.start, block.end):
                yield from self._facts(self.phrases.informing(line))

    def host(self) -> Iterator[Fact]:
        """In whose name somebody invites: «Léa Noury, présidente du Musée des Bains, a le plaisir de vous convier»."""
        for block in [b for b in self.release.blocks if b.zone == "body"][:FIRST]:
            yield from self._facts(self.phrases.inviting(block.start, block.end))

    def carrier(self) -> Iterator[Fact]:
        """Who carries the event of which the text tells: «le festival, porté par l'association Cases et Planches»."""
        title = self.release.title.text if self.release.title else ""
        body = [b for b in self.release.blocks if b.zone == "body"]
        facts = [*self._facts(n for b in body for n in self.phrases.carrying(b.start, b.end, title))]
        if len({fold(fact.value) for fact in facts}) == 1:
            yield facts[0]

    def subject(self) -> Iterator[Fact]:
        """The organisation that does something in the title, or first in the text proper; an event after all others."""
        found = list(self._subjects())
        events = [bool(self.lex.event.match(fold(bare(fact.value, self.lex.articles)))) for fact in found]
        yield from (fact for fact, event in zip(found, events, strict=True) if not event)
        yield from (fact for fact, event in zip(found, events, strict=True) if event)

    def _subjects(self) -> Iterator[Fact]:
        title = self.release.title
        if title:
            yield from self._acting(title.start, title.end, title.end)
        for block in [b for b in self.release.blocks if b.zone == "body" and b.kind == "paragraph"][:LEAD]:
            yield from self._acting(block.start, min(block.end, block.start + MAX_LEAD), block.end)
        if title and (alone := self.subjects.alone(title.start, title.end)):
            yield self.written(*alone, "sujet")

    def _acting(self, start: int, lead: int, end: int) -> Iterator[Fact]:
        found = [
            self.mentioned(self.mentions[bisect_left(self.starts, span.start)], "sujet")
            for span in self.subjects.acting(start, lead)
        ]
        found += [self.written(*run, "sujet") for run in self.subjects.opening(start, end)]
        yield from sorted(found, key=lambda fact: fact.start)

    def headline(self) -> Iterator[Fact]:
        """The organisation of the title, if none is named more."""
        title = self.release.title
        most = self.count.most_common(2)
        for m in self._between(title.start, title.end) if title else ():
            if self.subjects.everywhere(m.entity):
                continue
            if self.count[m.entity] >= 2 and (len(most) < 2 or self.count[m.entity] == most[0][1] > most[1][1]):
                yield self.mentioned(m, "titre")

    def generic(self) -> Iterator[Fact]:
        """«La Région engage…» in the title, where the text names one region as an organisation."""
        title = self.release.title
        for m in _GENERIC.finditer(self.text, title.start, title.end) if title else ():
            noun = fold(m["noun"])
            if noun in self.lex.heads:
                of_it = [e for e in self.entities.values() if fold(e.name).startswith(f"{noun} ")]
                if len(of_it) == 1:
                    yield self.mentioned(self.first[of_it[0].id], "titre")

    def elected(self) -> Iterator[Fact]:
        """The elected person who does something in the title: «Santé : Léa Noury dépose un texte»."""
        title = self.release.title
        persons = {p.entity: p for p in self.release.persons}
        above = [m for m in self.release.mentions if title and title.start <= m.start < title.end]
        for m in above:
            if m.entity not in persons:
                continue
            roles = [fold(r.title) for r in persons[m.entity].roles]
            if any(r.startswith(e) for r in roles for e in self.lex.elected) and acts(
                self.text, m.end, self.lex.short_verbs, self.lex.no_verbs
            ):
                name = persons[m.entity].name
                yield Fact(start=m.start, end=m.end, text=m.text, value=name, by="issuer/elu")

    def most_named(self) -> Iterator[Fact]:
        """The organisation that is named far more than all others; or more, if the first lines name it."""
        ranked = [(n, e) for e, n in self.count.most_common() if not self.subjects.everywhere(e)]
        if not ranked:
            return
        (n, e), second = ranked[0], ranked[1][0] if len(ranked) > 1 else 0
        body = next((b.start for b in self.release.blocks if b.zone == "body"), 0)
        foremost = min((m.start for m in self.mentions if m.start >= body), default=-1) == self.first[e].start
        early = self.first[e].start < body + MAX_LEAD
        alone = n >= 2 and not second
        if alone or (n >= MIN_MENTIONS and n >= FAR_MORE * second) or (n >= 2 and (n > second or foremost) and early):
            yield self.mentioned(self.first[e], "plus-nomme")
