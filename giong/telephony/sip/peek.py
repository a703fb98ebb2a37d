"""A first look at what came, cheaper than reading it: is it a request that stands outside of dialogs? Knows no more."""

from __future__ import annotations

import re

_TO_TAG = re.compile(rb"^(?:To|t)[ \t]*:[^\r\n]*;[ \t]*tag[ \t]*=", re.IGNORECASE | re.MULTILINE)
_IN_CALLS = frozenset((b"ACK", b"CANCEL", b"BYE"))


def asked_outside_dialog(data: bytes) -> bytes:
    """The method; b"" for responses and for requests that may belong to a dialog or to another request."""
    method = data[:32].partition(b" ")[0]
    if method[:4] == b"SIP/" or method in _IN_CALLS or _TO_TAG.search(data):
        return b""
    return method
