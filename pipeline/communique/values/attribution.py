"""The tokens around a quotation -> who is said to say it: «…», déclare X; X, maire : «…»; selon X, «…»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.values.said import LOOSE, PRONOUNS, STOPS, Said, where
from communique.values.speakers import ARTICLES, PAIR, Cast, Row, Speaker, prepositional
from communique.values.speech import Verb, Verbs
from communique.values.tokens import OF, THE, Token

MAX_TO_SUBJECT = 14  # tokens from a verb to its subject: «a déclaré hier soir, à l'issue du vote, la préfète»
MAX_TO_BODY = 6  # and to one that is no person: «a indiqué hier soir la préfecture»
MAX_TRAIL = 40  # tokens from a quotation that is part of a sentence to the words that end it: «…, a souligné X.»
MAX_ASIDE = 14  # tokens in brackets that are passed over
MAX_LEAD = 12  # tokens before the subject: «Réaction de», «À l'issue du vote,»

_OTHERS = frozenset({"on", "nous", "je", "j'", "vous", "tu"})  # they speak, and are nobody that the text names
_TONIC = {"lui": "il", "elle": "elle", "eux": "ils", "elles": "elles"}
_LATEST = {"ce dernier": "dernier", "cette derniere": "derniere", "celui-ci": "dernier", "celle-ci": "derniere"}
_PLACE = frozenset({"a", "au", "chez", "aux", "aupres"})
_JOINED = frozenset({"a", "et", "pour", "en", "par", "sur", "dans"})
_OTHER_CLAUSE = frozenset({"pour", "afin", "que", "qu'", "qui", "dont", "ou", "car"})
_CLAUSE = frozenset({"que", "qu'", "si", "comment", "combien", "pourquoi", "ou"})
_AS = frozenset({"comme", "ainsi", "tel", "telle"})
# Before the name of who answers: «Trois questions à X», «Entretien avec X».
_ASKED = frozenset({"questions", "question", "entretien", "interview", "rencontre", "echange", "parole", "dialogue"})
_THEN = frozenset({"et", "avant", "puis", "enfin", "mais"})
_SUBORDINATE = frozenset({"ou", "dont", "lorsqu'", "puisqu'", "quand"})


@dataclass(frozen=True)
class Lists:
    """Words around quotations, folded."""

    according: frozenset[str]  # selon, pour, dixit
    words_of: frozenset[str]  # selon les «propos» de
    lead_ins: frozenset[str]  # words before a verb that is turned around: comme, ainsi
    not_verbs: frozenset[str]  # words that stand before a name and are no verbs: avec, film
    before_nouns: frozenset[str]  # after these a word that looks like a verb is a noun: une «demande»
    acting: frozenset[str]  # verbs with which a person opens a sentence that a quotation ends: «reste prudent : «…»»
    said_things: frozenset[str]  # what a person has that is said: son «credo», sa «réponse»


@dataclass(frozen=True)
class Reader:
    """Reads the row of tokens in which a quotation is one token."""

    verbs: Verbs
    cast: Cast
    lists: Lists

    # ------------------------------------------------------------------------------------------------------- after

    def after(self, row: Row, p: int) -> Said | None:
        """What follows the quotation at token `p`: «, déclare X», «, a-t-elle ajouté», «, selon X»."""
        ts = row.ts
        k = p + 1
        ended = False
        while k < len(ts) and ts[k].text in LOOSE and ts[k].text not in {"(", "\n"} and k - p < 5:
            ended = ended or ts[k].text in STOPS
            k += 1
        if k >= len(ts) or not ts[k].word:
            return None
        if said := self._in_these_words(row, k):
            return said
        if ts[k].capital and (ended or k not in row.at):
            return None  # another sentence: «… . » Pour X, «…»
        first = k
        while k < len(ts) and k - first < 4 and (ts[k].key in self.lists.lead_ins or ts[k].text == ","):
            k += 1
        if k < len(ts) and (said := self._according(row, k)):
            return said
        if k >= len(ts):
            return None
        if k in row.at and ts[k - 1].text == "," and (said := self._subject_first(row, k)):
            return said
        verb = self.verbs.at(ts, k)
        if verb and verb.force == "says":
            if verb.pronoun:
                return self._inverted(row, verb)
            if verb.end < len(ts) and (latest := self._latest(row, verb.end)):
                return Said(None, "pronom", where(ts, verb), latest)
            if speaker := self._subject_after(row, verb.end):
                return Said(speaker, "incise", where(ts, verb))
            return None
        if (told := self.verbs.infinitive(ts, k)) and (speaker := self._subject_after(row, told.end)):
            return Said(speaker, "incise", where(ts, told))  # «, de conclure X»
        if (behind := self.verbs.behind(ts, k)) and (speaker := self._subject_after(row, behind.end)):
            return Said(speaker, "incise", where(ts, behind))
        return self._plain_verb(row, k)

    def headed(self, row: Row) -> Said | None:
        """A heading that says whose words stand under it: «Le mot de la présidente», «Réaction de Léa Noury»."""
        ts = row.ts
        end = len(ts) - 1 if ts and ts[-1].text == ":" else len(ts)
        speaker = self._owner(row, 0) if end else None
        return Said(speaker, "deux-points", (ts[0].start, ts[0].end)) if speaker and speaker.end >= end else None

    def asked(self, row: Row) -> Said | None:
        """Who answers under a heading: «Trois questions à Léa Noury», «Entretien avec le maire»."""
        ts = row.ts
        for k in range(min(MAX_LEAD, len(ts) - 2)):
            if ts[k].key in _ASKED and ts[k + 1].key in {"a", "au", "avec", "de"}:
                speaker = self.cast.phrase(row, k + 2)
                return Said(speaker, "deux-points", (ts[k].start, ts[k + 1].end)) if speaker else None
        return None

    def _in_these_words(self, row: Row, k: int) -> Said | None:
        """«: c'est par ces mots que X a ouvert la séance»; «Tels sont les mots de X»."""
        ts = row.ts
        if self._noun_of_speech(ts, k):  # «La formule est de X»
            is_of = k + 3 < len(ts) and ts[k + 2].key in {"est", "sont"} and ts[k + 3].key in OF
            speaker = self.cast.phrase(row, k + 4) if is_of and k + 4 < len(ts) else None
            return Said(speaker, "incise", (ts[k].start, ts[k + 3].end)) if speaker else None
        if ts[k].key == "ainsi" and k + 1 < len(ts) and (verb := self.verbs.at(ts, k + 1)):  # «Ainsi parle X»
            speaker = self._subject_after(row, verb.end)
            return Said(speaker, "incise", where(ts, verb)) if speaker else None
        if ts[k].key not in {"c'", "voila", "tel", "telle", "tels", "telles"}:
            return None
        for i in range(k + 1, min(k + 8, len(ts) - 1)):
            of = ts[i].key in OF and ts[i - 1].key in self.lists.words_of
            if ts[i].key == "comment" and (speaker := self.cast.phrase(row, i + 1)):  # «voilà comment X décrit»
                return Said(speaker, "incise", (ts[k].start, ts[i].end))
            that = ts[i].key in {"que", "qu'"} and any(
                t.key in self.lists.words_of or t.key == "ainsi" for t in ts[k:i]
            )
            if (of or that) and (speaker := self.cast.phrase(row, i + 1)):
                return Said(speaker, "incise", (ts[k].start, ts[i].end))
        return None

    def _noun_of_speech(self, ts: Sequence[Token], k: int) -> bool:
        determined = ts[k].key in {"la", "le", "l'", "les", "cette", "ce", "cet", "ces"}
        return determined and k + 1 < len(ts) and ts[k + 1].key in self.lists.words_of | self.lists.said_things

    def _subject_first(self, row: Row, k: int) -> Said | None:
        """«, Léa Noury a déclaré»: rare, and only with the verb right after the name."""
        speaker = self.cast.phrase(row, k)
        verb = self.verbs.at(row.ts, speaker.end) if speaker and speaker.person and speaker.end < len(row.ts) else None
        return Said(speaker, "incise", where(row.ts, verb)) if verb and verb.force == "says" else None

    def _plain_verb(self, row: Row, k: int) -> Said | None:
        """«, plaisante Léa Noury»: one word that can be a verb, and right after it a name."""
        ts = row.ts
        t = ts[k]
        if (
            k in row.at
            or not t.text[0].islower()
            or t.key in self.lists.not_verbs
            or not t.key.endswith(("e", "t", "d", "a", "nt"))
        ):
            return None
        speaker = self.cast.phrase(row, k + 1) if k + 1 < len(ts) else None
        if speaker and speaker.person and speaker.named == k + 1:
            return Said(speaker, "incise", (t.start, t.end))
        return None

    def _according(self, row: Row, k: int) -> Said | None:
        """«selon X», «selon lui», «d'après les propos de la préfète», «aux yeux de X»."""
        ts = row.ts
        for n in (1, 2, 3):
            if k + n < len(ts) and " ".join(t.key for t in ts[k : k + n]) in self.lists.according:
                cue = (ts[k].start, ts[k + n - 1].end)
                if (tonic := _TONIC.get(ts[k + n].key)) and (k + n + 1 >= len(ts) or not row.ts[k + n + 1].word):
                    return Said(None, "selon", cue, tonic)
                speaker = self.cast.phrase(row, k + n) or self._owner(row, k + n) or self.cast.stranger(row, k + n)
                if speaker:
                    return Said(speaker, "selon", cue)
        if ts[k].key in _PLACE | {"de"} and (speaker := self._owner(row, k + 1)):
            return Said(speaker, "selon", (ts[k].start, ts[k].end))
        return None

    def _owner(self, row: Row, k: int) -> Speaker | None:
        """Whose words they are: «les propos de X», «l'avis du maire», «les précisions apportées par X»."""
        ts = row.ts
        while k < len(ts) and ts[k].key in {"les", "l'", "le", "la", "ses", "un", "une", "propres"}:
            k += 1
        if k + 2 >= len(ts) or ts[k].key not in self.lists.words_of:
            return None
        k += 1
        if ts[k].word and ts[k].key not in OF and ts[k + 1].key in {"par", "de"}:
            k += 1
        return self.cast.phrase(row, k + 1) if ts[k].key in OF | {"par"} else None

    def _inverted(self, row: Row, verb: Verb) -> Said | None:
        """«dit-elle», «assure-t-on à la préfecture»."""
        cue = where(row.ts, verb)
        if verb.pronoun in PRONOUNS:
            return Said(None, "pronom", cue, verb.pronoun)
        for k in range(verb.end, min(verb.end + 6, len(row.ts) - 2)):
            if row.ts[k].text in STOPS:
                break
            if row.ts[k].key in _PLACE:
                noun = k + 2 if row.ts[k].key == "aupres" else k + 1
                if speaker := self.cast.phrase(row, noun):
                    return Said(speaker, "incise", cue)
        return None

    def _latest(self, row: Row, k: int) -> str:
        """The pronoun for «ce dernier», «cette dernière», «celui-ci», «celle-ci» at token `k`."""
        two = " ".join(t.key for t in row.ts[k : k + 2])
        return next((p for words, p in _LATEST.items() if two == words or row.ts[k].key == words), "")

    def _subject_after(self, row: Row, start: int) -> Speaker | None:
        """The subject that follows its verb: past adverbs and what hangs on a preposition, but in the same clause."""
        ts = row.ts
        k = start
        while k < len(ts) and k - start < MAX_TO_SUBJECT:
            aside = k + 1 < len(ts) and ts[k + 1].key in {"sa", "leur"}  # «pour sa part»
            if ts[k].text in STOPS or ts[k].text in {";", ":", PAIR} or (ts[k].key in _OTHER_CLAUSE and not aside):
                return None
            if k == start or not prepositional(row, k, self.cast.words):
                speaker = self.cast.phrase(row, k) or (self.cast.stranger(row, k) if k == start else None)
                if speaker and (speaker.person or k == start or (k - start < MAX_TO_BODY and ts[k].key in ARTICLES)):
                    return speaker
            k = row.after(k) if k in row.at else k + 1
        return None

    def trailing(self, row: Row, p: int) -> Said | None:
        """What ends the sentence of a quotation that is part of it: «… est « un atout », a souligné X.»"""
        ts = row.ts
        for k in range(p + 1, min(p + MAX_TRAIL, len(ts))):
            if ts[k].text in STOPS or ts[k].text == ":":
                return None
            if ts[k - 1].text != "," or k in row.at:
                continue
            verb = self.verbs.at(ts, k)
            if verb and verb.force == "says" and verb.known:
                if verb.pronoun:
                    return self._inverted(row, verb)
                speaker = self._subject_after(row, verb.end)
                return Said(speaker, "incise", where(ts, verb)) if speaker else None
        return None

    # ------------------------------------------------------------------------------------------------------ before

    def before(self, row: Row, s: int, p: int) -> Said | None:
        """What stands before the quotation at token `p`, in its sentence, which begins at `s`."""
        ts = row.ts
        while p > s and ts[p - 1].text in {"\n", "(", "*", "_"}:
            p -= 1
        while s < p and (ts[s].text in LOOSE or ts[s].text == PAIR):
            s += 1
        if s >= p:
            return None
        colon = ts[p - 1].text == ":"
        if said := self._according_before(row, s, p):
            return said
        told = colon or ts[p - 1].key in {"que", "qu'"}  # only a verb of speech does so
        inner: Said | None = None
        for verb in reversed(self._verbs(row, s, p)):
            if verb.force == "judges" and told:
                continue
            said = self._by_verb(row, s, p, verb)
            if said and said.way == "selon":
                return said
            if said and not colon:
                away = sum(t.word for t in ts[verb.end : p])
                said = said._replace(way="dans-la-phrase" if said.way == "deux-points" else said.way, away=away)
            if said and said.speaker is None and ts[verb.start - 2].key in {"que", "qu'"} and verb.start - 2 >= s:
                inner = inner or said  # «X indique qu'il voit «…»»: X is whom «il» means
            elif said:
                return said
        if inner:
            return inner
        if colon and (speaker := self._announced(row, s, p)):
            return Said(speaker, "deux-points", (ts[p - 1].start, ts[p - 1].end))
        if colon and (said := self._of_whom_before(row, s, p)):
            return said
        return self._according_afar(row, s, p)

    def _of_whom_before(self, row: Row, s: int, p: int) -> Said | None:
        """«Il a fini par ces mots : «…»», «Fleuriste au marché, elle a tout gardé : «…»», «Son credo : «…»»."""
        ts = row.ts
        cue = (ts[p - 1].start, ts[p - 1].end)
        if ts[s].key in {"son", "sa", "ses"} and any(t.key in self.lists.said_things for t in ts[s + 1 : s + 4]):
            return Said(None, "pronom", cue, "son")
        for k in range(s, p - 1):  # «Extrait du discours du maire : «…»», «Le comité a publié ce message : «…»»
            owner = self._owner(row, k) if ts[k].key in self.lists.words_of else None
            if owner and (owner.end >= p - 1 or k <= s + 1):  # «L'avis de l'architecte est sans appel : «…»»
                return Said(owner, "deux-points", cue)
            this = ts[k].key in {"ce", "cet", "cette", "ces"} and ts[k + 1].key in self.lists.said_things
            if this and (speaker := self.cast.phrase(row, s)) and speaker.end <= k:
                return Said(speaker, "deux-points", cue)
        for k in range(s, p):
            if (m := row.at.get(k)) and m.label == "PER":
                return None
            if k == s or ts[k - 1].text == ",":
                if ts[k].key in {"il", "elle"}:
                    return Said(None, "pronom", cue, ts[k].key)
                if k > s and (speaker := self._who_acts(row, k)):  # «Contacté, le maire n'exclut rien : «…»»
                    return Said(speaker, "deux-points", cue)
        speaker = self._who_acts(row, s)
        return Said(speaker, "deux-points", cue) if speaker else None

    def _who_acts(self, row: Row, k: int) -> Speaker | None:
        """The person told by a role at token `k`, if a verb stands next: «le maire n'exclut rien»."""
        ts = row.ts
        speaker = self.cast.phrase(row, k) if ts[k].key in ARTICLES else None
        if speaker is None or speaker.end >= len(ts) or not self.cast.function(ts[k + 1]):
            return None
        return speaker if speaker.person or self._acting(ts[speaker.end]) else None

    def _acting(self, t: Token) -> bool:
        return t.key in self.verbs.clitics or t.key in self.verbs.auxiliaries or t.key in self.lists.acting

    def _according_afar(self, row: Row, s: int, p: int) -> Said | None:
        """«Aux yeux de X, ce chantier est « … »»: the sentence is his, and the quotation a part of it."""
        said = self._according(row, s)
        if said is None or said.speaker is None or (row.ts[s].key == "pour" and not said.speaker.person):
            return None
        return said._replace(away=sum(t.word for t in row.ts[said.speaker.end : p]))

    def _verbs(self, row: Row, s: int, p: int) -> list[Verb]:
        found: list[Verb] = []
        i = s
        while i < p:
            if i in row.at or row.ts[i].text == PAIR:
                i += 1
                continue
            noun = i > s and (row.ts[i - 1].key in self.lists.before_nouns or self._article(row.ts, i))
            # «Et X, maire, de conclure»; «Et d'ajouter», «Avant de conclure»
            narrates = i > s and (row.ts[i - 1].text == "," or i - 1 in row.at)
            narrates = narrates or all(t.key in _THEN for t in row.ts[s:i])
            verb = (None if noun else self.verbs.at(row.ts, i)) or (
                self.verbs.infinitive(row.ts, i) if narrates else None
            )
            if noun and row.ts[i - 1].key == "en":
                verb = self.verbs.at(row.ts, i)
                verb = verb if verb and verb.force == "adds" else None
            if verb and verb.known and verb.end <= p:
                found.append(verb)
                i = verb.end
            else:
                i += 1
        return found

    def _article(self, ts: Sequence[Token], i: int) -> bool:
        """Whether a noun stands at token `i`, by the preposition before its article: «sur la réplique»."""
        if i > 1 and ts[i - 1].key in THE:
            i -= 1
        held = ts[i - 1].key in self.cast.words.prepositions and ts[i - 1].key not in _CLAUSE
        return held and ts[i].key in THE

    def _according_before(self, row: Row, s: int, p: int) -> Said | None:
        """«Selon X, présidente de Y, «…»», with the comma right before the quotation, or none."""
        ts = row.ts
        for k in (s, *(i + 1 for i in range(s, p - 1) if ts[i].text == ",")):
            while k < p - 1 and ts[k].key in {"toujours", "encore", "et", "mais", "ainsi", "car", "or"}:
                k += 1
            said = self._according(row, k)
            if said and said.speaker and self._apposed(row, said.speaker.end, p):
                return said
            if said and said.pronoun and sum(t.word for t in ts[k:p] if t.start >= said.cue[1]) == 1:
                return said  # «selon elle, «…»»
        return None

    def _apposed(self, row: Row, start: int, end: int) -> bool:
        """Whether only appositions stand in row[start:end]: nothing, a role between commas."""
        ts = row.ts
        if all(ts[k].text in {",", ":", "–", "—", "-"} for k in range(start, end)):
            return True
        if ts[start].text not in {",", "(", "–", "—", "-"}:
            return False
        return not any(
            self.verbs.at(ts, k)
            for k in range(start, end)
            if k not in row.at and ts[k - 1].key not in {"l'", "la", "le", "d'", "de"}
        )

    def _by_verb(self, row: Row, s: int, p: int, verb: Verb) -> Said | None:
        ts = row.ts
        cue = where(ts, verb)
        if verb.pronoun:
            return self._inverted(row, verb)
        k = verb.start - 1
        while k > s and ts[k].key in {"ne", "n'", "et", "puis"} | self.lists.lead_ins:
            k -= 1
        if k >= s and ts[k].key in PRONOUNS:
            subordinate = k > s and ts[k - 1].key in _SUBORDINATE
            return None if subordinate else Said(None, "pronom", cue, ts[k].key)
        if k >= s and ts[k].key in _OTHERS:
            return None
        if k > s and (latest := self._latest(row, k - 1)):
            return Said(None, "pronom", cue, latest)
        if k > s and ts[k].key == "qui":
            speaker = self._antecedent(row, k)
        else:
            speaker = self._subject_before(row, s, verb.start, plural=_plural(ts, verb))
        if speaker is None and verb.force == "says" and verb.end < p and ts[verb.end].key not in _CLAUSE:
            speaker = self._subject_between(row, verb.end, p)
            # «Comme l'explique X, directeur, «…»», «Ainsi que l'explique X, «…»»
            as_told = verb.start > s and ts[verb.start - 1].key in {"comme", "que"} and ts[s].key in _AS
            if speaker and as_told and self._apposed(row, speaker.end, p):
                return Said(speaker, "selon", cue)
        if speaker is None and ts[verb.start].key in {"de", "d'"}:  # «Et d'ajouter : «…»»
            return Said(None, "pronom", cue, "meme")
        joined = verb.start > s and ts[verb.start - 1].key == "et"
        if speaker is None and (verb.force == "adds" or joined):  # «Il a terminé en disant», «Elle s'arrête et dit»
            subject = next((ts[i].key for i in range(s, verb.start) if ts[i].key in PRONOUNS), "")
            return Said(None, "pronom", cue, subject) if subject else None
        return Said(speaker, "deux-points", cue) if speaker else None

    def _antecedent(self, row: Row, k: int) -> Speaker | None:
        """«X, qui déclare : «…»»: the person named right before the relative pronoun at token `k`."""
        i = k - 1
        while i > 0 and row.ts[i].text == ",":
            i -= 1
        m = row.at.get(i)
        if m is None or m.label not in {"PER", "ORG"}:
            return None
        while i > 0 and row.at.get(i - 1) is m:
            i -= 1
        return self.cast.phrase(row, i)

    def _subject_between(self, row: Row, start: int, end: int) -> Speaker | None:
        """«Comme le rappelle X : «…»»"""
        speaker = self._subject_after(row, start)
        return speaker if speaker and speaker.end <= end else None

    def _subject_before(self, row: Row, s: int, end: int, *, plural: bool) -> Speaker | None:
        """The subject of the verb at `end`: the nearest person that no preposition holds, else who opens a clause."""
        ts = row.ts
        persons: list[Speaker] = []
        i = s
        while i < end:
            m = row.begins(i)
            if m and m.label == "PER" and not prepositional(row, i, self.cast.words):
                persons.append(self.cast.person(row, i))
            i = row.after(i) if i in row.at else i + 1
        for n in range(len(persons) - 1, -1, -1):
            if self._leads_to(row, persons[n].end, end):
                return persons[0] if plural and n else persons[n]
        if persons:
            return persons[0]
        i = s
        found: Speaker | None = None
        while i < end:
            if ts[i].text == "(":  # «les associations (FNAUT, AUT) demandent»
                i = next((k for k in range(i + 1, min(end, i + MAX_ASIDE)) if ts[k].text == ")"), i) + 1
                continue
            opens = (
                i == s or ts[i - 1].text in {",", "–", "—", "-", ":"} or ts[i - 1].key in {"et", "que", "qu'", "mais"}
            )
            subject = (self.cast.phrase(row, i) or self.cast.stranger(row, i)) if opens else None
            if subject and subject.end <= end:
                apposed = found and ts[i - 1].text == "," and found.end == i - 1  # «la RTE, chargée du réseau, dit»
                found = found if found and (apposed or ts[i - 1].key == "et") else subject
                i = max(subject.end, i + 1)
            else:
                i += 1
        return found

    def _leads_to(self, row: Row, start: int, end: int) -> bool:
        """Whether nothing, an adverb, or an apposition closed by a comma stands between subject and verb."""
        ts = row.ts
        if end - start <= 2:
            return True
        closed = ts[start].text in {",", "(", "–", "—", "-"} and ts[end - 1].text in {",", ")", "–", "—", "-"}
        return closed or (ts[start].text == "," and self.cast.phrase(row, start + 1) is not None)

    def _announced(self, row: Row, s: int, p: int) -> Speaker | None:
        """«X, maire de Y : «…»», «Réaction de X, présidente : «…»», «…, comme celle de X, maire : «…»»."""
        for i in range(s, min(p, s + MAX_LEAD)):
            m = row.begins(i)
            if m and m.label == "PER":
                if self._speaks(row, s, i):
                    return self.cast.person(row, i)
                break
            if i > s and self._speaks(row, s, i) and (unknown := self.cast.unknown(row, i)):
                return unknown
        speaker = self.cast.phrase(row, s) or self.cast.stranger(row, s)
        if speaker and not speaker.person and self._acts(row, speaker):
            speaker = None
        if speaker and row.closes(speaker.end, p):
            return speaker
        last = next((i for i in range(p - 1, s, -1) if (m := row.begins(i)) and m.label == "PER"), None)
        if last is None or not self._speaks(row, s, last) or not self._apposed(row, row.after(last), p):
            return None
        return self.cast.person(row, last)

    def _acts(self, row: Row, speaker: Speaker) -> bool:
        """Whether a verb of no list stands in what seems a role: «Les salariés rachètent | leur usine»."""
        ts = row.ts
        return any(
            ts[k].key in ARTICLES and k not in row.at and ts[k - 1].key not in OF and ts[k - 1].key not in _JOINED
            for k in range(speaker.start + 2, speaker.end)
        )

    def _speaks(self, row: Row, s: int, i: int) -> bool:
        """Whether a name before a colon is not what a noun belongs to: «Réaction de X :», but not «l'œuvre de X :»."""
        k = i - 1
        while k > s and (row.ts[k].key in self.cast.words.civilities or row.ts[k].key in ARTICLES):
            k -= 1
        if k < s or row.ts[k].key not in OF:
            return True
        said = self.lists.words_of | self.lists.said_things
        return any(t.key in said or self.cast.function(t) for t in row.ts[s:k])


def _plural(ts: Sequence[Token], verb: Verb) -> bool:
    auxiliaries = {"ont", "sont", "avaient", "etaient"}
    return any(t.key in auxiliaries or t.key.endswith("ent") for t in ts[verb.start : verb.end])
