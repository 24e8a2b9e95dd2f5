"""A spaCy entity recogniser -> its weights, laid out for products of large matrices; or why they cannot be read.

Known is the CNN of spaCy 3.8: hash embeddings, with or without word vectors, a maxout over them, convolutions of
window 1, and a transition parser with three state tokens (`spacy.TransitionBasedParser.v2`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

LEXICAL = {"ORTH", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE"}  # what a word has wherever it stands
_EMBED = re.compile(
    r"extract_features>>list2ragged>>with_array\((?:ints-getitem>>hashembed\|?)+\)(?P<vectors>\|static_vectors)?"
    r">>with_array\(maxout>>layernorm>>dropout\)>>ragged2list"
)
_ENCODE = re.compile(r"with_array\((?:(?:>>)?residual\(expand_window>>maxout>>layernorm>>dropout\))+\)")


class UnknownModel(Exception):
    """The recogniser is not of the kind that the engine computes; spaCy itself has to run it. Says what differs."""


@dataclass(frozen=True, slots=True)
class Maxout:
    """A maxout layer and the normalisation after it."""

    product: Floats  # inputs x (pieces * width): the pieces of one unit stand `width` columns apart
    bias: Floats
    gain: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class Table:
    """One table of hash embeddings."""

    rows: Floats
    seed: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """The parser on top, with the linear layer below it multiplied in.

    With no open entity the state is one token and two paddings, so that `outside` and `outside_bias` give its hidden
    layer; in an open one `first` (of the entity's first token) and `last` (of the one before) are added.
    """

    outside: Floats  # width x (pieces * hidden)
    outside_bias: Floats
    first: Floats
    last: Floats
    inside_bias: Floats  # to be added to what `outside` gives
    upper: Floats  # moves x hidden
    upper_bias: Floats
    names: tuple[str, ...]  # of the moves: "B-PER", "I-PER", …, "O"


@dataclass(frozen=True, slots=True)
class Weights:
    """All that is needed to compute the decisions of a recogniser."""

    columns: tuple[str, ...]  # the attributes of a word that are embedded
    tables: tuple[Table, ...]
    vectors: Floats | None  # dimensions of the word vectors x width
    mix: Maxout
    layers: tuple[Maxout, ...]
    decisions: Decisions

    @property
    def width(self) -> int:
        """Of the vector of a token."""
        return len(self.mix.gain)


def read(ner: Any) -> Weights:
    """The weights of a spaCy `EntityRecognizer`.

    Raises:
        UnknownModel: another version of spaCy, another architecture, beam search, or a move that was never trained.
    """
    from importlib.metadata import version

    from thinc.api import NumpyOps

    model = ner.model
    _must(version("spacy").startswith("3.8."), f"spaCy {version('spacy')}")
    _must(isinstance(model.ops, NumpyOps), f"the device of {type(model.ops).__name__}")
    _must(ner.cfg.get("beam_width", 1) == 1, "beam search")
    _must(model.name == "parser_model" and model.attrs.get("has_upper", False), f"the model {model.name}")
    _must(not model.attrs["unseen_classes"], "labels that were never trained")
    chain = model.get_ref("tok2vec")
    _must([layer.name for layer in chain.layers[1:]] == ["list2array", "linear"], f"the layers {chain.name}")
    tok2vec, _, linear = chain.layers
    _must(tok2vec.has_ref("embed") and tok2vec.has_ref("encode"), f"the layers {tok2vec.name}")
    columns, tables, vectors, mix = _embedding(tok2vec.get_ref("embed"), ner.vocab.vectors)
    return Weights(
        columns, tables, vectors, mix, _convolutions(tok2vec.get_ref("encode")), _decisions(ner, linear, len(mix.gain))
    )


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise UnknownModel(what)


def _embedding(embed: Any, vectors: Any) -> tuple[tuple[str, ...], tuple[Table, ...], Floats | None, Maxout]:
    m = _EMBED.fullmatch(embed.name)
    _must(m is not None, f"the embedding {embed.name}")
    layers = list(embed.walk())
    (features,) = (n for n in layers if n.name == "extract_features")
    columns = tuple(features.attrs["columns"])
    _must(set(columns) <= LEXICAL, f"the attributes {columns}")
    hashed = sorted((n for n in layers if n.name == "hashembed"), key=lambda n: n.attrs["column"])
    _must([n.attrs["column"] for n in hashed] == list(range(len(columns))), "columns that are embedded twice")
    tables = tuple(Table(n.get_param("E"), n.attrs["seed"]) for n in hashed)
    projection = None
    if m and m["vectors"]:
        from spacy.vectors import Mode

        _must(getattr(vectors, "mode", None) == Mode.default, "the kind of word vectors")
        _must(vectors.attr in (None, 0) or vectors.attr == _orth(), "word vectors by another attribute")
        (static,) = (n for n in layers if n.name == "static_vectors")
        projection = np.ascontiguousarray(static.get_param("W").T)
    return columns, tables, projection, _maxout(embed)


def _orth() -> int:
    from spacy.attrs import ORTH

    return int(ORTH)


def _convolutions(encode: Any) -> tuple[Maxout, ...]:
    _must(_ENCODE.fullmatch(encode.name) is not None, f"the layers {encode.name}")
    windows = [n.attrs["window_size"] for n in encode.walk() if n.name == "expand_window"]
    residuals = [n for n in encode.walk() if n.name.startswith("residual(") and ")>>residual(" not in n.name]
    _must(set(windows) == {1} and len(windows) == len(residuals), f"windows of {windows}")
    # With as many zero rows as there are layers, no document sees its neighbour.
    _must(encode.attrs["pad"] == len(residuals), f"{encode.attrs['pad']} rows between documents")
    return tuple(_maxout(n) for n in residuals)


def _maxout(model: Any) -> Maxout:
    """The only maxout in `model`, and the only normalisation."""
    (maxout,) = (n for n in model.walk() if n.name == "maxout")
    (norm,) = (n for n in model.walk() if n.name == "layernorm")
    weights = maxout.get_param("W")  # width x pieces x inputs
    return Maxout(
        np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(weights.shape[2], -1)),
        np.ascontiguousarray(maxout.get_param("b").T.reshape(-1)),
        norm.get_param("G"),
        norm.get_param("b"),
    )


def _decisions(ner: Any, linear: Any, width: int) -> Decisions:
    lower, upper = ner.model.get_ref("lower"), ner.model.get_ref("upper")
    _must(lower.name == "precomputable_affine" and upper.name == "linear", f"the layers {lower.name}, {upper.name}")
    weights = lower.get_param("W").astype(np.float64)  # state tokens x hidden x pieces x inputs
    tokens, hidden, pieces, inputs = weights.shape
    _must(tokens == 3 and pieces >= 2, f"{tokens} state tokens of {pieces} pieces")
    names = tuple(ner.moves.get_class_name(n) for n in range(ner.moves.n_moves))
    labels = {name[2:] for name in names if name[:2] == "B-"}
    expected = {f"{move}-{label}" for move in "BILU" for label in labels} | {"O"}
    _must(set(names) - {"U-"} == expected, f"the moves {names}")
    _must(upper.get_param("W").shape == (len(names), hidden), "a top layer of another size")
    _must(linear.get_param("W").shape == (inputs, width), "a linear layer of another size")
    flat = weights.transpose(0, 2, 1, 3).reshape(tokens, pieces * hidden, inputs)
    fold = flat @ linear.get_param("W").astype(np.float64)
    fold_bias = flat @ linear.get_param("b").astype(np.float64)
    pad = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(tokens, pieces * hidden).astype(np.float64)
    bias = lower.get_param("b").T.reshape(-1)

    def single(values: NDArray[np.float64]) -> Floats:
        return np.ascontiguousarray(values, np.float32)

    return Decisions(
        outside=single(fold[0].T),
        outside_bias=single(fold_bias[0] + pad[1] + pad[2] + bias),
        first=single(fold[1].T),
        last=single(fold[2].T),
        inside_bias=single(fold_bias[1] + fold_bias[2] - pad[1] - pad[2]),
        upper=np.ascontiguousarray(upper.get_param("W")),
        upper_bias=upper.get_param("b"),
        names=names,
    )
