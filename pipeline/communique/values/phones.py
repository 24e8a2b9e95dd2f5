"""Text -> telephone numbers in E.164, with their place in the text.

«01 99 00 12 34» -> +33199001234, «+32 (0)2 555 12 12» -> +3225551212. Whether a number is dialled, faxed or
that of a switchboard is said by the words around it, which are no business of this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Groups of digits, each with the signs that open it; possessive, so that no group is tried in two ways.
_GROUP = re.compile(r"(?=[\d+(])(?P<plus>\+\s?)?(?P<open>\(\s?\+?)?(?P<digits>\d{1,15}+)(?P<close>\s?\))?")
# Between two groups of one number: a space, a dot, a hyphen, a slash («02/555»), a line end, in that mix.
_GAP = re.compile(r"[\s.\-‑–/·_]{0,3}")
_BREAK = re.compile(r"\s[/–-]\s|\n|/\s")  # a gap at which a number more likely ends than goes on
# What stands before or after a number that is none: a word, a path, a post office, a unit, an address.
_BEFORE = re.compile(r"(?:[\w@#°$€£]|[\w/][.\-/_:]|\b(?:cedex|cs|bp|tsa)\s)\Z", re.IGNORECASE)
_AFTER = re.compile(r"\d|[.,]\d|\s?(?:%|€|°|euros?\b|ans?\b|h\d)|[a-z_][\w.-]{0,40}@", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_DAY = re.compile(r"\d\d?([/.-])\d\d?\1(?:(?:19|20)\d\d|\d\d)(?![\d/.-])")  # 09/09/17, 01.10.2018
MAX_GROUPS = 9  # «+ 33 0 1 99 00 12 34», or a number spelt digit by digit up to 9 of them
MIN_DIGITS, MAX_DIGITS = 6, 15  # E.164 §6.2: at most 15, with the country code

# French numbers that are dialled with 0 and have a country code of their own overseas (ARCEP, plan de numérotation).
_OVERSEAS = {
    "262": "262", "263": "262", "269": "262", "639": "262", "692": "262", "693": "262",
    "590": "590", "690": "590", "691": "590",
    "594": "594", "694": "594",
    "596": "596", "696": "596", "697": "596",
}  # fmt: skip
_PREFIXES = ("33", "32", "41", "352", "49", "1", "377", "221", "225", "212", "216", "213", "243", "237")


_NO_TRUNK = frozenset(("LU", "CA", "SN", "CI", "MC", "TN", "ES", "IT", "PT", "TG", "BJ", "ML", "BF", "NE", "CM", "GA"))


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in a text: half-open code points, and E.164."""

    start: int
    end: int
    value: str
    public: bool = False  # free or premium rate: a line for customers (0 800, 0 820, 1-800)


@dataclass(frozen=True, slots=True)
class _Digits:
    start: int
    end: int
    digits: str
    plus: bool
    trunk: bool  # «(0)», which is not dialled after a country code


def phones(text: str, region: str = "") -> tuple[Phone, ...]:
    """The numbers of `text`, in text order, without overlap.

    Args:
        region: ISO 3166 code of the country where a number without country code is dialled, if something says
            so; by default France, unless the grouping of the digits is another country's: «0470 12 34 56» is
            Belgian, «022 388 50 50» Swiss, «514 555-0123» Canadian.
    """
    if len(_DIGIT.findall(text)) < MIN_DIGITS:
        return ()
    groups = [
        _Digits(m.start(), m.end(), m["digits"], bool(m["plus"]) or "+" in (m["open"] or ""), _trunk(m))
        for m in _GROUP.finditer(text)
    ]
    found: list[Phone] = []
    i = 0
    while i < len(groups):
        reach = _longest(text, groups, i, region)
        if reach is None:
            i += 1
            continue
        j, phone = reach
        found.append(phone)
        i = j + 1
    return tuple(found)


def _trunk(m: re.Match[str]) -> bool:
    return bool(m["open"] and m["close"] and m["digits"] == "0")


