"""Document with zones -> themed lists: what announces them, their items, and the themes that open the items."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from communique.document import Document
from communique.record import Block, Fact, Item, Release, Theme, ThemedList
from communique.rulebook import Rules
from communique.values.folding import fold

MAX_THEME = 160  # code points before a colon; the longest of 27 gold themes has 100
MAX_DASH_THEME = 90  # and before a dash, which parts more loosely
MAX_FOLLOWING, MAX_FOLLOWING_WORDS = 60, 5  # code points and words of a theme that «et» joins to the one before
MAX_NAMING = 40  # code points of a line above the text that names a list: «Au programme»
MIN_LONE, MAX_LONE = 4, 6  # items of a list, and words before the only colon in it, that make that no theme's
ZONES = frozenset({"header", "body", "about"})

_COLON = re.compile(r"(?<![\d/])\s?:(?=\s|$|[«\"“])|(?<=\d)\s:(?=\s|$)|:(?=\s)")
_DASH = re.compile(r"\s[–—-]\s")
_SENTENCE_END = re.compile(r"[.!?…](?:\s?[»”]|[\")])?\s+(?=[A-ZÀ-Þ«\"“(\[])")
_ET = re.compile(r",?\s(?:et|ainsi que)\s")
_PARTING = re.compile(r"[;,.!?()]|\set\s")
_TO_DO = re.compile(r"(?:de\s|d['’])[^\W\d_]{2,20}(?:er|ir|re)\b")  # «d'attirer des jeunes :» goes on a sentence
_RELATIVE = re.compile(
    r"((?:l[ea]s?|une?|des|nos|notre|ce(?:t|tte|s)?)\s[^.;:!?]{2,80}?|l['’][^.;:!?]{2,80}?),?\s(?:qu[ei]|dont|où)\s",
    re.I,
)
_NUMBER_SIGN = re.compile(r"\bn\s?[°º]", re.IGNORECASE)  # its «n» is not that of «n'ont»
_FIGURE = re.compile(r"\d[\d\s.,]{0,14}(?:\([^)\n]{1,60}\))?[\s.;]{0,3}")
_DASHES = frozenset("–—-")
_SIGNS = _DASHES | {":"}
_ARTICLES = frozenset(("le", "la", "les", "l", "un", "une", "des", "d"))
_MAIL_OR_PHONE = re.compile(r"\S@\S|(?:\+\d{2}|\b0\d)(?:[\s.-]?\d\d){4}|\bhttps?://|\bwww\.")
_PAGE = re.compile(r"(?:[Pp]age )?\d{1,3}(?: ?(?:/|sur) ?\d{1,3})?|[–-] ?\d{1,3} ?[–-]")
_LINK = re.compile(r"(?:https?://|www\.)\S+$")
# A bullet inside a paragraph: after a colon or what closed the item before, and before a word; one of `_PLAIN` stands
# for nothing else and needs no more than a space before it.
_FLAT = re.compile(
    r"(?:(?<=[:;,.])|(?<=[:;,.]\set)|(?<=[:;,.]\sou)|^)\s?"
    r"(?:(?P<sign>[-–—·*])\s?|\(?(?P<number>\d{1,2}|[a-h])\s?(?:[)/°]|\.(?=\s))\)?\s?)(?=[^\W_«\"“]|[«\"“])"
    r"|(?<=\S)\s?(?P<plain>[•▪●■✓✔➢➤►▶→⇒➔])\s?(?=\S)"
)
_OF = re.compile(r"\s(?:(?:du|de|au|à|aux|qui|que|pour|par|et|ou|dont)(?!\w)|d[’'])")
_SHOUTED = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ'’&\s-]{2,80}(?=[\s.:–—-])")


class Words(NamedTuple):
    """The text of one item, half-open offsets, with its depth and how much of it opens in bold."""

    start: int
    end: int
    level: int
    bold: int = 0


class Head(NamedTuple):
    """A theme at the head of an item, and where its details begin."""

    start: int
    end: int
    details: int
    by: str
    joint: int = 0  # where what parts it from the theme before begins: a semicolon, «et»


@dataclass(frozen=True)
class Lexicon:
    excluded: re.Pattern[str]
    no_theme: frozenset[str]
    clause: frozenset[str]
    abbreviations: frozenset[str]
    coordination: re.Pattern[str]
    leading: re.Pattern[str]  # at the end of words that go on after the colon
    time: re.Pattern[str]


@lru_cache(maxsize=2)
def lexicon(rules: Rules) -> Lexicon:
    """The word lists of rules/lists.yaml."""
    ours = rules["lists"]
    return Lexicon(
        re.compile(rf"\b{ours.alternative('annonces_exclues')}\b", re.IGNORECASE),
        frozenset(map(fold, ours.words["faux_themes"])),
        frozenset(map(fold, ours.words["mots_de_phrase"])),
        frozenset(map(fold, ours.words["abreviations"])),
        re.compile(rf"(?:{ours.alternative('coordinations')})\s", re.IGNORECASE),
        re.compile(rf"(?:^|[\s,]){ours.alternative('amorces')}$", re.IGNORECASE),
        ours["heure"].regex,
    )


def find(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    """Lists in text order; no field else."""
    lex = lexicon(rules)
    bold = {block.start: block.bold for block in document.blocks}
    blocks = release.blocks
    titled = any(b.kind == "title" for b in blocks)
    found: list[ThemedList] = []
    i = 0
    while i < len(blocks):
        block = blocks[i]
        if block.zone not in ZONES:
            i += 1
        elif block.kind == "item":
            j = _end(release.text, blocks, i)
            items = _joined(release.text, [_words(b, bold) for b in blocks[i:j]], blocks[i:j])
            before = _before(release.text, blocks, i)
            intro = _intro(release.text, before, lex, titled)
            # One point under a heading is a list where other headings have theirs: the days of a diary.
            sibling = bool(before and before.kind == "heading" and found and found[-1].by == "lists/liste")
            if _is_list(release.text, items, intro, lex, sibling):
                found.append(_list(release.text, items, intro, "lists/liste", lex))
            i = j
        else:
            if block.kind in {"paragraph", "quote"}:
                found += _flat(release.text, block, lex)
            i += 1
    return {"lists": tuple(found)}


# ---------------------------------------------------------------------------------------------------- which items


def _words(block: Block, bold: Mapping[int, int]) -> Words:
    return Words(block.start, block.end, block.level, bold.get(block.start, 0))


def _end(text: str, blocks: Sequence[Block], i: int) -> int:
    """The block after the list that begins at block i; a paragraph that carries an item on belongs to it."""
    zone = blocks[i].zone
    told = i > 0 and text[blocks[i - 1].start : blocks[i - 1].end].endswith(":")  # each point, then what explains it
    j = i + 1
    while j < len(blocks) and blocks[j].zone == zone:
        if blocks[j].kind == "item":
            told = told and blocks[j - 1].kind != "item"
        elif not _carries_on(text, blocks, j) and not (told and _explains(text, blocks, j)):
            break
        j += 1
    return j


def _explains(text: str, blocks: Sequence[Block], j: int) -> bool:
    """Whether paragraph j stands between two points, and announces nothing."""
    if blocks[j].kind != "paragraph" or blocks[j - 1].kind != "item" or j + 1 >= len(blocks):
        return False
    follows = blocks[j + 1].kind == "item" and blocks[j + 1].level == blocks[j - 1].level
    return follows and text[blocks[j].end - 1] in ".!?…»"


def _carries_on(text: str, blocks: Sequence[Block], j: int) -> bool:
    """Whether paragraph j is the rest of the item before it: that ends in a colon, and another item follows."""
    before, block = text[blocks[j - 1].start : blocks[j - 1].end], blocks[j]
    if block.kind != "paragraph" or blocks[j - 1].kind != "item":
        return False
    follows = j + 1 < len(blocks) and blocks[j + 1].kind == "item"
    return follows and (before.endswith(":") or (text[block.start].islower() and before[-1:] not in ".;!?…"))


def _joined(text: str, items: Sequence[Words], blocks: Sequence[Block]) -> list[Words]:
    """Items, each with the paragraph that carries it on, or with what a false bullet cut off."""
    joined: list[Words] = []
    lower = [text[w.start].islower() for w in items]
    sisters = Counter(w.level for w in items)
    capitals = Counter(w.level for w in items if text[w.start].isupper())
    openers = Counter(_opener(text, w) for w in items)
    for k, (w, block) in enumerate(zip(items, blocks, strict=True)):
        cut = (
            joined
            and lower[k]
            and capitals[w.level] * 2 > sisters[w.level]
            and capitals[w.level] >= 2
            and text[joined[-1].end - 1] not in ".;:!?…,"
            and w.level == joined[-1].level
            and openers[_opener(text, w)] == 1  # «Opposition aux …» and «opposition à …» are sisters
        )
        if joined and (block.kind != "item" or cut):
            joined[-1] = joined[-1]._replace(end=w.end)
        else:
            joined.append(w)
    return joined


def _opener(text: str, w: Words) -> str:
    """What an item opens with, as far as sisters share it: "(infinitif)", or its first word, folded."""
    m = re.compile(r"[^\W\d_]+").match(text, w.start, w.end)
    word = fold(m[0]) if m else ""
    return "(infinitif)" if len(word) > 4 and word.endswith(("er", "ir", "oir", "re")) else word


def _is_list(text: str, items: Sequence[Words], intro: Fact | None, lex: Lexicon, sibling: bool = False) -> bool:
    """Not contacts, links, signatories, nor one line that a dash happens to open."""
    if intro and lex.excluded.search(intro.text) and len(intro.text.split()) < 12:
        return False
    if len(items) == 1 and not (intro and (sibling or intro.text.endswith(":"))):
        return False
    addresses = sum(bool(_MAIL_OR_PHONE.search(text, w.start, w.end)) for w in items)
    links = sum(bool(_LINK.match(text, w.start, w.end)) for w in items)
    return addresses * 2 <= len(items) and links * 2 < len(items)


def _before(text: str, blocks: Sequence[Block], i: int) -> Block | None:
    """The block before the list at block i, a page number between them passed over."""
    if i > 1 and _PAGE.fullmatch(text, blocks[i - 1].start, blocks[i - 1].end):
        return blocks[i - 2]
    return blocks[i - 1] if i else None


def _intro(text: str, block: Block | None, lex: Lexicon, titled: bool) -> Fact | None:
    """The heading, or the last sentence of the paragraph, that stands right before a list."""
    if block is None or block.kind not in {"paragraph", "heading", "quote"} or block.zone not in ZONES:
        return None
    named = block.zone == "header" and text[block.end - 1] != ":"
    if named and ((titled and block.kind == "heading") or block.end - block.start > MAX_NAMING):
        return None  # the title of the release, or its subtitle
    start = block.start if block.kind == "heading" else _last_sentence(text, block.start, block.end, lex)
    return _fact(text, start, block.end)


def _fact(text: str, start: int, end: int) -> Fact:
    words = text[start:end]
    return Fact(start=start, end=end, text=words, value=" ".join(words.split()), by="lists/annonce")


def _last_sentence(text: str, start: int, end: int, lex: Lexicon) -> int:
    """Where the last sentence of text[start:end] begins."""
    best = at = start
    depth, closing = 0, text.rfind("»", start, end)
    for m in _SENTENCE_END.finditer(text, start, end):
        word = re.search(r"[^\W\d_]*$", text[max(start, m.start() - 12) : m.start()])
        abbreviated = text[m.start()] == "." and word and (fold(word[0]) in lex.abbreviations or len(word[0]) == 1)
        depth += text.count("«", at, m.start()) - text.count("»", at, m.end())
        at = m.end()
        quoted = depth > 0 and at <= closing
        if not abbreviated and not quoted and m.end() < end:
            best = m.end()
    for m in re.finditer(r"\n", text[start:end]):
        at = start + m.end()
        if at > best and (text[at - 2] in ".:!?…»;" or text[at].isupper() or text[at] in '«"“'):
            best = at
    return best


# ------------------------------------------------------------------------------------------------ lists in a paragraph


def _flat(text: str, block: Block, lex: Lexicon) -> Iterator[ThemedList]:
    """A list whose items stand in one paragraph: «Elle demande : - un train ; - une gare.»"""
    marks = list(_FLAT.finditer(text, block.start, block.end))
    if len(marks) < 2:
        return
    opening = next((k for k, m in enumerate(marks) if _announced(text, block, m)), None)
    if opening is None:
        return
    first = marks[opening]
    row = [first]
    for m in marks[opening + 1 :]:
        if (_sign(first) and _sign(m) == _sign(first)) or (
            first["number"] and m["number"] and _ordinal(m["number"]) == _ordinal(row[-1]["number"]) + 1
        ):
            row.append(m)
    if len(row) < 2 or (first["number"] and _ordinal(first["number"]) != 1):
        return
    closers = [text[block.start : m.start()].rstrip()[-1:] for m in row[1:]]
    parted = all(c in ";,." or c in "et" for c in closers) and len(set(closers) - {"t", "u"}) <= 2
    if not (parted or first["plain"]):
        return
    ends = [m.start() for m in row[1:]] + [_last_end(text, row, block.end)]
    items = [Words(m.end(), _trimmed(text, m.end(), e), 1) for m, e in zip(row, ends, strict=True)]
    items = [w for w in items if w.end > w.start]
    stop = first.start()
    while stop > block.start and text[stop - 1].isspace():
        stop -= 1
    start = _last_sentence(text, block.start, stop, lex)
    intro = _fact(text, start, stop) if start < stop else None
    if _is_list(text, items, intro, lex):
        yield _list(text, items, intro, "lists/liste-a-plat", lex)


def _last_end(text: str, row: Sequence[re.Match[str]], end: int) -> int:
    """Where the last item of a flat list ends: with its sentence, if the others hold but a part of one each."""
    pairs = itertools.pairwise(row)
    if any(_SENTENCE_END.search(text, a.end(), b.start()) for a, b in pairs):
        return end
    m = _SENTENCE_END.search(text, row[-1].end(), end)
    return m.start() + len(m[0].rstrip()) if m else end


def _announced(text: str, block: Block, m: re.Match[str]) -> bool:
    return text[block.start : m.start()].rstrip().endswith(":") if m.start() > block.start else bool(_sign(m))


def _sign(m: re.Match[str]) -> str:
    return str(m["sign"] or m["plain"] or "")


def _ordinal(number: str) -> int:
    return int(number) if number.isdigit() else ord(number) - ord("a") + 1


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of an item or of details, without what only parts it from the next: «l'air ; et» -> «l'air»."""
    m = re.search(r"(?:\s*[;,]\s*(?:et|ou|puis)?|\s)\s*$", text[start:end])
    return start + m.start() if m else end


