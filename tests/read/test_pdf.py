"""PDF: reading order, wrapped lines, lists, headings, running heads; and what cannot be read says what to do."""

from __future__ import annotations

import importlib.util
import zlib

import pytest

from communique.errors import ReadError
from communique.read import parts_of
from communique.read import pdf as reader
from communique.read.limits import Limits
from pdf_samples import BODY, Put, flow, pdf

pytestmark = pytest.mark.skipif(importlib.util.find_spec("pypdfium2") is None, reason="needs pypdfium2")

WRAPPED = (
    "Le centre hospitalier de Bourg-les-Monts ouvre une maison de naissance le 4 mai. Elle recevra les familles du "
    "bassin de la Veyle, sans rendez-vous et sans avance de frais, du lundi au samedi."
)


def seen(data: bytes) -> list[tuple[str, int, str]]:
    return [(p.kind, p.level, p.text) for p in parts_of(data).parts]


def texts(data: bytes) -> list[str]:
    return [p.text for p in parts_of(data).parts]


def test_wrapped_lines_are_one_paragraph_and_a_gap_makes_two() -> None:
    assert texts(pdf([*flow(BODY), *flow(BODY, top=640)])) == [WRAPPED, WRAPPED]


def test_a_paragraph_goes_on_over_the_page_it_breaks_at() -> None:
    lines = BODY.strip().split("\n")
    first = [*flow(BODY), *flow("\n".join(lines[:2]), top=100)]
    assert texts(pdf(first, flow(lines[2], top=760))) == [WRAPPED, WRAPPED]


def test_columns_are_read_one_after_the_other_whatever_the_order_in_the_file() -> None:
    left = flow("La cale reçoit des coques de\nneuf cents tonnes et se loue à\nla journée, toute l'année.", size=10)
    right = flow(
        "Les chantiers du littoral y ont\nun outil commun, que gère le\nsyndicat du port.", x=320, top=693, size=10
    )
    mixed = [put for pair in zip(left, right, strict=True) for put in pair]
    title = Put(72, 740, "Une cale neuve pour les chantiers du littoral", 18)
    assert texts(pdf([*mixed, title])) == [
        "Une cale neuve pour les chantiers du littoral",
        "La cale reçoit des coques de neuf cents tonnes et se loue à la journée, toute l'année.",
        "Les chantiers du littoral y ont un outil commun, que gère le syndicat du port.",
    ]


def test_a_narrow_column_of_little_text_comes_after_the_text() -> None:
    text = flow(
        "\n".join(["La cale reçoit des coques de neuf cents tonnes et se loue à la journée,"] * 14), x=220, size=10
    )
    side = flow("Contact presse\nLise Aubrac\n01 99 00 12 34", x=50, top=690, size=9)
    assert texts(pdf([*side, *text]))[-1] == "Contact presse\nLise Aubrac\n01 99 00 12 34"


def test_a_narrow_justified_line_is_one_line_however_wide_its_gaps() -> None:
    words = [
        Put(72, 700, "Contact"),
        Put(152, 700, "presse"),
        Put(227, 700, "DINUM,"),
        Put(72, 686, "presse@veyle.example"),
    ]
    spaced = [Put(w.x, w.y, w.text + " ") for w in words]
    assert texts(pdf([*spaced, *flow(BODY, top=650)]))[0].startswith("Contact presse DINUM,")


def test_a_dash_that_a_wrapped_line_begins_with_is_no_bullet() -> None:
    text = "La charte engage à fournir des postes, systèmes et logiciels de bureau compris,\n"
    text = text.replace(" compris,", " libres, au choix") + "- libres eux aussi - à chacun de ceux qui le souhaitent."
    assert texts(pdf(flow(text)))[0].endswith("au choix - libres eux aussi - à chacun de ceux qui le souhaitent.")


def test_a_programme_is_read_across() -> None:
    hours = flow("9 h 30\n10 h\n11 h 15", size=10)
    events = flow("Accueil du public\nVisite du chantier\nSignature", x=180, size=10)
    assert texts(pdf([*hours, *events])) == ["9 h 30 Accueil du public\n10 h Visite du chantier\n11 h 15 Signature"]


def test_a_hyphen_at_a_line_end_belongs_to_its_word() -> None:
    text = BODY.replace("sans avance\nde frais", "après un entre-\ntien, du lundi").replace(", du lundi au samedi", "")
    ile = "Les communes concernées sont toutes situées dans la région Île-de-\nFrance et en Centre-Val de Loire."
    assert "entre-tien" in texts(pdf(flow(text)))[0]
    assert texts(pdf(flow(ile)))[0].startswith(
        "Les communes concernées sont toutes situées dans la région Île-de-France et"
    )


