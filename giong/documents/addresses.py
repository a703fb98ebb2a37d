"""Whether a printed line is (part of) an address, told by its words; knows no ward and no street by name.

Made for lines without a label: the second line of a receipt, the letterhead of a company.
"""

from __future__ import annotations

import re

from giong.text import provinces
from giong.text.unicode import fold

_PARTS = (
    r"duong|pho|phuong|quan|huyen|xa|thi tran|thi xa|tinh|thanh pho|ap|thon|ban|khu pho|kp|khu|ngo|ngach|hem|kiet|lo|"
    r"tang|cho|quoc lo|ql|tinh lo|tl|dai lo|toa nha|chung cu|kdt|khu do thi|khu cong nghiep|kcn|to dan pho|so nha|"
    r"cum|bloc?k|building|street|ward|district|city|floor|tttm|ttth?uong mai"
)
_PART = re.compile(rf"(?<!\w)(?:{_PARTS})(?!\w)")
_SHORT = re.compile(
    r"(?<!\w)(?:p|q|h|x|tx|tt|tp|t|d|f)\.\s?(?=\w)|(?<!\w)[pq]\s?\d{1,2}(?!\w)|(?<!\w)tp\s?hcm|(?<!\w)tphcm"
)
_HOUSE = re.compile(r"^(?:so\s?|s[o6]:?\s?)?\d{1,4}[a-z]?(?:\s?[/-]\s?\d{1,4}[a-z]?)*,?\s+[a-z]{2,}")
_MONEY_OR_CODE = re.compile(r"\d{6,}|\d[.,]\d{3}(?!\d)|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}")

LABELS = ("Địa chỉ", "Đ/c", "ĐC", "Address", "Add", "Đ.chỉ", "Dia chi", "Trụ sở", "Địa điểm", "Chi nhánh")


def evidence(text: str) -> float:
    """From 0, nothing of an address, to 1, hardly anything else."""
    plain = fold(text)
    if _MONEY_OR_CODE.search(plain):
        return 0.0
    found = 0.0
    if _HOUSE.match(plain):
        found += 0.45
    found += 0.35 * min(3, len(_PART.findall(plain)) + len(_SHORT.findall(plain)))
    if provinces.find(text) is not None:
        found += 0.35
    found += 0.1 * min(2, text.count(","))
    return min(1.0, found)
