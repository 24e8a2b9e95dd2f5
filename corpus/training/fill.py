"""Frames and word lists -> texts with the spans of their entities, annotated by construction.

A frame (frames/*.txt) is a line of a release, or several between two lines `<<<` and `>>>`. In it stand

    {O|Ville de <ville>}    an entity, PER, ORG, LOC or MISC by its first letter; entities inside it are only words
    <ville>                 an item of the list `ville` (slots/*.txt), with the entities that the item marks
    <Acteur>                the same, its first letter a capital
    <acteur~>               without the item's article
    <elle:1> … <elle:1.nom> the same item again, or a part of it: nom, prenom, maj («Ève BRUN», «ADIKOR FRANCE»),
                            sigle («CUD»), lesigle («la CUD»)
    [un/deux] [/le]         one of two words, one or none
    ^                       at the head of a line: the line is in capitals

and an item of a list may begin with its article, «(le) Havre», «(l')association <nom>», which is no part of the name
and melts with what stands before: «de (le) CHU» -> «du CHU». `== nom : L` makes each item of a list a LOC. Lists that
are long and plain are parted, as the frames are: one item in ten is used in held-out texts and nowhere else.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Literal
from zlib import crc32

HERE = Path(__file__).parent
GAZETTEERS = HERE.parents[1] / "rules" / "gazetteers"
LABELS = {"P": "PER", "O": "ORG", "L": "LOC", "M": "MISC"}
Part = Literal["train", "held-out"]
HELD_OUT = 10  # one frame and one item in ten
PLAIN = 40  # items from which a list is parted; in a shorter one each item is a construction of its own
EMPTY_WORDS = frozenset(
    ["de", "des", "du", "d", "la", "le", "les", "l", "et", "en", "à", "au", "aux", "pour", "sur", "par"]
)

START, END, ARTICLE, ARTICLE_END = "\x01", "\x02", "\x03", "\x04"


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    capital: bool
    bare: bool  # without its article
    memory: str
    part: str


@dataclass(frozen=True, slots=True)
class Entity:
    label: str  # its first letter
    inside: tuple[Node, ...]


Node = str | Choice | Slot | Entity


@dataclass(frozen=True, slots=True)
class Text:
    """One filled frame: its words and its entities."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    frame: str  # file and line: "contacts.txt:12"


@dataclass(frozen=True, slots=True)
class Frame:
    id: str
    source: str
    nodes: tuple[Node, ...]

    @property
    def part(self) -> Part:
        return part_of(self.source)


@dataclass
class Filled:
    """What a slot was filled with: marked words, and the parts of a person's name."""

    words: str
    parts: Mapping[str, str] = field(default_factory=dict)


def part_of(words: str) -> Part:
    return "held-out" if crc32(words.encode()) % HELD_OUT == 0 else "train"


# --- Reading ----------------------------------------------------------------------------------------------------------

_SLOT = re.compile(r"<([A-Za-zé_]+)(~?)(?::(\d))?(~?)(?:\.([a-z]+))?>")
_ARTICLE = re.compile(r"\((le|la|les|l')\) ?")


def parse(source: str) -> tuple[Node, ...]:
    """The nodes of a frame or an item: "à <ville>" -> ("à ", Slot("ville", …))."""
    nodes, at = _parse(source, 0, "")
    if at != len(source):
        raise ValueError(f"{source[at:][:30]!r}: a bracket that was not opened, in {source!r}")
    return nodes


