"""Roman numerals where Vietnamese uses them: articles, chapters, quarters, centuries, congresses; knows no other
capitals.
"""

from __future__ import annotations

import re

from giong.text.lexicon import bag, one_of
from giong.text.numbers import to_words

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_FORM = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_HEADS = one_of(
    [
        *bag("điều khoản mục chương phần thiên quyển tập quý kỳ khóa khoá tk thứ hạng loại cấp nhóm bậc vùng khu đợt"),
        *("thế kỷ", "thế kỉ", "đại hội", "lần thứ", "phụ lục", "bảng", "học kỳ", "học kì", "giai đoạn"),
        *("thế chiến", "khu vực"),
    ]
)
_HEADED = re.compile(rf"((?<!\w){_HEADS}\s+)([IVXLCDM]+)((?:\s?(?:[-–,/]|và|đến)\s?[IVX]+)*)(?!\w)", re.IGNORECASE)
_FOLLOWING = re.compile(r"(?<!\w)[IVX]+(?!\w)")
# Alone, only numerals that are no Vietnamese word and no usual acronym.
_BARE = re.compile(r"(?<![\w&-])(?:I{2,3}|IV|VII|VIII|IX|XII|XIII|XIV|XV|XVI{0,3}|XIX|XX|XXI{0,3}|XXIV|XXV)(?![\w&-])")


def value(numeral: str) -> int | None:
    """XIV → 14; None for what is no well-formed numeral."""
    if not numeral or not _FORM.fullmatch(numeral):
        return None
    numbers = [_VALUES[letter] for letter in numeral]
    pairs = zip(numbers, [*numbers[1:], 0], strict=True)
    return sum(-this if this < after else this for this, after in pairs)


def speak(text: str) -> str:
    """ "Điều IV" → "Điều bốn", "thứ XIII" → "thứ mười ba"."""
    text = _HEADED.sub(_headed, text)
    return _BARE.sub(_said, text)


def _headed(match: re.Match[str]) -> str:
    number = value(match[2])
    if number is None:
        return match.group()
    if match[1].strip().lower().endswith("thứ") and number in (1, 4):
        first = "nhất" if number == 1 else "tư"
    else:
        first = to_words(number)
    return match[1] + first + _FOLLOWING.sub(_said, match[3].replace("-", " đến ").replace("–", " đến "))


def _said(match: re.Match[str]) -> str:
    number = value(match.group())
    return match.group() if number is None else to_words(number)
