"""Archives, mailboxes, feeds and tables: each member a source, in order; a bad one costs itself alone."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import random
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from communique.document import Source
from communique.read import archive, read
from communique.read.archive import Fields, Refused
from communique.read.limits import Limits
from file_samples import eml, tarred, zipped

CP = b"Lille, le 3 mars 2020"


def names(data: bytes, name: str = "a", limits: Limits | None = None, fields: Fields | None = None) -> list[str]:
    return [s.name if isinstance(s, Source) else f"! {s.name}" for s in found(data, name, limits, fields)]


def found(
    data: bytes, name: str = "a", limits: Limits | None = None, fields: Fields | None = None
) -> list[Source | Refused]:
    return [*archive.within(Source(name, data), limits or Limits(), fields)]


def refused(data: bytes, limits: Limits | None = None) -> list[str]:
    return [s.message for s in found(data, limits=limits) if isinstance(s, Refused)]


MEMBERS = {"2020/cp-1.txt": CP, "2020/cp-2.txt": CP, ".DS_Store": b"x", "__MACOSX/cp.txt": b"x"}


@pytest.mark.parametrize(
    "data",
    [zipped(MEMBERS), tarred(MEMBERS, "w"), tarred(MEMBERS, "w:gz"), tarred(MEMBERS, "w:bz2"), tarred(MEMBERS, "w:xz")],
    ids=["zip", "tar", "gz", "bz2", "xz"],
)
def test_members_are_sources_in_order_without_what_systems_hide(data: bytes) -> None:
    assert names(data) == ["a!/2020/cp-1.txt", "a!/2020/cp-2.txt"]


def test_archives_in_archives_are_opened_to_a_depth() -> None:
    data = zipped({"b.zip": zipped({"c.tgz": tarred({"cp.txt": CP})})})
    assert names(data) == ["a!/b.zip!/c.tgz!/cp.txt"]
    for _ in range(4):
        data = zipped({"z.zip": data})
    assert refused(data) == ["archives in archives, more than 3 deep; unpack it"]


def test_a_packed_file_is_one_source() -> None:
    assert names(gzip.compress(CP), "cp.txt.gz") == ["cp.txt.gz!/cp.txt"]
    assert names(bz2.compress(CP), "cp.txt.bz2") == ["cp.txt.bz2!/cp.txt"]


def test_a_document_that_is_a_zip_is_no_archive() -> None:
    from file_samples import docx, odt

    assert names(docx("")) == ["a"]
    assert names(odt("")) == ["a"]


def test_names_of_members_are_read_in_their_own_code() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("ete.txt", CP)
    data = out.getvalue().replace(b"ete.txt", b"\x82t\x82.txt")  # «été» in code page 850
    assert names(data) == ["a!/été.txt"]
    assert names(out.getvalue().replace(b"ete.txt", "ét.txt"[:6].encode())) == ["a!/ét.txt"]


def test_the_messages_of_a_mailbox_are_sources() -> None:
    box = b"".join(b"From a@b.example Tue May  4 09:30:00 2021\n" + eml(f"Texte {i}.\n>From ici.\n\n") for i in (1, 2))
    sources = found(box, "lettres.mbox")
    assert [s.name for s in sources] == ["lettres.mbox!/1", "lettres.mbox!/2"]
    assert isinstance(sources[0], Source)
    assert "From ici." in read(sources[0]).text


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Ville de Vonnas</title><item><title>Un pont neuf</title><pubDate>Tue, 04 May 2021 09:30:00 +0200</pubDate>
<link>https://vonnas.example/pont</link><description>Le début.</description><content:encoded><![CDATA[<p>Le pont ouvre
mardi.</p><ul><li>la pile</li></ul>]]></content:encoded></item><item><title>Deux</title><description>Un &amp;amp; deux
</description></item></channel></rss>"""


def test_the_items_of_a_feed_are_releases_with_their_title_and_date() -> None:
    sources = found(RSS.encode(), "fil.xml")
    assert [s.name for s in sources] == ["fil.xml!/1", "fil.xml!/2"]
    assert isinstance(sources[0], Source)
    document = read(sources[0])
    assert [(b.kind, document.words(b)) for b in document.blocks] == [
        ("title", "Un pont neuf"), ("paragraph", "Le pont ouvre mardi."), ("item", "la pile"),
    ]  # fmt: skip
    assert document.hints == {
        "title": "Un pont neuf", "published": "2021-05-04T09:30:00+02:00", "publisher": "Ville de Vonnas",
        "url": "https://vonnas.example/pont",
    }  # fmt: skip


