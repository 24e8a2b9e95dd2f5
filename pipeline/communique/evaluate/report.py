"""An Evaluation -> one HTML page that explains it: no network, works from file://, on a phone and by keyboard."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files

from communique.evaluate.align import Alignment
from communique.evaluate.by_rule import NOBODY, by_form, by_rule
from communique.evaluate.cases import ERRORS, MEASURES, VERDICTS, Case, Side, Verdict, headline
from communique.evaluate.evaluation import Evaluation, gold_hash
from communique.evaluate.figures import Counts, Figure, Interval, Rate, totals
from communique.evaluate.gold import Gold
from communique.evaluate.slices import slices
from communique.record import Release

# A sign beside each colour: colour alone says nothing to many readers, and to a printer.
SIGNS: dict[Verdict, str] = {"right": "✓", "missed": "−", "spurious": "+", "label": "≠", "ends": "↔", "value": "≈"}
MOST_FORMS = 200  # lines of the table of wordings; the rest is in the JSON
NONE = "–"


def page(evaluation: Evaluation, cases: Sequence[Case], rows: Sequence[Figure], rates: Sequence[Rate]) -> str:
    """The page of these cases (all of the evaluation, or some layers) and their figures."""
    parts = {
        "about": _about(evaluation, cases),
        "legend": _legend(),
        "summary": _summary(cases, rows, rates),
        "slices": _slices(evaluation, cases),
        "rules": _rules(cases),
        "forms": _forms(cases),
        "foot": escape(f"Gold SHA-256 {gold_hash(evaluation.golds)}"),
        "data": _data(evaluation, cases),
    }
    template = (files("communique.evaluate") / "report.html").read_text("utf-8")
    pieces = template.split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:  # not str.replace: what is filled in may hold braces
        name, _, rest = piece.partition("}}")
        filled += [parts[name], rest]
    return "".join(filled)


def _about(evaluation: Evaluation, cases: Sequence[Case]) -> str:
    made = sorted({_producer(release) for release in evaluation.releases if release.id})
    gold = sum(1 for case in cases if case.gold)
    wrong = sum(1 for case in cases if case.wrong)
    lines = [f"{len(evaluation.golds)} releases, {gold} gold facts, {wrong} errors. Records made by {', '.join(made)}."]
    if evaluation.unread:
        lines.append(f"No record of {', '.join(evaluation.unread)}: all their facts count as missed.")
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _producer(release: Release) -> str:
    p = release.producer
    return f"communique {p.version}, model {p.model or 'none'}, rules {p.rules}"


def _legend() -> str:
    return "".join(f'<label><input type="checkbox" value="{v}" checked> {_key(v)}</label>' for v in VERDICTS)


def _key(verdict: Verdict) -> str:
    return f'<span class="k {verdict}">{SIGNS[verdict]} {VERDICTS[verdict]}</span>'


def _summary(cases: Sequence[Case], rows: Sequence[Figure], rates: Sequence[Rate]) -> str:
    errors = Counter((case.layer, case.verdict) for case in cases)
    heads = ["layer", "measure", "gold", "found", "precision", "recall", "F1", "95 % of F1", "macro F1"]
    body = []
    for row in rows:
        if row.label or row.measure != headline(row.layer):
            continue
        c = row.counts
        cells = [_th(row.layer), _td(row.measure, "t"), _td(c.gold), _td(c.found)]
        cells += [_td(_percent(value)) for value in (c.precision, c.recall)]
        cells += [_td(_percent(c.f1)), f"<td>{_plot(c.f1, row.interval)}</td>", _td(_percent(row.macro))]
        cells += [_td(errors[row.layer, verdict] or NONE) for verdict in ERRORS]
        body.append(f'<tr data-layer="{row.layer}">{"".join(cells)}</tr>')
    main = _table("One line a layer, by the measure that stands for it, and its errors by class.", heads, body, ERRORS)
    return main + _all_figures(rows) + _rates(rates)


def _all_figures(rows: Sequence[Figure]) -> str:
    heads = ["layer", "label", "measure", "gold", "found", "precision", "recall", "F1", "95 % of F1", "macro F1"]
    body = []
    for row in rows:
        c = row.counts
        cells = [_th(row.layer), _td(row.label or "all", "t"), _td(row.measure, "t"), _td(c.gold), _td(c.found)]
        cells += [_td(_percent(value)) for value in (c.precision, c.recall, c.f1)]
        cells += [f"<td>{_plot(c.f1, row.interval)}</td>", _td(_percent(row.macro))]
        body.append(f'<tr data-layer="{row.layer}">{"".join(cells)}</tr>')
    table = _table("All labels and measures.", heads, body)
    return f"<details><summary>Every label and measure</summary>{table}</details>"


def _rates(rates: Sequence[Rate]) -> str:
    body = [
        f'<tr data-layer="{r.layer}">{_th(r.layer)}{_td(r.right)}{_td(r.total)}{_td(_percent(r.right / r.total))}'
        f"<td>{_plot(r.right / r.total, r.interval)}</td></tr>"
        for r in rates
    ]
    caption = "Fields with one value: releases that have it right, or rightly have none (Wilson interval)."
    return _table(caption, ["field", "right", "releases", "%", "95 %"], body) if body else ""


def _slices(evaluation: Evaluation, cases: Sequence[Case]) -> str:
    out = []
    for name, values in slices(evaluation.golds).items():
        counted = {v: totals(case for case in cases if case.release in ids) for v, ids in values.items()}
        body = []
        for layer in MEASURES:
            if any(layer in counted[value] for value in values):
                cells = [_slice_cell(counted[value].get(layer, Counts())) for value in values]
                body.append(f'<tr data-layer="{layer}">{_th(layer)}{"".join(cells)}</tr>')
        heads = ["layer", *(f"{value} ({len(ids)})" for value, ids in values.items())]
        caption = f"F1 by {name.replace('_', ' ')}; in brackets the number of releases."
        out.append(f"<h3>{escape(name.replace('_', ' '))}</h3>" + _table(caption, heads, body, sort=False))
    return "".join(out) or '<p class="none">All releases are of one kind.</p>'


def _slice_cell(counts: Counts) -> str:
    number = "" if counts.f1 is None else f"<span>{_percent(counts.f1)}</span>"
    return f'<td class="cell">{_plot(counts.f1, None)}{number}</td>'


def _rules(cases: Sequence[Case]) -> str:
    heads = ["rule or model", "layer", "hits", "right", "precision", "recall lost"]
    body = []
    for line in by_rule(cases):
        cells = [_td(line.by if line.by != NOBODY else "(found by none)", "t"), _td(line.layer, "t"), _td(line.hits)]
        cells += [_td(line.right), _td(_percent(line.precision)), _td(line.lost)]
        cells += [_td(line.classes.get(verdict, 0) or NONE) for verdict in ERRORS]
        body.append(f'<tr data-layer="{line.layer}">{"".join(cells)}</tr>')
    caption = (
        "Recall lost: gold facts that the rule found, but with the wrong label, ends or value; or that none found."
    )
    return _table(caption, heads, body, ERRORS)


def _forms(cases: Sequence[Case]) -> str:
    lines = by_form(cases)
    body = [
        f'<tr data-layer="{line.layer}" data-verdict="{line.verdict}">'
        f"{_td(_short(line.form), 't')}{_td(line.layer, 't')}<td class=t>{_key(line.verdict)}</td>"
        f"{_td(line.by or NONE, 't')}{_td(line.count)}{_td(line.releases)}</tr>"
        for line in lines[:MOST_FORMS]
    ]
    caption = f"The {len(body)} most frequent of {len(lines)}."
    return _table(caption, ["wording", "layer", "class", "rule or model", "times", "releases"], body)


def _table(
    caption: str, heads: Sequence[str], body: Sequence[str], verdicts: Iterable[Verdict] = (), *, sort: bool = True
) -> str:
    texts = {"layer", "label", "measure", "field", "rule or model", "wording", "class"}
    head = "".join(f'<th scope="col"{" class=t" if name in texts else ""}>{escape(name)}</th>' for name in heads)
    head += "".join(f'<th scope="col">{SIGNS[v]} {escape(VERDICTS[v])}</th>' for v in verdicts)
    table = f"<table{' class=sort' if sort else ''}><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
    table += f"<tbody>{''.join(body)}</tbody></table>"
    # Focusable, so that a table wider than the screen can be scrolled by keyboard.
    return f'<div class="wide" role="region" aria-label="{escape(caption)}" tabindex="0">{table}</div>'


def _th(text: str) -> str:
    return f'<th scope="row" class="t">{escape(text)}</th>'


def _td(value: object, kind: str = "") -> str:
    return f"<td{f' class={kind}' if kind else ''}>{escape(str(value))}</td>"


def _plot(value: float | None, interval: Interval | None) -> str:
    """A bar from 0 to 1, its interval as a line; the numbers stand beside it or are read out."""
    if value is None:
        return NONE
    said = f"{100 * value:.1f} %"
    line = ""
    if interval:
        low, high = interval
        said += f", 95 %: {100 * low:.1f} to {100 * high:.1f}"
        line = f'<b style="left:{100 * low:.1f}%;width:{max(0.5, 100 * (high - low)):.1f}%"></b>'
    bar = f'<i style="width:{100 * value:.1f}%"></i>{line}'
    return f'<span class="plot" role="img" aria-label="{said}" title="{said}">{bar}</span>'


def _percent(value: float | None) -> str:
    return NONE if value is None else f"{100 * value:.1f}"


def _short(words: str) -> str:
    return words if len(words) <= 120 else f"{words[:80]} … {words[-30:]}"


def _data(evaluation: Evaluation, cases: Sequence[Case]) -> str:
    """What the script of the page draws the releases from."""
    layers = [layer for layer in MEASURES if any(case.layer == layer for case in cases)]
    of: dict[str, list[Case]] = {gold.id: [] for gold in evaluation.golds}
    for case in cases:
        if case.gold or case.found:
            of[case.release].append(case)
    content = {
        "layers": layers,
        "classes": {v: {"name": VERDICTS[v], "sign": SIGNS[v]} for v in VERDICTS},
        "releases": [
            _release(gold, release, of[gold.id], layers)
            for gold, release in zip(evaluation.golds, evaluation.releases, strict=True)
        ],
    }
    # "<" could end the script element, U+2028 a line of it.
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _release(gold: Gold, release: Release, cases: Sequence[Case], layers: Sequence[str]) -> Mapping[str, object]:
    alignment = Alignment(gold.text, release.text)
    verdicts = list(VERDICTS)
    note = f"File {release.source.name}. The record's text has {100 * alignment.coverage:.1f} % of the gold's."
    return {
        "id": gold.id,
        "note": note if release.id else "There is no record of this release.",
        "gold": gold.text,
        "found": release.text,
        "rows": _side_by_side(gold.text, release.text, alignment),
        "cases": [
            [layers.index(c.layer), verdicts.index(c.verdict), _side(c.gold, gold.text), _side(c.found, release.text)]
            for c in cases
        ],
    }


def _side(side: Side | None, text: str) -> list[object] | None:
    """label, value, by, start, end (-1 where not known), and the words where they are not those of the span."""
    if side is None:
        return None
    start, end = side.span or (-1, -1)
    as_written = side.span is not None and text[start:end] == side.words
    return [side.label, side.value, side.by, start, end, None if as_written else side.words]


def _side_by_side(gold: str, found: str, alignment: Alignment) -> list[tuple[int, int, int, int]]:
    """The paragraphs of the gold, each with the stretch of the record's text that stands for it.

    Together they hold all the words of both texts, in order; what the record has before its first like paragraph (a
    menu) stands in a row of its own.
    """
    starts = [0]
    while (blank := gold.find("\n\n", starts[-1])) >= 0:
        starts.append(blank + 2)
    ends = [*starts[1:], len(gold)]
    cuts = []  # where each paragraph begins in the record's text
    last = 0
    for start, end in zip(starts, ends, strict=True):
        place = alignment.to_found(start, end)
        last = max(last, place[0]) if place else last
        cuts.append(last)
    rows = [(0, 0, 0, cuts[0])] if cuts[0] else []
    rows += zip(starts, ends, cuts, [*cuts[1:], len(found)], strict=True)
    return [(a, a + len(gold[a:b].rstrip()), c, c + len(found[c:d].rstrip())) for a, b, c, d in rows]
