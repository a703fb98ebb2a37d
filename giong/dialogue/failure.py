"""Where something failed, in words that are safe to log. Knows no turn."""

from __future__ import annotations

import traceback

FRAMES = 4


def place_of(error: BaseException) -> str:
    """Kind and place of an error without its own words, which may hold what the person said."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return " ".join([type(error).__name__, *(f"{frame.name}:{frame.lineno}" for frame in frames)])
