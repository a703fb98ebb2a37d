"""Forms of address (xưng hô): how a person speaks of themselves, and how they are answered. Knows no assistant and no
voice: nobody's sex or age is guessed from anything but their own words.

Vietnamese says "I" and "you" with words of kinship. Who says "chị muốn hỏi" is answered as "chị", by an "em"; who says
"bác hỏi cháu" as "bác", by a "cháu". The same words also address the listener ("chị cho em hỏi") and name others ("anh
hàng xóm"), so only places in a sentence count that leave no doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from giong.dialogue.manners.spotting import any_of
from giong.text.unicode import fold, has_diacritics

MAX_CHARS = 300
"""How someone speaks of themselves shows at the beginning of a message."""

_PEERS = ("anh", "chị")
_ELDERS = ("cô", "chú", "bác", "dì", "cậu", "mợ", "thím", "dượng", "ông", "bà", "cụ", "thầy")
_JUNIORS = ("em", "cháu", "con", "tôi", "tớ", "mình", "tui", "chúng tôi", "bọn em", "bọn mình")


@dataclass(frozen=True)
class Address:
    """How the assistant calls itself (xưng) and the person (hô)."""

    own: str
    customer: str


def _either(words: tuple[str, ...]) -> str:
    return "|".join(dict.fromkeys([*words, *map(fold, words)]))


_SENIOR = _either((*_PEERS, *_ELDERS))
_JUNIOR = _either(_JUNIORS)
_KIN = rf"{_SENIOR}|{_JUNIOR}"
_VERBS = _either((
    "muốn", "cần", "hỏi", "bực", "chán", "đã", "chẳng", "lỡ", "đóng", "nộp", "dùng", "hết", "định", "tính", "đang",
    "bị", "gọi", "xin", "nhờ", "vừa", "mới", "già rồi", "lớn tuổi",
    "thấy",
    "không biết", "chưa biết", "quên", "đọc", "nghe", "tên", "ở", "báo", "chưa nhận", "mất", "cảm ơn", "cám ơn",
    "không hiểu",
    "chưa hiểu", "nói", "ko biết", "k biết", "bảo",
))  # fmt: skip
_OPENING = (
    r"(?:^|[,.;!?\n])\W*(?:(?:dạ|da|alo|a lô|này|nay|ừ|à|thế|the|vâng|vang|chào|chao|nhưng|thì|mà|ơi)\s+)*"
    rf"(?:(?:{_KIN}|shop|bạn|ban|ad)\s*(?:ơi|oi|à)[\s,.!]*)?"
)
_GIVEN = re.compile(
    rf"(?<!\w)(?:cho|để|de)\s+({_KIN})\s+(?:hỏi|hoi|xin|xem|gặp|gap|biết|biet|đặt|dat|tra|mượn)(?!\w)", re.I
)
_OWNED = re.compile(
    rf"(?<!\w)(?:nhà|nha|số|máy|của|cua|giúp|giup|giùm|gium|hộ|ho|dùm|dum|với|voi)\s+({_SENIOR})(?=\s*(?:$|[,.;!?]|"
    r"(?:với|voi|là|0\d+|cái|cai|nhé|nhe|bị|bi|mất|mat|không|khong|đang|dang|ở|o|hết|tháng|thang|xem|kiểm)(?!\w)))",
    re.I,
)
_SUBJECT = re.compile(rf"{_OPENING}({_KIN})\s+(?:{_VERBS})(?!\w)(?!\s+(?:là gì|la gi|gì|gi|ai|đâu|dau)(?!\w))", re.I)
_CALLED = re.compile(
    r"(?<!\w)(?:(em|cháu|chau|con)\s*(?:ơi|oi|à|ạ)|(?:hả|ha|nhé|nhe|nha|với|voi|thế|the)\s+(em|cháu|chau|con))(?!\w)",
    re.IGNORECASE,
)
_WANTS = re.compile(
    rf"(?<!\w)({_SENIOR})\s+(?:muốn|muon|cần|can|không nhớ|ko nhớ|đâu có|quên mất|không có|không biết|chân|tuổi)"
    r"(?!\w)(?!\s+(?:gì|gi|ai)(?!\w))",
    re.IGNORECASE,
)
_HELPED = re.compile(rf"(?<!\w)(?:giúp|giup|giùm|gium|hộ|dùm|dum)\s+({_SENIOR})(?!\w)(?!\s+(?-i:[A-ZĐ]))", re.I)
_AFTER_CALLING = re.compile(
    rf"(?<!\w)({_SENIOR})\s+(?:{_VERBS}|có|co|là|la|già|gia|không|khong|hỏi|chỉ|chi)(?!\w)", re.I
)
_PAIR = re.compile(rf"(?<!\w)({_SENIOR})\s+(?:hỏi|hoi|nhờ|nho|bảo|bao|nói|noi)\s+(em|cháu|chau|con)(?!\w)", re.I)
_TOGETHER = re.compile(rf"(?<!\w)(?:{_SENIOR})\s+(?:{_SENIOR}|em)(?!\w)", re.I)
_OTHERS = any_of(
    "hàng xóm|thợ|công an|cán bộ|giáo|xã|ấy|ta|kia|đó|nhân viên|chủ nhà|trai|gái|ruột|họ|cháu nhà|nội|ngoại",
    before=rf"(?:{_SENIOR})\s+",
)
_NO_DOUBT = frozenset(("anh", "chị", "cô", "chú", "bác", "dì", "cậu", "mợ", "thím", "ông", "bà", "cụ"))
_PLAIN = {fold(word): word for word in ("anh", "chị", "chú", "bác", "ông", "em", "cháu", "con")}
"""Typed without diacritics the others are other words as well: "co" is mostly "có", and "ba" a number."""


_SEXES = {"nam": "anh", "nữ": "chị", "mr": "anh", "ms": "chị", "mrs": "chị", "miss": "chị"}


def addressed_as(word: str) -> Address | None:
    """How someone is spoken with whom a list calls "chị", "bác" or, in words of sex, "nữ"; None for another word."""
    word = word.strip().strip(".").lower()
    plain = {fold(sex): customer for sex, customer in _SEXES.items()} | _PLAIN
    return _towards(_SEXES.get(word) or (word if word in _NO_DOUBT else plain.get(word, word)), "")


def heard_in(text: str) -> Address | None:
    """How the person wants to be spoken with, if the words say so; None leaves it as it is."""
    text = text[:MAX_CHARS]
    plain = not has_diacritics(text)
    if _TOGETHER.search(text):
        return None
    if pair := _PAIR.search(text):
        return _towards(_word(pair.group(1), plain), _word(pair.group(2), plain))
    own = _own_word(text, plain)
    if own is None or own not in _NO_DOUBT or _OTHERS.search(text):
        # Whom we are called is told even where it stays open who calls.
        called = _called(text, plain)
        return Address(called, "") if own is None and called in ("cháu", "con") else None
    return _towards(own, _called(text, plain))


def _called(text: str, plain: bool) -> str:
    """The word by which the person calls the assistant."""
    called = _CALLED.search(text)
    word = _word(called.group(1) or called.group(2), plain) if called else ""
    # "the con" is "thế còn" for those who type no diacritics.
    return "" if plain and word == "con" else word


def _own_word(text: str, plain: bool) -> str | None:
    """The word by which the person speaks of themselves."""
    patterns = [_GIVEN, _OWNED, _HELPED, _SUBJECT, _WANTS]
    if _CALLED.search(text):
        patterns.append(_AFTER_CALLING)
    said = [_word(match.group(1), plain) for pattern in patterns if (match := pattern.search(text))]
    # "Chị cho em hỏi": who is an "em" in one place is the younger one in all of them.
    if any(word not in _NO_DOUBT for word in said):
        return None
    return said[0] if said else None


def _word(word: str, plain: bool) -> str:
    return _PLAIN.get(word.lower(), word.lower()) if plain else word.lower()


def _towards(customer: str, called: str) -> Address | None:
    if customer not in _NO_DOUBT:
        return None
    if customer in _PEERS:
        return Address("em", customer)
    return Address(called if called in ("cháu", "con") else "cháu", customer)
