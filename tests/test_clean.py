"""One way to write each word, and offsets that hold."""

from __future__ import annotations

import pytest

from communique.clean import assemble, clean
from communique.document import Block, Part, Source

SOURCE = Source("t", b"")


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("e\u0301tat", "état"),
        ("pauvreté\u0301", "pauvreté"),  # accent set twice
        ("l´école, d`eau, à l‘École", "l'école, d'eau, à l'École"),
        ("le 5´", "le 5´"),  # no letter after it: minutes, not an apostrophe
        ("œuvre \x9cuvre c\x92est", "œuvre œuvre c’est"),  # cp1252 read as Latin-1
        ("ef\ufb01cace, a\ufb03che", "efficace, affiche"),
        ("\uf0b7 vélo \uf0d8 bus \ue123", "• vélo ➢ bus"),
        ("mai\u00adson\u200b \ufeffneuve", "maison neuve"),
        ("a\u2028b\rc\r\nd\x0ce", "a\nb\nc\nd\ne"),
        ("  a \t b \n\n \n c  ", "a b\nc"),
    ],
)
def test_what_only_writes_a_word_another_way_goes(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("«\u00a0oui\u00a0»\u00a0:", "«\u00a0oui\u00a0»\u00a0:"),
        ("10\u00a0000\u202f000\u00a0€", "10\u00a0000\u202f000\u00a0€"),
        ("5\u00a0%\u00a0des", "5\u00a0% des"),
        ("02\u00a040\u00a011", "02 40 11"),  # groups of two are a phone number
        ("M.\u00a0Dupont \u00a0;", "M. Dupont\u00a0;"),
        ("à\u2009Tours", "à Tours"),
    ],
)
def test_no_break_spaces_stay_where_french_sets_them(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize("words", ["développé à Évry : «\u00a0l’œuvre\u00a0» – 5 €…", "ça, où, naïf, Noël, ÎLE, Ÿ"])
@pytest.mark.parametrize("times", [1, 2])
def test_utf8_that_was_read_as_cp1252_is_mended(words: str, times: int) -> None:
    broken = words
    for _ in range(times):  # cp1252 as browsers know it: its five holes are C1 controls
        broken = "".join(
            bytes([b]).decode("cp1252") if b not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(b) for b in broken.encode()
        )
    assert broken != words
    assert clean(broken) == clean(words)


@pytest.mark.parametrize("words", ["«\u00a0CAFÉ»", "Âge et Å", "São Paulo", "Ã", "l’âne â côté", "Çà et là : É»"])
def test_what_only_looks_like_mojibake_stays(words: str) -> None:
    assert clean(words) == words.replace("Ã", "Ã" if words != "Ã" else "à")


def test_mended_text_leaves_a_note() -> None:
    assert assemble(SOURCE, [Part("paragraph", "dÃ©jÃ\u00a0")], {}).notes == (
        "UTF-8 that had been read as cp1252 was mended in 1 blocks",
    )


def test_blocks_stand_in_the_text_and_empty_parts_do_not() -> None:
    d = assemble(
        SOURCE, [Part("title", " Un  pont "), Part("paragraph", "\u200b \n"), Part("item", "bus", 2, "line 3")], {}
    )
    assert d.text == "Un pont\n\nbus"
    assert d.blocks == (Block("title", 0, 7), Block("item", 9, 12, 2, "line 3"))


@pytest.mark.parametrize(
    ("text", "bold", "width"),
    [
        ("Objectif\u00a0: marcher", "Objectif\u00a0", 8),
        ("Objectif\u00a0: marcher", "Objectif\u00a0:", 10),
        ("l´État  arrive", "l´État ", 6),
        ("a b", "b", 0),
        ("tout gras", "tout\u00a0gras", 9),
    ],
)
def test_the_bold_opening_keeps_its_words(text: str, bold: str, width: int) -> None:
    (block,) = assemble(SOURCE, [Part("paragraph", text, bold=bold)], {}).blocks
    assert block.bold == width


def test_hints_are_cleaned_and_empty_ones_dropped() -> None:
    assert assemble(SOURCE, [], {"title": "l´eau", "url": " "}).hints == {"title": "l'eau"}
