"""A title that names no organisation -> the one it means: «son président», «de l'association», a contact's box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from communique.values.folding import fold
from communique.values.functions import Mentioned
from communique.values.roles import ENDS, Title
from communique.values.tokens import Token

MAX_QUOTATION = 150  # tokens of a quotation between an organisation and «son président» after it
MAX_ANTECEDENT = 60  # tokens back to the organisation that «son» means
MAX_CUE = 5  # tokens of «, regrette encore» before «son président»
MAX_LABEL = 30  # tokens of a line of a contact, up to the role
_POSSESSIVE = frozenset({"son", "sa", "leur"})
M = TypeVar("M", bound=Mentioned)


@dataclass(frozen=True)
class Known:
    """What the release says of its organisations."""

    long: Mapping[str, str]  # folded acronym -> expansion
    names: Mapping[str, str]  # entity -> its fullest name
    organizations: Sequence[tuple[str, Sequence[str]]]  # name, and all forms folded, of each


@dataclass(frozen=True)
class Referents(Generic[M]):
    """The organisations of one block, and how it may mean them."""

    ts: Sequence[Token]
    at: Mapping[int, M]  # token -> the mention that holds it
    mentions: Sequence[M]
    known: Known
    boxed: bool  # whether the block is a box of press contacts

    def meant(self, title: Title[M]) -> str | None:
        """The organisation that «son président», «de l'association», or the box of a press contact mean."""
        if self.boxed and not title.generic:
            if labelled := self._label(title.start):
                return self.name(labelled)
            a, b = self.ts[title.start].start, self.ts[title.end - 1].end
            others = (m for m in reversed(self.mentions) if m.label == "ORG" and not a <= m.start < b)
            inside = {m.entity: m for m in others}
            return self.name(next(iter(inside.values()))) if len(inside) == 1 else None
        if title.generic:
            named = [
                name
                for name, forms in self.known.organizations
                if any(form.startswith(title.generic + " ") for form in forms)
            ]
            return named[0] if len(named) == 1 else None
        i = title.start - 1
        return self._possessor(i) if i >= 0 and self.ts[i].key in _POSSESSIVE else None

    def _label(self, i: int) -> M | None:
        """The organisation that opens the line of token `i`, before a mark: «Solvenia : X, attachée de presse»."""
        k = i
        while k > 0 and self.ts[k - 1].text != "\n" and i - k < MAX_LABEL:
            k -= 1
        while k < i and not self.ts[k].word:
            k += 1
        m = self.at.get(k)
        if m is None or m.label != "ORG":
            return None
        while k < i and self.at.get(k) is m:
            k += 1
        return m if self.ts[k].text in {":", "–", "—", "-", "|"} else None

    def _possessor(self, i: int) -> str | None:
        """The organisation that «son» at token `i` means: the nearest before it, or the one of the sentence before."""
        ts = self.ts
        k = i
        while k > 0 and i - k < MAX_ANTECEDENT and ts[k - 1].text not in ENDS:
            k -= 1
        near = next((self.at[n] for n in range(i - 1, k - 1, -1) if n in self.at and self.at[n].label == "ORG"), None)
        if not near and k and ts[k - 1].text == "»" and i - k < MAX_CUE:  # «…», regrette son président
            i = k = self._quotation(k - 1)
        if near or k < i or k == 0 or ts[k - 1].text != ".":
            return self.name(near) if near else None
        first = k - 1
        while first > 0 and k - first < MAX_ANTECEDENT and ts[first - 1].text not in ENDS:
            first -= 1
        before = [self.at[n] for n in range(first, k) if n in self.at and self.at[n].label == "ORG"]
        opens = before and next(n for n in range(first, k) if n in self.at) < first + 4
        alone = len({m.entity for m in before}) == 1
        return self.name(before[0]) if before and (alone or opens) else None

    def _quotation(self, end: int) -> int:
        """The token that opens the quotation which ends at `end`; 0 if it is too far."""
        k = end - 1
        while k > 0 and end - k < MAX_QUOTATION and self.ts[k].text != "«":
            k -= 1
        return k if self.ts[k].text == "«" else 0

    def name(self, m: M) -> str:
        """The organisation as written, or the expansion of its acronym."""
        long = self.known.long.get(fold(m.text))
        whole = self.known.names.get(m.entity, "")
        if long and fold(whole).endswith(fold(long)):  # with its head: «communauté de communes Orne et Vire»
            return whole
        return long or self._spelled_out(m) or " ".join(m.text.split())

    def _spelled_out(self, m: M) -> str | None:
        """The one organisation that an acronym with its place abridges: «CROA Occitanie» -> «Conseil … d'Occitanie»."""
        first, _, place = fold(m.text).partition(" ")
        long = self.known.long.get(first)
        if not long or not place:
            return None
        whole = [name for name, _ in self.known.organizations if _spans(fold(name), fold(long), place)]
        return whole[0] if len(whole) == 1 else None


def _spans(name: str, long: str, place: str) -> bool:
    """Whether a folded name is a long form and then a place, with a preposition between."""
    between = name[len(long) :].removesuffix(place) if name.startswith(long) and name.endswith(place) else ""
    return between.strip(" ") in {"de", "d'", "du", "des", "de la", "de l'", "en"}