def _parse(source: str, at: int, closing: str) -> tuple[tuple[Node, ...], int]:
    nodes: list[Node] = []
    plain = ""

    def flush() -> None:
        nonlocal plain
        if plain:
            nodes.append(plain)
            plain = ""

    while at < len(source):
        c = source[at]
        if c in closing:
            break
        if c in "]}":
            raise ValueError(f"{source[at:][:30]!r}: a bracket that was not opened, in {source!r}")
        if c == "[":
            flush()
            options = []
            while source[at] != "]":
                option, at = _parse(source, at + 1, "/]")
                if at >= len(source):
                    raise ValueError(f"a [ that is not closed, in {source!r}")
                options.append(option)
            nodes.append(Choice(tuple(options)))
            at += 1
        elif c == "{":
            if source[at + 1 : at + 2] not in LABELS or source[at + 2 : at + 3] != "|":
                raise ValueError(f"{source[at:][:30]!r}: no entity label, in {source!r}")
            flush()
            inside, end = _parse(source, at + 3, "}")
            if end >= len(source):
                raise ValueError(f"a {{ that is not closed, in {source!r}")
            nodes.append(Entity(source[at + 1], inside))
            at = end + 1
        elif c == "<":
            flush()
            m = _SLOT.match(source, at)
            if not m:
                raise ValueError(f"{source[at:][:30]!r}: no slot, in {source!r}")
            name = m[1]
            nodes.append(Slot(name.lower(), name[0].isupper(), bool(m[2] or m[4]), m[3] or "", m[5] or ""))
            at = m.end()
        else:
            plain += c
            at += 1
    flush()
    return tuple(nodes), at


@dataclass(frozen=True)
class Item:
    article: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Lists:
    """The word lists: for each part of the corpus the items of each list, or the directive that makes them."""

    items: Mapping[Part, Mapping[str, Sequence[Item]]]
    made: Mapping[str, Sequence[str]]

    def __contains__(self, name: str) -> bool:
        return name in self.made or name in self.items["train"]


