"""The commands as the README and --help describe them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from communique.cli import main

RELEASE = """Communiqué de presse

Tours, le 3 mars 2021

La Ville de Tours ouvre une piscine

La Ville de Tours ouvrira le 12 avril 2021 une piscine de 25 mètres.
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "b.txt").write_text(RELEASE, encoding="utf-8")
    (folder / "a.md").write_text("---\ntitle: Le pont\ndate: 2020-02-11\n---\n\nLe pont rouvre demain.\n", "utf-8")
    return folder


def test_run_writes_records_a_database_and_failures(archive: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "out"
    assert main(["run", str(archive), "-o", str(out), "--only", "dates,acronyms"]) == 0
    records = [json.loads(line) for line in (out / "records.jsonl").read_text("utf-8").splitlines()]
    assert [r["source"]["name"] for r in records] == [str(archive / "a.md"), str(archive / "b.txt")]
    assert records[1]["published"]["value"] == "2021-03-03"
    assert "2021-04-12" in [d["value"] for d in records[1]["dates"]]
    assert (out / "archive.sqlite").exists()
    assert (out / "failures.jsonl").read_text() == ""
    assert "read 2, written 2, failed 0" in capsys.readouterr().out


def test_a_file_that_fails_costs_itself_and_makes_the_exit_code_1(archive: Path, tmp_path: Path, capsys) -> None:
    (archive / "vide.txt").write_text("")
    out = tmp_path / "out"
    assert main(["run", str(archive), str(tmp_path / "absent.txt"), "-o", str(out), "--only", "dates"]) == 1
    failures = [json.loads(line) for line in (out / "failures.jsonl").read_text("utf-8").splitlines()]
    assert [Path(f["source"]).name for f in failures] == ["vide.txt", "absent.txt"]
    assert all(f["message"] for f in failures)
    assert len((out / "records.jsonl").read_text("utf-8").splitlines()) == 2
    assert "absent.txt" in capsys.readouterr().err


def test_running_again_changes_nothing(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["run", str(archive), "-o", str(out), "--only", "dates", "-q"]
    main(command)
    before = (out / "records.jsonl").read_bytes()
    assert main(command) == 0
    assert (out / "records.jsonl").read_bytes() == before


def test_the_output_folder_is_not_input(archive: Path) -> None:
    out = archive / "outputs"
    command = ["run", str(archive), "-o", str(out), "--only", "dates", "-q"]
    assert (main(command), main(command)) == (0, 0)
    assert len((out / "records.jsonl").read_text("utf-8").splitlines()) == 2


def test_standard_input_is_a_source(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(RELEASE.encode())))
    assert main(["run", "-", "-o", str(tmp_path), "--only", "dates", "-q"]) == 0
    (record,) = [json.loads(line) for line in (tmp_path / "records.jsonl").read_text("utf-8").splitlines()]
    assert record["source"]["name"] == "stdin"


def test_published_is_the_anchor_of_releases_without_a_date(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le pont ferme. Il rouvrira demain.", "utf-8")
    main(["run", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--only", "dates", "--published", "2020-02-11"])
    record = json.loads((tmp_path / "out" / "records.jsonl").read_text("utf-8"))
    assert [d["value"] for d in record["dates"]] == ["2020-02-12"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "x", "--only", "datess"], "no layer datess"),
        (["run", "x", "--published", "12/05/98"], "write it as 2020-02-11"),
        (["run"], "PATH"),
        (["rune"], "invalid choice"),
        ([], "COMMAND"),
        (["rules", "list", "nowhere"], "no rule begins with 'nowhere'"),
        (["run", "x", "--rules", "/nowhere", "--only", "dates"], "no rule files"),
        (["run", "x", "--model", "xx_no_model", "-q"], "pip install xx-no-model"),
    ],
)
def test_wrong_usage_says_what_to_do_and_exits_with_2(arguments: list[str], message: str, tmp_path, capsys) -> None:
    if arguments[:1] == ["run"] and len(arguments) > 1:
        (tmp_path / "x").write_text("Le pont.")
        arguments = ["run", str(tmp_path / "x"), "-o", str(tmp_path / "o"), *arguments[2:]]
    try:
        code = main(arguments)
    except SystemExit as stop:  # argparse's own
        code = stop.code
    assert code == 2
    assert message in capsys.readouterr().err


def test_an_empty_folder_is_wrong_usage(tmp_path: Path, capsys) -> None:
    (tmp_path / "in").mkdir()
    assert main(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--only", "dates"]) == 2
    assert "no files" in capsys.readouterr().err


def test_show_prints_the_release_with_its_facts(archive: Path, capsys) -> None:
    assert main(["show", str(archive / "b.txt"), "--only", "dates"]) == 0
    assert "ouvrira le [12 avril 2021]=2021-04-12" in capsys.readouterr().out


def test_show_as_json_is_the_record(archive: Path, capsys) -> None:
    assert main(["show", str(archive / "b.txt"), "--only", "dates", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["published"]["value"] == "2021-03-03"


def test_show_of_a_file_that_cannot_be_read_names_it(tmp_path: Path, capsys) -> None:
    assert main(["show", str(tmp_path / "absent.txt")]) == 1
    assert "absent.txt" in capsys.readouterr().err


def test_schema_is_the_json_schema_of_the_record(capsys) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["title"] == "Release"
    assert {"text", "dates", "quotes", "problems"} <= set(schema["properties"])


def test_rules_lists_every_rule_with_its_examples(capsys) -> None:
    assert main(["rules"]) == 0
    out = capsys.readouterr().out
    assert "\npublished/" in out
    assert " -> " in out


def test_rules_test_runs_the_examples(capsys) -> None:
    assert main(["rules", "test", "amounts"]) == 0
    assert ", 0 broken" in capsys.readouterr().out


def test_rules_test_of_a_broken_rule_shows_it_and_exits_with_1(tmp_path: Path, capsys) -> None:
    from communique.rulebook import rules_dir

    for path in rules_dir().glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "gazetteers").symlink_to(rules_dir() / "gazetteers")
    text = (tmp_path / "about.yaml").read_text("utf-8")
    broken = '- id: essai\n    pattern: jamais\n    examples: {"Le pont.": pont}\n'
    (tmp_path / "about.yaml").write_text(text.replace("rules:\n", "rules:\n  " + broken, 1), "utf-8")
    assert main(["rules", "test", "about/essai", "--rules", str(tmp_path)]) == 1
    assert "must give pont" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["run", "show", "schema", "rules", "evaluate", "compare", "gate", "why", "gold"])
def test_help_of_each_command_explains_it(command: str, capsys) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert len(capsys.readouterr().out) > 100


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from communique.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(sorted({'spacy', 'pydantic', 'bs4', 'lxml', 'yaml', 'rich'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m communique rules | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=os.environ, check=True)
    assert done.stderr == ""


def gold_of(archive: Path) -> Path:
    gold = archive.parent / "gold.jsonl"
    text = "La Ville de Tours ouvrira le 12 avril 2021 une piscine de 25 mètres."
    start = RELEASE.index(text)
    span = {"start": RELEASE.index("12 avril"), "end": RELEASE.index("12 avril") + 13}
    assert start < span["start"]
    row = {"id": "b", "input": "b.txt", "text": RELEASE, "published": "2021-03-03"}
    published = {"start": RELEASE.index("3 mars"), "end": RELEASE.index("3 mars") + 11}
    dates = [{**published, "type": "DATE", "value": "2021-03-03"}, {**span, "type": "DATE", "value": "2021-04-12"}]
    gold.write_text(json.dumps({**row, "dates": dates}, ensure_ascii=False) + "\n", "utf-8")
    return gold


def test_evaluate_prints_a_figure_for_each_layer(archive: Path, capsys) -> None:
    gold = gold_of(archive)
    assert main(["evaluate", str(gold), str(archive), "--only", "dates", "--layer", "dates", "--format", "json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    (value,) = [f for f in figures["figures"] if (f["layer"], f["label"], f["measure"]) == ("dates", None, "value")]
    assert (value["gold"], value["found"], value["f1"]) == (2, 2, 1.0)


def test_rules_report_counts_the_hits_of_each_rule(archive: Path, capsys) -> None:
    gold = gold_of(archive)
    assert main(["rules", "report", str(archive), "--gold", str(gold), "--only", "dates"]) == 0
    out = capsys.readouterr().out
    assert "dates/" in out
    assert "never fired" in out


def test_rules_report_without_gold_says_what_it_wants(archive: Path, capsys) -> None:
    assert main(["rules", "report", str(archive)]) == 2
    assert "--gold" in capsys.readouterr().err


def test_why_shows_candidates_and_what_stayed_empty(archive: Path, capsys) -> None:
    assert main(["why", str(archive / "b.txt"), "published"]) == 0
    out = capsys.readouterr().out
    assert "[3 mars 2021]" in out
    assert "embargo stayed empty" in out


@pytest.mark.parametrize(
    ("file", "layer", "code", "message"),
    [("absent.txt", "dates", 1, "absent.txt"), ("b.txt", "datess", 2, "no layer datess")],
)
def test_why_of_a_wrong_file_or_layer_says_so(archive: Path, capsys, file: str, layer: str, code: int, message: str):
    assert main(["why", str(archive / file), layer]) == code
    assert message in capsys.readouterr().err


def zipped(folder: Path) -> Path:
    import zipfile

    path = folder / "2021.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", RELEASE)
        archive.writestr("b.txt", RELEASE.replace("12 avril", "13 avril"))
    return path


def test_run_reads_the_members_of_an_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path)
    assert main(["run", str(path), "-o", str(tmp_path / "out"), "--only", "dates", "-q"]) == 0
    lines = (tmp_path / "out" / "records.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["source"]["name"] for line in lines] == [f"{path}!/a.txt", f"{path}!/b.txt"]


def test_show_takes_a_member_of_an_archive_and_asks_which(tmp_path: Path, capsys) -> None:
    path = zipped(tmp_path)
    assert main(["show", f"{path}!/b.txt", "--only", "dates"]) == 0
    assert "[13 avril 2021]" in capsys.readouterr().out
    assert main(["show", str(path), "--only", "dates"]) == 2
    assert f"name one of them: {path}!/a.txt" in capsys.readouterr().err


def test_the_field_of_the_text_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('numero,corps\n1,"Tours, le 3 mars 2021. La Ville de Tours ouvre le 12 avril."\n', "utf-8")
    command = ["run", str(path), "-o", str(tmp_path / "out"), "--only", "dates", "-q", "--text-field", "corps"]
    assert main(command) == 0
    assert len((tmp_path / "out" / "records.jsonl").read_text("utf-8").splitlines()) == 1


def test_a_limit_makes_a_failure_of_that_file(archive: Path, tmp_path: Path, capsys) -> None:
    command = ["run", str(archive), "-o", str(tmp_path / "out"), "--only", "dates", "-q", "--limit"]
    assert main([*command, "bytes=100"]) == 1
    assert "more than 100 bytes" in capsys.readouterr().err
    assert main([*command, "pages"]) == 2
    assert "the names are bytes" in capsys.readouterr().err