# ------------------------------------------------------------------------------------------------------- themes


def _list(text: str, items: Sequence[Words], intro: Fact | None, by: str, lex: Lexicon) -> ThemedList:
    themes = _themes(text, items, lex)
    made: list[Item] = []
    for w, row in zip(items, themes, strict=True):
        end = _trimmed(text, w.start, w.end)
        if end <= w.start:
            end = w.end
        made.append(
            Item(start=w.start, end=end, text=text[w.start : end], by="lists/point", level=max(w.level, 1), themes=row)
        )
    start, end = made[0].start, made[-1].end
    return ThemedList(start=start, end=end, text=text[start:end], by=by, intro=intro, items=tuple(made))


def _themes(text: str, items: Sequence[Words], lex: Lexicon) -> list[tuple[Theme, ...]]:
    """The themes of each item. What sets a theme off loosely (a dash, capitals) must do so in half of the items."""
    ways: tuple[tuple[Callable[[str, Words, Lexicon], Head | None], bool], ...] = (
        (_time, True),
        (_bold_opening, True),
        (_colon, False),
        (_bold, False),
        (_bold_comma, True),
        (_dash, True),
        (_capitals, True),
    )
    heads: list[Head | None] = [None] * len(items)
    for way, common in ways:
        found = [way(text, w, lex) if h is None else None for w, h in zip(items, heads, strict=True)]
        # Bold words that nothing sets off may be but stressed, unless every item opens with them.
        if way is _bold_opening and not all(f or h for f, h in zip(found, heads, strict=True)):
            continue
        if common and (sum(f is not None for f in found) * 2 < len(items) or sum(f is not None for f in found) < 2):
            continue
        heads = [h or f for h, f in zip(heads, found, strict=True)]
    heads = _as_the_others(text, items, heads, lex)
    heads = [h or _parent(text, items, k, lex) for k, h in enumerate(heads)]
    if _figures(text, items, heads) or _lone_colon(text, heads):
        heads = [None] * len(items)
    return [tuple(_spread(text, w, h, lex)) if h else () for w, h in zip(items, heads, strict=True)]


