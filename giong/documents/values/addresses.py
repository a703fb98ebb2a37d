"""Whether a printed line is (part of) an address, told by its words; knows no ward by name.

Made for lines without a label: the second line of a receipt, the letterhead of a company.
"""

from __future__ import annotations

import re

from giong.documents.values import street_names
from giong.text import provinces
from giong.text.unicode import UPPER, fold

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


_SPELT = {
    "ap": "ấp",
    "to": "tổ",
    "so": "số",
    "thon": "thôn",
    "xa": "xã",
    "huyen": "huyện",
    "phuong": "phường",
    "quan": "quận",
    "tinh": "tỉnh",
    "ngo": "ngõ",
    "ngach": "ngách",
    "hem": "hẻm",
    "duong": "đường",
    "pho": "phố",
    "thanh pho": "thành phố",
    "thi tran": "thị trấn",
    "thi xa": "thị xã",
    "khu pho": "khu phố",
    "chung cu": "chung cư",
    "can ho": "căn hộ",
}
"""Words that name the parts of an address, by their letters alone; small letters make them no names."""
_SPELT_SMALL = re.compile(r"(?<![^\W\d_])[^\W\d_A-Z]+(?:\s[^\W\d_A-Z]+)?(?![^\W\d_])")


_LOST_DOT = re.compile(rf"(?<=, )([PQHX]) (?=[{UPPER}])")
_GLUED = re.compile(rf"(?<![^\W\d_])(P|Q|H|X|TP|TX|TT)(?=[{UPPER}][^\W\d_A-Z])")
"""Abbreviations whose dot was lost: no word begins with two capitals and goes on in small letters."""
_STRAY = re.compile(rf"(?<=\s)['’´`](?=\d)|(?<=[\w,.]\s)['’´`|]\s|(?<=\b[PQHX]\.\s)[Il]\s(?=[{UPPER}])")
"""Specks between words, and the edge of a letter read twice."""
_FIRST = frozenset(word for words in _SPELT for word in words.split()) | {"xom", "doi", "khu", "kp", "p", "x", "tt"}
_RUN_ON = re.compile(rf"\b(Số|Ngõ|Tổ|Ấp|Xóm|Thôn|Xã|Phường|Quận|Huyện|Tỉnh)(?=[{UPPER}\d])")
_COMMA_FOR_DOT = re.compile(rf"(^|, )([PQHX]), (?=[{UPPER}])")
_NOUGHT = re.compile(r"(?<=\d)[oO](?=[\s,./-]|$)")


def begins(word: str) -> bool:
    """Whether an address may begin with this word: a number, or what parts of addresses are called."""
    bare = fold(word.strip(" .,:;"))
    return bare[:1].isdigit() or bare in _FIRST


_TWO_WORDS = re.compile(rf"[{UPPER}][^\W\d_A-Z]+ [^\W\d_A-Z]+(?= [{UPPER}\d])")


def spelt(text: str) -> str:
    """An address with its small words spelt as they are: "Âp Tam Hiệp, xà An Phú" → "Ấp Tam Hiệp, xã An Phú"."""
    text = _GLUED.sub(r"\1.", _LOST_DOT.sub(r"\1. ", _NOUGHT.sub("0", _STRAY.sub("", _RUN_ON.sub(r"\1 ", text)))))
    text = _COMMA_FOR_DOT.sub(r"\1\2. ", text)
    first, *others = _SPELT_SMALL.sub(_spelt_small, text).split(", ")
    known = ", ".join((_spelt_first(first), *(_spelt_first(part) if part[:1].isupper() else part for part in others)))
    return street_names.spelt(known)


def _spelt_small(match: re.Match[str]) -> str:
    words = match.group()
    if not words.islower():
        return words
    return _SPELT.get(fold(words)) or " ".join(_SPELT.get(fold(word), word) for word in words.split(" "))


def _spelt_first(text: str) -> str:
    two = _TWO_WORDS.match(text)
    if two is not None and (kind := _SPELT.get(fold(two[0]))) is not None:
        return kind.capitalize() + text[two.end() :]
    first, space, rest = text.partition(" ")
    known = _SPELT.get(fold(first))
    followed = rest[:1].isdigit() or (fold(first) in ("ap", "thon") and rest[:1].isupper())
    if known is None or not followed or (first.isupper() and len(first) > 1 and not first.istitle()):
        return text
    return known.capitalize() + space + rest


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
