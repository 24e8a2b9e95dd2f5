"""Files made to do harm, and broken ones: each costs itself and little memory, in time by its size, and says why."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from communique.read import parts_of
from file_samples import eml
from growth import LINEAR, growth
from hostile_reading import measured
from hostile_samples import CASES, PLACES, PROSE, RELEASE, Case, markdown, nested, page


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_costs_itself_and_says_why(case: Case, tmp_path: Path) -> None:
    """In a process that is ended beyond a worker's time and memory; the others of its archive or folder are read."""
    if case.needs and importlib.util.find_spec(case.needs) is None:
        pytest.skip(f"needs {case.needs}")
    path = tmp_path / "fichier"
    try:
        made = case.make(path)
    except OSError:
        pytest.skip("this file system has no such names")
    if made is not None:
        path.write_bytes(made)
    cost = measured(path, case.limits, case.changes)
    shutil.rmtree(path, ignore_errors=True)
    assert cost.died == ""
    assert cost.read == case.sources
    assert not [message for message in cost.messages if message.startswith("FAULT")]
    if case.says:
        assert [message for message in cost.messages if re.search(case.says, message)]
    else:
        assert cost.messages == ()
    assert cost.peak <= case.memory


def test_a_run_over_a_folder_of_hostile_files_gives_its_release_and_a_failure_each(tmp_path: Path) -> None:
    told_of = [c for c in CASES if c not in PLACES and c.says]
    chosen = [c for c in told_of if not (c.sources or c.limits or c.needs or c.memory > 240)]
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "cp.txt").write_bytes(RELEASE)
    for number, case in enumerate(chosen):
        made = case.make(folder / f"{number:02}")
        if made is not None:
            (folder / f"{number:02}").write_bytes(made)
    command = [sys.executable, "-m", "communique", "run", str(folder), "-o", str(tmp_path / "out"), "--only", "dates"]
    subprocess.run([*command, "--workers", "1"], capture_output=True, check=False)
    records = (tmp_path / "out" / "records.jsonl").read_text("utf-8").splitlines()
    failures = (tmp_path / "out" / "failures.jsonl").read_text("utf-8").splitlines()
    assert [Path(json.loads(line)["source"]["name"]).name for line in records] == ["cp.txt"]
    told = {Path(json.loads(line)["source"].partition("!/")[0]).name: json.loads(line)["message"] for line in failures}
    assert [c.name for n, c in enumerate(chosen) if not re.search(c.says, told.get(f"{n:02}", ""))] == []


DOCS = Path(__file__).parents[2] / "docs" / "hostile.md"


@pytest.mark.skipif(not DOCS.exists(), reason="needs docs/ of the repository")
def test_every_case_stands_in_the_table_of_what_they_cost() -> None:
    table = DOCS.read_text("utf-8")
    assert [case.name for case in CASES if f"| {case.name} |" not in table] == []


NESTS = {
    "HTML": lambda n: page(nested("div", n)),
    "unclosed": lambda n: page("<font>" * n + "un pont"),
    "Markdown": lambda n: markdown(nested("div", n)),
    "a line each": lambda n: markdown("<div>\n" * n),
    "mail": lambda n: eml(nested("div", n), kind="text/html"),
    "paragraphs": lambda n: page("<p>un pont neuf" * n),
    "items": lambda n: page("<ul>" + "<li>un pont neuf</li>" * n + "</ul>"),
    "footers": lambda n: page(f"<p>{PROSE}</p>{'<footer><p>Un service répond.</p></footer>' * n}<p>{PROSE} Oui.</p>"),
    "bylines": lambda n: page(
        f"<p>{PROSE}</p>{'<p><a href=x>Par Lise, le 5 juin 2009</a></p>' * n}<p>{PROSE} Oui.</p>"
    ),
    "contacts": lambda n: page(f"<p>{PROSE}</p>{'<p>Contact presse : 01 99 00 12 34</p>' * n}"),
    "rows": lambda n: page("<table>" + "<tr><td>un</td><td>pont</td></tr>" * n + "</table>"),
}


@pytest.mark.parametrize("kind", NESTS)
def test_elements_are_read_in_linear_time(kind: str) -> None:
    assert growth(lambda n: parts_of(NESTS[kind](n)), 2_500) < LINEAR


LINES = [
    "[", "![", "[a](", "[a][", "](", "**", "*a ", "__", "_a_ ", "`", "``a", "<", "<!--", "<a ", "<b>", "{%", "{{", "&",
    "&#", "\\", "- ", "> ", "# ", "|", "1. ", "a\n", "- a\n", "> a\n", "# a\n", "a|b\n", "a|b\n-|-\n", "1. a\n", "«",
    "<div>a\n", "<p>a\n", "<ul>\n", "a\n\n", "\n", "   a\n", "a<br>", "a:\n- b\n", "A b c d e f g h i j\n", "a-\n",
    "\u00a0", "(\n", "[a]: b\n", "[^a]", "---\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", LINES)
def test_text_is_read_in_linear_time(unit: str) -> None:
    prose = "Le conseil vote un pont. "

    def work(size: int) -> object:
        return parts_of(f"{prose * (size // 25)}\n\n{unit * (size // len(unit))}".encode())

    assert growth(work, 4_000) < LINEAR
