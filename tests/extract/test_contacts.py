"""A press contact has its own name, role, organisation, numbers and addresses, however the block is laid out."""

from __future__ import annotations

import pytest

from communique.clean import assemble
from communique.document import Part, Source
from communique.extract import closure
from communique.proof import document_of
from communique.record import Contact, Producer, Release
from communique.rulebook import load
from communique.run import fill
from growth import LINEAR, growth

RULES = load()
PRODUCER = Producer(version="0", model=None, rules=RULES.fingerprint)
LAYERS = closure(["contacts"])
LEAD = (
    "La piscine rouvre\n\nLa ville rouvre lundi prochain la piscine des Vignes, fermée depuis deux ans de travaux.\n\n"
)
PHONE, MAIL = "01 99 00 12 34", "lnoury@vaubourg.example"
LEA = f"Léa Noury | +33199001234 | {MAIL}"


def release(text: str) -> Release:
    return fill(document_of(LEAD + text), PRODUCER, RULES, LAYERS)


def contacts(text: str) -> list[str]:
    return [c.gist() for c in release(text).contacts]


def test_a_contact_of_many_lines_is_one_record() -> None:
    block = f"Ville de Vaubourg\nLéa Noury\nAttachée de presse\nTél. : {PHONE}\n{MAIL}\nwww.vaubourg.example"
    r = release(f"Contact presse\n{block}")
    start = r.text.index("Ville de Vaubourg\n")
    assert r.contacts == (
        Contact(
            start=start,
            end=len(r.text),
            text=block,
            by="contacts/bloc",
            name="Léa Noury",
            role="Attachée de presse",
            organization="Ville de Vaubourg",
            phones=("+33199001234",),
            emails=(MAIL,),
            urls=("www.vaubourg.example",),
        ),
    )


@pytest.mark.parametrize(
    "block",
    [
        f"Contact presse : Léa Noury, {PHONE}, {MAIL}",
        f"Contact presse : Léa Noury – Tél. : {PHONE} – Mél : {MAIL}",
        f"CONTACT PRESSE\nLéa Noury\n{PHONE} / {MAIL}",
        f"Contact presse\n\nLéa Noury\n\n{PHONE}\n\n{MAIL}",
        f"Contact presse – {MAIL} – {PHONE} – Léa Noury",
        f"Contact médias | Léa Noury | {PHONE} | {MAIL}",
        f"Contact presse : Madame Léa Noury ({PHONE}, {MAIL})",
        f"Votre contact\nMme Léa Noury\nTél {PHONE}\nFax 01 99 00 12 35\nStandard : 01 99 00 12 00\n{MAIL}",
        f"Contact presse : Léa Noury – +33 (0)1 99 00 12 34 – {MAIL.upper()}",
        f"Léa Noury\nContact presse\n{PHONE}\n{MAIL}",
        f"Contact : Léa Noury\nPort. : {PHONE}\nCourriel : {MAIL}\nTwitter : @leanoury",
        f"Contacts presse :\n- Léa Noury\n{PHONE}\n{MAIL}",
        "Contact presse\nLéa Noury\n01 99 00\n12 34\nlnoury@\nvaubourg.example",
        f"Contact presse nationale : Léa Noury, {PHONE}, {MAIL}",
        f"Press contact: Léa Noury, {PHONE}, {MAIL}",
    ],
)
def test_every_layout_gives_the_same_record(block: str) -> None:
    assert contacts(block) == [LEA]


