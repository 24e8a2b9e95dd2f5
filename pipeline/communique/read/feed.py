"""A feed (RSS, RDF, Atom) -> its items as records: title, date, text, author, address."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from communique.errors import ReadError
from communique.read import xmlfile
from communique.read.limits import Limits
from communique.read.pdfium import limit_memory
from communique.read.xmlfile import local, value

if TYPE_CHECKING:
    from lxml.etree import _Element

WRONG = 4  # exit code of the process of a feed that cannot be read
_FIELDS = {
    "title": ("title",),
    "published": ("published", "pubDate", "date", "issued", "updated"),
    "author": ("creator", "author"),
    "url": ("link", "origLink", "guid", "id"),
}


def items(data: bytes, limits: Limits) -> list[dict[str, str]]:
    """The items of a feed, in its order; `html` is the fullest text that an item has.

    Feeds are taken apart where a run lists its sources, which no worker shields: so this happens in a process of its
    own, and one that makes the XML library crash or hang costs itself.

    Raises:
        ReadError: it is broken beyond mending, or passes a limit.
    """
    # -P: the folder that a run is started in may hold modules named as ones of the standard library
    command = [sys.executable, "-P", "-c", f"from {__name__} import answer; answer()"]
    said = json.dumps(asdict(limits)).encode() + b"\n" + data
    try:
        done = subprocess.run(command, input=said, capture_output=True, timeout=limits.seconds)
    except subprocess.TimeoutExpired as error:
        late = f"a feed that takes more than {limits.seconds:g} seconds; it is damaged or made to do harm"
        raise ReadError(late) from error
    if done.returncode == WRONG:
        raise ReadError(done.stdout.decode())
    if done.returncode:
        raise ReadError(
            "a feed on which the XML library fails, or that needs too much memory; save its pages one by one"
        )
    return [json.loads(line) for line in done.stdout.splitlines()]


def answer() -> None:
    """What the process of a feed does: limits and feed on standard input, a line of JSON an item on standard output."""
    limits = Limits(**json.loads(sys.stdin.buffer.readline()))
    limit_memory(limits.memory)
    try:
        lines = [json.dumps(record) for record in taken_apart(sys.stdin.buffer.read(), limits)]
    except ReadError as error:
        sys.stdout.buffer.write(str(error).encode())
        sys.exit(WRONG)
    sys.stdout.write("\n".join(lines))


def taken_apart(data: bytes, limits: Limits) -> Iterator[dict[str, str]]:
    """The items of a feed, in this process."""
    root = xmlfile.parse(data, limits, recover=True)
    site = next((_text(e) for e in root.iter() if isinstance(e.tag, str) and local(e) == "title"), "")
    for element in root.iter():
        if isinstance(element.tag, str) and local(element) in {"item", "entry"}:
            record = {"publisher": site, **_item(element)}
            yield {key: said for key, said in record.items() if said}


def _item(element: _Element) -> dict[str, str]:
    by_name: dict[str, list[_Element]] = {}
    for each in element:
        if isinstance(each.tag, str):
            by_name.setdefault(local(each), []).append(each)
    record: dict[str, str] = {}
    for key, names in _FIELDS.items():
        found = (_said(e, key) for name in names for e in by_name.get(name, ()))
        record[key] = next((said for said in found if said), "")
    # «content:encoded» and «content» hold a whole release, «description» and «summary» often its first lines
    bodies = [_markup(e) for name in ("encoded", "content", "description", "summary") for e in by_name.get(name, ())]
    record["html"] = max(bodies, key=len, default="")
    return record


def _said(element: _Element, key: str) -> str:
    if key == "url":
        address = value(element, "href") or _text(element)
        return address if address.startswith(("http://", "https://")) else ""
    said = _text(element)
    if key == "published" and re.match(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4}", said):
        try:
            return parsedate_to_datetime(said).isoformat()
        except (ValueError, TypeError):
            return ""
    return html.unescape(re.sub(r"<[^<>]{0,200}>", "", said)) if key == "title" else said


def _text(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _markup(element: _Element) -> str:
    """The HTML in an element: escaped, as RSS has it, or as elements, as Atom may."""
    from lxml import etree

    if value(element, "type") == "text":
        return f"<p>{html.escape(element.text or '')}</p>"
    inner = "".join(etree.tostring(e, encoding="unicode") for e in element)
    return (element.text or "") + inner
