"""The factored regex is that of spaCy: the same language, the same tokens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique.factored import LONG, factor, factored

RELEASES = Path(__file__).parents[1] / "corpus" / "releases"


def test_alternatives_with_the_same_tail_share_it() -> None:
    given = "(?iu)(?:^anti[-][a-z]*$)|(?:^b(?:io|us)[-][a-z]*$)|(?:^yo[-]yo$)"
    assert factor(given) == "(?iu)^(?:(?:anti|b(?:io|us))[-][a-z]*|(?:yo[-]yo))$"


@pytest.mark.parametrize("pattern", ["abc", "(?iu)(?:a$)|(?:^b$)", "(?iu)(?:^a|b$)", "(?iu)(?:^(?:a)|(?:b)$)"])
def test_any_other_pattern_stays_as_it_is(pattern: str) -> None:
    assert factor(pattern) == pattern


def test_only_very_long_patterns_are_factored_and_only_within() -> None:
    long = "(?iu)" + "|".join(f"(?:^x{n}[-][{'a' * 100}]*$)" for n in range(LONG // 100))
    before = re.compile
    with factored():
        assert len(re.compile(long).pattern) < LONG
        assert re.compile("a|b").pattern == "a|b"
    assert re.compile is before


@pytest.mark.model
def test_the_language_of_french_words_is_the_same() -> None:
    from spacy.lang.fr.tokenizer_exceptions import _hyphen_prefix, _regular_exp

    whole = "(?iu)" + "|".join(f"(?:{m})" for m in _regular_exp)
    short = factor(whole)
    assert len(short) < len(whole) / 20
    stock, ours = re.compile(whole), re.compile(short)
    heads = [re.sub(r"\(\?:|[()?\[\]|]", "", p) for p in _hyphen_prefix]
    words = {word for path in RELEASES.iterdir() for word in path.read_text("utf-8", "replace").split()}
    words |= {f"{a}{h}{b}" for a in heads for h in ("-", "–", "'", "") for b in ("vampire", "l'air", "X", "")}
    words |= {f"saut-{m}-ski" for m in ("de", "des", "en", "la", "zz")} | {"prud'homme", "yo-yos", "Entr’aide", "r'"}
    assert sum(bool(stock.match(w)) for w in words) > 500
    assert [w for w in sorted(words) if bool(stock.match(w)) != bool(ours.match(w))] == []
