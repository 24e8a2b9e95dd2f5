"""Documents -> Documents with the spans that the statistical model found. The only room that imports spaCy."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from communique.document import Document, Label, Tag
from communique.errors import ModelError
from communique.factored import factored

if TYPE_CHECKING:
    from communique.tag.lines import Found, Lines

DEFAULT_MODEL = "communique-ner"  # what the package ships (model/): a `ner` trained for releases, docs/model-card.md
SHIPPED = Path(__file__).parents[1] / "model"
UNUSED = ["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter", "tagger"]
UNUSED += ["strings"]  # 713,000 strings, 140 MB, that no name of a text is looked up in: the model sees their hashes

LABELS: dict[str, Label] = {label: label for label in get_args(Label)}

_ENDLESS = re.compile(r"\S{1000,}")

Tagger = Callable[[Iterable[Document]], Iterator[Document]]
By = Literal["fast", "spacy"]  # who computes the model: tag/network.py, or spaCy itself. They find the same


@lru_cache(maxsize=2)
@factored()  # the French regex, four seconds of the loading
def load(model: str = DEFAULT_MODEL) -> Any:
    """The spaCy pipeline, with its entity recogniser only; once per process (5 s).

    The shipped recogniser reads the words through vocabulary and vectors of the model that it was trained on.

    Raises:
        ModelError: the model, or the one below the shipped recogniser, is not installed in the version that it needs,
            or has no entity recogniser.
    """
    import spacy

    model_name(model)  # says what is missing
    name = shipped()["base"] if model == DEFAULT_MODEL else model
    try:
        nlp = spacy.load(name, exclude=UNUSED)
        if model == DEFAULT_MODEL:
            ner: Any = nlp.get_pipe("ner")
            ner.from_disk(SHIPPED / "ner", exclude=["vocab"])
    except (OSError, ValueError) as error:
        raise ModelError(f"{model} does not load: {error}; install it again: pip install {_package(name)}") from error
    if "ner" not in nlp.pipe_names:
        raise ModelError(f"{model} has no entity recogniser (ner); use {DEFAULT_MODEL}")
    _give_back()
    return nlp


def _give_back() -> None:
    """What loading needed for a moment goes back to the system, 15 MB of each worker, where the C library can do it."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # musl, macOS, Windows
        ctypes.CDLL(None).malloc_trim(0)


@lru_cache(maxsize=1)
def shipped() -> dict[str, str]:
    """What the shipped recogniser says of itself: name, version, base and base_version."""
    try:
        meta: dict[str, str] = json.loads((SHIPPED / "meta.json").read_text("utf-8"))
    except OSError as error:
        raise ModelError(f"{DEFAULT_MODEL} is missing: {error}; install communique again") from error
    return meta


def tagger(model: str = DEFAULT_MODEL, computed: By = "fast") -> Tagger:
    """A function that adds `Document.tags`; the model is loaded when the first document comes.

    Each line by itself: no neighbour changes what is found in it, nor does the number of lines at a time.

    Args:
        model: name of the model.
        computed: by the engine of this package, five times as fast, or by spaCy itself.

    Raises:
        ModelError: as `model_name`; and as `load`, with the first document.
    """
    by = model_name(model)

    def tag(documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            lines = list(_lines(document))
            nlp = load(model)
            texts = [text for text, _ in lines]
            found = fast(nlp)(texts) if computed == "fast" else _by_spacy(nlp, texts)
            tags = tuple(
                Tag(offset + start, offset + end, label, by)
                for (_, offset), spans in zip(lines, found, strict=True)
                for start, end, name in spans
                if (label := LABELS.get(name))
            )
            yield replace(document, tags=tags)

    return tag


@lru_cache(maxsize=2)
def fast(nlp: Any) -> Lines:
    """The engine of a loaded pipeline, one for all who ask in this process."""
    from communique.tag.lines import Lines

    return Lines(nlp)


def _by_spacy(nlp: Any, lines: Sequence[str]) -> Iterator[Found]:
    for doc in nlp.pipe(lines):
        yield tuple((e.start_char, e.end_char, e.label_) for e in doc.ents)


def model_name(model: str = DEFAULT_MODEL) -> str:
    """Name and version as `Tag.by` gives them, without loading the weights: "communique-ner-1.0.0".

    Raises:
        ModelError: the model, or the one below the shipped recogniser, is not installed in the version that it needs.
    """
    if model != DEFAULT_MODEL:
        return f"{model}-{_installed(model)}"
    base, needed = shipped()["base"], shipped()["base_version"]
    if (found := _installed(base)) != needed:
        raise ModelError(
            f"{DEFAULT_MODEL} reads through {base} {needed}, and {found} is installed: "
            f"pip install {_package(base)}=={needed}"
        )
    return f"{shipped()['name']}-{shipped()['version']}"


def _installed(model: str) -> str:
    """The version of an installed spaCy model."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(_package(model))
    except PackageNotFoundError as error:
        raise ModelError(f"{model} is not installed: pip install {_package(model)}") from error


def _package(model: str) -> str:
    return model.replace("_", "-")


def _lines(document: Document) -> Iterator[tuple[str, int]]:
    """Each line of each block with its offset.

    Line by line: given more, the model runs entities across line ends («Contact presse⏎⏎Ville de
    Quimper⏎⏎Ève Brunel» becomes one MISC). Readers have joined lines that were only wrapped. No name is
    looked for in a thousand signs without a space: data in letters, rules of signs, on which spaCy's tokenizer takes
    the square of their number, minutes for one line.
    """
    for block in document.blocks:
        offset = block.start
        for line in document.words(block).split("\n"):
            start = 0
            for end, after in [*(m.span() for m in _ENDLESS.finditer(line)), (len(line), len(line))]:
                if line[start:end].strip():
                    yield line[start:end], offset + start
                start = after
            offset += len(line) + 1
