"""VietQR payloads against those published by NAPAS and by others."""

from __future__ import annotations

import pytest

from giong.documents.codes import vietqr
from giong.documents.codes.vietqr import Transfer
from giong.errors import BadInput

STATIC = "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
CARD = "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52"
PARSERS = "00020001021238570010A00000072701270006970436011308810004580860208QRIBFTTA53037045802VN6304CD60"
DYNAMIC = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA53037045406180000"
    "5802VN62340107NPS68690819thanh toan don hang63042E2E"
)


@pytest.mark.parametrize(
    ("payload", "expected", "bank"),
    [
        (STATIC, Transfer("970403", "0011012345678"), "Sacombank"),
        (CARD, Transfer("970403", "9704031101234567", to_card=True), "Sacombank"),
        (PARSERS, Transfer("970436", "0881000458086"), "Vietcombank"),
        (DYNAMIC, Transfer("970403", "0011012345678", amount="180000", purpose="thanh toan don hang"), "Sacombank"),
    ],
)
def test_published_payloads_are_read(payload: str, expected: Transfer, bank: str) -> None:
    assert vietqr.parse(payload) == expected
    assert expected.bank == bank


def test_static_payloads_are_written_as_published() -> None:
    assert vietqr.payload(Transfer("970403", "0011012345678")) == STATIC
    assert vietqr.payload(Transfer("970403", "9704031101234567", to_card=True)) == CARD


def test_the_check_value_of_the_polynomial() -> None:
    assert vietqr.crc("123456789") == "29B1"


@pytest.mark.parametrize("at", [30, 45, 60, 90])
def test_one_changed_character_is_noticed(at: int) -> None:
    changed = STATIC[:at] + ("1" if STATIC[at] != "1" else "2") + STATIC[at + 1 :]
    with pytest.raises(BadInput) as caught:
        vietqr.parse(changed)
    assert caught.value.code == "vietqr.damaged"


@pytest.mark.parametrize("text", ["", "https://example.com", "0002", "000201" + "9" * 600, "00020101\x00"])
def test_other_codes_are_refused(text: str) -> None:
    with pytest.raises(BadInput):
        vietqr.parse(text)


def test_a_length_beyond_the_end_is_damage_even_with_a_right_checksum() -> None:
    body = "0002010102113899" + "0010A0000007276304"
    with pytest.raises(BadInput):
        vietqr.parse(body + vietqr.crc(body))
