"""Word processors' files: all that a reader of the document sees, in order, and nothing that he does not."""

from __future__ import annotations

import shutil

import pytest

from communique.errors import ReadError
from communique.read import doc, parts_of, sniff
from communique.read.limits import Limits
from file_samples import ODF, docx, odt, p, zipped

PROSE = "Le conseil municipal a voté mardi la construction d'un pont neuf sur la Veyle, pour 4,2 millions d'euros."


def seen(data: bytes) -> list[tuple[str, int, str]]:
    return [(part.kind, part.level, part.text) for part in parts_of(data).parts]


def texts(data: bytes) -> list[str]:
    return [part.text for part in parts_of(data).parts]


# ----------------------------------------------------------------------------------------------------------- DOCX


def test_text_boxes_and_content_controls_are_read_and_once() -> None:
    box = "<w:txbxContent>" + p("Contact presse : Lise Aubrac") + "</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    control = f"<w:sdt><w:sdtContent>{p('Vonnas, le 4 mai 2021')}</w:sdtContent></w:sdt>"
    body = f"{control}<w:p><w:r><w:t>{PROSE}</w:t></w:r><w:r>{both}</w:r></w:p>"
    assert texts(docx(body)) == ["Vonnas, le 4 mai 2021", PROSE, "Contact presse : Lise Aubrac"]


def test_what_was_deleted_or_hidden_is_not_read_and_what_was_inserted_is() -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>Le pont ouvre </w:t></w:r>"
        "<w:del><w:r><w:delText>lundi</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>mardi</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:r><w:t>.</w:t></w:r></w:p>"
    )
    assert texts(docx(body)) == ["Le pont ouvre mardi."]


