"""Names of persons as strings: their parts, and whether two of them can be one person's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from communique.values.folding import fold
from communique.values.tokens import Token

MIN_SLIP = 6  # letters from which a family name alone may be misspelt by one
MAX_GIVEN_FAMILY = 5  # capitalised words of one name: «Marie Anne de La Tour du Pin»


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts, each folded: given ("alain",), family ("bocquet",)."""

    given: tuple[str, ...]
    family: tuple[str, ...]

    @property
    def full(self) -> bool:
        return bool(self.given and self.family)


def bare(name: str, civilities: Collection[str]) -> str:
    """The name without what comes before it: «Mme Anne Hidalgo» -> «Anne Hidalgo».

    `civilities` are folded.
    """
    words = name.split()
    while len(words) > 1 and fold(words[0]) in civilities:
        words.pop(0)
    return " ".join(words)


def parts(name: str, given_names: Collection[str]) -> Name:
    """Given and family name: «Jean-Luc Detavernier», «DETAVERNIER Jean-Luc», «J.-L. Detavernier».

    `given_names` are folded. A single word is a given name if they have it, else a family name. A name whose first
    word they lack is read as given names, then the family name, unless its last word is the only one they have.
    """
    words = name.replace("\u00a0", " ").split()
    keys = [fold(w) for w in words]
    if len(keys) == 1:
        return Name(tuple(keys), ()) if keys[0] in given_names else Name((), tuple(keys))
    if not keys:
        return Name((), ())
    shouted = [w.isupper() and len(w) > 2 and "." not in w for w in words]
    if any(shouted) and not all(shouted):  # capitals say which is the family name
        return Name(
            tuple(k for k, s in zip(keys, shouted, strict=True) if not s),
            tuple(k for k, s in zip(keys, shouted, strict=True) if s),
        )
    if keys[0] not in given_names and keys[-1] in given_names and not any(k in given_names for k in keys[:-1]):
        return Name((keys[-1],), tuple(keys[:-1]))
    n = 1
    while n < len(keys) - 1 and (keys[n] in given_names or words[n].endswith(".")):
        n += 1
    return Name(tuple(keys[:n]), tuple(keys[n:]))


def same_person(a: Name, b: Name) -> bool:
    """Whether two full names can be one person's, spelt twice: Alain Bocquet, Alain Boquet, A. Bocquet.

    One of the two parts must be equal, and the other near: a letter more, less or other, or half of a double name.
    Alain Bocquet and Annie Bocquet are two.
    """
    if not a.full or not b.full:
        return False
    if " ".join((*a.given, *a.family)).replace("-", " ") == " ".join((*b.given, *b.family)).replace("-", " "):
        return True
    if a.family == b.family:
        return a.given == b.given or _abbreviates(a.given, b.given) or _near(a.given, b.given)
    return a.given == b.given and (_near(a.family, b.family) or _part_of(a.family, b.family))


def _part_of(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether one family name is half of the other, a double one: Martin beside Martin-Lefort."""
    x, y = ({p for word in family for p in word.split("-")} for family in (a, b))
    return (x < y or y < x) and min(len(x), len(y)) == 1 and max(map(len, x | y)) > 3


def _abbreviates(a: Sequence[str], b: Sequence[str]) -> bool:
    """J. or J.-L. beside Jean-Luc; or one of two given names left out."""
    if a[: len(b)] == tuple(b) or b[: len(a)] == tuple(a):
        return True
    for short, long in ((a, b), (b, a)):
        letters = [p for p in "".join(short).replace("-", ".").split(".") if p]
        if all(len(p) == 1 for p in letters) and any(s.endswith(".") for s in short):
            initials = [p[0] for word in long for p in word.split("-") if p]
            if letters == initials[: len(letters)]:
                return True
    return False


def _near(a: Sequence[str], b: Sequence[str]) -> bool:
    """One slip apart: a letter more, less or other, hyphen or none; short words must be equal."""
    x, y = "".join(a).replace("-", ""), "".join(b).replace("-", "")
    return x == y or (min(len(x), len(y)) >= 5 and one_slip(x, y))


def one_slip(a: str, b: str) -> bool:
    """Whether a letter more, less or other makes one of the other; nothing is computed where lengths forbid it."""
    return abs(len(a) - len(b)) < 2 and distance(a, b) == 1


def distance(a: str, b: str) -> int:
    """Edit distance: letters to add, drop or change to make one of the other ("bocquet", "boquet" -> 1)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def reach(ts: Sequence[Token], i: int, particles: Collection[str], stops: Collection[str]) -> int:
    """End of the person's name that begins at token `i`: capitalised words, initials, and particles between.

    «Anne de La Tour, maire» ends at the comma. `particles` and `stops` are folded; a stop (a title, a civility, a
    month) ends the name though it has a capital.
    """
    j = i
    count = 0
    while j < len(ts) and count < MAX_GIVEN_FAMILY:
        t = ts[j]
        if _name_word(t, stops) and (not t.lead or j == i):
            j += 1
            count += 1
            continue
        k = j
        while k < len(ts) and k - j < 3 and ts[k].key in particles and not ts[k].lead:
            k += 1
        if j == i or k == j or k >= len(ts) or not _name_word(ts[k], stops) or ts[k].lead:
            break
        j, count = k + 1, count + 1
    return j


def _name_word(t: Token, stops: Collection[str]) -> bool:
    return t.capital and t.key not in stops and not any(c.isdigit() or c in "@&" for c in t.text)
