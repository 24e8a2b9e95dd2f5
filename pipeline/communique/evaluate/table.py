"""Figures -> text for a terminal, TSV, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from communique.evaluate.by_rule import RuleLine
from communique.evaluate.cases import ERRORS, MEASURES, VERDICTS, Case, Side, headline
from communique.evaluate.compare import Change, Difference
from communique.evaluate.figures import Counts, Figure, Interval, Rate, totals

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


def as_json(
    rows: Iterable[Figure],
    rates: Iterable[Rate],
    cases: Sequence[Case],
    slices: Mapping[str, Mapping[str, frozenset[str]]],
) -> str:
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
    by_slice = [
        {"slice": name, "value": value, "releases": len(ids), "layer": layer, "f1": rounded(total.f1)}
        for name, values in slices.items()
        for value, ids in values.items()
        for layer, total in totals(case for case in cases if case.release in ids).items()
    ]
    content = {"figures": figures, "rates": [asdict(rate) for rate in rates], "slices": by_slice, "errors": errors}
    return json.dumps(content, ensure_ascii=False, indent=1)


def slice_tables(cases: Sequence[Case], slices: Mapping[str, Mapping[str, frozenset[str]]]) -> str:
    """For each slice a table: F1 of each layer, by the measure that stands for it, for each value of the slice."""
    tables = []
    for name, values in slices.items():
        counted = {value: totals(case for case in cases if case.release in ids) for value, ids in values.items()}
        rows = [(name, *(f"{value} ({len(ids)})" for value, ids in values.items()))]
        for layer in MEASURES:
            if any(layer in counted[value] for value in values):
                f1s = [counted[value].get(layer, Counts()).f1 for value in values]
                rows.append((layer, *map(_percent, f1s)))
        tables.append(aligned(rows, left=1))
    return "\n\n".join(tables)


def comparison(rows: Iterable[Difference]) -> str:
    """A table of what moved between two versions."""
    head = ("layer", "measure", "F1 before", "after", "change", "95 %", "p", "gained", "lost")
    lines = []
    for row in rows:
        change = None if row.before is None or row.after is None else row.after - row.before
        interval = "-" if row.interval is None else f"{100 * row.interval[0]:+.1f} to {100 * row.interval[1]:+.1f}"
        shown = "-" if change is None else f"{100 * change:+.1f}"
        chance = "-" if row.chance is None else f"{row.chance:.3f}"
        numbers = (str(row.gained), str(row.lost))
        lines.append(
            (row.layer, row.measure, _percent(row.before), _percent(row.after), shown, interval, chance, *numbers)
        )
    return aligned([head, *lines], left=2)


SIGNS = {"gained": "+", "lost": "-", "other": "~"}


def change_line(change: Change) -> str:
    """One change in one line: "+ dates  adresse-2022  missed 'mars' -> right"."""

    def told(case: Case | None) -> str:
        if case is None:
            return "nothing"
        if case.verdict == "right":
            return "right"
        return VERDICTS[case.verdict] + (f" {side(case.found)} [{case.found.by or '?'}]" if case.found else "")

    case = change.before or change.after
    gold = f"gold {side(case.gold)}: " if case and case.gold else ""
    return (
        f"{SIGNS[change.kind]} {change.layer:<10} {change.release}  {gold}{told(change.before)} -> {told(change.after)}"
    )


def rule_table(lines: Iterable[RuleLine]) -> str:
    """Every rule and model: facts it found, how many of them are right, gold facts it found wrongly."""
    head = ("rule or model", "layer", "hits", "right", "P", "lost", *(VERDICTS[v] for v in ERRORS))
    rows = [
        (
            line.by or "(found by none)",
            line.layer,
            *map(str, (line.hits, line.right)),
            _percent(line.precision),
            *map(str, (line.lost, *(line.classes.get(v, 0) for v in ERRORS))),
        )
        for line in lines
    ]
    return aligned([head, *rows], left=2)


def error_line(case: Case) -> str:
    """One error in one line: "wrong value  'avril dernier' 2018-04, gold 2019-04  [dates/mois-dernier]"."""
    parts = [f"{VERDICTS[case.verdict]:<11}"]
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