def test_atom_entries_hold_elements_or_escaped_html() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>V</title><entry><title>Un</title><updated>2021-05-04T09:30:00Z'
        '</updated><link href="https://v.example/1"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>'
        "Le pont ouvre.</p></div></content></entry><entry><title>Deux</title>"
        '<content type="html">&lt;p>Il ferme.&lt;/p>'
        "</content></entry></feed>"
    )
    assert [read(s).text for s in found(atom.encode()) if isinstance(s, Source)] == [
        "Un\n\nLe pont ouvre.",
        "Deux\n\nIl ferme.",
    ]


ROWS = [
    {"id": 7, "titre": "Un pont", "date": "2021-05-04", "texte": "Le pont ouvre mardi."},
    {"id": 8, "texte": "Il ferme."},
]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(ROWS).encode(),
        "\n".join(map(json.dumps, ROWS)).encode(),
        "id;titre;date;texte\n7;Un pont;2021-05-04;Le pont ouvre mardi.\n8;;;Il ferme.\n".encode("cp1252"),
        "id\ttitre\tdate\ttexte\n7\tUn pont\t2021-05-04\tLe pont ouvre mardi.\n8\t\t\tIl ferme.\n".encode("utf-8-sig"),
    ],
    ids=["json", "jsonl", "csv", "tsv"],
)
def test_each_row_of_a_table_is_a_release(data: bytes) -> None:
    sources = found(data, "cp.csv", fields=Fields(id="id"))
    assert [s.name for s in sources] == ["cp.csv!/7", "cp.csv!/8"]
    assert isinstance(sources[0], Source)
    document = read(sources[0])
    assert document.text == "Un pont\n\nLe pont ouvre mardi."
    assert document.hints["published"] == "2021-05-04"


def test_a_table_without_a_text_is_refused_as_a_whole() -> None:
    data = b'{"id": 1, "taille": 2}\n{"id": 2, "taille": 3}\n'
    assert names(data, "manifeste.jsonl") == ["! manifeste.jsonl"]
    assert "(its fields: id, taille)" in refused(data)[0]


def test_fields_that_the_user_names_come_before_names_that_are_known() -> None:
    data = json.dumps([{"text": "Mauvais.", "contenu2": "Le pont ouvre mardi.", "jour": "2021-05-04"}]).encode()
    (source,) = found(data, fields=Fields(text="contenu2", date="jour"))
    assert isinstance(source, Source)
    assert (read(source).text, read(source).hints) == ("Le pont ouvre mardi.", {"published": "2021-05-04"})


# ----------------------------------------------------------------------------------------- web archives, streams

PAGE = b"<html><body><h1>Un pont</h1><p>Le pont ouvre mardi.</p></body></html>"
WHERE = "https://v.example/"


