"""Is a name the subject of a verb? «À Vaubourg, la Fondation Lestrade (FL) a remis …»: it leads its clause, it acts."""

from __future__ import annotations

import re
from collections.abc import Collection

from communique.values.folding import fold

MAX_CLAUSE = 60  # code points before a name in which its clause must begin
MAX_APPOSITION = 260  # code points between a name and its verb

# What may stand between the start of a clause and its subject: «, l'association », «. La société coopérative ».
_BEFORE = re.compile(
    r"(?:^|(?P<mark>[.!?–—,:;»\n)-])\s?)(?:[Ll]a |[Ll]e |[Ll]es |[Ll]['’])?(?:(?!d[eu]s? |que |et )[a-zà-ÿ-]+ ){0,3}$"
)
_AFTER = re.compile(
    r"(?:\s\([^()\n]{1,40}\))?(?:,\s[^,.\n]{3,160},)?\s(?:(?:ne|en|y)\s|n['’]|s['’](?:y\s|en\s)?)?(?P<word>[a-zà-ÿ][\w'’-]*)"
)
_AND = re.compile(
    r"(?:\s\([^()\n]{1,40}\))?\s(?:et|avec)\s(?:(?:de\s)?(?:(?:la|le|les)\s|l['’])|(?:du|des|de)\s|d['’])?"
)
_PARTICIPLE = re.compile(r"ée?s?$")
_VERB = re.compile(r"[a-z-]{2,}(?:[^m]ent|e|it|ra|ront|end|ond|aint|oit|ut|sse)")


def leads(text: str, start: int, at: int) -> bool:
    """Whether a name at `at` opens a clause of text[start:], with an article and a common noun before it at most."""
    first = max(start, at - MAX_CLAUSE)
    before = _BEFORE.search(text[first:at])
    return before is not None and (bool(before["mark"]) or first + before.start() == start)


def acts(text: str, end: int, verbs: Collection[str], others: Collection[str]) -> bool:
    """Whether a finite verb follows a name that ends at `end`, after an acronym or an apposition at most.

    `verbs` are short ones that no ending tells (a, va); `others` have such an ending and are none (de, comme).
    Both are folded.
    """
    after = _AFTER.match(text, end, end + MAX_APPOSITION)
    word = fold(after["word"]) if after and not _PARTICIPLE.search(after["word"]) else ""
    return word in verbs or (word not in others and _VERB.fullmatch(word) is not None)


def joined(text: str, end: int) -> int:
    """Where the name begins that «et» or «avec» joins to the one that ends at `end`; -1 if none does."""
    link = _AND.match(text, end, end + MAX_CLAUSE)
    return link.end() if link else -1