def test_hyphens_go_where_their_number_shows_that_a_program_set_them() -> None:
    text = (
        "Le syndicat a décidé d'un investisse-\nment de trois ans pour le renouvelle-\nment des réseaux d'eau, "
        "dont une pre-\nmière partie sera livrée dès le prin-\ntemps, annonce le vice-\nprésident du syndicat."
    )
    joined = texts(pdf(flow(text)))[0]
    assert joined == (
        "Le syndicat a décidé d'un investissement de trois ans pour le renouvellement des réseaux d'eau, dont une "
        "première partie sera livrée dès le printemps, annonce le vice-président du syndicat."
    )


def test_one_hyphen_is_taken_out_where_the_end_of_a_word_follows_that_is_no_word() -> None:
    """Even the only one of its document: nothing is composed with «ment», as much is with «commissaire»."""
    text = (
        "Le syndicat a voté hier soir, à l'unanimité moins une voix, le renouvelle-\nment des réseaux d'eau de la "
        "vallée, que le haut-\ncommissaire au plan avait demandé avec le vice-\nprésident, dit la motion elle-\n"
        "même du syndicat."
    )
    joined = texts(pdf(flow(text)))[0]
    assert joined == (
        "Le syndicat a voté hier soir, à l'unanimité moins une voix, le renouvellement des réseaux d'eau de la "
        "vallée, que le haut-commissaire au plan avait demandé avec le vice-président, dit la motion elle-même du "
        "syndicat."
    )


def test_items_lose_their_signs_and_keep_their_depth() -> None:
    page = [
        *flow("Trois services y sont proposés :"),
        Put(80, 680, "\u2022"), Put(96, 680, "la mise à sec, sur rendez-vous ;"),
        Put(80, 666, "\u2022"), Put(96, 666, "le carénage :"),
        Put(110, 652, "-"), Put(120, 652, "pour les voiliers,"),
        Put(110, 638, "-"), Put(120, 638, "pour les chalutiers ;"),
        Put(80, 624, "\u2022"), Put(96, 624, "l'escale technique."),
    ]  # fmt: skip
    assert seen(pdf(page)) == [
        ("paragraph", 0, "Trois services y sont proposés :"),
        ("item", 1, "la mise à sec, sur rendez-vous ;"),
        ("item", 1, "le carénage :"),
        ("item", 2, "pour les voiliers,"),
        ("item", 2, "pour les chalutiers ;"),
        ("item", 1, "l'escale technique."),
    ]


@pytest.mark.parametrize(("font", "sign"), [("Symbol", "\xb7"), ("Wingdings", "\xa7")])
def test_a_picture_of_a_symbol_font_is_a_bullet(font: str, sign: str) -> None:
    page = [*flow(BODY), Put(80, 600, sign, font=font), Put(96, 600, "la mise à sec")]
    assert ("item", 1, "la mise à sec") in seen(pdf(page))


def test_an_item_goes_on_under_its_text() -> None:
    page = [
        *flow(
            "- la mise à sec des navires de pêche et de plaisance, sur rendez-vous et à\nla journée ;\n- le carénage."
        ),
        *flow(BODY, top=500),
    ]
    assert (
        texts(pdf(page))[0] == "la mise à sec des navires de pêche et de plaisance, sur rendez-vous et à la journée ;"
    )


def test_page_numbers_and_running_heads_go_and_a_foot_with_a_contact_comes_once_at_the_end() -> None:
    def page(number: int) -> list[Put]:
        foot = Put(72, 50, "Contact presse : Lise Aubrac, 01 99 00 12 34, presse@veyle.example", 8)
        text = flow(f"Article {number}. " + BODY.strip())
        return [Put(72, 810, "Syndicat de la Veyle", 8), *text, foot, Put(300, 30, f"{number}/3", 8)]

    read = texts(pdf(page(1), page(2), page(3)))
    assert read[0] == "Syndicat de la Veyle"
    assert read[-1] == "Contact presse : Lise Aubrac, 01 99 00 12 34, presse@veyle.example"
    assert len(read) == 5


def test_the_largest_letters_are_the_title_and_larger_or_bold_ones_headings() -> None:
    page = [
        Put(72, 790, "COMMUNIQUÉ DE PRESSE", 20),
        *flow("Une maison de naissance ouvre\nà Bourg-les-Monts", top=750, size=16, lead=19, font="Helvetica-Bold"),
        *flow(BODY),
        Put(72, 620, "Un lieu ouvert à toutes", font="Helvetica-Bold"),
        *flow(BODY, top=600),
    ]
    assert [(kind, text) for kind, _, text in seen(pdf(page))] == [
        ("heading", "COMMUNIQUÉ DE PRESSE"),
        ("title", "Une maison de naissance ouvre à Bourg-les-Monts"),
        ("paragraph", WRAPPED),
        ("heading", "Un lieu ouvert à toutes"),
        ("paragraph", WRAPPED),
    ]