@pytest.mark.parametrize(
    ("words", "gist"),
    [
        ("Léa Noury, attachée de presse", "Léa Noury | attachée de presse"),
        ("Attachée de presse : Léa Noury", "Léa Noury | Attachée de presse"),
        ("Léa Noury Attachée de presse", "Léa Noury | Attachée de presse"),
        (
            "Léa Noury\nChargée des relations presse\net du protocole",
            "Léa Noury | Chargée des relations presse et du protocole",
        ),
        ("Léa Noury, porte-parole d'Orvalis", "Léa Noury | porte-parole | Orvalis"),
        ("Léa Noury, directrice de la Communication", "Léa Noury | directrice de la Communication"),
        ("Léa Noury, présidente du collectif Vent d'Arvel", "Léa Noury | présidente | Vent d'Arvel"),
        ("Léa Noury, chargé(e) de communication", "Léa Noury | chargé(e) de communication"),
        ("Léa Noury, ancienne présidente", "Léa Noury | ancienne présidente"),
        ("Léa Noury, médiatrice culturelle", "Léa Noury | médiatrice culturelle"),
        ("Léa Noury, conseillère d'État", "Léa Noury | conseillère d'État"),
        ("Léa Noury – Ville de Vaubourg", "Léa Noury | Ville de Vaubourg"),
        ("Ville de Vaubourg – Léa Noury", "Léa Noury | Ville de Vaubourg"),
        ("Léa Noury (Agence Menvel)", "Léa Noury | Agence Menvel"),
        ("Agence Menvel, Léa Noury", "Léa Noury | Agence Menvel"),
        ("Service presse de la Métropole, Léa Noury", "Léa Noury | Service presse de la Métropole"),
        ("Fondation Marie Lestrade – Léa Noury", "Léa Noury | Fondation Marie Lestrade"),
        ("M. Paul RIMBERT, Secrétaire général", "Paul RIMBERT | Secrétaire général"),
        ("NOURY Léa", "NOURY Léa"),
        ("L. Noury", "L. Noury"),
        ("Mme Noury", "Noury"),
        ("Kvetha Rwanz, chargée de communication", "Kvetha Rwanz | chargée de communication"),
        ("Ville de Vaubourg", "Ville de Vaubourg"),
        ("Service communication", "Service communication"),
    ],
)
def test_name_role_and_organisation_are_told_apart(words: str, gist: str) -> None:
    assert contacts(f"Contact presse\n{words}\n{PHONE}") == [f"{gist} | +33199001234"]
    assert contacts(f"Contact presse : {words} – {PHONE}".replace("\n", ", ")) == [
        f"{gist} | +33199001234".replace("presse et du", "presse, et du")
    ]


@pytest.mark.parametrize(
    ("head", "organization"),
    [
        ("Contact presse Orvalis :", "Orvalis"),
        ("Contact presse de la Ville de Vaubourg :", "Ville de Vaubourg"),
        ("Contact presse du secrétariat d'État, chargé de l'Eau :", "secrétariat d'État"),
        ("Relations presse – Agence Menvel", "Agence Menvel"),
    ],
)
def test_the_head_names_the_organisation_of_all_its_contacts(head: str, organization: str) -> None:
    assert contacts(f"{head}\nLéa Noury {PHONE}\nPaul Rimbert 01 99 00 12 35") == [
        f"Léa Noury | {organization} | +33199001234",
        f"Paul Rimbert | {organization} | +33199001235",
    ]


def test_agency_and_company_each_have_their_people() -> None:
    block = (
        "Contacts presse\nAgence Menvel\nLéa Noury – lea@menvel.example – 06 39 98 12 34\n"
        "Tom Garrec – tom@menvel.example – 06 39 98 12 35\n\nOrvalis\nAnne Lestrade, directrice de la communication\n"
        f"{PHONE}\nanne.lestrade@orvalis.example"
    )
    assert contacts(block) == [
        "Léa Noury | Agence Menvel | +33639981234 | lea@menvel.example",
        "Tom Garrec | Agence Menvel | +33639981235 | tom@menvel.example",
        "Anne Lestrade | directrice de la communication | Orvalis | +33199001234 | anne.lestrade@orvalis.example",
    ]


