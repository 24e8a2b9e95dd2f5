"""Names of one release -> which of them are one: same words, acronym and expansion, forms of one person's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from communique.values import names
from communique.values.tokens import key, tokens

MAX_ALIKE = 100  # full names with one part in common that are compared with each other
Named = tuple[str, str]  # label, name as written


def clusters(
    mentions: Sequence[Named],
    acronyms: Iterable[tuple[str, str]],
    given_names: Collection[str],
    heads: Collection[str],
) -> list[int]:
    """For each mention the number of its entity, from 1, in order of first mention.

    Args:
        mentions: label and words of each.
        acronyms: short and long form of each definition.
        given_names: first names, folded.
        heads: words that a name can lose and still be that of the same organisation, folded («fondation»).
    """
    keys = [(label, key(words)) for label, words in mentions]
    union = _Union(keys)
    labels = sorted({label for label, _ in keys})
    for short, long in acronyms:
        for label in labels:
            union.join((label, key(long)), (label, key(short)))
    _persons(union, mentions, given_names)
    cores: dict[tuple[str, ...], Named] = {}
    for label, name in dict.fromkeys(keys):
        if label == "ORG":
            words = tuple(t.key for t in tokens(name))
            core = tuple(w for w in words if w not in heads) or words
            union.join(cores.setdefault(core, (label, name)), (label, name))
    numbers: dict[Named, int] = {}
    return [numbers.setdefault(union.root(k), len(numbers) + 1) for k in keys]


def _persons(union: _Union, mentions: Sequence[Named], given_names: Collection[str]) -> None:
    """Join spellings of one name, and a family or first name alone with the only person whom it can mean."""
    people = {("PER", key(w)): names.parts(w, given_names) for label, w in mentions if label == "PER"}
    by_part: dict[str, list[Named]] = defaultdict(list)  # a given or family name -> the full names that have it
    for k, name in people.items():
        if name.full:
            for part in {" ".join(name.given), " ".join(name.family)}:
                by_part[part].append(k)
    for alike in by_part.values():
        for n, a in enumerate(alike[:MAX_ALIKE]):
            for b in alike[n + 1 : MAX_ALIKE]:
                if names.same_person(people[a], people[b]):
                    union.join(a, b)
    families: dict[str, list[Named]] = defaultdict(list)  # family name, its hyphens as spaces -> full names
    letters: dict[str, list[str]] = defaultdict(list)  # first letter -> such family names that a slip may change
    for k, name in people.items():
        if name.full:
            family = " ".join(name.family).replace("-", " ")
            if family not in families and len(family) >= names.MIN_SLIP:
                letters[family[0]].append(family)
            families[family].append(k)
    for k, name in people.items():
        spoken = k[1].replace("-", " ")
        owners = {} if name.full else {union.root(o): o for o in by_part[" ".join(name.family or name.given)]}
        if not owners and union.root(k) == k:  # «Martin Lefort» is read as full, and may be Élodie Martin-Lefort
            near = [f for f in letters[spoken[0]][:MAX_ALIKE] if not name.full and names.one_slip(spoken, f)]
            owners = {union.root(o): o for f in [spoken, *near] for o in families.get(f, []) if o != k}
        if len(owners) == 1:
            union.join(next(iter(owners)), k)


class _Union:
    """Sets that grow together (union-find)."""

    def __init__(self, keys: Iterable[Named]) -> None:
        self.parent = {k: k for k in keys}

    def root(self, k: Named) -> Named:
        while self.parent[k] != k:
            k = self.parent[k]
        return k

    def join(self, a: Named, b: Named) -> None:
        """One set of the two; nothing if one of them is no name of this release."""
        if a in self.parent and b in self.parent:
            self.parent[self.root(b)] = self.root(a)
