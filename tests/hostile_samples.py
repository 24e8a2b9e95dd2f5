"""Files made to do harm, or broken: each case makes one, and says what reading it must answer.

tests/read/test_hostile.py reads each in a process of its own and holds it to memory and time;
tests/bench/bench_hostile.py prints what each costs, as docs/hostile.md shows it.
"""

from __future__ import annotations

import bz2
import gzip
import importlib
import io
import lzma
import os
import random
import struct
import tarfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from file_samples import ODF, W, docx, eml, msg, multipart, odt, p, tarred, zipped
from pdf_samples import BODY, Put, flow, pdf

PROSE = "Le conseil municipal a voté mardi la construction d'un pont neuf sur la Veyle, pour 4,2 millions d'euros."
RELEASE = f"Un pont neuf\n\nVonnas, le 3 mars 2020 – {PROSE}\n\n{PROSE}\n".encode()
NOISE = random.Random(7).randbytes(20_000)
ZEROS = b"\0" * 20_000_000


@dataclass(frozen=True)
class Case:
    """One hostile file."""

    name: str
    make: Callable[[Path], bytes | None]  # bytes of the file; None if it has made what stands at the path itself
    says: str = ""  # what a Failure of it must say, as a pattern; "" if it has none
    sources: int = 0  # how many sources of it are read all the same
    limits: Mapping[str, float] = field(default_factory=dict)
    memory: int = 240  # MB of resident memory that it may take; Python, lxml and the readers take 40 to 80
    needs: str = ""  # library without which the case does not hold
    changes: bool = False  # it is written to while it is read


# ----------------------------------------------------------------------------------------------- documents and pages


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>Un pont neuf</title></head><body>{body}</body></html>".encode()


def nested(tag: str, count: int) -> str:
    return f"<{tag}>" * count + PROSE + f"</{tag}>" * count


def attributes(count: int, value: str = "='oui'") -> str:
    return "<div " + " ".join(f"attribut{i}{value}" for i in range(count)) + f"><p>{PROSE}</p></div>"


def markdown(body: str) -> bytes:
    return f"# Un pont neuf\n\n{PROSE}\n\n{body}\n".encode()


def doctype(kind: str) -> str:
    """A document type that defines entities: each ten times the last, or what stands at an address."""
    if kind == "laughs":
        lines = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 10))
        return f"<!DOCTYPE x [<!ENTITY l0 'lol'>{lines}]>"
    return f"<!DOCTYPE x [<!ENTITY l9 SYSTEM '{kind}'>]>"


def word(kind: str) -> bytes:
    body = "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body>"
    return docx("", {"word/document.xml": f"{doctype(kind)}<w:document {W}>{body}</w:document>"})


def flat(kind: str) -> bytes:
    text = "<office:body><office:text><text:p>&l9;</text:p></office:text></office:body>"
    return f"<?xml version='1.0'?>{doctype(kind)}<office:document {ODF}>{text}</office:document>".encode()


def feed(kind: str) -> bytes:
    item = "<item><title>Un pont</title><description>&l9;</description></item>"
    return f"<?xml version='1.0'?>{doctype(kind)}<rss version='2.0'><channel>{item}</channel></rss>".encode()


def drawn(content: bytes, filters: str = "") -> bytes:
    """A PDF whose page draws a form, which may draw itself."""
    head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] {filters} /Length {len(content)}"
    form = head.encode() + b" /Resources << /XObject << /X 7 0 R >> >> >>\nstream\n" + content + b"\nendstream"
    return pdf([Put(0, 0, "/X Do")], extra=[form])


def doubled(levels: int) -> bytes:
    """A PDF whose form draws another twice, which draws another twice …"""
    forms = []
    for number in range(8, 8 + levels):
        head = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 12 /Resources << /XObject << /X "
        forms.append(f"{head}{number} 0 R >> >> >>\nstream\n/X Do /X Do \nendstream".encode())
    last = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 41 /Resources << /Font << /F1 3 0 R >> >> >>\n"
    return pdf(
        [Put(0, 0, "/X Do")], extra=[*forms, last + b"stream\nBT /F1 11 Tf 9 9 Td (Le pont neuf) Tj ET   \nendstream"]
    )


def round_pages() -> bytes:
    """A PDF whose list of pages is in itself."""
    data = pdf(flow(BODY))
    at = data.index(b"/Kids [") + 7
    return data[:at] + b"2" + data[at + 1 :]