@pytest.mark.parametrize(
    "block",
    [
        (
            "Contacts presse\nLéa Noury\n01 99 00 12 34\nlea@menvel.example\nPaul Rimbert\n"
            "01 99 00 12 35\nprimbert@menvel.example"
        ),
        (
            "Contacts presse\n\nLéa Noury | Paul Rimbert\n01 99 00 12 34 | 01 99 00 12 35\n"
            "lea@menvel.example | primbert@menvel.example"
        ),
        (
            "Contacts presse\nLéa Noury Paul Rimbert\n01 99 00 12 34 01 99 00 12 35\n"
            "lea@menvel.example primbert@menvel.example"
        ),
        (
            "Contacts presse : Léa Noury, lea@menvel.example, 01 99 00 12 34 ; "
            "Paul Rimbert, primbert@menvel.example, 01 99 00 12 35"
        ),
        (
            "Contacts presse\n01 99 00 12 34 – Léa Noury – lea@menvel.example\n"
            "01 99 00 12 35 – Paul Rimbert – primbert@menvel.example"
        ),
        (
            "Contacts presse\nLéa Noury : 01 99 00 12 34 – primbert@menvel.example\n"
            "Paul Rimbert : 01 99 00 12 35 – lea@menvel.example"
        ),
    ],
)
def test_each_person_has_their_own_number_and_address(block: str) -> None:
    assert contacts(block) == [
        "Léa Noury | +33199001234 | lea@menvel.example",
        "Paul Rimbert | +33199001235 | primbert@menvel.example",
    ]


def test_rows_of_a_table_are_read_down() -> None:
    rows = ["Léa Noury | Paul Rimbert", "Attachée de presse | Directeur", "01 99 00 12 34 | 01 99 00 12 35"]
    parts = [Part("title", "La piscine"), Part("heading", "Contacts presse", 2), *(Part("row", row) for row in rows)]
    found = fill(assemble(Source("t", b""), parts, {}), PRODUCER, RULES, LAYERS).contacts
    assert [c.gist() for c in found] == [
        "Léa Noury | Attachée de presse | +33199001234",
        "Paul Rimbert | Directeur | +33199001235",
    ]


def test_persons_named_together_share_what_follows() -> None:
    assert contacts(
        f"Attachées de presse :\nLéa Noury & Ève Brun\n{PHONE}\nlea@menvel.example, eve@menvel.example"
    ) == [
        "Léa Noury | Attachées de presse | +33199001234 | lea@menvel.example",
        "Ève Brun | Attachées de presse | +33199001234 | eve@menvel.example",
    ]


def test_a_desk_has_no_name() -> None:
    assert contacts(f"Service de presse de Tara Vauclin, ministre de l'Eau : {PHONE} – presse@eau.example") == [
        "Service de presse de Tara Vauclin, ministre de l'Eau | +33199001234 | presse@eau.example"
    ]
    assert contacts(f"Contact presse : presse@eau.example Léa Noury : {PHONE}") == [
        "presse@eau.example",
        "Léa Noury | +33199001234",
    ]


def test_a_desk_and_a_person_are_two_records() -> None:
    assert contacts(
        "Sources :\n\nLéa Noury, attachée de presse\nCabinet du ministre\n418 555-0127\n\n"
        "Relations médias\n418 555-0163"
    ) == [
        "Léa Noury | attachée de presse | Cabinet du ministre | +14185550127",
        "Relations médias | +14185550163",
    ]


@pytest.mark.parametrize(
    ("words", "by"),
    [
        (f"La visite durera une heure. Contact presse : Léa Noury, {PHONE}.", "contacts/dans-le-texte"),
        (f"Les journalistes s'inscrivent auprès de Léa Noury ({PHONE}) avant lundi.", "contacts/phrase"),
        (f"Merci de confirmer votre présence auprès de Léa Noury, au {PHONE}.", "contacts/phrase"),
        (f"Pour toute demande d'interview, merci de contacter Léa Noury au {PHONE}.", "contacts/phrase"),
    ],
)
def test_a_contact_may_stand_in_the_text(words: str, by: str) -> None:
    found = release(
        f"{words}\n\nLe grand bassin a été refait à neuf, et le toboggan remplacé par deux autres."
    ).contacts
    assert [(c.by, c.gist()) for c in found] == [(by, "Léa Noury | +33199001234")]


