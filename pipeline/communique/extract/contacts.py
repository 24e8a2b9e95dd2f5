"""Document with zones, mentions -> press contacts: each person or desk with role, organisation, numbers, addresses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from communique.document import Document
from communique.record import Block, Contact, Release
from communique.rulebook import Rules, RuleSet
from communique.values.cards import Card, cards
from communique.values.contact_fields import Evidence, Field, Words, fields
from communique.values.emails import emails
from communique.values.folding import fold
from communique.values.lines import lines
from communique.values.phones import phones
from communique.values.tokens import tokens

MAX_LINE = 100  # code points of a line of a contact that holds neither a number nor an address
MAX_BARE = 200  # of a last line that only names: «Association Les Dauphins, 12 rue du Port, 01 99 00 12 34»
LAST = 2  # blocks of the body in which such a line may stand
ASKING = "zones/phrase-de-contact"  # a block of sentences and no box: it is read as the text is
MAX_SENTENCE = 400  # code points in which a sentence says whom the press may call

_SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\b[A-ZÀ-Þ]\.)[»”)]?\s+(?=[«“(]?[A-ZÀ-Þ])|\n")
_NUMBERED = re.compile(r"\d[\s.-]?\d|@|\bat\b")
_COUNTRY = {"be": "BE", "ch": "CH", "lu": "LU", "ca": "CA", "quebec": "CA", "brussels": "BE", "wallonie": "BE"}
_CODES = {"+32": "BE", "+41": "CH", "+352": "LU", "+1": "CA"}


@dataclass(frozen=True)
class Lexicon:
    words: Words
    heads: tuple[re.Pattern[str], ...]  # of contacts inside a block of text
    call: re.Pattern[str]  # what a sentence for the press says
    answer: re.Pattern[str]  # what an invitation asks of whom it invites
    question: re.Pattern[str]  # what a sentence for whoever asks says
    public: re.Pattern[str]
    organizers: re.Pattern[str]  # «Commission d'organisation :» opens what is for those who come


@lru_cache(maxsize=2)
def lexicon(rules: Rules) -> Lexicon:
    """The word lists of rules/contacts.yaml, and those of other files that say what a name or a role is."""
    ours, zones, about = rules["contacts"], rules["zones"], rules["about"]

    def folded(file: RuleSet, name: str) -> frozenset[str]:
        return frozenset(map(fold, file.words[name]))

    def any_of(file: RuleSet, name: str) -> str:
        return "(?:" + "|".join(re.escape(w) for w in sorted(folded(file, name), key=lambda w: (-len(w), w))) + ")"

    functions: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for word in [*rules["persons"].words["fonctions"], *ours.words["fonctions"]]:
        keys = tuple(re.split(r"[·(.]", t.key)[0] or t.key for t in tokens(word))
        functions[keys[0]].append(keys)
    outside = ours.alternative("hors_contact")
    label = "(?:" + "|".join([any_of(ours, "etiquettes"), any_of(ours, "hors_contact")]) + ")"
    press = zones.alternative("presse")
    return Lexicon(
        Words(
            heads=tuple(zones[name].regex for name in ("contact-presse", "contact")),
            titles=re.compile(rf"{ours.alternative('titres')}\b", re.IGNORECASE),
            labels=re.compile(rf"(?:{label}|[\W\d_])(?:[\W\d_]+{label})*[\W\d_]*"),
            outside=re.compile(rf"(?<![\w/]){outside}\W{{0,6}}$", re.IGNORECASE),
            outside_after=re.compile(rf"\s?\(\s?{outside}\s?\)", re.IGNORECASE),
            desk=re.compile(
                rf"{ours.alternative('services')}\s(?:(?:de|des|la|les|du|d['’]|l['’]|et|&|relations?|avec)\s?){{0,4}}"
                rf"(?:{press}|communication|com|information|relations|médias)\b",
                re.IGNORECASE,
            ),
            desk_words=folded(ours, "services"),
            office=re.compile(
                rf"\b(?:au|à la|à l['’]|auprès du|auprès de la)\s?(?P<office>{ours.alternative('services')}"
                r"\s(?:de\s|des\s|du\s|d['’])?(?-i:[A-ZÀ-Þ])[\w'’-]*)\s?$",
                re.IGNORECASE,
            ),
            kind_of_press=re.compile(
                rf"{press}\s{ours.alternative('sortes_de_presse')}(?:\set\s{ours.alternative('sortes_de_presse')})?",
                re.IGNORECASE,
            ),
            finance=re.compile(rf"\b{ours.alternative('finance')}\b", re.IGNORECASE),
            countries=folded(ours, "pays"),
            relation=re.compile(ours.alternative("relations") + r"(?=\W|$)", re.IGNORECASE),
            public=re.compile(rf"\b{zones.alternative('public')}\b", re.IGNORECASE),
            press=re.compile(rf"\b{press}\b", re.IGNORECASE),
            street=re.compile(
                rf"^(?:\d{{1,4}}\s?(?:bis|ter)?,?\s)?{any_of(ours, 'voies')}\b|\b{any_of(ours, 'voies')}\s\d|\bcedex\b"
            ),
            clause=re.compile(rf"\b{ours.alternative('mots_de_phrase')}\b", re.IGNORECASE),
            hours=re.compile(rf"{ours.alternative('heures')}(?!\w)", re.IGNORECASE),
            accounts=re.compile(
                rf"(?:^|[/.]){ours.alternative('comptes')}\.(?:com|be|app|ly|gl|social|tv|me)\b", re.IGNORECASE
            ),
            networks=folded(ours, "reseaux_de_compte"),
            functions={w: sorted(f, key=lambda k: -len(k)) for w, f in functions.items()},
            ranks=folded(rules["persons"], "rangs") | {"nouveau", "nouvelle", "futur", "future", "actuel", "actuelle"},
            given=frozenset(fold(row[0]) for row in rules.gazetteer("prenoms.txt")),
            civilities=folded(rules["mentions"], "civilites"),
            particles=folded(rules["mentions"], "particules"),
            org_nouns=folded(ours, "mots_d_organisme"),
            domains=folded(ours, "domaines"),
            articles=folded(about, "articles"),
            generic=folded(about, "generiques") | {"secretariat", "cabinet", "ministere"},
        ),
        heads=(zones["contact-presse"].regex,),
        call=re.compile(rf"\b{ours.alternative('appels_a_la_presse')}\b", re.IGNORECASE),
        answer=re.compile(rf"\b{ours.alternative('appels_aux_invites')}\b", re.IGNORECASE),
        question=re.compile(rf"\b{ours.alternative('appels_a_tous')}\b", re.IGNORECASE),
        public=re.compile(rf"\b{zones.alternative('public')}\b", re.IGNORECASE),
        organizers=re.compile(rf"\W{{0,4}}{zones.alternative('organisateurs')}\s?:", re.IGNORECASE),
    )


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Press contacts in text order."""
    lex = lexicon(rules)
    evidence = _evidence(document, release)
    found: list[Contact] = []
    for run in _runs(release.blocks):
        read: list[Field] = []
        for b in run:
            read.append(Field("break", b.start, b.start, "", b.start))
            read += fields(release.text, b.start, b.end, lex.words, evidence)
        found += _contacts(release.text, cards(read), "contacts/bloc")
    for block in release.blocks:
        if (block.zone != "contacts" or block.by == ASKING) and _NUMBERED.search(release.text, block.start, block.end):
            found += _inside(release.text, block, lex, evidence, invited=release.kind == "invitation")
    if not found:
        body = [block for block in release.blocks if block.zone in {"body", "about"} or block.by == ASKING]
        for block in body:
            found += _failing_others(release.text, block, lex, evidence, last=block in body[-LAST:])
    return {"contacts": tuple(sorted(_distinct(found), key=lambda c: (c.start, c.end)))}


