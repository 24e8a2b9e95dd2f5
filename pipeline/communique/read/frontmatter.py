"""The head of a Markdown file -> its keys and values, tolerantly: what people write there is seldom quite YAML.

    ---                                     title: Un titre : sans guillemets
    title: 'Un titre'                       date: 2013/10/23
    date: 2021-04-08 15:30:00 +02:00
    contact-presse:                         (and a body after a blank line)
      tel:
      - 01 02 03 04 05
    ---

No YAML library: half of the titles with a colon in them are errors to it, and its types turn 01 into 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Value = str | list["Value"] | dict[str, "Value"]

_KEY = re.compile(
    r"(?P<indent> *)(?P<dash>(?:- +)?)(?P<key>[A-Za-zÀ-ÿ_][\wÀ-ÿ.-]{0,40})(?P<sep>:(?=\s|$)| ?= ?)\s*(?P<value>.*)$"
)
_ITEM = re.compile(r"(?P<indent> *)-(?:\s+(?P<value>.*))?$")
# A file whose head has no fence must begin with one of these.
_BEGINS = {"title", "titre", "layout", "date", "slug", "author", "template", "category", "lang", "id", "type", "status"}
MAX_LINES = 200  # a longer head is a body between two rulers


@dataclass(frozen=True, slots=True)
class Head:
    values: Mapping[str, Value]
    end: int  # number of lines that the head takes, fences and all


def head(lines: Sequence[str]) -> Head | None:
    """The head of a file, or None if it has none."""
    start = next((i for i, line in enumerate(lines[:20]) if line.strip()), 0)
    first = lines[start].strip() if lines else ""
    if first in {"---", "+++"}:
        for i in range(start + 1, min(len(lines), start + MAX_LINES)):
            if lines[i].strip() in {"---", "+++", "..."} and lines[i][:1] != " ":
                inner = lines[start + 1 : i]
                return Head(parse(inner), i + 1) if any(_KEY.match(line) for line in inner) else None
        inner = [*_until_blank(lines[start + 1 :])]  # the closing fence was lost
        return Head(parse(inner), start + 1 + len(inner)) if _plausible(inner) else None
    inner = [*_until_blank(lines[start:])]
    return Head(parse(inner), start + len(inner)) if _plausible(inner) else None


def _until_blank(lines: Sequence[str]) -> Iterator[str]:
    for line in lines[:MAX_LINES]:
        if not line.strip():
            return
        yield line


def _plausible(lines: Sequence[str]) -> bool:
    """Whether lines without a fence are a head: keys all along, and the first one that sites use."""
    keys = [m["key"].lower() for line in lines if (m := _KEY.match(line)) and m["sep"] == ":" and not m["indent"]]
    others = [line for line in lines if not _KEY.match(line) and not line.startswith((" ", "-"))]
    return bool(keys) and keys[0] in _BEGINS and not others and ("title" in keys or "titre" in keys)


def parse(lines: Sequence[str]) -> dict[str, Value]:
    """Keys (lower case) and values of the lines of a head; what cannot be understood is text.

    ["title: 'A : b'", "tags:", "- x", "contact:", "  tel: 01"] -> {title: "A : b", tags: ["x"], contact: {tel: "01"}}
    """
    value, _ = _mapping([line.rstrip().expandtabs(2) for line in lines], 0, 0)
    return value


def _mapping(lines: Sequence[str], i: int, indent: int) -> tuple[dict[str, Value], int]:
    out: dict[str, Value] = {}
    while i < len(lines):
        line = lines[i]
        m = _KEY.match(line)
        if not line.strip() or line.lstrip().startswith("#") or not m:
            i += 1
            continue
        at = len(m["indent"])
        if at < indent or (m["dash"] and at <= indent and out):
            break
        value, i = _value(lines, i, m["value"].strip(), at + len(m["dash"]))
        out.setdefault(m["key"].lower(), value)
    return out, i


def _value(lines: Sequence[str], i: int, first: str, indent: int) -> tuple[Value, int]:
    """The value that begins on line i as `first`, and the index of the line after it."""
    below: list[str] = []
    j = i + 1
    while j < len(lines) and (not lines[j].strip() or _depth(lines[j]) > indent):
        below.append(lines[j])
        j += 1
    if re.fullmatch(r"[|>][+-]?\d?", first):
        return "\n".join(line.strip() for line in below).strip() if first[0] == "|" else _folded("", below), j
    if first:
        return _scalar(_folded(first, below)), j
    items = lines[i + 1 : j]
    if not any(line.strip() for line in items):  # a list may stand at the indent of its key
        while j < len(lines) and (_ITEM.match(lines[j]) or (lines[j].strip() and _depth(lines[j]) > indent)):
            j += 1
        items = lines[i + 1 : j]
    content = [line for line in items if line.strip()]
    if not content:
        return "", j
    if _ITEM.match(content[0]):
        return _sequence(content), j
    if _KEY.match(content[0]):
        return _mapping(content, 0, _depth(content[0]))[0], j
    return _scalar(_folded("", content)), j


def _sequence(lines: Sequence[str]) -> list[Value]:
    out: list[Value] = []
    starts = [i for i, line in enumerate(lines) if _ITEM.match(line) and _depth(line) == _depth(lines[0])]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        entry = [" " * _depth(lines[start]) + " " + lines[start].lstrip()[1:], *lines[start + 1 : end]]
        if _KEY.match(entry[0]):
            out.append(_mapping(entry, 0, 0)[0])
        else:
            out.append(_scalar(_folded(entry[0].strip(), entry[1:])))
    return out


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _folded(first: str, below: Sequence[str]) -> str:
    """Continuation lines joined, as YAML folds them: an empty line is a line break."""
    text = first
    for line in below:
        text += " " + line.strip() if line.strip() else "\n"
    return re.sub(r" ?\n ?", "\n", text).strip()


def _scalar(text: str) -> Value:
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'").strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r'\\(["\\/])', r"\1", text[1:-1]).replace("\\n", "\n").strip()
    if len(text) > 1 and text[0] == "[" and text[-1] == "]" and not text.startswith("[["):
        return [_scalar(entry.strip()) for entry in text[1:-1].split(",") if entry.strip()]
    return "" if text in {"null", "~", "{}"} else text


def flat(value: Value) -> Iterator[str]:
    """Every text in a value, in order: {name: "A", tel: ["1", "2"]} -> "A", "1", "2"."""
    if isinstance(value, str):
        if value:
            yield value
    else:
        for entry in value.values() if isinstance(value, dict) else value:
            yield from flat(entry)
