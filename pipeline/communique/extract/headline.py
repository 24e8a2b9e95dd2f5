"""Document -> kind, title, subtitle, place: what the head of a release says of itself.

The lines of the head are sorted first: what is a kicker, a date, a letterhead, a contact is no title. Those that are
left are weighed by the rules that have a weight (`poids`), and the heaviest, with the lines that go on with it, is the
title. The rule that weighs most in it is its author. See rules/headline.yaml and values/headlines.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from communique.document import Document
from communique.record import Block, Fact, Release
from communique.rulebook import Rule, Rules, RuleSet
from communique.values import datelines, dates, headlines
from communique.values.folding import fold
from communique.values.headlines import Line

MARK = "¤"  # stands for a date in a rule's pattern
TOWN = "§"  # stands for the towns and the day of a dateline
HEAD = 40  # blocks in which the head is looked for: pages that a reader could not strip have as much before it
AFTER = 6  # blocks after the first paragraph in which a heading may still be the title, if nothing before is
FIRST_PARAGRAPHS = 3  # a dateline may follow the summary
LAST_BLOCKS = 8  # a signature, a contact box and a footer may follow «Fait à Tours, le 18 avril»
MAX_CLOSING = 120  # code points of a block's end in which a town and a day close it
MAX_LINE = 400  # code points of a line that are read: ten cities of a dateline take 120
_DATELINE, _FAIT = "headline/dateline", "headline/fait-a"
_SURE = frozenset({"headline/titre-de-page", "headline/balise-title", "headline/objet"})
BEFORE = 2.0  # weighs against a line above the kicker, in the letterhead, or that may be a name
SET_OFF = 1.5  # weighs against a plain line under one in bold
SECOND = 2.5  # against one in bold under another that a kicker leads: a subtitle, which often says more
LEAST = 1.0  # a line that weighs less is no title
_LEADING = frozenset(
    {"surtitre", "date", "diffusion", "reference", "invite"}
)  # a title stands right after one of these
_NOT_HEAD = frozenset({"about", "contacts", "social", "notes"})
_DAYS = re.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d(?:T\d\d:\d\d)?")
_FIGURES = re.compile(r"\d{1,4}[/.-]\d")
_CLOCK = re.compile(r"[\s,]*(?:à\s|dès\s|[-–]\s)?\d{1,2}\s?(?:h|heures?|:)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_MONTH = re.compile(r"\d{4}-\d\d")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A line that may be the title."""

    line: Line
    weight: float
    by: str  # the rule that weighs most
    led: bool  # a kicker, a date or a mention of its release stands above it
    event: bool  # it says that something happens


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """The four fields; None (kind: "autre") where the release does not say."""
    own = rules["headline"]
    lines = _lines(document, release.blocks, rules)
    title, used = _title(document, lines, rules)
    kind = _kind(document, release, lines, title, own)
    subtitle = _subtitle(document, lines, used, own, kind) if used else None
    place = _place(document, release.blocks, title, rules, kind)
    return {
        "kind": kind,
        "title": title,
        "subtitle": subtitle,
        "place": place,
    }


