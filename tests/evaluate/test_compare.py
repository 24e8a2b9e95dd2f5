"""What was gained and lost between two versions."""

from __future__ import annotations

from communique.evaluate.cases import Case
from communique.evaluate.compare import changes, differences
from communique.evaluate.evaluation import evaluate
from evaluate_samples import gold, release

WANTED = "[Tours](LOC), [Blois](LOC) et [Ève Brun](PER)"


def cases(*got: str, wanted: str = WANTED) -> tuple[Case, ...]:
    golds = [gold(wanted, id=f"cp-{i}") for i in range(len(got))]
    return evaluate(golds, [release(text, name=f"cp-{i}.txt") for i, text in enumerate(got)]).cases


def told(before: str, after: str) -> list[tuple[str, str]]:
    found = changes(cases(before), cases(after))
    return [(c.kind, next(s.words for x in (c.before, c.after) if x for s in (x.gold, x.found) if s)) for c in found]


def test_the_same_records_have_no_change() -> None:
    assert told("[Tours](LOC), Blois", "[Tours](LOC), Blois") == []


def test_a_gold_fact_that_only_one_has_right_is_gained_or_lost() -> None:
    assert told("[Tours](LOC), Blois et [Ève](PER) Brun", "Tours, [Blois](LOC) et [Ève Brun](PER)") == [
        ("lost", "Tours"),
        ("gained", "Blois"),
        ("gained", "Ève Brun"),
    ]


def test_a_spurious_fact_that_goes_is_gained_and_one_that_comes_is_lost() -> None:
    before, after = "[Tours](LOC), [Blois](LOC), [Ève Brun](PER) [et](ORG)", WANTED + " [avec](MISC)"
    assert told(before, after) == [("gained", "et"), ("lost", "avec")]


def test_wrong_in_another_way_is_neither() -> None:
    assert told("[Tours](ORG)", "[Tours](MISC)") == [("other", "Tours")]


def test_white_space_that_a_version_cleans_in_another_way_is_no_change() -> None:
    assert told("[Ève\u00a0Brun](ORG) [et\nqui](ORG)", "[Ève Brun](ORG) [et qui](ORG)") == []


def test_a_difference_in_every_release_is_not_chance_and_none_is() -> None:
    good, bad = WANTED, "[Tours](LOC), Blois"
    a, b = cases(*[bad] * 8), cases(*[good] * 8)
    (row,) = [row for row in differences(a, b, changes(a, b)) if row.layer == "mentions"]
    assert (row.before, row.after, row.gained, row.lost) == (0.5, 1.0, 16, 0)
    assert row.interval == (0.5, 0.5)
    assert row.chance == 0.0
    (same,) = [row for row in differences(a, a, []) if row.layer == "mentions"]
    assert (same.interval, same.chance) == ((0.0, 0.0), 1.0)


def test_a_gain_in_one_release_and_a_loss_in_another_may_be_chance() -> None:
    a, b = cases(WANTED, "Tours"), cases("Tours", WANTED)
    (row,) = [row for row in differences(a, b, changes(a, b)) if row.layer == "mentions"]
    assert row.chance is not None and row.chance > 0.2
    assert row.interval is not None and row.interval[0] < 0 < row.interval[1]
