"""What pages and letters hold at their edges: numbers, running titles, and now and then the press contact."""

from __future__ import annotations

import re

_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|p\.)?\s*(?:\d{1,3}|[ivx]{1,5})?\s*(?:(?:/|sur|de|of)\s*\d{0,3})?[-–—\s]*$", re.IGNORECASE
)
_REACH = re.compile(r"@[\w-]{1,60}\.\w|(?:\+33|\b0)\s?\(?\d\)?(?:[\s.-]?\d{2}){4}|www\.|https?://")
# What stands above a title in letters as large: the kind of document, a date, a place and a date.
_KICKER = re.compile(
    r"\W{0,3}(?:communiqu|info(?:rmation)?s?[ -]presse|dossier (?:de )?presse|invitation|point presse|note aux r|"
    r"contacts?\b|embargo|pour diffusion|le \d|\d{1,2}(?:er)?[\s/.]|(?:lun|mar|mercre|jeu|vendre|same)di \d|"
    r"dimanche \d)|[^\d.]{2,40}\b\d{1,2}(?:er)? (?:janv|f[ée]vr|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)"
    r"[a-zûé.]{0,7} \d{4}\W{0,3}$",
    re.IGNORECASE,
)


def is_kicker(text: str) -> bool:
    """Whether a line is what stands above titles: "Communiqué de presse", "Angers, le 10 décembre 2020"."""
    return _KICKER.match(text) is not None


def is_number(text: str) -> bool:
    """Whether a line at the edge of a page is its number: "- 2 -", "Page 2 sur 3"."""
    return _PAGE_NUMBER.match(text.strip()) is not None


def reaches(text: str) -> bool:
    """Whether a text says how to reach somebody: a phone number, an e-mail, an address on the web."""
    return _REACH.search(text) is not None


def is_worth(text: str) -> bool:
    """Whether the foot of a page is worth keeping once: it says how to reach somebody, or is a sentence."""
    return reaches(text) or len(text.split()) >= 12
