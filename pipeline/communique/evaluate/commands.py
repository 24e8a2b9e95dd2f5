"""The sub-commands evaluate, compare, gate, gold and `rules report`: arguments -> Answer. Nothing here prints.

`cli.py` adds the parsers, gives the Tools (what this room may not import: a run of the layers, the rules), prints the
Answer and exits with its code.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from communique.evaluate.cases import Case
    from communique.evaluate.evaluation import Evaluation
    from communique.evaluate.gold import Gold
    from communique.record import Failure, Release


@dataclass(frozen=True)
class Answer:
    """What a command has to say."""

    text: str  # for standard output
    code: int = 0
    notes: tuple[str, ...] = ()  # for standard error


class Tools(Protocol):
    """What the commands need of the rest of the package."""

    def process(self, args: argparse.Namespace, paths: Sequence[Path]) -> Iterator[Release | Failure]:
        """The records of these files and folders, by the processing options in `args`."""

    def rule_ids(self, args: argparse.Namespace) -> Sequence[str]:
        """All rules, in the order of the rule files."""


Handler = Callable[[argparse.Namespace, Tools], Answer]
AddOptions = Callable[[argparse.ArgumentParser], None]


def add_parsers(commands: Any, add_processing: AddOptions) -> None:
    """Add the sub-commands to what `add_subparsers` gave; each has its Handler as the default of `answer`.

    Args:
        commands: the special action object that `add_subparsers` returns.
        add_processing: adds the options of a run (--only, --published, --model, --rules).
    """
    _add_evaluate(commands, add_processing)
    _add_compare(commands)
    _add_gate(commands, add_processing)
    _add_gold(commands, add_processing)


RECORDS = "records.jsonl, a folder that holds one, or the raw files themselves, which are then processed"


def _add_evaluate(commands: Any, add_processing: AddOptions) -> None:
    parser = commands.add_parser(
        "evaluate",
        help="precision, recall and F1 of every layer against gold",
        description="Compare records with gold: per layer and label precision, recall and F1 by each measure, with "
        "95 %% intervals (bootstrap over releases), and every error. Texts are aligned, so white space and page "
        "chrome do not count.",
        epilog="Examples: communique evaluate corpus/gold outputs/records.jsonl ; communique evaluate corpus/gold "
        "corpus/releases --report outputs/eval.html ; communique evaluate gold.jsonl cp/ --layer dates --errors 20",
    )
    parser.add_argument("gold", type=Path, metavar="GOLD", help="gold .jsonl, or a folder of them")
    parser.add_argument("path", type=Path, metavar="PATH", help=RECORDS)
    parser.add_argument("--report", type=Path, metavar="FILE", help="also write one HTML page that shows everything")
    parser.add_argument("--format", choices=("table", "json", "tsv"), default="table", help="default: table")
    parser.add_argument("--layer", default="", metavar="LAYERS", help="only these rows: dates,roles,themes")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="also list the first N errors of each layer")
    parser.add_argument("--slices", action="store_true", help="also by format, year, length and what the gold says")
    _add_chance(parser)
    add_processing(parser)
    parser.set_defaults(answer=_evaluate)


def _add_compare(commands: Any) -> None:
    parser = commands.add_parser(
        "compare",
        help="what was gained and lost between two sets of records",
        description="Compare two versions' records of the same releases: every fact that only one of them has right, "
        "and for each layer the difference of F1 with its 95 %% interval and p (paired bootstrap over releases).",
        epilog="Example: communique compare before/records.jsonl after/records.jsonl --gold corpus/gold",
    )
    parser.add_argument("before", type=Path, metavar="A.jsonl")
    parser.add_argument("after", type=Path, metavar="B.jsonl")
    parser.add_argument("--gold", type=Path, required=True, metavar="GOLD", help="gold .jsonl, or a folder of them")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    parser.add_argument("--layer", default="", metavar="LAYERS", help="only these rows: dates,roles,themes")
    parser.add_argument("--all", action="store_true", help="also facts that are wrong in both, in another way")
    _add_chance(parser)
    parser.set_defaults(answer=_compare)


def _add_gate(commands: Any, add_processing: AddOptions) -> None:
    parser = commands.add_parser(
        "gate",
        help="fail if a layer falls below its floor",
        description="Check the F1 of every layer against the floors in a file, which holds them together with the "
        "hashes of the gold and of the inputs.",
        epilog="Exit code: 0 the gate holds, 1 a layer is below its floor or gold or inputs changed.",
    )
    parser.add_argument("gold", type=Path, metavar="GOLD", help="gold .jsonl, or a folder of them")
    parser.add_argument("path", type=Path, metavar="PATH", help=RECORDS)
    parser.add_argument("--floors", type=Path, default=Path("tests/gate.json"), metavar="FILE", help="%(default)s")
    parser.add_argument("--update", action="store_true", help="write today's figures as the floors")
    parser.add_argument(
        "--allow-regression", default="", metavar="REASON", help="with --update: floors may go down; kept in the file"
    )
    add_processing(parser)
    parser.set_defaults(answer=_gate)


def _add_gold(commands: Any, add_processing: AddOptions) -> None:
    formats = ("brat", "conll", "doccano", "inception", "label-studio", "prodigy", "spacy")
    parser = commands.add_parser(
        "gold",
        help="gold to and from annotation tools; drafts to correct",
        description="Write gold for an annotation tool and read it back, or make a draft of gold from raw files.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)

    export = actions.add_parser(
        "export",
        help="gold to the files of an annotation tool",
        description="Write the mentions, dates and quotes of gold as files of an annotation tool. brat and inception "
        "have a folder, the others one file. conll holds mentions only.",
        epilog="Example: communique gold export --format label-studio corpus/gold -o tasks.json",
    )
    export.add_argument("gold", type=Path, metavar="GOLD", help="gold .jsonl, or a folder of them")
    export.set_defaults(answer=_gold_export)

    back = actions.add_parser(
        "import",
        help="the files of an annotation tool to gold",
        description="Read back what an annotation tool wrote. Line ends, decomposed letters and UTF-16 offsets are "
        "seen and mended; a span that does not hold its words is an error. With --base, what the tool cannot hold "
        "(lists, contacts, values of dates) stays as it was.",
        epilog="Example: communique gold import --format doccano admin.jsonl --base corpus/gold -o corrected.jsonl",
    )
    back.add_argument("source", type=Path, metavar="PATH", help="the file, or the folder, that the tool wrote")
    back.add_argument("--base", type=Path, metavar="GOLD", help="the gold that was exported")
    back.set_defaults(answer=_gold_import)

    for one in (export, back):
        one.add_argument("--format", choices=formats, required=True)
        one.add_argument("--layers", default="", metavar="LAYERS", help="default: mentions,dates,quotes")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="PATH", help="file or folder to write")
    back.add_argument("-o", "--output", type=Path, metavar="FILE", help="gold to write; default: standard output")

    draft = actions.add_parser(
        "draft",
        help="raw files to gold that a person corrects",
        description="Process releases and write what was found in the format of the gold, to be corrected by hand or "
        "in an annotation tool.",
        epilog="Example: communique gold draft archive/cp-12.html -o draft.jsonl",
    )
    draft.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    draft.add_argument("-o", "--output", type=Path, metavar="FILE", help="gold to write; default: standard output")
    add_processing(draft)
    draft.set_defaults(answer=_gold_draft)


def add_rules_report(parser: Any) -> None:
    """The options of `communique rules report`, to a parser or to a group of one; its PATH is the parser's own."""
    parser.add_argument("--gold", type=Path, metavar="GOLD", help="gold .jsonl, or a folder of them")
    parser.add_argument("--layer", default="", metavar="LAYERS", help="only these rows: dates,roles,themes")


