"""Each gold fact and each found fact stands in exactly one case, and is judged by the guide."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.evaluate.cases import MEASURES, Case
from communique.evaluate.gold import Gold
from communique.evaluate.score import score
from evaluate_samples import gold, plain, release, span


def judged(cases: tuple[Case, ...], layer: str) -> list[tuple[str, str | None, str | None, set[str]]]:
    """verdict, gold's words, found words and credits of the cases of one layer."""
    return [
        (c.verdict, c.gold and c.gold.words, c.found and c.found.words, set(c.credits))
        for c in cases
        if c.layer == layer
    ]


def scored(wanted: str, got: str, layer: str) -> list[tuple[str, str | None, str | None, set[str]]]:
    return judged(score(gold(wanted), release(got)), layer)


def test_a_mention_is_right_by_its_ends_and_label() -> None:
    text = "La [Ville de Tours](ORG) et [Blois](LOC)"
    assert scored(text, text, "mentions") == [
        ("right", "Ville de Tours", "Ville de Tours", {"strict", "exact", "partial", "type"}),
        ("right", "Blois", "Blois", {"strict", "exact", "partial", "type"}),
    ]


def test_the_five_classes_of_error() -> None:
    wanted = "La [Ville de Tours](ORG), [Blois](LOC), [Ève Brun](PER), Loire."
    got = "La Ville de [Tours](ORG), [Blois](ORG), Ève Brun, [Loire](LOC)."
    assert scored(wanted, got, "mentions") == [
        ("ends", "Ville de Tours", "Tours", {"partial", "type"}),
        ("label", "Blois", "Blois", {"partial", "exact"}),
        ("missed", "Ève Brun", None, set()),
        ("spurious", None, "Loire", set()),
    ]
    assert scored("[hier](DATE 2020-02-10)", "[hier](DATE 2020-02-11)", "dates") == [
        ("value", "hier", "hier", {"partial", "exact", "type"})
    ]


def test_of_two_overlapping_findings_the_one_with_the_gold_s_ends_is_its_own() -> None:
    wanted = "le [3 mai 2021](DATE 2021-05-03)"
    made = release(wanted)
    double = made.model_copy(
        update={"dates": (made.dates[0].model_copy(update={"start": 5, "text": "mai 2021"}), *made.dates)}
    )
    assert [case[0] for case in judged(score(gold(wanted), double), "dates")] == ["right", "spurious"]


def test_a_found_fact_counts_once_though_it_covers_two_gold_ones() -> None:
    cases = scored("[Tours](LOC) et [Blois](LOC)", "[Tours et Blois](LOC)", "mentions")
    assert [case[0] for case in cases] == ["ends", "missed"]


def test_white_space_signs_and_chrome_do_not_count() -> None:
    wanted = "La [Ville de Tours](ORG) ouvre l’[école Zay](LOC)."
    got = "Menu Accueil\n\nLa [Ville\u00a0de\nTours](ORG) ouvre l'[école Zay](LOC)."
    assert [case[0] for case in scored(wanted, got, "mentions")] == ["right", "right"]


def test_a_finding_in_the_chrome_is_spurious() -> None:
    cases = scored("La [Ville de Tours](ORG) ouvre.", "[Facebook](ORG)\n\nLa [Ville de Tours](ORG) ouvre.", "mentions")
    assert [case[0] for case in cases] == ["right", "spurious"]


def test_a_date_needs_type_value_mod_and_ends() -> None:
    everything = {"strict", "exact", "partial", "type", "value", "interval"}
    for wanted, got, verdict, missing in [
        ("[fin 2018](DATE 2018 END)", "[fin 2018](DATE 2018 END)", "right", set()),
        ("[fin 2018](DATE 2018 END)", "[fin 2018](DATE 2018)", "value", {"strict"}),
        ("le [3 mai](DATE 2021-05-03)", "[le 3 mai](DATE 2021-05-03)", "ends", {"strict", "exact"}),
        ("depuis [2018](INTERVAL 2018/..)", "depuis [2018](DATE 2018)", "label", {"strict", "type", "value"}),
        ("[en mai](DATE 2021-05)", "[en mai](DATE 2021)", "value", {"strict", "value"}),
        ("[un an et demi](DURATION P1Y6M)", "[un an et demi](DURATION P18M)", "right", set()),
    ]:
        ((said, _, _, credits),) = scored(wanted, got, "dates")
        assert (said, credits) == (verdict, everything - missing), wanted