# ---------------------------------------------------------------------------------------------------------- archives


def gzips(size: int) -> bytes:
    """Zeros packed 1000 to 1, in as many pieces as it takes."""
    return gzip.compress(ZEROS, 9) * (size // len(ZEROS))


def bzips(size: int) -> bytes:
    return bz2.compress(ZEROS) * (size // len(ZEROS))


def xzs(size: int) -> bytes:
    return lzma.compress(ZEROS, preset=1) * (size // len(ZEROS))


def zstds(size: int) -> bytes:
    packed: bytes = importlib.import_module("zstandard").ZstdCompressor().compress(ZEROS)
    return packed * (size // len(ZEROS))


def locked(data: bytes) -> bytes:
    """A zip whose members say that they are encrypted."""
    out = bytearray(data)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := out.find(sign, start + 1)) >= 0:
            out[start + at] |= 1
    return bytes(out)


def lying(size: int) -> bytes:
    """A zip whose member says that it unpacks to a few bytes."""
    data = bytearray(zipped({"cp.txt": b" " * size}))
    for sign, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.find(sign)
        data[start + at : start + at + 4] = struct.pack("<I", 1000)
    return bytes(data)


def overlapping(count: int) -> bytes:
    """A zip whose members are all the same packed bytes: each unpacks to 3.6 MB, 180 to 1."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = pack.compress(NOISE * 180) + pack.flush()
    size, name = 180 * len(NOISE), b"a.txt"
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(body), size, len(name), 0) + name + body
    numbers = (20, 20, 0, 8, 0, 0, 0, len(body), size, len(name), 0, 0, 0, 0, 0, 0)
    directory = (struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", *numbers) + name) * count
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(local), 0)
    return local + directory + end


def boxed(depth: int) -> bytes:
    """A release in zip in zip in zip."""
    data = RELEASE
    for _ in range(depth):
        data = zipped({"a.zip": data})
    return data


def hollow(size: int) -> bytes:
    """The head of a member of a tar that says it has so many bytes."""
    info = tarfile.TarInfo("creux.txt")
    info.size = size
    return info.tobuf()


def links() -> bytes:
    """A tar of links out of it, a pipe and a device, and a release."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        for name, kind, target in (
            ("lien.txt", tarfile.SYMTYPE, "/etc/passwd"),
            ("dur.txt", tarfile.LNKTYPE, "../../etc/passwd"),
            ("tube", tarfile.FIFOTYPE, ""),
            ("zero", tarfile.CHRTYPE, ""),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            made.addfile(info)
        info = tarfile.TarInfo("cp.txt")
        info.size = len(RELEASE)
        made.addfile(info, io.BytesIO(RELEASE))
    return out.getvalue()


def web(answer: bytes, size: int | None = None) -> bytes:
    """A web archive of one answer that says that it has so many bytes."""
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://v.example/1\r\n"
    return f"{head}Content-Length: {size or len(answer)}\r\n\r\n".encode() + answer


def answer(body: bytes, more: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{more}\r\n".encode() + body


def packed_answer(size: int) -> bytes:
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [pack.compress(ZEROS) for _ in range(size // len(ZEROS))]
    return web(answer(b"".join([*pieces, pack.flush()]), "Content-Encoding: gzip\r\n"))


def mailbox(count: int) -> bytes:
    head = b"From a@b.example Tue May  4 09:30:00 2021\nFrom: a@b.example\nTo: x\nSubject: y\n\n"
    return (head + PROSE.encode() + b"\n\n") * count


def looped() -> bytes:
    """An Outlook mail whose directory goes on in itself."""
    data = bytearray(msg("Un pont neuf", PROSE))
    data[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")
    return bytes(data)


# -------------------------------------------------------------------------------------------------- files and folders


def outward(path: Path) -> None:
    """A folder with a release, and links that lead out of it, round in it, and nowhere."""
    secret = path.with_name("secret.txt")
    secret.write_bytes(RELEASE)
    path.mkdir()
    (path / "cp.txt").write_bytes(RELEASE)
    (path / "dehors.txt").symlink_to(secret)
    (path / "dehors").symlink_to("/")
    (path / "boucle").symlink_to(path)
    (path / "mort.txt").symlink_to(path / "rien.txt")


def piped(path: Path) -> None:
    path.mkdir()
    (path / "cp.txt").write_bytes(RELEASE)
    os.mkfifo(path / "tube.txt")


def no_utf8(path: Path) -> None:
    path.mkdir()
    (path / os.fsdecode(b"caf\xe9.txt")).write_bytes(RELEASE)


def hole(path: Path) -> None:
    """200 MB of zeros, of which the disk holds none."""
    with path.open("wb") as file:
        file.truncate(200_000_000)


def unlinked(path: Path) -> None:
    path.symlink_to("/dev/zero")


# -------------------------------------------------------------------------------------------------------------- cases

FLATE = "/Filter /FlateDecode"
PDFIUM, OXMSG = "pypdfium2", "oxmsg"
ABOVE = "more than 50,000,000 bytes"
MORE = "more text than|characters"
TAR = {"cp-1.txt": RELEASE, "cp-2.bin": NOISE}
LOCK = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'00' * 32}> >> /ID [<00> <00>]"
DEEP = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(1990))
MAIL = b"From: a@b.example\nTo: c@d.example\nSubject: Un pont neuf\n"

BOMBS = (
    Case("DOCX of 60 MB in 60 kB", lambda _: docx(p(" " * 60_000_000)), "bytes; the limit is 50,000,000"),
    Case("DOCX of 40 MB in 40 kB", lambda _: docx(p("a" * 40_000_000)), "packed more than 200 to 1"),
    Case("DOCX of 500,000 paragraphs", lambda _: docx(p("a") * 500_000), "packed more than 200 to 1"),
    Case("ODT of 60 MB in 60 kB", lambda _: odt(" " * 60_000_000), "bytes; the limit is 50,000,000"),
    Case("PDF with a stream of 200 MB in 200 kB", lambda _: drawn(zlib.compress(b"0 " * 100_000_000, 9), FLATE),
         "memory|crash|seconds", limits={"seconds": 10, "memory": 500_000_000}, memory=520, needs=PDFIUM),
    Case("zip with a member of 40 MB in 40 kB", lambda _: zipped({"b.txt": b"0" * 40_000_000, "cp.txt": RELEASE}),
         "packed more than 200 to 1", 1),
    Case("zip whose member says that it has 1 kB, and has 40 MB", lambda _: lying(40_000_000), "damaged member"),
    Case("zip whose members are one, 36 GB", lambda _: overlapping(10_000), "lie over one another"),
    Case("zip in zip, 40 deep", lambda _: boxed(40), "more than 3 deep"),
    Case("zip of 3,000 members, 1,000 allowed", lambda _: zipped({f"{i}.txt": RELEASE for i in range(3000)}),
         "more than 1,000 members", 1000, limits={"members": 1000}),
    Case("gzip of 6 GB in 6 MB", lambda _: gzips(6_000_000_000), ABOVE),
    Case("bzip2 of 6 GB", lambda _: bzips(6_000_000_000), ABOVE),
    Case("xz of 6 GB", lambda _: xzs(6_000_000_000), ABOVE),
    Case("zstandard of 6 GB", lambda _: zstds(6_000_000_000), ABOVE, needs="zstandard"),
    Case("tar.gz with a member of 200 MB", lambda _: gzip.compress(hollow(200_000_000)) + gzips(200_000_000)
         + gzip.compress(hollow(512) + RELEASE.ljust(512) + b"\0" * 1024), "200,000,000 bytes; the limit", 1),
    Case("answer of 400 MB in a web archive", lambda _: packed_answer(400_000_000), ABOVE),
)  # fmt: skip
NESTED = (
    Case("PDF that draws itself", lambda _: drawn(b"/X Do " * 4), "more than 1 seconds|memory|crash",
         limits={"seconds": 1, "memory": 500_000_000}, memory=520, needs=PDFIUM),
    Case("PDF of a form that draws another twice, 28 deep", lambda _: doubled(28), "memory|crash|seconds|characters",
         limits={"seconds": 10, "memory": 700_000_000}, memory=720, needs=PDFIUM),
    Case("PDF whose pages hold themselves", lambda _: round_pages(), "damaged|crash|seconds|scan",
         limits={"seconds": 5}, needs=PDFIUM),
    Case("PDF of 100,000 open arrays", lambda _: pdf([Put(0, 0, "/X Do")], extra=[b"[" * 100_000]),
         "damaged|crash|scan", needs=PDFIUM),
    Case("RTF of 100,000 open groups", lambda _: b"{\\rtf1 " + b"{" * 100_000, "nested without end"),
    Case("JSON of 100,000 open lists", lambda _: b'{"texte": ' + b"[" * 100_000, "hardly a letter"),
    Case("mail of parts in parts, 1,990 deep", lambda _: MAIL + DEEP, "nested without end|without a text"),
    Case("DOCX of 20,000 tables in tables", lambda _: docx("<w:tbl><w:tr><w:tc>" * 20_000), "broken XML"),
    Case("HTML of 100,000 <div> in one another", lambda _: page(nested("div", 100_000)), sources=1),
    Case("HTML of 100,000 <font> in one another", lambda _: page(nested("font", 100_000)), sources=1),
    Case("Markdown of 100,000 <div> in one another", lambda _: markdown(nested("div", 100_000)), sources=1),
    Case("Markdown of 100,000 <div>, a line each", lambda _: markdown("<div>\n" * 100_000), sources=1),
    Case("mail of 100,000 <div> in one another", lambda _: eml(nested("div", 100_000), kind="text/html"), sources=1),
)  # fmt: skip
ENTITIES = (
    Case("billion laughs, DOCX", lambda _: word("laughs"), "defines entities"),
    Case("billion laughs, flat ODT", lambda _: flat("laughs"), "defines entities"),
    Case("billion laughs, RSS", lambda _: feed("laughs"), "defines entities"),
    Case("billion laughs, HTML", lambda _: doctype("laughs").replace("DOCTYPE x", "DOCTYPE html").encode()
         + page(f"<p>{PROSE} &l9;</p>"), sources=1),
    Case("entity of a file (XXE), DOCX", lambda _: word("file:///etc/passwd"), "defines entities"),
    Case("entity of a file (XXE), RSS", lambda _: feed("file:///etc/passwd"), "defines entities"),
    Case("entity of an address (XXE), flat ODT", lambda _: flat("http://127.0.0.1:9/x"), "defines entities"),
)  # fmt: skip
MANY = (
    Case("HTML of 100,000 attributes", lambda _: page(attributes(100_000)), "100,001 attributes"),
    Case("HTML of 100,000 attributes without a value", lambda _: page(attributes(100_000, "")), "100,001 attributes"),
    Case("Markdown of 100,000 attributes", lambda _: markdown(attributes(100_000)), "100,001 attributes"),
    Case("mail of 100,000 attributes", lambda _: eml(attributes(100_000), kind="text/html"), "100,001 attributes"),
    Case("DOCX of 100,000 attributes",
         lambda _: docx("<w:p " + " ".join(f"a{i}='b'" for i in range(100_000)) + "/>" + p(PROSE)), sources=1),
    Case("HTML of 500,000 <p>", lambda _: page(f"<p>{PROSE[:20]}" * 500_000), "tags"),
    Case("HTML of 190,000 <p>", lambda _: page("<p>un pont" * 190_000), sources=1, memory=500),
    Case("Markdown of 500,000 <p>", lambda _: markdown("<p>un\n" * 500_000), "500,000 tags"),
    Case("mail of 500,000 <p>", lambda _: eml(f"<p>{PROSE[:20]}" * 500_000, kind="text/html"), "tags"),
    Case("RSS of 300,000 items", lambda _: b"<rss><channel>" + b"<item><title>a</title></item>" * 300_000
         + b"</channel></rss>", "more than 400,000 elements"),
    Case("mail of 100,000 parts", lambda _: multipart(*[b"Content-Type: text/plain\n\na"] * 100_000), "parts"),
    Case("mail with a megabyte of headers", lambda _: eml(PROSE, "X-A: b\n" * 150_000), "a head of"),
    Case("mail with a header of a megabyte", lambda _: eml(PROSE, f"X-A: {'a ' * 500_000}\n"), "a head of"),
    Case("mailbox of 3,000 mails, 1,000 allowed", lambda _: mailbox(3000), "more than 1,000 members", 1000,
         limits={"members": 1000}),
    Case("RTF of 11,000,000 control words", lambda _: b"{\\rtf1 " + b"\\b0 " * 11_000_000 + b"}", "control words"),
)  # fmt: skip
LINES = (
    Case("text of one line of 200 MB", lambda path: _written(path, b"Le pont " * 25_000_000), ABOVE),
    Case("text of one line of 12 MB", lambda _: b"Le pont ouvre. " * 790_000, "characters"),
    Case("text of one line of 2.9 MB", lambda _: b"Le pont ouvre. " * 193_000, sources=1),
    Case("HTML of one line of 19 MB", lambda _: page(PROSE * 170_000), MORE),
    Case("table with a field of 40 MB", lambda _: b"id;texte\n1;" + b"Le pont " * 5_000_000, "40,000,011 bytes"),
)  # fmt: skip
BROKEN = (
    Case("empty file", lambda _: b"", "empty file"),
    Case("200 MB of zeros", hole, ABOVE),
    Case("noise", lambda _: NOISE, "not a text"),
    Case("truncated DOCX", lambda _: docx(p(PROSE))[:-40], "damaged zip"),
    Case("truncated ODT", lambda _: odt(f"<text:p>{PROSE}</text:p>")[:200], "damaged zip"),
    Case("truncated PDF", lambda _: pdf(flow(BODY))[:300], "damaged PDF|scan", needs=PDFIUM),
    Case("truncated MSG", lambda _: msg("Un pont neuf", PROSE)[:1600], "damaged Outlook", needs=OXMSG),
    Case("truncated DOC", lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Word file", memory=400),
    Case("truncated RTF", lambda _: b"{\\rtf1\\ansi {\\b Un pont neuf}\\par " + PROSE.encode("cp1252"), sources=1),
    Case("truncated HTML", lambda _: page(f"<p>{PROSE}</p><p>{PROSE}")[:250], sources=1),
    Case("truncated mail", lambda _: multipart(b"Content-Type: text/html\n\n<p>" + PROSE.encode())[:260], sources=1),
    Case("truncated zip", lambda _: zipped(TAR)[:-30], "damaged zip"),
    Case("truncated tar.gz", lambda _: tarred(TAR)[:-9000], "damaged archive", 1),
    Case("tar whose member says that it has a terabyte", lambda _: hollow(10**12) + RELEASE, "damaged archive"),
    Case("web archive whose answer says so too", lambda _: web(answer(page(PROSE)), 10**12), "bytes; the limit"),
    Case("Outlook mail that goes on in itself", lambda _: looped(), "damaged Outlook", needs=OXMSG),
)  # fmt: skip
LOCKED = (
    Case("encrypted PDF", lambda _: pdf(flow(BODY), trailer=LOCK), "behind a password", needs=PDFIUM),
    Case("encrypted zip", lambda _: locked(zipped({"cp.txt": RELEASE})), "by a password"),
    Case("encrypted DOCX", lambda _: locked(docx(p(PROSE))), "by a password"),
)
PLACES = (
    Case("zip with ../../etc/cp.txt", lambda _: zipped({"../../etc/cp.txt": RELEASE, "cp.txt": RELEASE}),
         "leads out of the archive", 1),
    Case("zip with /etc/cp.txt", lambda _: zipped({"/etc/cp.txt": RELEASE, "cp.txt": RELEASE}),
         "leads out of the archive", 1),
    Case("tar with C:\\cp.txt and a/../../cp.txt",
         lambda _: tarred({"C:\\cp.txt": RELEASE, "a/../../cp.txt": RELEASE, "cp.txt": RELEASE}),
         "leads out of the archive", 1),
    Case("tar with links, a pipe and a device", lambda _: links(), sources=1),
    Case("folder with links out of it, round and to nothing", outward, "No such file", 1),
    Case("pipe in a folder", piped, "a pipe, a device or a socket", 1),
    Case("link to a device", unlinked, "a pipe, a device or a socket"),
    Case("name that is no UTF-8", no_utf8, sources=1),
    Case("file that grows while it is read", lambda _: mailbox(500), "changed while it was read", 500, changes=True),
)  # fmt: skip


def _written(path: Path, data: bytes) -> None:
    path.write_bytes(data)


KINDS: dict[str, tuple[Case, ...]] = {
    "Bombs": BOMBS,
    "Things in themselves": NESTED,
    "Entities": ENTITIES,
    "Too many of a kind": MANY,
    "Long lines": LINES,
    "Broken files": BROKEN,
    "Locked files": LOCKED,
    "Names and places": PLACES,
}
CASES = tuple(case for cases in KINDS.values() for case in cases)
