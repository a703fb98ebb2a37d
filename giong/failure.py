"""Where something failed, in words that are safe to log. Knows no room."""

from __future__ import annotations

import traceback
from pathlib import Path

from giong.errors import GiongError

FRAMES = 4


def place_of(error: BaseException) -> str:
    """The code of an error of ours; kind and place of any other, without its text, which may hold what people said."""
    if isinstance(error, GiongError):
        return error.code
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = (f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {', '.join(places)}"