def _as_the_others(text: str, items: Sequence[Words], heads: Sequence[Head | None], lex: Lexicon) -> list[Head | None]:
    """The heads, and that of the one item whose theme is a clause, if a colon sets off those of all others."""
    lone = [k for k, h in enumerate(heads) if h is None]
    others = [h for h in heads if h]
    found = list(heads)
    if len(items) > 2 and len(lone) == 1 and all(h.by == "lists/deux-points" for h in others):
        w = items[lone[0]]
        if text[w.start : w.end].rstrip()[-1:] != ":":
            found[lone[0]] = _colon(text, w, replace(lex, clause=frozenset()))
    return found


def _figures(text: str, items: Sequence[Words], heads: Sequence[Head | None]) -> bool:
    """Whether the items are the rows of a table of counts: «oie cendrée : 1 870 (940 en 2011)»."""
    return len(items) > 1 and all(
        h and h.by == "lists/deux-points" and _FIGURE.fullmatch(text, h.details, w.end)
        for w, h in zip(items, heads, strict=True)
    )


def _lone_colon(text: str, heads: Sequence[Head | None]) -> bool:
    """Whether the one colon of a list announces but an enumeration: «soutenir les salons du livre : Brest, Lorient»."""
    found = [h for h in heads if h]
    if len(heads) < MIN_LONE or len(found) != 1 or found[0].by != "lists/deux-points":
        return False
    return len(text[found[0].start : found[0].end].split()) > MAX_LONE