def _longest(text: str, groups: list[_Digits], i: int, region: str) -> tuple[int, Phone] | None:
    """The number that begins at group i: the longest that no break parts, else the longest of all."""
    first = groups[i]
    if not first.plus and (_BEFORE.search(text, max(0, first.start - 7), first.start) or _DAY.match(text, first.start)):
        return None
    ends: list[tuple[bool, int]] = []  # (a break stands inside, last group)
    broken = False
    digits = len(first.digits)
    for j in range(i, min(i + MAX_GROUPS, len(groups))):
        if j > i:
            gap = text[groups[j - 1].end : groups[j].start]
            digits += len(groups[j].digits)
            if groups[j].plus or not _GAP.fullmatch(gap) or digits > MAX_DIGITS + 1:
                break
            broken = broken or bool(_BREAK.search(gap))
        if digits >= MIN_DIGITS:
            ends.append((broken, j))
    for strict in (True, False):
        for _, j in sorted(ends, key=lambda e: (e[0], -e[1])):
            run = groups[i : j + 1]
            if j + 1 == len(groups) or groups[j + 1].start > run[-1].end:
                if _AFTER.match(text, run[-1].end):
                    continue
                if value := _e164(run, region, strict):
                    start = run[0].start
                    return j, Phone(start, run[-1].end, value[0], value[1])
    return None


def _e164(run: list[_Digits], region: str, strict: bool) -> tuple[str, bool] | None:
    """E.164 of groups of digits, and whether it is a customers' line; None if they are no number.

    `strict`: the number must be one that its country gives out; else its length is enough.
    """
    plus = run[0].plus
    national = "".join(g.digits for g in run if not (g.trunk and (plus or len(run[0].digits) > 1)))
    if plus:
        return _parsed("+" + _untrunked(national), "ZZ", strict)
    if national.startswith("00"):
        return _parsed("+" + _untrunked(national[2:]), "ZZ", strict)
    shape = tuple(len(g.digits) for g in run)
    guess = region or _shaped(national, shape)
    if guess in {"", "FR"}:
        if len(national) == 10 and national[0] == "0" and national[1] != "0":
            # 06 39 98 is for numbers of fiction, in France; the rest of 06 39 is Mayotte's
            country = "33" if national[1:6] == "63998" else _OVERSEAS.get(national[1:4], "33")
            return f"+{country}{national[1:]}", national[1] == "8"
        if not strict:
            return None
        # the country code without its plus sign: «33 1 99 00 12 34»
        if len(national) >= 10 and national.startswith(_PREFIXES) and len(run) > 1:
            return _parsed("+" + _untrunked(national), "ZZ", strict)
        return None
    if region and (found := _parsed(national, region, strict)) and _plausible(national, region):
        return found
    if not region:
        return _parsed(national, guess, strict)
    return _e164(run, "", strict)


def _plausible(national: str, region: str) -> bool:
    """Whether the digits can be dialled so at home: with the trunk 0 where the country has one."""
    return region in _NO_TRUNK or national[0] == "0"


def _shaped(national: str, shape: tuple[int, ...]) -> str:
    """The country whose way of grouping digits this is, where no other one groups them so; else ""."""
    if shape == (4, 2, 2, 2) and national.startswith("04"):  # a French number has pairs all along
        return "BE"
    if shape == (4, 3, 3) and national.startswith("04"):
        return "BE"
    if len(national) == 9 and national[0] == "0" and shape[0] in {2, 3}:  # 02 555 12 12, 081 25 25 25
        return "BE"
    if shape == (3, 3, 2, 2) and national[0] == "0":
        return "CH"
    if shape == (3, 3, 4) or (shape == (1, 3, 3, 4) and national[0] == "1"):
        return "CA"
    return ""


def _untrunked(number: str) -> str:
    """Without the 0 that some write after the country code: 33 0 1… -> 33 1…"""
    for prefix in ("33", "32", "41", "49"):
        if number.startswith(prefix + "0"):
            return prefix + number[len(prefix) + 1 :]
    return number


@lru_cache(maxsize=4096)
def _parsed(number: str, region: str, strict: bool) -> tuple[str, bool] | None:
    import phonenumbers as pn  # here, and not above: its tables take 50 ms to load

    try:
        parsed = pn.parse(number, None if region == "ZZ" else region)
    except pn.NumberParseException:
        return None
    if not (pn.is_valid_number(parsed) if strict else pn.is_possible_number(parsed)):
        return None
    public = {
        pn.PhoneNumberType.TOLL_FREE,
        pn.PhoneNumberType.PREMIUM_RATE,
        pn.PhoneNumberType.SHARED_COST,
        pn.PhoneNumberType.UAN,
    }
    return pn.format_number(parsed, pn.PhoneNumberFormat.E164), pn.number_type(parsed) in public
