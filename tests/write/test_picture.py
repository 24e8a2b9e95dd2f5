"""docs/stores.md is true: its picture is that of tables.py, its questions have answers."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

from communique.batch import load
from write_samples import sample

DOCS = Path(__file__).parents[2] / "docs"


def test_the_picture_is_not_stale() -> None:
    done = subprocess.run([sys.executable, str(DOCS / "schema.py"), "--check"], check=False)
    assert done.returncode == 0, "run python docs/schema.py"


def test_the_questions_can_be_asked(tmp_path: Path) -> None:
    load([sample()], tmp_path)
    (block,) = re.findall("```sql\n(.*?)```", (DOCS / "stores.md").read_text("utf-8"), re.DOTALL)
    code = "\n".join(line for line in block.splitlines() if not line.startswith("--"))
    questions = [q for q in code.split(";") if q.strip() and "tsquery" not in q]  # test_stores asks PostgreSQL
    assert len(questions) == 5
    with sqlite3.connect(tmp_path / "archive.sqlite") as db:
        answers = [db.execute(question).fetchall() for question in questions]
    assert answers[0] == [("2021-05-03", "Ève Brun", "L’eau manque", "Comité national de l’eau")]
    assert answers[1] == [("Ève Brun", 1)]
