"""Dates: what any day, any range, any sentence gives. Single forms are proved by the examples in rules/dates.yaml."""

from __future__ import annotations

import datetime as dt
import re
import time
from itertools import product
from pathlib import Path

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.rulebook import load
from communique.values import calendar, dates
from communique.values.folding import fold
from date_forms import FORMS, MONTHS, WEEKDAYS, span

RULES = load()
GRAMMAR = dates.grammar(RULES)
ANCHOR = dt.date(2020, 2, 11)  # a Tuesday
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def found(text: str, anchor: dt.date | None = ANCHOR) -> list[tuple[str, str | None]]:
    """Words and value of each date."""
    return [(text[d.start : d.end], d.value) for d in dates.find(text, GRAMMAR, anchor)]


def values(text: str, anchor: dt.date | None = ANCHOR) -> list[str | None]:
    return [value for _, value in found(text, anchor)]


# --- Any day, any range


@settings(deadline=None, max_examples=150)
@given(days, st.sampled_from(["", "Lille, le ", "Publié le ", "Rendez-vous "]), st.sampled_from(["", ".", " à Tours"]))
def test_any_day_comes_back_from_each_form(day: dt.date, before: str, after: str) -> None:
    for name, form in FORMS.items():
        words = form(day)
        assert found(before + words + after) == [(words, day.isoformat())], name


@settings(deadline=None, max_examples=150)
@given(days)
def test_a_day_needs_no_anchor_if_its_year_is_said(day: dt.date) -> None:
    for form in FORMS.values():
        assert values(form(day), None) == [day.isoformat()]


@settings(deadline=None, max_examples=150)
@given(st.dates(dt.date(1941, 1, 1), dt.date(2040, 12, 31)))
def test_two_figures_of_a_year_are_of_the_century_around_the_anchor(day: dt.date) -> None:
    assert values(f"le {day:%d/%m/%y}") == [day.isoformat()]


@settings(deadline=None, max_examples=150)
@given(days, days)
def test_any_two_days_come_back_as_a_range(a: dt.date, b: dt.date) -> None:
    first, last = min(a, b), max(a, b)
    if first == last:
        return
    for words in span(first, last):
        assert values(words) == [f"{first}/{last}"], words


@settings(deadline=None, max_examples=150)
@given(days, st.integers(1, 27))
def test_two_days_of_a_month_come_back_as_a_range(day: dt.date, length: int) -> None:
    last = day + dt.timedelta(days=length)
    for words in span(day, last):
        assert values(words) == [f"{day}/{last}"], words


@settings(deadline=None, max_examples=150)
@given(days, days)
def test_an_enumeration_gives_each_day(a: dt.date, b: dt.date) -> None:
    first, last = min(a, b), max(a, b)
    if (last - first).days < 2:
        return
    words = f"les {first.day} {MONTHS[first.month - 1]} {first.year} et {last.day} {MONTHS[last.month - 1]} {last.year}"
    assert values(words) == [first.isoformat(), last.isoformat()]


@settings(deadline=None, max_examples=150)
@given(days, st.integers(0, 23), st.integers(0, 59))
def test_any_hour_of_any_day_comes_back(day: dt.date, hour: int, minute: int) -> None:
    said = f"le {day.day} {MONTHS[day.month - 1]} {day.year}"
    for clock in (
        f"{hour} h {minute:02}",
        f"{hour}h{minute:02}",
        f"{hour:02}:{minute:02}",
        f"{hour} heures {minute:02}",
    ):
        assert values(f"{said} à {clock}") == [f"{day}T{hour:02}:{minute:02}"], clock


@settings(deadline=None, max_examples=150)
@given(days, st.sampled_from(["depuis le", "à compter du", "à partir du"]))
def test_since_a_day_is_open(day: dt.date, word: str) -> None:
    assert values(f"{word} {FORMS['plain'](day)}") == [f"{day}/.."]


@settings(deadline=None, max_examples=150)
@given(days, st.sampled_from(["jusqu'au", "jusqu’au", "avant le", "d'ici le", "d'ici au", "au plus tard le"]))
def test_until_a_day_is_open(day: dt.date, word: str) -> None:
    assert values(f"{word} {FORMS['plain'](day)}") == [f"../{day}"]


