"""Lines -> the entities in each, as spaCy finds them in that line alone; each line of an archive once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from communique.tag.network import Network, one_thread
from communique.tag.weights import UnknownModel
from communique.tag.words import Words

MAX_LINE = 20_000  # characters; a longer one goes to spaCy, so that no scratch array grows past what a batch needs
BATCH = 40_000  # characters in one pass of the network, some 8,000 tokens
MAX_KEPT = 8_192  # lines whose entities are remembered: headers, contacts and «À propos» come again
LONGEST_KEPT = 4_000  # characters

Found = tuple[tuple[int, int, str], ...]  # start, end, label


@dataclass(slots=True)
class Counts:
    """What became of the lines."""

    lines: int = 0
    again: int = 0  # seen before
    close: int = 0  # a decision was too close to call: left to spaCy
    spacy: int = 0  # left to spaCy for another reason: too long, or a model that the engine does not know


@dataclass(slots=True)
class Kept:
    """Values by text: the last ones that were asked for, between `half` and twice as many."""

    half: int
    young: dict[str, Found] = field(default_factory=dict)
    old: dict[str, Found] = field(default_factory=dict)

    def get(self, text: str) -> Found | None:
        if (found := self.young.get(text)) is None and (found := self.old.get(text)) is not None:
            self.set(text, found)
        return found

    def set(self, text: str, found: Found) -> None:
        if len(self.young) >= self.half:
            self.young, self.old = {}, self.young
        self.young[text] = found


class Lines:
    """The entities of lines, by a loaded spaCy pipeline with one `ner`.

    Attributes:
        counts: what became of the lines so far.
        unknown: why spaCy itself has to run this model; None if the engine does.
    """

    def __init__(self, nlp: Any, *, kept: int = MAX_KEPT, network: Network | None = None) -> None:
        self._nlp = nlp
        self._kept = Kept(kept // 2) if kept else None
        self._lock = Lock()  # tables and scratch arrays are one for all threads
        self.counts = Counts()
        self.unknown: str | None = None
        self._network: Network | None = None
        try:
            if nlp.pipe_names != ["ner"]:
                raise UnknownModel(f"the pipeline {nlp.pipe_names}")
            self._network = network or Network(nlp.get_pipe("ner"))
            self._words = Words(nlp, self._network.lexemes)
        except UnknownModel as error:
            self.unknown = str(error)

    def __call__(self, lines: Sequence[str]) -> list[Found]:
        """For each line the spans in it."""
        with self._lock, one_thread():
            self.counts.lines += len(lines)
            found: dict[str, Found] = {}
            kept = self._kept
            if kept:
                for line in lines:
                    if (known := kept.get(line)) is not None:
                        found[line] = known
                        self.counts.again += 1
            new = [line for line in dict.fromkeys(lines) if line not in found]
            for batch in _batches(new):
                for line, spans in zip(batch, self._find(batch), strict=True):
                    found[line] = spans
                    if kept and len(line) <= LONGEST_KEPT:
                        kept.set(line, spans)
            return [found[line] for line in lines]

    def _find(self, lines: Sequence[str]) -> Iterator[Found]:
        if self._network is None or len(lines[0]) > MAX_LINE:
            self.counts.spacy += len(lines)
            yield from map(self._by_spacy, lines)
            return
        decided = self._network.entities(self._words.read(lines))
        close = 0
        results: list[Found] = []
        for line, entities in zip(lines, decided, strict=True):
            if entities:
                spans = self._words.spans(line)
                results.append(tuple((spans[first][0], spans[end - 1][1], label) for first, end, label in entities))
            elif entities is None:
                close += 1
                results.append(self._by_spacy(line))
            else:
                results.append(())
        self.counts.close += close
        yield from results

    def _by_spacy(self, line: str) -> Found:
        with self._nlp.memory_zone():
            return tuple((e.start_char, e.end_char, e.label_) for e in self._nlp(line).ents)


def _batches(lines: Sequence[str]) -> Iterator[list[str]]:
    """Of at most so many characters together; a line that is too long for the network by itself."""
    batch: list[str] = []
    size = 0
    for line in lines:
        if batch and (len(line) > MAX_LINE or size + len(line) > BATCH):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line)
        if len(line) > MAX_LINE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
