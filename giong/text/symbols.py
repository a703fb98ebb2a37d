"""Signs that are said as words, and those that are not said at all; knows no numbers."""

from __future__ import annotations

import re

from giong.text.lexicon import table

_SILENT = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufe0f\U0001f000-\U0001faff\u2600-\u27bf\u2022*`|#~^]+")
_SAID = table(
    "&: và; =: bằng; ≥: lớn hơn hoặc bằng; ≤: nhỏ hơn hoặc bằng; ≈: khoảng; ±: cộng trừ; ×: nhân; ÷: chia; →: đến;"
    "@: a còng; §: mục; ©:; ®:; ™:; <: nhỏ hơn; >: lớn hơn; +: cộng; \\:; _:"
)
_SIGN = re.compile("[" + re.escape("".join(_SAID)) + "]")
_COMPARED = re.compile(r"(?<![\w])([<>≥≤≈~])(?=\s?\d)")
_COMPARISONS = {"<": "dưới ", ">": "trên ", "≥": "từ ", "≤": "tối đa ", "≈": "khoảng ", "~": "khoảng "}
_SLASH = re.compile(r"(?<=\w)\s?/\s?(?=\w)")
_QUESTION = re.compile(r"(?<=và)\s?/\s?(?=hoặc)")
_SPACES = re.compile(r"[ \t\u00a0]{2,}|[\t\u00a0]")
_BEFORE_MARK = re.compile(r" +(?=[.,;:!?](?:\s|$))")


def before(text: str) -> str:
    """Take out what is never said (emoji, zero-width signs, Markdown) and read comparisons while their numbers are
    still digits.
    """
    text = _COMPARED.sub(lambda match: _COMPARISONS[match[1]], text)
    return _SILENT.sub(" ", text)


def after(text: str) -> str:
    """Say the signs that are left, and tidy the spaces."""
    text = _SIGN.sub(lambda match: f" {_SAID[match.group()]} ", text)
    text = _SLASH.sub(" ", _QUESTION.sub(" ", text))
    return _BEFORE_MARK.sub("", _SPACES.sub(" ", text)).strip()
