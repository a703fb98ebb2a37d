"""Numbers in words as digits, where an amount was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giong.text.counting import counted
from giong.text.numbers import SOUTH, to_words


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("ba tiếng rưỡi", "3 tiếng rưỡi"),
        ("năm năm", "5 năm"),
        ("một năm sáu tháng", "1 năm 6 tháng"),
        ("hai triệu tư", "2400000"),
        ("2 triệu tư", "2 triệu 4"),
        ("hai muoi lam ngay", "25 ngay"),
        ("thứ ba tuần sau", "thứ ba tuần sau"),
        ("không biết", "không biết"),
        ("không phẩy năm", "0 phẩy 5"),
        ("một nửa", "một nửa"),
        ("", ""),
    ],
)
def test_counted(said: str, digits: str) -> None:
    assert counted(said).text == digits


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(1, 10**12), st.sampled_from(["NORTH", "SOUTH"]))
def test_every_number_said_is_the_number_and_knows_its_place(number: int, region: str) -> None:
    words = to_words(number, SOUTH) if region == "SOUTH" else to_words(number)
    found = counted(f"khoảng {words} cái")
    assert found.text == f"khoảng {number} cái"
    start = found.text.index(str(number))
    assert found.origin(start, start + len(str(number))) == (len("khoảng "), len("khoảng ") + len(words))
