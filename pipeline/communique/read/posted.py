"""The pieces of a page that are not its release -> the line by which its site dates it: «Mis en ligne le 12/09/06».

Such a line is no text of the release, and often the only place that says when it came out. What day it names is the
business of rules (rules/published.yaml); here it is only found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from communique.read.dates import MONTH
from communique.read.markup import Frame, Piece

ABOVE, BELOW = 8, 8  # pieces before the title and after the last of the release in which the line may stand
LOOSE = 3  # the same where no element but the body holds both, as on pages of 1998
MAX_LINE = 160  # code points; «Par Lise Aubrac, le vendredi 5 juin 2009 à 00:14 :: Actions, Presse» has 66

_DAY = re.compile(
    rf"\b(?:\d{{1,2}}(?:er)?\s+{MONTH},?\s+(?:19|20)\d\d|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d\d))\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"^\W{0,3}(?:(?:article|billet|communiqué|actualité|nouvelle|texte)\s+)?(?:publi(?:é|ée|cation)|mise?\s+en\s+ligne|posté|diffusé|"
    r"paru|rédigé|écrit|soumis|ajouté|date\b|par\s+(?-i:[A-ZÀ-Þ])|le\s+\d|[\w-]{5,8}\s+\d)"
    r"|\b(?:publiée?|mise?\s+en\s+ligne|postée?|parue?)\s+(?:le|par|dans|:)"
    r"|\bpar\s+(?-i:[A-ZÀ-Þ])[^,;:]{1,40}[,–|-]?\s+le\s|\bpar\s+(?-i:[A-ZÀ-Þ])[^.;:]{1,60}$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"modifi|mis(?:e)?\s+à\s+jour|actualisé|consulté|imprimé|copyright|©|jusqu|inscri|expire|\bdu\s+\d.{0,30}\bau\s",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:date|dates|posted|published|byline|meta|infos?|time|auteur|author|surtitre)(?:$|[\s_-])", re.I
)
# Here every entry has a day of its own.
_LISTED = re.compile(
    r"comment|respond|forum|trackback|related|similaires?|recent|archives?|calend|agenda|sidebar|widget|footer|pied|menu|"
    r"(?:^|[\s_-])nav|navigation|breadcrumb|ariane|share|partage|newsletter|precedent|suivant|prev|next|pager|pagination",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"footer|pied", re.IGNORECASE)
_FOOT = re.compile(r"\W{0,3}(?:publié|posté|écrit|rédigé|soumis)\s+(?:le|par)\b", re.IGNORECASE)
_LISTED_TAGS = {"nav", "aside", "footer", "menu"}
_ENDS = re.compile(
    r"^\W{0,3}(?:(?:\d{1,4}\s+)?(?:commentaires?|réactions?|trackbacks?|messages?)\b|laisser un|archives?\b|agenda\b|"
    r"(?:nos |les |autres )?(?:derni(?:ers|ères)|autres|récents?)\s|articles? |"
    r"(?:à )?(?:lire|voir) (?:aussi|également))",
    re.IGNORECASE,
)


def line(pieces: Sequence[Piece], texts: Sequence[str], keep: set[int], title: int | None) -> str:
    """The line that dates the release among the pieces that are not kept; "" if there is none.

    What says so in words («Publié le») comes before what only stands in an element called «date», and what stands
    over the text before what stands under it.
    """
    if not keep:
        return ""
    top, last = min(keep), max(keep)
    first = top if title is None else title
    holders = {
        id(frame) for i in keep for frame in pieces[i].frame.ancestors() if frame.tag not in {"", "html", "body"}
    }
    said: list[str] = []
    named: list[str] = []
    for i in [*_above(pieces, first), *range(first + 1, last), *_below(pieces, texts, last)]:
        text = texts[i]
        if (
            i in keep
            or pieces[i].kind == "row"
            or len(text) > MAX_LINE
            or not _DAY.search(text)
            or _OTHER.search(_before(text))
        ):
            continue
        chain = [*pieces[i].frame.ancestors()]
        near = min(abs(i - first), abs(i - top), abs(i - last)) <= LOOSE
        foot = _FOOT.match(text) is not None and i - last in {1, 2}  # «Publié le …» in the foot of a post
        if any(_is_list(frame, foot) for frame in chain if id(frame) not in holders):
            continue
        if not near and not any(id(frame) in holders for frame in chain):
            continue
        if _SAID.search(text):
            said.append(text)
        elif pieces[i].kind != "item" and any(_NAMED.search(frame.names) for frame in chain[:3]):
            named.append(text)
    return (said or named or [""])[0]


def _above(pieces: Sequence[Piece], first: int) -> Iterator[int]:
    """From the title upwards: the nearest first."""
    yield from range(first - 1, max(-1, first - 1 - ABOVE), -1)


def _below(pieces: Sequence[Piece], texts: Sequence[str], last: int) -> Iterator[int]:
    """Under the release, up to a heading of comments or of other texts."""
    for i in range(last + 1, min(len(pieces), last + 1 + BELOW)):
        if _ENDS.match(texts[i]):
            return
        yield i


def _before(text: str) -> str:
    """The text up to its first day: «Publié le 3 mai 2009, modifié le 4» is of publication."""
    found = _DAY.search(text)
    return text[: found.end()] if found else text


def _is_list(frame: Frame, foot: bool) -> bool:
    """Whether each entry of an element has a day of its own; the foot of a post is none."""
    if foot and (frame.tag == "footer" or _FOOTER.search(frame.names)):
        return False
    return frame.tag in _LISTED_TAGS or _LISTED.search(frame.names) is not None
