"""Word lists as they are written -> a Lexicon: folded, and indexed by first word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from communique.values.folding import fold
from communique.values.proper import Grammar
from communique.values.tokens import key, tokens

Label = Literal["PER", "ORG", "LOC", "MISC"]
Reach = Literal["place", "direct", "of", "phrase", "prize", "event", "whole"]
Key = tuple[str, ...]
Words = Mapping[str, Mapping[str, str]]  # list -> word -> value
Gazetteers = Mapping[str, Sequence[Sequence[str]]]  # file -> rows


class Head(NamedTuple):
    """What a head noun says: the label of its name, how the name goes on, whether it needs its capital."""

    label: Label
    reach: Reach
    capital: bool
    shouted: bool = False  # an acronym, which counts in capitals only
    local: bool = False  # of its kind every town has one: in lower case it needs a name, «école municipale»


@dataclass(frozen=True)
class Lexicon:
    """The word lists of rules/mentions.yaml, made ready; all keys are folded."""

    grammar: Grammar
    hot: frozenset[str]  # words at which a head, a listed name, an announcing noun or a portfolio can begin
    # First word -> second word, or "" -> the heads that begin so, the longest first.
    heads: Mapping[str, Mapping[str, Sequence[tuple[Key, Head]]]]
    groupings: frozenset[Key]  # words of the intercommunal bodies, without the small ones
    grouping_heads: Mapping[str, Key]  # first word -> what it stands for: «CC» -> communauté, communes
    small: frozenset[str]
    establishments: frozenset[str]  # heads of what stands in a commune: «lycée Jean-Moulin | de Lens»
    lands: frozenset[str]  # «Pays», «Val»: with «de», they are the name of a land
    apart: frozenset[str]  # heads of places that are no part of a name after «de»: «pont du | Drac»
    texts: frozenset[str]  # «directive», «décret»: a law, if what it is on follows: «relative aux …»
    dated_texts: frozenset[str]  # those of them that their date names: «ordonnance du 2 février 1945»
    never_borrowed: frozenset[str]  # heads of places that are one before «de»: «Canal du Midi»
    authored: frozenset[str]  # «rapport», «circulaire»: with the author's name, the name: «rapport Vasseur»
    numbered_bodies: frozenset[str]  # heads whose name may end with a number: «université Rennes 2»
    numbered: frozenset[str]  # common nouns that a number makes a name: «Agenda 2030»
    plural_heads: frozenset[str]  # heads that several names can share: «communautés de communes de X et de Y»
    determiners: frozenset[str]  # «Nos», «Un»: may open the title of a work
    borrowed: frozenset[str]  # heads of places that bodies have, too: «Maison», «Cap»
    land_acronyms: frozenset[str]
    bearers: frozenset[str]  # heads that bear the names of persons: «lycée Jean Moulin»
    houses: Mapping[str, Sequence[Key]]  # heads that are a place after «à», «dans»: «au théâtre de Caen»
    levels: frozenset[str]
    one_level: frozenset[str]  # those of which there is one body: «national»
    one_body: frozenset[str]  # heads of bodies that need no level to be one of its kind: «ministère»
    national: frozenset[str]  # adjectives that say which State: «fédéral», «népalais»
    states: Mapping[str, Label]  # nouns that such an adjective makes a name: «gouvernement fédéral»
    to: frozenset[Key]  # heads whose theme may follow «à»: «commissariat à l'énergie atomique»
    names_too: frozenset[str]  # function words that are also names: «Prince»
    desks: Mapping[str, Sequence[Key]]  # «service presse» and the like, which are no part of a name
    sites: frozenset[str]
    speech: frozenset[str]
    naming: frozenset[str]  # before a domain name that is used as a name
    bodies: frozenset[str]  # before one that is the name of a body
    lawful: frozenset[str]  # «relative», «portant»: a law's name goes on
    strong: frozenset[str]  # heads that need no capital after them at the head of a sentence
    tags: frozenset[str]  # «étude», «source»: before a name, no part of it
    wide: frozenset[str]  # nouns whose name is a theme: «volet Transformation numérique de l'État»
    phrases: frozenset[str]  # heads of places that are none in «en place», «au cours»
    indefinite: frozenset[str]
    plural_nouns: frozenset[str]
    natures: Mapping[str, Label]  # first word of a long form that is no head elsewhere: «base», «contrat»
    endings: Mapping[str, Label]  # last word of a name -> label
    # Folded first word -> folded second word, or "" -> words as written and label, the longest first.
    known: Mapping[str, Mapping[str, Sequence[tuple[tuple[str, ...], Label]]]]
    announcers: Mapping[str, Sequence[tuple[Key, Label]]]
    functions: Mapping[str, Sequence[Key]]  # rules/persons.yaml, the longest first
    portfolios: Mapping[str, Sequence[Key]]
    quoted: Mapping[str, Sequence[Key]]  # by its last word, what announces a title in quotation marks
    works: frozenset[str]  # nouns that a title may follow in apposition: «son roman, Marée basse, »
    untitled: frozenset[str]  # after «de», «à», no part of a title: «le film Marée | de retour», «| à voir»
    creators: frozenset[str]  # trades of those who make works: «l'écrivaine Léa Noury (Marée basse)»
    streets: frozenset[str]  # heads of addresses: «12, | rue Basse»
    common_themes: frozenset[str]  # themes that name no event: «journée nationale d'action»
    articles: frozenset[str]
    civilities: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    excluded: frozenset[str]
    dates: frozenset[str]
    common_endings: tuple[str, ...]
    demonyms: frozenset[str]
    demonym_endings: tuple[str, ...]
    demonym_openers: frozenset[str]
    given: frozenset[str]
    participles: frozenset[str]  # heads that are participles, too: «Parti de Lille»
    named_apart: frozenset[str]  # heads of places out of their name in lower case: «cinéma | Rialto»
    before_names: Mapping[str, Sequence[tuple[Key, Label]]]  # the announcers, by their last word
    openings: frozenset[str]  # words that open a name like a sentence: «Tous au jardin»
    finite: frozenset[str]  # verbs that end such a name
    adjectives_too: frozenset[str]  # heads that are adjectives, too: «essai clinique»
    wishes: frozenset[str]  # «Joyeuses», and what is wished: «fêtes»
    wished: frozenset[str]
    everywhere: frozenset[str]  # nouns of what every town has: «maison médicale de | Langogne»
    nouns_in_ent: frozenset[str]  # words that end as verbs in the plural do: «vent»
    founded: frozenset[str]  # participles that open the sentence after a heading: «Fondée en 2004»
    headings: frozenset[str]  # «PRESSE»: before a name, no part of it
    departments: frozenset[str]  # «Service», «Direction»: with a mere field, no name
    showings: frozenset[str]  # «projection»: «de» and the title of a work follow
    awards: frozenset[str]  # persons by whose name an award goes: «un César»
    shouted_announcers: frozenset[str]  # those in capitals, as written: «GIP»
    launching: frozenset[str]  # verbs before the name of a product: «lance»
    cores: frozenset[str]  # heads that leave the same name when they are dropped
    fields: frozenset[str]  # what a minister or a deputy is in charge of: «Culture», no name when alone
    classes: Mapping[str, Sequence[Key]]  # long forms that name a kind: «plan local d'urbanisme (PLU)»
    documents: frozenset[str]  # «rapport»: an acronym after it is its author
    speaking: frozenset[str]  # verbs of speech, before the name of who speaks
    kin: frozenset[str]  # «mère», «élève»: after a first name alone
    leaders: Mapping[str, Sequence[Key]]  # «PDG», «fondatrice»: «de» and a company's name follow
    forms: frozenset[str]  # legal forms that end a name, as written: «SAS»
    of_bodies: frozenset[str]  # «les salariés de …», «fondatrice de …»: an organisation's name follows
    body_verbs: frozenset[str]  # «recrute»: an organisation's name stands before
    before_nouns: frozenset[str]  # adjectives that stand before the noun: «jeune»
    skies: frozenset[str]  # «Mars», «Terre»: names but at the head of a sentence
    editions: frozenset[str]  # what goes on the name of an event: «Jeux olympiques | d'hiver»
    unsure: frozenset[str]  # first names that are also words, towns or family names
    sure: frozenset[str]  # the others
    never_alone: frozenset[str]  # demonyms, titles, civilities, articles
    communes: Mapping[str, int]  # folded name -> inhabitants of the largest of that name


def build(words: Words, functions: Iterable[str], speech: Iterable[str], gazetteers: Gazetteers) -> Lexicon:
    """The word lists, folded and indexed.

    Args:
        words: the lists of rules/mentions.yaml.
        functions: words that open a person's function («directeur général»).
        speech: verbs of speech, in the third person.
        gazetteers: rows of communes.tsv, departements.tsv, regions.tsv, epci.tsv and prenoms.txt.
    """

    def folded(name: str) -> frozenset[str]:
        return frozenset(fold(w) for w in words[name])

    heads: dict[str, list[tuple[Key, Head]]] = defaultdict(list)
    table: tuple[tuple[str, Label, Reach, bool], ...] = (
        ("organismes_lieu", "ORG", "place", False),
        ("organismes_theme", "ORG", "phrase", False),
        ("organismes_seuls", "ORG", "whole", False),
        ("organismes_majuscule_lieu", "ORG", "place", True),
        ("organismes_majuscule_theme", "ORG", "phrase", True),
        ("organismes_majuscule_seuls", "ORG", "whole", True),
        ("lieux", "LOC", "place", False),
        ("lieux_nommes", "LOC", "direct", False),
        ("maisons", "ORG", "place", False),
        ("divers_nommes", "MISC", "of", False),
        ("organismes_nommes", "ORG", "of", False),
        ("lieux_majuscule", "LOC", "place", True),
        ("divers_lieu", "MISC", "place", False),
        ("divers_prix", "MISC", "prize", False),
        ("divers_theme", "MISC", "phrase", False),
        ("divers_evenements", "MISC", "event", False),
        ("divers_seuls", "MISC", "whole", False),
        ("divers_majuscule", "MISC", "phrase", True),
    )
    for name, label, reach, capital in table:
        for word in words[name]:
            k = keys_of(word)
            heads[k[0]].append((k, Head(label, reach, capital, word.isupper())))
    for noun in (*words["organismes_de_niveau"], *words["organismes_majuscule_de_niveau"]):
        capital = noun in words["organismes_majuscule_de_niveau"]
        for level in words["niveaux"]:
            k = keys_of(f"{noun} {level}")
            local = level in words["niveaux_locaux"] and noun not in words["tetes_locales"]
            heads[k[0]].append((k, Head("ORG", "phrase", capital, local=local)))
    for noun in words["divers_de_niveau"]:
        for level in words["niveaux"]:
            k = keys_of(f"{noun} {level}")
            heads[k[0]].append((k, Head("MISC", "phrase", False, local=level in words["niveaux_locaux"])))
    known: dict[str, dict[str, list[tuple[tuple[str, ...], Label]]]] = defaultdict(lambda: defaultdict(list))
    listed = [*words["connus"].items(), *((w, "LOC") for w in words["pays"])]
    for file in ("regions.tsv", "departements.tsv"):
        listed.extend((row[0], "LOC") for row in gazetteers[file] if row[0] != "Nord")  # a word, too
    listed.extend((row[0], "ORG") for row in gazetteers["epci.tsv"])
    for word, value in listed:
        written = tuple(t.text for t in tokens(word))
        second = key(written[1]) if len(written) > 1 else ""
        known[key(written[0])][second].append((written, value))  # type: ignore[arg-type]
    lands = frozenset(fold(w) for w, label in listed if label == "LOC" and " " not in w)
    announcers: dict[str, list[tuple[Key, Label]]] = defaultdict(list)
    for word, value in words["annonces"].items():
        k = keys_of(word)
        announcers[k[0]].append((k, value))  # type: ignore[arg-type]
    labels: dict[Key, Label] = {k: label for ks in announcers.values() for k, label in ks}
    given = frozenset(key(row[0]) for row in gazetteers["prenoms.txt"])
    unsure = folded("prenoms_ambigus")
    titles, civilities, dates = (folded("titres"), folded("civilites"), folded("mois_jours"))
    leaders = index_of(words["dirigeants"])
    portfolio_words = index_of(words["portefeuilles"])
    states: dict[str, Label] = {fold(w): v for w, v in words["corps_nationaux"].items()}  # type: ignore[misc]
    works, awards = folded("oeuvres"), folded("recompenses")
    small = folded("mots_vides")
    groupings = frozenset(
        tuple(w for t in keys_of(row[0]) for w in t.split("-") if w[:1].isalnum() and w not in small)
        for row in gazetteers["epci.tsv"]
    )
    openings: dict[str, Key] = {k[0]: (k[0],) for k in groupings}
    openings |= {fold(w): keys_of(v) for w, v in words["abreviations_intercommunalites"].items()}
    return Lexicon(
        groupings=groupings,
        grouping_heads=openings,
        small=small,
        hot=frozenset(
            [
                *heads,
                *known,
                *announcers,
                *portfolio_words,
                *states,
                *openings,
                *leaders,
                *titles,
                *civilities,
                *works,
                *awards,
                "bord",
            ]
        ),
        grammar=Grammar(
            links=frozenset(
                fold(w) for w in ["de", "du", "des", "d'", "la", "le", "les", "l'", "en", "sur", "sous", "lès", "lez"]
            ),
            stops=civilities | dates | {"communique"} | frozenset(t for t in titles if " " not in t),
            openers=folded("articles") | folded("noms_vides"),
            verbs=folded("verbes"),
            before=folded("adjectifs_devant"),
            plain_adjectives=folded("adjectifs"),
            ranks=folded("rangs_de_rue"),
            given=given - unsure,
            lands=lands,
            of_place=folded("gentiles") | folded("adjectifs_de_lieu"),
        ),
        heads=by_two_words(heads),
        establishments=folded("etablissements"),
        lands=folded("contrees"),
        apart=folded("lieux_a_part"),
        texts=folded("textes_de_loi"),
        dated_texts=folded("textes_a_date"),
        never_borrowed=folded("lieux_purs"),
        authored=folded("noms_d_auteur"),
        numbered_bodies=folded("organismes_a_numero"),
        numbered=folded("noms_a_numero"),
        plural_heads=folded("tetes_plurielles"),
        determiners=folded("determinants_de_titre"),
        borrowed=folded("lieux_empruntes"),
        land_acronyms=folded("sigles_de_lieux"),
        bearers=folded("tetes_a_nom_de_personne"),
        houses=index_of(words["maisons"]),
        levels=folded("niveaux"),
        one_level=folded("niveaux") - folded("niveaux_locaux"),
        one_body=folded("tetes_uniques"),
        national=folded("gentiles") | folded("adjectifs_nationaux"),
        states=states,
        naming=folded("devant_un_domaine") | folded("devant_un_domaine_organisme"),
        bodies=folded("devant_un_domaine_organisme"),
        lawful=folded("suites_de_loi"),
        strong=folded("organismes_forts"),
        tags=folded("etiquettes"),
        wide=folded("annonces_de_theme"),
        phrases=folded("lieux_locutions"),
        to=frozenset(keys_of(w) for w in words["tetes_a"]),
        names_too=folded("fonctions_noms"),
        desks=index_of(words["services_de_presse"]),
        sites=folded("sites"),
        speech=folded("mots_de_discours"),
        indefinite=folded("indefinis"),
        natures={fold(w): v for w, v in words["natures"].items()},  # type: ignore[misc]
        plural_nouns=folded("pluriels_generiques"),
        endings=dict.fromkeys(folded("organismes_fin"), "ORG"),
        known={
            first: {second: sorted(k, key=lambda x: -len(x[0])) for second, k in by_second.items()}
            for first, by_second in known.items()
        },
        announcers={w: sorted(a, key=lambda x: -len(x[0])) for w, a in announcers.items()},
        functions=index_of(functions),
        portfolios=portfolio_words,
        quoted=by_last_word(words["annonces_guillemets"]),
        works=works,
        untitled=folded("hors_titre"),
        creators=folded("createurs"),
        streets=folded("voies"),
        common_themes=folded("themes_communs"),
        articles=folded("articles"),
        civilities=civilities,
        titles=titles,
        particles=folded("particules"),
        excluded=folded("mots_exclus") | dates,
        dates=dates,
        common_endings=tuple(folded("terminaisons_de_mots")),
        demonyms=folded("gentiles"),
        demonym_endings=tuple(folded("gentiles_terminaisons")),
        demonym_openers=folded("gentiles_introduits_par"),
        given=given,
        participles=folded("tetes_participes"),
        named_apart=folded("lieux_a_nom"),
        before_names={
            last: [(k, w) for k in ks for w in [labels[k]]] for last, ks in by_last_word(words["annonces"]).items()
        },
        shouted_announcers=frozenset(w for w in words["annonces"] if w.isupper()),
        openings=folded("ouvertures_de_nom"),
        finite=folded("verbes_conjugues") | folded("verbes_d_organismes") | folded("verbes_de_lancement"),
        adjectives_too=folded("tetes_adjectifs"),
        wishes=folded("souhaits"),
        wished=folded("souhaites"),
        everywhere=folded("partout"),
        nouns_in_ent=folded("noms_en_ent"),
        founded=folded("participes_en_tete"),
        headings=folded("en_tetes"),
        departments=folded("services"),
        showings=folded("presentations"),
        awards=awards,
        launching=folded("verbes_de_lancement"),
        cores=folded("tetes_facultatives"),
        fields=folded("domaines"),
        classes=index_of(words["noms_de_classe"]),
        documents=folded("documents"),
        speaking=frozenset(fold(w) for w in speech),
        kin=folded("apres_un_prenom"),
        leaders=leaders,
        forms=frozenset(words["formes_juridiques"]),
        of_bodies=folded("noms_d_organismes"),
        body_verbs=folded("verbes_d_organismes"),
        before_nouns=folded("adjectifs_devant"),
        skies=folded("astres"),
        editions=folded("editions"),
        unsure=unsure,
        sure=given - unsure,
        never_alone=folded("gentiles") | titles | civilities | folded("articles"),
        communes={key(row[0]): int(row[2]) for row in gazetteers["communes.tsv"]},
    )


def by_two_words(heads: Mapping[str, Sequence[tuple[Key, Head]]]) -> Mapping[str, Mapping[str, list[tuple[Key, Head]]]]:
    """The heads of each first word by their second one, "" for heads of one word; the longest first."""
    index: dict[str, dict[str, list[tuple[Key, Head]]]] = {}
    for first, found in heads.items():
        seconds = index.setdefault(first, {})
        for k, head in sorted(found, key=lambda x: (-len(x[0]), not x[1].shouted)):
            seconds.setdefault(k[1] if len(k) > 1 else "", []).append((k, head))
    return index


def index_of(words: Iterable[str]) -> Mapping[str, Sequence[Key]]:
    """First word -> the expressions that begin with it, the longest first."""
    index: dict[str, list[Key]] = defaultdict(list)
    for word in words:
        k = keys_of(word)
        index[k[0]].append(k)
    return {first: sorted(ks, key=lambda k: -len(k)) for first, ks in index.items()}


def by_last_word(words: Iterable[str]) -> Mapping[str, Sequence[Key]]:
    """Last word -> the expressions that end with it."""
    index: dict[str, list[Key]] = defaultdict(list)
    for word in words:
        k = keys_of(word)
        index[k[-1]].append(k)
    return index


@lru_cache(maxsize=8192)
def keys_of(words: str) -> Key:
    return tuple(t.key for t in tokens(words))
