"""Document, mentions, persons -> quotes: direct speech, who speaks, and the words that say so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from communique.document import Document
from communique.record import Quote, Release
from communique.rulebook import Rules
from communique.values.antecedents import Antecedents, Spoken
from communique.values.attribution import Lists, Reader
from communique.values.folding import fold
from communique.values.guillemets import Pair, pairs
from communique.values.said import MAX_SENTENCE, STOPS, Said, bare, opening, sentence
from communique.values.signatures import Signatures
from communique.values.speakers import PAIR, Cast, Named, Post, Row, Speaker, Words
from communique.values.speech import Verbs
from communique.values.tokens import Token, tokens
from communique.values.wording import MAX_TITLE, Telling, Wording, in_words

ZONES = frozenset({"header", "body", "about", "notes"})
MIN_WORDS = 2  # «C'est» and «historique»; «Oui» alone is none
MIN_FRAGMENT = 5  # words, of a quotation that is part of somebody else's sentence
MIN_BARE = 6  # words, of one in which nothing tells a sentence from a name: «une réponse de bon sens aux habitants»
MAX_AWAY = 20  # words between the verb and such a quotation
MAX_AWAY_BARE = 8
MIN_CLAUSE = 4  # and of one after «que»
MIN_ACCORDING = 3  # and of one after «selon X,»
MIN_SENTENCE = 5  # words, of one that only the sentence before it attributes
MIN_PARAGRAPH = 8  # words, of one that only its place attributes
MAX_INTERVIEW = 16  # blocks from an answer back to the heading that says who answers
MAX_JOIN = 12  # tokens between two quotations of one sentence and one speaker: «…», bien que «…», estime X
MAX_TAIL = 25  # words from the verb to the end of a paragraph whose quotation is never closed

_BETWEEN = frozenset({",", ".", ";", ":", "–", "—", "-", "\n", "!", "?", "…", "et", "puis", "(", ")", '"', "»", "”"})
_INITIALS = re.compile(r"\s*(?:[–—-]\s)?((?:[A-ZÀ-Þ]\.[\s-]?){2,3})\s?:\s*")
_DASHED = re.compile(r"^[\s*_]*[–—―-]")
_AFTER = frozenset({"incise", "pronom", "selon", "incise-interne"})


@dataclass(frozen=True)
class Lexicon:
    verbs: Verbs
    words: Words
    lists: Lists
    telling: Telling
    title_openers: frozenset[str]
    mottos: frozenset[str]
    epithets: frozenset[str]  # what a text calls a person whom it has named: l'élue, le chercheur


@lru_cache(maxsize=2)
def lexicon(rules: Rules) -> Lexicon:
    """The word lists, folded; once per set of rules."""
    ours, persons, names = rules["quotes"].words, rules["persons"].words, rules["mentions"].words

    def folded(words: Iterable[str]) -> frozenset[str]:
        return frozenset(fold(w) for w in words)

    return Lexicon(
        verbs=Verbs(
            ours["verbes"],
            ours["verbes_reflechis"],
            ours["verbes_de_jugement"],
            ours["verbes_d_appui"],
            ours["infinitifs_d_appui"],
            ours["auxiliaires"],
            ours["clitiques"],
            ours["adverbes"],
            ours["verbes_d_incise"],
        ),
        words=Words(
            functions=frozenset(tokens(w)[0].key for w in (*persons["fonctions"], *ours["personnes"])),
            trades=folded(w for w in persons["fonctions_a_cote"] if len(tokens(w)) == 1)
            - folded(ours["metiers_a_double_sens"]),
            ranks=folded(persons["rangs"]),
            civilities=folded(names["civilites"]),
            generic=folded(persons["generiques"]) | folded(ours["organismes"]),
            collective=folded(ours["collectifs"]),
            ends=folded(persons["fins"]) | folded(persons["verbes_de_parole"]),
            away=folded(ours["fins_de_groupe"]),
            after_en=folded(ours["apres_en"]),
            prepositions=folded(ours["prepositions"]),
            feminine=tuple(fold(w) for w in ours["terminaisons_feminines"]),
            common=tuple(fold(w) for w in ours["terminaisons_communes"]),
            masculine={fold(w): fold(m) for w, m in sorted(ours["masculins"].items(), key=lambda i: -len(i[0]))},
            particles=folded(names["particules"]),
            given=frozenset(fold(row[0]) for row in rules.gazetteer("prenoms.txt")),
            genders={fold(row[0]): row[1] for row in rules.gazetteer("prenoms_genre.tsv")},
        ),
        lists=Lists(
            according=folded(ours["selon"]),
            words_of=folded(ours["propos"]),
            lead_ins=folded(ours["amorces"]),
            not_verbs=folded(ours["mots_qui_ne_sont_pas_des_verbes"]),
            before_nouns=folded(ours["avant_un_nom"]),
            acting=folded(ours["verbes_d_entree"]),
            said_things=folded(ours["choses_dites"]),
        ),
        telling=Telling(
            titles=folded(ours["annonces_de_titre"]),
            naming=folded(ours["noms_de_nom"]),
            being=folded(ours["formes_d_etre"]),
            first_person=folded(ours["premiere_personne"]),
            sentence=folded(ours["mots_de_phrase"]),
        ),
        title_openers=folded(ours["debuts_de_titre"]),
        mottos=folded(ours["annonces_de_devise"]),
        epithets=folded(ours["reprises"]),
    )


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Quotes in text order: those that somebody is said to have said."""
    scene = _Scene(release, lexicon(rules))
    quotes = [*(quote for quotes, _ in scene.judged() for quote in quotes), *scene.unmarked()]
    return {"quotes": tuple(sorted(quotes, key=lambda q: q.start))}


