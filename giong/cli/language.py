"""Which of its two languages the command line speaks."""

from __future__ import annotations

import os


def english() -> bool:
    """True when GIONG_LANG or the locale asks for English. Vietnamese is spoken everywhere else, also in a C locale."""
    for name in ("GIONG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.lower().startswith("en")
    return False


def t(vi: str, en: str) -> str:
    """The one of the two texts that the person reads."""
    return en if english() else vi