def _parent(text: str, items: Sequence[Words], k: int, lex: Lexicon) -> Head | None:
    """The whole item, where it is but the heading of points below it: «Samedi 30» over the hours of that day.

    They are below it by their depth, or because it ends in a colon.
    """
    w = items[k]
    announces = text[w.start : w.end].rstrip().endswith(":")
    if k + 1 == len(items) or (items[k + 1].level <= w.level and not announces) or w.end - w.start > MAX_DASH_THEME:
        return None
    end = w.start + len(text[w.start : w.end].rstrip(" :\u00a0\u202f"))
    words = text[w.start : end]
    if words[-1:] in ".;!?," or _SENTENCE_END.search(words) or _clause(words, lex) or _TO_DO.match(words):
        return None
    if announces and (_form(words) == "infinitif" or lex.leading.search(words)):
        return None  # «financer 200 véhicules, à raison de :» goes on in the points below
    return Head(w.start, end, w.end, "lists/tete")


def _clause(words: str, lex: Lexicon) -> bool:
    """Whether words have a verb or a negation of their own: "les glaciers n'ont pas reculé".

    What a relative pronoun opens behind a noun is none of theirs: "une gare qui ne ferme pas".
    """
    if noun := _RELATIVE.match(words):
        words = noun[1]
    key = fold(_NUMBER_SIGN.sub(" ", words))
    return bool((set(re.findall(r"[a-z']+", key)) | set(re.findall(r"[a-z]+", key))) & lex.clause)


