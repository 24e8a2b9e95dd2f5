"""An RTF file -> Parts, bold and sizes of letters too. What a reviewer deleted and hidden text are left out.

A reader of its own, as striprtf gives neither bold nor sizes and keeps deleted text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from communique.errors import ReadError
from communique.read import paragraphs, properties
from communique.read.limits import DEFAULT, Limits
from communique.read.marks import BOLD, CONTROLS, PLAIN, bare
from communique.read.paragraphs import Para
from communique.read.parts import Reading

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+"
)
# Groups that hold no text of the document.
SKIPPED = {
    "fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "pict", "object",
    "themedata", "colorschememapping", "latentstyles", "datastore", "generator", "fldinst", "xmlnstbl",
    "filetbl", "revtbl", "mmathPr", "wgrffmtfilter", "pgdsctbl", "nonshppict", "shppict", "sp", "annotation",
    "atnid", "atnauthor", "bkmkstart", "bkmkend", "headerf", "footerf", "pntext", "operator", "company",
    "doccomm", "keywords", "category", "shprslt",
}  # fmt: skip
_INFO = frozenset(["title", "author", "creatim", "revtim", "subject", "manager", "printim", "buptim", "info"])
_CELL = "\x07"  # no text holds one: CONTROLS are taken out
_BREAKS = frozenset(["par", "sect", "page", "row", "nestrow"])
_SIGNS = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "tab": " ", "line": "\n", "emspace": " ", "enspace": " ", "cell": _CELL, "nestcell": _CELL,
}  # fmt: skip
# Text boxes: groups of what readers may pass over, whose text is of the document all the same. «shprslt» repeats it for
# readers of before 1997.
_DRAWN = frozenset(["shpinst", "do"])
_BOXES = frozenset(["shptxt", "dptxbxtext"])
_CODEPAGES = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
WORDS = 5  # control words for one element of an XML file; a letter with an accent is one
MAX_GROUPS = 200  # groups in groups; Word opens some ten


@dataclass(frozen=True, slots=True)
class State:
    """What holds in a group."""

    bold: bool = False
    size: float = 12.0
    hidden: bool = False
    skipped: bool = False
    info: str = ""
    after_u: int = 1  # characters that stand in for one in Unicode
    listed: int = 0
    heading: int = 0


def read(data: bytes, limits: Limits = DEFAULT) -> Reading:
    """The parts of an RTF file and what its head says.

    Raises:
        ReadError: it nests its groups without end, or holds more text than a file may.
    """
    if (signs := data.count(b"\\") + data.count(b"{")) > WORDS * limits.elements:
        raise ReadError(f"an RTF file of {signs:,} control words; that is no release: save it again as text")
    text = data.decode("latin-1")
    found = [*_paragraphs(text, limits)]
    info = {p.origin: p.marked for p in found if p.origin in _INFO}
    parts = paragraphs.parts([p for p in found if p.origin not in _INFO])
    return Reading(parts, properties.hints(parts, info.get("title", ""), info.get("author", "")), "application/rtf")


def _paragraphs(text: str, limits: Limits) -> Iterator[Para]:
    state = State()
    stack: list[State] = []
    codepage = "cp1252"
    runs: list[tuple[str, State]] = []
    outer: list[tuple[int, list[tuple[str, State]]]] = []  # of each open text box, its group and the runs around it
    boxed: list[Para] = []  # the paragraphs of text boxes, until the one that holds them has ended
    info: dict[str, str] = {}
    skip = 0  # characters that repeat one in Unicode
    pending = bytearray()  # of a code page, until it is known to end
    high = 0  # the first half of a pair
    number = chars = 0

    def say(words: str) -> None:
        nonlocal chars
        if state.info and not state.skipped:
            info[state.info] = info.get(state.info, "") + words
        elif not (state.hidden or state.skipped or state.info):
            runs.append((words, state))
            chars += len(words)

    def flush() -> None:
        if pending:
            say(bytes(pending).decode(codepage, "replace").translate(CONTROLS))
            pending.clear()

    def ended() -> Iterator[Para]:
        """The paragraph that ends here and the text boxes in it; a box keeps its own until it is closed."""
        nonlocal boxed
        if outer:
            boxed += _ended(runs, number)
            return
        yield from _ended(runs, number)
        yield from boxed
        boxed = []

    fresh = False  # the group has just been opened
    for m in TOKEN.finditer(text):
        if chars > limits.chars:
            raise ReadError(f"an RTF file of more than {limits.chars:,} characters; that is no release")
        if m["hex"]:
            if skip:
                skip -= 1
            else:
                pending.append(int(m["hex"], 16))
            continue
        if m["text"] is not None:
            words = m["text"][skip:] if skip < len(m["text"]) else ""
            skip = max(0, skip - len(m["text"]))
            flush()
            if words:
                say(words.translate(CONTROLS))
            fresh = False
            continue
        flush()
        if m["brace"] == "{":
            if len(stack) > MAX_GROUPS:
                raise ReadError("an RTF file whose groups are nested without end; it is damaged or made to do harm")
            stack.append(state)
            fresh, skip = True, 0
            continue
        if m["brace"] == "}":
            state = stack.pop() if stack else State()
            fresh, skip = False, 0
            if outer and len(stack) < outer[-1][0]:
                number += 1
                boxed += _ended(runs, number)
                runs = outer.pop()[1]
            continue
        if m["sign"]:
            if m["sign"] == "*" and fresh:
                state = replace(state, skipped=True)
                continue
            say(
                {"~": "\u00a0", "_": "\u2011", "-": "", "\n": "\n", "\r": "\n"}.get(
                    m["sign"], m["sign"] if m["sign"] in "\\{}" else ""
                )
            )
            if m["sign"] in "\r\n":
                number += 1
                yield from ended()
            continue
        word, value = m["word"], m["number"]
        if word is None:
            continue
        if word in SKIPPED and (fresh or word in {"pict", "fldinst"}):
            state = replace(state, skipped=True)
        elif word in _DRAWN and fresh and stack:
            state = replace(state, skipped=stack[-1].skipped)
        elif word in _BOXES and fresh and not state.skipped:
            outer.append((len(stack), runs))
            runs = []
        elif word in _INFO and fresh:
            state = replace(state, info=word)
        elif word in _BREAKS:
            if not state.skipped:
                number += 1
                yield from ended()
        elif word in _SIGNS:
            say(_SIGNS[word])
        elif word == "u" and value:
            code = int(value) % 0x10000
            skip = state.after_u
            if 0xD800 <= code < 0xDC00:
                high = code
            elif 0xDC00 <= code < 0xE000:
                say(chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00) if high else "")
                high = 0
            else:
                say(chr(code).translate(CONTROLS))
        elif word == "ansicpg" and value:
            codepage = f"cp{value}" if known(f"cp{value}") else "cp1252"
        elif word in _CODEPAGES and not value:
            codepage = _CODEPAGES[word]
        else:
            state = _changed(state, word, value)
        fresh = False
    flush()
    while outer:  # the file is cut off
        boxed += _ended(runs, number + 1)
        runs = outer.pop()[1]
    number += 1
    yield from ended()
    yield from (Para(words.strip(), origin=key) for key, words in info.items() if words.strip())


def known(codec: str) -> bool:
    try:
        "".encode(codec)
    except LookupError:
        return False
    return True


def _changed(state: State, word: str, value: str | None) -> State:
    """The state after a word of formatting."""
    number = int(value) if value else None
    if word == "plain":
        return replace(state, bold=False, size=12.0, hidden=False)
    if word == "pard":
        return replace(state, listed=0, heading=0)
    if word == "b":
        return replace(state, bold=number != 0)
    if word == "fs" and number:
        return replace(state, size=number / 2)
    if word in {"v", "deleted"}:
        return replace(state, hidden=number != 0)
    if word == "uc" and number is not None:
        return replace(state, after_u=min(8, abs(number)))
    if word == "ls" and number:
        return replace(state, listed=max(1, state.listed))
    if word == "ilvl" and number is not None:
        return replace(state, listed=min(9, number + 1))
    if word == "outlinelevel" and number is not None and number < 6:
        return replace(state, heading=number + 1)
    return state


def _ended(runs: list[tuple[str, State]], number: int) -> Iterator[Para]:
    """The paragraph that the runs make; there are none after it."""
    marked, bold = "", False
    sizes: dict[float, int] = {}
    for words, state in runs:
        if state.bold != bold and words.strip():
            marked += BOLD if state.bold else PLAIN
            bold = state.bold
        marked += words
        sizes[state.size] = sizes.get(state.size, 0) + len(words.strip())
    marked += PLAIN if bold else ""
    last = runs[-1][1] if runs else State()
    runs.clear()
    cells = _CELL in marked.rstrip(_CELL + PLAIN)
    marked = marked.rstrip(_CELL).replace(_CELL + PLAIN, PLAIN).replace(_CELL, " | ")
    if bare(marked).strip():
        size = max(sizes, key=lambda s: (sizes[s], s))
        kind, level = (
            ("heading", last.heading) if last.heading else ("item", last.listed) if last.listed else ("paragraph", 0)
        )
        if cells and kind == "paragraph":
            kind = "row"
        yield Para(marked, kind, level, size, f"paragraph {number}")  # type: ignore[arg-type]