def refused(document: Document, release: Release, rules: Rules) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, rule and reason of each line of the head that is no title."""
    lines = _lines(document, release.blocks, rules)
    for line in lines:
        if line.sort:
            yield line.start, line.end, line.by, f"a line of the head, but no title: {line.sort}"
    _, used = _title(document, lines, rules)
    for w in _weighed(document, lines, rules):
        if w.line is not used:
            yield w.line.start, w.line.end, w.by, f"may be a title; weighs {w.weight:.1f}"


# ------------------------------------------------------------------------------------------------ lines


def _lines(document: Document, blocks: Sequence[Block], rules: Rules) -> list[Line]:
    """The lines of the first blocks, each sorted; bullets are none."""
    bold = {b.start: b.bold for b in document.blocks}
    sorter = _sorter(rules)
    found: list[Line] = []
    paragraphs = 0
    for i, block in enumerate(blocks[:HEAD]):
        # Below the first paragraphs, only what the page calls a title can be one.
        if block.kind == "item" or (paragraphs > FIRST_PARAGRAPHS and block.kind not in ("title", "heading")):
            continue
        at = block.start
        for written in document.text[block.start : block.end].split("\n"):
            start, end = headlines.trimmed(document.text, at, at + len(written))
            at += len(written) + 1
            if start == end:
                continue
            text = document.text[start:end]
            strong = end <= block.start + bold.get(block.start, 0)
            line = sorter.sorted(Line(start, end, text, i, block.kind, block.level, strong, block.origin))
            if not line.sort and not line.lead and block.zone in _NOT_HEAD:
                line = replace(line, sort=block.zone, by=block.by)
            found.append(line)
            paragraphs += headlines.proper(line)
    return headlines.merged(found, sorter.links)


@dataclass(frozen=True)
class Sorter:
    """The rules that sort lines, with their word lists folded."""

    rules: tuple[Rule, ...]  # that of kickers first
    kickers: frozenset[str]  # their letters alone, for those whose letters stand apart
    organisations: frozenset[str]
    inside: frozenset[str]
    mottos: frozenset[str]
    event: headlines.Event
    ahead: Rule
    behind: Rule
    subject: Rule
    finder: datelines.Finder
    links: headlines.Links

    def sorted(self, line: Line) -> Line:
        """The line with what it is; without the kicker before or after its title, if it has one."""
        plain = line.kind not in ("title", "heading") and not line.bold
        if len(line.text) > (headlines.LONG if plain else MAX_LINE):
            return line
        if by := self.rule_of(line.text):
            return replace(line, sort=by.options["ligne"], by=by.id)
        rest, lead = self._stripped(line)
        if rest is line:
            return line
        if by := self.rule_of(rest.text):  # «Communiqué de presse – Ville de Tours»
            return replace(line, sort="surtitre", by=by.id)
        named = (
            lead == self.behind.name and plain and headlines.loosely_named(rest.text, self.organisations, self.event)
        )
        if named:  # «Observatoire du logement étudiant – Communiqué de presse»
            return replace(line, sort="surtitre", by=self.behind.id)
        return replace(rest, lead=lead)

    def rule_of(self, text: str) -> Rule | None:
        """The rule by which a line is no title."""
        if (letters := headlines.unspaced(text)) and headlines.alnum(letters) in self.kickers:
            return self.rules[0]
        marked = self._marked(text).rstrip(" :")
        towned = ""
        for rule in self.rules:
            if rule.name == "organisme":
                fits = headlines.named(text, self.organisations, self.inside, self.event)
            elif rule.name in ("lieu-et-date", "dateline-en-ligne"):
                towned = towned or self._towned(text)
                fits = rule.search(towned) is not None
            elif rule.name == "devise":
                fits = " ".join(headlines.words(fold(text))) in self.mottos
            else:
                fits = rule.search(marked) is not None
            if fits:
                return rule
        return None

    def _marked(self, text: str) -> str:
        """The text with a mark for each day or month it names."""
        return "".join(MARK if date else piece for piece, date in self._pieces(text))

    def _towned(self, text: str) -> str:
        """The text with one mark for its dateline, if it has one: «Lille, le 3 mars 2021 – La…» -> «§ – La…»."""
        found = next(iter(self.finder.find(text)), None)
        return f"{text[: found.start]}{TOWN}{text[found.end :]}" if found else text

    def _pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        at = 0
        for date in dates.find(text, self.finder.grammar, None) if _DIGIT.search(text) else ():
            value = date.value or ""
            if _DAYS.fullmatch(value) or (_MONTH.fullmatch(value) and date.rule.endswith("mois-an")):
                clock = None if _FIGURES.match(text, date.start) else _CLOCK.search(text, date.start, date.end)
                end = clock.start() if clock else date.end  # the hour stays: «¤ à 11 h, salle des fêtes»
                yield text[at : date.start], False
                yield text[date.start : end], True
                at = end
        yield text[at:], False

    def _stripped(self, line: Line) -> tuple[Line, str]:
        """«Communiqué de presse : la ville ouvre» -> «la ville ouvre»; the line itself if there is nothing to take."""
        text, start, end, lead = line.text, line.start, line.end, ""
        for rule in (self.subject, self.ahead):
            n = self._taken(rule, text)
            if n and len(text) - n > 2:
                text, start, lead = text[n:], start + n, lead or rule.name
        pieces = [*self._pieces(text)]
        marked = "".join(MARK if date else piece for piece, date in pieces)
        if m := self.behind.search(marked):
            kept = len(text) - sum(len(p) for p in _tail(pieces, m.start()))
            if kept > 2:
                text, end, lead = text[:kept], start + kept, lead or self.behind.name
        return (replace(line, start=start, end=end, text=text), lead) if lead else (line, "")

    def _taken(self, rule: Rule, text: str) -> int:
        """Code points of the text that the rule's pattern takes off its front."""
        pieces = [*self._pieces(text)]
        marked = "".join(MARK if date else piece for piece, date in pieces)
        m = rule.regex.match(marked)
        return len(text) - sum(len(p) for p in _tail(pieces, m.end())) if m else 0


