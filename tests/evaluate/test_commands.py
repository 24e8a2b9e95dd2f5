"""The sub-commands as their --help describes them; what they need of the rest of the package is given here."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from communique.errors import GoldError, UsageError
from communique.evaluate.commands import Answer, add_parsers, add_rules_report, rules_report
from communique.evaluate.gold import Gold, dump, load
from communique.record import Failure, Release
from evaluate_samples import gold, release

WANTED = "[Tours](LOC) ouvre le [3 mai](DATE 2021-05-03), dit [Ève Brun](PER)"
GOT = "[Tours](LOC) ouvre le [3 mai](DATE 2021-05-04), dit Ève Brun"


class Tools:
    """Stands for a run: a raw file holds marked text; an empty one fails."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def process(self, args: argparse.Namespace, paths: Sequence[Path]) -> Iterator[Release | Failure]:
        files = [file for path in paths for file in (sorted(path.rglob("*.*")) if path.is_dir() else [path])]
        for path in files:
            self.asked.append(path.name)
            text = path.read_text("utf-8")
            failure = Failure(source=path.name, error="ReadError", message="empty file")
            yield release(text, name=str(path), by="mentions/nom") if text else failure

    def rule_ids(self, args: argparse.Namespace) -> Sequence[str]:
        return ["dates/jour", "mentions/nom", "mentions/sigle"]


