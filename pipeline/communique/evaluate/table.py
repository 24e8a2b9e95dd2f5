"""Figures -> text for a terminal, TSV, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from communique.evaluate.cases import VERDICTS, Case, Side, headline
from communique.evaluate.figures import Figure, Interval, Rate

HEAD = ("layer", "label", "measure", "gold", "found", "P", "R", "F1", "95 %", "macro", "releases")


def terminal(rows: Iterable[Figure], rates: Iterable[Rate] = ()) -> str:
    """A table: every measure of a layer, then its labels by the measure that stands for it (marked *)."""
    lines: list[tuple[str, ...]] = []
    layer = ""
    for row in rows:
        main = row.measure == headline(row.layer)
        if row.label and not main:
            continue
        c = row.counts
        lines.append(
            (
                row.layer if row.layer != layer else "",
                row.label,
                row.measure + ("*" if main else ""),
                str(c.gold),
                str(c.found),
                *(_percent(v) for v in (c.precision, c.recall, c.f1)),
                _interval(row.interval),
                _percent(row.macro),
                str(row.releases),
            )
        )
        layer = row.layer
    text = aligned([HEAD, *lines], left=3)
    for rate in rates:
        text += f"\n{rate.layer}: right in {rate.right} of {rate.total} releases, 95 % {_interval(rate.interval)}"
    return text


def aligned(rows: Sequence[Sequence[str]], left: int) -> str:
    """Columns as wide as their widest cell; the first `left` ones flush left, the others right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if i < left else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def tsv(rows: Iterable[Figure]) -> str:
    """One line a figure, rates from 0 to 1 with four decimals, empty where there is none."""
    lines = ["layer\tlabel\tmeasure\tgold\tfound\tprecision\trecall\tf1\tf1_low\tf1_high\tf1_macro\treleases"]
    for row in rows:
        c = row.counts
        low, high = row.interval or (None, None)
        numbers = [c.precision, c.recall, c.f1, low, high, row.macro]
        cells = [row.layer, row.label, row.measure, str(c.gold), str(c.found)]
        cells += ["" if n is None else f"{n:.4f}" for n in numbers]
        lines.append("\t".join([*cells, str(row.releases)]))
    return "\n".join(lines)


def as_json(rows: Iterable[Figure], rates: Iterable[Rate], cases: Iterable[Case]) -> str:
    """All of it, cases too, for other programs; rates from 0 to 1, null where there is none."""

    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 4)

    figures = [
        {
            "layer": row.layer,
            "label": row.label or None,
            "measure": row.measure,
            **asdict(row.counts),
            "precision": rounded(row.counts.precision),
            "recall": rounded(row.counts.recall),
            "f1": rounded(row.counts.f1),
            "f1_interval": row.interval and [rounded(v) for v in row.interval],
            "f1_macro": rounded(row.macro),
            "releases": row.releases,
        }
        for row in rows
    ]
    errors = [
        {
            "release": case.release,
            "layer": case.layer,
            "class": VERDICTS[case.verdict],
            "gold": case.gold and asdict(case.gold),
            "found": case.found and asdict(case.found),
        }
        for case in cases
        if case.wrong
    ]
    return json.dumps(
        {"figures": figures, "rates": [asdict(rate) for rate in rates], "errors": errors}, ensure_ascii=False, indent=1
    )


def error_line(case: Case) -> str:
    """One error in one line: "wrong value  'avril dernier' 2018-04, gold 2019-04  [dates/mois-dernier]"."""
    parts = [f"{VERDICTS[case.verdict]:<11} "]
    if case.gold:
        parts.append(f"gold {side(case.gold)}")
    if case.found:
        parts.append(f"found {side(case.found)}  [{case.found.by or '?'}]")
    return "  ".join(parts)


def side(side: Side) -> str:
    """A fact in one line: "'avril dernier' DATE 2019-04"."""
    words = " ".join(side.words.split())
    words = words if len(words) <= 100 else f"{words[:60]} … {words[-30:]}"
    return " ".join(part for part in (repr(words), side.label, side.value[:200]) if part)


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"


def _interval(interval: Interval | None) -> str:
    return "-" if interval is None else f"{100 * interval[0]:.1f}-{100 * interval[1]:.1f}"
