"""One release as a JSON object -> Parts: a row of a table, an item of a feed, a page of an export.

Which of its fields is which, their names tell: {"titre": …, "date": …, "texte": …}; `archive` renames those that
the user names with options.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from communique.document import Part
from communique.errors import ReadError
from communique.read import hypertext, text
from communique.read.dates import iso
from communique.read.encoding import decode
from communique.read.marks import CONTROLS
from communique.read.parts import Reading

# Names of fields, the surest first; they are compared in lower case, "_" and "-" for one another.
TEXTS = (
    "text",
    "texte",
    "body",
    "corps",
    "content",
    "contenu",
    "html",
    "communique",
    "article",
    "message",
    "description",
)
TITLES = ("title", "titre", "headline", "subject", "objet", "intitule", "name")
DATES = (
    "published",
    "date_publication",
    "publication_date",
    "pubdate",
    "date",
    "published_at",
    "created_at",
    "datetime",
)
OTHERS = {
    "author": ("author", "auteur", "creator"),
    "publisher": ("publisher", "organisation", "organization", "emetteur", "émetteur", "source", "site"),
    "url": ("url", "link", "lien", "permalink"),
    "language": ("language", "lang", "langue"),
    "kind": ("kind", "type", "category", "categorie", "catégorie"),
}
_TAGS = re.compile(r"<(?:p|br|div|ul|li|h[1-6]|strong|em|a|span|table)\b", re.IGNORECASE)
_KIND = re.compile(r"communiqu|dossier de presse|invitation|agenda|discours|press[- ]release", re.IGNORECASE)


def read(data: bytes) -> Reading:
    """The parts of a record.

    Raises:
        ReadError: it is no object, or none of its fields is a text.
    """
    try:
        record = json.loads(decode(data).text)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"broken JSON ({error}); one object for one release") from error
    if not isinstance(record, dict):
        raise ReadError("JSON that is no object; one object for one release")
    return reading(record)


def reading(record: Mapping[str, Any]) -> Reading:
    """The parts of a record, and the other fields as hints.

    Raises:
        ReadError: none of its fields is a text.
    """
    body = first(record, TEXTS)
    if not body:
        names = ", ".join(str(key) for key in list(record)[:12])
        raise ReadError(f"a record without a text (its fields: {names}); name the field with --text-field")
    title = first(record, TITLES)
    hints = {"title": title} if title else {}
    if day := iso(first(record, DATES)):
        hints["published"] = day
    for hint, names_ in OTHERS.items():
        if (said := first(record, names_)) and (hint != "kind" or _KIND.search(said)):
            hints[hint] = said
    if _TAGS.search(body):
        parts: list[Part] = [*hypertext.fragment(body)]
    else:
        parts, inner = text.parse(body.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS))
        hints = {**inner, **hints}
    if title and not _says(parts, title):
        parts = [Part("title", title, 0, "title"), *parts]
    return Reading(parts, hints, "application/json")


def first(record: Mapping[str, Any], names: Sequence[str]) -> str:
    """The first of these fields that holds words; of a list, its words joined."""
    folded = {str(key).lower().replace("-", "_"): said for key, said in record.items()}
    for name in names:
        said = folded.get(name)
        if isinstance(said, list):
            said = "\n\n".join(str(each) for each in said[:1000] if isinstance(each, str | int | float))
        if isinstance(said, str | int | float) and str(said).strip():
            return str(said).strip()
    return ""


def _says(parts: Sequence[Part], title: str) -> bool:
    """Whether the text begins with its title."""
    key = "".join(filter(str.isalnum, title)).lower()
    return any(key == "".join(filter(str.isalnum, part.text)).lower() for part in parts[:4])