def test_a_quote_has_the_same_text_from_four_fifths_of_its_ink() -> None:
    wanted = "Elle dit : « [Nous ouvrons demain](QUOTE Ève Brun) », dit-elle."
    for got, verdict, credits in [
        (wanted, "right", {"partial", "text", "speaker"}),
        (wanted.replace("Ève Brun", "Paul Roux"), "value", {"partial", "text"}),
        ("Elle dit : «[ Nous ouvrons demain »](QUOTE Ève Brun), dit-elle.", "right", {"partial", "text", "speaker"}),
        ("Elle dit : « Nous ouvrons [demain](QUOTE Ève Brun) », dit-elle.", "ends", {"partial"}),
    ]:
        assert [(case[0], case[3]) for case in scored(wanted, got, "quotes")] == [(verdict, credits)], got


@pytest.mark.parametrize(
    ("layer", "wanted", "value", "verdict"),
    [
        ("issuer", "Comité national de l’eau", "CNE", "right"),
        ("issuer", "Ville de Tours", "la ville de TOURS", "right"),
        ("issuer", "Ville de Tours", "Ville", "ends"),
        ("title", "La Ville ouvre une piscine", "LA VILLE OUVRE UNE PISCINE !", "right"),
        ("title", "La Ville ouvre une piscine", "Communiqué de presse", "value"),
        ("place", "Tours", None, "missed"),
        ("place", None, "Tours", "spurious"),
        ("place", None, None, "right"),
    ],
)
def test_a_field_with_one_value(layer: str, wanted: str | None, value: str | None, verdict: str) -> None:
    acronyms = [{"short": "CNE", "long": "Comité national de l’eau"}]
    fact = None if value is None else {"start": 0, "end": 0, "text": "", "by": "essai/regle", "value": value}
    cases = score(gold("Texte", acronyms=acronyms, **{layer: wanted}), release("Texte", **{layer: fact}))
    assert [case.verdict for case in cases if case.layer == layer] == [verdict]


def test_published_is_right_by_its_value_alone() -> None:
    wanted = "Tours, le [3 mai 2021](DATE 2021-05-03)"
    made = release(wanted)
    for date, verdict in [("2021-05-03", "right"), ("2021-05-04", "value"), (None, "spurious")]:
        cases = score(gold(wanted, published=date), made.model_copy(update={"published": made.dates[0]}))
        assert [case.verdict for case in cases if case.layer == "published"] == [verdict]


PERSON = "Ève Brun, présidente du CNE (Comité national de l’eau)"


def person(name: str, *roles: tuple[str, str | None]) -> dict[str, Any]:
    return {"name": name, "roles": [{"title": t, "organization": o} for t, o in roles]}


def found_person(name: str, *roles: tuple[str, str | None]) -> dict[str, Any]:
    return {"name": name, "roles": [span(PERSON, t) | {"title": t, "organization": o} for t, o in roles]}


@pytest.mark.parametrize(
    ("found", "persons", "roles"),
    [
        (found_person("Ève Brun", ("présidente", "CNE")), ["right"], [("right", {"partial", "title", "triple"})]),
        (found_person("Ève Brun", ("présidente", None)), ["right"], [("value", {"partial", "title"})]),
        (found_person("Ève Brun", ("présidente du CNE", None)), ["right"], [("ends", {"partial"})]),
        (found_person("Brun", ("présidente", "CNE")), ["ends"], [("value", {"partial"})]),
        (found_person("Paul Roux"), ["missed", "spurious"], [("missed", set())]),
    ],
)
def test_a_role_is_a_triple_of_name_title_and_organization(
    found: dict[str, Any], persons: list[str], roles: list[tuple[str, set[str]]]
) -> None:
    wanted = gold(
        PERSON,
        persons=[person("Ève Brun", ("Présidente", "Comité national de l’eau"))],
        acronyms=[{"short": "CNE", "long": "Comité national de l’eau"}],
    )
    cases = score(wanted, release(PERSON, persons=[found]))
    assert [case[0] for case in judged(cases, "persons")] == persons
    assert [(case[0], case[3]) for case in judged(cases, "roles")] == roles


@pytest.mark.parametrize(
    ("long", "verdict", "credits"),
    [
        ("Comité national de l’eau", "right", {"short", "pair"}),
        ("le Comité national de l'eau", "right", {"short", "pair"}),
        ("national de l’eau", "value", {"short"}),
        (None, "label", {"short"}),
    ],
)
def test_an_acronym_is_a_pair(long: str | None, verdict: str, credits: set[str]) -> None:
    wanted = gold(PERSON, acronyms=[{"short": "CNE", "long": "Comité national de l’eau"}])
    cases = score(wanted, release(PERSON, acronyms=[span(PERSON, "CNE") | {"short": "CNE", "long": long}]))
    assert [(case[0], case[3]) for case in judged(cases, "acronyms")] == [(verdict, credits)]


