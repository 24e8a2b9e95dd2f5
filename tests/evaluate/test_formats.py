"""Gold goes out to annotation tools and comes back the same, however the tool counts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from communique.errors import GoldError
from communique.evaluate.formats import FORMATS, export_gold, import_gold, marked
from communique.evaluate.formats.marked import tokens
from communique.evaluate.gold import Gold
from evaluate_samples import gold

MARKED = (
    "COMMUNIQUÉ 🎉🎉\n\nTours, le [3 mai 2021](DATE 2021-05-03)\n\n"
    "L’[École d’Art](ORG) et l'[Office\nde tourisme](ORG)  ouvrent [fin 2021](DATE 2021 END). « [L’été sera beau 🎉, "
    "c’est sûr](QUOTE Ève Brun) », dit [Ève Brun](PER) au [lac\u00a0des\u202fÉlus](LOC) [à midi](TIME)."
)
GOLD = gold(
    MARKED,
    id="mairie/2021 n°1",
    title=None,
    persons=[{"name": "Ève Brun", "roles": []}],
    contacts=[{"name": "Ève Brun", "emails": ["eve@tours.example"]}],
    held_out=True,
)
OTHER = gold("Le [Cher](LOC) vote.\n\n[Demain](DATE 2020-02-12)", id="b")


def back(tmp_path: Path, name: str, golds: list[Gold], base: list[Gold] | None = None) -> list[Gold]:
    export_gold(golds, tmp_path / "out", name)
    found = list(import_gold(tmp_path / "out", name, golds if base is None else base))
    return sorted(found, key=lambda one: one.id)


@pytest.mark.parametrize("name", FORMATS)
def test_gold_comes_back_the_same_with_what_was_exported_as_base(tmp_path: Path, name: str) -> None:
    assert back(tmp_path, name, [GOLD, OTHER]) == [OTHER, GOLD]


@pytest.mark.parametrize("name", FORMATS)
def test_without_base_the_spans_come_back_and_the_rest_is_not_annotated(tmp_path: Path, name: str) -> None:
    (one,) = back(tmp_path, name, [GOLD], base=[])
    layers = FORMATS[name].layers
    assert (one.id, one.annotated) == (GOLD.id, set(layers))
    if name == "conll":  # no white space in it
        assert [one.text[m.start : m.end] for m in one.mentions][1] == "Office de tourisme"
        assert [m.label for m in one.mentions] == [m.label for m in GOLD.mentions]
    else:
        assert (one.text, one.mentions) == (GOLD.text, GOLD.mentions)
    if name not in {"conll", "doccano"}:
        assert (one.dates, one.quotes) == (GOLD.dates, GOLD.quotes)


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"conll"}))
def test_what_a_person_corrects_comes_back(tmp_path: Path, name: str) -> None:
    wrong = GOLD.model_copy(update={"mentions": GOLD.mentions[:-1], "dates": GOLD.dates[1:]})
    export_gold([GOLD], tmp_path / "out", name)
    (one,) = import_gold(tmp_path / "out", name, [wrong])
    assert one.mentions == GOLD.mentions
    assert [(d.start, d.value) for d in one.dates][1:] == [(d.start, d.value) for d in GOLD.dates][1:]
    assert one.contacts == GOLD.contacts


@pytest.mark.parametrize("name", ["brat", "doccano", "label-studio", "prodigy", "spacy"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: unicodedata.normalize("NFD", text).replace("\n", "\r\n"),
    ],
    ids=["CR LF", "NFD", "both"],
)
def test_a_tool_that_changed_the_text_is_brought_back_to_the_base(
    tmp_path: Path, name: str, change: Callable[[str], str]
) -> None:
    assert back(tmp_path, name, [twin(GOLD, change)], base=[GOLD]) == [GOLD]


def twin(one: Gold, change: Callable[[str], str]) -> Gold:
    """The gold on a changed text, its offsets with it."""

    def moved(spans: Any) -> list[dict[str, Any]]:
        return [
            s.model_dump() | {"start": len(change(one.text[: s.start])), "end": len(change(one.text[: s.end]))}
            for s in spans
        ]

    layers = {layer: moved(getattr(one, layer)) for layer in ("mentions", "dates", "quotes")}
    return Gold.model_validate(one.model_dump(exclude_unset=True) | {"text": change(one.text)} | layers)


@pytest.mark.parametrize("name", ["doccano", "label-studio", "prodigy"])
def test_offsets_in_utf_16_units_are_seen_and_mended(tmp_path: Path, name: str) -> None:
    export_gold([GOLD], tmp_path / "out", name)

    def counted(value: Any) -> Any:
        if isinstance(value, dict):
            value = {k: counted(v) for k, v in value.items()}
            return value | {k: units(value[k]) for k in ("start", "end") if k in value}
        if isinstance(value, list) and len(value) == 3 and isinstance(value[0], int):  # doccano's triples
            return [units(value[0]), units(value[1]), value[2]]
        return [counted(v) for v in value] if isinstance(value, list) else value

    content = counted(json.loads((tmp_path / "out").read_text("utf-8")))
    (tmp_path / "out").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    assert list(import_gold(tmp_path / "out", name, [GOLD])) == [GOLD]


def units(offset: int) -> int:
    return len(GOLD.text[:offset].encode("utf-16-le")) // 2


def test_line_ends_that_git_changed_under_brat_are_seen(tmp_path: Path) -> None:
    export_gold([GOLD], tmp_path, "brat")
    (path,) = tmp_path.glob("*.txt")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert list(import_gold(tmp_path, "brat", [GOLD])) == [GOLD]


def test_inception_counts_utf_16_units(tmp_path: Path) -> None:
    export_gold([GOLD], tmp_path, "inception")
    (path,) = tmp_path.glob("*.json")
    spans = [s for s in json.loads(path.read_text("utf-8"))["%FEATURE_STRUCTURES"] if "value" in s]
    text = GOLD.text.encode("utf-16-le")
    words = [text[2 * s["begin"] : 2 * s["end"]].decode("utf-16-le") for s in spans]
    assert words == [GOLD.text[m.start : m.end] for m in marked(GOLD).marks]


def test_brat_has_the_words_of_each_span_in_its_line(tmp_path: Path) -> None:
    export_gold([gold("L'[Office\nde tourisme](ORG) ouvre [fin 2021](DATE 2021 END)", id="a")], tmp_path, "brat")
    assert (tmp_path / "a.ann").read_text("utf-8") == (
        "T1\tORG 2 8;9 20\tOffice de tourisme\nT2\tDATE 27 35\tfin 2021\n#2\tAnnotatorNotes T2\t2021 END\n"
    )
    assert "QUOTE" in (tmp_path / "annotation.conf").read_text("utf-8")


def test_conll_has_four_columns_and_a_blank_line_after_a_block(tmp_path: Path) -> None:
    export_gold([gold("L’[École d’Art](ORG)\n\nà [Tours](LOC).", id="a b")], tmp_path / "a.conll", "conll")
    assert (tmp_path / "a.conll").read_text("utf-8") == (
        "-DOCSTART- -X- a%20b O\n\nL’ -X- _ O\nÉcole -X- _ B-ORG\nd’ -X- _ I-ORG\nArt -X- _ I-ORG\n\n"
        "à -X- _ O\nTours -X- _ B-LOC\n. -X- _ O\n\n"
    )


def test_conll_of_other_makers_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.conll").write_text("Ève B-PER\nBrun E-PER\nà O\nTours I-LOC\nLoire U-LOC\n", "utf-8")
    (one,) = import_gold(tmp_path / "a.conll", "conll")
    assert [(one.text[m.start : m.end], m.label) for m in one.mentions] == [
        ("Ève Brun", "PER"),
        ("Tours", "LOC"),
        ("Loire", "LOC"),
    ]


def test_other_shapes_of_doccano_and_label_studio_are_read(tmp_path: Path) -> None:
    entities = [{"id": 7, "label": "LOC", "start_offset": 3, "end_offset": 8}]
    row = {"id": 12, "text": "À  Tours", "entities": entities, "relations": [], "Comments": []}
    (tmp_path / "d").write_text(json.dumps(row), "utf-8")
    (one,) = import_gold(tmp_path / "d", "doccano")
    assert (one.id, one.text[one.mentions[0].start : one.mentions[0].end]) == ("12", "Tours")
    region = {"type": "labels", "value": {"start": 3, "end": 8, "labels": ["LOC"]}}
    cancelled = {"was_cancelled": True, "result": []}
    task = {"id": 5, "data": {"text": "À  Tours"}, "annotations": [{"result": [region]}, cancelled]}
    (tmp_path / "l").write_text(json.dumps([task]), "utf-8")
    (one,) = import_gold(tmp_path / "l", "label-studio")
    assert (one.id, len(one.mentions)) == ("5", 1)


def test_a_rejected_task_of_prodigy_is_left_out(tmp_path: Path) -> None:
    rows = [{"text": "Tours", "spans": [], "answer": answer} for answer in ("accept", "reject", "ignore")]
    (tmp_path / "p").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert [one.id for one in import_gold(tmp_path / "p", "prodigy")] == ["1"]


def test_spacy_itself_reads_what_is_written_for_it(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import Doc

    export_gold([GOLD], tmp_path / "s", "spacy")
    doc = Doc(spacy.blank("fr").vocab).from_json(json.loads((tmp_path / "s").read_text("utf-8")))
    assert doc.text == GOLD.text
    assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [
        (m.start, m.end, m.label) for m in GOLD.mentions
    ]
    assert [(s.start_char, s.end_char, s.label_) for s in doc.spans["dates"]] == [
        (d.start, d.end, d.type) for d in GOLD.dates
    ]
    (tmp_path / "again").write_text(json.dumps(doc.to_json() | {"gold_id": GOLD.id}), "utf-8")
    assert list(import_gold(tmp_path / "again", "spacy", [GOLD])) == [GOLD]


def test_a_label_that_the_guide_has_not_is_named(tmp_path: Path) -> None:
    (tmp_path / "d").write_text(json.dumps({"id": "a", "text": "Tours", "label": [[0, 5, "VILLE"]]}), "utf-8")
    with pytest.raises(GoldError, match=r"a: labels VILLE; the guide has PER, ORG"):
        list(import_gold(tmp_path / "d", "doccano"))


def test_a_span_that_does_not_hold_its_words_is_named(tmp_path: Path) -> None:
    export_gold([OTHER], tmp_path, "brat")
    path = tmp_path / "b.ann"
    path.write_text(path.read_text("utf-8").replace("LOC 3 7", "LOC 2 6"), "utf-8")
    with pytest.raises(GoldError, match=r"b: LOC at 2:6 holds ' Che', not 'Cher'"):
        list(import_gold(tmp_path, "brat", [OTHER]))


def test_a_base_of_another_text_is_named(tmp_path: Path) -> None:
    export_gold([OTHER], tmp_path, "brat")
    with pytest.raises(GoldError, match=r"'Cher' is not in the text of the base gold"):
        list(import_gold(tmp_path, "brat", [gold("Un tout autre texte.", id="b")]))


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_another_kind_or_none_is_named(tmp_path: Path, name: str) -> None:
    if FORMATS[name].target == "file":
        with pytest.raises(GoldError, match=r"absent: No such file"):
            list(import_gold(tmp_path / "absent", name))
    if name != "conll":  # any words are a column of words
        folder = tmp_path / "f"
        folder.mkdir()
        for path in (tmp_path / "x", folder / "x.json", folder / "x.ann"):
            path.write_text('{"rien": []}', "utf-8")
        source = folder if FORMATS[name].target == "folder" else tmp_path / "x"
        with pytest.raises(GoldError):
            list(import_gold(source, name))


def test_tokens_hold_the_whole_text_and_end_where_marks_do() -> None:
    text = GOLD.text
    cut = list(tokens(text, marked(GOLD).marks))
    assert "".join(text[a:b] for a, b in cut) == text
    assert {m.start for m in marked(GOLD).marks} <= {a for a, _ in cut}
    assert {m.end for m in marked(GOLD).marks} <= {b for _, b in cut}