@settings(deadline=None, max_examples=150)
@given(days)
def test_a_weekday_that_is_not_the_day_s_is_kept_with_a_doubt(day: dt.date) -> None:
    wrong = WEEKDAYS[(day.weekday() + 3) % 7]
    text = f"{wrong} {FORMS['plain'](day)}"
    (date,) = dates.find(text, GRAMMAR, ANCHOR)
    assert (text[date.start : date.end], date.value, date.doubt) == (text, day.isoformat(), "weekday")


@settings(deadline=None, max_examples=150)
@given(st.dates(ANCHOR - dt.timedelta(days=150), ANCHOR + dt.timedelta(days=150)))
def test_a_weekday_tells_the_year_that_is_not_said(day: dt.date) -> None:
    words = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    assert values(words) == [day.isoformat()]


@given(st.integers(1, 12), st.integers(1, 31))
def test_without_anchor_a_year_that_is_not_said_stays_unknown(month: int, day: int) -> None:
    if calendar.possible(day, month):
        assert values(f"le {day} {MONTHS[month - 1]}", None) == [f"XXXX-{month:02}-{day:02}"]


RELATIVE = [
    *("hier", "demain", "mardi prochain", "lundi dernier", "ce vendredi", "jeudi en huit", "l'an dernier"),
    *("la semaine prochaine", "le mois dernier", "il y a cinq ans", "dans six mois", "les six derniers mois"),
    *("cet été", "ce matin", "lundi", "à Pâques", "au premier semestre", "cette année scolaire"),
]


@pytest.mark.parametrize("words", RELATIVE)
def test_without_anchor_what_is_said_by_publication_has_no_value(words: str) -> None:
    assert values(words, None) == [None]


# --- What is none


IMPOSSIBLE = [
    (d, m, y) for y, m, d in product((2014, 2016), range(1, 14), range(0, 34)) if calendar.date(y, m, d) is None
]


@pytest.mark.parametrize(("day", "month", "year"), IMPOSSIBLE)
def test_a_day_that_no_calendar_has_is_no_date_nor_a_part_of_one(day: int, month: int, year: int) -> None:
    assert values(f"le {day:02}/{month:02}/{year}") == []
    if month <= 12 and day:
        assert values(f"le {day} {MONTHS[month - 1]} {year}") == []
        assert values(f"le {day} {MONTHS[month - 1]} {year} au matin, il pleuvait") == []


_TIME_KINDS = {
    *("MOIS", "ABREGES", "JOURS", "JOURS_ABREGES", "JOURS_PLURIEL", "SAISONS", "PARTIES", "PARTIES_PLURIEL", "MIDIS"),
    *("ADVERBES", "UNITES", "ANNEE", "UNITES_RELATIVES", "TRIMESTRES", "FETES", "LENDEMAINS", "AN_SCOLAIRE", "NB"),
    *("MOIS_MOT", "SEMAINE_MOT", "MOITIES", "ANNEES_DITES", "EXERCICES_DITS", "PERIODES_NOMMEES"),
}
TIMELESS = sorted(
    word
    for word, (kinds, _) in GRAMMAR.lexicon.words.items()
    if not kinds & _TIME_KINDS
    and word not in ("rentree", "rentrees", "jour", "siecle", "siecles", "millenaire", "heure")
)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from([*TIMELESS, ",", ".", "«", "»", "—", "(", ")", "Lille", "commune", "projet", "Anne"])
        | st.text(st.characters(exclude_categories=("N", "C", "Z")), min_size=1, max_size=6),
        max_size=40,
    )
)
def test_a_sentence_without_figures_months_weekdays_or_words_of_time_has_no_date(words: list[str]) -> None:
    text = " ".join(words)
    if any(GRAMMAR.lexicon.words.get(w, (frozenset(), {}))[0] & _TIME_KINDS for w in re.findall(r"\w+", fold(text))):
        return
    assert found(text) == []