def test_bold_words_that_open_a_block_are_marked() -> None:
    page = [
        Put(72, 700, "Objet :", font="Helvetica-Bold"),
        Put(112, 700, "réunion publique du 4 mai"),
        *flow(BODY, top=650),
    ]
    part = parts_of(pdf(page)).parts[0]
    assert (part.text, part.bold) == ("Objet : réunion publique du 4 mai", "Objet :")


def test_raised_letters_belong_to_their_number_and_raised_numbers_are_notes() -> None:
    raised = [Put(93.5, 704, "er", 6), Put(103, 700, "mai, le syndicat"), Put(181, 704, "2", 6)]
    page = [Put(72, 700, "Le 1"), *raised, Put(188, 700, "ouvre."), *flow(BODY, top=650)]
    assert texts(pdf(page))[0] == "Le 1er mai, le syndicat[2] ouvre."


def test_a_title_of_the_metadata_counts_only_if_the_page_shows_it() -> None:
    page = [Put(72, 760, "Une cale pour tous les chantiers", 18), *flow(BODY)]
    told = parts_of(
        pdf(page, info="/Title (Une cale pour tous les chantiers) /CreationDate (D:20200302101112+01'00')")
    ).hints
    junk = parts_of(pdf(page, info="/Title (Microsoft Word - Document1) /Author (Poste 12)")).hints
    assert told == {"title": "Une cale pour tous les chantiers", "created": "2020-03-02T10:11:12"}
    assert junk == {}


def test_a_scan_says_how_to_make_a_text_layer() -> None:
    with pytest.raises(ReadError, match="ocrmypdf --language fra"):
        parts_of(pdf([], []))


def test_a_text_layer_that_is_no_text_says_how_to_make_one() -> None:
    shifted = "".join(chr(ord(c) + 1) if c.islower() else c for c in BODY.replace("z", "a").replace("é", "e"))
    noise = '!"#$ %&\'( )*+, -./0 1234 5678 !"#$ %&* )!!" 9:;< =>?@ 0123 ' * 4
    for text in (shifted * 3, noise):
        with pytest.raises(ReadError, match="--force-ocr"):
            parts_of(pdf(flow(text.replace("\n\n", "\n"), lead=5)))


def test_a_pdf_behind_a_password_says_so() -> None:
    key = "<" + "00" * 32 + ">"
    locked = pdf(
        flow(BODY), trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O {key} /U {key} >> /ID [<00> <00>]"
    )
    with pytest.raises(ReadError, match="password"):
        parts_of(locked)


@pytest.mark.parametrize("data", [b"%PDF-1.5\n", pdf(flow(BODY))[:200]])
def test_a_broken_pdf_says_so(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"damaged|scan"):
        parts_of(data)


def form(content: bytes, filters: str = "") -> bytes:
    """A form that a page may draw with «/X Do»; it may draw itself."""
    head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] {filters} /Length {len(content)}"
    return head.encode() + b" /Resources << /XObject << /X 7 0 R >> >> >>\nstream\n" + content + b"\nendstream"


def test_a_pdf_that_hangs_the_library_costs_only_itself_and_its_time() -> None:
    hostile = pdf([Put(0, 0, "/X Do")], extra=[form(b"/X Do " * 4)])
    with pytest.raises(ReadError, match=r"more than 1 seconds|crash"):
        reader.read(hostile, Limits(seconds=1))
    assert texts(pdf(flow(BODY))) == [WRAPPED]


def test_a_stream_that_fills_the_memory_is_a_read_error() -> None:
    bomb = form(zlib.compress(b"0 " * 200_000_000, 9), "/Filter /FlateDecode")
    with pytest.raises(ReadError, match=r"memory|crash|seconds"):
        reader.read(pdf([Put(0, 0, "/X Do")], extra=[bomb]), Limits(memory=500_000_000, seconds=20))
    assert texts(pdf(flow(BODY))) == [WRAPPED]


def test_too_many_pages_and_too_many_characters_are_refused() -> None:
    with pytest.raises(ReadError, match="3 pages; the limit is 2"):
        reader.read(pdf(*[flow(BODY)] * 3), Limits(pages=2))
    with pytest.raises(ReadError, match="more than 100 characters"):
        reader.read(pdf(flow(BODY)), Limits(chars=100))


def test_without_the_library_the_message_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ReadError, match=r"pip install 'communique\[pdf\]'"):
        parts_of(pdf(flow(BODY)))
