"""Dates with and without a time of day, in the forms of tills, banks and letters."""

from __future__ import annotations

import pytest

from giong.documents.values.timestamps import days, stamp


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ngày : 16/08/2020 - 17:18", "16/08/2020 17:18"),
        ("Số GD: 000AB2212008003975 Ngày: 16/08/2020-17:18", "16/08/2020 17:18"),
        ("Ngày bán:13/08/2020 15:03", "13/08/2020 15:03"),
        ("Giờ in : 18:23 - 10-06-2021", "10/06/2021 18:23"),
        ("Ngày giờ:16:15:46  18.06.2019", "18/06/2019 16:15:46"),
        ("16/8/20 5:18 PM", "16/08/2020 17:18"),
        ("2020-08-16T17:18:00", "16/08/2020 17:18:00"),
        ("13/08/202015:03", "13/08/2020 15:03"),
        ("Giờ vào: 17h05 ngày 16/08/2020", "16/08/2020 17:05"),
        ("Hà Nội, ngày 1] tháng 5 năm 2O26", "11/05/2026"),
        ("05-Aug-2020", "05/08/2020"),
    ],
)
def test_stamps(text: str, value: str) -> None:
    assert stamp(text) == value


@pytest.mark.parametrize("text", ["31/02/2020", "Tel: 0901.234.567", "24/7", "1.250.000"])
def test_what_is_no_date(text: str) -> None:
    assert days(text) == []