NEVER = """
01 99 00 12 34 | 06 39 98 12 12 | +33 1 99 00 12 34 | tél. 04.65.71.12.34 | communique-2020-02-11.pdf
n° 2022-114 | loi 2015-991 | article 1382 du Code civil | art. L. 2122-22 | directive 2014/24/UE | 45 % | 12,5 %
1,2 million | 1.2 million | 2 024 € | 2024 euros | 1 500 personnes | 1990 habitants | les 2000 entreprises
score de 3-2 | 12/20 | les 3/4 des élèves | page 2/3 | 12, rue du 8 mai 1945 | place du 11 Novembre | BP 2024
une | Je suis là | il a été élu | ont été signés | en second lieu | une seconde chance | Paris 2024 | Horizon 2020
ISO 9001 | Peugeot 2008 | la Coupe du monde 2023 | les Jeux olympiques 2024 | 1er prix | au 3e étage | âgé de 25 ans
les 18-25 ans | Paul Martin, 25 ans, est élu | les moins de 25 ans | dès 6 ans | le monde de demain | à l'heure
Champ de Mars | Midi-Pyrénées | l'ascension du col | marché de Noël | à Saint-Nicolas | les vacances de la Toussaint
"""


@pytest.mark.parametrize("text", [t.strip() for line in NEVER.strip().splitlines() for t in line.split("|")])
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert found(text) == []


# --- A date and what stands around it


PROGRAMME = """Rendez-vous le jeudi 5 mars 2020

- 9 h : accueil
- 10 h à 12 h : ateliers (visibles jusqu'au 25 juin)
- 14 heures : clôture"""


def test_the_hours_of_a_programme_are_of_the_day_named_above() -> None:
    assert values(PROGRAMME) == [
        *("2020-03-05", "2020-03-05T09:00", "2020-03-05T10:00/2020-03-05T12:00", "../2020-06-25", "2020-03-05T14:00"),
    ]


def test_opening_hours_are_of_no_day() -> None:
    text = "Le 5 mars 2020, visite.\n\nOuvert du lundi au vendredi de 9 h à 12 h"
    assert values(text) == ["2020-03-05", "R/P1W", "T09:00/T12:00"]


def test_an_hour_is_not_of_the_day_of_publication() -> None:
    assert values("Lille, le 11 février 2020\n\nRendez-vous à 18 h") == ["2020-02-11", "T18:00"]


def test_a_weekday_after_a_date_to_come_is_of_that_event() -> None:
    assert values("La fête aura lieu le 29 février. Dimanche, un bal.") == ["2020-02-29", "2020-03-01"]


def test_a_day_without_year_is_of_the_year_that_the_text_says_for_it() -> None:
    text = "Du 28 au 30 mars 2019. Le 29 mars, un bal ; les 28 et 29 mars, des ateliers ; jeudi et vendredi, la foire."
    want = ["2019-03-28/2019-03-30", "2019-03-29", "2019-03-28/2019-03-29", "2019-03-28/2019-03-29"]
    assert values(text, None) == want


def test_with_the_article_a_weekday_is_every_one_unless_an_event_has_it() -> None:
    assert values("La piscine est gratuite le samedi.") == ["R/P1W"]
    assert values("La foire se tient les 7 et 8 mars. Le samedi, un concert.") == [
        "2020-03-07/2020-03-08",
        "2020-03-07",
    ]


# --- Values and bounds


EVERY_KIND = [
    "le 3 mars 2020", "mars 2020", "2020", "T3 2022", "S2 2021", "été 2019", "années 90", "XIXe siècle", "52 av. J.-C.",
    "IIIe millénaire", "an 800", "le 3 mars", "du 3 au 7 mars 2020", "depuis 2013", "d'ici 2030", "années 80-90",
    "saison 2023-2024", "fin 2018", "rentrée 2024", "le 3 mars 2020 à 18h", "le 3 mars 2020 de 9h à 17h", "à 18h",
    "de 9h à 12h", "jusqu'au 3 mars 2020 à 18h", "hier", "la semaine dernière", "première quinzaine de mars 2020",
    "automne-hiver 2024", "à Noël", "dans six mois", "les dix dernières années", "le 3 mars 2020 à partir de 18h",
]  # fmt: skip


def edtf_of(point: str) -> str:
    """A point with a clock time as the library wants it, with seconds; a clock time alone is no EDTF."""
    return point + ":00" if "T" in point[1:] else "2020-01-01" if point.startswith("T") else point


