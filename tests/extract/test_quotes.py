"""Direct speech with its speaker, however the text says whose it is; and never a title, a name, a scare quote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique.document import Document
from communique.extract import closure, zones
from communique.extract.quotes import find, refused
from communique.proof import document_of
from communique.record import Producer, Quote, Release
from communique.rulebook import load
from communique.run import fill
from growth import LINEAR, growth

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)
LEA = "[Léa Noury](PER), maire de [Tours](LOC)"
PAUL = "[Paul Rimbert](PER)"


def release(text: str) -> Release:
    done = fill(document_of(text), PRODUCER, RULES, closure(["quotes"]))
    assert not [p for p in done.problems if p.error[:1].isupper()]
    return done


def quotes(text: str) -> tuple[Quote, ...]:
    return release(text).quotes


def gists(text: str) -> list[str]:
    return [q.gist() for q in quotes(text)]


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        (f"« Le pont rouvrira lundi », déclare {LEA}.", "Léa Noury", "déclare"),
        (f"« Le pont rouvrira lundi » déclare {LEA}.", "Léa Noury", "déclare"),
        (f"« Le pont rouvrira lundi, » a déclaré ce matin {LEA}.", "Léa Noury", "a déclaré"),
        (f"«Le pont rouvrira lundi»,déclare {LEA}.", "Léa Noury", "déclare"),
        (f"“Le pont rouvrira lundi”, s'est réjouie {LEA}.", "Léa Noury", "s'est réjouie"),
        (f'"Le pont rouvrira lundi", n\'a pas manqué de rappeler {LEA}.', "Léa Noury", "n'a pas manqué de rappeler"),
        (f"'Le pont rouvrira lundi', fait valoir {LEA}.", "Léa Noury", "fait valoir"),
        (f"<< Le pont rouvrira lundi >>, met en avant {LEA}.", "Léa Noury", "met en avant"),
        (f"« Le pont rouvrira lundi », comme l'a souligné {LEA}.", "Léa Noury", "l'a souligné"),
        (f"{LEA}, se réjouit : « Le pont rouvrira lundi »", "Léa Noury", "se réjouit"),
        (f"{LEA}, l'affirme : « Le pont rouvrira lundi »", "Léa Noury", "l'affirme"),
        (f"Comme le rappelle {LEA} : « Le pont rouvrira lundi »", "Léa Noury", "le rappelle"),
        (f"Réaction de {LEA} : « Le pont rouvrira lundi. »", "Léa Noury", ":"),
        (f"- {LEA} : « Le pont rouvrira lundi. »\n- {PAUL} : « Le bac partira. »", "Léa Noury", ":"),
        (f"D'après {LEA}, « Le pont rouvrira lundi ».", "Léa Noury", "D'après"),
        (f"{LEA}, s'est exprimée ainsi. « Le pont rouvrira lundi, et pour longtemps. »", "Léa Noury", "s'est exprimée"),
        (f"« Le pont rouvrira lundi »\n{LEA}", "Léa Noury", None),
        (f"« Le pont rouvrira lundi » ({LEA})", "Léa Noury", None),
        (f"# « Le pont rouvrira lundi » : {LEA}", "Léa Noury", None),
    ],
)
def test_the_speaker_stands_after_before_or_below(text: str, speaker: str, cue: str | None) -> None:
    first = quotes(text)[0]
    assert first.value.startswith("Le pont rouvrira lundi")
    assert (first.speaker, first.cue, first.entity) == (speaker, cue, "e1")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("« A voulu “tout” dire », dit X.", ["A voulu “tout” dire"]),
        ("« Le prix « Jeune » revient », dit X.", ["Le prix « Jeune » revient"]),
        ("« Un deux trois.\n\n« Quatre cinq six. », dit X.", ["Un deux trois.", "Quatre cinq six."]),
        ("« Un deux trois.\n\nQuatre cinq six. », dit X.", ["Un deux trois. Quatre cinq six."]),
        ("« Un deux trois, dit X, quatre cinq. »", ["Un deux trois, dit X, quatre cinq."]),
        ("« Un deux trois », dit X, « quatre cinq ».", ["Un deux trois", "quatre cinq"]),
        ("« Un deux trois », dit X. « Quatre cinq. »", ["Un deux trois", "Quatre cinq."]),
        (
            "« Un deux trois », dit X.\n\n« Quatre cinq six sept huit neuf dix onze. »",
            ["Un deux trois", "Quatre cinq six sept huit neuf dix onze."],
        ),
        ("« Un deux trois, dit X, maire.\n\nRien de plus.", ["Un deux trois"]),
        ("Un deux trois », dit X.\n\nRien de plus.", ["Un deux trois"]),
        ('« Un deux trois", dit X. Rien de plus.', ["Un deux trois"]),
    ],
)
def test_one_quote_a_pair_of_marks(text: str, values: list[str]) -> None:
    found = quotes(text.replace("X", PAUL))
    assert [q.value for q in found] == [v.replace("X", "Paul Rimbert") for v in values]
    assert {q.speaker for q in found} == {"Paul Rimbert"}


def test_a_mark_that_is_never_closed_costs_no_other_quote() -> None:
    text = f"Une « erreur de frappe.\n\nUn autre sujet.\n\n« Le pont rouvrira lundi », dit {PAUL}.\n\nLa suite."
    assert gists(text) == ["Paul Rimbert: Le pont rouvrira lundi"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{LEA}, et {PAUL} ont signé. « C'est un grand jour », se réjouit-elle.", "Léa Noury"),
        (f"{LEA}, et {PAUL} ont signé. « C'est un grand jour », se réjouit-il.", "Paul Rimbert"),
        (f"{LEA}, a reçu {PAUL}. Elle ajoute : « C'est un grand jour. »", "Léa Noury"),
        (f"{LEA}, a signé. « C'est un grand jour », a dit la maire.", "Léa Noury"),
        (f"{LEA}, a signé. « C'est un grand jour », a dit le préfet.", "préfet"),
        ("« C'est un grand jour », a dit le maire de [Tours](LOC).", "maire de Tours"),
        ("« C'est un grand jour », se réjouit l'association.", "association"),
        ("« C'est un grand jour », déclare Solène Marchadour.", "Solène Marchadour"),
        (f"« C'est un grand jour », dit {PAUL}. « Je suis fier », poursuit M. [Rimbert](PER).", "Paul Rimbert"),
    ],
)
def test_pronouns_roles_and_bare_names_lead_to_the_fullest_name(text: str, speaker: str) -> None:
    assert quotes(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # a role without article, a place, a past before the comma; then the subject
        (f"Directeur depuis mai, {PAUL} ne cherche pas à plaire. « Nous serons en retard, hélas. »", "Paul Rimbert"),
        (
            f"Installé ici depuis dix ans, {PAUL} tient un café. « J'ai perdu un client sur trois. »",
            "Paul Rimbert",
        ),
        (f"Du quai, {PAUL} voit tout. « Le matin, ce sont les écoliers. Le soir, les coureurs. »", "Paul Rimbert"),
        (f"Ancien soudeur, {PAUL} connaît chaque rivet. « Le métal parle, il faut l'écouter. »", "Paul Rimbert"),
        (f"{PAUL} attend. Fleuriste au marché, il a gardé les lettres : « Je les jetterai. »", "Paul Rimbert"),
        # the colon after any verb, and after what is said
        ("Contacté, le maire n'exclut rien : « Tout est encore possible. »", "maire"),
        ("Très émue, la préfète se souvient : « La nuit de la crue, tout était noir. »", "préfète"),
        (f"{PAUL} a rouvert hier. Sa crainte : « Que les clients ne reviennent pas. »", "Paul Rimbert"),
        (f"« Nous avons tout repeint », dit {PAUL}. Son secret : « Ne jamais se hâter. »", "Paul Rimbert"),
        (f"« Nous n'avons rien lâché » : la formule est de {PAUL}.", "Paul Rimbert"),
        (f"« Ce pont est réparé, pas décoré. » Ainsi parle {PAUL}.", "Paul Rimbert"),
        (f"« Un travail d'orfèvre » : voilà comment {PAUL} décrit le chantier.", "Paul Rimbert"),
        (f"« Nous étions quarante cette nuit-là. » Le souvenir est de {PAUL}.", "Paul Rimbert"),
        (f"La conclusion est venue de {PAUL} : « Le fleuve n'a jamais fermé. »", "Paul Rimbert"),
        ("Extrait du discours du maire : « Une ville n'est pas une addition. »", "maire"),
        ("Le comité a publié ce message : « Rendez-vous lundi à midi, venez tous ! »", "comité"),
        ("L'avis de l'architecte est sans appel : « Le tablier doit rester gris. »", "architecte"),
        ("La réponse du maire n'a pas tardé : « Le marché est clos depuis hier. »", "maire"),
        (f"{PAUL}, batelier\n« Je passe par ici. »\n\n{LEA}\n« Le fleuve est à nous. »", "Léa Noury"),
        # the sentence after, of a quotation that opens its block
        (f"« Trois ans que j'attends ce jour ! » {PAUL} a ressorti ses tables.", "Paul Rimbert"),
        (f"« On a réparé, on n'a pas décoré. » Le soudeur {PAUL} ne mâche pas ses mots.", "Paul Rimbert"),
        (f"« On a réparé, on n'a pas décoré. » Celui qui parle, {PAUL}, dirige le bureau.", "Paul Rimbert"),
        # a person named is taken up by an epithet
        (f"{LEA}, a suivi le chantier. « Nous avons appris à lire un plan », s'amuse l'élue.", "Léa Noury"),
        (f"Le projet est porté par {PAUL}. « J'ai pensé à ceux de la nuit », dit l'artiste.", "Paul Rimbert"),
        (f"{LEA}, a reçu {PAUL}. « Le coût est lourd », reconnaît l'élue.", "Léa Noury"),
        ("« Nous achetons du temps », a rappelé la présidente. Architecte, [Léa Noury](PER) a fait rire.", "Léa Noury"),
        ("La ministre des Ports salue [Léa Noury](PER). « Elle était libre », dit la ministre.", "ministre des Ports"),
        (
            "La ministre de la Mer et des Ports est venue. « La mer est libre », dit la ministre.",
            "ministre de la Mer et des Ports",
        ),
        # according to
        (f"Aux yeux de {PAUL}, ce chantier est « une leçon de patience pour tous ».", "Paul Rimbert"),
        (f"Selon {PAUL}, ce chantier reste « une leçon de patience pour tous ».", "Paul Rimbert"),
        # who is no holder of an office
        ("« On reprend dès lundi », glisse un agent de la voirie.", "agent de la voirie"),
        ("« Deux ans, c'est long », soupire une passante croisée sur le quai.", "passante"),
        ("« La facture sera tenue », fait-on savoir à l'hôtel de ville.", "hôtel de ville"),
    ],
)
def test_the_speaker_may_be_told_by_the_sentence_around(text: str, speaker: str) -> None:
    assert quotes(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    "verb",
    [
        *("ponctue", "grince", "a risqué", "maugrée", "s'énerve", "laisse échapper", "balaie", "balaye", "traduit"),
        *("grommelle", "achève", "appuie", "réitère", "tranche", "s'agace", "sourit", "glisse", "prévient", "résume"),
    ],
)
def test_what_stands_between_a_quotation_and_a_role_may_be_many_a_verb(verb: str) -> None:
    assert gists(f"« Nous avons tenu parole », {verb} la préfète.") == ["préfète: Nous avons tenu parole"]


def test_a_name_in_the_line_above_is_nearer_than_the_block_below() -> None:
    text = f"{PAUL}, batelier\n« Je passe par ici chaque jour. »\n\n{LEA}\n« Le fleuve est à nous tous. »"
    assert gists(text) == ["Paul Rimbert: Je passe par ici chaque jour.", "Léa Noury: Le fleuve est à nous tous."]


@pytest.mark.parametrize(
    "text",
    [
        f"{PAUL} publie un livre : « Nous étions bâtisseurs »",
        f"Installé ici, {PAUL} a écrit un roman : « Les eaux calmes du fleuve »",
        "Le maire inaugurera une exposition : « La ville est à nous »",
        f"{PAUL} est là. Son roman : « La vie est un pont »",
        "Le préfet a signé l'arrêté : « Le pont est interdit aux deux-roues. »",
        "Le règlement est clair : « Le pont est réservé aux piétons. »",
        f"Pour {PAUL}, le projet « Un pont pour tous les enfants du quartier » compte.",
        "À l'hôtel de ville, on se veut rassurant : « Le marché est prêt. »",
        f"Née ici, {PAUL} dirige l'office. « Les cahiers du fleuve et de la mer »",
        f"« La ville avec vous » : le slogan est de {PAUL}.",
        "[Léa Noury](PER) dirige le réseau : « Le temps est venu. »",
        f"« Les contes du quai et de la rive » {PAUL} a ouvert la séance.",
        f"Une pancarte dit « On ne passe plus ici sans casque. » {PAUL} l'a posée lundi.",
        f"« Ici est tombé un homme. » Une plaque est posée. {PAUL} l'a voulue.",
    ],
)
def test_documents_titles_and_slogans_around_a_person_are_none(text: str) -> None:
    assert gists(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{PAUL} présente son livre « La ville est un long fleuve ».",
        f"{PAUL}, dit « le Grand », a gagné.",
        f"{PAUL} a salué « un succès ».",
        f"Le programme « Petites villes de demain », a dit {PAUL}, commence.",
        "La loi « climat et résilience » entre en vigueur.",
        f"« Merci », a dit {PAUL}.",
        f"Concert de {PAUL} : « Les quatre saisons »",
        f"Avec le soutien de {PAUL}, l'exposition « Nous sommes la forêt » ouvre.",
        "« Personne ne dit que cela est vrai. »",
        f"Spectacle « Nous irons au bois », avec {PAUL}.",
    ],
)
def test_titles_names_and_scare_quotes_are_none(text: str) -> None:
    assert gists(text) == []


def test_what_is_no_quote_is_told_with_the_reason() -> None:
    text = f"{PAUL} a salué « un succès ». « Oui », dit {PAUL}. Le label « Ville fleurie » aussi."
    document = document_of(text)
    reasons = [(document.text[a:b], why) for a, b, _, why in refused(document, release(text), RULES)]
    assert reasons == [
        ("un succès", "a few words in a sentence of the release"),
        ("Oui", "a single word"),
        ("Ville fleurie", "a title or a name"),
    ]


HOSTILE = [
    "« Un deux trois quatre cinq », dit la préfète ",
    "« Un deux trois quatre cinq », dit l'élue, ",
    "son avis, elle, l'avis de la préfète, ",
    *("« ", '" ', "dit-il ", "« dit-il ", "« a b », dit-il. ", "«a»\n\n", "« Un deux », dit la maire ", "a », "),
    *("' a", "« a\n\n", "« a b »\n\n", "maire de la ", "Selon la "),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    prepared: dict[int, tuple[Document, Release]] = {}

    def work(size: int) -> None:
        if size not in prepared:
            document = document_of("« Un deux trois. » " + piece * (size // len(piece)) + "maire : « Un deux trois. »")
            blocks = zones.find(document, fill(document, PRODUCER, RULES, ()), RULES)["blocks"]
            prepared[size] = document, fill(document, PRODUCER, RULES, ()).model_copy(update={"blocks": blocks})
        find(*prepared[size], RULES)

    assert growth(work, 5_000) < LINEAR


# --- What docs/quotes.md says

DOC = (Path(__file__).parents[2] / "docs" / "quotes.md").read_text("utf-8")
EXAMPLES = re.findall(r"```text\n(.+?)```\n\n\|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)*)", DOC, re.DOTALL)


@pytest.mark.parametrize(("text", "table"), EXAMPLES)
def test_the_examples_of_the_documentation_are_true(text: str, table: str) -> None:
    want = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]
    want = [[cell.strip(" |") for cell in row] for row in want]
    got = [[q.speaker, q.value, q.by.removeprefix("quotes/"), q.cue or ""] for q in quotes(text)]
    assert got == want


def test_the_documentation_has_its_examples_and_names_every_rule() -> None:
    assert len(EXAMPLES) == 4
    assert [rule.name for rule in RULES["quotes"] if f"`{rule.name}`" not in DOC] == []
