"""Document -> its language, by the words that no text does without; a release that is not French keeps its record.

No library: a release is more than a sentence, and from two sentences on the word lists are right or say nothing.
(On single paragraphs of releases py3langid tells .98, the lists .90 and never a wrong language; it is 4.6 MB.)
A language is added by a line of rules/language.yaml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from communique.document import Document
from communique.record import Problem, Release
from communique.rulebook import Rules

_WORD = re.compile(r"[^\W\d_]+['’]?")
ENOUGH = 12_000  # code points from which more change nothing
MIN_SCORE = 1.5  # words of this language alone; with fewer, a title or a list of names is anything
MIN_SHARE = 0.1  # of all words
MIN_LEAD = 1.3  # times the score of the next language: Catalan shares half of its words with French and Spanish


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """`language`, and a problem "not-french" where it is another one. None where the text is too short to tell."""
    words = {name: frozenset(listed) for name, listed in rules["language"].words.items()}
    code = language(document.text, words)
    if code is None or code == "fr":
        return {"language": code}
    told = Problem(
        layer="language",
        error="not-french",
        message=f"the text is in {code!r}; rules and model are made for French, so expect little from them",
    )
    return {"language": code, "problems": (told,)}


def language(text: str, words: Mapping[str, frozenset[str]]) -> str | None:
    """Code of the language whose words are most frequent: "La ville et le port de Brest" -> "fr".

    Args:
        words: code of a language -> its function words, in lower case; an elided one ends in «'».
    """
    tokens = Counter(m[0].lower().replace("’", "'") for m in _WORD.finditer(text[:ENOUGH]))
    scores = dict.fromkeys(words, 0.0)
    for token, count in tokens.items():
        speaks = [code for code, listed in words.items() if token in listed]
        for code in speaks:  # a word of one language alone says more than «la»
            scores[code] += count / len(speaks)
    (best, code), (second, _) = sorted(((score, code) for code, score in scores.items()), reverse=True)[:2]
    if best < MIN_SCORE or best < MIN_SHARE * tokens.total() or best < MIN_LEAD * second:
        return None
    return code