def test_lists_of_word_are_items_with_their_depth_unless_their_level_has_no_sign() -> None:
    def item(text: str, level: int, number: int = 1) -> str:
        return p(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>")

    def abstract(number: int, sign: str) -> str:
        level = f"<w:lvl w:ilvl='0'><w:numFmt w:val='{sign}'/></w:lvl>"
        return f"<w:abstractNum w:abstractNumId='{number}'>{level}</w:abstractNum>"

    nums = "".join(f"<w:num w:numId='{n}'><w:abstractNumId w:val='{n}'/></w:num>" for n in (1, 2))
    numbering = docx_part("numbering", abstract(1, "bullet") + abstract(2, "none") + nums)
    data = docx(item("la pile", 0) + item("au nord", 1) + item("Vonnas", 0, 2), {"word/numbering.xml": numbering})
    assert seen(data) == [("item", 1, "la pile"), ("item", 2, "au nord"), ("paragraph", 0, "Vonnas")]


def docx_part(name: str, inner: str) -> str:
    from file_samples import W

    return f"<w:{name} {W}>{inner}</w:{name}>"


def test_headings_come_from_styles_and_where_there_are_none_from_size_and_weight() -> None:
    style = "<w:style w:type='paragraph' w:styleId='T2'><w:name w:val='heading 2'/></w:style>"
    styled = docx(
        p("Un chantier", "<w:pStyle w:val='T2'/>") + p(PROSE), {"word/styles.xml": docx_part("styles", style)}
    )
    assert seen(styled)[0] == ("heading", 2, "Un chantier")
    large = p("Un pont neuf pour la Veyle", run="<w:sz w:val='36'/>")
    bold = p("Un chantier de dix-huit mois", run="<w:b/>")
    assert [kind for kind, _, _ in seen(docx(large + p(PROSE) + bold + p(PROSE)))] == [
        "title", "paragraph", "heading", "paragraph",
    ]  # fmt: skip


def test_a_date_in_large_letters_is_no_title() -> None:
    big = "<w:sz w:val='36'/>"
    body = p("Vonnas, le 4 mai 2021", run=big) + p("Un pont neuf pour la Veyle", run="<w:sz w:val='32'/>") + p(PROSE)
    assert [t for kind, _, t in seen(docx(body)) if kind == "title"] == ["Un pont neuf pour la Veyle"]


def test_tables_of_data_are_rows_and_tables_of_layout_are_text() -> None:
    def table(*rows: tuple[str, ...]) -> str:
        cells = ["".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows]
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"

    assert texts(docx(table(("Date", "Lieu"), ("4 mai", "Vonnas")))) == ["Date | Lieu", "4 mai | Vonnas"]
    assert texts(docx(table((PROSE, "Contact presse : Lise Aubrac")))) == [PROSE, "Contact presse : Lise Aubrac"]


def test_breaks_hyphens_symbols_and_footnotes() -> None:
    note = f"<w:footnote w:id='2'>{p('Source : Insee, 2020.')}</w:footnote>"
    body = (
        "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0D8'/><w:tab/><w:t>la pile, au</w:t><w:noBreakHyphen/>"
        "<w:t>delà</w:t><w:footnoteReference w:id='2'/></w:r></w:p>" + p(PROSE)
    )
    read = seen(docx(body, {"word/footnotes.xml": docx_part("footnotes", note)}))
    assert read[0] == ("item", 1, "la pile, au\u2011delà[2]")
    assert read[-1] == ("paragraph", 0, "[2] Source : Insee, 2020.")


def test_a_foot_of_pages_comes_last_if_it_says_how_to_reach_somebody() -> None:
    feet = {
        "word/footer1.xml": docx_part("ftr", p("Page 2") + p("Service presse : 01 99 00 12 34")),
        "word/footer2.xml": docx_part("ftr", p("Un titre courant")),
        "word/header1.xml": docx_part("hdr", p("Ville de Vonnas")),
    }
    assert texts(docx(p(PROSE), feet)) == ["Ville de Vonnas", PROSE, "Service presse : 01 99 00 12 34"]


def test_the_author_of_a_file_counts_only_if_the_text_names_him() -> None:
    core = (
        "<cp:coreProperties xmlns:cp='c' xmlns:dc='d' xmlns:dcterms='t'><dc:title>Document1</dc:title>"
        "<dc:creator>Poste 12</dc:creator><dcterms:created>2020-03-02T10:11:12Z</dcterms:created></cp:coreProperties>"
    )
    assert parts_of(docx(p(PROSE), {"docProps/core.xml": core})).hints == {"created": "2020-03-02T10:11:12Z"}


# ------------------------------------------------------------------------------------------ OpenDocument, AbiWord


def test_an_odt_gives_headings_lists_spaces_and_no_deleted_text() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>supprimé</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:h text:outline-level='1'>Un pont neuf pour la Veyle</text:h>"
        f"<text:p>{PROSE}</text:p><text:list><text:list-item><text:p>la<text:s text:c='2'/>pile</text:p><text:list>"
        "<text:list-item><text:p>au nord</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<text:p>Lise Aubrac<text:line-break/>01 99 00 12 34<draw:frame><draw:text-box><text:p>Encadré</text:p>"
        "</draw:text-box></draw:frame></text:p>"
    )
    assert seen(odt(body)) == [
        ("title", 0, "Un pont neuf pour la Veyle"),
        ("paragraph", 0, PROSE),
        ("item", 1, "la  pile"),
        ("item", 2, "au nord"),
        ("paragraph", 0, "Lise Aubrac\n01 99 00 12 34"),
        ("paragraph", 0, "Encadré"),
    ]


def test_bold_in_an_odt_comes_from_its_styles() -> None:
    style = "<style:style style:name='T1'><style:text-properties fo:font-weight='bold'/></style:style>"
    body = f"<text:p><text:span text:style-name='T1'>Objet :</text:span> réunion</text:p><text:p>{PROSE}</text:p>"
    assert parts_of(odt(body, style)).parts[0].bold == "Objet :"


def test_flat_xml_and_abiword_are_told_by_their_content() -> None:
    inner = f"<office:body><office:text><text:p>{PROSE}</text:p></office:text></office:body>"
    flat = f"<?xml version='1.0'?><office:document {ODF}>{inner}</office:document>"
    assert texts(flat.encode()) == [PROSE]
    abiword = (
        "<?xml version='1.0'?><!DOCTYPE abiword PUBLIC '-//ABISOURCE//DTD AWML 1.0 Strict//EN' 'http://www.abisource.com/awml.dtd'>"
        f"<abiword><section><p><c props='font-weight:bold; font-size:18pt'>Un pont neuf pour la Veyle</c></p>"
        f"<p>{PROSE}</p>"
        "<p listid='1' level='1'><field type='list_label'/>la pile</p></section></abiword>"
    )
    assert seen(abiword.encode()) == [
        ("title", 0, "Un pont neuf pour la Veyle"), ("paragraph", 0, PROSE), ("item", 1, "la pile"),
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------------ RTF, DOC


def test_an_rtf_gives_bold_accents_and_signs_and_no_font_names_or_deleted_text() -> None:
    body = (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}{\*\generator Riched20;}{\info{\title Document1}}"
        r"\pard\b Objet :\b0  r\'e9union \u8211?\~public\'85\par {\deleted supprim\'e9}{\v cach\'e9}"
        r"\'ab Oui \'bb, dit-elle \{1\}.\line Lise\par}"
    )
    read = parts_of(body.encode()).parts
    assert [(p.text, p.bold) for p in read] == [
        ("Objet : réunion –\u00a0public…", "Objet :"),
        ("« Oui », dit-elle {1}.\nLise", ""),
    ]


