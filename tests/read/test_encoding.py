"""Bytes of every kind that archives hold come out as the same text."""

from __future__ import annotations

import pytest

from communique.errors import ReadError
from communique.read.encoding import decode

FRENCH = (
    "L’été à Nîmes : la création d’un pôle « santé » coûtera 3,5 millions d’euros, où l’œuvre de Noëlle Grâce… Déjà ! "
    "COMMUNIQUÉ DE PRESSE – À propos de l’État"
)
PLAIN = FRENCH.replace("’", "'").replace("…", "...").replace("–", "-").replace("œ", "oe")  # what Latin-1 can write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac-roman", "utf-16", "utf-16-le", "utf-16-be"])
def test_typographic_french_is_read_in_each_encoding(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding)).text == FRENCH


@pytest.mark.parametrize("encoding", ["latin-1", "iso8859-15", "cp850", "cp1252"])
def test_plain_french_is_read_in_each_encoding(encoding: str) -> None:
    assert decode(PLAIN.encode(encoding)).text == PLAIN


def test_latin_9_is_told_by_its_oe() -> None:
    assert decode("le cœur de l'œuvre et la sœur".encode("iso8859-15")).text == "le cœur de l'œuvre et la sœur"


def test_a_declared_encoding_is_believed_where_the_bytes_allow_it() -> None:
    assert decode("Košice, Łódź".encode("iso8859-2"), "iso-8859-2").text == "Košice, Łódź"
    assert decode(FRENCH.encode(), "iso-8859-1").text == FRENCH  # the bytes are UTF-8, whatever the page says
    assert decode(FRENCH.encode("cp1252"), "ISO-8859-1").text == FRENCH  # as browsers read it
    assert decode(FRENCH.encode("cp1252"), "klingon").text == FRENCH


def test_some_foreign_bytes_in_utf8_cost_a_note_and_no_letter() -> None:
    decoded = decode((FRENCH * 3).encode() + "\u00a0café".encode("cp1252"))
    assert decoded.text == FRENCH * 3 + "\u00a0café"
    assert decoded.note == "2 bytes are not UTF-8; they were read as cp1252"


def test_a_file_cut_off_within_a_letter_is_read_to_there() -> None:
    assert decode("Évry où".encode() + "é".encode()[:1]).text == "Évry où"


def test_characters_lost_before_are_told() -> None:
    assert decode("d\ufffdj\ufffd".encode()).note == "2 characters were lost before this file was written"


def test_accents_that_fit_no_encoding_are_told() -> None:
    assert "doubtful" in decode("Привет, мир, как дела".encode("koi8-r")).note


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\x00\x01\x02\x03" * 99, b"GIF89a" + b"\x01\x00\x07" * 50])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="not a text"):
        decode(data)


def test_a_text_without_letters_is_refused() -> None:
    with pytest.raises(ReadError, match="hardly a letter"):
        decode(b"!\" #$ %&' ()* ,-." * 40)
