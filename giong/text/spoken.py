"""Written Vietnamese into the words that are said, before synthesis; knows the order of the readers, and no class
itself.

Each reader takes its class out of the text and leaves words, which the later ones do not touch. Case and punctuation of
the rest are kept: a voice needs them for its pauses.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from giong.text import (
    abbreviations,
    addresses,
    codes,
    dates,
    foreign,
    links,
    money,
    phones,
    ranges,
    references,
    roman,
    symbols,
    times,
    units,
)
from giong.text.numbers import LITERAL, read, to_words
from giong.text.unicode import LOWER, nfc

_FRACTION = re.compile(r"(?<![\w/.,])(\d+)/(\d+)(?![\w/]|[.,]\d)")
_STROKES = re.compile(r"(?<![\w/.,])\d+(?:/\d+){2,}(?![\w/])")
_RATIO = re.compile(r"(?<![\w:.,])(\d+):(\d+)(?![\w:]|[.,]\d)")
_NEGATIVE = re.compile(rf"(?<![\w)\]])(?<!\d\s)[-−–]({LITERAL})(?!\w)")
_VERSION = re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}(?![\w.])")
# "03 ngày" counts, with a nought against forgery; after "mã" it is a code.
_PADDED = re.compile(rf"(?<![\w.,:/-])(?<!mã )0([1-9])(?= [{LOWER}])")
_NUMBERED = re.compile(
    r"((?<!\w)(?:ngày|tháng|quý|kỳ|tầng|phòng|quận|phường|tổ|khu phố|điều|khoản|mục)\s)0([1-9])(?![\w.,/-]*\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(LITERAL)


_PASSES: tuple[Callable[[str], str], ...] = (
    symbols.before,
    links.speak,
    codes.speak_endless,
    references.speak,
    phones.speak,
    addresses.speak,
    dates.speak_weekdays,
    units.speak_amperes,
    codes.speak,
    ranges.speak,
    dates.speak,
    times.speak,
    money.speak,
    units.speak,
    roman.speak,
    abbreviations.speak,
    foreign.speak,
)


def spoken(text: str) -> str:
    """What a person would say when reading the text aloud; nothing is left in digits."""
    text = nfc(text)
    for speak in _PASSES:
        text = speak(text)
    return symbols.after(_numbers(text))


def _numbers(text: str) -> str:
    if not any(character.isdigit() for character in text):
        return text
    text = _PADDED.sub(lambda match: to_words(int(match[1])), text)
    text = _NUMBERED.sub(lambda match: match[1] + to_words(int(match[2])), text)
    text = _VERSION.sub(_version, text)
    text = _STROKES.sub(lambda match: match.group().replace("/", " trên "), text)
    text = _FRACTION.sub(_fraction, text)
    text = _RATIO.sub(lambda match: f"{to_words(int(match[1]))} trên {to_words(int(match[2]))}", text)
    text = _NEGATIVE.sub(lambda match: "âm " + read(match[1]), text)
    return _NUMBER.sub(_number, text)


def _version(match: re.Match[str]) -> str:
    literal = match.group()
    groups = literal.split(".")
    if all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3:
        return read(literal)
    return " chấm ".join(to_words(int(group)) for group in groups)


def _fraction(match: re.Match[str]) -> str:
    upper, lower = int(match[1]), int(match[2])
    word = "phần" if upper < lower <= 10 or (upper < lower and lower in (12, 16, 20, 100, 1000)) else "trên"
    name = "tư" if (word, lower) == ("phần", 4) else to_words(lower)
    return f"{to_words(upper)} {word} {name}"


def _number(match: re.Match[str]) -> str:
    """Digits glued to letters are kept apart from them."""
    text, start, end = match.string, match.start(), match.end()
    left = " " if start and text[start - 1].isalpha() else ""
    right = " " if end < len(text) and text[end].isalpha() else ""
    return left + read(match.group()) + right
