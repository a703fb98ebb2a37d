"""Printed words brought back to their spelling: slipped tone marks, parts of addresses, nouns of shops, agencies."""

from __future__ import annotations

import pytest

from giong.documents.proving import tax_code
from giong.documents.values import addresses, agencies, sellers
from giong.documents.values.syllables import mended


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Nước rưả chén", "Nước rửa chén"),
        ("PHIÊÚ THANH TOÁN", "PHIẾU THANH TOÁN"),
        ("Sô'5 ngõ 183", "Số 5 ngõ 183"),
        ("Khu phô ´8", "Khu phố 8"),
        ("McDonald's", "McDonald's"),
        ("Thuý và Thúy", "Thuý và Thúy"),
    ],
)
def test_slipped_marks_go_back(read: str, meant: str) -> None:
    assert mended(read) == meant


def test_parts_of_addresses_are_spelt() -> None:
    assert addresses.spelt("Áp Hiệp An, xà Bù Nho, huyên Củ Chi") == "Ấp Hiệp An, xã Bù Nho, huyện Củ Chi"
    assert addresses.spelt("Tô Hiệu, Hà Đông") == "Tô Hiệu, Hà Đông"


@pytest.mark.parametrize("text", ["590 Trần Phú, P. Cẩm Thủy", "Thôn 8, Phước Hải, Bến Tre", "Khu phố 2, TP. Cẩm Phả"])
def test_addresses_look_like_addresses(text: str) -> None:
    assert addresses.evidence(text) >= 0.45


@pytest.mark.parametrize("text", ["MINIMART ANAN", "Tổng cộng: 127.000", "Ngày: 16/08/2020", "Xin cảm ơn quý khách"])
def test_other_lines_do_not(text: str) -> None:
    assert addresses.evidence(text) < 0.45


def test_nouns_of_shops_are_spelt() -> None:
    assert sellers.spelt("NHÀ THUÔC TÂM AN") == "NHÀ THUỐC TÂM AN"
    assert sellers.spelt("Hiền Pho") == "Hiền Pho"


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        (["BỘ CÔNG AN", "CỤC CẢNH SÁT PCCC VÀ CNCH"], [(0, 1), (1, 2)]),
        (["ỦY BAN NHÂN DÂN TỈNH YÊN", "BÁI"], [(0, 2)]),
        (["UBND TỈNH HÀ GIANG", "SỞ NÔNG NGHIỆP VÀ MÔI", "TRƯỜNG"], [(0, 1), (1, 3)]),
        (["SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG THPT CHU VĂN AN"], [(0, 1), (1, 2)]),
        (["CHÍNH PHỦ"], [(0, 1)]),
    ],
)
def test_agencies_end_where_the_next_begins(lines: list[str], parts: list[tuple[int, int]]) -> None:
    assert agencies.names(lines) == parts


def test_tax_codes_are_read_with_their_check_digit() -> None:
    right, wrong = tax_code.read("MST: 0100109106"), tax_code.read("0100109105-001")
    assert right is not None
    assert wrong is not None
    assert (right.value, right.trust) == ("0100109106", 1.0)
    assert wrong.value == "0100109105-001"
    assert wrong.trust < 0.6
    assert tax_code.read("OIOOIO9IO6 là chữ") is None