def _tail(pieces: Sequence[tuple[str, bool]], at: int) -> Iterator[str]:
    """What stands after place `at` of the marked text, as written."""
    for piece, date in pieces:
        n = 1 if date else len(piece)
        if at <= 0:
            yield piece
        elif at < n:
            yield piece[at:]
        at -= n


@lru_cache(maxsize=4)
def _sorter(rules: Rules) -> Sorter:
    own = rules["headline"]
    verb = re.compile(own.alternative("verbes") + r"(?:nt)?\b", re.IGNORECASE)
    return Sorter(
        rules=tuple(rule for rule in own if "ligne" in rule.options),
        kickers=frozenset(headlines.alnum(a + b) for a in own.words["annonces"] for b in ("", *own.words["publics"])),
        organisations=_folded(own, "organismes"),
        inside=_folded(own, "mots_de_nom"),
        mottos=_folded(own, "devises"),
        event=headlines.Event(own["dit-l-evenement"].regex, _folded(own, "determinants"), _folded(own, "jamais_verbe")),
        ahead=own["surtitre-devant"],
        behind=own["surtitre-derriere"],
        subject=own["objet"],
        finder=datelines.finder(rules),
        links=headlines.Links(_folded(own, "liaisons"), _folded(own, "reprises"), verb),
    )


def _folded(own: RuleSet, name: str) -> frozenset[str]:
    return frozenset(fold(w) for w in own.words[name])


# ------------------------------------------------------------------------------------------------ title


def _title(document: Document, lines: Sequence[Line], rules: Rules) -> tuple[Fact | None, Line | None]:
    """The title, and its line; no line where only the file says it."""
    said = _said(document.hints.get("title", ""), document.hints.get("publisher", ""), _sorter(rules))
    if weighed := _weighed(document, lines, rules):
        best = max(weighed, key=lambda w: (w.weight, -w.line.start))
        # A plain sentence is a title only for want of one that the file says.
        if best.weight >= LEAST and not (said and headlines.proper(best.line)):
            return _fact(document.text, best.line, best.by), best.line
    for line in lines:  # a page whose title is no more than «Communiqué de l'association X»
        if (line.kind == "title" and line.by == "headline/surtitre-et-auteur") or line.by == "headline/discours-de":
            return _fact(document.text, line, "headline/titre-de-page"), line
    if said:
        return Fact(start=0, end=0, text="", value=said, by="headline/metadonnees"), None
    return None, None


def _fact(text: str, line: Line, by: str) -> Fact:
    return _span(text, line.start, line.end, by)


def _span(text: str, start: int, end: int, by: str) -> Fact:
    written = text[start:end]
    return Fact(start=start, end=end, text=written, value=" ".join(written.split()), by=by)


