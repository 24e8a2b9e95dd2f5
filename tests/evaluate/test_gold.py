"""Gold files: what is let in, and what each fault is called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.errors import GoldError
from communique.evaluate.gold import dump, load, load_records
from evaluate_samples import gold

LINE = {"id": "cp-1", "text": "La Ville de Tours ouvre le 3 mai.", "dates": [], "mentions": []}


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_a_layer_that_is_absent_was_not_annotated_and_an_empty_one_was(tmp_path: Path) -> None:
    (one,) = load([written(tmp_path, {**LINE, "place": None})])
    assert one.annotated == {"dates", "mentions", "place"}


def test_a_folder_gives_the_gold_of_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(json.dumps({**LINE, "id": "b"}), "utf-8")
    (tmp_path / "a.jsonl").write_text(json.dumps({**LINE, "id": "a"}) + "\n\n", "utf-8")
    assert [one.id for one in load([tmp_path])] == ["a", "b"]


def test_what_a_line_says_beside_the_layers_is_kept_as_marks() -> None:
    marks = gold("x", issuer_kind="commune", held_out=True, doubts=["…"]).marks
    assert marks == {"issuer_kind": "commune", "held_out": "true"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dates": [{"start": 27, "end": 32, "type": "DAY", "value": None}]}, r"dates\[0\]\.type: .*'DATE'"),
        ({"dates": [{"start": 27, "end": 32, "type": "DATE", "value": "3 mai"}]}, r"dates\[0\]: '3 mai' is no EDTF"),
        ({"mentions": [{"start": 3, "end": 99, "label": "ORG"}]}, r"mentions\[0\]: end 99 is after the text, .* 33"),
        ({"mentions": [{"start": 3, "end": 3, "label": "ORG"}]}, r"mentions\[0\]: end 3 is not after start 3"),
        ({"text": None}, "text: "),
    ],
)
def test_an_error_names_file_line_and_field(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    path = written(tmp_path, LINE, {**LINE, "id": "cp-2"} | change)
    with pytest.raises(GoldError, match=rf"gold\.jsonl, line 2: {said}"):
        load([path])


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"id": "a",\n', "utf-8")
    with pytest.raises(GoldError, match=r"line 1: not JSON"):
        load([tmp_path / "gold.jsonl"])


def test_a_file_that_is_not_there_or_not_utf_8_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"absent\.jsonl: No such file"):
        load([tmp_path / "absent.jsonl"])
    (tmp_path / "latin.jsonl").write_bytes('{"id": "é"}'.encode("latin-1"))
    with pytest.raises(GoldError, match=r"latin\.jsonl: not UTF-8"):
        load([tmp_path / "latin.jsonl"])
    (tmp_path / "empty.jsonl").write_text("")
    with pytest.raises(GoldError, match="no gold"):
        load([tmp_path / "empty.jsonl"])


def test_two_golds_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"line 2: id: 'cp-1' stands already in .*line 1"):
        load([written(tmp_path, LINE, LINE)])


def test_a_line_that_is_no_record_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"gold\.jsonl, line 1: source: .*communique run"):
        load_records(written(tmp_path, LINE))


@pytest.mark.parametrize(
    "value",
    [
        *("2020", "2020-02", "2020-02-11", "199X", "19XX", "2020-33", "XXXX-03-07", "2014-04-18/..", "../2030"),
        *("2020-02-11T18:30", "T09:00/T17:00", "P6Y", "P2Y6M", "PT1H30M", "R/P1Y", "R/P1W"),
    ],
)
def test_every_form_of_value_of_the_guide_is_let_in(value: str) -> None:
    assert gold(f"[un jour](DATE {value})").dates[0].value == value


def test_a_gold_written_and_read_again_is_the_same(tmp_path: Path) -> None:
    one = gold("La [Ville de Tours](ORG) ouvre le [3 mai](DATE 2021-05-03 START).", place=None, held_out=True)
    (tmp_path / "again.jsonl").write_text(dump(one), "utf-8")
    (again,) = load([tmp_path / "again.jsonl"])
    assert (again, again.annotated, again.marks) == (one, one.annotated, one.marks)
