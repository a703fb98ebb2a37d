"""Receipts of tills, in the wordings and layouts that real ones have."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from giong.documents.kind import Paper
from giong.documents.kinds.receipt import Receipt
from tests.documents.printing import line, page, paper, values, verdicts

KIND = Receipt()
WIDTH = 760


def _strip(*texts: str | tuple[str, ...]) -> Paper:
    """Rows from the top down: one text is centred; several are spread from the left edge to the right one."""
    lines = []
    top = 40
    for row in texts:
        parts = (row,) if isinstance(row, str) else row
        for at, text in enumerate(parts):
            drawn = line(0, top, text, height=28)
            room = WIDTH - drawn.box.right
            left = room // 2 if len(parts) == 1 else 20 + at * (room - 40) // max(1, len(parts) - 1)
            lines.append(line(max(4, left), top, text, height=28))
        top += 46
    return paper(page(lines, width=WIDTH, height=top + 40))


MINIMART = _strip(
    "MINIMART ANAN",
    "Chợ Sủi Phú Thị Gia Lâm",
    ("Tel:", ""),
    "HÓA ĐƠN BÁN HÀNG",
    ("Tên hàng", "SL", "ĐVT", "Đơn giá", "Thành tiền"),
    ("8934760219308 Bánh tipo salsa 360g NT", ""),
    ("", "1", "HOP", "33,000", "33,000"),
    ("8934677000327 Kẹo cao su xyliton vỉ 6k NT", ""),
    ("", "2", "GOI", "47,000", "94,000"),
    ("Tổng số:", "3", ""),
    ("Tổng cộng :", "127,000"),
    ("Tiền khách trả:", "VND", "127,000"),
    "Số GD: 000AB2212008003975 Ngày: 16/08/2020-17:18",
    "Thu ngân: BH5",
)

CHAIN = _strip(
    "VinCommerce",
    "VM+ QNH 590 Trần Phú",
    "Số 590 Trần Phú, P. Cẩm Thủy,",
    "TP. Cẩm Phả, QNH",
    "HÓA ĐƠN BÁN HÀNG",
    ("Ngày bán: 13/08/2020 15:03", "HĐ: 00210205"),
    ("Mặt hàng", "Đơn giá", "SL", "T.tiền(VNĐ)"),
    ("CHUỐI TIÊU", ""),
    ("", "21.500", "1", "21.500"),
    ("SỮA TƯƠI 1L", ""),
    ("", "30.000", "2", "60.000"),
    ("TỔNG TIỀN PHẢI T.TOÁN", "81.500"),
    ("TỔNG TIỀN ĐÃ GIẢM", "0"),
    ("TIỀN KHÁCH TRẢ", "100.000"),
    ("TIỀN TRẢ LẠI", "18.500"),
    "(Giá đã bao gồm thuế GTGT)",
)

RESTAURANT = _strip(
    "QUÁN CƠM BẾP NHÀ",
    ("Đ/c: Căn hộ 1006, chung cư Yết Kiêu, xã Lộc Thủy, huyện Từ", ""),
    ("Liêm, Vĩnh Long", ""),
    "Hotline: 0901 234 567",
    "PHIẾU THANH TOÁN",
    ("Số phiếu: 796332", "Bàn: 12"),
    ("Giờ vào: 17:05", "Giờ ra: 18:20"),
    ("Ngày: 25-03-2022", ""),
    ("Lẩu thái", ""),
    ("  1 x 350.000", "350.000"),
    ("Nước suối 500ml", ""),
    ("  4 x 10.000", "40.000"),
    ("Tiền hàng", "390.000"),
    ("Giảm giá", "-39.000"),
    ("THANH TOÁN", "351.000 VNĐ"),
)


@pytest.mark.parametrize(
    ("receipt", "seller", "address", "timestamp", "total"),
    [
        (MINIMART, "MINIMART ANAN", "Chợ Sủi Phú Thị Gia Lâm", "16/08/2020 17:18", "127000"),
        (
            CHAIN,
            "VinCommerce VM+ QNH 590 Trần Phú",
            "Số 590 Trần Phú, P. Cẩm Thủy, TP. Cẩm Phả, QNH",
            "13/08/2020 15:03",
            "81500",
        ),
        (
            RESTAURANT,
            "QUÁN CƠM BẾP NHÀ",
            "Căn hộ 1006, chung cư Yết Kiêu, xã Lộc Thủy, huyện Từ Liêm, Vĩnh Long",
            "25/03/2022 18:20",
            "351000",
        ),
    ],
)
def test_the_four_fields(receipt: Paper, seller: str, address: str, timestamp: str, total: str) -> None:
    assert values(KIND, receipt) == {
        "seller": seller,
        "address": address,
        "timestamp": timestamp,
        "total_cost": total,
    }
    assert KIND.likeness(receipt) > 0.6


def test_a_seller_whose_name_begins_as_a_title_is_none() -> None:
    """ "HÓA ĐỒ…" without its marks begins as "HÓA ĐƠN" does."""
    receipt = _strip("BÁCH HÓA ĐỒNG TÂM", "Địa chỉ: 5 Lê Lợi, Huế", "PHIẾU THANH TOÁN", ("Tổng cộng:", "20.000"))
    assert values(KIND, receipt)["seller"] == "BÁCH HÓA ĐỒNG TÂM"


def test_goods_are_rows_with_the_name_above_their_numbers() -> None:
    assert KIND.rows(MINIMART) == [
        {
            "name": "Bánh tipo salsa 360g NT",
            "code": "8934760219308",
            "quantity": "1",
            "unit_price": "33000",
            "amount": "33000",
        },
        {
            "name": "Kẹo cao su xyliton vỉ 6k NT",
            "code": "8934677000327",
            "quantity": "2",
            "unit_price": "47000",
            "amount": "94000",
        },
    ]


def test_goods_and_cash_prove_the_total() -> None:
    assert verdicts(KIND, MINIMART) == {"receipt.items": "passed"}
    assert verdicts(KIND, CHAIN) == {"receipt.items": "passed", "receipt.cash": "passed"}
    assert verdicts(KIND, RESTAURANT) == {"receipt.items": "unknown"}


def _with(paper_: Paper, old: str, new: str) -> Paper:
    """The same paper with one word read otherwise."""
    from dataclasses import replace

    blocks = tuple(
        replace(
            block,
            lines=tuple(
                replace(
                    each,
                    words=tuple(replace(word, text=new) if word.text == old else word for word in each.words),
                )
                for each in block.lines
            ),
        )
        for block in paper_.pages[0].blocks
    )
    return replace(paper_, pages=(replace(paper_.pages[0], blocks=blocks),))


def test_a_misread_total_is_mended_by_what_adds_up() -> None:
    misread = _with(CHAIN, "81.500", "31.500")
    assert values(KIND, misread)["total_cost"] == "81500"


def test_a_total_without_a_readable_label_is_no_goods() -> None:
    receipt = CHAIN
    for old in ("TỔNG", "PHẢI", "T.TOÁN", "KHÁCH", "TRẢ", "ĐÃ", "GIẢM", "LẠI"):
        receipt = _with(receipt, old, "#")
    assert values(KIND, receipt)["total_cost"] == "81500"
    assert len(KIND.rows(receipt)) == 2


def test_misread_labels_are_found() -> None:
    labels: Sequence[tuple[str, str]] = (("TỔNG", "TÔNG"), ("TIỀN", "TIEN"), ("T.TOÁN", "T.TOAN"), ("PHẢI", "PHÁI"))
    receipt = CHAIN
    for old, new in labels:
        receipt = _with(receipt, old, new)
    assert values(KIND, receipt)["total_cost"] == "81500"


def test_a_blank_page_gives_nothing() -> None:
    empty = paper(page([]))
    assert values(KIND, empty) == {}
    assert KIND.likeness(empty) == 0.0
