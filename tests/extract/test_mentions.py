"""Names in a text are found, mended, labelled alike and told apart from common nouns."""

from __future__ import annotations

import pytest

from communique import process
from communique.clean import assemble
from communique.document import Part, Source
from communique.extract import closure, mentions
from communique.proof import document_of
from communique.record import Producer, Release
from communique.rulebook import load
from communique.run import fill
from growth import FACTOR, LINEAR, growth

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)


def release(text: str) -> Release:
    """What the rules find; [X](PER) marks what the model would."""
    return fill(document_of(text), PRODUCER, RULES, closure(["mentions"]))


def marked(text: str) -> str:
    """The text with its mentions marked up."""
    found = release(text)
    out = found.text
    for m in reversed(found.mentions):
        out = f"{out[: m.start]}[{m.text}]({m.label}){out[m.end :]}"
    return out


@pytest.mark.parametrize(
    "expected",
    [
        "La [Communauté d'agglomération du Pays de Saint-Omer](ORG) et la [Ville de Lille](ORG) ont voté.",
        "Le [ministère de la Transition écologique et de la Cohésion des territoires](ORG) a répondu.",
        "Le [conseil départemental de l'Aisne](ORG), la [préfecture du Nord](ORG) et le [CHU de Rennes](ORG).",
        "L'[agence régionale de santé Occitanie](ORG) finance le projet.",
        "La [direction générale de l'aménagement, du logement et de la nature](ORG) enquête.",
        "Les [Communautés de communes du Sud Avesnois](ORG), du [Cœur de l'Avesnois](ORG) signent.",
        "Elle a joué au [stade Pierre-Mauroy](LOC) puis [rue de la République](LOC).",
        "Le [Festival de Cannes](MISC), la [loi Climat](MISC) et le [prix Nobel de la paix](MISC).",
        "La [loi Rist](MISC) du 26 avril 2021 s'applique.",
        "Le [Commissariat à l'énergie atomique et aux énergies alternatives](ORG) recrute.",
        "[Nantes Métropole](ORG) et la [Région Bretagne](ORG) investissent en [Loire-Atlantique](LOC).",
    ],
)
def test_a_head_noun_says_what_a_name_is_and_how_far_it_goes(expected: str) -> None:
    assert (
        marked(expected.replace("[", "").replace("](ORG)", "").replace("](LOC)", "").replace("](MISC)", "")) == expected
    )


@pytest.mark.parametrize(
    "text",
    [
        "La métropole, le conseil départemental et la préfecture ont voté.",
        "La direction générale a décidé et le collège de ses pairs aussi.",
        "Il dort dans un hôpital de Lyon.",
        "La mise en place de Tchap et le cours de Bourse.",
        "Un chef d'État et le chef de l'État viendront.",
        "Le secrétaire d'État chargé de l'Enfance et des Familles parle.",
    ],
)
def test_a_common_noun_is_no_name(text: str) -> None:
    assert [m.text for m in release(text).mentions if m.label == "ORG"] == []


def test_the_model_loses_articles_civilities_titles_and_demonyms() -> None:
    text = "Avec [la Valmeuse](LOC), [M. Orlan](PER), [Président Orlan](PER), [Français](LOC) et [Objectif](MISC)."
    assert marked(text) == "Avec la [Valmeuse](LOC), M. [Orlan](PER), Président [Orlan](PER), Français et Objectif."


def test_a_span_of_the_model_is_cut_where_no_name_goes_on() -> None:
    assert marked("Les équipes de [Adikor - Belvar](ORG).") == "Les équipes de [Adikor](ORG) - [Belvar](ORG)."


def test_a_name_inside_a_longer_one_gives_way() -> None:
    assert marked("Les pilotes d'[Air France](ORG) volent.") == "Les pilotes d'[Air France](ORG) volent."


def test_a_common_noun_announces_a_name_of_which_it_is_no_part() -> None:
    text = "L'association Adage, le plan Nouvel Horizon et les communes de Roye, Montdidier et Moreuil."
    assert marked(text) == (
        "L'association [Adage](ORG), le plan [Nouvel Horizon](MISC) et les communes de "
        "[Roye](LOC), [Montdidier](LOC) et [Moreuil](LOC)."
    )


def test_a_minister_s_field_is_no_name() -> None:
    text = "Avec la ministre déléguée à l'[Enfance](ORG) et aux Familles, [Léa Noury](PER)."
    assert marked(text) == "Avec la ministre déléguée à l'Enfance et aux Familles, [Léa Noury](PER)."


def test_quotation_marks_hold_a_work_but_not_a_word_in_doubt_nor_speech() -> None:
    text = "Il a lu « Le Grand Large » et son « partenariat » ; elle a dit : « Nous sommes prêts »."
    assert [m.gist() for m in release(text).mentions] == ["Le Grand Large MISC"]


