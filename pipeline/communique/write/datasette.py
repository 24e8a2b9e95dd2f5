"""What Datasette says of archive.sqlite beside its rows, as its metadata (JSON).

datasette outputs/archive.sqlite -m outputs/datasette.json --setting truncate_cells_html 160
"""

from __future__ import annotations

import json
from typing import Any

NAME = "datasette.json"

TABLES: dict[str, str] = {
    "release": "A release: what it says of itself, and its text. The box searches title and text without accents.",
    "source": "The files that had these bytes: one release, though it lay in two folders.",
    "block": "Title, headings, paragraphs and list items of the text, each with the zone in which it stands.",
    "entity": "Who and what is named: one row for all the ways in which a release names it.",
    "alias": "Other names of an entity in the same release.",
    "mention": "Each place of the text where an entity is named.",
    "person": "Persons, each once a release.",
    "role": "Functions of persons, with the organisation where it is said.",
    "acronym": "Acronyms with their long forms; `expansion` is one that another place of the text gives.",
    "date": "Dates, times and durations: `value` in EDTF, `earliest` and `latest` as days.",
    "list": "Lists with the words that announce them.",
    "list_item": "The items of lists.",
    "theme": "What list items are about, and what they say of it.",
    "quote": "Quotes with who speaks and the word that says so.",
    "amount": "Amounts with their unit.",
    "contact": "Press contacts; several phones, mails or addresses stand one a line.",
    "about": "What a release says of its issuer in general («À propos de …»).",
    "problem": "What is doubtful in a release, or could not be done.",
}
VIEWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "v_releases": ("A row a release, the newest first.", ("kind", "issuer", "place")),
    "v_quotes": ("Who says what, where and when.", ("speaker", "issuer")),
    "v_people": ("Persons with their functions.", ("name", "organization")),
    "v_themes": ("What the lists of releases are about.", ("theme", "issuer")),
}
DETAILS = ("alias", "block", "source")  # tables that few people look for
SEARCH = (
    "SELECT r.published, r.issuer, r.title, snippet(search, 1, '[', ']', ' … ', 24) AS words, r.source_name, r.id FROM "
    "search JOIN release r ON r.rowid = search.rowid WHERE search MATCH escape_fts(:words) ORDER BY rank LIMIT 200"
)


def metadata() -> bytes:
    """Titles, descriptions, facets and a search, for a database that is called archive."""
    tables: dict[str, dict[str, Any]] = {
        name: {"description": text, **({"hidden": True} if name in DETAILS else {})} for name, text in TABLES.items()
    }
    for name, (text, facets) in VIEWS.items():
        tables[name] = {"description": text, "facets": list(facets), "facet_size": 8}
    links = ", ".join(f'<a href="archive/{name}">{name[2:]}</a>' for name in VIEWS)
    made = {
        "title": "Press releases",
        "databases": {
            "archive": {
                "description_html": f'Begin with {links}, or <a href="archive/search">search the texts</a>.',
                "tables": tables,
                "queries": {
                    "search": {
                        "title": "Search the texts",
                        "description": "Words of title and text, in any order; accents and capitals do not count.",
                        "sql": SEARCH,
                        "hide_sql": True,
                    }
                },
            }
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=2).encode()
