"""Every rule proves itself: its examples give what they say, its `never` texts give nothing."""

from __future__ import annotations

import pytest

from communique.proof import prove
from communique.rulebook import load

RULES = load()


@pytest.mark.parametrize("rule", list(RULES.all()), ids=lambda r: r.id)
def test_rule_keeps_its_word(rule):
    broken = [v for v in prove(rule, RULES) if not v.holds]
    assert not broken
