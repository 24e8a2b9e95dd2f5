"""Document -> its blocks, each with its zone and the rule that gave it.

A zone is opened by a line of its own kind («Contact presse», «À propos de la MEL», «Note aux rédactions») and goes
on until the next. Before the text proper all is header; what no rule claims is body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from communique.document import Block, Document
from communique.record import Block as Zoned
from communique.record import Release, Zone
from communique.rulebook import Rules
from communique.values.emails import emails
from communique.values.folding import fold
from communique.values.heads import named as organization
from communique.values.heads import opens_as_organization, run_in
from communique.values.lines import Line, lines, sentences
from communique.values.phones import phones
from communique.values.presentations import person, presented, told_before

MAX_HEAD = 160  # code points of a line that can be a head; «Contact presse du secrétariat d'État, …» has 76
MAX_BOX = 700  # code points of a block that can be nothing but a contact; the longest of 40 real ones has 420
MAX_LINE = 200  # of one line of it, where a desk, a person and four ways to reach them stand in a row
AHEAD = 7  # blocks of a contact (organisation, name, role, address) before the first number; real ones have 4
BEHIND = 3  # blocks before the numbers of a contact without heading: organisation, name, role
MAX_BLOCKS = 60  # of one contact box; the longest real one has 14
LONG = 200  # a block as long as this is text proper unless it is a title
SENTENCE = 40  # so is one that ends in a full stop and is as long as this
MAX_ASKING = 300  # of a paragraph that says in a sentence whom to ask
MAX_NAMING = 120  # a text as short as this may hold a verb and be a contact: «que vous pouvez joindre au…»
CRY = 60  # of a block under the title that ends in «!»: it is a summary
MAX_SUBTITLES = 3  # lines under the title that are no date and no kicker
KICKERS = 2  # blocks at the top in which «Note aux rédactions» says what the release is
MIN_BODY = 2  # blocks of the text proper before a presentation without heading
MAX_UNTITLED = 6  # blocks of such presentations, at its end
MAX_PRESENTING = 1500  # code points of one of them; the longest of 30 real ones has 900
MIN_BOILERPLATE = 40  # code points that a head which needs a text below it has behind it, in its block
MAX_TAIL = 3  # blocks that carry one on: «Elle compte …», a link
TOP = 12  # blocks in which the header ends

_ZONE: Mapping[str, Zone] = {
    "contact-presse": "contacts",
    "contact": "contacts",
    "bloc-de-contact": "contacts",
    "coordonnees": "contacts",
    "phrase-de-contact": "contacts",
    "a-propos": "about",
    "presentation-sans-titre": "about",
    "presentation-continue": "about",
    "notes": "notes",
    "appel-de-note": "notes",
    "mention": "notes",
    "fin": "notes",
    "reseaux": "social",
    "en-tete": "header",
    "surtitre": "header",
    "ligne-de-date": "header",
    "corps": "body",
}
_NAMING = frozenset({"presentation", "en-bref", "c-est-quoi"})  # heads that are of abouts only if one follows
_OPENING = ("contact-presse", "contact", "notes", "appel-de-note", "fin", "mention", "reseaux")
_WORD = re.compile(r"[^\W_]+")
_PROSE_END = re.compile(r"[.…;][»”\")]?$|[»”]$")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+){0,3}\.(?:fr|com|org|net|eu|be|ch|lu|ca|example)\b\S*")

_MAIL = re.compile(r"(?:de|from|à|to|cc|objet|sujet|subject|date|envoyé)\s?:\s", re.IGNORECASE)  # lines of its head
_FIRST_SENTENCE = re.compile(r"[^.!?]*[.!?](?=\s)")
_SPEECH = re.compile(r"«\s?[A-ZÀ-Þ]|«[^»]{60}")  # not «l'eau pour tous», a motto
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TOWN = re.compile(r"(?<![\d ])[ ,]\d{5} (?-i:[A-ZÀ-Þ])")
_POSTCODE = re.compile(
    r"(?:[FBLH] ?- ?)?\d{4,5} [A-ZÀ-Þ]|\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|place|quai)\b"
)


class Seen(NamedTuple):
    """A block with what the zones ask of it."""

    block: Block
    words: str
    lines: tuple[Line, ...]
    reach: bool  # a phone number or an e-mail address stands in it

    @property
    def head(self) -> str:
        return self.lines[0].text if self.lines else ""


@dataclass(frozen=True)
class Lexicon:
    press: re.Pattern[str]
    public: re.Pattern[str]
    organizers: re.Pattern[str]
    articles: frozenset[str]
    generic: frozenset[str]
    given: frozenset[str]
    links: frozenset[str]
    verb: re.Pattern[str]
    address: re.Pattern[str]
    cue: re.Pattern[str]  # what a presentation of an organisation says
    founded: re.Pattern[str]  # «Créée en 2011»
    telling: re.Pattern[str]  # what the text proper says, and no presentation
    openers: frozenset[str]  # first words of a role, a desk or an organisation


@lru_cache(maxsize=2)
def lexicon(rules: Rules) -> Lexicon:
    """The word lists of rules/zones.yaml and rules/about.yaml."""
    ours, about, contacts = rules["zones"], rules["about"], rules["contacts"].words
    named = [w for name in ("fonctions", "services", "mots_d_organisme") for w in contacts[name]]
    return Lexicon(
        re.compile(rf"\b(?:{ours.alternative('presse')}|communications?)\b", re.IGNORECASE),
        re.compile(rf"\b{ours.alternative('public')}\b", re.IGNORECASE),
        re.compile(rf"\W{{0,4}}{ours.alternative('organisateurs')}\s?:", re.IGNORECASE),
        frozenset(map(fold, about.words["articles"])),
        frozenset(map(fold, about.words["generiques"])),
        frozenset(fold(row[0]) for row in rules.gazetteer("prenoms.txt")),
        frozenset(map(fold, ours.words["liaisons_de_dateline"])),
        re.compile(rf"\b{ours.alternative('verbes')}\b"),  # «A bord du Petrel» has none
        re.compile(rf"{ours.alternative('adresses_au_public')}\b", re.IGNORECASE),
        re.compile(rf"\b{about.alternative('mots_de_presentation')}\b", re.IGNORECASE),
        re.compile(rf"{about.alternative('fondations')}\s(?:en|à|au|depuis|par|dans)\b", re.IGNORECASE),
        re.compile(rf"[«»“”]|\b{about.alternative('mots_du_recit')}\b", re.IGNORECASE),
        frozenset(fold(w.split()[0]) for w in [*rules["persons"].words["fonctions"], *named]),
    )


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Every block of the document with its zone."""
    seen = [_seen(document, block) for block in document.blocks]
    by = Zoner(seen, rules).zones()
    return {
        "blocks": tuple(
            Zoned(
                kind=s.block.kind,
                start=s.block.start,
                end=s.block.end,
                level=s.block.level,
                origin=s.block.origin,
                zone=_ZONE[name],
                by=f"zones/{name}",
            )
            for s, name in zip(seen, by, strict=True)
        )
    }


