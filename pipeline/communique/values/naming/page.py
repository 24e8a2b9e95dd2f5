"""Text -> its lines as tokens, with the places where a name may begin: what the rules about names walk over.

Most words begin no name. Each rule looks only where one of its words stands, so that all of them together take
little more time than one walk over the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from communique.values.naming.lexicon import Lexicon
from communique.values.tokens import Token, tokens

MIN_SHOUTED = 16  # code points of a line that can be a title in capitals; a shorter one may be an acronym
OPENING = {"«": "»", "“": "”", '"': '"'}


class Line(NamedTuple):
    """One line of a block. Of its tokens, by number:"""

    start: int
    end: int
    ts: Sequence[Token]
    shouted: bool  # all in capitals, so that they say nothing
    hot: list[int]  # those that open an expression of the word lists
    capitals: list[int]  # those that begin with a capital
    begins: list[int]  # both, and numbers
    marks: list[int]  # opening quotation marks


Place = tuple[Line, int]


class Page(NamedTuple):
    """All lines of a text."""

    lines: Sequence[Line]
    where: Mapping[str, Sequence[Place]]  # key of a hot or capitalised token -> where it stands
    lower: frozenset[str]  # words that the text writes without a capital


def page(text: str, spans: Iterable[tuple[int, int]], lex: Lexicon) -> Page:
    """The lines of text[start:end] for each of `spans`; none runs over a line end."""
    lines: list[Line] = []
    where: dict[str, list[Place]] = defaultdict(list)
    lower: set[str] = set()
    warm, articles = lex.hot, lex.articles
    for start, end in spans:
        for words in text[start:end].split("\n"):
            if ts := tokens(text, start, start + len(words)):
                line = Line(start, start + len(words), ts, shouted(words, ts), [], [], [], [])
                hot, capitals, begins, marks = line.hot, line.capitals, line.begins, line.marks
                for i, (_, _, word, k, capital, _, is_word) in enumerate(ts):
                    if capital:
                        capitals.append(i)
                        if k in warm:
                            hot.append(i)
                    elif not is_word:
                        if word in OPENING:
                            marks.append(i)
                        continue
                    else:
                        lower.add(k)
                        if k in warm and k not in articles:
                            hot.append(i)
                        elif word[0].isdigit():
                            begins.append(i)
                            continue
                        else:
                            continue
                    begins.append(i)
                    where[k].append((line, i))
                lines.append(line)
            start += len(words) + 1
    return Page(lines, where, frozenset(lower))


def shouted(words: str, ts: Sequence[Token]) -> bool:
    """Whether a line is written in capitals."""
    if len(words) < MIN_SHOUTED or not any(t.shouted for t in ts[:3]) or sum(t.word for t in ts) < 4:
        return False
    return sum(map(str.isupper, words)) > 3 * sum(map(str.islower, words))
