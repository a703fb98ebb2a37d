"""The functions that expressions may call. Knows how amounts, dates and places are written, no flow."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from giong.text import provinces


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


def province(value: Any) -> str:
    """The province that an address names, as it is since July 2025: "Vĩnh Yên, Vĩnh Phúc" → "Phú Thọ"."""
    place = provinces.find(str(value or ""))
    return place.province.today if place else ""


def province_then(value: Any) -> str:
    """The same as it was until June 2025: "Vĩnh Phúc"."""
    place = provinces.find(str(value or ""))
    return place.province.name if place else ""


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": length,
    "lower": lower,
    "upper": upper,
    "money": money,
    "date": date,
    "weekday": weekday,
    "spell": spell,
    "province": province,
    "province_then": province_then,
}

NAMES = frozenset(FUNCTIONS)