CONTACT = "Contact presse\nÈve Brun, chargée de presse\n01 99 00 12 34 – eve@tours.example"


@pytest.mark.parametrize(
    ("change", "verdict", "credits"),
    [
        ({}, "right", {"partial", "record", "full"}),
        ({"emails": ["Eve@tours.example"]}, "right", {"partial", "record", "full"}),
        ({"role": None}, "value", {"partial", "record"}),
        ({"phones": []}, "value", {"partial"}),
        ({"name": None}, "value", {"partial"}),
    ],
)
def test_a_contact_is_a_record(change: dict[str, Any], verdict: str, credits: set[str]) -> None:
    wanted = {
        "name": "Ève Brun",
        "role": "chargée de presse",
        "phones": ["+33199001234"],
        "emails": ["eve@tours.example"],
    }
    cases = score(
        gold(CONTACT, contacts=[wanted]), release(CONTACT, contacts=[span(CONTACT, CONTACT) | wanted | change])
    )
    assert [(case[0], case[3]) for case in judged(cases, "contacts")] == [(verdict, credits)]


def test_two_contacts_that_share_nothing_are_not_paired() -> None:
    wanted, got = {"name": "Ève Brun", "emails": ["eve@tours.example"]}, {"name": "Paul Roux", "emails": []}
    cases = score(gold(CONTACT, contacts=[wanted]), release(CONTACT, contacts=[span(CONTACT, CONTACT) | got]))
    assert [case[0] for case in judged(cases, "contacts")] == ["missed", "spurious"]


SUMS = "Une aide de 3,4 millions d’euros, soit 12 % du budget."


@pytest.mark.parametrize(
    ("words", "value", "unit", "verdict", "credits"),
    [
        ("3,4 millions d’euros", "3400000.0", "EUR", "right", {"strict", "exact", "partial", "value"}),
        ("millions d’euros", "3400000", "EUR", "ends", {"partial", "value"}),
        ("3,4 millions d’euros", "3400000", "USD", "value", {"exact", "partial"}),
        ("3,4 millions d’euros", "3400", "EUR", "value", {"exact", "partial"}),
    ],
)
def test_a_sum_is_its_number_and_currency(words: str, value: str, unit: str, verdict: str, credits: set[str]) -> None:
    wanted = {"start": 12, "end": 32, "value": "3400000", "unit": "EUR"}
    share = span(SUMS, "12 %", value="12", unit="%")  # the guide annotates sums of money only
    got = [span(SUMS, words, value=value, unit=unit), share]
    cases = score(gold(SUMS, amounts=[wanted]), release(SUMS, amounts=got))
    assert [(case[0], case[3]) for case in judged(cases, "amounts")] == [(verdict, credits)]


@pytest.mark.parametrize(
    ("said", "found", "cases"),
    [
        ("invitation", "autre", [("value", "invitation", "autre", set())]),
        ("invitation", "invitation", [("right", "invitation", "invitation", {"value"})]),
        (None, "invitation", []),
    ],
)
def test_a_kind_that_no_rule_told_is_a_wrong_value(said: str | None, found: str, cases: list[Any]) -> None:
    assert judged(score(gold("x", kind=said), release("x", kind=found)), "kind") == cases


def test_a_zone_is_right_where_the_other_layers_tell_it() -> None:
    marked = (
        "La piscine rouvre\n\n« [Nous ouvrons lundi](QUOTE Jeanne Roux) », dit Jeanne Roux.\n\n"
        "À propos d'Orvalis\n\nPresse : 01 99 00 12 34, presse@orvalis.example"
    )
    text = plain(marked)
    contact = {"name": None, "phones": ["+33199001234"], "emails": ["presse@orvalis.example"]}
    about = span(text, "À propos d'Orvalis")
    wanted = gold(marked, title="La piscine rouvre", contacts=[contact], about=[about], lists=[])
    zones = ["header", "body", "about", "notes"]
    blocks = [
        {
            "start": text.index(words),
            "end": text.index(words) + len(words),
            "kind": "paragraph",
            "level": 0,
            "origin": "",
        }
        | {"zone": zone, "by": "essai/regle"}
        for words, zone in zip(text.split("\n\n"), zones, strict=True)
    ]
    assert [case[:2] for case in judged(score(wanted, release(marked, blocks=blocks)), "zones")] == [
        ("right", "La piscine rouvre"),
        ("right", "Nous ouvrons lundi"),
        ("right", "À propos d'Orvalis"),
        ("label", "99 00 12 34"),
        ("label", "presse@orvalis.example"),
    ]
    assert judged(score(wanted, release(marked)), "zones") == []


