"""Document -> kind, title, subtitle, place."""

from __future__ import annotations

import time

import pytest

from communique import process
from communique.extract.headline import refused
from communique.proof import document_of
from communique.record import Release
from communique.rulebook import Rule, load

RULES = load()
SORTING = [rule for rule in RULES["headline"] if "ligne" in rule.options]
BODY = "Elle accueillera deux cents élèves dès la rentrée prochaine, dans huit classes qui donnent sur la rivière."


def release(text: str) -> Release:
    found = process(text, only={"headline"})
    assert isinstance(found, Release)
    assert not found.problems
    return found


def sorted_by(text: str) -> dict[str, str]:
    """Line -> rule that sorted it out."""
    document = document_of(text)
    found = process(text, only={"zones"})
    return {document.text[a:b]: by for a, b, by, reason in refused(document, found, RULES) if "no title" in reason}


@pytest.mark.parametrize("rule", SORTING, ids=lambda r: r.id)
def test_a_rule_that_sorts_lines_sorts_the_first_of_its_examples_and_not_of_its_never(rule: Rule) -> None:
    assert rule.examples
    assert rule.never
    for example in rule.examples:
        first = example.text.split("\n")[0]
        assert sorted_by(example.text).get(first) == rule.id, first
    for text in rule.never:
        assert text.split("\n")[0] not in sorted_by(text)


def title(text: str) -> str | None:
    found = release(text).title
    return found.value if found else None


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("Communiqué de presse\nLe 11 février 2020\n\n**La ville ouvre une école**", "La ville ouvre une école"),
        ("# Communiqué de presse : la ville ouvre une école", "la ville ouvre une école"),
        ("Tours, le 3 mars 2021\n\nLA VILLE OUVRE UNE ÉCOLE\nPOUR DEUX CENTS ÉLÈVES", None),
        (
            "# Communiqué de presse – Cap école\n\n## Cap école : huit classes ouvrent",
            "Cap école : huit classes ouvrent",
        ),
        ("C O M M U N I Q U É  D E  P R E S S E\n\nLa ville ouvre une école", "La ville ouvre une école"),
        ("Communiqué de presse\n\nRentrée scolaire\n\nLa ville ouvre une école", "La ville ouvre une école"),
    ],
)
def test_the_title_says_what_happened_without_what_stands_around_it(head: str, said: str | None) -> None:
    expected = said or "LA VILLE OUVRE UNE ÉCOLE POUR DEUX CENTS ÉLÈVES"
    assert title(f"{head}\n\n{BODY}") == expected


@pytest.mark.parametrize(
    "text", ["La ville ouvre une école.", "Communiqué de presse", f"Communiqué de presse\n\n{BODY}"]
)
def test_a_text_without_headline_has_no_title(text: str) -> None:
    assert title(text) is None


@pytest.mark.parametrize(
    ("line", "town"),
    [
        ("Tours, le 3 mars 2021", "Tours"),
        ("LYON, le 3 mars 2021", "Lyon"),
        ("SOTTEVILLE-LES-ROUEN, le 3 mars 2021", "Sotteville-lès-Rouen"),
        ("Montréal (Québec), le 3 mars 2021", "Montréal"),
        ("Maxent, Ille-et-Vilaine, le 3 mars 2021", "Maxent"),
        ("Tours le 3 mars 2021", "Tours"),
        ("Tours et Angers, le 3 mars 2021", None),
        ("Tours, Angers, Nantes, le 3 mars 2021", None),
        ("Inauguration, le 3 mars 2021", None),
        ("Communiqué le 3 mars 2021", None),
    ],
)
def test_the_place_is_the_one_town_of_the_dateline(line: str, town: str | None) -> None:
    found = release(f"{line}\n\nLa ville ouvre une école\n\n{BODY}").place
    assert (found.value if found else None) == town


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Communiqué de presse", "communiqué"),
        ("DOSSIER DE PRESSE", "dossier"),
        ("Invitation presse", "invitation"),
        ("Agenda", "agenda"),
        ("Discours", "discours"),
        ("Tribune : nos rivières", "autre"),
        ("", "communiqué"),
    ],
)
def test_the_kind_is_what_the_release_calls_itself_and_else_a_release(head: str, kind: str) -> None:
    text = f"La ville ouvre une école\n\n{BODY}" if kind != "autre" else BODY
    assert release(f"{head}\n\n{text}").kind == kind


