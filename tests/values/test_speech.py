"""A verb of speech in any form, with its clitics, its auxiliary, its adverbs and its pronoun."""

from __future__ import annotations

import pytest

from communique.extract.quotes import lexicon
from communique.rulebook import load
from communique.values.tokens import tokens

VERBS = lexicon(load()).verbs


def read(words: str) -> tuple[str, str, str] | None:
    """The words of the verb that opens the text, its pronoun, its force."""
    ts = tokens(words)
    verb = VERBS.at(ts, 0)
    return (words[ts[0].start : ts[verb.end - 1].end], verb.pronoun, verb.force) if verb else None


@pytest.mark.parametrize(
    ("words", "verb", "pronoun"),
    [
        ("déclare Léa", "déclare", ""),
        ("DÉCLARE Léa", "DÉCLARE", ""),
        ("declare Léa", "declare", ""),
        ("dit-elle", "dit-elle", "elle"),
        ("a-t-il ajouté", "a-t-il ajouté", "il"),
        ("s'est également réjouie Léa", "s'est également réjouie", ""),
        ("s'est-elle enthousiasmée", "s'est-elle enthousiasmée", "elle"),
        ("l'a souligné Léa", "l'a souligné", ""),
        ("ont, quant à eux, dénoncé", "ont, quant à eux, dénoncé", ""),
        ("a-t-on appris", "a-t-on appris", "on"),
        ("tient à rappeler Léa", "tient à rappeler", ""),
        ("n'a pas manqué de souligner", "n'a pas manqué de souligner", ""),
        ("a voulu préciser", "a voulu préciser", ""),
        ("fait valoir Léa", "fait valoir", ""),
        ("a mis en garde", "a mis en garde", ""),
        ("met en avant", "met en avant", ""),
        ("trépigne-t-elle", "trépigne-t-elle", "elle"),
        ("a réagit", "a réagit", ""),
    ],
)
def test_verbs_of_speech(words: str, verb: str, pronoun: str) -> None:
    assert read(words) == (verb, pronoun, "says")


@pytest.mark.parametrize(
    "words", ["déclaré par Léa", "est annoncé", "sont déclarés", "réjouit Léa", "a la parole", "mange", "Tours"]
)
def test_participles_alone_passives_and_other_verbs_are_none(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize(("words", "force"), [("voit dans", "judges"), ("a qualifié", "judges"), ("ajoutant", "adds")])
def test_some_verbs_only_judge_or_add(words: str, force: str) -> None:
    verb = read(words)
    assert verb and verb[2] == force


def test_the_infinitive_that_tells() -> None:
    ts = tokens("de se réjouir :")
    verb = VERBS.infinitive(ts, 0)
    assert verb and verb.end == 3
