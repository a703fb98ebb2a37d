"""The way people really write and talk: shorthand written out, courtesies set aside. Knows no intent and no slot."""

from __future__ import annotations

import re

from giong.text.unicode import fold, has_diacritics, nfc

_SHORTHAND = {
    "ko": "không", "kg": "không", "hk": "không", "hok": "không", "hông": "không", "hong": "không", "hổng": "không",
    "k": "không", "hem": "không", "đc": "được", "dc": "được", "nhiêu": "bao nhiêu", "nhiu": "bao nhiêu",
    "bnhiu": "bao nhiêu", "bn": "bao nhiêu", "ntn": "như thế nào", "h": "giờ", "mún": "muốn", "mun": "muốn",
    "rùi": "rồi", "e": "em", "mk": "mình", "tui": "tôi", "bik": "biết", "bít": "biết",
    "sđt": "số điện thoại", "sdt": "số điện thoại", "đt": "điện thoại", "t7": "thứ bảy", "cn": "chủ nhật",
    "dzậy": "vậy", "dậy": "vậy", "zậy": "vậy", "giùm": "giúp", "dùm": "giúp", "coi": "xem", "cafe": "cà phê",
}  # fmt: skip
_KEPT_AFTER = {"nhiêu": ("bao",), "nhiu": ("bao",), "dậy": ("thức", "ngủ")}
"""Words after which it is no shorthand: "bao nhiêu"."""
_WORD = re.compile(r"[^\W_]+")

_PEOPLE = "em|anh|chị|tôi|mình|cháu|con|cô|chú|bác|bạn|shop|ad"
_OPENING = re.compile(
    r"^\W*(?:(?:dạ|vâng|thưa|mà này|à mà|mà|tiện thể|alo|a lô|chào|ủa|ơ|à|ờ|thế|vậy|này|nè"
    rf"|cho (?:(?:{_PEOPLE}) )?hỏi|làm ơn|xin|(?:em|anh|chị|cô|chú|bạn|shop|ad)(?: ơi)?|ơi)(?!\w)[\s,.!]*)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?<!\w)(?:(?:ạ|vậy|thế|nhỉ|nhé|nha|nhen|nghen|hen|hén|hả|với|đi|dạ|em|anh|chị|cô|chú|bác|ad|shop|ơi|ta|vay|the|a)"
    r"\W{0,5}){1,4}$",
    re.IGNORECASE,
)
_CLOSING_CHARS = 60


def written_out(text: str) -> str:
    """Shorthand as whole words: "mai e có làm ko" → "mai em có làm không"; without diacritics where none are typed."""
    plain = not has_diacritics(text)
    before = ""

    def word(match: re.Match[str]) -> str:
        nonlocal before
        short = match.group()
        whole = _SHORTHAND.get(short.lower(), "")
        kept = not whole or before.isdigit() or before in _KEPT_AFTER.get(short.lower(), ())
        before = short.lower()
        if kept:
            return short
        return fold(whole) if plain else whole

    return _WORD.sub(word, nfc(text))


def bare(text: str) -> str:
    """What is said without its courtesies: "dạ em ơi giá điện bao nhiêu vậy em" → "giá điện bao nhiêu".

    Words that are nothing but courtesies stay as they are.
    """
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    closing = _CLOSING.search(text, max(start, len(text) - _CLOSING_CHARS))
    rest = text[start : closing.start() if closing else len(text)].strip(" ,")
    return rest or text
