"""An engine that is not installed is told with the command that installs it; nothing is written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from communique.cli import main


@pytest.mark.parametrize(("engine", "module", "extra"), [("dask", "dask", "cluster"), ("ray", "ray", "ray")])
def test_a_missing_engine_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    engine: str,
    module: str,
    extra: str,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / "a.txt").write_text("Tours, le 3 mars 2021")
    command = ["run", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--only", "dates", "--engine", engine]
    assert main(command) == 2
    assert f"pip install 'communique[{extra}]'" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []
