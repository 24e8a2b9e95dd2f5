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
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from communique.tag import weights
from communique.tag.lexemes import Indices, Lexemes, normalise
from communique.tag.weights import Floats

MARGIN = 2e-4  # between the scores of two moves. The largest difference from spaCy's scores seen was 2e-5
AHEAD = 4  # tokens of an open entity that are looked at together; most end within
BLOCK = 512  # rows of one product: inputs and outputs stay in the cache of a core

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
        pad = self.padding
        groups: list[tuple[int, ...]] = [(0, *pad)]
        for text in texts:
            groups.extend(text)
            groups.append(pad)
        groups.append((0,))
        flat = np.fromiter(chain.from_iterable(groups), np.intp)
        lengths = [sum(map(len, text)) for text in texts]
        firsts = np.cumsum([len(pad), *(n + len(pad) for n in lengths)])[:-1]
        rows = flat[1:-1]
        closed = rows == 0  # rows after which an entity must not go on: what is between texts, and the last of each
        closed[firsts + lengths - 1] = True
        for first, some in zip(firsts.tolist(), starts, strict=False):
            closed[[first + n - 1 for n in some if n]] = True
        self.lexemes.used(rows)
        vectors = self._convolve(flat)
        return self._decide(vectors, self.lexemes.space[rows], closed, firsts.tolist(), lengths)

    def _array(self, name: str, rows: int, columns: int) -> Floats:
        """An array to write into, kept from call to call: fresh ones of this size cost page faults."""
        array = self._scratch.get(name)
        if array is None or len(array) < rows or array.shape[1] != columns:
            array = self._scratch[name] = np.zeros((rows, columns), np.float32)
        return array[:rows]

    def _convolve(self, flat: Indices) -> Floats:
        """The vector of each token among its neighbours; of the first and the last row, which are padding, none."""
        layers, width = self._weights.layers, self._weights.width
        size = len(flat) - 2
        now, then = self._array("now", size + 2, width), self._array("then", size + 2, width)
        np.take(self.lexemes.vectors, flat, axis=0, out=now, mode="clip")
        products = self._array("products", BLOCK, layers[0].product.shape[1])
        parts = self._array("parts", BLOCK, layers[0].product.shape[1])
        windows = self._array("windows", BLOCK, 3 * width)
        best = self._array("best", BLOCK, width)
        before, own, after = self.lexemes.parts
        for number, layer in enumerate(layers):
            seen = as_strided(now, (size, 3 * width), now.strides)  # each row with those before and after it
            then[0] = then[-1] = 0
            for begin in range(0, size, BLOCK):
                end = min(begin + BLOCK, size)
                out = products[: end - begin]
                if number == 0:
                    part = parts[: end - begin]
                    np.take(before, flat[begin:end], axis=0, out=out, mode="clip")
                    np.take(own, flat[begin + 1 : end + 1], axis=0, out=part, mode="clip")
                    out += part
                    np.take(after, flat[begin + 2 : end + 2], axis=0, out=part, mode="clip")
                    out += part
                else:
                    window = windows[: end - begin]
                    np.copyto(window, seen[begin:end])
                    np.dot(window, layer.product, out=out)
                normalise(layer, out, best[: end - begin])
                np.add(now[begin + 1 : end + 1], best[: end - begin], out=then[begin + 1 : end + 1])
            now, then = then, now
        return now[1:-1]

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
