"""A hyphen at the end of a line: part of its word, or set there by the program that broke the line.

Most releases are written in Word or Writer, which break no words: all 7 hyphens at line ends in 25 real PDFs were
part of their words (elle-même, Île-de-France). So a hyphen stays, and only where a document shows by their number
that its program breaks words are they taken out, or where what follows is the end of a word and no word: «-ment».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.read.marks import bare

OFTEN = 0.04  # hyphens a line from which a document breaks words; .005 is usual where it does not
_AT_END = re.compile(r"([^\W\d_]+)[-‐\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")
_NOT_WORD = re.compile(r"\S*(?:@|://|www\.|/)\S*-$")
# Before and after these a hyphen is part of the word. No syllable that begins other words is among them: «ex-cellent»,
# «entre-prise», «par-tie», «pré-sident» are cut.
_HEADS = """
    vice celui celle ceux celles lui elle elles eux moi toi soi nous vous peut rendez grand grande haut haute basse
    là quelques demi avant après nord sud saint sainte saints chef centre porte garde savoir aide faire laisser prêt
    arc jusque presque franco socio vingt trente quarante cinquante soixante quatre nouveau nouvelle
"""
_BEFORE = frozenset(_HEADS.split())
_TAILS = """
    il elle on ils elles je tu nous vous ce ci là même mêmes le la les lui leur moi toi y en être dessus dessous
    dehors delà clé clés cadre pilote mer nord sud est ouest
"""
_AFTER = frozenset(_TAILS.split())
# Ends of words that are no words, so that nothing is composed with them: what stands before their hyphen was cut, even
# in a document that has no other. pdfium gives a soft hyphen and a hyphen at a line end as the same sign.
_SYLLABLES = """
    ment ments nement nements gement gements lement lements rement rements sement sements tement tements vement
    vements cement cements chement blement tion tions sation sations tation tations cation cations lation lations
    gation gations dation dations mation mations vation vations nisation lisation risation tisation sion sions
    xion xions tif tifs tive tives sif sifs sive sives tique tiques gique giques nique niques mique miques rique
    riques lique liques phique phiques tisme nisme lisme risme tiste tistes niste nistes ture tures teur teurs
    trice trices seur seurs tiel tiels tielle tielles ciale ciales ciaux tiaux naire naires laire laires cière
    cières bilité bilités lité lités rité rités nité nités vité vités tité dité nelle nelles ques rons ront rait
    raient vons vaient çons gner gnent gnant gneur gneurs quer quée quées qués tées rées lées vées cées gées sées
    lant lants rant rants nant nants sant sants
"""
_CUT = frozenset(_SYLLABLES.split())


@dataclass(frozen=True, slots=True)
class Known:
    """What a document says about its own words."""

    words: frozenset[str]  # those that stand within its lines, in lower case
    automatic: bool  # its program breaks words at line ends


def words(lines: Iterable[str]) -> frozenset[str]:
    """The words of a text, in lower case, without those that its line ends cut."""
    return frozenset(
        w.lower() for line in lines for w in _WORD.findall(re.sub(r"[\w'’-]+[-‐\u00ad]$", "", line.strip()))
    )


def automatic(lines: Sequence[str]) -> bool:
    """Whether so many lines end with a hyphen that a program must have set them."""
    cut = sum(bool(_AT_END.search(line.strip())) for line in lines)
    return cut >= 3 and cut > OFTEN * len(lines)


def joined(before: str, after: str, known: Known) -> str:
    """Two lines as one: «haut-» + «commissaire» -> «haut-commissaire», «déve-» + «loppé» -> «développé» where cut."""
    text = bare(before)
    m = _AT_END.search(text)
    if text.endswith("\u00ad"):
        return before[: before.rindex("\u00ad")] + before[before.rindex("\u00ad") + 1 :] + after
    if not m:
        return f"{before}{after}" if _NOT_WORD.search(text) else f"{before} {after}"
    follows = _WORD.match(bare(after))
    if not follows or not bare(after)[:1].islower() or _NOT_WORD.search(text):
        apart = bare(after)[:1].isalpha() or bare(after)[:1].isdigit()
        return f"{before}{after}" if apart else f"{before} {after}"
    head, tail = m[1].lower(), follows[0].lower()
    short = re.split(r"[-‐'’]", tail)[0]
    if f"{head}-{tail}" in known.words:
        cut = False
    elif f"{head}{tail}" in known.words or f"{head}{short}" in known.words:
        cut = True
    else:
        cut = tail in _CUT or (known.automatic and head not in _BEFORE and short not in _AFTER)
    at = max(before.rfind("-"), before.rfind("‐"))
    return before[:at] + before[at + 1 :] + after if cut else before + after
