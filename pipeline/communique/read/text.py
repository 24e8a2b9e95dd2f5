"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from communique.document import Part


def read(data: bytes) -> tuple[list[Part], Mapping[str, str]]:
    text = data.decode("utf-8-sig")
    return [Part("paragraph", chunk) for chunk in re.split(r"\n\s*\n", text)], {}
