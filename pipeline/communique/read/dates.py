"""A machine's date (front matter, <meta>, mail header) -> ISO. Dates in French words are the business of rules."""

from __future__ import annotations

import re

# A month in words, in full or cut short, in the patterns that know a line with a date from others.
MONTH = r"(?:janv|f[ée]vr|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)[a-zéû.]{0,8}"
_ISO = re.compile(
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})? ?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?$"
)
_EUROPEAN = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})$")


def iso(words: str) -> str:
    """ISO date or date-time of a machine's date: "2021-04-08 15:30:00 +02:00" -> "2021-04-08T15:30:00+02:00".

    "2013/10/23" -> "2013-10-23"; "" for a date that does not exist, or that only a reader understands.
    """
    words = words.strip()
    m = _ISO.match(words) or _EUROPEAN.match(words)
    if not m or not (1 <= int(m["m"]) <= 12 and 1 <= int(m["d"]) <= 31):
        return ""
    day = f"{m['y']}-{int(m['m']):02}-{int(m['d']):02}"
    groups = m.groupdict()
    if not groups.get("time"):
        return day
    zone = groups.get("zone") or ""
    return f"{day}T{groups['time']}{zone if ':' in zone or len(zone) < 5 else zone[:3] + ':' + zone[3:]}"