def record(kind: str, address: str, body: bytes, size: int | None = None) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Length: {size or len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def answer(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
RECORDS = [
    record("warcinfo", "", b"software: x"),
    record("request", WHERE + "1", b"GET /1 HTTP/1.1\r\nHost: v.example\r\n\r\n"),
    record("response", WHERE + "1", answer("200 OK", "text/html", PAGE)),
    record("response", WHERE + "2", answer("404 Not Found", "text/html", PAGE)),
    record("response", WHERE + "3.png", answer("200 OK", "image/png", b"PNG")),
    record("response", WHERE + "4", answer("200 OK", "text/html", CHUNKED, "Transfer-Encoding: chunked\r\n")),
    record("response", WHERE + "5", answer("200 OK", "text/html", gzip.compress(PAGE), "Content-Encoding: gzip\r\n")),
    record("revisit", WHERE + "1", answer("200 OK", "text/html", b"")),
    record("metadata", WHERE + "1", b"fetchTimeMs: 12"),
    record("response", WHERE + "style.css", answer("200 OK", "text/css; charset=utf-8", b"p { color: red }")),
    record("response", WHERE + "6", answer("301 Moved Permanently", "text/html", PAGE, "Location: /7\r\n")),
    record("resource", WHERE + "8", PAGE),
]
PAGES = ["1", "4", "5", "8"]


@pytest.mark.parametrize("pack", ["none", "whole", "records"])
def test_a_web_archive_gives_the_pages_that_were_answered(pack: str) -> None:
    """Neither errors, pictures and styles, nor requests, nor a page that was there before."""
    data = b"".join(RECORDS)
    data = {"none": data, "whole": gzip.compress(data), "records": b"".join(map(gzip.compress, RECORDS))}[pack]
    sources = found(data, "w.warc")
    assert [s.name for s in sources] == [f"w.warc!/{WHERE}{name}" for name in PAGES]
    assert [s.data for s in sources if isinstance(s, Source)] == [PAGE] * 4


def test_answers_of_every_format_that_is_read_are_sources() -> None:
    from file_samples import docx, p

    bodies = {
        "1": ("application/octet-stream", docx(p("Un pont"))),
        "2": ("text/plain", CP),
        "3": ("application/rss+xml", RSS),
    }
    data = b"".join(
        record("response", WHERE + name, answer("200 OK", kind, body if isinstance(body, bytes) else body.encode()))
        for name, (kind, body) in bodies.items()
    )
    assert names(data, "w.warc") == [f"w.warc!/{WHERE}{name}" for name in ("1", "2", "3!/1", "3!/2")]


def test_a_web_archive_that_is_cut_off_gives_what_stands_before() -> None:
    data = b"".join(RECORDS[:6])
    assert names(data[:-80], "w.warc")[:1] == [f"w.warc!/{WHERE}1"]
    assert "ends within" in refused(data[:-80])[0]
    packed = b"".join(map(gzip.compress, RECORDS))[:-30]
    assert names(packed, "w.warc")[:3] == [f"w.warc!/{WHERE}{name}" for name in PAGES[:3]]
    assert "damaged" in refused(packed)[0]


def test_an_answer_that_is_too_large_costs_only_itself() -> None:
    data = record("response", WHERE + "0", answer("200 OK", "text/html", PAGE * 20)) + RECORDS[2]
    assert names(data, "w.warc", Limits(bytes=1000)) == [f"! w.warc!/{WHERE}0", f"w.warc!/{WHERE}1"]


def zstd(data: bytes) -> bytes:
    packed: bytes = pytest.importorskip("zstandard").ZstdCompressor().compress(data)
    return packed


def test_what_is_packed_with_zstandard_is_read_like_any_other() -> None:
    assert names(zstd(tarred(MEMBERS, "w")), "a.tar.zst") == ["a.tar.zst!/2020/cp-1.txt", "a.tar.zst!/2020/cp-2.txt"]
    assert names(zstd(CP), "cp.txt.zst") == ["cp.txt.zst!/cp.txt"]
    assert names(zstd(b"".join(RECORDS)), "w.warc.zst") == [f"w.warc.zst!/{WHERE}{name}" for name in PAGES]
    assert names(zipped({"b.tar.zst": zstd(tarred({"cp.txt": CP}, "w"))})) == ["a!/b.tar.zst!/cp.txt"]


def test_a_truncated_zstandard_archive_gives_what_it_can() -> None:
    noise = random.Random(7).randbytes(400_000)
    data = zstd(tarred({"cp.txt": CP, "bruit.bin": noise}, "w"))
    assert names(data[:-200_000])[0] == "a!/cp.txt"
    assert "damaged" in refused(data[:-200_000])[0]


def test_without_the_library_a_zstandard_archive_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zstd(CP)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    assert refused(data) == ["packed with zstandard, which is not installed: pip install 'communique[zst]'"]


@pytest.mark.parametrize("pack", ["tar", "tar.gz", "tar.zst", "warc", "warc.gz", "mbox", "jsonl"])
def test_an_archive_is_read_as_it_comes(pack: str, tmp_path: Path) -> None:
    """The first source is there when hardly any of the file is read: none is held in memory as a whole."""
    count = 300
    noise = [random.Random(n).randbytes(3000).hex().encode() for n in range(count)]
    made = {
        "tar": lambda: tarred({f"{n}.txt": words for n, words in enumerate(noise)}, "w"),
        "warc": lambda: b"".join(
            record("response", f"{WHERE}{n}", answer("200 OK", "text/plain", words)) for n, words in enumerate(noise)
        ),
        "mbox": lambda: b"".join(
            b"From a@b.example Tue May  4 09:30:00 2021\nFrom: a@b.example\n\n" + words + b"\n\n" for words in noise
        ),
        "jsonl": lambda: b"".join(b'{"texte": "%s"}\n' % words for words in noise),
    }[pack.partition(".")[0]]()
    data = {"gz": gzip.compress, "zst": zstd}.get(pack.partition(".")[2], bytes)(made)
    path = tmp_path / f"a.{pack}"
    path.write_bytes(data)
    opened: list[int] = []
    with path.open("rb") as file:
        for source in archive._expanded("a", file, archive.Opening(Limits(), Fields()), 0):
            assert isinstance(source, Source)
            opened.append(file.tell())
    assert len(opened) == count
    assert opened[0] < 0.2 * len(data)
    assert opened[count // 2] < 0.75 * len(data)


# ------------------------------------------------------------------------------------------------ hostile archives


def test_a_bomb_costs_only_itself() -> None:
    data = zipped({"bombe.txt": b"0" * 30_000_000, "cp.txt": CP})
    assert names(data) == ["! a!/bombe.txt", "a!/cp.txt"]
    assert "packed more than 200 to 1" in refused(data)[0]


@pytest.mark.parametrize("data", [zipped({"a.txt": CP * 10}), tarred({"a.txt": CP * 10}), gzip.compress(CP * 10)])
def test_a_member_above_the_limit_is_refused(data: bytes) -> None:
    assert refused(data, Limits(bytes=100))


def test_all_members_together_have_limits() -> None:
    many = zipped({f"{i}.txt": CP for i in range(50)})
    assert len(names(many, limits=Limits(members=10))) == 11
    assert "members" in refused(many, Limits(members=10))[0]
    assert "unpacked" in refused(many, Limits(expanded=100))[0]
    assert "unpacks to more" in refused(gzip.compress(b"0" * 1_000_000), Limits(expanded=1000))[0]


@pytest.mark.parametrize("name", ["../../etc/cp.txt", "/etc/cp.txt", "C:\\cp.txt", "a/../../cp.txt"])
def test_a_name_that_leads_out_of_the_archive_costs_that_member(name: str) -> None:
    assert len(names(zipped({name: CP, "cp.txt": CP}))) == 2
    assert "leads out" in refused(zipped({name: CP, "cp.txt": CP}))[0]


def test_links_and_devices_in_a_tar_are_passed_over() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        link = tarfile.TarInfo("lien.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)
        pipe = tarfile.TarInfo("tube")
        pipe.type = tarfile.FIFOTYPE
        made.addfile(pipe)
    assert names(out.getvalue()) == []


def test_an_encrypted_member_costs_only_itself() -> None:
    data = bytearray(zipped({"clos.txt": CP, "cp.txt": CP}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert names(bytes(data)) == ["! a!/clos.txt", "a!/cp.txt"]
    assert "password" in refused(bytes(data))[0]


@pytest.mark.parametrize("data", [zipped(MEMBERS)[:-30], tarred(MEMBERS, "w:gz")[:-20], gzip.compress(CP)[:-10]])
def test_a_truncated_archive_says_so_and_gives_what_it_can(data: bytes) -> None:
    assert any("damaged" in message for message in refused(data))


def test_a_broken_line_of_json_costs_only_itself() -> None:
    data = b'{"texte": "Un."}\n{"texte": \n{"texte": "Deux."}\n'
    assert names(data) == ["a!/1", "! a!/2", "a!/3"]


# -------------------------------------------------------------------------------------------------- files and folders


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    (found_,) = archive.sources(tmp_path / "tube")
    assert isinstance(found_, Refused)
    assert "pipe" in found_.message


def test_a_name_that_is_no_utf_8_is_shown_with_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    try:
        path.write_bytes(CP)
    except OSError:
        pytest.skip("this file system has no such names")
    (source,) = archive.sources(path)
    assert isinstance(source, Source)
    assert source.name.endswith("caf\\xe9.txt")
    source.name.encode()


def test_a_file_above_the_limit_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # one line of zeros, of which the disk holds none
    (found_,) = archive.sources(path)
    assert isinstance(found_, Refused)
    assert "more than 50,000,000 bytes" in found_.message


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    (found_,) = archive.sources(tmp_path / "rien.txt")
    assert isinstance(found_, Refused)
    assert "No such file" in found_.message