def _weighed(document: Document, lines: Sequence[Line], rules: Rules) -> list[Weighed]:
    """The candidates with their weights, in text order."""
    own, sorter = rules["headline"], _sorter(rules)
    first = next((n for n, line in enumerate(lines) if headlines.proper(line)), len(lines))
    if first + 1 < len(lines) and headlines.sentence_title(lines[first]):
        first += 1
    single = len(document.blocks) < 2
    kicker = next((n for n, line in enumerate(lines[:first]) if line.sort == "surtitre"), 0)
    # A line that says what happened may stand above a kicker, if nothing stands between that and the text.
    alone = all(line.sort for line in lines[kicker + 1 : first])
    titled = any(line.kind in ("title", "heading") for line in lines[:first]) or any(o.kind == "title" for o in lines)
    letterhead = {line.block for line in lines if line.sort in ("contact", "adresse", "organisme", "devise")}
    found: list[Weighed] = []
    heritage = 0.0  # of a line that the next one says again, and more
    sites = headlines.sites(document.hints.get("title", ""), lines[: first + 1], sorter.event)
    for n, line in enumerate(lines):
        if line.sort or len(line.text) > headlines.MAX_TITLE or n in sites:
            continue
        reasons = dict(_reasons(document, line, own))
        sure = bool({"titre-de-page", "balise-title", "objet"} & reasons.keys())
        late = not titled and n > first and line.block <= lines[first].block + AFTER and "intertitre" in reasons
        if not sure and (single or (n >= first and (found or not late))):
            continue
        if line.lead or (n and lines[_above(lines, n, sorter)].sort in _LEADING):
            reasons["suit-l-en-tete"] = _weight(own, "suit-l-en-tete")
        if not found:
            reasons["premiere-ligne"] = _weight(own, "premiere-ligne")
        if n + 1 < len(lines) and headlines.proper(lines[n + 1]):
            reasons["devant-le-texte"] = _weight(own, "devant-le-texte")
        event = sorter.event.search(line.text)
        if event:
            reasons["dit-l-evenement"] = _weight(own, "dit-l-evenement")
        weight = sum(reasons.values()) + heritage - headlines.faults(line)
        heads = line.kind != "title" and not line.lead and line.block in letterhead
        over = n < kicker and not (alone and event and len(headlines.words(line.text)) > headlines.FEW)
        plain = line.kind == "paragraph" and not (line.bold or line.capitals or line.lead)
        if plain and any(w.line.bold and w.line.block < line.block for w in found):
            weight -= SET_OFF
        if line.bold and any(
            w.line.bold and w.led and len(headlines.words(w.line.text)) > headlines.FEW for w in found
        ):
            weight -= SECOND
        if heads or over or headlines.loosely_named(line.text, sorter.organisations, sorter.event):
            weight -= BEFORE
        heritage = 0.0
        if headlines.said_again(lines[n : n + 2]):
            heritage = weight
            continue
        best = max(reasons, key=lambda r: reasons[r], default="premiere-ligne")
        led = any(above.sort in _LEADING for above in lines[:n])
        found.append(Weighed(line, weight, f"headline/{best}", led, event))
    return [replace(w, weight=w.weight - BEFORE) if _gives_way(w, found[n + 1 :]) else w for n, w in enumerate(found)]


def _above(lines: Sequence[Line], n: int, sorter: Sorter) -> int:
    """The line above the n-th, or the one above that if it may be the name of who writes."""
    over = lines[n - 1]
    named = not over.sort and headlines.loosely_named(over.text, sorter.organisations, sorter.event)
    return n - 2 if n > 1 and named else n - 1


def _gives_way(w: Weighed, below: Sequence[Weighed]) -> bool:
    """Whether a line in which nothing happens is but a letterhead, a slogan or a rubric over one that says more."""
    if w.event or w.by in _SURE or headlines.PUNCTUATED.search(w.line.text):
        return False
    n = len(headlines.words(w.line.text))
    happens = any(other.event for other in below)
    set_off = any(o.line.bold and len(headlines.words(o.line.text)) > headlines.FEW for o in below)
    if n <= headlines.FEW:
        return happens or (set_off and not w.line.bold)
    return n <= headlines.NAME and happens and not w.led