def _add_chance(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=1000, metavar="N", help="samples of the bootstrap; %(default)s")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the bootstrap; default: %(default)s")


def _evaluate(args: argparse.Namespace, tools: Tools) -> Answer:
    from communique.evaluate import table
    from communique.evaluate.cases import MEASURES
    from communique.evaluate.figures import figures, rates
    from communique.evaluate.slices import slices

    evaluation, notes = _evaluation(args, args.path, tools)
    cases = _chosen(evaluation.cases, args.layer)
    rows, fields = figures(cases, rounds=args.rounds, seed=args.seed), rates(cases)
    if args.report:
        from communique.evaluate.report import page

        _write(args.report, page(evaluation, cases, rows, fields))
        notes = (*notes, f"report: {args.report}")
    groups = slices(evaluation.golds)
    if args.format == "tsv":
        return Answer(table.tsv(rows), notes=notes)
    if args.format == "json":
        return Answer(table.as_json(rows, fields, cases, groups), notes=notes)
    parts = [table.terminal(rows, fields)]
    if args.slices and groups:
        parts.append(table.slice_tables(cases, groups))
    if args.errors > 0:
        for layer in MEASURES:
            wrong = [case for case in cases if case.layer == layer and case.wrong]
            if wrong:
                lines = [f"{case.release}: {table.error_line(case)}" for case in wrong[: args.errors]]
                parts.append("\n".join([f"{layer}: {len(wrong)} errors", *lines]))
    return Answer("\n\n".join(parts), notes=notes)