def read_lists(folder: Path = HERE / "slots") -> Lists:
    items: dict[Part, dict[str, list[Item]]] = {"train": {}, "held-out": {}}
    made: dict[str, Sequence[str]] = {}
    for path in sorted(folder.glob("*.txt")):
        for section in re.split(r"^== ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            head, _, body = section.partition("\n")
            name, _, label = (s.strip() for s in head.partition(":"))
            lines = [line for line in body.split("\n") if line.strip() and not line.startswith("# ")]
            if lines[0].startswith("%"):
                made[name] = lines[0][1:].split()
                continue
            sources = [s.strip() for line in lines for s in line.split(" ; ") if s.strip()]
            plain = len(sources) >= PLAIN and not any(c in s for s in sources for c in "{<[")
            for source in sources:
                m = _ARTICLE.match(source)
                nodes = parse(source[m.end() :] if m else source)
                item = Item(m[1] if m else "", (Entity(label, nodes),) if label else nodes)
                for part in items:
                    if not plain or part_of(source) == part:
                        items[part].setdefault(name, []).append(item)
    return Lists(items, made)


def read_frames(folder: Path = HERE / "frames") -> tuple[Frame, ...]:
    frames: list[Frame] = []
    for path in sorted(folder.glob("*.txt")):
        held: list[str] | None = None
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            at = f"{path.name}:{number}"
            try:
                if line == "<<<":
                    held = []
                elif line == ">>>" and held is not None:
                    source = "\n".join(held)
                    frames.append(Frame(at, source, parse(source)))
                    held = None
                elif held is not None:
                    held.append(line)
                elif line.strip() and not line.startswith("# "):
                    frames.append(Frame(at, line, parse(line)))
            except ValueError as error:
                raise ValueError(f"{at}: {error}") from error
        if held is not None:
            raise ValueError(f"{path.name}: <<< without >>>")
    return tuple(frames)


@dataclass(frozen=True)
class Gazetteers:
    """Names of rules/gazetteers, parted as the lists are."""

    communes: Mapping[Part, tuple[Sequence[str], Sequence[float]]]  # names, and weights that add up
    epci: Mapping[Part, Sequence[str]]
    given: Mapping[Part, Sequence[str]]


def read_gazetteers() -> Gazetteers:
    parts: tuple[Part, Part] = ("train", "held-out")
    communes: dict[Part, tuple[Sequence[str], Sequence[float]]] = {}
    for part in parts:
        names = [(row[0], int(row[2])) for row in _rows("communes.tsv") if part_of(row[0]) == part]
        communes[part] = ([n for n, _ in names], list(accumulate(people**0.5 + 3 for _, people in names)))
    epci = {p: [row[0] for row in _rows("epci.tsv") if part_of(row[0]) == p] for p in parts}
    given = {p: [row[0] for row in _rows("prenoms.txt") if part_of(row[0]) == p] for p in parts}
    return Gazetteers(communes, epci, given)


def _rows(name: str) -> list[list[str]]:
    lines = (GAZETTEERS / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


# --- Filling ----------------------------------------------------------------------------------------------------------

# Marks in filled words, until they are taken out: START + the label's letter … END around an entity, an article between
# ARTICLE and ARTICLE_END.
_BARE = str.maketrans("ÀÂÇÉÈÊËÎÏÔÙÛÜàâçéèêëîïôùûü", "AACEEEEIIOUUUaaceeeeiiouuu")
_LES = {"le": "du ", "les": "des "}
_AU = {"le": "au ", "les": "aux "}
_MELT = re.compile(f"\\b([DdÀà])e? ?{ARTICLE}(les?){ARTICLE_END}")
_MELT_NAME = re.compile(f"\\b(de|De|à|À) ((?:{START}[LO])*)(Le|Les) (?=[A-ZÉÈÎ])")
_ELIDE = re.compile(
    f"\\b([Dd]|[Qq]u|jusqu)e ((?:{START}.)*)(?=[AEIOUÉÈÊÎÔÂŒaeiouéèêîôâœ]|Y[^aeiouyAEIOUY]|[Hh][eéêiuy])"
)


class Filler:
    """Fills frames; what a frame has named once, it names again by its number."""

    def __init__(self, lists: Lists, gazetteers: Gazetteers, part: Part, seed: str) -> None:
        self.lists, self.gazetteers, self.part = lists, gazetteers, part
        self.rng = random.Random(seed)
        self.memory: dict[str, Filled] = {}

    def fill(self, frame: Frame) -> Text:
        self.memory = {}
        words = "\n".join(shouted(line, self.rng) for line in melted(self.words(frame.nodes)).split("\n"))
        text, spans = unmarked(quotes(words, self.rng))
        return Text(noisy(text, self.rng), spans, frame.id)

    def words(self, nodes: Sequence[Node]) -> str:
        return "".join(map(self.node, nodes))

    def node(self, node: Node) -> str:
        match node:
            case str():
                return node
            case Choice():
                return self.words(self.rng.choice(node.options))
            case Entity():
                return f"{START}{node.label}{self.words(node.inside)}{END}"
            case Slot():
                return self.slot(node)

    def slot(self, slot: Slot) -> str:
        key = slot.name + slot.memory
        filled = self.memory.get(key) if slot.memory else None
        if filled is None:
            filled = self.filled(slot.name)
            if slot.memory:
                self.memory[key] = filled
        words = filled.words
        if slot.part in {"sigle", "lesigle"}:
            words = self.acronym(key, words)
        elif slot.part and (filled.parts or slot.part != "maj"):
            words = filled.parts[slot.part]
        if slot.bare or slot.part in {"sigle", "maj"}:
            words = re.sub(f"^{ARTICLE}.*?{ARTICLE_END}", "", words)
        if slot.part == "maj" and not filled.parts:
            words = words.upper()
        return capitalised(words) if slot.capital else words

    def acronym(self, key: str, words: str) -> str:
        """The same one each time that the frame asks for it."""
        known = self.memory.setdefault(f"{key}.sigle", Filled(acronym(words, self.rng)))
        return known.words

    def filled(self, name: str) -> Filled:
        if name in self.lists.made:
            kind, *arguments = self.lists.made[name]
            return self.person(arguments) if kind == "person" else Filled(self.made(kind, arguments))
        item = self.rng.choice(self.lists.items[self.part][name])
        article = f"{ARTICLE}{item.article}{ARTICLE_END}" if item.article else ""
        return Filled(article + self.words(item.nodes))

    def person(self, arguments: Sequence[str]) -> Filled:
        given = self.filled(f"prenom_{arguments[0] if arguments else self.rng.choice('fm')}").words
        if self.rng.random() < 0.25:
            given = self.rng.choice(self.gazetteers.given[self.part])
        name = self.filled("nom").words
        shouted = f"{START}P{given} {name.upper()}{END}"
        how = self.rng.random()
        whole = shouted if how < 0.06 else f"{START}P{name.upper()} {given}{END}" if how < 0.07 else ""
        parts = {"nom": f"{START}P{name}{END}", "prenom": f"{START}P{given}{END}", "maj": shouted}
        return Filled(whole or f"{START}P{given} {name}{END}", parts)

    def made(self, kind: str, arguments: Sequence[str]) -> str:
        rng = self.rng
        match kind:
            case "commune":
                names, weights = self.gazetteers.communes[self.part]
                return f"{START}L{rng.choices(names, cum_weights=weights)[0]}{END}"
            case "epci":
                return epci(rng.choice(self.gazetteers.epci[self.part]), rng)
            case "sigle":
                return "".join(rng.choice("ABCDEFGILMNOPRSTUV") for _ in range(rng.choice((3, 3, 4, 4, 5))))
            case "int":
                return str(rng.randint(int(arguments[0]), int(arguments[1])))
            case "cp":
                return f"{rng.randint(1, 95):02}{rng.choice('0123456789')}{rng.choice(('00', '10', '20', '40', '90'))}"
            case "tel":
                return phone(rng)
            case "mail":
                who = rng.choice(("presse", "contact", "communication", f"{_word(rng)[0]}.{_word(rng)}", _word(rng)))
                return f"{who}@{_word(rng)}{rng.choice(('', '-' + _word(rng)))}{rng.choice(_SUFFIXES)}"
            case "url":
                return rng.choice(("www.", "www.", "https://www.", "https://", "")) + _word(rng) + rng.choice(_SUFFIXES)
        raise ValueError(f"%{kind}: no such directive")


def epci(name: str, rng: random.Random) -> str:
    """An intercommunal body as releases write it: with its article, its head in any case."""
    head = re.match(r"(Communauté|Métropole|Eurométropole)\b", name)
    article = "la" if head else "le" if name.startswith("Grand ") else ""
    how = rng.random()
    if how < 0.25:
        name = name.replace("Communauté d'agglo", "Communauté d'Agglo").replace("té de communes", "té de Communes")
    elif how < 0.5 and name.startswith("Communauté "):
        name = "c" + name[1:]
    return (f"{ARTICLE}{article}{ARTICLE_END}" if article else "") + f"{START}O{name}{END}"


_PHONES = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")  # kept for fiction by the ARCEP


_SUFFIXES = (".example", ".example", ".fr", ".org", ".com")  # of made words; no text that holds them is kept


def phone(rng: random.Random) -> str:
    digits = f"{rng.choice(_PHONES)} {rng.randint(0, 99):02} {rng.randint(0, 99):02}"
    how = rng.random()
    if how < 0.2:
        return digits.replace(" ", ".")
    if how < 0.35:
        return ("+33 " if how < 0.3 else "+33 (0)") + digits[1:]
    return digits


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(("ba", "cor", "del", "mi", "no", "ra", "ser", "ti", "val", "lo")) for _ in range(3))


def acronym(words: str, rng: random.Random) -> str:
    """The initials of a marked name, marked as it is: «la [Fédération des libraires]» -> «la [FL]», or «la [FLIB]»."""
    plain = re.sub(f"^{ARTICLE}.*?{ARTICLE_END}|{END}|{START}.|{ARTICLE}|{ARTICLE_END}", "", words)
    parts = [w for w in re.split(r"[\s'’,()-]+", plain) if w and w.lower() not in EMPTY_WORDS]
    initials = [w[0] for w in parts]
    if rng.random() < 0.3 and len(parts) > 1:  # DINUM, CAPSO: more than a letter of the last word
        initials[-1] = parts[-1][: rng.choice((2, 3))]
    letters = unicodedata.normalize("NFD", "".join(initials)).encode("ascii", "ignore").decode().upper()
    if len(letters) > 3 and rng.random() < 0.15:
        letters = letters.capitalize()
    if START not in words:
        return letters
    article = re.match(f"{ARTICLE}.*?{ARTICLE_END}", words)
    before = article[0] if article else ""
    if before == f"{ARTICLE}l'{ARTICLE_END}" and letters[:1] not in "AEIOUFLMNRSX":
        before = f"{ARTICLE}la{ARTICLE_END}"
    return f"{before}{START}{words[words.index(START) + 1]}{letters}{END}"


def capitalised(words: str) -> str:
    """The first letter, past any mark, as a capital."""
    m = re.match(f"(?:{START}.|{ARTICLE}|[«“(] ?)*", words)
    at = m.end() if m else 0
    return words[:at] + words[at : at + 1].upper() + words[at + 1 :]


def melted(words: str) -> str:
    """Articles as French writes them: «de (le) CHU» -> «du CHU», «à Le Havre» -> «au Havre», «de Aix» -> «d'Aix»."""

    def melt(m: re.Match[str]) -> str:
        table = _LES if m[1] in "Dd" else _AU
        return table[m[2]].capitalize() if m[1].isupper() else table[m[2]]

    words = _MELT.sub(melt, words)
    words = _MELT_NAME.sub(
        lambda m: (
            {"de": "du ", "De": "Du ", "à": "au ", "À": "Au "}[m[1]] + (m[2] or "")
            if m[3] == "Le"
            else {"de": "des ", "De": "Des ", "à": "aux ", "À": "Aux "}[m[1]] + (m[2] or "")
        ),
        words,
    )
    words = re.sub(f"(?<!'){ARTICLE_END}", " ", words).replace(ARTICLE, "").replace(ARTICLE_END, "")
    words = re.sub(f"(?<=[ '{START}]) +| +(?={END})", "", words)
    return _ELIDE.sub(r"\1'\2", words)


def shouted(line: str, rng: random.Random) -> str:
    """A line that begins with ^, in capitals, more often than not without accents."""
    if not line.startswith("^"):
        return line
    capitals = line[1:].upper()
    return capitals.translate(_BARE) if rng.random() < 0.6 else capitals


def quotes(words: str, rng: random.Random) -> str:
    """«…» as the author's keyboard has them."""
    how = rng.random()
    if how < 0.7:
        return words
    opening, closing = ("“", "”") if how < 0.85 else ('"', '"')
    return words.replace("« ", opening).replace(" »", closing)


def unmarked(words: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The text without marks, and the spans of the outermost entities."""
    text: list[str] = []
    spans: list[tuple[int, int, str]] = []
    depth = start = at = 0
    label = ""
    characters: Iterator[str] = iter(words)
    for c in characters:
        if c == START:
            letter = next(characters)
            if not depth:
                start, label = at, LABELS[letter]
            depth += 1
        elif c == END:
            depth -= 1
            if not depth and at > start:
                spans.append((start, at, label))
        else:
            text.append(c)
            at += 1
    return "".join(text), tuple(spans)


_ACCENTED_CAPITALS = re.compile("[ÀÂÇÉÈÊËÎÏÔÙÛÜ]")


def noisy(text: str, rng: random.Random) -> str:
    """The text as some keyboards and pages write it; no character is added or taken away, so offsets stay."""
    if rng.random() < 0.5:
        text = text.replace("'", "’")
    how = rng.random()
    if how < 0.45:
        text = re.sub(r"(?<=[^ \n]) [–—](?= [^ \n])", " -" if how < 0.35 else " |", text)
    if rng.random() < 0.5:
        space = "\u202f" if rng.random() < 0.3 else "\u00a0"
        text = re.sub(r" (?=[:;!?»%€])|(?<=«) ", space, text)
    how = rng.random()
    if how < 0.15:
        return _ACCENTED_CAPITALS.sub(lambda m: m[0].translate(_BARE), text)
    if how < 0.165:
        return text.translate(_BARE)
    if how < 0.19 and "\n" not in text and len(text) < 160:
        capitals = text.upper()
        if len(capitals) == len(text):
            return capitals.translate(_BARE) if rng.random() < 0.6 else capitals
    return text


def texts(part: Part, times: int = 1, seed: str = "0") -> Iterator[Text]:
    """Every frame of a part, filled so many times."""
    lists, gazetteers = read_lists(), read_gazetteers()
    filler = Filler(lists, gazetteers, part, f"{seed}/{part}")
    frames = [f for f in read_frames() if f.part == part]
    for _ in range(times):
        for frame in frames:
            yield filler.fill(frame)


def marked(text: Text) -> str:
    """For the eye: «[Ville de Lille](ORG) vote»."""
    out, at = "", 0
    for start, end, label in text.spans:
        out += f"{text.text[at:start]}[{text.text[start:end]}]({label})"
        at = end
    return out + text.text[at:]


if __name__ == "__main__":
    import sys

    for filled in texts("held-out" if "held-out" in sys.argv else "train", seed=sys.argv[1] if sys.argv[1:] else "0"):
        print(f"{filled.frame}\t{marked(filled)}")