def test_a_person_is_found_by_civility_first_name_or_title() -> None:
    text = "Mme Orlan, le Dr Jean-Luc de La Tour, Élodie VASSEUR et la ministre Noury."
    found = [m.gist() for m in release(text).mentions]
    assert found == ["Orlan PER", "Jean-Luc de La Tour PER", "Élodie VASSEUR PER", "Noury PER"]


def entities(text: str) -> list[tuple[str, str]]:
    return [(m.text, m.entity) for m in release(text).mentions]


def test_a_family_name_alone_joins_its_person() -> None:
    text = "Élodie Vasseur arrive. Pour Vasseur, tout va bien."
    assert entities(text) == [("Élodie Vasseur", "e1"), ("Vasseur", "e1")]


def test_a_family_name_that_two_persons_bear_joins_neither() -> None:
    text = "Élodie Vasseur et Annie Vasseur arrivent. Pour Vasseur, tout va bien."
    assert entities(text) == [("Élodie Vasseur", "e1"), ("Annie Vasseur", "e2"), ("Vasseur", "e3")]


def test_a_slip_of_the_pen_does_not_make_two_persons() -> None:
    assert entities("Élodie Vasseur arrive. Élodie Vaseur repart.") == [
        ("Élodie Vasseur", "e1"),
        ("Élodie Vaseur", "e1"),
    ]


def test_an_organisation_is_one_with_and_without_its_head() -> None:
    text = "[Vent Debout](ORG) grandit. La fondation Vent Debout recrute."
    assert entities(text) == [("Vent Debout", "e1"), ("fondation Vent Debout", "e1")]


def test_a_name_found_once_is_found_again_in_capitals_too() -> None:
    text = (
        "LA VILLE DE LILLE ET ADIKOR OUVRENT UNE PISCINE\n\nLa Ville de Lille et [Adikor](ORG) l'ont dit. Adikor paie."
    )
    assert [m.text for m in release(text).mentions] == [
        "VILLE DE LILLE",
        "ADIKOR",
        "Ville de Lille",
        "Adikor",
        "Adikor",
    ]


def test_a_name_has_one_label_through_the_release() -> None:
    text = "[Adikor](ORG) recrute. [Adikor](LOC) grandit. La société Adikor exporte."
    assert {m.label for m in release(text).mentions} == {"ORG"}


def test_the_odd_one_of_an_enumeration_takes_the_label_of_the_others() -> None:
    text = "La CGT, la CFDT, [Sud-Santé](LOC) et l'UNSA appellent à la grève."
    assert {m.label for m in release(text).mentions} == {"ORG"}


def test_no_mention_runs_over_a_line_end() -> None:
    found = release("Contact\nVille de Lille\nÉlodie Vasseur\nPiscine Olympia")
    assert [m.text for m in found.mentions] == ["Ville de Lille", "Élodie Vasseur", "Piscine Olympia"]


def test_value_has_one_kind_of_space_and_apostrophe() -> None:
    (mention,) = release("Le conseil départemental de l’Aisne.").mentions
    assert (mention.text, mention.value) == ("conseil départemental de l’Aisne", "conseil départemental de l'Aisne")


@pytest.mark.parametrize(
    "text",
    [
        "Ville de " * 11_000,
        "Mme " * 25_000,
        "« A " * 25_000,
        "X est président " * 6_000,
        "ministère de la culture, " * 4_000,
        "l'" * 50_000,
        "(" * 100_000,
    ],
    ids=lambda t: t[:12],
)
def test_a_hostile_text_takes_linear_time(text: str) -> None:
    layers = [layer for layer in closure(["issuer"]) if layer.name in {"mentions", "entities", "persons", "issuer"}]

    def read(size: int) -> None:
        document = assemble(Source("t", b""), [Part("paragraph", text[:size])], {})
        assert not [p for p in fill(document, PRODUCER, RULES, layers).problems if p.error[:1].isupper()]

    assert growth(read, len(text) // FACTOR) < LINEAR


def test_a_line_may_end_after_any_word() -> None:
    for text in [e.text for rule in RULES["mentions"].rules for e in rule.examples if not e.text.startswith("---")]:
        words = text.split(" ")
        for n in range(1, len(words)):
            problems = release(" ".join(words[:n])).problems
            assert not [p for p in problems if p.error[:1].isupper()], " ".join(words[:n])


def test_word_lists_are_folded_once() -> None:
    assert mentions.lexicon(RULES) is mentions.lexicon(RULES)


@pytest.mark.model
def test_rules_and_model_together() -> None:
    text = "Lille, le 3 mars 2020. Mme Léa Noury, présidente de la MEL, a reçu le préfet du Nord à Roubaix."
    found = process(text, only={"mentions"}).mentions
    assert [m.gist() for m in found if m.label != "ORG"] == ["Lille LOC", "Léa Noury PER", "Nord LOC", "Roubaix LOC"]