def _seen(document: Document, block: Block) -> Seen:
    words = document.words(block)
    reach = len(words) <= MAX_BOX and (bool(emails(words)) or bool(phones(words)))
    return Seen(block, words, tuple(lines(document.text, block.start, block.end)), reach)


class Zoner:
    """Goes through the blocks once, and knows which zone is open."""

    def __init__(self, seen: Sequence[Seen], rules: Rules) -> None:
        self.seen, self.rules, self.lex = seen, rules["zones"], lexicon(rules)
        self.heads = tuple(rule.regex for rule in rules["about"])
        self.about_rules = rules["about"]
        self.marks = {m: self._first(m) for m in "*123456789"}  # sign of a footnote -> first block after its call
        self.boxes_from = self._boxes_from()

    def _first(self, mark: str) -> int:
        return next((i for i, s in enumerate(self.seen, 1) if mark in s.words), len(self.seen) + 1)

    def _boxes_from(self) -> int:
        """The block from which on nothing stands but lines of contacts and sections of their own."""
        i = len(self.seen)
        while i and (self._box(self.seen[i - 1]) or self._other_head(i - 1)):
            i -= 1
        return i

    def zones(self) -> list[str]:
        """The name of the rule that decides, block by block."""
        by = ["corps"] * len(self.seen)
        opened = ""  # the section that goes on: "a-propos", "notes" or none
        level = 0  # rank of the heading that opened it; 0: no heading
        i = 0
        while i < len(self.seen):
            s = self.seen[i]
            own = self._own(i)
            if own in {"contact-presse", "contact", "coordonnees"}:
                end = self._box_end(i, own)
                by[i:end] = [own, *["bloc-de-contact"] * (end - i - 1)]
                if own == "coordonnees":
                    for k in range(i - 1, max(0, i - 1 - BEHIND), -1):
                        if by[k] != "corps" or not self._names(self.seen[k]):
                            break
                        by[k] = "bloc-de-contact"
                opened, i = "", end
                continue
            if own:
                by[i] = own
                if own in {"a-propos", "notes"}:
                    opened, level = own, s.block.level if s.block.kind == "heading" else 0
                elif opened and own == "reseaux":
                    opened = opened if opened == "a-propos" else ""
            elif opened and self._closes(s, level):
                opened = ""
            elif opened:
                by[i] = opened
            i += 1
        self._header(by)
        self._untitled(by)
        return by

    # ------------------------------------------------------------------------------------------------ what opens

    def _own(self, i: int) -> str:
        """The zone that a block claims for itself by its first line, "" if none."""
        s = self.seen[i]
        if s.block.kind == "title" or not s.lines:
            return ""
        head = s.head[:MAX_HEAD]
        if i == 0 and len(s.lines) > 1 and all(_MAIL.match(line.text) for line in s.lines):
            return "en-tete"
        if self._about(i):
            return "a-propos"
        for name in _OPENING:
            if self.rules[name].search(head) and self._holds(name, i):
                return name
        if self._asked(s, i):
            return "phrase-de-contact"
        return "coordonnees" if self._box(s) and self._press_box(s, i) else ""

    def _holds(self, name: str, i: int) -> bool:
        """Whether what follows fits the head."""
        s = self.seen[i]
        if name == "contact-presse":
            m = self.rules[name].search(s.head)
            labelled = m is not None and s.reach and s.head[m.end() :].lstrip()[:1] == ":"
            return len(s.words) <= MAX_BOX and (labelled or not self._prose(s.head))
        if name == "contact":
            if self.lex.public.search(s.head) or not self._box(s):
                return False
            end = self._box_end(i, name)
            box = " ".join(t.words for t in self.seen[i:end])
            return any(t.reach for t in self.seen[i:end]) and (
                bool(self.lex.press.search(box)) or self._person(box) or s.head.lower().startswith("contact")
            )
        if name == "notes":
            return s.block.kind != "item" and i >= KICKERS  # at the very top it is what the release is
        if name == "appel-de-note":
            called = self.marks.get(s.head[:1], 0) <= i
            return i > len(self.seen) // 2 and s.block.kind == "paragraph" and called
        if name in {"mention", "reseaux"}:
            return len(s.words) <= LONG or name == "mention"
        return True

    def _about(self, i: int) -> bool:
        s = self.seen[i]
        head = run_in(s.head, s.block.bold)[:MAX_HEAD]
        for rule in self.about_rules:
            m = rule.search(head)
            if not m:
                continue
            if rule.name in _NAMING and not self._boilerplate_follows(i, m.end(), rule.name == "en-bref"):
                continue
            if m["nom"] is None:
                return len(s.lines) > 1 or len(head) < len(s.head) or i + 1 < len(self.seen)
            name = organization(m["nom"], self.lex.articles, self.lex.generic)
            if name and (rule.name not in _NAMING or opens_as_organization(name, self.lex.generic)):
                return True
        return False

    def _boilerplate_follows(self, i: int, head: int, listed: bool) -> bool:
        """Whether text, or a list where `listed`, stands behind the head, which has `head` code points."""
        s = self.seen[i]
        if s.block.kind == "item" or _LINK.search(s.head[:head]):
            return False
        if len(s.words) - max(head, len(s.head) if len(s.lines) > 1 else 0) > MIN_BOILERPLATE:
            return True
        if i + 1 == len(self.seen) or self.seen[i + 1].block.kind not in {"paragraph", "item"}:
            return False
        after = self.seen[i + 1]
        if listed and after.block.kind == "item":
            return True
        return len(after.words) > LONG or (len(after.words.split()) >= 4 and bool(_PROSE_END.search(after.words)))

    def _closes(self, s: Seen, level: int) -> bool:
        """Whether a block ends the section that is open: a heading of its rank, or a line in bold as if one."""
        if s.block.kind == "title":
            return True
        if s.block.kind == "heading":
            return not level or s.block.level <= level
        whole = s.block.bold >= s.block.end - s.block.start > 0
        return not level and whole and len(s.words) < 120 and not _PROSE_END.search(s.words)

    def _untitled(self, by: list[str]) -> None:
        """Mark what presents an organisation without a heading, at the end of the text proper."""
        body = [i for i, name in enumerate(by) if name == "corps"]
        tail: list[int] = []  # blocks below that carry on what the one above may begin
        for i in reversed(body[MIN_BODY:][-MAX_UNTITLED:]):
            if by[i] != "corps":
                continue  # the head of the one below
            if self.seen[i].block.kind != "paragraph":
                return
            if tail and tail[-1] != i + 1:
                tail = []  # contacts stand between
            head = self._name_line(i - 1) if by[i - 1] == "corps" else ""
            if self._presents(i, head):
                for k in (i - 1, i) if head and self._belongs(head, self.seen[i].words) else (i,):
                    by[k] = "presentation-sans-titre"
                for k in tail:
                    by[k] = "presentation-continue"
                tail = []
            elif len(tail) < MAX_TAIL and self._carries_on(self.seen[i]):
                tail.append(i)
            else:
                return

    def _presents(self, i: int, head: str) -> bool:
        """Whether a block says what an organisation is that the text has named: «Orvalis est une coopérative de …»."""
        words = self.seen[i].words
        if len(words) > MAX_PRESENTING or self._tells(words):
            return False
        if head and self._says_what(words):
            return True
        s = self.seen[i]
        if len(s.lines) > 1 and self._naming(s.head) and self._says_what(s.words[len(s.head) :].lstrip()):
            return told_before(self._naming(s.head), fold(" ".join(t.words for t in self.seen[:i])))
        found = presented(words, self.rules["presentation-sans-titre"].regex)
        if not found or _SPEECH.search(words) or person(found.name, self.lex.given):
            return False
        if not (found.said or self.lex.cue.search(found.says)):
            return False
        return told_before(found.name, fold(" ".join(s.words for s in self.seen[:i])))

    def _tells(self, words: str) -> bool:
        """Whether the first sentence of a block tells news."""
        first = _FIRST_SENTENCE.match(words)
        return self.lex.telling.search(first[0] if first else words) is not None

    def _carries_on(self, s: Seen) -> bool:
        """Whether a block goes on about what the one before presents: «Elle compte mille salariés», a link."""
        if _LINK.search(s.words) and len(s.words) <= MAX_HEAD and not self._prose(_LINK.sub("", s.words)):
            return True
        if len(s.words) > MAX_PRESENTING or _SPEECH.search(s.words) or self._tells(s.words):
            return False
        return bool(self.rules["presentation-continue"].regex.match(s.words)) and bool(self.lex.cue.search(s.words))

    def _belongs(self, head: str, words: str) -> bool:
        """Whether a name stands over a text of its own: the text says what bears it, or names it again."""
        return self._says_what(words) or fold(head) in fold(words) or fold(head) in self.lex.generic

    def _says_what(self, words: str) -> bool:
        """Whether a text under a name says what bears it: «Créée en 2011, elle …», «Association de nageurs, …»."""
        m = self.rules["presentation-continue"].regex.match(words)
        return bool(self.lex.founded.match(words) or (m and m["qualite"]))

    def _name_line(self, i: int) -> str:
        """The organisation that a line set apart names, and nothing else; "" if it is none."""
        s = self.seen[i]
        whole = s.block.bold >= s.block.end - s.block.start > 0
        apart = s.block.kind == "heading" or whole or s.words.isupper() or s.words.endswith(":")
        return self._naming(s.words) if len(s.lines) == 1 and apart else ""

    def _naming(self, line: str) -> str:
        """The organisation that a short line names, "" if none."""
        if len(line) > CRY or line.endswith((".", "!", "?", ";")):
            return ""
        return organization(line, self.lex.articles, self.lex.generic) or ""

    # -------------------------------------------------------------------------------------------- contact blocks

    def _box_end(self, i: int, name: str) -> int:
        """The block after the contacts that block i opens."""
        end = j = i + 1
        reached = self.seen[i].reach
        while j < min(len(self.seen), i + MAX_BLOCKS) and j - end < AHEAD:
            s = self.seen[j]
            if s.block.kind == "title" or not self._box(s) or self._other_head(j):
                break
            j += 1
            if s.reach:
                end, reached = j, True
            elif reached and self._tail(s):
                end = j
        return end if name != "coordonnees" or reached else i + 1

    def _other_head(self, j: int) -> bool:
        """Whether a block opens a section of another kind."""
        head = self.seen[j].head[:MAX_HEAD]
        return self._about(j) or any(self.rules[name].search(head) for name in ("notes", "fin", "mention", "reseaux"))

    def _tail(self, s: Seen) -> bool:
        """What closes a contact after its number: an address, in the street or on the web."""
        last = s.lines[-1].text.strip("<>() ")
        return bool(_LINK.fullmatch(last)) or any(
            _POSTCODE.match(line.text) or _TOWN.search(line.text) for line in s.lines
        )

    def _box(self, s: Seen) -> bool:
        """Whether a block is made of the short lines of a contact and holds no sentence."""
        if len(s.words) > MAX_BOX:
            return False
        return all(len(line.text) <= MAX_LINE or s.reach for line in s.lines) and (
            not self._prose(s.words) or (s.reach and sentences(s.words) <= 6)
        )

    def _press_box(self, s: Seen, i: int) -> bool:
        """Whether a block without head is a press contact's: its words say press, or a person signs it at the end."""
        if not s.reach or self.lex.public.search(s.words) or not s.lines:
            return False
        if s.block.kind == "item" or self._prose(s.head) or self.lex.organizers.match(s.head):
            return False
        if any(len(line.text) > MAX_LINE for line in s.lines) or self._verbal(s.words):
            return False
        press = bool(self.lex.press.search(re.sub(r"[@._-]", " ", s.words)))
        return press or (i > 1 and i + 1 >= self.boxes_from and self._person(s.words))

    def _asked(self, s: Seen, i: int) -> bool:
        """Whether a sentence at the end says whom to ask: «Renseignements auprès de Léa Noury, 01 99 00 12 34»."""
        if s.block.kind != "paragraph" or not s.reach or len(s.words) > MAX_ASKING or i < self.boxes_from - 1:
            return False
        m = self.rules["phrase-de-contact"].search(s.words)
        if not m or self.lex.public.search(s.words):
            return False
        rest = s.words[m.end() :]
        first = _WORD.search(rest)
        desk = m.start() == 0 and first is not None and fold(first[0]) in self.lex.openers and bool(emails(rest))
        return desk or self._person(rest)

    def _names(self, s: Seen) -> bool:
        """Whether a block is one short line that names a person, a role, a desk or an organisation."""
        if s.block.kind not in {"paragraph", "heading"} or len(s.lines) != 1 or len(s.words) > MAX_NAMING or s.reach:
            return False
        first = fold(_WORD.findall(s.words)[0]) if _WORD.search(s.words) else ""
        return not s.words.endswith((".", ":", "?", "!")) and (first in self.lex.openers or self._person(s.words))

    def _verbal(self, words: str) -> bool:
        """Whether a text has the verbs of a sentence: it tells, where a contact only names."""
        return len(words) > MAX_NAMING and bool(self.lex.verb.search(words))

    def _person(self, words: str) -> bool:
        """Whether a given name and a capitalised word stand side by side."""
        tokens = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", words)
        return any(
            fold(a).split("-")[0] in self.lex.given and a[0].isupper() and b[0].isupper() for a, b in pairwise(tokens)
        )

    # ---------------------------------------------------------------------------------------------------- header

    def _header(self, by: list[str]) -> None:
        """Mark what stands before the text proper."""
        if len(self.seen) < 2:
            return
        proper = self._proper(by)
        for i in range(proper):
            if by[i] == "corps":
                by[i] = self._header_rule(self.seen[i])
        behind = 0
        for i in range(proper, min(len(self.seen), TOP)):
            if by[i] != "corps" or behind > 1 or i == len(self.seen) - 1:
                break
            if self.seen[i].block.kind == "paragraph" and self._date_line(self.seen[i]):
                by[i] = "ligne-de-date"
            else:
                behind += 1

    def _header_rule(self, s: Seen) -> str:
        if s.block.kind != "title" and self.rules["surtitre"].search(s.head):
            return "surtitre"
        return "ligne-de-date" if self._date_line(s) else "en-tete"

    def _proper(self, by: Sequence[str]) -> int:
        """The first block of the text proper; 0 if all of it is."""
        title = next((i for i, s in enumerate(self.seen[:TOP]) if s.block.kind == "title"), None)
        first = 0 if title is None else title + 1
        for i in range(first, len(self.seen)):
            s = self.seen[i]
            if by[i] != "corps":
                if by[i] == "a-propos":
                    return i
                continue
            cried = title is not None and len(s.words) >= CRY and s.words.endswith(("!", "?"))  # a summary, no title
            if (
                s.block.kind in {"item", "row", "quote"}
                or self._proper_text(s)
                or (cried and s.block.kind != "heading")
            ):
                return self._at_most_a_subtitle(first, self._before_lists(i, first), title)
            dated = self._date_line(s) and _YEAR.search(s.words)  # «Lundi 20 mars» is a section of a diary
            if s.block.kind == "heading" and not dated and self._section(i, title):
                return i
            if i >= first + TOP:
                return first if title is not None else 0
        return first if title is not None else 0

    def _at_most_a_subtitle(self, first: int, i: int, title: int | None) -> int:
        """Lines in a row under the title are text as soon as they are more than subtitles can be."""
        rules = [self._header_rule(s) for s in self.seen[first:i]]
        if title is None or rules.count("en-tete") <= MAX_SUBTITLES:
            return i
        return first + rules.index("en-tete") + 1

    def _before_lists(self, i: int, first: int) -> int:
        """The line that announces a list is text too."""
        if self.seen[i].block.kind == "item" and i > first and self.seen[i - 1].words.endswith(":"):
            return i - 1
        return i

    def _section(self, i: int, title: int | None) -> bool:
        """Whether a heading opens a section of the text: text follows it, and later headings have its rank."""
        if title is None:
            return False
        level = self.seen[i].block.level
        return (
            i + 1 < len(self.seen)
            and not self.rules["surtitre"].search(self.seen[i].head)
            and any(s.block.kind == "heading" and s.block.level == level for s in self.seen[i + 1 :])
        )

    def _proper_text(self, s: Seen) -> bool:
        if s.block.kind in {"title", "heading", "caption"}:
            return False
        if self.rules["surtitre"].search(s.head) and len(s.words) < LONG:
            return False
        if s.words.endswith(",") and self.lex.address.match(s.head):
            return True
        return not self._date_line(s) and self._prose(s.words)

    def _prose(self, words: str) -> bool:
        """Whether a text is sentences, and not a title, a line of a letterhead or of a contact."""
        if words.isupper():
            return False
        if len(words) >= LONG and (sentences(words) or _PROSE_END.search(words) or len(words) >= LONG * 2):
            return True
        if re.search(r"\b(?:vous|nous) (?:invit|convi|inform|pri|annon)", words):
            return True
        return len(words.split()) >= 4 and bool(_PROSE_END.search(words)) and len(words) >= SENTENCE

    def _date_line(self, s: Seen) -> bool:
        words = " ".join(s.words.split())
        if len(words) > LONG or not (m := self.rules["ligne-de-date"].search(words)):
            return False
        before = words[: m.start()]
        return all(w[0].isupper() or w.isdigit() or fold(w) in self.lex.links for w in _WORD.findall(before))
