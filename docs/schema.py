"""tables.py -> the picture in docs/stores.md, written anew; with --check, exit code 1 if it is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from communique.write.tables import TABLES, VIEWS

PAGE = Path(__file__).with_name("stores.md")
BEGIN, END = "<!-- from docs/schema.py -->\n", "<!-- to here -->\n"


def picture() -> str:
    """A Mermaid entity-relationship diagram of all tables, then the list of the views."""
    lines = ["```mermaid", "erDiagram"]
    for table in TABLES:
        for column in table.columns:
            if column.references:
                least = "o|" if column.null else "||"
                lines.append(f'  {column.references} {least}--o{{ {table.name} : "{column.name}"')
    for table in TABLES:
        lines.append(f"  {table.name} {{")
        for place, column in enumerate(table.columns):
            key = " PK" if place == 0 else " FK" if column.references else ""
            lines.append(f"    {column.type} {column.name}{key}")
        lines.append("  }")
    return "\n".join([*lines, "```", "", f"Views: {', '.join(f'`{name}`' for name in VIEWS)}.", ""])


def main() -> int:
    text = PAGE.read_text("utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    made = head + BEGIN + picture() + END + tail
    if "--check" in sys.argv:
        return int(made != text)
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
