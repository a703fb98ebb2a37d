"""Printed sums, and those in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from giong.documents.values import in_words
from giong.documents.values.amounts import amount, find, readings, written


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("127,000", "127000"),
        ("127.000", "127000"),
        ("127 000đ", "127000"),
        ("127. 000 VND", "127000"),
        ("1.250.000,00", "1250000"),
        ("1,250,000.50", "1250000.5"),
        ("12O.OOO", "120000"),
        ("l27.000", "127000"),
        ("-72.000", "-72000"),
        ("Tổng cộng: 917.000đ", "917000"),
        ("500", "500"),
    ],
)
def test_sums_become_digits(text: str, digits: str) -> None:
    found = amount(text)
    assert found is not None
    assert written(found) == digits


@pytest.mark.parametrize("text", ["16/08/2020", "17:18", "Nước suối 500ml", "abc", "33,000 33,000"])
def test_what_is_no_single_sum(text: str) -> None:
    assert amount(text) is None


def test_neighbours_stay_apart() -> None:
    assert [written(each.value) for each in find("2 33.000 66.000")] == ["2", "33000", "66000"]
    assert [written(each.value) for each in find("1 127.000")] == ["1", "127000"]


def test_a_quantity_may_be_a_decimal() -> None:
    assert readings("1,250") == (Decimal(1250), Decimal("1.250"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Bằng chữ: Hai mươi mốt triệu, năm trăm nghìn đồng", 21_500_000),
        ("Muời hai tríệu không trăm linh năm nghin đông chẵn./.", 12_005_000),
        ("(Viết bằng chữ: Một trăm hai mươi bảy ngàn đồng)", 127_000),
        ("Một tỷ không trăm hai mươi triệu đồng", 1_020_000_000),
    ],
)
def test_words_become_the_number_despite_misread_letters(text: str, value: int) -> None:
    assert in_words.value(text) == value


def test_words_that_say_no_sum() -> None:
    assert in_words.value("Số tiền bằng chữ") is None
    assert in_words.value("Hai người bạn") is None


@pytest.mark.parametrize("printed", ["1.447.695d", "1.447.695 đ", "1.447.695VND"])
def test_a_currency_right_behind_a_sum_is_no_digit(printed: str) -> None:
    assert [each.value for each in find(printed)] == [Decimal(1447695)]
