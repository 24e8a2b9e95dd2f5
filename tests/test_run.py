"""Every source gives one result, in order; what fails costs only itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from communique import run as run_module
from communique.clean import assemble
from communique.document import Document, Part, Source
from communique.extract import Layer
from communique.read.limits import Limits
from communique.record import Fact, Failure, Producer, Release
from communique.rulebook import Rules, load
from communique.run import fill, run, sources

PRODUCER = Producer(version="0", model=None, rules="0" * 16)


def document(*texts: str) -> Document:
    return assemble(Source("t", b""), [Part("paragraph", t) for t in texts], {})


def misplaced(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    return {"title": Fact(start=0, end=2, text="zz", value="zz", by="x")}


def broken(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    raise RuntimeError("boum")


def placed(document: Document, release: Release, rules: Rules) -> Mapping[str, object]:
    return {"subtitle": Fact(start=0, end=2, text="le", value="le", by="x")}


def test_a_layer_that_fails_or_misplaces_a_fact_costs_only_its_field() -> None:
    layers = [Layer("a", ("title",), misplaced), Layer("b", ("place",), broken), Layer("c", ("subtitle",), placed)]
    release = fill(document("le pont"), PRODUCER, load(), layers)
    assert [(p.layer, p.error) for p in release.problems] == [("a", "ValueError"), ("b", "RuntimeError")]
    assert (release.title, release.place) == (None, None)
    assert release.subtitle is not None


def test_every_source_gives_one_result_in_the_order_of_the_sources() -> None:
    given = [
        Source("a.txt", b"Lille, le 3 mars 2020"),
        Source("vide.txt", b""),
        Failure(source="absent.txt", error="ReadError", message="no such file"),
        Source("b.txt", b"Brest, le 4 mars 2020"),
        Source("blanc.txt", b" \n \n"),
    ]
    results = list(run(given, only=["dates"]))
    assert [r.source if isinstance(r, Failure) else r.source.name for r in results] == [
        "a.txt", "vide.txt", "absent.txt", "b.txt", "blanc.txt",
    ]  # fmt: skip
    assert [isinstance(r, Failure) for r in results] == [False, True, True, False, True]


def test_a_fault_in_a_reader_is_a_failure_of_its_file(monkeypatch) -> None:
    def faulty(source: Source, limits: Limits) -> Document:
        raise RecursionError("too deep")

    monkeypatch.setattr(run_module, "read", faulty)
    (result,) = run([Source("a.txt", b"x")], only=["dates"])
    assert isinstance(result, Failure)
    assert (result.source, result.error) == ("a.txt", "RecursionError")


def test_the_anchor_serves_a_release_without_a_date() -> None:
    (release,) = run([Source("a.txt", b"Le maire parlera demain.")], only=["dates"], published=dt.date(2020, 2, 11))
    assert isinstance(release, Release)
    assert [d.value for d in release.dates] == ["2020-02-12"]


def test_layers_that_need_no_model_load_none() -> None:
    (release,) = run([Source("a.txt", b"Lille, le 3 mars 2020")], only=["dates"])
    assert isinstance(release, Release)
    assert release.producer.model is None


def test_sources_are_the_files_below_in_order_and_missing_ones_are_failures(tmp_path: Path) -> None:
    for name in ["b/2.txt", "a.txt", "b/1.txt", ".cache/x.txt", "outputs/records.jsonl"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "out.txt").symlink_to("/etc/hostname")
    found = list(sources([tmp_path, tmp_path / "absent.txt"], outside=tmp_path / "outputs"))
    names = [s.source if isinstance(s, Failure) else s.name for s in found]
    assert names == [str(tmp_path / n) for n in ["a.txt", "b/1.txt", "b/2.txt", "absent.txt"]]
    assert isinstance(found[-1], Failure)
    assert not found[-1].message.startswith(str(tmp_path))
