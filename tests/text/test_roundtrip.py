"""What is written, said and written again is the same: for the canonical form of every class."""

from __future__ import annotations

import datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from giong.text.numbers import grouped
from giong.text.phones import parse
from giong.text.spoken import spoken
from giong.text.written import written

amounts = st.integers(min_value=10, max_value=10**12)
dates = st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2099, 12, 31))
phone_numbers = st.from_regex(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}", fullmatch=True)
landlines = st.from_regex(r"02[48][0-9]{8}", fullmatch=True)
AROUND = st.sampled_from(
    ["{}", "tôi muốn {}", "dạ {} ạ", "khoảng {} thôi", "{} đúng không", "{} nhé em", "vâng {}, cảm ơn"]
)


def there_and_back(text: str) -> str:
    return written(spoken(text).lower())


@given(amounts, AROUND)
def test_numbers(number: int, around: str) -> None:
    text = around.format(grouped(number))
    assert there_and_back(text) == text


@given(st.integers(0, 9999), st.integers(1, 99), AROUND)
def test_decimals(whole: int, places: int, around: str) -> None:
    text = around.format(f"{grouped(whole)},{places}")
    assert there_and_back(text) == text


@given(amounts, AROUND)
def test_money(number: int, around: str) -> None:
    text = around.format(f"{grouped(number)} đồng")
    assert there_and_back(text) == text


@given(dates, AROUND)
def test_dates(date: datetime.date, around: str) -> None:
    text = around.format(f"ngày {date.day}/{date.month}/{date.year}")
    assert there_and_back(text) == text
    bare = f"{date.day}/{date.month}/{date.year}"
    assert there_and_back(bare) == bare


@given(dates)
def test_days_and_months_without_a_year(date: datetime.date) -> None:
    assert there_and_back(f"hẹn ngày {date.day}/{date.month}") == f"hẹn ngày {date.day}/{date.month}"
    assert there_and_back(f"kỳ tháng {date.month}/{date.year}") == f"kỳ tháng {date.month}/{date.year}"
    assert there_and_back(f"năm {date.year}") == f"năm {date.year}"


@given(st.integers(0, 24), st.integers(0, 59), AROUND)
def test_times(hour: int, minute: int, around: str) -> None:
    text = around.format(f"lúc {hour}h{minute:02}" if minute else f"lúc {hour}h")
    assert there_and_back(text) == text


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 59))
def test_times_with_seconds(hour: int, minute: int, second: int) -> None:
    text = f"{hour}:{minute:02}:{second:02}"
    assert there_and_back(text) == text


@given(st.one_of(phone_numbers, landlines), AROUND)
def test_phones(number: str, around: str) -> None:
    assume(parse(number) is not None)
    text = around.format(f"số {number}")
    assert there_and_back(text) == text


@given(st.integers(0, 1000), st.none() | st.integers(1, 9), AROUND)
def test_percentages(whole: int, tenth: int | None, around: str) -> None:
    text = around.format(f"{grouped(whole)}{'' if tenth is None else f',{tenth}'}%")
    assert there_and_back(text) == text


@given(st.text(alphabet="aàăâeêioôơuưyđbcdghklmnpqrstvx0123456789 .,:/-%@đ₫", max_size=60))
def test_any_text_can_be_spoken_and_written(text: str) -> None:
    said = spoken(text)
    assert not any(character in "0123456789" for character in said)
    written(text)
    written(said)
