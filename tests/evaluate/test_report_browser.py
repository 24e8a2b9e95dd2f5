"""The report in a browser: the script runs, draws both texts, and follows the filters. Skipped without Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from communique.evaluate.evaluation import evaluate
from communique.evaluate.figures import figures, rates
from communique.evaluate.report import page
from evaluate_samples import gold, release

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

WANTED = "🎉 [Tours](LOC) ouvre, dit [Ève Brun](PER)\n\nle [3 mai](DATE 2021-05-03)"
GOT = "🎉 [Tours](ORG) ouvre, dit [Ève Brun](PER)\n\nle [3 mai](DATE 2021-05-04) à [Blois](LOC)"


def dom(tmp_path: Path, script: str = "") -> str:
    """The page as the browser has it after its script, and then `script`, ran."""
    evaluation = evaluate([gold(WANTED)], [release(GOT)])
    text = page(evaluation, evaluation.cases, figures(evaluation.cases, rounds=20), rates(evaluation.cases))
    path = tmp_path / "eval.html"
    path.write_text(text.replace("</body>", f"<script>{script}</script></body>"), "utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    flags += [
        "--disable-background-networking",
        "--disable-component-update",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    command = [str(CHROMIUM), *flags, "--virtual-time-budget=2000", "--dump-dom", path.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_script_counts_and_draws(tmp_path: Path) -> None:
    shown = dom(tmp_path, "open(D.releases[0])")
    assert re.search(r'id="count"[^>]*>3 errors shown<', shown)
    rows = re.findall(r'<div class="row">(.*?)</div></div>', shown, re.DOTALL)
    assert [words(row) for row in rows] == [
        "🎉 ≠ LOC Tours ouvre, dit Ève Brun 🎉 ≠ ORG Tours ouvre, dit Ève Brun",
        "le ≈ DATE 3 mai le ≈ DATE 3 mai à + LOC Blois",
    ]


def test_a_layer_hides_the_others_and_a_step_shows_both_sides(tmp_path: Path) -> None:
    shown = dom(tmp_path, "$('layer').value='dates';$('layer').dispatchEvent(new Event('change'));step(true)")
    assert re.search(r'id="count"[^>]*>error 1 of 1<', shown)
    detail = re.search(r'<aside id="detail"(.*?)</aside>', shown, re.DOTALL)
    assert detail and "hidden" not in detail[1].split(">")[0]
    assert "gold «3 mai» DATE = 2021-05-03 found «3 mai» DATE = 2021-05-04 by essai/regle" in words(detail[1])
    assert 'class="tag label"' not in shown
