"""Mails: the body in its best form, the head as hints, the release that was passed on; attachments as sources."""

from __future__ import annotations

import importlib.util
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.document import Source
from communique.errors import ReadError
from communique.read import archive, parts_of, rtfmail
from communique.read.limits import Limits
from file_samples import eml, lzfu, msg, multipart

PROSE = "Le conseil municipal a voté mardi la construction d'un pont neuf sur la Veyle, pour 4,2 millions d'euros."


def texts(data: bytes) -> list[str]:
    return [part.text for part in parts_of(data).parts]


def test_subject_date_and_sender_are_hints_and_a_subject_that_the_text_does_not_say_is_its_title() -> None:
    head = "Subject: TR : =?iso-8859-1?q?Un_pont_neuf_=E0_Vonnas?=\nDate: Tue, 04 May 2021 09:30:00 +0200\n"
    reading = parts_of(eml(PROSE, head))
    assert reading.hints == {
        "title": "Un pont neuf à Vonnas", "published": "2021-05-04T09:30:00+02:00", "author": "Service presse",
    }  # fmt: skip
    assert [(p.kind, p.text) for p in reading.parts] == [("title", "Un pont neuf à Vonnas"), ("paragraph", PROSE)]


def test_the_html_of_a_mail_is_read_and_its_text_twin_is_not() -> None:
    plain = f"Content-Type: text/plain\n\nVersion texte. {PROSE}".encode()
    page = f"<h1>Un pont neuf</h1><ul><li>la pile</li></ul><p>{PROSE}</p>"
    rich = f"Content-Type: text/html; charset=utf-8\n\n{page}".encode()
    assert texts(multipart(plain, rich)) == ["Un pont neuf", "la pile", PROSE]


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "iso-8859-15"])
def test_a_mail_is_decoded_by_its_letters_where_it_says_nothing(charset: str) -> None:
    data = eml(PROSE, "Subject: Un pont\n", charset=charset).replace(f"; charset={charset}".encode(), b"")
    assert PROSE in texts(data)


def test_a_forwarded_mail_gives_what_was_passed_on() -> None:
    passed = (
        "Pour info.\n\n-------- Message transféré --------\nSujet : CP Un pont neuf\nDate : Tue, 4 May 2021\n"
        "De : Lise Aubrac <l@veyle.example>\nPour : presse@journal.example\n\n"
        f"Un pont neuf\n\n{PROSE}\n\n{PROSE} {PROSE}"
    )
    assert texts(eml(passed, "Subject: Fwd: Un pont neuf\n")) == ["Un pont neuf", PROSE, f"{PROSE} {PROSE}"]


def test_what_an_answer_quotes_and_a_notice_of_confidentiality_are_left_out() -> None:
    body = (
        f"{PROSE}\n\n{PROSE} {PROSE}\n\n--\n"
        "Ce message et ses pièces jointes sont confidentiels et destinés à leurs lecteurs."
        "\n\nLe mar. 4 mai 2021 à 10:00, Jean Dupré <j@journal.example> a écrit :\n> Bonjour,\n> merci.\n"
    )
    assert texts(eml(body, "Subject: Un pont neuf\n")) == ["Un pont neuf", PROSE, f"{PROSE} {PROSE}"]


def test_lines_that_a_mail_says_to_flow_are_joined() -> None:
    flowed = PROSE.replace("pont neuf ", "pont neuf \n")
    assert PROSE in texts(eml(flowed, "Subject: x y z\n", kind="text/plain; format=flowed"))


def test_attachments_are_sources_of_their_own_and_pictures_are_none() -> None:
    body = b"Content-Type: text/plain; charset=utf-8\n\n" + PROSE.encode()
    field = b"Content-Disposition: attachment; filename="
    note = b"Content-Type: application/octet-stream\n" + field + b"cp.txt\n\nLille, le 3 mars 2020"
    logo = b"Content-Type: image/png\n" + field + b"logo.png\n\nPNG"
    found = [*archive.within(Source("a.eml", multipart(body, note, logo)))]
    assert [(s.name, s.data[:5]) for s in found if isinstance(s, Source)] == [
        ("a.eml", b"From:"),
        ("a.eml!/cp.txt", b"Lille"),
    ]


def test_a_text_that_begins_with_fields_is_not_a_mail() -> None:
    assert parts_of(f"Contact: Lise Aubrac\nDate: 4 mai 2021\n\n{PROSE}".encode()).media_type == "text/plain"


# --------------------------------------------------------------------------------------------------- hostile mails


def test_a_hundred_thousand_parts_are_refused_at_once() -> None:
    with pytest.raises(ReadError, match="parts"):
        parts_of(multipart(*[b"Content-Type: text/plain\n\na"] * 100_000))


def test_a_megabyte_of_head_is_refused_at_once() -> None:
    with pytest.raises(ReadError, match="head"):
        parts_of(eml(PROSE, "X-A: b\n" * 150_000))


