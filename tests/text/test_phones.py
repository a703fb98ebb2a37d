"""Vietnamese telephone numbers."""

from __future__ import annotations

import pytest

from giong.text.phones import Kind, Phone, parse, speak

GOOD = [
    ("0903123456", "0903123456", Kind.MOBILE),
    ("0903 123 456", "0903123456", Kind.MOBILE),
    ("0903.123.456", "0903123456", Kind.MOBILE),
    ("+84 903-123-456", "0903123456", Kind.MOBILE),
    ("+84 (0)903 123 456", "0903123456", Kind.MOBILE),
    ("84903123456", "0903123456", Kind.MOBILE),
    ("0321234567", "0321234567", Kind.MOBILE),
    ("0168 123 4567", "0381234567", Kind.MOBILE),
    ("(028) 3822 1234", "02838221234", Kind.LANDLINE),
    ("024 3825 5678", "02438255678", Kind.LANDLINE),
    ("0236 3821 234", "02363821234", Kind.LANDLINE),
    ("1900 1234", "19001234", Kind.HOTLINE),
    ("1800 599 920", "1800599920", Kind.HOTLINE),
    ("113", "113", Kind.EMERGENCY),
]


@pytest.mark.parametrize(("written", "number", "kind"), GOOD)
def test_possible_numbers(written: str, number: str, kind: Kind) -> None:
    assert parse(written) == Phone(number, kind)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "0303123456",
        "0953123456",
        "090312345",
        "09031234567",
        "0190123456",
        "1.900.000",
        "abc",
        "116",
        "02012345678",
    ],
)
def test_impossible_numbers(written: str) -> None:
    assert parse(written) is None


def test_forms_of_a_number() -> None:
    mobile = Phone("0903123456", Kind.MOBILE)
    assert mobile.international == "+84903123456"
    assert mobile.groups == ("0903", "123", "456")
    assert Phone("02438255678", Kind.LANDLINE).groups == ("024", "3825", "5678")
    assert Phone("02363821234", Kind.LANDLINE).groups == ("0236", "382", "1234")
    assert Phone("19001234", Kind.HOTLINE).international == "19001234"


def test_groups_are_heard_as_pauses() -> None:
    assert speak("0903123456") == "không chín không ba, một hai ba, bốn năm sáu"
    assert speak("0868 99 77 55") == "không tám sáu tám, chín chín, bảy bảy, năm năm"


def test_a_price_is_no_number() -> None:
    assert speak("giá 1.900.000") == "giá 1.900.000"
    assert speak("01/02/2024") == "01/02/2024"