@pytest.mark.parametrize(
    "words",
    [
        f"Réservations : Léa Noury, {PHONE}",
        f"Inscriptions au {PHONE} ou sur www.vaubourg.example",
        f"Piscine des Vignes, 3 rue du Port, {PHONE}, piscine@vaubourg.example",
        f"Les familles s'inscrivent auprès de Léa Noury ({PHONE}) avant lundi.",
        "Contact presse : fax 01 99 00 12 35",
        "Contact presse : 0 800 12 34 56",
        "Contacts presse\n\nhttps://www.facebook.com/vaubourg",
    ],
)
def test_what_is_for_the_public_or_no_number_of_a_person_is_no_press_contact(words: str) -> None:
    assert contacts(words) == []


OTHER, PRESS = "01 99 00 12 35", "presse@vaubourg.example"
PAUL, DESK = "Paul Rimbert", f"+33199001234 | {PRESS}"


@pytest.mark.parametrize(
    ("words", "gists"),
    [
        # what heads a contact is no organisation and no role
        (
            f"Contact scientifique Léa Noury (Centre Lemaire), {PHONE}\nContact presse {PAUL} (Orvalis), {OTHER}",
            ["Léa Noury | Centre Lemaire | +33199001234", f"{PAUL} | Orvalis | +33199001235"],
        ),
        (f"Contact presse (uniquement) : Léa Noury – {PHONE}", ["Léa Noury | +33199001234"]),
        (f"Contact technique : Léa Noury – {PHONE}", ["Léa Noury | +33199001234"]),
        (f"Visite réservée à la presse : mardi 3 mai, 10 heures. Merci de confirmer au {PHONE} ou à {PRESS}", [DESK]),
        (f"Journalistes : accréditation avant le 10 mars à {PRESS}", [PRESS]),
        (
            f"Contacts presse\nFrance : Léa Noury, {PHONE}\nSuisse : {PAUL}, +41 22 555 01 23",
            ["Léa Noury | +33199001234", f"{PAUL} | +41225550123"],
        ),
        (
            f"Contact presse\nNom : Léa Noury\nFonction : attachée de presse\nTéléphone : {PHONE}",
            ["Léa Noury | attachée de presse | +33199001234"],
        ),
        # nor is what says when they answer
        (
            f"Contact presse jusqu'au 15 mars : Léa Noury, {PHONE}\nAprès le 15 mars : {PAUL}, {OTHER}",
            ["Léa Noury | +33199001234", f"{PAUL} | +33199001235"],
        ),
        (
            f"Contact presse Orvalis – Léa Noury – {PHONE} – Tous les jours de 9 h à 18 h",
            ["Léa Noury | Orvalis | +33199001234"],
        ),
        (
            f"Contact presse : Léa Noury, {PHONE}, en son absence {PAUL}, {OTHER}",
            ["Léa Noury | +33199001234", f"{PAUL} | +33199001235"],
        ),
        (
            f"Presse : Léa Noury, {PHONE}. Technique : {PAUL}, {OTHER}",
            ["Léa Noury | +33199001234", f"{PAUL} | +33199001235"],
        ),
        (
            f"Contacts\nÉlu référent : {PAUL}, adjoint aux ponts\nPresse : Léa Noury, {PHONE}",
            ["Léa Noury | +33199001234"],
        ),
        # a desk that is no press desk is the body of its person
        (f"Service communication : Léa Noury\n{PHONE}", ["Léa Noury | Service communication | +33199001234"]),
        (f"Service de presse : Léa Noury\n{PHONE}", ["Léa Noury | +33199001234"]),
        # offices for investors
        (
            f"Contacts presse\nLéa Noury\nRelations investisseurs\n{PHONE}",
            ["Léa Noury | Relations investisseurs | +33199001234"],
        ),
        (
            f"Contacts\nRelations presse\nLéa Noury\n{PHONE}\nRelations investisseurs\n{PAUL}\n{OTHER}",
            ["Léa Noury | Relations presse | +33199001234", f"{PAUL} | Relations investisseurs | +33199001235"],
        ),
        (f"Contact presse : Léa Noury, {PHONE}\nRelations investisseurs : {OTHER}", ["Léa Noury | +33199001234"]),
        # persons named together
        (
            f"Contact presse : Léa Noury et {PAUL}, service de presse de la Ville, {PHONE}",
            [f"{name} | service de presse de la Ville | +33199001234" for name in ("Léa Noury", PAUL)],
        ),
        (
            f"Contact presse : Léa Noury et {PAUL}, attachés de presse, {PHONE}",
            [f"{name} | attachés de presse | +33199001234" for name in ("Léa Noury", PAUL)],
        ),
        # in America desks have free numbers
        (
            f"Relations médias\nMinistère des Ports\n1 844 555-0139\n{PRESS}",
            [f"Ministère des Ports | +18445550139 | {PRESS}"],
        ),
        # sentences
        (
            f"Les résultats peuvent être demandés au Service Commerce, Mme Léa Noury, tél. {PHONE}, fax {OTHER}.",
            ["Léa Noury | Service Commerce | +33199001234"],
        ),
        (f"Le rapport est disponible sur demande auprès de Léa Noury, {PHONE}.", ["Léa Noury | +33199001234"]),
        (
            f"Des visuels sont disponibles auprès du service communication, {PHONE}.",
            ["service communication | +33199001234"],
        ),
        (f"Photos en haute définition sur demande : Léa Noury, {PHONE}", ["Léa Noury | +33199001234"]),
        (f"Conférence de presse mardi à 11 heures. Inscription : {PRESS}", [PRESS]),
        (
            f"Merci de confirmer votre venue auprès de Léa Noury, attachée de presse, avant le 3 mai ({PHONE}).",
            ["Léa Noury | attachée de presse | +33199001234"],
        ),
        (f"Les médias peuvent joindre M. {PAUL}, secrétaire, au {PHONE}.", [f"{PAUL} | secrétaire | +33199001234"]),
    ],
)
def test_heads_offices_and_sentences_give_each_person_what_is_theirs(words: str, gists: list[str]) -> None:
    assert contacts(words) == gists


