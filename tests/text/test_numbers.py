"""Number words both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giong.text.numbers import (
    NORTH,
    SOUTH,
    Style,
    decimals,
    from_words,
    grouped,
    is_grouped,
    read,
    readings,
    scan,
    to_words,
)

STYLES = st.builds(
    Style,
    zero_ten=st.sampled_from(["linh", "lẻ"]),
    thousand=st.sampled_from(["nghìn", "ngàn"]),
    four=st.sampled_from(["tư", "bốn"]),
    five=st.sampled_from(["lăm", "nhăm"]),
)

WORDS = [
    (0, "không"),
    (5, "năm"),
    (10, "mười"),
    (11, "mười một"),
    (14, "mười bốn"),
    (15, "mười lăm"),
    (20, "hai mươi"),
    (21, "hai mươi mốt"),
    (24, "hai mươi tư"),
    (25, "hai mươi lăm"),
    (100, "một trăm"),
    (101, "một trăm linh một"),
    (104, "một trăm linh bốn"),
    (110, "một trăm mười"),
    (115, "một trăm mười lăm"),
    (555, "năm trăm năm mươi lăm"),
    (1000, "một nghìn"),
    (1001, "một nghìn không trăm linh một"),
    (1945, "một nghìn chín trăm bốn mươi lăm"),
    (2026, "hai nghìn không trăm hai mươi sáu"),
    (10_000, "mười nghìn"),
    (105_000, "một trăm linh năm nghìn"),
    (1_000_005, "một triệu không trăm linh năm"),
    (1_000_200, "một triệu không nghìn hai trăm"),
    (1_250_000, "một triệu hai trăm năm mươi nghìn"),
    (1_000_000_000, "một tỷ"),
    (10**12, "một nghìn tỷ"),
    (2_005_000_000, "hai tỷ không trăm linh năm triệu"),
    (10**15, "một triệu tỷ"),
    (-5, "âm năm"),
]


@pytest.mark.parametrize(("number", "words"), WORDS)
def test_spelled_as_taught_in_school(number: int, words: str) -> None:
    assert to_words(number) == words
    assert from_words(words) == number


def test_southern_forms() -> None:
    assert to_words(1_024_105, SOUTH) == "một triệu không trăm hai mươi bốn ngàn một trăm lẻ năm"
    assert to_words(35, Style(five="nhăm")) == "ba mươi nhăm"
    assert to_words(15, Style(five="nhăm")) == "mười lăm"


@given(st.integers(min_value=0, max_value=10**15), STYLES)
def test_any_number_comes_back(number: int, style: Style) -> None:
    assert from_words(to_words(number, style)) == number


@given(
    st.integers(min_value=0, max_value=999),
    st.sampled_from([10**3, 10**6, 10**9, 10**12]),
    st.integers(0, 999),
)
def test_numbers_with_empty_groups_come_back(high: int, scale: int, low: int) -> None:
    assert from_words(to_words(high * scale + low)) == high * scale + low


SPOKEN = [
    ("hai lăm", (25,)),
    ("ba mốt", (31,)),
    ("bốn tư", (44,)),
    ("năm nhăm", (55,)),
    ("một trăm hai", (120, 102)),
    ("một trăm hai ba", (123,)),
    ("hai trăm rưỡi", (250,)),
    ("một nghìn rưỡi", (1500,)),
    ("hai nghìn ba", (2300, 2003)),
    ("hai nghìn lẻ năm", (2005,)),
    ("hai ngàn hai lăm", (2025,)),
    ("một triệu hai", (1_200_000, 1_000_002)),
    ("một triệu rưỡi", (1_500_000,)),
    ("hai triệu năm trăm", (2_500_000, 2_000_500)),
    ("ba triệu hai lăm", (3_250_000, 3_000_025)),
    ("một tỷ tám", (1_800_000_000, 1_000_000_008)),
    ("năm chục nghìn", (50_000,)),
    ("một trăm năm nghìn", (150_000,)),
    ("tám trăm tư", (840, 804)),
    ("bẩy mươi bẩy", (77,)),
    ("một tỉ hai trăm triệu", (1_200_000_000,)),
]


@pytest.mark.parametrize(("words", "meant"), SPOKEN)
def test_what_people_leave_out(words: str, meant: tuple[int, ...]) -> None:
    assert readings(words)[: len(meant)] == meant


@pytest.mark.parametrize(
    "words",
    ["", "năm nay", "mười năm", "hai mươi năm", "mươi", "trăm", "hai mốt mươi", "xin chào", "linh năm", "tư"],
)
def test_no_number(words: str) -> None:
    assert from_words(words) is None
    assert readings(words) == ()


def test_a_scale_word_that_begins_another_word_is_none() -> None:
    found = scan(["một", "tỷ", "lệ", "nhất", "định"], 0)
    assert found is not None
    assert (found.value, found.end) == (1, 1)


def test_reading_written_numbers() -> None:
    assert read("1.250,5") == "một nghìn hai trăm năm mươi phẩy năm"
    assert read("3,14") == "ba phẩy mười bốn"
    assert read("0,05") == "không phẩy không năm"
    assert read("4.0") == "bốn chấm không"
    assert read("-12") == "âm mười hai"
    assert read("007") == "không không bảy"
    assert decimals("125") == "một hai năm"


def test_dots_cut_thousands_and_commas_only_in_pairs() -> None:
    assert is_grouped("1.250")
    assert is_grouped("1,250,000")
    assert not is_grouped("1,250")
    assert not is_grouped("1.25")
    assert not is_grouped("0.250")
    assert grouped(1250000) == "1.250.000"
    assert Style() == NORTH