def run(*arguments: object, tools: Tools | None = None) -> Answer:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    add_parsers(commands, lambda one: None)
    report = commands.add_parser("rules-report")
    report.add_argument("path", type=Path)
    report.set_defaults(answer=rules_report)
    add_rules_report(report)
    args = parser.parse_args(list(map(str, arguments)))
    answer: Answer = args.answer(args, tools or Tools())
    return answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """gold.jsonl, raw/cp.txt, raw/other.txt, before.jsonl (all right) and after.jsonl (with two errors)."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "cp.txt").write_text(GOT, "utf-8")
    (tmp_path / "raw" / "other.txt").write_text("Un autre texte", "utf-8")
    (tmp_path / "gold.jsonl").write_text(dump(gold(WANTED, input="cp.txt")) + "\n", "utf-8")
    (tmp_path / "before.jsonl").write_text(release(WANTED).model_dump_json() + "\n", "utf-8")
    (tmp_path / "after.jsonl").write_text(release(GOT).model_dump_json() + "\n", "utf-8")
    return tmp_path


def test_evaluate_takes_records(folder: Path) -> None:
    answer = run("evaluate", folder / "gold.jsonl", folder / "before.jsonl")
    assert (answer.code, answer.notes) == (0, ())
    figures = {cells[0]: cells[1:6] for line in answer.text.splitlines() if len(cells := line.split()) > 6}
    assert figures["mentions"] == ["strict*", "2", "2", "100.0", "100.0"]
    assert figures["value*"] == ["1", "1", "100.0", "100.0", "100.0"]


def test_evaluate_takes_a_folder_that_holds_records(folder: Path) -> None:
    (folder / "before.jsonl").rename(folder / "records.jsonl")
    (folder / "gold").mkdir()
    (folder / "gold.jsonl").rename(folder / "gold" / "gold.jsonl")
    assert "mentions" in run("evaluate", folder / "gold", folder).text


def test_evaluate_processes_raw_files_and_only_those_of_the_gold(folder: Path) -> None:
    tools = Tools()
    content = json.loads(run("evaluate", folder / "gold.jsonl", folder / "raw", "--format", "json", tools=tools).text)
    assert tools.asked == ["cp.txt"]
    assert [(e["layer"], e["class"]) for e in content["errors"]] == [("mentions", "missed"), ("dates", "wrong value")]


def test_where_a_gold_has_no_file_of_its_name_all_are_processed(folder: Path) -> None:
    (folder / "raw" / "cp.txt").rename(folder / "raw" / "renamed.txt")
    tools = Tools()
    assert run("evaluate", folder / "gold.jsonl", folder / "raw", tools=tools).notes == ()
    assert tools.asked == ["other.txt", "renamed.txt"]


def test_a_file_that_fails_is_named_and_its_facts_are_missed(folder: Path) -> None:
    (folder / "raw" / "cp.txt").write_text("")
    answer = run("evaluate", folder / "gold.jsonl", folder / "raw", "--format", "tsv")
    assert answer.notes == ("failed: cp.txt: empty file", "no record of cp: all their facts count as missed")
    assert "mentions\t\tstrict\t2\t0\t\t0.0000\t0.0000" in answer.text


def test_evaluate_lists_errors_and_slices_and_chosen_layers(folder: Path) -> None:
    both = [gold(WANTED, input="cp.txt"), gold("[Blois](LOC)", id="b", input="b.html")]
    (folder / "gold.jsonl").write_text("\n".join(map(dump, both)), "utf-8")
    command = ["evaluate", folder / "gold.jsonl", folder / "after.jsonl", "--layer", "mentions"]
    text = run(*command, "--errors", 1, "--slices").text
    assert "mentions: 2 errors\ncp: missed       gold 'Ève Brun' PER" in text
    assert "format    html (1)  txt (1)" in text
    assert "dates" not in text


def test_evaluate_writes_a_report(folder: Path) -> None:
    target = folder / "new" / "eval.html"
    answer = run("evaluate", folder / "gold.jsonl", folder / "after.jsonl", "--report", target)
    assert answer.notes == (f"report: {target}",)
    assert target.read_text("utf-8").startswith("<!doctype html>")


def test_an_unknown_layer_is_named(folder: Path) -> None:
    with pytest.raises(UsageError, match="--layer: no datess; the rows are kind, title, "):
        run("evaluate", folder / "gold.jsonl", folder / "after.jsonl", "--layer", "datess")


def test_compare_shows_each_case(folder: Path) -> None:
    command = ["compare", folder / "before.jsonl", folder / "after.jsonl", "--gold", folder / "gold.jsonl"]
    lines = run(*command).text.splitlines()
    assert lines[-2:] == [
        "- mentions   cp  gold 'Ève Brun' PER: right -> missed",
        "- dates      cp  gold '3 mai' DATE 2021-05-03: right -> wrong value '3 mai' DATE 2021-05-04 [essai/regle]",
    ]
    content = json.loads(run(*command, "--format", "json").text)
    assert [(c["kind"], c["layer"]) for c in content["changes"]] == [("lost", "mentions"), ("lost", "dates")]


def test_the_gate_is_made_holds_and_fails(folder: Path) -> None:
    (folder / "outputs").mkdir()

    def gate(records: str, *more: object) -> Answer:
        (folder / "outputs" / "records.jsonl").write_bytes((folder / records).read_bytes())
        return run("gate", folder / "gold.jsonl", folder / "outputs", "--floors", folder / "gate.json", *more)

    assert gate("before.jsonl").code == 1
    assert gate("before.jsonl", "--update").code == 0
    assert gate("before.jsonl").text == "the gate holds: 2 layers at or above their floors"
    failed = gate("after.jsonl")
    assert (failed.code, failed.text.splitlines()) == (
        1,
        [
            "mentions strict: F1 0.6666 is below its floor 1.0000",
            "dates value: F1 0.0000 is below its floor 1.0000",
        ],
    )
    with pytest.raises(UsageError, match="--allow-regression REASON"):
        gate("after.jsonl", "--update")
    assert gate("after.jsonl", "--update", "--allow-regression", "le guide a changé").code == 0
    assert gate("after.jsonl").code == 0


def test_rules_report_has_hits_precision_and_rules_that_never_fired(folder: Path) -> None:
    lines = run("rules-report", "--gold", folder / "gold.jsonl", folder / "raw").text.splitlines()
    assert lines[1].split() == ["(found", "by", "none)", "mentions", "0", "0", "-", "1", "1", "0", "0", "0", "0"]
    assert lines[2].split() == ["mentions/nom", "dates", "1", "0", "0.0", "1", "0", "0", "0", "0", "1"]
    assert lines[-3:] == ["never fired on these releases (2):", "  dates/jour", "  mentions/sigle"]


@pytest.mark.parametrize("name", ["brat", "doccano"])
def test_gold_goes_out_and_comes_back(folder: Path, name: str) -> None:
    out, again = folder / "out", folder / "again.jsonl"
    assert (
        run("gold", "export", "--format", name, folder / "gold.jsonl", "-o", out).text
        == f"{out}: 1 releases for {name}"
    )
    run("gold", "import", "--format", name, out, "--base", folder / "gold.jsonl", "-o", again)
    assert load([again]) == load([folder / "gold.jsonl"])


def test_import_says_which_release_the_base_has_not(folder: Path) -> None:
    run("gold", "export", "--format", "brat", folder / "gold.jsonl", "-o", folder / "out")
    (folder / "other.jsonl").write_text(dump(gold("Autre", id="autre")), "utf-8")
    answer = run("gold", "import", "--format", "brat", folder / "out", "--base", folder / "other.jsonl")
    assert answer.notes == ("not in the base gold: cp",)
    assert Gold.model_validate_json(answer.text).id == "cp"


def test_gold_has_only_layers_with_spans(folder: Path) -> None:
    with pytest.raises(UsageError, match="--layers: no persons; the layers with spans are mentions, dates, quotes"):
        run("gold", "export", "--format", "brat", folder / "gold.jsonl", "-o", folder / "out", "--layers", "persons")


def test_a_draft_is_what_was_found(folder: Path) -> None:
    (folder / "raw" / "vide.txt").write_text("")
    answer = run("gold", "draft", folder / "raw", "-o", folder / "draft.jsonl")
    assert (answer.code, answer.notes) == (1, ("failed: vide.txt: empty file",))
    drafts = load([folder / "draft.jsonl"])
    assert [one.id for one in drafts] == ["cp", "other"]
    assert drafts[0].mentions == gold(GOT).mentions


def test_a_target_that_cannot_be_written_is_named(folder: Path) -> None:
    with pytest.raises(GoldError, match=r"raw: Is a directory; give a file"):
        run("gold", "export", "--format", "doccano", folder / "gold.jsonl", "-o", folder / "raw")
