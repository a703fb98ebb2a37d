"""What Decisions 1450/QĐ-TCT and 1510/QĐ-TCT and Circular 32/2025/TT-BTC lay down for an invoice's XML: what must be
there, and in which form. Reads nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

VERSIONS = frozenset({"2.0.0", "2.0.1", "2.1.0"})
FORMS = {
    "1": "hóa đơn giá trị gia tăng",
    "2": "hóa đơn bán hàng",
    "3": "hóa đơn bán tài sản công",
    "4": "hóa đơn bán hàng dự trữ quốc gia",
    "5": "tem, vé, thẻ và loại khác",
    "6": "chứng từ dùng như hóa đơn",
    "7": "hóa đơn thương mại điện tử",
    "8": "hóa đơn giá trị gia tăng tích hợp biên lai",
    "9": "hóa đơn bán hàng tích hợp biên lai",
}
TAXED_FORMS = frozenset({"1", "8"})
"""Their totals state the tax; the others' only what is to be paid."""
NO_MONEY_FORMS = frozenset({"6"})

SERIAL = re.compile(r"(?P<coded>[CK])(?P<year>\d{2})(?P<use>[TDLMNBGHX])[A-Z]{2}")
"""KHHDon: with a tax office's code or without, year, use, two letters of the seller's (Circular 32/2025 art. 5)."""
NUMBER = re.compile(r"(?=\d{1,8}\Z)0*[1-9]\d*")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DECIMAL = re.compile(r"-?\d{1,19}(?:\.\d{1,6})?")
"""A dot before decimals and nothing between thousands."""
OFFICE_CODE = re.compile(r"[0-9A-F]{34}|M\d-\d{2}-[A-Z0-9]{5}-\d{11}")
"""MCCQT; the second form is that of cash registers."""
CURRENCY = re.compile(r"[A-Z]{3}")
DONG = "VND"

_PERCENT = re.compile(r"(?:KHAC:\s?)?(\d{1,2}(?:\.\d{1,2})?)%")
_UNTAXED = frozenset({"KCT", "KKKNT"})
"""Not subject to the tax; not declared and not computed."""


def is_rate(text: str) -> bool:
    """Whether this is a form of TSuat: "8%", "KHAC:3.5%", "KCT", "KKKNT"."""
    return text in _UNTAXED or _PERCENT.fullmatch(text) is not None


def share(rate: str) -> Decimal:
    """The tax as a share of the amount: "8%" is 0.08, what is not taxed 0."""
    match = _PERCENT.fullmatch(rate)
    return Decimal(match[1]) / 100 if match else Decimal(0)


class Nature(StrEnum):
    """TChat: what a line is."""

    GOODS = "1"
    GIFT = "2"
    DISCOUNT = "3"
    NOTE = "4"


class Relation(StrEnum):
    """TCHDon: what the invoice does to the one that it names."""

    REPLACES = "1"
    ADJUSTS = "2"


HEADER = ("PBan", "THDon", "KHMSHDon", "KHHDon", "SHDon", "NLap")
"""Must stand in TTChung."""
SELLER = ("Ten", "MST", "DChi")
TAXED_TOTALS = ("TgTCThue", "TgTThue", "TgTTTBSo", "TgTTTBChu")
TOTALS = ("TgTTTBSo", "TgTTTBChu")
RELATED = ("TCHDon", "KHMSHDCLQuan", "KHHDCLQuan", "SHDCLQuan", "NLHDCLQuan")
LINE_TAX = frozenset({"tien thue", "tienthue", "tien thue gtgt", "tthue", "vatamount", "vat amount", "taxamount"})
"""Names under which makers of software put a line's tax among their own fields (TTKhac), without marks and case."""
