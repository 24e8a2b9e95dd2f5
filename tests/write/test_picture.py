"""The picture of the schema in docs/stores.md is that of tables.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_picture_is_not_stale() -> None:
    done = subprocess.run([sys.executable, str(DOCS / "schema.py"), "--check"], check=False)
    assert done.returncode == 0, "run python docs/schema.py"
