"""PDFs for the tests of reading, written by hand: each word where the test says, in Helvetica."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842
FONTS = {"Helvetica": "F1", "Helvetica-Bold": "F2", "Symbol": "F3", "Wingdings": "F4"}


@dataclass(frozen=True)
class Put:
    """A text at a place: points from the left and from the foot of the page."""

    x: float
    y: float
    text: str
    size: float = 11
    font: str = "Helvetica"


def flow(
    text: str, x: float = 72, top: float = 700, size: float = 11, lead: float = 14, font: str = "Helvetica"
) -> list[Put]:
    """The lines of a text one below the other; an empty line is half a line high."""
    out, y = [], top
    for line in text.strip("\n").split("\n"):
        if line.strip():
            out.append(Put(x, y, line.strip(), size, font))
            y -= lead
        else:
            y -= 0.7 * lead
    return out


def pdf(*pages: Iterable[Put], info: str = "", trailer: str = "", extra: Sequence[bytes] = ()) -> bytes:
    """A PDF of these pages; `extra` holds further objects, numbered from 7."""
    fonts = " ".join(f"/{short} {n} 0 R" for n, short in enumerate(FONTS.values(), 3))
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    for name in FONTS:
        encoding = "" if name in {"Symbol", "Wingdings"} else "/Encoding /WinAnsiEncoding"
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} {encoding} >>".encode())
    objects.extend(extra)
    kids = []
    for page in pages:
        content = b"".join(map(_shown, page))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        xobjects = "/XObject << /X 7 0 R >>" if extra else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {len(objects)} 0 R "
            f"/Resources << /Font << {fonts} >> {xobjects} >> >>".encode()
        )
        kids.append(len(objects))
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    if info:
        objects.append(f"<< {info} >>".encode("latin-1"))
        trailer += f" /Info {len(objects)} 0 R"
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    start = len(out) - len(table) - len(b"xref\n0 %d\n0000000000 65535 f \n" % count)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (count, trailer.encode(), start)


def _shown(put: Put) -> bytes:
    if put.text.startswith("/"):  # an operator with a name: "/X Do"
        return put.text.encode() + b"\n"
    text = put.text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"BT /%s %g Tf %g %g Td (%s) Tj ET\n" % (FONTS[put.font].encode(), put.size, put.x, put.y, text)


BODY = """
Le centre hospitalier de Bourg-les-Monts ouvre une maison de naissance le 4 mai.
Elle recevra les familles du bassin de la Veyle, sans rendez-vous et sans avance
de frais, du lundi au samedi.
"""
