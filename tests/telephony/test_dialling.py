"""Numbers as a trunk takes them, keys as INFO tells them, and what is not one."""

from __future__ import annotations

import pytest

from giong.telephony.dialling import NotAnswered, number_to_dial
from giong.telephony.info import key_of
from giong.telephony.sip.address import parse_uri
from giong.telephony.sip.message import Headers, Request


@pytest.mark.parametrize(
    ("written", "national", "international"),
    [
        ("0903 123 456", "0903123456", "+84903123456"),
        ("+84 (0)903.123.456", "0903123456", "+84903123456"),
        ("84903123456", "0903123456", "+84903123456"),
        ("024-3825-5678", "02438255678", "+842438255678"),
        ("19001234", "19001234", "19001234"),
        ("102", "102", "102"),
        ("*97#", "*97#", "*97#"),
        ("+6591234567", "+6591234567", "+6591234567"),
    ],
)
def test_vietnamese_numbers_take_the_form_of_the_trunk(written: str, national: str, international: str) -> None:
    assert number_to_dial(written) == national
    assert number_to_dial(written, international=True) == international


@pytest.mark.parametrize("written", ["", "  ", "09o3123456", "không", "0903;x", "0903@pbx", "٠٩٠٣", "+", "1" * 25])
def test_what_is_no_number_is_not_dialled(written: str) -> None:
    with pytest.raises(NotAnswered) as refused:
        number_to_dial(written)
    assert (refused.value.outcome, refused.value.code, refused.value.status) == ("bad_number", "call.bad_number", 0)


@pytest.mark.parametrize(
    ("kind", "body", "key"),
    [
        ("application/dtmf-relay", b"Signal=5\r\nDuration=160\r\n", "5"),
        ("application/dtmf-relay", b"Duration=160\nsignal = #\n", "#"),
        ("application/dtmf-relay", b"Signal=10\r\n", "*"),
        ("application/dtmf", b" 7\r\n", "7"),
        ("application/dtmf", b"11", "#"),
        ("application/dtmf", b"a", "A"),
        ("application/dtmf", b"12", None),
        ("application/dtmf", "٥".encode(), None),
        ("application/dtmf-relay", b"Duration=160", None),
        ("text/plain", b"5", None),
    ],
)
def test_keys_of_info(kind: str, body: bytes, key: str | None) -> None:
    request = Request("INFO", parse_uri("sip:a@b"), Headers([("Content-Type", kind)]), body)
    assert key_of(request) == key
