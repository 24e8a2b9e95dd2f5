"""Release -> text for a terminal: the release with its facts marked, the other layers beneath."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.record import Date, Mention, Release, Span

# SGR codes; each kind also has a sign of its own, so that colour is never the only one.
COLOURS = {"PER": "36", "ORG": "33", "LOC": "32", "MISC": "35", "DATE": "34;1"}
RESET = "\x1b[0m"
ITALIC = "\x1b[3m"


def show(release: Release, *, colour: bool) -> str:
    """The release as text; with `colour`, ANSI escapes mark names, dates and quotes beside their labels."""
    return "\n".join([*_head(release), "", _marked(release, colour), "", *_layers(release)])


def _head(release: Release) -> Iterator[str]:
    for name in ("title", "subtitle", "kind", "issuer", "place", "published", "embargo", "language"):
        value = getattr(release, name)
        if isinstance(value, Span):
            yield f"{name + ':':11}{value.gist()}   ({value.by})"
        elif value is not None:
            yield f"{name + ':':11}{value}"


def _marked(release: Release, colour: bool) -> str:
    """The text with ``[name]PER``, ``[date]=value`` and quotes between their marks."""
    opening: dict[int, list[tuple[int, str]]] = {}
    closing: dict[int, list[tuple[int, str]]] = {}

    def mark(span: Span, before: str, after: str, sgr: str) -> None:
        if colour:
            before, after = f"\x1b[{sgr}m{before}", f"{after}{RESET}"
        opening.setdefault(span.start, []).append((-span.end, before))
        closing.setdefault(span.end, []).append((-span.start, after))

    taken: list[tuple[int, int]] = []
    for span in sorted([*release.mentions, *release.dates], key=lambda s: (s.start, -s.end)):
        if taken and span.start < taken[-1][1]:
            continue  # a date within a name shows beneath
        taken.append((span.start, span.end))
        if isinstance(span, Mention):
            mark(span, "[", f"]{span.label}", COLOURS[span.label])
        elif isinstance(span, Date):
            mark(span, "[", f"]={span.value or '?'}", COLOURS["DATE"])
    for quote in release.quotes:
        opening.setdefault(quote.start, []).append((-quote.end, f"{ITALIC}❝" if colour else "❝"))
        closing.setdefault(quote.end, []).append((-quote.start, f"❞({quote.speaker or '?'}){RESET if colour else ''}"))
    out: list[str] = []
    last = 0
    for at in sorted(set(opening) | set(closing)):
        out.append(release.text[last:at])
        out.extend(text for _, text in sorted(closing.get(at, ())))
        out.extend(text for _, text in sorted(opening.get(at, ())))
        last = at
    return "".join([*out, release.text[last:]])


def _layers(release: Release) -> Iterator[str]:
    yield from _layer("persons", ((p.gist(), ", ".join(r.by for r in p.roles)) for p in release.persons))
    yield from _layer("acronyms", ((a.gist(), a.by) for a in release.acronyms))
    yield from _layer("dates", ((f"{d.text} = {d.gist()}", d.by) for d in release.dates))
    yield from _layer("quotes", ((q.gist(), q.by) for q in release.quotes))
    for number, listed in enumerate(release.lists, 1):
        yield f"list {number}: {listed.intro.text if listed.intro else '(no introduction)'}   ({listed.by})"
        for item in listed.items:
            themes = "; ".join(f"{t.theme} → {t.details}" for t in item.themes)
            yield f"{'  ' * item.level}• {themes or item.text}"
    yield from _layer("contacts", ((c.gist(), c.by) for c in release.contacts))
    yield from _layer("about", ((a.gist(), a.by) for a in release.about))
    yield from _layer("amounts", ((f"{a.text} = {a.gist()}", a.by) for a in release.amounts))
    yield from _layer("problems", ((f"{p.error}: {p.message}", p.layer) for p in release.problems))


def _layer(name: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    rows = list(rows)
    if rows:
        yield f"{name}:"
        yield from (f"  {' '.join(gist.split())}" + (f"   ({by})" if by else "") for gist, by in rows)