def _evidence(document: Document, release: Release) -> Evidence:
    persons = [m for m in release.mentions if m.label == "PER"]
    return Evidence(
        persons={m.start: m.end for m in persons if m.by.startswith("mentions/")},
        likely={m.start: m.end for m in persons if not m.by.startswith("mentions/")},
        organizations={m.end: m.start for m in release.mentions if m.label == "ORG"},
        places={m.start: m.end for m in release.mentions if m.label == "LOC"},
        region=_region(document, release),
    )


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks of the zone of contacts that stand together."""
    run: list[Block] = []
    for block in blocks:
        if block.zone == "contacts" and block.by != ASKING:
            run.append(block)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _inside(text: str, block: Block, lex: Lexicon, evidence: Evidence, *, invited: bool) -> Iterator[Contact]:
    """Contacts in a block of text: after a head of their own, or in a sentence that speaks to the press.

    Args:
        invited: the release invites its reader, who is the press, so that «vous inscrire» is said to it.
    """
    for start, stop in _sentences(text, block.start, block.end):
        if any(head.match(text[start:stop]) for head in lex.heads):
            end = _box_end(text, start, block.end)
            if _NUMBERED.search(text, start, end):
                read = fields(text, start, end, lex.words, evidence)
                yield from _contacts(text, cards(read), "contacts/dans-le-texte")
                return
        if stop - start > MAX_SENTENCE or not _NUMBERED.search(text, start, stop):
            continue
        if not (lex.call.search(text, start, stop) or (invited and lex.answer.search(text, start, stop))):
            continue
        read = fields(text, start, stop, lex.words, evidence, prose=True)
        yield from _contacts(text, [c for c in cards(read) if c.name or c.organization], "contacts/phrase")


def _failing_others(text: str, block: Block, lex: Lexicon, evidence: Evidence, *, last: bool) -> Iterator[Contact]:
    """Whom a sentence names for information, where the release names nobody for the press.

    At the end of the text (`last`) a name or an organisation with its number is enough.
    """
    for start, stop in _sentences(text, block.start, block.end):
        if stop - start > MAX_SENTENCE or not _NUMBERED.search(text, start, stop):
            continue
        called = bool(lex.call.search(text, start, stop))
        desk = cards(fields(text, start, stop, lex.words, evidence, prose=True)) if called else []
        desk = [c for c in desk if any(_of_press(mail, lex) for mail in c.emails)]
        if desk:
            yield from _contacts(text, desk, "contacts/a-defaut")
            continue
        if lex.public.search(text, start, stop) or lex.organizers.match(text, start, stop):
            continue
        asked = bool(lex.question.search(text, start, stop))
        read = cards(fields(text, start, stop, lex.words, evidence, prose=True)) if asked else []
        named = [c for c in read if c.name]
        told = lex.words.clause.search(text, start, stop) is not None
        if not named and last and stop - start <= MAX_BARE and (asked or not told):
            read = cards(fields(text, start, stop, lex.words, evidence))
            named = [
                c
                for c in read
                if c.name or (asked and _desk(c, lex)) or (not asked and _organized(text, c, lex, evidence))
            ]
        yield from _contacts(text, named, "contacts/a-defaut")


def _of_press(mail: str, lex: Lexicon) -> bool:
    """Whether an address is that of those who speak to the press: «presse@», «service.presse@»."""
    return lex.words.press.search(mail.partition("@")[0]) is not None


def _desk(card: Card, lex: Lexicon) -> bool:
    """Whether a card is a desk that answers by mail: «Renseignements : secrétariat de la direction, …»."""
    f = card.organization
    return bool(card.emails) and f is not None and fold(f.value.split()[0]) in lex.words.desk_words


def _organized(text: str, card: Card, lex: Lexicon, evidence: Evidence) -> bool:
    """Whether a card's organisation is one by more than its capital: by a noun, another layer, the text elsewhere."""
    f = card.organization
    if f is None:
        return False
    if evidence.organizations.get(f.end) == f.start or fold(f.value.split()[0]) in lex.words.org_nouns:
        return True
    return f.value in text[: f.start]


