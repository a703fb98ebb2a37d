"""The classes of vehicles that a driving licence names. Knows no label and no paper."""

from __future__ import annotations

import re

CLASSES = frozenset(
    (
        *("A", "A1", "A2", "A3", "A4", "B", "B1", "B2", "B11", "B12", "C", "C1", "D", "D1", "D2", "E", "F", "BE"),
        *("C1E", "CE", "D1E", "D2E", "DE", "FB", "FB1", "FB2", "FC", "FD", "FE"),
    )
)
"""Law 23/2008/QH12 art. 59 and Law 36/2024/QH15 art. 57; "B11" and "B12" are how B1 was written by its gearbox."""
_FORM = re.compile(r"(?<!\w)(?:[A-F8][A-E1-4ILTZ|]{0,3})(?!\w)")
_TORN = re.compile(r"(?<!\w)([A-F])\s(?=[1-4]E?(?!\w))")
"""A space inside a class: "A 1"."""
_TAIL = str.maketrans("ILTZ|", "11121")


def find(text: str) -> str | None:
    """The classes that a text names, as "B2" or "A1, B2"; None where it names none."""
    found: list[str] = []
    for match in _FORM.finditer(_TORN.sub(r"\1", text.upper())):
        value = _class(match[0])
        if value is None:
            break
        found.append(value)
    return ", ".join(dict.fromkeys(found)) or None


def _class(form: str) -> str | None:
    """The class that is written so, or was read so."""
    head, tail = form[0].replace("8", "B"), form[1:]
    return next((value for value in (head + tail, head + tail.translate(_TAIL)) if value in CLASSES), None)
