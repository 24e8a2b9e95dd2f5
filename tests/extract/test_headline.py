"""Document -> kind, title, subtitle, place."""

from __future__ import annotations

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