def _spread(text: str, w: Words, head: Head, lex: Lexicon) -> Iterator[Theme]:
    """The theme of an item, and those that follow it in the same item after semicolons, or after «et»."""
    rows = [head, *_following(text, w, head, lex)]
    for k, row in enumerate(rows):
        end = _trimmed(text, row.details, rows[k + 1].joint if k + 1 < len(rows) else w.end)
        words = text[row.start : row.end]
        yield Theme(
            start=row.start,
            end=row.end,
            text=words,
            by=row.by,
            theme=" ".join(words.split()),
            details=" ".join(text[row.details : max(end, row.details)].split()),
        )


def _following(text: str, w: Words, head: Head, lex: Lexicon) -> Iterator[Head]:
    sign = text[head.end : head.details].strip()
    if head.by != "lists/deux-points" and sign not in _SIGNS:
        return
    last = head
    joint, at = head.details, head.details
    for m in itertools.chain(re.compile(r";\s").finditer(text, head.details, w.end), [None]):
        stop = m.start() if m else w.end
        segment = Words(at, stop, w.level)
        if at > head.details:
            found = _dash(text, segment, lex) if sign in _DASHES else _colon(text, segment, lex)
            if found and (sign not in _DASHES or _alike(text, head, found.start, found.end)):
                last = found._replace(by="lists/theme-suivant", joint=joint)
                yield last
        if sign not in _DASHES and last.details < stop and (found := _after_et(text, last, at, stop, lex)):
            last = found
            yield found
        if m:
            coordinated = lex.coordination.match(text, m.end(), w.end)
            joint, at = m.start(), coordinated.end() if coordinated else m.end()


