"""The functions that expressions may call. Knows how amounts and dates are written, no flow."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any


def length(value: Any) -> int:
    return len(value) if isinstance(value, str | list) else 0


def lower(value: Any) -> str:
    return str(value or "").lower()


def upper(value: Any) -> str:
    return str(value or "").upper()


def money(value: Any) -> str:
    """512000 → "512.000 đồng"."""
    return f"{round(float(value)):,}".replace(",", ".") + " đồng"


def date(value: Any) -> str:
    """ "2026-11-20" → "20/11/2026"."""
    day = datetime.date.fromisoformat(str(value)[:10])
    return f"{day.day}/{day.month}/{day.year}"


_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


def weekday(value: Any) -> str:
    """ "2026-11-20" → "thứ sáu"."""
    return _WEEKDAYS[datetime.date.fromisoformat(str(value)[:10]).weekday()]


def spell(value: Any) -> str:
    """Digits and letters one by one: "0903" → "0 9 0 3"."""
    return " ".join(letter for letter in str(value or "") if letter.isalnum())


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": length,
    "lower": lower,
    "upper": upper,
    "money": money,
    "date": date,
    "weekday": weekday,
    "spell": spell,
}

NAMES = frozenset(FUNCTIONS)