def _compare(args: argparse.Namespace, tools: Tools) -> Answer:
    from dataclasses import asdict

    from communique.evaluate.compare import changes, differences
    from communique.evaluate.evaluation import evaluate
    from communique.evaluate.gold import load_records
    from communique.evaluate.table import change_line, comparison

    golds = _golds(args.gold)
    a, b = (evaluate(golds, load_records(path)) for path in (args.before, args.after))
    before, after = _chosen(a.cases, args.layer), _chosen(b.cases, args.layer)
    found = changes(before, after)
    rows = differences(before, after, found, rounds=args.rounds, seed=args.seed)
    if args.format == "json":
        content = {"layers": [asdict(row) for row in rows], "changes": [asdict(change) for change in found]}
        return Answer(json.dumps(content, ensure_ascii=False, indent=1, default=sorted))
    shown = [change for change in found if args.all or change.kind != "other"]
    return Answer("\n".join([comparison(rows), "", *map(change_line, shown)]).rstrip(), notes=(*_lacks(a), *_lacks(b)))


def _gate(args: argparse.Namespace, tools: Tools) -> Answer:
    from communique.evaluate.gate import Gate, check, updated

    evaluation, notes = _evaluation(args, args.path, tools)
    gate = Gate.read(args.floors)
    if args.update:
        new = updated(gate, evaluation, reason=args.allow_regression)
        new.write(args.floors)
        return Answer(f"{args.floors}: floors of {len(new.floors)} layers", notes=notes)
    if gate is None:
        return Answer("", 1, (*notes, f"{args.floors}: no such file; make it with --update"))
    faults = check(gate, evaluation)
    if faults:
        hint = "see what changed: communique compare BEFORE.jsonl AFTER.jsonl --gold GOLD"
        return Answer("\n".join(faults), 1, (*notes, hint))
    return Answer(f"the gate holds: {len(gate.floors)} layers at or above their floors", notes=notes)


def rules_report(args: argparse.Namespace, tools: Tools) -> Answer:
    """Per rule: facts found, precision on the gold, gold facts found wrongly; and the rules that never fired."""
    from communique.evaluate.by_rule import by_rule, never_fired
    from communique.evaluate.table import rule_table
    from communique.record import spans

    evaluation, notes = _evaluation(args, args.path, tools)
    lines = by_rule(_chosen(evaluation.cases, args.layer))
    fired = {span.by for release in evaluation.releases for span in spans(release)}
    fired |= {block.by for release in evaluation.releases for block in release.blocks}
    silent = never_fired(fired, tools.rule_ids(args))
    text = rule_table(lines)
    if silent:
        text += f"\n\nnever fired on these releases ({len(silent)}):\n" + "\n".join(f"  {rule}" for rule in silent)
    return Answer(text, notes=notes)


def _gold_export(args: argparse.Namespace, tools: Tools) -> Answer:
    from communique.evaluate.formats import export_gold

    golds = _golds(args.gold)
    export_gold(golds, args.output, args.format, _spans(args.layers))
    return Answer(f"{args.output}: {len(golds)} releases for {args.format}")


def _gold_import(args: argparse.Namespace, tools: Tools) -> Answer:
    from communique.evaluate.formats import import_gold

    base = _golds(args.base) if args.base else ()
    golds = list(import_gold(args.source, args.format, base, _spans(args.layers)))
    known = {gold.id for gold in base}
    strange = [gold.id for gold in golds if base and gold.id not in known]
    notes = (f"not in the base gold: {', '.join(strange)}",) if strange else ()
    return _lines(golds, args.output, notes)


