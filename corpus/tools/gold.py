"""A parsed source -> its line of gold, in the format of corpus/guide.md.

Everything that the head says must stand in the text; what does not is refused with a ValueError that names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from source import LABELS, Mark, Source, themes

HEAD = {
    *("format", "page", "site", "front", "bullet", "apostrophe", "nbsp", "wrap", "encoding", "style", "scan", "nfd"),
    *("kind", "issuer_kind", "held_out", "published", "reference_date", "place", "issuer", "embargo", "language"),
    *("persons", "acronyms", "contacts", "region", "title", "no_h1", "newline", "escape"),
    *("flat", "center", "underline"),
}

CONTACT = {"name", "role", "organization", "phones", "emails"}


def gold(source: Source) -> dict[str, Any]:
    """The line of gold of a source."""
    head, text = source.head, source.text
    if unknown := set(head) - HEAD:
        raise ValueError(f"{source.id}: the head has unknown keys {sorted(unknown)}")
    marks = [(m.moved(start), start) for line, start, _ in source.placed() for m in line.marks if m.tag in "POLMDQTS€"]
    spans = [m for m, _ in sorted(marks, key=lambda pair: (pair[0].start, -pair[0].end))]
    for m in spans:
        words = text[m.start : m.end]
        if words != words.strip() or not words:
            raise ValueError(f"{source.id}: blank at the end of a span: {words!r}")
    published = _date(head.get("published"))
    row: dict[str, Any] = {
        "id": source.id,
        "input": f"{source.id}.{head['format']}",
        "kind": head.get("kind", "communiqué"),
        "issuer_kind": head["issuer_kind"],
        "held_out": bool(head.get("held_out", False)),
        "text": text,
        "reference_date": _date(head.get("reference_date")) or published,
        "title": head.get("title") or _words(text, spans, "T"),
        "subtitle": _words(text, spans, "S"),
        "published": published,
        "embargo": head.get("embargo"),
        "place": head.get("place"),
        "issuer": head.get("issuer"),
        "mentions": [{"start": m.start, "end": m.end, "label": LABELS[m.tag]} for m in spans if m.tag in LABELS],
        "persons": [_person(source, name, roles) for name, roles in (head.get("persons") or {}).items()],
        "acronyms": [
            {"short": short, "long": long}
            for short, longs in (head.get("acronyms") or {}).items()
            for long in (longs if isinstance(longs, list) else [longs])  # two meanings in one text
        ],
        "dates": [_dated(source.id, text, m) for m in spans if m.tag == "D"],
        "lists": list(_lists(source)),
        "quotes": [{"start": m.start, "end": m.end, "speaker": m.argument or None} for m in spans if m.tag == "Q"],
        "amounts": [_amount(source.id, m) for m in spans if m.tag == "€"],
        "contacts": [_contact(source, c) for c in head.get("contacts") or ()],
        "about": list(_abouts(source)),
    }
    _in_the_text(source, row)
    return row


def _date(value: Any) -> str | None:
    return None if value is None else str(value)


def _words(text: str, spans: list[Mark], tag: str) -> str | None:
    found = [re.sub(r"\s+", " ", text[m.start : m.end]) for m in spans if m.tag == tag]
    return found[0] if found else None


def _person(source: Source, name: str, roles: list[str] | None) -> dict[str, Any]:
    """ "maire @ Ville de Lille" is a role with its organization, "maire" one without."""
    pairs = [role.partition(" @ ") for role in roles or ()]
    return {"name": name, "roles": [{"title": t, "organization": o or None} for t, _, o in pairs]}


def _dated(name: str, text: str, mark: Mark) -> dict[str, Any]:
    value, _, rest = mark.argument.partition(" ")
    words = rest.split()
    kinds = [w for w in words if w in {"DATE", "INTERVAL", "TIME", "DURATION", "SET"}]
    mods = [w for w in words if w in {"START", "MID", "END", "APPROX"}]
    if not value or len(kinds) + len(mods) != len(words):
        raise ValueError(f"{name}: {mark.argument!r} is no value of a date: {text[mark.start : mark.end]}")
    row: dict[str, Any] = {
        "start": mark.start,
        "end": mark.end,
        "type": kinds[0] if kinds else _type(value),
        "value": None if value == "?" else value,
    }
    return row | ({"mod": mods[0]} if mods else {})


def _type(value: str) -> str:
    if value.startswith("R"):
        return "SET"
    if value.startswith("P"):
        return "DURATION"
    if "/" in value:
        return "INTERVAL"
    return "TIME" if "T" in value else "DATE"


def _amount(name: str, mark: Mark) -> dict[str, Any]:
    """ "2800000" is a sum in euros, "9840 franc" one in francs of some country, "100/200" a range."""
    value, _, unit = mark.argument.partition(" ")
    if not re.fullmatch(r"\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?)?", value):
        raise ValueError(f"{name}: {mark.argument!r} is no sum")
    return {"start": mark.start, "end": mark.end, "value": value, "unit": unit or "EUR"}


def _lists(source: Source) -> Iterator[dict[str, Any]]:
    """Runs of item lines; blocks of items that follow each other are one list. The intro is the last {N|…} before."""
    intro: str | None = None
    items: list[dict[str, Any]] = []
    for block in source.blocks:
        for line in block.lines:
            if line.kind == "item":
                items.append({"text": line.text, "level": line.level, "themes": themes(line)})
                continue
            if items:
                yield {"intro": intro, "items": items}
                intro, items = None, []
            for mark in line.marks:
                if mark.tag == "N":
                    if intro:
                        raise ValueError(f"{source.id}: an intro without a list: {intro}")
                    intro = line.text[mark.start : mark.end]
    if items:
        yield {"intro": intro, "items": items}
    elif intro:
        raise ValueError(f"{source.id}: an intro without a list: {intro}")


def _contact(source: Source, contact: dict[str, Any]) -> dict[str, Any]:
    import phonenumbers

    if unknown := set(contact) - CONTACT:  # an unquoted comma in a YAML flow cuts a value in two
        raise ValueError(f"{source.id}: a contact has unknown keys {sorted(unknown)}; put the value in quotes")
    phones = []
    for written in contact.get("phones") or ():
        if written not in source.text:
            raise ValueError(f"{source.id}: the phone {written!r} does not stand in the text")
        number = phonenumbers.parse(written, source.head.get("region", "FR"))
        if not phonenumbers.is_possible_number(number):
            raise ValueError(f"{source.id}: {written!r} is no possible number")
        phones.append(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return {
        "name": contact.get("name"),
        "role": contact.get("role"),
        "organization": contact.get("organization"),
        "phones": phones,
        "emails": [e.lower() for e in contact.get("emails") or ()],
    }


def _abouts(source: Source) -> Iterator[dict[str, Any]]:
    placed = source.placed()
    runs: list[tuple[str, int, int, int]] = []  # whose, start, end, index of the last block
    order = {id(block): n for n, block in enumerate(source.blocks)}
    for line, start, block in placed:
        if block.about is None:
            continue
        n = order[id(block)]
        if runs and runs[-1][0] == block.about and runs[-1][3] in (n, n - 1):
            runs[-1] = (block.about, runs[-1][1], start + len(line.text), n)
        else:
            runs.append((block.about, start, start + len(line.text), n))
    for whose, start, end, _ in runs:
        yield {"organization": whose, "start": start, "end": end}


def _in_the_text(source: Source, row: dict[str, Any]) -> None:
    text = _flat(source.text)
    said: list[str | None] = [row["issuer"], row["place"], row["title"]]
    for person in row["persons"]:
        said += [person["name"], *(r["title"] for r in person["roles"]), *(r["organization"] for r in person["roles"])]
    for pair in row["acronyms"]:
        said += [pair["short"], pair["long"]]
    for contact in row["contacts"]:
        said += [contact["name"], contact["role"], contact["organization"]]
        if absent := [e for e in contact["emails"] if e not in text.casefold()]:
            raise ValueError(f"{source.id}: not in the text: {absent}")
    said += [q["speaker"] for q in row["quotes"]]
    if absent_ := [s for s in said if s and _flat(s) not in text]:
        raise ValueError(f"{source.id}: not in the text: {absent_}")
    # Every mention of a person belongs to a listed one, and every listed one is mentioned.
    mentioned = [_flat(source.text[m["start"] : m["end"]]) for m in row["mentions"] if m["label"] == "PER"]
    names = [p["name"] for p in row["persons"]]
    if strange := [m for m in mentioned if not any(_same(m, n) for n in names)]:
        raise ValueError(f"{source.id}: mentions of no listed person: {strange}")
    if strange := [n for n in names if not any(_same(m, n) for m in mentioned)]:
        raise ValueError(f"{source.id}: persons without a mention: {strange}")


def _same(mention: str, name: str) -> bool:
    """The words of the mention are words of the name, or begin them ("J.-P."), whatever their case."""
    own = _flat(name).casefold().split()
    return all(any(w == o or (w.endswith(".") and o[0] == w[0]) for o in own) for w in mention.casefold().split())


def _flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)
