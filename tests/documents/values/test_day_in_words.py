from __future__ import annotations

import pytest

from giong.documents.values.day_in_words import value


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Ngày mười hai, tháng năm, năm hai nghìn không trăm hai mươi", "12/05/2020"),
        ("Ngày mùng một tháng tư năm một nghìn chín trăm chín mươi lăm", "01/04/1995"),
        ("ngay hai muoi tu thang muoi hai nam hai ngan le chin", "24/12/2009"),
        ("Ngày, tháng, năm sinh ghi bằng chữ: ngày ba mươi mốt tháng mười năm hai nghìn hai mươi ba", "31/10/2023"),
        ("Ngày ba mươi tháng hai năm hai nghìn", None),
        ("Ngày, tháng, năm sinh: 12/05/2020", None),
        ("", None),
    ],
)
def test_days_in_words(words: str, day: str | None) -> None:
    assert value(words) == day
