"""Citizen numbers, tax codes, cards, and what announces them. All numbers here are made up; only check digits are
right.
"""

from __future__ import annotations

import pytest

from giong.text.identity import Citizen, Kind, citizen, classify, context, is_card, is_tax_code


def test_citizen_number() -> None:
    assert citizen("001199012345") == Citizen("001", 1999, True)
    assert citizen("079204000001") == Citizen("079", 2004, False)
    assert citizen("003199012345") is None
    assert citizen("00119901234") is None


@pytest.mark.parametrize("code", ["0301442900", "0100109106", "0100109106-001"])
def test_tax_codes(code: str) -> None:
    assert is_tax_code(code)


@pytest.mark.parametrize("code", ["0301442901", "030144298", "0100109106-01", "abcdefghij"])
def test_wrong_tax_codes(code: str) -> None:
    assert not is_tax_code(code)


def test_cards() -> None:
    assert is_card("4111111111111111")
    assert is_card("9704000000000018")
    assert not is_card("4111111111111112")
    assert not is_card("1234567812345670")


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ("số tài khoản của em là ", Kind.ACCOUNT),
        ("so tai khoan la ", Kind.ACCOUNT),
        ("căn cước công dân số ", Kind.CITIZEN),
        ("CMND: ", Kind.CITIZEN),
        ("mã số thuế công ty em là ", Kind.TAX),
        ("mã otp là ", Kind.SECRET),
        ("số thẻ tín dụng ", Kind.CARD),
        ("hộ chiếu số ", Kind.PASSPORT),
        ("số thẻ này, à không, số tài khoản là ", Kind.ACCOUNT),
        ("tôi muốn hỏi ", None),
    ],
)
def test_what_the_words_before_announce(before: str, kind: Kind | None) -> None:
    assert context(before) is kind


def test_classified_by_announcement_else_by_check_digit() -> None:
    assert classify("123456789", "số chứng minh nhân dân ") is Kind.CITIZEN
    assert classify("123456789", "") is None
    assert classify("001199012345", "") is Kind.CITIZEN
    assert classify("0301442900", "") is Kind.TAX
    assert classify("123456", "mã OTP là ") is Kind.SECRET
