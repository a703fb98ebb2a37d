"""The dash between two values, read as "đến", and the scores where it is not; knows nothing of what the values mean."""

from __future__ import annotations

import re

_UNIT = r"(?:h\d{0,2}|g\d{2}|giờ|%|°C|kg|km|cm|mm|m²|m2|m|g|ml|l|k|tr|triệu|tỷ|nghìn|đồng|đ|phút|tuổi|ngày|tháng|năm)"
_VALUE = rf"\d+(?:[.,:/]\d+)*(?:\s?{_UNIT})?"
_RANGE = re.compile(rf"(?<![\w/.,-])({_VALUE})\s?[-–—]\s?(?={_VALUE}(?![\w-]|[.,]\d))")
_SCORE = re.compile(r"(?:tỉ số|tỷ số|thắng|thua|hòa|hoà|đánh bại|dẫn|kết quả)(?:\s\w+){0,4}\s$", re.IGNORECASE)
_OF_MONTH = re.compile(r"\d+ (?:tháng|tết)", re.IGNORECASE)
_DATED = re.compile(r"(?:ngày|hôm|mùng)\s$", re.IGNORECASE)


def speak(text: str) -> str:
    """ "7h-9h" → "7h đến 9h", "tỉ số 2-1" → "tỉ số 2 1"."""
    if "-" not in text and "–" not in text and "—" not in text:
        return text
    return _RANGE.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 40) : match.start()]
    if _SCORE.search(before):
        return match[1] + " "
    following = re.match(r"\d+", match.string[match.end() :])
    if (
        _DATED.search(before)
        and match[1].isdigit()
        and following
        and int(following.group()) <= 12
        and "/" not in match.string[match.end() : match.end() + 4]
        and _OF_MONTH.match(match.string, match.end()) is None
    ):
        return match.group()
    return match[1] + " đến "
