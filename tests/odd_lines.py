"""Lines that a tokenizer may stumble over, always the same for one seed; people, places and companies are invented."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

WORDS = """la le les de du des un une et à au aux l'eau d'Ambre qu'elle aujourd'hui c'est-à-dire jusqu'à presqu'île
annonce signe présente inaugure lundi mardi 2024 12 000 1er 3e XXe n° N° art. etc. M. Mme Mme. Dr MM. St. Ste. p. pp.
cf. av. apr. janv. déc. Directrice maire présidente région Commission conseil départemental communiqué Est-ce est-il
a-t-elle peut-être rendez-vous celle-ci au-delà lui-même après-midi semble-t-il"""
NAMES = """Ève Brunel|Jean-Marc d'Estrelles|Clarisse Le Goff|Société Ambrelle|Groupe Vaudrin & Fils|CHU de Lormes|
Quimper|Saint-Étienne-du-Rouvray|Métropole de Vernoy|L'Isle-d'Abeau|ARS|SNCF|Côte-d'Or|université d'Armance|
Festival Éclats d'août|LE VERNOY|ambrelle|O'Brien|de La Tour|S.A.S. Ferrandis|Banque Postérieure|Île-de-Vaire"""
MARKS = ". , ; : ! ? … « » “ ” \" ' ’ ( ) [ ] { } - – — / \\ | • · * # @ & % ‰ € $ £ ° ^ _ ~ = + < > ✓ → № ©"
FACES = ":-) :) :( ;-) :D :-D <3 (-: 8) 8-) o.O (^_^) :'( =) :/ :3 (:"
SPACES = ("  ", "\t", "\u00a0", "\u202f", " \u00a0", "\u00a0 ", "\u2009", "   ", "\u3000", "\x1f", "\r", "\x0b")
STRANGE = """😀 👩\u200d👩\u200d👧 🇫🇷 ﬁn é ﷼ ½ ² ㍿ 北京 Москва Ωμέγα ŉ İ ẞ ǅ \u200b \ufeff \u00ad \u0301 a\u0301\u0302
ـ עברית ไทย"""
CODES = """https://www.ambrelle.example/a?b=c&d=é#x presse@ambrelle.example 01 99 00 12 34 +33(0)199001234 #Ambrelle
@vernoy 10h30 10:30 1,5 1.5 3,14% 12€ -5°C 1/2 A4 B2B CO2 H₂O 20-25 1er-mai ISO-9001 www.vernoy.example. 2024/25 75012
a.b.c. U.S.A. F.-X. ...… ''x'' <b>x</b> c:\\x $x^2$ [1] (2) 1) a) §3"""

_words, _marks, _faces, _strange, _codes = (text.split() for text in (WORDS, MARKS, FACES, STRANGE, CODES))
_names = NAMES.replace("\n", "").split("|")


def odd_lines(count: int, seed: int = 9) -> list[str]:
    """So many lines, none of which has a line break in it."""
    dice = random.Random(seed)
    makers: list[Callable[[random.Random], str]] = [_sentence, _sentence, _sentence, _crowd, _noise, _long, _heading]
    return [dice.choice(makers)(dice) for _ in range(count)]


def _pieces(dice: random.Random, size: int) -> Iterator[str]:
    kinds = [_words] * 7 + [_names] * 4 + [_marks] * 2 + [_faces, _strange, _codes]
    for _ in range(size):
        yield dice.choice(dice.choice(kinds))


def _sentence(dice: random.Random) -> str:
    """Words with marks before, after and between them, and now and then more than a space."""
    parts: list[str] = []
    for piece in _pieces(dice, dice.randint(1, 30)):
        before = dice.choice(_marks) if dice.random() < 0.05 else ""
        after = dice.choice(_marks + _faces) if dice.random() < 0.15 else ""
        parts += [before + piece + after, dice.choice(SPACES) if dice.random() < 0.06 else " "]
    return "".join(parts if dice.random() < 0.1 else parts[:-1])


def _crowd(dice: random.Random) -> str:
    """Pieces without a space between them."""
    return "".join(_pieces(dice, dice.randint(1, 12)))


def _noise(dice: random.Random) -> str:
    """Any characters at all."""
    ranges = [(0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x5FF), (0x2000, 0x2BFF), (0x1F300, 0x1FAFF)]
    chosen = (chr(dice.randint(*dice.choice(ranges))) for _ in range(dice.randint(0, 40)))
    return "".join(chosen)


def _long(dice: random.Random) -> str:
    """One word that is very long, or one that is repeated."""
    piece = next(_pieces(dice, 1))
    return piece * dice.randint(1, 40) if dice.random() < 0.5 else " ".join([piece] * dice.randint(1, 60))


def _heading(dice: random.Random) -> str:
    return " ".join(_pieces(dice, dice.randint(1, 8))).upper() + dice.choice(["", " :", ":", " ", "."])
