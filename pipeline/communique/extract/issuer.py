"""Document, blocks, entities, about, contacts -> the issuer: who puts the release out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, pairwise

from communique.document import Document
from communique.record import About, Contact, Entity, Fact, Mention, Release
from communique.rulebook import Rules, RuleSet
from communique.values.clauses import acts, joined, leads
from communique.values.domains import label, spells
from communique.values.folding import fold
from communique.values.heads import bare
from communique.values.lines import Line, lines
from communique.values.signers import signing, signs, whose, without_form

MAX_LETTERHEAD = 90  # code points of a line that names who writes; «Communauté d'agglomération de …» has 60
MAX_NAME_LINE = 60  # of one that is nothing but a name
MAX_SIGNATURE = 4  # lines of a block that signs
MAX_SITE = 8  # words of the name of a site
MAX_BROKEN = 4  # lines of a name that a letterhead breaks
UNDER = 12  # blocks in which a line under the title may say whose release it is
MAX_RUNS = 300  # names in capitals that are held against a domain; a release of 2,000 words has 90
FAR_MORE = 1.5  # times as many mentions as the next organisation, for the most named to be the issuer
MIN_MENTIONS = 3
MAX_LEAD = 300  # code points of a paragraph's start in which its first sentence names who acts
LEAD = 2  # paragraphs of the text proper in which the first to act may be the issuer
MIN_PART = 8  # letters of one part of a domain that names by itself: «transition» of transition-eau.fr
MAX_ADDRESSES = 30  # that are held against the names of a release; no real one has more than 12

_OF = ("de", "du", "des")
_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"\s*\([A-ZÀ-Þ][\w&.-]{1,14}\)\s*$")
# On folded words: «Communiqué de presse du 14 octobre 2019» after a name on its line.
_KICKER = re.compile(r"\b(?:communique|dossier|invitation) (?:de |a la )?presse(?: du \d{1,2}(?:er)? \w{3,9} \d{4})?")
_BREAK = re.compile(r"\s[–—|-]\s|[,;:(|]|\s\d")
_SITE = re.compile(r"(?:https?://|www\.)([\w-]+(?:\.[\w-]+){1,4})", re.IGNORECASE)
_PRESS_DESK = re.compile(r"\b(?:presse|communication|medias|relations|cabinet)\b")
# «la Ville», «l'Université»: a common noun with a capital, and no complement.
_GENERIC = re.compile(
    r"(?:\b[Ll]a |\b[Ll]e |\b[Ll]['’])(?P<noun>[A-ZÀ-Þ][a-zà-ÿ]+)(?!\w|-|\s(?:d[eu]s?\b|d['’]|[A-ZÀ-Þ]))"
)
# «À propos du programme X», «En savoir plus sur le plan Y»: a head that names something, and no organisation.
_OF_SOMETHING = re.compile(r"(?:propos|présentation|profil)\sd|\bplus\ssur\s", re.IGNORECASE)
_SITED = re.compile(r"\s[–—|·»-]\s[^?!…:,]{4,70}$")  # a page's title that closes with the name of its site
_GOES_ON = re.compile(r"(?:de|du|des|et de|et du|et des)\s|d'|et d'")  # on a folded line
_CHARGE = re.compile(r"\b(?:ministre|secrétaire d['’]État)\s(?:[\w'’]+\s){0,4}(?:d[eu]s?\s|d['’])?(?:la\s|l['’])?$")
# A name in capitals, with the small words inside it: «Fruitière des Aravis», «Bulles en Bastide».
_RUN = re.compile(
    r"[A-ZÀ-Þ][\w&-]*(?:['’]\w+)?(?:\s(?:(?:de|du|des|la|le|les|en|et|à|au|aux|sur|pour|&)\s){0,2}"
    r"(?:[dlDL]['’])?[A-ZÀ-Þ][\w&-]*(?:['’]\w+)?){0,7}"
)
_OPENING_RUN = re.compile(rf"(?:[Ll]a |[Ll]e |[Ll]es |[Ll]['’])?(?P<name>{_RUN.pattern})")
# A dateline before the first sentence: «Lyon, le 3 mars 2021 – ».
_DATED = re.compile(r"[^\n.]{3,80}\d{1,4}\)?(?:\s?[–—:-]|\.)\s")


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """The issuer by the best evidence there is, in the order of trust of rules/issuer.yaml; None without any.

    `value` is the long form where the text has one; the offsets are those of the evidence in the text.
    """
    for fact in Finder(document, release, rules).evidence():
        return {"issuer": fact}
    return {"issuer": None}


@dataclass(frozen=True)
class Lexicon:
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


@lru_cache(maxsize=2)
def lexicon(rules: Rules) -> Lexicon:
    """The word lists of rules/issuer.yaml, and those of other files that say what a name is."""
    ours, about = rules["issuer"], rules["about"]

    def folded(file: RuleSet, name: str) -> frozenset[str]:
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
    )


class Finder:
    """Holds what the layers before have found, and asks one witness after the other."""

    def __init__(self, document: Document, release: Release, rules: Rules) -> None:
        self.document, self.release, self.rules = document, release, rules["issuer"]
        self.kicker = rules["zones"]["surtitre"].regex
        self.lex = lexicon(rules)
        self.text = release.text
        self.entities = {e.id: e for e in release.entities if e.label == "ORG"}
        self.mentions = [m for m in release.mentions if m.entity in self.entities]
        self.starts = [m.start for m in self.mentions]
        self.first = {m.entity: m for m in reversed(self.mentions)}
        self.count = Counter(m.entity for m in self.mentions)
        self.long = {a.short: " ".join(a.long.split()) for a in reversed(release.acronyms) if a.long}
        self.by_name = {fold(f): e for e in self.entities.values() for f in (e.name, *e.aliases)}
        head = max((b.end for b in release.blocks if b.zone == "header"), default=0)
        self.title = release.title.start if release.title else head  # where the lines above the title end

    def evidence(self) -> Iterator[Fact]:
        """Candidates, the most trusted first."""
        yield from self.letterhead()
        yield from self._under_title()
        yield from self.byline()
        yield from self.speech()
        yield from self.signature()
        yield from self.about()
        yield from self.domain()
        yield from self.metadata()
        yield from self.contact()
        yield from self._above_kicker()
        yield from self.minister()
        yield from self.subject()
        yield from self.headline()
        yield from self.generic()
        yield from self.elected()
        yield from self.most_named()

    # ------------------------------------------------------------------------------------------------------ names

    def value(self, entity: Entity) -> str:
        """The fullest form: the expansion where the entity goes by an acronym."""
        if (plain := self.by_name.get(fold(without_form(entity.name)))) and plain.id != entity.id:
            entity = plain  # «Voltiva SAS», which the text calls Voltiva
        short, _, rest = entity.name.partition(" ")
        if long := self.long.get(short) if rest else None:  # «CHU de Nantes», where the text says what CHU stands for
            whole = long if long.endswith(f" {rest}") else f"{long} {rest}"
            if whole in self.text:
                return whole
        return self.long.get(entity.name, entity.name)

    def mentioned(self, m: Mention, by: str) -> Fact:
        value = self.value(self.entities[m.entity])
        return Fact(start=m.start, end=m.end, text=m.text, value=value, by=f"issuer/{by}")

    def written(self, start: int, end: int, by: str) -> Fact:
        """A name as it stands in the text, or the entity's fullest form if it is one."""
        text = self.text[start:end]
        name = bare(text, self.lex.articles)
        entity = self.known(name) or self.known(without_form(name))
        value = self.value(entity) if entity else self.long.get(name, " ".join(text.split()))
        return Fact(start=start, end=end, text=text, value=value, by=f"issuer/{by}")

    def known(self, name: str) -> Entity | None:
        """The entity of that name; or the only one whose name goes on from it («chambre des comptes | du Nord»)."""
        key = fold(bare(name, self.lex.articles))
        entity = self.by_name.get(key)
        if entity and self.count[entity.id] > 1:
            return entity
        longer = {e.id: e for f, e in self.by_name.items() if key and f.startswith(tuple(f"{key} {w} " for w in _OF))}
        return next(iter(longer.values())) if len(longer) == 1 else entity

    def _person(self, name: str) -> bool:
        words = fold(name).split()
        return bool(words) and (
            any(fold(p.name) == fold(name) for p in self.release.persons)
            or (2 <= len(words) <= 3 and words[0].split("-")[0] in self.lex.given and words[0] not in self.lex.heads)
        )

    # --------------------------------------------------------------------------------------------------- the head

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
                    end = self._broken(head[n:], m.end)
                    yield self.written(m.start, end, "en-tete") if end > m.end else self.mentioned(m, "en-tete")
                    return
            if (end := self._named_line(line)) > line.start:
                yield self.written(line.start, self._broken(head[n:], end), "en-tete")
                return
        if title := self.release.title:  # «Communiqué de la Coordination des universités» above a text
            for m in self._between(title.start, title.end):
                if all(self._alone(line, m) for line in lines(self.text, title.start, title.end)):
                    yield self.mentioned(m, "en-tete")  # a letterhead that was taken for the title
                    return
                if self.rules["communique-de"].regex.match(self.text[title.start : m.start]):
                    yield self.mentioned(m, "communique-de")
                    return

    def _broken(self, rest: Sequence[Line], end: int) -> int:
        """Where a name ends that the letterhead breaks: «Groupement de gendarmerie⏎de la Lozère»."""
        for line, after in pairwise(rest[:MAX_BROKEN]):
            whole = end == line.end and after.start == line.end + 1 and len(after.text) <= MAX_NAME_LINE
            if not whole or not _GOES_ON.match(fold(after.text)):
                return end
            end = after.end
        return end

    def _under_title(self) -> Iterator[Fact]:
        """«Communiqué de presse de la Ville de Lille», under the title."""
        pattern = self.rules["communique-de-dessous"].regex
        for block in self.release.blocks[:UNDER]:
            if block.zone == "header" and block.start >= self.title:
                for line in lines(self.text, block.start, block.end):
                    where = signing(pattern, line.text, line.start)
                    if where and not self._person(self.text[slice(*where)]):
                        yield self.written(*where, "communique-de-dessous")

    def _above_kicker(self) -> Iterator[Fact]:
        """The first line of all, if «Communiqué de presse» stands on a line below it."""
        header = [b for b in self.release.blocks if b.zone == "header" and b.end <= self.title]
        top = [line for b in header for line in lines(self.text, b.start, b.end)][:3]
        dated = self.rules["surtitre-date"].regex
        kicked = [bool(self.kicker.match(line.text) or dated.match(line.text)) for line in top]
        if len(top) < 2 or not any(kicked[1:]) or kicked[0]:
            return
        line = top[0]
        cut = _BREAK.search(line.text)
        end = line.start + len((line.text[: cut.start()] if cut else line.text).rstrip())
        name = self.text[line.start : end]
        places = [m for m in self.release.mentions if m.label == "LOC" and m.start < end and line.start < m.end]
        # «Grand Besançon» may write; «Tours», and a commune that a rule knows, is where it is written.
        placed = any(len(name.split()) < 2 or m.by.startswith("mentions/") for m in places)
        if len(line.text) <= MAX_NAME_LINE and not placed and name[:1].isupper() and not self._person(name):
            yield self.written(line.start, end, "surtitre-date" if dated.match(top[1].text) else "en-tete")

    def _alone(self, line: Line, m: Mention) -> bool:
        """Whether the line holds nothing but the mention, an article, its acronym and marks."""
        rest = self.text[line.start : m.start] + " " + _ACRONYM.sub("", self.text[m.end : line.end])
        rest = _KICKER.sub(" ", fold(rest))
        return not [w for w in _WORD.findall(rest) if w not in {"le", "la", "l", "les"}]

    def _named_line(self, line: Line) -> int:
        """Where the organisation ends that a line of a letterhead names; the line's start if it names none."""
        cut = _BREAK.search(line.text)
        name = line.text[: cut.start()] if cut else line.text
        words = name.split()
        whole = cut is None or cut[0].strip() in {"(", "-", "–", "—", "|"}
        if len(line.text) > MAX_LETTERHEAD or len(words) < 2 or not whole or not self.lex.head.match(fold(name)):
            return line.start
        capitals = sum(w[0].isupper() for w in words)
        # «Comité de défense de la maternité» has but one capital; at the very top, its noun is enough.
        bodied = (
            line.start == self.release.blocks[0].start and words[1] in _OF and not self.lex.service.match(fold(name))
        )
        return line.start + len(name.rstrip()) if name[0].isupper() and (capitals > 1 or bodied) else line.start

    def speech(self) -> Iterator[Fact]:
        """The ministry whose minister speaks: «Discours de Léa Noury, ministre de la Mer»."""
        for block in self.release.blocks:
            if block.zone == "header":
                for line in lines(self.text, block.start, block.end):
                    yield from self._ministry(line.start, line.end, "discours-ministre")

    def minister(self) -> Iterator[Fact]:
        """The ministry whose minister is the subject of the first sentence."""
        first = next((b for b in self.release.blocks if b.zone == "body" and b.kind == "paragraph"), None)
        if first and self.release.title:
            yield from self._ministry(first.start, min(first.end, first.start + MAX_LEAD), "ministre")

    def _ministry(self, start: int, end: int, rule: str) -> Iterator[Fact]:
        if m := self.rules[rule].regex.search(self.text[start:end]):
            name = " ".join(f"ministère {m['charge']}".split())
            entity = self.known(name)
            first, last = start + m.start("office"), start + m.end("charge")
            value = self.value(entity) if entity else name
            yield Fact(start=first, end=last, text=self.text[first:last], value=value, by=f"issuer/{rule}")

    def byline(self) -> Iterator[Fact]:
        """«Par La Dynamo, vendredi 5 juin»."""
        for block in self.release.blocks:
            if block.zone not in {"header", "notes"}:
                continue
            for line in lines(self.text, block.start, block.end):
                m = self.rules["signe-par"].search(line.text)
                if m and not self._person(m["nom"]):
                    yield self.written(line.start + m.start("nom"), line.start + m.end("nom"), "signe-par")

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
                yield from self._signed(last)

    def _signed(self, last: Sequence[Line]) -> Iterator[Fact]:
        """«Pour l'association Rives Libres, la présidente»; «Léa Noury, présidente de X»; «X, le 3 mars 2021»."""
        for line in last:
            for rule in ("signe-pour", "signe-au-nom", "signe-et-date", "signe-en-qualite"):
                where = signing(self.rules[rule].regex, line.text, line.start)
                if where and not self._person(self.text[slice(*where)]):
                    cut = whose(self.text[slice(*where)])
                    yield self.written(where[0] + cut, where[1], rule)

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
            if not site or self.value(site) == presented[0].value:  # else it presents a partner of the site's owner
                yield presented[0]
        elif presented:
            for other in (*self.domain(), *self.metadata(), *self.contact(), *self.subject()):
                yield from (p for p in presented if p.value == other.value)
            ranked = sorted(presented, key=lambda p: -self._named(p))
            if self._named(ranked[0]) > self._named(ranked[1]):
                yield ranked[0]

    def _site(self) -> Entity | None:
        """The organisation whose site it is, if the text names it; «Orvalis» for a site called «Orvalis Groupe»."""
        name = " ".join(self.document.hints.get("publisher", "").split())
        if entity := self.known(name):
            return entity
        starts = [e for f, e in self.by_name.items() if " " in f and fold(name).startswith(f"{f} ")]
        return starts[0] if starts else None

    def _presented(self, about: About) -> Fact | None:
        """The organisation of one «À propos»: that of its head, else the first that its text names."""
        name, inside = about.organization, self._between(about.start, about.end)
        if name and fold(name) not in self.lex.generic:
            entity = self.known(name)
            for m in inside:
                if m.entity == entity.id if entity else fold(name) in fold(m.text):
                    return self.mentioned(m, "a-propos")
            at = self.text.find(name, about.start, about.end)
            return self.written(at, at + len(name), "a-propos") if at >= 0 else None
        bare_head = name or not _OF_SOMETHING.search(about.text.split("\n")[0][:MAX_LETTERHEAD])
        return self.mentioned(inside[0], "a-propos") if inside and bare_head else None

    def _between(self, start: int, end: int) -> Sequence[Mention]:
        """The organisations mentioned in text[start:end]."""
        return [
            m for m in self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)] if m.end <= end
        ]

    def _named(self, fact: Fact) -> int:
        entity = self.known(fact.value)
        return self.count[entity.id] if entity else 0

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
        local, _, host = address.partition("@")
        owner = label(host)
        if owner not in self.lex.public and not (contact and self._agency(contact, owner)):
            yield from self._spelt(owner)
        if local not in self.lex.mailboxes and not (contact and contact.name and self._holds(local, contact.name)):
            yield from self._spelt(local)

    def _agency(self, contact: Contact, owner: str) -> bool:
        """Whether a contact works for an agency: its name says so, or its domain is the person's own."""
        own = fold(contact.organization or "")
        if self.lex.agency.search(own):
            return True
        return bool(self.lex.agency.search(f" {owner}")) or bool(contact.name and self._holds(owner, contact.name))

    def _holds(self, letters: str, name: str) -> bool:
        return any(len(w) > 2 and w in fold(letters) for w in _WORD.findall(fold(name)))

    def _spelt(self, owner: str) -> Iterator[Fact]:
        """Entities that a label spells, the most named first; else names in capitals, the longest first."""
        if not owner:
            return
        fits = self._entities(lambda form: spells(owner, form, self.lex.heads))
        if not fits:  # «mcc-quebec», «inrap-ara»
            parts = [p for p in owner.split("-") if p != owner and p not in self.lex.heads]
            fits = self._entities(lambda form: any(self._part(p, form) for p in parts))
        yield from (self.mentioned(self.first[e.id], "courriel") for e in fits)
        others = {m.start: m for m in reversed(self.release.mentions) if m.label in {"LOC", "MISC"} and " " in m.value}
        for m in sorted(others.values(), key=lambda m: m.start):  # «office de tourisme de Vaubourg», labelled otherwise
            if spells(owner, m.value, self.lex.heads):
                yield self.written(m.start, m.end, "courriel")
        runs = [r for r in self.runs if spells(owner, self.text[slice(*r)], self.lex.heads) and not self._charge(r[0])]
        for start, end in sorted(runs, key=lambda r: (r[0] - r[1], r[0])):
            yield self.written(start, end, "courriel")

    def _charge(self, start: int) -> bool:
        """Whether a name is what a minister has charge of: «ministre de la | Mer»."""
        return _CHARGE.search(self.text, max(0, start - MAX_NAME_LINE), start) is not None

    def _entities(self, fits: Callable[[str], bool]) -> list[Entity]:
        """Those of which a form fits, the most named first."""
        found = [e for e in self.entities.values() if any(fits(form) for form in (e.name, *e.aliases))]
        return sorted(found, key=lambda e: -self.count[e.id])

    def _part(self, part: str, name: str) -> bool:
        return part == fold(name) or (len(part) >= MIN_PART and spells(part, name, self.lex.heads))

    @cached_property
    def runs(self) -> Sequence[tuple[int, int]]:
        """Names in capitals that are neither a person's nor that of a town, each once."""
        taken = {(m.start, m.end) for m in self.release.mentions if m.label in {"LOC", "PER"}}
        found: dict[str, tuple[int, int]] = {}
        for block in self.release.blocks:
            if block.zone not in {"header", "body", "about"}:
                continue
            for m in _RUN.finditer(self.text, block.start, block.end):
                if len(found) >= MAX_RUNS:
                    return list(found.values())
                words = m[0].split()
                # «Maison du Vent», «Carreau des Halles» are places too; a town's name is one word or hyphened
                alone = m.span() in taken and len(words) < 2 and fold(words[0]) not in self.lex.heads
                if not alone and not self._person(m[0]):
                    found.setdefault(fold(m[0]), m.span())
        return list(found.values())

    # --------------------------------------------------------------------------------------------------- the rest

    def metadata(self) -> Iterator[Fact]:
        """What the file says of its publisher, its author, its site."""
        title = self.document.hints.get("title", "")
        named = re.split(r"\s[–—|·»-]\s", title)[-1].rstrip(" !?…") if _SITED.search(title) else ""
        sites = [part.strip() for part in re.split(r"\s[–—|·»:-]\s", title)[1:]]
        hinted = [(key, self.document.hints.get(key, "")) for key in ("publisher", "author")]
        for source, said in [*hinted, *(("title", site) for site in sites), ("site", named)]:
            name = " ".join(said.split())
            if not name or self._person(name):
                continue
            key = f"{fold(name)} "
            longer = {
                e.id for f, e in self.by_name.items() if f.startswith(key)
            }  # «Agence de l'eau | Rhône-Méditerranée»
            if entity := self.known(name):
                yield self.mentioned(self.first[entity.id], "metadonnees")
            elif len(longer) == 1:
                yield self.mentioned(self.first[longer.pop()], "metadonnees")
            elif source == "publisher" or (
                source in {"author", "site"}
                and 1 < len(name.split()) <= MAX_SITE
                and name[0].isupper()
                and self.lex.head.match(fold(name))
                and not self.lex.service.match(fold(name))
            ):
                yield Fact(start=0, end=0, text="", value=name, by="issuer/metadonnees")

    def contact(self) -> Iterator[Fact]:
        """The organisation of the press contact, if it is not an agency."""
        for c in self.release.contacts:
            if m := self.rules["agence-pour"].regex.search(self.text[c.start : c.end]):
                yield self.written(c.start + m.start("nom"), c.start + m.end("nom"), "agence-pour")
        for c in self.release.contacts:
            name = fold(c.organization or "")
            if not c.organization or self.lex.agency.search(name) or _PRESS_DESK.search(name):
                continue
            at = self.text.find(c.organization, c.start, c.end)
            named = next((m for m in self.mentions if m.start == at), None)
            if named:
                yield self.mentioned(named, "contact-presse")
            elif at >= 0:
                yield self.written(at, at + len(c.organization), "contact-presse")

    def subject(self) -> Iterator[Fact]:
        """The organisation that does something in the title, or first in the text proper."""
        title = self.release.title
        if title:
            yield from self._acting(title.start, title.end)
            yield from self._opening(title.start, title.end)
        for block in [b for b in self.release.blocks if b.zone == "body" and b.kind == "paragraph"][:LEAD]:
            yield from self._acting(block.start, min(block.end, block.start + MAX_LEAD))
            yield from self._opening(block.start, block.end)

    def _opening(self, start: int, end: int) -> Iterator[Fact]:
        """A name in capitals that opens a text and is the subject of its first verb, though no mention."""
        dated = _DATED.match(self.text, start, end)
        m = _OPENING_RUN.match(self.text, dated.end() if dated else start, end)
        if m and fold(m["name"]) not in self.lex.everywhere and self._acts(m.end()):
            first, last = m.span("name")
            if self._organized(first, last):
                yield self.written(first, last, "sujet")

    def _acting(self, start: int, end: int) -> Iterator[Fact]:
        for m in self._between(start, end):
            acts = self._acts(m.end) or self._acts_with_another(m.end)
            if acts and not self._institution(m.entity) and leads(self.text, start, m.start):
                yield self.mentioned(m, "sujet")

    def _acts_with_another(self, end: int) -> bool:
        """Whether «et» and another organisation follow, and then a verb."""
        start = joined(self.text, end)
        i = bisect_left(self.starts, start) if start >= 0 else len(self.starts)
        return i < len(self.starts) and self.starts[i] == start and self._acts(self.mentions[i].end)

    def _institution(self, entity: str) -> bool:
        return fold(self.entities[entity].name) in self.lex.everywhere

    def _acts(self, end: int) -> bool:
        return acts(self.text, end, self.lex.short_verbs, self.lex.no_verbs)

    def _organized(self, start: int, end: int) -> bool:
        """Whether a name in capitals is an organisation's by its noun, or said again inside a sentence.

        What a rule found to be a person or a place is none; the model alone is not believed.
        """
        name = self.text[start:end]
        words = name.split()
        if fold(name) in self.lex.articles | self.lex.heads or self._person(name):
            return False
        if any(m.start == start and m.end > end for m in self.mentions):  # «Fédération | départementale des …»
            return False
        if len(words) > 1 and fold(words[0]) in self.lex.heads:
            return True
        others = [m for m in self.release.mentions if m.label in {"PER", "LOC"} and m.start <= start < m.end]
        if any(m.by.startswith("mentions/") or len(words) < 2 for m in others):
            return False
        return re.search(rf"[a-zà-ÿ,'’]\s?{re.escape(name)}\b", self.text) is not None

    def headline(self) -> Iterator[Fact]:
        """The organisation of the title, if none is named more."""
        title = self.release.title
        most = self.count.most_common(2)
        for m in self._between(title.start, title.end) if title else ():
            if self._institution(m.entity):
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
            if any(r.startswith(e) for r in roles for e in self.lex.elected) and self._acts(m.end):
                name = persons[m.entity].name
                yield Fact(start=m.start, end=m.end, text=m.text, value=name, by="issuer/elu")

    def most_named(self) -> Iterator[Fact]:
        """The organisation that is named far more than all others; or more, if the first lines name it."""
        ranked = [(n, e) for e, n in self.count.most_common() if not self._institution(e)]
        if not ranked:
            return
        (n, e), second = ranked[0], ranked[1][0] if len(ranked) > 1 else 0
        body = next((b.start for b in self.release.blocks if b.zone == "body"), 0)
        foremost = min((m.start for m in self.mentions if m.start >= body), default=-1) == self.first[e].start
        early = self.first[e].start < body + MAX_LEAD
        alone = n >= 2 and not second
        if alone or (n >= MIN_MENTIONS and n >= FAR_MORE * second) or (n >= 2 and (n > second or foremost) and early):
            yield self.mentioned(self.first[e], "plus-nomme")
