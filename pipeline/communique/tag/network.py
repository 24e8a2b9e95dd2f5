"""Rows of words -> the entities that spaCy's transition parser decides on, for many short texts at once.

Outside entities the parser's state is one token, so that one product of matrices gives its decision for every token;
only where an entity opens does it advance token by token. All that is added is the order of the sums: where the best
two moves are closer than that may change, the text is left to spaCy itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.tag import weights
from communique.tag.lexemes import Indices, Lexemes, normalise
from communique.tag.weights import Floats, Maxout

MARGIN = 2e-4  # between the scores of two moves. The largest difference from spaCy's scores seen was 2e-5
AHEAD = 4  # tokens of an open entity that are looked at together; most end within
BLOCK = 512  # rows of one product: inputs and outputs stay in the cache of a core

_WINDOW = np.array([-1, 0, 1])  # a convolution sees the row before, its own and the one after

Bools = NDArray[np.bool_]
Entity = tuple[int, int, str]  # first token, end token, label


@lru_cache(maxsize=1)
def _libraries() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")


def one_thread() -> AbstractContextManager[object]:
    """Within it, matrix products run on one thread.

    They are too small to share, and there is a process for each core already.
    """
    threads: AbstractContextManager[object] = _libraries().limit(limits=1)
    return threads


class Network:
    """One recogniser, in this process. Not for two threads at once: it keeps its table and its scratch arrays."""

    def __init__(self, ner: Any, *, margin: float = MARGIN) -> None:
        """Of a spaCy `EntityRecognizer`, whose weights are copied as they are now.

        Raises:
            UnknownModel: as `weights.read`.
        """
        self._weights = weights.read(ner)
        self._margin = np.float32(margin)
        self.lexemes = Lexemes(self._weights, ner.vocab)
        self.padding = (0,) * len(self._weights.layers)  # rows between texts
        decisions = self._weights.decisions
        names = decisions.names
        self._outside = np.array([n for n, name in enumerate(names) if name[0] in "BUO" and name != "U-"], np.intp)
        chosen = [names[n] for n in self._outside.tolist()]
        self._begins = np.array([name[0] == "B" for name in chosen])
        self._is_entity = np.array([name != "O" for name in chosen])
        self._labels = [name[2:] for name in chosen]
        self._inner = np.array([names.index(f"I-{name[2:]}") if name[0] == "B" else 0 for name in chosen], np.intp)
        self._last = np.array([names.index(f"L-{name[2:]}") if name[0] == "B" else 0 for name in chosen], np.intp)
        self._upper_outside = np.ascontiguousarray(decisions.upper[self._outside].T)
        self._upper_outside_bias = decisions.upper_bias[self._outside]
        self._scratch: dict[str, Floats] = {}

    def entities(
        self, texts: Sequence[Sequence[tuple[int, ...]]], starts: Sequence[Sequence[int]] = ()
    ) -> list[list[Entity] | None]:
        """The entities of each text; None where a decision was too close to call.

        Args:
            texts: each a sequence of groups of rows in `lexemes`, one row a token.
            starts: tokens of each text that start a sentence; entities do not run into them.
        """
        lengths = np.array([sum(map(len, text)) for text in texts], np.intp)
        if not lengths.any():
            return [[] for _ in texts]
        groups: list[tuple[int, ...]] = [(0,), self.padding]
        for text in texts:
            groups.extend(text)
            groups.append(self.padding)
        groups.append((0,))
        flat = np.fromiter(chain.from_iterable(groups), np.intp)
        rows = flat[flat != 0]
        firsts = np.cumsum(lengths) - lengths
        closed = np.zeros(len(rows), bool)  # tokens after which an entity must not go on
        closed[(firsts + lengths - 1)[lengths > 0]] = True
        for first, some in zip(firsts.tolist(), starts, strict=False):
            closed[[first + n - 1 for n in some if n]] = True
        self.lexemes.used(rows)
        vectors = self._convolve(flat)
        return self._decide(vectors, self.lexemes.space[rows], closed, firsts.tolist(), lengths.tolist())

    def _array(self, name: str, rows: int, columns: int) -> Floats:
        """An array to write into, kept from call to call: fresh ones of this size cost page faults."""
        array = self._scratch.get(name)
        if array is None or len(array) < rows or array.shape[1] != columns:
            array = self._scratch[name] = np.zeros((rows, columns), np.float32)
        return array[:rows]

    def _convolve(self, flat: Indices) -> Floats:
        """The vector of each token among its neighbours.

        A layer computes the rows of the padding that the layers above it still see, and no others.
        """
        layers, width = self._weights.layers, self._weights.width
        far = self._distances(flat)
        place = np.zeros(len(flat), np.intp)  # of a row of `flat` in what the layer below has computed
        now, then = self._array("now", len(flat), width), self._array("then", len(flat), width)
        for number, layer in enumerate(layers):
            rows = np.flatnonzero(far < len(layers) - number)
            seen = rows[:, None] + _WINDOW
            seen = place[seen] if number else flat[seen]
            for begin in range(0, len(rows), BLOCK):
                some = seen[begin : begin + BLOCK]
                own, products = self._first(some) if number == 0 else self._next(some, now, layer)
                best = normalise(layer, products, self._array("best", BLOCK, width)[: len(some)])
                np.add(own, best, out=then[begin : begin + len(some)])
            place[rows] = np.arange(len(rows))
            now, then = then, now
        return now[: np.count_nonzero(flat)]

    def _distances(self, flat: Indices) -> Indices:
        """Of each row from the next token, within the padding: 0 0 1 2 2 1 0."""
        size = len(self.padding)
        far = np.zeros(len(flat), np.intp)
        gaps = np.flatnonzero(flat[1:-1] == 0) + 1
        steps = np.arange(1, size + 1)
        far[gaps] = np.tile(np.minimum(steps, steps[::-1]), len(gaps) // size)
        far[0] = far[-1] = size  # beyond what any layer sees
        return far

    def _first(self, seen: Indices) -> tuple[Floats, Floats]:
        """The vectors of words and the products of the first layer, from the table."""
        table = self.lexemes
        width = table.parts.shape[2]
        products, part = (self._array(name, BLOCK, width)[: len(seen)] for name in ("products", "part"))
        np.take(table.parts[0], seen[:, 0], axis=0, out=products, mode="clip")
        for n in (1, 2):
            np.take(table.parts[n], seen[:, n], axis=0, out=part, mode="clip")
            products += part
        own = self._array("own", BLOCK, table.vectors.shape[1])[: len(seen)]
        return np.take(table.vectors, seen[:, 1], axis=0, out=own, mode="clip"), products

    def _next(self, seen: Indices, below: Floats, layer: Maxout) -> tuple[Floats, Floats]:
        """The vectors of the layer below, and the products of this one."""
        width = below.shape[1]
        windows = self._array("windows", BLOCK * 3, width)[: seen.size]
        np.take(below, seen.ravel(), axis=0, out=windows, mode="clip")
        flat = windows.reshape(len(seen), -1)
        products = self._array("products", BLOCK, layer.product.shape[1])[: len(seen)]
        return flat[:, width : 2 * width], np.dot(flat, layer.product, out=products)

    def _hidden(self, sums: Floats) -> Floats:
        """The best of the pieces."""
        width = self._weights.decisions.upper.shape[1]
        best = np.maximum(sums[:, :width], sums[:, width : 2 * width])
        for start in range(2 * width, sums.shape[1], width):
            np.maximum(best, sums[:, start : start + width], out=best)
        return best

    def _decide(
        self, vectors: Floats, space: Bools, closed: Bools, firsts: Sequence[int], lengths: Sequence[int]
    ) -> list[list[Entity] | None]:
        decisions = self._weights.decisions
        sums = vectors @ decisions.outside
        sums += decisions.outside_bias
        scores = self._hidden(sums) @ self._upper_outside
        scores += self._upper_outside_bias
        scores[np.ix_(space, self._is_entity)] = -np.inf
        scores[np.ix_(closed, self._begins)] = -np.inf
        moves = scores.argmax(axis=1)
        every = np.arange(len(moves))
        top = scores[every, moves]
        scores[every, moves] = -np.inf
        close = top - scores.max(axis=1) < self._margin
        heads = np.flatnonzero(self._is_entity[moves])
        ends, doubtful = self._advance(vectors, sums, closed, heads, moves[heads])
        return self._assemble(firsts, lengths, heads.tolist(), ends.tolist(), moves[heads].tolist(), close, doubtful)

    def _advance(
        self, vectors: Floats, sums: Floats, closed: Bools, heads: Indices, moves: Indices
    ) -> tuple[Indices, Bools]:
        """Where the entity ends that opens at each of `heads`, and whether a decision on the way was close."""
        decisions = self._weights.decisions
        ends = heads + 1
        doubtful = np.zeros(len(heads), bool)
        live = np.flatnonzero(self._begins[moves])
        inner, last = self._inner[moves], self._last[moves]
        ahead = np.arange(AHEAD)
        while len(live):
            into, out = inner[live], last[live]
            at = np.minimum(ends[live, None] + ahead, len(vectors) - 1)
            opened = vectors[heads[live]] @ decisions.first + decisions.inside_bias
            state = sums[at] + opened[:, None] + vectors[at - 1] @ decisions.last
            hidden = self._hidden(state.reshape(-1, state.shape[-1])).reshape(*at.shape, -1)
            gain = np.einsum("njh,nh->nj", hidden, decisions.upper[into] - decisions.upper[out])
            gain += (decisions.upper_bias[into] - decisions.upper_bias[out])[:, None]
            free = ~closed[at]
            # Of two equal scores spaCy takes the first move.
            stop = ~(((gain > 0) | ((gain == 0) & (into < out)[:, None])) & free)
            stops = stop.any(axis=1)
            length = np.where(stops, stop.argmax(axis=1), AHEAD)
            walked = ahead <= length[:, None]
            doubtful[live] |= ((np.abs(gain) < self._margin) & free & walked).any(axis=1)
            ends[live] += length + stops
            live = live[~stops]
        return ends, doubtful

    def _assemble(
        self,
        firsts: Sequence[int],
        lengths: Sequence[int],
        heads: Sequence[int],
        ends: Sequence[int],
        moves: Sequence[int],
        close: Bools,
        doubtful: Bools,
    ) -> list[list[Entity] | None]:
        """The way of the parser through each text: what opens within an entity is none."""
        found: list[list[Entity] | None] = []
        n = 0
        anywhere = bool(close.any() or doubtful.any())
        for first, length in zip(firsts, lengths, strict=True):
            here: list[Entity] = []
            at, stop, unsure = first, first + length, False
            while n < len(heads) and heads[n] < stop:
                head, end = heads[n], ends[n]
                if head >= at:
                    if anywhere:
                        unsure = unsure or bool(doubtful[n] or close[at : head + 1].any())
                    here.append((head - first, end - first, self._labels[moves[n]]))
                    at = end
                n += 1
            if anywhere:
                unsure = unsure or bool(close[at:stop].any())
            found.append(None if unsure else here)
        return found