def _box_end(text: str, start: int, end: int) -> int:
    """Where the lines of a contact end: before a line of text that holds no number and no address."""
    for line in lines(text, start, end):
        if line.start > start and len(line.text) > MAX_LINE and not _NUMBERED.search(line.text):
            return line.start
    return end


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of text[start:end], and its lines, in order."""
    position = start
    for m in _SENTENCE_END.finditer(text, start, end):
        yield position, m.start()
        position = m.end()
    yield position, end


def _contacts(text: str, found: Sequence[Card], by: str) -> Iterator[Contact]:
    for card in found:
        if not card.fields:
            continue
        start, end = card.span
        yield Contact(
            start=start,
            end=end,
            text=text[start:end],
            by=by,
            name=card.name.value if card.name else None,
            role=card.role_text or None,
            organization=card.organization.value if card.organization else None,
            phones=tuple(card.phones),
            emails=tuple(card.emails),
            urls=tuple(card.urls),
        )


def _distinct(found: Sequence[Contact]) -> Iterator[Contact]:
    """Each contact once: a page may say it at its top and at its end."""
    seen: set[tuple[object, ...]] = set()
    for c in found:
        key = (fold(c.name or ""), c.phones, c.emails) if c.phones or c.emails else (fold(c.name or ""), c.start)
        if key not in seen:
            seen.add(key)
            yield c


def _region(document: Document, release: Release) -> str:
    """The country of numbers without country code, where page, addresses and numbers name one and no other."""
    text = release.text
    told: Counter[str] = Counter()
    language = document.hints.get("language", "").lower().replace("_", "-")
    if (country := language.partition("-")[2]) in {"be", "ch", "lu", "ca"}:
        told[country.upper()] += 1
    for email in emails(text):
        if country := _COUNTRY.get(email.domain.rpartition(".")[2], ""):
            told[country] += 1
    for block in release.blocks:
        if block.zone == "contacts":
            for phone in phones(text[block.start : block.end]):
                for code, name in _CODES.items():
                    if phone.value.startswith(code) and text[block.start + phone.start] in "+(0":
                        told[name] += text[block.start + phone.start] == "+"
    return next(iter(told)) if len(+told) == 1 else ""