def test_parts_nested_without_end_are_refused() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(1990))
    with pytest.raises(ReadError):
        parts_of(b"From: a@b.example\nTo: c@d.example\nSubject: x\n" + nested)


# --------------------------------------------------------------------------------------------------------- Outlook


@pytest.mark.skipif(importlib.util.find_spec("oxmsg") is None, reason="needs python-oxmsg")
def test_an_outlook_mail_is_read_like_any_other() -> None:
    reading = parts_of(msg("Un pont neuf", f"{PROSE}\r\n\r\n{PROSE} {PROSE}"))
    assert [(p.kind, p.text) for p in reading.parts] == [
        ("title", "Un pont neuf"), ("paragraph", PROSE), ("paragraph", f"{PROSE} {PROSE}"),
    ]  # fmt: skip
    assert (reading.media_type, reading.hints) == ("application/vnd.ms-outlook", {"title": "Un pont neuf"})


# The two examples of MS-OXRTFCP, the second with a reference to what it is writing.
@pytest.mark.parametrize(
    ("packed", "text"),
    [
        (
            "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
            b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
        ),
        ("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"),
    ],
)
def test_compressed_rtf_is_unpacked(packed: str, text: bytes) -> None:
    assert rtfmail.unpacked(bytes.fromhex(packed)) == text


@given(st.binary(max_size=9000))
def test_what_stands_for_itself_comes_out_as_it_is(source: bytes) -> None:
    assert rtfmail.unpacked(lzfu(source)) == source


@given(st.binary(max_size=60))
def test_a_damaged_text_gives_no_more_than_it_says(data: bytes) -> None:
    assert len(rtfmail.unpacked(struct.pack("<II4sI", 60, 500, b"LZFu", 0) + data)) <= 517


def test_a_compressed_text_that_says_it_is_too_large_is_refused() -> None:
    with pytest.raises(ReadError, match="the limit is 100"):
        rtfmail.unpacked(lzfu(b"a" * 200), Limits(bytes=100))
    for data in (b"", struct.pack("<II4sI", 20, 8, b"ABCD", 0) + b"........"):
        with pytest.raises(ReadError, match="damaged"):
            rtfmail.unpacked(data)


WRAPPED = (
    r"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\*\generator Outlook}"
    r"{\*\htmltag64 <html><body>}\htmlrtf {\htmlrtf0 {\*\htmltag64 <h1>}\htmlrtf \par\b \htmlrtf0 Un pont \'e0 Vonnas"
    r"{\*\htmltag72 </h1>}\htmlrtf \b0\par \htmlrtf0 {\*\htmltag64 <ul><li>}{\pntext \'b7\tab}la pile "
    r"{\*\htmltag84 &eacute;}\htmlrtf \'e9\htmlrtf0 troite, \u339?uvre d'art{\*\htmltag72 </li></ul>}"
    r"{\*\htmltag64 <p>}{\*\mhtmltag84 <a href=x>}PROSE{\*\htmltag72 </p></body></html>}\htmlrtf }\htmlrtf0 }"
)


@pytest.mark.skipif(importlib.util.find_spec("oxmsg") is None, reason="needs python-oxmsg")
def test_html_in_compressed_rtf_is_read_as_html() -> None:
    body = WRAPPED.replace("PROSE", PROSE).encode("cp1252")
    for plain in ("", "Un texte sans forme."):
        parts = parts_of(msg("Un pont à Vonnas", plain, lzfu(body.replace(b"\xe9", rb"\'e9")))).parts
        assert [(p.kind, p.text) for p in parts] == [
            ("heading", "Un pont à Vonnas"),
            ("item", "la pile étroite, œuvre d'art"),
            ("paragraph", PROSE),
        ]


@pytest.mark.skipif(importlib.util.find_spec("oxmsg") is None, reason="needs python-oxmsg")
def test_a_text_that_is_only_in_compressed_rtf_is_read() -> None:
    body = rb"{\rtf1\ansi\ansicpg1252 {\b Objet :} r\'e9union\par " + PROSE.encode("cp1252") + rb"\par}"
    parts = parts_of(msg("Un pont neuf", "", lzfu(body))).parts
    assert [(p.text, p.bold) for p in parts] == [("Un pont neuf", ""), ("Objet : réunion", "Objet :"), (PROSE, "")]


@pytest.mark.skipif(importlib.util.find_spec("oxmsg") is None, reason="needs python-oxmsg")
def test_a_damaged_outlook_mail_is_a_read_error() -> None:
    with pytest.raises(ReadError, match="damaged Outlook"):
        parts_of(msg("Un pont neuf", PROSE)[:1600])


def test_without_the_library_an_outlook_mail_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ReadError, match=r"pip install 'communique\[mail\]'"):
        parts_of(msg("Un pont neuf", PROSE))