def _weight(own: RuleSet, rule: str) -> float:
    return float(own[rule].options["poids"])


def _reasons(document: Document, line: Line, own: RuleSet) -> Iterator[tuple[str, float]]:
    """The rules that speak for a line by its form, with their weights."""
    if line.kind == "title":
        yield "titre-de-page", _weight(own, "titre-de-page")
    elif line.kind == "heading":
        yield "intertitre", _weight(own, "intertitre") + 2 - line.level
    if line.lead == "objet":
        yield "objet", _weight(own, "objet")
    if headlines.said_by(document.hints.get("title", ""), line.text):
        yield "balise-title", _weight(own, "balise-title")
    if line.bold:
        yield "gras", _weight(own, "gras")
    if line.capitals:
        yield "capitales", _weight(own, "capitales")


def _said(title: str, publisher: str, sorter: Sorter) -> str:
    """What the file says of its title, without the name of the site; "" if that is a kicker or a name."""
    parts = [p for p in headlines.segments(title) if headlines.alnum(p) != headlines.alnum(publisher)]
    best = max((p for p in parts if not sorter.rule_of(p)), key=len, default="")
    return " ".join(best.split()) if len(headlines.words(best)) > 2 else ""


# ------------------------------------------------------------------------------------------------ subtitle


def _subtitle(document: Document, lines: Sequence[Line], title: Line, own: RuleSet, kind: str) -> Fact | None:
    """The line under the title that completes it, or else the one over it."""
    n = lines.index(title)
    under = next((line for line in lines[n + 1 :] if not (line.sort == "date" and "front matter" in line.origin)), None)
    if under and under.sort == "date" and title.bold:  # a dateline between two lines in bold
        after = lines[lines.index(under) + 1 :]
        if after and after[0].bold and not any(o.bold or o.kind == "heading" for o in after[1:]):
            under = after[0]
    never = own["jamais-sous-titre"]
    if under and kind == "agenda" and not under.bold and under.kind != "heading":
        return None  # «Rendez-vous publics de la présidente» announces the list
    if under and not never.search(under.text) and _completes(under, title, lines):
        return _fact(document.text, under, "headline/sous-titre")
    over = lines[n - 1] if n > 1 and lines[n - 2].sort in _LEADING else None
    if over and not never.search(over.text) and _completes(over, title, lines) and not headlines.titled(over.text):
        return _fact(document.text, over, "headline/sous-titre")
    return None


def _completes(line: Line, title: Line, lines: Sequence[Line]) -> bool:
    """Whether a line beside the title is headline-like, and no first paragraph or section."""
    text = line.text
    if line.sort or len(headlines.words(text)) < 3 or len(text) > headlines.LONG or headlines.several(text):
        return False
    if text.endswith((".", ":", ",", ";", "…")) or line.kind in ("quote", "row", "caption"):
        return False
    if not line.bold and line.kind == "paragraph" and text.endswith(("!", "?")) and len(text) >= headlines.SENTENCE:
        return False
    if text.startswith(("«", "“", '"')) and text.endswith(("»", "”", '"')):
        return False
    if line.kind == "heading" and title.kind != "heading":
        # A short heading of a rank that comes again is that of a section.
        below = [o for o in lines if o.start > line.start]
        same = [o for o in below if o.kind == "heading" and o.level == line.level]
        if below and below[0].sort == "date" and below[0].kind != "heading":
            return True  # what stands above the dateline is the head's
        return not same or "front matter" in line.origin or len(text) >= headlines.SENTENCE
    return line.kind != "paragraph" or not headlines.proper(line)


# ------------------------------------------------------------------------------------------------ kind


