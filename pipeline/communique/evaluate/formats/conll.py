"""CoNLL 2003: a word a line, in four columns, the last one B-, I- or O; a blank line after each block.

Holds mentions and nothing else: spans of one layer that do not overlap. White space is lost: the text comes back from
the base gold, and without one it is the words with a space between them. The id stands in the -DOCSTART- line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.evaluate.formats.marked import Mark, Marked, file_stem, id_of, tokens

START = "-DOCSTART-"


def write(documents: Iterable[Marked], target: Path) -> None:
    """One file of all releases."""
    with target.open("w", encoding="utf-8") as file:
        for document in documents:
            file.write(f"{START} -X- {file_stem(document.id).replace(' ', '%20')} O\n\n")
            tags = {}
            for start, end in tokens(document.text, document.marks):
                for mark in document.marks:
                    if mark.start <= start and end <= mark.end:
                        tags[start] = ("B-" if start == mark.start else "I-") + mark.label
            for start, end in tokens(document.text, document.marks):
                word = document.text[start:end]
                if not word.isspace():
                    file.write(f"{word} -X- _ {tags.get(start, 'O')}\n")
                elif word.count("\n") > 1:
                    file.write("\n")
            file.write("\n")


def read(source: Path) -> Iterator[Marked]:
    """Every document of the file; BIO, BIOES and BILOU tags."""
    documents: list[tuple[str, list[list[tuple[str, str]]]]] = []
    for line in source.read_text("utf-8-sig").split("\n"):
        columns = line.split()
        if columns and columns[0] == START:
            documents.append((id_of(columns[2]) if len(columns) > 2 else str(len(documents) + 1), [[]]))
        elif not documents and columns:
            documents.append(("1", [[]]))
        if not columns and documents and documents[-1][1][-1]:
            documents[-1][1].append([])
        elif columns and columns[0] != START:
            documents[-1][1][-1].append((columns[0], columns[-1]))
    for id, blocks in documents:
        yield _joined(id, [block for block in blocks if block])


def _joined(id: str, blocks: list[list[tuple[str, str]]]) -> Marked:
    text = ""
    marks: list[Mark] = []
    for block in blocks:
        text += "\n\n" if text else ""
        inside = ""  # label of the span that is open
        for n, (word, tag) in enumerate(block):
            text += " " if n else ""
            start = len(text)
            text += word
            kind, _, label = tag.partition("-")
            if label and kind in {"I", "E", "L", "M"} and label == inside:
                marks[-1] = Mark(marks[-1].start, len(text), label)
            elif label:
                marks.append(Mark(start, len(text), label))
            inside = label
    return Marked(id, text, tuple(marks))
