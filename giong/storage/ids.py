"""Names of stored things: a kind, the time and chance, as in `conv_06k3…`. Knows no table.

They sort by the time they were made, which keeps index pages warm, and carry 80 random bits, so they cannot be guessed.
"""

from __future__ import annotations

import secrets
import time

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o and u, so that an id read aloud or typed from paper is not mistaken."""


def new_id(kind: str) -> str:
    """A fresh id: `new_id("conv")` is `conv_` and 26 digits, 48 bits of milliseconds and 80 random bits."""
    number = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
    return f"{kind}_" + "".join(_DIGITS[number >> shift & 31] for shift in range(125, -1, -5))
