"""rules/ -> typed, compiled Rules. The only module that knows YAML.

A rule file is ``rules/<field>.yaml``::

    months: {janvier: 01, février: 02}       # a word list: word -> value, or a plain list of words
    rules:
      - id: mois-an
        pattern: \\b(?P<m>{months~}) (?P<y>\\d{4})\\b
        value: "{y}-{m}"
        examples: {en octobre 1991: 1991-10}
        never: [le mois d'octobre]

Every scalar is text (the loader types nothing: 01 stays "01", on stays "on").

In a pattern,
- ``{months}`` stands for any of the words of that list, the longest first; ``{months~}`` also without accents;
- a plain space stands for any one white space (``\\s``: a no-break space, a line end);
- an apostrophe stands for ' and ’;
- case is ignored unless the rule says ``case: exact``.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from communique.errors import RuleError
from communique.values.folding import unaccented
from communique.values.literals import needed, within

_PLACEHOLDER = re.compile(r"\{([a-zA-Z_][\w-]*)(~?)\}")
_KEYS = {"id", "pattern", "value", "case", "with", "why", "published", "examples", "never", "from", "until"}

Words = Mapping[str, str]


@dataclass(frozen=True)
class Example:
    """A text and what its layer must give for it by this rule, as `Span.gist` writes it, in order."""

    text: str
    gives: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One rule: what it matches, what that yields, and the sentences that show it.

    A rule without a pattern is matched by code (its `why` says where); its examples prove it all the same.
    """

    id: str  # "dates/jour-mois-an"
    pattern: str  # as written, placeholders and all; "" if code matches it
    regex: re.Pattern[str]  # matches nothing if `pattern` is empty
    value: str  # template over the named groups, or "" where code makes the value
    examples: tuple[Example, ...]
    never: tuple[str, ...] = ()  # texts in which this rule finds nothing
    options: Words = field(default_factory=dict)  # the rule's `with:` mapping; its keys are the layer's own
    published: str = ""  # anchor date of the examples
    why: str = ""
    since: str = ""  # `from:`, ISO date: the rule holds for releases published from that day
    until: str = ""

    @cached_property
    def name(self) -> str:
        """The id without its file: "jour-mois-an"."""
        return self.id.partition("/")[2]

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """``regex.search``; for a pattern that can only match where a text begins it looks nowhere else."""
        return self.regex.match if _anchored(self.regex.pattern) else self.regex.search

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """``regex.finditer``, which is not asked where a string that the pattern needs is missing.

        For whole blocks and texts: in a line or two, to look for the string takes as long as to search.
        """
        if self._needed and not within(self._needed, text, start, end, any_case=self._any_case):
            return iter(())
        return self.regex.finditer(text, start, end)

    @cached_property
    def _needed(self) -> frozenset[str]:
        return needed(self.regex)

    @cached_property
    def _any_case(self) -> bool:
        return bool(self.regex.flags & re.IGNORECASE)


@dataclass(frozen=True)
class RuleSet:
    """One file of rules/."""

    name: str  # file stem
    rules: tuple[Rule, ...]  # in file order
    words: Mapping[str, Words]  # list -> word -> value (the word itself in a plain list), in file order

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __getitem__(self, name: str) -> Rule:
        """The rule of that name ("jour-mois-an")."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, Rule]:
        return {rule.name: rule for rule in self.rules}

    def alternative(self, list_name: str, *, tolerant: bool = True) -> str:
        """A regex alternative of the words of one list, for patterns that code builds."""
        return expand("{" + list_name + ("~" if tolerant else "") + "}", self.words)


@dataclass(frozen=True)
class Rules:
    """All of rules/."""

    folder: Path
    sets: Mapping[str, RuleSet] = field(hash=False)  # file stem -> its rules
    fingerprint: str  # first 16 hex digits of a SHA-256 over all files

    def __getitem__(self, name: str) -> RuleSet:
        return self.sets[name]

    def all(self) -> Iterator[Rule]:
        for name in sorted(self.sets):
            yield from self.sets[name].rules

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self.all())

    def gazetteer(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Rows of ``gazetteers/<name>``, a TSV without header; lines that begin with # are comments.

        Raises:
            RuleError: there is no such file.
        """
        return _gazetteer(self.folder / "gazetteers" / name)


def rules_dir() -> Path:
    """Inside the package in a wheel, beside pipeline/ in a checkout."""
    packaged = Path(str(files("communique"))) / "rules"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "rules"


@lru_cache(maxsize=4)
def load(folder: Path | None = None) -> Rules:
    """Every ``*.yaml`` of `folder` (by default the rules that come with the package), checked and compiled.

    Raises:
        RuleError: a file is not YAML, a rule lacks an example, or a pattern does not compile.
    """
    folder = folder or rules_dir()
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise RuleError(f"{folder}: no rule files (*.yaml); give the folder that holds dates.yaml and the others")
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in {".yaml", ".tsv", ".txt"}):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    sets = {path.stem: _load(path) for path in paths}
    return Rules(folder, MappingProxyType(sets), digest.hexdigest()[:16])