def _after_et(text: str, before: Head, start: int, stop: int, lex: Lexicon) -> Head | None:
    """A theme like the one before it that only «et» joins on: «relier : la fibre et équiper : dix classes»."""
    for m in _ET.finditer(text, max(start, before.details), stop):
        colon = _COLON.search(text, m.end(), stop)
        if not colon:
            return None
        if _PARTING.search(text, m.end(), colon.start()) or not _alike(text, before, m.end(), colon.start()):
            continue
        segment = Words(m.end(), stop, 1)
        if found := _head(text, segment, colon.start(), colon.end(), "lists/theme-suivant", lex, MAX_FOLLOWING):
            return found._replace(joint=m.start())
    return None


def _alike(text: str, head: Head, start: int, end: int) -> bool:
    """Whether text[start:end] is a theme of the form of another: both open with an infinitive, an article, or none."""
    one, other = _form(text[head.start : head.end]), _form(text[start:end])
    return one == other and 0 < len(text[start:end].split()) <= MAX_FOLLOWING_WORDS


def _form(words: str) -> str:
    first = fold(re.split(r"[\s'’]", words.strip(), maxsplit=1)[0])
    if first in _ARTICLES:
        return "article"
    return "infinitif" if len(first) > 4 and first.endswith(("er", "ir", "oir", "re")) else "nom"


def _head(text: str, w: Words, end: int, details: int, by: str, lex: Lexicon, longest: int) -> Head | None:
    """The theme text[w.start:end], unless it is none: too long, a sentence, a label of an address."""
    while details < w.end and text[details].isspace():
        details += 1
    words = text[w.start : end].strip()
    if not words or len(words) > longest or details >= w.end:
        return None
    key = fold(words).strip(" .")
    if key in lex.no_theme or not any(c.isalnum() for c in words) or _MAIL_OR_PHONE.search(words):
        return None
    if _SENTENCE_END.search(words) or _clause(words, lex):
        return None
    if re.match(r"(?:https?://|www\.)", text[details : w.end]):
        return None
    return Head(w.start, w.start + len(text[w.start : end].rstrip()), details, by)


def _colon(text: str, w: Words, lex: Lexicon) -> Head | None:
    for m in _COLON.finditer(text, w.start, w.end):
        if text.count("(", w.start, m.start()) > text.count(")", w.start, m.start()):
            return None  # inside a parenthesis
        if text.count("«", w.start, m.start()) > text.count("»", w.start, m.start()):
            continue
        dash = _DASH.search(text, w.start, m.start())
        if dash and "," in text[dash.end() : m.start()]:  # «les études – plans, analyses : de 50 à 70 %»
            return _head(text, w, dash.start(), dash.end(), "lists/tiret", lex, MAX_DASH_THEME)
        return _head(text, w, m.start(), m.end(), "lists/deux-points", lex, MAX_THEME)
    return None


