"""The way people really write and talk, for the dialogue: written out, and without courtesies. Knows no intent."""

from __future__ import annotations

import re

from giong.text.typed import normalised

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
    """What was typed, ready to be understood: "mai e có làm ko" → "mai em có làm không"; see `text/typed.py`."""
    return normalised(text).text


def as_typed(text: str, words: str) -> str:
    """Some of the words of `written_out(text)` as they stand in the text: what a person is called, or where they live,
    is kept in their own words.
    """
    return normalised(text).words_as_typed(words)


def bare(text: str) -> str:
    """What is said without its courtesies: "dạ em ơi giá điện bao nhiêu vậy em" → "giá điện bao nhiêu".

    Words that are nothing but courtesies stay as they are.
    """
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    closing = _CLOSING.search(text, max(start, len(text) - _CLOSING_CHARS))
    rest = text[start : closing.start() if closing else len(text)].strip(" ,")
    return rest or text