def test_a_text_without_headline_is_of_no_kind() -> None:
    assert release(BODY).kind == "autre"


def html(body: str, head: str = "") -> Release:
    page = f"<html lang='fr'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    found = process(page.encode(), only={"headline"})
    assert isinstance(found, Release)
    return found


def test_a_title_that_only_the_file_says_has_no_place_in_the_text() -> None:
    found = html(f"<p>{BODY}</p><p>{BODY}</p>", "<title>La ville ouvre une école | Ville de Tours</title>").title
    assert found
    assert (found.start, found.end, found.text, found.value) == (0, 0, "", "La ville ouvre une école")
    assert found.by == "headline/metadonnees"


def test_the_file_s_title_chooses_the_line() -> None:
    lines = "<p>Trois classes de plus</p><p>La ville ouvre une école</p>"
    found = html(f"{lines}<p>{BODY}</p>", "<title>La ville ouvre une école - Ville de Tours</title>").title
    assert found
    assert (found.text, found.by) == ("La ville ouvre une école", "headline/balise-title")


@pytest.mark.parametrize(
    "lines",
    [
        "La ville signe un accord avec\nla Région",  # ends in «avec»
        "La ville ouvre une école,\nUn gymnase et un stade",  # in a comma
        "LA VILLE OUVRE UNE ÉCOLE\nPOUR DEUX CENTS ÉLÈVES",  # begins with «pour»
        "LA VILLE DE TOURS\nOUVRE UNE ÉCOLE",  # begins with a verb
        "La ville lance « Tours\nÀ vélo »",  # inside guillemets
        "**La ville ouvre une école à Penhars\nVallée de la Loire**",  # one block of bold
    ],
)
def test_lines_that_a_page_broke_are_one_title(lines: str) -> None:
    found = release(f"Communiqué de presse\n\n{lines}\n\n{BODY}").title
    assert found
    assert found.value == " ".join(lines.replace("*", "").split())


@pytest.mark.parametrize(
    ("under", "subtitle"),
    [
        ("Huit classes pour la rive nord", "Huit classes pour la rive nord"),
        ("Huit classes s'ajoutent à celles de la rive nord.", None),  # a finished sentence is a summary
        ("Tours, le 3 mars 2021", None),
        ("Contact presse : Lise Aubrac", None),
        ("Les classes :", None),
    ],
)
def test_the_line_under_the_title_completes_it_or_is_none(under: str, subtitle: str | None) -> None:
    found = release(f"# La ville ouvre une école\n\n**{under}**\n\n{BODY}").subtitle
    assert (found.value if found else None) == subtitle


def test_a_heading_of_a_rank_that_comes_again_is_no_subtitle() -> None:
    text = f"# La ville ouvre une école\n\n## Un lieu de vie\n\n{BODY}\n\n## Un lieu de jeu\n\n{BODY}"
    assert release(text).subtitle is None


def test_every_line_of_the_head_says_why_it_is_no_title() -> None:
    text = f"Ville de Tours\n\nCommuniqué de presse\n\nTours, le 3 mars 2021\n\nLa ville ouvre une école\n\n{BODY}"
    assert sorted_by(text) == {
        "Ville de Tours": "headline/organisme",
        "Communiqué de presse": "headline/surtitre",
        "Tours, le 3 mars 2021": "headline/lieu-et-date",
    }


@pytest.mark.parametrize(
    "hostile",
    [
        "Communiqué de presse – ",
        "Paris, ",
        "Ville de ",
        "A A ",
        "Accueil > ",
        "Environnement, ",
        "(A ",
        "« ",
        "le 3 mars ",
    ],
)
def test_time_is_linear_in_the_text(hostile: str) -> None:
    line = (hostile * 60)[:390]
    started = time.process_time()
    process("\n\n".join([line] * 200) + f"\n\n{BODY}", only={"headline"})
    assert time.process_time() - started < 8
