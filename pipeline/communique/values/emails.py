"""Text -> e-mail addresses in lower case, with their place in the text.

Also those that are hidden from robots («presse [at] ville [point] fr») or broken by a line end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LOCAL = r"(?P<local>[^\W_](?:[\w.+'’\-]{0,62}[\w+\-])?)"
_AT = (
    r"(?:@|＠|\s?[\[({<]\s?(?:at|arobase|arrobase|arobas|@|a|à|chez)\s?[\])}>]\s?|\s(?:arobase|\[?@\]?)\s|@\s{0,2}|\n@"
    r"|\s{0,2}_at_\s{0,2})"
)
_DOT = r"(?:\.|\s?[\[({]\s?(?:dot|point|\.)\s?[\])}]\s?|\spoint\s|\.\n|\n\.)"
_LABEL = r"[^\W_](?:[\w\-]{0,61}[^\W_])?(?:-\n[^\W_][\w\-]{0,40})?"
_ADDRESS = re.compile(
    rf"(?<![\w.+/@\-]){_LOCAL}(?P<at>{_AT})(?P<domain>{_LABEL}(?:{_DOT}{_LABEL}){{1,5}})", re.IGNORECASE
)
# What stands between name and domain, but for the word: looked for first, since most texts have none.
_SIGN = re.compile(
    r"[@＠\[({<_](?:(?<=[@＠])|(?<=_)[aA][tT]_"
    r"|(?<!_)\s?(?:@|[aA][tT]?|[àÀ]|[aA][rR]{1,2}[oO][bB][aA][sS][eE]?|[cC][hH][eE][zZ])\s?[\])}>])"
)
REACH = 66  # code points before that sign at which an address can begin: 64 of its name, two spaces
_BRACKET_DOT = re.compile(r"\s?[\[({]\s?(?:dot|point|\.)\s?[\])}]\s?|\spoint\s", re.IGNORECASE)
_TLD = re.compile(r"[a-z]{2,13}$")
# An address with spaces in it must end as addresses do, or «rejoignez-nous @ville. Puis» were one.
_KNOWN = frozenset((
    "fr", "com", "org", "net", "eu", "be", "ch", "lu", "ca", "de", "info", "io", "co", "coop", "asso", "bzh",
    "paris", "corsica", "alsace", "quebec", "brussels", "wallonie", "vlaanderen", "re", "nc", "pf", "mc", "int",
    "edu", "gouv", "uk", "es", "it", "pt", "nl", "at", "sn", "ci", "ma", "tn", "dz", "cm", "cd", "pro", "tv",
    "biz", "agency", "media", "press", "news", "live", "me", "ngo", "ong", "fm", "ly", "ai", "app", "dev",
    "tech", "school", "museum", "example", "africa", "mg", "ga", "bj", "tg", "bf", "ml", "ne", "gp", "mq", "gf", "yt",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Email:
    """An address in a text: half-open code points, and the address in lower case."""

    start: int
    end: int
    value: str

    @property
    def local(self) -> str:
        """Before the @: "cneveu"."""
        return self.value.partition("@")[0]

    @property
    def domain(self) -> str:
        return self.value.partition("@")[2]


def emails(text: str) -> tuple[Email, ...]:
    """The addresses of `text`, in text order.

    «C.Durand@Ville.fr» -> c.durand@ville.fr, «presse [at] ville [point] fr», «presse@\\nville.fr».
    """
    found: list[Email] = []
    position = 0
    worded = "arobas" in text.lower()  # then no sign need stand there
    while (start := position if worded else _start(text, position)) >= 0 and (m := _ADDRESS.search(text, start)):
        domain = _BRACKET_DOT.sub(".", m["domain"])
        plain = m["at"] in {"@", "＠"}
        if "\n" in domain:
            domain = re.sub(r"\s", "", domain.replace("-\n", "-"))
        labels = domain.lower().split(".")
        end = m.end()
        # «presse@ville.fr.Pour», «presse@ville.fr.\nTél»: a sentence goes on after the stop
        while len(labels) > 2 and labels[-1] not in _KNOWN and labels[-2] in _KNOWN:
            end -= len(re.split(r"\.", m["domain"])[-1]) + 1
            labels.pop()
        hidden = not plain or " point " in m["domain"] or "\n" in m["domain"]
        if _TLD.fullmatch(labels[-1]) and (not hidden or labels[-1] in _KNOWN):
            local = m["local"].lower().replace("’", "'").lstrip("'")
            found.append(Email(m.start("local"), end, f"{local}@{'.'.join(labels)}"))
            position = end
        else:
            position = m.end("local") + 1
    return tuple(found)


def _start(text: str, position: int) -> int:
    """Where the next address can begin; -1 if there is no sign of one."""
    sign = _SIGN.search(text, position)
    return max(position, sign.start() - REACH) if sign else -1
