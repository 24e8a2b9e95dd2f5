"""Infinitive -> the forms of a verb that a text says of a third person: «déclare», «déclaraient», «déclaré»."""

from __future__ import annotations

from typing import NamedTuple


class Forms(NamedTuple):
    """Forms in lower case, with accents."""

    finite: frozenset[str]  # third persons of présent, imparfait, passé simple, futur
    participles: frozenset[str]  # past participle in both genders and numbers
    present: frozenset[str]  # present participle: «ajoutant»


def conjugated(infinitive: str, given: str = "") -> Forms:
    """The forms of one verb: «annoncer» -> annonce, annoncent, annonçait, …; annoncé, annoncée, …

    Verbs in -er and those in -ir that go like «finir» need nothing else. Of any other, `given` has the finite forms
    with blanks between, then «|» and the participle: «dit disent disait disaient dirent | dit». A verb in -er whose
    present is its own gives only that: «harcèle harcèlent».
    """
    if "|" in given:
        finite, _, participle = given.partition("|")
        forms = frozenset(finite.split())
        return Forms(forms, _agreed(participle.strip()), frozenset(f"{f[:-3]}ant" for f in forms if f.endswith("ait")))
    if infinitive.endswith("er"):
        return _first_group(infinitive[:-2], frozenset(given.split()))
    if infinitive.endswith("ir"):
        return _second_group(infinitive[:-2])
    raise ValueError(f"{infinitive}: neither in -er nor in -ir: give its forms")


def _first_group(stem: str, present: frozenset[str]) -> Forms:
    soft = {"g": "ge", "c": "ç"}.get(stem[-1])  # before a: «partageait», «annonçait»
    before_a = (stem[:-1] + soft) if soft else stem
    weak = _weak(stem)
    finite = {f"{before_a}{end}" for end in ("ait", "aient", "a")} | {f"{stem}èrent"}
    finite |= {f"{s}{end}" for s in (stem, weak) for end in ("era", "eront")}  # révélera, révèlera
    finite |= present or {f"{weak}e", f"{weak}ent"}
    return Forms(frozenset(finite), _agreed(f"{stem}é"), frozenset({f"{before_a}ant"}))


def _weak(stem: str) -> str:
    """The stem before a silent ending: «rappell-e», «révèl-e», «soulèv-e», «appui-e»."""
    if stem.endswith(("el", "et")) and not stem.endswith(("êt", "iet", "uet")):
        return stem + stem[-1]
    if stem.endswith(("oy", "uy")):
        return stem[:-1] + "i"
    for n in (2, 3):  # the e stands before one or two consonants: «lev», «célébr», «intègr»
        if len(stem) >= n and stem[-n] in "eé" and not set(stem[1 - n :]) & set("aeéèiouy"):
            pair = stem[1 - n :]
            if n == 2 or (stem[-n] == "é" and pair[1] in "rl") or pair in {"gn", "qu"}:
                return f"{stem[:-n]}è{pair}"
    return stem


def _second_group(stem: str) -> Forms:
    ends = ("it", "issent", "issait", "issaient", "irent", "ira", "iront")
    return Forms(frozenset(f"{stem}{end}" for end in ends), _agreed(f"{stem}i"), frozenset({f"{stem}issant"}))


def _agreed(participle: str) -> frozenset[str]:
    plural = participle if participle.endswith("s") else f"{participle}s"
    return frozenset({participle, f"{participle}e", plural, f"{participle}es"})
