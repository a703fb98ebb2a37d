"""A day written out, as certificates repeat it: "Ngày mười hai, tháng năm, năm hai nghìn không trăm hai mươi". Knows no
day in figures.

Marks are left aside, because recognition loses them; what the unmarked words may mean is decided by their place:
"nam" before "tháng" is five, after the month it is the year.
"""

from __future__ import annotations

import re

from giong.text.dates import exists
from giong.text.numbers import from_words
from giong.text.unicode import fold

_MARKED = "không một hai ba bốn tư năm lăm sáu bảy tám chín trăm nghìn linh"
_WORDS = {fold(word): word for word in _MARKED.split()} | {"ngan": "nghìn", "le": "linh", "nham": "lăm"}
_MONTHS = {"tu": 4, "gieng": 1, "chap": 12}
_DAY = re.compile(r"ngay\s+(?P<day>.+?)\s+thang\s+(?P<month>\S+(?:\s+(?:mot|hai))?)\s+nam\s+(?P<year>.+)")
_SIGNS = re.compile(r"[^a-z0-9\s]+")


def value(text: str) -> str | None:
    """The first day that the words say, as dd/mm/yyyy; None where they say none."""
    plain = " ".join(_SIGNS.sub(" ", fold(text)).split())
    for start in re.finditer(r"\bngay\b", plain):
        match = _DAY.match(plain, start.start())
        found = _day(match) if match else None
        if found is not None:
            return found
    return None


def _day(match: re.Match[str]) -> str | None:
    day = _number(match["day"].replace("mong ", "").replace("mung ", ""))
    month = _MONTHS.get(match["month"]) or _number(match["month"])
    year = _year(match["year"])
    if day is None or month is None or year is None or not exists(day, month, year):
        return None
    return f"{day:02d}/{month:02d}/{year}"


def _year(words: str) -> int | None:
    """The longest beginning of the words that is a year in which somebody living may have been born."""
    row = words.split()
    for end in range(len(row), 0, -1):
        number = _number(" ".join(row[:end]))
        if number is not None and 1900 <= number < 2100:
            return number
    return None


def _number(words: str) -> int | None:
    """The number that unmarked words say: "muoi" is ten at the beginning and "mươi" behind a digit."""
    if words.isdigit():
        return int(words)
    row: list[str] = []
    for word in words.split():
        if word == "muoi":
            row.append("mươi" if row and row[-1] not in ("trăm", "linh", "nghìn") else "mười")
        elif word in _WORDS:
            row.append(_WORDS[word])
        else:
            return None
    return from_words(" ".join(row)) if row else None
