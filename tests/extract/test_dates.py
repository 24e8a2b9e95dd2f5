"""The dates of a document: by publication, in their blocks, with a problem where a weekday is wrong."""

from __future__ import annotations

import datetime as dt

from communique import process
from communique.record import Problem


def test_a_weekday_that_is_not_its_date_s_leaves_a_problem_and_the_date() -> None:
    record = process("Lille, le mardi 12 février 2020", only={"dates"})
    assert [(d.text, d.value) for d in record.dates] == [("mardi 12 février 2020", "2020-02-12")]
    assert record.problems == (
        Problem(
            layer="dates",
            error="weekday",
            message="'mardi 12 février 2020' at 10: 2020-02-12 is another day of the week; check the release",
        ),
    )


def test_what_is_relative_counts_from_the_day_of_publication() -> None:
    record = process("Le maire a signé hier.", published="2020-02-11", only={"dates"})
    (date,) = record.dates
    assert (date.value, date.earliest, date.latest) == ("2020-02-10", dt.date(2020, 2, 10), dt.date(2020, 2, 10))


def test_no_date_crosses_a_block() -> None:
    record = process("Le 3\n\nmars 2020", only={"dates"})
    assert [d.value for d in record.dates] == ["2020-03"]
