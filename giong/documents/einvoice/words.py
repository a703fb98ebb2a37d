"""The total in words (TgTTTBChu) as a number, dong or foreign, with its sign. Knows no invoice."""

from __future__ import annotations

import re
from decimal import Decimal

from giong.documents.values import in_words
from giong.text.numbers import from_words
from giong.text.unicode import nfc

_LEAD = re.compile(r"^\W*(?:(?:số tiền|tổng cộng|viết)\s+)*(?:bằng chữ\W*)?")
_MINUS = re.compile(r"^(?:âm|giảm|trừ|\(âm\))\s+")
_DONG = re.compile(r"(?<!\w)(?:đồng|vnđ|vnd)(?!\w)")
_FOREIGN = re.compile(
    r"(?<!\w)(?:đô la|đô-la|đôla|usd|euro|eur|yên|jpy|nhân dân tệ|cny|bảng|gbp|won|krw|sgd|aud|bạt|thb|franc|chf)(?!\w)"
)
_WHOSE = re.compile(r"^(?:\W*(?:mỹ|hoa kỳ|úc|singapore|hồng kông|canada|anh|nhật|thái|hàn quốc|chẵn|và|lẻ)(?!\w))+")
_CENTS = re.compile(r"\W*([^\W\d_][\w\s]*?)\s*(?:xu|cents?|pence|sen)(?!\w)")


def value(text: str) -> Decimal | None:
    """The sum that the words say; None where they cannot be understood."""
    words = " ".join(nfc(text).lower().split())
    words = _LEAD.sub("", words)
    minus = _MINUS.match(words)
    words = words[minus.end() :] if minus else words
    found = _foreign(words) if _FOREIGN.search(words) else _dong(words)
    return -found if minus and found is not None else found


def _dong(words: str) -> Decimal | None:
    unit = _DONG.search(words)
    body = words[: unit.start()] if unit else words.removesuffix(".")
    exact = from_words(" ".join(re.findall(r"[^\W\d_]+", body)).removesuffix(" chẵn"))
    if exact is None:
        exact = in_words.value(words)
    return None if exact is None else Decimal(exact)


def _foreign(words: str) -> Decimal | None:
    unit = _FOREIGN.search(words)
    if unit is None:
        return None
    whole = from_words(" ".join(re.findall(r"[^\W\d_]+", words[: unit.start()])))
    if whole is None:
        return None
    cents = _CENTS.match(_WHOSE.sub("", words[unit.end() :]))
    if cents is None:
        return Decimal(whole)
    part = from_words(cents[1])
    return None if part is None else Decimal(whole) + Decimal(part) / 100
