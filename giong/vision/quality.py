"""What a picture of a paper is like: sharp, lit, whole. Measures; whether that will do is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quality:
    """What the picture is like, each from 0 (good) to 1 (unusable); `coverage` is the paper's share of the picture."""

    blur: float = 0.0
    glare: float = 0.0
    darkness: float = 0.0
    recapture: float = 0.0
    photocopy: float = 0.0
    coverage: float = 1.0
    width_px: int = 0
    height_px: int = 0
