"""What every reader gives: parts, hints, media type and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from communique.document import Part


@dataclass(frozen=True, slots=True)
class Reading:
    """A source as its reader saw it."""

    parts: Sequence[Part]
    hints: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "text/plain"
    notes: Sequence[str] = ()  # what was doubtful or had to be mended
