"""Text -> tokens with offsets and folded keys: what the rules about names walk over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from communique.values.folding import fold

# In order: an address or link in one piece; an elided word; abbreviated titles and initials; a word, with the marks
# that hold its parts together (aujourd'hui, Saint-Omer, beta.gouv.fr, R&D, Canal+); any other character by itself.
_TOKEN = re.compile(
    r"""[^\s@<>«»()]{1,64}@[\w.-]+\w | (?:https?://|www\.)[^\s<>«»()]+[^\s<>«»().,;:!?]
    | (?:[dljmnstcDLJMNSTC]|[Qq]u|[JjLlPp](?:usqu|orsqu|uisqu))['’´](?=\w)
    | (?:MM|Dr|Pr|Mgr|Mmes?|Mlle|Ste?)\.
    | [A-ZÀ-Þ]\.(?:-?[A-ZÀ-Þ]\.)*
    | [^\W_]+(?:(?:[-‐‑·&'’]|\.(?=[a-zà-ÿ\d])|(?<=[A-Z]{2})\.(?=[A-Z]{2}))[^\W_]+)*(?:\+(?![\w+])|\((?:e?s|e)\)s?)?
    | \S | \n""",
    re.VERBOSE,
)
# Keys of the small words that names and roles are read by.
OF = frozenset({"de", "du", "des", "d'"})
THE = frozenset({"le", "la", "les", "l'"})
OF_THE = OF | THE
ARTICLES = THE | {"un", "une"}
DEFINITE = frozenset({"le", "la", "l'", "du", "au"})  # before one thing that is known
_OPENS = frozenset('.!?…:;•·*▪●–—|\n«“"-')  # after these a capital says nothing


class Token(NamedTuple):
    """One word or mark of the text. Offsets are code points into the whole text, half-open."""

    start: int
    end: int
    text: str
    key: str  # folded: no case, no accents
    capital: bool  # begins with an upper-case letter
    lead: bool  # first word of a sentence, a line, a bullet or a quotation, so that its capital says nothing
    word: bool  # begins with a letter or a digit; else a mark

    @property
    def shouted(self) -> bool:
        """All letters upper case, and more than one."""
        return len(self.text) > 1 and self.text.isupper()


_new = tuple.__new__  # what Token(…) comes to, without a call between: tokens are made by the million


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """`fold`, remembered: a release says the same words over and over."""
    return fold(word)


@lru_cache(maxsize=1024)  # one layer after the other reads the lines of one text
def tokens(text: str, start: int = 0, end: int | None = None) -> Sequence[Token]:
    """The tokens of text[start:end]; a line end is a token, other white space is none.

    «l'Insee» gives l' and Insee, «Val-d'Oise» one token, «M.» one token.
    """
    found: list[Token] = []
    lead = True
    for m in _TOKEN.finditer(text, start, len(text) if end is None else end):
        a, b = m.span()
        word = m[0]
        key_, capital, is_word = _read(word)
        found.append(_new(Token, (a, b, word, key_, capital, lead, is_word)))
        lead = not is_word and (lead or word in _OPENS)
    return tuple(found)


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, bool, bool]:
    """Key of a token, whether it begins with a capital, whether it is a word; remembered, as `key` is."""
    first = word[0]
    return (fold(word), first.isupper(), True) if first.isalnum() else ("'" if word in "’´" else word, False, False)
