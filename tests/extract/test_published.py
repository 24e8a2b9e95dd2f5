"""Document -> published, embargo."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from communique import process
from communique.document import Source
from communique.extract import closure
from communique.proof import _PRODUCER
from communique.read import read
from communique.record import Release
from communique.rulebook import load
from communique.run import fill

BODY = "Elle accueillera deux cents élèves dès la rentrée prochaine, dans huit classes qui donnent sur la rivière."
LONG = f"{BODY} Les travaux ont duré deux ans, et la cour a été plantée de douze tilleuls par les habitants."


def released(text: str, name: str = "a.txt", anchor: dt.date | None = None) -> Release:
    document = read(Source(name, text.encode()))
    return fill(document, _PRODUCER, load(), closure(["published"]), published=anchor)


def day(text: str, name: str = "a.txt") -> str | None:
    found = released(text, name).published
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "name", "by"),
    [
        (f"Tours, le 3 mars 2021\n\nUn titre\n\n{BODY}", "cp_2021-03-05.txt", "published/dateline"),
        (f"---\ndate: 2021-03-03\n---\n\nUn titre\n\n{BODY}", "cp_2021-03-05.txt", "published/metadonnees"),
        (f"Un titre\n\n{LONG}\n\nFait à Tours, le 5 mars 2021", "cp_2021-03-03.txt", "published/nom-de-fichier"),
        (f"Un titre\n\n{LONG}\n\n{LONG}\n\nFait à Tours, le 3 mars 2021", "a.txt", "published/fait-a"),
    ],
)
def test_a_dateline_goes_before_the_file_and_the_file_before_the_end(text: str, name: str, by: str) -> None:
    found = released(text, name)
    assert found.published
    assert (found.published.value, found.published.by) == ("2021-03-03", by)


def test_two_days_that_differ_leave_a_problem_and_the_first_stands() -> None:
    found = released(f"---\ndate: 2021-03-05\n---\n\nTours, le 3 mars 2021\n\nUn titre\n\n{BODY}")
    assert found.published and found.published.value == "2021-03-03"
    assert [(p.layer, p.error) for p in found.problems] == [("published", "dates-differ")]


def test_two_places_that_agree_leave_none() -> None:
    found = released(f"Tours, le 3 mars 2021\n\nUn titre\n\n{BODY}", "cp_2021-03-03.txt")
    assert found.problems == ()


def hinted(text: str, **hints: str) -> Release:
    document = replace(read(Source("a.txt", text.encode())), hints=hints)
    return fill(document, _PRODUCER, load(), closure(["published"]))


POSTED = "Par Lise Aubrac, vendredi 5 juin 2009 à 00:14 :: Actions"


def test_the_line_of_a_site_comes_after_the_text_and_its_tags_and_before_the_end() -> None:
    plain = f"Un titre\n\n{LONG}\n\nFait à Tours, le 3 juin 2009"
    for found, by in (
        (hinted(plain, posted=POSTED), "published/ligne-du-site"),
        (hinted(plain, posted=POSTED, published="2009-06-05"), "published/metadonnees"),
        (hinted(f"Tours, le 5 juin 2009\n\n{plain}", posted=POSTED), "published/dateline"),
    ):
        assert found.published and (found.published.value, found.published.by) == ("2009-06-05", by)
        assert [p.error for p in found.problems] == ["dates-differ"]  # the signature is of the 3rd


def test_the_stamp_of_a_site_is_a_day_and_the_hour_of_an_event_is_none() -> None:
    for line, value in (("Vendredi, 05 Juin 2009 00:14", "2009-06-05"), ("Vendredi 5 juin 2009 à 14 h", None)):
        found = hinted(f"{line}\n\n{LONG}\n\n{LONG}", title="Un pont neuf pour la Veyle").published
        assert (found.value if found else None) == value


def test_the_day_on_which_a_file_was_made_gives_a_year_and_no_day() -> None:
    dated = f"Tours, le 3 mars\n\nUn titre\n\n{LONG}"
    found = hinted(dated, created="2021-03-02T10:11:12").published
    assert found and (found.value, found.by) == ("2021-03-03", "published/dateline")
    assert hinted(dated, created="2024-10-02").published is None  # made again, years after
    assert hinted(f"Un titre\n\n{LONG}", created="2021-03-02").published is None


def test_a_file_closed_long_before_the_day_found_leaves_a_problem() -> None:
    dated = f"Tours, le 3 mars 2021\n\nUn titre\n\n{LONG}"
    early = hinted(dated, created="2020-12-01", modified="2021-01-15")
    assert [(p.error, "last changed on 2021-01-15" in p.message) for p in early.problems] == [("dates-differ", True)]
    for created, modified in (("2021-03-02", ""), ("2026-11-25", ""), ("2018-01-01", "2021-03-03"), ("", "2020-01-01")):
        assert hinted(dated, created=created, modified=modified).problems == ()


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        (f"Tours, le 3 mars\n\nUn titre\n\n{BODY}", "cp-ecole-2021.txt", "2021-03-03"),
        (f"18/10/2017 – 09h15 | École\n\nUn titre\n\nTours, ce mercredi 18 octobre – {BODY}", "a.txt", "2017-10-18"),
        (f"Tours, le 3 mars\n\nUn titre\n\n{BODY}", "a.txt", None),
        (f"Tours, le 3 mars\n\nUn titre\n\n{BODY}", "cp-2019-2021.txt", None),
    ],
)
def test_a_day_without_year_takes_it_from_what_names_one_and_is_else_unknown(
    text: str, name: str, value: str | None
) -> None:
    assert day(text, name) == value


@pytest.mark.parametrize(
    "text",
    [
        f"Invitation presse\n\nInauguration de l'école\n\nMardi 15 juin 2021 à 11 h\n\n{BODY}",
        f"Embargo jusqu'au 15 juin 2021\n\nUn titre\n\n{BODY}",
        f"# Agenda de la maire\n\nLundi 14 juin\n\n{BODY}",
        f"Un titre\n\nLa rentrée du 2 septembre 2021 se prépare.\n\n{BODY}",
        f"Un titre\n\n{LONG}\n\n{LONG}\n\n{LONG}\n\nTours, le 2 septembre 2021 : réunion publique\n\nFin",
        f"Un titre\n\n{BODY} Rendez-vous à Tours, le 2 septembre 2021 au matin.",
    ],
)
def test_the_day_of_an_event_is_not_that_of_publication(text: str) -> None:
    assert day(text) is None


def test_a_day_under_the_title_of_an_invitation_counts_if_it_comes_before_the_event() -> None:
    text = f"Invitation presse\n\nInauguration de l'école\n\n3 juin 2021\n\nMardi 15 juin 2021 à 11 h\n\n{BODY}"
    assert day(text) == "2021-06-03"
    assert day(text.replace("3 juin 2021", "Mardi 15 juin 2021")) is None


def test_the_user_s_day_counts_where_the_release_has_none_and_only_there() -> None:
    anchor = dt.date(2020, 2, 11)
    none = released(f"Un titre\n\n{BODY}", anchor=anchor).published
    one = released(f"Le 3 mars 2021\n\nUn titre\n\n{BODY}", anchor=anchor).published
    assert none and one
    assert (none.value, none.by) == ("2020-02-11", "published/ancre")
    assert one.value == "2021-03-03"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("SOUS EMBARGO JUSQU'AU 12 MARS 2021 À 6H", "2021-03-12T06:00"),
        ("Embargo : vendredi 12 mars 2021", "2021-03-12"),
        ("Ne pas diffuser avant le 12 mars 2021", "2021-03-12"),
        ("Sous embargo\njusqu'au vendredi 12 mars 2021", "2021-03-12"),
        ("L'embargo sur le bois est levé", None),
        ("Pour diffusion immédiate", None),
    ],
)
def test_an_embargo_is_the_day_or_the_hour_that_is_said(line: str, value: str | None) -> None:
    found = released(f"{line}\n\nUn titre\n\n{BODY}").embargo
    assert (found.value if found else None) == value


def test_a_sentence_has_no_day_of_its_own() -> None:
    found = process("Le maire parlera le 3 mars 2021.", only={"published"})
    assert isinstance(found, Release)
    assert found.published is None