def _bold_comma(text: str, w: Words, lex: Lexicon) -> Head | None:
    """Bold words and a comma, which may be but stressed: only where half of the items have them."""
    return _bold(text, w, lex, comma=True)


def _bold(text: str, w: Words, lex: Lexicon, comma: bool = False) -> Head | None:
    end = w.start + w.bold
    if not w.bold or end >= w.end:
        return None
    inside = text[w.start : end].rstrip()
    rest = text[end : w.end]
    signs = re.match(r"\s?[:.,;–—-]?\s?", rest)
    set_off = inside[-1:] in ".:–—-" or rest[:1] in ":.;\n" or re.match(r"\s(?:[–—:-]\s|[A-ZÀ-Þ«\"“\d])", rest)
    if not (set_off or (comma and "," in (inside[-1:], rest[:1]))) or not signs:
        return None
    name = w.start + len(inside.rstrip(" .:–—-,\u00a0\u202f"))
    return _head(text, w, name, end + signs.end(), "lists/gras", lex, MAX_THEME)


def _bold_opening(text: str, w: Words, lex: Lexicon) -> Head | None:
    """Bold words that open the item with a capital, whatever follows; only where every item has them."""
    end = w.start + w.bold
    if not w.bold or end >= w.end or not text[w.start].isupper():
        return None
    if _OF.match(text, end) or text[end - 1] == "’":
        return None  # «**Une aide** de 100 €» is one phrase
    if _COLON.match(text, end) or text[w.start : end].rstrip().endswith(":"):
        return _colon(text, w, lex)
    if text[end : end + 1] == "," and (whole := _colon(text, w, lex)):
        return whole  # «**Brest**, le Studio : vendredi 12 avril»
    signs = re.match(r"\s?[:.,;–—-]?\s?", text[end : w.end])
    name = w.start + len(text[w.start : end].rstrip(" .:–—-,\u00a0\u202f"))
    return _head(text, w, name, end + (signs.end() if signs else 0), "lists/gras", lex, MAX_THEME)


def _dash(text: str, w: Words, lex: Lexicon) -> Head | None:
    m = _DASH.search(text, w.start, w.end)
    if not m:
        return None
    second = _DASH.search(text, m.end(), w.end)
    inside = second and ";" not in text[m.end() : second.start()]
    if second and inside and text[second.end()].islower() and text[m.end()].islower():
        return None  # a parenthesis between dashes
    return _head(text, w, m.start(), m.end(), "lists/tiret", lex, MAX_DASH_THEME)


def _capitals(text: str, w: Words, lex: Lexicon) -> Head | None:
    m = _SHOUTED.match(text, w.start, w.end)
    if not m or not any(c.islower() for c in text[m.end() : w.end]):
        return None
    words = m[0].rstrip(" '’&-")
    longest = max((len(x) for x in re.findall(r"[^\W\d_]+", words)), default=0)
    if longest < 4 or len(words) < len(m[0].rstrip()):
        return None
    if _OF.match(text, m.end()):
        return None  # «RETRAIT du plan» is one phrase
    signs = re.match(r"\s?[:.–—-]?\s?", text[m.end() : w.end])
    return _head(
        text, w, w.start + len(words), m.end() + (signs.end() if signs else 0), "lists/capitales", lex, MAX_THEME
    )


def _time(text: str, w: Words, lex: Lexicon) -> Head | None:
    m = lex.time.match(text, w.start, w.end)
    if not m:
        return None
    end = m.start("theme") + len(m["theme"].rstrip())
    details = m.end()
    while details < w.end and text[details].isspace():
        details += 1
    return Head(m.start("theme"), end, details, "lists/heure") if details < w.end else None