BOX = (
    r"{\shp{\*\shpinst\shpleft10{\sp{\sn txflTextFlow}{\sv 0}}{\shptxt \pard Contact presse\par {\b Lise Aubrac}\par}}"
)
OLD = r"{\*\do\dobxpage\dptxbx{\dptxbxtext \pard Contact presse\par {\b Lise Aubrac}\par}\dpx1}"


@pytest.mark.parametrize("box", [BOX + "}", BOX + r"{\shprslt" + OLD + "}}", OLD], ids=["1997", "both", "1995"])
def test_a_text_box_of_an_rtf_comes_once_after_the_paragraph_that_holds_it(box: str) -> None:
    body = r"{\rtf1\ansi\ansicpg1252 Un pont " + box + r"neuf.\par Il ouvre mardi.\par}"
    read = parts_of(body.encode()).parts
    assert [(p.text, p.bold) for p in read] == [
        ("Un pont neuf.", ""), ("Contact presse", ""), ("Lise Aubrac", "Lise Aubrac"), ("Il ouvre mardi.", ""),
    ]  # fmt: skip


def test_a_text_box_that_is_cut_off_keeps_its_text() -> None:
    assert [p.text for p in parts_of((r"{\rtf1 Un pont " + BOX[:-12]).encode()).parts][:2] == [
        "Un pont",
        "Contact presse",
    ]


def test_groups_without_end_are_refused() -> None:
    with pytest.raises(ReadError, match="nested"):
        parts_of(b"{\\rtf1 " + b"{" * 100_000)


def test_a_doc_names_what_reads_it_where_nothing_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ReadError, match="antiword"):
        doc.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


@pytest.mark.skipif(not (shutil.which("antiword") or shutil.which("soffice")), reason="needs antiword or LibreOffice")
def test_a_doc_that_no_program_reads_is_a_read_error() -> None:
    with pytest.raises(ReadError, match="DOC"):
        parts_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


# ---------------------------------------------------------------------------------------------------- hostile files


@pytest.mark.parametrize("make", [docx, odt])
def test_a_bomb_is_refused_before_it_is_unpacked(make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ReadError, match=r"packed more than|the limit is"):
        parts_of(make(" " * 60_000_000))


def test_entities_are_not_opened() -> None:
    lol = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 10))
    for define in (f"<!ENTITY l0 'lol'>{lol}", "<!ENTITY l9 SYSTEM 'file:///etc/passwd'>"):
        body = "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body>"
        xml = f"<!DOCTYPE x [{define}]><w:document xmlns:w='w'>{body}</w:document>"
        with pytest.raises(ReadError, match="entities"):
            parts_of(docx("", {"word/document.xml": xml}))


def test_tables_in_tables_without_end_are_refused() -> None:
    with pytest.raises(ReadError, match="broken XML"):
        parts_of(docx("<w:tbl><w:tr><w:tc>" * 20_000))


def test_too_many_elements_are_refused_before_they_are_parsed() -> None:
    with pytest.raises(ReadError, match="elements"):
        parts_of(docx(p("a") * 2000), Limits(elements=1000))


@pytest.mark.parametrize("cut", [30, 200, -40])
def test_a_truncated_file_is_a_read_error(cut: int) -> None:
    with pytest.raises(ReadError):
        parts_of(docx(p(PROSE))[:cut])


def test_an_encrypted_member_says_so() -> None:
    data = bytearray(docx(p(PROSE)))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(sign, start + 1)) >= 0:
            data[start + at] |= 1
    with pytest.raises(ReadError, match="password"):
        parts_of(bytes(data))


def test_a_zip_is_a_document_by_its_members_and_not_by_its_bytes() -> None:
    assert sniff.format_of(docx("")) == "docx"
    assert sniff.format_of(odt("")) == "odf"
    assert sniff.format_of(zipped({"cp.docx": docx(p(PROSE))}, packed=False)) == "zip"