@pytest.mark.parametrize(
    "words",
    [
        f"Le dossier peut être retiré à l'accueil de la mairie, {PHONE}.",
        f"Relations investisseurs : {PHONE}",
        f"Pour faire un don : {PHONE} ou dons@vaubourg.example.",
        f"La billetterie est ouverte au {PHONE}. {PAUL}, régisseur, accueillera les groupes.",
        f"Signaler un incident : {PHONE} (numéro d'astreinte).",
    ],
)
def test_offices_for_others_are_no_press_contacts(words: str) -> None:
    assert contacts(words) == []


def test_a_page_in_another_country_is_dialled_as_there() -> None:
    assert contacts("Contact presse : Léa Noury, 0470 12 34 56, lea@orvalis.be") == [
        "Léa Noury | +32470123456 | lea@orvalis.be"
    ]
    assert contacts("Contact presse : Léa Noury, 022 388 50 50, lea@orvalis.ch") == [
        "Léa Noury | +41223885050 | lea@orvalis.ch"
    ]
    assert contacts("Contact presse : Léa Noury, 24 78 12 34, lea@orvalis.lu") == [
        "Léa Noury | +35224781234 | lea@orvalis.lu"
    ]


def test_a_contact_said_twice_is_one() -> None:
    assert contacts(
        f"Contact presse : Léa Noury, {PHONE}\n\nÀ propos d'Orvalis\n\nElle a dix sites.\n\n"
        f"Contact presse : Léa Noury, {PHONE}"
    ) == ["Léa Noury | +33199001234"]


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    def read(n: int) -> None:
        parts = [Part("paragraph", f"Contact presse\nLéa Noury\nVille de Vaubourg\n{PHONE}\npresse {MAIL}\nTél")] * n
        fill(assemble(Source("t", b""), parts, {}), PRODUCER, RULES, closure(["contacts"]))

    assert growth(read, 50) < LINEAR
