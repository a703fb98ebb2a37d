"""A printed copy of an e-invoice against the e-invoice itself. Knows no XML and no picture: both have been read."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from giong.documents.document import Check, Document, Verdict
from giong.text.unicode import fold

CODE = "einvoice.copy"
_SAME = (
    *("seller_tax_code", "buyer_tax_code", "form", "serial", "number", "date"),
    *("total_before_tax", "tax", "total"),
)
"""What tells invoices apart and what is to be paid. Names and addresses are cut and abbreviated on copies."""


def compared(original: Document, copy: Document) -> tuple[Check, ...]:
    """A check for each field that both state, under "einvoice.copy": the XML is right where they differ."""
    return tuple(
        _check(name, original.fields[name].value, copy.fields[name].value)
        for name in _SAME
        if name in original.fields and name in copy.fields
    )


def _check(name: str, original: str, copy: str) -> Check:
    if _key(original) == _key(copy):
        return Check(
            CODE, Verdict.PASSED, (name,), "Bản thể hiện khớp với hóa đơn gốc", "The copy agrees with the original"
        )
    vi, en = "Bản thể hiện khác với hóa đơn gốc (XML)", "The copy differs from the original (XML)"
    return Check(CODE, Verdict.FAILED, (name,), vi, en)


def _key(value: str) -> str | Decimal:
    """Numbers by what they are worth ("00000125" is 125), all else by letters and digits."""
    try:
        return Decimal(value)
    except InvalidOperation:
        return re.sub(r"\W", "", fold(value))
