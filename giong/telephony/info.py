"""Keys that come as SIP INFO instead of with the sound. Knows no dialog."""

from __future__ import annotations

import re

from giong.telephony.sip.message import Request

_SIGNAL = re.compile(rb"^\s*Signal\s*=\s*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)
_NAMED = {"10": "*", "11": "#", "STAR": "*", "POUND": "#"}
KEYS = frozenset("0123456789*#ABCD")
TYPES = ("application/dtmf-relay", "application/dtmf")


def key_of(request: Request) -> str | None:
    """The key that an INFO tells; None if it tells of no key."""
    if request.content_type == TYPES[0]:
        found = _SIGNAL.search(request.body)
        text = found[1] if found else b""
    elif request.content_type == TYPES[1]:
        text = request.body.strip()
    else:
        return None
    symbol = text.decode("ascii", "replace").upper()
    symbol = _NAMED.get(symbol, symbol)
    return symbol if symbol in KEYS else None