def refused(document: Document, release: Release, rules: Rules) -> Iterator[tuple[int, int, str, str]]:
    """What stands between quotation marks and is no quote, with the reason."""
    scene = _Scene(release, lexicon(rules))
    for pair, (quotes, reason) in zip(scene.pairs, scene.judged(), strict=True):
        if not quotes:
            yield pair.start, pair.end, "quotes", reason


class _Scene:
    """One release: its quotations in text order, and what stands around them."""

    def __init__(self, release: Release, lex: Lexicon) -> None:
        self.text, self.lex = release.text, lex
        self.blocks = [b for b in release.blocks if b.zone in ZONES]
        alone = {n for n, b in enumerate(self.blocks) if b.kind in {"title", "heading", "row"}}
        self.pairs = pairs(self.text, [(b.start, b.end) for b in self.blocks], alone)
        names = {e.id: e.name for e in release.entities}
        names |= {p.entity: p.name for p in release.persons if p.entity}
        self.mentions = [
            Named(m.start, m.end, m.label, m.entity, names.get(m.entity, m.value)) for m in release.mentions
        ]
        self.starts = [m.start for m in self.mentions]
        self.cast = _cast(release, lex)
        self.reader = Reader(lex.verbs, self.cast, lex.lists)
        self.wording = Wording(self.text, lex.telling)
        self.signatures = Signatures(lex.verbs, self.cast)
        self.antecedents = Antecedents(self.row, self.cast, lex.lists.according)
        self.inside_block: dict[int, list[int]] = {}
        for n, pair in enumerate(self.pairs):
            for block in sorted({pair.first, pair.last}):
                self.inside_block.setdefault(block, []).append(n)
        self.rows: dict[int, Row] = {}
        self.places: dict[tuple[int, int], int] = {}  # block, quotation -> its token
        self.said: list[Said | None] = []
        self.spoken = -1  # the last quotation that is a quote
        self.signs: set[int] = set()  # blocks that sign or announce a quotation

    # -------------------------------------------------------------------------------------------------------- rows

    def row(self, number: int) -> Row:
        """The tokens of one block, each of its quotations as one token."""
        if number not in self.rows:
            block = self.blocks[number]
            ts: list[Token] = []
            at = block.start
            for n in self.inside_block.get(number, ()):
                opens, closes = max(self.pairs[n].opens, block.start), min(self.pairs[n].closes, block.end)
                ts += tokens(self.text, at, opens)
                self.places[number, n] = len(ts)
                ts.append(Token(opens, closes, PAIR, PAIR, capital=False, lead=False, word=False))
                at = closes
            ts += tokens(self.text, at, block.end)
            self.rows[number] = self.named(ts)
        return self.rows[number]

    def named(self, ts: Sequence[Token]) -> Row:
        """The tokens with the names that hold them."""
        at: dict[int, Named] = {}
        n = bisect_left(self.starts, ts[0].start) if ts else len(self.mentions)
        i = 0
        while n < len(self.mentions) and self.mentions[n].start < ts[-1].end:
            while i < len(ts) and ts[i].end <= self.mentions[n].start:
                i += 1
            while i < len(ts) and ts[i].start < self.mentions[n].end and ts[i].text != PAIR:
                at[i] = self.mentions[n]
                i += 1
            n += 1
        return Row(ts, at)

    def place(self, number: int, n: int) -> tuple[Row, int]:
        row = self.row(number)
        return row, self.places[number, n]

    # ------------------------------------------------------------------------------------------------------ verdicts

    def judged(self) -> list[tuple[tuple[Quote, ...], str]]:
        """For each pair of marks its quotes, or the reason why it is none."""
        reasons: list[str] = []
        for n in range(len(self.pairs)):
            verdict = self.judge(n)
            self.said.append(verdict if isinstance(verdict, Said) else None)
            self.spoken = n if isinstance(verdict, Said) else self.spoken
            reasons.append("" if isinstance(verdict, Said) else verdict)
        for n in range(len(self.pairs) - 2, -1, -1):
            following = self.said[n + 1]
            if reasons[n] == UNATTRIBUTED and following and self.leads_into(n, following):
                self.said[n] = following._replace(way="suite")
        return [
            (tuple(self.quotes(pair, said)) if said else (), "" if said else reason)
            for pair, said, reason in zip(self.pairs, self.said, reasons, strict=True)
        ]

    def judge(self, n: int) -> Said | str:
        pair = self.pairs[n]
        words = self.wording.words(pair)
        if len(words) < MIN_WORDS:
            return "a single word"
        row, p = self.place(pair.first, n)
        p = opening(row, p)
        s = sentence(row, p)
        before = [t for t in row.ts[s:p] if t.word and t.key not in _BETWEEN]
        colon = p > s and row.ts[p - 1].text == ":"
        embedded = bool(before) and not colon
        clause = self.text[pair.start].islower() and len(words) >= MIN_FRAGMENT
        clause = clause or (embedded and row.ts[p - 1].key in {"que", "qu'"})
        if embedded and fold(words[0]) in self.lex.title_openers:
            return "a title or a name"
        named = (not clause and self.wording.titled(row, s, p)) or (
            self.wording.proposed(row, s, p, clause=clause) and not self.wording.told(words)
        )
        if embedded and len(words) <= MAX_TITLE and named:
            return "a title or a name"
        said = self.around(n, pair, embedded=embedded)
        if said is None:
            return UNATTRIBUTED
        least = {"selon": MIN_ACCORDING, "suite": MIN_WORDS}.get(said.way, MIN_FRAGMENT)
        if embedded and len(words) < (MIN_CLAUSE if row.ts[p - 1].key in {"que", "qu'"} else least):
            return "a few words in a sentence of the release"
        if embedded and said.away >= 0 and (reason := self.no_fragment(n, row, p, said, words, clause=clause)):
            return reason
        if colon and any(t.key in self.lex.mottos and not t.capital for t in row.ts[max(s, p - 8) : p]):
            return "a motto or a title"
        if colon and said.way in {"deux-points", "pronom"} and (reason := self.no_announced(said, row, s, p, pair)):
            return reason
        return said

    def no_fragment(self, n: int, row: Row, p: int, said: Said, words: Sequence[str], *, clause: bool) -> str:
        """Why part of a sentence of the release is no speech, though a verb of speech stands before it; else ""."""
        told = self.wording.told(words) or row.ts[p - 1].key in {"que", "qu'"}
        if not clause and not told:
            return "no sentence: a title or a name"
        if not told and (len(words) < MIN_BARE or said.away > MAX_AWAY_BARE):
            return "a few words in a sentence of the release"
        if said.away > MAX_AWAY:
            return "far from the verb"
        before = self.places.get((self.pairs[n].first, n - 1), -1)
        after = n and said.cue[1] <= row.ts[before].start < row.ts[p].start and before >= 0
        if after and self.said[n - 1] is None and not any(fold(w) in self.lex.telling.first_person for w in words):
            return "after another quotation that is none"
        return ""

    def no_announced(self, said: Said, row: Row, s: int, p: int, pair: Pair) -> str:
        """Why what a colon announces is no speech, though the words before name a person; else ""."""
        alone = said.cue[1] - said.cue[0] == 1  # no verb of speech
        like = self.wording.sentence_like(pair, self.wording.words(pair))
        if alone and not like and not (said.way == "pronom" and self.wording.ended(pair)):
            return "no sentence: a title"
        spoken = self.wording.own(pair) if alone else like or row.ts[p - 2].start < said.cue[1]  # «a dit :»
        spoken = spoken or row.ts[p - 2].key in self.reader.lists.words_of
        if not spoken and not self.apposed(said, row, p) and self.wording.titled(row, s, p):
            return "a title or a name"
        return ""

    def around(self, n: int, pair: Pair, *, embedded: bool) -> Said | None:
        """Who says it, by the words nearest to it."""
        last, q = self.place(pair.last, n)
        row, p = self.place(pair.first, n)
        p = opening(row, p)
        s = sentence(row, p)
        if said := self.resolved(self.reader.after(last, q), n):
            return said
        if embedded and row.ts[p - 1].text in {",", ";", "–", "—"} and (said := self.continued(n, pair)):
            return said
        if said := self.interviewed(pair) or self.resolved(self.reader.before(row, s, p), n):
            return said
        if said := self.announced(n, pair, row, p):
            return said
        if said := self.resolved(self.signatures.inside(self.named(tokens(self.text, pair.start, pair.end))), n):
            return said
        if embedded:
            return self.resolved(self.reader.trailing(last, q), n)
        if not pair.whole:
            return None
        said = self.signed(n, pair, last, q) or self.continued(n, pair) or self.by_sentence_before(n, pair, row, s)
        return said or self.answering(pair, row, p) or self.by_sentence_after(n, pair, last, q)

    def resolved(self, said: Said | None, n: int) -> Said | None:
        """A pronoun gets its person, and so does what takes up one: «l'élue», «le chercheur»."""
        if said is None:
            return None
        if said.speaker:
            return self.taken_up(said, said.speaker, n)
        speaker = self.meant(said.pronoun, n)
        return said._replace(speaker=speaker) if speaker else None

    def meant(self, pronoun: str, n: int) -> Speaker | None:
        """Whom a pronoun beside quotation `n` means."""
        block = self.pairs[n].first
        _, p = self.place(block, n)
        spoken = self.said[self.spoken] if self.spoken >= 0 else None
        last = None
        if spoken and spoken.speaker:
            at = self.pairs[self.spoken].last
            last = Spoken(at, self.place(at, self.spoken)[1] + 1, spoken.speaker)
        return self.antecedents.meant(pronoun, block, p, last)

    def taken_up(self, said: Said, role: Speaker, n: int) -> Said:
        """The person whom a role without a name means: by an epithet, or whom the next sentence presents."""
        if role.person or role.entity or said.way not in {"incise", "deux-points", "selon"}:
            return said
        meant: Speaker | None = None
        if fold(role.name) in self.lex.epithets:
            meant = self.meant({"f": "elle", "m": "il", "": "son"}[role.gender], n)
            if meant is None or not meant.person:  # «Le projet est porté par X. « … », dit l'artiste»
                block = self.pairs[n].first
                meant = self.antecedents.named(role.gender, block, self.place(block, n)[1])
        if meant is None and said.way == "incise":
            row, q = self.place(self.pairs[n].last, n)
            since = max(q, role.end)
            far = min(len(row.ts), since + MAX_SENTENCE)
            stop = next((k for k in range(since, far) if row.ts[k].text in STOPS), far)
            meant = self.antecedents.presented_next(row, stop + 1, role.gender)
        return said._replace(speaker=meant) if meant and meant.person else said

    def interviewed(self, pair: Pair) -> Said | None:
        """The initials of one person open the line: «L. N. : «…»»."""
        start = max(self.blocks[pair.first].start, self.text.rfind("\n", 0, pair.opens) + 1, pair.opens - 20)
        m = _INITIALS.fullmatch(self.text, start, pair.opens)
        speaker = self.cast.initialled("".join(c for c in m[1] if c.isalpha())) if m else None
        return Said(speaker, "deux-points", m.span(1)) if m and speaker else None

    def announced(self, n: int, pair: Pair, row: Row, p: int) -> Said | None:
        """The block before ends in a colon: «X déclare :⏎⏎« … »»."""
        if pair.first == 0 or not bare(row.ts[:p]):
            return None
        above = self.row(pair.first - 1)
        if not above.ts or above.ts[-1].text != ":":
            return None
        end = len(above.ts)
        said = self.resolved(self.reader.before(above, sentence(above, end), end), n)
        if said:
            self.signs.add(pair.first - 1)
        return said

    def answering(self, pair: Pair, row: Row, p: int) -> Said | None:
        """Who answers in an interview: the last heading says it, and a question stands before the quotation."""
        asks = row.ts[:p] if any(t.word for t in row.ts[:p]) else self.row(pair.first - 1).ts if pair.first else ()
        marks = [t for t in asks if t.text != "\n"]
        if not marks or marks[-1].text != "?":
            return None
        for number in range(pair.first, max(-1, pair.first - MAX_INTERVIEW), -1):
            if said := self.reader.asked(self.row(number)):
                return said
        return None

    def signed(self, n: int, pair: Pair, row: Row, q: int) -> Said | None:
        """«…» X, maire; or the name in the line or block below, or in the one above."""
        if said := self.signatures.line(row, q + 1):
            return said
        closed = bare(row.ts[q + 1 :])
        first, p = self.place(pair.first, n)
        opened = bare(first.ts[:p])
        above, below = pair.first - 1, pair.last + 1
        if not closed:
            return None
        if not opened and (said := self.line_above(first, p)):
            return said
        if opened and above >= 0 and above not in self.signs and self.blocks[above].kind != "title":
            said = self.signatures.line(self.row(above), 0)
            if said and said.speaker and said.speaker.person and self.signature_like(above, said):
                self.signs.add(above)
                return said
            if said := self.reader.headed(self.row(above)):
                self.signs.add(above)
                return said
        if below < len(self.blocks) and self.blocks[below].kind != "title" and not self.ends_in_colon(below):
            said = self.signatures.line(self.row(below), 0)
            if said and (self.blocks[below].kind != "heading" or self.signature_like(below, said)):
                self.signs.add(below)
                return said
        return None

    def line_above(self, row: Row, p: int) -> Said | None:
        """«Léa Noury, batelière⏎« … »»: the line before, in the same block, is a name with its role."""
        while p > 0 and row.ts[p - 1].text == "\n":
            p -= 1
        start = p
        while start > 0 and row.ts[start - 1].text != "\n":
            start -= 1
        said = self.signatures.line(row, start) if start < p < len(row.ts) and row.ts[p].text == "\n" else None
        roled = said and said.speaker and said.speaker.person and said.speaker.end < p
        return said if roled and not any(t.text == PAIR for t in row.ts[start:p]) else None

    def ends_in_colon(self, number: int) -> bool:
        return self.text[self.blocks[number].end - 1] == ":"

    def signature_like(self, number: int, said: Said) -> bool:
        """Whether a block says more than a name: a role after it, or a dash before."""
        block = self.blocks[number]
        words = self.text[block.start : block.end]
        return bool(said.speaker and len(words) > len(said.speaker.name) + 3) and words[-1] not in ".!?"

    def continued(self, n: int, pair: Pair) -> Said | None:
        """The same speaker goes on: «…», déclare X. «…»"""
        if n == 0 or not (said := self.said[n - 1]):
            return None
        before = self.pairs[n - 1]
        row, p = self.place(pair.first, n)
        if before.last == pair.first:
            between = row.ts[self.places[pair.first, n - 1] + 1 : p]
            stops = [k for k, t in enumerate(between) if t.text in STOPS]
            one = not stops or (stops[0] == len(between) - 1 and said.way in _AFTER | {"signature"})
            if (one and said.way in _AFTER) or all(t.key in _BETWEEN for t in between):
                return said._replace(way="suite")
            return None
        if before.last + 1 != pair.first or said.way == "signature" or not self.whole_block(n):
            return None
        tail, q = self.place(before.last, n - 1)
        ended = sum(t.text in STOPS for t in tail.ts[q + 1 : -1])
        long = len(self.wording.words(pair)) >= MIN_PARAGRAPH
        return said._replace(way="suite") if long and not ended else None

    def whole_block(self, n: int) -> bool:
        pair = self.pairs[n]
        first, p = self.place(pair.first, n)
        last, q = self.place(pair.last, n)
        return bare(first.ts[:p]) and bare(last.ts[q + 1 :])

    def leads_into(self, n: int, following: Said) -> bool:
        """Whether quotation `n` and the next are one speech: «…» et «…», déclare X."""
        pair, after = self.pairs[n], self.pairs[n + 1]
        if following.way not in _AFTER or not pair.whole:
            return False
        row, p = self.place(after.first, n + 1)
        if pair.last == after.first:
            between = row.ts[self.places[pair.last, n] + 1 : p]
            same = not any(t.text in STOPS for t in between) and self.opens_sentence(n) and len(between) < MAX_JOIN
            return same or all(t.key in _BETWEEN for t in between)
        opens = not any(t.word for t in row.ts[:p])
        return (
            pair.last + 1 == after.first
            and opens
            and self.whole_block(n)
            and len(self.wording.words(pair)) >= MIN_PARAGRAPH
        )

    def opens_sentence(self, n: int) -> bool:
        row, p = self.place(self.pairs[n].first, n)
        return p == 0 or row.ts[p - 1].text in STOPS or row.ts[p - 1].text == ":"

    def by_sentence_before(self, n: int, pair: Pair, row: Row, s: int) -> Said | None:
        """«X se félicite de cet accord. « … »»: the sentence before names who speaks, and that he speaks."""
        words = self.wording.words(pair)
        if (
            len(words) < MIN_SENTENCE
            or not self.wording.sentence_like(pair, words)
            or not self.text[pair.start].isupper()
        ):
            return None
        last, q = self.place(pair.last, n)
        following = next((t for t in last.ts[q + 1 :] if t.word), None)
        if q + 1 < len(last.ts) and (last.ts[q + 1].text == "," or (following and not following.capital)):
            return None  # the sentence goes on after it
        if not bare(row.ts[s : self.places[pair.first, n]]):
            return None  # words of its own sentence announce it, and do not say whose it is
        while s > 0 and not row.ts[s - 1].word:
            s -= 1
        if s == 0:
            if pair.first == 0 or self.blocks[pair.first - 1].kind in {"title", "row"}:
                return None
            row = self.row(pair.first - 1)
            s = len(row.ts)
            while s > 0 and not row.ts[s - 1].word:
                s -= 1
        start = sentence(row, s)
        said = self.resolved(self.reader.before(row, start, s), n)
        if said and said.way in {"dans-la-phrase", "pronom"}:
            return said._replace(way="phrase-avant")
        speech = self.wording.first_person(self.text[pair.start : pair.end]) or self.wording.several(pair)
        speech = speech or (self.wording.told(words) and self.wording.ended(pair) and len(words) >= MIN_BARE)
        if speech and (subject := self.antecedents.subject(row, start, s)):
            said = self.resolved(subject, n)
            return said._replace(way="phrase-avant") if said else None
        return None

    def by_sentence_after(self, n: int, pair: Pair, row: Row, q: int) -> Said | None:
        """«« … » L'ingénieure Léa Noury ne mâche pas ses mots.»: the quotation opens its block."""
        words = self.wording.words(pair)
        first, p = self.place(pair.first, n)
        if (
            not self.wording.ended(pair)
            or len(words) < MIN_SENTENCE
            or not self.wording.told(words)
            or not bare(first.ts[:p])
        ):
            return None
        far = min(len(row.ts), q + MAX_SENTENCE)
        end = next((k for k in range(q + 1, far) if row.ts[k].text in STOPS), far)
        if any(t.text in {PAIR, ":"} for t in row.ts[q + 1 : end + 1]):
            return None  # it belongs to the next quotation
        subject = self.antecedents.subject(row, q + 1, end)
        return subject if subject and subject.speaker else None

    def apposed(self, said: Said, row: Row, p: int) -> bool:
        """Whether only the role of a speaker stands between the name and the colon: «Léa, du collectif Vert : «…»»."""
        speaker = said.speaker
        if speaker is None or said.way == "pronom":
            return False
        return row.closes(speaker.end, p)

    # ---------------------------------------------------------------------------------------- quotations without marks

    def unmarked(self) -> Iterator[Quote]:
        """Quote blocks, and paragraphs that a line with a dash signs, without quotation marks."""
        for number, block in enumerate(self.blocks):
            if number in self.signs or block.kind not in {"quote", "paragraph"} or self.marked(number):
                continue
            words = self.text[block.start : block.end]
            end, row = block.end, self.row(number)
            said: Said | None = None
            if "\n" in words or block.kind == "quote":
                said, k = self.signatures.last_line(row, quoted=block.kind == "quote")
                end = row.ts[k - 1].end if said else end
            if said is None and number + 1 < len(self.blocks) and not self.inside_block.get(number + 1):
                below = self.blocks[number + 1]
                dashed = _DASHED.match(self.text[below.start : below.end])
                if below.kind != "title" and (block.kind == "quote" or (dashed and self.wording.first_person(words))):
                    said = self.signatures.line(self.row(number + 1), 0)
            if said is None and block.kind == "quote" and number:
                said = self.announcing(number, words)
            if said and said.speaker and len(in_words(self.text, block.start, end)) >= MIN_SENTENCE:
                pair = Pair(block.start, end, block.start, end, number, number, "low")
                yield from self.quotes(pair, said._replace(way="bloc" if block.kind == "quote" else "paragraphe-signe"))

    def announcing(self, number: int, words: str) -> Said | None:
        """The block above that ends in a colon, for words in the first person or right after a verb of speech."""
        above = self.row(number - 1)
        end = len(above.ts)
        if not above.ts or above.ts[-1].text != ":":
            return None
        said = self.reader.before(above, sentence(above, end), end)
        if said and not self.wording.first_person(words):
            near = sum(t.word for t in above.ts if t.start >= said.cue[1])
            return said if near <= MAX_AWAY_BARE else None  # «… le rapport, qui dit ceci :» is not the subject's
        return said

    def marked(self, number: int) -> bool:
        """Whether quotation marks say what is speech in a block: of a quote block, most of it or some of it told."""
        inside = self.inside_block.get(number, ())
        block = self.blocks[number]
        if block.kind != "quote":
            return bool(inside)
        covered = sum(self.pairs[n].end - self.pairs[n].start for n in inside)
        return any(self.said[n] for n in inside) or 2 * covered > block.end - block.start

    # ------------------------------------------------------------------------------------------------------ result

    def quotes(self, pair: Pair, said: Said) -> Iterator[Quote]:
        """One quote a pair of marks; a paragraph that opens it again is one of its own."""
        reopened = [(a, b) for a, b in pair.again if self.text[a - 1] == "\n" and self.text[a - 2] == "\n"]
        starts = [pair.start, *(b for _, b in reopened)]
        ends = [*(a for a, _ in reopened), self.cut(pair, said)]
        for start, end in zip(starts, ends, strict=True):
            yield self.quote(pair, said if start == pair.start else said._replace(way="suite"), start, end)

    def quote(self, pair: Pair, said: Said, start: int, end: int) -> Quote:
        assert said.speaker
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        pieces: list[str] = []
        at = start
        for mark, after in pair.again:  # of a line
            if start < mark < end:
                pieces.append(self.text[at:mark])
                at = after
        pieces.append(self.text[at:end])
        return Quote(
            start=start,
            end=end,
            text=self.text[start:end],
            by=f"quotes/{said.way}",
            value=" ".join(" ".join(pieces).split()),
            speaker=said.speaker.name,
            entity=said.speaker.entity,
            cue=" ".join(self.text[said.cue[0] : said.cue[1]].split()) or None,
        )

    def cut(self, pair: Pair, said: Said) -> int:
        """Where the words end: of a quotation that is never closed, before the words that say whose it is."""
        if pair.whole or said.way != "incise-interne":
            return pair.end
        rest = self.text[said.cue[1] : pair.end]
        if len(in_words(rest)) > MAX_TAIL:
            return pair.end
        end = said.cue[0]
        while end > pair.start and self.text[end - 1] in " \u00a0\u202f\n,–—-":
            end -= 1
        return end


UNATTRIBUTED = "nobody is said to say it"


def _cast(release: Release, lex: Lexicon) -> Cast:
    posts = [
        Post(person.entity or "", person.name, role.title, role.organization or "")
        for person in release.persons
        for role in person.roles
    ]
    bodies = [(e.id, e.name, (e.name, *e.aliases)) for e in release.entities if e.label == "ORG"]
    start, end = (release.title.start, release.title.end) if release.title else (0, 0)
    headed = {m.entity for m in release.mentions if start <= m.start < end}
    ends = {m.start: m.end for m in release.mentions}
    persons = [(e.id, e.name, e.id in headed) for e in release.entities if e.label == "PER"]
    return Cast(release.text, lex.words, posts, bodies, lex.verbs.ends, ends, persons)