def _gold_draft(args: argparse.Namespace, tools: Tools) -> Answer:
    from communique.evaluate.draft import draft
    from communique.record import Failure

    golds: list[Gold] = []
    notes: list[str] = []
    for result in tools.process(args, args.paths):
        if isinstance(result, Failure):
            notes.append(f"failed: {result.source}: {result.message}")
        else:
            golds.append(draft(result))
    answer = _lines(golds, args.output, tuple(notes))
    return replace(answer, code=1 if notes else 0)


def _lines(golds: Sequence[Gold], output: Path | None, notes: tuple[str, ...]) -> Answer:
    from communique.evaluate.gold import dump

    lines = "\n".join(map(dump, golds))
    if output is None:
        return Answer(lines, notes=notes)
    _write(output, lines + "\n" if lines else "")
    return Answer(f"{output}: gold of {len(golds)} releases", notes=notes)


def _spans(layers: str) -> tuple[str, ...]:
    """The layers named in "mentions,dates"; all that are spans if none is.

    Raises:
        UsageError: a layer is none of those.
    """
    from communique.errors import UsageError
    from communique.evaluate.formats.marked import LAYERS

    chosen = tuple(name.strip() for name in layers.split(",") if name.strip())
    if unknown := sorted(set(chosen) - set(LAYERS)):
        raise UsageError(f"--layers: no {', '.join(unknown)}; the layers with spans are {', '.join(LAYERS)}")
    return chosen or LAYERS


def _evaluation(args: argparse.Namespace, path: Path, tools: Tools) -> tuple[Evaluation, tuple[str, ...]]:
    """The gold of `args` against the records at `path`, or those that its raw files give; and what to note."""
    from communique.evaluate.evaluation import evaluate
    from communique.evaluate.gold import load_records
    from communique.record import Failure

    golds = _golds(args.gold)
    notes: list[str] = []
    records: list[Release] = []
    if (file := _records_file(path)) is not None:
        records = list(load_records(file))
    else:
        for result in tools.process(args, _inputs(golds, path)):
            if isinstance(result, Failure):
                notes.append(f"failed: {result.source}: {result.message}")
            else:
                records.append(result)
    evaluation = evaluate(golds, records)
    return evaluation, (*notes, *_lacks(evaluation))


def _lacks(evaluation: Evaluation) -> tuple[str, ...]:
    if not evaluation.unread:
        return ()
    return (f"no record of {', '.join(evaluation.unread)}: all their facts count as missed",)


def _golds(path: Path) -> tuple[Gold, ...]:
    from communique.evaluate.gold import load

    return load([path])


def _records_file(path: Path) -> Path | None:
    """The records.jsonl that a path is or holds; None if it is raw files."""
    if path.is_dir():
        return path / "records.jsonl" if (path / "records.jsonl").is_file() else None
    return path if path.suffix == ".jsonl" else None


def _inputs(golds: Sequence[Gold], path: Path) -> list[Path]:
    """The raw files of the golds below a folder; the whole folder if a gold has none by its name."""
    from communique.evaluate.match import names_of

    if not path.is_dir():
        return [path]
    files = {file.name.casefold(): file for file in sorted(path.rglob("*")) if file.is_file()}
    stems = {Path(name).stem: file for name, file in files.items()}
    found = [
        next((one for name in names_of(gold) if (one := files.get(name) or stems.get(name))), None) for gold in golds
    ]
    chosen = [file for file in found if file is not None]
    return chosen if len(chosen) == len(golds) else [path]


def _chosen(cases: Iterable[Case], layers: str) -> list[Case]:
    """The cases of the layers named in "dates,roles"; all if none is named.

    Raises:
        UsageError: there is no such row.
    """
    from communique.errors import UsageError
    from communique.evaluate.cases import MEASURES

    wanted = {name.strip() for name in layers.split(",") if name.strip()}
    if unknown := sorted(wanted - set(MEASURES)):
        raise UsageError(f"--layer: no {', '.join(unknown)}; the rows are {', '.join(MEASURES)}")
    return [case for case in cases if not wanted or case.layer in wanted]


def _write(path: Path, text: str) -> None:
    from communique.errors import WriteError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise WriteError(f"{path}: {error.strerror}; give a file that can be written") from error
