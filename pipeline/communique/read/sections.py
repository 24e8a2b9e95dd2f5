"""Parts -> parts: the lines of a release that no empty line divides, each section in a part of its own.

A text typed without empty lines, or with a <br> for each, comes as one paragraph of many lines: kicker, dateline,
title, text, boilerplate, contact. Zones are given block by block, so such a paragraph is divided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from communique.document import Part
from communique.values.emails import emails
from communique.values.phones import phones

MAX_KICKER = 60  # code points
MAX_HEAD = 110  # of the line that opens a section; «À propos du ministère de l'Intérieur et …» has 98
SENTENCE = 40  # of a line with a full stop that is text proper
TOLD = 14  # words of a sentence with a number or an address; a contact's line has 9
PROSE = 160  # of one that is, stop or not, if a sentence ends in it

_MONTH = r"(?:janv|f[ée]vr|mars|avril|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)[\wéû]{0,8}\.?"
_DAY = rf"(?:\d{{1,2}}(?: ?er)? {_MONTH} ?|\d{{1,2}}[/.-]\d{{1,2}}[/.-])\d{{4}}\b"
_PRESS = r"(?:presse|médias?|rédactions?|journalistes?)"
_DATELINE = re.compile(
    rf"(?:[A-ZÀ-Þ][^.!?:;]{{0,80}}[\s,–-]\s?|le )?(?:[a-zà-ÿ]{{3,9}} )?{_DAY}"
    r"(?:\W{0,4}(?:(?:pour )?(?:diffusion|publication)|(?:sous )?embargo|\d{1,2} ?h).{0,40})?\W{0,4}$",
    re.IGNORECASE,
)
_KICKER = re.compile(
    r"\W{0,4}(?:(?:communiqu[ée]|dossier|invitation|note|point|alerte|avis|information)s?"
    rf"(?: (?:de |à la |aux? )?{_PRESS})?\b.{{0,30}}"
    r"|(?:pour|à) (?:diffusion|publication|diffuser)\b.{0,30}|(?:sous )?embargo\b.{0,50})$",
    re.IGNORECASE,
)
# The line that opens a section: what it says more is of the same section.
_HEAD = re.compile(
    r"\W{0,4}(?:(?:vos? |votre |nos |pour )?(?:contacts?|relations?|service|bureau|renseignements?|informations?)"
    rf"[ /–-]{{1,3}}(?:de |avec la |pour la |à la )?(?:{_PRESS}|communication)\b|press contacts?\b|contacts?\s?(?::|$)"
    r"|[àa] propos (?:de |du |des |d['’])|qui sommes[ -]nous"
    r"|notes? (?:aux?|à l['’]attention d\w+|pour les?) (?:rédact|éditeur|journalist)"
    r"|[-–—#* ]{0,4}(?:30|fin|###)[-–—#* ]{1,4}$|crédits? (?:photo|image|visuel)"
    r"|(?:suivez|retrouvez|rejoignez)[ -](?:nous|la |le |l['’]))",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…;:](?:\s?[»”\")])?$|[»”]$")
_INNER_STOP = re.compile(r"[.!?…]\s+[A-ZÀ-Þ«\"“]")
_PLAIN = frozenset(("line", "reach"))
_OPENS = re.compile(r"[«“]")
_CLOSES = re.compile(r"[»”]")


def divided(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts, where a paragraph holds lines of several sections one for each of these."""
    first = True
    for part in parts:
        if part.kind == "paragraph" and "\n" in part.text:
            yield from _sections(part, first)
        else:
            yield part
        first = first and part.kind == "paragraph" and len(part.text) < PROSE


def _sections(part: Part, first: bool) -> Iterator[Part]:
    lines = part.text.split("\n")
    kinds = [_kind(line) for line in lines]
    last = max((i for i, k in enumerate(kinds) if k == "prose"), default=-1)
    marked = any(k in {"kicker", "dateline", "head"} for k in kinds)
    if (
        last >= 0 and len(lines[last].split()) > TOLD
    ):  # shorter ones may be of the contact: «Léa Noury, chargée de …, presse.»
        marked = marked or "reach" in kinds[last + 1 :]
    titled = first and kinds[0] in _PLAIN
    if "prose" not in kinds or not (marked or titled):
        yield part
        return
    position = 0
    for group in _groups(lines, kinds):
        text = "\n".join(lines[i] for i in group)
        start = part.text.index(text, position)
        position = start + len(text)
        bold = part.bold[start:position] if start < len(part.bold) else ""
        yield replace(part, text=text, bold=bold)


def _groups(lines: Sequence[str], kinds: Sequence[str]) -> Iterator[list[int]]:
    """The lines that stay together: a head with what follows it, lines that say nothing of themselves, a quotation."""
    group: list[int] = []
    depth = 0  # guillemets that are open
    for i, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        joins = depth > 0 or (bool(group) and kind in _PLAIN and kinds[group[-1]] in _PLAIN | {"head"})
        if group and not joins:
            yield group
            group = []
        group.append(i)
        depth = max(0, depth + len(_OPENS.findall(line)) - len(_CLOSES.findall(line)))
        if depth and not any(_CLOSES.search(x) for x in lines[i + 1 : i + 4]):
            depth = 0  # a mark that nothing closes
    if group:
        yield group


def _kind(line: str) -> str:
    """ "kicker", "dateline", "head", "prose", "reach" with a number or an address, or "line" for a title, a name."""
    line = line.strip()
    if len(line) <= MAX_KICKER and _KICKER.match(line):
        return "kicker"
    if len(line) <= MAX_HEAD and _DATELINE.match(line):
        return "dateline"
    if _HEAD.match(line) and (len(line) <= MAX_HEAD or _reaches(line)):
        return "head"
    ends = bool(_STOP.search(line)) and len(line) >= SENTENCE and len(line.split()) > 5
    told = ends and len(line.split()) > TOLD  # a sentence, though it says where to write
    if told or (ends and not _reaches(line)) or (len(line) >= PROSE and _INNER_STOP.search(line)):
        return "prose"
    return "reach" if _reaches(line) else "line"


def _reaches(line: str) -> bool:
    return bool(emails(line) or phones(line))
