"""Which day people mean, on a Friday in November."""

from __future__ import annotations

from datetime import date

import pytest

from giong.text import days
from giong.text.days import Day, NoDay

FRIDAY = date(2026, 11, 20)


def asked(text: str) -> str | None:
    found = days.asked(text, FRIDAY)
    return found.day.isoformat() if isinstance(found, Day) else None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("ba ngày nữa", "2026-11-23"),
        ("hai tuần nữa", "2026-12-04"),
        ("một tháng nữa", "2026-12-20"),
        ("thứ hai tuần sau nữa", "2026-11-30"),
        ("tuần sau thứ ba", "2026-11-24"),
        ("thu 6 tuan sau", "2026-11-27"),
        ("ngày mười lăm tháng mười hai", "2026-12-15"),
        ("thứ 2 ngày 30/11", "2026-11-30"),
        ("thứ năm ngày 26", "2026-11-26"),
        ("ngày hai mươi bốn tháng mười một", "2026-11-24"),
        ("ba mươi mốt tháng mười hai", "2026-12-31"),
        ("hai mươi lăm tháng chạp", "2027-02-01"),
        ("mười hai tháng năm năm hai nghìn không trăm hai mươi sáu", "2026-05-12"),
        ("ngày 5 tháng sau", "2026-12-05"),
        ("25 tháng 12 năm sau", "2027-12-25"),
        ("29/2", "2028-02-29"),
        ("hai mươi lăm", "2026-11-25"),
        ("ngày kìa", "2026-11-23"),
        ("mốt", "2026-11-22"),
        ("dạ để mốt nha em", "2026-11-22"),
        ("mai mốt", None),
        ("hàng này đang mốt", None),
        ("ngày hai mươi mốt", "2026-11-21"),
        ("2 tháng 9 năm 1990", "1990-09-02"),
        ("noel", "2026-12-25"),
        ("quốc khánh", "2027-09-02"),
    ],
)
def test_days_of_the_sun(said: str, day: str | None) -> None:
    assert asked(said) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("mùng 2 Tết", "2027-02-07"),
        ("mùng hai tết", "2027-02-07"),
        ("mung 3 tet", "2027-02-08"),
        ("30 Tết", "2027-02-05"),
        ("hai tám tết", "2027-02-04"),
        ("giao thừa", "2027-02-05"),
        ("mùng ba tháng giêng", "2027-02-08"),
        ("rằm tháng bảy", "2027-08-16"),
        ("rằm này", "2026-11-23"),
        ("rằm tháng giêng", "2027-02-20"),
        ("10/3 âm lịch", "2027-04-16"),
        ("giỗ tổ Hùng Vương", "2027-04-16"),
        ("trung thu", "2027-09-15"),
        ("23 tháng chạp", "2027-01-30"),
    ],
)
def test_days_of_the_moon(said: str, day: str) -> None:
    """Tết 2027 is 6 February; the last month of the old year has 29 or 30 days."""
    assert asked(said) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("cuối tháng", "2026-11-30"),
        ("đầu tháng sau", "2026-12-01"),
        ("giữa tháng 12", "2026-12-15"),
        ("đầu tuần sau", "2026-11-23"),
        ("cuối tuần", "2026-11-21"),
        ("cuối năm", "2026-12-31"),
    ],
)
def test_rough_days_are_taken_only_where_one_was_asked_for(said: str, day: str) -> None:
    found = days.asked(said, FRIDAY)
    assert isinstance(found, Day)
    assert (found.day.isoformat(), found.rough) == (day, True)
    assert days.mentioned(said, FRIDAY) is None


@pytest.mark.parametrize(
    ("said", "vague"),
    [
        ("30/2", False),
        ("31 tháng 11", False),
        ("ngày 45", False),
        ("25 tháng 13", False),
        ("tuần sau", True),
        ("tháng 12", True),
    ],
)
def test_no_such_day(said: str, vague: bool) -> None:
    found = days.asked(said, FRIDAY)
    assert isinstance(found, NoDay)
    assert found.vague is vague


@pytest.mark.parametrize("said", ["không", "hai tháng một lần", "3 tháng 5 ngày", "anh Mai Linh ạ", "năm nào cũng vậy"])
def test_what_is_no_day(said: str) -> None:
    assert days.mentioned(said, FRIDAY) is None
