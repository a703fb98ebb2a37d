"""Codes, account and identity numbers as said aloud: letters by name, digits one by one; knows no code's meaning."""

from __future__ import annotations

import re

from giong.text.abbreviations import TABLE, spell
from giong.text.lexicon import bag, one_of
from giong.text.numbers import digit_by_digit, to_words
from giong.text.units import NAMES

# After these words a row of digits is a name, not an amount.
_ANNOUNCING = one_of(
    [
        *bag("otp pin mst stk tk cccd cmnd cmt thẻ sổ hotline sđt đt gọi fax seri imei bhxh bhyt zalo"),
        *("mã số thuế", "số tài khoản", "tài khoản", "căn cước", "căn cước công dân", "chứng minh"),
        *("chứng minh nhân dân", "chứng minh thư", "hộ chiếu", "số định danh", "định danh", "hợp đồng số"),
        *("số hợp đồng", "số thẻ", "tổng đài", "đường dây nóng", "số điện thoại", "điện thoại", "biển số"),
        *("số hiệu", "số máy", "số seri", "mật khẩu", "đơn hàng", "vận đơn", "chuyến bay"),
        *("số cuối", "tài khoản cuối", "thẻ cuối", "tài khoản đuôi", "thẻ đuôi", "đuôi số"),
    ]
)
_CODE = r"mã(?:\s(?!số thuế)[^\W\d]+){0,3}"
_COUNTED = one_of(bag("đ đồng vnđ vnd k tr triệu nghìn phút ngày giờ người lần"))
_NAMED = re.compile(
    rf"((?<!\w)(?:{_ANNOUNCING}|{_CODE})(?:\s(?:số|là|của\s\w+\slà))*\s?[:#]?\s?#?)(?<!\w)"
    rf"(\d[\d .-]{{1,24}}\d)(?![\w%₫$€/]|[.,]\d|\s?{_COUNTED}(?!\w))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_INSURANCE = re.compile(r"bh[xy][ht]\s", re.IGNORECASE)  # "Luật BHXH 2024"
# A short number that a message is sent to, and emergency numbers named in a row.
_SENT_TO = re.compile(
    r"((?:soạn|nhắn)\s[^\n.;]{1,40}?\sgửi\s(?:(?:tới|đến|về|số)\s){0,2})(\d{3,6})(?![\w.,]*\d)", re.IGNORECASE
)
_EMERGENCIES = re.compile(r"(?<![\w.,])11[1-5](?:\s?(?:,|/|hoặc|hay|và)\s?11[1-5])+(?![\w.,]*\d|\w)")
_ENDLESS = re.compile(r"\d{19,}")
_LONG = re.compile(r"(?<![\w.,/-])(?:0\d{2,}|\d{9,})(?![\w.,/-]*\d|\w)")
PLATE = re.compile(r"(?<!\w)(\d{2})-?([A-ZĐ]{1,2}\d?)[\s-]\s?(\d{3}\.?\d{2}|\d{4})(?!\w)")
_MIXED = re.compile(r"(?<![\w.,/@-])(?=[A-ZĐ\d-]*[A-ZĐ])(?=[A-ZĐ\d-]*\d)[A-ZĐ\d]+(?:-[A-ZĐ\d]+)*(?![\w/@])")
_MEASURE = re.compile(r"\d+([A-Za-z]+)")
_NAMED_THING = re.compile(r"(?:lớp|phòng|nhà|căn|tòa|toà|lô|toa|ghế|cổng|cửa|khối|số|đường|mã)\s$", re.IGNORECASE)
_BUILDING = re.compile(r"(?<![\w.])([A-ZĐ]{1,2}\d{1,2})\.(\d{1,2})(?![\w.]|,\d)")
_PIECE = re.compile(r"[A-ZĐ]+|\d+|-")
_GROUP = re.compile(r"\d+")


def speak(text: str) -> str:
    """ "mã OTP 482913" → "mã OTP bốn tám hai chín một ba", "HD-2024" → "hát dê hai không hai bốn"."""
    text = PLATE.sub(_plate, text)
    text = _EMERGENCIES.sub(lambda match: _GROUP.sub(_digits, match.group()), text)
    text = _NAMED.sub(_named, text)
    text = _SENT_TO.sub(lambda match: match[1] + digit_by_digit(match[2]), text)
    text = _BUILDING.sub(r"\1 chấm \2", text)
    text = _MIXED.sub(_mixed, text)
    return _LONG.sub(lambda match: in_groups(match.group()), text)


def speak_endless(text: str) -> str:
    """Rows of digits that are longer than any amount, one by one."""
    return _ENDLESS.sub(lambda match: in_groups(match.group()), text)


def in_groups(digits: str) -> str:
    """Digits one by one, with a comma after every third or fourth so that people can write along."""
    if len(digits) < 7:
        return digit_by_digit(digits)
    size = 4 if len(digits) % 4 == 0 and len(digits) % 3 else 3
    return ", ".join(digit_by_digit(digits[at : at + size]) for at in range(0, len(digits), size))


def _digits(match: re.Match[str]) -> str:
    return digit_by_digit(match.group())


def _named(match: re.Match[str]) -> str:
    digits = match[2]
    groups = _GROUP.findall(digits)
    if len("".join(groups)) < 3 or (_YEAR.fullmatch(digits) and _INSURANCE.match(match[1])):
        return match.group()
    said = in_groups(groups[0]) if len(groups) == 1 else ", ".join(digit_by_digit(group) for group in groups)
    return match[1] + said


def _plate(match: re.Match[str]) -> str:
    series = " ".join(spell(piece) if piece.isalpha() else digit_by_digit(piece) for piece in _PIECE.findall(match[2]))
    return f"{digit_by_digit(match[1])} {series} {digit_by_digit(match[3].replace('.', ''))}"


def _mixed(match: re.Match[str]) -> str:
    token = match.group()
    if token in TABLE or _is_measure(match):
        return token
    return " ".join(_piece(piece) for piece in _PIECE.findall(token) if piece != "-")


def _is_measure(match: re.Match[str]) -> bool:
    """ "220V" is a measure; "10A" is a class when the word before says so."""
    amount = _MEASURE.fullmatch(match.group())
    if amount is None or amount[1] not in NAMES:
        return False
    return _NAMED_THING.search(match.string[: match.start()]) is None


def _piece(piece: str) -> str:
    if not piece.isdigit():
        return TABLE[piece] if len(piece) > 2 and piece in TABLE else spell(piece)
    return to_words(int(piece)) if len(piece) < 3 and not piece.startswith("0") else digit_by_digit(piece)
