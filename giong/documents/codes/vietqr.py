"""VietQR, the code on bank slips and at tills: what a payload says, and the payload for a transfer. Knows no picture.

NAPAS's format 1.5.2 on EMVCo's Merchant-Presented Mode: tags of two digits, lengths of two digits, values; tag 38 holds
who is paid, tag 63 ends the payload with a CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF) over all before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from giong.documents.codes.banks import BY_BIN
from giong.errors import BadInput

_GUID = "A000000727"
_TO_ACCOUNT, _TO_CARD = "QRIBFTTA", "QRIBFTTC"
_DONG = "704"
_LONGEST = 512


@dataclass(frozen=True, slots=True)
class Transfer:
    """Who is paid how much for what. `amount` and `purpose` are "" where the payer fills them in; `account` is a card
    number if `to_card`.
    """

    bin: str
    account: str
    amount: str = ""
    purpose: str = ""
    to_card: bool = False
    merchant: str = ""

    @property
    def bank(self) -> str:
        """The bank's short name, "" where the number is not in the list."""
        return BY_BIN.get(self.bin, "")


def crc(payload: str) -> str:
    """CRC-16/CCITT-FALSE of the text in UTF-8, as four hexadecimal digits."""
    register = 0xFFFF
    for byte in payload.encode():
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1) ^ (0x1021 if register & 0x8000 else 0)
            register &= 0xFFFF
    return f"{register:04X}"


def parse(payload: str) -> Transfer:
    """What the payload of a VietQR says; raises `BadInput` for any other code and for a damaged one."""
    payload = payload.strip()
    if len(payload) > _LONGEST or not payload.startswith("0002"):
        raise _foreign()
    if payload[-8:-4] != "6304" or crc(payload[:-4]) != payload[-4:].upper():
        raise _damaged()
    outer = _tags(payload)
    account = _tags(outer.get("38", ""))
    if account.get("00") != _GUID:
        raise _foreign()
    service = account.get("02", _TO_ACCOUNT)
    payee = _tags(account.get("01", ""))
    if service not in (_TO_ACCOUNT, _TO_CARD) or not payee.get("00") or not payee.get("01"):
        raise _damaged()
    return Transfer(
        bin=payee["00"],
        account=payee["01"],
        amount=outer.get("54", ""),
        purpose=_tags(outer.get("62", "")).get("08", ""),
        to_card=service == _TO_CARD,
        merchant=outer.get("59", ""),
    )


def payload(transfer: Transfer) -> str:
    """The payload that asks for a transfer; with an amount it is one for a single use."""
    payee = _tag("00", transfer.bin) + _tag("01", transfer.account)
    service = _TO_CARD if transfer.to_card else _TO_ACCOUNT
    who = _tag("00", _GUID) + _tag("01", payee) + _tag("02", service)
    text = _tag("00", "01") + _tag("01", "12" if transfer.amount else "11") + _tag("38", who) + _tag("53", _DONG)
    text += _tag("54", transfer.amount) if transfer.amount else ""
    text += _tag("58", "VN")
    text += _tag("59", transfer.merchant) if transfer.merchant else ""
    text += _tag("62", _tag("08", transfer.purpose)) if transfer.purpose else ""
    return text + "6304" + crc(text + "6304")


def _tag(number: str, value: str) -> str:
    return f"{number}{len(value):02d}{value}"


def _tags(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        number, length = text[at : at + 2], text[at + 2 : at + 4]
        if not (number + length).isascii() or not (number + length).isdigit() or len(length) < 2:
            raise _damaged()
        end = at + 4 + int(length)
        if end > len(text) or number in found:
            raise _damaged()
        found[number] = text[at + 4 : end]
        at = end
    return found


def _foreign() -> BadInput:
    return BadInput(
        "vietqr.not_vietqr",
        vi="Mã này không phải mã VietQR; hãy quét mã chuyển tiền có biểu tượng VietQR hoặc napas 247",
        en="This code is no VietQR; scan the transfer code with the VietQR or napas 247 sign",
    )


def _damaged() -> BadInput:
    return BadInput(
        "vietqr.damaged",
        vi="Mã VietQR bị hỏng: mã kiểm tra hoặc cấu trúc không đúng; hãy quét lại mã gốc",
        en="The VietQR is damaged: its checksum or structure is wrong; scan the original code again",
    )
