"""Text in paragraphs -> what stands between quotation marks: « », “ ”, " ", ' ', nested, opened again, or left open."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

MAX_PARAGRAPHS = 12  # that one quotation runs over; beyond, a mark was forgotten
MAX_SILENT = 3  # paragraphs in a row within a quotation that are not opened again

# ' and ’ count only where no apostrophe can stand: after a space and before a letter, or after a word's end.
_MARK = re.compile(
    r"""(?P<low>«|<<|‹|»|>>|›)
    | (?P<curly>[“”„‟])
    | (?P<straight>"|''|‘‘|’’)
    | (?P<single>(?<![^\s«“"(\[])['‘’](?=[^\W_]) | (?<=[^\s'‘’«“(])['’](?=[\s,.;:!?)»”]|$))""",
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[.!?…](?:\s?\[\d{1,2}\])?\s+(?=[A-ZÀ-Þ])")
_OPENERS = frozenset({"«", "<<", "‹", "“", "„", "‟", "‘‘"})
_CLOSERS = frozenset({"»", ">>", "›", "”", "’’"})

Kind = Literal["low", "curly", "straight", "single"]
Side = Literal["open", "close", "either"]
_KINDS: tuple[Kind, ...] = ("low", "curly", "straight", "single")


class Pair(NamedTuple):
    """One quotation; offsets are code points, half-open."""

    start: int  # of the words, without marks and the white space beside them
    end: int
    opens: int  # where the opening mark begins; `start` if there is none
    closes: int  # where the closing mark ends; `end` if there is none
    first: int  # number of the paragraph in which it opens, and of that in which it closes
    last: int
    kind: Kind
    whole: bool = True  # both marks are there
    again: tuple[tuple[int, int], ...] = ()  # marks within that only open it again at a paragraph


class _Mark(NamedTuple):
    start: int
    end: int
    kind: Kind
    side: Side
    leads: bool  # first in its paragraph or line
    paragraph: int
    could_open: bool = False  # a closing mark where an opening one is in place: «Il dit : » Oui »»


def pairs(text: str, paragraphs: Sequence[tuple[int, int]], alone: Collection[int] = ()) -> list[Pair]:
    """Quotations that stand in no other, in text order; each mark is looked at once.

    A quotation ends in its paragraph, or in a later one that is opened again («…⏎⏎« …»), or in one of the next few
    whose first mark closes it; failing all these its opening mark stands alone, is given with ``whole=False``, and
    runs to the end of its paragraph at most. `alone` are paragraphs that none enters or leaves (headings).

    >>> [p[:2] for p in pairs("Il dit : « Oui, “bien” sûr. »", [(0, 29)])]
    [(11, 27)]
    """
    reader = _Reader(text, paragraphs)
    for number in range(len(paragraphs)):
        reader.read(number, alone=number in alone)
    return reader.result()


class _Reader:
    """Goes over the marks with a stack of those that are open."""

    def __init__(self, text: str, paragraphs: Sequence[tuple[int, int]]) -> None:
        self.text, self.paragraphs = text, paragraphs
        self.found: list[Pair] = []
        self.stack: list[_Mark] = []  # opened in this paragraph
        self.height = dict.fromkeys(_KINDS, 0)  # of each kind on the stack
        self.carried: _Mark | None = None  # open since an earlier paragraph
        self.again: list[tuple[int, int]] = []
        self.silent = 0

    def read(self, number: int, *, alone: bool) -> None:
        """One paragraph."""
        start, end = self.paragraphs[number]
        marks = list(_marks(self.text, start, end, number))
        if self.carried and (alone or not self._carries_on(marks, number)):
            self._forget()
        stray: _Mark | None = None  # a closing mark of another kind than what is open
        for mark in marks:
            opened = self.stack[0] if self.stack else self.carried
            if opened and mark.leads and mark.kind == opened.kind and mark.end < end:
                self.again.append((mark.start, mark.end))
            elif mark.side == "open" or (mark.side == "either" and not self._open(mark.kind)):
                self._mispaired(stray)
                stray = None
                self._push(mark)
            elif self._open(mark.kind):
                self._close(mark)
                stray = None if stray and self.found[-1].opens < stray.start else stray
            elif opened:
                stray = stray or (mark if mark.kind != "single" else None)
            elif mark.could_open:
                self._push(mark)
            elif mark.kind in {"low", "curly"} and mark.side == "close":
                self._unopened(mark, start)
        self._mispaired(stray)
        if self.stack:
            self._left_open(alone=alone)
        if self.carried and self.silent >= MAX_SILENT:
            self._forget()

    def result(self) -> list[Pair]:
        if self.carried:
            self._forget()
        outer: list[Pair] = []
        for pair in sorted(self.found, key=lambda p: (p.opens, -p.closes)):
            if not outer or pair.opens >= outer[-1].closes:
                outer.append(pair)
        return outer

    def _open(self, kind: Kind) -> bool:
        return self.height[kind] > 0 or (self.carried is not None and self.carried.kind == kind)

    def _push(self, mark: _Mark) -> None:
        self.stack.append(mark)
        self.height[mark.kind] += 1

    def _close(self, mark: _Mark) -> None:
        """Pair a closing mark with the last of its kind that opened; what opened since was forgotten."""
        if self.height[mark.kind]:
            while self.stack[-1].kind != mark.kind:
                self.height[self.stack.pop().kind] -= 1
            opening = self.stack.pop()
            self.height[opening.kind] -= 1
        else:
            assert self.carried
            opening, self.carried = self.carried, None
            self._clear()
        again = tuple(a for a in self.again if opening.start < a[0])
        if not self.stack and not self.carried:
            self.again = []
        self._add(opening, mark.start, mark.end, mark.paragraph, whole=True, again=again)

    def _carries_on(self, marks: Sequence[_Mark], number: int) -> bool:
        """Whether paragraph `number` belongs to the quotation that is open."""
        assert self.carried
        if number - self.carried.paragraph > MAX_PARAGRAPHS:
            return False
        own = [m for m in marks if m.kind == self.carried.kind]
        if not own:
            self.silent += 1
            return True
        if own[0].leads and own[0].side != "close":
            return not self.silent and self._begins_speech(self.carried)
        self.silent = 0
        return own[0].side == "close"

    def _begins_speech(self, mark: _Mark) -> bool:
        """Whether a paragraph, a sentence or what a colon announces begins with this mark: no part of a sentence."""
        before = self.text[self.paragraphs[mark.paragraph][0] : mark.start].rstrip()
        return before[-1:] in ":.!?…»”,"  # the empty string too

    def _mispaired(self, stray: _Mark | None) -> None:
        """Pair what opened last with a closing mark of another kind: «oui", dit-il, et “non”."""
        if stray and self.stack and self.stack[-1].kind != "single" and stray.start > self.stack[-1].end:
            opening = self.stack.pop()
            self.height[opening.kind] -= 1
            self._add(opening, stray.start, stray.end, opening.paragraph, whole=True)

    def _left_open(self, *, alone: bool) -> None:
        """A paragraph ends with marks open: perhaps another opens them again."""
        opening = self.stack[0]
        self._clear()
        if opening.kind != "single" and not self.carried:
            self.carried, self.silent = opening, 0
            if alone:
                self._forget()

    def _forget(self) -> None:
        """The mark that is carried is never closed: what it opens ends with its paragraph."""
        opening = self.carried
        assert opening
        self.carried, self.again, self.silent = None, [], 0
        end = self.paragraphs[opening.paragraph][1]
        inner = next((p for p in reversed(self.found) if p.last <= opening.paragraph), None)
        if inner is None or inner.opens < opening.start:
            self._add(opening, end, end, opening.paragraph, whole=False)
        elif inner.kind == opening.kind and self.text[opening.start : inner.opens].rstrip()[-1:] not in ".!?…:;»":
            # «le label « Ville fleurie », dit X: one mark closes both; but «le parc « Les Pins » rouvre, dit X
            after = self.text[inner.closes : end].lstrip()[:1]
            both = after in ",.;:!?)–—-"  # or nothing follows
            stop = _SENTENCE_END.search(self.text, opening.end, inner.opens)
            if stop and after != ",":  # «il dénonce « une entorse. Malgré l'avis « Pour tous ».»: the first was lost
                self._add(opening, stop.start() + 1, stop.start() + 1, opening.paragraph, whole=False)
                return
            self._add(opening, *((inner.end, inner.closes) if both else (end, end)), opening.paragraph, whole=both)

    def _unopened(self, mark: _Mark, start: int) -> None:
        """A closing mark that nothing opened: what it closes begins with its paragraph."""
        if not any(p.last == mark.paragraph for p in self.found[-1:]):
            opening = _Mark(start, start, mark.kind, "open", True, mark.paragraph)
            self._add(opening, mark.start, mark.end, mark.paragraph, whole=False)

    def _clear(self) -> None:
        self.stack.clear()
        self.height = dict.fromkeys(_KINDS, 0)

    def _add(
        self,
        opening: _Mark,
        end: int,
        closes: int,
        last: int,
        *,
        whole: bool,
        again: tuple[tuple[int, int], ...] = (),
    ) -> None:
        start = opening.end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start < end:
            self.found.append(
                Pair(start, end, opening.start, closes, opening.paragraph, last, opening.kind, whole, again)
            )


def _marks(text: str, start: int, end: int, number: int) -> Iterator[_Mark]:
    for m in _MARK.finditer(text, start, end):
        kind: Kind = m.lastgroup  # type: ignore[assignment]
        sign = m[0]
        before, after = text[max(start, m.start() - 1) : m.start()], text[m.end() : min(end, m.end() + 1)]
        if kind == "straight" and before.isalnum() and after.isalnum():
            continue  # an apostrophe of a bad font
        opens = sign in _OPENERS or (sign not in _CLOSERS and (not before or before.isspace()))
        side = _side(before, after) if kind == "straight" else "open" if opens else "close"
        next_word = text[m.end() : min(end, m.end() + 2)].strip()[:1]
        if side == "open" and (not next_word or next_word in ",.;)") and before:
            side = "close"  # « … « ,
        elif sign == "“" and before and not before.isspace() and before not in "([«'’" and not after.isalnum():
            side = "close"  # „…“
        elif sign == "”" and (not before or before.isspace()) and after.isalnum():
            side = "open"  # ”…”
        could_open = kind == "low" and side == "close" and (not before or before.isspace()) and next_word.isalnum()
        yield _Mark(m.start(), m.end(), kind, side, not before or before == "\n", number, could_open)


def _side(before: str, after: str) -> Side:
    """What a mark that looks the same on both sides does, by its neighbours."""
    left = not before or before.isspace() or before in "([«“'’:-–—/"
    right = not after or after.isspace() or after in ")].,;:!?…»”-–—"
    if not before or (left and not right):
        return "open"
    return "close" if right and not left else "either"
