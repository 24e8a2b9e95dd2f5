"""Parts -> Document: the only place where text changes, and where offsets are born.

Nothing here changes a word. What changes is how it is written down: accents in one code point, one kind of
space, apostrophes for the accents that stand for them, no invisible characters, no UTF-8 that was read as cp1252.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from communique.document import Block, Document, Part, Source

SEPARATOR = "\n\n"

# UTF-8 that was read as cp1252 or Latin-1: the letters of French (Ã + 1), its signs (Â + 1), Œ œ Ÿ Ž (Å + 1),
# typographic punctuation, € and ™ (â + 2), ligatures and BOM (ï + 2). Only these leads: «CAFÉ» holds É», which
# decodes to ɻ, and is right as it is. (ftfy.fix_encoding does the same and more; it is 0.2 MB more to install.)
_TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(
    f"[ÃÂ][{_TAIL}]|Å[\u0092\u0093\u0178’“¸½¡¾]|Æ’|Ë[†œ]|â[€\u0080‚\u0082„\u0084†\u0086][{_TAIL}]|ï[¬»][{_TAIL}]"
)
_A_GRAVE = re.compile(r"Ã(?=[\s.,;:]|$)")  # à, whose second byte, a no-break space, became a plain one or was lost
_CP1252 = {bytes([b]).decode("cp1252"): b for b in range(0x80, 0xA0) if b not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}}

_CONTROLS = {b: c for c, b in _CP1252.items()}  # C1 controls are cp1252 that was read as Latin-1: U+009C is œ
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ["ff", "fi", "fl", "ffi", "ffl", "st", "st"], strict=True))
# Symbol and Wingdings glyphs, which Word and OpenOffice write as U+F000 + the font's own code.
_GLYPHS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "□", 0xF06E: "■", 0xF071: "□", 0xF076: "❖", 0xF0D8: "➢", 0xF0FC: "✓"}
_GLYPHS |= {0xF0E0: "→", 0xF0E8: "➔", 0xF02D: "–", 0xF02A: "*", 0xF020: " ", 0xF028: "☎", 0xF02B: "✉"}
_INVISIBLE = (
    *range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x180E,
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10),
    0xFEFF, *range(0xFFF0, 0xFFFC), 0xFFFE, 0xFFFF, *range(0xD800, 0xF900),  # the last: surrogates and private use
)  # fmt: skip
_CHARACTERS: dict[int, str | None] = {
    **dict.fromkeys(_INVISIBLE),
    **_CONTROLS,
    **_LIGATURES,
    **_GLYPHS,
    **dict.fromkeys([0x0B, 0x0C, 0x2028, 0x2029], "\n"),
    ord("\r"): "\n",
}
_CHARACTER = re.compile(f"[{''.join(map(re.escape, map(chr, _CHARACTERS)))}]")
_ACCENT = re.compile("[\u0300-\u036f]")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[´`‘ʼʹ′](?=[^\W\d_])")  # l´écosystème, l‘École
_TWICE = re.compile(r"(.)([\u0300-\u036f])")  # pauvreté + U+0301
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")  # all but a plain space alone
# Where French sets a no-break space; elsewhere it becomes a plain one.
_BEFORE = frozenset(":;!?»%€")
_NO_BREAK = frozenset("\u00a0\u202f\u2007")
_GROUP = re.compile(r"\d{3}(?!\d)")
_LINES = re.compile(r" ?\n[ \n]*")
# What no step changes: ASCII but for ` and controls, letters of French and signs that are no part of a wrong decoding,
# and no space beside another or at an end. Most blocks have nothing else, and the steps cost ten times this look.
_DOUBTFUL = re.compile(r"[^ \n!-_a-~«»’“”–—…•°àâäçéèêëîôöùûüÿœæÀÇÉÈÊÎÔŒ]|[ \n]{2}|\A[ \n]|[ \n]\Z")


def clean(text: str) -> str:
    """The same words, written one way: NFC, one kind of space, nothing invisible, no empty line.

    «l´e\u0301cole» -> «l'école». A no-break space stays before : ; ! ? » % €, after « and between groups of
    digits. clean(clean(x)) == clean(x): the steps run until nothing changes, and each one only shortens the text
    or takes away characters that no other step puts back.
    """
    while _DOUBTFUL.search(text) and (cleaned := _once(text)) != text:
        text = cleaned
    return text


def _once(text: str) -> str:
    text = mend(text).replace("\r\n", "\n")
    if _CHARACTER.search(text):
        text = text.translate(_CHARACTERS)
    text = unicodedata.normalize("NFC", text)
    if _ACCENT.search(text):
        text = _TWICE.sub(lambda m: m[1] if m[2] in unicodedata.normalize("NFD", m[1])[1:] else m[0], text)
    text = _APOSTROPHE.sub("'", text)
    text = _SPACES.sub(_space, text)
    return _LINES.sub("\n", text).strip()


def mend(text: str) -> str:
    """Letters for the pairs that UTF-8 read as cp1252 leaves: «dÃ©veloppÃ©» -> «développé». Other text as it is."""
    while (mended := _A_GRAVE.sub("à", _MOJIBAKE.sub(_decoded, text))) != text:  # twice, where it was read wrong twice
        text = mended
    return text


def _decoded(m: re.Match[str]) -> str:
    try:
        return bytes(_CP1252.get(c, ord(c)) for c in m[0]).decode()
    except (UnicodeDecodeError, ValueError):
        return m[0]


def _space(m: re.Match[str]) -> str:
    text, start, end = m.string, m.start(), m.end()
    if _NO_BREAK.isdisjoint(m[0]):
        return " "
    before, after = text[start - 1 : start], text[end : end + 1]
    if after in _BEFORE or before == "«" or (before.isdigit() and _GROUP.match(text, end)):
        return "\u202f" if "\u202f" in m[0] else "\u00a0"
    return " "


def assemble(
    source: Source,
    parts: Iterable[Part],
    hints: Mapping[str, str],
    media_type: str = "text/plain",
    notes: Iterable[str] = (),
) -> Document:
    """Clean each part, join them with a blank line, and write the offsets down; empty parts are dropped."""
    texts: list[str] = []
    blocks: list[Block] = []
    start = mended = 0
    for part in parts:
        text = clean(part.text)
        if not text:
            continue
        mended += bool(_MOJIBAKE.search(part.text))
        bold = _width(clean(part.bold), text) if part.bold else 0
        blocks.append(Block(part.kind, start, start + len(text), part.level, part.origin, bold))
        texts.append(text)
        start += len(text) + len(SEPARATOR)
    told = [f"UTF-8 that had been read as cp1252 was mended in {mended} blocks"] if mended else []
    return Document(
        name=source.name,
        media_type=media_type,
        sha256=source.sha256,
        size=len(source.data),
        text=SEPARATOR.join(texts),
        blocks=tuple(blocks),
        hints={key: value for key, words in hints.items() if (value := clean(words))},
        notes=(*notes, *told),
    )


def _width(bold: str, text: str) -> int:
    """Code points of `text` that hold the words of `bold`, which opens it; 0 if it does not.

    White space is passed over: alone, «Objectif » loses the no-break space that it keeps before a colon.
    """
    position = 0
    for c in bold:
        if c.isspace():
            continue
        while position < len(text) and text[position].isspace():
            position += 1
        if text[position : position + 1] != c:
            return 0
        position += 1
    return position
