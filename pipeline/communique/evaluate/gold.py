"""Gold JSONL -> typed Golds, checked; and back. The format is the guide's (corpus/guide.md).

Offsets are code points into `Gold.text`, half-open. A layer whose key is absent was not annotated and is not scored;
a layer that is null or [] was annotated and is empty.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from communique.document import Label
from communique.errors import GoldError
from communique.record import DateType, Mod, Release

# A day, month, year, decade …; an interval; a clock time; a duration; a set: what the guide allows as `value`.
_POINT = r"[\dX]{4}(?:-[\dX]{2}(?:-[\dX]{2})?)?"
_MOMENT = rf"(?:{_POINT}(?:T\d\d:\d\d)?|T\d\d:\d\d)"
_PERIOD = r"P(?:\d+(?:\.\d+)?[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?"
_VALUE = re.compile(rf"{_MOMENT}|(?:{_MOMENT}|\.\.)/(?:{_MOMENT}|\.\.)|{_PERIOD}|R\d*/.+")


def is_value(value: str | None) -> bool:
    """The guide allows it as the value of a date: EDTF, a duration, a set, or None for what cannot be known."""
    return value is None or _VALUE.fullmatch(value) is not None


class _Row(BaseModel):
    # Unknown keys are let pass: gold of other people may say more than is scored here.
    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldSpan(_Row):
    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _not_empty(self) -> GoldSpan:
        if self.end <= self.start:
            raise ValueError(f"end {self.end} is not after start {self.start}")
        return self


class GoldMention(GoldSpan):
    label: Label


class GoldDate(GoldSpan):
    type: DateType
    value: str | None = None
    mod: Mod | None = None

    @model_validator(mode="after")
    def _edtf(self) -> GoldDate:
        if not is_value(self.value):
            raise ValueError(f"{self.value!r} is no EDTF value, ISO 8601 duration or R/… set")
        return self


class GoldAmount(GoldSpan):
    value: str = Field(pattern=r"^-?\d+(\.\d+)?(/-?\d+(\.\d+)?)?$")  # a number, or two with "/" between them
    unit: str


class GoldQuote(GoldSpan):
    speaker: str | None = None


class GoldRole(_Row):
    title: str
    organization: str | None = None


class GoldPerson(_Row):
    name: str
    roles: tuple[GoldRole, ...] = ()


class GoldAcronym(_Row):
    short: str
    long: str | None = None


class GoldTheme(_Row):
    theme: str
    details: str | None = None


class GoldItem(_Row):
    text: str
    level: int = 1
    themes: tuple[GoldTheme, ...] = ()


class GoldList(_Row):
    intro: str | None = None
    items: tuple[GoldItem, ...] = ()


class GoldContact(_Row):
    name: str | None = None
    role: str | None = None
    organization: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


class GoldAbout(GoldSpan):
    organization: str | None = None


class Gold(BaseModel):
    """One release as a person annotated it."""

    model_config = ConfigDict(frozen=True, extra="allow")  # other keys (issuer_kind, held_out …) become slices

    id: str
    input: str | None = None  # the raw file
    text: str
    reference_date: str | None = None
    kind: str | None = None
    title: str | None = None
    subtitle: str | None = None
    published: str | None = None
    embargo: str | None = None
    place: str | None = None
    issuer: str | None = None
    mentions: tuple[GoldMention, ...] = ()
    persons: tuple[GoldPerson, ...] = ()
    acronyms: tuple[GoldAcronym, ...] = ()
    dates: tuple[GoldDate, ...] = ()
    lists: tuple[GoldList, ...] = ()
    quotes: tuple[GoldQuote, ...] = ()
    amounts: tuple[GoldAmount, ...] = ()
    contacts: tuple[GoldContact, ...] = ()
    about: tuple[GoldAbout, ...] = ()

    @model_validator(mode="after")
    def _in_the_text(self) -> Gold:
        for layer in ("mentions", "dates", "quotes", "amounts", "about"):
            for i, span in enumerate(getattr(self, layer)):
                if span.end > len(self.text):
                    raise ValueError(f"{layer}[{i}]: end {span.end} is after the text, which has {len(self.text)}")
        return self

    @property
    def annotated(self) -> frozenset[str]:
        """The layers that were annotated, the empty ones too."""
        return frozenset(self.model_fields_set & LAYERS)

    @property
    def marks(self) -> dict[str, str]:
        """What else the line says of the release: {"issuer_kind": "commune", "held_out": "true"}."""
        said = (self.model_extra or {}) | {"kind": self.kind}
        return {
            k: json.dumps(v) if isinstance(v, bool) else str(v) for k, v in said.items() if isinstance(v, str | int)
        }


LAYERS = frozenset(
    {
        *("kind", "title", "subtitle", "published", "embargo", "place", "issuer"),
        *("mentions", "persons", "acronyms", "dates", "lists", "quotes", "amounts", "contacts", "about"),
    }
)


def load(paths: Iterable[Path]) -> tuple[Gold, ...]:
    """The gold of these files (of a folder, all its *.jsonl), in order.

    Raises:
        GoldError: a file cannot be read, a line is wrong, or two have one id; names file, line and field.
    """
    golds: list[Gold] = []
    seen: dict[str, str] = {}
    for path in paths:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            for number, row in _lines(file):
                where = f"{file}, line {number}"
                try:
                    gold = Gold.model_validate(row)
                except ValidationError as error:
                    raise GoldError(f"{where}: {_first(error)}") from error
                if gold.id in seen:
                    raise GoldError(f"{where}: id: {gold.id!r} stands already in {seen[gold.id]}; give each its own")
                seen[gold.id] = where
                golds.append(gold)
    if not golds:
        raise GoldError(f"{', '.join(map(str, paths))}: no gold; give a .jsonl file, or a folder that holds some")
    return tuple(golds)


def load_records(path: Path) -> tuple[Release, ...]:
    """The records of a records.jsonl.

    Raises:
        GoldError: it cannot be read, or a line is no record of this version; names file, line and field.
    """
    records: list[Release] = []
    for number, row in _lines(path):
        try:
            records.append(Release.model_validate(row))
        except ValidationError as error:
            raise GoldError(f"{path}, line {number}: {_first(error)}; write it with `communique run`") from error
    return tuple(records)


def dump(gold: Gold) -> str:
    """One line of gold JSONL; layers that were not annotated stay absent."""
    return gold.model_dump_json(include=gold.model_fields_set | set(gold.model_extra or {}))


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    try:
                        yield number, json.loads(line)
                    except json.JSONDecodeError as error:
                        raise GoldError(f"{path}, line {number}: not JSON: {error}; one object a line") from error
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror}; give a JSONL file") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8 ({error.reason} at byte {error.start}); convert it first") from error


def _first(error: ValidationError) -> str:
    """The first thing that is wrong: "dates[3].type: Input should be …"."""
    what = error.errors()[0]
    place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in what["loc"]).removeprefix(".")
    message = what["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