def _load(path: Path) -> RuleSet:
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)  # types nothing: all text
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: not YAML: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("rules"), list):
        raise RuleError(f"{path}: must be a mapping with a list `rules:`")
    entries = content.pop("rules")
    words: dict[str, Words] = {}
    for name, value in content.items():
        if isinstance(value, list):
            value = dict(zip(value, value, strict=True))
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise RuleError(f"{path}: {name}: a word list is a list of words, or a mapping word: value")
        words[name] = MappingProxyType(value)
    rules = tuple(_rule(path, entry, words) for entry in entries)
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{path}: two rules are called {rule.name}")
        seen.add(rule.id)
    return RuleSet(path.stem, rules, MappingProxyType(words))


def _rule(path: Path, entry: Any, words: Mapping[str, Words]) -> Rule:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise RuleError(f"{path}: every rule is a mapping with an `id`; got {str(entry)[:80]!r}")
    where = f"{path}: rule {entry['id']}"
    if unknown := sorted(set(entry) - _KEYS):
        raise RuleError(f"{where}: unknown keys {', '.join(unknown)}; known are {', '.join(sorted(_KEYS))}")
    if not entry.get("examples") or not isinstance(entry["examples"], dict):
        raise RuleError(f"{where}: give at least one example, as `examples: {{text: what it gives}}`")
    pattern = entry.get("pattern", "")
    if not pattern and not entry.get("why"):
        raise RuleError(f"{where}: a rule without `pattern` needs `why:`, which says what code matches it")
    try:
        flags = re.NOFLAG if entry.get("case") == "exact" else re.IGNORECASE
        regex = re.compile(expand(pattern, words) if pattern else r"(?!)", flags)
    except (re.error, KeyError) as error:
        raise RuleError(f"{where}: pattern does not compile: {error}") from error
    examples = tuple(
        Example(text, tuple(gives) if isinstance(gives, list) else (gives,))
        for text, gives in entry["examples"].items()
    )
    return Rule(
        id=f"{path.stem}/{entry['id']}",
        pattern=pattern,
        regex=regex,
        value=entry.get("value", ""),
        examples=examples,
        never=tuple(entry.get("never", ())),
        options=MappingProxyType(entry.get("with", {})),
        published=entry.get("published", ""),
        why=entry.get("why", ""),
        since=entry.get("from", ""),
        until=entry.get("until", ""),
    )


def expand(pattern: str, words: Mapping[str, Words]) -> str:
    """The regex that a pattern of a rule file stands for: placeholders, spaces and apostrophes filled in.

    Raises:
        KeyError: a placeholder names no word list.
    """

    def fill(m: re.Match[str]) -> str:
        if m[1] not in words:
            raise KeyError(f"no word list {m[1]!r}")
        return _alternative(words[m[1]], tolerant=bool(m[2]))

    out: list[str] = []
    in_class = escaped = False
    for c in _PLACEHOLDER.sub(fill, pattern):
        if escaped:
            escaped = False
        elif c == "\\":
            escaped = True
        elif c == "[" and not in_class:
            in_class = True
        elif c == "]" and in_class:
            in_class = False
        elif c == " ":
            c = " \u00a0\u202f\n" if in_class else r"\s"
        elif c in "'’":
            c = "'’" if in_class else "['’]"
        out.append(c)
    return "".join(out)


def _anchored(pattern: str) -> bool:
    """Whether each alternative of a regex begins with ^: "^a|^(?:b|c)", not "^a|b"."""
    depth = 0
    in_class = escaped = False
    opens = True  # an alternative begins here
    for c in pattern:
        if opens and c != "^":
            return False
        opens = False
        if escaped:
            escaped = False
        elif c == "\\":
            escaped = True
        elif in_class:
            in_class = c != "]"
        elif c == "[":
            in_class = True
        elif c == "|" and not depth:
            opens = True
        else:
            depth += (c == "(") - (c == ")")
    return not opens


def _alternative(words: Words, *, tolerant: bool) -> str:
    """``(?:août|ao[uû]t|…)``, the longest word first; spaces and apostrophes are left for `expand`."""

    def one(word: str) -> str:
        return "".join(
            f"[{plain}{c}]" if tolerant and (plain := unaccented(c)) != c else re.escape(c) if c not in " '’" else c
            for c in word
        )

    return "(?:" + "|".join(one(w) for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


@lru_cache(maxsize=32)
def _gazetteer(path: Path) -> tuple[tuple[str, ...], ...]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError as error:
        raise RuleError(f"{path}: no such gazetteer") from error
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))