def test_an_about_block_is_right_by_its_text() -> None:
    text = "À propos de Tours\nUne ville de la Loire, fondée par les Romains."
    wanted = {"start": 0, "end": len(text)}
    for words, verdict in ((text, "right"), ("À propos de Tours", "ends")):
        cases = score(gold(text, about=[wanted]), release(text, about=[span(text, words)]))
        assert [case[0] for case in judged(cases, "about")] == [verdict]


LIST = "Trois axes :\n\nl’eau : moins de fuites\n\nle bruit\n\nles murs"


def listed(*items: tuple[str, int, str | None], intro: str | None = "Trois axes :") -> dict[str, Any]:
    """A gold list; an item is its text, level and theme."""
    rows = [
        {
            "text": text,
            "level": level,
            "themes": [{"theme": theme, "details": text.partition(" : ")[2]}] if theme else [],
        }
        for text, level, theme in items
    ]
    return {"intro": intro, "items": rows}


def found_list(*items: tuple[str, int, str | None], intro: str | None = "Trois axes :") -> dict[str, Any]:
    rows = [
        span(LIST, text)
        | {
            "level": level,
            "themes": [span(LIST, theme) | {"theme": theme, "details": text.partition(" : ")[2]}] if theme else [],
        }
        for text, level, theme in items
    ]
    return span(LIST, LIST) | {"intro": span(LIST, intro) | {"value": intro} if intro else None, "items": rows}


TREE = (("l’eau : moins de fuites", 1, "l’eau"), ("le bruit", 2, None), ("les murs", 1, None))


@pytest.mark.parametrize(
    ("found", "verdicts"),
    [
        (
            found_list(*TREE),
            {"lists": ["right"], "items": ["right"] * 3, "themes": ["right"], "intros": ["right"]},
        ),
        (
            found_list(*((text, 1, theme) for text, _, theme in TREE)),
            {"lists": ["value"], "items": ["right", "label", "right"], "themes": ["right"], "intros": ["right"]},
        ),
        (
            found_list(*TREE[:2], intro=None),
            {"lists": ["ends"], "items": ["right", "right", "missed"], "themes": ["right"], "intros": ["missed"]},
        ),
        (
            found_list(("l’eau : moins de fuites", 1, None), *TREE[1:]),
            {"lists": ["value"], "items": ["right"] * 3, "themes": ["missed"], "intros": ["right"]},
        ),
    ],
    ids=["whole", "flat", "cut", "no theme"],
)
def test_a_list_is_a_tree_of_items_themes_and_depths(found: dict[str, Any], verdicts: dict[str, list[str]]) -> None:
    cases = score(gold(LIST, lists=[listed(*TREE)]), release(LIST, lists=[found]))
    assert {layer: [case[0] for case in judged(cases, layer)] for layer in verdicts} == verdicts


def test_a_layer_that_was_not_annotated_is_not_scored() -> None:
    wanted = Gold.model_validate({"id": "cp", "text": "Tours", "dates": []})
    assert score(wanted, release("[Tours](LOC)")) == ()


def test_an_empty_record_misses_everything() -> None:
    cases = score(gold("[Tours](LOC) le [3 mai](DATE 2021-05-03)"), release(""))
    assert [(case.layer, case.verdict) for case in cases] == [("mentions", "missed"), ("dates", "missed")]


WORDS = st.sampled_from(["Tours", "la Ville", "le 3 mai", "Ève Brun", "ouvre", "\n\n", "[Tours](LOC)", "[Blois](ORG)"])
TEXTS = st.lists(
    st.one_of(WORDS, st.sampled_from(["[2020](DATE 2020)", "[oui](QUOTE Ève)", "[Ève Brun](PER)"])), max_size=25
)


@given(TEXTS, TEXTS)
def test_every_fact_stands_in_exactly_one_case(wanted: list[str], got: list[str]) -> None:
    one, made = gold(" ".join(wanted)), release(" ".join(got))
    cases = score(one, made)
    for layer in ("mentions", "dates", "quotes"):
        golds = Counter(c.gold.span for c in cases if c.layer == layer and c.gold)
        founds = Counter(c.found.span for c in cases if c.layer == layer and c.found)
        assert golds == Counter((x.start, x.end) for x in getattr(one, layer))
        assert founds == Counter((x.start, x.end) for x in getattr(made, layer))
    for case in cases:
        assert case.credits <= set(MEASURES[case.layer])
        assert (case.verdict == "right") == (MEASURES[case.layer][0] in case.credits)
        assert case.gold is None or one.text[slice(*case.gold.span or (0, 0))] == case.gold.words


@given(TEXTS)
def test_a_text_scored_against_itself_is_right(words: list[str]) -> None:
    text = " ".join(words)
    assert {case.verdict for case in score(gold(text), release(text))} <= {"right"}
    assert plain(text) == release(text).text