def _kind(document: Document, release: Release, lines: Sequence[Line], title: Fact | None, own: RuleSet) -> str:
    """What the release is, by what it calls itself: in a kicker, in the file, in its title, then in its text."""
    kickers = [line for line in lines if line.sort in ("surtitre", "diffusion") or line.lead]
    called = " \n ".join(_written(document, line, release.blocks) for line in kickers)
    hints = (document.hints.get(key, "") for key in ("kind", "description"))
    file = " \n ".join(hint for hint in hints if len(hint) <= headlines.SENTENCE)  # a longer one is a summary
    for said, zone in ((called, "surtitre"), (file, "fichier"), (title.value if title else "", "titre")):
        for rule in own:
            if zone not in rule.options.get("où", "") or not rule.search(said):
                continue
            if "si" not in rule.options or _stands(own[rule.options["si"]], document.text):
                return rule.options["sorte"]
    for rule in own:
        if "texte" in rule.options.get("où", "") and _stands(rule, document.text):
            return rule.options["sorte"]
    # One release in nine does not say what it is: a headline over a text is one, unless it says otherwise.
    return "communiqué" if title else "autre"


def _stands(rule: Rule, text: str) -> bool:
    return next(rule.finditer(text), None) is not None


def _written(document: Document, line: Line, blocks: Sequence[Block]) -> str:
    """The line with the kicker that was taken off it."""
    block = blocks[line.block]
    start = document.text.rfind("\n", block.start, line.start) + 1 or block.start
    end = document.text.find("\n", line.end, block.end)
    return document.text[max(start, block.start) : end if end >= 0 else block.end]


# ------------------------------------------------------------------------------------------------ place


def _place(document: Document, blocks: Sequence[Block], title: Fact | None, rules: Rules, kind: str) -> Fact | None:
    """The town of the dateline at the top, else of the signature; None with several towns or none."""
    finder = datelines.finder(rules)
    top = _top(document, blocks)
    for n, block in enumerate((*top, *blocks[-LAST_BLOCKS:])):
        words = document.text[block.start : min(block.end, block.start + MAX_LINE)]
        for found in finder.find(words) if block.kind != "item" and len(blocks) > 1 else ():
            start, end, name = found.towns[0]
            signed = fold(words[:start]).split("\n")[-1].lstrip().startswith("fait")
            if n >= len(top) and not signed and words[found.end :].partition("\n")[0].strip(" ."):
                continue  # «Lyon, le 3 mai : réunion publique», far below
            fact = _span(document.text, block.start + start, block.start + end, _FAIT if signed else _DATELINE)
            return fact.model_copy(update={"value": name}) if len(found.towns) == 1 else None
    for block in top if kind == "discours" else ():
        for found in finder.venued(document.text[block.start : block.end][:MAX_LINE]):
            return _town(document, block.start, found, _DATELINE)
    for block in blocks[-LAST_BLOCKS:] if len(blocks) > 1 else ():
        at = max(block.start, block.end - MAX_CLOSING)
        if closing := finder.closing(document.text[at : block.end]):
            return _town(document, at, closing, _FAIT)
    for block in top:
        words = document.text[block.start : block.end]
        headline = title and block.start <= title.start < block.end
        if block.kind == "paragraph" and not headline:
            town = finder.undated(words[:MAX_LINE])
            if town:
                fact = _span(document.text, block.start + town[0], block.start + town[1], "headline/lieu-seul")
                return fact.model_copy(update={"value": town[2]})
    return None


def _town(document: Document, at: int, found: datelines.Dateline, by: str) -> Fact:
    """The town of a dateline that was found in the text from `at` on."""
    start, end, name = found.towns[0]
    return _span(document.text, at + start, at + end, by).model_copy(update={"value": name})


def _top(document: Document, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks in which a dateline may stand: the head and the first paragraphs; none of a text of one block."""
    if len(blocks) < 2:
        return ()
    long = [n for n, b in enumerate(blocks[:HEAD]) if b.kind == "paragraph" and b.end - b.start >= headlines.LONG]
    return blocks[: long[FIRST_PARAGRAPHS - 1] + 1] if len(long) >= FIRST_PARAGRAPHS else blocks[:HEAD]