@pytest.mark.parametrize("text", EVERY_KIND)
def test_values_are_edtf(text: str) -> None:
    for anchor in (ANCHOR, None):
        for value in values(text, anchor):
            for point in (value or "..").split("/"):
                assert point == ".." or parse_edtf(edtf_of(point)) is not None


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from([*EVERY_KIND, "et", ",", "à", "le", "puis", "depuis", "du", "au", "."]), max_size=6))
def test_values_of_any_mixture_are_edtf_and_bounds_in_order(words: list[str]) -> None:
    text = " ".join(words)
    for date in dates.find(text, GRAMMAR, ANCHOR):
        assert not (date.first and date.last) or date.first <= date.last
        if date.type in ("DATE", "INTERVAL", "TIME"):
            for point in (date.value or "..").split("/"):
                assert point == ".." or parse_edtf(edtf_of(point)) is not None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("début mars 2020", "2020-03-01", "2020-03-10"),
        ("mi-mars 2020", "2020-03-11", "2020-03-20"),
        ("fin février 2020", "2020-02-21", "2020-02-29"),
        ("début 2018", "2018-01-01", "2018-04-30"),
        ("mi-2018", "2018-05-01", "2018-08-31"),
        ("fin 2018", "2018-09-01", "2018-12-31"),
        ("au début des années 1990", "1990-01-01", "1992-12-31"),
        ("à la fin des années 1990", "1996-01-01", "1999-12-31"),
        ("à la fin du XXe siècle", "1966-01-01", "1999-12-31"),
        ("à la fin du premier semestre 2020", "2020-05-01", "2020-06-30"),
        ("environ le 3 mars 2020", "2020-03-03", "2020-03-03"),
    ],
)
def test_beginning_middle_and_end_are_thirds_of_the_bounds_only(text: str, first: str, last: str) -> None:
    (date,) = dates.find(text, GRAMMAR, ANCHOR)
    assert (str(date.first), str(date.last)) == (first, last)


@pytest.mark.parametrize("year", range(1990, 2040))
def test_feasts_fall_where_easter_says(year: int) -> None:
    easter = calendar.easter(year)
    assert easter.isoweekday() == 7 and dt.date(year, 3, 22) <= easter <= dt.date(year, 4, 25)
    assert values(f"le lundi de Pâques {year}") == [str(easter + dt.timedelta(days=1))]
    assert values(f"le jeudi de l'Ascension {year}") == [str(easter + dt.timedelta(days=39))]
    assert values(f"le lundi de Pentecôte {year}") == [str(easter + dt.timedelta(days=50))]


# --- What docs/dates.md says


DOC = (Path(__file__).parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")
TABLE = re.findall(r"^\| (.+?) \| (`.+) \|$", DOC[DOC.index("## Table") :], re.MULTILINE)


@pytest.mark.parametrize(("words", "want"), TABLE)
def test_the_table_of_the_documentation_is_true(words: str, want: str) -> None:
    got = [
        f"`{words[d.start : d.end]}` {d.type} `{d.value}`" + (f" {d.mod}" if d.mod else "")
        for d in dates.find(words, GRAMMAR, ANCHOR)
    ]
    assert ", ".join(got) == want


def test_the_documentation_has_its_table() -> None:
    assert len(TABLE) > 100


# --- Cost


HOSTILE = [
    *("du 1 au 2 ", "1234567890", "1 ", "mars ", "le 3, ", "lundi ", "les 3-4 et ", "de 9h à ", "depuis ", "un an et "),
    *("entre le 3 et ", "premier ", "années 80, ", "2020-", "12/", "vingt-", "\n- 3 mars", "à 9h ", "été ", "XIXe et "),
]


def cost(text: str) -> float:
    """Seconds, the best of two."""
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        dates.find(text, GRAMMAR, ANCHOR)
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize("unit", HOSTILE)
def test_cost_grows_as_the_text_does(unit: str) -> None:
    short, long = (unit * (size // len(unit)) for size in (4_000, 32_000))
    assert cost(long) < 24 * max(cost(short), 0.002)  # eight times the text; a quadratic cost would be 64 times
