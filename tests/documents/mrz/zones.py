"""Zones of invented people, built as they are printed: what the tests damage and read again."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from giong.documents.mrz.proofs import check_digit
from giong.text.provinces import PROVINCES

NAMES = st.lists(
    st.sampled_from(("NGUYEN", "TRAN", "LE", "VAN", "THI", "MINH", "ANH", "PHUONG", "KHANH", "DUC", "LINH", "HOA")),
    min_size=2,
    max_size=4,
)
DAYS = st.dates(date(1940, 1, 1), date(2010, 12, 31))


def _names(words: list[str], width: int) -> str:
    return f"{words[0]}<<{'<'.join(words[1:])}".ljust(width, "<")[:width]


def card(number: str, born: date, until: date, names: list[str]) -> list[str]:
    """The zone of a Vietnamese card (PAPERS: line 1 holds nine digits, then all twelve, each with a check digit)."""
    sex = "F" if int(number[3]) % 2 else "M"
    first = f"IDVNM{number[3:]}{check_digit(number[3:])}{number}<<{check_digit(number)}"
    birth, expiry = f"{born:%y%m%d}", f"{until:%y%m%d}"
    second = f"{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}VNM{'<' * 11}"
    whole = check_digit(first[5:] + second[:7] + second[8:15] + second[18:])
    return [first, second + whole, _names(names, 30)]


def passport(number: str, personal: str, born: date, until: date, names: list[str]) -> list[str]:
    """The zone of a Vietnamese passport."""
    own = personal.ljust(14, "<")
    birth, expiry = f"{born:%y%m%d}", f"{until:%y%m%d}"
    number = number.ljust(9, "<")
    second = f"{number}{check_digit(number)}VNM{birth}{check_digit(birth)}M{expiry}{check_digit(expiry)}"
    second += own + check_digit(own)
    return ["P<VNM" + _names(names, 39), second + check_digit(second[:10] + second[13:20] + second[21:43])]


@st.composite
def cards(draw: st.DrawFn) -> list[str]:
    born = draw(DAYS)
    century = (born.year // 100 - 19) * 2 + draw(st.integers(0, 1))
    province = draw(st.sampled_from(sorted(province.number for province in PROVINCES)))
    number = f"{province}{century}{born:%y}{draw(st.integers(0, 999_999)):06d}"
    return card(number, born, draw(st.dates(date(2024, 1, 1), date(2050, 12, 31))), draw(NAMES))


@st.composite
def passports(draw: st.DrawFn) -> list[str]:
    number = f"{draw(st.sampled_from('BCEPQ'))}{draw(st.integers(0, 9_999_999)):07d}"
    personal = f"{draw(st.integers(0, 999_999_999_999)):012d}"
    return passport(number, personal, draw(DAYS), draw(st.dates(date(2024, 1, 1), date(2050, 12, 31))), draw(NAMES))
