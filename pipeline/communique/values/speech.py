"""Tokens + lists of verbs -> where someone says something: «déclare», «a tenu à souligner», «se réjouit-elle»."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from communique.values.conjugation import conjugated
from communique.values.folding import fold
from communique.values.tokens import Token

MAX_BETWEEN = 7  # tokens between auxiliary and participle: «a, quant à lui, dénoncé»; between «tient» and «souligner»
_REFLEXIVE = frozenset({"se", "s'"})
_PRONOUNS = ("il", "elle", "ils", "elles", "on")
_MIDDLE = frozenset({"lui", "elle", "eux", "elles", "lui-meme", "elle-meme", "eux-memes", "elles-memes", "tour"})
_SMALL = frozenset({"a", "de", "d'", "pas", "pour", "par", "jusqu'", "en", "meme", "aussi", "egalement", "ainsi"})

Force = Literal["says", "adds", "judges"]  # «déclare»; «en ajoutant», never with its subject behind it; «voit dans»


class Verb(NamedTuple):
    """A verb of speech in a row of tokens, half-open; `pronoun` is the one that follows it inverted."""

    start: int
    end: int
    pronoun: str
    force: Force
    known: bool = True  # in the lists; else only its inversion tells («trépigne-t-elle»)


@dataclass(frozen=True)
class _Forms:
    finite: frozenset[str]
    participles: frozenset[str]
    present: frozenset[str]

    def is_finite(self, t: Token) -> bool:
        return _in(t.text, self.finite)

    def is_participle(self, t: Token) -> bool:
        return _in(t.text, self.participles)


def _in(word: str, forms: frozenset[str]) -> bool:
    """With the accents of the word; capitals and words without any are taken as unaccented."""
    lower = word.casefold()
    return lower in forms or ((lower.isascii() or word.isupper()) and f"~{fold(word)}" in forms)


def _forms(verbs: Mapping[str, str]) -> _Forms:
    finite: set[str] = set()
    participles: set[str] = set()
    present: set[str] = set()
    for infinitive, given in verbs.items():
        if " " not in infinitive:
            forms = conjugated(infinitive, "" if given == infinitive else given)
            finite |= forms.finite
            participles |= forms.participles
            present |= forms.present
    return _Forms(_tolerant(finite), _tolerant(participles), _tolerant(present))


def _tolerant(forms: Iterable[str]) -> frozenset[str]:
    """The forms, and each without accents behind a tilde."""
    return frozenset(f for form in forms for f in (form, f"~{fold(form)}"))


class Verbs:
    """The verbs of one rule file, ready to be looked for."""

    def __init__(
        self,
        speech: Mapping[str, str],
        reflexive: Mapping[str, str],
        judging: Mapping[str, str],
        supports: Mapping[str, str],
        infinitives: Collection[str],
        auxiliaries: Collection[str],
        clitics: Collection[str],
        adverbs: Collection[str],
        after: Mapping[str, str],
    ) -> None:
        self.after_only = _forms(after)
        self.speech, self.reflexive, self.judging = _forms(speech), _forms(reflexive), _forms(judging)
        self.supports = _forms(supports)
        self.infinitives = frozenset(fold(v) for v in (*speech, *infinitives) if " " not in v)
        self.reflexive_infinitives = frozenset(fold(v) for v in reflexive)
        self.phrases = [
            (_forms({v.split(" ")[0]: g}), tuple(fold(w) for w in v.split(" ")[1:]))
            for v, g in speech.items()
            if " " in v
        ]
        self.auxiliaries = frozenset(map(fold, auxiliaries))
        self.clitics = frozenset(map(fold, clitics))
        self.adverbs = frozenset(fold(w) for phrase in adverbs for w in phrase.replace("d'", "d' ").split())

    def at(self, ts: Sequence[Token], i: int) -> Verb | None:
        """The verb of speech that begins at token `i`, with its clitics: «s'est également réjouie», «dit-il»."""
        j = i
        while j < len(ts) and ts[j].key in self.clitics and j - i < 4:
            j += 1
        if j >= len(ts) or not ts[j].word:
            return None
        reflexive = any(ts[k].key in _REFLEXIVE for k in range(max(0, i - 1), j))
        head, pronoun = inverted(ts[j])
        if (end := self._phrase(ts, j, head)) or (end := self._supported(ts, j, head)):
            return Verb(i, end, pronoun, "says")
        if force := self._finite(head, reflexive=reflexive):
            return Verb(i, j + 1, pronoun, force)
        if (
            head.key in self.auxiliaries
            and head.text not in {"à", "À"}
            and (reflexive or not head.key.startswith(("est", "sont", "etai")))
        ):
            k = j + 1
            while k < len(ts) and k - j <= MAX_BETWEEN:
                if (end := self._phrase(ts, k, ts[k], participle=True)) or (
                    self.supports.is_participle(ts[k]) and (end := self._infinitive(ts, k + 1))
                ):
                    return Verb(i, end, pronoun, "says")
                if force := self._participle(ts[k], reflexive=reflexive):
                    return Verb(i, k + 1, pronoun, force)
                small = ts[k].key in self.adverbs or ts[k].key in self.clitics or ts[k].key in _MIDDLE
                if not small and ts[k].text != ",":
                    break
                k += 1
        if pronoun and head.key not in self.auxiliaries:
            return Verb(i, j + 1, pronoun, "says", known=False)
        if (
            pronoun
            and j + 1 < len(ts)
            and ts[j + 1].key.endswith(("e", "ee", "i", "ie", "u", "ue", "it", "ite", "is", "ise"))
        ):
            return Verb(i, j + 2, pronoun, "says", known=False)
        return None

    def behind(self, ts: Sequence[Token], i: int) -> Verb | None:
        """The verb at token `i` that tells speech only right behind a quotation: «ponctue», «a risqué»."""
        if self.after_only.is_finite(ts[i]):
            return Verb(i, i + 1, "", "says")
        perfect = ts[i].key in self.auxiliaries and ts[i].text not in {"à", "À"} and i + 1 < len(ts)
        return Verb(i, i + 2, "", "says") if perfect and self.after_only.is_participle(ts[i + 1]) else None

    def ends(self, t: Token) -> bool:
        """Whether the word is a finite form of any listed verb, so that a noun phrase ends before it."""
        forms = (self.speech, self.judging, self.supports)
        return any(f.is_finite(t) for f in forms)

    def infinitive(self, ts: Sequence[Token], i: int) -> Verb | None:
        """«de conclure», «de se réjouir» at token `i`: the infinitive that tells."""
        if i + 1 < len(ts) and ts[i].key in {"de", "d'"}:
            end = self._infinitive(ts, i + 1, between=2)
            return Verb(i, end, "", "says") if end else None
        return None

    def _finite(self, t: Token, *, reflexive: bool) -> Force | None:
        if self.speech.is_finite(t) or (reflexive and self.reflexive.is_finite(t)):
            return "says"
        if _in(t.text, self.speech.present):
            return "adds"
        return "judges" if self.judging.is_finite(t) and not reflexive else None

    def _participle(self, t: Token, *, reflexive: bool) -> Force | None:
        if self.speech.is_participle(t) or (reflexive and self.reflexive.is_participle(t)):
            return "says"
        if self.judging.is_participle(t) and not reflexive:
            return "judges"
        return "says" if t.key.endswith("it") and self.speech.is_finite(t) else None  # «a réagit», for «a réagi»

    def _phrase(self, ts: Sequence[Token], j: int, head: Token, *, participle: bool = False) -> int:
        for forms, tail in self.phrases:
            if (forms.is_participle(head) if participle else forms.is_finite(head)) and all(
                j + 1 + n < len(ts) and ts[j + 1 + n].key == w for n, w in enumerate(tail)
            ):
                return j + 1 + len(tail)
        return 0

    def _supported(self, ts: Sequence[Token], j: int, head: Token) -> int:
        return self._infinitive(ts, j + 1) if self.supports.is_finite(head) else 0

    def _infinitive(self, ts: Sequence[Token], k: int, between: int = MAX_BETWEEN) -> int:
        """End of the infinitive of speech that comes within a few small words; 0 if none does."""
        last = min(len(ts), k + between + 1)
        while k < last:
            reflexive = ts[k - 1].key in _REFLEXIVE and ts[k].key in self.reflexive_infinitives
            if ts[k].key in self.infinitives or reflexive:
                return k + 1
            if ts[k].key not in _SMALL and ts[k].key not in self.clitics:
                return 0
            k += 1
        return 0


def inverted(t: Token) -> tuple[Token, str]:
    """The verb and the pronoun that a hyphen ties to it: «a-t-il» -> a, il; «poursuit-elle» -> poursuit, elle."""
    for hyphen in ("-", "‐", "‑"):
        head, sign, pronoun = t.text.rpartition(hyphen)
        if sign and pronoun.casefold() in _PRONOUNS:
            head = head.removesuffix(f"{hyphen}t").removesuffix(f"{hyphen}T")
            if head:
                return t._replace(text=head, key=fold(head)), pronoun.casefold()
    return t, ""
