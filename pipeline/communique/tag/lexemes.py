"""Words -> rows of a bounded table: what the network makes of a word before it looks at its neighbours.

A word's vector depends on the word only, and so does its part in the first convolution. Both are computed once a
word; embedding, mixing and the first convolution of a text are three look-ups and two sums.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.tag.weights import Floats, Maxout, Weights

MAX_WORDS = 16_384  # 4 kB each: 63 MB
MORE = 16_384  # what one batch may add; dropped again before the next
FEATURES = ("ORTH", "NORM", "IS_SPACE")  # before the columns that the model embeds
_MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # odd: one key of two hashes
EPSILON = np.float32(1e-8)  # thinc adds it to a variance

Hashes = NDArray[np.uint64]
Indices = NDArray[np.intp]


def keys(orth: Hashes, norm: Hashes) -> list[int]:
    """One number for each pair of the hashes of a word and of its norm: the model sees no more of a word."""
    mixed: list[int] = (orth * _MIX[0] + norm * _MIX[1]).tolist()
    return mixed


def normalise(maxout: Maxout, products: Floats, out: Floats) -> Floats:
    """Bias, the best of the pieces, and the layer's normalisation, in place: `products` are spoilt."""
    width = out.shape[1]
    products += maxout.bias
    np.maximum(products[:, :width], products[:, width : 2 * width], out=out)
    for start in range(2 * width, products.shape[1], width):
        np.maximum(out, products[:, start : start + width], out=out)
    share = np.full(width, 1 / width, np.float32)
    out -= (out @ share)[:, None]
    variance = np.einsum("ij,ij->i", out, out)
    variance *= share[0]
    variance += EPSILON
    np.sqrt(variance, out=variance)
    np.reciprocal(variance, out=variance)
    out *= variance[:, None]
    out *= maxout.gain
    out += maxout.shift
    return out


class Lexemes:
    """The table. Row 0 is what stands between documents.

    Attributes:
        vectors: the vector of each word, before the convolutions.
        parts: its part in the first convolution of the word after it, of its own, and of the word before it.
        space: whether it is white space.
    """

    def __init__(self, weights: Weights, vocab: Any, limit: int = MAX_WORDS) -> None:
        self._weights = weights
        self._vocab = vocab
        self._limit = limit
        self._mixing = weights.mix.product
        self.index: dict[int, int] = {}
        self._size = 1
        self._make(limit + MORE)

    @property
    def attributes(self) -> list[str]:
        """What `add` needs of a word, in this order."""
        return [*FEATURES, *self._weights.columns]

    def __len__(self) -> int:
        return self._size - 1

    def add(self, features: Hashes) -> list[int]:
        """The rows of words, old and new, by their features: one line of `attributes` a word."""
        names = keys(features[:, 0], features[:, 1])
        fresh = list({name: n for n, name in enumerate(names) if name not in self.index}.values())
        if fresh:
            self._append([names[n] for n in fresh], np.ascontiguousarray(features[fresh]))
        return [self.index[name] for name in names]

    def used(self, rows: Indices) -> None:
        """Count uses: the words least used are dropped when the table is full."""
        np.add.at(self._uses, rows, 1)

    def shrink(self) -> dict[int, int] | None:
        """Drop the less used half of a full table: old row -> new row of those that stay; None if it is not full.

        To be called between texts: rows that were given before are no longer valid.
        """
        if self._size <= self._limit:
            return None
        uses = self._uses[1 : self._size]
        best = np.sort(np.argpartition(-uses, self._limit // 2)[: self._limit // 2]) + 1
        stay = np.concatenate(([0], best))
        self._size = len(stay)
        for kept in (self.vectors, self.space, *self.parts):
            kept[: self._size] = kept[stay]
        self._uses[: self._size] = self._uses[stay] // 2
        new = dict(zip(stay.tolist(), range(len(stay)), strict=True))
        self.index = {name: new[row] for name, row in self.index.items() if row in new}
        return new

    def _append(self, names: Iterable[int], features: Hashes) -> None:
        begin, end = self._size, self._size + len(features)
        self._reserve(end)
        vectors = self._embed(features)
        self.vectors[begin:end] = vectors
        self.space[begin:end] = features[:, 2] != 0
        width = self._weights.width
        for n, part in enumerate(self.parts):
            np.dot(vectors, self._weights.layers[0].product[n * width : (n + 1) * width], out=part[begin:end])
        self._uses[begin:end] = 0
        self._size = end
        self.index.update(zip(names, range(begin, end), strict=True))

    def _make(self, rows: int) -> None:
        """Arrays for so many rows: memory that is not written to is not taken."""
        self.vectors = np.zeros((rows, self._weights.width), np.float32)
        self.parts = np.zeros((3, rows, self._weights.layers[0].product.shape[1]), np.float32)
        self.space = np.zeros(rows, bool)
        self._uses = np.zeros(rows, np.int64)

    def _reserve(self, size: int) -> None:
        if size <= len(self.vectors):
            return
        vectors, parts, space, uses, n = self.vectors, self.parts, self.space, self._uses, self._size
        self._make(2 * size)
        self.vectors[:n], self.parts[:, :n], self.space[:n], self._uses[:n] = (
            vectors[:n],
            parts[:, :n],
            space[:n],
            uses[:n],
        )

    def _embed(self, features: Hashes) -> Floats:
        """Hash embeddings and word vectors, mixed: the network up to the first convolution."""
        from thinc.api import NumpyOps

        ops, width, weights = NumpyOps(), self._weights.width, self._weights
        inputs = np.empty((len(features), len(weights.mix.product)), np.float32)
        for n, table in enumerate(weights.tables):
            column = np.ascontiguousarray(features[:, len(FEATURES) + n])
            inputs[:, n * width : (n + 1) * width] = ops.gather_add(
                table.rows, ops.hash(column, table.seed) % len(table.rows)
            )
        if weights.vectors is not None:
            words = self._vocab.vectors
            found = words.find(keys=np.ascontiguousarray(features[:, 0]))
            known = words.data[found]
            known[found < 0] = 0
            inputs[:, len(weights.tables) * width :] = known @ weights.vectors
        return normalise(weights.mix, inputs @ self._mixing, np.empty((len(features), width), np.float32))
