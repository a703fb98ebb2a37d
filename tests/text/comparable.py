"""Readings brought to one form before they are compared."""

from __future__ import annotations

import re

from giong.text.tones import to_old
from giong.text.unicode import nfc

_PUNCTUATION = re.compile(r"[^\w\s]+")


def comparable(text: str) -> str:
    """Lower case, no punctuation, traditional tone placement."""
    return " ".join(_PUNCTUATION.sub(" ", to_old(nfc(text).lower())).split())
