"""Transfer slips, and the VietQR beside them."""

from __future__ import annotations

from dataclasses import replace

from giong.documents.codes import vietqr
from giong.documents.document import Origin
from giong.documents.kind import Paper
from giong.documents.kinds.bank_slip import BankSlip
from giong.vision.page import Barcode
from giong.vision.shapes import Box
from tests.documents.printing import column, line, page, paper, values, verdicts

KIND = BankSlip()

_LINES = [
    line(300, 60, "Vietcombank", height=50),
    line(250, 160, "Giao dịch thành công", height=40),
    line(300, 240, "1.250.000 VND", height=60),
    *column(
        [
            "Thời gian giao dịch:     12/05/2026 09:41:07",
            "Tài khoản nguồn:     0011 0042 17788",
            "Tên người thụ hưởng:     TRAN THI BICH",
            "Tài khoản thụ hưởng:     19012345678901",
            "Ngân hàng thụ hưởng:     Techcombank",
            "Phí giao dịch:     Miễn phí",
            "Nội dung:     Thanh toan tien nha thang 5",
            "Mã giao dịch:     FT26132094107733",
        ],
        left=60,
        top=360,
    ),
]


def _slip(*codes: Barcode) -> Paper:
    return paper(replace(page(_LINES, width=1000, height=1400), barcodes=codes))


def _code(transfer: vietqr.Transfer) -> Barcode:
    return Barcode("QRCode", vietqr.payload(transfer), Box(600, 900, 900, 1200))


def test_everything_is_read() -> None:
    assert values(KIND, _slip()) == {
        "bank": "Vietcombank",
        "sender_account": "0011004217788",
        "receiver": "TRAN THI BICH",
        "receiver_account": "19012345678901",
        "receiver_bank": "Techcombank",
        "amount": "1250000",
        "fee": "0",
        "content": "Thanh toan tien nha thang 5",
        "timestamp": "12/05/2026 09:41:07",
        "transaction_code": "FT26132094107733",
    }
    assert KIND.likeness(_slip()) > 0.8


def test_print_and_code_agree() -> None:
    slip = _slip(_code(vietqr.Transfer("970407", "19012345678901", amount="1250000", purpose="tien nha")))
    assert verdicts(KIND, slip) == {
        "vietqr.crc": "passed",
        "vietqr.receiver_account": "passed",
        "vietqr.amount": "passed",
    }
    assert {each.origin for each in KIND.extract(slip)["receiver_account"]} == {Origin.PRINT, Origin.QR}


def test_another_account_in_the_code_is_said() -> None:
    slip = _slip(_code(vietqr.Transfer("970407", "555566667777")))
    extracted = KIND.extract(slip)["receiver_account"]
    assert {each.value for each in extracted} == {"19012345678901", "555566667777"}


def test_a_damaged_code_is_passed_over() -> None:
    broken = Barcode("QRCode", vietqr.payload(vietqr.Transfer("970407", "1"))[:-1] + "?", Box(0, 0, 9, 9))
    assert verdicts(KIND, _slip(broken)) == {}
