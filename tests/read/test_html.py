"""Web pages: what is of the release is kept, what is of the site is not, whatever kind of site it is."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from communique.errors import ReadError
from communique.read import html, hypertext, parts_of
from read_samples import EXPECTED, NAMES, RELEASE, page, words

CORPUS = Path(__file__).parents[2] / "corpus"


def seen(body: str) -> list[tuple[str, int, str]]:
    source = f"<html><head><title>Un pont neuf</title></head><body>{body}</body></html>"
    return [(p.kind, p.level, p.text) for p in parts_of(source.encode()).parts]


def texts(body: str) -> list[str]:
    return [text for _, _, text in seen(body)]


PROSE = (
    "<p>Le conseil municipal a voté mardi la construction d'un pont neuf sur la Veyle. Les travaux dureront dix-huit "
    "mois et coûteront 4,2 millions d'euros, dont la moitié est payée par le Département de l'Ain.</p>"
    "<p>Pendant ce temps, la circulation passera par le pont des Tanneurs, dont la chaussée sera élargie au cours de "
    "l'été. Les commerces de la rue Basse resteront ouverts.</p>"
)


@pytest.mark.parametrize("junk", ["{}", "{};", "{a}", "=", '"', "{{ x }}", "<", "&", "@click.prevent", ":"])
def test_an_attribute_that_a_template_left_costs_no_word(junk: str) -> None:
    assert texts(f"<h1>Un pont neuf</h1><div {junk}>{PROSE}</div>") == texts(f"<h1>Un pont neuf</h1><div>{PROSE}</div>")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_gives_its_release_and_nothing_of_its_site(name: str) -> None:
    parts = parts_of(page(name)).parts
    got = words("\n".join(p.text.replace("'", "’") for p in parts))
    assert EXPECTED - got == Counter()
    assert (got - EXPECTED).total() <= 0.02 * EXPECTED.total()
    assert [p.text.replace("'", "’") for p in parts if p.kind == "title"] == [RELEASE["title"]]
    items = [p.text.replace("'", "’") for p in parts if p.kind == "item"]
    assert [i for i in items if i in RELEASE.values()] == [
        RELEASE[key]
        for key in ("item1", "item2", "nested1", "nested2", "item3")
        if name != "tables" or key.startswith("item")  # there the nested ones stand in brackets
    ]


@pytest.mark.skipif(not (CORPUS / "annotated").is_dir(), reason="needs the corpus of the repository")
def test_every_release_of_the_corpus_is_read_from_every_kind_of_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """All open releases in all templates: nine pages of ten come out whole and without chrome."""
    monkeypatch.setattr(sys, "path", [str(CORPUS / "tools"), *sys.path])
    source, dresses = importlib.import_module("source"), importlib.import_module("dresses")
    gold = (CORPUS / "gold" / "held-out.jsonl").read_text("utf-8")
    held_out = {json.loads(line)["id"] for line in gold.splitlines()}
    faults: list[str] = []
    count = 0
    for path in sorted((CORPUS / "annotated").glob("*.txt")):
        if path.stem in held_out:
            continue
        release = source.parse(path.stem, path.read_text("utf-8"))
        for template in sorted((CORPUS / "tools" / "pages").glob("*.html")):
            release.head.update(format="html", page=template.stem)
            release.head.pop("style", None)
            try:
                data = dresses.dressed(release)
            except ValueError:  # this release cannot be set in that way
                continue
            # without numbers: the text of a source has the «1.» of its items
            got = words(re.sub(r"\d+", "", "\n".join(p.text for p in parts_of(data).parts)))
            want = words(re.sub(r"\d+", "", release.text))
            count += 1
            if (want - got).total() > 0.01 * want.total() or (got - want).total() > 0.02 * got.total():
                faults.append(f"{template.stem}/{path.stem}")
    assert count > 100
    assert len(faults) <= 0.1 * count, faults


def test_a_dated_line_in_the_box_of_the_title_is_of_the_release() -> None:
    body = f"<div class='bloc'><div>Exposition | 3 mars – 2 septembre 2018</div><h1>Un pont neuf</h1></div>{PROSE}"
    assert texts(body)[:2] == ["Exposition | 3 mars – 2 septembre 2018", "Un pont neuf"]


def test_the_name_of_the_site_is_no_title_though_it_is_an_h1() -> None:
    page = (
        "<html><head><title>Un pont neuf sur la Veyle - Ville de Vonnas</title></head><body><div id='top'>"
        "<h1><a href='/'>Ville de Vonnas</a></h1></div><div class='post'><h2>Un pont neuf sur la Veyle</h2>"
        f"{PROSE}</div></body></html>"
    )
    parts = parts_of(page.encode()).parts
    assert [p.text for p in parts if p.kind == "title"] == ["Un pont neuf sur la Veyle"]
    assert "Ville de Vonnas" not in [p.text for p in parts]


def test_what_a_mailing_says_of_itself_is_not_of_the_release() -> None:
    body = (
        "<table><tr><td><a href='/v'>Si ce message ne s'affiche pas correctement, consultez-le en ligne</a></td></tr>"
        f"<tr><td><h1>Un pont neuf</h1>{PROSE}</td></tr><tr><td>Vous recevez ce message parce que vous êtes inscrit."
        " <a href='/u'>Se désinscrire</a></td></tr></table>"
    )
    assert len(texts(body)) == 3


def test_lists_keep_their_depth_and_breaks_make_items_where_signs_say_so() -> None:
    body = f"<h1>Un pont neuf</h1>{PROSE}<ul><li>la pile<ul><li>au nord</li></ul></li><li>le tablier</li></ul>"
    assert seen(body)[3:] == [("item", 1, "la pile"), ("item", 2, "au nord"), ("item", 1, "le tablier")]
    body = f"<h1>Un pont neuf</h1>{PROSE}<p>Deux lots :<br>- la pile<br>- le tablier</p>"
    assert seen(body)[3:] == [("paragraph", 0, "Deux lots :"), ("item", 1, "la pile"), ("item", 1, "le tablier")]
    body = f"<h1>Un pont neuf</h1>{PROSE}<p>Deux lots :</p><p>♥ la pile</p><p>&#8203;</p><p>♥ le tablier</p>"
    assert seen(body)[3:] == [("paragraph", 0, "Deux lots :"), ("item", 1, "la pile"), ("item", 1, "le tablier")]


def test_the_footer_of_a_quotation_is_of_the_text() -> None:
    body = f"<h1>Un pont neuf</h1>{PROSE}<blockquote><p>Il tiendra.</p><footer>Lise Aubrac, maire</footer></blockquote>"
    assert seen(body)[3:] == [("quote", 0, "Il tiendra."), ("quote", 0, "Lise Aubrac, maire")]


def test_tags_within_words_and_hidden_elements_leave_no_trace() -> None:
    body = f"<h1>Un pont neuf</h1>{PROSE}<p>M<sup>e</sup> Kerbrat<span style='display:none'>secret</span> a signé.</p>"
    assert texts(body)[-1] == "Me Kerbrat a signé."


@pytest.mark.parametrize(
    ("charset", "encoding"), [("iso-8859-1", "cp1252"), ("utf-8", "cp1252"), ("windows-1252", "utf-8")]
)
def test_a_page_is_decoded_by_its_bytes_and_not_by_what_it_says(charset: str, encoding: str) -> None:
    source = f"<html><head><meta charset='{charset}'></head><body><h1>L’été à Vonnas</h1>{PROSE}</body></html>"
    assert parts_of(source.encode(encoding)).parts[0].text == "L’été à Vonnas"


# ------------------------------------------------------------------------------------------------- hostile pages


def test_text_below_a_hundred_thousand_open_tags_is_kept() -> None:
    body = "<div>" * 100_000 + PROSE + "</div>" * 100_000
    assert "pont neuf" in texts(body)[0]


def test_unclosed_tags_lose_no_text() -> None:
    assert len(texts("<p><font>La Veyle a débordé mardi dans la nuit." * 400)) == 400


def test_a_tag_of_a_hundred_thousand_attributes_is_refused_at_once() -> None:
    attributes = " ".join(f"a{i}='x'" for i in range(100_000))
    with pytest.raises(ReadError, match="attributes"):
        html.read(f"<html><body><p {attributes}>{PROSE}".encode())


def test_half_a_million_paragraphs_are_refused_at_once() -> None:
    with pytest.raises(ReadError, match="tags"):
        html.read(b"<html><body>" + b"<p>a</p>" * 500_000)


def test_a_page_above_the_limit_of_bytes_is_refused_at_once() -> None:
    with pytest.raises(ReadError, match="the limit is"):
        html.read(b"<html>" + b" " * hypertext.MAX_BYTES)


def test_entities_of_a_doctype_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mot de passe")
    lol = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 10))
    doctype = f"<!DOCTYPE html [<!ENTITY l0 'lol'>{lol}<!ENTITY x SYSTEM 'file://{tmp_path}/secret'>]>"
    read = parts_of(f"<?xml version='1.0'?>{doctype}<html><body>{PROSE}<p>&l9; &x;</p></body></html>".encode()).parts
    assert sum(len(p.text) for p in read) < 1000
    assert not any("mot de passe" in p.text for p in read)
