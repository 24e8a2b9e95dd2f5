"""Two texts of one release lie on each other, whatever a cleaner did to white space, signs and chrome."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.evaluate.align import Alignment, ink
from growth import LINEAR, growth

TEXT = "La Ville de Tours ouvre l’école Jean-Zay.\n\nLe maire, « heureux », salue l’œuvre des équipes."


def moved(gold: str, found: str, words: str) -> str | None:
    """The words of the found text that stand for the first place of `words` in the gold."""
    start = gold.index(words)
    at = Alignment(gold, found).to_found(start, start + len(words))
    return found[at[0] : at[1]] if at else None


def test_ink_has_neither_white_space_nor_case_nor_accents_nor_typography() -> None:
    assert ink("L’État …\u00a0:\n« Œuvre » –\u00ad").chars == 'l\'etat...:"oeuvre"-'


def test_a_text_lies_wholly_on_itself() -> None:
    assert Alignment(TEXT, TEXT).coverage == 1.0


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace("\n\n", "\n"),
        lambda t: t.replace("’", "'").replace("« ", "“").replace(" »", "”"),
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: t.upper(),
        lambda t: "Accueil Menu Nos actualités\n\n" + t + "\n\nMentions légales Plan du site",
        lambda t: t.replace("maire", "mai re").replace("Jean-Zay", "Jean- Zay"),
        lambda t: t.replace("œ", "oe").replace("'", "´"),
    ],
    ids=["no-break", "one line", "signs", "decomposed", "capitals", "chrome", "cut words", "ligatures"],
)
def test_words_are_found_again_after(change) -> None:
    found = change(TEXT)
    place = moved(TEXT, found, "l’école Jean-Zay")
    assert place is not None and ink(place).chars == ink("l’école Jean-Zay").chars
    assert Alignment(TEXT, found).coverage == 1.0


def test_what_the_system_s_text_has_not_has_no_place() -> None:
    assert moved("Tours ouvre. Blois ferme.", "Tours ouvre.", "Blois") is None


def test_chrome_has_no_place_in_the_gold() -> None:
    alignment = Alignment("La Ville ouvre une piscine.", "Plan du site\n\nLa Ville ouvre une piscine.")
    assert alignment.to_gold(0, 12) is None
    assert alignment.to_gold(14, 22) == (0, 8)


def test_a_paragraph_that_moved_is_found_by_its_wording() -> None:
    one, two, three = "Contact presse : Ève Brun", "La Ville de Tours ouvre une piscine.", "Elle aura deux bassins."
    gold, found = "\n\n".join([one, two, three]), "\n\n".join([two, three, one])
    assert moved(gold, found, one) == one


def test_the_first_of_two_like_places_is_the_one_at_the_like_place() -> None:
    gold = "Tours. Le pont de Tours ouvre."
    start = gold.rindex("Tours")
    assert Alignment(gold, gold).to_found(start, start + 5) == (start, start + 5)


def test_words_stand_where_they_are_whole_words() -> None:
    alignment = Alignment("aujourd’hui, les JO ; la « Base nationale »", "")
    assert alignment.gold_place("JO") == (17, 19)
    assert alignment.gold_place("base  Nationale") == (27, 41)
    assert alignment.gold_place("jour") is None


@pytest.mark.parametrize("unit", ["a ", "de la ", "x", "1 2 3 ", "\n\n"])
def test_hostile_texts_take_no_longer_than_others(unit: str) -> None:
    def align(size: int) -> None:
        text = unit * (size // len(unit))
        Alignment(text, text[:-7] + "autre")
        Alignment(text, text[::-1])

    assert growth(align, 12_500) < LINEAR


@given(st.lists(st.sampled_from(["la", "ville", "de", "Tours", "l’eau", "\n\n", "«", "2020", "É"]), max_size=40))
def test_offsets_go_there_and_back(words: list[str]) -> None:
    text = " ".join(words)
    alignment = Alignment(text, "  " + text.replace(" ", "\u202f\n"))
    assert alignment.coverage == (1.0 if ink(text).chars else 0.0)
    for i, char in enumerate(text):
        if ink(char).chars:
            place = alignment.to_found(i, i + 1)
            assert place is not None and alignment.to_gold(*place) == (i, i + 1)
