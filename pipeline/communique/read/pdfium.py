"""A PDF's bytes -> the words on its pages, with place, size and weight. Run as a program, in a process of its own.

pdfium is C++ code: a file of 904 bytes can hang it, one of 8 kB can make it abort, one of 2 kB can fill the memory.
In a process of its own, with limits, each costs only its own file. `words_of` in pdf.py starts it and speaks to it:
a line of JSON (limits), then for each file eight bytes of length and the file; back come eight bytes and JSON.

Nothing of the package may be imported here: the process starts in 0.1 s for that reason.
"""

from __future__ import annotations

import ctypes
import json
import math
import os
import struct
import sys
import threading
from collections import Counter
from typing import Any

MARGIN = 0.05  # em by which the baseline may change within a word
TOO_LATE = 3  # exit code of a file that took too long
SYMBOLS = ("wingding", "webding", "symbol", "dingbat")  # fonts whose letters are pictures


def limit_memory(size: int) -> None:
    """Have the system refuse more than `size` bytes of memory to this process, where it can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def document(data: bytes, max_pages: int, max_chars: int) -> dict[str, Any]:
    """{"pages": [{"width", "height", "words", "images"}], "metadata"}, or {"error": "password" | "broken" | …}."""
    import pypdfium2 as pdfium

    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return {"error": "password" if getattr(error, "err_code", 0) == 4 else "broken", "detail": str(error)}
    try:
        if len(pdf) > max_pages:
            return {"error": "pages", "detail": f"{len(pdf):,}"}
        pages, chars = [], 0
        for number in range(len(pdf)):
            try:
                page = pdf[number]
            except pdfium.PdfiumError:
                pages.append({"width": 0, "height": 0, "words": [], "images": 0, "broken": True})
                continue
            found = _page(page, max_chars - chars)
            page.close()
            if found is None:
                return {"error": "chars", "detail": f"{max_chars:,}"}
            chars += sum(len(word[0]) for word in found["words"])
            pages.append(found)
        return {"pages": pages, "metadata": pdf.get_metadata_dict(skip_empty=True)}
    finally:
        pdf.close()


def _page(page: Any, max_chars: int) -> dict[str, Any] | None:
    """The words of one page in the order of its content stream; None if it has more characters than that."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    handle, count = text.raw, text.count_chars()
    if count > max_chars:
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    styles: dict[int, tuple[float, bool, int, bool]] = {}
    words: list[list[Any]] = []  # text, x0, x1, y, size, bold, space before it, direction
    space = True
    errors = 0
    last: tuple[float, float, float, bool, int] | None = None
    for i in range(count):
        code = raw.FPDFText_GetUnicode(handle, i)
        if raw.FPDFText_IsGenerated(handle, i) == 1:
            if code in {10, 13}:
                last, space = None, True
            continue  # a space that pdfium guesses: the gaps tell better
        obj = raw.FPDFText_GetTextObject(handle, i)
        key = ctypes.cast(obj, ctypes.c_void_p).value or 0
        if key not in styles:
            styles[key] = _style(raw, handle, i)
        size, bold, direction, pictures = styles[key]
        errors += raw.FPDFText_HasUnicodeMapError(handle, i) == 1
        char = "-" if code in {2, 0xFFFE} else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if pictures and 0x20 < code < 0x100:
            char = chr(0xF000 + code)
        if char.isspace() or not char:
            space, last = True, None
            continue
        raw.FPDFText_GetCharOrigin(handle, i, x, y)
        raw.FPDFText_GetLooseCharBox(handle, i, box)
        left, right, base = _turned(direction, box, x.value, y.value)
        style = (size, base, right, bold, direction)
        if (
            last is not None
            and last[0] == size
            and abs(last[1] - base) <= MARGIN * size
            and last[3:] == (bold, direction)
            and -0.5 * size <= left - last[2] <= 0.12 * size
        ):
            words[-1][0] += char
            words[-1][2] = round(max(words[-1][2], right), 2)
        else:
            words.append(
                [
                    char,
                    round(left, 2),
                    round(right, 2),
                    round(base, 2),
                    round(size, 2),
                    int(bold),
                    int(space),
                    direction,
                ]
            )
        last, space = style, False
    text.close()
    width, height = page.get_size()
    turn = Counter[int]()
    for word in words:
        turn[word[7]] += len(word[0])
    main = max(turn, key=lambda d: turn[d]) if turn else 0
    if main in {90, 270} and page.get_rotation() % 180 == 0:
        width, height = height, width
    kept = [word[:7] for word in words if word[7] == main]
    images = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)) if count < 20 else 0
    return {"width": width, "height": height, "words": kept, "images": images, "errors": errors}


def _style(raw: Any, handle: Any, i: int) -> tuple[float, bool, int, bool]:
    """Size in points, bold, direction in degrees, and whether its letters are pictures, of one text object."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, i, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = raw.FPDFText_GetFontSize(handle, i) * scale
    buffer, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, i, buffer, 200, flags)
    name = buffer.value.decode("latin-1").lower()
    weight = raw.FPDFText_GetFontWeight(handle, i)
    bold = weight >= 600 or any(sign in name for sign in ("bold", "black", "heavy", "-db", "gras", ",bd", "-bd"))
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a)))
    direction = (round(angle / 90) * 90) % 360 if abs(angle - round(angle / 90) * 90) <= 3 else 45
    return size or 1.0, bold, direction, any(sign in name for sign in SYMBOLS)


def _turned(direction: int, box: Any, x: float, y: float) -> tuple[float, float, float]:
    """Left, right and baseline of a character, as if its line ran from left to right."""
    if direction == 90:
        return box.bottom, box.top, -x
    if direction == 180:
        return -box.right, -box.left, -y
    if direction == 270:
        return -box.top, -box.bottom, x
    return box.left, box.right, y


def main() -> None:
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    limits = json.loads(source.readline())
    limit_memory(limits["memory"])
    while head := source.read(8):
        data = source.read(struct.unpack(">Q", head)[0])
        # It ends itself: whoever started it may be gone by then.
        late = threading.Timer(limits["seconds"], os._exit, [TOO_LATE])
        late.daemon = True
        late.start()
        try:
            answer = document(data, limits["pages"], limits["chars"])
        except MemoryError:
            answer = {"error": "memory"}
        except Exception as error:  # noqa: BLE001 -- one file must not cost the others
            answer = {"error": "broken", "detail": f"{type(error).__name__}: {error}"}
        late.cancel()
        encoded = json.dumps(answer).encode()
        sink.write(struct.pack(">Q", len(encoded)) + encoded)
        sink.flush()


if __name__ == "__main__":
    main()
